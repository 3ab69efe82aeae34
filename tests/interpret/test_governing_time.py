"""The year of a section that sets the time of all the work (整治时间：2023年4月至10月) for months without a year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policyparse import extract

TASKS = "三、整治任务\n（一）清理占道经营。5月底前取缔流动摊点。（县城管局负责）\n（二）排查隐患。8月20日前完成排查。（县交通运输局负责）\n"


def _due(tmp_path: Path, text: str) -> list[tuple[date | None, str | None]]:
    file = tmp_path / "plan.txt"
    file.write_text(text, encoding="utf-8")
    items = [record.deadline.items[0] for record in extract(file).records]
    return [(item.due, item.year_from) for item in items]


@pytest.mark.parametrize(
    "section",
    [
        "一、整治时间\n2023年4月至10月。\n",
        "一、整治时间：2023年4月至10月\n",
        "（一）行动期限：2023.4—2023.10\n",
        "活动时间：2023年4月1日至10月31日\n",
    ],
)
def test_months_take_the_year_of_the_time_of_the_work(section: str, tmp_path: Path) -> None:
    text = f"金沙坪县校园周边环境整治方案\n\n为净化环境，制定本方案。\n\n{section}{TASKS}"
    assert _due(tmp_path, text) == [(date(2023, 5, 31), "period"), (date(2023, 8, 20), "period")]


def test_it_goes_before_the_year_of_issue(tmp_path: Path) -> None:
    text = f"金沙坪县校园周边环境整治方案\n\n为净化环境，制定本方案。\n\n一、整治时间\n2023年4月至10月。\n{TASKS}\n金沙坪县教育局\n2022年12月20日\n"
    assert _due(tmp_path, text)[0] == (date(2023, 5, 31), "period")


def test_several_years_settle_nothing(tmp_path: Path) -> None:
    text = f"金沙坪县校园周边环境整治方案\n\n为净化环境，制定本方案。\n\n一、整治时间\n2023年4月至2024年10月。\n{TASKS}"
    assert _due(tmp_path, text)[0] == (None, None)

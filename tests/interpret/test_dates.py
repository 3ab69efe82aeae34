"""Whole dates, the years of titles, the years of target columns."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyparse.interpret.dates import column_due, read_date, read_period
from policyparse.lexicon import default_lexicon

LEXICON = default_lexicon()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019年3月22日", date(2019, 3, 22)),
        ("２０１９年３月２２日", date(2019, 3, 22)),
        (" 2019 年 3 月 22 日 ", date(2019, 3, 22)),
        ("2 0 1 9 年 3 月 2 2 日", date(2019, 3, 22)),
        ("2019\n年3月22日", date(2019, 3, 22)),
        ("2019年3月22号", date(2019, 3, 22)),
        ("2019-03-22", date(2019, 3, 22)),
        ("2019-3-2", date(2019, 3, 2)),
        ("2022.6.30", date(2022, 6, 30)),
        ("2022/6/30", date(2022, 6, 30)),
        ("二〇二三年一月一日", date(2023, 1, 1)),
        ("二○二三年十二月三十一日", date(2023, 12, 31)),
        ("二零一九年十二月十日", date(2019, 12, 10)),
        ("二0一九年三月五日", date(2019, 3, 5)),
        ("二〇一九年一月廿五日", date(2019, 1, 25)),
        ("2017年7月4日印发", date(2017, 7, 4)),
        ("（2019年3月22日）", date(2019, 3, 22)),
        ("2019年3月22日 星期五", date(2019, 3, 22)),
        ("2019-03-22 15:30", date(2019, 3, 22)),
        ("2020年2月29日", date(2020, 2, 29)),
        ("2019年2月29日", None),
        ("2019年2月30日", None),
        ("2019年13月1日", None),
        ("2019年3月", None),
        ("3月22日", None),
        ("2019年3月22日召开会议", None),
        ("2019年3月22日至4月1日", None),
        ("0000年1月1日", None),
        ("", None),
    ],
)
def test_whole_dates(text: str, day: date | None) -> None:
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("2019年临江市卫生健康重点工作任务责任清单", (2019, 2019)),
        ("临江市2019年度工作要点", (2019, 2019)),
        ("二〇一九年工作要点", (2019, 2019)),
        ("临江市“十三五”卫生与健康发展规划", (2016, 2020)),
        ("临江市十四五规划", (2021, 2025)),
        ("“十二五”规划", (2011, 2015)),
        ("“十五五”时期工作方案", (2026, 2030)),
        ("“十三五”卫生规划（2017—2020年）", (2017, 2020)),
        ("卫生发展规划 (2016—2020 年)", (2016, 2020)),
        ("三年行动计划（2021-2023年）", (2021, 2023)),
        ("2024-2026年行动方案", (2024, 2026)),
        ("2016至2018年目标任务", (2016, 2018)),
        ("2016-20年规划", (2016, 2020)),
        ("２０１８－２０２０年实施方案", (2018, 2020)),
        ("“十四五”期间2023年工作要点", (2023, 2023)),
        ("“十四五”规划和2035年远景目标纲要", (2021, 2025)),
        ("临江市2018年工作总结和2019年工作计划", (2019, 2019)),
        ("临江市“七五”普法规划", (2016, 2020)),
        ("“八五”普法规划", (2021, 2025)),
        ("关于印发《临江市中医药发展规划（2016—2030年）》的通知", (2016, 2030)),
        ("《2021年全区卫生健康重点工作安排》", (2021, 2021)),
        ("关于落实《临江市养老规划（2016—2030年）》的实施方案", None),
        ("“健康临江2030”规划纲要", None),
        ("2030年前碳达峰行动方案", None),
        ("到2025年基本建成体育强市的意见", None),
        ("国家基本药物目录（2018年版）", None),
        ("工作办法（2019年修订）", None),
        ("关于十五条措施的通知", None),
        ("临政办〔2019〕3号", None),
        ("", None),
    ],
)
def test_the_years_a_title_governs(title: str, years: tuple[int, int] | None) -> None:
    period = read_period(title, LEXICON)
    assert (period and (period.start, period.end)) == (years and (date(years[0], 1, 1), date(years[1], 12, 31)))


@pytest.mark.parametrize(
    ("header", "day"),
    [
        ("2020 年目标值", date(2020, 12, 31)),
        ("2025年", date(2025, 12, 31)),
        ("2020\n年", date(2020, 12, 31)),
        ("到2030年目标", date(2030, 12, 31)),
        ("目标值（2025年）", date(2025, 12, 31)),
        ("2025目标值", date(2025, 12, 31)),
        ("2025年完成目标", date(2025, 12, 31)),
        ("2022年计划数", date(2022, 12, 31)),
        ("“十四五”末目标", date(2025, 12, 31)),
        ("2023年6月底", date(2023, 6, 30)),
        ("2025年（比2020年）", date(2025, 12, 31)),
        ("二〇二五年", date(2025, 12, 31)),
        ("2015年基期值", None),
        ("2020年现状值", None),
        ("2020年完成值", None),
        ("2020年实际", None),
        ("2016-2020年年均增长", None),
        ("指标名称", None),
        ("目标值", None),
        ("", None),
    ],
)
def test_the_year_of_a_target_column(header: str, day: date | None) -> None:
    assert column_due(header) == day


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.text(alphabet="0123456789年月日-./〇一二三十五“”（）《》到至", max_size=40)))
def test_no_text_raises(text: str) -> None:
    read_date(text)
    read_period(text, LEXICON)
    column_due(text)

"""Web pages under the name of a workbook, and files that are none."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from policyparse.cli import app
from policyparse.exporters import render
from policyparse.records import PolicyDocument

PAGE = """<html><head><meta charset="utf-8"></head><body><table border="1">
<tr><td colspan="4">云溪市2026年重点任务清单</td></tr>
<tr><th>序号</th><th>任务</th><th>完成时限</th><th>牵头单位</th></tr>
<tr><td>1</td><td>疏浚城区河道</td><td>2026年6月底前</td><td>市水务局</td></tr>
<tr><td>2</td><td>改造老旧小区</td><td>2026年13月底前</td><td>市住房局</td></tr>
</table></body></html>"""


def run(path: Path, data: bytes) -> tuple[int, str]:
    path.write_bytes(data)
    done = CliRunner().invoke(app, ["validate", str(path), "--lang", "en"])
    return done.exit_code, done.output


@pytest.mark.parametrize("name", ["清单.xls", "清单.xlsx", "清单.et"])
def test_a_page_named_as_a_workbook_is_read(tmp_path: Path, name: str) -> None:
    code, told = run(tmp_path / name, PAGE.encode())
    assert code == 1
    assert "C4" in told
    assert "date-impossible" in told
    assert "1 errors, 0 warnings" in told
    gb = PAGE.replace("utf-8", "gb2312").replace("13月", "8月")
    assert run(tmp_path / name, gb.encode("gb18030"))[0] == 0


def test_a_page_without_a_table(tmp_path: Path) -> None:
    code, told = run(tmp_path / "a.xls", b"<html><body><p>not found, sorry, come back later</p></body></html>")
    assert code == 3
    assert "web page without a table" in told


def test_a_workbook_cut_off(tmp_path: Path, document: PolicyDocument) -> None:
    whole = render([document], "xlsx")
    code, told = run(tmp_path / "a.xlsx", whole[: len(whole) // 2])
    assert code == 3
    assert len(told.strip().splitlines()) == 1
    assert "no Excel (OOXML) file" in told


@pytest.fixture
def document() -> PolicyDocument:
    from policyparse import extract  # noqa: PLC0415

    return extract(PAGE.encode(), name="a.html")

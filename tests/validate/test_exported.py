"""A ledger as it was exported has no finding; an edit has, also where the document says something odd itself."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from policyparse import PolicyDocument, extract
from policyparse.checks import check_data
from policyparse.exporters import render
from policyparse.lexicon import default_lexicon
from policyparse.tables import read_rows

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted(ROOT.glob("samples/*/source.*"))
#: Written so: 2027 lies outside the plan's period, 市水务局 leads and supports, the last task names no owner, no. 4 lacks.
ODD = """# 云溪市2026年重点任务清单

| 序号 | 任务 | 完成时限 | 牵头单位 | 配合单位 |
| --- | --- | --- | --- | --- |
| 1 | 疏浚城区河道 | 2027年6月底前 | 市水务局 | 市水务局、市财政局 |
| 2 | 改造老旧小区 | 2026年9月底前 | 市住房局 | 市财政局 |
| 3 | 新建公交站点 | 2026年10月底前 | 市交通局 | 市公安局 |
| 5 | 修缮图书馆 | 2026年11月底前 | 市文旅局 | 市财政局 |
| 6 | 举办读书节 | 2026年4月底前 | | |
"""


@pytest.fixture(scope="module")
def odd() -> PolicyDocument:
    return extract(ODD.encode(), name="清单.md")


def found(data: bytes, name: str, against: PolicyDocument | None = None) -> list[tuple[str | None, str]]:
    lexicon = default_lexicon()
    return [(f.cell, f.code) for f in check_data(data, read_rows(data, name, lexicon), lexicon, against)]


def edited(document: PolicyDocument, change: Callable[[Any], None]) -> list[tuple[str | None, str]]:
    book = openpyxl.load_workbook(BytesIO(render([document], "xlsx")))
    change(book.worksheets[0])
    out = BytesIO()
    book.save(out)
    return found(out.getvalue(), "a.xlsx")


def at(sheet: Any, name: str, number: int) -> Any:
    """The cell of the column `name` in the row numbered `number`."""
    head = next(row for row in sheet.iter_rows() if any(c.value == "任务" for c in row))
    columns = {c.value: c.column for c in head}
    row = next(
        r for r in range(head[0].row + 1, sheet.max_row + 1) if str(sheet.cell(r, columns["序号"]).value) == str(number)
    )
    return sheet.cell(row, columns[name])


@pytest.mark.parametrize("path", SAMPLES, ids=[f"{p.parent.name}{p.suffix}" for p in SAMPLES])
def test_an_unedited_export_has_no_finding(path: Path) -> None:
    document = extract(path)
    assert found(render([document], "xlsx"), "a.xlsx") == []
    assert found(render([document], "csv"), "a.csv", document) == []


def test_what_the_document_says_is_nobodys_edit(odd: PolicyDocument) -> None:
    assert [r.number for r in odd.records] == ["1", "2", "3", "5", "6"]
    # without the source a CSV cannot know; so the same cells are findings there (a CSV has no title that names a period)
    codes = {code for _, code in found(render([odd], "csv"), "a.csv")}
    assert codes == {"owner-in-both", "owner-missing", "number-gap"}
    for headers in ("zh", "en"):
        assert found(render([odd], "xlsx", headers), "a.xlsx") == []
        assert found(render([odd], "csv", headers), "a.csv", odd) == []
    assert found(render([odd], "json"), "a.json", odd) == []


@pytest.mark.parametrize(
    ("name", "number", "value", "code"),
    [
        ("完成时限", 2, "2027年6月底前", "deadline-outside-period"),
        ("完成时限", 1, "2028年6月底前", "deadline-outside-period"),
        ("任务", 1, "疏浚城区\u200b河道", "text-invisible"),
        ("配合单位", 3, "市交通局", "owner-in-both"),
        ("牵头单位", 6, "张晓明", "person-in-unit-column"),
        ("序号", 6, 5, "number-doubled"),
    ],
)
def test_the_same_mistake_by_an_edit_is_told(
    odd: PolicyDocument, name: str, number: int, value: Any, code: str
) -> None:
    place: list[str] = []

    def change(sheet: Any) -> None:
        cell = at(sheet, name, number)
        place.append(cell.coordinate)
        cell.value = value

    told = edited(odd, change)
    assert (place[0], code) in told


def test_a_second_unit_in_both_columns_of_the_odd_row(odd: PolicyDocument) -> None:
    """Its cell 配合单位 is as it was, and had a finding of its own: the new one is told."""

    def change(sheet: Any) -> None:
        at(sheet, "牵头单位", 1).value = "市水务局、市财政局"

    assert "owner-in-both" in [code for _, code in edited(odd, change)]


def test_owners_taken_out(odd: PolicyDocument) -> None:
    place: list[str] = []

    def change(sheet: Any) -> None:
        for name in ("配合单位", "牵头单位"):
            at(sheet, name, 2).value = None
        place.append(at(sheet, "牵头单位", 2).coordinate)

    told = edited(odd, change)
    assert told == [(place[0], "owner-missing")]


def test_a_row_taken_out(odd: PolicyDocument) -> None:
    def change(sheet: Any) -> None:
        sheet.delete_rows(at(sheet, "任务", 2).row)

    assert "number-gap" in [code for _, code in edited(odd, change)]


def test_rows_that_moved_keep_what_they_had(odd: PolicyDocument) -> None:
    """A row of one's own on top: the document's oddities stay its own, though every address is another."""

    def change(sheet: Any) -> None:
        first = at(sheet, "任务", 1)
        sheet.insert_rows(first.row)
        sheet.cell(first.row - 1, first.column).value = "召开动员会"

    codes = {code for _, code in edited(odd, change)}
    assert not codes & {"deadline-outside-period", "owner-in-both"}


def test_hidden_rows_stay_findings(odd: PolicyDocument) -> None:
    def change(sheet: Any) -> None:
        sheet.row_dimensions[at(sheet, "任务", 1).row].hidden = True

    assert "row-hidden" in [code for _, code in edited(odd, change)]

"""Tables that other offices would make: other names and orders, headings between rows, blank rows, notes, hidden numbers."""

from __future__ import annotations

import copy
import io
from typing import Any

import openpyxl
import pytest
from ledgers import HEAD, ROWS, delimited, findings, places, saved, workbook
from openpyxl.worksheet.datavalidation import DataValidation

from ledger_documents import bridges
from policyparse.exporters import render

#: The same table under other names.
OTHER = ["项次", "工作事项", "量化指标", "办结时限", "到期日", "包抓领导", "主责部门", "协同单位"]


def with_rows(change: Any) -> list[list[Any]]:
    rows = copy.deepcopy(ROWS)
    change(rows)
    return rows


def test_other_names_and_orders_are_clean() -> None:
    assert places(workbook(head=OTHER)) == []
    order = [1, 5, 4, 6, 2, 7, 3, 0]
    head, rows = [OTHER[c] for c in order], [[row[c] for c in order] for row in ROWS]
    assert places(workbook(head=head, rows=rows)) == []
    english = ["#", "Task", "Target", "Deadline", "Due date", "Leader", "Lead agency", "Partners"]
    assert places(workbook(head=english)) == []


def test_headings_blank_rows_and_notes_are_no_records() -> None:
    rows = [
        ["一、城市建设"], *ROWS[:2], [], ["二、民生保障"], *ROWS[2:4], [], *ROWS[4:], [],
        ["注：1.时限均指当年；2.每月25日前报送进展。"], ["填表人：", None, "审核人："],
    ]  # fmt: skip
    assert places(workbook(head=OTHER, rows=rows)) == []
    planted = with_rows(lambda r: r[4].__setitem__(6, "市人社局（牵头"))
    rows[9] = planted[4]
    assert places(workbook(head=OTHER, rows=rows)) == [("G12", "unit-brackets")]


def test_a_date_column_is_known_by_its_cells() -> None:
    rows = with_rows(lambda r: r[1].__setitem__(3, "5月底前"))
    assert places(workbook(head=OTHER, rows=rows)) == [("D4", "deadline-contradicts")]
    # where both columns hold whole days, by its name
    days = with_rows(lambda r: [row.__setitem__(3, "2026年6月30日") for row in r])
    for row in days:
        row[4] = "2026-06-30"
    days[2][4] = "2026-07-01"
    text = "\n".join(",".join(map(str, row)) for row in (OTHER, *days)).encode()
    assert places(text, "清单.csv") == [("D4", "deadline-contradicts")]


def test_numbers_one_mistake_one_finding() -> None:
    doubled = with_rows(lambda r: r[3].__setitem__(0, 3))
    (found,) = findings(workbook(rows=doubled))
    assert (found.cell, found.code, found.suggestion) == ("A6", "number-doubled", "4")
    empty = with_rows(lambda r: r[3].__setitem__(0, None))
    (found,) = findings(workbook(rows=empty))
    assert (found.cell, found.code, found.expected) == ("A6", "number-empty", "4")
    # every section counts on its own
    head = ["序号", "类别", *HEAD[1:]]
    rows = [[n % 3 + 2 if n else 1, "甲" if n < 3 else "乙", *row[1:]] for n, row in enumerate(ROWS)]
    for n, row in enumerate(rows):
        row[0] = n + 1 if n < 3 else n - 1
    assert places(workbook(head=head, rows=rows)) == []


@pytest.mark.parametrize(
    ("row", "column", "text", "code", "suggestion"),
    [
        (0, 6, "市城管居", "unit-near-miss", "市城管局"),
        (5, 7, "财政局", "unit-near-miss", "市财政局"),
        (5, 7, "市才政局", "unit-near-miss", "市财政局"),
        (5, 6, "柳林村石桥村", "units-unseparated", "柳林村、石桥村"),
        (5, 6, "市园\n林局", "line-break", "市园林局"),
        (5, 5, "李\n志强", "line-break", "李志强"),
        (5, 3, "11月\n底前", "line-break", "11月底前"),
    ],
)
def test_slips_in_names_and_words(row: int, column: int, text: str, code: str, suggestion: str) -> None:
    def change(rows: list[list[Any]]) -> None:
        rows[1][7], rows[2][6], rows[3][7] = "市财政局、柳林村", "市城管局", "柳林村、石桥村"
        if column == 6 and row == 0:
            rows[4][7] = "市城管局"
            rows[5][7] = "市城管局"
        rows[row][column] = text

    (found,) = findings(workbook(rows=with_rows(change)))
    assert (found.cell, found.code, found.suggestion) == (f"{'ABCDEFGH'[column]}{row + 3}", code, suggestion)


def test_a_level_left_out_behind_another_name_is_no_slip() -> None:
    rows = with_rows(lambda r: r[5].__setitem__(7, "市公安局、财政局"))
    assert places(workbook(rows=rows)) == []


def test_a_dropdown_that_lets_other_values_in() -> None:
    kinds = ["约束性", "预期性", "约束性", "预期性", "约束", "约束性"]

    def change(sheet: Any) -> None:
        sheet["I2"] = "属性"
        for row, kind in enumerate(kinds, 3):
            sheet.cell(row, 9, kind)
        offered = DataValidation(type="list", formula1='"约束性,预期性"')
        offered.add("I3:I20")
        sheet.add_data_validation(offered)

    assert places(workbook(change)) == [("I7", "value-not-listed")]
    kinds[0] = kinds[1] = "其他"
    assert places(workbook(change)) == []


def test_a_missing_header_is_one_finding() -> None:
    assert places(workbook(head=ROWS[0], rows=ROWS[1:], title=None)) == [(None, "header-missing")]


def test_dates_without_a_year_that_no_year_has() -> None:
    rows = with_rows(lambda r: (r[0].__setitem__(3, "2月30日前"), r[0].__setitem__(4, None)))
    assert places(workbook(rows=rows, title=None)) == [("D2", "date-impossible")]
    rows[0][3] = "2月29日前"
    assert places(workbook(rows=rows, title=None)) == []


def test_utf_16_csv_is_no_json() -> None:
    # the first byte of 孛 (U+5B5B) is that of [
    data = ("孛城任务\n" + delimited(",", "utf-8").decode()).encode("utf-16-le")
    assert places(b"\xff\xfe" + data, "清单.csv") == []


def test_the_numbers_of_a_ledger_are_those_of_its_document() -> None:
    document = bridges()
    for record, number in zip(document.records, ["三", "三", "五", "六"], strict=True):
        record.number = number
        record.owner.lead = ["市城管局"]
    numbered = [f for f in findings(render([document], "xlsx", "zh")) if f.code.startswith("number")]
    assert numbered == []
    book = saved_with(render([document], "xlsx", "zh"), "A7", "八")
    assert [(f.cell, f.code) for f in findings(book) if f.code.startswith("number")] == [("A7", "number-gap")]


def saved_with(data: bytes, cell: str, value: Any) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.worksheets[0][cell] = value
    return saved(book)

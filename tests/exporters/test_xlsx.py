"""The workbook, opened with openpyxl: what an office finds in it."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from ledger_documents import bridges, document
from policyparse.exporters import render
from policyparse.records import Record


def opened(**options: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(render([bridges()], "xlsx", **options)))


def column(sheet: Any, name: str) -> int:
    return next(cell.column for cell in sheet[3] if cell.value == name)


@pytest.fixture(scope="module")
def book() -> Any:
    return opened()


def test_sheets_and_which_are_hidden(book: Any) -> None:
    assert [(s.title, s.sheet_state) for s in book] == [
        ("台账", "visible"), ("指标", "visible"), ("问题", "visible"), ("_policyparse_units", "hidden"), ("_policyparse", "hidden"),
    ]  # fmt: skip


def test_header_filter_panes_and_print_settings(book: Any) -> None:
    sheet = book["台账"]
    assert [c.value for c in sheet[3]] == [
        "序号", "类别", "任务", "工作内容", "目标", "完成时限", "截止日期", "责任领导", "牵头单位", "配合单位",
        "进展步骤", "来源页", "备注", "类型", "其他", "疑点", "文件", "编号",
    ]  # fmt: skip
    assert sheet["A1"].value == "临江市2024年重点任务清单"
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("B4", "A3:R7", "$3:$3")
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, int(sheet.page_setup.fitToHeight)) == (1, 0)  # one page wide
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    # the id, and the file's name where there is only one document
    assert {n for d in sheet.column_dimensions.values() if d.hidden for n in range(d.min, d.max + 1)} == {17, 18}
    assert sheet["C4"].alignment.wrap_text


def test_dates_are_dates_and_rules_are_text(book: Any) -> None:
    sheet = book["台账"]
    due = column(sheet, "截止日期")
    assert [sheet.cell(row, due).value for row in range(4, 8)] == [
        datetime(2024, 6, 30),
        "每月底前",
        datetime(2024, 12, 31),
        None,
    ]
    assert sheet.cell(4, due).number_format == "yyyy-mm-dd"
    assert "（" in sheet.cell(6, due).number_format  # inferred


def test_due_dates_are_coloured_by_how_near_they_are(book: Any) -> None:
    rules = [r for found in book["台账"].conditional_formatting for r in found.rules]
    assert [r.formula[0] for r in rules] == [
        "AND(ISNUMBER($G4),$G4<TODAY())", "AND(ISNUMBER($G4),$G4<=TODAY()+30)", "ISNUMBER($G4)",
    ]  # fmt: skip


def test_dropdowns(book: Any) -> None:
    found = {
        str(v.sqref).split(":", maxsplit=1)[0]: (v.formula1, v.showErrorMessage)
        for v in book["台账"].data_validations.dataValidation
    }
    assert found["N4"] == ('"任务,指标,项目"', True)
    assert found["I4"][0] == found["J4"][0] == "_policyparse_units!$A$1:$A$4"
    assert not found["I4"][1]  # several units in one cell are right too
    units = [row[0] for row in book["_policyparse_units"].iter_rows(values_only=True)]
    assert units == ["市城管局", "市财政局", "各县（市、区）政府", "@市民政局"]


def test_problems_are_comments_on_the_cells_of_their_fields(book: Any) -> None:
    sheet = book["台账"]
    comments = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert list(comments) == ["F6"]
    assert "deadline-unparsed" in comments["F6"]
    assert "完成时限未能识别" in comments["F6"]
    rows = list(book["问题"].iter_rows(min_row=4, values_only=True))
    assert [(row[0], row[1], row[6]) for row in rows] == [
        ("提醒", None, "number-missing"),
        ("提醒", "十三", "deadline-unparsed"),
    ]


def test_indicators_are_on_the_second_sheet(book: Any) -> None:
    rows = list(book["指标"].iter_rows(min_row=4, values_only=True))
    assert [row[:9] for row in rows] == [
        (1, "修缮城区老旧桥梁", None, "=", 12, None, "座", None, datetime(2024, 6, 30)),
        (3, "绿化覆盖率", "绿化覆盖率", "≥", 41.5, None, "%", None, datetime(2024, 12, 31)),
    ]
    assert rows[1][10] == "2023年：40.2"


def test_text_like_a_formula_is_text(book: Any) -> None:
    row = [cell for cell in book["台账"][5] if cell.value is not None]
    assert {c.value: c.data_type for c in row if str(c.value)[0] in "=+-@"} == {
        "=新建社区食堂": "s", "-先行试点": "s", "+10处": "s", "@市民政局": "s",
    }  # fmt: skip


def test_merged_categories_only_when_asked() -> None:
    merged = {str(r) for r in opened(merge_categories=True)["台账"].merged_cells.ranges}
    assert {"B4:B5", "B6:B7"} <= merged
    assert not {"B4:B5", "B6:B7"} & {str(r) for r in opened()["台账"].merged_cells.ranges}


def test_english_names() -> None:
    book = opened(headers="en")
    assert book.sheetnames[:3] == ["Ledger", "Indicators", "Problems"]
    assert [c.value for c in book["Ledger"][3]][:3] == ["No.", "Section", "Task"]
    assert book["Ledger"].oddFooter.center.text == "Page &P of &N"


def test_the_same_bytes_every_time() -> None:
    assert render([bridges()], "xlsx") == render([bridges()], "xlsx")


def test_several_documents_join_and_show_their_names() -> None:
    book = openpyxl.load_workbook(io.BytesIO(render([bridges(), document([], path="空.docx")], "xlsx")))
    sheet = book["台账"]
    assert sheet["A1"].value == "任务台账（2份文件）"
    assert {n for d in sheet.column_dimensions.values() if d.hidden for n in range(d.min, d.max + 1)} == {18}
    assert sheet["Q4"].value == "清单.pdf"


def test_what_a_cell_cannot_hold_is_told() -> None:
    records = [
        Record(id="x", kind="task", task="检查\x01设备"),
        Record(id="y", kind="task", task="长", content="字" * 40_000),
    ]
    book = openpyxl.load_workbook(io.BytesIO(render([document(records)], "xlsx")))
    sheet = book["台账"]
    assert sheet["C4"].value == "检查设备"
    assert len(sheet["D5"].value) == 32_767
    assert "text-altered" in sheet["C4"].comment.text
    assert "text-altered" in sheet["D5"].comment.text
    assert [row[6] for row in book["问题"].iter_rows(min_row=4, values_only=True)] == ["text-altered"] * 2


def test_no_records_is_a_sheet_with_its_header() -> None:
    book = openpyxl.load_workbook(io.BytesIO(render([document([])], "xlsx")))
    assert book["台账"].max_row == 3

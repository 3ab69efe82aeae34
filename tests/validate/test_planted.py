"""One planted mistake a table: found at its cell under its code, and nothing else is told."""

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from ledgers import FIRST, HEAD, ROWS, delimited, findings, places, saved, workbook
from openpyxl.worksheet.datavalidation import DataValidation

#: What a cell is set to, the cell, and every finding that must come of it.
CELLS: list[tuple[str, Any, list[tuple[str, str]]]] = [
    ("B4", None, [("B4", "task-empty")]),
    ("A5", 2, [("A5", "number-doubled")]),
    ("A8", 9, [("A8", "number-gap")]),
    ("A4", None, [("A4", "number-empty")]),
    ("A4", "2", [("A4", "number-as-text")]),
    ("D3", "尽力而为", [("D3", "deadline-unreadable")]),
    ("D3", "2月30日前", [("D3", "date-impossible")]),
    ("D7", "2026年13月底前", [("D7", "date-impossible")]),
    ("E4", "2026-02-30", [("E4", "date-impossible")]),
    ("D3", "5月底前", [("D3", "deadline-contradicts")]),
    ("D7", "2027年3月底前", [("D7", "deadline-outside-period")]),
    ("D7", "2025年3月底前", [("D7", "deadline-before-start")]),
    ("D7", "2026年9月至3月", [("D7", "date-impossible")]),
    ("E4", "2026-09-30", [("E4", "date-as-text")]),
    ("E4", "9月底", [("E4", "date-not-iso")]),
    ("D4", 46295, [("D4", "date-serial")]),
    ("C6", "合格率达到120%", [("C6", "percent-over-100")]),
    ("C6", "产值增长120%，合格率达到95%", []),
    ("G4", None, [("G4", "owner-missing")]),
    ("H4", "市水务局", [("H4", "owner-in-both")]),
    ("H4", "市财政局、市财政局", [("H4", "unit-doubled")]),
    ("H8", "市财政局、市医政科", [("H8", "unit-near-miss")]),
    ("H8", "市财证局、市医政处", [("H8", "unit-near-miss")]),
    ("H8", "市财政局（牵头", [("H8", "unit-brackets")]),
    ("H8", "市财政局市公安局", [("H8", "units-unseparated")]),
    ("H8", "市财政局 市公安局", [("H8", "units-unseparated")]),
    ("G8", "李志强", [("G8", "person-in-unit-column")]),
    ("F8", "市园林局", [("F8", "unit-in-person-column")]),
    ("B4", "疏浚\u200b城区河道", [("B4", "text-invisible")]),
    ("B4", "疏浚\u00a0城区河道", [("B4", "text-invisible")]),
    ("C4", "完成２条河道疏浚", [("C4", "digits-full-width")]),
    ("B4", "疏浚城区\n河道", [("B4", "line-break")]),
    ("B4", "务" * 255, [("B4", "text-cut")]),
    ("C4", "务" * 32767, [("C4", "text-cut")]),
    ("J4", "另有说明", [("J2", "column-unnamed")]),
    ("B2", "重点任务", []),
]


@pytest.mark.parametrize(("cell", "value", "wanted"), CELLS, ids=[f"{c}-{n}" for n, (c, _, _) in enumerate(CELLS)])
def test_a_planted_cell(cell: str, value: Any, wanted: list[tuple[str, str]]) -> None:
    def change(sheet: Any) -> None:
        sheet[cell] = value

    assert places(workbook(change)) == wanted


def hidden_row(sheet: Any) -> None:
    sheet.row_dimensions[6].hidden = True


def hidden_column(sheet: Any) -> None:
    sheet.column_dimensions["G"].hidden = True


def doubled_column(sheet: Any) -> None:
    sheet["I2"] = "牵头单位"
    for row in range(FIRST, FIRST + len(ROWS)):
        sheet.cell(row, 9, sheet.cell(row, 7).value)


def formula(sheet: Any) -> None:
    sheet["C4"] = "=1+1"


def error(sheet: Any) -> None:
    sheet["C4"] = "#REF!"
    sheet["C4"].data_type = "e"


def other_start(sheet: Any) -> None:
    sheet["I2"] = "开始时间"
    sheet["I4"] = "2026年10月"


def dropdown(sheet: Any) -> None:
    sheet["I2"] = "属性"
    for row, name in zip(
        range(FIRST, FIRST + len(ROWS)), ["约束性", "预期性", "约束", "预期性", "约束性", "约束性"], strict=True
    ):
        sheet.cell(row, 9, name)
    closed = DataValidation(type="list", formula1='"约束性,预期性"', showErrorMessage=True)
    closed.add("I3:I20")
    sheet.add_data_validation(closed)


def dropdown_by_cells(sheet: Any) -> None:
    other = sheet.parent.create_sheet("选项")
    for row, name in enumerate(["市城管局", "市水务局", "市民政局", "市市场监管局", "市园林局"], 1):
        other.cell(row, 1, name)
    closed = DataValidation(type="list", formula1="选项!$A$1:$A$5", showErrorMessage=True)
    closed.add("G3:G20")
    sheet.add_data_validation(closed)


SHEETS: list[tuple[Callable[[Any], None], list[tuple[str, str]]]] = [
    (hidden_row, [("A6", "row-hidden")]),
    (hidden_column, [("G2", "column-hidden")]),
    (doubled_column, [("I2", "column-doubled")]),
    (formula, [("C4", "formula-uncomputed")]),
    (error, [("C4", "cell-error")]),
    (other_start, [("I4", "dates-reversed")]),
    (dropdown, [("I5", "value-not-listed")]),
    (dropdown_by_cells, [("G7", "value-not-listed")]),
]


@pytest.mark.parametrize(("change", "wanted"), SHEETS, ids=[c.__name__ for c, _ in SHEETS])
def test_a_planted_sheet(change: Callable[[Any], None], wanted: list[tuple[str, str]]) -> None:
    assert places(workbook(change)) == wanted


def test_a_value_that_the_words_contradict() -> None:
    head = ["序号", "重点任务", "指标", "指标值", "目标要求", "牵头单位", "完成时限"]
    rows = [
        [n, f"任务{n}", f"指标{n}", value, words, "市教育局", "年底前"]
        for n, value, words in ((1, 3, "新建3处"), (2, 3, "新建5处"), (3, 0.95, "达到95%"))
    ]
    found = [(f.cell, f.code) for f in findings(workbook(head=head, rows=rows)) if f.code == "target-contradicts"]
    assert found == [("D4", "target-contradicts")]


def test_missing_columns() -> None:
    head = [name for name in HEAD if name not in {"完成时限", "截止日期"}]
    rows = [[v for v, name in zip(row, HEAD, strict=True) if name in head] for row in ROWS]
    assert places(workbook(head=head, rows=rows)) == [(None, "column-absent")]
    head = ["序号", "完成时限", "牵头单位"]
    rows = [[row[0], row[3], row[6]] for row in ROWS]
    assert (None, "column-missing") in places(workbook(head=head, rows=rows))


def test_no_table_and_no_header() -> None:
    assert (None, "table-missing") in places(workbook(head=["姓名", "电话"], rows=[["王建国", "12345678"]], title=None))
    codes = [code for _, code in places(workbook(head=[str(v) for v in ROWS[0]], rows=ROWS[1:], title=None))]
    assert "header-missing" in codes


def test_a_value_under_a_merged_cell() -> None:
    with zipfile.ZipFile(BytesIO(workbook())) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b'<mergeCell ref="A1:H1"', b'<mergeCell ref="G5:G6" /><mergeCell ref="A1:H1"')
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for part, content in parts.items():
            new.writestr(part, content)
    assert places(out.getvalue()) == [("G6", "merged-hides-value")]


def test_a_hidden_sheet() -> None:
    book = openpyxl.load_workbook(BytesIO(workbook()))
    other: Any = book.create_sheet("备用")
    for row in (HEAD, *ROWS):
        other.append(row)
    for row in range(2, 8):
        other.cell(row, 5).number_format = "yyyy-mm-dd"
    other.sheet_state = "hidden"
    (found,) = findings(saved(book))
    assert (found.sheet, found.code) == ("备用", "sheet-hidden")


def test_kinds_and_ids() -> None:
    ids = [f"{n:012x}" for n in range(6)]
    head = [*HEAD, "类型", "编号"]
    rows = [[*row, "任务", ids[n]] for n, row in enumerate(ROWS)]
    assert places(workbook(head=head, rows=rows)) == []
    rows[1][8], rows[2][9] = "任物", ids[1]
    found = findings(workbook(head=head, rows=rows))
    assert [(f.cell, f.code, f.suggestion) for f in found] == [
        ("I4", "kind-unknown", "任务"),
        ("J5", "id-doubled", None),
    ]


def test_csv_of_an_office_program() -> None:
    changes = {(0, 4): "2026/6/30", (1, 6): "市水务局（", (3, 2): "合格率达到1２0％", (5, 7): "市财政局、市医政科"}
    wanted = [
        ("E2", "date-not-iso"),
        ("G3", "unit-brackets"),
        ("C5", "digits-full-width"),
        ("C5", "percent-over-100"),
        ("H7", "unit-near-miss"),
    ]
    for delimiter, encoding in ((",", "utf-8-sig"), (";", "gb18030"), ("\t", "utf-16")):
        assert places(delimited(delimiter, encoding, changes), "清单.csv") == wanted


def test_a_broken_encoding_is_told() -> None:
    data = delimited(",", "utf-8").replace("疏浚".encode(), "疏浚".encode()[:-1] + b"x")
    assert [code for _, code in places(data, "清单.csv")] == ["encoding-replaced"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_workbooks_saved_by_libreoffice(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["D3"] = "5月底前"
        sheet["H8"] = "市财政局、市医政科"
        sheet["A4"] = "2"
        sheet["B5"] = None
        sheet.row_dimensions[6].hidden = True

    source = tmp_path / "清单.xlsx"
    source.write_bytes(workbook(change))
    wanted = [
        ("D3", "deadline-contradicts"),
        ("A4", "number-as-text"),
        ("B5", "task-empty"),
        ("A6", "row-hidden"),
        ("H8", "unit-near-miss"),
    ]
    assert places(source.read_bytes()) == wanted
    for form in ("xlsx", "xls"):
        folder = tmp_path / form
        command = [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            form,
        ]
        subprocess.run([*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=120)
        assert places((folder / f"清单.{form}").read_bytes(), f"清单.{form}") == wanted

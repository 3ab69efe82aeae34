"""XLSX: regions, merges, what is hidden, formulas, numbers and dates as shown, damage."""

import datetime
import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from policyparse import extract
from policyparse.document import Document, FileInfo, Paragraph, Table
from policyparse.errors import FileBroken, FormatUnknown, LimitExceeded, PasswordNeeded
from policyparse.extractors import registry, spreadsheet_package
from policyparse.extractors.options import ReadOptions
from policyparse.extractors.spreadsheet_numbers import shown
from policyparse.text import count

HEAD = ["序号", "工作任务", "工作目标", "完成时限", "牵头单位"]


def read(data: bytes, name: str = "清单.xlsx") -> Document:
    return registry.read(data, FileInfo(path=name, format="", sha256="", size_bytes=len(data)), ReadOptions())


def book(fill: Callable[[Any], None]) -> bytes:
    made = openpyxl.Workbook()
    fill(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def sheet(rows: list[list[Any]], change: Callable[[Any], None] | None = None) -> bytes:
    def fill(made: Any) -> None:
        for row in rows:
            made.active.append(row)
        if change:
            change(made.active)

    return book(fill)


def tables(document: Document) -> list[Table]:
    return [b for b in document.blocks if isinstance(b, Table)]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in table.grid()]


def accounted(document: Document) -> bool:
    """Every character stands in a block or is set aside."""
    total = sum(count(item.text) for item in document.set_aside)
    for block in document.blocks:
        total += sum(count(c.text) for c in block.cells) if isinstance(block, Table) else count(block.text)
    return total == document.characters


def test_title_rows_a_merged_cell_and_places() -> None:
    rows: list[list[Any]] = [
        ["2026年重点任务清单"],
        [],
        HEAD,
        [1, "修缮桥梁", "3座", "6月底前", "市城管局"],
        [2, None, "5座", "9月底前", None],
    ]

    def change(ws: Any) -> None:
        ws.merge_cells("A1:E1")
        ws.merge_cells("B4:B5")

    document = read(sheet(rows, change))
    assert isinstance(document.blocks[0], Paragraph)
    assert (document.blocks[0].text, document.blocks[0].origins[0].line) == ("2026年重点任务清单", 1)
    (table,) = tables(document)
    assert texts(table) == [
        HEAD,
        ["1", "修缮桥梁", "3座", "6月底前", "市城管局"],
        ["2", "修缮桥梁", "5座", "9月底前", ""],
    ]
    merged = next(c for c in table.cells if c.text == "修缮桥梁")
    assert (merged.row, merged.col, merged.row_span, merged.origin.table, merged.origin.row, merged.origin.line) == (
        1,
        1,
        2,
        0,
        1,
        4,
    )
    assert accounted(document)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1200.0, "General", "1200"),
        (0.1 + 0.2, "General", "0.3"),
        (0.95, "0%", "95%"),
        (0.955, "0.0%", "95.5%"),
        (0.0085, "0.00%", "0.85%"),
        (1234567, "#,##0", "1,234,567"),
        (1234.5, "#,##0.00", "1,234.50"),
        (-3.5, "0.0;(0.0)", "(3.5)"),
        (7, "000", "007"),
        (12, '0"座"', "12座"),
        (45473, "yyyy-mm-dd", "2024-06-30"),
        (45473, 'yyyy"年"m"月"d"日"', "2024年6月30日"),
        (45473, "[$-804]yyyy/m/d;@", "2024/6/30"),
        (45473, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二四年六月三十日"),
        (45473, 'yyyy"年"m"月"', "2024年6月"),
        (45473.5, "yyyy-mm-dd hh:mm", "2024-06-30 12:00"),
        (45473.75, "h:mm AM/PM", "6:00 下午"),
        (1.5, "[h]:mm", "36:00"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        (-1, "yyyy-mm-dd", "-1"),
        (1.2e8, "0.0,,", "120.0"),
        (12345.678, "0.00E+00", "1.23E+04"),
        (5, '[>100]"多";0', "5"),
        (3, "_-* #,##0_-;-* #,##0_-", "3"),
    ],
)
def test_numbers_and_dates_as_shown(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


@given(st.floats(allow_nan=True, allow_infinity=True), st.text(max_size=30))
@settings(max_examples=200, deadline=None)
def test_no_format_raises(value: float, code: str) -> None:
    assert isinstance(shown(value, code), str)


def test_formats_reach_the_cells() -> None:
    def change(ws: Any) -> None:
        ws["C2"].number_format = "0%"
        ws["D2"].number_format = "yyyy-mm-dd"

    row = [1, "修缮桥梁", 0.95, datetime.date(2026, 6, 30), "市城管局"]
    (table,) = tables(read(sheet([HEAD, row], change)))
    assert texts(table)[1] == ["1", "修缮桥梁", "95%", "2026-06-30", "市城管局"]
    record = extract(sheet([HEAD, row], change)).records[0]
    assert [(m.comparator, m.value, m.unit) for m in record.target.measures] == [("=", 95.0, "%")]
    assert record.deadline.items[0].due == datetime.date(2026, 6, 30)


def test_hidden_rows_columns_and_sheets_are_read_and_flagged() -> None:
    def fill(made: Any) -> None:
        made.active.append(HEAD)
        made.active.append([1, "修缮桥梁", "3座", "6月底前", "市城管局"])
        made.active.append([2, "疏浚河道", "2条", "9月底前", "市水务局"])
        made.active.row_dimensions[3].hidden = True
        made.active.column_dimensions["E"].hidden = True
        other = made.create_sheet("备用")
        other.sheet_state = "hidden"
        other.append(HEAD)
        other.append([3, "整治市场", "1处", "12月底前", "市商务局"])

    document = read(book(fill))
    first, second = tables(document)
    flags = {cell.text: cell.flags for cell in first.cells}
    assert flags["修缮桥梁"] == ()
    assert flags["疏浚河道"] == ("hidden-row",)
    assert flags["市水务局"] == ("hidden-row", "hidden-column")
    assert second.flags == ("hidden-sheet",)
    assert second.caption == "备用"
    assert {r.task: r.flags for r in extract(book(fill)).records}["整治市场"].count("hidden-sheet") == 1


def test_several_tables_on_a_sheet() -> None:
    rows: list[list[Any]] = [
        ["一、任务"], HEAD, [1, "修缮桥梁", "3座", "6月底前", "市城管局"], [],
        ["二、指标"], ["指标", "单位", "2026年"], ["绿化率", "%", 40], ["床位", "张", 500],
    ]  # fmt: skip
    document = read(sheet(rows))
    assert [texts(t)[0] for t in tables(document)] == [HEAD, ["指标", "单位", "2026年"]]
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == ["一、任务", "二、指标"]
    assert [t.origin.table for t in tables(document)] == [0, 1]


def test_tables_side_by_side() -> None:
    rows: list[list[Any]] = [["甲", "乙", None, "丙", "丁"], [1, 2, None, 3, 4], [5, 6, None, 7, 8]]
    assert [texts(t) for t in tables(read(sheet(rows)))] == [
        [["甲", "乙"], ["1", "2"], ["5", "6"]],
        [["丙", "丁"], ["3", "4"], ["7", "8"]],
    ]


def test_a_table_away_from_the_first_column_keeps_its_second_header_row() -> None:
    def fill(made: Any) -> None:
        sheet = made.active
        for row, cells in enumerate(
            [["序号", "任务", "责任分工", None, "时限"], [None, None, "牵头", "配合", None]], 2
        ):
            for col, text in enumerate(cells, 3):
                sheet.cell(row, col, text)
        for span in ("C2:C3", "D2:D3", "E2:F2", "G2:G3"):
            sheet.merge_cells(span)
        for col, value in enumerate([1, "修桥", "甲局", "乙局", "6月底"], 3):
            sheet.cell(4, col, value)

    document = read(book(fill))
    (table,) = tables(document)
    assert texts(table)[1][2:4] == ["牵头", "配合"]
    assert accounted(document)


def test_a_blank_row_does_not_cut_a_table_whose_rows_go_on() -> None:
    rows: list[list[Any]] = [
        HEAD,
        [1, "修缮桥梁", "3座", "6月底前", "市城管局"],
        [],
        [2, "疏浚河道", "2条", "9月底前", "市水务局"],
    ]
    (table,) = tables(read(sheet(rows)))
    assert [row[0] for row in texts(table)] == ["序号", "1", "2"]
    assert [c.origin.line for c in table.cells if c.col == 0] == [1, 2, 4]


def test_a_formula_gives_its_stored_result_or_a_problem() -> None:
    document = read(sheet([["甲", "乙"], ["=1+1", 3]]))
    assert [p.code for p in document.problems] == ["formula-uncomputed"]
    assert "A2" in document.problems[0].message
    data = sheet([["甲", "乙"], ["=1+1", 3]])
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = (
        parts[name].replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>").replace(b"<v/>", b"<v>2</v>")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for part, content in parts.items():
            new.writestr(part, content)
    document = read(out.getvalue())
    assert document.problems == ()
    assert texts(tables(document)[0])[1] == ["2", "3"]


def test_comments_are_set_aside() -> None:
    def change(ws: Any) -> None:
        ws["B2"].comment = Comment("请核对", "审核人")

    document = read(sheet([HEAD, [1, "修缮桥梁", "3座", "6月底前", "市城管局"]], change))
    assert [(item.text, item.reason) for item in document.set_aside] == [("请核对", "comment")]
    assert accounted(document)


def test_a_value_under_a_merged_cell_is_set_aside() -> None:
    data = sheet([["甲", "乙"], ["看得见", "看不见"], ["丙", "丁"]])
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = "xl/worksheets/sheet1.xml"
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A2:B2"/></mergeCells>'
    parts[name] = parts[name].replace(b"</sheetData>", merge)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for part, content in parts.items():
            new.writestr(part, content)
    document = read(out.getvalue())
    assert [(item.text, item.reason) for item in document.set_aside] == [("看不见", "hidden-text")]
    assert accounted(document)


def test_damage_is_told() -> None:
    data = sheet([HEAD, [1, "修缮桥梁", "3座", "6月底前", "市城管局"]])
    for part in (data[: len(data) // 2], b"PK\x03\x04", b""):
        with pytest.raises((FileBroken, FormatUnknown)):
            read(part)
    with pytest.raises(FileBroken):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "a.xls")
    with pytest.raises(FileBroken):
        read(sheet([]))


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet_package, "UNPACKED_LIMIT", 3000)
    with pytest.raises(LimitExceeded):
        read(sheet([HEAD] * 500))


def test_an_encrypted_archive_needs_a_password() -> None:
    data = bytearray(sheet([HEAD]))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 1)
    with pytest.raises(PasswordNeeded):
        read(bytes(data))


cells = st.one_of(
    st.none(),
    st.integers(-(10**6), 10**6),
    st.floats(-1e6, 1e6),
    st.text(alphabet="甲乙=+-@1 \n丙", max_size=8),
    st.booleans(),
)


@given(st.lists(st.lists(cells, max_size=6), min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_random_sheets_lose_nothing(rows: list[list[Any]]) -> None:
    rows = [[f"x{c}" if isinstance(c, str) and c.startswith("=") else c for c in row] for row in rows]
    try:
        document = read(sheet([["甲", "乙"], *rows]))
    except FileBroken:
        return
    assert accounted(document)

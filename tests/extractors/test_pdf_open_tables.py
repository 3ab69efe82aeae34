"""Tables without vertical rules, and what looks like one and is none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pdf_building import Pages, accounted, cells, read, spans, tables, texts

XS = (60, 120, 280, 420)
HEADER = ["序号", "工作任务", "完成时限", "责任单位"]
ROWS: list[list[list[str]]] = [
    [["1"], ["修订临江市章程", "并报送备案"], ["10月底前"], ["市教育局"]],
    [["2"], ["开展试点"], ["年内"], ["市财政局、市人", "社局"]],
    [["3"], ["总结经验"], ["12月底前"], ["市民政局"]],
]
EXPECTED = [
    HEADER,
    ["1", "修订临江市章程并报送备案", "10月底前", "市教育局"],
    ["2", "开展试点", "年内", "市财政局、市人社局"],
    ["3", "总结经验", "12月底前", "市民政局"],
]


def draw(pages: Pages, *, gap: float = 24, pitch: float = 13, top: float = 120) -> list[float]:
    """The table; the baselines of its rows are returned. `gap` parts rows, `pitch` the lines of a cell."""
    for x, name in zip(XS, HEADER, strict=True):
        pages.text(x, top, name)
    bases = [top]
    base = top + gap
    for row in ROWS:
        bases.append(base)
        for x, lines in zip(XS, row, strict=True):
            pages.lines(x, base, lines, pitch=pitch)
        base += (max(map(len, row)) - 1) * pitch + gap
    return [*bases, base]


def test_columns_by_alignment() -> None:
    pages = Pages()
    draw(pages)
    document = read(pages.data())
    (table,) = tables(document)
    assert cells(table) == EXPECTED
    assert table.evidence == "aligned text"
    assert accounted(document) == document.characters


def test_rows_at_equal_distances_are_told_by_their_lines() -> None:
    """No space parts the rows: a line that leaves room, or a text after an empty line, begins a row."""
    pages = Pages()
    draw(pages, gap=13)
    (table,) = tables(read(pages.data()))
    assert cells(table) == EXPECTED


def test_three_line_table() -> None:
    pages = Pages()
    bases = draw(pages)
    for y, width in ((bases[0] - 14, 1.4), (bases[0] + 8, 0.5), (bases[-1] - 14, 1.4)):
        pages.line(56, y, 500, y, width)
    document = read(pages.data())
    (table,) = tables(document)
    assert cells(table) == EXPECTED
    assert table.evidence == "horizontal rules"
    assert texts(document) == []


def test_rules_between_rows_only() -> None:
    pages = Pages()
    bases = draw(pages)
    for base in bases:
        pages.line(56, base - 14, 500, base - 14)
    (table,) = tables(read(pages.data()))
    assert cells(table) == EXPECTED


def test_name_over_two_columns() -> None:
    pages = Pages()
    pages.text(60, 114, "序号")
    pages.text(120, 114, "工作任务")
    pages.text(330, 107, "责任分工")
    pages.text(280, 121, "牵头单位")
    pages.text(420, 121, "配合单位")
    pages.line(56, 95, 500, 95)
    pages.line(276, 110.5, 500, 110.5)
    pages.line(56, 127, 500, 127)
    for number, base in enumerate((142, 164, 186), start=1):
        for x, text in zip(XS, (str(number), "开展试点工作", "市教育局", "市财政局"), strict=True):
            pages.text(x, base, text)
    pages.line(56, 195, 500, 195)
    (table,) = tables(read(pages.data()))
    assert cells(table)[:3] == [
        ["序号", "工作任务", "责任分工", ""],
        ["", "", "牵头单位", "配合单位"],
        ["1", "开展试点工作", "市教育局", "市财政局"],
    ]
    assert (0, 2, 1, 2) in spans(table)


def test_section_row_spans_the_table() -> None:
    pages = Pages()
    draw(pages, top=120)
    pages.text(60, 250, "二、持续深化各领域改革工作任务")
    for x, text in zip(XS, ("4", "开展评估", "年内", "市民政局"), strict=True):
        pages.text(x, 274, text)
    (table,) = tables(read(pages.data()))
    assert cells(table)[4:] == [["二、持续深化各领域改革工作任务", "", "", ""], ["4", "开展评估", "年内", "市民政局"]]
    assert (4, 0, 1, 4) in spans(table)


def test_merged_category_beside_several_rows() -> None:
    """The category's lines go on beside the second row; the rows are parted all the same."""
    pages = Pages()
    for x, name in zip(XS, ("类别", "工作任务", "完成时限", "责任单位"), strict=True):
        pages.text(x, 120, name)
    pages.lines(60, 144, ["综合", "改革", "事项"], pitch=13)
    for base, task in ((144, "开展试点"), (166, "总结经验"), (190, "组织评估")):
        for x, text in zip(XS[1:], (task, "年内", "市民政局"), strict=True):
            pages.text(x, base, text)
    (table,) = tables(read(pages.data()))
    assert [row[1] for row in cells(table)] == ["工作任务", "开展试点", "总结经验", "组织评估"]
    assert cells(table)[1][0] == "综合改革事项"


def test_a_table_that_goes_on_keeps_its_columns() -> None:
    """On the next page stands only the rest of a row: two pieces, which alone would be no table."""
    pages = Pages()
    draw(pages, top=660)
    pages.next()
    pages.text(XS[1], 90, "并组织验收")
    pages.text(XS[3], 90, "市水利局")
    first, second = tables(read(pages.data()))
    assert cells(first) == EXPECTED
    assert cells(second) == [["", "并组织验收", "", "市水利局"]]
    assert first.open_bottom
    assert second.open_top


@pytest.mark.parametrize(
    "lines",
    [
        # running text in two columns would be columns of text; here is one paragraph with wide gaps
        ["市政府各部门    各直属机构    各有关单位", "请按照分工认真抓好落实，确保完成全年任务。"],
        # a signature and a date
        ["                              临江市人民政府", "                              2026年3月1日"],
        # a table of contents
        ["一、总体要求……………………………………………1", "二、重点任务……………………………………………3", "三、保障措施……………………………………………9"],
        # label and value
        ["联系人：何静          电话：0000-1234567", "地址：望江路88号      邮编：000000"],
    ],
)
def test_no_tables(lines: Sequence[str]) -> None:
    pages = Pages()
    pages.lines(80, 120, lines, size=12, pitch=22)
    document = read(pages.data())
    assert tables(document) == []
    assert accounted(document) == document.characters


def test_imprint_is_no_table() -> None:
    """版记: lines between rules of the full width (GB/T 9704-2012, 7.4)."""
    pages = Pages()
    for y in (700, 722, 744):
        pages.line(80, y, 515, y)
    pages.text(94, 716, "抄送：市委各部门，市人大常委会办公室。", 14)
    pages.text(94, 738, "临江市人民政府办公室", 14)
    pages.text(400, 738, "2026年3月1日印发", 14)
    document = read(pages.data())
    assert tables(document) == []
    assert texts(document) == ["抄送：市委各部门，市人大常委会办公室。", "临江市人民政府办公室 2026年3月1日印发"]


def test_two_tables_with_a_title_between_are_two() -> None:
    pages = Pages()
    for top in (120, 320):
        bases = draw(pages, top=top)
        for y in (bases[0] - 14, bases[0] + 8, bases[-1] - 14):
            pages.line(56, y, 500, y)
    pages.text(250, 290, "附：分工表")
    document = read(pages.data())
    assert [cells(t) for t in tables(document)] == [EXPECTED, EXPECTED]
    assert texts(document) == ["附：分工表"]


def test_names_that_stand_close_are_parted_where_their_columns_are() -> None:
    """序号 over narrow numbers ends 0.4 ems before 类别 begins: one piece in its row, two names over two columns."""
    pages = Pages()
    xs = (60, 84, 150, 330)
    for x, name in zip(xs, ("序号", "类别", "工作任务", "责任单位"), strict=True):
        pages.text(x, 120, name)
    for number, base in enumerate((150, 172, 194), start=1):
        for x, text in zip(xs, (str(number), "改革", "开展试点工作", "市民政局"), strict=True):
            pages.text(x, base, text)
    (table,) = tables(read(pages.data()))
    assert cells(table)[:2] == [
        ["序号", "类别", "工作任务", "责任单位"],
        ["1", "改革", "开展试点工作", "市民政局"],
    ]


def test_a_line_that_nearly_reaches_the_next_column_stays_in_its_own() -> None:
    """Rules part the rows; alone in its row, a line ends 0.4 ems before the next column, with a text beside it lower."""
    pages = Pages()
    xs = (60, 100, 234, 360)
    tops = (100, 124, 154, 184, 214)
    for y in tops:
        pages.line(56, y, 500, y)
    for x, name in zip(xs, ("序号", "工作任务", "工作目标", "责任单位"), strict=True):
        pages.text(x, 116, name)
    for number, top in enumerate(tops[1:-1], start=1):
        full = number == 2
        task = ["修订临江市章程并报送备案公", "并抓落实"] if full else ["开展全市试点工作经验总结"]
        pages.lines(100, top + (12 if full else 19), task, pitch=13)
        for x, text in zip((60, 234, 360), (str(number), "形成制度文件", "市民政局"), strict=True):
            pages.text(x, top + 19, text)
    (table,) = tables(read(pages.data()))
    assert cells(table)[2] == ["2", "修订临江市章程并报送备案公并抓落实", "形成制度文件", "市民政局"]


def test_a_name_centred_beside_its_numbers_is_one_column_with_them_though_section_rows_cross_it() -> None:
    pages = Pages()
    names = ((74, "编号"), (150, "类别"), (300, "重点任务"), (470, "责任单位"))
    for x, name in names:
        pages.text(x, 120, name)
    base = 144
    rows: list[list[str]] = [
        ["一、夯实产业基础"],
        ["1", "教育体育", "改造供水管网", "市教育局"],
        ["2", "项目建设", "建设数字平台", "市财政局"],
        ["二、改善民生服务"],
        ["3", "政务服务", "组织食堂监督", "市民政局"],
    ]
    for row in rows:
        for x, text in zip((60, 140, 260, 450), row, strict=False):
            pages.text(x, base, text)
        base += 24
    (table,) = tables(read(pages.data()))
    assert table.cols == 4
    grid = [[cell.text for cell in line if cell is not None] for line in table.grid()]
    assert grid[0] == [name for _, name in names]
    assert [line[0] for line in grid[1:]] == ["一、夯实产业基础", "1", "2", "二、改善民生服务", "3"]


def test_a_merged_column_parts_no_table_that_is_open_at_one_end() -> None:
    """The second column is one blank merged cell, the rules close the page below, and no rule closes it above."""
    pages = Pages()
    for x in (60, 100, 180, 300, 420):
        pages.line(x, 60, x, 180)
    for y in (100, 140, 180):
        pages.line(60, y, 100, y)
        pages.line(180, y, 420, y)
    for row, number in enumerate("345"):
        pages.text(70, 80 + 40 * row, number)
        pages.text(184, 80 + 40 * row, f"开展第{number}批试点")
        pages.text(304, 80 + 40 * row, "年内")
    (table,) = tables(read(pages.data()))
    assert cells(table) == [
        ["3", "", "开展第3批试点", "年内"],
        ["4", "", "开展第4批试点", "年内"],
        ["5", "", "开展第5批试点", "年内"],
    ]
    assert spans(table) == [(0, 1, 3, 1)]

"""Tables without rules, with vertical rules only, beside one another, and of two columns: every cell as it was set."""

from __future__ import annotations

import pytest
from pdf_building import Pages, accounted, cells, read, spans, tables, texts

SIZE, PITCH = 10.0, 13.0
XS = (60.0, 84.0, 214.0, 324.0, 400.0)
ROWS: list[list[list[str]]] = [
    [["序号"], ["重点工作任务"], ["工作目标"], ["完成时限"], ["责任单位"]],
    [["1"], ["改造老旧供水管网"], ["完成改造二十处，新建", "泵站三座。"], ["10月底前"], ["市水务局"]],
    [["2"], ["建设社区食堂并逐步覆盖全", "部街道"], ["新建六个。"], ["年内"], ["市民政局、市财", "政局"]],
    [["3"], ["组织技能培训"], ["培训九百人次，合格率", "达到九成以上，就业率", "达到七成。"], ["长期"], ["市人社局"]],
    [["4"], ["建设口袋公园"], ["建成四个。"], ["6月底前"], ["市园林局"]],
    [["5"], ["推广数字化改造"], ["完成三十家。"], ["年内"], ["市工信局"]],
]
EXPECTED = [["".join(lines) for lines in row] for row in ROWS]


def rows(pages: Pages, place: str, pad: float, *, xs: tuple[float, ...] = XS, top: float = 100.0) -> list[float]:
    """The table with `pad` points above and below each row's texts, which stand at its top, middle or bottom."""
    tops = [top]
    for row in ROWS:
        height = PITCH * max(map(len, row)) + 2 * pad
        for x, lines in zip(xs, row, strict=True):
            free = height - PITCH * len(lines) - 2 * pad
            shift = {"top": 0.0, "middle": free / 2, "bottom": free}[place]
            pages.lines(x, tops[-1] + pad + shift + 11, lines, SIZE, PITCH)
        tops.append(tops[-1] + height)
    return tops


@pytest.mark.parametrize("place", ["top", "middle", "bottom"])
@pytest.mark.parametrize("pad", [0.0, 0.6, 4.0])
def test_rows_are_told_by_where_their_texts_stand(place: str, pad: float) -> None:
    pages = Pages()
    rows(pages, place, pad)
    document = read(pages.data())
    (table,) = tables(document)
    assert cells(table) == EXPECTED
    assert accounted(document) == document.characters


@pytest.mark.parametrize("place", ["top", "middle", "bottom"])
def test_vertical_rules_only(place: str) -> None:
    pages = Pages()
    tops = rows(pages, place, 3.0)
    for x in XS[1:]:
        pages.line(x - 4, tops[0], x - 4, tops[-1])
    (table,) = tables(read(pages.data()))
    assert cells(table) == EXPECTED


def test_a_row_cut_at_both_ends_stays_one() -> None:
    """Vertical rules alone, and between them lines of long cells: nothing tells several rows."""
    pages = Pages()
    xs = (60, 160, 330, 500)
    for x in xs:
        pages.line(x, 60, x, 130)
    pages.lines(
        164, 74, ["完善供水管网改造的台账，逐项", "明确责任人和完成标准，每月", "调度一次进展情况。"], SIZE, PITCH
    )
    pages.lines(334, 74, ["完成改造二十处，新建泵站三座", "并全部投入使用。"], SIZE, PITCH)
    (table,) = tables(read(pages.data()))
    assert table.rows == 1


def test_numbers_set_to_the_right_before_a_text() -> None:
    """The gap is hardly wider than that beside a number inside a text, but the numbers begin anywhere."""
    pages = Pages()
    pages.text(60, 100, "任务")
    pages.text(168, 100, "数量")
    pages.text(230, 100, "责任单位")
    for number, (task, count, unit) in enumerate(
        [
            ("改造供水管网", "5", "市水务局"),
            ("建设社区食堂", "127", "市民政局"),
            ("组织技能培训", "48", "市人社局"),
            ("建设口袋公园", "9", "市园林局"),
            ("推广数字改造", "310", "市工信局"),
        ],
        start=1,
    ):
        base = 100 + 20.0 * number
        pages.text(60, base, task)
        pages.text(198 - 5.0 * len(count), base, count)
        pages.text(200.5, base, unit)
    (table,) = tables(read(pages.data()))
    assert [row[1:] for row in cells(table)[1:3]] == [["5", "市水务局"], ["127", "市民政局"]]


def test_a_name_over_two_columns_without_rules() -> None:
    pages = Pages()
    pages.text(60, 107, "序号")
    pages.text(120, 107, "工作任务")
    pages.text(345, 100, "责任分工")
    pages.text(290, 114, "牵头单位")
    pages.text(400, 114, "配合单位")
    for number in (1, 2, 3, 4):
        for x, text in zip((64, 120, 280, 390), (str(number), "开展试点工作", "市教育局", "市财政局"), strict=True):
            pages.text(x, 120 + 20.0 * number, text)
    (table,) = tables(read(pages.data()))
    assert cells(table)[:3] == [
        ["序号", "工作任务", "责任分工", ""],
        ["", "", "牵头单位", "配合单位"],
        ["1", "开展试点工作", "市教育局", "市财政局"],
    ]
    assert (0, 2, 1, 2) in spans(table)


@pytest.mark.parametrize("place", ["top", "middle", "bottom"])
def test_categories_beside_striped_rows(place: str) -> None:
    """The bands leave out the categories' column, whose cells cover several rows."""
    pages = Pages()
    for x, name in zip((64, 140, 300), ("类别", "工作任务", "责任单位"), strict=True):
        pages.text(x, 114, name)
    pages.bar(60, 100, 440, 120, "#c9d8ee")
    for number in range(6):
        top = 120 + 20.0 * number
        if number % 2:
            pages.bar(136, top, 440, top + 20, "#e4e8f0")
        pages.text(140, top + 14, f"开展第{'一二三四五六'[number]}批试点")
        pages.text(300, top + 14, "市民政局")
    for first, last, name in ((0, 1, "改革"), (2, 5, "评估")):
        at = {"top": first, "middle": (first + last) / 2, "bottom": last}[place]
        pages.text(64, 134 + 20.0 * at, name)
    (table,) = tables(read(pages.data()))
    assert (1, 0, 2, 1) in spans(table)
    assert (3, 0, 4, 1) in spans(table)


def draw_beside(pages: Pages, x: float, names: list[str], body: list[list[str]], pitch: float, *, ruled: bool) -> None:
    for number, row in enumerate([names, *body]):
        for column, text in enumerate(row):
            pages.text(x + 70 * column, 114 + pitch * number, text)
    if ruled:
        for y in (100, 118, 120 + pitch * len(body)):
            pages.line(x - 4, y, x + 70 * len(names), y)


@pytest.mark.parametrize("ruled", [True, False])
def test_two_tables_beside_one_another(ruled: bool) -> None:
    left = [[str(n), "开展试点", "年内"] for n in range(1, 7)]
    right = [[str(n), "市民政局", "何静"] for n in range(1, 5)]
    pages = Pages()
    draw_beside(pages, 60, ["序号", "任务", "时限"], left, 20, ruled=ruled)
    draw_beside(pages, 330, ["序号", "单位", "联系人"], right, 26, ruled=ruled)
    document = read(pages.data())
    assert [cells(table) for table in tables(document)] == [
        [["序号", "任务", "时限"], *left],
        [["序号", "单位", "联系人"], *right],
    ]
    assert accounted(document) == document.characters


def test_two_columns_below_a_row_of_names() -> None:
    pages = Pages()
    pages.text(110, 100, "工作任务")
    pages.text(330, 100, "责任单位")
    body = [
        ["改造供水管网", "市水务局"],
        ["建设社区食堂", "市民政局"],
        ["组织技能培训", "市人社局"],
        ["建设公园", "市园林局"],
    ]
    for number, row in enumerate(body, start=1):
        for x, text in zip((70, 300), row, strict=True):
            pages.text(x, 100 + 20.0 * number, text)
    (table,) = tables(read(pages.data()))
    assert cells(table) == [["工作任务", "责任单位"], *body]


@pytest.mark.parametrize(
    "lines",
    [
        [
            ("联系人：", "何静"),
            ("联系电话：", "0000-1234567"),
            ("地址：", "望江路88号"),
            ("邮编：", "000000"),
            ("传真：", "无"),
        ],
        [("何静", "周远"), ("林川", "宋雅"), ("程新", "韩冬"), ("秦海", "杜文"), ("罗正", "梁舒")],
        [("市民政局", "市水务局"), ("2026年3月1日", "2026年3月1日")],
    ],
)
def test_pairs_without_names_are_no_table(lines: list[tuple[str, str]]) -> None:
    pages = Pages()
    for number, pair in enumerate(lines):
        for x, text in zip((80, 300), pair, strict=True):
            pages.text(x, 120 + 22.0 * number, text, 12)
    document = read(pages.data())
    assert tables(document) == []
    assert accounted(document) == document.characters
    assert texts(document)


def test_a_stop_that_hangs_over_a_vertical_rule_divides_no_row() -> None:
    """The last row is open below; only the blank half of the mark's square stands over the rule."""
    pages = Pages()
    xs = (60.0, 90.0, 200.0, 260.0)
    pages.line(60, 120, 360, 120)
    for x in xs[1:]:
        pages.line(x, 100, x, 172)
    for x, name in zip(xs, ("序号", "工作目标", "完成时限", "责任单位"), strict=True):
        pages.text(x + 3, 114, name, 10)
    pages.text(63, 148, "1", 10)
    pages.lines(93, 134, ["办件满意率达到百分九，", "新设二十处窗口和三条"], 10, pitch=14)
    pages.lines(203, 134, ["2027年6", "月底前"], 10, pitch=14)
    pages.lines(263, 134, ["市民政局、市", "财政局"], 10, pitch=14)
    (table,) = tables(read(pages.data()))
    assert [[text.replace("\n", "") for text in row] for row in cells(table)] == [
        ["序号", "工作目标", "完成时限", "责任单位"],
        ["1", "办件满意率达到百分九，新设二十处窗口和三条", "2027年6月底前", "市民政局、市财政局"],
    ]

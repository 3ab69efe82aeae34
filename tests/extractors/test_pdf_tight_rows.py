"""Tables between three rules whose rows stand hardly further apart than their lines."""

from __future__ import annotations

from itertools import accumulate

import pytest
from pdf_building import Pages, accounted, cells, read, spans, tables

XS = (60, 95, 160, 330, 430, 520)
PITCH, SIZE = 14.0, 10.5
HEADER = ["序号", "类别", "工作任务", "完成时限", "责任单位"]
ROWS: list[list[list[str]]] = [
    [["1"], ["河湖治理"], ["疏浚青溪河下游淤塞的河段，", "同步修整两岸步道"], ["10月底前"], ["市水务局、市", "财政局"]],
    [["2"], ["河湖治理"], ["清理河面漂浮物"], ["长期坚持"], ["各镇（街道）", "、市水务局、", "市城管局"]],
    [
        ["3"],
        ["便民服务"],
        ["新设社区服务窗口，推行帮代", "办制度，逐项公布所需材料和", "办理时限"],
        ["6月底前"],
        ["市民政局"],
    ],
    [["4"], ["便民服务"], ["开通两条夜间公交线路"], ["年底前"], ["市交通运输局"]],
    [["5"], ["文化设施"], ["改建图书馆东区的阅览室，增", "设无障碍通道"], ["2026年12", "月底前"], ["市文化局"]],
]
EXPECTED = [HEADER, *(["".join(lines) for lines in row] for row in ROWS)]


def heights(padding: float) -> list[float]:
    return [PITCH * max(map(len, row)) + padding for row in ROWS]


def draw(pages: Pages, place: str, padding: float, merged: dict[int, int] | None = None) -> None:
    """The table; texts stand at the `place` of their row. `merged`: first row and number of rows of merged categories."""
    for x, name in zip(XS, HEADER, strict=False):
        pages.text(x, 112, name, SIZE)
    own = heights(padding)
    tops = [120.0, *(120.0 + y for y in accumulate(own))]
    for y in (98.0, tops[0], tops[-1]):
        pages.line(56, y, 530, y)
    for number, row in enumerate(ROWS):
        for column, lines in enumerate(row):
            top, height = tops[number], own[number]
            if column == 1 and merged is not None:
                if number not in merged:
                    continue
                height = sum(own[number : number + merged[number]])
            free = height - PITCH * len(lines)
            above = {"top": padding / 2, "middle": free / 2, "bottom": free - padding / 2}[place]
            pages.lines(XS[column], top + above + 11, lines, SIZE, pitch=PITCH)


@pytest.mark.parametrize("padding", [0.0, 3.0, 8.0])
@pytest.mark.parametrize("place", ["top", "middle", "bottom"])
def test_numbers_and_places_tell_the_rows(place: str, padding: float) -> None:
    pages = Pages()
    draw(pages, place, padding)
    document = read(pages.data())
    (table,) = tables(document)
    assert cells(table) == EXPECTED
    assert accounted(document) == document.characters


@pytest.mark.parametrize("padding", [3.0, 8.0])
def test_categories_in_the_middle_of_their_rows(padding: float) -> None:
    pages = Pages()
    draw(pages, "middle", padding, {0: 2, 2: 2, 4: 1})
    (table,) = tables(read(pages.data()))
    assert {span[:3] for span in spans(table)} == {(1, 1, 2), (3, 1, 2)}
    rows = cells(table)
    assert [row[0] for row in rows] == [row[0] for row in EXPECTED]
    assert [row[-3:] for row in rows] == [row[2:] for row in EXPECTED]


def test_a_category_whose_text_stands_on_the_next_page() -> None:
    """The text of rows 1 to 3 is in their middle; rows 4 and 5 have none: theirs is printed on the next page."""
    pages = Pages()
    draw(pages, "middle", 8.0, {0: 3})
    (table,) = tables(read(pages.data()))
    assert (1, 1, 3, 1) in spans(table)
    assert (4, 1, 2, 1) in spans(table)


def test_a_stop_at_a_line_end_does_not_close_the_gutter() -> None:
    """The right half of the mark's square is blank: the next column begins before its end, but 5 points behind what is seen."""
    pages = Pages()
    for number in range(1, 7):
        top = 100 + 40 * number
        pages.text(60, top + 7, str(number), SIZE)
        first = "疏浚青溪河下游淤塞的全部大河段，" if number == 2 else "疏浚青溪河下游淤塞多年的河段和"
        pages.lines(160, top, [first, "同步修整两岸步道"], SIZE, pitch=PITCH)
        pages.text(328.0, top + 7, "市水务局", SIZE)
    (table,) = tables(read(pages.data()))
    assert [row[::2] for row in cells(table)] == [[str(number), "市水务局"] for number in range(1, 7)]


def people(pages: Pages, names: list[tuple[str, str]]) -> None:
    """A table with rules above and below; the last column's cells hold two characters set apart, then the rest."""
    for number, (name, rest) in enumerate([("责任", "人"), *names]):
        top = 100 + 40 * number
        for x, text in zip((60, 160, 330), (str(number) if number else "序号", "修整步道", "年底前"), strict=True):
            pages.text(x, top, text, SIZE)
        pages.text(440, top, name[0], SIZE)
        pages.text(440 + 2 * SIZE, top, name[1], SIZE)
        pages.text(440, top + PITCH, rest, SIZE)
    for y in (86.0, 120.0, 100 + 40 * len(names) + 20.0):
        pages.line(56, y, 530, y)


def test_two_characters_set_apart_in_a_narrow_cell_are_one_text() -> None:
    pages = Pages()
    people(pages, [("陈志", "远"), ("林晓", "燕"), ("赵启", "明")])
    (table,) = tables(read(pages.data()))
    assert [row[-1] for row in cells(table)] == ["责任人", "陈志远", "林晓燕", "赵启明"]
    assert table.cols == 4


def test_single_characters_in_columns_of_their_own_stay_there() -> None:
    """Marks in two columns that have names: nothing goes on below them."""
    pages = Pages()
    for number, (left, right) in enumerate([("甲", "乙"), ("有", "无"), ("无", "有"), ("有", "有")]):
        texts_of_row = (str(number) if number else "序号", "修整步道", "年底前", left, right)
        for x, text in zip((60, 160, 330, 440, 461), texts_of_row, strict=True):
            pages.text(x, 100 + 24 * number, text, SIZE)
    (table,) = tables(read(pages.data()))
    assert [row[-2:] for row in cells(table)] == [["甲", "乙"], ["有", "无"], ["无", "有"], ["有", "有"]]


def test_the_rest_of_a_row_below_a_header_is_no_part_of_the_names() -> None:
    """A page without rules: the header, the rest of row 3 in two of its cells, then rows that count on."""
    pages = Pages()
    for x, name in zip(XS, HEADER, strict=False):
        pages.text(x, 78, name, SIZE, mode=2)
    pages.lines(XS[2], 101, ["逐项公布所需材料和办理时限，", "定期通报。"], SIZE, pitch=12.6)
    pages.text(XS[4], 101, "、市城管局", SIZE)
    base, wanted = 138.0, [HEADER, ["", "", "逐项公布所需材料和办理时限，定期通报。", "", "、市城管局"]]
    for number in range(4, 10):
        _, category, task, time, owner = ROWS[number % 5]
        own = [[str(number)], category, task, time, owner]
        for x, lines in zip(XS, own, strict=False):
            pages.lines(x, base, lines, SIZE, pitch=12.6)
        base += 12.6 * max(map(len, own)) + 12
        wanted.append(["".join(lines) for lines in own])
    document = read(pages.data())
    (table,) = tables(document)
    assert cells(table) == wanted
    assert accounted(document) == document.characters

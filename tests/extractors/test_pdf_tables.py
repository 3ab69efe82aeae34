"""Ruled tables: cells, spans and texts in every hand in which rules are drawn."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_building import Pages, accounted, asides, cells, paragraphs, read, spans, tables, texts

XS = [60, 120, 240, 400]
YS = [100, 120, 140, 160]
TEXTS = [["序号", "工作任务", "完成时限"], ["1", "修订章程", "10月底前"], ["2", "开展试点", "年内"]]


def _long(pages: Pages) -> None:
    pages.grid(XS, YS)


def _cells(pages: Pages) -> None:
    for x0, x1 in itertools.pairwise(XS):
        for y0, y1 in itertools.pairwise(YS):
            pages.frame(x0, y0, x1, y1)


def _bars(pages: Pages) -> None:
    for y in YS:
        pages.bar(XS[0], y - 0.25, XS[-1], y + 0.25)
    for x in XS:
        pages.bar(x - 0.25, YS[0], x + 0.25, YS[-1])


def _pieces(pages: Pages) -> None:
    """Rules in pieces that leave two points at each crossing."""
    for y in YS:
        for x0, x1 in itertools.pairwise(XS):
            pages.line(x0 + 1, y, x1 - 1, y)
    for x in XS:
        for y0, y1 in itertools.pairwise(YS):
            pages.line(x, y0 + 1, x, y1 - 1)


def _double(pages: Pages) -> None:
    pages.grid(XS, YS)
    for y in (YS[0] - 2, YS[-1] + 2):
        pages.line(XS[0] - 2, y, XS[-1] + 2, y)
    for x in (XS[0] - 2, XS[-1] + 2):
        pages.line(x, YS[0] - 2, x, YS[-1] + 2)


def _dashed(pages: Pages) -> None:
    """Dashes drawn one by one, as spreadsheets do."""
    for y in YS:
        for x in range(XS[0], XS[-1], 5):
            pages.line(x, y, min(x + 3, XS[-1]), y)
    for x in XS:
        for y in range(YS[0], YS[-1], 5):
            pages.line(x, y, x, min(y + 3, YS[-1]))


def _no_sides(pages: Pages) -> None:
    for y in YS:
        pages.line(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        pages.line(x, YS[0], x, YS[-1])


def _shaded(pages: Pages) -> None:
    """Cells as coloured areas with white between them, and no rule at all."""
    for x0, x1 in itertools.pairwise(XS):
        for y0, y1 in itertools.pairwise(YS):
            pages.bar(x0 + 0.5, y0 + 0.5, x1 - 0.5, y1 - 0.5, "#dde6f0")


@pytest.mark.parametrize("draw", [_long, _cells, _bars, _pieces, _double, _dashed, _no_sides, _shaded])
def test_cells_do_not_depend_on_how_rules_are_drawn(draw: Callable[[Pages], None]) -> None:
    pages = Pages()
    draw(pages)
    pages.rows(XS, YS, TEXTS)
    document = read(pages.data())
    (table,) = tables(document)
    assert (table.rows, table.cols) == (3, 3)
    assert cells(table) == TEXTS
    assert texts(document) == []
    assert accounted(document) == document.characters


def test_missing_rules_make_spans() -> None:
    pages = Pages()
    for y in (100, 160):
        pages.line(60, y, 400, y)
    pages.line(120, 120, 400, 120)  # below the header cell over two columns
    pages.line(60, 140, 400, 140)
    for x in (60, 120, 400):
        pages.line(x, 100, x, 160)
    pages.line(240, 120, 240, 160)
    pages.text(64, 124, "类别")
    pages.text(220, 114, "责任分工")
    pages.text(130, 134, "牵头单位")
    pages.text(250, 134, "配合单位")
    pages.rows([60, 120, 240], [140, 160], [["综合", "市教育局", "市财政局"]])
    (table,) = tables(read(pages.data()))
    assert cells(table) == [["类别", "责任分工", ""], ["", "牵头单位", "配合单位"], ["综合", "市教育局", "市财政局"]]
    assert spans(table) == [(0, 0, 2, 1), (0, 1, 1, 2)]
    assert table.column_edges == (60.0, 120.0, 240.0, 400.0)
    assert table.evidence == "ruled"


def test_wrapped_lines_join_and_lines_ended_by_hand_stay() -> None:
    pages = Pages()
    pages.grid([60, 168, 276], [100, 160])
    # ten characters of 10 points fill the first cell of 108 with its margins of 4
    pages.lines(64, 114, ["探索建立适应行业特点", "的薪酬制度"])
    pages.lines(172, 114, ["市教育局", "市财政局"])
    (table,) = tables(read(pages.data()))
    assert cells(table) == [["探索建立适应行业特点的薪酬制度", "市教育局\n市财政局"]]


def test_a_line_is_not_ended_by_hand_where_the_next_cannot_be_parted() -> None:
    pages = Pages()
    pages.grid([60, 168, 276], [100, 160])
    # the line ends early because a number, a bracket and a closing sign do not part from what follows or precedes
    pages.lines(64, 114, ["服务群众满意率达到", "95.5%以上"])
    pages.lines(172, 114, ["各县区人民政府牵头", "（不含开发区）"])
    pages.line(60, 180, 276, 180)
    (table,) = tables(read(pages.data()))
    assert cells(table) == [["服务群众满意率达到95.5%以上", "各县区人民政府牵头（不含开发区）"]]


def test_text_set_downwards_joins() -> None:
    pages = Pages()
    pages.grid([60, 90, 200], [100, 160])
    pages.lines(70, 112, ["责", "任", "人"])
    pages.text(100, 134, "张晓明")
    (table,) = tables(read(pages.data()))
    assert cells(table) == [["责任人", "张晓明"]]


def test_narrow_cells_of_three_characters_a_line() -> None:
    pages = Pages()
    pages.grid([60, 98, 200], [100, 170])
    pages.lines(64, 112, ["二〇二", "六年底", "前完成"])
    pages.text(104, 134, "修订章程")
    (table,) = tables(read(pages.data()))
    assert cells(table)[0][0] == "二〇二六年底前完成"


def test_row_without_closing_rule_is_kept_and_open() -> None:
    pages = Pages()
    for y in (700, 720):
        pages.line(60, y, 400, y)
    for x in (60, 120, 400):
        pages.line(x, 700, x, 760)
    pages.rows([60, 120], [700, 720, 760], [["1", "修订章程"], ["2", "开展试点并总结"]])
    (table,) = tables(read(pages.data()))
    assert cells(table) == [["1", "修订章程"], ["2", "开展试点并总结"]]
    assert (table.open_top, table.open_bottom) == (False, True)


def test_row_cut_at_both_ends_has_vertical_rules_only() -> None:
    pages = Pages()
    for x in (60, 120, 240, 400):
        pages.line(x, 80, x, 120)
    pages.rows([60, 120, 240], [80, 120], [["综合", "修订章程", "年内"]])
    (table,) = tables(read(pages.data()))
    assert cells(table) == [["综合", "修订章程", "年内"]]
    assert table.open_top
    assert table.open_bottom


def test_rules_that_stick_out_make_no_columns() -> None:
    pages = Pages()
    pages.grid(XS, YS)
    pages.line(40, YS[1], 430, YS[1])
    pages.rows(XS, YS, TEXTS)
    (table,) = tables(read(pages.data()))
    assert cells(table) == TEXTS


def test_two_tables_side_by_side() -> None:
    pages = Pages()
    for left in (60, 320):
        pages.grid([left, left + 60, left + 200], [100, 120, 140])
        pages.rows([left, left + 60], [100, 120, 140], [["单位", "任务"], ["甲" if left == 60 else "乙", "试点"]])
    first, second = tables(read(pages.data()))
    assert cells(first) == [["单位", "任务"], ["甲", "试点"]]
    assert cells(second) == [["单位", "任务"], ["乙", "试点"]]


def test_tables_and_paragraphs_in_reading_order() -> None:
    pages = Pages()
    pages.text(60, 80, "表1 任务", 12)
    pages.grid(XS, YS)
    pages.rows(XS, YS, TEXTS)
    pages.text(60, 190, "表2 任务", 12)
    pages.grid(XS, [y + 110 for y in YS])
    pages.rows(XS, [y + 110 for y in YS], TEXTS)
    kinds = [type(block).__name__ for block in read(pages.data()).blocks]
    assert kinds == ["Paragraph", "Table", "Paragraph", "Table"]


def test_frame_of_one_cell_holds_paragraphs() -> None:
    pages = Pages()
    pages.text(60, 80, "框前的文字。")
    pages.frame(60, 100, 400, 200)
    pages.text(200, 118, "专栏1 重点工程")
    pages.text(84, 140, "水源工程：新建水源三处。")
    pages.text(84, 160, "管网工程：改造管网十公里。")
    pages.text(60, 230, "框后的文字。")
    document = read(pages.data())
    assert tables(document) == []
    assert [(p.text, p.boxed) for p in paragraphs(document)] == [
        ("框前的文字。", None),
        ("专栏1 重点工程", 1),
        ("水源工程：新建水源三处。", 1),
        ("管网工程：改造管网十公里。", 1),
        ("框后的文字。", None),
    ]


def test_shaded_area_without_rules_is_a_box() -> None:
    """Shaded line by line, as word processors do."""
    pages = Pages()
    pages.text(60, 80, "框前的文字。")
    for top in (100, 120, 140):
        pages.bar(60, top, 400, top + 20, "#eeeeee")
    pages.text(200, 114, "专栏1 重点工程")
    pages.text(84, 134, "水源工程：新建水源三处。")
    pages.text(84, 154, "管网工程：改造管网十公里。")
    found = [(p.text, p.boxed) for p in paragraphs(read(pages.data()))]
    assert found == [
        ("框前的文字。", None),
        ("专栏1 重点工程", 1),
        ("水源工程：新建水源三处。", 1),
        ("管网工程：改造管网十公里。", 1),
    ]


def test_a_shaded_line_is_no_box() -> None:
    pages = Pages()
    pages.bar(60, 100, 400, 116, "#eeeeee")
    pages.text(64, 112, "突出显示的一行。")
    assert [p.boxed for p in paragraphs(read(pages.data()))] == [None]


def test_table_within_a_frame() -> None:
    pages = Pages()
    pages.frame(50, 60, 420, 260)
    pages.text(60, 84, "专栏2 重点指标")
    pages.grid(XS, YS)
    pages.rows(XS, YS, TEXTS)
    document = read(pages.data())
    assert [cells(t) for t in tables(document)] == [TEXTS]
    assert [(p.text, p.boxed) for p in paragraphs(document)] == [("专栏2 重点指标", 1)]


def test_text_that_runs_over_a_border_stays_whole() -> None:
    pages = Pages()
    pages.grid([60, 104, 300], [100, 120])
    pages.text(64, 114, "临江市教育局")  # 60 points in a cell of 44
    (table,) = tables(read(pages.data()))
    assert cells(table) == [["临江市教育局", ""]]


def test_raised_and_lowered_characters_stay_in_their_line() -> None:
    pages = Pages()
    pages.grid([60, 300], [100, 130])
    pages.grid([60, 180, 300], [130, 160])
    pages.text(64, 118, "新建面积500m")
    pages.text(64 + 40 + 15 + 8.1, 114, "2", 6)
    pages.text(64 + 40 + 15 + 8.1 + 4, 118, "以上")
    (table,) = tables(read(pages.data()))
    assert cells(table)[0][0] == "新建面积500m²以上"


def test_text_spread_from_margin_to_margin_has_no_blanks() -> None:
    pages = Pages()
    pages.grid([60, 140, 240, 340], [100, 120, 140])
    pages.text(64, 114, "全年", space=52)  # 72 points between the margins
    pages.text(144, 114, "2026年12月底前", space=3)
    pages.text(244, 114, "陈勇")
    pages.text(300, 114, "石莹")
    pages.text(64, 134, "陈勇", space=10)
    (table,) = tables(read(pages.data()))
    assert cells(table) == [["全年", "2026年12月底前", "陈勇 石莹"], ["陈 勇", "", ""]]


def test_a_number_that_a_narrow_cell_cuts_stays_whole() -> None:
    pages = Pages()
    pages.grid([60, 98, 200], [100, 160])
    pages.lines(64, 112, ["下降至8", "4%以下"])
    pages.lines(102, 112, ["HEARTS plan,", "App 12"])
    (table,) = tables(read(pages.data()))
    assert cells(table) == [["下降至84%以下", "HEARTS plan,\nApp 12"]]


def test_blanks_between_latin_words_and_between_names() -> None:
    pages = Pages()
    pages.grid([60, 200, 340], [100, 120, 140])
    pages.rows([60, 200], [100, 120, 140], [["HEARTS plan 2026", "陈 勇  石晓莹"]])
    pages.text(64, 134, "均匀分布的文字", space=3)
    (table,) = tables(read(pages.data()))
    assert cells(table) == [["HEARTS plan 2026", "陈 勇 石晓莹"], ["均匀分布的文字", ""]]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_rotated_pages_read_upright(rotate: int) -> None:
    """The page is drawn so that it is upright after /Rotate; boxes are those that the reader sees."""
    wide, high = 700.0, 500.0
    pages = Pages(wide, high)  # reportlab turns the sheet itself
    matrix = {
        0: (1, 0, 0, 1, 0, 0),
        90: (0, 1, -1, 0, high, 0),
        180: (-1, 0, 0, -1, wide, high),
        270: (0, -1, 1, 0, 0, wide),
    }
    pages.canvas.setPageRotation(rotate)
    pages.canvas.transform(*matrix[rotate])
    pages.grid(XS, YS)
    pages.rows(XS, YS, TEXTS)
    document = read(pages.data())
    (table,) = tables(document)
    assert cells(table) == TEXTS
    assert (document.pages[0].width, document.pages[0].height, document.pages[0].rotation) == (wide, high, rotate)
    assert table.origin.bbox == pytest.approx((60, 100, 400, 160), abs=0.6)


@pytest.mark.parametrize("turn", [90, 270])
def test_tables_drawn_rotated(turn: int) -> None:
    """The table is drawn turned on an upright page. Its cells read, its boxes are on the page."""
    pages = Pages(595, 842)
    pages.canvas.transform(*((0, 1, -1, 0, 595, 0) if turn == 90 else (0, -1, 1, 0, 0, 842)))
    pages.height = 595
    pages.grid(XS, YS)
    pages.rows(XS, YS, TEXTS)
    document = read(pages.data())
    (table,) = tables(document)
    assert cells(table) == TEXTS
    box = (100, 842 - 400, 160, 842 - 60) if turn == 90 else (595 - 160, 60, 595 - 100, 400)
    assert table.origin.bbox == pytest.approx(box, abs=0.6)
    assert table.column_edges == pytest.approx((60, 120, 240, 400), abs=0.6)


def test_names_drawn_upwards_in_an_upright_table() -> None:
    pages = Pages()
    pages.grid([60, 90, 300], [100, 170, 190])
    pages.text(79, 160, "责任领导", turn=90)
    pages.text(150, 140, "工作任务")
    pages.rows([60, 90], [170, 190], [["何静", "修订章程"]])
    (table,) = tables(read(pages.data()))
    assert cells(table) == [["责任领导", "工作任务"], ["何静", "修订章程"]]


def test_the_rest_of_a_row_below_names_of_both_angles_reads_as_the_pages_before() -> None:
    """A turned table: on its last page stand narrow names that read upwards, wide ones, and one character of a row."""
    pages = Pages(595, 842)
    names = ["责任领导", "主要内容", "配合单位", "完成时限"]
    for body in ([["陈明", "修订章程并试点", "教育局", "年内"]] * 3, [["", "方", "", ""]]):
        pages.canvas.transform(0, 1, -1, 0, 595, 0)
        pages.height = 595
        xs, ys = [60, 90, 240, 270, 300], [100, 150, *range(170, 190 + 20 * len(body), 20)]
        pages.grid(xs, ys)
        for x, name in zip(xs, names, strict=False):
            if name == "主要内容":
                pages.text(x + 4, 130, name)
            else:
                pages.text(x + 19, 146, name, turn=90)
        pages.rows(xs, ys[1:], body, 7)
        pages.next()
        pages.height = 842
    first, last = tables(read(pages.data()))
    assert cells(first)[0] == cells(last)[0] == names
    assert cells(last)[1] == ["", "方", "", ""]


def test_a_wide_merged_cell_at_the_side_of_a_table_open_at_both_ends() -> None:
    pages = Pages(842, 595)
    for x in (60, 380, 600, 700):
        pages.line(x, 80, x, 200)
    pages.line(380, 140, 700, 140)
    pages.text(64, 100, "教育")
    pages.rows([380, 600], [80, 140, 200], [["修订章程", "年内"], ["开展试点", "6月底前"]])
    (table,) = tables(read(pages.data()))
    assert cells(table) == [["教育", "修订章程", "年内"], ["", "开展试点", "6月底前"]]
    assert spans(table) == [(0, 0, 2, 1)]


def test_watermark_stays_out_of_cells() -> None:
    pages = Pages()
    pages.text(80, 180, "内部资料", 36, turn=30, colour="#d0d0d0")
    pages.grid(XS, YS)
    pages.rows(XS, YS, TEXTS)
    document = read(pages.data())
    assert cells(tables(document)[0]) == TEXTS
    assert asides(document) == [("watermark", "内部资料")]


def test_upright_pale_watermark_over_text() -> None:
    pages = Pages()
    pages.text(70, 140, "内部资料", 60, colour="#dddddd")
    pages.grid(XS, YS)
    pages.rows(XS, YS, TEXTS)
    document = read(pages.data())
    assert cells(tables(document)[0]) == TEXTS
    assert asides(document) == [("watermark", "内部资料")]


def test_table_inside_a_form() -> None:
    """Rules and characters of a form XObject are in its own space."""
    pages = Pages()
    pages.canvas.beginForm("table")
    height, pages.height = pages.height, 400
    pages.grid(XS, YS)
    pages.rows(XS, YS, TEXTS)
    pages.height = height
    pages.canvas.endForm()
    pages.canvas.translate(30, 200)
    pages.canvas.scale(1.2, 1.2)
    pages.canvas.doForm("table")
    (table,) = tables(read(pages.data()))
    assert cells(table) == TEXTS
    # y from the top: 842 - (200 + 1.2 · (400 - 100)) = 282
    assert table.origin.bbox == pytest.approx((30 + 72, 281.9, 30 + 480, 353.9), abs=1)


def test_text_of_negative_size_on_a_turned_matrix_is_upright() -> None:
    pages = Pages()
    pages.grid(XS, YS)
    for top, bottom, row in zip(YS, YS[1:], TEXTS, strict=False):
        for x, text in zip(XS, row, strict=False):
            pages.text(x + 4, (top + bottom) / 2 + 3.8, text, -10, turn=180)
    (table,) = tables(read(pages.data()))
    assert cells(table) == TEXTS


def test_tick_boxes_and_underlines_are_no_tables() -> None:
    pages = Pages()
    pages.frame(60, 100, 70, 110)
    pages.text(76, 109, "是")
    pages.frame(120, 100, 130, 110)
    pages.text(136, 109, "否")
    pages.text(60, 140, "联系人：")
    pages.line(100, 142, 200, 142)
    document = read(pages.data())
    assert tables(document) == []
    assert accounted(document) == document.characters


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_any_grid_is_read_as_drawn(data: st.DataObject) -> None:
    """Random columns, rows and merged cells, each drawn as a frame of its own."""
    widths = data.draw(st.lists(st.integers(50, 110), min_size=2, max_size=5))
    heights = data.draw(st.lists(st.integers(18, 40), min_size=2, max_size=6))
    xs, ys = [50], [60]
    for width in widths:
        xs.append(xs[-1] + width)
    for height in heights:
        ys.append(ys[-1] + height)
    free = [[True] * len(widths) for _ in heights]
    pages = Pages(700, 842)
    expected = []
    for row in range(len(heights)):
        for col in range(len(widths)):
            if not free[row][col]:
                continue
            wide, high = data.draw(st.integers(1, 2)), data.draw(st.integers(1, 3))
            wide, high = min(wide, len(widths) - col), min(high, len(heights) - row)
            places = [(r, c) for r in range(row, row + high) for c in range(col, col + wide)]
            if not all(free[r][c] for r, c in places):
                wide = high = 1
                places = [(row, col)]
            for r, c in places:
                free[r][c] = False
            pages.frame(xs[col], ys[row], xs[col + wide], ys[row + high])
            pages.text(xs[col] + 4, ys[row] + 13, f"第{row}{col}格")
            expected.append((row, col, high, wide, f"第{row}{col}格"))
    document = read(pages.data())
    used_rows = sorted({e[0] for e in expected} | {e[0] + e[2] for e in expected})
    used_cols = sorted({e[1] for e in expected} | {e[1] + e[3] for e in expected})
    if len(used_cols) == 2:  # one column is a box
        assert tables(document) == []
        return
    (table,) = tables(document)
    found = sorted((c.row, c.col, c.row_span, c.col_span, c.text) for c in table.cells)
    folded = [
        (
            used_rows.index(r),
            used_cols.index(c),
            used_rows.index(r + h) - used_rows.index(r),
            used_cols.index(c + w) - used_cols.index(c),
            text,
        )
        for r, c, h, w, text in expected
    ]
    assert found == sorted(folded)


def test_a_number_that_a_narrow_cell_cuts_is_one_number() -> None:
    """Browsers and office programs break numbers where the column is narrower than they are; no blank stands there."""
    xs, ys = [60, 72, 138, 240], [100, 134, 168, 202]
    pages = Pages()
    pages.grid(xs, ys)
    rows = [["序|号", "工作目标", "任务"], ["1|0", "清运率达到10|0%", "清运垃圾"], ["1|1", "每年2次", "清理河道"]]
    for top, row in zip(ys, rows, strict=False):
        for x, text in zip(xs, row, strict=False):
            lines = text.split("|")
            inset = 3 if x == xs[0] and text[0].isdigit() else 1 if x == xs[0] else 3
            for number, line in enumerate(lines):
                pages.text(x + inset, top + 13 + 14 * number, line, 10)
    found = cells(tables(read(pages.data()))[0])
    assert [row[:2] for row in found] == [["序号", "工作目标"], ["10", "清运率达到100%"], ["11", "每年2次"]]

"""Rows told by their background, merged cells without rules, text that runs out of a table."""

from __future__ import annotations

import itertools

import pytest
from pdf_building import Pages, accounted, cells, read, spans, tables, texts

XS = (60, 120, 300, 420, 520)
ROWS: list[list[list[str]]] = [
    [["序号"], ["工作任务"], ["完成时限"], ["责任单位"]],
    [["1"], ["修订临江市章程并报送备案，", "同步公布文本"], ["10月底前"], ["市教育局"]],
    [["2"], ["开展试点"], ["年内"], ["市财政局、市人", "社局"]],
    [["3"], ["总结经验"], ["12月底前"], ["市民政局"]],
    [["4"], ["组织评估并逐项形成情况报告", "并提出建议"], ["长期"], ["市统计局"]],
    [["5"], ["公布结果"], ["年底"], ["市档案局"]],
]
EXPECTED = [["".join(lines) for lines in row] for row in ROWS]


def draw(pages: Pages, filled: set[int], *, split: bool = True, middle: bool = False) -> None:
    """The table with its rows one pitch of 14 points and 8 points apart; the rows `filled` have a background.

    `split`: the background is drawn cell by cell; `middle`: texts stand in the middle of their row.
    """
    top = 100.0
    for number, row in enumerate(ROWS):
        height = 14.0 * max(map(len, row)) + 8
        if number in filled:
            for x0, x1 in itertools.pairwise(XS) if split else [(XS[0], XS[-1])]:
                pages.bar(x0, top, x1, top + height, "#e4e8f0")
        for x, lines in zip(XS, row, strict=False):
            shift = (height - 14 * len(lines)) / 2 if middle else 4
            pages.lines(x + 4, top + shift + 11, lines, pitch=14)
        top += height


@pytest.mark.parametrize("middle", [False, True])
@pytest.mark.parametrize("split", [True, False])
@pytest.mark.parametrize("filled", [{0, 2, 4}, {2, 4}, {1, 3, 5}, {0, 1, 3, 5}])
def test_striped_rows(filled: set[int], split: bool, middle: bool) -> None:
    pages = Pages()
    draw(pages, filled, split=split, middle=middle)
    document = read(pages.data())
    (table,) = tables(document)
    assert cells(table) == EXPECTED
    assert texts(document) == []
    assert accounted(document) == document.characters


def test_striped_running_text_is_no_table() -> None:
    pages = Pages()
    for number in range(6):
        if number % 2:
            pages.bar(60, 100 + 22 * number, 520, 122 + 22 * number, "#e4e8f0")
        pages.text(64, 115 + 22 * number, "各区各部门要把这项工作摆上重要位置，逐级压实责任，按期完成。")
    assert tables(read(pages.data())) == []


def merged(pages: Pages, names: list[tuple[float, str]]) -> None:
    """A table with rules above and below its names and at its end; the first column's texts stand at `names`."""
    heights = [22.0, 36.0, 22.0, 22.0, 36.0, 22.0]
    tops = [100 + sum(heights[:n]) for n in range(7)]
    for y in (tops[0], tops[1], tops[-1]):
        pages.line(60, y, 520, y)
    for base, text in names:
        pages.text(64, base, text)
    for number, (top, height) in enumerate(zip(tops, heights, strict=False)):
        row = ROWS[number]
        for x, lines in zip(XS[1:], row[1:], strict=False):
            own = lines if height > 30 else ["".join(lines)[:7]]
            pages.lines(x + 4, top + (height - 14 * len(own)) / 2 + 11, own, pitch=14)


def test_text_in_the_middle_of_rows_is_their_common_cell() -> None:
    pages = Pages()
    merged(pages, [(115, "类别"), (155, "改革"), (217, "评估")])  # rows 1 and 2; rows 3 to 5
    (table,) = tables(read(pages.data()))
    assert next(row[0] for row in cells(table)) == "类别"
    assert (1, 0, 2, 1) in spans(table)
    assert (3, 0, 3, 1) in spans(table)


def test_text_in_the_middle_of_one_row_is_its_own() -> None:
    """Beside the third of five rows: the others may as well be empty."""
    pages = Pages()
    merged(pages, [(115, "备注"), (195, "新增")])
    (table,) = tables(read(pages.data()))
    assert not any(height > 1 for _, _, height, _ in spans(table))


def test_lines_that_run_out_of_the_last_row_are_its_cells() -> None:
    pages = Pages()
    xs, ys = (60, 100, 300, 420), (100, 124, 148)
    pages.grid(xs, ys)
    pages.rows(xs, ys, [["序号", "工作任务", "负责人"], ["1", "开展试点", ""]])
    pages.lines(304, 136, ["周远", "何宁", "林川"], pitch=11)
    pages.text(60, 175, "注：本表每季度更新。")
    document = read(pages.data())
    (table,) = tables(document)
    assert cells(table)[1] == ["1", "开展试点", "周远\n何宁\n林川"]
    assert texts(document) == ["注：本表每季度更新。"]

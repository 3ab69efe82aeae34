"""Joining, naming and filling of tables, on small tables whose right result is plain."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policyparse.document import Block, Cell, Document, FileInfo, Heading, Paragraph, Style, Table
from policyparse.lexicon import default_lexicon
from policyparse.normalise import normalise
from policyparse.normalise.column_names import match_name
from policyparse.normalise.model import LogicalTable, Tidy
from policyparse.normalise.paragraphs import rejoin
from policyparse.origin import Origin
from policyparse.text import count

HEADER = ["序号", "工作任务", "完成时限", "牵头单位"]
ROWS = [
    ["1", "修缮城区老旧桥梁", "6月底前", "市城管局"],
    ["2", "新建社区食堂十处", "9月底前", "市民政局"],
    ["3", "整治河道垃圾并建立巡查制度", "10月底前", "市水利局"],
    ["4", "开展校车安全检查", "3月底前", "市教育局"],
]


def table(rows: Sequence[Sequence[str]], page: int | None = None, **more: object) -> Table:
    cells = tuple(
        Cell(row=r, col=c, text=text, origin=Origin(page=page, row=r))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    return Table(cells=cells, rows=len(rows), cols=max(map(len, rows)), origin=Origin(page=page), **more)  # type: ignore[arg-type]


def tidy(*blocks: Block) -> Tidy:
    texts = [c.text for b in blocks if isinstance(b, Table) for c in b.cells] + [
        b.text for b in blocks if not isinstance(b, Table)
    ]
    file = FileInfo(path="x", format="txt", sha256="", size_bytes=0)
    return normalise(Document(file=file, blocks=blocks, characters=sum(map(count, texts))), default_lexicon())


def tables(result: Tidy) -> list[LogicalTable]:
    return [b for b in result.blocks if isinstance(b, LogicalTable)]


def body(logical: LogicalTable) -> list[list[str]]:
    return [[c.text for c in row.cells] for row in logical.rows if row.kind == "body"]


@pytest.mark.parametrize("again", [True, False], ids=["header again", "header once"])
@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_table_cut_between_rows_is_one_table(cut: int, again: bool) -> None:
    first = table([HEADER, *ROWS[:cut]], page=1)
    second = table([*([HEADER] if again else []), *ROWS[cut:]], page=2)
    (joined,) = tables(tidy(first, second))
    assert body(joined) == ROWS
    assert [c.field for c in joined.columns] == ["number", "task", "deadline", "lead"]


def test_a_row_cut_in_a_sentence_is_one_row() -> None:
    first = table([HEADER, *ROWS[:2], ["3", "整治河道垃圾并建", "10月底前", "市水利局"]], page=1)
    second = table([HEADER, ["", "立巡查制度", "", ""], ROWS[3]], page=2)
    (joined,) = tables(tidy(first, second))
    assert body(joined) == ROWS
    assert [row.joined for row in joined.rows] == [False, False, True, False]
    assert {o.page for o in joined.rows[2].cells[1].origins} == {1, 2}


def test_the_rest_of_a_row_under_a_category_printed_again_is_no_row() -> None:
    """河道 covers rows 2 and 3 and is printed again on the next page, beside the rest of row 3."""
    header = ["序号", "类别", "工作任务", "牵头单位"]
    first = [["1", "桥梁", "修缮城区老旧桥梁", "市城管局"], ["2", "河道", "清理岸边垃圾", "市水利局"]]
    cut = ["3", "", "整治河道垃圾并建", "市生态环"]
    last = ["4", "校园", "开展校车安全检查", "市教育局"]
    joined, *more = tables(
        tidy(table([header, *first, cut], page=1), table([header, ["", "河道", "立巡查制度", "境局"], last], page=2))
    )
    assert not more
    assert body(joined) == [*first, ["3", "河道", "整治河道垃圾并建立巡查制度", "市生态环境局"], last]
    # another category above the words is a row of its own
    other = table([header, ["", "管网", "立巡查制度", "境局"], last], page=2)
    assert len(body(tables(tidy(table([header, *first, cut], page=1), other))[0])) == 5


def test_a_row_over_three_pages_is_one_row() -> None:
    pieces = [
        table([HEADER, ["1", "整治河道", "10月底前", "市水利局"]], page=1),
        table([HEADER, ["", "垃圾并建", "", ""]], page=2),
        table([HEADER, ["", "立巡查制度。", "", ""], ["2", "开展校车安全检查", "3月底前", "市教育局"]], page=3),
    ]
    (joined,) = tables(tidy(*pieces))
    assert [row[1] for row in body(joined)] == ["整治河道垃圾并建立巡查制度。", "开展校车安全检查"]


def test_a_row_without_a_task_but_with_its_own_time_stays_a_row() -> None:
    header = ["序号", "工作任务", "年度目标", "完成时限"]
    first = table([header, ["1", "建设口袋公园", "完成选址。", "3月底前"]], page=1)
    second = table([header, ["", "", "建成十处。", "9月底前"]], page=2)
    (joined,) = tables(tidy(first, second))
    assert len(body(joined)) == 2
    assert joined.rows[1].cells[1].filled == "above"


def test_an_empty_category_on_the_next_page_is_filled_and_marked() -> None:
    header = ["类别", "工作任务", "牵头单位"]
    first = table([header, ["城建", "修桥", "市城管局"], ["", "修路", "市城管局"]], page=1)
    second = table([header, ["", "铺管", "市住建局"], ["民生", "办食堂", "市民政局"]], page=2)
    (joined,) = tables(tidy(first, second))
    assert [row[0] for row in body(joined)] == ["城建", "城建", "城建", "民生"]
    assert [row.cells[0].filled for row in joined.rows] == [None, "above", "above", None]


def test_real_spans_are_filled_down() -> None:
    cells = [
        *(Cell(row=0, col=c, text=t) for c, t in enumerate(["类别", "工作任务", "牵头单位"])),
        Cell(row=1, col=0, text="城建", row_span=2),
        Cell(row=1, col=1, text="修桥"),
        Cell(row=1, col=2, text="市城管局", row_span=2),
        Cell(row=2, col=1, text="修路"),
    ]
    (joined,) = tables(tidy(Table(cells=tuple(cells), rows=3, cols=3)))
    assert body(joined) == [["城建", "修桥", "市城管局"], ["城建", "修路", "市城管局"]]
    assert joined.rows[1].cells[2].filled == "above"


def test_two_levels_of_header() -> None:
    cells = [
        Cell(row=0, col=0, text="序号", row_span=2),
        Cell(row=0, col=1, text="重点任务", row_span=2),
        Cell(row=0, col=2, text="责任分工", col_span=2),
        Cell(row=1, col=2, text="牵头单位"),
        Cell(row=1, col=3, text="配合单位"),
        *(Cell(row=2, col=c, text=t) for c, t in enumerate(["1", "修桥", "市城管局", "市财政局"])),
    ]
    (joined,) = tables(tidy(Table(cells=tuple(cells), rows=3, cols=4)))
    assert [c.field for c in joined.columns] == ["number", "task", "lead", "support"]
    assert joined.columns[2].path == ("责任分工", "牵头单位")
    assert body(joined) == [["1", "修桥", "市城管局", "市财政局"]]


def test_other_names_and_order_on_the_next_page() -> None:
    first = table([HEADER, *ROWS[:2]], page=1)
    second = table([["序 号", "工 作 任 务", "完成时间", "牵头部门"], *ROWS[2:]], page=2)
    (joined,) = tables(tidy(first, second))
    assert body(joined) == ROWS
    assert joined.columns[2].spellings == ("完成时限", "完成时间")


OTHER_WORDS = ["编号", "重点任务", "时间节点", "主办单位"]
EDGES = (50.0, 80.0, 300.0, 400.0, 500.0)


def test_a_header_in_other_words_is_the_same_where_the_numbers_go_on() -> None:
    first = table([HEADER, *ROWS[:2]], page=1, column_edges=EDGES)
    goes_on = table([OTHER_WORDS, *ROWS[2:]], page=2, column_edges=EDGES)
    (joined,) = tables(tidy(first, goes_on))
    assert body(joined) == ROWS
    assert joined.columns[3].field == "lead"
    begins_again = table([OTHER_WORDS, ["1", *ROWS[2][1:]]], page=2, column_edges=EDGES)
    assert len(tables(tidy(first, begins_again))) == 2


def test_without_numbers_a_header_in_other_words_needs_one_name_and_the_same_places() -> None:
    first = table([HEADER[1:], *(row[1:] for row in ROWS[:2])], page=1, column_edges=EDGES[1:])
    rows = [row[1:] for row in ROWS[2:]]
    partly = table([["工作任务", "时间节点", "主办单位"], *rows], page=2, column_edges=EDGES[1:])
    assert len(tables(tidy(first, partly))) == 1
    assert len(tables(tidy(first, table([OTHER_WORDS[1:], *rows], page=2, column_edges=EDGES[1:])))) == 2


@pytest.mark.parametrize(("below", "rows"), [(0.0, 3), (1.6, 3), (5.0, 4)])
def test_a_cell_that_stops_above_the_end_of_its_row_does_not_go_on(below: float, rows: int) -> None:
    """Three cells could be cut; the task fills its cell, so only the room below the target tells."""
    header = ["工作任务", "工作目标", "牵头单位"]
    above = ["整治河道垃圾并建", "建成站点3个", "市水利局"]
    first = table([header, ["修缮桥梁。", "完成3座。", "市城管局"], above], page=1)
    first = placed(first, {"建成站点3个": (0.1, below), "整治河道垃圾并建": (0.1, 0.0)})
    second = table([header, ["立巡查制度", "并挂牌", ""], ["开展校车安全检查", "全覆盖。", "市教育局"]], page=2)
    (joined,) = tables(tidy(first, second))
    assert len(body(joined)) == rows


def placed(one: Table, places: dict[str, tuple[float, float]]) -> Table:
    """The table with `room` and `below` for the cells of these texts."""
    cells = (replace(c, room=places[c.text][0], below=places[c.text][1]) if c.text in places else c for c in one.cells)
    return replace(one, cells=tuple(cells))


def test_room_below_counts_from_the_lowest_cell_that_could_go_on() -> None:
    """A category of more lines ends lower than the cells that a page end cut; a list may be cut at its line ends."""
    header = ["类别", "序号", "工作任务", "配合单位"]
    above = ["民生改善", "3", "整治河道垃圾并建", "市水利局\n市财政局"]
    first = table([header, ["民生改善", "2", "修缮桥梁。", "市城管局"], above], page=1)
    places = {"整治河道垃圾并建": (0.1, 0.5), "市水利局\n市财政局": (3.0, 0.5)}
    second = table(
        [header, ["", "", "立巡查制度", "市教育局"], ["民生改善", "4", "开展校车安全检查", "市公安局"]], page=2
    )
    (joined,) = tables(tidy(placed(first, places), second))
    assert [row[2:] for row in body(joined)][1] == ["整治河道垃圾并建立巡查制度", "市水利局\n市财政局\n市教育局"]


def test_without_numbers_cells_that_mostly_ended_are_two_rows() -> None:
    header = ["工作任务", "工作目标", "牵头单位", "配合单位"]
    above = ["整治河道垃圾。", "建成站点3个", "市水利局", "市财政局"]
    places = {"整治河道垃圾。": (0.0, 0.0), "建成站点3个": (0.1, 0.0), "市水利局": (4.0, 0.0), "市财政局": (3.0, 0.0)}
    first = placed(table([header, ["修缮桥梁。", "完成3座。", "市城管局", "市公安局"], above], page=1), places)
    below = ["开展校车安全检查", "全覆盖", "市教育局", "市公安局"]
    (joined,) = tables(tidy(first, table([header, below, ["新建社区食堂", "10处", "市民政局", ""]], page=2)))
    assert len(body(joined)) == 4


def test_a_goal_right_of_the_task_is_its_target_however_often_it_is_the_same() -> None:
    header = ["序号", "重点任务", "目标任务", "牵头单位"]
    goals = ["覆盖率达到90%", "覆盖率达到90%", "", "新建3处"]
    rows = [[row[0], row[1], goal, row[3]] for row, goal in zip(ROWS, goals, strict=True)]
    (joined,) = tables(tidy(table([header, *rows])))
    assert [c.field for c in joined.columns] == ["number", "task", "target", "lead"]


def test_two_tables_with_other_headers_stay_apart() -> None:
    first = table([HEADER, *ROWS[:2]], page=1)
    second = table(
        [
            ["项目", "单位", "2025年目标值", "属性"],
            ["绿地率", "%", "42", "约束性"],
            ["林木覆盖率", "%", "30", "预期性"],
        ],
        page=1,
    )
    assert len(tables(tidy(first, second))) == 2


def test_text_between_keeps_tables_apart() -> None:
    first = table([HEADER, *ROWS[:2]], page=1)
    second = table([HEADER, ["1", "另一张表的任务", "5月底前", "市林业局"]], page=1)
    assert len(tables(tidy(first, Paragraph(text="以下为各县区的任务，请对照落实。"), second))) == 2


def test_a_heading_between_becomes_a_section_row() -> None:
    first = table([HEADER, *ROWS[:2]], page=1)
    result = tidy(first, Heading(text="二、民生保障", level=2), table([HEADER, *ROWS[2:]], page=1))
    (joined,) = tables(result)
    assert [(row.kind, row.text) for row in joined.rows if row.kind == "section"] == [("section", "二、民生保障")]
    assert len(result.blocks) == 1


def test_section_title_and_note_rows() -> None:
    cells = [
        Cell(row=0, col=0, text="云溪市重点任务清单", col_span=4),
        *(Cell(row=1, col=c, text=t) for c, t in enumerate(HEADER)),
        Cell(row=2, col=0, text="一、城市建设", col_span=4),
        *(Cell(row=3, col=c, text=t) for c, t in enumerate(ROWS[0])),
        Cell(row=4, col=0, text="注：时限按自然月计算。", col_span=4),
    ]
    (joined,) = tables(tidy(Table(cells=tuple(cells), rows=5, cols=4)))
    assert [row.kind for row in joined.rows] == ["note", "section", "body", "note"]
    assert joined.name == "云溪市重点任务清单"


def test_a_column_named_by_what_it_holds() -> None:
    rows = [
        ["编号", "攻坚内容", "何时交账", "由谁来干"],
        ["1", "修缮桥梁", "6月底前", "市城管局"],
        ["2", "新建食堂", "9月底前", "市民政局、市财政局"],
    ]
    (joined,) = tables(tidy(table(rows)))
    assert [(c.field, c.rule) for c in joined.columns[2:]] == [("deadline", "content"), ("owner", "content")]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("主 要 内 容", "content"),
        ("完成时限（2024年）", "deadline"),
        ("责任\n单位", "owner"),
        ("牵头责任单位", "lead"),
        ("配合单位（部门）", "support"),
        ("分管市领导", "leader"),
        ("具体推进步骤", "steps"),
        ("重点工作任务", "task"),
        ("年度工作目标", "target"),
        ("加强党的领导和党的建设", None),
    ],
)
def test_names(name: str, field: str | None) -> None:
    found = match_name(name, default_lexicon())
    assert (found[0] if found else None) == field


def test_page_numbers_are_set_aside_and_cut_paragraphs_joined() -> None:
    result = tidy(
        Paragraph(text="各单位要压实责任，建立台账，明确专人负责，做到底数清、情"),
        Paragraph(text="— 3 —"),
        Paragraph(text="况明，按月报送进展。"),
        Paragraph(text="二、工作要求"),
    )
    assert [b.text for b in result.blocks if not isinstance(b, LogicalTable)] == [
        "各单位要压实责任，建立台账，明确专人负责，做到底数清、情况明，按月报送进展。",
        "二、工作要求",
    ]
    assert [(a.text, a.reason) for a in result.set_aside] == [("— 3 —", "page-number")]


def test_a_title_line_is_not_joined_to_the_text_below() -> None:
    result = tidy(Paragraph(text="1. 完善健康政策"), Paragraph(text="立足长远，整体布局。"))
    assert len(result.blocks) == 2


words = st.text(alphabet="修桥铺路任务单位局处12、。年月底前（） ", min_size=0, max_size=14)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(words, min_size=3, max_size=3), min_size=1, max_size=6), st.integers(min_value=1, max_value=5))
@example([["", "", "1"], ["", "单位", "1"]], 2)
def test_no_character_is_lost_and_nothing_raises(rows: list[list[str]], cut: int) -> None:
    pieces = [table(part, page=i + 1) for i, part in enumerate((rows[:cut], rows[cut:])) if part]
    result = tidy(*pieces)
    kept = sum(count(c.text) for t in tables(result) for row in t.rows for c in row.cells if c.filled is None) + sum(
        count(text) for t in tables(result) for text in (*t.header_texts, *(x for row in t.rows for x in row.repeats))
    )
    assert kept >= sum(count(c.text) for p in pieces for c in p.cells)


def test_a_merged_cell_goes_on_below_a_row_that_the_page_cut() -> None:
    def page(number: int, *cells: tuple[int, int, str, int], rows: int) -> Table:
        made = tuple(
            Cell(row=r, col=c, row_span=span, text=text, origin=Origin(page=number, row=r))
            for r, c, text, span in cells
        )
        return Table(cells=made, rows=rows, cols=4, origin=Origin(page=number))

    head = [(0, c, name, 1) for c, name in enumerate(["序号", "工作任务", "责任领导", "牵头单位"])]
    first = page(
        1,
        *head,
        (1, 0, "1", 1), (1, 1, "修缮城区老旧桥梁", 1), (1, 2, "方志远", 2), (1, 3, "市城管局", 1),
        (2, 0, "2", 1), (2, 1, "整治河道垃圾并建立", 1), (2, 3, "市水利局", 1),
        rows=3,
    )  # fmt: skip
    second = page(
        2,
        *head,
        (1, 0, "", 1), (1, 1, "巡查制度", 1), (1, 2, "", 3), (1, 3, "", 1),
        (2, 0, "3", 1), (2, 1, "新建社区食堂十处", 1), (2, 3, "市民政局", 1),
        (3, 0, "4", 1), (3, 1, "开展校车安全检查", 1), (3, 3, "市教育局", 1),
        rows=4,
    )  # fmt: skip
    (joined,) = tables(tidy(first, second))
    assert [row[1] for row in body(joined)] == [
        "修缮城区老旧桥梁",
        "整治河道垃圾并建立巡查制度",
        "新建社区食堂十处",
        "开展校车安全检查",
    ]
    assert [row[2] for row in body(joined)] == ["方志远"] * 4


def test_a_column_that_ends_cuts_a_paragraph_on_one_page() -> None:
    box = Origin(page=1)
    left = Paragraph(text="新建雨水管网，三月底前开工建设，年底前", origins=(box,), style=Style(size=10.5), cut=True)
    right = Paragraph(text="建成通水。", origins=(box,), style=Style(size=10.5))
    assert [getattr(b, "text", "") for b in rejoin([left, right])[0]] == [left.text + right.text]
    assert len(rejoin([replace(left, cut=None), right])[0]) == 2
    assert len(rejoin([left, replace(right, style=Style(size=16))])[0]) == 2

"""Tables as grids: header levels, merged cells, and what a dress changes."""

from __future__ import annotations

from datetime import date

from rendering.content import Column, Content, Heading, Meta, PageBreak, Row, SectionRow, Table, Title
from rendering.facts import Fact, Milestone
from rendering.grid import body_lines, header_lines
from rendering.layouts import Dress, dress
from rendering.truth import facts

SPAN = Milestone(due=date(2026, 6, 30), year_from="period")


def fact(number: str, task: str) -> Fact:
    return Fact(number=number, task=task, deadline="6月底前", milestones=(SPAN,), lead=("市水务局",))


def row(number: str, category: str, task: str) -> Row:
    values = {"number": number, "category": category, "task": task, "deadline": "6月底前", "lead": "市水务局"}
    return Row(values=values, fact=fact(number, task))


COLUMNS = (
    Column(key="number", names=("序号",)),
    Column(key="category", names=("类别",)),
    Column(key="task", names=("工作任务",)),
    Column(key="deadline", names=("完成时限", "时间节点")),
    Column(key="lead", names=("牵头单位",)),
)
TABLE = Table(
    columns=COLUMNS,
    rows=(
        SectionRow(text="一、水"),
        row("1", "河道", "清淤"),
        row("2", "河道", "护岸"),
        SectionRow(text="二、路"),
        row("3", "河道", "修桥"),
    ),
)
CONTENT = Content(
    name="small", meta=Meta(title="清单", kind="task_list"), blocks=(Title(lines=("清单",), attached=True), TABLE)
)


def texts(lines: tuple[tuple[object, ...], ...]) -> list[list[str | None]]:
    return [[getattr(cell, "text", None) for cell in line] for line in lines]


def test_equal_categories_are_one_cell_within_a_section() -> None:
    lines = body_lines(TABLE)
    assert texts(lines)[1][1] == "河道"
    assert lines[1][1] is not None
    assert lines[1][1].row_span == 2
    assert texts(lines)[2][1] is None
    assert texts(lines)[4][1] == "河道"


def test_section_rows_span_all_columns() -> None:
    first = body_lines(TABLE)[0]
    assert first[0] is not None
    assert first[0].col_span == 5
    assert first[1:] == (None,) * 4


def test_header_of_two_levels() -> None:
    columns = (
        Column(key="category", names=("",), groups=("工作内容",)),
        Column(key="task", names=("",), groups=("工作内容",)),
        Column(key="lead", names=("牵头",), groups=("分工",)),
        Column(key="support", names=("配合",), groups=("分工",)),
        Column(key="deadline", names=("时限",)),
    )
    lines = header_lines(Table(columns=columns, rows=()))
    assert texts(lines) == [["工作内容", None, "分工", None, "时限"], [None, None, "牵头", "配合", None]]
    spans = [(cell.row_span, cell.col_span) for line in lines for cell in line if cell is not None]
    assert spans == [(2, 2), (1, 2), (2, 1), (1, 1), (1, 1)]


def test_names_change_from_page_to_page() -> None:
    assert [texts(header_lines(TABLE, turn=turn))[0][3] for turn in range(3)] == ["完成时限", "时间节点", "完成时限"]


def test_facts_carry_section_and_category() -> None:
    assert [one.section for one in facts(CONTENT)] == [("一、水", "河道"), ("一、水", "河道"), ("二、路", "河道")]


def test_a_column_that_is_not_printed_is_not_expected() -> None:
    dressed = dress(CONTENT, Dress(columns=("lead", "task"), number_in_task=False, sections="none"))
    one = facts(dressed)[0]
    assert (one.number, one.section, one.task, one.deadline, one.lead) == (None, (), "清淤", None, ("市水务局",))
    assert "deadline" in one.unjudged


def test_the_number_moves_into_the_task_cell() -> None:
    dressed = dress(CONTENT, Dress(columns=("task", "lead")))
    table = next(block for block in dressed.blocks if isinstance(block, Table))
    assert isinstance(table.rows[1], Row)
    assert table.rows[1].values["task"] == "1. 清淤"
    assert facts(dressed)[0].number == "1"


def test_section_rows_become_headings_between_pieces() -> None:
    dressed = dress(CONTENT, Dress(sections="headings", headless_pieces=True))
    kinds = [type(block) for block in dressed.blocks]
    assert kinds == [Title, Heading, Table, Heading, Table]
    assert [one.section for one in facts(dressed)] == [one.section for one in facts(CONTENT)]
    last = dressed.blocks[-1]
    assert isinstance(last, Table)
    assert header_lines(last) == ()


def test_a_split_table_goes_on_with_a_column_fewer() -> None:
    dressed = dress(CONTENT, Dress(sections="rows", empty_column="备注", split_after=2))
    upper, between, lower = dressed.blocks[1:]
    assert isinstance(upper, Table)
    assert isinstance(between, PageBreak)
    assert isinstance(lower, Table)
    assert (len(upper.columns), len(lower.columns)) == (6, 5)
    assert [one.section for one in facts(dressed)] == [one.section for one in facts(CONTENT)]

"""Which tables of following pages are one table: notes between them, other widths, numbers that begin again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policyparse.document import Block, Cell, Document, FileInfo, Paragraph, Table
from policyparse.lexicon import default_lexicon
from policyparse.normalise import normalise
from policyparse.normalise.model import LogicalTable
from policyparse.origin import Origin
from policyparse.text import count

NAMES = ("序号", "重点任务", "责任单位", "完成时限")
EDGES = (40.0, 80.0, 300.0, 420.0, 520.0)
ROWS = (
    ("1", "改造供水管网", "市水务局", "2026年10月底前"),
    ("2", "建设社区食堂", "市民政局", "年内"),
    ("3", "培训技能人才", "市人社局", "6月底前"),
    ("4", "修缮危旧校舍", "市教育局", "9月底前"),
)
OTHERS = tuple((number, f"北湾{task}", unit, time) for number, task, unit, time in ROWS)


def table(page: int, rows: Sequence[Sequence[str]], edges: Sequence[float] = EDGES) -> Table:
    cells = tuple(
        Cell(row=r, col=c, text=text, origin=Origin(page=page, table=page, row=r), room=1.0)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    return Table(
        cells=cells,
        rows=len(rows),
        cols=len(rows[0]),
        origin=Origin(page=page, table=page),
        column_edges=tuple(edges),
        evidence="ruled",
    )


def note(page: int, text: str = "注：各项任务按季度调度。") -> Paragraph:
    return Paragraph(text=text, origins=(Origin(page=page),))


def tables(*blocks: Block) -> list[LogicalTable]:
    file = FileInfo(path="x.pdf", format="pdf", sha256="0", size_bytes=1)
    texts = [c.text for b in blocks for c in (b.cells if isinstance(b, Table) else (b,))]
    tidy = normalise(Document(file=file, blocks=blocks, characters=sum(map(count, texts))), default_lexicon())
    return [block for block in tidy.blocks if isinstance(block, LogicalTable)]


def bodies(found: Sequence[LogicalTable]) -> list[list[tuple[str, ...]]]:
    return [[tuple(cell.text for cell in row.cells) for row in one.rows if row.kind == "body"] for one in found]


def test_a_note_at_the_end_of_a_page_does_not_part_a_table_whose_numbers_go_on() -> None:
    found = tables(table(1, [NAMES, *ROWS[:2]]), note(1), table(2, [NAMES, *ROWS[2:]]))
    assert bodies(found) == [list(ROWS)]
    assert [row.text for row in found[0].rows if row.kind == "note"] == ["注：各项任务按季度调度。"]


def test_a_note_before_a_page_without_header() -> None:
    assert bodies(tables(table(1, [NAMES, *ROWS[:2]]), note(1), table(2, ROWS[2:]))) == [list(ROWS)]


def test_a_note_over_a_row_that_the_page_end_cut() -> None:
    cut = ("2", "建设社区食堂和老年助餐", "市民政局", "年内"), ("", "服务点", "", "")
    edges = (40.0, 80.0, 190.0, 420.0, 520.0)
    found = tables(table(1, [NAMES, ROWS[0], cut[0]], edges), note(1), table(2, [cut[1], *ROWS[2:]], edges))
    whole = ("2", "建设社区食堂和老年助餐服务点", "市民政局", "年内")
    assert bodies(found) == [[ROWS[0], whole, *ROWS[2:]]]


def test_a_note_ends_a_table_where_the_numbers_begin_again() -> None:
    found = tables(table(1, [NAMES, *ROWS]), note(1), table(2, [NAMES, *OTHERS]))
    assert bodies(found) == [list(ROWS), list(OTHERS)]


def test_without_numbers_a_note_ends_the_table_on_the_same_page_only() -> None:
    first, second, names = [row[1:] for row in ROWS], [row[1:] for row in OTHERS], NAMES[1:]
    upper, lower = table(1, [names, *first], EDGES[1:]), table(1, [names, *second], EDGES[1:])
    assert bodies(tables(upper, note(1), lower)) == [first, second]
    assert bodies(tables(upper, note(1), table(2, [names, *second], EDGES[1:]))) == [[*first, *second]]


def test_the_numbers_go_on_in_columns_of_other_widths() -> None:
    assert bodies(tables(table(1, [NAMES, *ROWS[:2]]), table(2, ROWS[2:], (40.0, 100.0, 250.0, 400.0, 520.0)))) == [
        list(ROWS)
    ]


def test_a_table_without_numbers_on_a_page_of_another_width() -> None:
    first, second = [row[1:] for row in ROWS[:2]], [row[1:] for row in ROWS[2:]]
    wide = [30.0 + 1.5 * (x - EDGES[1]) for x in EDGES[1:]]
    assert bodies(tables(table(1, [NAMES[1:], *first], EDGES[1:]), table(2, second, wide))) == [[*first, *second]]


def test_a_merged_cell_whose_text_the_page_end_cut_stands_whole_in_all_its_rows() -> None:
    names = ("类别", *NAMES[1:])
    edges = (40.0, 75.0, 190.0, 420.0, 520.0)
    upper = [names, ("民生保障", *ROWS[1][1:]), ("产业发", "改造老城供水和", "市水务局", "9月底前")]
    rest = ("展", "排水管网", "", "")
    lower = [rest, *(("", *row[1:]) for row in ROWS[2:])]
    page = table(2, lower, edges)
    merged = tuple(replace(c, row_span=3) if c.text == "展" else c for c in page.cells if c.col or not c.row)
    first = table(1, upper, edges)
    full = replace(first, cells=tuple(replace(c, room=0.0) if c.row == 2 else c for c in first.cells))
    (found,) = bodies(tables(full, replace(page, cells=merged)))
    assert [row[:2] for row in found[1:]] == [
        ("产业发展", "改造老城供水和排水管网"),
        ("产业发展", "培训技能人才"),
        ("产业发展", "修缮危旧校舍"),
    ]

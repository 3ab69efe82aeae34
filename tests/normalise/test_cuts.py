"""A table cut over pages, at any row or inside any row, is the table that it was."""

from __future__ import annotations

from random import Random

from fictional import task_table
from hypothesis import given, settings
from hypothesis import strategies as st

from policyparse.document import Cell, Document, FileInfo, Table
from policyparse.lexicon import default_lexicon
from policyparse.normalise import normalise
from policyparse.normalise.model import LogicalTable, Tidy
from policyparse.origin import Origin
from policyparse.text import compact, count
from rendering.content import Row

LEXICON = default_lexicon()
KEYS = ("number", "task", "content", "deadline", "lead")
NAMES = {"number": "序号", "task": "重点任务", "content": "主要内容", "deadline": "完成时限", "lead": "责任单位"}
#: Characters a line, by column.
WIDTHS = {"number": 3, "task": 8, "content": 14, "deadline": 5, "lead": 5}

steady = settings(max_examples=150, deadline=None, derandomize=True, database=None)


def lines(text: str, width: int) -> list[str]:
    """The text as it stands in a cell of so many characters a line."""
    return [text[start : start + width] for start in range(0, len(text), width)]


def piece(rows: list[list[list[str]]], keys: tuple[str, ...], page: int, *, header: bool) -> Table:
    """A table of these rows (cells as lines) as the reader of pages gives it."""
    edges = [50.0]
    for key in keys:
        edges.append(edges[-1] + 10 * WIDTHS[key] + 8)
    top = [[[NAMES[key]] for key in keys]] if header else []
    cells = [
        Cell(
            row=r,
            col=c,
            text="".join(cell),
            origin=Origin(page=page, table=page, row=r, bbox=(edges[c], 20.0 * r, edges[c + 1], 20.0 * r + 20)),
            room=float(WIDTHS[keys[c]] - len(cell[-1])) if cell else None,
        )
        for r, row in enumerate((*top, *rows))
        for c, cell in enumerate(row)
    ]
    return Table(
        cells=tuple(cells),
        rows=len(top) + len(rows),
        cols=len(keys),
        origin=Origin(page=page, table=page),
        column_edges=tuple(edges),
        evidence="ruled",
    )


def document(tables: list[Table]) -> Document:
    file = FileInfo(path="list.pdf", format="pdf", sha256="0", size_bytes=1)
    return Document(
        file=file, blocks=tuple(tables), characters=sum(count(cell.text) for table in tables for cell in table.cells)
    )


def body(tidy: Tidy) -> list[list[str]]:
    tables = [block for block in tidy.blocks if isinstance(block, LogicalTable)]
    assert len(tables) == 1
    return [[compact(cell.text) for cell in row.cells] for row in tables[0].rows if row.kind == "body"]


@st.composite
def cut_tables(draw: st.DrawFn) -> tuple[list[list[str]], list[Table]]:
    """The cells of a table, and its pieces on several pages."""
    random = Random(draw(st.integers(0, 2**32 - 1)))
    numbered = draw(st.booleans())
    keys = KEYS if numbered else KEYS[1:]
    table = task_table(random, rows=draw(st.integers(3, 9)), sections=0, group=1, size=2)
    wanted = [[row.values[key] for key in keys] for row in table.rows if isinstance(row, Row)]
    rows = [[lines(text, WIDTHS[key]) for text, key in zip(row, keys, strict=True)] for row in wanted]
    pieces: list[list[list[list[str]]]] = [[]]
    for number, row in enumerate(rows):
        height = max(map(len, row))
        if number and draw(st.integers(0, 2)) == 0:
            pieces.append([])
        while height > 1 and draw(st.integers(0, 3)) == 0:
            at = draw(st.integers(1, height - 1))
            upper, row = [cell[:at] for cell in row], [cell[at:] for cell in row]
            pieces[-1].append(upper)
            pieces.append([])
            height -= at
        pieces[-1].append(row)
    again = draw(st.booleans())
    tables = [piece(part, keys, page, header=again or page == 1) for page, part in enumerate(pieces, start=1)]
    return wanted, tables


@steady
@given(cut_tables())
def test_joining_gives_the_original(drawn: tuple[list[list[str]], list[Table]]) -> None:
    wanted, tables = drawn
    assert body(normalise(document(tables), LEXICON)) == [[compact(text) for text in row] for row in wanted]


@steady
@given(cut_tables())
def test_normalising_twice_is_normalising_once(drawn: tuple[list[list[str]], list[Table]]) -> None:
    wanted, tables = drawn
    once = normalise(document(tables), LEXICON)
    again = [[lines(text, 14) for text in row] for row in body(once)]
    keys = KEYS if len(wanted[0]) == len(KEYS) else KEYS[1:]
    assert body(normalise(document([piece(again, keys, 1, header=True)]), LEXICON)) == body(once)


@steady
@given(cut_tables())
def test_no_character_is_lost(drawn: tuple[list[list[str]], list[Table]]) -> None:
    _, tables = drawn
    source = document(tables)
    (joined,) = [block for block in normalise(source, LEXICON).blocks if isinstance(block, LogicalTable)]
    kept = [cell.text for row in joined.rows for cell in row.cells if cell.filled is None]
    again = [text for row in joined.rows for text in row.repeats]
    assert sum(map(count, (*kept, *again, *joined.header_texts))) == source.characters

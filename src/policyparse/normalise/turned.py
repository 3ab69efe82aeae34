"""Tables whose header is the first column (任务 | 目标 | 时限 below one another, each further column a task): turned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policyparse.document import Block, Paragraph, Table
from policyparse.lexicon import Lexicon
from policyparse.normalise.column_names import is_header_text, is_whole_name, match_name
from policyparse.normalise.form_rows import all_form, distinct
from policyparse.normalise.shapes import shape_of
from policyparse.text import count, fold, one_line

#: A turned header has at least so many names, and nothing else but one.
_NAMES = 3
_SPARE = 1
_LONGEST_TITLE = 40


def turn(blocks: Sequence[Block], lexicon: Lexicon) -> list[Block]:
    """Every table with its names in the first column, and a task and what belongs to it among them, is turned.

    Titles over the whole width become paragraphs above it. Cells keep the places where they stand in the source.
    """
    return [part for block in blocks for part in (_turned(block, lexicon) if isinstance(block, Table) else [block])]


def _turned(table: Table, lexicon: Lexicon) -> list[Block]:
    grid = table.grid()
    first = 0
    while first < table.rows and len(cells := distinct(grid[first])) == 1 and count(cells[0].text) <= _LONGEST_TITLE:
        first += 1
    if table.cols < 3 or table.rows - first < _NAMES or any(c.row < first < c.row + c.row_span for c in table.cells):
        return [table]
    names = [c for c in table.cells if c.col == 0 and c.row >= first]
    if any(c.col_span > 1 or c.row_span > 1 for c in names) or len({fold(c.text) for c in names}) < len(names):
        return [table]
    if all_form(grid, first, lexicon):
        return [table]
    top = [c for c in distinct(grid[first]) if c.col > 0]
    counts = bool(top) and all(shape_of(c.text, lexicon) == "ordinal" for c in top)
    unnamed = [c for c in names if not c.text.strip() and not (c.row == first and counts)]
    known = [c for c in names if is_whole_name(one_line(c.text), lexicon)]
    fields = {found[0] for c in known if (found := match_name(one_line(c.text), lexicon)) is not None}
    if len(known) < max(_NAMES, len(names) - _SPARE) or len(fields) < _NAMES or unnamed:
        return [table]
    if "task" not in fields or not fields & {"owner", "lead", "leader", "deadline"}:
        return [table]
    others = [c for c in table.cells if c.row >= first and c.col > 0 and c.text.strip()]
    if not top or any(is_header_text(one_line(c.text), lexicon) for c in top):
        return [table]  # a header of its own on top
    if sum(is_whole_name(one_line(c.text), lexicon) for c in others) * len(names) > len(others):
        return [table]  # labels in other columns too: a form
    titles = [Paragraph(text=c.text, origins=(c.origin,)) for row in grid[:first] for c in distinct(row)]
    swapped = tuple(
        replace(c, row=c.col, col=c.row - first, row_span=c.col_span, col_span=c.row_span)
        for c in sorted(table.cells, key=lambda c: (c.col, c.row))
        if c.row >= first
    )
    turned = replace(
        table,
        cells=swapped,
        rows=table.cols,
        cols=table.rows - first,
        header_rows=1,
        column_edges=None,
        column_texts=None,
        open_top=False,
        open_bottom=False,
        evidence=f"{table.evidence}, turned: its names stand in the first column",
    )
    return [*titles, turned]

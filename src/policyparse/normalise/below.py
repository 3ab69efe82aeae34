"""Tables printed below one another in one grid, each with a header of its own: taken apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policyparse.document import Block, Cell, Paragraph, Table
from policyparse.lexicon import Lexicon
from policyparse.normalise.column_names import is_whole_name, is_year, match_name
from policyparse.normalise.form_rows import all_form, distinct, form_pairs
from policyparse.normalise.headers import Head, find_head
from policyparse.text import fold, one_line

#: A header in the middle of a grid has at least so many names, and nearly nothing else.
_NAMES = 3
_SHARE = 0.75


def apart(blocks: Sequence[Block], lexicon: Lexicon) -> list[Block]:
    """Every table with a further header inside (of other columns, or under a title of its own with numbers from 1)
    becomes one table per header; the others stay."""
    return [part for block in blocks for part in (_parts(block, lexicon) if isinstance(block, Table) else [block])]


def _parts(table: Table, lexicon: Lexicon) -> list[Block]:
    head = find_head(table, lexicon)
    grid = table.grid()
    if not head.rows:
        return _cards(table, grid, head, lexicon)
    known = [[_text(c) for c in grid[r]] for r in head.rows]
    cuts = [0]
    for r in range(head.body_start + 1, table.rows - 1):
        own = [cell for cell in distinct(grid[r]) if cell.row == r]
        if len(own) < len(distinct(grid[r])) or not _is_header(own, lexicon):
            continue
        first = r
        while first - 1 > cuts[-1] and len(distinct(grid[first - 1])) == 1:
            first -= 1  # its title
        again = [_text(c) for c in grid[r]] in known
        below = min(r + len(known), table.rows - 1)
        if again and not (first < r and _text(grid[below][own[0].col]) == "1"):
            continue  # the same header, printed again within one table
        if not any(cell.row < first < cell.row + cell.row_span for cell in table.cells):
            cuts.append(first)
            known = [[_text(c) for c in grid[r]]]
    return _parted(table, cuts)


def _cards(table: Table, grid: Sequence[Sequence[Cell | None]], head: Head, lexicon: Lexicon) -> list[Block]:
    """Forms below one another, each with the same first label (任务名称): one table each, under its title."""
    labels = [distinct(row)[:1] for row in grid]
    first = _text(labels[head.form[0]][0]) if head.form else ""
    found = match_name(first, lexicon)
    if found is None or found[0] not in {"task", "number"} or not all_form(grid, head.form[0], lexicon):
        return [table]
    cuts = [0]
    for r in range(head.form[0] + 2, table.rows):
        if not labels[r] or labels[r][0].row != r or _text(labels[r][0]) != first:
            continue
        start = r
        while start - 1 > cuts[-1] and len(distinct(grid[start - 1])) == 1:
            start -= 1
        if not any(cell.row < start < cell.row + cell.row_span for cell in table.cells):
            cuts.append(start)
    return _parted(table, cuts)


def _parted(table: Table, cuts: Sequence[int]) -> list[Block]:
    """The tables from each of the rows `cuts` to the next; titles over a later one are paragraphs above it."""
    if len(cuts) == 1:
        return [table]
    grid = table.grid()
    found: list[Block] = []
    for first, end in zip(cuts, [*cuts[1:], table.rows], strict=True):
        start = first
        while first > 0 and start < end - 1 and len(distinct(grid[start])) == 1:
            found.extend(Paragraph(text=c.text, origins=(c.origin,)) for c in distinct(grid[start]))
            start += 1
        found.append(_narrowed(_cut(table, start, end)))
    return found


def _text(cell: Cell | None) -> str:
    return fold(cell.text) if cell is not None else ""


def _is_header(cells: Sequence[Cell], lexicon: Lexicon) -> bool:
    """Names and nothing else: known as a whole, or years."""
    if len(cells) < _NAMES:
        return False
    spare = (1 - _SHARE) * len(cells)
    for cell in cells:
        spare -= not (is_whole_name(one_line(cell.text), lexicon) or is_year(cell.text))
        if spare < 0:
            return False
    return not form_pairs(cells, lexicon)


def _cut(table: Table, first: int, end: int) -> Table:
    inside = [c for c in table.cells if first <= c.row < end]
    # empty columns on the right are those of a wider table above or below
    cols = max((c.col + (c.col_span if c.row > first else 1) for c in inside if c.text.strip()), default=table.cols)
    cells = tuple(replace(c, row=c.row - first, col_span=min(c.col_span, cols - c.col)) for c in inside if c.col < cols)
    return replace(
        table,
        cells=cells,
        rows=end - first,
        cols=cols,
        caption=table.caption if first == 0 else None,
        header_rows=table.header_rows if first == 0 else None,
        column_edges=table.column_edges[: cols + 1] if table.column_edges else None,
        column_texts=table.column_texts[:cols] if table.column_texts else None,
        open_top=table.open_top and first == 0,
        open_bottom=table.open_bottom and end == table.rows,
        evidence=f"{table.evidence}, taken apart at a header of its own",
    )


def _narrowed(table: Table) -> Table:
    """Without the borders of the tables above and below that part none of its own cells."""
    starts = sorted({0, *(c.col for c in table.cells)})
    if len(starts) == table.cols:
        return table
    place = {start: index for index, start in enumerate(starts)}
    cells = tuple(
        replace(c, col=place[c.col], col_span=sum(c.col <= start < c.col + c.col_span for start in starts))
        for c in table.cells
    )
    edges = table.column_edges
    return replace(
        table,
        cells=cells,
        cols=len(starts),
        column_edges=tuple(edges[start] for start in (*starts, table.cols)) if edges else None,
        column_texts=None,
    )

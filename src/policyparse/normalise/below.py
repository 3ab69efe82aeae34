"""Tables printed below one another in one grid, each with a header of its own: taken apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policyparse.document import Block, Cell, Table
from policyparse.lexicon import Lexicon
from policyparse.normalise.column_names import match_name, plain_name
from policyparse.normalise.headers import distinct, find_head, form_pairs, header_signature, same_header
from policyparse.text import fold, one_line

#: A header in the middle of a grid has at least so many names, and nearly nothing else.
_NAMES = 3
_SHARE = 0.75


def apart(blocks: Sequence[Block], lexicon: Lexicon) -> list[Block]:
    """Every table with a further header of other columns inside becomes one table per header; the others stay."""
    return [part for block in blocks for part in (_parts(block, lexicon) if isinstance(block, Table) else [block])]


def _parts(table: Table, lexicon: Lexicon) -> list[Table]:
    head = find_head(table, lexicon)
    if not head.rows:
        return [table]
    signature = header_signature(table, head)
    grid = table.grid()
    cuts = [0]
    for r in range(head.body_start + 1, table.rows - 1):
        own = [cell for cell in distinct(grid[r]) if cell.row == r]
        if len(own) < len(distinct(grid[r])) or not _is_other_header(own, signature, lexicon):
            continue
        first = r
        while first - 1 > cuts[-1] and len(distinct(grid[first - 1])) == 1:
            first -= 1  # its title
        if not any(cell.row < first < cell.row + cell.row_span for cell in table.cells):
            cuts.append(first)
            signature = tuple(fold(cell.text) for cell in own)
    if len(cuts) == 1:
        return [table]
    return [_cut(table, a, b) for a, b in zip(cuts, [*cuts[1:], table.rows], strict=True)]


def _is_other_header(cells: Sequence[Cell], signature: Sequence[str], lexicon: Lexicon) -> bool:
    if len(cells) < _NAMES or form_pairs(cells, lexicon):
        return False
    known = 0
    for cell in cells:
        found = match_name(one_line(cell.text), lexicon)
        known += found is not None and found[1] in {plain_name(cell.text), fold(cell.text).lower()}
    return known >= _SHARE * len(cells) and not same_header(signature, [fold(cell.text) for cell in cells])


def _cut(table: Table, first: int, end: int) -> Table:
    cells = tuple(replace(c, row=c.row - first) for c in table.cells if first <= c.row < end)
    cols = max((c.col + c.col_span for c in cells), default=table.cols)
    return replace(
        table,
        cells=cells,
        rows=end - first,
        cols=cols,
        caption=table.caption if first == 0 else None,
        header_rows=table.header_rows if first == 0 else None,
        column_edges=table.column_edges[: cols + 1] if table.column_edges else None,
        open_top=table.open_top and first == 0,
        open_bottom=table.open_bottom and end == table.rows,
        evidence=f"{table.evidence}, taken apart at a header of its own",
    )

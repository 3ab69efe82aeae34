"""Tables printed beside one another in one grid (序号 | 任务 | 时限 | 序号 | 任务 | 时限): put below one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policyparse.document import Block, Cell, Table
from policyparse.lexicon import Lexicon
from policyparse.normalise.headers import find_head
from policyparse.text import fold


def unstack(blocks: Sequence[Block], lexicon: Lexicon) -> list[Block]:
    """Every table whose one header row repeats itself k times becomes k times as long; the others stay."""
    return [_unstacked(block, lexicon) if isinstance(block, Table) else block for block in blocks]


def _unstacked(table: Table, lexicon: Lexicon) -> Table:
    head = find_head(table, lexicon)
    if len(head.rows) != 1 or head.titles or head.form:
        return table
    top = head.rows[0]
    names = [fold(cell.text) if cell is not None else "" for cell in table.grid()[top]]
    width = next(
        (w for w in range(2, len(names) // 2 + 1) if len(names) % w == 0 and names == names[:w] * (len(names) // w)), 0
    )
    if not width or not all(names) or len(set(names[:width])) < width:
        return table
    if any(cell.col // width != (cell.col + cell.col_span - 1) // width for cell in table.cells):
        return table  # a cell reaches over the border of two halves
    length = table.rows - top
    cells = [_moved(cell, cell.col // width * length - top, cell.col // width * width) for cell in table.cells]
    return replace(
        table,
        cells=tuple(sorted(cells, key=lambda c: (c.row, c.col))),
        rows=length * (len(names) // width),
        cols=width,
        column_edges=table.column_edges[: width + 1] if table.column_edges else None,
        column_texts=table.column_texts[:width] if table.column_texts else None,
        evidence=f"{table.evidence}, {len(names) // width} beside one another",
    )


def _moved(cell: Cell, down: int, left: int) -> Cell:
    return replace(cell, row=cell.row + down, col=cell.col - left)

"""Tables printed beside one another in one grid, with or without a blank column between them: put below one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policyparse.document import Block, Cell, Paragraph, Table
from policyparse.lexicon import Lexicon
from policyparse.normalise.column_names import match_name
from policyparse.normalise.form_rows import distinct
from policyparse.normalise.headers import find_head, header_paths
from policyparse.text import fold

Grid = Sequence[Sequence[Cell | None]]


def unstack(blocks: Sequence[Block], lexicon: Lexicon) -> list[Block]:
    """Every table whose header repeats itself k times (序号 | 任务 | 时限 | 序号 | 任务 | 时限) becomes k times as long;
    of tables with numbers of their own beside a blank column each becomes one; the others stay."""
    return [part for block in blocks for part in (_unstacked(block, lexicon) if isinstance(block, Table) else [block])]


def _unstacked(table: Table, lexicon: Lexicon) -> list[Block]:
    head = find_head(table, lexicon)
    if not head.rows or head.form:
        return [table]
    top, grid = head.rows[0], table.grid()
    blank = {c for c in range(table.cols) if all(row[c] is None or not _text(row[c]) for row in grid[top:])}
    kept = [c for c in range(table.cols) if c not in blank]
    paths = header_paths(table, head)
    names = [tuple(map(fold, paths[c])) for c in kept]
    width = next(
        (w for w in range(2, len(names) // 2 + 1) if len(names) % w == 0 and names == names[:w] * (len(names) // w)), 0
    )
    if width and all(names) and len(set(names[:width])) == width:
        halves = [kept[at : at + width] for at in range(0, len(kept), width)]
        if not _crossed(table, top, halves):
            return [*_titles(grid[:top]), _stacked(table, top, halves)]
    sides = _sides(kept)
    numbers = [
        sum((match_name(p, lexicon) or ("",))[0] == "number" for c in side for p in paths[c][-1:]) for side in sides
    ]
    if len(sides) > 1 and all(numbers) and not _crossed(table, top, sides):
        return [*_titles(grid[:top]), *(_alone(table, top, side) for side in sides)]
    return [table]


def _text(cell: Cell | None) -> str:
    return cell.text.strip() if cell is not None else ""


def _sides(columns: Sequence[int]) -> list[list[int]]:
    """The runs of columns between blank ones."""
    found: list[list[int]] = []
    for c in columns:
        if found and c == found[-1][-1] + 1:
            found[-1].append(c)
        else:
            found.append([c])
    return found


def _crossed(table: Table, top: int, sides: Sequence[Sequence[int]]) -> bool:
    """Does a cell of the header or below it reach over the border of two sides."""
    side_of = {c: n for n, side in enumerate(sides) for c in side}
    return any(
        len({side_of[c] for c in range(cell.col, cell.col + cell.col_span) if c in side_of}) > 1
        for cell in table.cells
        if cell.row >= top
    )


def _titles(rows: Grid) -> list[Block]:
    """What stands over all sides, as paragraphs."""
    return [Paragraph(text=cell.text, origins=(cell.origin,)) for row in rows for cell in distinct(row)]


def _stacked(table: Table, top: int, sides: Sequence[Sequence[int]]) -> Table:
    """The sides below one another."""
    length = table.rows - top
    cells = [_moved(cell, n * length - top, side) for n, side in enumerate(sides) for cell in _of(table, top, side)]
    return replace(
        table,
        cells=tuple(sorted(cells, key=lambda c: (c.row, c.col))),
        rows=length * len(sides),
        cols=len(sides[0]),
        header_rows=_marked(table, top),
        column_edges=_edges(table, sides[0]),
        column_texts=tuple(table.column_texts[c] for c in sides[0]) if table.column_texts else None,
        evidence=f"{table.evidence}, {len(sides)} beside one another",
    )


def _alone(table: Table, top: int, side: Sequence[int]) -> Table:
    """One side as a table of its own, without the empty rows at its end."""
    inside = _of(table, top, side)
    end = max(cell.row + cell.row_span for cell in inside if _text(cell))
    cells = [_moved(replace(c, row_span=min(c.row_span, end - c.row)), -top, side) for c in inside if c.row < end]
    return replace(
        table,
        cells=tuple(cells),
        rows=end - top,
        cols=len(side),
        header_rows=_marked(table, top),
        column_edges=_edges(table, side),
        column_texts=tuple(table.column_texts[c] for c in side) if table.column_texts else None,
        evidence=f"{table.evidence}, one of several beside one another",
    )


def _of(table: Table, top: int, side: Sequence[int]) -> list[Cell]:
    return [
        cell for cell in table.cells if cell.row >= top and any(cell.col <= c < cell.col + cell.col_span for c in side)
    ]


def _moved(cell: Cell, down: int, side: Sequence[int]) -> Cell:
    """The cell with its columns counted on its side."""
    covered = [n for n, c in enumerate(side) if cell.col <= c < cell.col + cell.col_span]
    return replace(cell, row=cell.row + down, col=covered[0], col_span=len(covered))


def _marked(table: Table, top: int) -> int | None:
    return (max(table.header_rows - top, 0) or None) if table.header_rows else None


def _edges(table: Table, side: Sequence[int]) -> tuple[float, ...] | None:
    edges = table.column_edges
    return (*(edges[c] for c in side), edges[side[-1] + 1]) if edges else None

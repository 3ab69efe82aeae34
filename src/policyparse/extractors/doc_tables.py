"""Paragraphs one after another to paragraphs and tables, cells inside rows inside tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from policyparse.extractors.doc_model import DEEPEST_TABLE, CellForm, Flat, RowForm

#: Word's widest page is 22 inches; boundaries beyond that stand in damaged files only.
_WIDEST = 31_680
#: Width in twips of a cell whose boundaries the file does not tell.
_CELL_WIDTH = 1000
#: Word allows 63 cells a row; what stands in more than this is put into the last of them.
_MOST_CELLS = 200
#: More boundaries than this in one table are not drawn by hand (Word allows 63 cells a row).
_MOST_EDGES = 200
#: Boundaries are then taken together by this many twips: no column with text is narrower than a character of 五号.
_NARROWEST = 210


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A cell. `first` and `span` count columns of the table's grid, from 0 and from 1."""

    nodes: Sequence[Node]
    first: int
    span: int
    form: CellForm


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedRow:
    cells: Sequence[Placed]
    header: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedTable:
    """A table. `edges`: x of the grid's boundaries in twips."""

    rows: Sequence[PlacedRow]
    edges: tuple[int, ...]
    ruled: bool


Node = Flat | PlacedTable


@dataclass(slots=True)
class _Open:
    """A table while its rows come."""

    rows: list[tuple[list[list[Node]], RowForm]] = field(default_factory=list)
    cells: list[list[Node]] = field(default_factory=list)
    cell: list[Node] = field(default_factory=list)

    def end_row(self, form: RowForm) -> None:
        if self.cell:
            self.cells.append(self.cell)
        if self.cells:
            self.rows.append((self.cells, form))
        self.cells, self.cell = [], []


def nest(flats: Iterable[Flat]) -> list[Node]:
    """The nodes of one story. A row without its mark (a damaged file) is a row all the same."""
    found: list[Node] = []
    tables: list[_Open] = []

    def close() -> None:
        done = tables.pop()
        done.end_row(RowForm())
        target = tables[-1].cell if tables else found
        if done.rows:
            target.append(_place(done.rows))

    for flat in flats:
        depth = min(flat.depth, DEEPEST_TABLE)
        while len(tables) > depth:
            close()
        while len(tables) < depth:
            tables.append(_Open())
        if not tables:
            found.append(flat)
            continue
        table = tables[-1]
        if flat.end == "row":
            if flat.inlines:
                table.cell.append(flat)
            table.end_row(flat.row or RowForm())
            continue
        table.cell.append(flat)
        if flat.end == "cell":
            table.cells.append(table.cell)
            table.cell = []
    while tables:
        close()
    return found


def _place(rows: Sequence[tuple[list[list[Node]], RowForm]]) -> PlacedTable:
    rows = [(_bounded(cells), form) for cells, form in rows]
    own = [_edges(form.edges, len(cells)) for cells, form in rows]
    grid = sorted({edge for edges in own for edge in edges})
    places = _taken_together(grid) if len(grid) > _MOST_EDGES else {edge: i for i, edge in enumerate(grid)}
    kept: dict[int, int] = {}
    for edge in grid:
        kept.setdefault(places[edge], edge)
    placed = []
    for (cells, form), edges in zip(rows, own, strict=True):
        merged = _merges(form.cells, len(cells))
        at = places[edges[0]]
        row = []
        for nodes, right, cell in zip(cells, edges[1:], merged, strict=True):
            span = max(1, places[right] - at)
            row.append(Placed(nodes=nodes, first=at, span=span, form=cell))
            at += span
        placed.append(PlacedRow(cells=row, header=form.header))
    return PlacedTable(rows=placed, edges=tuple(kept.values()), ruled=any(form.ruled for _, form in rows))


def _bounded(cells: list[list[Node]]) -> list[list[Node]]:
    if len(cells) <= _MOST_CELLS:
        return cells
    return [*cells[: _MOST_CELLS - 1], [node for cell in cells[_MOST_CELLS - 1 :] for node in cell]]


def _edges(told: Sequence[int], cells: int) -> list[int]:
    """Boundaries of a row with so many cells, each to the right of the one before."""
    edges = [max(-_WIDEST, min(_WIDEST, edge)) for edge in told[: cells + 1]] or [0]
    while len(edges) < cells + 1:
        edges.append(edges[-1] + _CELL_WIDTH)
    for at, (left, right) in enumerate(pairwise(edges)):
        if right <= left:
            edges[at + 1] = edges[at] + 1
    return edges


def _taken_together(grid: Sequence[int]) -> dict[int, int]:
    places: dict[int, int] = {}
    start, place = grid[0], 0
    for edge in grid:
        if edge - start >= _NARROWEST:
            start, place = edge, place + 1
        places[edge] = place
    return places


def _merges(forms: Sequence[CellForm], cells: int) -> list[CellForm]:
    return [*forms[:cells], *([CellForm()] * (cells - len(forms)))]

"""From what was read to blocks: which table is a box or mere layout, which paragraphs share a box, the tables' numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from policyparse.document import Block, Cell, Heading, Paragraph, Table
from policyparse.extractors.docx_flow import Grid, GridCell, Node, Para
from policyparse.extractors.docx_text import nodes_text
from policyparse.origin import Origin
from policyparse.text import count

#: A column without rules that holds more of the text than this lays out the page (text copied from the web); with
#: rules it is a box unless next to nothing stands outside it.
_SHARE_OF_A_COLUMN: Final = 0.5
_SHARE_OF_A_BOX: Final = 0.9
#: A cell with so many paragraphs is the middle column of a page; cells of task lists hold fewer.
_PAGE_PARAGRAPHS: Final = 10
_REAL_TABLE: Final = 2  # rows and columns of a table that is more than a way to place words


@dataclass(slots=True)
class _Draft:
    """The document as it grows. `frame` is the key of the last paragraph's box and `boxed` its number, None outside any."""

    characters: int
    blocks: list[Block] = field(default_factory=list)
    tables: int = 0
    boxes: int = 0
    boxed: int | None = None
    frame: str | None = None
    grids: int = 0


def lay_out(nodes: Sequence[Node]) -> tuple[Block, ...]:
    """The blocks in reading order.

    A table of one column is a box: its paragraphs stand in place, `boxed`, unless it is mere layout. A table without
    rules round most of the text is mere layout too: what stands in it stands in place. A table that fills a whole row
    of another one stands between the parts of that one, and so do tables beside one another in a row that holds nothing
    else. Any other table inside a cell is text.
    """
    draft = _Draft(characters=count(nodes_text(nodes)))
    _place_all(nodes, draft)
    return tuple(draft.blocks)


def _place_all(nodes: Sequence[Node], draft: _Draft) -> None:
    for node in nodes:
        if isinstance(node, Para):
            _place_paragraph(node, draft)
        else:
            draft.frame = draft.boxed = None
            _place_grid(node, draft)
            draft.frame = draft.boxed = None


def _place_paragraph(node: Para, draft: _Draft) -> None:
    if node.frame != draft.frame:
        draft.frame = node.frame
        if node.frame is not None:
            draft.boxes += 1
        draft.boxed = None if node.frame is None else draft.boxes
    if not node.text:
        return
    origins = (Origin(line=node.line),)
    if node.level is not None and node.frame is None:
        draft.blocks.append(Heading(text=node.text, level=node.level, origins=origins, style=node.style))
        return
    draft.blocks.append(Paragraph(text=node.text, origins=origins, style=node.style, boxed=draft.boxed))


def _place_grid(grid: Grid, draft: _Draft) -> None:
    if grid.cols == 1 and grid.header_rows is None:
        _place_column(grid, draft)
        return
    if any(_is_page(cell, grid, draft) for cell in grid.cells):
        for cell in grid.cells:
            _place_all(cell.nodes, draft)
        return
    start = 0
    by_row: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        by_row.setdefault(cell.row, []).append(cell)
    for row, cells in sorted(by_row.items()):
        if row >= start and _lays_out(cells, grid):
            _place_rows(grid, start, row, draft)
            for cell in cells:
                _place_all(cell.nodes, draft)
            start = row + max(cell.row_span for cell in cells)
    _place_rows(grid, start, grid.rows, draft)


def _lays_out(cells: Sequence[GridCell], grid: Grid) -> bool:
    """Does a row only place tables: one over its whole width, or several beside one another and nothing but these."""
    holding = [cell for cell in cells if any(_is_real_table(node) for node in cell.nodes)]
    if len(holding) == 1 and holding[0].col_span == grid.cols:
        return True
    return len(holding) > 1 and all(cell in holding or not nodes_text(cell.nodes) for cell in cells)


def _is_page(cell: GridCell, grid: Grid, draft: _Draft) -> bool:
    """Does a table without rules only lay out the page: most of the text stands in this one cell."""
    if grid.ruled or count(nodes_text(cell.nodes)) <= draft.characters * _SHARE_OF_A_COLUMN:
        return False
    if any(isinstance(node, Grid) and _holds_real_table(node) for node in cell.nodes):
        return True
    return sum(1 for node in cell.nodes if isinstance(node, Para) and node.text) >= _PAGE_PARAGRAPHS


def _holds_real_table(grid: Grid) -> bool:
    return _is_real_table(grid) or any(
        isinstance(node, Grid) and _holds_real_table(node) for cell in grid.cells for node in cell.nodes
    )


def _place_column(grid: Grid, draft: _Draft) -> None:
    """A box, or a column that lays out the page."""
    inner = [node for cell in grid.cells for node in cell.nodes]
    prose = [node for node in inner if isinstance(node, Para) and node.text]
    most = _SHARE_OF_A_BOX if grid.ruled else _SHARE_OF_A_COLUMN
    page = count(nodes_text(inner)) > draft.characters * most
    if page or not (grid.ruled or len(prose) > 1):
        _place_all(inner, draft)
        return
    draft.grids += 1
    frame = f"table {draft.grids}"
    for node in inner:
        if isinstance(node, Para):
            _place_paragraph(replace(node, frame=frame), draft)
        else:
            number = draft.boxed
            draft.frame = draft.boxed = None
            _place_grid(node, draft)
            draft.frame, draft.boxed = frame if number else None, number


def _is_real_table(node: Node) -> bool:
    return isinstance(node, Grid) and node.rows >= _REAL_TABLE and node.cols >= _REAL_TABLE


def _place_rows(grid: Grid, first: int, end: int, draft: _Draft) -> None:
    """The rows `first` to before `end` as one table, if any text stands in it."""
    cells = [cell for cell in grid.cells if first <= cell.row < end]
    if not any(nodes_text(cell.nodes) for cell in cells):
        return
    index = draft.tables
    draft.tables += 1
    headers = grid.header_rows if grid.header_rows and first == 0 else None
    draft.blocks.append(
        Table(
            cells=tuple(_cell(cell, first, index) for cell in cells),
            rows=end - first,
            cols=grid.cols,
            origin=Origin(table=index),
            header_rows=headers,
            column_edges=grid.edges,
            evidence="docx table",
        )
    )


def _cell(cell: GridCell, first: int, table: int) -> Cell:
    return Cell(
        row=cell.row - first,
        col=cell.col,
        text=nodes_text(cell.nodes),
        row_span=cell.row_span,
        col_span=cell.col_span,
        origin=Origin(table=table, row=cell.row - first),
    )

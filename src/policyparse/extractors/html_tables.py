"""Tables of data in a page: their rows and their grid.

Spans follow the HTML standard's table model ("forming a table"): `rowspan=0` reaches to the end of its
row group, spans end with their group. Where a broken page makes two cells overlap, the later cell is
narrowed and a problem says so. Rows and columns in which no cell begins are dropped: they are covered
by spans only. Rows and cells that are not displayed are no part of the grid.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from policyparse.document import Cell, Table
from policyparse.extractors.html_lines import Ctx, Piece, cell_text, plain_text
from policyparse.extractors.html_tree import Node
from policyparse.extractors.html_walk import derive, walk
from policyparse.origin import Origin

_GROUPS = {"thead", "tbody", "tfoot"}
#: The standard's limits.
_MOST_COLUMNS = 1000
_MOST_ROWS = 65534
_NUMBER = re.compile(r"\s*\+?([0-9]{1,8})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`group` numbers the row groups of the table; `head`: the row stands in a thead."""

    node: Node
    cells: tuple[Node, ...]
    group: int
    head: bool


@dataclass(slots=True)
class TableDraft:
    """A data table and what stood inside it without being part of it.

    `cells` are row, column, row span, column span, text and source line of each cell; the table object is
    made when its number in the document is known. `width` counts the columns of the source, and `hanging` are the
    cells whose spans reach below the last row: first column, the one after the last, rows that are missing.
    """

    line: int | None
    chars: int
    links: int
    cells: list[tuple[int, int, int, int, str, int | None]] = field(default_factory=list)
    rows: int = 0
    cols: int = 0
    header_rows: int | None = None
    aside: list[tuple[Piece, str]] = field(default_factory=list)
    stray: list[Piece | None] = field(default_factory=list)
    generated: str = ""
    broken: bool = False
    width: int = 0
    hanging: tuple[tuple[int, int, int], ...] = ()

    def table(self, number: int) -> Table:
        """The table as the `number`-th of the document, from 0."""
        origins: dict[tuple[int, int | None], Origin] = {}
        cells = []
        for row, col, high, wide, text, line in self.cells:
            origin = origins.get((row, line))
            if origin is None:
                origin = origins[row, line] = Origin(table=number, row=row, line=line)
            cells.append(Cell(row=row, col=col, text=text, row_span=high, col_span=wide, origin=origin))
        return Table(
            cells=tuple(cells),
            rows=self.rows,
            cols=self.cols,
            origin=Origin(table=number, line=self.line),
            header_rows=self.header_rows,
            evidence="html table",
        )


def rows_of(table: Node) -> list[Row]:
    """The displayed rows, footers last, as a browser shows them."""
    rows: list[Row] = []
    feet: list[Row] = []
    groups = 0
    for node, group in _rows(table):
        if node.hidden and not table.hidden:
            continue
        if not rows or rows[-1].group != id(group):
            groups += 1
        cells = tuple(cell for cell in _cells(node) if table.hidden or not cell.hidden)
        row = Row(node=node, cells=cells, group=id(group), head=group.tag == "thead")
        (feet if group.tag == "tfoot" else rows).append(row)
    return rows + feet


def _rows(table: Node) -> Iterator[tuple[Node, Node]]:
    """Every row of the table itself with its group. Forms and the like between table and row are looked through."""
    stack = [(kid, table) for kid in reversed(table.nodes())]
    while stack:
        node, group = stack.pop()
        if node.tag == "tr":
            yield node, group
        elif node.tag not in {"table", "caption", "td", "th"}:
            inner = node if node.tag in _GROUPS else group
            stack.extend((kid, inner) for kid in reversed(node.nodes()))


def _cells(row: Node) -> Iterator[Node]:
    stack = list(reversed(row.nodes()))
    while stack:
        node = stack.pop()
        if node.tag in {"td", "th"}:
            yield node
        elif node.tag not in {"table", "tr"}:
            stack.extend(reversed(node.nodes()))


class _CellSink:
    """Collects the text of a cell. A cell of a table inside it is set off by a blank, a row by a line end."""

    def __init__(self, aside: list[tuple[Piece, str]]) -> None:
        self.pieces: list[Piece | None] = []
        self.aside = aside

    def text(self, piece: Piece) -> None:
        if piece.ctx.reason:
            self.aside.append((piece, piece.ctx.reason))
        else:
            self.pieces.append(piece)

    def line_end(self) -> None:
        self.pieces.append(None)

    def edge(self, node: Node) -> None:
        if node.tag in {"td", "th"}:
            self.pieces.append(Piece(" ", Ctx(node), node.start, node.line))
        elif self.pieces and self.pieces[-1] is not None:
            self.pieces.append(None)

    def table(self, node: Node, ctx: Ctx) -> bool:
        return False


def read_table(node: Node, ctx: Ctx, before: TableDraft | None = None) -> TableDraft:
    """The grid of a data table; `table` and `row` of the origins count from 0 (the table's own number is set later).

    `before`: the table directly above. A page script that cuts a table between rows leaves the spans as they were;
    where the rows here lack just the places that its last cells cover, those reach down into them.
    """
    rows = rows_of(node)
    draft = TableDraft(line=node.line, chars=node.chars, links=node.links, header_rows=_header_rows(rows))
    blocked: list[tuple[int, int, int]] = []  # column from, to, row below the last one covered
    if before is not None and draft.header_rows is None and _continues(before, rows):
        blocked = [(start, end, min(left, len(rows))) for start, end, left in before.hanging]
        draft.cells = [(0, start, high, end - start, "", node.line) for start, end, high in blocked]
    latest = {start: n for n, (start, _, _) in enumerate(blocked)}
    last = _last_rows(rows)
    seen: set[int] = set()
    generated: list[str] = []
    for r, row in enumerate(rows):
        blocked = [block for block in blocked if block[2] > r]
        if blocked and r and len(row.cells) == draft.width == sum(_span(cell, "colspan") for cell in row.cells):
            # the row has a cell of its own for every column: the spans from above were written too long
            for start, _, _ in blocked:
                _end_span(draft, latest[start], r)
            blocked = []
        col = 0
        for cell in row.cells:
            seen.add(cell.start)
            col = _free(blocked, col)
            wide = min(_span(cell, "colspan"), _MOST_COLUMNS)
            room = min((start for start, _, _ in blocked if start > col), default=col + wide) - col
            draft.broken = draft.broken or room < wide
            wide = min(wide, room)
            high = _span(cell, "rowspan")
            if high > last[r] - r and last[r] == len(rows):
                draft.hanging = (*draft.hanging, (col, col + wide, min(high, _MOST_ROWS) - (last[r] - r)))
            high = min(high or _MOST_ROWS, last[r] - r)
            draft.cells.append((r, col, high, wide, _text(cell, ctx, draft, generated), cell.line))
            if high > 1:
                blocked.append((col, col + wide, r + high))
                latest[col] = len(draft.cells) - 1
            col += wide
            draft.width = max(draft.width, col)
    draft.generated = "".join(generated)
    _compact(draft)
    _leftovers(node, ctx, seen, draft)
    return draft


def _end_span(draft: TableDraft, index: int, row: int) -> None:
    """Let the cell at this place of the draft end above `row`."""
    draft.broken = True
    r, c, _, wide, text, line = draft.cells[index]
    draft.cells[index] = (r, c, row - r, wide, text, line)


def _continues(before: TableDraft, rows: list[Row]) -> bool:
    """Do the first rows lack the places of the hanging cells, and the row below these none."""
    for r, row in enumerate(rows[: max((left for _, _, left in before.hanging), default=0) + 1]):
        covered = sum(end - start for start, end, left in before.hanging if left > r)
        if sum(min(_span(cell, "colspan"), _MOST_COLUMNS) for cell in row.cells) + covered != before.width:
            return False
    return bool(before.hanging and rows)


def _last_rows(rows: list[Row]) -> list[int]:
    """For each row the index after the last row of its group."""
    last = [len(rows)] * len(rows)
    for r in range(len(rows) - 2, -1, -1):
        last[r] = last[r + 1] if rows[r].group == rows[r + 1].group else r + 1
    return last


def _span(cell: Node, name: str) -> int:
    """The number that a span attribute begins with, as browsers read it; 1 where there is none. 0 is a rowspan only."""
    text = cell.attrs.get(name)
    match = _NUMBER.match(text) if text else None
    value = int(match[1]) if match else 1
    return value if value or name == "rowspan" else 1


def _free(blocked: list[tuple[int, int, int]], col: int) -> int:
    """The first column from `col` on that no cell from above covers."""
    for start, end, _ in sorted(blocked):
        if start <= col < end:
            col = end
    return col


def _text(cell: Node, ctx: Ctx, draft: TableDraft, generated: list[str]) -> str:
    if len(cell.kids) == 1 and isinstance(cell.kids[0], str) and not cell.css.pre:
        return plain_text(cell.kids[0])
    sink = _CellSink(draft.aside)
    generated.append(walk(cell, derive(ctx, cell), sink))
    text = cell_text(sink.pieces)
    if text and not text.strip("☐ \n"):
        # the boxes by which rows are picked on a screen
        draft.aside.extend((piece, "markup") for piece in sink.pieces if piece)
        return ""
    return text


def _compact(draft: TableDraft) -> None:
    """Drop the rows and columns in which no cell begins."""
    rows = sorted({cell[0] for cell in draft.cells})
    cols = sorted({cell[1] for cell in draft.cells})
    draft.rows, draft.cols = len(rows), len(cols)
    draft.cells = [
        (row, col, bisect_left(rows, r + high) - row, bisect_left(cols, c + wide) - col, text, line)
        for r, c, high, wide, text, line in draft.cells
        for row, col in ((bisect_left(rows, r), bisect_left(cols, c)),)
    ]


def _header_rows(rows: list[Row]) -> int | None:
    """Leading rows in a thead or made of th only; None where the page marks none."""
    count = 0
    for row in rows:
        if not (row.head or (row.cells and all(cell.tag == "th" for cell in row.cells))):
            break
        count += bool(row.cells)
    return count or None


def _leftovers(node: Node, ctx: Ctx, seen: set[int], draft: TableDraft) -> None:
    """Text of the table that is in no cell of the grid: captions and stray text, rows that are not displayed."""
    sink = _CellSink(draft.aside)
    stack: list[tuple[Node | str, Ctx]] = [(kid, ctx) for kid in reversed(node.kids)]
    while stack:
        kid, around = stack.pop()
        if isinstance(kid, str):
            if not kid.isspace():
                sink.text(Piece(kid, around, node.start, node.line))
        elif kid.start not in seen:
            inner = derive(around, kid)
            if inner.owner is kid or kid.tag == "br":
                sink.line_end()
            stack.extend((each, inner) for each in reversed(kid.kids))
    draft.stray = sink.pieces

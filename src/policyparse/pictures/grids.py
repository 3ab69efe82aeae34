"""Tables of formats without pages (DOCX, HTML, XLSX …) set as grids, so that the same marks can be drawn on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policyparse.document import Cell, Table
from policyparse.normalise.model import LogicalTable
from policyparse.origin import Box
from policyparse.pictures.fonts import font, wrap
from policyparse.text import one_line

if TYPE_CHECKING:
    from PIL.Image import Image

#: Pixels: the words, a line of them, the room around them, the margin around the grid with room for a tag.
_WORDS, _LINE, _PAD, _MARGIN = 13, 17, 4, 26
#: Characters: the narrowest and the widest column, and lines that a cell is given.
_NARROW, _WIDE, _LINES = 3, 20, 6
#: Rows of one picture: it stays a screen or two high.
_ROWS = 40

#: The place of a cell: its table as found, row and column from 0.
Key = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Rows `start` to `end` (not included) of one piece of a table, and where its cells stand, in pixels."""

    picture: Image
    cells: dict[Key, Box]
    table: Table
    start: int
    end: int


def sheets_of(tables: list[LogicalTable]) -> int:
    """How many sheets all pieces of these tables take."""
    return sum(-(-part.rows // _ROWS) for table in tables for part in table.parts)


def sheets(tables: list[LogicalTable], most: int) -> Iterator[Sheet]:
    """Each piece of each table in sheets of so many rows; no more than `most` sheets."""
    made = 0
    for logical in tables:
        for part in logical.parts:
            for start in range(0, part.rows, _ROWS):
                if made == most:
                    return
                made += 1
                yield _sheet(part, start, min(part.rows, start + _ROWS))


def _sheet(table: Table, start: int, end: int) -> Sheet:
    from PIL import Image, ImageDraw  # noqa: PLC0415 (heavy)

    shown = [c for c in table.cells if c.row < end and c.row + c.row_span > start]
    xs = _edges([width * _WORDS + 2 * _PAD for width in _widths(table, shown)])
    lines = {id(c): _words(c, xs[c.col + c.col_span] - xs[c.col]) for c in shown}
    heights = [1] * (end - start)
    for cell in sorted(shown, key=lambda c: c.row_span):
        first, last = max(cell.row, start), min(cell.row + cell.row_span, end)
        short = len(lines[id(cell)]) - sum(heights[first - start : last - start])
        if short > 0:
            heights[last - 1 - start] += short
    ys = _edges([lines_of * _LINE + 2 * _PAD for lines_of in heights])
    picture = Image.new("RGB", (round(xs[-1]) + _MARGIN, round(ys[-1]) + _MARGIN), "white")
    pen = ImageDraw.Draw(picture)
    places: dict[Key, Box] = {}
    for cell in shown:
        first, last = max(cell.row, start), min(cell.row + cell.row_span, end)
        box = xs[cell.col], ys[first - start], xs[cell.col + cell.col_span], ys[last - start]
        places[(table.origin.table or 0, cell.row, cell.col)] = box
        for number, line in enumerate(lines[id(cell)]):
            at = (box[0] + _PAD, box[1] + _PAD + number * _LINE)
            pen.text(at, line, fill="black", font=font(_WORDS))
    return Sheet(picture=picture, cells=places, table=table, start=start, end=end)


def _widths(table: Table, cells: list[Cell]) -> list[int]:
    """Characters of each column: enough for its longest text, within limits."""
    widths = [_NARROW] * table.cols
    for cell in cells:
        if cell.col_span == 1:
            widths[cell.col] = max(widths[cell.col], min(_WIDE, len(one_line(cell.text)) + 1))
    return widths


def _words(cell: Cell, width: float) -> list[str]:
    text = one_line(cell.text)
    return wrap(text, width - 2 * _PAD, _WORDS, _LINES) if text else []


def _edges(sizes: list[int]) -> list[float]:
    edges = [float(_MARGIN)]
    for size in sizes:
        edges.append(edges[-1] + size)
    return edges

"""What is drawn over a page: rules as read, cells and what they are taken for, joins, and tags where the paper is blank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from policyparse.document import Cell, Table
from policyparse.normalise.model import Column, LogicalTable, Row
from policyparse.origin import Box
from policyparse.pictures.fonts import font
from policyparse.pictures.grids import Key

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

Kind = Literal["cell", "header", "section or note", "filled", "goes on, row joined", "rule", "paragraph", "set aside"]
COLOURS: dict[Kind, str] = {
    "cell": "#1f5fbf",
    "header": "#2e8b57",
    "section or note": "#00838f",
    "filled": "#7b3fa0",
    "goes on, row joined": "#d62728",
    "rule": "#ff9a3c",
    "paragraph": "#999999",
    "set aside": "#c2a100",
}
#: How much of a mark's colour its area takes, where it takes any: the print below stays legible.
_TINTS: dict[Kind, float] = {"header": 0.16, "section or note": 0.14, "filled": 0.14, "goes on, row joined": 0.10}
_WIDTHS: dict[Kind, int] = {"header": 2, "goes on, row joined": 2, "rule": 3}
#: Height of a tag's words and of the tag, in pixels.
_WORDS, _TAG = 11, 15
#: Darker than this is ink; a place is blank with no more than this part of it.
_DARK, _SPECKS = 150, 0.004


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A box in pixels (a line for a rule). `frame`: of a whole table, drawn thick, its tag outside of it."""

    box: Box
    kind: Kind
    tag: str = ""
    frame: bool = False


class TableMarks:
    """What is to be drawn of one table: made once, asked for the cells of each page."""

    def __init__(self, table: LogicalTable) -> None:
        self.table = table
        self.rows: dict[int | None, dict[int, Row]] = {}  #: by piece and its row
        for row in table.rows:
            for origin in row.origins:
                if origin.row is not None:
                    self.rows.setdefault(origin.table, {})[origin.row] = row

    def on(self, cells: dict[Key, Box]) -> Iterator[Mark]:
        """The marks of the cells that stand on a page, by their places there in pixels."""
        for number, part in enumerate(self.table.parts):
            shown = [cell for cell in part.cells if _key(part, cell) in cells]
            if shown:
                yield from self._piece(number, part, shown, cells)

    def _piece(self, number: int, part: Table, shown: Sequence[Cell], cells: dict[Key, Box]) -> Iterator[Mark]:
        table, rows = self.table, self.rows.get(part.origin.table, {})
        heads = set(table.header_rows[number]) if number < len(table.header_rows) else set()
        by_row: dict[int, list[Cell]] = defaultdict(list)
        covering: dict[tuple[int, int], Cell] = {}
        for cell in shown:
            by_row[cell.row].append(cell)
            covering.update(dict.fromkeys(cell.places(), cell))
            own = rows.get(cell.row)
            if cell.row in heads:
                yield Mark(box=cells[_key(part, cell)], kind="header", tag=_meaning(table, cell, max(heads)))
            else:
                other = own is not None and own.kind != "body"
                yield Mark(box=cells[_key(part, cell)], kind="section or note" if other else "cell")
        going = number > 0
        piece = f", piece {number + 1} of {len(table.parts)}" if len(table.parts) > 1 else ""
        yield Mark(
            box=_around([cells[_key(part, cell)] for cell in shown]),
            kind="goes on, row joined" if going else "cell",
            tag=f"table {table.index}{piece}" + (": goes on" if going else ""),
            frame=True,
        )
        columns = {cell.col: cells[_key(part, cell)] for cell in shown if cell.col_span == 1}
        for at, line in by_row.items():
            row = rows.get(at)
            if row is not None and row.kind == "body":
                lowest = min(cell.row_span for cell in line)
                box = _around([cells[_key(part, cell)] for cell in line if cell.row_span == lowest])
                if row.joined:
                    yield Mark(box=box, kind="goes on, row joined")
                if part.cols == len(table.columns):
                    places = [covering.get((at, column)) for column in range(part.cols)]
                    yield from _filled(row, places, box, columns, part, cells)


def _filled(
    row: Row, places: Sequence[Cell | None], line: Box, columns: dict[int, Box], part: Table, cells: dict[Key, Box]
) -> Iterator[Mark]:
    """The empty cells of a row that were given a text; where no cell covers a place it is as wide as its column."""
    for column, (value, cell) in enumerate(zip(row.cells, places, strict=True)):
        if not (value.filled and value.text) or (cell is not None and cell.text.strip()):
            continue
        if cell is not None:
            yield Mark(box=cells[_key(part, cell)], kind="filled", tag=f"↑{value.text}")
        elif column in columns:
            x0, _, x1, _ = columns[column]
            yield Mark(box=(x0, line[1], x1, line[3]), kind="filled", tag=f"↑{value.text}")


def _key(part: Table, cell: Cell) -> Key:
    return part.origin.table or 0, cell.row, cell.col


def _around(boxes: Sequence[Box]) -> Box:
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _meaning(table: LogicalTable, cell: Cell, last: int) -> str:
    """What the column below a header cell was taken for; nothing over several columns."""
    if cell.col_span > 1 or cell.row + cell.row_span <= last:
        return ""
    column = next((c for c in table.columns if c.index == cell.col and c.path), None)
    return meaning(column) if column is not None else ""


def meaning(column: Column) -> str:
    """The field that a column was taken for, with a question mark where that is a guess."""
    return (column.field or "attribute") + ("?" if column.rule in {"content", "position"} else "")


def draw(picture: Image, marks: Iterable[Mark]) -> Image:
    """The picture with the marks; tags stand only where it is blank."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 (heavy)

    listed = sorted(marks, key=lambda m: (m.kind != "rule", m.frame))
    ink = picture.convert("L").point(lambda shade: 255 if shade < _DARK else 0)
    for kind, part in _TINTS.items():
        tint = Image.new("L", picture.size, 0)
        pen = ImageDraw.Draw(tint)
        for mark in listed:
            if mark.kind == kind and not mark.frame:
                pen.rectangle(mark.box, fill=round(255 * part))
        picture.paste(COLOURS[kind], (0, 0), tint)
    # rules lie under the rest: what was read as one shows on both sides of a cell's border
    pen = ImageDraw.Draw(picture)
    for mark in listed:
        if mark.kind == "rule":
            pen.line(mark.box, fill=COLOURS["rule"], width=_WIDTHS["rule"])
    for mark in listed:
        if mark.kind != "rule":
            pen.rectangle(mark.box, outline=COLOURS[mark.kind], width=3 if mark.frame else _WIDTHS.get(mark.kind, 1))
    frames = [mark for mark in listed if mark.frame]
    for mark in listed:
        if mark.tag:
            _put_tag(pen, ink, mark, frames)
    return picture


def _put_tag(pen: ImageDraw, ink: Image, mark: Mark, others: Sequence[Mark]) -> None:
    """White words on the mark's colour at the first blank place: in the corners of a cell, else outside of the table.

    `ink` is the print, to which the tag is added; a tag is left out where no place is blank: the words are below the page.
    """
    from PIL import ImageDraw  # noqa: PLC0415 (heavy)

    x0, y0, x1, y1 = mark.box
    words = mark.tag
    if mark.kind == "filled":
        while len(words) > 1 and pen.textlength(words, font=font(_WORDS)) + 10 > x1 - x0:
            words = words[:-1]
    wide = pen.textlength(words, font=font(_WORDS)) + 6
    inside = [(x0 + 2, y0 + 2), (x1 - wide - 2, y0 + 2), (x0 + 2, y1 - _TAG - 2), (x1 - wide - 2, y1 - _TAG - 2)]
    outside = [(x0, y0 - _TAG - 2), (x1 - wide, y0 - _TAG - 2), (x0, y1 + 2), (x1 - wide, y1 + 2)]
    places = [] if mark.frame or wide + 4 > x1 - x0 else [(at, True) for at in inside]
    places += [] if mark.kind == "filled" else [(at, False) for at in outside]
    for (x, y), within in places:
        box = (round(x), round(y), round(x + wide), round(y + _TAG))
        if min(box[:2]) < 0 or box[2] > ink.width or box[3] > ink.height:
            continue
        if not within and any(_overlap(box, other.box) for other in others):
            continue
        if ink.crop(box).histogram()[255] <= _SPECKS * wide * _TAG:
            pen.rectangle(box, fill=COLOURS[mark.kind])
            pen.text((x + 3, y + _TAG / 2), words, fill="white", font=font(_WORDS), anchor="lm")
            ImageDraw.Draw(ink).rectangle(box, fill=255)
            return


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]

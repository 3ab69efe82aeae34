"""What is drawn over a page: rules as read, cells and what they are taken for, joins, and tags where the paper is blank."""

from __future__ import annotations

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


def table_marks(table: LogicalTable, cells: dict[Key, Box]) -> Iterator[Mark]:
    """The marks of a table's cells that stand on a page, by their places there in pixels."""
    parts = {part.origin.table: part for part in table.parts}
    for number, part in enumerate(table.parts):
        own = {key: box for key, box in cells.items() if key[0] == (part.origin.table or 0)}
        if not own:
            continue
        heads = set(table.header_rows[number]) if number < len(table.header_rows) else set()
        others = _other_rows(table, part)
        for cell in part.cells:
            box = own.get((part.origin.table or 0, cell.row, cell.col))
            if box is None:
                continue
            if cell.row in heads:
                yield Mark(box=box, kind="header", tag=_meaning(table, cell, max(heads)))
            else:
                yield Mark(box=box, kind="section or note" if cell.row in others else "cell")
        going = number > 0
        piece = f", piece {number + 1} of {len(table.parts)}" if len(table.parts) > 1 else ""
        yield Mark(
            box=_around(list(own.values())),
            kind="goes on, row joined" if going else "cell",
            tag=f"table {table.index}{piece}" + (": goes on" if going else ""),
            frame=True,
        )
    for row in table.rows:
        yield from _row_marks(table, row, parts, cells)


def _other_rows(table: LogicalTable, part: Table) -> set[int]:
    """The rows of a piece that are titles, sections or notes."""
    rows = (row for row in table.rows if row.kind != "body")
    return {o.row for row in rows for o in row.origins if o.table == part.origin.table and o.row is not None}


def _row_marks(table: LogicalTable, row: Row, parts: dict[int | None, Table], cells: dict[Key, Box]) -> Iterator[Mark]:
    """The empty cells that were given a text, and the pieces of a row that a page end cut."""
    for origin in row.origins if row.kind == "body" else ():
        part = parts.get(origin.table)
        if part is None or origin.row is None or part.cols != len(table.columns):
            continue
        own = [c for c in part.cells if c.row == origin.row and _key(part, c) in cells]
        lowest = min((c.row_span for c in own), default=1)
        line = [cells[_key(part, c)] for c in own if c.row_span == lowest]
        if not line:
            continue
        around = _around(line)
        if row.joined:
            yield Mark(box=around, kind="goes on, row joined")
        covering = {
            col: c
            for c in part.cells
            if c.row <= origin.row < c.row + c.row_span
            for col in range(c.col, c.col + c.col_span)
        }
        for column, value in enumerate(row.cells):
            cell = covering.get(column)
            if not (value.filled and value.text) or (cell is not None and cell.text.strip()):
                continue
            box = cells.get(_key(part, cell)) if cell is not None else _empty_place(part, column, around, cells)
            if box is not None:
                yield Mark(box=box, kind="filled", tag=f"↑{value.text}")


def _empty_place(part: Table, column: int, line: Box, cells: dict[Key, Box]) -> Box | None:
    """Where no cell covers a place of the row `line`: as wide as the column's cells."""
    boxes = [cells[_key(part, c)] for c in part.cells if c.col == column and c.col_span == 1 and _key(part, c) in cells]
    return (min(b[0] for b in boxes), line[1], max(b[2] for b in boxes), line[3]) if boxes else None


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

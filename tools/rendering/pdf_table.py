"""A table cut into sheets: which cells stand where on each page. Pure geometry; `pdf_paint` draws it.

Lengths in points; y grows downwards from the sheet's top, x from its left edge.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from rendering.content import Row, Table
from rendering.grid import GridCell, Line, header_lines
from rendering.layouts import Layout
from rendering.lines import wrap
from rendering.pdf_typeset import Typeset, typeset

#: Columns narrower than this have their names printed downwards where the layout wants that.
NARROW_NAME = 64.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A cell, or the part of it on this sheet. `raw_angle` 90 is text that reads upwards."""

    x0: float
    top: float
    x1: float
    bottom: float
    lines: tuple[str, ...]
    align: str = "left"
    bold: bool = False
    middle: bool = False
    raw_angle: int = 0
    ends: bool = True  #: its last line is the end of its text


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What stands on one page. `opens` / `closes`: the table begins / ends here. `header_bottom`: y, or None."""

    cells: tuple[Placed, ...]
    width: float
    height: float
    header_bottom: float | None
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """Lines `start` to `end` of a row; `whole` where that is all of it."""

    row: int
    start: int
    end: int
    whole: bool


def sheets(
    table: Table, width: float, rooms: Callable[[int], float], layout: Layout, wide: Callable[[str], float]
) -> list[Sheet]:
    """`table` cut into sheets of `width`; `rooms(n)` is the height free on its n-th page, from 0.

    `wide` is the width of a character at size 1.
    """
    made = typeset(table, width, layout, wide)
    result: list[Sheet] = []
    position = offset = turn = 0
    while position < len(made.lines) or not result:
        page = len(result)
        short = page == 0 and rooms(0) < rooms(1)
        header: tuple[list[Placed], float] = ([], 0.0)
        if layout.header == "every" or not _begun(result) or (layout.header == "some" and page % 2 == 0):
            header = _header(header_lines(table, turn=turn), made, layout, wide)
        room = rooms(page) - header[1]
        if layout.row_limit is not None:
            room = min(room, layout.row_limit * made.leading + 2 * made.pad_y)
        pieces = _fill(made, table, position, offset, room, layout, force=not short)
        heights = _heights(made, pieces, layout, first=position == 0 and offset == 0)
        while len(pieces) > 1 and sum(heights) > room + 0.01:
            pieces = pieces[:-1]
            heights = _heights(made, pieces, layout, first=position == 0 and offset == 0)
        if not pieces and short:
            result.append(Sheet(cells=(), width=width, height=0.0, header_bottom=None, opens=False, closes=False))
            continue
        turn += bool(header[0])
        cells = _place(made, pieces, heights, header[1], layout)
        result.append(
            Sheet(
                cells=(*header[0], *cells),
                width=width,
                height=header[1] + sum(heights),
                header_bottom=header[1] or None,
                opens=not _begun(result),
                closes=False,
            )
        )
        if pieces:
            last = pieces[-1]
            ended = last.end == made.heights[last.row]
            position, offset = (last.row + 1, 0) if ended else (last.row, last.end)
    result[-1] = replace(result[-1], closes=True)
    return result


def _begun(result: list[Sheet]) -> bool:
    return any(sheet.cells for sheet in result)


def _fill(
    made: Typeset, table: Table, position: int, offset: int, room: float, layout: Layout, *, force: bool
) -> list[_Piece]:
    pieces: list[_Piece] = []
    used = 0.0
    while position < len(made.lines):
        if position in table.breaks and offset == 0 and pieces:
            break
        rest = made.heights[position] - offset
        height = rest * made.leading + 2 * made.pad_y
        if used + height <= room + 0.01:
            pieces.append(_Piece(row=position, start=offset, end=made.heights[position], whole=offset == 0))
            used += height
            position, offset = position + 1, 0
            continue
        possible = int((room - used - 2 * made.pad_y + 0.01) // made.leading)
        can_cut = layout.row_break == "cut" and isinstance(table.rows[position], Row)
        if (can_cut or (force and not pieces)) and 1 <= possible < rest:
            pieces.append(_Piece(row=position, start=offset, end=offset + possible, whole=False))
        elif force and not pieces:  # taller than a page and nothing fits: print it all the same
            pieces.append(_Piece(row=position, start=offset, end=made.heights[position], whole=offset == 0))
        break
    return pieces


def _runs(made: Typeset, pieces: list[_Piece]) -> list[tuple[int, int, int, int]]:
    """Merged cells on this page as (column, top row, first piece, last piece)."""
    runs: list[tuple[int, int, int, int]] = []
    for place in range(len(made.edges) - 1):
        start = 0
        while start < len(pieces):
            top = made.tops[pieces[start].row][place]
            cell = made.lines[top][place]
            end = start
            if cell is not None and cell.row_span > 1:
                while end + 1 < len(pieces) and made.tops[pieces[end + 1].row][place] == top:
                    end += 1
                runs.append((place, top, start, end))
            start = end + 1
    return runs


def _shown(made: Typeset, place: int, top: int, piece: _Piece, layout: Layout) -> tuple[str, ...]:
    """The lines of a merged cell that stand in the part which begins with `piece`."""
    begins = piece.row == top and piece.start == 0
    again = layout.merged_break == "again" and place in made.repeated
    return made.texts[top, place] if begins or again else ()


def _heights(made: Typeset, pieces: list[_Piece], layout: Layout, *, first: bool) -> list[float]:
    heights = [(piece.end - piece.start) * made.leading + 2 * made.pad_y for piece in pieces]
    for place, top, start, end in _runs(made, pieces):
        need = len(_shown(made, place, top, pieces[start], layout)) * made.leading + 2 * made.pad_y
        heights[end] += max(0.0, need - sum(heights[start : end + 1]))
    return heights


def _place(made: Typeset, pieces: list[_Piece], heights: list[float], above: float, layout: Layout) -> list[Placed]:
    tops = [above]
    for height in heights:
        tops.append(tops[-1] + height)
    bare = layout.rules in ("none", "three-line")
    cells: list[Placed] = []
    for number, piece in enumerate(pieces):
        for place, cell in enumerate(made.lines[piece.row]):
            if cell is None or cell.row_span > 1:
                continue
            lines = made.texts[piece.row, place]
            cells.append(
                Placed(
                    x0=made.edges[place],
                    top=tops[number],
                    x1=made.edges[place + cell.col_span],
                    bottom=tops[number + 1],
                    lines=lines[piece.start : piece.end],
                    align=cell.align,
                    bold=cell.bold,
                    middle=layout.middle and piece.whole and not bare,
                    ends=piece.end >= len(lines),
                )
            )
    for place, top, start, end in _runs(made, pieces):
        merged = made.lines[top][place]
        cells.append(
            Placed(
                x0=made.edges[place],
                top=tops[start],
                x1=made.edges[place + 1],
                bottom=tops[end + 1],
                lines=_shown(made, place, top, pieces[start], layout),
                align=merged.align if merged is not None else "left",
                middle=layout.middle and not bare,
            )
        )
    return cells


def _header(
    lines: tuple[Line, ...], made: Typeset, layout: Layout, wide: Callable[[str], float]
) -> tuple[list[Placed], float]:
    size = layout.table_size
    set_cells: list[tuple[int, int, GridCell, tuple[str, ...], int]] = []
    heights = [made.leading + 2 * made.pad_y] * len(lines)
    tall: list[tuple[int, int, float]] = []
    for index, line in enumerate(lines):
        for place, cell in enumerate(line):
            if cell is None:
                continue
            room = made.edges[place + cell.col_span] - made.edges[place] - 2 * made.pad_x
            angle = 0
            texts = tuple(wrap(cell.text, room / size, wide))
            need = len(texts) * made.leading
            if layout.vertical_names != "no" and cell.col_span == 1 and room < NARROW_NAME:
                if layout.vertical_names == "stacked":
                    texts = tuple(cell.text.replace(" ", ""))
                    need = len(texts) * made.leading
                else:
                    texts, angle = (cell.text,), 90
                    need = sum(wide(char) for char in cell.text) * size
            set_cells.append((index, place, cell, texts, angle))
            tall.append((index, cell.row_span, need + 2 * made.pad_y))
    for index, span, need in tall:
        heights[index + span - 1] += max(0.0, need - sum(heights[index : index + span]))
    tops = [sum(heights[:index]) for index in range(len(heights) + 1)]
    return [
        Placed(
            x0=made.edges[place],
            top=tops[index],
            x1=made.edges[place + cell.col_span],
            bottom=tops[index + cell.row_span],
            lines=texts,
            align=cell.align,
            bold=True,
            middle=True,
            raw_angle=angle,
        )
        for index, place, cell, texts, angle in set_cells
    ], tops[-1]

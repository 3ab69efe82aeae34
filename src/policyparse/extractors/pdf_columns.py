"""Running text in two or more columns: where the page is divided, and which rows each column holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policyparse.extractors.pdf_lines import Line
from policyparse.extractors.pdf_page import Glyph
from policyparse.extractors.pdf_rows import Area, Row, make_row, measure

#: Columns of text are parted by at least this, in ems.
_GUTTER = 1.2
#: So many rows with text on both sides make columns …
_LEAST_ROWS = 6
#: … and this part of the lines on each side fills its column: prose, and no cells of a table.
_FULL = 0.6
#: A line fills its column when it ends this near to its right end, in ems.
_NEAR_END = 1.6
#: A column of text holds at least so many characters a line.
_LEAST_EMS = 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Rows that belong together. `own_area` is that of a column, None for text over the full width."""

    rows: tuple[Row, ...]
    own_area: Area | None = None


def find_columns(rows: Sequence[Row], area: Area, spaced: bool) -> list[Part]:
    """The rows in reading order: full width, then column by column, and so on."""
    if sum(len(row.pieces) > 1 for row in rows) < _LEAST_ROWS:
        return [Part(rows=tuple(rows))]
    parts: list[Part] = []
    start = 0
    pending: list[Row] = []
    while start < len(rows):
        end, gutter = _longest(rows, start, area)
        if gutter is None:
            pending.append(rows[start])
            start += 1
            continue
        if pending:
            parts.append(Part(rows=tuple(pending)))
            pending = []
        for left_side in (True, False):
            side = [r for row in rows[start:end] if (r := _side(row, gutter, left_side, spaced))]
            lines = [row.line for row in side]
            limits = (area.left, gutter) if left_side else (gutter, area.right)
            own = measure(lines, limits[1], None)
            right = max(line.x1 for line in lines)
            parts.append(
                Part(rows=tuple(side), own_area=Area(left=own.left, right=right, size=own.size, pitch=own.pitch))
            )
        start = end
    if pending:
        parts.append(Part(rows=tuple(pending)))
    return parts


def _longest(rows: Sequence[Row], start: int, area: Area) -> tuple[int, float | None]:
    """The end of the rows from `start` that one gutter divides, and the middle of that gutter."""
    first = rows[start]
    if len(first.pieces) != 2:
        return start, None
    a, b = first.pieces[0].x1, first.pieces[1].x0
    end = start
    both = 0
    for index in range(start, len(rows)):
        next_a, next_b = a, b
        for piece in rows[index].pieces:
            if piece.x1 <= (a + b) / 2 or ((piece.x0 + piece.x1) / 2 < (a + b) / 2 and piece.x1 < b):
                next_a = max(next_a, piece.x1)
            else:
                next_b = min(next_b, piece.x0)
        if next_b - next_a < _GUTTER * area.size:
            break
        a, b, end = next_a, next_b, index + 1
        both += len(rows[index].pieces) > 1
    middle = (a + b) / 2
    if both < _LEAST_ROWS:
        return start, None
    for left_side in (True, False):
        lines = [p for row in rows[start:end] for p in row.pieces if (p.x1 <= middle) is left_side]
        if not is_prose(lines, area.size):
            return start, None
    return end, middle


def is_prose(lines: Sequence[Line], size: float) -> bool:
    """Do these lines of one column fill it as running text does."""
    if len(lines) < _LEAST_ROWS:
        return False
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    if right - left < _LEAST_EMS * size:
        return False
    full = sum(right - line.x1 < _NEAR_END * size for line in lines)
    return full >= _FULL * len(lines)


def _side(row: Row, gutter: float, left: bool, spaced: bool) -> Row | None:
    glyphs: list[Glyph] = [g for g in row.line.glyphs if ((g.x0 + g.x1) / 2 < gutter) is left]
    return make_row(glyphs, spaced) if glyphs else None

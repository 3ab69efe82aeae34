"""Running text in two or more columns: where the page is divided, and which rows each column holds.

A zone is a stretch of rows with gutters that no text crosses, each column of it filled as prose fills it.
Columns need not begin or end together, and a column may be narrower beside a picture.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from policyparse.extractors.pdf_gutters import EVERYWHERE, Free, closes, cover, gutters
from policyparse.extractors.pdf_lines import Line
from policyparse.extractors.pdf_page import Glyph, Rule, union
from policyparse.extractors.pdf_rows import Area, Row, make_row, measure
from policyparse.origin import Box

#: Columns of text are parted by at least this, in ems.
_GUTTER = 1.2
#: Running text is set in fewer columns than this: newspapers have six at most.
_MOST_COLUMNS = 7
#: So many rows with text on both sides make columns …
_LEAST_ROWS = 6
#: … and this part of the lines of each fills its column: prose, and no cells of a table. Where a table is still
#: possible it must be more of them, …
_FULL, _SURELY_FULL = 0.6, 0.68
#: … and of a column's height no more than this part may be empty: beside the longest cell of a row the others are.
_EMPTY = 0.15
#: A line fills its column when it ends this near to where the lines around it end, in ems.
_NEAR_END = 1.6
#: So many lines before and after are around. Beside a picture a column is narrower.
_AROUND = 3
#: A column gets narrower or wider by at least this (ems), for so many lines.
_STEP, _STEADY = 1.3, 4
#: A column of text holds at least so many characters a line.
_LEAST_EMS = 9.0
#: Of more than two columns of a page the widths differ by at most this part.
_SAME_WIDTH = 0.2
#: Rows further apart than this (ems) are no part of one zone, and a step of so many pitches is a picture.
_APART, _PICTURE = 3.2, 12.0
#: Above the rows that show the gutters a line belongs to its column when it is not larger than this and indented by no
#: more than this (ems); lines of one paragraph leave less than this between them.
_LARGER, _INDENT, _LEADING = 1.08, 2.6, 1.0
#: Below a picture over a gutter stands its caption: smaller than this part of the text, and of this part of the width.
_CAPTION, _CAPTION_WIDTH = 0.8, 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Rows of a column, from top to bottom, and the area in which they are set."""

    rows: tuple[Row, ...]
    area: Area


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column, from top to bottom. More than one stretch where it is narrower beside a picture."""

    stretches: tuple[Stretch, ...]

    @property
    def box(self) -> Box:
        return union(row.line.box for stretch in self.stretches for row in stretch.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """Columns beside one another, from left to right: all of the rows `first` to `last`.

    `captions`: small lines below pictures that stand over a gutter.
    """

    first: int
    last: int
    columns: tuple[Column, ...]
    captions: tuple[Row, ...] = ()


def find_zones(rows: Sequence[Row], area: Area, spaced: bool, rules: Sequence[Rule] | None = None) -> list[Zone]:
    """The zones among rows that stand one below the other. Rows outside of them go over the full width.

    `rules`: horizontal rules; given where tables have not been looked for yet, so that only what can be no
    table is a zone.
    """
    if len(rows) < _LEAST_ROWS:
        return []
    found: list[Zone] = []
    start = floor = 0
    while start < len(rows):
        last, free = _run(rows, start, area)
        zone = _zone(rows, (floor, start, last), gutters(free, _GUTTER * area.size), area, spaced, rules)
        if zone is None:
            start += 1
            continue
        found.append(zone)
        start = floor = zone.last + 1
    return found


def _is_caption(piece: Line, area: Area) -> bool:
    return piece.size < _CAPTION * area.size and piece.x1 - piece.x0 < _CAPTION_WIDTH * (area.right - area.left)


def _run(rows: Sequence[Row], start: int, area: Area) -> tuple[int, Free]:
    """The last of the rows from `start` on that the same gutters divide, and what they leave free."""
    size, least = area.size, _GUTTER * area.size
    free = cover(EVERYWHERE, rows[start].pieces)
    last = start
    for index in range(start + 1, len(rows)):
        narrowed = cover(free, [piece for piece in rows[index].pieces if not _is_caption(piece, area)])
        left = len(gutters(narrowed, least))
        # gaps within the first lines look like gutters until other lines stand over them
        settled = index - start > _AROUND
        fewer = settled and (not left or left < len(gutters(free, least)))
        if fewer or rows[index].top - rows[last].bottom > _APART * size:
            break
        free, last = narrowed, index
    return last, free


def _zone(
    rows: Sequence[Row],
    stretch: tuple[int, int, int],
    between: Sequence[tuple[float, float]],
    area: Area,
    spaced: bool,
    rules: Sequence[Rule] | None,
) -> Zone | None:
    """The zone of a run, or None where its columns are no prose. `stretch`: the first row that is free, the run's first, its last."""
    floor, start, last = stretch
    middles = [(a + b) / 2 for a, b in between]
    if not middles or len(middles) >= _MOST_COLUMNS:
        return None
    sides, _ = _sides(rows[start : last + 1], between, spaced)
    if not all(sides) or not _are_columns([[row.line for row in side] for side in sides], area.size, rules is not None):
        return None
    first = _upwards(rows, start, floor, middles, [_area(side) for side in sides])
    sides, captions = _sides(rows[first : last + 1], between, spaced)
    if any(
        rows[first].top < rule.at < rows[last].bottom and any(rule.start < x < rule.end for x in middles)
        for rule in rules or ()
    ):
        return None
    columns = tuple(Column(stretches=tuple(_stretches(side))) for side in sides)
    return Zone(first=first, last=last, columns=columns, captions=tuple(captions))


def _upwards(rows: Sequence[Row], start: int, floor: int, middles: Sequence[float], areas: Sequence[Area]) -> int:
    """The first row of a zone that begins above `start`, where only some of its columns hold text."""
    first = start
    while first > floor:
        row, below = rows[first - 1], rows[first]
        size = areas[0].size
        if below.top - row.bottom > _APART * size or row.line.size > _LARGER * size:
            break
        own = [areas[_place(piece, middles)] for piece in row.pieces]
        if any(
            piece.x0 < area.left - size or piece.x1 > area.right + size or piece.x0 > area.left + _INDENT * size
            for piece, area in zip(row.pieces, own, strict=True)
        ):
            break
        first -= 1
    # the last line of a paragraph over the full width stands in the first column as well
    while floor < first < start and rows[first].top - rows[first - 1].bottom < _LEADING * rows[first].line.size:
        first += 1
    return first


def _place(piece: Line, middles: Sequence[float]) -> int:
    """The column, from 0, in which the middle of the piece stands."""
    return sum(x < (piece.x0 + piece.x1) / 2 for x in middles)


def _sides(
    rows: Sequence[Row], between: Sequence[tuple[float, float]], spaced: bool
) -> tuple[list[list[Row]], list[Row]]:
    """The rows of each column, and those that stand over a gutter."""
    middles = [(a + b) / 2 for a, b in between]
    sides: list[list[Row]] = [[] for _ in range(len(middles) + 1)]
    over: list[Row] = []
    for row in rows:
        parts: list[list[Glyph]] = [[] for _ in sides]
        for piece in row.pieces:
            if closes(piece, between):
                over.append(Row(line=piece, pieces=(piece,)))
            else:
                parts[_place(piece, middles)].extend(piece.glyphs)
        for side, part in zip(sides, parts, strict=True):
            made = make_row(part, spaced) if part else None
            if made is not None:
                side.append(made)
    return sides, over


def _are_columns(sides: Sequence[Sequence[Line]], size: float, sure: bool) -> bool:
    """Is each of these sides a column of prose. `sure`: and can they be no table."""
    if not all(_beside(a, b) for a, b in itertools.pairwise(sides)):
        return False
    for number, lines in enumerate(sides):
        # the page's last column may end at its top
        rest = len(lines) < _LEAST_ROWS and number == len(sides) - 1 and len(sides[0]) >= 2 * _LEAST_ROWS
        if not rest and not is_prose(lines, size, _SURELY_FULL if sure else _FULL):
            return False
    if not sure or len(sides) == 2:
        return True
    widths = [max(line.x1 for line in lines) - min(line.x0 for line in lines) for lines in sides]
    return max(widths) - min(widths) < _SAME_WIDTH * max(widths) and all(_is_dense(lines) for lines in sides)


def _beside(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Do several lines of each stand at the height of the other; their baselines need not be the same."""
    top, bottom = max(left[0].top, right[0].top), min(left[-1].bottom, right[-1].bottom)
    least = min(_LEAST_ROWS, len(left), len(right)) - 1
    return least > 1 and all(sum(top < line.middle < bottom for line in lines) >= least for lines in (left, right))


def is_prose(lines: Sequence[Line], size: float, least: float = _FULL) -> bool:
    """Do these lines of one column fill it as running text does: at least this part of them to its end."""
    if len(lines) < _LEAST_ROWS:
        return False
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    if right - left < _LEAST_EMS * size:
        return False
    ends = [line.x1 for line in lines]
    full = sum(max(ends[max(0, i - _AROUND) : i + _AROUND + 1]) - end < _NEAR_END * size for i, end in enumerate(ends))
    return full >= least * len(lines)


def _is_dense(lines: Sequence[Line]) -> bool:
    """Do the lines follow one another without the gaps that the shorter cells of a table's rows leave."""
    steps = [b.base - a.base for a, b in itertools.pairwise(lines)]
    if not steps:
        return True
    pitch = median(steps)
    empty = sum(step - pitch for step in steps if step < _PICTURE * pitch)
    return empty <= _EMPTY * (lines[-1].base - lines[0].base)


def _stretches(rows: Sequence[Row]) -> list[Stretch]:
    """The column cut where its left or right end steps to another place."""
    found: list[list[Row]] = [[]]
    for index, row in enumerate(rows):
        if len(found[-1]) >= _STEADY and _steps(rows[index - _STEADY : index], rows[index : index + _STEADY]):
            found.append([])
        found[-1].append(row)
    return [Stretch(rows=tuple(part), area=_area(part)) for part in found]


def _steps(before: Sequence[Row], after: Sequence[Row]) -> bool:
    """Do the rows from the first of `after` on stand between other ends, most of both over their full width."""
    step = _STEP * after[0].line.size
    left, right = min(row.x0 for row in after), max(row.x1 for row in after)
    to_left, to_right = min(row.x0 for row in before) - left, right - max(row.x1 for row in before)
    if abs(to_left) < step and abs(to_right) < step:
        return False
    # the first row shows a wider place itself
    if (to_left >= step and after[0].x0 > left + step) or (to_right >= step and after[0].x1 < right - step):
        return False
    return all(_are_full(rows, step) for rows in (before, after))


def _are_full(rows: Sequence[Row], step: float) -> bool:
    left, right = min(row.x0 for row in rows), max(row.x1 for row in rows)
    return sum(row.x0 < left + step and row.x1 > right - step for row in rows) >= _STEADY - 1


def _area(rows: Sequence[Row]) -> Area:
    lines = [row.line for row in rows]
    right = max(line.x1 for line in lines)
    return replace(measure(lines, right, None), right=right, width=0.0)

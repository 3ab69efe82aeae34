"""Columns without vertical rules: the gutters that no text crosses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import inf

from policyparse.extractors.pdf_lines import Line, make_line
from policyparse.extractors.pdf_rows import Row

#: Free stretches of the x axis, from left to right; the first begins at -inf, the last ends at inf.
Free = tuple[tuple[float, float], ...]
#: A piece that ends this near to a gutter's side (points) reaches it.
_NEARLY = 1.5
#: Columns may stand closer than a gap inside a text can be: a strip of at least so many ems that no character of
#: any line enters, with at least so many lines on both sides.
_NARROW, _NARROW_LINES = 0.3, 4
#: Texts of a column begin within so many ems.
_START = 0.1
#: Full-width marks that fill the left half of their square, where the font makes them wider than this many ems.
_HALF_BLANK, _WIDE = frozenset("，。、；：！？）〕】》」』”’"), 0.75
EVERYWHERE: Free = ((-inf, inf),)


def ink_end(piece: Line) -> float:
    """The right end of what is seen of the piece: a full-width mark at its end leaves its right half blank."""
    last = piece.glyphs[-1]
    return (
        last.x0 + last.face.size / 2
        if last.text in _HALF_BLANK and last.x1 - last.x0 > _WIDE * last.face.size
        else last.x1
    )


def cover(free: Free, pieces: Iterable[Line]) -> Free:
    """What stays free when these pieces are printed."""
    for piece in pieces:
        x0, x1 = piece.x0, ink_end(piece)
        result: list[tuple[float, float]] = []
        for a, b in free:
            if x1 <= a or x0 >= b:
                result.append((a, b))
                continue
            if a < x0:
                result.append((a, x0))
            if x1 < b:
                result.append((x1, b))
        free = tuple(result)
    return free


def gutters(free: Free, least: float) -> list[tuple[float, float]]:
    """The inner stretches that are at least `least` points wide."""
    return [(a, b) for a, b in free if a > -inf and b < inf and b - a >= least]


def crosses(piece: Line, between: Sequence[tuple[float, float]]) -> list[int]:
    """Which gutters the piece crosses: from one side past the middle. A piece that stands in a gutter crosses nothing."""
    return [
        i
        for i, (a, b) in enumerate(between)
        if piece.x0 < (a + b) / 2 < ink_end(piece) and (piece.x0 < a + _NEARLY or ink_end(piece) > b - _NEARLY)
    ]


def closes(piece: Line, between: Sequence[tuple[float, float]]) -> bool:
    """Does the piece cover a gutter from side to side. While a table is sought, names may be narrower than what is below."""
    return any(piece.x0 < a + _NEARLY and ink_end(piece) > b - _NEARLY for a, b in between)


def narrow_gutters(
    rows: Sequence[Row], columns: Sequence[tuple[float, float]], size: float
) -> list[tuple[float, float]]:
    """Strips inside the columns that no character of these rows enters, where lines stand on both sides.

    Chinese characters stand side by side without gaps, so that lines below one another leave no such strip.
    """
    found: list[tuple[float, float]] = []
    for left, right in columns:
        lines = [
            sorted((g.x0, g.x1) for g in piece.glyphs if g.text != " ")
            for row in rows
            for piece in row.pieces
            if piece.x0 < right and left < piece.x1
        ]
        if len(lines) < _NARROW_LINES:
            continue
        covered = sorted(interval for line in lines for interval in line)
        reach = covered[0][1]
        for x0, x1 in covered:
            if x0 - reach >= _NARROW * size and left < reach and x0 < right:
                before = sum(line[0][0] < reach for line in lines)
                behind = sum(line[-1][1] > x0 for line in lines)
                if min(before, behind) >= _NARROW_LINES and not any(
                    _is_stretched(line, reach, x0, size) for line in lines
                ):
                    found.append((reach, x0))
            reach = max(reach, x1)
    return found


def _is_stretched(line: Sequence[tuple[float, float]], left: float, right: float, size: float) -> bool:
    """Does the line cross the strip with a gap that it has between all its characters: justified text."""
    gaps = sorted(b[0] - a[1] for a, b in pairwise(line))
    crossing = [b[0] - a[1] for a, b in pairwise(line) if a[1] <= left + 0.1 and b[0] >= right - 0.1]
    return len(gaps) > 1 and bool(crossing) and crossing[0] < 1.3 * gaps[len(gaps) // 2] + 0.1 * size


def split_rows(rows: Sequence[Row], strips: Sequence[tuple[float, float]]) -> list[Row]:
    """The rows with every piece cut where one of the strips parts its characters."""
    return [
        Row(line=row.line, pieces=tuple(part for piece in row.pieces for part in _split(piece, strips))) for row in rows
    ]


def split_close(rows: Sequence[Row], columns: Sequence[tuple[float, float]], size: float, names: int) -> list[Row]:
    """The rows with every piece cut that reaches over gutters and has a gap at each of them: texts that stand close.

    Below the first `names` rows the text behind a gap begins where its column does.
    """
    return [
        Row(
            line=row.line, pieces=tuple(p for piece in row.pieces for p in _close(piece, columns, size, number < names))
        )
        for number, row in enumerate(rows)
    ]


def _close(piece: Line, columns: Sequence[tuple[float, float]], size: float, name: bool) -> list[Line]:
    between = [(left[1], right[0]) for left, right in pairwise(columns)]
    crossed = crosses(piece, between)
    if not crossed:
        return [piece]
    printed = sorted((g for g in piece.glyphs if g.text != " "), key=lambda g: g.x0)
    gaps = [(a.x1, b.x0) for a, b in pairwise(printed) if b.x0 - a.x1 >= _NARROW * size]
    cuts: list[tuple[float, float]] = []
    for a, b in (between[number] for number in crossed):
        at = [gap for gap in gaps if min(b, gap[1]) > max(a, gap[0]) and (name or abs(gap[1] - b) < _START * size)]
        if not at:
            return [piece]
        cuts.append(max(at, key=lambda gap: min(b, gap[1]) - max(a, gap[0])))
    return _split(piece, cuts)


def _split(piece: Line, strips: Sequence[tuple[float, float]]) -> list[Line]:
    cuts = [
        (a + b) / 2
        for a, b in strips
        if piece.x0 < a + _NEARLY
        and piece.x1 > b - _NEARLY
        and not any(g.x0 < b - 0.1 and g.x1 > a + 0.1 for g in piece.glyphs if g.text != " ")
    ]
    if not cuts:
        return [piece]
    edges = [-inf, *sorted(cuts), inf]
    parts = [[g for g in piece.glyphs if a < (g.x0 + g.x1) / 2 <= b] for a, b in pairwise(edges)]
    return [line for part in parts if (line := make_line(part, spaced=True))]

"""Columns without vertical rules: the gutters that no text crosses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import inf

from policyparse.extractors.pdf_lines import CLOSERS, Line, cjk, make_line
from policyparse.extractors.pdf_page import Glyph
from policyparse.extractors.pdf_rows import Row

#: Free stretches of the x axis, from left to right; the first begins at -inf, the last ends at inf.
Free = tuple[tuple[float, float], ...]
#: A piece that ends this near to a gutter's side (points) reaches it.
_NEARLY = 1.5
#: Columns may stand closer than a gap inside a text can be: a strip of at least so many ems that no character of
#: any line enters, with so many lines on each side on average …
_NARROW, _NARROW_LINES = 0.15, 4
#: Before left-set texts right-set numbers may stand closer still.
_CLOSE = 0.05
#: … on one side at least so many.
_NARROW_LEAST = 2
#: Beside letters and numbers office programs leave a gap narrower than this, in ems.
_MIXED = 0.3
#: Texts of a column begin within so many ems.
_START = 0.1
#: Where so many pieces begin a column may begin; the characters of a text are closer than this, in ems.
_BEGUN, _APART = 3, 0.1
#: … and those after a closing mark that does not hang touch it within so many.
_TOUCH = 0.02
EVERYWHERE: Free = ((-inf, inf),)


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


def ink_end(piece: Line) -> float:
    """Where the piece ends, without a closing mark: it may hang over the end of its cell."""
    last = piece.glyphs[-1]
    return last.x0 if last.text in CLOSERS and len(piece.glyphs) > 1 else last.x1


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
    between = [(left[1], right[0]) for left, right in pairwise(columns)]
    found: list[tuple[float, float]] = []
    for left, right in columns:
        lines = [
            sorted(piece.glyphs, key=lambda g: g.x0)
            for row in rows
            for piece in row.pieces
            if piece.x0 < right and left < piece.x1 and not crosses(piece, between)
        ]
        if len(lines) < _NARROW_LINES:
            continue
        covered = sorted((g.x0, g.x1) for line in lines for g in line if g.text != " ")
        reach = covered[0][1]
        for x0, x1 in covered:
            if x0 - reach >= _CLOSE * size and left < reach and x0 < right:
                before = sum(line[0].x0 < reach for line in lines)
                behind = sum(line[-1].x1 > x0 for line in lines)
                enough = min(before, behind) >= _NARROW_LEAST and before + behind >= 2 * _NARROW_LINES
                close = x0 - reach < _NARROW * size and not _after_numbers(lines, reach, x0, size)
                if enough and not close and not _is_space(lines, reach, x0, size):
                    found.append((reach, x0))
            reach = max(reach, x1)
    return found


def _after_numbers(lines: Sequence[Sequence[Glyph]], left: float, right: float, size: float) -> bool:
    """Do numbers that are set to the right end before the strip, and texts set to the left begin behind it."""
    ends = [line for line in lines if any(abs(g.x1 - left) < _START * size for g in line)]
    before = ["".join(g.text for g in line if g.x0 < left) for line in ends]
    begins = [line[0].x0 for line in ends]
    behind = [min((g.x0 for g in line if g.x1 > right), default=right) for line in lines]
    return (
        len(ends) >= _NARROW_LEAST
        and all(text.replace(",", "").replace(".", "").isdigit() for text in before)
        and max(begins) - min(begins) > _START * size
        and all(abs(x - right) < _START * size for x in behind)
    )


def _is_space(lines: Sequence[Sequence[Glyph]], left: float, right: float, size: float) -> bool:
    """Is the strip one that texts have inside: a blank, in a line with such gaps everywhere, or beside letters and numbers."""
    mixed = crossing = 0
    starts: list[float] = []
    for whole in lines:
        line = [g for g in whole if g.text != " "]
        blanks = {id(b) for a, b in pairwise(whole) if a.text == " "}
        gaps = sorted(b.x0 - a.x1 for a, b in pairwise(line))
        for a, b in pairwise(line):
            if a.x1 <= left + 0.1 and b.x0 >= right - 0.1:
                if len(gaps) > 1 and b.x0 - a.x1 < 1.3 * gaps[(len(gaps) - 1) // 2] + 0.1 * size:
                    return True
                crossing += 1
                starts.append(line[0].x0)
                mixed += (cjk(a.text) != cjk(b.text) and b.x0 - a.x1 < _MIXED * size) or id(b) in blanks
    # the same words begin lines at one place; numbers set to the right before a text begin anywhere
    return 2 * mixed > crossing and max(starts) - min(starts) < _START * size


def split_rows(rows: Sequence[Row], strips: Sequence[tuple[float, float]]) -> list[Row]:
    """The rows with every piece cut where one of the strips parts its characters."""
    return [
        Row(line=row.line, pieces=tuple(part for piece in row.pieces for part in _split(piece, strips))) for row in rows
    ]


def split_begun(rows: Sequence[Row], size: float, known: Iterable[float] = ()) -> list[Row]:
    """The rows with every piece cut where a text begins that was printed for itself, where other pieces begin too.

    The text before it reaches to its beginning, or over it with a closing mark. `known`: where columns begin.
    """
    starts = [piece.x0 for row in rows for piece in row.pieces]
    near = _START * size
    common = [x for x in sorted(set(starts)) if sum(abs(x - other) < near for other in starts) >= _BEGUN]
    common.extend(known)
    if not common:
        return list(rows)
    found: list[Row] = []
    for row in rows:
        pieces: list[Line] = []
        for piece in row.pieces:
            printed = sorted((g for g in piece.glyphs if g.text != " "), key=lambda g: g.x0)
            cuts = [
                b.x0
                for a, b in pairwise(printed)
                if a.run != b.run
                and (b.x0 - a.x1 > _APART * size or (a.text in CLOSERS and abs(b.x0 - a.x1) > _TOUCH * size))
                and b.x0 - piece.x0 > size
                and any(abs(b.x0 - x) < near for x in common)
            ]
            pieces.extend(_cut(piece, cuts) if cuts else [piece])
        found.append(Row(line=row.line, pieces=tuple(pieces)))
    return found


def split_close(rows: Sequence[Row], columns: Sequence[tuple[float, float]], size: float, names: int) -> list[Row]:
    """The rows with every piece cut that reaches over gutters and has a gap at each of them: texts that stand close.

    Below the first `names` rows the text behind a gap begins where its column does.
    """
    return [
        Row(
            line=row.line,
            pieces=tuple(
                p for piece in row.pieces for p in _close(piece, columns, size, number < names, len(row.pieces) > 1)
            ),
        )
        for number, row in enumerate(rows)
    ]


def _close(piece: Line, columns: Sequence[tuple[float, float]], size: float, name: bool, beside: bool) -> list[Line]:
    between = [(left[1], right[0]) for left, right in pairwise(columns)]
    crossed = crosses(piece, between)
    if not crossed:
        return [piece]
    printed = sorted((g for g in piece.glyphs if g.text != " "), key=lambda g: g.x0)
    gaps = [(a.x1, b.x0) for a, b in pairwise(printed) if b.x0 - a.x1 >= _NARROW * size]
    # the text of another cell was printed for itself, though the one before it reaches to its beginning
    begun = [(b.x0 - 0.01, b.x0) for a, b in pairwise(printed) if a.run != b.run]
    cuts: list[float] = []
    for a, b in (between[number] for number in crossed):
        at = [gap for gap in gaps if min(b, gap[1]) > max(a, gap[0]) and (name or abs(gap[1] - b) < _START * size)]
        if beside or len({g.run for g in printed}) == len(crossed) + 1:
            at = at or [gap for gap in begun if abs(gap[1] - b) < _START * size]
        if not at:
            return [piece]
        widest = max(min(b, y) - max(a, x) for x, y in at)
        cuts.extend([(x + y) / 2 for x, y in at if min(b, y) - max(a, x) == widest][:1])
    return _cut(piece, cuts)


def _split(piece: Line, strips: Sequence[tuple[float, float]]) -> list[Line]:
    cuts = [
        (a + b) / 2
        for a, b in strips
        if piece.x0 < a + _NEARLY
        and piece.x1 > b - _NEARLY
        and not any(g.x0 < b - 0.1 and g.x1 > a + 0.1 for g in piece.glyphs if g.text != " ")
    ]
    return _cut(piece, cuts) if cuts else [piece]


def _cut(piece: Line, places: Sequence[float]) -> list[Line]:
    """The parts of the piece between these places."""
    edges = [-inf, *sorted(places), inf]
    parts = [[g for g in piece.glyphs if a < (g.x0 + g.x1) / 2 <= b] for a, b in pairwise(edges)]
    return [line for part in parts if (line := make_line(part, spaced=True))]

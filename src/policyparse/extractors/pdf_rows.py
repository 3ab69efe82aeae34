"""Rows of running text: the pieces that stand on one baseline, and the area in which text is set."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from policyparse.extractors.pdf_lines import Line, make_line, split_pieces, strips
from policyparse.extractors.pdf_page import Glyph

#: A gap wider than this (in ems) parts two pieces: the gutters of tables without rules are about an em.
PIECE_GAP = 0.7
#: So many single characters, no further apart than this (in ems) and equally far within this part, are one piece.
_SPACED_LEAST, _SPACED_GAP, _SPACED_EVEN = 3, 1.6, 0.05
#: Lines end together when their right ends differ by less than this, in ems.
_SAME_EDGE = 1.3
#: Sizes with this part of the characters of the most common one are common too.
_NEARLY = 0.7
#: So many lines that end together show where the type area ends, so many that begin together where it begins.
_EDGE_LINES, _START_LINES = 3, 2
_SAME_START = 0.3
#: First lines are indented by two ems (GB/T 9704-2012, 7.3.3).
_INDENT = 2
#: A line in the page's middle that is narrower than this part of it is a title.
_TITLE_WIDTH = 0.6
_LEAST_INDENT, _MOST_INDENT = 1.1, 2.7
#: A page of a few lines does not show its margin; it is hardly wider than this part of the page.
_MARGIN = 0.2
#: Larger lines than this are titles, which may be wider than the type area.
_TITLE = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What stands on one baseline: the whole as a line, and the pieces between wide gaps (one where there is none)."""

    line: Line
    pieces: tuple[Line, ...]

    @property
    def x0(self) -> float:
        return self.line.x0

    @property
    def x1(self) -> float:
        return self.line.x1

    @property
    def top(self) -> float:
        return min(piece.top for piece in self.pieces)

    @property
    def bottom(self) -> float:
        return max(piece.bottom for piece in self.pieces)


def make_rows(glyphs: Iterable[Glyph], spaced: bool) -> list[Row]:
    """Rows from top to bottom. All glyphs are of one frame."""
    rows = []
    for strip in strips(glyphs):
        row = make_row(strip, spaced)
        if row is not None:
            rows.append(row)
    return rows


def make_row(glyphs: Sequence[Glyph], spaced: bool) -> Row | None:
    """One row of glyphs that share a baseline; None where they are blank."""
    line = make_line(glyphs, spaced)
    if line is None:
        return None
    parts = _spaced_out(split_pieces(glyphs, PIECE_GAP))
    if len(parts) == 1:
        return Row(line=line, pieces=(line,))
    pieces = tuple(piece for part in parts if (piece := make_line(part, spaced)))
    return Row(line=line, pieces=pieces)


def _spaced_out(parts: list[list[Glyph]]) -> list[list[Glyph]]:
    """Single characters at equal distances are one spaced-out or justified piece."""
    if len(parts) < _SPACED_LEAST:
        return parts
    joined: list[list[Glyph]] = []
    start = 0
    while start < len(parts):
        end = start + 1
        step = 0.0
        while end < len(parts) and len(parts[end - 1]) == len(parts[end]) == 1:
            gap = parts[end][0].x0 - parts[end - 1][0].x1
            step = step or gap
            if gap > _SPACED_GAP * parts[end][0].face.size or abs(gap - step) > _SPACED_EVEN * step:
                break
            end += 1
        if end - start >= _SPACED_LEAST:
            joined.append([g for part in parts[start:end] for g in part])
            start = end
        else:
            joined.append(parts[start])
            start += 1
    return joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Where running text begins and ends, `size` its usual size and `pitch` the usual distance of its lines.

    `first` is where first lines of paragraphs begin, `width` that of the page, 0 for columns and boxes.
    """

    left: float
    right: float
    size: float
    pitch: float
    first: float
    width: float = 0.0


def measure(lines: Sequence[Line], width: float, known: Area | None) -> Area:
    """The type area of these lines on a page of `width`.

    The right end is where several lines end and not two go beyond; with too few lines it is that of the page
    before (`known`), else the mirror of the left margin. Where most lines are indented as first lines are, those
    that begin an indent further left show where text begins.
    """
    size = _usual_size(lines)
    body = [line for line in lines if line.size < _TITLE * size]
    if len(body) < _EDGE_LINES:
        body = list(lines)
    left = _supported([line.x0 for line in body], _SAME_START * size, _START_LINES)
    right = -_supported([-line.x1 for line in body], _SAME_EDGE * size, _EDGE_LINES)
    left = min((x for line in body if _LEAST_INDENT * size < left - (x := line.x0) < _MOST_INDENT * size), default=left)
    if known is not None and _LEAST_INDENT * size < left - known.left < _MOST_INDENT * size:
        left = known.left  # a page of first lines only
    telling = [line for line in body if not _in_the_middle(line, width)]
    if width and (len(telling) < _START_LINES or len(body) < _EDGE_LINES):
        left = min(left, _MARGIN * width)
    together = sum(-_SAME_EDGE * size / 2 < right - line.x1 < _SAME_EDGE * size for line in body)
    # headings of one length end together too, but the text goes on past them
    beyond = [line.x1 for line in body if line.x1 >= right + _SAME_EDGE * size]
    if together < _EDGE_LINES or len(beyond) > 1:
        right = max(beyond, default=right)
        if known is not None and abs(known.left - left) < 3 * size and known.right > right:
            right = known.right
        else:
            right = max(right, width - left)
    pitches = [
        b.base - a.base
        for a, b in itertools.pairwise(lines)
        if 0.9 * size < b.base - a.base < 2.6 * size and abs(a.size - b.size) < 0.1 * size
    ]
    pitch = _usual_pitch(pitches) or (known.pitch * size / known.size if known and known.size else 1.6 * size)
    first = _first_lines([line.x0 - left for line in body], size)
    return Area(left=left, right=right, size=size, pitch=pitch, first=left + first, width=width)


def _in_the_middle(line: Line, width: float) -> bool:
    """Is it a short line in the middle of the page, as titles are: they show no margin."""
    return abs(line.x0 + line.x1 - width) < line.size and line.x1 - line.x0 < _TITLE_WIDTH * width


def _first_lines(indents: Sequence[float], size: float) -> float:
    """The indent that most indented lines have: pages from a browser indent by two ems of another size."""
    indented = [x for x in indents if _LEAST_INDENT * size < x < _MOST_INDENT * size]
    shared = [sum(abs(x - other) < _SAME_START * size for other in indented) for x in indented]
    most = max(shared, default=0)
    return indented[shared.index(most)] if most >= _START_LINES else _INDENT * size


def _supported(places: Sequence[float], near: float, least: int) -> float:
    """The smallest place near which at least `least` others are; the smallest of all where there is none."""
    ordered = sorted(places)
    for index, place in enumerate(ordered):
        if index + least <= len(ordered) and ordered[index + least - 1] - place < near:
            return place
    return ordered[0] if ordered else 0.0


def _usual_size(lines: Sequence[Line]) -> float:
    """The size of most characters; of two that are nearly as common the smaller, for titles are the larger."""
    weights: dict[float, int] = {}
    for line in lines:
        weights[round(line.size, 1)] = weights.get(round(line.size, 1), 0) + len(line.glyphs)
    most = max(weights.values(), default=0)
    return min((size for size, weight in weights.items() if weight >= _NEARLY * most), default=10.5)


def _usual_pitch(pitches: Sequence[float]) -> float | None:
    """The distance of lines within paragraphs: the lower half counts, the upper may hold spaces between paragraphs."""
    if not pitches:
        return None
    ordered = sorted(pitches)
    return median(ordered[: max(1, (len(ordered) + 1) // 2 + len(ordered) // 4)])

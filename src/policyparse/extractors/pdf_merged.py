"""Merged cells without rules: a text in the middle of several rows, and of none of them, is their common cell's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from policyparse.extractors.pdf_bands import Entry
from policyparse.extractors.pdf_lines import Line
from policyparse.extractors.pdf_page import Rule

#: A text stands in the middle of rows within so many ems.
_CENTRED = 0.35
#: Lines of one cell are no further apart than this many times the least distance, and this many sizes.
_APART, _FAR = 1.3, 1.9
#: A border within this distance of a rule is that rule, in points.
_SAME = 3.0

#: Borders between rows from top to bottom: place and the stretches of x that they separate.
Borders = list[tuple[float, list[tuple[float, float]]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """The least top and the largest bottom of some texts."""

    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def with_merged(
    borders: Borders, entries: Sequence[Entry], edges: Sequence[float], rules: Sequence[Rule], size: float
) -> Borders:
    """The borders with those of columns set right whose cells are merged over rows and set in their middle.

    `edges`: borders of the columns; `size`: of the text, in points. Rules that are drawn stay.
    """
    count = len(edges) - 1
    ordered = sorted((y, list(stretches)) for y, stretches in borders)
    for column in range(count):
        left, right = edges[column], edges[column + 1]
        own = [e.line for e in entries if e.first == e.last == column]
        others = [e.line for e in entries if e.first == e.last != column]
        middle = (left + right) / 2
        drawn = [y for y, _ in ordered if any(abs(r.at - y) < _SAME and r.start < middle < r.end for r in rules)]
        for start, end in pairwise([float("-inf"), *drawn, float("inf")]):
            inside = [
                (y, s)
                for y, s in ordered
                if start < y < end and 2 * sum(_reaches(s, a, b) for a, b in pairwise(edges)) >= count
            ]
            levels = [start, *(y for y, _ in inside), end]
            rows = [_extent([x for x in others if a <= x.middle < b]) for a, b in pairwise(levels)]
            texts = _texts([x for x in own if start <= x.middle < end], size)
            ends = _segments([r for r in rows if r], texts, _CENTRED * size) if all(rows) else None
            if ends is None:
                continue
            for number, (_, stretches) in enumerate(inside, start=1):
                kept = [s for s in stretches if s != (left, right)]
                stretches[:] = [*kept, (left, right)] if number in ends else kept
    return [(y, stretches) for y, stretches in ordered if stretches]


def _reaches(stretches: Sequence[tuple[float, float]], left: float, right: float) -> bool:
    return any(a <= (left + right) / 2 <= b for a, b in stretches)


def _extent(lines: Sequence[Line]) -> _Stretch | None:
    if not lines:
        return None
    return _Stretch(top=min(x.top for x in lines), bottom=max(x.bottom for x in lines))


def _texts(lines: Sequence[Line], size: float) -> list[_Stretch]:
    """The lines of one column as the texts of its cells."""
    ordered = sorted(lines, key=lambda x: x.base)
    steps = [b.base - a.base for a, b in pairwise(ordered)]
    usual = min((s for s in steps if s > 0.9 * size), default=size)
    groups: list[list[Line]] = []
    for index, line in enumerate(ordered):
        if index and steps[index - 1] <= min(_APART * usual, _FAR * size):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [found for group in groups if (found := _extent(group))]


def _segments(rows: Sequence[_Stretch], texts: Sequence[_Stretch], near: float) -> set[int] | None:
    """Numbers of the rows with which cells begin, but for the first; None where the texts do not show them.

    Each text stands in the middle of its cell's rows, the cells follow one another without a gap, and at least one
    text stands in the middle of no single row: else the other rows may as well be empty.
    """
    if not texts or len(texts) >= len(rows):
        return None
    if all(any(abs(text.middle - row.middle) <= near for row in rows) for text in texts):
        return None
    starts: set[int] = set()
    at = 0
    for text in texts:
        fitting = [
            (abs((rows[at].top + rows[i].bottom) / 2 - text.middle), i)
            for i in range(at, len(rows))
            if rows[i].bottom > text.middle
        ]
        if not fitting or min(fitting)[0] > near:
            return None
        starts.add(at)
        at = min(fitting)[1] + 1
        if at >= len(rows):
            break
    if at < len(rows) or len(starts) < len(texts):
        return None
    return starts - {0}

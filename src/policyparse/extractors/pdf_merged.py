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
#: More rows are not looked at: their ways are too many.
_MOST_ROWS = 80
#: Columns that tell the rows have more than this part of the texts of the one that has most.
_DENSE = 0.6
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
    lines = [[e.line for e in entries if e.first == e.last == column] for column in range(count)]
    numbers = [len(_texts(own, size)) for own in lines]
    dense = [c for c in range(count) if numbers[c] > _DENSE * max(numbers)]
    for column in range(count):
        left, right = edges[column], edges[column + 1]
        own = lines[column]
        others = [line for c in dense if c != column for line in lines[c]]
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
            starts = None
            if all(rows):
                starts = _starts([r for r in rows if r], texts, _CENTRED * size, open_end=end == float("inf"))
            for number, (_, stretches) in enumerate(inside, start=1):
                if starts is not None:
                    kept = [s for s in stretches if s != (left, right)]
                    stretches[:] = [*kept, (left, right)] if number in starts else kept
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


def _starts(rows: Sequence[_Stretch], texts: Sequence[_Stretch], near: float, *, open_end: bool) -> set[int] | None:
    """Numbers of the rows with which cells begin, but for the first; None where the texts do not show them.

    Each text stands in the middle of its cell's rows, the cells follow one another without a gap, and at least one
    text stands in the middle of no single row: else the other rows may as well be empty. `open_end`: the last cell
    may go on over the page, with its text anywhere.
    """
    if not texts or len(texts) >= len(rows) or len(rows) > _MOST_ROWS:
        return None
    amiss = [all(abs(text.middle - row.middle) > near for row in rows) for text in texts]
    if any(amiss) and (found := _only_chain(rows, texts, near)) is not None:
        return set(found) - {0}
    if not open_end or not any(amiss[:-1]):
        return None
    for end in range(len(texts) - 1, len(rows)):
        found = _only_chain(rows[:end], texts[:-1], near)
        if found is not None and rows[end].top - near <= texts[-1].top:
            return {*found, end} - {0}
    return None


def _only_chain(rows: Sequence[_Stretch], texts: Sequence[_Stretch], near: float) -> list[int] | None:
    """The rows with which the cells of `texts` begin, from the first to the last, where that is possible in one way."""
    # for each row the ways in which the texts from some one on fill the rows from this one on: how many, and one
    ways: list[tuple[int, list[int]]] = [*((0, []) for _ in rows), (1, [])]
    for text in reversed(texts):
        before: list[tuple[int, list[int]]] = [(0, [])] * (len(rows) + 1)
        for at in range(len(rows)):
            for end in range(at, len(rows)):
                count, chain = ways[end + 1]
                if count and abs((rows[at].top + rows[end].bottom) / 2 - text.middle) <= near:
                    before[at] = (before[at][0] + count, [at, *chain])
        ways = before
    count, chain = ways[0]
    return chain if count == 1 else None

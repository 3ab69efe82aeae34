"""Merged cells without rules: a text in the middle of several rows, and of none of them, is their common cell's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from policyparse.extractors.pdf_bands import Entry, texts, usual_step
from policyparse.extractors.pdf_lines import Line
from policyparse.extractors.pdf_page import Rule

#: A text stands in the middle of rows within so many ems.
_CENTRED = 0.35
#: More rows are not looked at: their ways are too many.
_MOST_ROWS = 80
#: Columns that tell the rows have more than this part of the texts of the one that has most.
_DENSE = 0.6
#: A border within this distance of a rule is that rule, in points.
_SAME = 3.0

#: Borders between rows from top to bottom: place and the stretches of x that they separate.
Borders = list[tuple[float, list[tuple[float, float]]]]
#: Between two places the rows of these columns are certain.
Settled = tuple[float, float, frozenset[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """The least top and the largest bottom of some texts."""

    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def with_merged(
    borders: Borders,
    entries: Sequence[Entry],
    rooms: Sequence[tuple[float, float]],
    edges: Sequence[float],
    rules: Sequence[Rule],
    size: float,
    settled: Sequence[Settled] = (),
) -> Borders:
    """The borders with those of columns set right whose cells are merged over rows and set in their middle.

    `rooms`: left and right end of each column's text; `edges`: borders of the columns; `size`: of the text, in points. Rules that are drawn stay.
    """
    count = len(edges) - 1
    ordered = sorted((y, list(stretches)) for y, stretches in borders)
    lines = [[e.line for e in entries if e.first == e.last == column] for column in range(count)]
    usual = usual_step(entries, count, size)
    numbers = [len(texts(own, room, size, usual)) for own, room in zip(lines, rooms, strict=True)]
    certain = {c for _, _, own in settled for c in own}
    dense = certain or {c for c in range(count) if numbers[c] > _DENSE * max(numbers)}
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
                if start < y < end
                and not any(a < y < b and column in own_rows for a, b, own_rows in settled)
                and 2 * sum(_reaches(s, a, b) for a, b in pairwise(edges)) >= count
            ]
            levels = [start, *(y for y, _ in inside), end]
            rows = [_extent([x for x in others if a <= x.middle < b]) for a, b in pairwise(levels)]
            parts = [_extent([x for x in own if a <= x.middle < b]) for a, b in pairwise(levels)]
            bare = _is_bare(rules, edges, column, (start, end))
            starts: dict[int, bool] = {}
            for first, last in _runs(rows):
                # a row without other texts is a section's title
                starts.update({first: True, last: True} if last < len(rows) or first else {})
                spread = [r for r in rows[first:last] if r]
                if _is_divided(spread, parts[first:last], _CENTRED * size):
                    continue
                inner = [x for x in own if levels[first] <= x.middle < levels[last]]
                groups = texts(inner, rooms[column], size, usual)
                found = [x for group in groups for x in _by_rows(group, spread, _CENTRED * size)]
                open_end = end == float("inf") and last == len(rows)
                made = _starts(spread, found, _CENTRED * size, open_end=open_end)
                if made is None and certain and open_end:
                    made = _open_starts(spread, found, _CENTRED * size)
                if made is None and found and bare:
                    made = _levels(spread, found, _CENTRED * size)
                if made is not None:
                    starts.update({first + n: n in made for n in range(1, last - first)})
            for number, (_, stretches) in enumerate(inside, start=1):
                if number in starts:
                    kept = [s for s in stretches if s != (left, right)]
                    stretches[:] = [*kept, (left, right)] if starts[number] else kept
    return [(y, stretches) for y, stretches in ordered if stretches]


def _by_rows(lines: Sequence[Line], rows: Sequence[_Stretch], near: float) -> list[_Stretch]:
    """The text as a whole, or its lines where each stands in the middle of a row."""
    own = [_Stretch(top=x.top, bottom=x.bottom) for x in lines]
    if all(any(abs(x.middle - row.middle) <= near for row in rows) for x in own):
        return own
    return [_Stretch(top=own[0].top, bottom=own[-1].bottom)]


def _runs(rows: Sequence[_Stretch | None]) -> list[tuple[int, int]]:
    """The stretches of rows that hold other texts: the first row and the one after the last."""
    found: list[tuple[int, int]] = []
    for number, row in enumerate(rows):
        if row is None:
            continue
        if found and found[-1][1] == number:
            found[-1] = (found[-1][0], number + 1)
        else:
            found.append((number, number + 1))
    return found


def _is_bare(rules: Sequence[Rule], edges: Sequence[float], column: int, ends: tuple[float, float]) -> bool:
    """Do rules part the rows of the columns beside this one, but not its own."""
    middle = (edges[column] + edges[column + 1]) / 2
    beside = [r for r in rules if ends[0] + _SAME < r.at < ends[1] - _SAME and edges[0] < r.end and r.start < edges[-1]]
    return bool(beside) and not any(r.start < middle < r.end for r in beside)


def _levels(rows: Sequence[_Stretch], texts: Sequence[_Stretch], near: float) -> set[int]:
    """Numbers of the rows with which the cells of these texts begin, which stand at their cells' tops or bottoms."""
    tops = [next((n for n, row in enumerate(rows) if abs(row.top - text.top) <= near), None) for text in texts]
    ends = [next((n for n, row in enumerate(rows) if abs(row.bottom - text.bottom) <= near), None) for text in texts]
    low = None not in ends and ends[-1] == len(rows) - 1 and ends[0] != 0
    if None not in tops and not low:
        return {n for n in tops if n is not None} - {0}
    if None not in ends:
        return {n + 1 for n in ends[:-1] if n is not None}
    return {next((n for n, row in enumerate(rows) if row.bottom > text.top), 0) for text in texts[1:]} - {0}


def _is_divided(rows: Sequence[_Stretch], parts: Sequence[_Stretch | None], near: float) -> bool:
    """Has the column a text of its own in every row, set in all of them in one way."""
    pairs = [(row, part) for row, part in zip(rows, parts, strict=True) if part is not None]
    if len(pairs) < len(rows):
        return False
    return (
        all(abs(part.top - row.top) <= near for row, part in pairs)
        or all(abs(part.middle - row.middle) <= near for row, part in pairs)
        or all(abs(part.bottom - row.bottom) <= near for row, part in pairs)
    )


def _reaches(stretches: Sequence[tuple[float, float]], left: float, right: float) -> bool:
    return any(a <= (left + right) / 2 <= b for a, b in stretches)


def _extent(lines: Sequence[Line]) -> _Stretch | None:
    if not lines:
        return None
    return _Stretch(top=min(x.top for x in lines), bottom=max(x.bottom for x in lines))


def _starts(rows: Sequence[_Stretch], texts: Sequence[_Stretch], near: float, *, open_end: bool) -> set[int] | None:
    """Numbers of the rows with which cells begin, but for the first; None where the texts do not show them.

    Each text stands in the middle of its cell's rows, the cells follow one another without a gap, and at least one
    text stands in the middle of no single row: else the other rows may as well be empty. `open_end`: the rows may go
    on over the page. Then the last cell may have its text anywhere below the middle of its rows.
    """
    count = len(rows)
    if not texts or len(texts) >= count or count > _MOST_ROWS:
        return None
    amiss = [all(abs(text.middle - row.middle) > near for row in rows) for text in texts]
    if any(amiss) and (found := _only_chain(rows, texts, near)) is not None:
        return set(found) - {0}
    if not open_end:
        return None
    if any(amiss[:-1]):
        for end in range(len(texts) - 1, count):
            found = _only_chain(rows[:end], texts[:-1], near)
            middle = (rows[end].top + rows[-1].bottom) / 2 if end < count else 0.0
            if found is not None and rows[end].top - near <= texts[-1].top and texts[-1].middle >= middle - 3 * near:
                return {*found, end} - {0}
    return None


def _open_starts(rows: Sequence[_Stretch], texts: Sequence[_Stretch], near: float) -> set[int] | None:
    """As `_starts`, where cells go on over pages: the last may have no text here, the first none, or above its middle.

    Only where the rows are certain: more is possible here, and a row read wrongly makes it look right.
    """
    count = len(rows)
    amiss = [all(abs(text.middle - row.middle) > near for row in rows) for text in texts]
    if not any(amiss) or len(texts) >= count or count > _MOST_ROWS:
        return None
    ends = [{*found, end} for end in range(1, count) if (found := _only_chain(rows[:end], texts, near)) is not None]
    if len(ends) == 1:
        return ends[0] - {0}
    heads = []
    for start in range(1, count):
        above = texts[0].bottom <= rows[start - 1].bottom + near
        above = above and texts[0].middle <= (rows[0].top + rows[start - 1].bottom) / 2 + near
        for own in (texts, texts[1:] if above and any(amiss[1:]) else ()):
            if own and (found := _only_chain(rows[start:], own, near)) is not None:
                heads.append({start + n for n in found})
    return heads[0] if len(heads) == 1 else None


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

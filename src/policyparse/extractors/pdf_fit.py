"""The rows of a table without rules as the one partition of its lines that explains all of them best.

A row is told by many small signs, and each of them fails somewhere: the space between rows may be hardly more than
that between lines, texts may stand at the top, in the middle or at the bottom of their rows, a line that leaves room
ends a cell and a full one goes on, every row has one number. Here a way to cut the page into rows pays for each sign
that speaks against it, and dynamic programming finds the cheapest way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from math import inf
from statistics import median

from policyparse.extractors.pdf_bands import Boundary, Entry
from policyparse.extractors.pdf_cells import ends_by_hand
from policyparse.extractors.pdf_lines import Line, make_line

#: What a row number looks like.
_NUMBER = re.compile(r"[（(]?(\d{1,3})[)）、.．]?")
#: Numbers tell rows when at least so many follow one another, and are this part of the column's lines.
_NUMBERS, _NUMBERED = 3, 0.6
#: Baselines differ by accident within about this part of the size.
_SCATTER = 0.15
#: Pieces whose baselines differ by less than this part of the size are of one line.
_ONE_LINE = 0.25
#: Lines of one cell are as far apart as the nearest ones, within this part.
_PITCH = 0.05
#: Lines further apart than this many sizes are never of one cell.
_FAR = 1.9
#: The most that one sign may cost.
_MOST = 6.0
#: Costs: a cell goes on behind a line that leaves room; a row ends behind a full line; behind one with a full stop.
_HAND, _FULL, _STOPPED = 3.0, 1.5, 0.3
#: In a narrow column lines are full by accident: so much for each character that it has room for.
_FULL_CHARACTER = 0.3
#: A column whose cells are merged over rows tells nothing, at this cost a row.
_MERGED = 1.5
#: Costs: a second line beside a row's number; a row without number; a column without text; these together at most; any row.
_SECOND, _UNNUMBERED, _EMPTY, _EMPTIES, _ROW = 8.0, 3.0, 0.8, 3.0, 0.5
#: A row that is cut by the end of the page pays this part for where its texts stand and for what it lacks.
_CUT = 0.3
#: Rows of a header above the first number: so many lines at most, and what they cost.
_HEADER_LINES, _HEADER = 8, 1.5
#: A cell is printed in one weight: the names of a header are bold, and the rest of a row below them is not.
_WEIGHT = 3.0
#: Rows of more places to end, or of more numbers, than this are not looked for.
_TALLEST, _MOST_NUMBERS = 60, 2
#: A column with fewer lines than this part of the numbers is no help to tell the rows.
_SPARSE = 0.5
#: A line reaches into the next row by less than this, in ems.
_OVERLAP = 0.3
#: A better reading of a merged column is sought in so many rounds.
_ROUNDS = 2

_PLACES = ("middle", "top", "bottom")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fit:
    """Rows that end at `cuts`, told by all columns but `merged`, whose texts stand at `places` of their row."""

    cost: float
    cuts: tuple[float, ...]
    merged: frozenset[int]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The borders between rows, and the columns whose texts told them; the others' cells may be merged."""

    borders: tuple[Boundary, ...]
    dense: frozenset[int]


def fitted(entries: Sequence[Entry], rooms: Sequence[tuple[float, float]], *, open_top: bool) -> Rows | None:
    """The borders between the rows of these lines, or None where no column numbers the rows.

    `rooms`: left and right end of each column's text. `open_top`: no rule stands between the header and the rows.
    """
    size = median(e.line.size for e in entries) if entries else 1.0
    columns: list[list[Line]] = [[] for _ in rooms]
    for entry in sorted(entries, key=lambda e: e.line.base):
        if entry.first == entry.last:
            own = columns[entry.first]
            if own and entry.line.base - own[-1].base < _ONE_LINE * size:
                glyphs = (*own.pop().glyphs, *entry.line.glyphs)  # two pieces of a justified line
                own.append(make_line(glyphs, spaced=False) or entry.line)
            else:
                own.append(entry.line)
    numbered = next((c for c, lines in enumerate(columns) if _counts_on(c, lines)), None)
    if numbered is None or any(e.last > e.first for e in entries):
        return None
    return _Search(columns=columns, rooms=rooms, numbered=numbered, size=size, open_top=open_top).run()


def _counts_on(column: int, lines: Sequence[Line]) -> bool:
    """Do the column's lines count; two are enough where they are all that the first column holds."""
    values = [int(m[1]) for line in lines if (m := _NUMBER.fullmatch(line.text))]
    least = 2 if column == 0 and len(values) == len(lines) else max(_NUMBERS, _NUMBERED * len(lines))
    return len(values) >= least and all(b - a == 1 for a, b in pairwise(values))


@dataclass(slots=True, kw_only=True)
class _Search:
    """`columns`: the lines of each, from top to bottom. `numbered`: the column that numbers the rows."""

    columns: list[list[Line]]
    rooms: Sequence[tuple[float, float]]
    numbered: int
    size: float
    open_top: bool
    usual: float = 0.0
    by_hand: list[list[bool]] = field(default_factory=list)
    joined: list[list[float]] = field(default_factory=list)

    def run(self) -> Rows | None:
        steps = [b.base - a.base for own in self.columns for a, b in pairwise(own)]
        self.usual = min((s for s in steps if s > 0.9 * self.size), default=self.size)
        for column, own in enumerate(self.columns):
            room = self.rooms[column]
            ends = [ends_by_hand(a, b, *room, self.size) for a, b in pairwise(own)]
            steps = [b.base - a.base for a, b in pairwise(own)]
            apart = [inf if s > _FAR * self.size else (s / self.usual - 1) / (2 * _PITCH) for s in steps]
            costs = [min(_MOST, a**2) + (_HAND if e else 0.0) for a, e in zip(apart, ends, strict=True)]
            costs = [cost + _WEIGHT * (a.bold != b.bold) for cost, (a, b) in zip(costs, pairwise(own), strict=True)]
            self.by_hand.append(ends)
            self.joined.append([0.0, *accumulate(costs)])
        count = len(self.columns[self.numbered])
        merged = frozenset(c for c, own in enumerate(self.columns) if len(own) < _SPARSE * count)
        best = self._best(merged)
        for _ in range(_ROUNDS):
            others = [c for c in range(len(self.columns)) if c not in merged and c != self.numbered]
            tries = [self._cut(merged | {c}, best.places) for c in others]
            better = min(tries, key=lambda f: f.cost, default=best)
            if better.cost >= best.cost:
                break
            best, merged = better, better.merged
        if best.cost == inf:
            return None
        every = frozenset(range(len(self.columns)))
        borders = [Boundary(y=y, columns=every - {c for c in merged if self._crossed(c, y)}) for y in best.cuts]
        return Rows(borders=tuple(borders), dense=every - merged)

    def _crossed(self, column: int, y: float) -> bool:
        """Is `y` inside a text of the column: in a line, or between two that are one text."""
        own = self.columns[column]
        if any(x.top + _OVERLAP * self.size < y < x.bottom - _OVERLAP * self.size for x in own):
            return True
        between = zip(own, own[1:], self.by_hand[column], strict=False)
        near = (1 + _PITCH) * self.usual
        return any(a.middle < y < b.middle and b.base - a.base <= near and not ends for a, b, ends in between)

    def _best(self, merged: frozenset[int]) -> _Fit:
        """The cheapest rows when all texts stand at the same place of theirs, or each column's at its own."""
        found = min((self._cut(merged, (p,) * len(self.columns)) for p in _PLACES), key=lambda f: f.cost)
        if found.cost == inf:
            return found
        places = tuple(min(_PLACES, key=lambda p: costs[p]) for costs in self._by_place(found))
        return min(found, self._cut(merged, places), key=lambda f: f.cost)

    def _by_place(self, fit: _Fit) -> list[dict[str, float]]:
        """What each column pays in these rows for each place at which its texts may stand."""
        paid = [dict.fromkeys(_PLACES, 0.0) for _ in self.columns]
        at = [0] * len(self.columns)
        for y in (*fit.cuts, inf):
            groups: list[tuple[int, float, float]] = []
            for c, own in enumerate(self.columns):
                start = at[c]
                while at[c] < len(own) and own[at[c]].middle < y:
                    at[c] += 1
                if at[c] > start and c not in fit.merged:
                    groups.append((c, own[start].base, own[at[c] - 1].base))
            top, bottom = min((g[1] for g in groups), default=0.0), max((g[2] for g in groups), default=0.0)
            for c, first, last in groups:
                for place in _PLACES:
                    paid[c][place] += self._amiss(first, last, top, bottom, place)
        return paid

    def _amiss(self, first: float, last: float, top: float, bottom: float, place: str) -> float:
        """What it costs that a text from `first` to `last` stands so in a row from `top` to `bottom` (baselines)."""
        if place == "top":
            off = first - top
        elif place == "bottom":
            off = bottom - last
        else:
            off = (first + last - top - bottom) / 2
        return min(_MOST, (off / (_SCATTER * self.size)) ** 2)

    def _cut(self, merged: frozenset[int], places: tuple[str, ...]) -> _Fit:
        """The cheapest rows, by dynamic programming over the places where no line is cut."""
        dense = [c for c in range(len(self.columns)) if c not in merged]
        ys = self._free([x for c in dense for x in self.columns[c]])
        at = {c: [sum(x.middle < y for x in self.columns[c]) for y in ys] for c in dense}
        marks = [bool(_NUMBER.fullmatch(x.text)) for x in self.columns[self.numbered]]
        counts = [sum(marks[:k]) for k in at[self.numbered]]
        borders = [self._border(dense, at, k) for k in range(len(ys) - 1)] + [0.0]
        last = len(ys) - 1
        costs = [0.0] + [inf] * last
        back = [0] * len(ys)
        for end in range(1, len(ys)):
            for start in range(end - 1, -1, -1):
                if counts[end] - counts[start] > _MOST_NUMBERS or end - start > _TALLEST:
                    break
                first = counts[start] == 0  # of the page: above it is at most the header
                cost = self._row(dense, places, at, start, end, first or end == last)
                count = counts[end] - counts[start]
                lines = at[self.numbered][end] - at[self.numbered][start]
                cost += _SECOND * (lines - 1) if count else _UNNUMBERED * (_CUT if first else 1.0)
                cost += _MERGED * len(merged)
                heads = start == 0 and self.open_top and not count and max(at[c][end] for c in dense) <= _HEADER_LINES
                if heads:
                    cost = min(cost, _HEADER + _WEIGHT * self._changes(dense, at, end))
                cost += costs[start] + borders[end]
                if cost < costs[end]:
                    costs[end], back[end] = cost, start
        cuts: list[float] = []
        place = last
        while back[place] > 0:
            place = back[place]
            cuts.append(ys[place])
        return _Fit(cost=costs[last], cuts=tuple(reversed(cuts)), merged=merged, places=places)

    def _changes(self, dense: Sequence[int], at: dict[int, list[int]], end: int) -> int:
        """How often bold and plain lines follow one another in a column down to this place."""
        own = [self.columns[c][: at[c][end]] for c in dense]
        return sum(a.bold != b.bold for lines in own for a, b in pairwise(lines))

    def _free(self, lines: Sequence[Line]) -> list[float]:
        """Where rows may end: above all lines, between them where none is cut, below all."""
        ordered = sorted(lines, key=lambda x: x.middle)
        ys = [ordered[0].top - 1]
        reach = ordered[0].bottom
        for line in ordered[1:]:
            if line.top > reach - _OVERLAP * self.size:
                ys.append((reach + line.top) / 2)
            reach = max(reach, line.bottom)
        return [*ys, reach + 1]

    def _row(
        self, dense: Sequence[int], places: Sequence[str], at: dict[int, list[int]], start: int, end: int, cut: bool
    ) -> float:
        """What it costs that these lines are one row, but for its number. `cut`: a page's end may cut it."""
        groups: list[tuple[float, float, str]] = []
        cost = _ROW
        for c in dense:
            i, j = at[c][start], at[c][end]
            if i < j:
                own = self.columns[c]
                groups.append((own[i].base, own[j - 1].base, places[c]))
                cost += self.joined[c][j - 1] - self.joined[c][i]
        part = _CUT if cut else 1.0
        cost += part * min(_EMPTIES, _EMPTY * (len(dense) - len(groups)))
        top, bottom = min(g[0] for g in groups), max(g[1] for g in groups)
        return cost + part * sum(self._amiss(a, b, top, bottom, p) for a, b, p in groups)

    def _border(self, dense: Sequence[int], at: dict[int, list[int]], place: int) -> float:
        """What it costs that a row ends here: lines above are full and have no full stop."""
        cost = 0.0
        for c in dense:
            k = at[c][place]
            own = self.columns[c]
            if 0 < k < len(own) and not self.by_hand[c][k - 1]:
                left, right = self.rooms[c]
                full = min(_FULL, _FULL_CHARACTER * (right - left) / self.size)
                cost += _STOPPED if own[k - 1].text.endswith("。") else full
        return cost

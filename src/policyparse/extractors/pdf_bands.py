"""Rows without rules: where the cells of one row end and those of the next begin, told by their lines.

Every way to cut the lines into rows has a cost, and the cheapest is taken. A row costs where its cells do not begin,
stand or end together, where a cell is empty, and where one of its cells holds a line end that leaves room or a gap;
a cut costs where it parts a text that fills its line and goes on below it.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from policyparse.extractors.pdf_cells import ends_by_hand
from policyparse.extractors.pdf_lines import Line, make_line

#: Lines further apart than this many times the usual distance are of two cells.
_APART = 1.3
#: Lines further apart than this many sizes are always of two cells.
_FAR = 1.9
#: The distance of a cell's lines is the least one that so many of all have in common, within this factor.
_COMMON, _SAME_STEP = 0.03, 1.03
#: Lines further apart than this many times that distance seem to be of two cells, where …
APART = 1.05
#: Lines whose baselines differ by less than this (in ems) are level.
_LEVEL = 0.35
#: A cut nearer than this (in ems) to a line's top or bottom does not go through it.
_THROUGH = 0.1
#: Merged columns have at most this part of the texts of the others, which have at least so many.
_SPARSE, _LEAST_DENSE = 0.6, 3
#: What a row costs: an empty cell, a cell that is not set as the others are, a line end inside a cell that leaves
#: room, lines of a cell that are too far apart, and a row that is set in another way than most rows.
_EMPTY, _AMISS, _BY_HAND, _GAP, _OTHER = 1.5, 2.0, 3.5, 6.0, 2.5
#: The rest of a row from the page before may hold one text only: empty cells cost no more than this.
_EMPTY_MOST = 5.0
#: What a cut costs: where it parts a text that fills its line (less where a sentence ends there, more after a comma),
#: where it goes through a line, and where it is narrower than most are.
_PARTS, _PARTS_ENDED, _PARTS_COMMA, _CUTS, _NARROW = 1.2, 0.4, 3.0, 4.0, 3.0
#: A text over all columns has a row of its own.
_ALONE = 8.0
#: Where rules part the rows a further cut needs so much more evidence.
_STRICT = 6.0
#: Rows are looked for up to so many places high, and on crowded pages until about so many cells were looked at.
_LOWEST, _TRIED = 12, 60_000
#: Rows that cost more inside their cells than this are none.
_HOPELESS = 16.0
#: A cut is wide when it is higher than this many times the space between the lines of a cell and so many ems more;
#: this part of them are where rows have room above and below.
_WIDE, _WIDE_MORE, _MOST_WIDE = 1.25, 0.12, 0.7

_NUMBER = re.compile(r"[\d,，.]+[%％]?$")
_COMMA, _STOP = ("、", "，", "：", "；"), ("。", "！", "？")
_MODES = 4  #: tops level, middles level, bottoms level, each column as it likes


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line in columns `first` to `last` (more than one: it spans them)."""

    line: Line
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary:
    """A border between two rows at `y`, for the columns of `columns`."""

    y: float
    columns: frozenset[int]


def boundaries(
    entries: Sequence[Entry], rooms: Sequence[tuple[float, float]], *, strict: bool = False
) -> list[Boundary]:
    """The borders between the rows of these lines. `rooms`: left and right end of each column's text.

    `strict`: rules part the rows already, so that only strong evidence is believed.
    """
    if not entries:
        return []
    size = median(e.line.size for e in entries)
    usual = usual_step(entries, len(rooms), size)
    columns = [
        _Column.of(n, [e for e in entries if e.first == e.last == n], rooms[n], size, usual) for n in range(len(rooms))
    ]
    spans = sorted((e for e in entries if e.first < e.last), key=lambda e: e.line.base)
    sheet = _Sheet(columns=columns, spans=spans, size=size, usual=usual, extra=_STRICT if strict else 0.0)
    places = sheet.places()
    cuts = sheet.divide(places)
    found: list[Boundary] = []
    every = frozenset(range(len(rooms)))
    for above, y, below in zip(cuts, cuts[1:], cuts[2:], strict=False):
        across = {c.number for c in columns if c.goes_over(y, _THROUGH * size) or sheet.is_merged(c, above, y, below)}
        for span in sheet.through(y):
            across.update(range(span.first, span.last + 1))
        if across != every:
            found.append(Boundary(y=y, columns=every - across))
    for start, end in itertools.pairwise(cuts):
        found.extend(sheet.below_names(start, end))
    return sorted(found, key=lambda b: b.y)


def usual_step(entries: Sequence[Entry], count: int, size: float) -> float:
    """The distance of the lines of a cell, in points. `count` columns; `size` of the text."""
    steps: list[float] = []
    for column in range(count):
        bases = sorted(e.line.base for e in entries if e.first == e.last == column)
        steps.extend(b - a for a, b in itertools.pairwise(bases) if b - a > 0.9 * size)
    steps.sort()
    least = max(2, round(_COMMON * len(steps)))
    for index, step in enumerate(steps[: len(steps) + 1 - least]):
        if steps[index + least - 1] <= _SAME_STEP * step:
            return step
    return min(steps, default=size)


def texts(lines: Sequence[Line], room: tuple[float, float], size: float, usual: float) -> list[list[Line]]:
    """The lines of one column by the texts of its cells, as far as they tell it. `room`, `size`, `usual` as above."""
    found: list[list[Line]] = []
    for line in sorted(lines, key=lambda x: x.base):
        if found and _kind(found[-1][-1], line, room, size, usual) == "full":
            found[-1].append(line)
        else:
            found.append([line])
    return found


@dataclass(slots=True, kw_only=True)
class _Column:
    """The lines of one column from top to bottom. `kinds`: how each stands to the next one: far, hand or full.

    `inside` adds up what these pairs cost inside a cell, from the first on.
    """

    number: int
    lines: list[Line]
    kinds: list[str]
    middles: list[float]
    inside: list[float]

    @classmethod
    def of(cls, number: int, entries: Sequence[Entry], room: tuple[float, float], size: float, usual: float) -> _Column:
        lines: list[Line] = []
        for line in sorted((e.line for e in entries), key=lambda x: (x.base, x.x0)):
            if lines and line.base - lines[-1].base < _LEVEL * size / 2:
                lines[-1] = make_line([*lines[-1].glyphs, *line.glyphs], spaced=True) or line
            else:
                lines.append(line)
        kinds = [_kind(a, b, room, size, usual) for a, b in itertools.pairwise(lines)]
        inside = [0.0]
        for kind in kinds:
            inside.append(inside[-1] + {"far": _GAP, "apart": _BY_HAND, "hand": _BY_HAND, "full": 0.0}[kind])
        return cls(number=number, lines=lines, kinds=kinds, middles=[x.middle for x in lines], inside=inside)

    @property
    def texts(self) -> int:
        """How many texts its lines look like."""
        return sum(kind != "full" for kind in self.kinds) + bool(self.lines)

    def parting(self, y: float, near: float) -> float:
        """What a cut at `y` costs in this column."""
        index = bisect_left(self.middles, y)
        cost = 0.0
        if any(x.top < y - near and x.bottom > y + near for x in self.lines[max(0, index - 1) : index + 1]):
            cost += _CUTS
        elif 0 < index < len(self.lines) and self.kinds[index - 1] == "full":
            text = self.lines[index - 1].text
            cost += _PARTS_COMMA if text.endswith(_COMMA) else _PARTS_ENDED if text.endswith(_STOP) else _PARTS
        return cost

    def goes_over(self, y: float, near: float) -> bool:
        """Does a line of the column stand on both sides of `y`."""
        index = bisect_left(self.middles, y)
        return any(x.top < y - near and x.bottom > y + near for x in self.lines[max(0, index - 1) : index + 1])


def _kind(line: Line, after: Line, room: tuple[float, float], size: float, usual: float) -> str:
    step = after.base - line.base
    if step > _APART * usual or step > _FAR * size:
        return "far"
    if step > APART * usual:
        return "apart"
    if _NUMBER.match(line.text) and _NUMBER.match(after.text):
        return "far"  # no cell holds two numbers
    return "hand" if ends_by_hand(line, after, *room, size) else "full"


@dataclass(slots=True, kw_only=True)
class _Sheet:
    """All lines between two rules, and what cutting them into rows costs. `extra`: the cost of any cut."""

    columns: list[_Column]
    spans: list[Entry]
    size: float
    usual: float
    extra: float

    def dense(self) -> list[_Column]:
        """The columns that tell the rows: the others have far fewer texts, merged over rows or mostly empty."""
        counts = [c.texts for c in self.columns]
        usual = median(counts)
        return [c for c in self.columns if usual < _LEAST_DENSE or c.texts > _SPARSE * usual]

    def places(self) -> list[float]:
        """Where a cut may be: above the lines of the columns that tell the rows, and below all."""
        lines = [x for c in self.dense() for x in c.lines] + [s.line for s in self.spans]
        every = [x for c in self.columns for x in c.lines] + [s.line for s in self.spans]
        found = [min(x.top for x in every) - _THROUGH / 2 * self.size]
        last = found[0]
        for top in sorted(x.top for x in lines):
            if top - last > _LEVEL * self.size:
                found.append(top - _THROUGH / 2 * self.size)
                last = top
        return [*found, max(x.bottom for x in every) + 1]

    def divide(self, places: Sequence[float]) -> list[float]:
        """The cheapest cuts, the first above and the last below all lines."""
        dense = self.dense()
        near = _THROUGH * self.size
        parting = [
            self.extra + sum(c.parting(y, near) for c in dense) + 2 * _CUTS * len(self.through(y)) for y in places
        ]
        parting[0] = parting[-1] = 0.0
        rows: list[list[tuple[int, list[float]]]] = []
        at = [[bisect_left(c.middles, y) for y in places] for c in self.columns]
        tallest = max(_LOWEST, _TRIED // (len(places) * len(self.columns)))
        for start in range(len(places) - 1):
            own: list[tuple[int, list[float]]] = []
            for end in range(start + 1, min(len(places), start + 1 + tallest)):
                inside, costs = self._row(places[start], places[end], dense, [(a[start], a[end]) for a in at])
                own.append((end, [inside + cost for cost in costs]))
                if inside > _HOPELESS:
                    break
            rows.append(own)
        cuts = _cheapest(rows, parting)
        least = _WIDE * max(0.0, self.usual - self.size) + _WIDE_MORE * self.size
        wide = [strip > least for strip in self._strips(places, dense)]
        chosen = [wide[i] for i in cuts[1:-1]]
        if not all(chosen) and sum(chosen) >= _MOST_WIDE * len(chosen):
            for index in range(1, len(places) - 1):
                parting[index] += 0.0 if wide[index] else _NARROW
            cuts = _cheapest(rows, parting)
        return [places[i] for i in cuts]

    def through(self, y: float) -> list[Entry]:
        """The texts over several columns that stand on both sides of `y`."""
        near = _THROUGH * self.size
        return [s for s in self.spans if s.line.top < y - near and s.line.bottom > y + near]

    def is_merged(self, column: _Column, above: float, y: float, below: float) -> bool:
        """Goes a text of a column of few texts on over the border at `y`: its parts are not set as the rows are."""
        at = bisect_left(column.middles, y)
        if any(c is column for c in self.dense()) or not 0 < at < len(column.lines) or column.kinds[at - 1] != "full":
            return False
        for start, end in ((above, y), (y, below)):
            rows = [x for c in self.dense() for x in c.lines if start <= x.middle < end]
            own = [x for x in column.lines if start <= x.middle < end]
            if rows and own:
                top, bottom = own[0].top - min(x.top for x in rows), max(x.bottom for x in rows) - own[-1].bottom
                if min(abs(top), abs(bottom), abs(top - bottom) / 2) > _LEVEL * self.size:
                    return True
        return False

    def _strips(self, places: Sequence[float], dense: Sequence[_Column]) -> list[float]:
        """The heights of the free strips at these places, in points."""
        lines = sorted([x for c in dense for x in c.lines] + [s.line for s in self.spans], key=lambda x: x.middle)
        middles = [x.middle for x in lines]
        bottoms = list(itertools.accumulate((x.bottom for x in lines), max))
        tops = list(itertools.accumulate((x.top for x in reversed(lines)), min))[::-1]
        cuts = [bisect_left(middles, y) for y in places]
        return [tops[n] - bottoms[n - 1] if 0 < n < len(lines) else 0.0 for n in cuts]

    def _row(
        self, start: float, end: float, dense: Sequence[_Column], held: Sequence[tuple[int, int]]
    ) -> tuple[float, list[float]]:
        """What a row costs inside its cells, and by the way in which it is set. `held`: for each column its first line and the one after its last."""
        spans = [s for s in self.spans if start <= s.line.middle < end]
        inside = 0.0
        told = {c.number for c in dense}
        extents: list[tuple[float, float]] = []
        alone = False
        for column in self.columns:
            a, b = held[column.number]
            over = [s.line for s in spans if s.first <= column.number <= s.last]
            is_dense = column.number in told
            if a < b and over:
                low = max(s.bottom for s in over)
                alone = alone or column.lines[a].top < min(s.top for s in over)
                inside += column.inside[b - 1] - column.inside[a]
                extents.append((min(s.top for s in over), max(low, column.lines[b - 1].bottom)))
            elif over:
                extents.append((min(s.top for s in over), max(s.bottom for s in over)))
            elif a < b:
                if is_dense:
                    inside += column.inside[b - 1] - column.inside[a]
                    extents.append((column.lines[a].top, column.lines[b - 1].bottom))
            elif is_dense:
                inside += _EMPTY / 8  # counted below; a row of many empty cells is not hopeless
        whole = any(self._is_section(s) for s in spans)
        filled = any(a < b for a, b in held)
        if alone or (whole and (filled or len(spans) > 1)):
            inside += _ALONE
        if not extents:
            return inside, [0.0] * _MODES
        standing = [c for c in dense if held[c.number][0] < held[c.number][1]]
        under = {n for s in spans for n in range(s.first, s.last + 1)}
        missing = sum(c.number not in under for c in dense) - sum(c.number not in under for c in standing)
        empty = 0.0 if whole else min(_EMPTY_MOST, _EMPTY * missing)
        top, bottom = min(t for t, _ in extents), max(b for _, b in extents)
        near = _LEVEL * self.size
        tops = [t - top <= near for t, _ in extents]
        middles = [abs(t + b - top - bottom) <= 2 * near for t, b in extents]
        bottoms = [bottom - b <= near for _, b in extents]
        own = [tops, middles, bottoms, [any(x) for x in zip(tops, middles, bottoms, strict=True)]]
        costs = [_AMISS * sum(not x for x in way) for way in own]
        costs[3] += _AMISS / 2
        return inside, [empty + min([costs[m], *(c + _OTHER for c in costs)]) for m in range(_MODES)]

    def _is_section(self, span: Entry) -> bool:
        """Does a text that begins in the first column stand beside no other."""
        if span.first > 0:
            return False
        middle = span.line.middle
        beside = [x for c in self.columns[span.last + 1 :] for x in c.lines] + [
            s.line for s in self.spans if s is not span
        ]
        return span.last == len(self.columns) - 1 or not any(x.top < middle < x.bottom for x in beside)

    def below_names(self, start: float, end: float) -> list[Boundary]:
        """The borders below texts that span columns, in a row where others stand below them."""
        found: dict[float, set[int]] = {}
        for span in self.spans:
            if not start <= span.line.middle < end:
                continue
            over = range(span.first, span.last + 1)
            below = [x.top for n in over for x in self.columns[n].lines if span.line.middle < x.middle < end]
            below += [
                s.line.top
                for s in self.spans
                if s is not span and s.first in over and span.line.middle < s.line.middle < end
            ]
            if below:
                y = min(below) - _THROUGH / 2 * self.size
                same = next((other for other in found if abs(other - y) < _LEVEL * self.size), y)
                found.setdefault(same, set()).update(over)
        return [Boundary(y=y, columns=frozenset(columns)) for y, columns in found.items()]


def _cheapest(rows: Sequence[Sequence[tuple[int, list[float]]]], parting: Sequence[float]) -> list[int]:
    """Numbers of the places of the cheapest cuts. `rows`: for each place the rows that begin there: end and costs by mode."""
    best: tuple[float, list[int]] | None = None
    for mode in range(_MODES):
        count = len(rows)
        costs = [float("inf")] * (count + 1)
        costs[count] = 0.0
        follow = [count] * (count + 1)
        for start in range(count - 1, -1, -1):
            for end, own in rows[start]:
                cost = own[mode] + costs[end] + parting[end]
                if cost < costs[start]:
                    costs[start], follow[start] = cost, end
        cuts = [0]
        while cuts[-1] < count:
            cuts.append(follow[cuts[-1]])
        if best is None or costs[0] < best[0] - 0.01:
            best = costs[0], cuts
    return best[1] if best else []

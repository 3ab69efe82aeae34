"""A skeleton of rules to a grid of cells: positions, borders, spans, and the sides that have no rule."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from policyparse.extractors.pdf_page import Rule
from policyparse.extractors.pdf_rules import Skeleton
from policyparse.origin import Box

#: Rules closer than this are one border (double lines, thick and thin pairs).
_SAME_BORDER = 2.5
#: A row or column slimmer than this that holds no character is a border too.
_SLIM = 6.0
#: A border is there when rules cover this part of it.
_COVERED = 0.55
#: Rules that end this far beyond the outermost border make a side without rule.
_OVERHANG = 6.0
#: A grid with more places than this is a drawing on squared paper.
MAX_PLACES = 60_000

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One cell of a lattice: first row and column, and spans."""

    row: int
    col: int
    row_span: int
    col_span: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lattice:
    """Cells of a ruled table. `xs` and `ys` are the borders, one more than columns and rows.

    `open_*`: that side has no rule, its border was taken from where the other rules end.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    areas: tuple[Area, ...]
    owners: tuple[tuple[int, ...], ...]  #: number of the area by row and column
    open_top: bool = False
    open_bottom: bool = False
    open_left: bool = False
    open_right: bool = False

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def area_box(self, area: Area) -> Box:
        return (
            self.xs[area.col],
            self.ys[area.row],
            self.xs[area.col + area.col_span],
            self.ys[area.row + area.row_span],
        )

    def row_at(self, y: float) -> int:
        """The row that holds `y`, the first or last one outside."""
        return min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)

    def area_at(self, x: float, y: float, slack: float = 0.0) -> int | None:
        """Number of the area that holds the point, or None outside. An open side reaches `slack` further."""
        xs, ys = self.xs, self.ys
        col, row = bisect_right(xs, x) - 1, bisect_right(ys, y) - 1
        if col < 0 and self.open_left and x >= xs[0] - slack:
            col = 0
        if col >= len(xs) - 1 and self.open_right and x <= xs[-1] + slack:
            col = len(xs) - 2
        if not (0 <= col < len(xs) - 1 and 0 <= row < len(ys) - 1):
            return None
        return self.owners[row][col]


Intervals = list[tuple[float, float]]


def build(skeleton: Skeleton, points: Sequence[Point]) -> Lattice | None:
    """The lattice of a skeleton; `points` are the middles of the characters. None where there is no closed row."""
    if not skeleton.down:
        return None
    downs, acrosses = _positions(skeleton.down), _positions(skeleton.across)
    top, bottom = min(r.start for r in skeleton.down), max(r.end for r in skeleton.down)
    if skeleton.across:
        left, right = min(r.start for r in skeleton.across), max(r.end for r in skeleton.across)
        open_top, open_bottom = _extend(acrosses, top, bottom)
        if open_top and open_bottom:
            left, right = _merged_sides(downs, left, right, [x for x, y in points if top <= y <= bottom])
    else:
        beside = [x for x, y in points if top <= y <= bottom]
        if not beside:
            return None
        left, right = min(beside) - _SLIM, max(beside) + _SLIM
        acrosses, open_top, open_bottom = [(top, []), (bottom, [])], True, True
    open_left, open_right = _extend(downs, left, right)
    _drop_slim(downs, sorted(p[0] for p in points))
    _drop_slim(acrosses, sorted(p[1] for p in points))
    if len(downs) < 2 or len(acrosses) < 2 or len(downs) * len(acrosses) > MAX_PLACES:
        return None
    lattice = divide(
        downs, acrosses, open_top=open_top, open_bottom=open_bottom, open_left=open_left, open_right=open_right
    )
    return _trim(lattice, points)


def _positions(rules: Sequence[Rule]) -> list[tuple[float, Intervals]]:
    """Borders: their places and the stretches where a rule is."""
    found: list[tuple[float, Intervals]] = []
    group: list[Rule] = []
    for rule in (*sorted(rules), None):
        if group and (rule is None or rule.at - group[0].at > _SAME_BORDER):
            length = sum(r.end - r.start for r in group)
            found.append((sum(r.at * (r.end - r.start) for r in group) / length, [(r.start, r.end) for r in group]))
            group = []
        if rule is not None:
            group.append(rule)
    return found


def _extend(borders: list[tuple[float, Intervals]], start: float, end: float) -> tuple[bool, bool]:
    """Add borders without rule where the rules of the other direction go on beyond the outermost border."""
    before = borders[0][0] - start > _OVERHANG
    after = end - borders[-1][0] > _OVERHANG
    if before:
        borders.insert(0, (start, []))
    if after:
        borders.append((end, []))
    return before, after


def _merged_sides(
    downs: Sequence[tuple[float, Intervals]], left: float, right: float, beside: Sequence[float]
) -> tuple[float, float]:
    """How far a table without outer rules reaches where its outermost column is one merged cell on this page.

    No rule reaches into such a column. The rules reach beyond the outermost vertical one on the other side,
    so there are no outer rules, and text beside them (`beside`: its x) is that column's.
    """
    first, last = downs[0][0], downs[-1][0]
    if left >= first - _OVERHANG and right > last + _OVERHANG:
        left = min([left, *(x - _SLIM for x in beside if x < first)])
    elif right <= last + _OVERHANG and left < first - _OVERHANG:
        right = max([right, *(x + _SLIM for x in beside if x > last)])
    return left, right


def _drop_slim(borders: list[tuple[float, Intervals]], middles: list[float]) -> None:
    """Join borders with no room and no character between them."""
    index = 0
    while index + 1 < len(borders) and len(borders) > 2:
        (here, one), (there, other) = borders[index], borders[index + 1]
        if there - here < _SLIM and bisect_right(middles, there) == bisect_right(middles, here):
            longer = sum(b - a for a, b in one) >= sum(b - a for a, b in other)
            borders[index : index + 2] = [(here if longer else there, one + other)]
        else:
            index += 1


def _covered(intervals: Intervals, start: float, end: float) -> bool:
    """Does a rule run along most of this stretch. Pieces do not overlap by more than noise."""
    length = sum(max(0.0, min(b, end) - max(a, start)) for a, b in intervals)
    return length >= _COVERED * (end - start)


def divide(
    downs: list[tuple[float, Intervals]],
    acrosses: list[tuple[float, Intervals]],
    *,
    open_top: bool = False,
    open_bottom: bool = False,
    open_left: bool = False,
    open_right: bool = False,
) -> Lattice:
    """Cells between borders: `downs` and `acrosses` are places with the stretches that have a wall."""
    xs, ys = tuple(d[0] for d in downs), tuple(a[0] for a in acrosses)
    cols, rows = len(xs) - 1, len(ys) - 1
    # wall_right[r][c]: a border right of the place; wall_below[r][c]: one below it
    wall_right = [
        [c == cols - 1 or _covered(downs[c + 1][1], ys[r], ys[r + 1]) for c in range(cols)] for r in range(rows)
    ]
    wall_below = [
        [r == rows - 1 or _covered(acrosses[r + 1][1], xs[c], xs[c + 1]) for c in range(cols)] for r in range(rows)
    ]
    owners = [[-1] * cols for _ in range(rows)]
    areas: list[Area] = []
    for r in range(rows):
        for c in range(cols):
            if owners[r][c] >= 0:
                continue
            wide = 1
            while not wall_right[r][c + wide - 1] and c + wide < cols and owners[r][c + wide] < 0:
                wide += 1
            high = 1
            while r + high < rows and _goes_on(wall_below, wall_right, owners, r + high, c, wide):
                high += 1
            for row in range(r, r + high):
                for col in range(c, c + wide):
                    owners[row][col] = len(areas)
            areas.append(Area(row=r, col=c, row_span=high, col_span=wide))
    return Lattice(
        xs=xs,
        ys=ys,
        areas=tuple(areas),
        owners=tuple(tuple(row) for row in owners),
        open_top=open_top,
        open_bottom=open_bottom,
        open_left=open_left,
        open_right=open_right,
    )


def _goes_on(
    wall_below: list[list[bool]], wall_right: list[list[bool]], owners: list[list[int]], row: int, col: int, wide: int
) -> bool:
    """May a cell of columns `col` to `col + wide` take the row `row` too: no border above it, none inside it."""
    places = range(col, col + wide)
    if any(wall_below[row - 1][c] or owners[row][c] >= 0 for c in places):
        return False
    return not any(wall_right[row][c] for c in places[:-1])


def _trim(lattice: Lattice, points: Sequence[Point]) -> Lattice | None:
    """Drop outer rows and columns without rule that hold no character: they are ends of rules that stick out."""
    used_rows: set[int] = set()
    used_cols: set[int] = set()
    for x, y in points:
        col, row = bisect_right(lattice.xs, x) - 1, bisect_right(lattice.ys, y) - 1
        if 0 <= col < len(lattice.xs) - 1 and 0 <= row < len(lattice.ys) - 1:
            area = lattice.areas[lattice.owners[row][col]]
            used_rows.update(range(area.row, area.row + area.row_span))
            used_cols.update(range(area.col, area.col + area.col_span))
    last_row, last_col = len(lattice.ys) - 2, len(lattice.xs) - 2
    row0 = 1 if lattice.open_top and 0 not in used_rows else 0
    row1 = last_row - 1 if lattice.open_bottom and last_row not in used_rows else last_row
    col0 = 1 if lattice.open_left and 0 not in used_cols else 0
    col1 = last_col - 1 if lattice.open_right and last_col not in used_cols else last_col
    if row0 > row1 or col0 > col1:
        return None
    if (row0, row1, col0, col1) == (0, last_row, 0, last_col):
        return lattice
    return _cut(lattice, row0, row1, col0, col1)


def _cut(lattice: Lattice, row0: int, row1: int, col0: int, col1: int) -> Lattice:
    areas: list[Area] = []
    owners = [[-1] * (col1 - col0 + 1) for _ in range(row1 - row0 + 1)]
    for area in lattice.areas:
        rows = range(max(area.row, row0), min(area.row + area.row_span - 1, row1) + 1)
        cols = range(max(area.col, col0), min(area.col + area.col_span - 1, col1) + 1)
        if not rows or not cols:
            continue
        for row in rows:
            for col in cols:
                owners[row - row0][col - col0] = len(areas)
        areas.append(Area(row=rows[0] - row0, col=cols[0] - col0, row_span=len(rows), col_span=len(cols)))
    return Lattice(
        xs=lattice.xs[col0 : col1 + 2],
        ys=lattice.ys[row0 : row1 + 2],
        areas=tuple(areas),
        owners=tuple(tuple(row) for row in owners),
        open_top=lattice.open_top and row0 == 0,
        open_bottom=lattice.open_bottom and row1 == len(lattice.ys) - 2,
        open_left=lattice.open_left and col0 == 0,
        open_right=lattice.open_right and col1 == len(lattice.xs) - 2,
    )


def with_areas(lattice: Lattice, ys: Sequence[float], areas: Sequence[Area]) -> Lattice:
    """The lattice with these rows and cells; the cells cover it."""
    owners = [[-1] * (len(lattice.xs) - 1) for _ in range(len(ys) - 1)]
    for number, area in enumerate(areas):
        for row in range(area.row, area.row + area.row_span):
            for col in range(area.col, area.col + area.col_span):
                owners[row][col] = number
    return replace(lattice, ys=tuple(ys), areas=tuple(areas), owners=tuple(tuple(row) for row in owners))

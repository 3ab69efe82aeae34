"""Ruling lines put together: pieces of one line joined, lines that meet gathered into the skeleton of one table."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from policyparse.extractors.pdf_page import Drawing, Frame, Rule, union
from policyparse.origin import Box

#: Pieces of one line may be this far from a common line …
_SAME_LINE = 1.0
#: … and this far from each other (border pieces of Word end at the corner squares; some leave 2 points).
_JOINT = 3.5
#: A line of dashes: many short pieces; the gaps may be this many times the dash, up to a limit.
_DASHES, _DASH, _DASH_GAP, _DASH_GAP_MAX = 6, 8.0, 2.5, 9.0
#: Lines meet when one ends within this distance of the other.
_MEET = 3.0
#: A row that spans all columns is not higher than this, in points (two lines of text and padding).
_SPANNING_ROW = 60.0
#: The outermost column is not wider than this, in points: half a landscape page and more.
OUTER_COLUMN = 500.0
#: A row that is cut at both ends is at least this high, in points.
_OPEN_ROW = 8.0
#: Shorter lines are dots, ticks and parts of drawn characters.
_SHORTEST = 4.0
#: A rectangle smaller than this is a tick box, not a frame.
SMALL_BOX = 14.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Skeleton:
    """Lines that hang together, in the coordinates of the drawing they were found in.

    Without `across` they are the column borders of one row that is open at its top and bottom; without `down` they
    are such borders of a row that is drawn at a right angle.
    """

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]

    @property
    def box(self) -> Box:
        return union(_boxes(self.across, self.down))

    @property
    def open_ends(self) -> int:
        """At how many of its ends, top and bottom, the vertical rules reach beyond the horizontal ones."""
        top, bottom = min(r.start for r in self.down), max(r.end for r in self.down)
        above, below = min(r.at for r in self.across) - top, bottom - max(r.at for r in self.across)
        return (above > 2 * _MEET) + (below > 2 * _MEET)

    def moved(self, source: Frame, target: Frame) -> Skeleton:
        """The same from one frame of the page in another."""
        if source.turn == target.turn:
            return self
        drawing = target.drawing(source.page_drawing(Drawing(across=self.across, down=self.down)))
        return Skeleton(across=drawing.across, down=drawing.down)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The skeletons of a page, and the horizontal lines that meet no vertical one (three-line tables, underlines)."""

    skeletons: tuple[Skeleton, ...]
    loose: tuple[Rule, ...]


def gather(drawing: Drawing) -> Rules:
    """Join the pieces and find what hangs together; `drawing` is in the frame in which the text reads."""
    across, down = join_pieces(drawing.across), join_pieces(drawing.down)
    skeletons, loose, loose_down = connect(across, down)
    skeletons, loose_down = _adopt(skeletons, loose_down)
    skeletons = _rejoin_sideways(_rejoin(skeletons))
    skeletons.extend(open_rows(loose_down))
    return Rules(skeletons=tuple(skeletons), loose=tuple(loose))


def _adopt(skeletons: list[Skeleton], loose: list[Rule]) -> tuple[list[Skeleton], list[Rule]]:
    """A vertical rule beside a skeleton, of the same height and touching none of its horizontals, is its outer border.

    So it is where the outermost column is one merged cell and the table is open at its top and bottom.
    """
    rest: list[Rule] = []
    for rule in loose:
        for index, skeleton in enumerate(skeletons):
            x0, y0, x1, y1 = skeleton.box
            same = abs(rule.start - y0) < _MEET and abs(rule.end - y1) < _MEET
            if same and min(abs(rule.at - x0), abs(rule.at - x1)) < OUTER_COLUMN:
                skeletons[index] = Skeleton(across=skeleton.across, down=(*skeleton.down, rule))
                break
        else:
            rest.append(rule)
    return skeletons, rest


def open_rows(loose: Sequence[Rule]) -> list[Skeleton]:
    """Vertical rules of one height beside one another and without horizontals: one row, cut at its top and bottom."""
    groups: list[list[Rule]] = []
    for rule in sorted(loose, key=lambda r: (r.start, r.end, r.at)):
        last = groups[-1][-1] if groups else None
        if last and abs(rule.start - last.start) < _SAME_LINE and abs(rule.end - last.end) < _SAME_LINE:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    full = [g for g in groups if len(g) > 1 and g[0].end - g[0].start >= _OPEN_ROW]
    for rule in (r for g in groups if g not in full for r in g):
        # below a name over columns the border between them begins lower
        for own in full:
            inside = own[0].start < rule.start < own[0].start + _SPANNING_ROW and own[0].at < rule.at < own[-1].at
            if inside and abs(rule.end - own[0].end) < _SAME_LINE:
                own.append(rule)
                break
    return [Skeleton(across=(), down=tuple(sorted(g))) for g in full]


def join_pieces(rules: Iterable[Rule]) -> list[Rule]:
    """Pieces on one line become one rule, over small gaps and the gaps of dashes."""
    ordered = sorted(rules)
    joined: list[Rule] = []
    group: list[Rule] = []
    for rule in ordered:
        if group and rule.at - group[-1].at > _SAME_LINE / 2 and rule.at - group[0].at > _SAME_LINE:
            joined.extend(_join_group(group))
            group = []
        group.append(rule)
    if group:
        joined.extend(_join_group(group))
    return [rule for rule in joined if rule.end - rule.start >= _SHORTEST]


def _join_group(group: list[Rule]) -> list[Rule]:
    if len(group) == 1:
        return group
    group = sorted(group, key=lambda r: (r.start, r.end))
    gap = _JOINT
    if len(group) >= _DASHES:
        dash = median(r.end - r.start for r in group)
        if dash <= _DASH:
            gap = max(gap, min(_DASH_GAP_MAX, _DASH_GAP * dash))
    result: list[Rule] = []
    weight, total, start, end, width = 0.0, 0.0, group[0].start, group[0].end, 0.0
    for rule in group:
        if rule.start - end > gap:
            result.append(Rule(total / weight, start, end, width))
            weight, total, start, end, width = 0.0, 0.0, rule.start, rule.end, 0.0
        length = rule.end - rule.start + 0.01
        weight, total = weight + length, total + length * rule.at
        end, width = max(end, rule.end), max(width, rule.width)
    result.append(Rule(total / weight, start, end, width))
    return result


def connect(across: Sequence[Rule], down: Sequence[Rule]) -> tuple[list[Skeleton], list[Rule], list[Rule]]:
    """Gather rules that meet: the skeletons, and the rules across and down that meet none."""
    parent = list(range(len(across) + len(down)))  # across first, then down

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    order = sorted(range(len(down)), key=lambda i: down[i].at)
    places = [down[i].at for i in order]
    for number, rule in enumerate(across):
        first = bisect_left(places, rule.start - _MEET)
        last = bisect_right(places, rule.end + _MEET)
        for index in order[first:last]:
            other = down[index]
            if other.start - _MEET <= rule.at <= other.end + _MEET:
                parent[root(len(across) + index)] = root(number)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, rule in enumerate((*across, *down)):
        groups.setdefault(root(number), ([], []))[number >= len(across)].append(rule)
    skeletons, loose, loose_down = [], [], []
    for flat, upright in groups.values():
        if flat and upright:
            skeletons.append(Skeleton(across=tuple(flat), down=tuple(upright)))
        else:
            loose.extend(flat)
            loose_down.extend(upright)
    skeletons.sort(key=lambda s: (s.box[1], s.box[0]))
    return skeletons, sorted(loose), sorted(loose_down)


def _rejoin(skeletons: list[Skeleton]) -> list[Skeleton]:
    """Tables without outer rules fall apart at a row that spans all columns: join what it parts.

    Both parts are closed towards each other by rules of one width that reach beyond the outermost vertical rules.
    """
    joined: list[Skeleton] = []
    for skeleton in skeletons:
        ends = _open_ends(skeleton)
        for index, other in enumerate(joined):
            before = _open_ends(other)
            if not ends or not before or any(abs(a - b) > _MEET for a, b in zip(ends, before, strict=True)):
                continue
            gap = skeleton.box[1] - other.box[3]
            closed = abs(max(r.at for r in other.across) - other.box[3]) < _MEET
            closed = closed and abs(min(r.at for r in skeleton.across) - skeleton.box[1]) < _MEET
            if closed and -_MEET < gap < _SPANNING_ROW:
                joined[index] = Skeleton(across=other.across + skeleton.across, down=other.down + skeleton.down)
                break
        else:
            joined.append(skeleton)
    return joined


def _rejoin_sideways(skeletons: list[Skeleton]) -> list[Skeleton]:
    """A table open at its top or bottom falls apart at a column that is one merged cell: join what it parts.

    Both parts have vertical rules of one height, which reach beyond their horizontals, and those at one height.
    """
    joined: list[Skeleton] = []
    for skeleton in sorted(skeletons, key=lambda s: s.box[0]):
        for index, other in enumerate(joined):
            one, two = skeleton.box, other.box
            beside = -_MEET < one[0] - two[2] < OUTER_COLUMN
            same = abs(one[1] - two[1]) < _MEET and abs(one[3] - two[3]) < _MEET
            if beside and same and _same_levels(_levels(skeleton), _levels(other)):
                joined[index] = Skeleton(across=other.across + skeleton.across, down=other.down + skeleton.down)
                break
        else:
            joined.append(skeleton)
    return sorted(joined, key=lambda s: (s.box[1], s.box[0]))


def _levels(skeleton: Skeleton) -> list[float]:
    """Heights of the horizontal rules where the vertical ones reach beyond them, each once."""
    levels: list[float] = []
    for at in sorted(r.at for r in skeleton.across):
        if not levels or at - levels[-1] > _SAME_LINE:
            levels.append(at)
    return levels if skeleton.open_ends else []


def _same_levels(one: Sequence[float], two: Sequence[float]) -> bool:
    return bool(one) and len(one) == len(two) and all(abs(a - b) <= _MEET for a, b in zip(one, two, strict=True))


def _open_ends(skeleton: Skeleton) -> tuple[float, float] | None:
    """Left and right end of the horizontal rules, where they reach beyond the vertical ones on both sides."""
    left, right = min(r.start for r in skeleton.across), max(r.end for r in skeleton.across)
    first, last = min(r.at for r in skeleton.down), max(r.at for r in skeleton.down)
    return (left, right) if first - left > 2 * _MEET and right - last > 2 * _MEET else None


def _boxes(across: Iterable[Rule], down: Iterable[Rule]) -> list[Box]:
    return [(r.start, r.at, r.end, r.at) for r in across] + [(r.at, r.start, r.at, r.end) for r in down]

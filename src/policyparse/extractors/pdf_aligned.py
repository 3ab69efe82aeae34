"""Tables without vertical rules: which rows of a page make one. `pdf_structure` finds their cells."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from policyparse.extractors.pdf_beside import parted
from policyparse.extractors.pdf_gutters import EVERYWHERE, Free, closes, cover, gutters
from policyparse.extractors.pdf_lines import Line
from policyparse.extractors.pdf_page import Rule
from policyparse.extractors.pdf_pairs import has_names
from policyparse.extractors.pdf_paragraphs import has_leaders
from policyparse.extractors.pdf_rows import Row
from policyparse.extractors.pdf_structure import (
    GUTTER,
    LEAST_COLUMNS,
    LEAST_ROWS,
    LONG_RULE,
    MANY_COLUMNS,
    Columns,
    Found,
    structure,
)

#: Rows of one table are not further apart than this, in ems (padding above and below, and a blank line).
_ROW_GAP = 2.6
#: … where what follows stands in the same columns: a sheet's rows may be higher than their texts need.
_FAR_GAP = 4.5
#: … so may the first of them be below so many rows of names, where its longest cell begins above the others.
_NAME_ROWS = 2
#: The rest of a row from the page before is looked for in at most so many lines.
_REST = 12
#: A section row begins exactly where the first column begins, within so many ems.
_SAME_START = 0.25
#: Below a table's last rule its row goes on when this part of the pieces begins where its columns begin.
_KNOWN_STARTS = 0.6
#: Rules belong to one table when their ends differ by less than this, in points.
_SAME_END = 8.0
#: A line alone between two rules and in their middle, within so many ems, is a title and no section row …
_CENTRED = 1.5
#: … and rules further apart than this (points) without text between them belong to different things.
_EMPTY = 12.0
#: A name over columns stands at most so many ems above theirs.
_NAME_ROOM = 2.6
#: Names above a table's first rule are so many lines at most, and not further apart than this, in ems.
_NAME_LINES, _NAME_GAP = 4, 1.2
#: Two columns are enough where a row of names stands over them.
_PAIR = 2
#: An underline stands within so many ems below its text.
_UNDERLINE = 0.35
#: Notes below a table begin so, and what is attached.
_NOTE = re.compile(r"(?:注|备注|说明|附注|资料来源|来源|附|附件|附表)\s*\d*\s*[：:]")


def find_tables(rows: Sequence[Row], loose: Sequence[Rule], carried: Columns | None = None) -> list[Found]:
    """The tables among rows that stand one below the other; `loose` are horizontal rules that meet no vertical one.

    `carried`: the columns of a table at the end of the page before; the first rows may go on with it.
    """
    found: list[Found] = []
    taken = [False] * len(rows)
    for rules in (part for group in _rule_groups(loose) for part in _parts(group, rows)):
        inside = [i for i, row in enumerate(rows) if rules[0].at < row.line.middle < rules[-1].at]
        if len(inside) < 2 or any(taken[i] for i in inside) or len(rules) < 2:
            continue
        stop = next((i for i in range(inside[0], len(rows)) if taken[i]), len(rows))
        last = _beyond(rows, inside, stop, rules)
        first = _name_rows(rows, inside[0], taken)
        if rules[0].width == 0.0:
            first = min(first, _plain_rows(rows, inside, taken))
        within = _rules_within(rows, first, last, loose) or rules
        table = structure(rows, first, last, within, carried if first == 0 else None)
        if table:
            found.append(table)
            taken[first : last + 1] = [True] * (last + 1 - first)
    start = 0
    while start < len(rows):
        if taken[start] or len(rows[start].pieces) < 2:
            start += 1
            continue
        stop = next((i for i in range(start, len(rows)) if taken[i]), len(rows))
        floor = next((i + 1 for i in range(start, -1, -1) if taken[i]), 0)
        first, last = _grow(rows, start, stop, floor)
        within = _rules_within(rows, first, last, loose)
        least = _PAIR if has_names(rows[first : last + 1]) else LEAST_COLUMNS
        known = carried if first == 0 else None
        table = structure(rows, first, last, within, known, least=least) if last > first else None
        if table:
            found.append(table)
            taken[first : last + 1] = [True] * (last + 1 - first)
            start = last + 1
        else:
            start += 1
    if carried and rows and not any(f.first == 0 for f in found):
        rest = _rest(rows, min([len(rows), *(f.first for f in found)]), carried)
        table = structure(rows, 0, rest - 1, _rules_within(rows, 0, rest - 1, loose), carried) if rest else None
        if table:
            found.append(table)
    return [one for table in sorted(found, key=lambda f: f.first) for one in parted(rows, table, loose)]


def _rest(rows: Sequence[Row], stop: int, carried: Columns) -> int:
    """How many rows at the page's top stand in the columns of the table on the page before."""
    between = [(a[1], b[0]) for a, b in itertools.pairwise(carried)]
    ends = [*(b - 1 for _, b in between), float("inf")]
    count = 0
    for index, row in enumerate(rows[:stop]):
        near = 0.5 * row.line.size
        fits = all(
            any(abs(p.x0 - a) < near and p.x1 < end for (a, _), end in zip(carried, ends, strict=True))
            for p in row.pieces
        )
        if (
            not fits
            or _NOTE.match(row.line.text)
            or (index > 0 and row.top - rows[index - 1].bottom > _ROW_GAP * row.line.size)
        ):
            break
        count = index + 1
    return count


def _rule_groups(loose: Sequence[Rule]) -> list[list[Rule]]:
    """Rules of one width one below the other, with shorter ones that share an end. Each from top to bottom."""
    groups: list[list[Rule]] = []
    for rule in sorted(loose):
        if rule.end - rule.start < LONG_RULE / 4:
            continue
        for group in groups:
            left, right = min(r.start for r in group), max(r.end for r in group)
            within = rule.start >= left - _SAME_END and rule.end <= right + _SAME_END
            if within and (abs(rule.start - left) < _SAME_END or abs(rule.end - right) < _SAME_END or len(group) > 1):
                group.append(rule)
                break
        else:
            if rule.end - rule.start >= LONG_RULE:
                groups.append([rule])
    return [_full_ends(group) for group in groups if len(group) > 1]


def _parts(group: list[Rule], rows: Sequence[Row]) -> list[list[Rule]]:
    """The group cut where nothing, or a title or note, stands between two rules."""
    parts: list[list[Rule]] = [[group[0]]]
    for above, below in itertools.pairwise(group):
        between = [row for row in rows if above.at < row.line.middle < below.at]
        single = bool(between) and all(len(row.pieces) == 1 for row in between)
        middle = (below.start + below.end) / 2
        apart = any(
            abs((row.x0 + row.x1) / 2 - middle) < _CENTRED * row.line.size or _NOTE.match(row.line.text)
            for row in between
        )
        if (not between and below.at - above.at > _EMPTY) or (single and apart):
            parts.append([])
        parts[-1].append(below)
    return [part for part in parts if len(part) > 1]


def _name_rows(rows: Sequence[Row], inside: int, taken: Sequence[bool]) -> int:
    """The first row of a table whose names have no rule above them: rows of several pieces close to its first rule."""
    first, best = inside, inside
    while first > 0 and not taken[first - 1] and inside - first < _NAME_LINES:
        row, below = rows[first - 1], rows[first]
        apart = below.top - row.bottom > _NAME_GAP * row.line.size
        if apart or abs(row.line.size - below.line.size) > 0.2 * row.line.size or has_leaders(row.line.text):
            break
        first -= 1
        if len(row.pieces) >= LEAST_COLUMNS:
            best = first
    size = rows[inside].line.size
    while best < inside and best > 0 and not taken[best - 1] and len(rows[best - 1].pieces) < LEAST_COLUMNS:
        # the first lines of names that are set over several
        above, near = rows[best - 1], rows[best : best + 3]
        apart = rows[best].top - above.bottom > 0.8 * size
        if apart or not all(any(_continues_cell_above(p, r, size) for r in near) for p in above.pieces):
            break
        best -= 1
    return best


def _plain_rows(rows: Sequence[Row], inside: Sequence[int], taken: Sequence[bool]) -> int:
    """The first row of a table that is striped by filled bands: above the first band a row and names may be unfilled."""
    size = rows[inside[0]].line.size
    free = EVERYWHERE
    for i in inside:
        free = cover(free, rows[i].pieces) if len(rows[i].pieces) > 1 else free
    between = gutters(free, GUTTER * size)
    first = at = inside[0]
    while at > 0 and not taken[at - 1] and inside[0] - at < _REST:
        row, below = rows[at - 1], rows[at]
        other = below.top - row.bottom > _ROW_GAP * size or abs(row.line.size - size) > 0.05 * size
        if other or has_leaders(row.line.text) or any(closes(piece, between) for piece in row.pieces):
            break
        at -= 1
        if len(row.pieces) > 1:
            first = at
    return first


def _beyond(rows: Sequence[Row], inside: Sequence[int], stop: int, rules: Sequence[Rule]) -> int:
    """The last row of a table whose last rule may not close it: it goes on while pieces begin where columns begin."""
    last = inside[-1]
    closing = [r for r in rules if r.end - r.start > 0.9 * (rules[-1].end - rules[-1].start)]
    _, grown = _grow(rows, inside[0], stop, inside[0])
    if grown <= last or len(closing) < LEAST_ROWS:
        return max(grown, last)
    size = rows[last].line.size
    free = EVERYWHERE
    for i in inside:
        free = cover(free, rows[i].pieces) if len(rows[i].pieces) > 1 else free
    between = gutters(free, GUTTER * size)
    starts = [piece.x0 for i in inside for piece in rows[i].pieces]
    known = pieces = 0
    while last < grown:
        row = rows[last + 1]
        if row.top - rows[last].bottom > _ROW_GAP * size or any(closes(piece, between) for piece in row.pieces):
            break
        pieces += len(row.pieces)
        known += sum(any(abs(piece.x0 - x) < 0.5 * size for x in starts) for piece in row.pieces)
        last += 1
    return last if pieces > 1 and known >= _KNOWN_STARTS * pieces else inside[-1]


def _full_ends(group: list[Rule]) -> list[Rule]:
    """Without short rules at the outside."""
    widest = max(r.end - r.start for r in group)
    full = [i for i, r in enumerate(group) if r.end - r.start > 0.9 * widest]
    return group[full[0] : full[-1] + 1]


def _rules_within(rows: Sequence[Row], first: int, last: int, loose: Sequence[Rule]) -> list[Rule]:
    """The rules of a table of these rows: also the short ones beside a merged cell, but no underlines."""
    own = rows[first : last + 1]
    x0, x1 = min(row.x0 for row in own), max(row.x1 for row in own)
    top, bottom = own[0].top - own[0].line.size, own[-1].bottom + own[-1].line.size
    pieces = [p for row in own for p in row.pieces]
    return [
        r
        for r in sorted(loose)
        if top < r.at < bottom and _belongs(r, x0, x1) and not any(_underlines(r, p) for p in pieces)
    ]


def _belongs(rule: Rule, x0: float, x1: float) -> bool:
    """Does the rule stand over or below texts from `x0` to `x1`: a last column may be far wider than its texts."""
    inside = min(rule.end, x1) - max(rule.start, x0)
    outside = rule.end - rule.start - max(0.0, inside)
    return outside < LONG_RULE or (inside > outside and rule.start > x0 - LONG_RULE)


def _underlines(rule: Rule, piece: Line) -> bool:
    """Does the rule stand close below the piece and end with it."""
    near = 0 < rule.at - piece.base < _UNDERLINE * piece.size
    return near and abs(rule.start - piece.x0) < _SAME_END and abs(rule.end - piece.x1) < _SAME_END


def _grow(rows: Sequence[Row], start: int, stop: int, floor: int) -> tuple[int, int]:
    """The first and last row of what may be a table around the row `start`."""
    size = rows[start].line.size
    least = GUTTER * size
    free = cover(EVERYWHERE, rows[start].pieces)
    last, several = start, 1
    for index in range(start + 1, stop):
        row = rows[index]
        if (
            row.top - rows[index - 1].bottom > _room(rows, start, index, stop, free, least) * size
            or abs(row.line.size - size) > 0.2 * size
        ):
            break
        if has_leaders(row.line.text) or (len(row.pieces) == 1 and _NOTE.match(row.line.text)):
            break
        between = gutters(free, least)
        if len(row.pieces) == 1 and closes(row.pieces[0], between):
            if several < 2 and len(rows[start].pieces) < LEAST_COLUMNS:
                break
            if not _goes_on(rows, index + 1, stop, free, least):
                if index == stop - 1 and _opens(row, rows[index - 1], free, least, size):
                    last = index  # a section row ends the page
                break
            continue
        narrowed = cover(free, row.pieces)
        left = len(gutters(narrowed, least))
        if left < len(between) and not (several < 3 and left >= 1) and not (left >= 2 and left >= len(between) - 1):
            break
        free = narrowed
        if len(row.pieces) > 1:
            several += 1
            last = index
        elif _continues_cell(rows, index, size) or (index == stop - 1 and len(between) >= MANY_COLUMNS - 1):
            # many columns and nothing else to the end of the page: the rest of a row that goes over the page
            last = index
    first = start
    while first > floor and _heads(rows, first - 1, free, least, size):
        first -= 1
    if floor < first <= floor + _REST and all(
        _opens(rows[i], rows[i + 1], free, least, size) for i in range(floor, first)
    ):
        first = floor
    return first, last


def _room(rows: Sequence[Row], start: int, index: int, stop: int, free: Free, least: float) -> float:
    """How far above the row `index` the row before it may be, in ems."""
    many = len(rows[index - 1].pieces) >= LEAST_COLUMNS
    if many and (len(rows[index].pieces) >= LEAST_COLUMNS or index - start <= _NAME_ROWS):
        return _FAR_GAP
    between = gutters(free, least)
    goes_on = len(between) >= LEAST_COLUMNS - 1 and not any(closes(piece, between) for piece in rows[index].pieces)
    return _FAR_GAP if goes_on and _goes_on(rows, index, stop, free, least) else _ROW_GAP


def _opens(row: Row, beside: Row, free: Free, least: float, size: float) -> bool:
    """Is a line at the table's end the rest of a row from the page before, or a section row.

    It begins where a column begins; `beside` is the row of the table next to it.
    """
    apart = max(beside.top - row.bottom, row.top - beside.bottom)
    if len(row.pieces) > 1 or abs(row.line.size - size) > 0.05 * size or apart > _ROW_GAP * size:
        return False
    between = gutters(free, least)
    if len(between) < LEAST_COLUMNS - 1 or has_leaders(row.line.text):
        return False
    left = min(b for a, b in free if a == EVERYWHERE[0][0])
    starts = [left, *(b for _, b in between)]
    if closes(row.pieces[0], between):
        return abs(row.x0 - left) < _SAME_START * size
    return any(abs(row.x0 - x) < 0.5 * size for x in starts)


def _goes_on(rows: Sequence[Row], index: int, stop: int, free: Free, least: float) -> bool:
    """Is there a row of several pieces that keeps the gutters soon after."""
    known = len(gutters(free, least))
    for row in rows[index : min(index + 3, stop)]:
        if len(row.pieces) > 1 and len(gutters(cover(free, row.pieces), least)) >= known:
            return True
    return False


def _continues_cell(rows: Sequence[Row], index: int, size: float) -> bool:
    """Is this single piece the next line of a cell: does a line above it, near enough, begin or centre where it does."""
    piece = rows[index].pieces[0]
    for above in reversed(rows[max(0, index - 6) : index]):
        if piece.base - above.line.base > 1.7 * size:
            break
        if any(
            abs(p.x0 - piece.x0) < 0.6 * size or abs(p.x0 + p.x1 - piece.x0 - piece.x1) < size for p in above.pieces
        ):
            return True
    return False


def _heads(rows: Sequence[Row], index: int, free: Free, least: float, size: float) -> bool:
    """Is the row above the first line of a header of several lines."""
    row, below = rows[index], rows[index + 1]
    if abs(row.line.size - size) > 0.05 * size or below.top - row.bottom > 0.8 * size or has_leaders(row.line.text):
        return False
    between = gutters(free, least)
    if len(row.pieces) > 1:
        return len(gutters(cover(free, row.pieces), least)) >= len(between)
    near = [r for r in rows[index + 1 : index + 6] if r.line.base - row.line.base < _NAME_ROOM * size]
    piece = row.pieces[0]
    if closes(piece, between) or any(_continues_cell_above(piece, r, size) for r in near[:4]):
        return not closes(piece, between)
    return any(_stands_over(piece, pair, size) for r in near for pair in itertools.pairwise(r.pieces))


def _stands_over(piece: Line, pair: tuple[Line, Line], size: float) -> bool:
    """Is the piece a name over these two: in their middle and no wider."""
    left, right = pair[0].x0, pair[1].x1
    return left <= piece.x0 and piece.x1 <= right and abs(piece.x0 + piece.x1 - left - right) < 2 * _CENTRED * size


def _continues_cell_above(piece: Line, below: Row, size: float) -> bool:
    return any(abs(p.x0 + p.x1 - piece.x0 - piece.x1) < size or abs(p.x0 - piece.x0) < 0.3 * size for p in below.pieces)

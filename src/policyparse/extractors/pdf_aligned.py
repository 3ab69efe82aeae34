"""Tables without vertical rules: columns by gutters, rows by horizontal rules or by how the lines stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from policyparse.extractors.pdf_columns import is_prose
from policyparse.extractors.pdf_bands import Boundary, Entry, boundaries
from policyparse.extractors.pdf_gutters import EVERYWHERE, Free, cover, crosses, gutters
from policyparse.extractors.pdf_lattice import Lattice, divide
from policyparse.extractors.pdf_lines import Line
from policyparse.extractors.pdf_page import Rule
from policyparse.extractors.pdf_paragraphs import has_leaders
from policyparse.extractors.pdf_rows import Row

#: The least gutter, in ems. Cells 5 points from their borders leave about one.
_GUTTER = 0.6
#: Rows of one table are not further apart than this, in ems (padding above and below, and a blank line).
_ROW_GAP = 2.6
#: Without rules three columns and three rows are the least that is no accident; two lines of rules make two columns enough.
_LEAST_COLUMNS, _LEAST_ROWS = 3, 3
_LEAST_COLUMNS_RULED = 2
#: So many columns over three lines are no accident either, however few the rows are.
_MANY_COLUMNS = 5
#: The rest of a row from the page before is looked for in at most so many lines.
_REST = 12
#: A section row begins exactly where the first column begins, within this (points).
_SAME_START = 1.5
#: Below a table's last rule its row goes on when this part of the pieces begins where its columns begin.
_KNOWN_STARTS = 0.6
#: Of the pieces of a table that goes on, at most this part spans columns (header and section rows).
_CROSSING = 0.15
#: In this part of the rows two or more cells are filled.
_FILLED = 0.6
#: Rules belong to one table when their ends differ by less than this, in points.
_SAME_END = 8.0
#: Shorter rules are underlines.
_LONG_RULE = 100.0
#: Headers have up to so many levels.
_HEADER_LEVELS = 4
#: With this many rules every row has its own.
_EVERY_ROW = 4
_NOTE = re.compile(r"(?:注|备注|说明|附注|资料来源|来源)\s*\d*\s*[：:]")


#: Left and right ends of the columns' texts.
Columns = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A table in rows `first` to `last`. `rooms`: left and right end of each column's text."""

    first: int
    last: int
    lattice: Lattice
    rooms: tuple[tuple[float, float], ...]
    evidence: str


def find_tables(rows: Sequence[Row], loose: Sequence[Rule], carried: Columns | None = None) -> list[Found]:
    """The tables among rows that stand one below the other; `loose` are horizontal rules that meet no vertical one.

    `carried`: the columns of a table at the end of the page before; the first rows may go on with it.
    """
    found: list[Found] = []
    taken = [False] * len(rows)
    for rules in _rule_groups(loose):
        inside = [i for i, row in enumerate(rows) if rules[0].at < row.line.middle < rules[-1].at]
        if len(inside) < 2 or any(taken[i] for i in inside) or len(rules) < 2:
            continue
        stop = next((i for i in range(inside[0], len(rows)) if taken[i]), len(rows))
        last = _beyond(rows, inside, stop, rules)
        within = _rules_within(rows, inside[0], last, loose) or rules
        table = _structure(rows, inside[0], last, within, carried if inside[0] == 0 else None)
        if table:
            found.append(table)
            taken[inside[0] : last + 1] = [True] * (last + 1 - inside[0])
    start = 0
    while start < len(rows):
        if taken[start] or len(rows[start].pieces) < 2:
            start += 1
            continue
        stop = next((i for i in range(start, len(rows)) if taken[i]), len(rows))
        floor = next((i + 1 for i in range(start, -1, -1) if taken[i]), 0)
        first, last = _grow(rows, start, stop, floor)
        within = _rules_within(rows, first, last, loose)
        table = _structure(rows, first, last, within, carried if first == 0 else None) if last > first else None
        if table:
            found.append(table)
            start = last + 1
        else:
            start += 1
    if carried and rows and not any(f.first == 0 for f in found):
        rest = _rest(rows, min([len(rows), *(f.first for f in found)]), carried)
        table = _structure(rows, 0, rest - 1, _rules_within(rows, 0, rest - 1, loose), carried) if rest else None
        if table:
            found.append(table)
    return sorted(found, key=lambda f: f.first)


def _rest(rows: Sequence[Row], stop: int, carried: Columns) -> int:
    """How many rows at the page's top stand in the columns of the table on the page before."""
    between = [(a[1], b[0]) for a, b in zip(carried, carried[1:], strict=False)]
    count = 0
    for index, row in enumerate(rows[:stop]):
        size = row.line.size
        fits = all(any(abs(p.x0 - a) < 0.5 * size and p.x1 < b + size for a, b in carried) for p in row.pieces)
        apart = index > 0 and row.top - rows[index - 1].bottom > _ROW_GAP * size
        if apart or not fits or any(crosses(p, between) for p in row.pieces):
            break
        count = index + 1
    return count


def _rule_groups(loose: Sequence[Rule]) -> list[list[Rule]]:
    """Rules of one width one below the other, with shorter ones that share an end. Each from top to bottom."""
    groups: list[list[Rule]] = []
    for rule in sorted(loose):
        if rule.end - rule.start < _LONG_RULE / 4:
            continue
        for group in groups:
            left, right = min(r.start for r in group), max(r.end for r in group)
            within = rule.start >= left - _SAME_END and rule.end <= right + _SAME_END
            if within and (abs(rule.start - left) < _SAME_END or abs(rule.end - right) < _SAME_END or len(group) > 1):
                group.append(rule)
                break
        else:
            if rule.end - rule.start >= _LONG_RULE:
                groups.append([rule])
    return [_full_ends(group) for group in groups if len(group) > 1]


def _beyond(rows: Sequence[Row], inside: Sequence[int], stop: int, rules: Sequence[Rule]) -> int:
    """The last row of a table whose last rule may not close it: it goes on while pieces begin where columns begin."""
    last = inside[-1]
    closing = [r for r in rules if r.end - r.start > 0.9 * (rules[-1].end - rules[-1].start)]
    _, grown = _grow(rows, inside[0], stop, inside[0])
    if grown <= last or len(closing) < _LEAST_ROWS:
        return max(grown, last)
    size = rows[last].line.size
    free = EVERYWHERE
    for i in inside:
        free = cover(free, rows[i].pieces) if len(rows[i].pieces) > 1 else free
    between = gutters(free, _GUTTER * size)
    starts = [piece.x0 for i in inside for piece in rows[i].pieces]
    known = pieces = 0
    while last < grown:
        row = rows[last + 1]
        if row.top - rows[last].bottom > _ROW_GAP * size or any(crosses(piece, between) for piece in row.pieces):
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
    x0 = min(row.x0 for row in rows[first : last + 1])
    x1 = max(row.x1 for row in rows[first : last + 1])
    top, bottom = rows[first].top - rows[first].line.size, rows[last].bottom + rows[last].line.size
    return [r for r in sorted(loose) if top < r.at < bottom and min(r.end, x1) - max(r.start, x0) > 0.3 * (x1 - x0)]


def _grow(rows: Sequence[Row], start: int, stop: int, floor: int) -> tuple[int, int]:
    """The first and last row of what may be a table around the row `start`."""
    size = rows[start].line.size
    least = _GUTTER * size
    free = cover(EVERYWHERE, rows[start].pieces)
    last, several = start, 1
    for index in range(start + 1, stop):
        row = rows[index]
        if row.top - rows[index - 1].bottom > _ROW_GAP * size or abs(row.line.size - size) > 0.2 * size:
            break
        if has_leaders(row.line.text) or (len(row.pieces) == 1 and _NOTE.match(row.line.text)):
            break
        between = gutters(free, least)
        if len(row.pieces) == 1 and crosses(row.pieces[0], between):
            if (several < 2 and len(rows[start].pieces) < _LEAST_COLUMNS) or not _goes_on(rows, index + 1, stop, free, least):
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
        elif _continues_cell(rows, index, size) or (index == stop - 1 and len(between) >= _MANY_COLUMNS - 1):
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


def _opens(row: Row, below: Row, free: Free, least: float, size: float) -> bool:
    """Is a line at the top the rest of a row from the page before, or a section row: it begins where a column begins."""
    if len(row.pieces) > 1 or abs(row.line.size - size) > 0.05 * size or below.top - row.bottom > _ROW_GAP * size:
        return False
    between = gutters(free, least)
    if len(between) < _LEAST_COLUMNS - 1 or has_leaders(row.line.text):
        return False
    left = min(b for a, b in free if a == EVERYWHERE[0][0])
    starts = [left, *(b for _, b in between)]
    near = _SAME_START if crosses(row.pieces[0], between) else 0.5 * size
    return any(abs(row.x0 - x) < near for x in (starts[:1] if near == _SAME_START else starts))


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
        if any(abs(p.x0 - piece.x0) < 0.6 * size or abs(p.x0 + p.x1 - piece.x0 - piece.x1) < size for p in above.pieces):
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
    return not crosses(row.pieces[0], between) and _continues_cell_above(row.pieces[0], below, size)


def _continues_cell_above(piece: Line, below: Row, size: float) -> bool:
    return any(abs(p.x0 + p.x1 - piece.x0 - piece.x1) < size or abs(p.x0 - piece.x0) < 0.3 * size for p in below.pieces)


def _structure(
    rows: Sequence[Row], first: int, last: int, rules: Sequence[Rule], carried: Columns | None
) -> Found | None:
    """The table of rows `first` to `last`, or None where they make none."""
    own = list(rows[first : last + 1])
    size = median(row.line.size for row in own)
    columns = _columns(own, rules, _GUTTER * size)
    goes_on = carried is not None and len(carried) >= max(len(columns), _LEAST_COLUMNS) and _stand_in(own, carried)
    if goes_on and carried:
        columns = _stretched(carried, own)
    ruled = len([r for r in rules if r.end - r.start >= _LONG_RULE]) >= 2
    if len(columns) < (_LEAST_COLUMNS_RULED if ruled else _LEAST_COLUMNS):
        return None
    entries = _entries(own, columns)
    if len(columns) == 2 and all(is_prose([e.line for e in entries if e.first == e.last == c], size) for c in (0, 1)):
        return None
    middles = [(a[1] + b[0]) / 2 for a, b in zip(columns, columns[1:], strict=False)]
    left = min([columns[0][0] - 3.0, *(r.start for r in rules)])
    right = max([columns[-1][1] + 3.0, *(r.end for r in rules)])
    edges = [left, *middles, right]
    top = min([own[0].top - 2.0, *(r.at for r in rules)])
    bottom = max([max(row.bottom for row in own) + 2.0, *(r.at for r in rules)])
    borders = _row_borders(entries, columns, rules, edges, top, bottom)
    acrosses = [(top, []), *sorted((y, list(stretches)) for y, stretches in borders), (bottom, [])]
    ys = [a[0] for a in acrosses]
    downs = [(x, _walls(number, entries, ys)) for number, x in enumerate(edges)]
    lattice = divide(downs, acrosses, open_bottom=not any(abs(r.at - bottom) < 1 for r in rules) and bool(rules))
    if not goes_on and not _plausible(entries, ys, len(columns), sum(len(row.pieces) >= _LEAST_COLUMNS for row in own), ruled):
        return None
    return Found(
        first=first,
        last=last,
        lattice=lattice,
        rooms=tuple(columns),
        evidence="horizontal rules" if ruled else "aligned text",
    )


def _stand_in(own: Sequence[Row], carried: Columns) -> bool:
    """Do (nearly) all pieces stand in these columns without crossing their gutters."""
    between = [(a[1], b[0]) for a, b in zip(carried, carried[1:], strict=False)]
    pieces = [p for row in own for p in row.pieces]
    crossing = sum(bool(crosses(p, between)) for p in pieces)
    starts = sum(any(abs(p.x0 - a) < 0.5 * p.size for a, _ in carried) for p in pieces)
    return crossing <= _CROSSING * len(pieces) and starts >= 0.5 * len(pieces)


def _stretched(carried: Columns, own: Sequence[Row]) -> list[tuple[float, float]]:
    columns = list(carried)
    columns[0] = (min(columns[0][0], *(row.x0 for row in own)), columns[0][1])
    columns[-1] = (columns[-1][0], max(columns[-1][1], *(row.x1 for row in own)))
    return columns


def _columns(own: Sequence[Row], rules: Sequence[Rule], least: float) -> list[tuple[float, float]]:
    """Left and right ends of the columns. Header rows at the top may span columns, and rows of one piece anywhere."""
    best: list[tuple[float, float]] = []
    for skipped in (0, *_header_ends(own, rules)):
        free = EVERYWHERE
        several = [row for row in own[skipped:] if len(row.pieces) > 1]
        for row in several:
            free = cover(free, row.pieces)
        for row in own[skipped:]:
            if len(row.pieces) == 1 and not crosses(row.pieces[0], gutters(free, least)):
                free = cover(free, row.pieces)
        known = gutters(free, least)
        # names of columns that are empty below stand in the gutters; names that span columns cross them
        free = cover(free, [p for row in own[:skipped] for p in row.pieces if not crosses(p, known)])
        between = gutters(free, least)
        if several and len(between) + 1 > max(1, len(best)):
            ends = [b for a, b in free if a == EVERYWHERE[0][0]] + [a for a, b in free if b == EVERYWHERE[0][1]]
            flat = [ends[0], *(x for gutter in between for x in gutter), ends[1]]
            best = list(zip(flat[::2], flat[1::2], strict=True))
    if best:
        best[0] = (min(best[0][0], *(row.x0 for row in own)), best[0][1])
        best[-1] = (best[-1][0], max(best[-1][1], *(row.x1 for row in own)))
    return best


def _header_ends(own: Sequence[Row], rules: Sequence[Rule]) -> list[int]:
    """Numbers of rows that a header may have: where a rule or a wider space follows, in the upper part of the table."""
    spaces = [b.top - max(row.bottom for row in own[: i + 1]) for i, b in enumerate(own[1:])]
    usual = sorted(spaces)[len(spaces) // 3] if spaces else 0.0
    ends = []
    for number, (above, below) in enumerate(zip(own, own[1:], strict=False), start=1):
        ruled = any(above.line.middle < r.at < below.line.middle for r in rules)
        if ruled or spaces[number - 1] > max(1.3 * usual, usual + 0.2 * above.line.size):
            ends.append(number)
        if len(ends) == _HEADER_LEVELS:
            break
    return ends


def _entries(own: Sequence[Row], columns: Sequence[tuple[float, float]]) -> list[Entry]:
    """Each piece with the columns that it stands in."""
    between = [(a[1], b[0]) for a, b in zip(columns, columns[1:], strict=False)]
    middles = [(a + b) / 2 for a, b in between]
    found: list[Entry] = []
    for row in own:
        for piece in row.pieces:
            over = crosses(piece, between)
            if over:
                found.append(Entry(line=piece, first=over[0], last=over[-1] + 1))
            else:
                place = sum(m < (piece.x0 + piece.x1) / 2 for m in middles)
                found.append(Entry(line=piece, first=place, last=place))
    return found


def _row_borders(
    entries: Sequence[Entry],
    columns: Sequence[tuple[float, float]],
    rules: Sequence[Rule],
    edges: Sequence[float],
    top: float,
    bottom: float,
) -> list[tuple[float, list[tuple[float, float]]]]:
    """Borders between rows: place and the stretches of x that they separate."""
    borders = [(r.at, [(r.start, r.end)]) for r in rules if top + 1 < r.at < bottom - 1]
    merged: list[tuple[float, list[tuple[float, float]]]] = []
    for y, stretches in sorted(borders):
        if merged and y - merged[-1][0] < 3.0:
            merged[-1][1].extend(stretches)
        else:
            merged.append((y, stretches))
    if len(rules) >= _EVERY_ROW:
        return merged
    limits = [top, *(y for y, _ in merged), bottom]
    for start, end in zip(limits, limits[1:], strict=False):
        inside = [e for e in entries if start <= e.line.middle < end]
        for boundary in boundaries(inside, columns):
            merged.append((boundary.y, _stretches(boundary, edges)))
    return merged


def _stretches(boundary: Boundary, edges: Sequence[float]) -> list[tuple[float, float]]:
    return [(edges[c], edges[c + 1]) for c in sorted(boundary.columns)]


def _walls(number: int, entries: Sequence[Entry], ys: Sequence[float]) -> list[tuple[float, float]]:
    """The stretches of y where the border left of column `number` is not crossed by a line.

    A row with nothing but text that begins at the left and spans columns is one cell.
    """
    walls = []
    for start, end in zip(ys, ys[1:], strict=False):
        own = [e for e in entries if start <= e.line.middle < end]
        alone = bool(own) and all(e.first == 0 for e in own) and any(e.last > 0 for e in own)
        if not alone and not any(e.first < number <= e.last for e in own):
            walls.append((start, end))
    return walls


def _plausible(entries: Sequence[Entry], ys: Sequence[float], columns: int, dense: int, ruled: bool) -> bool:
    """Enough rows with several cells. `dense`: how many lines have three pieces or more; a page may hold one tall row."""
    filled: list[set[int]] = [set() for _ in ys[1:]]
    spanned = [False] * (len(ys) - 1)
    for entry in entries:
        middle = entry.line.middle
        row = sum(y <= middle for y in ys) - 1
        if 0 <= row < len(filled):
            filled[row].add(entry.first)
            spanned[row] = spanned[row] or entry.last > entry.first
    several = sum(len(f) > 1 for f in filled)
    rows = sum(1 for f, s in zip(filled, spanned, strict=True) if f and not (s and len(f) == 1))
    wide = columns >= _MANY_COLUMNS and dense >= _LEAST_ROWS
    if several < _FILLED * rows and not (wide and ruled and rows <= _LEAST_ROWS):
        return False
    return several >= (1 if wide else 2 if ruled else _LEAST_ROWS)

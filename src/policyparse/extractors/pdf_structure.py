"""The cells of a table without vertical rules: its columns, the borders between its rows, what spans what."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median

from policyparse.extractors.pdf_bands import Entry
from policyparse.extractors.pdf_borders import EVERY_ROW, divide_rows
from policyparse.extractors.pdf_columns import is_prose
from policyparse.extractors.pdf_gutters import (
    EVERYWHERE,
    cover,
    crosses,
    gutters,
    ink_end,
    narrow_gutters,
    split_begun,
    split_close,
    split_rows,
)
from policyparse.extractors.pdf_justified import joined_where_justified
from policyparse.extractors.pdf_lattice import Lattice
from policyparse.extractors.pdf_lines import Line
from policyparse.extractors.pdf_names import group_names
from policyparse.extractors.pdf_page import Rule
from policyparse.extractors.pdf_rows import Row

#: The least gutter, in ems. Cells 5 points from their borders leave about one.
GUTTER = 0.6
#: Without rules three columns and three rows are the least that is no accident; two lines of rules make two columns enough.
LEAST_COLUMNS, LEAST_ROWS = 3, 3
_LEAST_COLUMNS_RULED = 2
#: So many columns over three lines are no accident either, however few the rows are.
MANY_COLUMNS = 5
#: Of the pieces of a table that goes on, at most this part spans columns (header and section rows).
_CROSSING = 0.15
#: In this part of the rows two or more cells are filled.
_FILLED = 0.6
#: Shorter rules are underlines.
LONG_RULE = 100.0
#: Names over columns stand in the first lines.
_HEADER_LINES = 8
#: A rule below a name over some columns is shorter than this part of the table's width.
_PARTIAL = 0.9
#: Headers have up to so many levels.
_HEADER_LEVELS = 4

#: Lines alone in their row may reach so many ems into a gutter that is narrower than this …
_WIDER = 2.0
#: … and leave at least so many before the next column.
_ROOM = 0.3
#: … where they begin with their column, hardly any: a closing mark may hang over the cell.
_HANGING = 0.1

#: Left and right ends of the columns' texts.
Columns = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A table in rows `first` to `last`. `rooms`: left and right end of each column's text. `drawn`: every row has its rules.

    `rows`: what is its own of these rows, where another table stands beside it.
    """

    first: int
    last: int
    lattice: Lattice
    rooms: tuple[tuple[float, float], ...]
    evidence: str
    drawn: bool
    rows: tuple[Row, ...] | None = None


def structure(
    rows: Sequence[Row],
    first: int,
    last: int,
    rules: Sequence[Rule],
    carried: Columns | None,
    *,
    least: int = LEAST_COLUMNS,
) -> Found | None:
    """The table of rows `first` to `last`, or None where they make none. `least`: of how many columns, where rules are few."""
    own = list(rows[first : last + 1])
    size = median(row.line.size for row in own)
    own = split_begun(own, size, [a for a, _ in carried or ()])
    over = _names_over_gutters(own, rules, GUTTER * size)
    columns = _columns(own, rules, GUTTER * size, over)
    strips = narrow_gutters(own[(_header_ends(own, rules) or [1])[0] :], columns, size) if len(columns) > 1 else []
    if strips:
        own = split_rows(own, strips)
        over = _names_over_gutters(own, rules, GUTTER * size)
        columns = _parted(columns, strips)
    columns = joined_where_justified(own, _one_with_name(own, columns))
    known = _carry_on(own, carried) if carried and len(carried) >= LEAST_COLUMNS else None
    if known and len(known) > len(columns):
        columns = known
    ruled = len([r for r in rules if r.end - r.start >= LONG_RULE]) >= 2
    if len(columns) < (_LEAST_COLUMNS_RULED if ruled else least):
        return None
    whole = {id(piece) for row in own for piece in row.pieces}
    own = split_close(own, columns, size, (_header_ends(own, rules) or [1])[0])
    cut = {id(piece) for row in own for piece in row.pieces} - whole
    groups = group_names(own[:_HEADER_LINES], columns, size)
    entries = _entries(own, columns, over, cut, groups, parted=len(rules) >= EVERY_ROW)
    if len(columns) == 2 and all(is_prose([e.line for e in entries if e.first == e.last == c], size) for c in (0, 1)):
        return None
    columns = _widened(columns, entries)
    middles = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(columns)]
    left = min([columns[0][0] - 3.0, *(r.start for r in rules)])
    right = max([columns[-1][1] + 3.0, *(r.end for r in rules)])
    edges = [left, *middles, right]
    top = min([own[0].top - 2.0, *(r.at for r in rules)])
    bottom = max([max(row.bottom for row in own) + 2.0, *(r.at for r in rules)])
    lattice = divide_rows(entries, columns, rules, edges, (top, bottom), size)
    ys = lattice.ys
    dense = [len(row.pieces) for row in own if len(row.pieces) >= LEAST_COLUMNS]
    wide = len(columns) >= MANY_COLUMNS and (len(dense) >= LEAST_ROWS or max(dense, default=0) > MANY_COLUMNS)
    if not known and not _plausible(entries, ys, wide=wide, ruled=ruled):
        return None
    return Found(
        first=first,
        last=last,
        lattice=lattice,
        rooms=tuple(columns),
        evidence="horizontal rules" if ruled else "aligned text",
        drawn=len(rules) >= EVERY_ROW and len(rules) >= len(ys),
    )


def _carry_on(own: Sequence[Row], carried: Columns) -> list[tuple[float, float]] | None:
    """The columns of the page before as wide as this page's texts need them, or None where the texts do not stand in them."""
    starts = [a for a, _ in carried]
    ends = [*starts[1:], inf]
    columns = list(carried)
    pieces = [p for row in own for p in row.pieces]
    fitting = spanning = 0
    for piece in pieces:
        near = 0.5 * piece.size
        place = next((i for i, a in enumerate(starts) if abs(piece.x0 - a) < near), None)
        middle = piece.x0 + piece.x1
        fitting += place is not None or any(abs(piece.x1 - b) < near or abs(middle - a - b) < near for a, b in carried)
        if place is None:
            middle = (piece.x0 + piece.x1) / 2
            place = max(0, sum(a <= middle for a in starts) - 1)
        if piece.x1 > ends[place] - 1 or piece.x0 < starts[place] - near:
            spanning += 1
        else:
            columns[place] = (min(columns[place][0], piece.x0), max(columns[place][1], piece.x1))
    apart = all(a[1] < b[0] for a, b in itertools.pairwise(columns))
    return columns if apart and spanning <= _CROSSING * len(pieces) and fitting >= len(pieces) / 2 else None


def _columns(own: Sequence[Row], rules: Sequence[Rule], least: float, over: set[int]) -> list[tuple[float, float]]:
    """Left and right ends of the columns. Header rows at the top may span columns, and rows of one piece anywhere.

    `over`: ids of names over two columns that stand in the gutter between them.
    """
    best: list[tuple[float, float]] = []
    for skipped in (0, *_header_ends(own, rules)):
        free = EVERYWHERE
        several = [row for row in own[skipped:] if len(row.pieces) > 1]
        for row in several:
            free = cover(free, [p for p in row.pieces if id(p) not in over])
        for row in own[skipped:]:
            if len(row.pieces) == 1 and id(row.pieces[0]) not in over:
                narrowed = cover(free, row.pieces)
                if len(gutters(narrowed, least)) >= len(gutters(free, least)):
                    free = narrowed
        # names of columns that are empty below stand in the gutters; names that span columns would close one
        for piece in (p for row in own[:skipped] for p in row.pieces if id(p) not in over):
            narrowed = cover(free, (piece,))
            if len(gutters(narrowed, least)) >= len(gutters(free, least)):
                free = narrowed
        between = gutters(free, least)
        if several and len(between) + 1 > max(1, len(best)):
            ends = [b for a, b in free if a == EVERYWHERE[0][0]] + [a for a, b in free if b == EVERYWHERE[0][1]]
            flat = [ends[0], *(x for gutter in between for x in gutter), ends[1]]
            best = list(zip(flat[::2], flat[1::2], strict=True))
    if best:
        best[0] = (min(best[0][0], *(row.x0 for row in own)), best[0][1])
        best[-1] = (best[-1][0], max(best[-1][1], *(row.x1 for row in own)))
    return best


def _parted(columns: Sequence[tuple[float, float]], strips: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The columns cut at the strips inside them."""
    parted: list[tuple[float, float]] = []
    for left, right in columns:
        inside = [x for a, b in strips if left < a and b < right for x in (a, b)]
        ends = [left, *sorted(inside), right]
        parted.extend(zip(ends[::2], ends[1::2], strict=True))
    return parted


def _one_with_name(own: Sequence[Row], columns: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Columns whose name is centred over texts at their left look like two: the name's, and one without a name."""
    if not columns:
        return columns
    between = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(columns)]
    standing: list[set[int]] = [set() for _ in columns]
    for number, row in enumerate(own):
        if len(row.pieces) == 1 and any(row.x0 < m < row.x1 for m in between):
            continue  # a section row stands in no column
        for piece in row.pieces:
            standing[sum(m < (piece.x0 + piece.x1) / 2 for m in between)].add(number)
    merged: list[tuple[float, float]] = []
    index = 0
    while index < len(columns):
        pair = index + 1 < len(columns) and (
            _is_name_of(standing[index], standing[index + 1]) or _is_name_of(standing[index + 1], standing[index])
        )
        merged.append((columns[index][0], columns[index + 1][1] if pair else columns[index][1]))
        index += 2 if pair else 1
    return merged


def _is_name_of(name: set[int], body: set[int]) -> bool:
    """Do the pieces of one column all stand near the top, above all those of the other (numbers of their rows)."""
    return bool(name) and bool(body) and max(name) < min(body) and max(name) < _HEADER_LINES / 2


def _names_over_gutters(own: Sequence[Row], rules: Sequence[Rule], least: float) -> set[int]:
    """Ids of pieces near the top that are names over two columns and stand in the gutter between them.

    Nothing else stands below such a name but a rule that reaches over what is at its sides, and that begins
    below the rule.
    """
    pieces = [p for row in own for p in row.pieces]
    found: set[int] = set()
    widest = max((r.end - r.start for r in rules), default=0.0)
    partial = [r for r in rules if r.end - r.start < _PARTIAL * widest]
    for piece in (p for row in own[:_HEADER_LINES] for p in row.pieces):
        if any(p is not piece and p.x0 < piece.x1 and piece.x0 < p.x1 for p in pieces):
            continue
        left = max((p for p in pieces if p.x1 <= piece.x0), key=lambda p: p.x1, default=None)
        right = min((p for p in pieces if p.x0 >= piece.x1), key=lambda p: p.x0, default=None)
        if left is None or right is None or right.x0 - left.x1 < least:
            continue
        beside = (p.top for p in pieces for side in (left, right) if p.x0 < side.x1 and side.x0 < p.x1)
        top = min([left.top, right.top, *beside])
        if any(piece.middle < r.at < top + 2 and r.start <= left.x0 and r.end >= right.x1 for r in partial):
            found.add(id(piece))
    return found


def _header_ends(own: Sequence[Row], rules: Sequence[Rule]) -> list[int]:
    """Numbers of rows that a header may have: up to the first full rule, or where a wider space follows near the top."""
    widest = max((r.end - r.start for r in rules), default=0.0)
    ends: list[int] = []
    for number, (above, below) in enumerate(itertools.pairwise(own), start=1):
        between = [r for r in rules if above.line.middle < r.at < below.line.middle]
        if between:
            ends.append(number)
        if any(r.end - r.start >= _PARTIAL * widest for r in between):
            return ends
    spaces = [b.top - max(row.bottom for row in own[: i + 1]) for i, b in enumerate(own[1:])]
    usual = sorted(spaces)[len(spaces) // 3] if spaces else 0.0
    for number, space in enumerate(spaces[: len(own) // 2], start=1):
        if space > max(1.3 * usual, usual + 0.2 * own[number].line.size):
            ends.append(number)
    return sorted(set(ends))[:_HEADER_LEVELS]


def _entries(
    own: Sequence[Row],
    columns: Sequence[tuple[float, float]],
    over: set[int],
    cut: set[int],
    groups: Mapping[int, tuple[int, int]],
    *,
    parted: bool,
) -> list[Entry]:
    """Each piece with the columns that it stands in.

    `cut`: ids of those of one column; `groups`: the columns of names over several; `parted`: rules part the rows.
    """
    between = [(a[1], b[0]) for a, b in itertools.pairwise(columns)]
    middles = [(a + b) / 2 for a, b in between]
    found: list[Entry] = []
    for row in own:
        for piece in row.pieces:
            if id(piece) in groups:
                first, last = groups[id(piece)]
                found.append(Entry(line=piece, first=first, last=last))
                continue
            reach = [i for i in crosses(piece, between) if not _is_own(piece, i, columns, parted=parted)]
            if id(piece) in cut:
                reach = []
            elif id(piece) in over:
                reach = [i for i, (a, b) in enumerate(between) if a < piece.x0 and piece.x1 < b]
            if reach:
                found.append(Entry(line=piece, first=reach[0], last=reach[-1] + 1))
            else:
                place = sum(m < (piece.x0 + piece.x1) / 2 for m in middles)
                found.append(Entry(line=piece, first=place, last=place))
    return found


def _widened(columns: Sequence[tuple[float, float]], entries: Sequence[Entry]) -> list[tuple[float, float]]:
    """The columns as wide as all texts that stand in them."""
    ends = [
        (
            min([a, *(e.line.x0 for e in entries if e.first == e.last == number)]),
            max([b, *(e.line.x1 for e in entries if e.first == e.last == number)]),
        )
        for number, (a, b) in enumerate(columns)
    ]
    return ends if all(a[1] < b[0] for a, b in itertools.pairwise(ends)) else list(columns)


def _is_own(piece: Line, gutter: int, columns: Sequence[tuple[float, float]], *, parted: bool) -> bool:
    """Is a piece that reaches over the middle of a gutter a text of one column all the same."""
    left, right = columns[gutter], columns[gutter + 1]
    a, b = left[1], right[0]
    if parted and b - a < _WIDER * piece.size and ink_end(piece) <= b - _ROOM * piece.size:
        return True
    if abs(piece.x0 - left[0]) < _ROOM * piece.size and ink_end(piece) <= b - _HANGING * piece.size:
        # it begins with its column and ends before the next; in the first column it may be a section's title
        return gutter > 0 or b - a < _WIDER * piece.size
    return piece.x0 > a  # a name wider than the texts below it


def _plausible(entries: Sequence[Entry], ys: Sequence[float], *, wide: bool, ruled: bool) -> bool:
    """Enough rows with several cells. `wide`: so many columns that one row, which may fill a page, is enough."""
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
    if several < _FILLED * rows and not (wide and ruled and rows <= LEAST_ROWS):
        return False
    return several >= (1 if wide else 2 if ruled else LEAST_ROWS)

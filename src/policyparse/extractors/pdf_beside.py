"""Two tables without vertical rules beside one another: what was found as one table is cut where its halves do not agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from policyparse.extractors.pdf_bands import Entry, boundaries
from policyparse.extractors.pdf_lines import Line, make_line
from policyparse.extractors.pdf_page import Rule
from policyparse.extractors.pdf_rows import Row
from policyparse.extractors.pdf_structure import LONG_RULE, Columns, Found, structure
from policyparse.text import compact

#: Two tables are parted by at least so many ems, and each has so many columns and rows.
_GUTTER, _COLUMNS, _ROWS = 2.0, 2, 3
#: Rows of one table have their borders at one height: of two tables no more than this part has.
_AGREE = 0.6


def parted(rows: Sequence[Row], table: Found, loose: Sequence[Rule]) -> list[Found]:
    """The table, or the two that stand beside one another in its rows. `loose`: horizontal rules that meet no vertical one."""
    own = rows[table.first : table.last + 1]
    size = median(row.line.size for row in own)
    pieces = [piece for row in own for piece in row.pieces]
    rules = [r for r in loose if own[0].top - size < r.at < own[-1].bottom + size]
    names = [compact(p.text) for p in own[0].pieces]
    if names[: len(names) // 2] * 2 == names:
        return [table]  # one list set in two columns
    between = list(enumerate(pairwise(table.rooms), start=1))[_COLUMNS - 1 : len(table.rooms) - _COLUMNS]
    for count, (left, right) in sorted(between, key=lambda gutter: gutter[1][0][1] - gutter[1][1][0]):
        a, b = left[1], right[0]
        middle = (a + b) / 2
        crossed = any(p.x0 < middle < p.x1 for p in pieces) or any(r.start < middle < r.end for r in rules)
        if b - a < _GUTTER * size or crossed:
            continue
        ruled = [
            [r for r in rules if r.end - r.start >= LONG_RULE and (r.end < middle) is side] for side in (True, False)
        ]
        sides = [_side(own, float("-inf"), middle), _side(own, middle, float("inf"))]
        if min(map(len, sides)) < _ROWS:
            continue
        two = min(map(len, ruled)) >= 2 or _share_names(sides)
        if not two and _agree(sides, (table.rooms[:count], table.rooms[count:])):
            continue
        found = [
            structure(side, 0, len(side) - 1, inside, None, least=_COLUMNS)
            for side, inside in zip(sides, ruled, strict=True)
        ]
        return (
            [
                replace(one, first=table.first, last=table.last, rows=tuple(side))
                for one, side in zip(found, sides, strict=True)
                if one is not None
            ]
            if all(found)
            else [table]
        )
    return [table]


def _side(rows: Sequence[Row], left: float, right: float) -> list[Row]:
    """What stands of the rows between two places."""
    found: list[Row] = []
    for row in rows:
        pieces = tuple(p for p in row.pieces if left < (p.x0 + p.x1) / 2 < right)
        line = make_line([g for p in pieces for g in p.glyphs], spaced=True)
        if line is not None:
            found.append(Row(line=line, pieces=pieces))
    return found


def _share_names(sides: Sequence[Sequence[Row]]) -> bool:
    """Do some of the first texts of both halves say the same."""
    left, right = ([compact(p.text) for p in side[0].pieces] for side in sides)
    return not set(left).isdisjoint(right) and not any(text.isdigit() for text in left)


def _agree(sides: Sequence[Sequence[Row]], rooms: Sequence[Columns]) -> bool:
    """Have both halves the borders between their rows at the same heights."""
    free = [_strips(side, columns) for side, columns in zip(sides, rooms, strict=True)]
    few, many = sorted(free, key=len)
    if len(few) < _ROWS - 1:
        return True
    same = sum(any(a < d and c < b for c, d in many) for a, b in few)
    return same > _AGREE * len(few)


def _strips(rows: Sequence[Row], columns: Columns) -> list[tuple[float, float]]:
    """The free strips between the rows of one half: lowest bottom above, highest top below."""
    pieces: list[Line] = [p for row in rows for p in row.pieces]
    places = [sum((a[1] + b[0]) / 2 < (p.x0 + p.x1) / 2 for a, b in pairwise(columns)) for p in pieces]
    entries = [Entry(line=p, first=n, last=n) for p, n in zip(pieces, places, strict=True)]
    every = frozenset(range(len(columns)))
    cuts = [b.y for b in boundaries(entries, columns) if b.columns == every]
    return [
        (max(p.bottom for p in pieces if p.middle < y), min(p.top for p in pieces if p.middle > y))
        for y in cuts
        if any(p.middle < y for p in pieces)
    ]

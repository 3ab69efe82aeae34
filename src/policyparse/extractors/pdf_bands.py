"""Rows without rules: where the cells of one row end and those of the next begin, told by their lines."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from statistics import median

from policyparse.extractors.pdf_cells import ends_by_hand
from policyparse.extractors.pdf_lines import Line

#: Lines further apart than this many times the usual distance are of two cells.
_APART = 1.3
#: Lines further apart than this many sizes are always of two cells.
_FAR = 1.9
#: Tops that differ by less than this (in ems) are of one row.
_LEVEL = 0.35
#: On a grid of equal lines wider distances are whole multiples of one, within this part of it …
_GRID = 0.15
#: … for this part of them. Then space does not tell the rows and the texts must.
_ON_GRID = 0.85
#: A free strip over the whole width parts two rows when it is higher than this many times the space between the
#: lines of a cell and so many ems more.
_STRIP, _STRIP_LEAST = 1.4, 0.2
#: Merged columns have at most this part of the texts of the others, which have at least so many.
_SPARSE, _LEAST_DENSE = 0.6, 3
#: Most columns: this part of them.
_MOST = 0.7


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


@dataclass(slots=True)
class _Block:
    """Lines of one column that belong together: a cell, or part of one."""

    column: int
    lines: list[Line]
    spans: tuple[int, int]

    @property
    def top(self) -> float:
        return self.lines[0].top

    @property
    def bottom(self) -> float:
        return self.lines[-1].bottom


def boundaries(
    entries: Sequence[Entry], rooms: Sequence[tuple[float, float]], *, strict: bool = False
) -> list[Boundary]:
    """The borders between the rows of these lines. `rooms`: left and right end of each column's text.

    `strict`: rules part the rows already, so that only what most columns show is believed.
    """
    if not entries:
        return []
    size = median(e.line.size for e in entries)
    blocks, least = _blocks(entries, rooms, size)
    sparse = _sparse(blocks)
    dense = [column for number, column in enumerate(blocks) if number not in sparse]
    found: list[Boundary] = []
    ceiling = min(b.top for column in blocks for b in column) - 1
    every = frozenset(range(len(rooms)))
    tops = sorted(b.top for column in blocks for b in column)
    levels: list[float] = []
    for top in tops:
        if not levels or top - levels[-1] > _LEVEL * size:
            levels.append(top)
    for level in levels[1:]:
        starters = [b for column in blocks for b in column if abs(b.top - level) <= _LEVEL * size]
        y = min(b.top for b in starters) - 0.05 * size
        across = {b.column for column in blocks for b in column if b.top < y - 0.1 * size and b.bottom > y + 0.1 * size}
        above = [b for b in starters if _block_above(blocks[b.column], b, ceiling)]
        heads = [_block_above(blocks[b.column], b, ceiling) for b in above]
        under = {
            c for h in heads if h is not None and h.spans[1] > h.spans[0] for c in range(h.spans[0], h.spans[1] + 1)
        }
        spanning = any(b.spans[1] > b.spans[0] for b in starters)
        supported = len({b.column for b in above}) >= 2 or spanning or under == every
        if strict:
            if not across and len({b.column for b in above}) >= _MOST * len(rooms):
                found.append(Boundary(y=y, columns=every))
                ceiling = y
        elif not across - sparse and (supported or _strip(dense, y) > least):
            found.append(Boundary(y=y, columns=every - across))
            ceiling = y
        elif across and under and not under & across:
            found.append(Boundary(y=y, columns=frozenset(under)))
        elif across and len({b.column for b in above}) >= max(2, len(across)):
            # lines at equal distances: what was joined for want of evidence is parted with the rest, but for a category
            category = across == {0} and len(starters) > len(across) + 1
            if least == inf and not category and _part(blocks, across, level, size):
                across = set()
            found.append(Boundary(y=y, columns=every - across))
            ceiling = y
    return found


def _sparse(blocks: Sequence[Sequence[_Block]]) -> set[int]:
    """Columns with far fewer texts than the others: their cells are merged over rows, and their texts tell no row."""
    counts = [len(column) for column in blocks]
    usual = median(counts)
    return {number for number, count in enumerate(counts) if usual >= _LEAST_DENSE and count <= _SPARSE * usual}


def _part(blocks: Sequence[list[_Block]], columns: set[int], level: float, size: float) -> bool:
    """Cut the blocks of these columns where a line of theirs begins at `level`; False where one has none there."""
    cuts: list[tuple[_Block, int]] = []
    for column in columns:
        for block in blocks[column]:
            tops = [i for i, line in enumerate(block.lines) if i and abs(line.top - level) <= _LEVEL * size]
            cuts.extend((block, i) for i in tops)
    if len(cuts) < len(columns):
        return False
    for block, index in cuts:
        rest = _Block(column=block.column, lines=block.lines[index:], spans=block.spans)
        own = blocks[block.column]
        own.insert(own.index(block) + 1, rest)
        del block.lines[index:]
    return True


def _strip(blocks: Sequence[Sequence[_Block]], y: float) -> float:
    """Height of the free strip above `y`."""
    bottoms = [b.bottom for column in blocks for b in column if b.bottom <= y + 0.01]
    return y - max(bottoms) if bottoms else 0.0


def _block_above(column: Sequence[_Block], block: _Block, ceiling: float) -> _Block | None:
    """The column's block before this one, within the current row."""
    before = [b for b in column if b.bottom <= block.top + 1 and b is not block and b.bottom > ceiling]
    return before[-1] if before else None


def _blocks(
    entries: Sequence[Entry], rooms: Sequence[tuple[float, float]], size: float
) -> tuple[list[list[_Block]], float]:
    """The blocks of each column, and the height from which a free strip parts two rows."""
    columns: list[list[Entry]] = [[] for _ in rooms]
    for entry in sorted(entries, key=lambda e: e.line.base):
        for column in range(entry.first, entry.last + 1):
            columns[column].append(entry)
    pitches = sorted(
        b.line.base - a.line.base
        for column in columns
        for a, b in itertools.pairwise(column)
        if b.line.base - a.line.base > 0.9 * size
    )
    usual = pitches[0] if pitches else size
    wrapped = usual <= _FAR * size
    wider = [p / usual for p in pitches if p > _APART * usual]
    grid = sum(abs(p - round(p)) <= _GRID for p in wider) >= _ON_GRID * len(wider)
    blocks: list[list[_Block]] = []
    for number, standing in enumerate(columns):
        own: list[_Block] = []
        for entry in standing:
            joins = bool(own) and wrapped and entry.first == entry.last and own[-1].spans == (number, number)
            if joins:
                last = own[-1].lines[-1]
                joins = entry.line.base - last.base <= _APART * usual
                if joins and grid:
                    joins = not ends_by_hand(last, entry.line, *rooms[number], size)
            if joins:
                own[-1].lines.append(entry.line)
            else:
                own.append(_Block(column=number, lines=[entry.line], spans=(entry.first, entry.last)))
        blocks.append(own)
    least = inf if grid and wrapped else _STRIP * max(0.0, usual - size if wrapped else 0.0) + _STRIP_LEAST * size
    return blocks, least

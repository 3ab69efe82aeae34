"""Rows between vertical rules that no horizontal rule parts: told by their texts, as in tables without any rules."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from policyparse.extractors.pdf_bands import Entry
from policyparse.extractors.pdf_borders import divide_rows
from policyparse.extractors.pdf_cells import cell_lines, margin
from policyparse.extractors.pdf_gutters import ink_end
from policyparse.extractors.pdf_lattice import Area, Lattice, with_areas
from policyparse.extractors.pdf_lines import Line
from policyparse.extractors.pdf_page import Glyph

#: A table with more rows than this between horizontal rules (names, numbers of columns, body) has all its rules.
_FEW_ROWS = 3
#: Rows found by their texts are so many at least, where horizontal rules close them too so many …
_LEAST, _LEAST_CLOSED = 2, 3
#: … over so many columns, and this part of them fill this part of the columns.
_COLUMNS_CLOSED, _MOST, _FILLED = 3, 0.7, 0.6
#: A line reaches over a border by so many points.
_OVER = 2.0


def with_rows(lattice: Lattice, cells: Sequence[Sequence[Glyph]]) -> Lattice:
    """The lattice with those rows divided in which every column holds the texts of several; itself where there are none."""
    if len(lattice.ys) - 1 > _FEW_ROWS or len(lattice.xs) < 3:
        return lattice
    rows = len(lattice.ys) - 1
    parts: dict[int, Lattice] = {}
    for row in range(rows):
        numbers = sorted(set(lattice.owners[row]))
        if all(lattice.areas[n].row_span == 1 for n in numbers):
            part = _divided(lattice, row, {n: cells[n] for n in numbers})
            if part is not None and _are_rows(part[0], part[1], closed=not (lattice.open_top and lattice.open_bottom)):
                parts[row] = part[0]
    return _spliced(lattice, parts) if parts else lattice


def _divided(lattice: Lattice, row: int, cells: dict[int, Sequence[Glyph]]) -> tuple[Lattice, list[Entry]] | None:
    lines = {n: cell_lines(glyphs, spaced=True) for n, glyphs in cells.items()}
    entries = [
        _entry(line, lattice.areas[n], lattice.xs, [x for other in lines.values() for x in other if x is not line])
        for n, own in lines.items()
        for line in own
    ]
    if len(entries) < 2 * _LEAST:
        return None
    inner = margin((lattice.area_box(lattice.areas[n]), own) for n, own in lines.items() if own)
    xs = lattice.xs
    rooms = [(a + inner, b - inner) for a, b in pairwise(xs)]
    size = median(e.line.size for e in entries)
    return divide_rows(entries, rooms, [], xs, (lattice.ys[row], lattice.ys[row + 1]), size), entries


def _entry(line: Line, area: Area, xs: Sequence[float], others: Sequence[Line]) -> Entry:
    """The line in its column. A name over columns, with nothing above it, reaches over the borders between them."""
    first, last = area.col, area.col + area.col_span - 1
    end = ink_end(line)
    over = [n for n in range(len(xs) - 1) if line.x0 < xs[n + 1] - _OVER and end > xs[n] + _OVER]
    if len(over) > area.col_span and not any(
        x.middle < line.top and x.x0 < xs[over[-1] + 1] and xs[over[0]] < x.x1 for x in others
    ):
        first, last = over[0], over[-1]
    return Entry(line=line, first=first, last=last)


def _are_rows(part: Lattice, entries: Sequence[Entry], *, closed: bool) -> bool:
    """Do most of the rows hold texts in most of the columns."""
    rows = len(part.ys) - 1
    columns = len({e.first for e in entries})
    if rows < (_LEAST_CLOSED if closed else _LEAST) or columns < (_COLUMNS_CLOSED if closed else 2):
        return False
    numbers = [e.line.text for e in entries if e.first == 0]
    if 0 < len(numbers) < rows and all(text.isdecimal() for text in numbers):
        return False  # so many numbers, so many rows
    filled: list[set[int]] = [set() for _ in range(rows)]
    for entry in entries:
        filled[part.row_at(entry.line.middle)].add(entry.first)
    return sum(len(f) >= max(2, _FILLED * columns) for f in filled) >= _MOST * rows


def _spliced(lattice: Lattice, parts: dict[int, Lattice]) -> Lattice:
    """The lattice with these rows replaced by several."""
    ys: list[float] = [lattice.ys[0]]
    areas: list[Area] = []
    first: dict[int, int] = {}
    for row in range(len(lattice.ys) - 1):
        first[row] = len(ys) - 1
        part = parts.get(row)
        if part is None:
            ys.append(lattice.ys[row + 1])
            continue
        areas.extend(
            Area(row=a.row + first[row], col=a.col, row_span=a.row_span, col_span=a.col_span) for a in part.areas
        )
        ys.extend(part.ys[1:])
    first[len(lattice.ys) - 1] = len(ys) - 1
    areas.extend(
        Area(row=first[a.row], col=a.col, row_span=first[a.row + a.row_span] - first[a.row], col_span=a.col_span)
        for a in lattice.areas
        if a.row not in parts
    )
    return with_areas(lattice, ys, areas)

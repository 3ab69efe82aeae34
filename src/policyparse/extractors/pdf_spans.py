"""Rows of a ruled table that have no vertical rules of their own, though their texts stand in the table's columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from policyparse.extractors.pdf_lattice import Area, Lattice, with_areas
from policyparse.extractors.pdf_lines import strips
from policyparse.extractors.pdf_page import Glyph

#: A cell over at least so many columns is looked at, and so many of them must hold text …
_LEAST = 3
#: … in at least this part of the columns; a border between texts leaves at least so many ems free.
_SHARE, _FREE = 0.5, 0.3


def with_columns(lattice: Lattice, cells: Sequence[Sequence[Glyph]]) -> Lattice:
    """The lattice with those cells divided that span columns by want of rules alone; itself where there are none."""
    parts: dict[int, list[Area]] = {}
    for number, (area, glyphs) in enumerate(zip(lattice.areas, cells, strict=True)):
        if area.col_span >= _LEAST and len(glyphs) >= _LEAST:
            starts = _borders(lattice, area, glyphs)
            if len(starts) >= _LEAST:
                ends = [*starts[1:], area.col + area.col_span]
                parts[number] = [
                    Area(row=area.row, col=a, row_span=area.row_span, col_span=b - a)
                    for a, b in zip(starts, ends, strict=True)
                ]
    if not parts:
        return lattice
    areas = [one for number, area in enumerate(lattice.areas) for one in parts.get(number, [area])]
    return with_areas(lattice, lattice.ys, areas)


def _borders(lattice: Lattice, area: Area, glyphs: Sequence[Glyph]) -> list[int]:
    """The columns where the cell's texts begin anew, when every border among them is free of text; else []."""
    lines = [sorted((g for g in strip if g.text != " "), key=lambda g: g.x0) for strip in strips(glyphs)]
    columns = range(area.col, area.col + area.col_span)
    filled = {
        c for c in columns for line in lines for g in line if lattice.xs[c] <= (g.x0 + g.x1) / 2 < lattice.xs[c + 1]
    }
    if len(filled) < max(_LEAST, _SHARE * area.col_span):
        return []
    for c in columns[1:]:
        x = lattice.xs[c]
        for line in lines:
            for before, after in pairwise(line):
                middles = (before.x0 + before.x1) / 2, (after.x0 + after.x1) / 2
                if middles[0] < x <= middles[1] and after.x0 - before.x1 < _FREE * after.face.size:
                    return []
            if any(g.x0 < x - 1 and g.x1 > x + 1 for g in line):
                return []
    return list(columns)

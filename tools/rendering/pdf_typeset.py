"""A table's texts broken into lines, before any page is known. Lengths in points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rendering.content import Table
from rendering.grid import Line, body_lines
from rendering.layouts import Layout
from rendering.lines import wrap

#: Line height in parts of the font size.
LEADING = 1.28


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeset:
    """A table with its texts broken into lines."""

    edges: tuple[float, ...]
    lines: tuple[Line, ...]
    texts: dict[tuple[int, int], tuple[str, ...]]
    tops: tuple[tuple[int, ...], ...]  #: for each place the row where its cell begins
    heights: tuple[int, ...]  #: lines of each row
    leading: float
    pad_x: float
    pad_y: float
    repeated: frozenset[int]  #: places whose merged cells may be printed again on the next page


def padding(layout: Layout) -> tuple[float, float]:
    """Space between a cell's edge and its text, across and down. Without rules only space parts the cells."""
    return (6.0, 5.0) if layout.rules in ("none", "three-line") else (4.0, 3.0)


def typeset(table: Table, width: float, layout: Layout, wide: Callable[[str], float]) -> Typeset:
    """`table` set `width` points wide."""
    pad_x, pad_y = padding(layout)
    size = layout.table_size
    edges = _edges(table, width, layout, pad_x)
    lines = body_lines(table)
    texts: dict[tuple[int, int], tuple[str, ...]] = {}
    tops: list[tuple[int, ...]] = []
    heights: list[int] = []
    for index, line in enumerate(lines):
        tall = 1
        begins: list[int] = []
        reach = 0
        for place, cell in enumerate(line):
            if cell is None:
                begins.append(tops[index - 1][place] if place >= reach and index else index)
                continue
            begins.append(index)
            reach = place + cell.col_span
            room = edges[reach] - edges[place] - 2 * pad_x
            texts[index, place] = tuple(_wrapped(cell.text, room, size, layout, wide))
            if cell.row_span == 1:
                tall = max(tall, len(texts[index, place]))
        tops.append(tuple(begins))
        heights.append(tall)
    return Typeset(
        edges=edges,
        lines=lines,
        texts=texts,
        tops=tuple(tops),
        heights=tuple(heights),
        leading=size * LEADING,
        pad_x=pad_x,
        pad_y=pad_y,
        repeated=frozenset(place for place, column in enumerate(table.columns) if column.key in table.merge),
    )


def _wrapped(text: str, room: float, size: float, layout: Layout, wide: Callable[[str], float]) -> list[str]:
    # Early breaks leave the wide gaps that justified text has before a long word.
    spare = 1.2 * size if layout.justify == "wide" and room > 8 * size else 0.0
    return wrap(text, (room - spare) / size, wide, hang=layout.hang)


def _edges(table: Table, width: float, layout: Layout, pad_x: float) -> tuple[float, ...]:
    fixed = {
        place: 3 * layout.table_size + 2 * pad_x + 0.5
        for place, column in enumerate(table.columns)
        if column.key in layout.narrow
    }
    total = sum(column.width for place, column in enumerate(table.columns) if place not in fixed) or 1.0
    free = width - sum(fixed.values())
    edges = [0.0]
    for place, column in enumerate(table.columns):
        edges.append(edges[-1] + fixed.get(place, free * column.width / total))
    return tuple(edges)

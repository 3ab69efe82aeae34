"""Draws a table's sheet: rules as the layout says, then texts."""

from __future__ import annotations

from collections.abc import Iterable

from rendering.layouts import Layout
from rendering.paper import Paper
from rendering.pdf_table import Placed, Sheet
from rendering.pdf_typeset import LEADING, padding

THIN = 0.5
THICK = 1.4

#: (at, start, end) of a rule: y and two x, or x and two y.
Edge = tuple[float, float, float]


def paint(paper: Paper, sheet: Sheet, left: float, top: float) -> None:
    """Draw `sheet` with its top left at (left, top)."""
    across, down = _edges(sheet, paper.layout)
    for y, x0, x1 in across:
        thick = paper.layout.rules == "three-line" and (y == 0 or (sheet.closes and abs(y - sheet.height) < 0.1))
        _rule(paper, (left + x0, top + y, left + x1, top + y), THICK if thick else THIN)
    for x, y0, y1 in down:
        _rule(paper, (left + x, top + y0, left + x, top + y1), THIN)
    for cell in sheet.cells:
        _texts(paper, cell, left, top)


def set_line(
    paper: Paper, line: str, x: float, top: float, room: float, size: float, *, align: str, fill: bool, bold: bool
) -> None:
    """One line within `room` points from `x`; `fill` stretches it to the full width."""
    width = paper.measure(line, size)
    space = 0.0
    if align == "center":
        x += (room - width) / 2
    elif align == "right":
        x += room - width
    elif fill and len(line) > 1 and width < room:
        space = (room - width) / (len(line) - 1)
    paper.text(x, top, line, size, bold=bold, space=space)


def _rule(paper: Paper, where: tuple[float, float, float, float], weight: float) -> None:
    x0, y0, x1, y1 = where
    if paper.layout.rule_hand == "bars":
        half = weight / 2
        paper.bar(x0 - half, y0 - half, x1 + half, y1 + half)
    else:
        paper.line(x0, y0, x1, y1, weight)


def _edges(sheet: Sheet, layout: Layout) -> tuple[list[Edge], list[Edge]]:
    across: set[Edge] = set()
    down: set[Edge] = set()
    for cell in sheet.cells:
        across.add((_near(cell.top), _near(cell.x0), _near(cell.x1)))
        across.add((_near(cell.bottom), _near(cell.x0), _near(cell.x1)))
        down.add((_near(cell.x0), _near(cell.top), _near(cell.bottom)))
        down.add((_near(cell.x1), _near(cell.top), _near(cell.bottom)))
    end, header = _near(sheet.height), _near(sheet.header_bottom or -1.0)
    if not layout.close_breaks:
        if not sheet.closes:
            across = {edge for edge in across if edge[0] != end}
        if not sheet.opens and sheet.header_bottom is None:
            across = {edge for edge in across if edge[0] != 0}
    if layout.rules == "none":
        return [], []
    if layout.rules == "three-line":
        kept = {header} | ({0.0} if sheet.header_bottom is not None else set()) | ({end} if sheet.closes else set())
        return _joined(edge for edge in across if edge[0] in kept), []
    if layout.rules == "horizontal":
        down = set()
    if layout.rules == "no-outer":
        across = {edge for edge in across if edge[0] not in (0.0, end)}
        down = {edge for edge in down if edge[0] not in (0.0, _near(sheet.width))}
    if layout.rule_hand == "cells":
        return sorted(across), sorted(down)
    return _joined(across), _joined(down)


def _joined(edges: Iterable[Edge]) -> list[Edge]:
    """Edges that touch on one line made one."""
    joined: list[Edge] = []
    for at, start, end in sorted(edges):
        if joined and joined[-1][0] == at and start <= joined[-1][2] + 0.05:
            joined[-1] = (at, joined[-1][1], max(joined[-1][2], end))
        else:
            joined.append((at, start, end))
    return joined


def _near(value: float) -> float:
    return round(value, 2)


def _texts(paper: Paper, cell: Placed, left: float, top: float) -> None:
    size = paper.layout.table_size
    leading = size * LEADING
    pad_x, pad_y = padding(paper.layout)
    if cell.raw_angle:
        length = paper.measure(cell.lines[0], size)
        middle = (cell.x0 + cell.x1) / 2 + size * 0.36
        low = (cell.top + cell.bottom + length) / 2
        paper.text(left + middle, top + low, cell.lines[0], size, bold=cell.bold, raw_angle=cell.raw_angle)
        return
    room = cell.x1 - cell.x0 - 2 * pad_x
    used = len(cell.lines) * leading
    y = cell.top + (max(pad_y, (cell.bottom - cell.top - used) / 2) if cell.middle else pad_y)
    for number, line in enumerate(cell.lines):
        last = cell.ends and number == len(cell.lines) - 1
        fill = paper.layout.justify != "no" and not last and room > 8 * size
        set_line(
            paper,
            line,
            left + cell.x0 + pad_x,
            top + y + number * leading + (leading - size) / 2,
            room,
            size,
            align=cell.align,
            fill=fill,
            bold=cell.bold,
        )

"""From lines in columns to a grid: the borders between the rows, and which cells span rows or columns."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from policyparse.extractors.pdf_bands import Boundary, Entry, boundaries
from policyparse.extractors.pdf_fit import fitted
from policyparse.extractors.pdf_lattice import Lattice, divide
from policyparse.extractors.pdf_merged import Settled, with_merged
from policyparse.extractors.pdf_page import Rule

#: With this many rules every row has its own.
EVERY_ROW = 4


def divide_rows(
    entries: Sequence[Entry],
    rooms: Sequence[tuple[float, float]],
    rules: Sequence[Rule],
    edges: Sequence[float],
    ends: tuple[float, float],
    size: float,
) -> Lattice:
    """The grid of these lines. `rooms`: left and right end of each column's text; `edges`: borders of the columns.

    `ends`: the table's top and bottom; `size` of its text. All in points.
    """
    top, bottom = ends
    drawn, settled = _row_borders(entries, rooms, rules, edges, top, bottom)
    borders = with_merged(drawn, entries, rooms, edges, rules, size, settled)
    acrosses = [(top, []), *sorted((y, list(stretches)) for y, stretches in borders), (bottom, [])]
    ys = [a[0] for a in acrosses]
    downs = [(x, _walls(number, entries, ys)) for number, x in enumerate(edges)]
    return divide(downs, acrosses, open_bottom=not any(abs(r.at - bottom) < 1 for r in rules) and bool(rules))


def _row_borders(
    entries: Sequence[Entry],
    columns: Sequence[tuple[float, float]],
    rules: Sequence[Rule],
    edges: Sequence[float],
    top: float,
    bottom: float,
) -> tuple[list[tuple[float, list[tuple[float, float]]]], list[Settled]]:
    """Borders between rows: place and the stretches of x that they separate; and where the rows are settled."""
    settled: list[Settled] = []
    borders = [(r.at, [(r.start, r.end)]) for r in rules if top + 1 < r.at < bottom - 1]
    merged: list[tuple[float, list[tuple[float, float]]]] = []
    for y, stretches in sorted(borders):
        if merged and y - merged[-1][0] < 3.0:
            merged[-1][1].extend(stretches)
        else:
            merged.append((y, stretches))
    limits = [top, *(y for y, _ in merged), bottom]
    for start, end in itertools.pairwise(limits):
        inside = [e for e in entries if start <= e.line.middle < end]
        # above the first band of a striped table stand its names and perhaps a row without a background
        plain = start == top and rules and rules[0].at > top + 1 and rules[0].width == 0.0
        strict = len(rules) >= EVERY_ROW and not plain
        found = None if strict else fitted(inside, columns, open_top=start == top)
        if found is not None:
            settled.append((start, end, found.dense))
        for boundary in boundaries(inside, columns, strict=strict) if found is None else found.borders:
            merged.append((boundary.y, _stretches(boundary, edges)))
    return merged, settled


def _stretches(boundary: Boundary, edges: Sequence[float]) -> list[tuple[float, float]]:
    return [(edges[c], edges[c + 1]) for c in sorted(boundary.columns)]


def _walls(number: int, entries: Sequence[Entry], ys: Sequence[float]) -> list[tuple[float, float]]:
    """The stretches of y where the border left of column `number` is not crossed by a line.

    A row with nothing but text that begins at the left and spans columns is one cell.
    """
    walls = []
    for start, end in itertools.pairwise(ys):
        own = [e for e in entries if start <= e.line.middle < end]
        alone = bool(own) and all(e.first == 0 for e in own) and any(e.last > 0 for e in own)
        if not alone and not any(e.first < number <= e.last for e in own):
            walls.append((start, end))
    return walls

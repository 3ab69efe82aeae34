"""Columns without vertical rules: the gutters that no text crosses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf

from policyparse.extractors.pdf_lines import Line

#: Free stretches of the x axis, from left to right; the first begins at -inf, the last ends at inf.
Free = tuple[tuple[float, float], ...]
#: A piece that ends this near to a gutter's side (points) reaches it.
_NEARLY = 1.5
EVERYWHERE: Free = ((-inf, inf),)


def cover(free: Free, pieces: Iterable[Line]) -> Free:
    """What stays free when these pieces are printed."""
    for piece in pieces:
        x0, x1 = piece.x0, piece.x1
        result: list[tuple[float, float]] = []
        for a, b in free:
            if x1 <= a or x0 >= b:
                result.append((a, b))
                continue
            if a < x0:
                result.append((a, x0))
            if x1 < b:
                result.append((x1, b))
        free = tuple(result)
    return free


def gutters(free: Free, least: float) -> list[tuple[float, float]]:
    """The inner stretches that are at least `least` points wide."""
    return [(a, b) for a, b in free if a > -inf and b < inf and b - a >= least]


def crosses(piece: Line, between: Sequence[tuple[float, float]]) -> list[int]:
    """Which gutters the piece crosses: from one side past the middle. A piece that stands in a gutter crosses nothing."""
    return [
        i
        for i, (a, b) in enumerate(between)
        if piece.x0 < (a + b) / 2 < piece.x1 and (piece.x0 < a + _NEARLY or piece.x1 > b - _NEARLY)
    ]


def closes(piece: Line, between: Sequence[tuple[float, float]]) -> bool:
    """Does the piece cover a gutter from side to side. While a table is sought, names may be narrower than what is below."""
    return any(piece.x0 < a + _NEARLY and piece.x1 > b - _NEARLY for a, b in between)

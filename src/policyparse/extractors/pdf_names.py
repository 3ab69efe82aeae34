"""Names over several columns of a table without rules: each stands in the middle of the names below it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from policyparse.extractors.pdf_lines import Line
from policyparse.extractors.pdf_rows import Row

#: A name over columns stands at most so many ems above theirs …
_ROOM = 2.6
#: … and in their middle within so many; within so many ems it is in the middle of one.
_MIDDLE, _OWN = 1.5, 0.35
#: No name holds these.
_STOPS = frozenset("，。；、")


def group_names(rows: Sequence[Row], columns: Sequence[tuple[float, float]], size: float) -> dict[int, tuple[int, int]]:
    """Ids of the pieces among these first rows that are names over columns, with the first and last of these."""
    found: dict[int, tuple[int, int]] = {}
    borders = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    for number, row in enumerate(rows):
        for piece in row.pieces:
            if _STOPS & set(piece.text):
                continue  # words of a cell
            above = [p for other in rows[:number] for p in other.pieces if id(p) not in found]
            for below in rows[number + 1 :]:
                if below.line.base - row.line.base > _ROOM * size:
                    break
                span = _span(piece, [p for p in row.pieces if p is not piece] + above, below, borders, size)
                if span:
                    found[id(piece)] = span
                    break
    return found


def _span(
    piece: Line, others: Sequence[Line], below: Row, borders: Sequence[float], size: float
) -> tuple[int, int] | None:
    """The columns of the pieces below in whose middle the piece stands, when they are several and nothing else does."""
    places = [sum(x < (p.x0 + p.x1) / 2 for x in borders) for p in below.pieces]
    if any(_centred(piece, p, p, _OWN * size) or abs(p.x0 - piece.x0) < _OWN * size for p in below.pieces):
        return None
    ways = [(last - first, first, last) for first in range(len(places)) for last in range(first + 1, len(places))]
    for _, first, last in sorted(ways):
        a, b = below.pieces[first], below.pieces[last]
        complete = places[first : last + 1] == list(range(places[first], places[last] + 1))
        inside = a.x0 <= piece.x0 and piece.x1 <= b.x1 and not any(p.x0 < b.x1 and a.x0 < p.x1 for p in others)
        if complete and inside and places[last] > places[first] and _centred(piece, a, b, _MIDDLE * size):
            return places[first], places[last]
    return None


def _centred(piece: Line, first: Line, last: Line, near: float) -> bool:
    """Is the middle of the piece that of the texts from `first` to `last`."""
    return abs(piece.x0 + piece.x1 - first.x0 - last.x1) < 2 * near

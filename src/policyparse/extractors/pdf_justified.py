"""Narrow columns whose two characters on a line are set apart to fill it: they look like two columns."""

from __future__ import annotations

from collections.abc import Sequence

from policyparse.extractors.pdf_lines import Line, cjk
from policyparse.extractors.pdf_rows import Row

#: Characters of a justified line begin and end with the others within so many ems.
_SAME_END = 0.15
#: So many lines are needed.
_LEAST = 2


def joined_where_justified(own: Sequence[Row], columns: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The columns, with those made one that the lines of one narrow cell seem to part (陈 志 over 远).

    `columns`: left and right ends. The right one of such a pair holds nothing but single characters, each beside a
    single one at the left of the other column, where the texts also go on below.
    """
    found: list[tuple[float, float]] = []
    for left, right in columns:
        if found and _justified(own, found[-1], (left, right)):
            found[-1] = (found[-1][0], right)
        else:
            found.append((left, right))
    return found


def _justified(own: Sequence[Row], left: tuple[float, float], right: tuple[float, float]) -> bool:
    pairs = more = 0
    for row in own:
        first = [p for p in row.pieces if left[0] <= (p.x0 + p.x1) / 2 <= left[1]]
        second = [p for p in row.pieces if right[0] <= (p.x0 + p.x1) / 2 <= right[1]]
        more += bool(first) and not second
        if not second:
            continue
        if [len(first), len(second)] != [1, 1] or not (_single(first[0]) and _single(second[0])):
            return False
        near = _SAME_END * first[0].size
        if abs(first[0].x0 - left[0]) > near or abs(second[0].x1 - right[1]) > near:
            return False
        pairs += 1
    return pairs >= _LEAST and more >= pairs - 1


def _single(piece: Line) -> bool:
    return len(piece.text) == 1 and cjk(piece.text)

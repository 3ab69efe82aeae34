"""Frames and shaded areas of a page that are boxes of the document (专栏)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from policyparse.extractors.html_flow import Unit
from policyparse.extractors.html_tables import rows_of
from policyparse.extractors.html_tree import Node

#: A frame is a box where it holds some prose (a decorated heading has less) and less than this share of the article
#: (a frame around the whole page has more).
_BOX_SHARE = 0.5
_BOX_CHARS = 20


def boxes_of(units: Iterable[Unit]) -> dict[int, int]:
    """The number of the box, from 1, for each unit of the article (by `Unit.number`) that stands in one.

    Of frames inside each other the outermost that is a box counts.
    """
    units = list(units)
    whole = sum(unit.chars for unit in units)
    known: dict[int, list[Node]] = {}
    inside: Counter[int] = Counter()
    for unit in units:
        if unit.box is not None and not unit.table:
            frames = known.setdefault(unit.box.start, _frames(unit.box))
            inside.update({frame.start: unit.chars for frame in frames})
    numbers: dict[int, int] = {}
    found: dict[int, int] = {}
    for unit in units:
        frames = known.get(unit.box.start, []) if unit.box is not None and not unit.table else []
        fitting = [f for f in frames if _BOX_CHARS <= inside[f.start] < whole * _BOX_SHARE]
        if fitting:
            found[unit.number] = numbers.setdefault(fitting[-1].start, len(numbers) + 1)
    return found


def _frames(node: Node) -> list[Node]:
    """The frame and the frames around it, innermost first; a framed cell of a one-column table counts as its table."""
    frames: list[Node] = []
    up: Node | None = node
    while up is not None:
        if up is node or up.css.boxed or up.css.shaded or up.tag == "fieldset":
            frame = _column_of(up) if up.tag == "td" else up
            if frame not in frames:
                frames.append(frame)
        up = up.parent
    return frames


def _column_of(cell: Node) -> Node:
    up: Node | None = cell
    while up is not None and up.tag != "table":
        up = up.parent
    return up if up is not None and all(len(row.cells) <= 1 for row in rows_of(up)) else cell

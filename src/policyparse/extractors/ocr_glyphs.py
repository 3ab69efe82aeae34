"""The shapes of lines to glyphs: the room of each character, as a PDF says it.

The layout code compares rooms, gaps and ends of lines, so brackets and stops get the half of their square that is blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policyparse.extractors.ocr_shapes import Shape, is_han
from policyparse.extractors.pdf_page import Face, Glyph
from policyparse.text import is_cjk

#: Room of figures and Latin letters, in ems.
_NARROW = 0.52
#: A gap between Latin characters that the model does not call a blank is none up to this, in ems.
_NO_BLANK = 0.7
#: No Chinese character's ink is wider than this, in ems.
_TOO_WIDE = 1.3
#: After a full point a blank is wider than this, in ems: 94. 2019.
_AFTER_POINT = 0.4
#: Signs that stand in one half of their square.
_CLOSING = frozenset("，。、；：！？）》」』】〕”’,.;:!?)]")
_OPENING = frozenset("（《「『【〔“‘([")
#: The room of such a sign from the outer side of its ink, and where it has a room of its own only, in ems.
_SQUARE, _HALF = 0.92, 0.42
#: A gap to the next Chinese character wider than this (ems) is the blank half of a square.
_BLANK_HALF = 0.36
_RED = "#c00000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What holds for a page: pixels a point, whether signs stand in squares, and how near text comes to rules (pixels)."""

    scale: float
    full_width: bool
    margin: float


def full_width(shapes: Sequence[Shape]) -> bool:
    """Are brackets and stops that the model gives in half width printed in full width on this page.

    The blank half of their square shows where a Chinese character stands on that side.
    """
    full = half = 0
    for shape in shapes:
        for index, mark in enumerate(shape.marks):
            if not mark.text.isascii() or mark.text not in _CLOSING | _OPENING or mark.text == ".":
                continue
            gap = _gap(shape, index)
            if gap is not None and gap > _BLANK_HALF:
                full += 1
            elif gap is not None:
                half += 1
    return full >= half


def _gap(shape: Shape, index: int) -> float | None:
    """The gap on the open side of a bracket or stop to the Chinese character there, in ems; None where there is none."""
    other = index + 1 if shape.marks[index].text in _CLOSING else index - 1
    if not 0 <= other < len(shape.marks) or not is_han(shape.marks[other].text):
        return None
    left, right = sorted((index, other))
    return (shape.ink[right][0] - shape.ink[left][1]) / shape.size


def usual_margin(shapes: Sequence[Shape]) -> float:
    """The least distance of text from the rules beside it, in pixels, without the stray tenth."""
    found: list[float] = []
    for shape in shapes:
        left, right = shape.bounds
        near = [shape.ink[0][0] - left, right - shape.ink[-1][1]]
        found.extend(distance for distance in near if 0 < distance < 1.5 * shape.size)
    return sorted(found)[len(found) // 10] if len(found) > 10 else 0.0


def glyphs_of(shape: Shape, page: Measures, margin: tuple[float, float], turn: int, run: int) -> list[Glyph]:
    """The glyphs of a line, in points of the frame of `turn`, which is `margin` smaller than the picture on each side."""
    scale = page.scale
    size, base = shape.size / scale, shape.base / scale - margin[1]
    colour, shade = (_RED, 0.25) if shape.red else (None, 0.0)
    face = Face(round(size, 2), colour=colour, shade=shade, turn=turn)
    rooms = [(left / scale - margin[0], right / scale - margin[0]) for left, right in _rooms(shape, page)]
    glyphs: list[Glyph] = []
    for index, (mark, (left, right)) in enumerate(zip(shape.marks, rooms, strict=True)):
        if shape.blanks[index] and not (is_cjk(mark.text) or is_cjk(shape.marks[index - 1].text)):
            glyphs.append(Glyph(" ", rooms[index - 1][1], left, base, face, run))
        glyphs.append(Glyph(mark.text, left, right, base, face, run))
    return glyphs


def _rooms(shape: Shape, page: Measures) -> list[tuple[float, float]]:
    """Left and right end of the room of each character, in pixels."""
    size = shape.size
    rooms = [_room(shape, index, page.full_width) for index in range(len(shape.marks))]
    for index in range(1, len(rooms)):
        (a0, a1), (b0, b1) = rooms[index - 1], rooms[index]
        before, text = shape.marks[index - 1].text, shape.marks[index].text
        gap = b0 - a1
        narrow = not is_cjk(before) and not is_cjk(text) and not shape.blanks[index]
        if before == "." and shape.ink[index][0] - shape.ink[index - 1][1] > _AFTER_POINT * size:
            continue
        stretches = before in _CLOSING or text in _OPENING
        if gap < 0 or (narrow and gap < _NO_BLANK * size) or (stretches and gap < 0.62 * size):
            # the room between two belongs to the sign that stands in one half of its square, else to both
            meet = a1 + gap * (1.0 if before in _CLOSING else 0.0 if text in _OPENING else 0.5)
            if gap < 0:
                meet = b0 if before in _CLOSING else a1 if text in _OPENING else (a1 + b0) / 2
            rooms[index - 1], rooms[index] = (a0, max(a0, meet)), (min(meet, b1), b1)
    left, right = shape.bounds[0] + page.margin, shape.bounds[1] - page.margin
    return [(min(max(a, left), b), max(min(b, right), a)) for a, b in rooms]


def _room(shape: Shape, index: int, full_width: bool) -> tuple[float, float]:
    """The room of one character by itself."""
    size, text = shape.size, shape.marks[index].text
    left, right = shape.ink[index]
    if text in _CLOSING or text in _OPENING:
        square = is_cjk(text) or (text != "." and _stands_in_square(shape, index, full_width))
        wide = (_SQUARE if square else _HALF) * size
        return (left - 0.08 * size, left + wide) if text in _CLOSING else (right - wide, right + 0.08 * size)
    if is_cjk(text) and right - left > _TOO_WIDE * size:
        left = right = shape.region_x + shape.marks[index].x  # ink of a neighbour is with it: the model's place counts
    least = size if is_cjk(text) else _NARROW * size
    half = max(least, right - left + (0.0 if is_cjk(text) else 0.06 * size)) / 2
    return (left + right) / 2 - half, (left + right) / 2 + half


def _stands_in_square(shape: Shape, index: int, full_width: bool) -> bool:
    gap = _gap(shape, index)
    if gap is not None:
        return gap > _BLANK_HALF
    near = shape.marks[max(0, index - 1) : index + 2]
    return full_width and any(is_han(mark.text) for mark in near)

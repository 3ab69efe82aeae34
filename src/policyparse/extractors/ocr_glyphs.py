"""Recognised lines to glyphs: the em box of each character from the ink around the place where it was seen.

The layout code asks for what a PDF says exactly: sizes that are equal, baselines, the room that each
character takes. Here they are estimated from ink: a Chinese character's ink is 0.925 em high and its middle
0.38 em above the baseline (measured on Song, Hei, Kai and Fang Song), figures and capitals are 0.69 em high.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from policyparse.extractors.ocr_lines import Read
from policyparse.extractors.ocr_model import Mark, Region
from policyparse.extractors.pdf_page import MIDDLE, Face, Glyph, Rule
from policyparse.text import is_cjk

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

_HAN_HEIGHT, _FIGURE_HEIGHT = 0.925, 0.69
#: Characters that are much lower than the others of their font.
_LOW = frozenset("一二三四八人入口日曰工土士丁十小心血皿四田西而")
#: So many Chinese characters of a line tell its size; fewer are taken to have a size that others have.
_SEVERAL = 3
#: Sizes that differ by less than this part are one size of print.
_SAME_SIZE = 0.07
#: Room of figures and Latin letters, in ems.
_NARROW = 0.52
#: A gap between Latin characters that the model does not call a blank is none up to this, in ems.
_NO_BLANK = 0.7
#: After a full point a blank is wider than this, in ems: 94. 2019.
_AFTER_POINT = 0.4
#: Signs that stand in one half of their square.
_CLOSING = frozenset("，。、；：！？）》」』】〕”’,.;:!?)]")
_OPENING = frozenset("（《「『【〔“‘([")
#: The room of such a sign from the outer side of its ink, and where it has a room of its own only, in ems.
_SQUARE, _HALF = 0.92, 0.42
#: A gap to the next Chinese character wider than this (ems) is the blank half of a square.
_BLANK_HALF = 0.36
#: This part of a line's ink must be red for red print.
_RED_PRINT = 0.5
_RED = "#c00000"


@dataclass(slots=True)
class Shape:
    """A line's measures in pixels of its picture: left and right end of each character's ink, size, baseline."""

    marks: list[Mark]
    blanks: list[bool]  #: a blank was seen before this character
    ink: list[tuple[float, float]]
    size: float
    base: float
    han: bool  #: the size was measured on Chinese characters
    sure: bool  #: … and on several
    red: bool
    turn: int
    bounds: tuple[float, float]  #: the rules to its left and right


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What holds for a page: pixels a point, whether signs stand in squares, and how near text comes to rules (pixels)."""

    scale: float
    full_width: bool
    margin: float


def measure(read: Read, ink: Grey, red: Grey, down: Sequence[Rule]) -> Shape | None:
    """The shape of a line. `ink`, `red` and the vertical rules `down` are those of the picture in which its region lies."""
    import numpy as np  # noqa: PLC0415 (an extra)

    marks = [mark for mark in read.marks if mark.text != " "]
    if not marks:
        return None
    blanks: list[bool] = []
    before = False
    for mark in read.marks:
        if mark.text == " ":
            before = True
        else:
            blanks.append(before and bool(blanks))
            before = False
    x0, y0, x1, y1 = (int(v) for v in read.region)
    own = ink[y0 : y1 + 1, x0 : x1 + 1] > 0
    bounds = _bounds([mark.x for mark in marks], own.sum(0))
    spans, boxes = [], []
    for index, mark in enumerate(marks):
        left, right = bounds[index], bounds[index + 1]
        part = own[:, left:right]
        columns, rows = np.nonzero(part.any(0))[0], np.nonzero(part.any(1))[0]
        if columns.size:
            spans.append((float(left + columns[0]) + x0, float(left + columns[-1] + 1) + x0))
            boxes.append((mark.text, float(rows[0]) + y0, float(rows[-1] + 1) + y0))
        else:
            spans.append((mark.x + x0, mark.x + x0))
    if read.em:
        size, han, sure = read.em / _HAN_HEIGHT, True, False
        base = (read.region.y0 + read.region.y1) / 2 + MIDDLE * size
    else:
        size, base, measured = _print(boxes, (y0, y1))
        han, sure = measured > 0, measured >= _SEVERAL
    inked = int(own.sum())
    painted = int((own & (red[y0 : y1 + 1, x0 : x1 + 1] > 0)).sum())
    return Shape(
        marks=marks,
        blanks=blanks,
        ink=spans,
        size=size,
        base=base,
        han=han,
        sure=sure,
        red=inked > 0 and painted > _RED_PRINT * inked,
        turn=read.turn,
        bounds=_between(read.region, down),
    )


def _between(region: Region, down: Sequence[Rule]) -> tuple[float, float]:
    """The nearest vertical rules on both sides of a line."""
    middle_x, middle_y = (region.x0 + region.x1) / 2, (region.y0 + region.y1) / 2
    beside = [rule.at for rule in down if rule.start <= middle_y <= rule.end]
    left = max((at for at in beside if at <= middle_x), default=-math.inf)
    return left, min((at for at in beside if at > middle_x), default=math.inf)


def _bounds(middles: Sequence[float], sums: NDArray[np.int64]) -> list[int]:
    """Columns that part the characters: those with the least ink between two middles."""
    import numpy as np  # noqa: PLC0415 (an extra)

    bounds = [0]
    for left, right in itertools.pairwise(middles):
        third = (right - left) / 4
        start, end = int(left + third), max(int(left + third) + 1, int(right - third) + 1)
        part = sums[start:end]
        if part.size:
            least = np.nonzero(part == part.min())[0]
            at = start + int(least[len(least) // 2])
        else:
            at = int((left + right) / 2)
        bounds.append(max(at, bounds[-1]))
    return [*bounds, len(sums)]


def _print(boxes: Sequence[tuple[str, float, float]], region: tuple[int, int]) -> tuple[float, float, int]:
    """Size and baseline of a line in pixels, and how many Chinese characters told them."""
    han = [(top, bottom) for text, top, bottom in boxes if _is_han(text) and text not in _LOW]
    if han:
        heights = sorted(bottom - top for top, bottom in han)
        high = heights[-1] if len(heights) < 4 else heights[int(0.75 * len(heights))]
        size = high / _HAN_HEIGHT
        usual = [(top + bottom) / 2 for top, bottom in han if bottom - top > 0.8 * high]
        return size, median(usual) + MIDDLE * size, len(han)
    figures = [(top, bottom) for text, top, bottom in boxes if text.isdigit() or ("A" <= text <= "Z")]
    if figures:
        size = median(bottom - top for top, bottom in figures) / _FIGURE_HEIGHT
        return size, median(bottom for _, bottom in figures), 0
    middle = median((top + bottom) / 2 for _, top, bottom in boxes) if boxes else (region[0] + region[1]) / 2
    size = 0.62 * (region[1] - region[0])
    return size, middle + MIDDLE * size, 0


def _is_han(text: str) -> bool:
    return "\u4e00" <= text <= "\u9fff"


def common_sizes(shapes: Sequence[Shape], scale: float) -> None:
    """Give lines of one print one size: sizes that are close become their weighted middle, in half points."""
    sure = sorted((s for s in shapes if s.sure), key=lambda s: s.size)
    groups: list[list[Shape]] = []
    for shape in sure:
        if groups and shape.size <= (1 + _SAME_SIZE) * _middle(groups[-1]):
            groups[-1].append(shape)
        else:
            groups.append([shape])
    values = []
    for group in groups:
        size = max(0.5, round(2 * _middle(group) / scale) / 2) * scale
        values.append((size, sum(len(s.marks) for s in group)))
        for shape in group:
            _resize(shape, size)
    for shape in shapes:
        if shape.sure:
            continue
        near = [value for value in values if abs(value[0] - shape.size) < 0.25 * shape.size]
        if near:
            _resize(shape, max(near, key=lambda value: value[1])[0])
        else:
            _resize(shape, max(0.5, round(2 * shape.size / scale) / 2) * scale)


def _middle(group: Sequence[Shape]) -> float:
    """The median size of the characters."""
    total = sum(len(s.marks) for s in group)
    seen = 0
    for shape in sorted(group, key=lambda s: s.size):
        seen += len(shape.marks)
        if 2 * seen >= total:
            return shape.size
    return group[-1].size


def _resize(shape: Shape, size: float) -> None:
    """A new size; the middle of the line stays, or the baseline where figures stand on it."""
    if shape.han:
        shape.base += MIDDLE * (size - shape.size)
    shape.size = size


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
    if not 0 <= other < len(shape.marks) or not _is_han(shape.marks[other].text):
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
    least = size if is_cjk(text) else _NARROW * size
    half = max(least, right - left + (0.0 if is_cjk(text) else 0.06 * size)) / 2
    return (left + right) / 2 - half, (left + right) / 2 + half


def _stands_in_square(shape: Shape, index: int, full_width: bool) -> bool:
    gap = _gap(shape, index)
    if gap is not None:
        return gap > _BLANK_HALF
    near = shape.marks[max(0, index - 1) : index + 2]
    return full_width and any(_is_han(mark.text) for mark in near)

"""The shape of a recognised line: the ink of each character, the size of print, the baseline.

A Chinese character's ink is 0.925 em high and its middle 0.38 em above the baseline (measured on Song, Hei, Kai and
Fang Song), figures and capitals are 0.69 em high.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median
from typing import TYPE_CHECKING, Any

from policyparse.extractors.ocr_lines import Read
from policyparse.extractors.ocr_model import Mark, Region
from policyparse.extractors.ocr_regions import runs
from policyparse.extractors.pdf_page import MIDDLE, Rule

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

#: Height of the ink of Chinese characters, and of figures and capitals, in ems.
_HAN_HEIGHT, _FIGURE_HEIGHT = 0.925, 0.69
#: Part of a region's height that is looked at above and below it.
_AROUND = 0.14
#: Characters that are much lower than the others of their font.
_LOW = frozenset("一二三四八人入口日曰工土士丁十小心血皿四田西而")
#: So many Chinese characters of a line tell its size; fewer are taken to have a size that others have.
_SEVERAL = 3
#: Characters that are closer than this, in ems, are smaller than their ink is high.
_TOO_CLOSE = 0.93
#: Sizes that differ by less than this part are one size of print.
_SAME_SIZE = 0.07
#: A line of few characters takes the most common size within these parts of its own: Chinese, and figures or Latin.
_UNSURE_HAN, _UNSURE = 0.4, 0.25
#: This part of a line's ink must be red for red print.
_RED_PRINT = 0.5


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
    region_x: float  #: left end of its region
    bounds: tuple[float, float]  #: the rules to its left and right


def measure(read: Read, ink: Grey, red: Grey, down: Sequence[Rule]) -> Shape | None:
    """The shape of a line. `ink`, `red` and the vertical rules `down` are those of the picture in which its region lies."""

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
    # a little more above and below: a region may cut the ink of its own characters
    more = _AROUND * (read.region.height if not read.em else 0.0)
    x0, y0, x1, y1 = (int(v) for v in (read.region.x0, read.region.y0 - more, read.region.x1, read.region.y1 + more))
    y0 = max(0, y0)
    own = ink[y0 : y1 + 1, x0 : x1 + 1] > 0
    bounds = _bounds([mark.x for mark in marks], own.sum(0))
    spans, boxes = [], []
    for index, mark in enumerate(marks):
        left, right = bounds[index], bounds[index + 1]
        part = own[:, left:right]
        columns = _own_ink(part.any(0), before=index == 0, behind=index == len(marks) - 1)
        rows = _own_ink(part.any(1), before=True, behind=True)
        if columns and rows:
            spans.append((float(left + columns[0]) + x0, float(left + columns[1]) + x0))
            boxes.append((mark.text, float(rows[0]) + y0, float(rows[1]) + y0))
        else:
            spans.append((mark.x + x0, mark.x + x0))
    if read.em:
        size, han, sure = read.em / _HAN_HEIGHT, True, False
        base = (read.region.y0 + read.region.y1) / 2 + MIDDLE * size
    else:
        size, base, measured = _print(boxes, (y0, y1), _pitch(marks))
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
        region_x=float(x0),
        bounds=_between(read.region, down),
    )


def _own_ink(filled: Any, *, before: bool, behind: bool) -> tuple[int, int] | None:
    """Where the ink of a character begins and ends. What the region's edge cuts, apart from the rest, is a neighbour's."""
    bands = runs(filled)
    if len(bands) > 1 and before and bands[0][0] == 0:
        bands = bands[1:]
    if len(bands) > 1 and behind and bands[-1][1] == len(filled):
        bands = bands[:-1]
    return (bands[0][0], bands[-1][1]) if bands else None


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


def _pitch(marks: Sequence[Mark]) -> float:
    """The usual distance of neighbouring Chinese characters, which are never larger than it; infinite where unknown."""
    steps = [b.x - a.x for a, b in itertools.pairwise(marks) if is_han(a.text) and is_han(b.text)]
    if len(steps) < _SEVERAL - 1:
        return math.inf
    usual = median(steps)
    # the model's places are a sixth of a character apart, so that only their mean is fine enough
    return mean(step for step in steps if abs(step - usual) <= 0.4 * usual)


def _print(
    boxes: Sequence[tuple[str, float, float]], region: tuple[int, int], pitch: float
) -> tuple[float, float, int]:
    """Size and baseline of a line in pixels, and how many Chinese characters told them."""
    han = [(top, bottom) for text, top, bottom in boxes if is_han(text) and text not in _LOW]
    if han:
        heights = sorted(bottom - top for top, bottom in han)
        high = heights[-1] if len(heights) < 4 else heights[int(0.75 * len(heights))]
        size = high / _HAN_HEIGHT
        if pitch < _TOO_CLOSE * size:  # ink of a neighbouring line is with it
            size = pitch
        usual = [(top + bottom) / 2 for top, bottom in han if bottom - top > 0.8 * high]
        return size, median(usual) + MIDDLE * size, len(han)
    figures = [(top, bottom) for text, top, bottom in boxes if text.isdigit() or ("A" <= text <= "Z")]
    if figures:
        size = median(bottom - top for top, bottom in figures) / _FIGURE_HEIGHT
        return size, median(bottom for _, bottom in figures), 0
    middle = median((top + bottom) / 2 for _, top, bottom in boxes) if boxes else (region[0] + region[1]) / 2
    size = 0.62 * (region[1] - region[0])
    return size, middle + MIDDLE * size, 0


def is_han(text: str) -> bool:
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
        reach = _UNSURE_HAN if shape.han else _UNSURE
        near = [value for value in values if abs(value[0] - shape.size) < reach * shape.size]
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

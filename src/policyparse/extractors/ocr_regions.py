"""Where lines of text are on a reading picture: found, cut at rules, drawn in to their ink, looked for where ink is left."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

from policyparse.extractors.ocr_model import LONG_SIDE, Models, Region
from policyparse.extractors.ocr_rules import Ruling
from policyparse.extractors.pdf_page import Rule

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

#: Lines that are lower than this on the detector's picture (pixels) are small print: it is shown larger.
_SMALL_PRINT, _LARGER = 15.0, 2240
#: A rule in this outer part of a region's height bounds it, one further in cuts it; a cutting rule is at least so long.
_BOUND, _CROSSES = 0.3, 0.6
#: A region that is so many times higher than wide is set downwards or turned.
TALL = 1.5
#: A region higher than this many usual lines may hold two.
_TWO_LINES = 1.7
#: Regions that overlap sideways by more than this part of the usual line, and by this part of their height, are one.
_OVERLAP, _SAME_LINE = 0.3, 0.6
#: Ink outside all regions is looked at where it is as high as text: between these parts of the usual line.
_LOW, _HIGH = 0.25, 1.5
#: … or a dash (or the figure 一) of at least, and at most, these parts of the usual line.
_DASH, _LONG_DASH = 0.3, 1.7
#: The height of the region in which a dash is read, and the room on both its sides; the room around other ink; and the
#: least ink, as part of the square of the usual line.
_DASH_HIGH, _DASH_WIDE, _EDGE, _INKED = 1.6, 0.6, 0.15, 0.02
#: A piece beside a line is not wider, and not further from it, than these parts of the usual line.
_PART, _TOUCHING = 0.7, 0.3


def find_regions(models: Models, ruling: Ruling) -> list[Region]:
    """Where text is on a picture, one region a line, none across a rule."""
    regions = models.detect(ruling.clean)
    if not regions:
        return []
    usual = usual_height(regions)
    shown = min(1.0, LONG_SIDE / max(ruling.clean.shape))
    if usual * shown < _SMALL_PRINT and shown < 1.0:
        regions = models.detect(ruling.clean, _LARGER) or regions
    parts = [part for region in regions for part in _cut(region, ruling)]
    usual = usual_height(parts) if parts else usual
    lines = [line for part in parts for line in _trimmed(part, ruling.ink, usual)]
    return _merged(lines, usual)


def usual_height(regions: Sequence[Region]) -> float:
    """The height of most lines, in pixels. `regions` is not empty; figures alone in their cells are higher than wide."""
    lines = [region.height for region in regions if region.width > region.height]
    return median(lines or [min(region.height, region.width) for region in regions])


def _merged(lines: Sequence[Region], usual: float) -> list[Region]:
    """Regions of one line that overlap are one: the detector's region of a neighbour cell may have reached over the rule."""
    kept: list[Region] = []
    for line in sorted(lines, key=lambda r: -r.width):
        for index, other in enumerate(kept):
            common = min(line.x1, other.x1) - max(line.x0, other.x0)
            high = min(line.y1, other.y1) - max(line.y0, other.y0)
            if common > min(_OVERLAP * usual, 0.5 * line.width) and high > _SAME_LINE * min(line.height, other.height):
                kept[index] = Region(
                    min(line.x0, other.x0), min(line.y0, other.y0), max(line.x1, other.x1), max(line.y1, other.y1)
                )
                break
        else:
            kept.append(line)
    return kept


def left_over(ruling: Ruling, regions: Sequence[Region], usual: float) -> tuple[list[Region], list[Region]]:
    """Ink outside all regions: the regions with what belongs to them, and places where the detector saw nothing.

    A piece of ink right beside a line is a part of its first or last character. Single figures and dashes in cells are
    often not seen by the detector.
    """
    import cv2  # noqa: PLC0415 (an extra)
    import numpy as np  # noqa: PLC0415

    rest = ruling.ink.copy()
    for x0, y0, x1, y1 in regions:
        rest[int(y0) : int(y1) + 1, int(x0) : int(x1) + 1] = 0
    near = max(3, round(0.45 * usual)) | 1
    joined = cv2.morphologyEx(rest, cv2.MORPH_CLOSE, np.ones((max(3, near // 3) | 1, near), np.uint8))
    found, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    lines = list(regions)
    places: list[Region] = []
    for number in range(1, found):
        x, y, width, height = (int(v) for v in stats[number][:4])
        inked = int(np.count_nonzero(rest[y : y + height, x : x + width]))
        is_dash = height < _LOW * usual and _DASH * usual <= width <= _LONG_DASH * usual and width > 3 * height
        least = (0.4 if is_dash else 1.0) * _INKED * usual * usual
        if height > _HIGH * usual or inked < least or not (height >= _LOW * usual or is_dash):
            continue
        ink = Region(float(x), float(y), float(x + width), float(y + height))
        beside = _beside(ink, lines, ruling.down, usual)
        if beside is not None:
            line = lines[beside]
            lines[beside] = Region(min(line.x0, ink.x0 - 2), line.y0, max(line.x1, ink.x1 + 2), line.y1)
            continue
        # a dash is read for what it is only with much paper around it
        high, wide = (_DASH_HIGH, _DASH_WIDE) if is_dash else (0.9, 2 * _EDGE)
        more, side = max(_EDGE * usual, (high * usual - height) / 2), wide * usual
        whole = Region(x - side, y - more, x + width + side, y + height + more)
        places.extend(_cut(_within(whole, rest), ruling))
    return [_within(line, rest) for line in lines], sorted(places, key=lambda place: -place.height)


def _beside(ink: Region, lines: Sequence[Region], down: Sequence[Rule], usual: float) -> int | None:
    """The line of which a piece of ink is the next part to the left or right, if no rule stands between."""
    if ink.width > _PART * usual:
        return None
    middle = (ink.y0 + ink.y1) / 2
    for index, line in enumerate(lines):
        common = min(ink.y1, line.y1) - max(ink.y0, line.y0)
        if common < 0.7 * ink.height or line.height > _TWO_LINES * usual or line.height > TALL * line.width:
            continue
        gap = max(ink.x0 - line.x1, line.x0 - ink.x1)
        if gap > _TOUCHING * usual:
            continue
        between = sorted(((ink.x0 + ink.x1) / 2, (line.x0 + line.x1) / 2))
        if not any(between[0] < r.at < between[1] and r.start <= middle <= r.end for r in down):
            return index
    return None


def crop(picture: Grey, region: Region) -> Grey:
    """The part of the picture."""
    return picture[int(region.y0) : int(region.y1) + 1, int(region.x0) : int(region.x1) + 1]


def _within(region: Region, picture: Grey) -> Region:
    rows, columns = picture.shape
    return Region(max(0.0, region.x0), max(0.0, region.y0), min(columns - 1.0, region.x1), min(rows - 1.0, region.y1))


def _cut(region: Region, ruling: Ruling) -> list[Region]:
    """The region parted by the rules that cross it, and drawn back behind those that run along its edges."""
    parts = [region]
    for rule in ruling.down:
        parts = [piece for part in parts for piece in _parted(part, rule, upright=True)]
    for rule in ruling.across:
        parts = [piece for part in parts for piece in _parted(part, rule, upright=False)]
    return [part for part in parts if part.width >= 4 and part.height >= 4]


def _parted(region: Region, rule: Rule, *, upright: bool) -> list[Region]:
    x0, y0, x1, y1 = region
    low, high, start, end = (x0, x1, y0, y1) if upright else (y0, y1, x0, x1)
    if not low < rule.at < high:
        return [region]
    along = min(end, rule.end) - max(start, rule.start)
    if along < _CROSSES * (end - start):
        return [region]
    near = rule.width / 2 + 1
    before, after = rule.at - near, rule.at + near
    thick = min(x1 - x0, y1 - y0)
    if rule.at - low < _BOUND * thick:
        pieces = [(after, high)]
    elif high - rule.at < _BOUND * thick:
        pieces = [(low, before)]
    else:
        pieces = [(low, before), (after, high)]
    return [Region(a, y0, b, y1) if upright else Region(x0, a, x1, b) for a, b in pieces]


def _trimmed(region: Region, ink: Grey, usual: float) -> list[Region]:
    """The region drawn in to its ink from left and right; two lines that were taken for one are parted."""
    import numpy as np  # noqa: PLC0415 (an extra)

    own = crop(ink, region)
    columns = np.nonzero(own.any(0))[0]
    if not columns.size:
        return []
    edge = 0.12 * min(region.height, region.width, usual)
    left, right = region.x0 + columns[0] - edge, region.x0 + columns[-1] + 1 + edge
    region = _within(Region(max(region.x0 - edge, left), region.y0, min(region.x1 + edge, right), region.y1), ink)
    if region.height < _TWO_LINES * usual or region.height > TALL * region.width:
        return [region]
    bands = [band for band in runs(own.any(1)) if band[1] - band[0] > 0.35 * usual]
    if len(bands) < 2:
        return [region]
    edges = [0.0, *((a[1] + b[0]) / 2 for a, b in itertools.pairwise(bands)), region.height]
    return [
        part
        for a, b in itertools.pairwise(edges)
        for part in _trimmed(Region(region.x0, region.y0 + a, region.x1, region.y0 + b), ink, usual)
    ]


def runs(filled: Any) -> list[tuple[int, int]]:
    """Where a row of flags is true: starts and ends."""
    import numpy as np  # noqa: PLC0415 (an extra)

    steps = np.diff(np.concatenate(([0], filled.astype(np.int8), [0])))
    return list(zip(np.nonzero(steps == 1)[0].tolist(), np.nonzero(steps == -1)[0].tolist(), strict=True))

"""A scanned page made ready for reading: colours to grey, stamps taken out, skew and turn undone.

Three systems of coordinates, all from the top left, y down:

- *scan*: the page as it was scanned, in points; every `Origin` is in it;
- *straight*: the scan with its skew undone by rotation about the middle of the page, in points;
- the *reading picture*: the straight page turned so that its text reads from left to right, in pixels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policyparse.origin import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]
    Colour = NDArray[np.uint8]

#: A pixel is red when its red is above the larger of green and blue by this.
_RED = 50
#: A stamp is between so many points wide and high (GB/T 9704 and the State Council's rule: 38 to 50 mm; personal seals 18 mm) …
_STAMP_LEAST, _STAMP_MOST = 45.0, 200.0
#: … not much longer than wide, and its rim is there in so many of all directions, at this part of its radius.
_STAMP_ASPECT, _RIM, _RIM_FROM = 1.9, 0.7, 0.78
#: Red light of black print under a stamp, of 255, and the part of the stamp's own from which on a place is paper.
_DARK, _INK_TO_PAPER = 30.0, 0.9
#: Letters, star and rim of one stamp are this near to one another, in points.
_STAMP_GAP = 7.0
#: Skew is looked for up to this many degrees; less than the second is left as it is, as is what gains next to nothing.
_MOST_SKEW, _LEAST_SKEW, _NO_GAIN = 8.0, 0.04, 0.97
#: The longer side of the picture on which skew is measured, in pixels, and the least number of dark pixels on it.
_SMALL, _LEAST_INK = 1100, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Straight:
    """A straight page. `grey`: its picture; `red`: where red ink is (1), without stamps. `scale`: pixels a point.

    The picture is larger than the scan by `margin` (x and y, points) on each side, so that no corner is cut. `skew`:
    what the scan was rotated by, clockwise, in degrees. `size` of the scan and `stamps` are in points of the scan.
    """

    grey: Grey
    red: Grey
    scale: float
    skew: float
    margin: tuple[float, float]
    size: tuple[float, float]
    stamps: tuple[Box, ...]


def to_scan(box: Box, skew: float, size: tuple[float, float]) -> Box:
    """The smallest upright box of the scan, of this `size`, that holds a box of the straight page."""
    if not skew:
        return box
    cos, sin = math.cos(math.radians(-skew)), math.sin(math.radians(-skew))
    mid_x, mid_y = size[0] / 2, size[1] / 2
    corners = [(x - mid_x, y - mid_y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [cos * x - sin * y + mid_x for x, y in corners]
    ys = [sin * x + cos * y + mid_y for x, y in corners]
    return max(0.0, min(xs)), max(0.0, min(ys)), min(size[0], max(xs)), min(size[1], max(ys))


def straighten(picture: Colour, scale: float) -> Straight:
    """Make a page ready. `picture` is RGB; `scale` pixels a point."""
    grey, red, stamps = _without_stamps(picture, scale)
    rows, columns = grey.shape
    skew = _skew(grey)
    if skew:
        grey, red = _rotated(grey, skew, 255), _rotated(red, skew, 0)
    margin = (grey.shape[1] - columns) / 2 / scale, (grey.shape[0] - rows) / 2 / scale
    size = (columns / scale, rows / scale)
    return Straight(grey=grey, red=red, scale=scale, skew=skew, margin=margin, size=size, stamps=stamps)


def turned(picture: Grey, turn: int) -> Grey:
    """The picture turned clockwise by 0, 90, 180 or 270 degrees."""
    import numpy as np  # noqa: PLC0415 (an extra)

    return np.ascontiguousarray(np.rot90(picture, -turn // 90)) if turn else picture


def _without_stamps(picture: Colour, scale: float) -> tuple[Grey, Grey, tuple[Box, ...]]:
    """Grey values, red places and the boxes of stamps; under a stamp only what is dark in its red light is left."""
    import cv2  # noqa: PLC0415 (an extra)
    import numpy as np  # noqa: PLC0415

    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    light = picture[:, :, 0].astype(np.int16)
    rest = np.maximum(picture[:, :, 1], picture[:, :, 2])
    red = (light - rest > _RED).astype(np.uint8)
    if not cv2.countNonZero(red):
        return grey, red, ()
    boxes = []
    for x0, y0, x1, y1 in _stamps(red, scale):
        more = round(2 * scale)
        part = np.s_[max(0, y0 - more) : y1 + more, max(0, x0 - more) : x1 + more]
        ink = light[part][red[part] > 0]
        level = float(np.percentile(ink, 25)) if ink.size else 255.0
        # black under the stamp stays dark in red light, JPEG makes it a little lighter; the stamp's ink becomes paper
        paper = max(100.0, _INK_TO_PAPER * level)
        clear = np.clip((light[part] - _DARK) * (255.0 / (paper - _DARK)), 0, 255).astype(np.uint8)
        near = cv2.dilate(red[part], np.ones((3, 3), np.uint8), iterations=2)
        grey[part] = np.where(near > 0, clear, grey[part])
        red[part] = 0
        boxes.append((x0 / scale, y0 / scale, x1 / scale, y1 / scale))
    return grey, red, tuple(boxes)


def _stamps(red: Grey, scale: float) -> list[tuple[int, int, int, int]]:
    """The boxes of round, oval and square stamps, in pixels."""
    import cv2  # noqa: PLC0415 (an extra)
    import numpy as np  # noqa: PLC0415

    step = max(1, round(scale))  # one pixel a point is enough to see shapes
    small = cv2.resize(red, (max(1, red.shape[1] // step), max(1, red.shape[0] // step)), interpolation=cv2.INTER_AREA)
    small = ((small > 0) | (cv2.resize(red, small.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0)).astype(np.uint8)
    unit = scale / step  # small pixels a point
    gap = max(3, round(_STAMP_GAP * unit) | 1)
    joined = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    found, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    boxes = []
    for number in range(1, found):
        x, y, width, height = (int(v) for v in stats[number][:4])
        least, most = min(width, height) / unit, max(width, height) / unit
        if least < _STAMP_LEAST or most > _STAMP_MOST or most > _STAMP_ASPECT * least:
            continue
        own = (labels[y : y + height, x : x + width] == number) & (small[y : y + height, x : x + width] > 0)
        if _has_rim(own):
            boxes.append((x * step, y * step, (x + width) * step, (y + height) * step))
    return boxes


def _has_rim(ink: NDArray[np.bool_]) -> bool:
    """Is there ink in nearly every direction near the edge of the ellipse, or of the rectangle, that bounds it."""
    import numpy as np  # noqa: PLC0415 (an extra)

    height, width = ink.shape
    ys, xs = np.nonzero(ink)
    if xs.size < 40:
        return False
    dx, dy = (xs + 0.5) / width * 2 - 1, (ys + 0.5) / height * 2 - 1
    sector = ((np.arctan2(dy, dx) + np.pi) / (2 * np.pi) * 72).astype(int) % 72
    for radius in (np.hypot(dx, dy), np.maximum(np.abs(dx), np.abs(dy))):
        near = (radius > _RIM_FROM) & (radius < 1.08)
        if len(np.unique(sector[near])) >= _RIM * 72 and _is_thin(radius, near):
            return True
    return False


def _is_thin(radius: NDArray[np.float64], near: NDArray[np.bool_]) -> bool:
    """A rim is a line: the ink of a large filled character does not gather at its bounds."""
    return int(near.sum()) >= 0.2 * radius.size


def _skew(grey: Grey) -> float:
    """How far the page must be rotated clockwise to be straight, in degrees; 0 where that is next to nothing.

    The right angle makes the sums of ink over rows (or over columns, of a page that lies on its side) differ most.
    """
    import cv2  # noqa: PLC0415 (an extra)
    import numpy as np  # noqa: PLC0415

    def inked(side: int) -> Grey:
        ratio = min(1.0, side / max(grey.shape))
        small = cv2.resize(grey, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA) if ratio < 1 else grey
        done: Grey = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
        return done

    def sharpness(ink: Grey, angle: float, axis: int) -> float:
        sums = _rotated(ink, angle, 0, keep=True).sum(axis, dtype=np.float64)
        return float(np.square(np.diff(sums)).sum())

    ink = inked(_SMALL)
    if cv2.countNonZero(ink) < _LEAST_INK:
        return 0.0
    coarse = np.arange(-_MOST_SKEW, _MOST_SKEW + 0.1, 0.5)
    _, best, axis = max((sharpness(ink, angle, axis), angle, axis) for angle in coarse for axis in (0, 1))
    for step in (0.2, 0.07):
        best = max((best + step * n for n in (-2, -1, 0, 1, 2)), key=lambda angle: sharpness(ink, angle, axis))
    fine = inked(2 * _SMALL)
    best = max((best + 0.03 * n for n in (-2, -1, 0, 1, 2)), key=lambda angle: sharpness(fine, angle, axis))
    if abs(best) < _LEAST_SKEW or sharpness(fine, 0.0, axis) > _NO_GAIN * sharpness(fine, best, axis):
        return 0.0
    return round(float(best), 3)


def _rotated(picture: Grey, angle: float, border: int, *, keep: bool = False) -> Grey:
    """Rotated clockwise about its middle, on a larger sheet unless `keep`."""
    import cv2  # noqa: PLC0415 (an extra)

    rows, columns = picture.shape
    matrix = cv2.getRotationMatrix2D(((columns - 1) / 2, (rows - 1) / 2), -angle, 1.0)
    wide, high = columns, rows
    if not keep:
        cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
        wide, high = math.ceil(rows * sin + columns * cos), math.ceil(rows * cos + columns * sin)
        matrix[0, 2] += (wide - columns) / 2
        matrix[1, 2] += (high - rows) / 2
    method = cv2.INTER_NEAREST if border == 0 else cv2.INTER_CUBIC
    done: Grey = cv2.warpAffine(picture, matrix, (wide, high), flags=method, borderValue=border)
    return done

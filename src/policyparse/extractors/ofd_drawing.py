"""Path and image objects of an OFD page (GB/T 33190-2016, clauses 9 and 10), and the boxes of clip regions (8.4)."""

from __future__ import annotations

import math
from typing import Final

from lxml import etree

from policyparse.extractors.ofd_package import child, children
from policyparse.extractors.ofd_pictures import Placed
from policyparse.extractors.ofd_resources import BLACK, Resources
from policyparse.extractors.ofd_text import own_way
from policyparse.extractors.ofd_values import commands, flag, matrix, place
from policyparse.extractors.pdf_paths import THIN
from policyparse.extractors.pdf_paths import _Reader as Sketch
from policyparse.extractors.pdf_pdfium import Matrix, multiply
from policyparse.origin import Box

#: Lighter than this on white paper is not seen; more transparent than this neither.
_WHITE, _CLEAR = 0.97, 0.03
#: A point this near to the side of a box is on it, in points.
_ON_SIDE: Final = 0.6
#: A path of no more pieces may be a thin rectangle drawn as a whole.
_FEW: Final = 6

Points = list[tuple[float, float]]


def sketch_path(element: etree._Element, way: Matrix, resources: Resources, param: str | None, sketch: Sketch) -> None:
    """Put a PathObject's strokes and fills into `sketch`. `way` leads from the object's surroundings to the page."""
    own = own_way(element, way)
    strokes, fills = flag(element.get("Stroke"), True), flag(element.get("Fill"), False)
    line = resources.colour(element, "StrokeColor", param) or BLACK
    area = resources.colour(element, "FillColor", param)
    strokes = strokes and line.alpha > _CLEAR
    # an area without a colour is not painted
    fills = fills and area is not None and area.alpha > _CLEAR
    if not (strokes or fills):
        return
    pale_line, pale_area = line.shade > _WHITE, area is not None and area.shade > _WHITE
    width = resources.line_width(element, param) * math.sqrt(abs(own[0] * own[3] - own[1] * own[2]))
    paths = subpaths(child_text(element), own)
    sketch.work += sum(len(points) for points, _ in paths)
    for points, curved in paths:
        if sketch.full():
            return
        if not _touches(points, sketch.page):
            continue
        box = _box_of(points)
        drawn = len(points) > _FEW and not _follows(points, box)
        if drawn and curved:
            continue
        if len(points) <= _FEW and min(box[2] - box[0], box[3] - box[1]) <= THIN and not curved and len(points) > 2:
            sketch.thin(box, pale_line if strokes else pale_area)
            continue
        if strokes:
            sketch.strokes(points, curved, width, pale_line)
        if fills and not drawn:
            sketch.fill(points, curved, pale_area)


def sketch_image(element: etree._Element, way: Matrix, resources: Resources, sketch: Sketch) -> Placed | None:
    """Put an ImageObject's place into `sketch`: the unit square under its CTM, within its Boundary.

    Returns the image with its place; None where it is not on the page, or the package does not have it.
    """
    boundary = place(element.get("Boundary"))
    outer = (
        corner_box(way, (boundary[0], boundary[1], boundary[0] + boundary[2], boundary[1] + boundary[3]))
        if boundary
        else None
    )
    inner = own_way(element, way)
    if element.get("CTM") is None and boundary is not None:
        inner = multiply((boundary[2], 0.0, 0.0, boundary[3], boundary[0], boundary[1]), way)
    box = corner_box(inner, (0.0, 0.0, 1.0, 1.0))
    if outer is not None:
        box = max(box[0], outer[0]), max(box[1], outer[1]), min(box[2], outer[2]), min(box[3], outer[3])
    if box[2] <= box[0] or box[3] <= box[1]:
        return None
    sketch.picture(box)
    media = resources.media.get(element.get("ResourceID", ""))
    return Placed(media=media, way=inner, box=box) if media is not None else None


def clip_box(element: etree._Element, way: Matrix) -> Box | None:
    """The box of an object's clip regions on the page, None where it has none that holds anything.

    Each Clip is the union of its areas; the object is shown where all of them are. Clips go by the
    object's own CTM unless TransFlag is false.
    """
    clips = child(element, "Clips")
    if clips is None:
        return None
    if flag(clips.get("TransFlag"), True):
        base = own_way(element, way)
    else:
        left, top, _, _ = place(element.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
        base = multiply((1.0, 0.0, 0.0, 1.0, left, top), way)
    found: Box | None = None
    for clip in children(clips, "Clip"):
        boxes: list[Box] = []
        for area in children(clip, "Area"):
            for path in children(area, "Path"):
                inner = own_way(path, multiply(matrix(area.get("CTM")), base))
                points = [point for own, _ in subpaths(child_text(path), inner) for point in own]
                if points:
                    boxes.append(_box_of(points))
        if boxes:
            own = (
                min(b[0] for b in boxes),
                min(b[1] for b in boxes),
                max(b[2] for b in boxes),
                max(b[3] for b in boxes),
            )
            found = own if found is None else common(found, own)
    return found


def common(one: Box | None, other: Box | None) -> Box | None:
    """The part that two boxes share; None stands for no limit."""
    if one is None or other is None:
        return one or other
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def child_text(element: etree._Element) -> str:
    """The AbbreviatedData of a path."""
    data = child(element, "AbbreviatedData")
    return data.text or "" if data is not None else ""


def subpaths(data: str, way: Matrix) -> list[tuple[Points, bool]]:
    """The points of each subpath on the page, and whether it has curves. Control points count as points."""
    found: list[tuple[Points, bool]] = []
    points: Points = []
    curved = False
    a, b, c, d, e, f = way
    for name, values in commands(data):
        if name in {"S", "M"} and points:
            found.append((points, curved))
            points, curved = [], False
        if name == "C":
            if points and points[0] != points[-1]:
                points.append(points[0])
            continue
        curved = curved or name in {"Q", "B", "A"}
        pairs = values[-2:] if name == "A" else values
        points.extend((a * x + c * y + e, b * x + d * y + f) for x, y in zip(pairs[::2], pairs[1::2], strict=True))
    if points:
        found.append((points, curved))
    return found


def corner_box(way: Matrix, box: Box) -> Box:
    """The box on the page that holds a box of another space."""
    x0, y0, x1, y1 = box
    return _box_of(
        [
            (way[0] * x + way[2] * y + way[4], way[1] * x + way[3] * y + way[5])
            for x, y in ((x0, y0), (x1, y0), (x0, y1), (x1, y1))
        ]
    )


def _follows(points: Points, box: Box) -> bool:
    """Do all points lie on the sides of the box, as those of a rectangle do, with rounded corners or without.

    The outlines of drawn letters, stars and rings do not: seals and ornaments are no cells.
    """
    return all(
        min(abs(x - box[0]), abs(x - box[2])) <= _ON_SIDE or min(abs(y - box[1]), abs(y - box[3])) <= _ON_SIDE
        for x, y in points
    )


def _touches(points: Points, page: Box) -> bool:
    box = _box_of(points)
    return box[0] <= page[2] and box[2] >= page[0] and box[1] <= page[3] and box[3] >= page[1]


def _box_of(points: Points) -> Box:
    xs = [point[0] for point in points]
    ys = [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)

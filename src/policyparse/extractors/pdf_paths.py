"""The ruling lines, filled areas and pictures of a PDF page, as a `pdf_page.Drawing`.

A rule may be a stroked line, an edge of a stroked rectangle, a thin filled rectangle, or a thin picture;
one path may hold a whole grid. Form XObjects are followed: what they hold is in their own space.
"""

from __future__ import annotations

import ctypes
import itertools
import math
from collections.abc import Callable
from ctypes import c_float, c_int

from policyparse.extractors import pdf_pdfium as lib
from policyparse.extractors.pdf_page import Drawing, Rule
from policyparse.extractors.pdf_pdfium import Matrix
from policyparse.origin import Box

#: Thicker than this is an area. The red line of GB/T 9704 heads and the outer rules of budgets are up to 2.3 points.
THIN = 3.0
#: A line that leaves its axis by more than this part of its length is slanted.
_SLANT = 0.02
#: Lighter than this on white paper is not seen (hairlines in #fefefe hide grids in spreadsheets).
_WHITE = 0.97
#: So far on both sides of a white rule, in points, the ground is coloured where the rule is seen.
_BESIDE = 1.2
#: Drawing beyond these numbers is a picture (a map, a chart); the densest real table page has some 3,000 pieces.
MAX_SEGMENTS = 150_000
MAX_RULES = 20_000
MAX_DEPTH = 12


#: A side reaches nearer to a corner than this part of its length.
_CORNER = 0.2

#: A text object whose characters PDFium leaves out: its box on the page, and whether it is invisible.
Unseen = tuple[Box, bool]


class _Reader:
    def __init__(self, width: float, height: float, seen: frozenset[int]) -> None:
        self.seen = seen
        self.unseen: list[Unseen] = []
        self.page: Box = (0.0, 0.0, width, height)
        self.across: list[Rule] = []
        self.down: list[Rule] = []
        self.white: list[tuple[bool, Rule]] = []
        self.fills: list[Box] = []
        self.pictures: list[Box] = []
        self.work = 0
        self.limited = False
        self.colours = lib.Colours()
        self.numbers = (c_float * 4)()
        at = ctypes.addressof(self.numbers)
        self.at = (at, at + 4, at + 8, at + 12)
        self.flags = (c_int * 2)()
        self.at_flags = (ctypes.addressof(self.flags), ctypes.addressof(self.flags) + 4)

    def full(self) -> bool:
        if self.work > MAX_SEGMENTS or len(self.across) + len(self.down) + len(self.white) > MAX_RULES:
            self.limited = True
        return self.limited

    def walk(self, handles: list[int], way: Matrix, depth: int) -> None:
        """Take the objects of a page or form; `way` leads from their space to the page."""
        for handle in handles:
            if self.full():
                return
            self.work += 1
            kind = lib.object_type(handle)
            if kind == lib.TEXT:
                if handle not in self.seen:
                    self.unseen.append((self.bounds(handle, way), lib.text_mode(handle) in lib.INVISIBLE))
            elif kind == lib.PATH:
                self.path(handle, way)
            elif kind == lib.IMAGE:
                self.picture(self.bounds(handle, way))
            elif kind == lib.FORM:
                if depth >= MAX_DEPTH:
                    self.limited = True
                    return
                inner = lib.multiply(lib.matrix_of(lib.object_matrix, handle), way)
                count = max(0, lib.form_count_objects(handle))
                self.walk(
                    [h for i in range(min(count, MAX_SEGMENTS)) if (h := lib.form_object(handle, i))], inner, depth + 1
                )

    def bounds(self, handle: int, way: Matrix) -> Box:
        if not lib.object_bounds(handle, *self.at):
            return (0.0, 0.0, 0.0, 0.0)
        left, bottom, right, top = self.numbers
        return _corner_box(way, left, bottom, right, top)

    def picture(self, box: Box) -> None:
        x0, y0, x1, y1 = box
        if y1 - y0 <= THIN < x1 - x0:
            self.across.append(Rule((y0 + y1) / 2, x0, x1, y1 - y0))
        elif x1 - x0 <= THIN < y1 - y0:
            self.down.append(Rule((x0 + x1) / 2, y0, y1, x1 - x0))
        else:
            self.pictures.append(box)

    def path(self, handle: int, way: Matrix) -> None:
        """One path object: its strokes become rules, its fills areas or rules."""
        lib.path_mode(handle, *self.at_flags)
        filled, stroked = self.flags
        if not filled and not stroked:
            return
        if stroked:
            shade = self.shade(lib.object_stroke, handle)
            stroked = shade is not None
            pale = stroked and shade is not None and shade > _WHITE
        if filled:
            fill = self.shade(lib.object_fill, handle)
            filled = fill is not None
            white = filled and fill is not None and fill > _WHITE
        if not filled and not stroked:
            return
        count = lib.path_segments(handle)
        self.work += count
        box = self.bounds(handle, way)
        if not (box[0] <= self.page[2] and box[2] >= 0 and box[1] <= self.page[3] and box[3] >= 0) or self.full():
            return
        thin = min(box[2] - box[0], box[3] - box[1]) <= THIN
        if count <= 5 and thin:
            self.thin(box, pale if stroked else white)
            return
        for points, curved in self.subpaths(handle, count, lib.multiply(lib.matrix_of(lib.object_matrix, handle), way)):
            if stroked:
                self.strokes(points, curved, self.stroke_width(handle, way), pale)
            if filled:
                self.fill(points, curved, white)

    def shade(self, function: Callable[..., int], handle: int) -> float | None:
        """Luminance of a colour, or None where it is transparent."""
        red, green, blue, alpha = self.colours.read(function, handle)
        return (0.299 * red + 0.587 * green + 0.114 * blue) / 255 if alpha > 8 else None

    def stroke_width(self, handle: int, way: Matrix) -> float:
        lib.object_stroke_width(handle, self.at[0])
        return float(self.numbers[0]) * math.hypot(way[0], way[1])

    def subpaths(self, handle: int, count: int, way: Matrix) -> list[tuple[list[tuple[float, float]], bool]]:
        """The points of each subpath on the page, and whether it has curves."""
        found: list[tuple[list[tuple[float, float]], bool]] = []
        points: list[tuple[float, float]] = []
        curved = False
        a, b, c, d, e, f = way
        for index in range(count):
            segment = lib.path_segment(handle, index)
            if not segment:
                continue
            kind = lib.segment_type(segment)
            if kind == lib.MOVE and points:
                found.append((points, curved))
                points, curved = [], False
            curved = curved or kind == lib.BEZIER
            lib.segment_point(segment, self.at[0], self.at[1])
            x, y = self.numbers[0], self.numbers[1]
            points.append((a * x + c * y + e, b * x + d * y + f))
            if lib.segment_close(segment) and points[0] != points[-1]:
                points.append(points[0])
        if points:
            found.append((points, curved))
        return found

    def strokes(self, points: list[tuple[float, float]], curved: bool, width: float, pale: bool) -> None:
        if curved:
            if len(points) >= 8 and points[0] == points[-1] and _has_sides(points):  # a box with rounded corners
                self.edges(_box_of(points), width, pale)
            return
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            across, up = abs(x1 - x0), abs(y1 - y0)
            if up <= max(0.1, _SLANT * across):
                self.add(True, Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1), width), pale)
            elif across <= max(0.1, _SLANT * up):
                self.add(False, Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1), width), pale)

    def edges(self, box: Box, width: float, pale: bool) -> None:
        x0, y0, x1, y1 = box
        for at in (y0, y1):
            self.add(True, Rule(at, x0, x1, width), pale)
        for at in (x0, x1):
            self.add(False, Rule(at, y0, y1, width), pale)

    def fill(self, points: list[tuple[float, float]], curved: bool, white: bool) -> None:
        box = _box_of(points)
        if min(box[2] - box[0], box[3] - box[1]) <= THIN:
            self.thin(box, white)
        elif not white and (_is_rectangle(points) or (curved and len(points) >= 8 and _has_sides(points))):
            self.fills.append(box)

    def thin(self, box: Box, pale: bool) -> None:
        """A thin area is a rule along its length; a dot is the corner of both."""
        x0, y0, x1, y1 = box
        across, up = x1 - x0, y1 - y0
        dot = max(across, up) <= THIN
        if across >= up or dot:
            self.add(True, Rule((y0 + y1) / 2, x0, x1, up), pale)
        if up > across or dot:
            self.add(False, Rule((x0 + x1) / 2, y0, y1, across), pale)

    def add(self, across: bool, rule: Rule, pale: bool) -> None:
        if pale:
            self.white.append((across, rule))
        else:
            (self.across if across else self.down).append(rule)

    def drawing(self) -> Drawing:
        """White rules count where they lie on a coloured area, or between two."""
        for across, rule in self.white if self.fills else ():
            middle = (rule.start + rule.end) / 2
            beside = (rule.at - _BESIDE, rule.at + _BESIDE)
            if all(self.is_coloured(*((middle, at) if across else (at, middle))) for at in beside):
                (self.across if across else self.down).append(rule)
        return Drawing(
            across=tuple(self.across),
            down=tuple(self.down),
            fills=tuple(self.fills),
            pictures=tuple(self.pictures),
            limited=self.limited,
        )

    def is_coloured(self, x: float, y: float) -> bool:
        return any(b[0] < x < b[2] and b[1] < y < b[3] for b in self.fills)


def read_drawing(
    page: int, way: Matrix, width: float, height: float, seen: frozenset[int]
) -> tuple[Drawing, list[Unseen]]:
    """The lines and areas of the page (a handle), and the text objects that are not among `seen`.

    `way` leads from user space to the page of `width`, `height`.
    """
    reader = _Reader(width, height, seen)
    count = max(0, lib.page_count_objects(page))
    handles = [h for i in range(min(count, MAX_SEGMENTS)) if (h := lib.page_object(page, i))]
    reader.limited = count > MAX_SEGMENTS
    reader.walk(handles, way, 0)
    return reader.drawing(), reader.unseen


def _corner_box(way: Matrix, left: float, bottom: float, right: float, top: float) -> Box:
    return _box_of(
        [
            (way[0] * x + way[2] * y + way[4], way[1] * x + way[3] * y + way[5])
            for x, y in ((left, bottom), (right, bottom), (left, top), (right, top))
        ]
    )


def _box_of(points: list[tuple[float, float]]) -> Box:
    xs = [p[0] for p in points]
    ys = [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _has_sides(points: list[tuple[float, float]]) -> bool:
    """Do the points have straight sides nearly to the corners: a box with rounded corners, and no circle (a stamp).

    The control points of a circle's curves stand on its box's sides between 22 and 78 % of their length.
    """
    x0, y0, x1, y1 = _box_of(points)
    wide, high = x1 - x0, y1 - y0
    if wide <= 0 or high <= 0:
        return True
    near = 0
    for x, y in points:
        along = (x - x0) / wide if min(y - y0, y1 - y) < 0.01 * high else None
        if along is None and min(x - x0, x1 - x) < 0.01 * wide:
            along = (y - y0) / high
        near += along is not None and min(along, 1 - along) < _CORNER
    return near >= 4


def _is_rectangle(points: list[tuple[float, float]]) -> bool:
    """Four or five points, each side along an axis."""
    if not 4 <= len(points) <= 6:
        return False
    sides = itertools.pairwise(points)
    return all(min(abs(x1 - x0), abs(y1 - y0)) <= 0.5 for (x0, y0), (x1, y1) in sides)

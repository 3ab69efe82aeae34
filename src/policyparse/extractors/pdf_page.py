"""What is on a PDF page before it is understood: characters, rules, fills, pictures.

Two systems of coordinates, both in points, x to the right and y down:

- *page*: from the top left of the page as the reader sees it (after /Rotate); rules, fills, pictures
  and every `Origin` are in it;
- *frame*: the page turned clockwise by `turn` degrees, so that text drawn at that angle reads from
  left to right; glyphs are in the frame of their own turn.

The values do not depend on PDFium: another reader (OCR) can make them and use the same layout code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from policyparse.origin import Box

#: Height of an em box above and below its baseline, in ems. CJK fonts: 880 and 120 of 1000 units.
ABOVE = 0.88
BELOW = 0.12
#: From the baseline to the middle of a character, in ems.
MIDDLE = 0.38


class Face(NamedTuple):
    """What the characters of one text object share. A NamedTuple because a page makes hundreds of them.

    `size` in points. `shade` is the luminance, 0 black to 1 white; `opacity` 0 to 1. `turn` is one of 0, 90,
    180, 270 and `tilt` what remains of the angle, in degrees. `mark` is the subtype of an artifact mark.
    """

    size: float
    bold: bool = False
    colour: str | None = None
    shade: float = 0.0
    opacity: float = 1.0
    hidden: bool = False
    turn: int = 0
    tilt: float = 0.0
    mark: str = ""


class Glyph(NamedTuple):
    """One printed character in the frame of its face. `run` numbers the text object that printed it.

    `x0` to `x1` is the room it takes in its line, `base` the y of its baseline. A printed blank has the text " ".
    """

    text: str
    x0: float
    x1: float
    base: float
    face: Face
    run: int = 0

    @property
    def middle(self) -> tuple[float, float]:
        """The point that decides in which cell the character stands."""
        return (self.x0 + self.x1) / 2, self.base - MIDDLE * self.face.size

    @property
    def box(self) -> Box:
        """The em box in the frame."""
        size = self.face.size
        return self.x0, self.base - ABOVE * size, self.x1, self.base + BELOW * size


class Rule(NamedTuple):
    """A straight line along an axis: at `at` on the other axis, from `start` to `end`."""

    at: float
    start: float
    end: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The lines and areas of a page, in page coordinates. `limited` says that reading stopped at a limit."""

    across: tuple[Rule, ...] = ()  #: horizontal: `at` is y
    down: tuple[Rule, ...] = ()  #: vertical: `at` is x
    fills: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()
    limited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContent:
    """One page. `number` from 1, size in points as seen, `rotation` its /Rotate.

    `characters` counts every non-blank character, `unmapped` those without a Unicode mapping (their text is U+FFFD).
    """

    number: int
    width: float
    height: float
    rotation: int
    glyphs: tuple[Glyph, ...]
    drawing: Drawing = Drawing()
    characters: int = 0
    unmapped: int = 0
    limited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The page turned clockwise by `turn` degrees. `width` and `height` are those of the page."""

    width: float
    height: float
    turn: int = 0

    def of_page(self, box: Box) -> Box:
        """A box of the page, in this frame."""
        x0, y0, x1, y1 = box
        if self.turn == 90:
            return self.height - y1, x0, self.height - y0, x1
        if self.turn == 180:
            return self.width - x1, self.height - y1, self.width - x0, self.height - y0
        if self.turn == 270:
            return y0, self.width - x1, y1, self.width - x0
        return box

    def to_page(self, box: Box) -> Box:
        """A box of this frame, on the page."""
        u0, v0, u1, v1 = box
        if self.turn == 90:
            return v0, self.height - u1, v1, self.height - u0
        if self.turn == 180:
            return self.width - u1, self.height - v1, self.width - u0, self.height - v0
        if self.turn == 270:
            return self.width - v1, u0, self.width - v0, u1
        return box

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the frame."""
        return (self.height, self.width) if self.turn in (90, 270) else (self.width, self.height)

    def drawing(self, drawing: Drawing) -> Drawing:
        """The page's lines and areas, in this frame."""
        if not self.turn:
            return drawing
        boxes = [(r.start, r.at, r.end, r.at, r.width) for r in drawing.across]
        uprights = [(r.at, r.start, r.at, r.end, r.width) for r in drawing.down]
        if self.turn in (90, 270):
            boxes, uprights = uprights, boxes
        return Drawing(
            across=tuple(_rule(self.of_page(b[:4]), b[4], 0) for b in boxes),
            down=tuple(_rule(self.of_page(b[:4]), b[4], 1) for b in uprights),
            fills=tuple(self.of_page(b) for b in drawing.fills),
            pictures=tuple(self.of_page(b) for b in drawing.pictures),
            limited=drawing.limited,
        )

    def page_drawing(self, drawing: Drawing) -> Drawing:
        """The lines of this frame, on the page."""
        back = Frame(width=self.size[0], height=self.size[1], turn=-self.turn % 360)
        return back.drawing(drawing)


def _rule(box: Box, width: float, upright: int) -> Rule:
    if upright:
        return Rule(box[0], box[1], box[3], width)
    return Rule(box[1], box[0], box[2], width)


def round_box(box: Box) -> Box:
    """Tenths of a point: finer is noise, and the output stays short."""
    return round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all. Raises ValueError for none."""
    listed = list(boxes)
    return (
        min(b[0] for b in listed),
        min(b[1] for b in listed),
        max(b[2] for b in listed),
        max(b[3] for b in listed),
    )


def area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def overlap(a: Box, b: Box) -> Box:
    """The common part; its width or height is negative where there is none."""
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])

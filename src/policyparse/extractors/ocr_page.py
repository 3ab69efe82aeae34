"""One scanned page to `PageContent`: what the layout code of PDF pages reads, made from a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from policyparse.extractors.ocr_glyphs import Measures, full_width, glyphs_of, usual_margin
from policyparse.extractors.ocr_lines import Read, read_left_over, read_regions
from policyparse.extractors.ocr_model import Models, Region
from policyparse.extractors.ocr_picture import Straight, straighten, to_scan, turned
from policyparse.extractors.ocr_regions import crop, find_regions, left_over, usual_height
from policyparse.extractors.ocr_rules import Ruling, find_rules
from policyparse.extractors.ocr_shapes import Shape, common_sizes, measure
from policyparse.extractors.pdf_page import Drawing, Frame, Glyph, PageContent, Rule
from policyparse.origin import Box
from policyparse.text import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: So many lines are read upright and upside down to see how the page lies.
_PROBES = 6
#: A region is wide (or high) when one side is so many times the other.
_CLEAR = 1.6
#: So many lines are compared with a text layer, and their mean likeness (difflib) makes it good.
_COMPARED, _ALIKE = 8, 0.85
#: Pictures with fewer pixels a point than this (200 dpi) are enlarged, where it is by this factor at least and up to so
#: many pixels.
_SCALE, _WORTH, _LONGEST = 200 / 72, 1.4, 4000
#: The height of a line's region where no line was found, in points.
_USUAL = 14.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """A page as read. `content` is that of the straight page, which has the size of the scan.

    `skew`: by how many degrees the scan was rotated clockwise; `turn`: by how many it is turned clockwise to be read.
    `stamps` in points of the scan. `scores` by glyph, 0 to 1, in the order of `content.glyphs`. `unread`: places with
    ink that were not looked at.
    """

    content: PageContent
    skew: float
    turn: int
    stamps: tuple[Box, ...]
    scores: tuple[float, ...]
    unread: int

    def to_scan(self, box: Box) -> Box:
        """The smallest upright box of the scan that holds a box of the content."""
        return to_scan(box, self.skew, (self.content.width, self.content.height))


def read_scan(
    models: Models, picture: NDArray[np.uint8], scale: float, layer: PageContent | None = None, number: int = 1
) -> Scanned | None:
    """Read one page. `picture` is RGB, `scale` pixels a point, `number` the page's from 1.

    `layer`: the page as its text layer has it. Where that agrees with the picture in a few lines, the answer is None.
    """
    picture, scale = _enlarged(picture, scale)
    straight = straighten(picture, scale)
    ruling = find_rules(straight.grey, scale)
    regions = find_regions(models, ruling)
    turn = _turn(models, ruling, regions)
    if turn:
        ruling = find_rules(turned(straight.grey, turn), scale)
        regions = find_regions(models, ruling)
    if layer is not None and _agrees(models, layer, ruling, regions, straight, turn):
        return None
    usual = usual_height(regions) if regions else _USUAL * scale
    regions, places = left_over(ruling, regions, usual)
    reads = read_regions(models, ruling.clean, regions, usual)
    more, unread = read_left_over(models, ruling.clean, places, usual)
    glyphs, scores = _glyphs([*reads, *more], ruling, straight, turn)
    width, height = straight.size
    frame = Frame(width=width, height=height, turn=turn)
    content = PageContent(
        number=layer.number if layer else number,
        width=width,
        height=height,
        rotation=0,
        glyphs=tuple(glyphs),
        drawing=frame.page_drawing(_drawing(ruling, straight, turn)),
        characters=sum(1 for glyph in glyphs if glyph.text != " "),
    )
    return Scanned(
        content=content, skew=straight.skew, turn=turn, stamps=straight.stamps, scores=tuple(scores), unread=unread
    )


def _enlarged(picture: NDArray[np.uint8], scale: float) -> tuple[NDArray[np.uint8], float]:
    """Pictures of screens have so few pixels that strokes and gaps are one pixel wide: they are made larger."""
    import cv2  # noqa: PLC0415 (an extra)

    factor = min(_SCALE / scale, _LONGEST / max(picture.shape[:2]))
    if factor < _WORTH:
        return picture, scale
    size = (round(picture.shape[1] * factor), round(picture.shape[0] * factor))
    return cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC), size[0] / picture.shape[1] * scale


def _agrees(
    models: Models, layer: PageContent, ruling: Ruling, regions: Sequence[Region], straight: Straight, turn: int
) -> bool:
    """Do the longest lines of the picture say what the text layer has at their places."""
    probes = sorted(regions, key=lambda r: -r.width)[:_COMPARED]
    frames = {way: Frame(width=layer.width, height=layer.height, turn=way) for way in (0, 90, 180, 270)}
    printed = [(g, frames[g.face.turn].to_page((*g.middle, *g.middle))[:2]) for g in layer.glyphs if g.text != " "]
    frame = Frame(width=straight.size[0], height=straight.size[1], turn=turn)
    x, y = _margin(straight, turn)
    likeness = 0.0
    for region in probes:
        read = "".join(mark.text for mark in models.recognise(crop(ruling.clean, region)))
        x0, y0, x1, y1 = (value / straight.scale for value in region)
        place = to_scan(frame.to_page((x0 - x, y0 - y, x1 - x, y1 - y)), straight.skew, straight.size)
        own = [g for g, (u, v) in printed if place[0] <= u <= place[2] and place[1] <= v <= place[3]]
        told = "".join(g.text for g in own)
        likeness += SequenceMatcher(None, fold(read), fold(told), autojunk=False).ratio()
    return likeness >= _ALIKE * len(probes)


def _drawing(ruling: Ruling, straight: Straight, turn: int) -> Drawing:
    """The rules in points, in the frame of the page's turn."""
    scale = straight.scale
    x, y = _margin(straight, turn)
    return Drawing(
        across=tuple(
            Rule(r.at / scale - y, r.start / scale - x, r.end / scale - x, r.width / scale) for r in ruling.across
        ),
        down=tuple(
            Rule(r.at / scale - x, r.start / scale - y, r.end / scale - y, r.width / scale) for r in ruling.down
        ),
    )


def _margin(straight: Straight, turn: int) -> tuple[float, float]:
    """What the turned picture has more than the page, to the left and above, in points."""
    x, y = straight.margin
    return (y, x) if turn in (90, 270) else (x, y)


def _turn(models: Models, ruling: Ruling, regions: list[Region]) -> int:
    """By how much the picture must be turned clockwise: its longest lines are read in the ways that are possible."""
    wide = [r for r in regions if r.width > _CLEAR * r.height]
    high = [r for r in regions if r.height > _CLEAR * r.width]
    sideways = sum(r.width * r.height for r in high) > sum(r.width * r.height for r in wide)
    probes = sorted(high if sideways else wide, key=lambda r: -max(r.width, r.height))[:_PROBES]
    if not probes:
        return 0
    sums = {}
    for turn in (90, 270) if sideways else (0, 180):
        total = 0.0
        for region in probes:
            marks = models.recognise(turned(crop(ruling.clean, region), turn))
            total += sum(mark.score for mark in marks) / max(1, len(marks))
        sums[turn] = total
    return max(sums, key=lambda turn: sums[turn])


def _glyphs(reads: list[Read], ruling: Ruling, straight: Straight, turn: int) -> tuple[list[Glyph], list[float]]:
    """The glyphs of all lines from top to bottom, each with its score, in points of the frame of its own turn."""
    scale = straight.scale
    red = turned(straight.red, turn)
    inks = {extra: (turned(ruling.ink, extra), turned(red, extra)) for extra in {read.turn for read in reads}}
    shapes: list[Shape] = []
    for read in sorted(reads, key=lambda r: (r.region.y0, r.region.x0)):
        shape = measure(read, *inks[read.turn], () if read.turn else ruling.down)
        if shape is not None:
            shapes.append(shape)
    common_sizes(shapes, scale)
    page = Measures(scale=scale, full_width=full_width(shapes), margin=usual_margin(shapes))
    glyphs: list[Glyph] = []
    scores: list[float] = []
    for run, shape in enumerate(shapes):
        whole = (turn + shape.turn) % 360
        own = glyphs_of(shape, page, _margin(straight, whole), whole, run)
        marks = iter(shape.marks)
        glyphs.extend(own)
        scores.extend(1.0 if glyph.text == " " else next(marks).score for glyph in own)
    return glyphs, scores

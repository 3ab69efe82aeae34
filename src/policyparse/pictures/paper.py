"""The pages that marks are drawn on: printed by PDFium, scanned, or set anew from what the OFD reader has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from policyparse.document import Document
from policyparse.extractors.image import decode_all
from policyparse.extractors.ofd import page_contents
from policyparse.extractors.pdf_page import MIDDLE, Frame, Glyph, PageContent
from policyparse.origin import Box
from policyparse.pictures.fonts import font

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

#: Points to pixels at 110 dpi: small characters are legible, a page is under 200 KB.
SCALE = 110 / 72
#: Rules of a page that are drawn: a drawing with more is no table.
_MOST_RULES = 5000
_SHADE, _INK, _PICTURE = "#ececec", "#333333", "#bbbbbb"


@dataclass(slots=True)
class Seen:
    """The rules of each page as they were read, by its number: lines in points on the page. For `ReadOptions.on_content`."""

    rules: dict[int, tuple[Box, ...]] = field(default_factory=dict)

    def see(self, content: PageContent, place: Callable[[Box], Box] | None) -> None:
        """Keep the rules of a page. `place` leads to the page as scanned."""
        drawing = content.drawing
        lines = [(r.start, r.at, r.end, r.at) for r in drawing.across]
        lines += [(r.at, r.start, r.at, r.end) for r in drawing.down]
        kept = lines[:_MOST_RULES]
        self.rules[content.number] = tuple(place(line) for line in kept) if place is not None else tuple(kept)


def pages(document: Document, data: bytes, password: str | None) -> Iterator[tuple[int, Image]]:
    """The pages of a PDF, an OFD or a picture by number, at `SCALE`."""
    sizes = {page.number: (page.width, page.height) for page in document.pages}
    if document.file.format == "pdf":
        yield from _printed(data, sizes, password)
    elif document.file.format == "ofd":
        yield from _set(data, sizes)
    else:
        from PIL import Image  # noqa: PLC0415 (heavy)

        for number, pixels in decode_all(data, sizes):
            yield number, Image.fromarray(pixels).resize(_pixels(*sizes[number]), Image.Resampling.LANCZOS)


def _pixels(width: float, height: float) -> tuple[int, int]:
    return max(1, round(width * SCALE)), max(1, round(height * SCALE))


def _printed(data: bytes, sizes: dict[int, tuple[float, float]], password: str | None) -> Iterator[tuple[int, Image]]:
    import pypdfium2  # noqa: PLC0415 (heavy)

    with pypdfium2.PdfDocument(data, password=password) as pdf:
        for index in range(len(pdf)):
            if index + 1 in sizes:
                page = pdf[index]
                yield index + 1, page.render(scale=SCALE).to_pil().convert("RGB")
                page.close()


def _set(data: bytes, sizes: dict[int, tuple[float, float]]) -> Iterator[tuple[int, Image]]:
    """OFD pages: pictures, areas, rules, and the characters at their places in a font of this machine."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 (heavy)

    for content, painted in page_contents(data):
        if content.number not in sizes:
            continue
        size = _pixels(content.width, content.height)
        if painted is not None:
            picture = Image.fromarray(painted).resize(size, Image.Resampling.LANCZOS)
        else:
            picture = Image.new("RGB", size, "white")
        pen = ImageDraw.Draw(picture)
        for box in content.drawing.fills:
            pen.rectangle(_scaled(box), fill=_SHADE)
        for box in content.drawing.pictures if painted is None else ():
            pen.rectangle(_scaled(box), outline=_PICTURE)
        for rule in content.drawing.across:
            _line(pen, (rule.start, rule.at, rule.end, rule.at), rule.width)
        for rule in content.drawing.down:
            _line(pen, (rule.at, rule.start, rule.at, rule.end), rule.width)
        frames = {turn: Frame(width=content.width, height=content.height, turn=turn) for turn in (0, 90, 180, 270)}
        for glyph in sorted(content.glyphs, key=lambda g: -g.face.shade):  # a pale watermark lies behind the print
            if glyph.text.strip() and not glyph.face.hidden and glyph.face.mark in {"", "watermark"}:
                _print(picture, pen, glyph, frames[glyph.face.turn])
        yield content.number, picture


def _print(picture: Image, pen: ImageDraw, glyph: Glyph, frame: Frame) -> None:
    """One character at its place, turned as it is on the page."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 (heavy)

    face = glyph.face
    size = max(1, round(face.size * SCALE))
    colour = face.colour or "black"
    if not face.turn and not face.tilt and face.opacity == 1:
        pen.text((glyph.x0 * SCALE, glyph.base * SCALE), glyph.text, fill=colour, font=font(size), anchor="ls")
        return
    half = size + 1
    tile = Image.new("L", (2 * half, 2 * half), 0)
    at = (half - (glyph.x1 - glyph.x0) / 2 * SCALE, half + MIDDLE * size)
    ImageDraw.Draw(tile).text(at, glyph.text, fill=round(255 * face.opacity), font=font(size), anchor="ls")
    tile = tile.rotate(face.turn + face.tilt)
    x, y = glyph.middle
    left, top = (round(value * SCALE) - half for value in frame.to_page((x, y, x, y))[:2])
    picture.paste(colour, (left, top, left + tile.width, top + tile.height), tile)


def _line(pen: ImageDraw, line: Box, width: float) -> None:
    pen.line(_scaled(line), fill=_INK, width=max(1, round(width * SCALE)))


def _scaled(box: Box) -> Box:
    x0, y0, x1, y1 = (value * SCALE for value in box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

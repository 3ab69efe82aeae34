"""A PDF canvas whose coordinates are the reader's: points from the page's top left, whatever /Rotate says."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from contextlib import contextmanager

from reportlab.lib.colors import Color, HexColor, black
from reportlab.pdfgen import canvas

from rendering.fonts import advance, face
from rendering.layouts import Layout

A4 = (595.28, 841.89)
RED = HexColor("#d40000")
PALE = Color(0.82, 0.82, 0.82)
#: Where a line's baseline lies below its top, in parts of the font size.
ASCENT = 0.86
#: How far the second print of a fake bold character stands to the right, in points.
TWICE = 0.35

_PAGE_NUMBERS = {"dash": "— {} —", "hyphen": "- {} -", "plain": "{}"}


class Paper:
    """Draws on pages. `width` and `height` are those of the current page as the reader sees it."""

    def __init__(self, layout: Layout, title: str) -> None:
        self._out = io.BytesIO()
        self._canvas = canvas.Canvas(self._out, invariant=1, pageCompression=1)
        self._canvas.setTitle(title)
        self._canvas.setCreator("policyparse samples")
        self._canvas.setProducer("policyparse samples")
        self.layout = layout
        self.font = face(layout.font)
        self.number = 0
        self.width, self.height = A4

    def wide(self, char: str) -> float:
        """Width of `char` at size 1."""
        return advance(self.font, char)

    def measure(self, text: str, size: float) -> float:
        """Width of `text` in points."""
        return sum(advance(self.font, char) for char in text) * size

    def begin(self, *, landscape: bool) -> None:
        """A new page; the one before is finished."""
        if self.number:
            self._finish()
        self.number += 1
        self.width, self.height = (A4[1], A4[0]) if landscape else A4
        rotate = self.layout.rotate
        self._canvas.setPageSize((self.width, self.height))  # reportlab turns the sheet itself
        self._canvas.setPageRotation(rotate)
        self._canvas.saveState()
        if rotate:
            self._canvas.transform(*turn(rotate, self.width, self.height))
        self._watermark()

    def save(self) -> bytes:
        """Finish and return the file."""
        if not self.number:
            self.begin(landscape=False)
        self._finish()
        self._canvas.save()
        return self._out.getvalue()

    @contextmanager
    def turned(self, angle: int) -> Iterator[None]:
        """Draw as on a page of the other orientation that is turned by `angle` onto this one."""
        self._canvas.saveState()
        self.width, self.height = self.height, self.width
        self._canvas.transform(*turn(angle, self.width, self.height))
        yield
        self.width, self.height = self.height, self.width
        self._canvas.restoreState()

    def text(
        self,
        x: float,
        top: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        colour: Color = black,
        space: float = 0.0,
        raw_angle: int = 0,
    ) -> None:
        """One line with its top left at (x, top). `space` is added after each character.

        With `raw_angle` 90 the text reads upwards from (x, top), with 270 downwards.
        """
        if not text.strip():
            return
        times = 2 if bold and self.layout.bold == "twice" else 1
        for turn_no in range(times):
            draw = self._canvas.beginText()
            shift = turn_no * TWICE
            if raw_angle:
                radians = math.radians(raw_angle)
                cos, sin = round(math.cos(radians)), round(math.sin(radians))
                draw.setTextTransform(cos, sin, -sin, cos, x + shift, self.height - top)
            else:
                draw.setTextOrigin(x + shift, self.height - top - ASCENT * size)
            draw.setFont(self.font, size)
            draw.setFillColor(colour)
            draw.setCharSpace(space)
            thick = bold and self.layout.bold == "stroke"
            if thick:
                draw.setStrokeColor(colour)
                self._canvas.setLineWidth(size * 0.025)
                draw.setTextRenderMode(2)
            draw.textOut(text)
            if thick:
                draw.setTextRenderMode(0)  # it outlives the text object
            self._canvas.drawText(draw)

    def line(self, x0: float, top: float, x1: float, bottom: float, weight: float, colour: Color = black) -> None:
        """A straight line."""
        self._canvas.setStrokeColor(colour)
        self._canvas.setLineWidth(weight)
        self._canvas.line(x0, self.height - top, x1, self.height - bottom)

    def bar(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """A filled rectangle: how Word draws the rules of a table."""
        self._canvas.setFillColor(black)
        self._canvas.rect(x0, self.height - bottom, x1 - x0, bottom - top, stroke=0, fill=1)

    def frame(self, x0: float, top: float, x1: float, bottom: float, *, shade: bool) -> None:
        """A rectangle with a rule around it."""
        self._canvas.setStrokeColor(black)
        self._canvas.setLineWidth(0.75)
        if shade:
            self._canvas.setFillColor(Color(0.95, 0.95, 0.95))
        self._canvas.rect(x0, self.height - bottom, x1 - x0, bottom - top, stroke=1, fill=int(shade))

    def stamp(self, x: float, y: float, text: str) -> None:
        """A round red seal with its centre at (x, y), `text` around and a star within."""
        draw = self._canvas
        draw.saveState()
        draw.setStrokeColor(RED)
        draw.setFillColor(RED)
        draw.setStrokeAlpha(0.75)
        draw.setFillAlpha(0.75)
        draw.setLineWidth(2.2)
        radius = 58.0
        draw.circle(x, self.height - y, radius, stroke=1, fill=0)
        star = draw.beginPath()
        for point in range(10):
            angle = math.pi / 2 + point * math.pi / 5
            reach = 17.0 if point % 2 == 0 else 6.5
            where = (x + reach * math.cos(angle), self.height - y + reach * math.sin(angle))
            if point:
                star.lineTo(*where)
            else:
                star.moveTo(*where)
        star.close()
        draw.drawPath(star, stroke=0, fill=1)
        size = min(13.0, 260.0 / max(len(text), 1))
        step = math.radians(240.0 / max(len(text) - 1, 1))
        for place, char in enumerate(text):
            angle = math.radians(210.0) - place * step
            draw.saveState()
            draw.translate(x + (radius - 18) * math.cos(angle), self.height - y + (radius - 18) * math.sin(angle))
            draw.rotate(math.degrees(angle) - 90)
            draw.setFont(self.font, size)
            draw.drawCentredString(0, 0, char)
            draw.restoreState()
        draw.restoreState()

    def _watermark(self) -> None:
        words = self.layout.watermark
        if not words:
            return
        draw = self._canvas
        draw.saveState()
        draw.setFillColor(PALE)
        draw.setFont(self.font, 48)
        draw.translate(self.width / 2, self.height / 2)
        draw.rotate(40)
        if self.layout.watermark_hand == "words":
            draw.drawCentredString(0, 0, words)
        else:
            for place, char in enumerate(words):
                draw.drawString((place - len(words) / 2) * 62.0, 0, char)
        draw.restoreState()

    def _finish(self) -> None:
        self._furniture()
        self._canvas.restoreState()
        self._canvas.showPage()

    def _furniture(self) -> None:
        """Page number, running header and footer."""
        form = _PAGE_NUMBERS.get(self.layout.page_number)
        if form:
            text = form.format(self.number)
            self.text((self.width - self.measure(text, 14)) / 2, self.height - 48, text, 14)
        header = self.layout.running_header
        if header:
            self.text((self.width - self.measure(header, 9)) / 2, 30, header, 9)
            self.line(60, 44, self.width - 60, 44, 0.5)
        footer = self.layout.running_footer
        if footer:
            self.text(60, self.height - 28, footer, 9)


def turn(angle: int, width: float, height: float) -> tuple[float, float, float, float, float, float]:
    """The matrix that puts a page of `width` by `height` onto the sheet that `angle` degrees clockwise set upright."""
    return {
        90: (0.0, 1.0, -1.0, 0.0, height, 0.0),
        180: (-1.0, 0.0, 0.0, -1.0, width, height),
        270: (0.0, -1.0, 1.0, 0.0, 0.0, width),
    }[angle]

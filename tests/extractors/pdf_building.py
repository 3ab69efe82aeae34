"""Small PDF files for tests: text, rules and forms at given places. Points, from the page's top left.

The font is Adobe's STSong-Light, which PDF readers supply themselves: a Chinese character is one em wide,
and no font file is needed.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from policyparse.document import Cell, Document, FileInfo, Paragraph, SetAside, Table
from policyparse.extractors import pdf
from policyparse.extractors.options import ReadOptions
from policyparse.text import count

FONT = "STSong-Light"
A4 = (595.28, 841.89)


class Pages:
    """A file that is drawn page by page. `width` and `height` are those of the sheet before /Rotate."""

    def __init__(self, width: float = A4[0], height: float = A4[1], *, encrypt: str | None = None) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self._out = io.BytesIO()
        protection = StandardEncryption(encrypt, canPrint=1) if encrypt else None
        self.canvas = canvas.Canvas(self._out, pagesize=(width, height), invariant=1, encrypt=protection)
        self.width, self.height = width, height

    def next(self) -> None:
        self.canvas.showPage()

    def data(self) -> bytes:
        self.canvas.save()
        return self._out.getvalue()

    def text(
        self,
        x: float,
        base: float,
        text: str,
        size: float = 10,
        *,
        turn: float = 0,
        colour: str = "#000000",
        space: float = 0,
        mode: int = 0,
        font: str = FONT,
    ) -> None:
        """`text` from (x, base), its baseline at `base`; `turn` degrees anticlockwise; `mode` 3 is invisible."""
        draw = self.canvas.beginText()
        cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        draw.setTextTransform(cos, sin, -sin, cos, x, self.height - base)
        draw.setFont(font, size)
        draw.setFillColor(HexColor(colour))
        draw.setCharSpace(space)
        draw.setTextRenderMode(mode)
        draw.textOut(text)
        draw.setTextRenderMode(0)
        self.canvas.drawText(draw)

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> None:
        self.canvas.setLineWidth(width)
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def bar(self, x0: float, y0: float, x1: float, y1: float, colour: str = "#000000") -> None:
        """A filled area without rules."""
        self.canvas.setFillColor(HexColor(colour))
        self.canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, stroke=0, fill=1)

    def frame(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.setLineWidth(0.5)
        self.canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, stroke=1, fill=0)

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """All rules of a table."""
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])

    def rows(self, xs: Sequence[float], ys: Sequence[float], texts: Iterable[Sequence[str]], size: float = 10) -> None:
        """Texts of cells, one line each, 4 points from the left border and on the middle of the row."""
        for top, bottom, row in zip(ys, ys[1:], texts, strict=False):
            for x, text in zip(xs, row, strict=False):
                if text:
                    self.text(x + 4, (top + bottom) / 2 + 0.38 * size, text, size)

    def lines(self, x: float, first: float, texts: Iterable[str], size: float = 10, pitch: float = 14) -> None:
        """Lines below one another; `first` is the baseline of the first."""
        for number, text in enumerate(texts):
            self.text(x, first + number * pitch, text, size)

    def picture(self, x0: float, y0: float, x1: float, y1: float) -> None:
        from PIL import Image  # noqa: PLC0415 (comes with pdfplumber)

        image = ImageReader(Image.new("RGB", (40, 40), (120, 140, 160)))
        self.canvas.drawImage(image, x0, self.height - y1, x1 - x0, y1 - y0)


def read(data: bytes, **options: Any) -> Document:
    """The file as a Document."""
    return pdf.read(data, FileInfo(path="x.pdf", format="pdf", sha256="", size_bytes=len(data)), ReadOptions(**options))


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def paragraphs(document: Document) -> list[Paragraph]:
    return [block for block in document.blocks if isinstance(block, Paragraph)]


def texts(document: Document) -> list[str]:
    """The text of each paragraph."""
    return [paragraph.text for paragraph in paragraphs(document)]


def cells(table: Table) -> list[list[str]]:
    """Rows of texts; a spanning cell's text stands in its first place only."""
    rows = [["" for _ in range(table.cols)] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row][cell.col] = cell.text
    return rows


def spans(table: Table) -> list[tuple[int, int, int, int]]:
    """Row, column and spans of the cells that span."""
    return [(c.row, c.col, c.row_span, c.col_span) for c in sorted_cells(table) if c.row_span * c.col_span > 1]


def sorted_cells(table: Table) -> list[Cell]:
    return sorted(table.cells, key=lambda c: (c.row, c.col))


def asides(document: Document) -> list[tuple[str, str]]:
    """Reason and text of what was set aside."""
    return [(aside.reason, aside.text) for aside in document.set_aside]


def accounted(document: Document) -> int:
    """Non-blank characters of all blocks and of what was set aside."""
    kept = 0
    for block in document.blocks:
        kept += sum(count(c.text) for c in block.cells) if isinstance(block, Table) else count(block.text)
    return kept + sum(count(aside.text) for aside in document.set_aside if isinstance(aside, SetAside))

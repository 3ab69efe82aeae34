"""Rendered pages as a scanner or a camera would give them: skewed, noisy, stamped, turned, as JPEG.

The same description gives the same bytes on every run.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from rendering.fonts import FONT_FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanner:
    """How pages are scanned. `turns`: by page number (from 1), degrees clockwise. `skew` in degrees, every other page
    the other way. `noise`: standard deviation of grey values. `stamps`: page numbers with a round red stamp.
    """

    dpi: int = 200
    skew: float = 0.0
    noise: float = 0.0
    quality: int = 85
    turns: Mapping[int, int] = field(default_factory=dict)
    stamps: Sequence[int] = ()


def scan_pages(pdf: bytes, how: Scanner) -> Iterator[Image.Image]:
    """The pages of a PDF as scanned."""
    chance = np.random.default_rng(7)
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, start=1):
            picture = page.render(scale=how.dpi / 72).to_pil().convert("RGB")
            page.close()
            if number in how.stamps:
                picture = _stamped(picture, how.dpi)
            skew = how.skew if number % 2 else -how.skew
            if skew:
                picture = picture.rotate(skew, Image.Resampling.BICUBIC, fillcolor="white")
            if how.noise:
                values = np.asarray(picture, np.float32)
                grain = chance.normal(0.0, how.noise, values.shape[:2]).astype(np.float32)
                picture = Image.fromarray(np.clip(values - 6 + grain[:, :, None], 0, 255).astype(np.uint8))
            turn = how.turns.get(number, 0)
            yield picture.rotate(-turn, expand=True) if turn else picture


def scanned_pdf(pdf: bytes, how: Scanner) -> bytes:
    """A PDF whose pages are JPEG pictures and nothing else."""
    out = io.BytesIO()
    paper = canvas.Canvas(out, invariant=1)
    for picture in scan_pages(pdf, how):
        width, height = (72 * side / how.dpi for side in picture.size)
        jpeg = io.BytesIO()
        picture.save(jpeg, "JPEG", quality=how.quality, dpi=(how.dpi, how.dpi))
        jpeg.seek(0)
        paper.setPageSize((width, height))
        paper.drawImage(ImageReader(jpeg), 0, 0, width, height)
        paper.showPage()
    paper.save()
    return out.getvalue()


def scanned_tiff(pdf: bytes, how: Scanner) -> bytes:
    """A TIFF with a picture a page, JPEG inside."""
    pages = list(scan_pages(pdf, how))
    out = io.BytesIO()
    pages[0].save(
        out,
        "TIFF",
        save_all=True,
        append_images=pages[1:],
        compression="jpeg",
        quality=how.quality,
        dpi=(how.dpi, how.dpi),
    )
    return out.getvalue()


def _stamped(picture: Image.Image, dpi: int) -> Image.Image:
    """A round stamp of 42 mm with a star, over what stands in the lower right of the page."""
    side = round(42 / 25.4 * dpi)
    seal = Image.new("RGB", (side, side), "white")
    pen = ImageDraw.Draw(seal)
    middle, radius, red = side / 2, side / 2 - 2, (222, 40, 40)
    pen.ellipse((2, 2, side - 3, side - 3), outline=red, width=max(3, side // 40))
    points = []
    for corner in range(10):
        far = radius * (0.32 if corner % 2 == 0 else 0.125)
        angle = math.radians(36 * corner - 90)
        points.append((middle + far * math.cos(angle), middle + far * math.sin(angle)))
    pen.polygon(points, fill=red)
    font = ImageFont.truetype(str(FONT_FILE), side // 10)
    for place, char in enumerate("临江市人民政府办公室"):
        tile = Image.new("RGBA", (side // 8, side // 8), (255, 255, 255, 0))
        ImageDraw.Draw(tile).text((2, 0), char, font=font, fill=red)
        angle = -126 + 28 * place
        tile = tile.rotate(-angle, Image.Resampling.BICUBIC, expand=True)
        x = middle + 0.76 * radius * math.sin(math.radians(angle)) - tile.width / 2
        y = middle - 0.76 * radius * math.cos(math.radians(angle)) - tile.height / 2
        seal.paste(tile, (round(x), round(y)), tile)
    values = np.asarray(picture).copy()
    high, wide = values.shape[:2]
    top, left = round(0.55 * high), round(0.62 * wide)
    part = values[top : top + side, left : left + side]
    ink = np.asarray(seal)[: part.shape[0], : part.shape[1]]
    values[top : top + side, left : left + side] = np.minimum(part, ink)
    return Image.fromarray(values)

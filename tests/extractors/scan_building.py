"""Pages drawn for tests and what a scanner makes of them."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from pdf_building import Pages
from PIL import Image, ImageDraw, ImageFont

from policyparse.document import Document, FileInfo, Paragraph, Table
from policyparse.extractors import image
from policyparse.extractors.options import ReadOptions
from policyparse.text import count, fold
from rendering.fonts import FONT_FILE, face
from rendering.scan import Scanner, scan_pages

#: The font of drawn pages: embedded, so that they look the same on every machine.
SONG = face("embedded")


def pictures(pages: Pages, how: Scanner | None = None) -> list[Image.Image]:
    """The pages as scanned."""
    return list(scan_pages(pages.data(), how or Scanner()))


def encoded(picture: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **{"dpi": (200, 200), **options})
    return out.getvalue()


def read(data: bytes, **options: Any) -> Document:
    """A picture as a Document."""
    file = FileInfo(path="x.png", format="image", sha256="", size_bytes=len(data))
    return image.read(data, file, ReadOptions(ocr_threads=2, **options))


def paragraphs(document: Document) -> list[str]:
    """Texts of the paragraphs, widths folded."""
    return [fold(block.text) for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[list[list[str]]]:
    """The tables as rows of texts, widths folded, spans filled."""
    found = []
    for block in document.blocks:
        if isinstance(block, Table):
            found.append([[fold(cell.text) if cell else "" for cell in row] for row in block.grid()])
    return found


def accounted(document: Document) -> int:
    """Characters in blocks and set aside."""
    blocks = [
        "".join(cell.text for cell in block.cells) if isinstance(block, Table) else block.text
        for block in document.blocks
    ]
    return sum(map(count, blocks)) + sum(count(item.text) for item in document.set_aside)


def sheet(width: int = 1654, height: int = 2339) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """White paper at 200 dpi and a pen."""
    paper = Image.new("RGB", (width, height), "white")
    return paper, ImageDraw.Draw(paper)


def song(size: float) -> ImageFont.FreeTypeFont:
    """The font at `size` points on a picture of 200 dpi."""
    return ImageFont.truetype(str(FONT_FILE), round(size * 200 / 72))


def noisy(picture: Image.Image, deviation: float = 12.0) -> np.ndarray[Any, np.dtype[np.uint8]]:
    chance = np.random.default_rng(3)
    values = np.asarray(picture, np.float32)
    return np.clip(values + chance.normal(0, deviation, values.shape[:2])[:, :, None], 0, 255).astype(np.uint8)

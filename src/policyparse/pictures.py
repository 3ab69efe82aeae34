"""Each page as a picture with what was found on it: cells, header rows, joins, paragraphs, what was set aside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from policyparse.api import Stages
from policyparse.errors import UsageError
from policyparse.normalise.model import LogicalTable
from policyparse.origin import Origin

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

#: Points to pixels at 110 dpi: small characters are legible, a page is under 200 KB.
_SCALE = 110 / 72
_CELL, _HEADER, _JOIN, _TEXT, _ASIDE = "#1f5fbf", "#2e8b57", "#d62728", "#999999", "#e6a700"

Draw = Callable[["ImageDraw"], None]


def draw_pages(stages: Stages, data: bytes, folder: Path, password: str | None = None) -> list[Path]:
    """Write `page-001.png` … into the folder (made when missing) and give their paths.

    Blue: cells. Green: header rows. Red: where a table goes on from another page, and rows that were joined.
    Grey: paragraphs. Yellow: set aside. Raises UsageError for a format without pages.
    """
    if stages.document.file.format != "pdf":
        raise UsageError("only PDF files have pages to draw; leave --image out")
    import pypdfium2  # noqa: PLC0415 (heavy)
    from PIL import ImageDraw  # noqa: PLC0415 (heavy)

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {folder}: {error.strerror or error}") from error
    marks = _marks(stages)
    written = []
    pdf = pypdfium2.PdfDocument(data, password=password)
    try:
        for index in range(len(pdf)):
            page = pdf[index]
            picture = page.render(scale=_SCALE).to_pil().convert("RGB")
            pen = ImageDraw.Draw(picture)
            for draw in marks.get(index + 1, []):
                draw(pen)
            path = folder / f"page-{index + 1:03}.png"
            picture.save(path)
            written.append(path)
            page.close()
    finally:
        pdf.close()
    return written


def _marks(stages: Stages) -> dict[int, list[Draw]]:
    marks: dict[int, list[Draw]] = {}

    def add(origin: Origin, colour: str, width: int) -> None:
        if origin.page is not None and origin.bbox is not None:
            box = tuple(v * _SCALE for v in origin.bbox)
            marks.setdefault(origin.page, []).append(
                lambda pen: pen.rectangle(_ordered(box), outline=colour, width=width)
            )

    for item in stages.tidy.set_aside:
        add(item.origin, _ASIDE, 1)
    for block in stages.tidy.blocks:
        if not isinstance(block, LogicalTable):
            for origin in block.origins:
                add(origin, _TEXT, 1)
            continue
        headers = set(block.header_texts)
        for number, part in enumerate(block.parts):
            for cell in part.cells:
                add(cell.origin, _HEADER if cell.text in headers else _CELL, 2 if cell.text in headers else 1)
            add(part.origin, _JOIN if number else _CELL, 3)
        for row in block.rows:
            if row.joined:
                for origin in row.origins:
                    add(origin, _JOIN, 2)
    return marks


def _ordered(box: tuple[float, ...]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = box
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

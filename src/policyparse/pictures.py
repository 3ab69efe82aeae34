"""Each page as a picture with what was found on it: cells, header rows, joins, paragraphs, what was set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from policyparse.api import Stages
from policyparse.errors import UsageError
from policyparse.extractors.image import decode_all
from policyparse.normalise.model import Column, LogicalTable
from policyparse.origin import Origin
from policyparse.text import one_line

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

#: Points to pixels at 110 dpi: small characters are legible, a page is under 200 KB.
_SCALE = 110 / 72
_CELL, _HEADER, _JOIN, _TEXT, _ASIDE = "#1f5fbf", "#2e8b57", "#d62728", "#999999", "#e6a700"

LEGEND = (
    ("cell", _CELL),
    ("header", _HEADER),
    ("goes on, row joined", _JOIN),
    ("paragraph", _TEXT),
    ("set aside", _ASIDE),
)
#: Height of the words on the picture, in pixels.
_WORDS = 13

Draw = Callable[["ImageDraw"], None]


def draw_pages(stages: Stages, data: bytes, folder: Path, password: str | None = None) -> list[Path]:
    """Write `page-001.png` … into the folder (made when missing) and give their paths.

    Colours as in `LEGEND`, which stands on every page. Over each header cell stands the field that its column was
    taken for (`?` where that was guessed), over each table its number and why it goes on from the page before or does
    not. Raises UsageError for a format without pages.
    """
    form = stages.document.file.format
    if form not in ("pdf", "image"):
        raise UsageError("only PDF files and pictures have pages to draw; leave --image out")
    from PIL import ImageDraw  # noqa: PLC0415 (heavy)

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {folder}: {error.strerror or error}") from error
    marks = _marks(stages)
    written = []
    for number, picture in _printed(data, password) if form == "pdf" else _scanned(data, stages):
        pen = ImageDraw.Draw(picture)
        for draw in marks.get(number, []):
            draw(pen)
        at = 6.0
        for word, colour in LEGEND:
            at = _tag(pen, at, 4, word, colour) + 6
        path = folder / f"page-{number:03}.png"
        picture.save(path)
        written.append(path)
    return written


def _printed(data: bytes, password: str | None) -> Iterator[tuple[int, Image]]:
    """The pages of a PDF by number."""
    import pypdfium2  # noqa: PLC0415 (heavy)

    with pypdfium2.PdfDocument(data, password=password) as pdf:
        for index in range(len(pdf)):
            page = pdf[index]
            yield index + 1, page.render(scale=_SCALE).to_pil().convert("RGB")
            page.close()


def _scanned(data: bytes, stages: Stages) -> Iterator[tuple[int, Image]]:
    """The pictures of a file that were read, by the number of their page."""
    from PIL import Image  # noqa: PLC0415 (heavy)

    sizes = {page.number: (page.width, page.height) for page in stages.document.pages}
    for number, pixels in decode_all(data, sizes):
        width, height = (max(1, round(side * _SCALE)) for side in sizes[number])
        yield number, Image.fromarray(pixels).resize((width, height), Image.Resampling.LANCZOS)


def _marks(stages: Stages) -> dict[int, list[Draw]]:
    marks: dict[int, list[Draw]] = {}
    why = {d.origins[-1]: d.rule for d in stages.tidy.decisions if d.stage == "join" and d.origins}

    def add(origin: Origin, colour: str, width: int, words: str = "") -> None:
        if origin.page is None or origin.bbox is None:
            return
        box = _ordered(tuple(v * _SCALE for v in origin.bbox))

        def draw(pen: ImageDraw) -> None:
            if width:
                pen.rectangle(box, outline=colour, width=width)
            if words:
                _tag(pen, box[0], box[1] - _WORDS - 4, words, colour)

        marks.setdefault(origin.page, []).append(draw)

    for item in stages.tidy.set_aside:
        add(item.origin, _ASIDE, 1)
    for block in stages.tidy.blocks:
        if isinstance(block, LogicalTable):
            _table(block, why, add)
            continue
        for origin in block.origins:
            add(origin, _TEXT, 1)
    return marks


def _table(table: LogicalTable, why: dict[Origin, str], add: Callable[..., None]) -> None:
    headers = set(table.header_texts)
    body = {origin for row in table.rows for origin in row.origins}
    for number, part in enumerate(table.parts):
        piece = f", piece {number + 1}" if len(table.parts) > 1 else ""
        rule = f": {why[part.origin]}" if part.origin in why else ""
        # the cells' own tags stand where the header is: the table's is drawn first and higher
        for cell in part.cells:
            head = cell.text in headers and not any(o in body for o in (cell.origin,))
            column = next((c for c in table.columns if head and c.path and one_line(cell.text) in c.spellings), None)
            add(cell.origin, _HEADER if head else _CELL, 2 if head else 1, _meaning(column))
        add(part.origin, _JOIN if number else _CELL, 3)
        above = part.origin
        if above.bbox is not None:
            x0, top, x1, _ = above.bbox
            place = replace(above, bbox=(x0, top - (_WORDS + 4) / _SCALE, x1, top - (_WORDS + 4) / _SCALE))
            add(place, _JOIN if number else _CELL, 0, f"table {table.index}{piece}{rule}")
    for row in table.rows:
        if row.joined:
            for origin in row.origins:
                add(origin, _JOIN, 2)


def _meaning(column: Column | None) -> str:
    if column is None:
        return ""
    return (column.field or "attribute") + ("?" if column.rule in {"content", "position"} else "")


def _tag(pen: ImageDraw, x: float, y: float, words: str, colour: str) -> float:
    """White words on the colour, at the left top; gives the right edge."""
    from PIL import ImageFont  # noqa: PLC0415 (heavy)

    font = ImageFont.load_default(_WORDS - 2)
    wide = pen.textlength(words, font=font)
    y = max(y, 0.0)
    pen.rectangle((x, y, x + wide + 6, y + _WORDS + 2), fill=colour)
    pen.text((x + 3, y), words, fill="white", font=font)
    return x + wide + 6


def _ordered(box: tuple[float, ...]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = box
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

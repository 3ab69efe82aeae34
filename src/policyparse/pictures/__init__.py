"""Each page as a picture with what was found on it: rules, cells, header rows, joins, paragraphs, what was set aside.

The marks leave the print legible: areas are tinted, tags stand on blank paper, and all words are below the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from policyparse.api import Stages
from policyparse.errors import UsageError
from policyparse.normalise.model import LogicalTable
from policyparse.origin import Box, Origin
from policyparse.pictures.grids import Key, sheets, sheets_of
from policyparse.pictures.marks import COLOURS, Kind, Mark, TableMarks, draw
from policyparse.pictures.panel import table_words, with_panel
from policyparse.pictures.paper import SCALE, Seen, pages

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["COLOURS", "SCALE", "Drawn", "Seen", "draw_pages"]

_PAGED = {"pdf", "ofd", "image"}
#: Pictures of tables without pages that are drawn at the most.
_MOST_GRIDS = 100


class Drawn(NamedTuple):
    """The pictures that were written, and how many grids of long tables were left out."""

    paths: list[Path]
    left_out: int = 0


def draw_pages(
    stages: Stages, data: bytes, folder: Path, password: str | None = None, seen: Seen | None = None
) -> Drawn:
    """Write `page-001.png` … into the folder (made when missing).

    Colours as in `COLOURS`, told below every page. In each header cell stands the field that its column was taken for
    (`?` where that was guessed), beside each table its number and whether it goes on from the page before; below the
    page why. `seen` holds the rules as they were read. A format without pages gives a grid for each of its tables,
    `table-001.png` … Raises UsageError where there is neither a page nor a table.
    """
    paged = stages.document.file.format in _PAGED
    tables = [block for block in stages.tidy.blocks if isinstance(block, LogicalTable)]
    if not paged and not tables:
        raise UsageError("the file has no pages and no tables to draw; leave --image out")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {folder}: {error.strerror or error}") from error
    written = []
    drawn = _pages(stages, tables, data, password, seen or Seen()) if paged else _grids(stages, tables)
    for name, picture in drawn:
        path = folder / f"{name}.png"
        picture.save(path)
        written.append(path)
    return Drawn(written, 0 if paged else sheets_of(tables) - len(written))


def _pages(
    stages: Stages, tables: list[LogicalTable], data: bytes, password: str | None, seen: Seen
) -> Iterator[tuple[str, Image]]:
    made = [TableMarks(table) for table in tables]
    for number, picture in pages(stages.document, data, password):
        marks = [Mark(box=_pixels(line), kind="rule") for line in seen.rules.get(number, ())]
        marks += [_box(item.origin, "set aside") for item in stages.tidy.set_aside if _is_on(item.origin, number)]
        for block in stages.tidy.blocks:
            if not isinstance(block, LogicalTable):
                marks += [_box(origin, "paragraph") for origin in block.origins if _is_on(origin, number)]
        words: list[str] = []
        for table, marker in zip(tables, made, strict=True):
            on = [n for n, part in enumerate(table.parts) if part.origin.page == number]
            if not on:
                continue
            cells: dict[Key, Box] = {
                (table.parts[n].origin.table or 0, cell.row, cell.col): _pixels(cell.origin.bbox)
                for n in on
                for cell in table.parts[n].cells
                if cell.origin.bbox is not None
            }
            marks += marker.on(cells)
            for n in on:
                words += table_words(table, n, stages.tidy.decisions)
        yield f"page-{number:03}", with_panel(draw(picture, marks), words)


def _grids(stages: Stages, tables: list[LogicalTable]) -> Iterator[tuple[str, Image]]:
    owners = {
        part.origin.table: (table, n, marker)
        for table, marker in [(table, TableMarks(table)) for table in tables]
        for n, part in enumerate(table.parts)
    }
    for number, sheet in enumerate(sheets(tables, _MOST_GRIDS), start=1):
        table, piece, marker = owners[sheet.table.origin.table]
        words = list(table_words(table, piece, stages.tidy.decisions))
        if sheet.end - sheet.start < sheet.table.rows:
            words.insert(1, f"· rows {sheet.start + 1} to {sheet.end}")
        yield f"table-{number:03}", with_panel(draw(sheet.picture, marker.on(sheet.cells)), words)


def _is_on(origin: Origin, number: int) -> bool:
    return origin.page == number and origin.bbox is not None


def _box(origin: Origin, kind: Kind) -> Mark:
    assert origin.bbox is not None
    return Mark(box=_pixels(origin.bbox), kind=kind)


def _pixels(box: Box) -> Box:
    x0, y0, x1, y1 = (value * SCALE for value in box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

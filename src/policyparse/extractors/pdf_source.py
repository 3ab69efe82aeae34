"""Pages of a PDF file as `PageContent`, one at a time; every handle is closed before the next page is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium_c

from policyparse.extractors import pdf_pdfium as lib
from policyparse.extractors.pdf_chars import read_characters
from policyparse.extractors.pdf_page import Frame, Glyph, PageContent, union
from policyparse.extractors.pdf_paths import Unseen, read_drawing
from policyparse.origin import Box

#: Side of the squares, in points, by which boxes near one another are found.
_STEP = 40.0


def count_pages(document: Any) -> int:
    return max(0, int(pdfium_c.FPDF_GetPageCount(document)))


def read_page(document: Any, index: int) -> PageContent | None:
    """Page `index` (from 0), or None where PDFium cannot load it.

    Characters that their clip path hides come last, with the mark "clipped"; before them those of text objects
    that PDFium leaves out because they print again what stands there (fake bold).
    """
    with lib.opened_page(document, index) as page:
        if page is None:
            return None
        width, height, rotation, visible = lib.page_geometry(page)
        way = lib.to_page_matrix(rotation, visible)
        with lib.opened_text(page) as text:
            found = read_characters(text, way, width, height)
        drawing, unseen = read_drawing(lib.address_of(page), way, width, height, found.objects)
    hidden = [_clipped(glyph) for glyph in found.clipped]
    again = _printed_again(found.glyphs, unseen, width, height) if unseen and not found.limited else []
    glyphs = (*found.glyphs, *again, *hidden)
    return PageContent(
        number=index + 1,
        width=width,
        height=height,
        rotation=rotation,
        glyphs=glyphs,
        drawing=drawing,
        characters=sum(1 for glyph in glyphs if glyph.text != " "),
        unmapped=found.unmapped,
        limited=found.limited,
    )


def _clipped(glyph: Glyph) -> Glyph:
    return glyph._replace(face=glyph.face._replace(mark="clipped"))


def _printed_again(glyphs: Sequence[Glyph], unseen: Sequence[Unseen], width: float, height: float) -> list[Glyph]:
    """The characters of objects that PDFium left out as doubles: those of the object that has the same box."""
    runs: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        if glyph.text != " ":
            runs[glyph.run].append(glyph)
    places: dict[tuple[int, int], list[tuple[Box, list[Glyph]]]] = defaultdict(list)
    for run in runs.values():
        frame = Frame(width=width, height=height, turn=run[0].face.turn)
        box = union(frame.to_page(glyph.box) for glyph in run)
        places[int(box[0] / _STEP), int(box[1] / _STEP)].append((box, run))
    again: list[Glyph] = []
    for box, hidden in unseen:
        column, row = int(box[0] / _STEP), int(box[1] / _STEP)
        near = [place for c in (-1, 0, 1) for r in (-1, 0, 1) for place in places.get((column + c, row + r), ())]
        for other, run in near:
            slack = 0.5 * run[0].face.size
            if box[2] - box[0] > 0.5 and all(abs(a - b) <= slack for a, b in zip(box, other, strict=True)):
                again.extend(_seen_as(glyph, hidden) for glyph in run)
                break
    return again


def _seen_as(glyph: Glyph, hidden: bool) -> Glyph:
    return glyph if glyph.face.hidden is hidden else glyph._replace(face=glyph.face._replace(hidden=hidden))

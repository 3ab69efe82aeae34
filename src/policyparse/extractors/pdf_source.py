"""Pages of a PDF file as `PageContent`, one at a time; every handle is closed before the next page is read."""

from __future__ import annotations

from typing import Any

import pypdfium2.raw as pdfium_c

from policyparse.extractors import pdf_pdfium as lib
from policyparse.extractors.pdf_chars import read_characters
from policyparse.extractors.pdf_page import Glyph, PageContent
from policyparse.extractors.pdf_paths import read_drawing


def count_pages(document: Any) -> int:
    return max(0, int(pdfium_c.FPDF_GetPageCount(document)))


def read_page(document: Any, index: int) -> PageContent | None:
    """Page `index` (from 0), or None where PDFium cannot load it.

    Characters that their clip path hides come last, with the mark "clipped".
    """
    with lib.opened_page(document, index) as page:
        if page is None:
            return None
        width, height, rotation, visible = lib.page_geometry(page)
        way = lib.to_page_matrix(rotation, visible)
        with lib.opened_text(page) as text:
            found = read_characters(text, way, width, height)
        drawing = read_drawing(lib.address_of(page), way, width, height)
    hidden = [_clipped(glyph) for glyph in found.clipped]
    glyphs = (*found.glyphs, *hidden)
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

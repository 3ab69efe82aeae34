"""Which pages of a PDF have no text of use, and their reading by OCR.

With `--ocr auto` each page is decided by itself: a page that is a picture without text is read by OCR, as is one
most of whose characters stand for nothing (no Unicode mapping, private use), and one whose invisible text layer does
not agree with what OCR reads in a few of its lines. `always` reads every page by OCR, `never` none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium_c

from policyparse.errors import PolicyParseError
from policyparse.extractors import ocr_model
from policyparse.extractors import pdf_pdfium as lib
from policyparse.extractors.ocr_doubts import doubts_of
from policyparse.extractors.ocr_page import Scanned
from policyparse.extractors.ocr_pages import Queue
from policyparse.extractors.options import ReadOptions
from policyparse.extractors.paged import Scan, State, is_picture
from policyparse.extractors.pdf_page import PageContent, area, overlap

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Pixels a point of rendered pages: 200 dpi.
_SCALE = 200 / 72
#: No rendered page has a longer side than this, in pixels (A3 at 240 dpi).
_LONGEST = 4000
#: More than this part of a page's characters without meaning makes its text layer useless.
_GARBAGE = 0.15


class Scanner:
    """Passes pages through, by OCR where it is needed. Use it in a `with` statement."""

    def __init__(self, options: ReadOptions, state: State) -> None:
        self._options, self._state = options, state
        self._queue: Queue[PageContent | None] = Queue(options)
        self._done = 0
        self._able = options.ocr != "never" and not ocr_model.missing()
        self._why: dict[int, str] = {}
        if options.ocr == "always":
            ocr_model.require("--ocr always asks to read every page by OCR")

    def __enter__(self) -> Scanner:
        self._queue.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._queue.__exit__(*error)

    def skip(self) -> None:
        """A page that cannot be read at all."""
        self._queue.put(None)

    def put(self, document: Any, content: PageContent) -> None:
        """The next page; `document` is PDFium's handle."""
        why = self._reason(content) if self._able else None
        picture = _render(document, content) if why is not None else None
        if picture is None:
            self._queue.put(content)
            return
        self._why[content.number] = why or ""
        scale = picture.shape[1] / content.width
        self._queue.scan(picture, scale, content.number, content.rotation)

    def ready(self, total: int) -> Iterator[PageContent]:
        """The pages that are read, in their order."""
        yield from self._noted(self._queue.ready(), total)

    def rest(self, total: int) -> Iterator[PageContent]:
        """All that are left."""
        yield from self._noted(self._queue.rest(), total)

    def _noted(self, pages: Iterator[PageContent | Scanned | None], total: int) -> Iterator[PageContent]:
        for page in pages:
            self._done += 1
            if self._options.on_page:
                self._options.on_page(self._done, total)
            if isinstance(page, Scanned):
                number = page.content.number
                self._state.scans[number] = Scan(
                    why=self._why[number],
                    place=page.to_scan,
                    stamps=page.stamps,
                    unread=page.unread,
                    doubts=doubts_of(page),
                )
                yield page.content
            elif page is not None:
                yield page

    def _reason(self, content: PageContent) -> str | None:
        """Why the page is read by OCR, or None where its text is taken."""
        if self._options.ocr == "always":
            return "--ocr always was asked"
        page = (0.0, 0.0, content.width, content.height)
        covered = sum(area(overlap(page, box)) for box in content.drawing.pictures) / max(1.0, area(page))
        if is_picture(covered, content.characters):
            return "they are pictures without text"
        garbage = sum(1 for glyph in content.glyphs if _says_nothing(glyph.text))
        if garbage > _GARBAGE * max(1, content.characters):
            return "most of their characters have no meaning (no Unicode mapping)"
        return None


def _says_nothing(text: str) -> bool:
    """Unmapped and private-use characters, and control characters."""
    return text == "\ufffd" or "\ue000" <= text <= "\uf8ff" or (len(text) == 1 and ord(text) < 0x20)


def _render(document: Any, content: PageContent) -> NDArray[np.uint8] | None:
    """The page as an RGB picture, None where PDFium cannot draw it."""
    import numpy as np  # noqa: PLC0415 (an extra)

    scale = min(_SCALE, _LONGEST / max(content.width, content.height))
    wide, high = max(1, round(content.width * scale)), max(1, round(content.height * scale))
    with lib.opened_page(document, content.number - 1) as page:
        if page is None:
            return None
        bitmap = pdfium_c.FPDFBitmap_Create(wide, high, 0)
        if not bitmap:
            raise PolicyParseError("no memory to draw the page")
        try:
            pdfium_c.FPDFBitmap_FillRect(bitmap, 0, 0, wide, high, 0xFFFFFFFF)
            pdfium_c.FPDF_RenderPageBitmap(bitmap, page, 0, 0, wide, high, 0, pdfium_c.FPDF_ANNOT)
            stride = pdfium_c.FPDFBitmap_GetStride(bitmap)
            room = pdfium_c.FPDFBitmap_GetBuffer(bitmap)
            import ctypes  # noqa: PLC0415

            raw = np.frombuffer(ctypes.string_at(room, stride * high), np.uint8)
        finally:
            pdfium_c.FPDFBitmap_Destroy(bitmap)
    return np.ascontiguousarray(raw.reshape(high, stride)[:, : 4 * wide].reshape(high, wide, 4)[:, :, 2::-1])

"""Which pages of a PDF or an OFD have no text of use, and their reading by OCR.

With `--ocr auto` each page is decided by itself: a page that is a picture without text is read by OCR, as is one
most of whose characters stand for nothing (no Unicode mapping, private use), and one whose invisible text layer does
not agree with what OCR reads in a few of its lines. `always` reads every page by OCR, `never` none.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
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
from policyparse.extractors.pdf_draft import picture_part
from policyparse.extractors.pdf_page import PageContent
from policyparse.origin import Box
from policyparse.text import count, fold_width

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Pixels a point of rendered pages: 200 dpi.
_SCALE = 200 / 72
#: No rendered page has a longer side than this, in pixels (A3 at 240 dpi).
_LONGEST = 4000
#: More than this part of a page's characters without meaning makes its text layer useless.
_GARBAGE = 0.15
#: More than this part of letters that are no Chinese of GB 2312 makes it suspect (names and Latin stay below).
_ODD = 0.2


class Scanner:
    """Passes pages through, by OCR where it is needed. Use it in a `with` statement.

    `prints_text`: the pictures of pages show their characters too. Where they do not, the characters that are seen
    are kept beside what OCR reads, and only pages with pictures are read.
    """

    def __init__(self, options: ReadOptions, state: State, *, prints_text: bool = True) -> None:
        self._prints_text = prints_text
        self._kept: dict[int, PageContent] = {}  #: by page, where its picture does not show its characters
        self._options, self._state = options, state
        self._queue: Queue[PageContent | None] = Queue(options)
        self._done = 0
        self._able = options.ocr != "never" and not ocr_model.missing()
        self._why: dict[int, str] = {}  #: by page
        self._rotations: dict[int, int] = {}
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

    def put(self, content: PageContent, draw: Callable[[], NDArray[np.uint8] | None]) -> None:
        """The next page; `draw` gives it as an RGB picture, None where it cannot be drawn."""
        why = self._reason(content) if self._able else None
        picture = draw() if why is not None else None
        if why is None or picture is None:
            self._queue.put(content)
            return
        self._why[content.number] = why.told
        self._rotations[content.number] = content.rotation
        if not self._prints_text:
            self._kept[content.number] = content
        scale = picture.shape[1] / content.width
        self._queue.scan(picture, scale, content.number, content if why.compare else None)

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
                content = replace(page.content, rotation=self._rotations[number])
                content = _with_text(content, self._kept.pop(number)) if number in self._kept else content
                self._show(content, page.to_scan)
                yield content
            elif page is not None:
                self._kept.pop(page.number, None)
                self._show(page, None)
                yield page

    def _show(self, content: PageContent, place: Callable[[Box], Box] | None) -> None:
        if self._options.on_content:
            self._options.on_content(content, place)

    def _reason(self, content: PageContent) -> _Why | None:
        """Why the page is read by OCR, or None where its text is taken."""
        if self._options.ocr == "always":
            return _Why("--ocr always was asked") if self._prints_text or content.drawing.pictures else None
        covered = picture_part(content)
        if is_picture(covered, content.characters):
            return _Why("they are pictures without text")
        texts = [glyph.text for glyph in content.glyphs if glyph.text != " "]
        if self._prints_text and sum(map(_says_nothing, texts)) > _GARBAGE * max(1, len(texts)):
            return _Why("many of their characters have no meaning (no Unicode mapping)")
        hidden = sum(1 for glyph in content.glyphs if glyph.face.hidden and glyph.text != " ")
        if hidden > len(texts) / 2:
            return _Why("their invisible text layer disagrees with the picture", compare=True)
        if self._prints_text and sum(map(_is_odd, texts)) > _ODD * max(1, len(texts)):
            return _Why("the text behind their print is other than what is printed", compare=True)
        return None


@dataclass(frozen=True, slots=True)
class _Why:
    """A reason to read a page by OCR, as it is told. `compare`: it holds only if the text layer disagrees with the picture."""

    told: str
    compare: bool = False


def _says_nothing(text: str) -> bool:
    """Unmapped, private-use and control characters."""
    return text == "\ufffd" or "\ue000" <= text <= "\uf8ff" or (len(text) == 1 and ord(text) < 0x20)


@lru_cache(maxsize=16_384)
def _is_odd(text: str) -> bool:
    """Letters that documents in Chinese hardly print: they come from fonts with a wrong table of characters."""
    text = fold_width(text)
    if text.isascii() or not text.isalpha():
        return False
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return not "\u4e00" <= text <= "\u9fff"


def _with_text(read: PageContent, page: PageContent) -> PageContent:
    """What OCR read of a page's pictures, and the characters of the page that are seen and are in no picture."""
    seen = [glyph for glyph in page.glyphs if not glyph.face.hidden]
    first = 1 + max((glyph.run for glyph in read.glyphs), default=0)
    glyphs = tuple(glyph._replace(run=first + glyph.run) for glyph in seen)
    return replace(
        read,
        glyphs=read.glyphs + glyphs,
        drawing=replace(
            read.drawing,
            across=read.drawing.across + page.drawing.across,
            down=read.drawing.down + page.drawing.down,
            fills=page.drawing.fills,
        ),
        characters=read.characters + page.characters - sum(count(g.text) for g in page.glyphs if g.face.hidden),
        unmapped=page.unmapped,
        limited=page.limited,
    )


def render(document: Any, content: PageContent) -> NDArray[np.uint8] | None:
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
            raw = np.frombuffer(ctypes.string_at(room, stride * high), np.uint8)
        finally:
            pdfium_c.FPDFBitmap_Destroy(bitmap)
    return np.ascontiguousarray(raw.reshape(high, stride)[:, : 4 * wide].reshape(high, wide, 4)[:, :, 2::-1])

"""PDFium's C functions, called in bulk, and documents and pages that close themselves.

The calls go past pypdfium2's argument conversion: a page needs four calls for each character, and the
conversion would take more time than the work. Handles are plain integers, 0 for none.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import c_float, c_int, c_uint, c_ulong, c_void_p
from typing import Any

import pypdfium2.raw as pdfium_c

from policyparse.errors import FileBroken, PasswordNeeded

_ERR_PASSWORD = 4
_ERR_SECURITY = 5
#: How far from its end a whole file has its end mark; writers add a few bytes, some servers a page.
_TAIL = 4096


def _bind(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """PDFium's function `name`, called directly. Pointers to results are addresses."""
    address = ctypes.cast(getattr(pdfium_c, name), c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type]


P = c_void_p
count_chars = _bind("FPDFText_CountChars", c_int, P)
char_unicode = _bind("FPDFText_GetUnicode", c_uint, P, c_int)
char_object = _bind("FPDFText_GetTextObject", c_void_p, P, c_int)
char_origin = _bind("FPDFText_GetCharOrigin", c_int, P, c_int, P, P)
char_loose_box = _bind("FPDFText_GetLooseCharBox", c_int, P, c_int, P)
char_box = _bind("FPDFText_GetCharBox", c_int, P, c_int, P, P, P, P)
char_matrix = _bind("FPDFText_GetMatrix", c_int, P, c_int, P)
char_unmapped = _bind("FPDFText_HasUnicodeMapError", c_int, P, c_int)
text_font = _bind("FPDFTextObj_GetFont", c_void_p, P)
text_font_size = _bind("FPDFTextObj_GetFontSize", c_int, P, P)
text_mode = _bind("FPDFTextObj_GetTextRenderMode", c_int, P)
font_name = _bind("FPDFFont_GetBaseFontName", c_ulong, P, P, c_ulong)
font_weight = _bind("FPDFFont_GetWeight", c_int, P)
page_count_objects = _bind("FPDFPage_CountObjects", c_int, P)
page_object = _bind("FPDFPage_GetObject", c_void_p, P, c_int)
form_count_objects = _bind("FPDFFormObj_CountObjects", c_int, P)
form_object = _bind("FPDFFormObj_GetObject", c_void_p, P, c_ulong)
object_type = _bind("FPDFPageObj_GetType", c_int, P)
object_bounds = _bind("FPDFPageObj_GetBounds", c_int, P, P, P, P, P)
object_matrix = _bind("FPDFPageObj_GetMatrix", c_int, P, P)
object_fill = _bind("FPDFPageObj_GetFillColor", c_int, P, P, P, P, P)
object_stroke = _bind("FPDFPageObj_GetStrokeColor", c_int, P, P, P, P, P)
object_stroke_width = _bind("FPDFPageObj_GetStrokeWidth", c_int, P, P)
object_marks = _bind("FPDFPageObj_CountMarks", c_int, P)
object_mark = _bind("FPDFPageObj_GetMark", c_void_p, P, c_ulong)
mark_name = _bind("FPDFPageObjMark_GetName", c_int, P, P, c_ulong, P)
mark_string = _bind("FPDFPageObjMark_GetParamStringValue", c_int, P, P, P, c_ulong, P)
object_clip = _bind("FPDFPageObj_GetClipPath", c_void_p, P)
clip_count = _bind("FPDFClipPath_CountPaths", c_int, P)
clip_segments = _bind("FPDFClipPath_CountPathSegments", c_int, P, c_int)
clip_segment = _bind("FPDFClipPath_GetPathSegment", c_void_p, P, c_int, c_int)
path_segments = _bind("FPDFPath_CountSegments", c_int, P)
path_segment = _bind("FPDFPath_GetPathSegment", c_void_p, P, c_int)
path_mode = _bind("FPDFPath_GetDrawMode", c_int, P, P, P)
segment_point = _bind("FPDFPathSegment_GetPoint", c_int, P, P, P)
segment_type = _bind("FPDFPathSegment_GetType", c_int, P)
segment_close = _bind("FPDFPathSegment_GetClose", c_int, P)

TEXT, PATH, IMAGE, FORM = 1, 2, 3, 5
BEZIER, MOVE = 1, 2
#: Render modes that print nothing (PDF 32000-1, table 106): neither fill nor stroke, and clip only.
INVISIBLE = (3, 7)

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def multiply(m: Matrix, n: Matrix) -> Matrix:
    """First `m`, then `n`."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


class Colours:
    """Room for one colour and the call that fills it."""

    __slots__ = ("_at", "values")

    def __init__(self) -> None:
        self.values = (c_uint * 4)()
        start = ctypes.addressof(self.values)
        self._at = (start, start + 4, start + 8, start + 12)

    def read(self, function: Callable[..., Any], handle: int) -> tuple[int, int, int, int]:
        """Red, green, blue, alpha, each 0 to 255; opaque black where the colour is a pattern."""
        return tuple(self.values) if function(handle, *self._at) else (0, 0, 0, 255)


def matrix_of(function: Callable[..., Any], *handles: int) -> Matrix:
    room = (c_float * 6)()
    if not function(*handles, ctypes.addressof(room)):
        return IDENTITY
    return tuple(room)


@contextmanager
def opened(data: bytes, password: str | None) -> Iterator[Any]:
    """The document as PDFium's handle. Raises FileBroken, PasswordNeeded."""
    handle = pdfium_c.FPDF_LoadMemDocument64(data, len(data), password.encode() if password else None)
    if not handle:
        raise _reason(password)
    try:
        if b"%%EOF" not in data[-_TAIL:] and not pdfium_c.FPDF_DocumentHasValidCrossReferenceTable(handle):
            raise FileBroken("the file ends before its end mark: it was cut off; get a fresh copy")
        yield handle
    finally:
        pdfium_c.FPDF_CloseDocument(handle)


def _reason(password: str | None) -> Exception:
    error = pdfium_c.FPDF_GetLastError()
    if error == _ERR_PASSWORD and password:
        return PasswordNeeded("the file is encrypted and the password does not open it; check --password")
    if error == _ERR_PASSWORD:
        return PasswordNeeded("the file is encrypted; give its password with --password")
    if error == _ERR_SECURITY:
        return FileBroken("the file is protected in a way that PDFium does not know; save a copy without protection")
    return FileBroken("the file is damaged or cut off: it has no readable PDF structure; get a fresh copy")


@contextmanager
def opened_page(document: Any, index: int) -> Iterator[Any]:
    """Page `index` (from 0) as PDFium's handle, or None where PDFium cannot load it."""
    page = pdfium_c.FPDF_LoadPage(document, index)
    try:
        yield page or None
    finally:
        if page:
            pdfium_c.FPDF_ClosePage(page)


@contextmanager
def opened_text(page: Any) -> Iterator[int]:
    """The page's characters as an integer handle, 0 where there are none."""
    text = pdfium_c.FPDFText_LoadPage(page)
    try:
        yield address_of(text)
    finally:
        if text:
            pdfium_c.FPDFText_ClosePage(text)


def address_of(handle: Any) -> int:
    """The integer of a ctypes handle."""
    return ctypes.cast(handle, c_void_p).value or 0


def page_geometry(page: Any) -> tuple[float, float, int, tuple[float, float, float, float]]:
    """Width and height as seen, /Rotate in degrees, and the visible box (left, bottom, right, top) in user space."""
    rotation = 90 * (pdfium_c.FPDFPage_GetRotation(page) % 4)
    box = pdfium_c.FS_RECTF()
    width, height = pdfium_c.FPDF_GetPageWidthF(page), pdfium_c.FPDF_GetPageHeightF(page)
    if pdfium_c.FPDF_GetPageBoundingBox(page, box) and box.right > box.left and box.top > box.bottom:
        return width, height, rotation, (box.left, box.bottom, box.right, box.top)
    across, up = (height, width) if rotation in (90, 270) else (width, height)
    return width, height, rotation, (0.0, 0.0, across, up)


def to_page_matrix(rotation: int, visible: tuple[float, float, float, float]) -> Matrix:
    """User space to page coordinates (top left, y down, after /Rotate)."""
    left, bottom, right, top = visible
    if rotation == 90:
        return 0.0, 1.0, 1.0, 0.0, -bottom, -left
    if rotation == 180:
        return -1.0, 0.0, 0.0, 1.0, right, -bottom
    if rotation == 270:
        return 0.0, -1.0, -1.0, 0.0, top, right
    return 1.0, 0.0, 0.0, -1.0, -left, top


_TURNS: dict[int, Callable[[float, float], Matrix]] = {
    0: lambda width, height: IDENTITY,
    90: lambda width, height: (0.0, 1.0, -1.0, 0.0, height, 0.0),
    180: lambda width, height: (-1.0, 0.0, 0.0, -1.0, width, height),
    270: lambda width, height: (0.0, -1.0, 1.0, 0.0, 0.0, width),
}


def turn_matrix(turn: int, width: float, height: float) -> Matrix:
    """Page coordinates to the frame of `turn` (see `pdf_page.Frame`)."""
    return _TURNS[turn](width, height)

"""The characters of a PDF page, as glyphs (see `pdf_page.Glyph`)."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable
from ctypes import c_char, c_double, c_float, c_ulong
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from policyparse.extractors import pdf_pdfium as lib
from policyparse.extractors.pdf_page import MIDDLE, Face, Glyph
from policyparse.extractors.pdf_pdfium import Matrix
from policyparse.text import count

#: PDFium's sign for a hyphen at a line end, and what it printed.
_HYPHENS = {0x02: "-", 0xFFFE: "-"}
_UNMAPPED = "\ufffd"
#: Codes between these are letters and figures; fonts without names for their codes mostly use them as such.
_PRINTED, _ASCII = 0x21, 0x7E
_BOLD_NAME = re.compile(r"bold|black|heavy", re.I)
_BOLD_WEIGHT = 700
#: Render modes of PDF 32000-1, table 106: fill and stroke (printed as bold), stroke only.
_FILL_STROKE, _STROKE = 2, 1
#: More characters than this on one page are no document; the largest newspaper page has some 30,000.
MAX_CHARACTERS = 100_000
#: No character is wider than this many ems. PDFium's room for characters set downwards is not scaled; then
#: the box of the printed form is taken.
_WIDEST = 2.6
#: A clip path with more pieces than this is a drawing; its box is not looked for.
_MAX_CLIP = 8
_CORNERS_OF_RECTANGLE = (4, 5)


#: left, bottom, right, top in user space.
Clip = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Characters:
    """The glyphs of a page and what was seen while reading them. `clipped` are those outside their clip path."""

    glyphs: list[Glyph] = field(default_factory=list)
    clipped: list[Glyph] = field(default_factory=list)
    objects: frozenset[int] = frozenset()  #: handles of the text objects that printed them
    unmapped: int = 0
    limited: bool = False


class _Reader:
    """The state of one page: faces by what makes them, fonts by handle, and room for results."""

    def __init__(self, text: int, base: Matrix, width: float, height: float) -> None:
        self.text, self.base, self.width, self.height = text, base, width, height
        self.fonts: dict[int, bool] = {}
        self.faces: dict[tuple[object, ...], tuple[Face, Matrix]] = {}
        self.colours = lib.Colours()
        self.size = c_float()
        self.at_size = ctypes.addressof(self.size)
        self.matrix = (c_float * 6)()
        self.at_matrix = ctypes.addressof(self.matrix)
        self.point = (c_float * 2)()
        self.at_point = ctypes.addressof(self.point)

    def face(self, index: int, handle: int) -> tuple[Face, Matrix]:
        """The face of the text object, and the way from user space to its frame."""
        lib.char_matrix(self.text, index, self.at_matrix)
        lib.text_font_size(handle, self.at_size)
        mode = lib.text_mode(handle)
        colour = self.colours.read(lib.object_stroke if mode == _STROKE else lib.object_fill, handle)
        mark = _artifact(handle) if lib.object_marks(handle) else ""
        key = (*self.matrix[:4], self.size.value, mode, lib.text_font(handle), colour, mark)
        known = self.faces.get(key)
        if known is None:
            known = self.faces[key] = self._make(key)
        return known

    def _make(self, key: tuple[Any, ...]) -> tuple[Face, Matrix]:
        m0, m1, m2, m3, size, mode, font, (red, green, blue, alpha), mark = key
        way = -1.0 if size < 0 else 1.0  # a negative size turns the text by half a turn
        on_page = lib.multiply((way * m0, way * m1, way * m2, way * m3, 0.0, 0.0), self.base)
        angle = math.degrees(math.atan2(-on_page[1], on_page[0])) if on_page[0] or on_page[1] else 0.0
        turn = round(angle / 90) * 90
        bold = self.fonts.get(font)
        if bold is None:
            bold = self.fonts[font] = _is_bold(font)
        face = Face(
            round(abs(size) * math.hypot(m2, m3), 2),
            bold or mode == _FILL_STROKE,
            f"#{red:02x}{green:02x}{blue:02x}" if red or green or blue else None,
            round((0.299 * red + 0.587 * green + 0.114 * blue) / 255, 3),
            round(alpha / 255, 2),
            mode in lib.INVISIBLE,
            turn % 360,
            round(angle - turn, 1),
            mark,
        )
        return face, lib.multiply(self.base, lib.turn_matrix(face.turn, self.width, self.height))

    def clip(self, handle: int) -> Clip | None:
        """The box of the text object's clip path in user space, or None where it has none.

        Only rectangles are looked at, by two opposite corners: office programs clip to cells and print areas.
        """
        path = lib.object_clip(handle)
        pieces = lib.clip_count(path) if path else 0
        if pieces <= 0 or pieces > _MAX_CLIP:
            return None
        left, bottom, right, top = -math.inf, -math.inf, math.inf, math.inf
        point, at = self.point, self.at_point
        for piece in range(pieces):
            if lib.clip_segments(path, piece) not in _CORNERS_OF_RECTANGLE:
                continue
            lib.segment_point(lib.clip_segment(path, piece, 0), at, at + 4)
            x0, y0 = point
            lib.segment_point(lib.clip_segment(path, piece, 2), at, at + 4)
            x1, y1 = point
            if x0 > x1:
                x0, x1 = x1, x0
            if y0 > y1:
                y0, y1 = y1, y0
            left, bottom = x0 if x0 > left else left, y0 if y0 > bottom else bottom
            right, top = x1 if x1 < right else right, y1 if y1 < top else top
        return (left, bottom, right, top) if left > -math.inf else None


def read_characters(text: int, base: Matrix, width: float, height: float) -> Characters:
    """The characters of the text page `text` (a handle). `base` leads from user space to the page of `width`, `height`.

    PDFium's generated blanks and line ends are left out: they have no text object or, where two text objects
    meet, no width. Zero-width characters too.
    """
    found = Characters()
    glyphs, clipped = found.glyphs, found.clipped
    reader = _Reader(text, base, width, height)
    total = lib.count_chars(text) if text else 0
    point = (c_double * 2)()
    at_x, at_y = ctypes.addressof(point), ctypes.addressof(point) + 8
    box = (c_float * 4)()
    at_box = ctypes.addressof(box)
    char_object, char_unicode = lib.char_object, lib.char_unicode
    not_mapped = lib.char_unmapped
    char_origin, char_loose_box, char_box = lib.char_origin, lib.char_loose_box, lib.char_box
    tight = (c_double * 4)()
    at_tight = ctypes.addressof(tight)
    known: dict[int, tuple[Face, Matrix, Clip | None, int]] = {}
    texts = _texts()
    make, of = tuple.__new__, Glyph
    last, high, unmapped = 0, 0, 0
    face, clip, run = Face(0.0), None, 0
    a = b = c = d = e = f = 0.0
    for index in range(min(total, MAX_CHARACTERS)):
        handle = char_object(text, index)
        if handle is None:
            continue
        if handle != last:
            last = handle
            entry = known.get(handle)
            if entry is None:
                new_face, way = reader.face(index, handle)
                entry = known[handle] = (new_face, way, reader.clip(handle), len(known))
            face, (a, b, c, d, e, f), clip, run = entry
        code = char_unicode(text, index)
        if 0xD800 <= code < 0xE000:
            high, code = _surrogate(high, code)
            if high:
                continue
        char = texts[code]
        if (code < _PRINTED or code > _ASCII) and not_mapped(text, index):
            char = _UNMAPPED  # PDFium gives the font's own code, which stands for nothing
        if not char:
            continue
        if char == _UNMAPPED:
            unmapped += 1
        char_origin(text, index, at_x, at_y)
        char_loose_box(text, index, at_box)
        x, y = point
        left, top, right, bottom = box
        if char == " " and left >= right:
            continue
        if right - left > _WIDEST * face.size and char != " ":
            char_box(text, index, at_tight, at_tight + 8, at_tight + 16, at_tight + 24)
            left, right, bottom, top = tight
        if b or d > 0:
            u0, u1 = a * left + c * bottom + e, a * right + c * top + e
            glyph = make(of, (char, min(u0, u1), max(u0, u1), b * x + d * y + f, face, run))
        else:
            glyph = make(of, (char, left + e, right + e, f - y, face, run))
        if clip and not _inside(clip, (left + right) / 2, (bottom + top) / 2, y, face):
            clipped.append(glyph)
        else:
            glyphs.append(glyph)
    return Characters(
        glyphs=glyphs, clipped=clipped, objects=frozenset(known), unmapped=unmapped, limited=total > MAX_CHARACTERS
    )


def _inside(clip: Clip, x: float, y: float, baseline: float, face: Face) -> bool:
    """Is the middle of the character within the clip box. Upright text is judged by its baseline, not by its font's box."""
    if not face.turn and not face.tilt:
        y = baseline + MIDDLE * face.size
    return clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3]


class _Texts(dict[int, str]):
    """The text of a code: " " for blanks, "" for what has no width, U+FFFD for what has no character."""

    def __missing__(self, code: int) -> str:
        text = self[code] = _character(code)
        return text


@lru_cache(maxsize=1)
def _texts() -> _Texts:
    return _Texts()


def _character(code: int) -> str:
    if code in _HYPHENS:
        return _HYPHENS[code]
    if code in (0x09, 0x0A, 0x0D):
        return " "
    if code < 0x20 or 0xD800 <= code < 0xE000 or code > 0x10FFFF or code in (0xFFFD, 0xFFFF):
        return _UNMAPPED
    char = chr(code)
    return char if count(char) else " " if char.isspace() else ""


def _surrogate(high: int, code: int) -> tuple[int, int]:
    """A first half is kept (first value); a second half completes the code (second value)."""
    if code < 0xDC00:
        return code, 0
    return 0, 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else code


def _is_bold(font: int) -> bool:
    if not font:
        return False
    if lib.font_weight(font) >= _BOLD_WEIGHT:
        return True
    room = (c_char * 128)()
    lib.font_name(font, ctypes.addressof(room), 128)
    return bool(_BOLD_NAME.search(room.value.decode("latin-1")))


def _artifact(handle: int) -> str:
    """The subtype of the object's artifact mark in small letters (`watermark`, `header` …), "" where it has none."""
    for index in range(min(lib.object_marks(handle), 8)):
        mark = lib.object_mark(handle, index)
        if mark and _mark_text(lib.mark_name, mark) == "Artifact":
            kind = _mark_text(lib.mark_string, mark, b"Subtype")
            return kind.lower()
    return ""


def _mark_text(function: Callable[..., int], mark: int, *key: bytes) -> str:
    length = c_ulong()
    keys = [ctypes.cast(ctypes.c_char_p(k), ctypes.c_void_p).value for k in key]
    if not function(mark, *keys, None, 0, ctypes.addressof(length)) or not 0 < length.value < 256:
        return ""
    room = (c_char * length.value)()
    function(mark, *keys, ctypes.addressof(room), length.value, ctypes.addressof(length))
    return room.raw.decode("utf-16-le", "replace").rstrip("\0")

"""The characters of an OFD text object (GB/T 33190-2016, clause 11), as `pdf_page.Glyph`.

OFD names no widths: a character's room is the offset to the next one where that is no more than the
usual width of such a character; what is beyond is a gap, which may be a blank.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lxml import etree

from policyparse.extractors.ofd_package import children
from policyparse.extractors.ofd_resources import BLACK, Font, Resources
from policyparse.extractors.ofd_values import flag, matrix, number, offsets, place, quarter
from policyparse.extractors.pdf_page import Face, Frame, Glyph
from policyparse.extractors.pdf_pdfium import Matrix, multiply, turn_matrix
from policyparse.text import count

#: From this Weight on a font is bold (the standard's steps are 100 to 900, usual 400).
_BOLD: Final = 700
#: The size of an object without one, in mm: 10.5 points, the size of Word's 五号.
_USUAL_SIZE: Final = 3.7
#: Smaller characters cannot be seen, in points.
_UNSEEN: Final = 0.5
#: A Latin character may be wider than in Times by this (ems): sans-serif faces are; a blank begins at 0.17.
_WIDER: Final = 0.12
#: A digit by this: justified digits alone in their object; with a blank behind it a digit takes 0.75 ems.
_WIDER_DIGIT: Final = 0.22
#: Latin characters of fonts with one width take half an em (Chinese fonts) or 0.6 em (Courier), give or take.
_FIXED, _NEAR_FIXED, _MONOSPACED = (0.5, 0.6), 0.012, 0.62
#: Letters of other scripts are of any width up to this, in ems.
_OTHER_SCRIPT: Final = 2.0
#: Where all characters take the same room it is not more than this, in ems.
_EVEN_STEP: Final = 1.3
#: A smaller offset (ems) puts a character over another; it tells nothing about its room.
_OVER: Final = 0.15
#: Widths of Times in ems for what differs much from half an em.
_TIMES: Final = {
    **dict.fromkeys("ijltI/|\\", 0.28),
    **dict.fromkeys(".,;: '`", 0.25),
    **dict.fromkeys("!()[]-frJs", 0.34),
    **dict.fromkeys("aceztg?{}^", 0.45),
    **dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZ", 0.69),
    **dict.fromkeys("mw&+=<>~", 0.74),
    **dict.fromkeys("MW%@", 0.89),
}
#: The sign that stands for a character without Unicode where a glyph is named for it.
_NO_CODE: Final = "\u00a4"
_UNMAPPED: Final = "\ufffd"
_XML_BLANKS: Final = " \t\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the objects around give a text object.

    `way` leads from its surroundings to the page; `width` and `height` are the page's, in points.
    `unseen`: something around is invisible. `mark` goes into the face.
    """

    way: Matrix
    width: float
    height: float
    resources: Resources
    param: str | None = None
    opacity: float = 1.0
    unseen: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class _Slot:
    """The place of one character in the object's own space, and the offset to the next (None: not given)."""

    text: str
    x: float
    y: float
    offset: tuple[float, float] | None


def read_text(element: etree._Element, setting: Setting, run: int) -> list[Glyph]:
    """The glyphs of a TextObject, in the frames of their turn. Zero-width characters are left out."""
    way = own_way(element, setting.way)
    font = setting.resources.fonts.get(element.get("Font", ""), Font())
    size = number(element.get("Size")) or _USUAL_SIZE
    stretch = number(element.get("HScale")) or 1.0
    turned = math.radians(quarter(element.get("CharDirection")))
    right, down = (math.cos(turned), math.sin(turned)), (-math.sin(turned), math.cos(turned))
    face = _face(element, setting, font, way, size, right, down)
    em = abs(size * stretch)
    scale = math.hypot(way[0] * right[0] + way[2] * right[1], way[1] * right[0] + way[3] * right[1])
    a, b, c, d, e, f = multiply(way, turn_matrix(face.turn, setting.width, setting.height))
    ahead = math.radians(quarter(element.get("ReadDirection")))
    glyphs: list[Glyph] = []
    slots = list(_slots(element, font, em, (math.cos(ahead), math.sin(ahead))))
    stretched = _stretch(slots, right, em)
    even = _is_even(slots)
    for slot in slots:
        char = _character(slot.text)
        if not char:
            continue
        room = usual_width(char, font) * em
        if slot.offset is not None:
            given = slot.offset[0] * right[0] + slot.offset[1] * right[1]
            own = given - stretched
            if given <= room:
                room = given if given > _OVER * em else room
            elif even and given <= _EVEN_STEP * em:
                room = given
            elif em and _is_own_width(char, own / em, font):
                room = max(own, _OVER * em)
        x = a * slot.x + c * slot.y + e
        glyphs.append(Glyph(char, x, x + room * scale, b * slot.x + d * slot.y + f, face, run))
    return glyphs


def own_way(element: etree._Element, way: Matrix) -> Matrix:
    """From an object's own space to the page: its CTM, then the top left of its Boundary, then `way`."""
    left, top, _, _ = place(element.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
    return multiply(multiply(matrix(element.get("CTM")), (1.0, 0.0, 0.0, 1.0, left, top)), way)


def _face(
    element: etree._Element,
    setting: Setting,
    font: Font,
    way: Matrix,
    size: float,
    right: tuple[float, float],
    down: tuple[float, float],
) -> Face:
    fills, strokes = flag(element.get("Fill"), True), flag(element.get("Stroke"), False)
    colour = setting.resources.colour(element, "FillColor" if fills else "StrokeColor", setting.param) or BLACK
    across = (way[0] * right[0] + way[2] * right[1], way[1] * right[0] + way[3] * right[1])
    along = (way[0] * down[0] + way[2] * down[1], way[1] * down[0] + way[3] * down[1])
    angle = math.degrees(math.atan2(-across[1], across[0])) if any(across) else 0.0
    turn = round(angle / 90) * 90
    points = round(abs(size) * math.hypot(*along), 2)
    opacity = colour.alpha * setting.opacity
    return Face(
        max(points, _UNSEEN),
        font.bold or (number(element.get("Weight")) or 0) >= _BOLD or (fills and strokes),
        colour.hex,
        round(colour.shade, 3),
        round(opacity, 2),
        not (fills or strokes) or opacity == 0,
        turn % 360,
        round(angle - turn, 1),
        setting.mark or ("clipped" if setting.unseen or points < _UNSEEN else ""),
    )


def _slots(element: etree._Element, font: Font, em: float, ahead: tuple[float, float]) -> Iterator[_Slot]:
    """The characters of all TextCodes with their places.

    Offsets count glyphs: where several characters share a glyph or one character has several
    (CGTransform), the characters share out the room of their glyphs.
    """
    x = y = 0.0
    shapes = _glyph_counts(element)
    position = 0
    for code in children(element, "TextCode"):
        text = _without_edges(code.text or "")
        first_x, first_y = number(code.get("X")), number(code.get("Y"))
        x, y = x if first_x is None else first_x, y if first_y is None else first_y
        across = offsets(code.get("DeltaX"), 2 * len(text) + 8)
        along = offsets(code.get("DeltaY"), 2 * len(text) + 8)
        at_x, at_y, glyph, index = x, y, 0, 0
        while index < len(text):
            codes, glyphs = shapes.get(position + index, (1, 1))
            codes = min(codes, len(text) - index)
            own = text[index : index + codes]
            given = glyph < len(across) or glyph < len(along)
            step = (sum(across[glyph : glyph + glyphs]), sum(along[glyph : glyph + glyphs]))
            if not given:
                room = sum(usual_width(char, font) for char in own) * em
                step = (room * ahead[0], room * ahead[1])
            named = position + index in shapes
            for number_in, char in enumerate(own):
                part = number_in / codes
                shown = _UNMAPPED if named and char == _NO_CODE else char
                offset = (step[0] / codes, step[1] / codes) if given else None
                yield _Slot(shown, at_x + part * step[0], at_y + part * step[1], offset)
            at_x, at_y = at_x + step[0], at_y + step[1]
            glyph, index = glyph + glyphs, index + codes
        position += len(text)


def _without_edges(text: str) -> str:
    """The text without the blanks at its ends where they hold a line end: that is layout of the XML."""
    start = text[: len(text) - len(text.lstrip(_XML_BLANKS))]
    if "\n" in start or "\r" in start:
        text = text[len(start) :]
    end = text[len(text.rstrip(_XML_BLANKS)) :]
    return text[: len(text) - len(end)] if "\n" in end or "\r" in end else text


def _is_even(slots: Sequence[_Slot]) -> bool:
    """Does every character of a line, Chinese and Latin, take the same room: a program's simple setting, and no blanks."""
    steps = {(round(slot.offset[0], 3), round(slot.offset[1], 3)) for slot in slots if slot.offset is not None}
    return len(steps) == 1 and len({_is_wide(slot.text) for slot in slots}) == 2


def _stretch(slots: Sequence[_Slot], right: tuple[float, float], em: float) -> float:
    """What justified setting adds after each character: by how much the Chinese ones stand apart."""
    apart = sorted(
        slot.offset[0] * right[0] + slot.offset[1] * right[1] - em
        for slot in slots
        if slot.offset is not None and _is_wide(slot.text)
    )
    return max(0.0, apart[len(apart) // 3]) if len(apart) > 1 else 0.0


def _glyph_counts(element: etree._Element) -> dict[int, tuple[int, int]]:
    """By the place of a character (from 0): how many characters from there on have how many glyphs."""
    found: dict[int, tuple[int, int]] = {}
    for transform in children(element, "CGTransform"):
        start = int(number(transform.get("CodePosition")) or 0)
        codes = int(number(transform.get("CodeCount")) or 1)
        glyphs = int(number(transform.get("GlyphCount")) or 1)
        if codes < 1 or glyphs < 1 or start < 0 or codes > 100_000:
            continue
        if codes == glyphs:
            found.update((start + index, (1, 1)) for index in range(codes))
        else:
            found[start] = (codes, glyphs)
    return found


@lru_cache(maxsize=16_384)
def _character(char: str) -> str:
    """ " " for blanks, "" for what has no width, U+FFFD for what is no character."""
    if char in "\t\n\r":
        return " "
    code = ord(char)
    if code < 0x20 or code in {0xFFFD, 0xFFFE, 0xFFFF}:
        return _UNMAPPED
    return char if count(char) else " " if char.isspace() else ""


def usual_width(char: str, font: Font) -> float:
    """The width of a character in ems: one for Chinese, that of Times for Latin, half of one in Chinese fonts."""
    if _is_wide(char):
        return 1.0
    narrow = _TIMES.get(char, 0.5)
    return max(0.5, narrow) if font.fixed or font.chinese else narrow


@lru_cache(maxsize=16_384)
def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in {"W", "F", "A"}


def _is_own_width(char: str, given: float, font: Font) -> bool:
    """May the offset (in ems), which is wider than usual, still be the character's width and no gap."""
    if _is_wide(char):
        return False
    if not char.isascii():
        return given <= _OTHER_SCRIPT
    if font.fixed and given <= _MONOSPACED:
        return True
    wider = _WIDER_DIGIT if char.isdigit() else _WIDER
    return given <= usual_width(char, font) + wider or any(abs(given - width) < _NEAR_FIXED for width in _FIXED)


def within(glyphs: Sequence[Glyph], clip: tuple[float, float, float, float], page: tuple[float, float]) -> list[Glyph]:
    """The glyphs, with the mark "clipped" for those whose middle is outside the box `clip` of a page of this size."""
    found: list[Glyph] = []
    for glyph in glyphs:
        x, y = glyph.middle
        x, y, _, _ = Frame(width=page[0], height=page[1], turn=glyph.face.turn).to_page((x, y, x, y))
        if not (clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3]) and not glyph.face.mark:
            glyph = glyph._replace(face=glyph.face._replace(mark="clipped"))
        found.append(glyph)
    return found

"""Property lists of Word 97-2003 ([MS-DOC] 2.2.5, 2.6): what a run, a paragraph, a row and a section look like."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from policyparse.extractors.doc_model import CellForm, Form, Look, RowForm

_SIZES: Final = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_TABLE_DEFINITIONS: Final = frozenset({0xD608, 0xD606})
_TABS: Final = 0xC615
_HUGE: Final = frozenset({0x6646, 0x6645, 0x646B})  # the list goes on in the data stream

#: One-byte property numbers of a piece ([MS-DOC] 2.9.214) that change what is read.
SHORT: Final = {0x41: 0x0800, 0x42: 0x0801, 0x55: 0x0835, 0x5C: 0x083C, 0x05: 0x2403, 0x18: 0x2416, 0x19: 0x2417}

_COLOURS: Final = (
    "auto", "000000", "0000ff", "00ffff", "00ff00", "ff00ff", "ff0000", "ffff00", "ffffff",
    "000080", "008080", "008000", "800080", "800000", "808000", "808080", "c0c0c0",
)  # fmt: skip
_ALIGNS: Final = {0: "left", 1: "center", 2: "right"}
_BORDERS_OF_A_BOX: Final = {0x6425: "left", 0x6427: "right", 0xC64F: "left", 0xC651: "right"}
_TABLE_BORDERS: Final = {0xD605: 4, 0xD613: 8}
_NO_BORDER: Final = frozenset({0, 255})
_NO_LIST: Final = 0xF801
_CLEAR_COLOUR: Final = 0xFF000000


def read_sprms(grpprl: bytes) -> Iterator[tuple[int, bytes]]:
    """The properties in their order: number and operand. Ends where the list is damaged."""
    at = 0
    while at + 2 < len(grpprl):
        (number,) = struct.unpack_from("<H", grpprl, at)
        at += 2
        if number in _TABLE_DEFINITIONS:
            size = max(0, int.from_bytes(grpprl[at : at + 2], "little") - 1)
            at += 2
        elif number >> 13 == 6:
            size = grpprl[at]
            at += 1
            if number == _TABS and size == 255:
                deleted = grpprl[at] if at < len(grpprl) else 0
                added_at = at + 1 + 4 * deleted
                size = 2 + 4 * deleted + 3 * (grpprl[added_at] if added_at < len(grpprl) else 0)
        else:
            size = _SIZES[number >> 13]
        yield number, grpprl[at : at + size]
        at += size


def with_huge(grpprl: bytes, data: bytes) -> bytes:
    """The list, with what stands in the data stream because it is too long for its place."""
    for number, operand in read_sprms(grpprl):
        if number in _HUGE and len(operand) == 4:
            at = int.from_bytes(operand, "little")
            size = int.from_bytes(data[at : at + 2], "little")
            return grpprl + data[at + 2 : at + 2 + size]
    return grpprl


def number_of(operand: bytes) -> int:
    return int.from_bytes(operand, "little")


def look(grpprl: bytes, fonts: list[str]) -> Look:
    """Of a run (or a style's runs). Fonts are named only where they hold symbols."""
    bold: bool | None = None
    hidden: bool | None = None
    deleted = False
    size: int | None = None
    colour = font = style = None
    for number, operand in read_sprms(grpprl):
        value = number_of(operand)
        if number == 0x0835:
            bold = _toggle(value)
        elif number == 0x083C:
            hidden = _toggle(value)
        elif number == 0x0800:
            deleted = value == 1
        elif number == 0x4A43:
            size = value
        elif number == 0x2A42:
            colour = _COLOURS[value] if value < len(_COLOURS) else None
        elif number == 0x6870:
            colour = _colour(value)
        elif number == 0x4A30:
            style = str(value)
        elif number in (0x4A4F, 0x4A51) and value < len(fonts) and _is_symbolic(fonts[value]):
            font = fonts[value]
    return Look(bold=bold, hidden=hidden, deleted=deleted, size=size, colour=colour, font=font, style=style)


def symbol(grpprl: bytes, fonts: list[str]) -> str | None:
    """`font|code` where the run is a symbol (sprmCSymbol), else None."""
    for number, operand in read_sprms(grpprl):
        if number == 0x6A09 and len(operand) == 4:
            font, code = struct.unpack("<HH", operand)
            return f"{fonts[font] if font < len(fonts) else ''}|{code:04X}"
    return None


def _toggle(value: int) -> bool | None:
    """0 off, 1 on, 0x80 as the style says, 0x81 not as the style says (styles of these properties are mostly off)."""
    return {0: False, 1: True, 0x81: True}.get(value)


def _colour(value: int) -> str:
    if value & _CLEAR_COLOUR == _CLEAR_COLOUR:
        return "auto"
    red, green, blue = value & 255, value >> 8 & 255, value >> 16 & 255
    return f"{red:02x}{green:02x}{blue:02x}"


def _is_symbolic(font: str) -> bool:
    return font.lower() == "symbol" or font.lower().startswith(("wingdings", "webdings"))


def form(grpprl: bytes, style: str | None) -> Form:
    """Of a paragraph (or a style's paragraphs)."""
    align = fill = None
    outline = list_id = level = None
    sides = set()
    for number, operand in read_sprms(grpprl):
        value = number_of(operand)
        if number in (0x2403, 0x2461):
            align = _ALIGNS.get(value)
        elif number == 0x2640:
            outline = value
        elif number == 0x260A:
            level = value
        elif number == 0x460B:
            list_id = 0 if value >= _NO_LIST or value == 0 else value
        elif number in _BORDERS_OF_A_BOX:
            kind = operand[5:6] if number >= 0xC000 else operand[1:2]
            if kind and kind[0] not in _NO_BORDER:
                sides.add(_BORDERS_OF_A_BOX[number])
        elif number == 0xC64D and len(operand) >= 8:
            back = _colour(number_of(operand[4:8]))
            fill = None if back == "auto" else back
    return Form(
        style=style, align=align, outline=outline, list_id=list_id, level=level, framed=len(sides) == 2, fill=fill
    )


def depth(grpprl: bytes) -> tuple[int, str]:
    """In how many tables a paragraph stands, and what else its mark ends: "row", "cell" (of an inner table) or ""."""
    levels, inside, end = 0, False, ""
    for number, operand in read_sprms(grpprl):
        value = number_of(operand)
        if number == 0x2416:
            inside = value == 1
        elif number == 0x6649:
            levels = value if value < 1 << 31 else 0
        elif number == 0x664A:
            levels = max(0, levels + int.from_bytes(operand, "little", signed=True))
        elif number in (0x2417, 0x244C) and value == 1:
            end = "row"
        elif number == 0x244B and value == 1 and not end:
            end = "cell"
    return max(levels, int(inside or bool(end))), end


def row_form(grpprl: bytes) -> RowForm:
    """Of a row, from the properties of its mark."""
    edges: tuple[int, ...] = ()
    across: list[int] = []
    down: list[int] = []
    header = ruled = False
    for number, operand in read_sprms(grpprl):
        if number == 0xD608 and operand:
            count = operand[0]
            if len(operand) < 1 + 2 * (count + 1):
                continue
            edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
            across, down = [0] * count, [0] * count
            for i in range(count):
                at = 1 + 2 * (count + 1) + 20 * i
                cell = operand[at : at + 20]
                if len(cell) == 20:
                    flags = number_of(cell[:2])
                    across[i], down[i] = flags & 3, flags >> 5 & 3
                    ruled = ruled or any(cell[4 + 4 * side + 1] not in _NO_BORDER for side in range(4))
        elif number == 0xD62B and len(operand) >= 2 and operand[0] < len(down):
            down[operand[0]] = operand[1]
        elif number == 0x3404:
            header = operand[:1] == b"\x01"
        elif number in _TABLE_BORDERS:
            size = _TABLE_BORDERS[number]
            kind = 1 if size == 4 else 5
            ruled = ruled or any(operand[at + kind] not in _NO_BORDER for at in range(0, len(operand) - kind, size))
    cells = zip(_across(across), down, strict=True)
    return RowForm(
        edges=edges,
        cells=tuple(CellForm(across=a, down={1: "continue", 3: "restart", 2: "restart"}.get(d)) for a, d in cells),
        header=header,
        ruled=ruled,
    )


def _across(flags: list[int]) -> list[str | None]:
    """Cells merged to the right. Programs differ in which of the two flags marks the first of them: the first one has it."""
    found: list[str | None] = []
    first = 0
    for at, flag in enumerate(flags):
        if not flag:
            first = 0
        elif not first:
            first = flag
        alone = flag and flag == first and (at + 1 == len(flags) or flags[at + 1] in (0, first))
        found.append(None if not flag or alone else "restart" if flag == first else "continue")
    return found


def is_title_page(grpprl: bytes) -> bool:
    """Has the section a first page of its own (sprmSFTitlePage)."""
    return any(number == 0x300A and operand == b"\x01" for number, operand in read_sprms(grpprl))

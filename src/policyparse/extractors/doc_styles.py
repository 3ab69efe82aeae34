"""Styles and fonts of a Word 97-2003 file ([MS-DOC] 2.9.271 STSH, 2.9.286 SttbfFfn)."""

from __future__ import annotations

import struct
from typing import Final

from policyparse.extractors.doc_model import Style
from policyparse.extractors.doc_ole import FONTS, STYLES, Word
from policyparse.extractors.doc_sprms import form, look
from policyparse.extractors.doc_text import units, whole

_KINDS: Final = {1: "paragraph", 2: "character"}
_NO_BASE: Final = 0xFFF
_FONT_NAME_AT: Final = 39  # bytes of an FFN before its name
#: Built-in styles are told by number; their names may be in any language.
_BUILT_IN: Final = {
    **{n: f"heading {n}" for n in range(1, 10)},
    **{18 + n: f"toc {n}" for n in range(1, 10)},
    62: "Title",
}


def read_fonts(word: Word) -> list[str]:
    """Names by number; empty where the part is damaged."""
    part = word.part(FONTS)
    names: list[str] = []
    at = 4
    while at < len(part):
        size = part[at]
        raw = part[at + 1 + _FONT_NAME_AT : at + 1 + size]
        names.append(whole(units(raw)).partition("\0")[0])
        at += 1 + size
    return names


def read_styles(word: Word, fonts: list[str]) -> list[Style]:
    """Paragraph and character styles. Damaged ones are left out: they tell only how text looks."""
    part = word.part(STYLES)
    if len(part) < 6:
        return []
    header, total, base_size = struct.unpack_from("<HHH", part)
    at = 2 + header
    found = []
    for number in range(total):
        if at + 2 > len(part):
            break
        size = int.from_bytes(part[at : at + 2], "little")
        style = _style(str(number), part[at + 2 : at + 2 + size], base_size, fonts)
        if style is not None:
            found.append(style)
        at += 2 + size + size % 2
    return found


def _style(key: str, std: bytes, base_size: int, fonts: list[str]) -> Style | None:
    if len(std) < base_size + 2 or base_size < 10:
        return None
    built_in, kind_and_base, counts = struct.unpack_from("<HHH", std)
    kind = _KINDS.get(kind_and_base & 15)
    if kind is None:
        return None
    length = int.from_bytes(std[base_size : base_size + 2], "little")
    name_end = base_size + 2 + 2 * length
    name = whole(units(std[base_size + 2 : name_end]))
    lists = []
    at = name_end + 2
    for _ in range(counts & 15):
        size = int.from_bytes(std[at : at + 2], "little")
        lists.append(std[at + 2 : at + 2 + size])
        at += 2 + size + size % 2
    paragraph = lists[0][2:] if kind == "paragraph" and lists else b""
    run = lists[-1] if lists and (kind == "character" or len(lists) > 1) else b""
    base = kind_and_base >> 4
    return Style(
        key=key,
        name=_BUILT_IN.get(built_in & 0xFFF, name),
        kind=kind,
        base=None if base == _NO_BASE else str(base),
        form=form(paragraph, None),
        look=look(run, fonts),
    )

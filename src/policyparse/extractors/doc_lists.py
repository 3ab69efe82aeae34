"""Lists of a Word 97-2003 file ([MS-DOC] 2.9.131 to 2.9.150, 2.9.192): what numbers Word prints before paragraphs."""

from __future__ import annotations

import struct
from typing import Final, Literal

from policyparse.extractors.doc_model import List, ListLevel
from policyparse.extractors.doc_ole import LIST_USES, LISTS, Word
from policyparse.extractors.doc_sprms import look
from policyparse.extractors.doc_text import units, whole

_LSTF, _LVLF, _LFO = 28, 28, 16
#: No file has more uses of lists than paragraphs in a long document; the rest would be damage.
_MOST_USES: Final = 20_000
_FOLLOW: Final[dict[int, Literal["tab", "space", "nothing"]]] = {0: "tab", 1: "space", 2: "nothing"}
#: MSONFC ([MS-OSHARED] 2.2.1.3) in the names of ST_NumberFormat.
_FORMATS: Final = (
    "decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "ordinal", "cardinalText", "ordinalText",
    "hex", "chicago", "ideographDigital", "japaneseCounting", "aiueo", "iroha", "decimalFullWidth",
    "decimalHalfWidth", "japaneseLegal", "japaneseDigitalTenThousand", "decimalEnclosedCircle", "decimalFullWidth2",
    "aiueoFullWidth", "irohaFullWidth", "decimalZero", "bullet", "ganada", "chosung", "decimalEnclosedFullstop",
    "decimalEnclosedParen", "decimalEnclosedCircleChinese", "ideographEnclosedCircle", "ideographTraditional",
    "ideographZodiac", "ideographZodiacTraditional", "taiwaneseCounting", "ideographLegalTraditional",
    "taiwaneseCountingThousand", "taiwaneseDigital", "chineseCounting", "chineseLegalSimplified",
    "chineseCountingThousand",
)  # fmt: skip
_OTHER_FORMATS: Final = {57: "numberInDash", 255: "none"}


def read_lists(word: Word, fonts: list[str]) -> tuple[dict[int, tuple[ListLevel, ...]], list[List]]:
    """Definitions by number, and the lists in use, numbered from 1 as paragraphs name them. Ends where damaged."""
    start, size = word.place(LISTS)
    if size < 2:
        return {}, []
    table = word.table
    count = int.from_bytes(table[start : start + 2], "little")
    at = start + 2 + count * _LSTF
    definitions: dict[int, tuple[ListLevel, ...]] = {}
    numbers: dict[int, int] = {}
    for i in range(count):
        header = table[start + 2 + i * _LSTF : start + 2 + (i + 1) * _LSTF]
        if len(header) < _LSTF:
            break
        levels = []
        for place in range(1 if header[26] & 1 else 9):
            level, at = _level(table, at, place, fonts)
            if level is not None:
                levels.append(level)
        numbers[struct.unpack_from("<i", header)[0]] = i
        definitions[i] = tuple(levels)
    return definitions, _uses(word, numbers, fonts)


def _level(table: bytes, at: int, place: int, fonts: list[str]) -> tuple[ListLevel | None, int]:
    """One LVL and the offset after it."""
    fixed = table[at : at + _LVLF]
    if len(fixed) < _LVLF:
        return None, len(table)
    start, form, flags, numbers, follow = struct.unpack_from("<iBB9sB", fixed)
    runs, paragraphs, restart = fixed[24], fixed[25], fixed[26]
    at += _LVLF + paragraphs
    grpprl = table[at : at + runs]
    at += runs
    length = int.from_bytes(table[at : at + 2], "little")
    text = units(table[at + 2 : at + 2 + 2 * length])
    at += 2 + 2 * length
    places = {n - 1 for n in numbers if n}
    shown = "".join(f"%{ord(c) + 1}" if i in places and ord(c) < 9 else c for i, c in enumerate(text))
    own = look(grpprl, fonts)
    level = ListLevel(
        place=place,
        start=start,
        form=_FORMATS[form] if form < len(_FORMATS) else _OTHER_FORMATS.get(form, "decimal"),
        text=whole(shown),
        follow=_FOLLOW.get(follow, "tab"),
        legal=bool(flags & 4),
        restart=restart if flags & 8 else None,
        font=own.font,
    )
    return level, at


def _uses(word: Word, numbers: dict[int, int], fonts: list[str]) -> list[List]:
    start, size = word.place(LIST_USES)
    table = word.table
    count = min(int.from_bytes(table[start : start + 4], "little"), _MOST_USES, max(0, (size - 4) // _LFO))
    at = start + 4 + count * _LFO
    found = []
    for i in range(count):
        header = table[start + 4 + i * _LFO : start + 4 + (i + 1) * _LFO]
        at += 4
        levels: list[ListLevel] = []
        starts: list[tuple[int, int]] = []
        for _ in range(header[12]):
            if at + 8 > len(table):
                break
            first, flags = struct.unpack_from("<iI", table, at)
            at += 8
            place = flags & 15
            if flags & 32:
                level, at = _level(table, at, place, fonts)
                if level is not None:
                    levels.append(level)
                    first = level.start
            if flags & 16:
                starts.append((place, first))
        definition = numbers.get(struct.unpack_from("<i", header)[0])
        if definition is not None:
            found.append(List(key=i + 1, definition=definition, levels=tuple(levels), starts=tuple(starts)))
    return found

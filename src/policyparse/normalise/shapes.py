"""What a single cell looks like: a date, units of government, people, an ordinal, a number, or text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from policyparse.lexicon import Lexicon
from policyparse.text import fold

Shape = Literal["date", "unit", "person", "ordinal", "number", "text", "empty"]

_DATE = re.compile(
    r"(?:(?:19|20)\d{2}[年./-]|[\d一二三四五六七八九十]{1,3}月|季度|半年|年[底内末初]|每[年季月周日]|全年|长期|持续|立行立改|常态|期间$|十[一二三四五]五)"
)
#: A month or day in figures, which would pass as an item's number: 2026.3, 2026-03-15.
_DAY = re.compile(r"^(?:19|20)\d{2}[.\-/](?:0?[1-9]|1[0-2])(?:[.\-/](?:0?[1-9]|[12]\d|3[01]))?$")
_ORDINAL = re.compile(r"^[(\[]?(?:\d{1,4}(?:[.\-]\d{1,3}){0,3}|[一二三四五六七八九十百]{1,5}|[①-⑳㉑-㉟])[)\].、]?$")
_NUMBER = re.compile(r"^(?:约|≥|≤|>|<|\[)?-?\d[\d,]*(?:\.\d+)?(?:%|‰|/10?万)?\]?(?:左右|以上|以下|以内)?$")
#: Separators, but not those within brackets: 各县（市、区）人民政府.
_SPLIT = re.compile(r"[、,;，；\n]+(?![^()（）]*[)）])")
_LONGEST_DATE_CELL = 60
_LONGEST_UNIT = 24
#: A blank parts two names, but stands inside a name of two characters spaced out (陈 勇).
_BETWEEN_NAMES = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})\s+(?=[\u4e00-\u9fff]{2})|(?<=[\u4e00-\u9fff]\s[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff]{2})"
)
#: So many of a thing, and no name: 编两个组, 3支队伍.
_COUNTED = re.compile(r"(?<!第)(?:[一二两三四五六七八九十几]|\d)(?:个|支|名|家|所|座|处|场|次)")
#: Two names are not longer than this.
_TWO_NAMES = 6
_HAN = re.compile(r"^[\u4e00-\u9fff]+$")


@lru_cache(maxsize=8)
def _unit_end(lexicon: Lexicon) -> re.Pattern[str]:
    ends = sorted((re.escape(fold(end)) for end in lexicon["shapes"]["unit_ends"]), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(ends)})(?:\([^()]*\))?$")


@lru_cache(maxsize=8)
def _unit_names(lexicon: Lexicon) -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...], re.Pattern[str]]:
    """Names that are units as they stand, ends and beginnings that are none, and ends of offices."""
    words = lexicon["organisations"]
    known = frozenset(fold(name) for name in (*words["generic"]["bare"], *words["generic"]["abbreviations"]))
    ends = sorted((re.escape(fold(end)) for end in words["suffixes"]["office"] if len(end) > 1), key=len, reverse=True)
    return (
        known,
        tuple(fold(w) for w in words["generic"]["not_units"]),
        tuple(fold(w) for w in words["generic"]["deeds"]),
        re.compile(rf"(?:{'|'.join(ends)})$"),
    )


@lru_cache(maxsize=8)
def _surnames(lexicon: Lexicon) -> frozenset[str]:
    words = lexicon["shapes"]
    return frozenset(words["surnames"]) | frozenset(words["compound_surnames"])


@lru_cache(maxsize=65536)
def shape_of(text: str, lexicon: Lexicon) -> Shape:
    """The shape of a whole cell."""
    folded = fold(text)
    if not folded:
        return "empty"
    if _DAY.match(folded):
        return "date"
    if _ORDINAL.match(folded):
        return "ordinal"
    if _NUMBER.match(folded):
        return "number"
    if len(folded) <= _LONGEST_DATE_CELL and _DATE.search(folded) and not _is_units(text, lexicon):
        return "date"
    if _is_units(text, lexicon):
        return "unit"
    if _is_people(text, lexicon):
        return "person"
    return "text"


def _is_units(text: str, lexicon: Lexicon) -> bool:
    names = [fold(part).rstrip("。.") for part in _SPLIT.split(text) if part.strip()]
    names = [name for name in names if name]
    good = sum(_is_unit(name, lexicon) for name in names)
    return bool(names) and good * 2 > len(names)


def _is_unit(name: str, lexicon: Lexicon) -> bool:
    if (
        len(name) > _LONGEST_UNIT
        or "-" in name
        or _COUNTED.search(name)
        or name.startswith(tuple(lexicon["shapes"]["built"]))
    ):
        return False
    if _unit_end(lexicon).search(name):
        return True
    known, none, deeds, ends = _unit_names(lexicon)
    return name in known or bool(ends.search(name) and not name.endswith(none) and not name.startswith(deeds))


@lru_cache(maxsize=8)
def _kinds_of_place(lexicon: Lexicon) -> re.Pattern[str]:
    words = lexicon["organisations"]["places"]
    kinds = sorted({re.escape(fold(word)) for word in (*words["suffixes"], *words["levels"])}, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(kinds)}|[()、,/])+")


def is_kind_of_place(text: str, lexicon: Lexicon) -> bool:
    """Names a text a kind of place and no place: 乡镇, 县（市、区）. Such a cell is a column's name."""
    return bool(_kinds_of_place(lexicon).fullmatch(fold(text)))


def names_office(text: str, lexicon: Lexicon) -> bool:
    """Is one of a cell's units more than a group, a room, a village: those names are as well of what is made or met.

    A level in front says that it is an office however small: 镇水利站.
    """
    names = [fold(part).rstrip("。.") for part in _SPLIT.split(text)]
    small = tuple(lexicon["shapes"]["small_unit_ends"])
    levels = tuple(lexicon["organisations"]["places"]["levels"])
    return any(
        name and _is_unit(name, lexicon) and (not name.endswith(small) or name.startswith(levels)) for name in names
    )


def _is_people(text: str, lexicon: Lexicon) -> bool:
    parts = [_without_post(part.strip(), lexicon) for part in _SPLIT.split(text)]
    names = [name for part in parts for name in _BETWEEN_NAMES.split(part) if name]
    bare = [re.sub(r"\s", "", name) for name in names]
    good = sum(_is_person(name, lexicon) or _are_two_people(name, lexicon) for name in bare)
    return bool(names) and good * 2 > len(names)


@lru_cache(maxsize=8)
def _posts(lexicon: Lexicon) -> re.Pattern[str]:
    titles = sorted(map(re.escape, lexicon["organisations"]["people"]["titles"]), key=len, reverse=True)
    return re.compile(rf"[\u4e00-\u9fff]{{0,10}}(?:{'|'.join(titles)})(?P<name>[\u4e00-\u9fff]{{2,4}})")


def _without_post(text: str, lexicon: Lexicon) -> str:
    """A person's name without the post before it: 县委书记 董平."""
    found = _posts(lexicon).fullmatch(re.sub(r"\s", "", text))
    return found["name"] if found is not None else text


def _is_person(name: str, lexicon: Lexicon) -> bool:
    """A surname and one or two characters; two of them behind a compound surname; not a word of that form."""
    if not _HAN.match(name) or name in lexicon["organisations"]["people"]["not_people"]:
        return False
    surnames = _surnames(lexicon)
    return (name[0] in surnames and 2 <= len(name) <= 3) or (name[:2] in surnames and 3 <= len(name) <= 4)


def _are_two_people(name: str, lexicon: Lexicon) -> bool:
    """Two names whose blank a line end took: 程立新罗正平."""
    return 4 <= len(name) <= _TWO_NAMES and any(
        _is_person(name[:at], lexicon) and _is_person(name[at:], lexicon) for at in (2, 3) if 2 <= len(name) - at <= 3
    )

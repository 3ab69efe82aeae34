"""What a header's text says its column means: by whole name, by the noun that it ends in, by a part of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_args

from policyparse.lexicon import Lexicon, default_lexicon
from policyparse.normalise.model import Field
from policyparse.text import fold

_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")
_TRIM = re.compile(r"[:：。*※#、.\d]+$|^[:：*※#、.]+")
_YEAR = re.compile(
    r"^(?:到|至)?(?:19|20)\d{2}(?:年?[-~至](?:19|20)\d{2})?年?(?:末|底)?$|^\"?十[一二三四五六]五\"?(?:末|期末)?$"
)
_ANY_YEAR = re.compile(
    r"(?:19|20)\d{2}(?:年?[-~至](?:19|20)\d{2})?年?度?(?:末|底)?前?|\"?十[一二三四五六]五\"?(?:期间|末|期末)?"
)
_PART_OF_YEAR = re.compile(
    r"(?:(?:19|20)\d{2}年)?(?:第?[一二三四1-4](?:、[一二三四1-4])?季度|前[两二三]季度|q[1-4]|(?:1?\d|十[一二]?|[一二三四五六七八九])(?:月?[-~至](?:1?\d|十[一二]?|[一二三四五六七八九]))?月份?|[上下]半年|第[一二三四]阶段|第[一二三四五六七八九十]{1,3}周|全年)(?:底|末)?前?"
)
#: Of which level an office is, before its role: 市级督导单位.
_LEVEL = re.compile(r"^(?:国家|[省市州县区镇乡]|乡镇|集团|总部)级?(?!场|政)")
#: A label with its value (责任单位：市水务局) is no name.
_LABELLED = re.compile(r"^[^:]{2,12}:[^:]+$")
#: Names that join two (责任单位及责任人): the first of them that is known says what the column is.
_AND = re.compile(r"[及和与、/]|以及")
#: A name that only its last noun tells is no longer than this: 处罚决定书文号.
_SHORT_NAME = 8
#: A part of a name decides only where it makes up a quarter of it: 领导 in 加强党的领导和党的建设 does not.
_PART_SHARE = 4


@dataclass(frozen=True, slots=True)
class Names:
    """The column names of a lexicon, ready for look-up. All folded."""

    exact: Mapping[str, Field]
    parts: tuple[tuple[str, Field], ...]
    prefixes: tuple[tuple[str, Field], ...]
    owners: tuple[str, ...]
    problems: tuple[tuple[str, ...], tuple[str, ...]]
    nouns: tuple[str, ...]
    base: tuple[str, ...]
    growth: tuple[str, ...]
    value: tuple[str, ...]
    longest: int
    heads: tuple[str, ...]


@lru_cache(maxsize=8)
def names_of(lexicon: Lexicon) -> Names:
    table: Mapping[str, Any] = lexicon["columns"]
    built_in: Mapping[str, Any] = default_lexicon()["columns"]
    exact: dict[str, Field] = {}
    own: dict[str, Field] = {}
    parts: list[tuple[str, Field]] = []
    for name in get_args(Field):
        entry = table.get(name, {})
        if name in {"base", "growth", "value"}:
            continue
        for alias in entry.get("names", []):
            given = alias not in built_in[name]["names"]
            (own if given else exact).setdefault(fold(alias).lower(), name)
        parts.extend((fold(part), name) for part in entry.get("parts", []))
    exact |= own  # a user's own name means what the user says
    # stable sort: a longer part first, the lexicon's own order among equals
    parts.sort(key=lambda item: -len(item[0]))
    return Names(
        exact=exact,
        parts=tuple(parts),
        prefixes=tuple((fold(p), name) for name in ("support", "lead") for p in table[name].get("prefixes", [])),
        problems=(tuple(map(fold, table["problem"]["starts"])), tuple(map(fold, table["problem"]["ends"]))),
        owners=tuple(fold(p) for p in table["owner"]["prefixes"]),
        nouns=tuple(fold(p) for p in table["owner"]["nouns"]),
        base=tuple(fold(p) for p in table["base"]["parts"]),
        growth=tuple(fold(p) for p in table["growth"]["parts"]),
        value=tuple(fold(p) for p in table["value"]["parts"]),
        heads=tuple(fold(p) for p in table["shape"]["nouns"]),
        longest=int(table["shape"]["longest_header"]),
    )


def plain_name(text: str) -> str:
    """A header text for look-up: folded, without bracketed notes, points and footnote marks."""
    folded = fold(text).lower()
    bare = _TRIM.sub("", _BRACKETED.sub("", folded))
    return bare or folded


def match_name(text: str, lexicon: Lexicon, *, header: bool = False) -> tuple[Field, str] | None:
    """The field that the lexicon gives a header text, with the alias or part that matched; None where unknown.

    `header`: the text is known to stand in a header, so a known noun at its end decides however long the words
    before it are (2025年底达到的标准).
    """
    names = names_of(lexicon)
    for form in (fold(text).lower(), plain_name(text)):
        if form in names.exact:
            return names.exact[form], form
    bare = plain_name(text)
    if len(bare) > names.longest:
        return None
    timeless = _ANY_YEAR.sub("", bare)
    if timeless != bare and timeless in names.exact and names.exact[timeless] != "unit":
        return names.exact[timeless], timeless
    inner = _LEVEL.sub("", bare)
    for start, name in names.prefixes:
        if inner.startswith(start) and (
            bare.endswith(names.nouns) or any(n in bare for n in names.nouns if len(n) > 1)
        ):
            return name, start
    if bare.startswith(names.problems[0]) and bare.endswith(names.problems[1]):
        return "problem", bare
    for start in names.owners:
        if bare.startswith(start) and bare.endswith(names.nouns):
            return "owner", start
    for piece in _AND.split(bare) if _AND.search(bare) else ():
        if len(piece) > 1 and piece in names.exact:
            return names.exact[piece], piece
    if header and _AND.search(bare) and (start := _AND.split(bare)[0]) and (found := _by_end(start, names)) is not None:
        return found  # 主要建设内容和规模
    # the noun that a name ends in says what it names: 任务完成时限 is a time
    for part, name in names.parts:
        if bare.endswith(part) and (header or len(part) * _PART_SHARE >= len(bare)):
            return name, part
    for part, name in names.parts:
        if part in bare and len(part) * _PART_SHARE >= len(bare):
            return name, part
    return None


def _by_end(bare: str, names: Names) -> tuple[Field, str] | None:
    """The field of the longest part that a name ends in."""
    return next(((name, part) for part, name in names.parts if bare.endswith(part)), None)


def is_whole_name(text: str, lexicon: Lexicon) -> bool:
    """Is the text as a whole a name of the lexicon, and not only a part of it."""
    exact = names_of(lexicon).exact
    return fold(text).lower() in exact or plain_name(text) in exact


def also_names(text: str, wanted: set[Field], lexicon: Lexicon) -> bool:
    """Does one of two names that a header joins (整改目标和措施) name one of these fields."""
    pieces = [piece for piece in _AND.split(plain_name(text)) if len(piece) > 1]
    found = [match_name(piece, lexicon) for piece in pieces]
    return len(pieces) > 1 and any(match is not None and match[0] in wanted for match in found)


def names_a_goal(text: str, lexicon: Lexicon) -> bool:
    """Does a header speak of a goal or a value, whatever else it names: 目标任务."""
    return any(part in plain_name(text) for part in names_of(lexicon).value)


def same_meaning(a: Sequence[str], b: Sequence[str], lexicon: Lexicon) -> bool:
    """Do two rows of names give the same fields in the same order (牵头单位 and 主办单位, 目标任务 and 目标要求)."""
    return len(a) == len(b) and all(
        one == two or _meanings(one, lexicon) & _meanings(two, lexicon) for one, two in zip(a, b, strict=True)
    )


def _meanings(name: str, lexicon: Lexicon) -> set[str]:
    match = match_name(name, lexicon)
    if match is None:
        return set()
    if match[0] in {"task", "content"}:  # which of them 工作内容 is, the columns beside it tell
        return {"task", "content", "target"} if names_a_goal(name, lexicon) else {"task", "content"}
    return {match[0]}


def is_year(text: str) -> bool:
    """A header that is nothing but a year or a five-year plan: 2025年, “十四五”末."""
    return bool(_YEAR.match(plain_name(text)))


def has_year(text: str) -> bool:
    """Does a header name a year or a five-year plan."""
    return bool(_ANY_YEAR.search(fold(text)))


def period_rest(text: str) -> str | None:
    """What a header says beside a part of the year (一季度目标 → 目标); None where it names none."""
    bare = plain_name(text)
    found = _PART_OF_YEAR.search(bare)
    return None if found is None else bare[: found.start()] + bare[found.end() :]


def year_rest(text: str) -> str | None:
    """What a header says beside a year (2025年工作任务 → 工作任务); None where it names none."""
    bare = plain_name(text)
    found = _ANY_YEAR.search(bare)
    return None if found is None else bare[: found.start()] + bare[found.end() :]


def is_whole_year(text: str) -> bool:
    """全年目标 beside 上半年目标."""
    return "全年" in plain_name(text)


def names_time(text: str) -> bool:
    """Does a header name a part of the year or a year."""
    return period_rest(text) is not None or year_rest(text) is not None


def is_header_text(text: str, lexicon: Lexicon) -> bool:
    """Does this cell read like a column name that we know: a known name, a year, or a value word."""
    bare = plain_name(text)
    names = names_of(lexicon)
    if not bare or len(bare) > names.longest or _LABELLED.match(fold(text)):
        return False
    return (
        match_name(text, lexicon) is not None
        or (bare.endswith(names.heads) and len(bare) <= _SHORT_NAME)
        or is_year(text)
        or period_rest(text) == ""
        or any(part in bare for part in (*names.base, *names.growth))
    )

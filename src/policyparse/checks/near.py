"""Units whose name is one slip away from a unit that the table uses elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from policyparse.checks.cells import visible
from policyparse.checks.model import Finding, Scope
from policyparse.checks.owners import balanced, names
from policyparse.lexicon import Lexicon
from policyparse.tables import Column
from policyparse.text import fold

#: Shorter names differ by one character without being alike (市委, 县委).
_SHORTEST = 3
_LONGEST = 40
#: A slip inside the stem is told only against a unit that stands so many times.
_COMMON = 2
#: How far behind the difference a word of place makes it the name of a place.
_PLACE_REACH = 3
#: So many units of one table are compared.
_MOST_UNITS = 20_000


@dataclass(frozen=True, slots=True)
class _Words:
    kinds: tuple[str, ...]
    stems: frozenset[str]
    places: frozenset[str]
    meaningful: frozenset[str]
    levels: frozenset[str]
    joints: frozenset[str]


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    table = lexicon["checks"]["units"]
    stems = (
        {fold(s) for s in (*table["stems"], *lexicon["organisations"]["abbreviations"])}
        if _has(lexicon)
        else {fold(s) for s in table["stems"]}
    )
    return _Words(
        tuple(sorted(map(fold, table["kinds"]), key=len, reverse=True)),
        frozenset(stems),
        frozenset(table["places"]),
        frozenset(table["meaningful"]),
        frozenset(table["levels"]),
        frozenset(table["joints"]),
    )


def _has(lexicon: Lexicon) -> bool:
    return isinstance(lexicon["organisations"].get("abbreviations"), list)


@dataclass(slots=True)
class _Use:
    """How a unit is written, how often, and where."""

    printed: str
    count: int
    places: list[tuple[Scope, int, Column, str]]
    """With each cell the first characters of the names before it there: 市教育局、财政局 leaves out the second 市."""


def check_near_misses(scopes: Sequence[Scope]) -> Iterator[Finding]:
    """Over all tables of a file: the rarer spelling is the finding, at each of its cells."""
    uses: dict[str, _Use] = {}
    for scope in scopes:
        columns = [c for c in scope.sheet.columns if c.key in {"lead", "support"}]
        for index, row in scope.entries:
            for column in columns:
                cell = row.cells[column.index]
                if cell.merged or not balanced(cell.text):
                    continue
                before = ""
                for name in names(cell, scope.lexicon, scope.known):
                    key = fold(visible(name))
                    use = uses.setdefault(key, _Use(name, 0, []))
                    use.count += 1
                    if len(use.places) < _COMMON * 5:
                        use.places.append((scope, index, column, before))
                    before += key[:1]
    if not scopes or len(uses) > _MOST_UNITS:
        return
    words = _words(scopes[0].lexicon)
    order = {name: at for at, name in enumerate(uses)}
    for rare, common in _pairs(uses, order, words):
        level = common[0] if common[1:] == rare else ""
        for scope, index, column, before in uses[rare].places:
            if level and level in before:
                continue
            known = uses[common]
            yield scope.at(
                "unit-near-miss",
                index,
                column,
                expected=known.printed,
                suggestion=known.printed,
                words={"unit": uses[rare].printed, "count": str(known.count)},
            )


def _pairs(uses: Mapping[str, _Use], order: Mapping[str, int], words: _Words) -> Iterator[tuple[str, str]]:
    """(rarer, more common) names that are one slip apart, each rarer one once."""
    near: dict[str, set[str]] = defaultdict(set)
    buckets: dict[str, list[str]] = defaultdict(list)
    for name in uses:
        if _SHORTEST <= len(name) <= _LONGEST:
            for key in {
                name,
                *(name[:i] + name[i + 1 :] for i in range(len(name))),
                f"\0{_stem(name, words)}",
                f"\1{_unjoined(name, words)}",
            }:
                buckets[key].append(name)
    for group in buckets.values():
        for a in group[:50]:
            for b in group[:50]:
                if a != b:
                    near[a].add(b)
    for name, others in near.items():
        best = [o for o in others if _is_slip(name, o, uses, order, words)]
        if best:
            yield name, max(best, key=lambda o: (uses[o].count, -order[o]))


def _stem(name: str, words: _Words) -> str:
    kind = next((k for k in words.kinds if name.endswith(k) and len(name) - len(k) >= 2), "")
    return name[: len(name) - len(kind)] if kind else f"\0{name}"


def _is_slip(rare: str, common: str, uses: Mapping[str, _Use], order: Mapping[str, int], words: _Words) -> bool:
    """Is `rare` a slip of `common`."""
    few, many = uses[rare].count, uses[common].count
    rarer = many > few or (many == few and order[rare] > order[common])
    if _stem(rare, words) == _stem(common, words) or _unjoined(rare, words) == _unjoined(common, words):
        # 医政科, 医政处: only the kind of the office differs; 规划和信息处, 规划信息处: only the joint
        return rarer
    if len(rare) + 1 == len(common) and common[1:] == rare and common[0] in words.levels:
        return many > few and many >= _COMMON
    if not rarer or _known(rare, words) or (many < _COMMON and not _known(common, words)):
        return False
    if many == few and many >= _COMMON:
        return False
    return _one_apart(rare, common, words)


def _one_apart(rare: str, common: str, words: _Words) -> bool:
    """One character changed, left out, put in, or two turned round, and none that says another place or rank."""
    start = next((i for i, (a, b) in enumerate(zip(rare, common, strict=False)) if a != b), min(len(rare), len(common)))
    if len(rare) == len(common):
        if rare[start : start + 2] == common[start : start + 2][::-1] and rare[start + 2 :] == common[start + 2 :]:
            return True
        if rare[start + 1 :] != common[start + 1 :]:
            return False
        if start == len(rare) - 1:
            # 市财政居: the name has no office's ending
            return common.endswith(words.kinds) and not rare.endswith((*words.kinds, *words.places))
        if start == 0 and common[0] in words.levels and rare[0] not in words.meaningful:
            return True
        changed = {rare[start], common[start]}
    else:
        longer = rare if len(rare) > len(common) else common
        if longer[:start] + longer[start + 1 :] != min(rare, common, key=len):
            return False
        changed = {longer[start]}
        if start in {0, len(longer) - 1}:
            return False
    return not changed & words.meaningful and not any(
        c in words.places for c in rare[start + 1 : start + 1 + _PLACE_REACH]
    )


def _unjoined(name: str, words: _Words) -> str:
    return "".join(c for c in name if c not in words.joints)


def _known(name: str, words: _Words) -> bool:
    """Is the name's stem, without its level and place, that of an office that there is."""
    stem = _stem(name, words)
    stem = name if stem.startswith("\0") else stem
    return any(stem.endswith(known) for known in words.stems if len(known) >= 2)

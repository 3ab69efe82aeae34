"""The lexicon's words for owners, compiled once per lexicon: what is a unit, which role a verb or a label gives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from policyparse.interpret.owner_view import without_brackets
from policyparse.lexicon import Lexicon
from policyparse.text import fold

Role = Literal["lead", "support", "owner", "leader"]

#: Longest name of one unit, folded. The longest in the samples has 27 characters (a joint venture's full name).
NAME_LIMIT = 40
#: Longest phrase of role verbs (在各自职责范围内按照职责分工负责配合落实 has 19 characters).
_PHRASE_LIMIT = 30
#: How sure it is that a name is a unit's.
NO, WEAK, STRONG = 0, 1, 2
_RANKS = {"section": 1, "office": 2, "government": 3}
_TAIL = re.compile(r"等(?P<noun>[^等、,;。]{0,14})\Z")
_NEVER = re.compile(r"[。!?:\"《》%=+]|的|(?<!自)由|[0-9]+年|[0-9]+月")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Words:
    """Compared and hashed by identity. All words are folded; tuples of endings are for `str.endswith`."""

    suffixes: tuple[tuple[int, tuple[str, ...]], ...]
    all_suffixes: frozenset[str]
    weak_ends: tuple[str, ...]  #: of places and of units without a name
    levels: tuple[str, ...]
    not_levels: tuple[str, ...]
    governments: tuple[str, ...]
    spanning: frozenset[str]  #: words whose first character also ends units: 社会, 组织
    parents: frozenset[str]
    branches: tuple[str, ...]
    territories: tuple[str, ...]
    lowest: tuple[str, ...]  #: places that hold no 市 or 县 of their own: 街道, 村
    upper: frozenset[str]  #: levels above those
    dependants: tuple[str, ...]
    heads: tuple[str, ...]
    nouns: tuple[str, ...]
    bare: frozenset[str]
    abbreviations: frozenset[str]
    short_form_nouns: tuple[str, ...]  #: behind a short form they make one office's name: 住建部门
    not_units: tuple[str, ...]
    clause: re.Pattern[str]  #: words of a sentence that stand in no name
    deeds: tuple[str, ...]
    facilities: tuple[str, ...]
    works: tuple[str, ...]  #: what is built: a bracket of units behind it names who builds it
    verbs: dict[str, Role | None]
    verb_ends: frozenset[str]
    statement_ends: tuple[str, ...]  #: a sentence that is an owner statement ends so: a verb, or the noun of a label
    strong: tuple[tuple[str, Role], ...]
    charges: tuple[str, ...]  #: those that put somebody in charge: 牵头, 负责
    not_after: tuple[str, ...]
    not_after_but: tuple[str, ...]
    joint: tuple[str, ...]
    joint_only: frozenset[str]  #: those that are no part of any name
    openers: tuple[str, ...]
    duties: tuple[str, ...]
    title_duties: tuple[str, ...]
    inner_offices: tuple[str, ...]
    hint: re.Pattern[str]  #: any word that gives a role
    label: re.Pattern[str]  #: with its colon or 为; groups leader, stem, noun
    bare_label: re.Pattern[str]  #: without a colon, always with a noun
    label_ends: frozenset[str]
    stems: dict[str, Role]
    other_label: re.Pattern[str]
    time_label: re.Pattern[str]
    any_label: re.Pattern[str]
    first: re.Pattern[str]
    comma: re.Pattern[str]
    role_noun: re.Pattern[str]
    alike: re.Pattern[str]
    onward: re.Pattern[str]
    standing: re.Pattern[str]
    not_owner: tuple[str, ...]
    explained: tuple[str, ...]
    empty: frozenset[str]
    surnames: dict[str, int]  #: with their rank, 0 the most common
    compound: tuple[str, ...]
    title: re.Pattern[str]
    not_people: tuple[str, ...]

    def strength(self, name: str, known: frozenset[str] = frozenset()) -> int:
        """Is the folded `name` one unit: NO, WEAK (a place, a plural noun, a short form) or STRONG."""
        if not 2 <= len(name) <= NAME_LIMIT:
            return NO
        if name in known:
            return STRONG
        core = without_brackets(name)
        tail = _TAIL.search(core)
        if tail and tail.start() and (not tail["noun"] or tail["noun"].endswith(self.nouns)):
            # 商务部等有关部门: the noun belongs to the name, what counts is the name before it
            return max(self.strength(core[: tail.start()], known), WEAK if tail["noun"] else NO)
        if core in self.bare or core in known:
            return STRONG
        if core in self.abbreviations or name in self.abbreviations:
            return WEAK
        if any(core.endswith(noun) and self._short(core[: -len(noun)]) for noun in self.short_form_nouns):
            return STRONG
        if len(core) < 2 or _NEVER.search(core) or self.clause.search(core) or core.endswith(self.not_units):
            return NO
        if core.endswith(self.nouns) and any(head in core[:-1] for head in self.heads):
            return STRONG
        rank = self.rank(core)
        if rank and core not in self.all_suffixes:
            return NO if core.startswith(self.deeds) and core.endswith(self.facilities) else STRONG
        return WEAK if core.endswith(self.weak_ends) else NO

    def _short(self, core: str) -> bool:
        """住建, 市住建, 县级住建: the short form of a department, with or without its level."""
        level = self.level_of(core) or ""
        return bool({core, core[len(level) :], core[len(level) :].removeprefix("级")} & self.abbreviations)

    def rank(self, core: str) -> int:
        """1 for part of an office (处, 科), 2 for an office (局, 委), 3 for a government, 0 for no known suffix."""
        best, length = 0, 0
        for rank, endings in self.suffixes:
            if core.endswith(endings):
                size = max(len(ending) for ending in endings if core.endswith(ending))
                if size > length:
                    best, length = rank, size
        return best

    def is_government(self, core: str) -> bool:
        """市委, 临江市人民政府: what follows may be one of its departments."""
        return core.endswith(self.governments) and (core not in self.bare or core in self.governments)

    def level_of(self, name: str) -> str | None:
        """The level that a name begins with: 市 of 市教育局, 各 of 各县; None for 市场监管科."""
        if name.startswith(self.not_levels):
            return None
        return next((level for level in self.levels if name.startswith(level)), None)

    def role_tail(self, item: str, known: frozenset[str] = frozenset()) -> tuple[int, Role] | None:
        """The phrase of role verbs that ends the folded `item`: where it begins and the role that it gives.

        区农发局按职责分工负责 gives (4, "owner"). Where several beginnings fit, the one that leaves a
        unit's name before it wins, else the earliest. None where the item ends in no role verb.
        """
        if item[-2:] not in self.verb_ends:
            return None
        floor = max(0, len(item) - _PHRASE_LIMIT)
        starts: list[tuple[int, Role | None]] = [(len(item), None)]
        roles: dict[int, Role | None] = {len(item): None}
        for i in range(len(item) - 1, floor - 1, -1):
            for size in range(1, min(len(item) - i, _LONGEST) + 1):
                word = item[i : i + size]
                if i + size in roles and word in self.verbs:
                    role = stronger(self.verbs[word], roles[i + size])
                    if i not in roles or role != roles[i]:
                        roles[i] = stronger(role, roles.get(i))
            if i in roles:
                starts.append((i, roles[i]))
        phrases = [(i, role) for i, role in starts if role]
        for i, role in reversed(phrases):
            if i == 0 or self.strength(item[:i], known):
                return i, role
        # 市120负责: no unit by its form, but named as one; 各级党组织 only ends like a phrase
        return phrases[-1] if phrases and self.strength(item, known) < STRONG else None

    def opener(self, item: str) -> int:
        """Length of the words before the first name: 2 for 具体由 …, 0 for none."""
        return max((len(word) for word in self.openers if item.startswith(word)), default=0)


#: Longest single entry of the verb table; longer ones of a user's lexicon are not tried.
_LONGEST = 14


def stronger(one: Role | None, other: Role | None) -> Role | None:
    """牵头负责 is lead, 负责配合 is support: the order of the roles inside one phrase."""
    for role in ("lead", "support", "owner"):
        if role in (one, other):
            return role
    return None


@lru_cache(maxsize=8)
def words_of(lexicon: Lexicon) -> Words:
    """The compiled words. Raises KeyError where the lexicon has no table `organisations`."""
    data = lexicon["organisations"]
    places, generic, verbs, people = data["places"], data["generic"], data["verbs"], data["people"]
    table: dict[str, Role | None] = {}
    for word in verbs["adverbs"]:
        table.setdefault(fold(word), None)
    role: Role
    for role in ("owner", "support", "lead"):
        for word in verbs[role]:
            table[fold(word)] = role
    roles = {word: found for word, found in table.items() if found}
    stems, label, bare_label = _labels(data["labels"])
    return Words(
        suffixes=tuple((rank, _folded(data["suffixes"][name])) for name, rank in _RANKS.items()),
        all_suffixes=frozenset(word for name in _RANKS for word in _folded(data["suffixes"][name])),
        weak_ends=(*_folded(places["suffixes"]), *_folded(generic["nouns"])),
        levels=tuple(sorted(_folded(places["levels"]), key=len, reverse=True)),
        not_levels=_folded(places["not_levels"]),
        governments=_folded(places["governments"]),
        spanning=frozenset(_folded(generic["spanning"])),
        parents=frozenset(_folded(places["parents"])),
        branches=_folded(places["branches"]),
        territories=_folded(places["territories"]),
        lowest=_folded(places["lowest"]),
        upper=frozenset(_folded(places["upper"])),
        dependants=_folded(places["dependants"]),
        heads=_folded(generic["heads"]),
        nouns=_folded(generic["nouns"]),
        bare=frozenset(_folded(generic["bare"])),
        abbreviations=frozenset(_folded(generic["abbreviations"])),
        short_form_nouns=_folded(generic["short_form_nouns"]),
        not_units=_folded(generic["not_units"]),
        clause=re.compile(_any(generic["clause"])),
        deeds=_folded(generic["deeds"]),
        facilities=_folded(generic["facilities"]),
        works=_folded(generic["works"]),
        verbs=table,
        verb_ends=frozenset(word[-2:] for word in roles),
        statement_ends=(*_folded(roles), *_folded(data["labels"]["nouns"])),
        strong=tuple((word, roles[word]) for word in _folded(verbs["strong"]) if word in roles),
        charges=tuple(word for word in _folded(verbs["strong"]) if roles.get(word) in ("lead", "owner")),
        not_after=_folded(verbs["not_after"]),
        not_after_but=_folded(verbs["not_after_but"]),
        joint=tuple(sorted(_folded([*verbs["joint"], *verbs["joint_or_name"]]), key=len, reverse=True)),
        joint_only=frozenset(_folded(verbs["joint"])),
        openers=_folded(verbs["openers"]),
        duties=_folded(verbs["duties"]),
        title_duties=_folded(verbs["title_duties"]),
        inner_offices=_folded(verbs["inner_offices"]),
        label=label,
        bare_label=bare_label,
        label_ends=frozenset(word[-1] for word in (*stems, *_folded(data["labels"]["nouns"]))) | frozenset(")为是"),
        hint=re.compile(_any([*roles, *stems])),
        stems=stems,
        other_label=re.compile(rf"(?:{_any([*data['labels']['other'], *data['labels']['time']])}):"),
        time_label=re.compile(rf"(?:{_any([*data['labels']['time'], *data['labels']['beside']])}):"),
        any_label=re.compile(r"[\u4e00-\u9fff]{2,8}:"),
        first=re.compile(
            rf"(?:{_any(data['document_rules']['first'])})[^、,;。\n]{{0,14}}(?:为|是|负责)[^、,;。\n]{{0,4}}(?:{_any([*data['verbs']['lead'], *data['labels']['lead']])})"
        ),
        comma=re.compile(
            rf"(?:{_any(data['document_rules']['comma'])})[^、,;。\n]{{0,8}}(?:为|是)[^、,;。\n]{{0,4}}(?:{_any([*data['verbs']['lead'], *data['labels']['lead']])})"
        ),
        alike=re.compile(rf"[\u4e00-\u9fff]{{2,5}}?(?P<end>{_any(generic['side_by_side'])})"),
        role_noun=re.compile(
            rf"^(?:无|即为|为|由|各|其他){{0,2}}(?:{_any(data['labels']['without_colon'])})(?:单位|部门)(?:的)?$"
        ),
        onward=re.compile(rf"(?:{_any(data['document_rules']['onward'])})"),
        standing=re.compile(
            rf"(?:{_any(data['document_rules']['standing_heads'])})[^、,;。\n]{{0,8}}?(?:{_any(data['document_rules']['standing_verbs'])})(?P<names>[^;。\n]{{2,60}}?)(?=,?(?:{_any(data['not_owner']['words'])})|[;。\n]|\Z)"
        ),
        not_owner=_folded(data["not_owner"]["words"]),
        explained=_folded(data["not_owner"]["explained"]),
        empty=frozenset(_folded(data["not_owner"]["empty"])),
        surnames={c: i for i, c in enumerate(dict.fromkeys(fold(people["surnames"])))},
        compound=_folded(people["compound"]),
        # 长 alone is a title at the end only: 长安镇 is a place
        title=re.compile(
            rf"(?:{_any(people['title_heads'])})*(?:{_any([t for t in people['titles'] if len(t) > 1])}|(?:{_any([t for t in people['titles'] if len(t) == 1])})(?![\u4e00-\u9fff]))"
        ),
        not_people=_folded(people["not_people"]),
    )


def _labels(data: dict[str, list[str]]) -> tuple[dict[str, Role], re.Pattern[str], re.Pattern[str]]:
    """Every stem with its role, the pattern of a label with its colon, and of one without."""
    stems: dict[str, Role] = {}
    role: Role
    for role in ("owner", "support", "lead", "leader"):
        for word in _folded(data[role]):
            stems[word] = role
    units = _any(word for word, role in stems.items() if role != "leader")
    before, nouns = rf"(?:{_any(data['before'])}){{0,2}}", _any(data["nouns"])
    label = (
        rf"{before}(?:(?P<leader>{_any(data['leader'])})|(?P<whole>{_any(data['whole'])})"
        rf"|(?P<stem>{units})(?P<noun>{nouns})?)(?:\([^()]{{0,12}}\))?(?:[为是]?:|[为是])"
    )
    bare = rf"{before}(?:(?P<leader>{_any(data['leader'])})|(?P<stem>{_any(data['without_colon'])})(?:{nouns}))[为是]?"
    return stems, re.compile(label), re.compile(bare)


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(word) for word in words))


def _any(words: Iterable[str]) -> str:
    """A pattern for any of the words, longer ones first."""
    return "|".join(re.escape(word) for word in sorted(_folded(words), key=len, reverse=True))

"""The measure grammar, compiled once per lexicon from `lexicon["measures"]`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from policyparse.lexicon import Lexicon

#: Units of one thousand and more that stand between a figure and its unit: 1.2亿元.
_MAGNITUDE = r"(?:[十百千]?万亿|[十百千]?亿|[十百千]?万|[百千](?=[人元吨亩套户张]))"
_PER_POPULATION = r"/\s?(?P<per>10\s?万|十万|100000|100,000|百万|10000|万|1000|千)(?:人口|人)?(?![\d元吨平])"

Words = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grammar:
    """Compared and hashed by identity, like the lexicon it is made of. Compiled word lists. Patterns named `…_end` match words at the end of what stands before a number."""

    prefix_end: re.Pattern[str]
    prefix_start: re.Pattern[str]
    prefix_kind: Mapping[str, str]
    filler_end: re.Pattern[str]
    change_end: re.Pattern[str]
    moved_to: re.Pattern[str]
    kept_at: re.Pattern[str]
    lowered: re.Pattern[str]
    raises: frozenset[str]
    lowers: frozenset[str]
    about_end: re.Pattern[str]
    suffix: re.Pattern[str]
    suffix_kind: Mapping[str, str]
    more: re.Pattern[str]
    unit: re.Pattern[str]
    unit_kind: Mapping[str, str]
    unit_spelling: Mapping[str, str]
    naming_units: frozenset[str]
    telling_units: frozenset[str]
    article_units: frozenset[str]
    firm: re.Pattern[str]
    loose: re.Pattern[str]
    second: re.Pattern[str]
    loose_head: re.Pattern[str]
    verb: re.Pattern[str]
    verb_end: re.Pattern[str]
    weak: re.Pattern[str]
    weak_end: re.Pattern[str]
    concrete_end: re.Pattern[str]
    increase_verb: re.Pattern[str]
    decrease_verb: re.Pattern[str]
    money: re.Pattern[str]
    outcomes: re.Pattern[str]
    leading: re.Pattern[str]
    trailing_end: re.Pattern[str]
    aim: re.Pattern[str]
    principle: re.Pattern[str]
    carrying: re.Pattern[str]
    firm_again: re.Pattern[str]
    fact: re.Pattern[str]
    benefit: re.Pattern[str]
    benefit_unless_rate: re.Pattern[str]
    benefit_rates: re.Pattern[str]
    rate_noun_end: re.Pattern[str]
    condition_after: re.Pattern[str]
    naming_end: re.Pattern[str]
    naming_after: re.Pattern[str]
    frequency: re.Pattern[str]
    frequency_units: frozenset[str]
    modal: re.Pattern[str]
    demand: re.Pattern[str]
    goal_noun_end: re.Pattern[str]
    base_end: re.Pattern[str]
    heads: re.Pattern[str]
    doing: re.Pattern[str]
    measured_end: re.Pattern[str]
    quantity_end: re.Pattern[str]
    no_names: frozenset[str]
    giving: re.Pattern[str]
    number_label: re.Pattern[str]
    no_accidents: re.Pattern[str]
    zero: re.Pattern[str]
    done: re.Pattern[str]
    words: Words


def any_of(words: Iterable[str]) -> str:
    """An alternation with the longest word first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))


@lru_cache(maxsize=8)
def grammar(lexicon: Lexicon) -> Grammar:
    """The grammar of `lexicon["measures"]`. Raises KeyError where a user's lexicon removed a list."""
    tables = lexicon["measures"]
    comparators, suffixes, units = tables["comparators"], tables["suffixes"], tables["units"]
    verbs, refusals = tables["verbs"], tables["refusals"]
    not_after: Mapping[str, str] = comparators["not_after"]
    kinds = ("at_least", "level_up", "at_most", "level_down", "more", "less", "equal", "increase", "decrease")
    prefix_kind = {word: kind for kind in reversed(kinds) for word in comparators[kind]}
    bounds = [w for k in ("at_least", "at_most", "more", "less", "level_up", "level_down") for w in comparators[k]]
    suffix_kind = {word: kind for kind in ("at_least", "at_most", "about") for word in suffixes[kind]}
    unit_kind = {
        word: kind
        for kind in ("extent", "count", "level", "factor", "age", "time", "money", "ratio")
        for word in units[kind]
    }
    every_verb = [*verbs["firm"], *verbs["loose"]]
    # 创新创业, 更新改造 hold no 新创 and no 新改
    firm = _after_none(verbs["firm"], {w: verbs["new_not_after"] for w in verbs["firm"] if w.startswith("新")})
    loose = _guarded(verbs["loose"], verbs["loose_not_before"])
    verb = _guarded(every_verb, verbs["loose_not_before"])
    deeds = _guarded([*verbs["loose"], *verbs["deeds"]], verbs["loose_not_before"])
    heads = _guarded([*every_verb, *verbs["deeds"]], verbs["loose_not_before"])
    leading = _guarded(verbs["leading"], verbs["leading_not_before"])
    # 秋粮收购前整修仓房12栋: the event is no part of the name
    leading += rf"|(?:{any_of(lexicon['deadlines']['events']['before'])})(?:来临)?(?:之前|以前|前)"
    return Grammar(
        prefix_end=re.compile(rf"(?:{_after_none(prefix_kind, not_after)})$"),
        prefix_start=re.compile(
            any_of(
                w for k in ("at_least", "at_most", "more", "less") for w in comparators[k] if len(w) > 1 or w in "≥≤"
            )
        ),
        prefix_kind=prefix_kind,
        filler_end=re.compile(rf"(?P<word>{_after_none(bounds, not_after)})(?P<filler>[^\d,。;、:()\"]{{1,16}}的?)$"),
        change_end=re.compile(rf"(?:{any_of([*comparators['increase'], *comparators['decrease']])})$"),
        moved_to=re.compile(
            rf"(?P<verb>{any_of([*comparators['raises'], *comparators['lowers']])})(?P<noun>[^,。;、\d]{{2,24}}?)(?:到|至)$"
        ),
        kept_at=re.compile(rf"(?P<verb>{any_of(comparators['keeps'])})(?P<noun>[^,。;\d]{{2,24}}?)在$"),
        lowered=re.compile(
            rf"(?:{any_of(set(comparators['lowers']) - set(comparators['keeps']))})(?P<noun>[^,。;、\d]{{2,20}})$"
        ),
        raises=frozenset(comparators["raises"]),
        lowers=frozenset(comparators["lowers"]),
        about_end=re.compile(rf"(?:{_after_none(comparators['about'], not_after)})$"),
        suffix=re.compile(rf"\s?(?:\([一-鿿]\))?(?:\(含\)|含)?(?P<word>{any_of(suffix_kind)})(?!学历|文化|半年|职称)"),
        suffix_kind=suffix_kind,
        more=re.compile(rf"\s?(?:{any_of(suffixes['more'])})"),
        unit=_unit_pattern(units),
        unit_kind=unit_kind,
        unit_spelling=units["spelled"],
        naming_units=frozenset(units["naming"]),
        telling_units=frozenset(units["telling"]),
        article_units=frozenset(units["article"]),
        firm=re.compile(firm),
        loose=re.compile(loose),
        second=re.compile(deeds),
        loose_head=re.compile(heads),
        verb=re.compile(verb),
        verb_end=re.compile(rf"(?:{any_of(every_verb)})$"),
        weak=re.compile(any_of(verbs["weak"])),
        weak_end=re.compile(rf"(?:{any_of(verbs['weak'])})$"),
        concrete_end=re.compile(rf"(?:{any_of(verbs['concrete'])})$"),
        increase_verb=re.compile(any_of(verbs["increase"])),
        decrease_verb=re.compile(any_of(verbs["decrease"])),
        money=re.compile(any_of(verbs["money"])),
        outcomes=re.compile(any_of(verbs["outcomes"])),
        leading=re.compile(leading),
        trailing_end=re.compile(rf"(?:{_after_none(tables['trailing']['words'], tables['trailing']['not_after'])})$"),
        aim=re.compile(any_of(tables["strength"]["aim"])),
        principle=re.compile(any_of(tables["strength"]["principle"])),
        carrying=re.compile(any_of(tables["strength"]["carrying"])),
        firm_again=re.compile(any_of(tables["strength"]["firm_again"])),
        fact=re.compile(
            rf"(?<![比较])(?!{any_of(refusals['fact_not'])})(?:{any_of(refusals['fact'])}|(?<![为除到受罢])了(?!解))"
        ),
        benefit=re.compile(any_of(refusals["benefit"])),
        benefit_unless_rate=re.compile(any_of(refusals["benefit_unless_rate"])),
        benefit_rates=re.compile(any_of(refusals["benefit_rates"])),
        rate_noun_end=re.compile(rf"(?:{any_of(refusals['rate_nouns'])})$"),
        condition_after=re.compile(rf"(?:{any_of(refusals['condition_after'])})"),
        naming_end=re.compile(rf"(?:{_after_none(refusals['naming_before'], refusals['naming_not_after'])})$"),
        naming_after=re.compile(rf"\s?(?:{any_of(refusals['naming_after'])})"),
        frequency=re.compile(any_of(refusals["frequency"])),
        frequency_units=frozenset(refusals["frequency_units"]),
        demand=re.compile(any_of(refusals["demand"])),
        modal=re.compile(any_of(refusals["modal"])),
        goal_noun_end=re.compile(rf"(?:{any_of(refusals['goal_nouns'])})\s?(?:共计?|合计|总计|数?为|是|:)?$"),
        base_end=re.compile(
            rf"(?:{any_of(refusals['base_before'])})[^,。;、\d]{{0,12}}(?:\d{{4}}年[^,。;、\d]{{0,6}})?$"
        ),
        heads=re.compile(any_of(tables["lists"]["heads"])),
        measured_end=re.compile(rf"(?:{any_of(tables['lists']['measured'])})$"),
        quantity_end=re.compile(rf"(?:{any_of(tables['lists']['quantities'])})$"),
        no_names=frozenset(tables["lists"]["no_names"]),
        # 市财政每年安排专项资金2000万元: who gives it is no part of the name
        giving=re.compile(rf"[^,。;、]{{1,16}}(?:{any_of(tables['lists']['giving'])})(?=[^,。;、]{{2,12}}$)"),
        number_label=re.compile(rf"(?:第|{any_of(refusals['number_labels'])}|No\.?)\s?:?\s?$"),
        no_accidents=re.compile(
            rf"杜绝(?P<noun>[^,。;:]{{2,30}}(?:{any_of(tables['words']['accidents'])}))(?:的?发生)?(?=$|[,。;、)])"
        ),
        doing=re.compile(rf"(?:{any_of(tables['lists']['doing'])}|到(?!位|期|达|账))"),
        zero=re.compile(rf"(?:(?<=实现)|(?<=实现\"))零(?![{''.join(tables['words']['zero_not'])}])[一-鿿]{{2}}"),
        done=re.compile(any_of(tables["words"]["done"])),
        words=tables["words"],
    )


def _guarded(words: Iterable[str], not_before: Mapping[str, str]) -> str:
    parts = []
    for word in sorted(set(words), key=lambda w: (-len(w), w)):
        follow = not_before.get(word)
        parts.append(re.escape(word) + (f"(?![{re.escape(follow)}])" if follow else ""))
    return "|".join(parts)


def _after_none(words: Iterable[str], not_after: Mapping[str, str]) -> str:
    """Alternation of `words`; one that `not_after` names is no word behind any of the characters given there."""
    parts = []
    for word in sorted(set(words), key=lambda w: (-len(w), w)):
        before = not_after.get(word)
        parts.append((f"(?<![{re.escape(before)}])" if before else "") + re.escape(word))
    return "|".join(parts)


def _unit_pattern(units: Words) -> re.Pattern[str]:
    bases = [w for k in ("money", "time", "age", "factor", "level", "count", "extent") for w in units[k]]
    latin = [w for w in bases if w[-1].isascii() and w[-1].isalnum()]
    other = [w for w in bases if w not in latin]
    base = rf"(?:{any_of(other)}|(?:{any_of(latin)})(?![A-Za-z0-9]))"
    return re.compile(
        rf"\s{{0,6}}(?:\]\s?)?(?:(?P<ratio>%|‰|个\s?百分点|百分点)"
        rf"|{_PER_POPULATION}"
        rf"|(?P<mag>{_MAGNITUDE})?\s?(?P<few>(?<=[万亿])(?:余|多))?(?P<base>{base})(?P<over>\s?/\s?(?:(?:10|100|1000)?\s?(?:{_MAGNITUDE})?\s?(?:{base}|月|人口?|日|户|床)|(?:10|100)?[十百]?万(?![元吨亩])))?"
        rf"|(?P<bare>万亿|亿|万)(?![一-鿿])"
        r")"
    )

"""Rules that an owner statement sets for the rest of its document."""

from __future__ import annotations

from dataclasses import dataclass, replace

from policyparse.interpret.owner_split import unit_ranges
from policyparse.interpret.owner_view import SEPARATORS, View, view
from policyparse.interpret.owner_words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerRules:
    """What holds in every later owner statement (output contract, Owner).

    `comma_is_lead`: 逗号前为牵头单位，下同: the units before the first ， are lead. `first_is_lead`: 列第一位者为牵头单位，下同: the first is lead, the others support, unless a statement
    itself says 牵头. `standing`: 以下均由A落实: A is a lead in every later statement, flag
    `owner-inherited`. `standing_support`: the same with 配合 (以下均需A配合落实).
    """

    first_is_lead: bool = False
    comma_is_lead: bool = False
    standing: tuple[str, ...] = ()
    standing_support: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Rules found in a statement: `own` hold in it, `later` from it on; `spans` are their places in `plain`."""

    own: OwnerRules
    later: OwnerRules
    spans: tuple[tuple[int, int], ...]


def find_rules(seen: View, words: Words, known: frozenset[str]) -> Found:
    """Look for rules anywhere in a statement. 下同 carries 列第一位者为牵头单位 to the later ones."""
    plain = seen.plain
    rules = OwnerRules()
    spans: list[tuple[int, int]] = []
    onward = False
    first = words.first.search(plain)
    comma = words.comma.search(plain)
    first = comma or first
    if first:
        start = max((plain.rfind(c, 0, first.start()) for c in SEPARATORS), default=-1) + 1
        end = min((at for c in SEPARATORS if (at := plain.find(c, first.end())) >= 0), default=len(plain))
        spans.append((start, end))
        rules = replace(rules, first_is_lead=comma is None, comma_is_lead=comma is not None)
        more = words.onward.search(plain, start)
        if more:
            onward = True
            spans.append((more.start(), more.end()))
    standing = words.standing.search(plain)
    if standing:
        start, end = standing.span("names")
        tail = None
        for p, q, _ in seen.pieces(start, end, SEPARATORS):
            tail = words.role_tail(view(seen.raw(p, q)).plain, known)
            if tail:  # the verb ends the list, whatever remark follows
                end = p + tail[0]
                break
        names = tuple(
            seen.printed(a, b)
            for p, q, _ in seen.pieces(start, end, SEPARATORS)
            for a, b in unit_ranges(seen, p, q, words, known)
        )
        spans.append(standing.span())
        if tail and tail[1] == "support":
            rules = replace(rules, standing_support=names)
        else:
            rules = replace(rules, standing=names)
    later = rules if onward or not first else replace(rules, first_is_lead=False, comma_is_lead=False)
    return Found(own=rules, later=later, spans=tuple(spans))


def merged(rules: OwnerRules, more: OwnerRules) -> OwnerRules:
    """Both: what was set stays set."""
    return OwnerRules(
        first_is_lead=rules.first_is_lead or more.first_is_lead,
        comma_is_lead=rules.comma_is_lead or more.comma_is_lead,
        standing=tuple(dict.fromkeys((*rules.standing, *more.standing))),
        standing_support=tuple(dict.fromkeys((*rules.standing_support, *more.standing_support))),
    )

"""Owners stated once for several points: in a heading, in a line below it, or in a line that closes the group."""

from __future__ import annotations

import re

from policyparse.interpret.outline import Node, instructs
from policyparse.interpret.owners import OwnerRules, Stated, only_owner, read_owner_text, section_owner
from policyparse.interpret.prose_record import State
from policyparse.interpret.prose_wanted import owned_parts, whole_text
from policyparse.interpret.units import looks_like_unit
from policyparse.text import count

#: A line below a heading that names its section's owners is at most this long.
_LINE = 120
#: The lines that open or close a group of points: one each for lead, support, people, time; they may name some dozen units.
_CLOSING_LINES = 4
_CLOSING_LENGTH = 400


def owner_of_section(node: Node, state: State) -> Stated | None:
    """The owners that a heading, the line below it, or the lines after its last point state for all its points."""
    context = state.context
    if node.duties:
        owner = read_owner_text(node.duties, OwnerRules(), context.lexicon, context.known)
        return Stated(owner=owner, rules=state.rules)
    named = _unit_as_title(node, state)
    if named is not None:
        return named
    found = section_owner(node.text, state.rules, context.lexicon, context.known)
    if found is not None:
        return found
    if node.body and count(node.body[0][1]) <= _LINE:
        index, text = node.body[0]
        for lines in range(_CLOSING_LINES, 0, -1):  # 牵头单位：… and 成员单位：… on lines of their own
            opening = node.body[:lines]
            if len(opening) < lines or count("".join(t for _, t in opening)) > _CLOSING_LENGTH:
                continue
            only = only_owner("\n".join(t for _, t in opening), state.rules, context.lexicon, context.known)
            if only is not None:
                state.roles.update(dict.fromkeys((i for i, _ in opening), "section-owner"))
                return only
        found = section_owner(text, state.rules, context.lexicon, context.known)
        if found is not None and not instructs(re.sub(r"^[（(].*[）)]$", "", text), context.lexicon):
            state.roles[index] = "section-owner"
            return found
    return _closing_owner(node, state)


def _unit_as_title(node: Node, state: State) -> Stated | None:
    """（一）公安机关, （二）民政部门: where every heading beside it is a unit's name as well, its points are its duties."""
    parent = node.parent
    if parent is None or len(parent.children) < 2 or node.marker is None:
        return None
    context = state.context
    if id(parent) not in state.of_units:
        titles = [_title(n) for n in parent.children]
        state.of_units[id(parent)] = all(
            looks_like_unit(t, context.lexicon) and not instructs(t, context.lexicon) for t in titles
        )
    if not state.of_units[id(parent)]:
        return None
    owner = read_owner_text(_title(node), OwnerRules(), context.lexicon, context.known)
    return Stated(owner=owner, rules=state.rules) if owner.value.lead else None


def _title(node: Node) -> str:
    start = node.marker.end if node.marker else 0
    return node.text[start:].strip().rstrip("：:。")


def _closing_owner(node: Node, state: State) -> Stated | None:
    """责任单位：… on lines of their own below the last of several points that name no owners themselves."""
    if len(node.children) < 2:
        return None
    last = node.children[-1]
    while last.children:
        last = last.children[-1]
    context = state.context
    for lines in range(min(_CLOSING_LINES, len(last.body)), 0, -1):
        closing = last.body[-lines:]
        text = "\n".join(text for _, text in closing)
        if count(text) > _CLOSING_LENGTH:
            continue
        only = only_owner(text, state.rules, context.lexicon, context.known)
        if only is None:
            continue
        del last.body[-lines:]
        others = [n for n in node.walk() if n is not node and not n.children]
        if any(owned_parts(whole_text(n), state) for n in others):
            last.body.extend(closing)
            return None
        state.roles.update(dict.fromkeys((index for index, _ in closing), "section-owner"))
        return only
    return None

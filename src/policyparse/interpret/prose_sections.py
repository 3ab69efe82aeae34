"""Owners stated once for several points: in a heading, in a line below it, or in a line that closes the group."""

from __future__ import annotations

import re

from policyparse.interpret.outline import Node, instructs
from policyparse.interpret.owners import OwnerRules, only_owner, read_owner_text, section_owner
from policyparse.interpret.prose_record import State
from policyparse.interpret.prose_wanted import owned_parts, whole_text
from policyparse.interpret.reading import Reading
from policyparse.records import Owner
from policyparse.text import count

#: A line below a heading that names its section's owners is at most this long.
_LINE = 120
#: A line that closes a group of points may name some dozen units.
_CLOSING_LINE = 400


def owner_of_section(node: Node, state: State) -> Reading[Owner] | None:
    """The owners that a heading, the line below it, or the line after its last point states for all its points."""
    context = state.context
    if node.duties:
        return read_owner_text(node.duties, OwnerRules(), context.lexicon, context.known)
    found = section_owner(node.text, state.rules, context.lexicon, context.known)
    if found is not None:
        return found
    if node.body and count(node.body[0][1]) <= _LINE:
        index, text = node.body[0]
        only = only_owner(text, state.rules, context.lexicon, context.known)
        if only is not None:
            state.roles[index] = "section-owner"
            state.rules = only[1]
            return only[0]
        found = section_owner(text, state.rules, context.lexicon, context.known)
        if found is not None and not instructs(re.sub(r"^[（(].*[）)]$", "", text), context.lexicon):
            state.roles[index] = "section-owner"
            return found
    return _closing_owner(node, state)


def _closing_owner(node: Node, state: State) -> Reading[Owner] | None:
    """责任单位：… on a line of its own below the last of several points that name no owners themselves."""
    if len(node.children) < 2:
        return None
    last = node.children[-1]
    while last.children:
        last = last.children[-1]
    if not last.body or count(last.body[-1][1]) > _CLOSING_LINE:
        return None
    index, text = last.body[-1]
    context = state.context
    only = only_owner(text, state.rules, context.lexicon, context.known)
    if only is None:
        return None
    last.body.pop()
    others = [n for n in node.walk() if n is not node and not n.children]
    if any(owned_parts(whole_text(n), state) for n in others):
        last.body.append((index, text))
        return None
    state.roles[index] = "section-owner"
    state.rules = only[1]
    return only[0]

"""What one piece of an owner statement says, between two separators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from policyparse.interpret.owner_view import View
from policyparse.interpret.owner_words import NAME_LIMIT, NO, STRONG, Role, Words
from policyparse.interpret.units import Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What a piece of a statement says next, with its place in `plain`."""

    kind: Literal["names", "verb", "mark", "joint", "object"]
    start: int
    end: int
    role: Role | None = None


def events(seen: View, start: int, end: int, words: Words, known: Known) -> list[Event]:
    """What one piece between separators says: names, verbs, 会同, a role in brackets behind a name."""
    item = seen.plain[start:end]
    opening = words.opener(item)
    if 0 < opening < len(item):
        start += opening
        item = seen.plain[start:end]
    partner = seen.partner[end - 1] if end > start else -1
    if partner > start and seen.plain[end - 1] == ")":
        role = _role_word(seen.plain[partner + 1 : end - 1], words)
        if role:
            return [
                Event(kind="names", start=start, end=partner),
                Event(kind="mark", start=partner, end=end, role=role),
            ]
    said = _said_of(item, words)
    if said:
        names = Event(kind="names", start=start, end=start + said[0])
        return [names, Event(kind="mark", start=start + said[0], end=end, role=said[1])]
    tail = words.role_tail(item, known.units)
    if tail is None:
        return _inner(seen, start, end, words, known)
    at, role = start + tail[0], tail[1]
    verb = Event(kind="verb", start=at, end=end, role=role)
    return [verb] if at == start else [*_inner(seen, start, at, words, known), verb]


def _marked(seen: View, start: int, end: int, words: Words) -> list[Event]:
    """The names of `plain[start:end]`, and the role in a bracket behind them: 市教育局(牵头)."""
    partner = seen.partner[end - 1] if end > start else -1
    if partner > start and seen.plain[end - 1] == ")":
        role = _role_word(seen.plain[partner + 1 : end - 1], words)
        if role:
            mark = Event(kind="mark", start=partner, end=end, role=role)
            return [Event(kind="names", start=start, end=partner), mark]
    return [Event(kind="names", start=start, end=end)]


def _said_of(item: str, words: Words) -> tuple[int, Role] | None:
    """市教育局为牵头单位: where the name ends, and the role."""
    for copula in ("作为", "为", "是"):
        at = item.rfind(copula, 2, len(item) - 2)
        role = _role_word(item[at + len(copula) :], words) if at >= 2 else None
        if role:
            return at, role
    return None


def _role_word(inside: str, words: Words) -> Role | None:
    """牵头, 牵头单位, 主办 as the whole content of a bracket."""
    tail = words.role_tail(inside)
    if tail and tail[0] == 0:
        return tail[1]
    label = words.label.fullmatch(inside + ":")
    return words.stems.get(label["leader"] or label["stem"] or "") if label else None


def _inner(seen: View, start: int, end: int, words: Words, known: Known) -> list[Event]:
    """A piece without a verb at its end: 会同 between names, or a verb with its object (市教育局负责师资培训)."""
    item = seen.plain[start:end]
    if len(item) > 4 * NAME_LIMIT:
        return [Event(kind="names", start=start, end=end)]
    base = min(seen.depth[start:end], default=0)
    for i in range(len(item) - 1):
        if seen.depth[start + i] > base:
            continue
        joint = next((word for word in words.joint if item.startswith(word, i)), None)
        if joint and _joins(item, i, joint, words, known):
            left = _inner(seen, start, start + i, words, known) if i else []
            mark = Event(kind="joint", start=start + i, end=start + i + len(joint))
            return [*left, mark, *events(seen, mark.end, end, words, known)]
        verb = next(((word, role) for word, role in words.strong if item.startswith(word, i)), None)
        if verb and i >= 2 and words.strength(item[:i], known.units) == STRONG:
            after = i + len(verb[0])
            rest = item[after:]
            if rest.startswith(words.not_after) and not rest.startswith(words.not_after_but):
                continue
            name = _marked(seen, start, start + i, words)
            found = Event(kind="verb", start=start + i, end=start + after, role=verb[1])
            unit = words.strength(rest, known.units) == STRONG and (words.level_of(rest) or rest in known.units)
            if unit or rest.startswith(tuple(words.joint_only)):
                return [*name, found, *events(seen, start + after, end, words, known)]
            return [*name, found, Event(kind="object", start=start + after, end=end)]
    return [Event(kind="names", start=start, end=end)]


def _joins(item: str, at: int, joint: str, words: Words, known: Known) -> bool:
    """Does `joint` stand between a leader and its supporters."""
    left, right = item[:at], item[at + len(joint) :]
    tail = words.role_tail(left, known.units)
    left = left[: tail[0]] if tail else left
    if len(right) < 2:
        return False
    if joint in words.joint_only:
        return not left or words.strength(left, known.units) != NO or not words.rank(item)
    named = words.level_of(right) is not None or right in known.units or right.startswith(("有关", "相关"))
    return (
        bool(left)
        and words.strength(left, known.units) == STRONG
        and named
        and words.strength(right, known.units) != NO
    )

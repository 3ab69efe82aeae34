"""Owners that come first: duties under a unit's name (市教育局负责……, 综合协调组。由市发改委牵头，负责……)."""

from __future__ import annotations

import re

from policyparse.interpret.owner_events import events
from policyparse.interpret.owner_rules import OwnerRules
from policyparse.interpret.owner_split import unit_ranges
from policyparse.interpret.owner_statement import Named, Statement, parse
from policyparse.interpret.owner_view import SENTENCE_ENDS, View, view
from policyparse.interpret.owner_words import STRONG, Words
from policyparse.interpret.units import Known

_NUMBER = re.compile(r"(?:\(?[一二三四五六七八九十百0-9]{1,4}[)、.:]|第[一二三四五六七八九十百0-9]{1,4}[条章]|[①-⑳])")
#: A title before the sentence that names the owner has at most this many characters.
_TITLE = 40
#: So far into a sentence its doers are looked for.
_REACH = 400


def segments(text: str, seen: View, words: Words, known: Known) -> list[tuple[int, int]]:
    """The text as one piece, or, where every one of its ；-segments begins with an owner of its own, each of them."""
    whole = [(0, len(text))]
    if ";" not in seen.plain or not words.hint.search(seen.plain):
        return whole
    starts = [0]
    for _, b, separator in seen.pieces(0, len(seen.plain), ";"):
        if separator and b + 1 < len(seen.plain):
            starts.append(seen.position(b + 1))
    pieces = list(zip(starts, [*starts[1:], len(text)], strict=True))
    if len(pieces) < 2 or len(pieces) > 60:
        return whole
    return pieces if all(lead_in(view(text[a:b]), words, known) is not None for a, b in pieces) else whole


def lead_in(seen: View, words: Words, known: Known) -> tuple[Statement, str] | None:
    """The owners at the head of a point, and the printed words that name them; else None.

    They stand in its first sentence, or in the second behind a title.
    """
    sentences = [(a, b) for a, b, _ in _first_sentences(seen)]
    if not sentences:
        return None
    start, end = sentences[0]
    number = _NUMBER.match(seen.plain, start)
    start = number.end() if number else start
    heading = _heading(seen, start, end, sentences[1:], words, known)
    if heading is not None:
        return heading
    names, places = _doers(seen, start, end, words, known)
    if not names and len(sentences) > 1 and end - start <= _TITLE:
        names, places = _doers(seen, *sentences[1], words, known)
    if not any(name.role in ("lead", "owner") for name in names):
        return None
    none = OwnerRules()
    statement = Statement(names=tuple(names), labelled=False, verbs=True, rest=(), own=none, later=none)
    return statement, "；".join(seen.raw(a, b) for a, b in places)


def _first_sentences(seen: View) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for piece in seen.pieces(0, min(len(seen.plain), 2 * _REACH), SENTENCE_ENDS):
        if piece[0] < piece[1]:
            found.append(piece)
        if len(found) == 2:
            break
    return found


def _heading(
    seen: View, start: int, end: int, following: list[tuple[int, int]], words: Words, known: Known
) -> tuple[Statement, str] | None:
    """市教育局：负责……, 市教育局。负责……: a unit's name as the title of its duties."""
    colon = seen.plain.find(":", start, end)
    if colon >= 0:
        title, duty = (start, colon), seen.plain[colon + 1 : end]
    elif following:
        title, duty = (start, end), seen.plain[following[0][0] : following[0][1]]
    else:
        return None
    opening = words.duties if colon >= 0 else words.title_duties
    if title[1] - title[0] > 2 * _TITLE or not duty.startswith(opening):
        return None
    statement = parse(seen.raw(*title), words, known)
    if statement.verbs or statement.labelled or statement.rest or not statement.names:
        return None
    if not all(name.sure == STRONG and not name.person for name in statement.names):
        return None
    for name in statement.names:
        name.role = "owner"
    return statement, seen.raw(*title)


def _doers(seen: View, start: int, end: int, words: Words, known: Known) -> tuple[list[Named], list[tuple[int, int]]]:
    """The units at the head of a sentence that lead it or are responsible, and those of its later clauses.

    Also the places of the words that say so.
    """
    names: list[Named] = []
    waiting: list[Named] = []
    places: list[tuple[int, int]] = []
    supporting = charged = False
    begin, joined = -1, False
    for group, (a, b, separator) in enumerate(seen.pieces(start, min(end, start + _REACH), "、,")):
        found = events(seen, a, b, words, known)
        first = found[0] if found else None
        if first is None or (first.kind == "names" and not _whole_units(seen, first.start, first.end, words, known)):
            if names and separator == ",":
                names.extend(_given(waiting, "support") if supporting else [])  # A牵头，会同B、C，于…
                supporting = False
                waiting, begin, joined = [], -1, False
                continue
            break
        if first.kind == "object" or (first.kind == "verb" and not waiting):
            break
        for event in found:
            if event.kind == "names":
                if not _whole_units(seen, event.start, event.end, words, known):
                    break
                begin = event.start if begin < 0 else begin
                for p, q in unit_ranges(seen, event.start, event.end, words, known.units):
                    plain = seen.plain[p:q]
                    sure = words.strength(plain, known.units)
                    waiting.append(Named(printed=seen.printed(p, q), plain=plain, group=group, sure=sure))
            elif event.kind == "joint":
                names.extend(_given(waiting, "lead"))
                waiting, supporting = [], True
            elif event.kind == "verb" and waiting:
                charged = charged or any(word in seen.plain[event.start : event.end] for word in words.charges)
                names.extend(_given(waiting, "support" if supporting else event.role or "owner"))
                if joined:
                    places[-1] = (places[-1][0], event.end)
                else:
                    places.append((begin, event.end))
                waiting, joined = [], found[-1].kind != "object"
                begin = begin if joined else -1
    if supporting and waiting:
        names.extend(_given(waiting, "support"))
    return (names, places) if charged else ([], [])


def _given(names: list[Named], role: str) -> list[Named]:
    for name in names:
        name.role = "lead" if role == "lead" else "support" if role == "support" else "owner"
    return names


def _whole_units(seen: View, start: int, end: int, words: Words, known: Known) -> bool:
    """Is `plain[start:end]` nothing but units that are sure by their form."""
    ranges = unit_ranges(seen, start, end, words, known.units)
    return bool(ranges) and all(words.strength(seen.plain[a:b], known.units) == STRONG for a, b in ranges)

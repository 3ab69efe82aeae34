"""Lists of units and people as they stand in owner cells, brackets and statements, split into names.

Rules: output contract, Owner. Units are split at 、 ， ； and line ends outside brackets; a name split by
blanks, tags or a wrapped line is one name; a separator may be missing. Names are as printed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from policyparse.interpret.owner_people import is_person, people_in
from policyparse.interpret.owner_split import cuts, unit_ranges
from policyparse.interpret.owner_view import SEPARATORS, view
from policyparse.interpret.owner_words import NAME_LIMIT, STRONG, words_of
from policyparse.interpret.owner_wraps import resolve_lines
from policyparse.lexicon import Lexicon
from policyparse.text import fold

#: Shares of a cell's pieces that must look like units before the cell does; one odd piece in three is let pass.
_MOST = 2 / 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Units and people that the document names elsewhere, folded and without blanks."""

    units: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()


#: What is known of a document before its cells are read.
NOTHING_KNOWN = Known()


def collect(cells: Iterable[str], lexicon: Lexicon) -> Known:
    """What the owner cells of one document name, whatever their column: read once without any knowledge.

    A piece that is put together from two other units (疾控处各县卫健委) does not count as a unit.
    """
    words = words_of(lexicon)
    units: set[str] = set()
    people: set[str] = set()
    for cell in dict.fromkeys(cells):
        if len(fold(cell)) > NAME_LIMIT * NAME_LIMIT:
            continue  # a whole text, no cell of names
        named, _ = people_in(cell, words)
        found = [fold(name) for name in named]
        if found and all(is_person(name, words) for name in found):
            people.update(found)
            continue
        for unit in split_units(cell, lexicon):
            if words.strength(fold(unit)) == STRONG:
                units.add(fold(unit))
    alone = {unit for unit in units if len(cuts(unit, words, frozenset(units - {unit}))) == 1}
    return Known(units=frozenset(alone), people=frozenset(people))


def split_units(text: str, lexicon: Lexicon, known: Known = NOTHING_KNOWN) -> list[str]:
    """The units of a list, as printed, in order, each once. Never raises; text without names gives no names."""
    words = words_of(lexicon)
    seen = view(resolve_lines(text, words, known.units))
    names: list[str] = []
    for start, end, _ in seen.pieces(0, len(seen.plain), SEPARATORS):
        names.extend(seen.printed(a, b) for a, b in unit_ranges(seen, start, end, words, known.units))
    return list(dict.fromkeys(name for name in names if name))


def split_people(text: str, lexicon: Lexicon, known: Known = NOTHING_KNOWN) -> list[str]:
    """The people of a list: names without titles, telephone numbers and bracketed offices, each once.

    Pieces that are units are left out (see `owners.read_owner_cells`, which gives them to `lead`).
    """
    return people_in(text, words_of(lexicon), known.people)[0]


def looks_like_unit(text: str, lexicon: Lexicon) -> bool:
    """Is `text` a unit or a list of units, with or without role verbs, by the form of its names."""
    words = words_of(lexicon)
    if not text.strip() or len(text) > NAME_LIMIT * NAME_LIMIT:
        return False
    names = [fold(name) for name in split_units(text, lexicon)]
    fit = 0
    for name in names:
        tail = words.role_tail(name)
        name = name[: tail[0]] if tail else name
        # 教育 alone is a subject as well as a short form of 教育局; in a list it is a department
        short = name in words.abbreviations and len(names) == 1
        fit += words.strength(name) > 0 and not short and not is_person(name, words)
    return bool(names) and fit >= len(names) * _MOST


def looks_like_person(text: str, lexicon: Lexicon) -> bool:
    """Is `text` one or several people, by the form of their names."""
    words = words_of(lexicon)
    if not text.strip() or len(text) > NAME_LIMIT * NAME_LIMIT:
        return False
    people, units = people_in(text, words)
    return bool(people) and not units and all(is_person(name, words) for name in people)

"""Checks of owners: missing, in two roles, brackets, separators, people among units and units among people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from policyparse.checks.cells import one_line
from policyparse.checks.model import Finding, Scope
from policyparse.exporters.ledger_text import split_list
from policyparse.interpret.owner_words import WEAK, words_of
from policyparse.interpret.owner_wraps import resolve_lines
from policyparse.interpret.owners import read_owner_cells
from policyparse.interpret.units import NOTHING_KNOWN, Known, collect, looks_like_person, looks_like_unit, split_units
from policyparse.lexicon import Lexicon
from policyparse.tables import CellValue, Column
from policyparse.text import fold

_PAIRS = {"(": ")", "[": "]", "《": "》", "<": ">"}
_EMPTY = re.compile(r"[\s/／\\—–\-－无]*\Z")
#: Shorter names inside another one are chance.
_SHORTEST = 3
#: A piece longer than this is a sentence and no name.
_LONGEST = 60
#: Where so many rows name a lead, a row with supporters or people only has lost it.
_LED_SHARE = 0.8
#: Where no more of the rows than this name an owner, a row without one is as the document has it; a table of
#: few rows needs one.
_OWNED_SHARE = 0.4
_FEW = 5


@lru_cache(maxsize=4)
def _roles(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, lexicon["checks"]["units"]["roles"])))


@lru_cache(maxsize=50_000)
def _pieces(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The names of a cell: cut at its separators, or read by the owners' grammar where it gives roles in words."""
    if _roles(lexicon).search(text):
        owner = read_owner_cells([("owner", text)], lexicon).value
        return tuple(dict.fromkeys([*owner.lead, *owner.support, *owner.leaders]))
    return tuple(split_list(text))


@lru_cache(maxsize=50_000)
def _split(piece: str, lexicon: Lexicon, known: Known) -> tuple[str, ...]:
    if len(piece) > _LONGEST:
        return (piece,)
    parts = split_units(piece, lexicon, known)
    return tuple(parts) if len(parts) > 1 else _alike(piece, known.units, lexicon) or tuple(parts)


def _alike(piece: str, known: frozenset[str], lexicon: Lexicon) -> tuple[str, ...]:
    """Two or more names of one kind written together (柳林村河西村), one of them known; empty where it is none."""
    words = words_of(lexicon)
    if piece in known or not piece.endswith((*words.inner_offices, *words.territories)):
        return ()
    parts: list[str] = []
    begin = 0
    for end in (i + 1 for i, c in enumerate(piece) if c == piece[-1]):
        name = piece[begin:end]
        if name in known or (len(name) >= _SHORTEST and words.strength(name)):
            parts.append(name)
            begin = end
    whole = begin == len(piece) and len(parts) > 1 and any(name in known for name in parts)
    return tuple(parts) if whole else ()


@lru_cache(maxsize=50_000)
def _is_person(piece: str, lexicon: Lexicon) -> bool:
    return len(piece) <= _LONGEST and looks_like_person(piece, lexicon) and not looks_like_unit(piece, lexicon)


@lru_cache(maxsize=50_000)
def _is_unit(piece: str, lexicon: Lexicon) -> bool:
    return len(piece) <= _LONGEST and looks_like_unit(piece, lexicon) and not looks_like_person(piece, lexicon)


def names(cell: CellValue, lexicon: Lexicon, known: Known = NOTHING_KNOWN) -> tuple[str, ...]:
    """The names in an owner cell, as printed; a name that a line end breaks is one."""
    text = unbroken(cell.text.strip(), lexicon, known)
    return () if _EMPTY.match(text) else _pieces(text, lexicon)


def known_names(cells: Iterable[str], lexicon: Lexicon) -> Known:
    """What a table's owner cells name: as the reader collects it, and villages and the like that stand alone."""
    texts = set(cells)
    # by names and not by cells, which are many more; a line end may stand inside a name
    pieces = {piece for text in texts if "\n" not in text and len(text) <= _LONGEST * 4 for piece in split_list(text)}
    known = collect(pieces | {text for text in texts if "\n" in text}, lexicon)
    words = words_of(lexicon)
    pieces = {fold(piece) for piece in pieces}
    alone = {p for p in pieces if len(p) >= _SHORTEST and words.strength(p) == WEAK}
    units = known.units | alone
    return replace(known, units=units - {name for name in units if _alike(name, units - {name}, lexicon)})


def unbroken(text: str, lexicon: Lexicon, known: Known) -> str:
    """The text without the line ends that stand inside a name."""
    return resolve_lines(text, words_of(lexicon), known.units) if "\n" in text else text


def check_owners(scope: Scope) -> Iterator[Finding]:
    """Every row's owner cells."""
    units = [c for c in scope.sheet.columns if c.key in {"lead", "support"}]
    people = [c for c in scope.sheet.columns if c.key == "leaders"]
    rows = scope.entries
    leads = [c for c in units if c.key == "lead"]
    leading = sum(any(row.cells[c.index].text.strip() for c in leads) for _, row in rows)
    led = bool(leads) and leading < len(rows) and leading >= _LED_SHARE * len(rows)
    # a document that names owners here and there, or none at all, gives a ledger that lacks none
    owned = sum(any(row.cells[c.index].text.strip() for c in (*units, *people)) for _, row in rows)
    named = len(rows) == 1 or owned > (_OWNED_SHARE * len(rows) if len(rows) > _FEW else 0)
    for index, row in rows:
        for column in units:
            cell = row.cells[column.index]
            if not cell.merged and cell.text.strip():
                yield from _unit_cell(scope, index, column, cell)
        for column in people:
            cell = row.cells[column.index]
            if not cell.merged and cell.text.strip():
                yield from _people_cell(scope, index, column, cell)
        if named:
            yield from _row(scope, index, units, people, led=led)


def _unit_cell(scope: Scope, index: int, column: Column, cell: CellValue) -> Iterator[Finding]:
    if not balanced(cell.text):
        yield scope.at("unit-brackets", index, column)
        return
    whole = unbroken(cell.text.strip(), scope.lexicon, scope.known)
    if whole.count("\n") < cell.text.strip().count("\n"):
        yield scope.at("line-break", index, column, suggestion=whole)
    found = names(cell, scope.lexicon, scope.known)
    seen: set[str] = set()
    for piece in found:
        folded = fold(piece)
        if folded in seen:
            yield scope.at("unit-doubled", index, column, words={"unit": piece})
        seen.add(folded)
        if _is_person(piece, scope.lexicon):
            yield scope.at("person-in-unit-column", index, column, words={"unit": piece})
            continue
        parts = _split(piece, scope.lexicon, scope.known)
        if len(parts) > 1:
            yield scope.at("units-unseparated", index, column, suggestion="、".join(parts), words={"unit": piece})


def _people_cell(scope: Scope, index: int, column: Column, cell: CellValue) -> Iterator[Finding]:
    pieces = split_list(cell.text)
    if "\n" in cell.text and any(len(fold(piece)) == 1 for piece in pieces):
        yield scope.at("line-break", index, column, suggestion=one_line(cell.text))
    for piece in pieces:
        if _is_unit(piece, scope.lexicon):
            yield scope.at("unit-in-person-column", index, column, words={"unit": piece})


def _row(
    scope: Scope, index: int, units: Sequence[Column], people: Sequence[Column], *, led: bool
) -> Iterator[Finding]:
    cells = scope.sheet.rows[index].cells
    task = scope.sheet.column("task")
    if not units and not people:
        return
    leads = [c for c in units if c.key == "lead"]
    if all(
        _EMPTY.match(cells[c.index].text) and cells[c.index].computed for c in (leads if led else (*units, *people))
    ):
        if task is None or cells[task.index].text.strip():
            yield scope.at("owner-missing", index, (*leads, *units, *people)[0])
        return
    lead = {fold(n): n for c in units if c.key == "lead" for n in names(cells[c.index], scope.lexicon, scope.known)}
    for column in units:
        if column.key == "support" and lead:
            both = [n for n in names(cells[column.index], scope.lexicon, scope.known) if fold(n) in lead]
            if both and not (cells[column.index].merged and all(cells[c.index].merged for c in units)):
                yield scope.at("owner-in-both", index, column, words={"unit": "、".join(dict.fromkeys(both))})


def balanced(text: str) -> bool:
    """Does every bracket have its partner."""
    if not any(c in text for c in "()（）[]［］〔〕【】《》"):
        return True
    closing = {v: k for k, v in _PAIRS.items()}
    stack: list[str] = []
    for c in fold(text):
        if c in _PAIRS and c != "<":
            stack.append(c)
        elif c in closing and c != ">" and (not stack or stack.pop() != closing[c]):
            return False
    return not stack

"""Values that a dropdown of the user's own workbook does not offer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from policyparse.checks.model import Finding, Scope
from policyparse.exporters.ledger_text import split_list
from policyparse.tables import Column

#: So many choices are named as what was expected.
_NAMED = 12
#: Difflib compares with every choice; longer lists give no suggestion.
_MOST_CHOICES = 2000
#: Where more of a column's cells lie outside a list that lets them in, the list only offers.
_ODD_SHARE = 0.2
#: Columns whose cells name several.
_SEVERAL = {"lead", "support", "leaders"}


def check_lists(scope: Scope) -> Iterator[Finding]:
    """Every cell of a closed list whose value is none of its choices. The ledger's kind has its own check.

    A list that lets other values in counts as closed for a column where nearly all cells keep to it.
    """
    for dropdown in scope.sheet.lists:
        known = {choice.casefold() for choice in dropdown.choices}
        told: set[tuple[int, int]] = set()
        for column in scope.sheet.columns:
            if column.key == "kind":
                continue
            cells = [
                (index, row.cells[column.index].text.strip())
                for index, row in scope.entries
                if any(r0 <= row.number - 1 <= r1 and c0 <= _place(column) <= c1 for r0, c0, r1, c1 in dropdown.spans)
                and row.cells[column.index].text.strip()
                and not row.cells[column.index].merged
            ]
            outside = [(index, text) for index, text in cells if not _listed(text, known, column)]
            if not dropdown.strict and len(outside) > _ODD_SHARE * len(cells):
                continue
            for index, text in outside:
                if (index, column.index) not in told:
                    told.add((index, column.index))
                    yield _finding(scope, index, column, text, dropdown.choices)


def _listed(text: str, known: set[str], column: Column) -> bool:
    if text.casefold() in known:
        return True
    # several of the choices in one cell
    several = column.key in _SEVERAL and split_list(text)
    return bool(several) and all(name.casefold() in known for name in split_list(text))


def _finding(scope: Scope, index: int, column: Column, text: str, choices: Sequence[str]) -> Finding:
    near = get_close_matches(text, choices, n=1, cutoff=0.5) if len(choices) <= _MOST_CHOICES else []
    expected = "、".join(choices[:_NAMED]) + ("…" if len(choices) > _NAMED else "")
    return scope.at("value-not-listed", index, column, expected=expected, suggestion=near[0] if near else None)


def _place(column: Column) -> int:
    """The column's place on the sheet, from 0."""
    place = 0
    for letter in column.letter:
        place = place * 26 + ord(letter) - 64
    return place - 1

"""Values that a dropdown of the user's own workbook does not offer."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from policyparse.checks.model import Finding, Scope
from policyparse.tables import Column

#: So many choices are named as what was expected.
_NAMED = 12
#: Difflib compares with every choice; longer lists give no suggestion.
_MOST_CHOICES = 2000


def check_lists(scope: Scope) -> Iterator[Finding]:
    """Every cell of a closed list whose value is none of its choices. The ledger's kind has its own check."""
    for spans, choices in scope.sheet.lists:
        known = {choice.casefold() for choice in choices}
        told: set[tuple[int, int]] = set()
        for first_row, first_col, last_row, last_col in spans:
            columns = [c for c in scope.sheet.columns if c.key != "kind" and first_col <= _place(c) <= last_col]
            if not columns:
                continue
            for index, row in scope.entries:
                if not first_row <= row.number - 1 <= last_row:
                    continue
                for column in columns:
                    cell = row.cells[column.index]
                    text = cell.text.strip()
                    if not text or cell.merged or text.casefold() in known or (index, column.index) in told:
                        continue
                    told.add((index, column.index))
                    near = get_close_matches(text, choices, n=1, cutoff=0.5) if len(choices) <= _MOST_CHOICES else []
                    expected = "、".join(choices[:_NAMED]) + ("…" if len(choices) > _NAMED else "")
                    yield scope.at(
                        "value-not-listed", index, column, expected=expected, suggestion=near[0] if near else None
                    )


def _place(column: Column) -> int:
    """The column's place on the sheet, from 0."""
    place = 0
    for letter in column.letter:
        place = place * 26 + ord(letter) - 64
    return place - 1

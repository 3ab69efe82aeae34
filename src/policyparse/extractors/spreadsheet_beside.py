"""What stands beside one another between blank columns of a sheet: one table with an unfilled column, or two tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from policyparse.extractors.spreadsheet_model import Sheet, SheetCell
from policyparse.lexicon import default_lexicon
from policyparse.text import fold

#: A cell further away than so many blank columns is no part of the table beside it.
WIDEST_GAP = 30
#: No sheet holds so many tables beside one another.
_MOST_RUNS = 40
#: A header has at most so many rows.
_LEVELS = 3
_COUNT = re.compile(r"[(]?(\d{1,4})[)、.．]?")

Rows = Mapping[int, Sequence[SheetCell]]
Columns = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """What stands in a run of columns: its filled cells by row, without the lines above its first row of two cells.

    `begins` is the row of the first of these lines.
    """

    columns: Columns
    begins: int
    rows: dict[int, list[SheetCell]]

    @property
    def is_table(self) -> bool:
        """Two columns and two rows at least."""
        wide = self.columns[1] > self.columns[0]
        return wide and len(self.rows) > 1 and any(len(cells) > 1 for cells in self.rows.values())

    @property
    def top(self) -> int:
        return min(self.rows)

    @property
    def ends(self) -> int:
        """Its last row, without remarks and labels with what was filled in (填表人：…) below."""
        own = [
            row
            for row, cells in self.rows.items()
            if (len(cells) > 1 and not all(":" in fold(c.text) for c in cells)) or _COUNT.fullmatch(fold(cells[0].text))
        ]
        return max(own, default=self.top)

    @property
    def first_name(self) -> str:
        """What stands over the first column."""
        return fold(self.rows[self.top][0].text)

    @property
    def names(self) -> list[str]:
        """The texts of the rows that may be its header, folded."""
        return [fold(cell.text) for row in list(self.rows)[:_LEVELS] for cell in self.rows[row]]

    @property
    def counts(self) -> bool:
        """Has it a column of its own that numbers its rows, by name or by what the first column holds."""
        if not _identities()["number"].isdisjoint(self.names):
            return True
        first = [c for cells in list(self.rows.values())[1:] for c in cells if c.col == self.columns[0]]
        found = [_COUNT.fullmatch(fold(c.text)) for c in first]
        numbers = [int(m[1]) for m in found if m]
        return len(numbers) > 1 and len(numbers) * 2 > len(first) and all(b == a + 1 for a, b in pairwise(numbers))

    def has_begun(self, row: int) -> bool:
        """Is the row below the header: further down than one reaches, or the first cell there is a number."""
        cells = self.rows.get(row, [])
        return row - self.top >= _LEVELS or bool(cells and _COUNT.fullmatch(fold(cells[0].text)))

    def names_a(self, *fields: str) -> bool:
        return any(not _identities()[field].isdisjoint(self.names) for field in fields)


def tables_beside(runs: Sequence[Columns], body: Sequence[int], rows: Rows, sheet: Sheet) -> list[Columns]:
    """First and last column of each table in the rows `body`, of the runs of columns that blank ones part."""
    found: list[Columns] = list(runs[:1])
    for run in runs[1:]:
        near = run[0] - found[-1][1] <= WIDEST_GAP
        if near and (len(runs) > _MOST_RUNS or _is_one(_side(found[-1], body, rows), _side(run, body, rows), sheet)):
            found[-1] = (found[-1][0], run[1])
        else:
            found.append(run)
    return found


def _side(columns: Columns, body: Sequence[int], rows: Rows) -> _Side:
    first, last = columns
    inside = {r: cells for r in body if (cells := [c for c in rows.get(r, ()) if first <= c.col <= last])}
    top = next((r for r, cells in inside.items() if len(cells) > 1), min(inside))
    return _Side(columns=columns, begins=min(inside), rows={r: cells for r, cells in inside.items() if r >= top})


def _is_one(left: _Side, right: _Side, sheet: Sheet) -> bool:
    """A table has one column that tells its rows apart (their numbers, the tasks). Where each side has its own, or
    the right one begins with a name of the left one, there are two tables, be it two parts of one list. Else rules
    that go on through the blank column make them one, and so does a right side that nothing tells apart but the left:
    its rows are rows of the left one."""
    if (right.is_table and right.first_name in left.names) or (left.counts and right.counts):
        return False
    if not left.is_table or not right.is_table:
        return True
    if _ruled_between(left, right, sheet):
        return True
    if not left.counts and not left.names_a("task", "indicator"):
        return False
    within = all(row in left.rows or row - left.top < _LEVELS for row in right.rows)
    if not within or left.has_begun(right.begins):
        return False
    if right.names_a("indicator") and not left.names_a("indicator"):
        return False
    same = left.ends == right.ends
    if same and left.counts:
        return True
    return not right.names_a("task", "indicator") and (same or not _is_full(right))


def _is_full(side: _Side) -> bool:
    """Is every cell filled, from the header down to its end."""
    width = side.columns[1] - side.columns[0] + 1
    return len(side.rows) > _LEVELS - 1 and all(len(cells) == width for cells in side.rows.values())


def _ruled_between(left: _Side, right: _Side, sheet: Sheet) -> bool:
    """Do rules run above or below the blank cells between two sides, in most rows that both have."""
    both = [row for row in right.rows if row in left.rows]
    col = left.columns[1] + 1
    ruled = sum(any(a <= col <= b for a, b in sheet.ruled.get(row, ())) for row in both)
    return ruled * 2 > len(both)


@lru_cache(maxsize=1)
def _identities() -> dict[str, frozenset[str]]:
    """The names of columns that tell a table's rows apart."""
    words = default_lexicon()["columns"]
    return {field: frozenset(map(fold, words[field]["names"])) for field in ("number", "task", "indicator")}

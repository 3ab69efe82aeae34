"""A workbook as its file holds it: sheets of cells with value, shown text, kind, merges and what is hidden."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

CellKind = Literal["text", "number", "date", "bool", "formula", "error"]
#: first row, first column, last row, last column; all from 0 and included.
Span = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCell:
    """One cell that holds something. `row` and `col` count from 0 on the sheet.

    `value` is what is stored (a date as its serial number, a formula's stored result), `text` what is
    shown. `kind` is `formula` for a cell that is computed, whatever its result; `computed` is False for
    a formula whose result is not stored. `code` is its number format.
    """

    row: int
    col: int
    value: str | float | bool
    text: str
    kind: CellKind = "text"
    computed: bool = True
    code: str = "General"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A remark pinned to a cell; places from 0."""

    row: int
    col: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedList:
    """A dropdown: the cells that it governs, and its choices, or the cells that hold them (sheet name or None, span).

    `strict`: the office program refuses other values; else it lets them in, with or without a word.
    """

    spans: tuple[Span, ...]
    choices: tuple[str, ...] = ()
    source: tuple[str | None, Span] | None = None
    strict: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet. `cells` by row, each row from left to right; rows and columns count from 0.

    `lines`: the line of the file (from 1) on which each row begins, for CSV; else the rows' own numbers.
    `ruled`: by row the runs of empty cells with a rule above or below: first and last column of each, left to right.
    `lists`: the dropdowns. `asides`: printed page headers and footers as (reason, text). `objects`: what stands in drawings.
    """

    name: str
    hidden: bool = False
    cells: dict[int, list[SheetCell]] = field(default_factory=dict)
    merges: tuple[Span, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_cols: frozenset[int] = frozenset()
    comments: tuple[Comment, ...] = ()
    lines: dict[int, int] = field(default_factory=dict)
    asides: tuple[tuple[str, str], ...] = ()
    objects: tuple[str, ...] = ()
    lists: tuple[ClosedList, ...] = ()
    ruled: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def line(self, row: int) -> int:
        """The number of `row` for people, from 1."""
        return self.lines.get(row, row + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """`format` is xlsx, xls, csv or html. `structural` counts the characters that only separate (CSV)."""

    format: str
    sheets: tuple[Sheet, ...]
    encoding: str | None = None
    delimiter: str | None = None
    replaced: int = 0
    characters: int = 0


def extend(runs: list[tuple[int, int]], col: int) -> None:
    """Add a column to runs of columns that end left of it."""
    if runs and col == runs[-1][1] + 1:
        runs[-1] = (runs[-1][0], col)
    else:
        runs.append((col, col))


def address(row: int, col: int) -> str:
    """A cell's name as spreadsheets write it: (0, 0) is A1."""
    return f"{letters(col)}{row + 1}"


@lru_cache(maxsize=16384)
def letters(col: int) -> str:
    """A column's letters: 0 is A, 26 is AA."""
    name = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        name = chr(65 + rest) + name
    return name

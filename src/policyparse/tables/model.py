"""A table that people edit: sheets, named columns, rows of cells, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from policyparse.extractors.spreadsheet_model import Span

Kind = Literal["text", "number", "date", "bool", "formula", "error", "empty"]
#: The keys of the ledger's columns (`exporters.ledger.COLUMNS`), and what tables of other people have beside them.
Raw = str | float | bool | date | datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellValue:
    """One cell. `address` is its A1 name (in JSON its JSON Pointer), `value` what is stored, `text` what is shown.

    `merged`: the text is that of a merged cell above or to the left. `hidden`: its row, column or sheet is.
    `computed` is False for a formula without a stored result.
    """

    address: str
    value: Raw = None
    text: str = ""
    kind: Kind = "empty"
    merged: bool = False
    hidden: bool = False
    computed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `index` counts from 0 among the table's columns, `letter` names it on the sheet, `name` is as written.

    `key` is the key of the ledger's column, else `value` or `unit` (a number's own column), `start` (a first day),
    or None. `address` is the header cell's. `exact`: the name is one that the lexicon or the ledger holds as a whole.
    """

    index: int
    letter: str
    name: str
    key: str | None = None
    address: str = ""
    exact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`number` is the row's on its sheet, from 1 (a line in JSON Lines). One cell a column, in their order.

    `section`: the row is a heading over the rows below it and no record; its text.
    """

    number: int
    cells: tuple[CellValue, ...]
    hidden: bool = False
    section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropdown:
    """The spans that it governs (rows and columns from 0) and its choices. `strict`: nothing else can be typed there."""

    spans: tuple[Span, ...]
    choices: tuple[str, ...]
    strict: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table on a sheet; a sheet with several gives several of the same name.

    `titles` are the texts above the header; `header` the number of the last header row or None; `covered` the
    cells whose text a merged cell hides; `lists` the dropdowns; `name` is None for CSV and JSON.
    """

    name: str | None
    hidden: bool
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    titles: tuple[str, ...] = ()
    header: int | None = None
    covered: tuple[CellValue, ...] = ()
    lists: tuple[Dropdown, ...] = ()

    def column(self, key: str) -> Column | None:
        """The first column of this key."""
        return next((c for c in self.columns if c.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFile:
    """`format` is xlsx, xls, csv, html (under a workbook's name), json or jsonl. `own`: the workbook was written by policyparse;
    `ids` are then the ids of the records it was made from,
    `numbers` their numbers as written, by id; `exported` reads its rows as they were written, texts by column key.
    `flat`: JSON under column names of somebody's own.
    """

    name: str
    format: str
    sheets: tuple[Sheet, ...]
    encoding: str | None = None
    replaced: int = 0
    own: bool = False
    ids: frozenset[str] | None = None
    numbers: Mapping[str, str] = field(default_factory=dict)
    exported: Callable[[], list[dict[str, str]]] | None = None
    flat: bool = False

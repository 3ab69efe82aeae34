"""What a check gives back, and what the checks of one file share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date

from policyparse.checks.catalogue import CHECKS, Language
from policyparse.interpret.units import NOTHING_KNOWN, Known
from policyparse.interpret.years import Years
from policyparse.lexicon import Lexicon
from policyparse.problems import Severity
from policyparse.tables import CellValue, Column, Row, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong, at its place.

    `cell` is an A1 address (in JSON a JSON Pointer), `row` the row's number from 1 (in JSON the line), `column` the
    column's name as the user wrote it, `record` the number of the record, `field` the key of the ledger's column.
    `words` fill the message's places. What a finding has not is None.
    """

    file: str
    code: str
    sheet: str | None = None
    cell: str | None = None
    row: int | None = None
    column: str | None = None
    record: str | None = None
    field: str | None = None
    value: str | None = None
    expected: str | None = None
    suggestion: str | None = None
    words: Mapping[str, str] = made(default_factory=dict)

    @property
    def severity(self) -> Severity:
        return CHECKS[self.code].severity

    def message(self, lang: Language) -> str:
        """What is wrong, in Chinese or English."""
        return CHECKS[self.code].message(lang, self._words())

    def wanted(self, lang: Language) -> str | None:
        """What was expected: a value, else the rule in words."""
        return self.expected if self.expected is not None else CHECKS[self.code].rule(lang, self._words())

    def _words(self) -> dict[str, str]:
        known = {"value": self.value, "expected": self.expected, "suggestion": self.suggestion, "column": self.column}
        return {**{k: v or "" for k, v in known.items()}, **self.words}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The years that the table governs, both ends included, and when its document was issued."""

    start: date | None = None
    end: date | None = None
    issued_on: date | None = None

    def years(self) -> Years:
        return Years(period_start=self.start, period_end=self.end, issued_on=self.issued_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """One table with what its checks need. `records` are the record numbers by the row's index, or None;
    `entries` the rows that are records, with their places in `sheet.rows`; `known` the names of its owner cells;
    `printed` in a workbook of ours the numbers of its records by id; `flat` as in the table.
    """

    file: str
    format: str
    sheet: Sheet
    lexicon: Lexicon
    period: Period
    records: tuple[str | None, ...]
    entries: tuple[tuple[int, Row], ...]
    known: Known = NOTHING_KNOWN
    printed: Mapping[str, str] = made(default_factory=dict)
    flat: bool = False

    def at(
        self,
        code: str,
        index: int,
        column: Column,
        *,
        expected: str | None = None,
        suggestion: str | None = None,
        value: str | None = None,
        words: Mapping[str, str] | None = None,
    ) -> Finding:
        """A finding at a cell: `index` is the row's place in `sheet.rows`. `value` defaults to the cell's text."""
        row = self.sheet.rows[index]
        cell = row.cells[column.index]
        return Finding(
            file=self.file,
            code=code,
            sheet=self.sheet.name,
            cell=cell.address,
            row=row.number,
            column=column.name or column.letter,
            record=self.records[index],
            field=column.key,
            value=(cell.text or None) if value is None else value,
            expected=expected,
            suggestion=suggestion,
            words=words or {},
        )

    def whole(
        self,
        code: str,
        *,
        value: str | None = None,
        expected: str | None = None,
        words: Mapping[str, str] | None = None,
    ) -> Finding:
        """A finding about the table as a whole."""
        return Finding(
            file=self.file,
            code=code,
            sheet=self.sheet.name,
            row=self.sheet.header,
            value=value,
            expected=expected,
            words=words or {},
        )


def own_cells(scope: Scope, key: str) -> list[tuple[int, Column, CellValue]]:
    """The filled cells of a key's columns that are not covered by a merged one: (row index, column, cell)."""
    columns = [c for c in scope.sheet.columns if c.key == key]
    return [
        (i, column, cell)
        for i, row in scope.entries
        for column in columns
        if (cell := row.cells[column.index]).text.strip() and not cell.merged
    ]

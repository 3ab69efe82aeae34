"""What a ledger already had when it was written: findings that are the document's own and nobody's edit.

The same checks run over the rows as they were exported. A finding that was there then, at the same cell of the same
record with the same value, is not told again: what a document says oddly stands among its problems.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from policyparse.checks.model import Finding
from policyparse.exporters import render
from policyparse.lexicon import Lexicon
from policyparse.records import PolicyDocument
from policyparse.tables import CellValue, Column, Row, Sheet, TableFile, read_rows
from policyparse.text import fold

#: Where a cell is, A1 or JSON Pointer: rows may move without an edit.
_PLACE = re.compile(r"[A-Z]{1,3}\d+\Z|/")
_KEY = tuple[str, str, str | None, str, str, tuple[tuple[str, str], ...]]
Check = Callable[[TableFile], list[Finding]]


def without_own(
    findings: list[Finding], table: TableFile, check: Check, lexicon: Lexicon, against: PolicyDocument | None
) -> list[Finding]:
    """The findings that the table as it was exported did not have. `check` gives all of a table's."""
    if not any(f.cell is not None for f in findings):
        return findings
    before = _as_exported(table, lexicon, against)
    if before is None:
        return findings
    known = {key for _, keys in _keyed(check(before), before) for key in keys}
    if not known:
        return findings
    # by the id where the row has one, else by the task
    return [f for f, keys in _keyed(findings, table) if not keys or keys[0] not in known]


def _as_exported(table: TableFile, lexicon: Lexicon, against: PolicyDocument | None) -> TableFile | None:
    """The table before the edits: by the hidden sheet of a workbook of ours, else as the source's records give it."""
    if table.exported is not None:
        sheet = next((s for s in table.sheets if s.column("id") is not None), None)
        rows = table.exported() if sheet is not None else None
        return replace(table, sheets=(_written(sheet, rows),)) if sheet is not None and rows else None
    if against is None or table.flat:
        return None
    form = "json" if table.format in {"json", "jsonl"} else "csv"
    return replace(read_rows(render([against], form), table.name, lexicon), ids=table.ids, numbers=table.numbers)


def _written(sheet: Sheet, rows: Iterable[Mapping[str, str]]) -> Sheet:
    """The sheet with the rows as they were written, in the columns that it has now."""
    start = (sheet.header or 0) + 1
    first = {id(sheet.column(c.key)) for c in sheet.columns if c.key}
    columns = [(c, c.key if id(c) in first else None) for c in sheet.columns]
    made = tuple(
        Row(number=at, cells=tuple(_cell(at, column, texts.get(key or "", "")) for column, key in columns))
        for at, texts in enumerate(rows, start)
    )
    return replace(sheet, hidden=False, rows=made, covered=())


def _cell(row: int, column: Column, text: str) -> CellValue:
    place = f"{column.letter}{row}"
    if column.key == "due":
        try:
            return CellValue(address=place, value=date.fromisoformat(text), text=text, kind="date")
        except ValueError:
            pass
    return CellValue(address=place, value=text or None, text=text, kind="text" if text else "empty")


def _keyed(findings: Iterable[Finding], table: TableFile) -> Iterator[tuple[Finding, list[_KEY]]]:
    """Each finding with what tells it again: by its record's id, then by its task. Empty for those of no record."""
    rows = {(s.name, row.number): (s, row) for s in table.sheets for row in s.rows}
    for finding in findings:
        found = rows.get((finding.sheet, finding.row)) if finding.row is not None and finding.cell else None
        if found is None:
            yield finding, []
            continue
        sheet, row = found
        names = [
            f"{key}:{fold(row.cells[column.index].text)}"
            for key in ("id", "task")
            if (column := sheet.column(key)) is not None and row.cells[column.index].text.strip()
        ]
        value = _value(finding, row)
        words = tuple(sorted((k, v) for k, v in finding.words.items() if not _PLACE.match(v)))
        expected = finding.expected or ""
        yield finding, [(finding.code, name, finding.field, value, expected, words) for name in names]


def _value(finding: Finding, row: Row) -> str:
    """The value as text; days in one form."""
    cell = next((c for c in row.cells if c.address == finding.cell), None)
    if cell is not None and finding.value == cell.text and isinstance(cell.value, date):
        day = cell.value.date() if isinstance(cell.value, datetime) else cell.value
        return day.isoformat()
    return (finding.value or "").replace("\r\n", "\n").strip()

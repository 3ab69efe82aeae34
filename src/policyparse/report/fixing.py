"""The safe suggestions, applied to a copy: what they change is how a cell is stored or blanks that nobody sees."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from policyparse.checks import CHECKS, Finding
from policyparse.checks.cells import half_width, visible
from policyparse.errors import UsageError
from policyparse.exporters.csv_file import guard
from policyparse.extractors.spreadsheet_csv import read_csv
from policyparse.extractors.spreadsheet_model import address
from policyparse.report.workbook import edited_workbook
from policyparse.tables import TableFile

#: What each safe code does to a cell's text, in the order in which they act.
_TEXT: dict[str, Callable[[str], str]] = {
    "text-invisible": visible,
    "digits-full-width": half_width,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """One changed cell. `after` is what is stored now: a text, a number, or a day."""

    sheet: str | None
    cell: str
    before: str
    after: str | float | date
    codes: tuple[str, ...]


def safe_fixes(findings: Sequence[Finding]) -> list[Fix]:
    """One fix a cell from all its findings whose code is safe."""
    cells: dict[tuple[str | None, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if CHECKS[finding.code].safe and finding.cell and finding.suggestion is not None:
            cells[finding.sheet, finding.cell].append(finding)
    fixes = []
    for (sheet, cell), found in cells.items():
        before = found[0].value or ""
        codes = {f.code: f for f in found}
        # which lines are joined depends on the column, and was judged there
        text = (codes["line-break"].suggestion or before) if "line-break" in codes else before
        for code, change in _TEXT.items():
            if code in codes:
                text = change(text)
        after: str | float | date = text
        for code, finding in codes.items():
            if code in _TEXT or code == "line-break" or finding.suggestion is None:
                continue
            if code == "number-as-text":
                after = _number(finding.suggestion)
            elif code in {"date-as-text", "date-serial"}:
                after = date.fromisoformat(finding.suggestion)
            else:
                after = finding.suggestion
        if after != before or not isinstance(after, str):
            fixes.append(Fix(sheet=sheet, cell=cell, before=before, after=after, codes=tuple(codes)))
    return fixes


def _number(text: str) -> float | str:
    """A share keeps its sign as the text of a number format cannot be guessed: 95% is 0.95."""
    if text.endswith("%"):
        return round(float(text[:-1]) / 100, 12)
    number = float(text)
    return int(number) if number.is_integer() else number


def apply_fixes(data: bytes, table: TableFile, fixes: Sequence[Fix]) -> bytes:
    """A copy of the file with the fixes. Raises UsageError for a format that is not written (xls, json)."""
    if table.format == "xlsx":
        return edited_workbook(data, {(fix.sheet, fix.cell): (fix.after, fix.before) for fix in fixes})
    if table.format == "csv":
        return _csv(data, {fix.cell: fix.after for fix in fixes})
    raise UsageError(f"--fix writes xlsx and csv, not {table.format}; save the table as xlsx first")


def _csv(data: bytes, changes: Mapping[str, str | float | date]) -> bytes:
    """The same delimiter, encoding and line ends."""
    book = read_csv(data)
    encoding = book.encoding or "utf-8"
    mark = data.startswith(b"\xef\xbb\xbf")
    name = "utf-8-sig" if mark else encoding
    end = "\r\n" if "\r\n".encode(encoding) in data or b"\r\n" in data else "\n"
    out = io.StringIO()
    writer = csv.writer(out, delimiter=book.delimiter or ",", lineterminator=end)
    sheet = book.sheets[0]
    width = max((row[-1].col + 1 for row in sheet.cells.values()), default=0)
    for r in sorted(sheet.lines):
        row = [""] * width
        for cell in sheet.cells.get(r, ()):
            row[cell.col] = cell.text
        for col in range(width):
            after = changes.get(address(r, col))
            if after is not None:
                row[col] = guard(after.isoformat() if isinstance(after, date) else str(after))
        writer.writerow(row)
    return out.getvalue().encode(name, errors="replace")

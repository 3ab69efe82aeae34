"""Copies of the user's own workbook by openpyxl: findings as marks and comments, fixes as values; formatting is kept."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.exceptions import InvalidFileException

from policyparse.checks import Finding, Language
from policyparse.errors import FileBroken, UsageError
from policyparse.extractors.spreadsheet import open_workbook

_FILLS = {
    "error": PatternFill("solid", start_color="FFF8CBAD", end_color="FFF8CBAD"),
    "warning": PatternFill("solid", start_color="FFFFE699", end_color="FFFFE699"),
    "info": PatternFill("solid", start_color="FFDDEBF7", end_color="FFDDEBF7"),
}
_RANK = {"error": 0, "warning": 1, "info": 2}
_AUTHOR = "policyparse"
#: A comment longer than this is cut; Excel takes 32,767 characters.
_LONGEST = 4000
_DAY = "yyyy-mm-dd"
_BROKEN = (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, InvalidFileException)


def marked_copy(data: bytes, format_name: str, findings: Sequence[Finding], lang: Language) -> bytes:
    """The user's workbook with the cells of the findings marked and commented; CSV and XLS become a workbook.

    A finding without a cell is told in a comment on the first cell. Raises UsageError for JSON.
    """
    if format_name in {"json", "jsonl"}:
        raise UsageError("--format xlsx marks cells; JSON has none: use --format text or json")
    book = _load(data) if format_name == "xlsx" else _as_workbook(data)
    cells: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        sheet = finding.sheet if finding.sheet is not None and finding.sheet in book.sheetnames else book.sheetnames[0]
        cells[sheet, finding.cell or "A1"].append(finding)
    for (sheet, place), found in cells.items():
        cell = _anchor(book[sheet], place)
        worst = min(found, key=lambda f: _RANK[f.severity])
        cell.fill = _FILLS[worst.severity]
        lines = [f"[{f.code}] {f.message(lang)}" + (f" → {f.suggestion}" if f.suggestion else "") for f in found]
        if cell.comment is not None:
            lines.insert(0, str(cell.comment.text))
        comment = Comment(ILLEGAL_CHARACTERS_RE.sub("", "\n".join(lines))[:_LONGEST], _AUTHOR)
        comment.width, comment.height = 320, 40 + 28 * len(lines)
        cell.comment = comment
    return _saved(book)


def edited_workbook(data: bytes, changes: Mapping[tuple[str | None, str], tuple[str | float | date, str]]) -> bytes:
    """The user's workbook with new values by (sheet, address): (value, text before)."""
    book = _load(data)
    for (sheet, place), (value, before) in changes.items():
        cell = _anchor(book[sheet] if sheet in book.sheetnames else book[book.sheetnames[0]], place)
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
        if isinstance(value, str):
            cell.data_type = "s"  # a text that begins with = stays a text
        elif isinstance(value, date):
            cell.number_format = _DAY
        elif before.strip().endswith("%"):
            cell.number_format = "0.00%" if "." in before else "0%"
        elif cell.number_format == "@":
            cell.number_format = "General"
    return _saved(book)


def _load(data: bytes) -> Any:
    try:
        return load_workbook(io.BytesIO(data), keep_vba=b"vbaProject.bin" in data, rich_text=True)
    except _BROKEN as error:
        raise FileBroken(
            f"the workbook cannot be copied with its formatting ({error}); save it again in an office program"
        ) from error


def _as_workbook(data: bytes) -> Any:
    """A plain workbook of the cells of a CSV or XLS file, at the same addresses."""
    source = open_workbook(data)
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, sheet in enumerate(source.sheets, 1):
        made: Any = book.create_sheet(sheet.name or f"Sheet{number}")
        for row in sheet.cells.values():
            for cell in row:
                there = made.cell(row=cell.row + 1, column=cell.col + 1)
                there.value = ILLEGAL_CHARACTERS_RE.sub("", cell.text) if cell.kind != "number" else cell.value
                if cell.kind != "number":
                    there.data_type = "s"
        for r0, c0, r1, c1 in sheet.merges:
            made.merge_cells(start_row=r0 + 1, start_column=c0 + 1, end_row=r1 + 1, end_column=c1 + 1)
    return book


def _anchor(sheet: Any, place: str) -> Any:
    """The cell, or the one that shows in its place."""
    cell = sheet[place]
    if isinstance(cell, MergedCell):
        for merged in sheet.merged_cells.ranges:
            if place in merged:
                return sheet.cell(row=merged.min_row, column=merged.min_col)
    return cell


def _saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

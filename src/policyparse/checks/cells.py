"""Checks of single cells: characters, line ends, cut texts, numbers and dates stored as something else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

from policyparse.checks.model import Finding, Scope
from policyparse.tables import CellValue, Column

#: Zero-width and direction marks, no-break blank, soft hyphen, byte-order mark, control characters, private use.
INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\u00a0\x00-\x08\x0b-\x1f\x7f-\x9f\ufff9-\ufffb]"
)
FULL_WIDTH = re.compile(r"[０-９]+(?:．[０-９]+)?％?")
_SUSPICIOUS = re.compile(f"{INVISIBLE.pattern}|[０-９]|\n")
#: Where old programs (dBase, Excel 97 fields) and Excel's cells cut a text.
CUT_LENGTHS = (255, 32767)
#: Cells of these hold one line.
_ONE_LINE = {"number", "task", "due", "kind", "id", "start"}
_NUMBER = re.compile(r"[+-]?(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.\d{1,12})?%?\Z")
_FULL_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\Z")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
#: Serial numbers of the days from 1990 to 2064.
_FIRST_SERIAL, _LAST_SERIAL = 32874, 60266
_DATE_KEYS = {"deadline", "due", "start"}
_NAMES = {"\u00a0": "U+00A0", "\ufeff": "U+FEFF"}


def check_cells(scope: Scope) -> Iterator[Finding]:
    """Every cell that is not covered by a merged one."""
    typed = scope.format in {"xlsx", "xls"}
    numbers = {c.index for c in scope.sheet.columns if typed and _any_kind(scope, c, "number")}
    dates = {c.index for c in scope.sheet.columns if typed and _any_kind(scope, c, "date")}
    lengths = set(CUT_LENGTHS)
    for index, row in enumerate(scope.sheet.rows):
        for column, cell in zip(scope.sheet.columns, row.cells, strict=True):
            text = cell.text
            if not text or cell.merged:
                continue
            if cell.kind in {"text", "formula"}:
                if _SUSPICIOUS.search(text):
                    yield from _characters(scope, index, column, cell)
                if len(text) in lengths:
                    yield scope.at("text-cut", index, column, words={"length": str(len(text))})
                if (
                    row.section is None
                    and column.index in numbers
                    and column.key not in _DATE_KEYS
                    and _NUMBER.match(text.strip())
                ):
                    yield scope.at("number-as-text", index, column, suggestion=text.strip().replace(",", ""))
            if row.section is None and column.key in _DATE_KEYS:
                yield from _date(scope, index, column, cell, typed=typed, dated=column.index in dates)


def _any_kind(scope: Scope, column: Column, kind: str) -> bool:
    return any(row.cells[column.index].kind == kind and not row.cells[column.index].merged for row in scope.sheet.rows)


def _characters(scope: Scope, index: int, column: Column, cell: CellValue) -> Iterator[Finding]:
    text = cell.text
    found = INVISIBLE.findall(text)
    if found:
        names = "、".join(dict.fromkeys(_name(c) for c in found))
        yield scope.at("text-invisible", index, column, suggestion=visible(text), words={"names": names})
    wide = FULL_WIDTH.search(text)
    if wide:
        yield scope.at("digits-full-width", index, column, suggestion=half_width(text))
    key = column.key
    if key in _ONE_LINE and "\n" in text:
        yield scope.at("line-break", index, column, suggestion=one_line(text))


def _name(c: str) -> str:
    return f"U+{ord(c):04X} {unicodedata.name(c, '')}".strip()


def visible(text: str) -> str:
    """Without invisible characters; a no-break blank becomes a blank."""
    return INVISIBLE.sub(lambda m: " " if m[0] == "\u00a0" else "", text)


def half_width(text: str) -> str:
    """Full-width numbers made half-width; nothing else changes."""
    return FULL_WIDTH.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)


def one_line(text: str) -> str:
    """The lines joined: without a blank where one side is Chinese."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    joined = ""
    for line in lines:
        blank = joined and joined[-1].isascii() and line[0].isascii()
        joined += (" " if blank else "") + line
    return joined


def _date(scope: Scope, index: int, column: Column, cell: CellValue, *, typed: bool, dated: bool) -> Iterator[Finding]:
    text = cell.text.strip()
    serial = _serial(cell, typed)
    if serial is not None:
        yield scope.at("date-serial", index, column, suggestion=serial.isoformat())
        return
    if cell.kind not in {"text", "formula"} or (column.key == "deadline" and not dated):
        return
    found = _FULL_DATE.match(text)
    if not found:
        return
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return
    if typed and cell.kind == "text":
        yield scope.at("date-as-text", index, column, suggestion=day.isoformat())
    elif column.key == "due" and not _ISO.match(text):
        yield scope.at("date-not-iso", index, column, suggestion=day.isoformat())


def _serial(cell: CellValue, typed: bool) -> date | None:
    """The day of a serial number that is stored as a plain number, or as five digits of text."""
    if cell.kind == "number" and isinstance(cell.value, float):
        number = cell.value
    elif cell.text.strip().isascii() and cell.text.strip().isdigit() and len(cell.text.strip()) == 5:
        number = float(cell.text.strip())
    else:
        return None
    del typed
    if number != int(number) or not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        return None
    return date(1899, 12, 30) + timedelta(days=int(number))

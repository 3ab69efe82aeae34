"""The ledger as an Excel workbook, written row by row so that memory stays flat."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter

from policyparse.batch.ledger import LedgerWriter
from policyparse.batch.ledger_table import KEYS, names, rows
from policyparse.records import PolicyDocument

#: Limits of the format (ECMA-376, and Excel's own specification).
_ROWS = 1_048_576
_CELL = 32_767
#: One date for every workbook, so that the same records give the same bytes.
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_WIDTHS = {"task": 40, "content": 60, "target": 40, "steps": 40, "due_on": 12}
_WIDTH = 16


def open_ledger(path: Path, headers: str) -> LedgerWriter:
    """A workbook; after a million rows it goes on in a second sheet."""
    return _Workbook(path, headers)


class _Workbook:
    def __init__(self, path: Path, headers: str) -> None:
        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
        self._book.set_properties({"created": _CREATED})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._bold = self._book.add_format({"bold": True})
        self._names = names(headers)
        self._title = "台账" if headers == "zh" else "Ledger"
        self._sheets = 0
        self._begin()

    def _begin(self) -> None:
        self._sheets += 1
        self._sheet = self._book.add_worksheet(self._title + (f" {self._sheets}" if self._sheets > 1 else ""))
        self._sheet.freeze_panes(1, 0)
        for column, key in enumerate(KEYS):
            self._sheet.set_column(column, column, _WIDTHS.get(key, _WIDTH))
        for column, name in enumerate(self._names):
            self._sheet.write_string(0, column, name, self._bold)
        self._row = 1

    def add(self, document: PolicyDocument) -> None:
        for row in rows(document):
            if self._row == _ROWS:
                self._begin()
            for column, (key, text) in enumerate(zip(KEYS, row, strict=True)):
                if not text:
                    continue
                if key == "due_on":
                    self._sheet.write_datetime(self._row, column, date.fromisoformat(text), self._day)
                else:
                    # the format holds no more in a cell; the JSON output has the whole
                    self._sheet.write_string(self._row, column, text if len(text) <= _CELL else text[: _CELL - 1] + "…")
            self._row += 1

    def close(self) -> None:
        self._book.close()

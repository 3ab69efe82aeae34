"""Sheets whose rows are written as XML at once: a ledger of 20,000 records has a million cells.

XlsxWriter keeps every cell as an object and serialises each by several calls. Rows that come in order and hold texts,
numbers and dates need neither; everything else of the sheet (header, validations, comments, page) stays its own work.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable
from datetime import date
from typing import IO, TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

if TYPE_CHECKING:
    from xlsxwriter.format import Format

Value = str | int | float | date | None
#: Day 0 of the serial numbers of days from 1 March 1900 (ECMA-376 part 1, 18.17.4.1).
_DAY_ZERO = date(1899, 12, 30).toordinal()
#: A text that reads like an escaped character is escaped itself (ECMA-376 part 1, 22.9.2.19).
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class RowSheet(Worksheet):  # type: ignore[misc]
    """A sheet with `put`. Rows that were put stand below all that is written otherwise."""

    def __init__(self) -> None:
        super().__init__()
        # closed when the sheet was written
        self._rows: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115
        self._first: int | None = None
        self._names: list[str] = []

    def put(self, row: int, cells: Iterable[tuple[int, Value, Format | None]], height: float | None = None) -> None:
        """Write a row: (column, value, format) from left to right; rows and columns count from 0, rows in order.

        Texts hold only what XML can (`xlsx_store.clean`). `height` is in points.
        """
        if height is not None:
            self.set_row(row, height)  # where comments stand depends on it
        parts = []
        col = -1
        for col, value, form in cells:
            while col >= len(self._names):
                self._names.append(xl_col_to_name(len(self._names)))
            style = f' s="{form._get_xf_index()}"' if form is not None else ""
            place = f'<c r="{self._names[col]}{row + 1}"{style}'
            if value is None or value == "":
                parts.append(f"{place}/>")
            elif isinstance(value, str):
                parts.append(f'{place} t="inlineStr"><is><t xml:space="preserve">{_escape(value)}</t></is></c>')
            else:
                number = value.toordinal() - _DAY_ZERO if isinstance(value, date) else value
                parts.append(f"{place}><v>{number:.16g}</v></c>")
        if col >= 0:
            self._check_dimensions(row, col)
        if self._first is None:
            self._first = row
        tall = f' ht="{height:.16g}" customHeight="1"' if height is not None else ""
        self._rows.write(f'<row r="{row + 1}"{tall}>{"".join(parts)}</row>')

    def merge_rows(self, first: int, last: int, col: int) -> None:
        """Make one cell of the rows `first` to `last` of a column; their cells are put as usual."""
        self.merge.append([first, col, last, col])

    def _write_sheet_data(self) -> None:
        if self._first is None:
            super()._write_sheet_data()
        else:
            end, self.dim_rowmax = self.dim_rowmax, self._first - 1  # type: ignore[has-type]
            self._xml_start_tag("sheetData")
            if self.dim_rowmin <= self.dim_rowmax:
                self._write_rows()
            self._rows.seek(0)
            shutil.copyfileobj(self._rows, self.fh)
            self._xml_end_tag("sheetData")
            self.dim_rowmax = end
        self._rows.close()


def _escape(text: str) -> str:
    if "_x" in text:
        text = _ESCAPED.sub("_x005F_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

"""XLS and ET ([MS-XLS], BIFF8 and BIFF5): values, formats, merges, formulas and what is hidden, from the records."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite

from policyparse.errors import PasswordNeeded
from policyparse.extractors.spreadsheet_biff_records import (
    BIFF8,
    BLANK,
    BOF,
    BOOLERR,
    BOUNDSHEET,
    COLINFO,
    DATE1904,
    EOF,
    FILEPASS,
    FORMAT,
    FORMULA,
    LABEL,
    LABELSST,
    MERGED,
    MULBLANK,
    MULRK,
    NUMBER,
    RK,
    ROW,
    RSTRING,
    SST,
    STRING,
    XF,
    records,
    root_holds,
    shared_strings,
    string,
    unpacked,
    workbook_stream,
)
from policyparse.extractors.spreadsheet_model import Sheet, SheetCell, Span, Workbook, extend
from policyparse.extractors.spreadsheet_numbers import BUILT_IN, EPOCH_1904, is_date, shown

_PASSWORD = "the workbook is encrypted; remove the password in the office program and save it again"
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def is_encrypted_package(data: bytes) -> bool:
    """An OOXML file behind a password is an OLE file with an EncryptedPackage."""
    return root_holds(data, "EncryptedPackage")


def is_workbook(data: bytes) -> bool:
    """Has the OLE file a workbook at its root (an embedded one in a Word file stands deeper)."""
    return root_holds(data, "Workbook") or root_holds(data, "Book")


@dataclass(slots=True)
class _Globals:
    """What all sheets share."""

    biff8: bool = True
    date1904: bool = False
    strings: list[str] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    rules: list[bool] = field(default_factory=list)
    """Of each style whether it draws a rule above or below."""
    places: list[tuple[int, str, bool]] = field(default_factory=list)
    """Offset, name and hidden of each sheet with cells."""

    def code(self, style: int) -> str:
        number = self.styles[style] if style < len(self.styles) else 0
        return self.formats.get(number) or BUILT_IN.get(number, "General")


def read_xls(data: bytes) -> Workbook:
    """Read a binary workbook. Raises FileBroken or PasswordNeeded."""
    if is_encrypted_package(data):
        raise PasswordNeeded(_PASSWORD)
    stream = workbook_stream(data)
    book = _globals(stream)
    sheets = tuple(_Reader(book, name, hidden).read(stream, offset) for offset, name, hidden in book.places)
    return Workbook(format="xls", sheets=sheets)


def _globals(stream: bytes) -> _Globals:
    book = _Globals()
    for kind, chunks in records(stream, 0):
        body = chunks[0]
        if kind == BOF and len(body) >= 2:
            book.biff8 = struct.unpack_from("<H", body)[0] == BIFF8
        elif kind == FILEPASS:
            raise PasswordNeeded(_PASSWORD)
        elif kind == DATE1904:
            book.date1904 = body[:1] == b"\x01"
        elif kind == FORMAT and len(body) >= 3:
            book.formats[struct.unpack_from("<H", body)[0]] = string(chunks, 2, 2 if book.biff8 else 1, book.biff8)
        elif kind == XF and len(body) >= 4:
            book.styles.append(struct.unpack_from("<H", body, 2)[0])
            book.rules.append(_draws_rule(body, book.biff8))
        elif kind == SST and len(body) >= 8:
            book.strings = shared_strings(chunks)
        elif kind == BOUNDSHEET and len(body) >= 7:
            offset, state, form = struct.unpack_from("<IBB", body)
            if form == 0:
                book.places.append((offset, string(chunks, 6, 1, book.biff8), state & 3 != 0))
        elif kind == EOF:
            break
    return book


def _draws_rule(style: bytes, biff8: bool) -> bool:
    """Has an XF record a line above or below the cell ([MS-XLS] 2.4.353; before BIFF8 the lines stand elsewhere)."""
    if biff8:
        return len(style) >= 12 and bool(style[11])
    return len(style) >= 16 and bool(struct.unpack_from("<I", style, 8)[0] >> 22 & 7 or style[12] & 7)


class _Reader:
    """Reads one sheet's records."""

    def __init__(self, book: _Globals, name: str, hidden: bool) -> None:
        self.book = book
        self.name = name
        self.hidden = hidden
        self.cells: dict[tuple[int, int], SheetCell] = {}
        self.merges: list[Span] = []
        self.hidden_rows: set[int] = set()
        self.hidden_cols: set[int] = set()
        self.ruled: dict[int, list[tuple[int, int]]] = {}
        self.awaited: tuple[int, int] | None = None
        """The formula whose text comes in the next STRING record."""

    def read(self, stream: bytes, offset: int) -> Sheet:
        depth = 0
        for kind, chunks in records(stream, offset):
            if kind == BOF:
                depth += 1
            elif kind == EOF:
                depth -= 1
                if depth <= 0:
                    break
            elif depth == 1:  # deeper: the cells of an embedded chart
                self._record(kind, chunks)
        rows: dict[int, list[SheetCell]] = {}
        for (row, _), cell in sorted(self.cells.items()):
            rows.setdefault(row, []).append(cell)
        return Sheet(
            name=self.name,
            hidden=self.hidden,
            cells=rows,
            merges=tuple(self.merges),
            hidden_rows=frozenset(self.hidden_rows),
            hidden_cols=frozenset(self.hidden_cols),
            ruled=self.ruled,
        )

    def _record(self, kind: int, chunks: Sequence[bytes]) -> None:
        body = chunks[0]
        if kind == STRING and self.awaited is not None:
            row, col = self.awaited
            self._text(row, col, string(chunks, 0, 2, self.book.biff8), formula=True)
            self.awaited = None
        elif kind == ROW and len(body) >= 16:
            row, options = struct.unpack_from("<H", body)[0], struct.unpack_from("<H", body, 12)[0]
            if options & 0x20:
                self.hidden_rows.add(row)
        elif kind == COLINFO and len(body) >= 10:
            first, last, _, _, options = struct.unpack_from("<HHHHH", body)
            if options & 1:
                self.hidden_cols.update(range(first, min(last, 255) + 1))
        elif kind == MERGED and len(body) >= 2:
            for k in range(min(struct.unpack_from("<H", body)[0], (len(body) - 2) // 8)):
                r0, r1, c0, c1 = struct.unpack_from("<HHHH", body, 2 + 8 * k)
                if r0 <= r1 and c0 <= c1:
                    self.merges.append((r0, c0, r1, c1))
        elif kind in {BLANK, MULBLANK} and len(body) >= 6:
            row, col = struct.unpack_from("<HH", body)
            end = len(body) if kind == BLANK else len(body) - 2
            for k, style in enumerate(struct.unpack_from(f"<{(end - 4) // 2}H", body, 4)):
                if style < len(self.book.rules) and self.book.rules[style]:
                    extend(self.ruled.setdefault(row, []), col + k)
        elif len(body) >= 6 and kind in {NUMBER, RK, MULRK, LABELSST, LABEL, RSTRING, BOOLERR, FORMULA}:
            row, col, style = struct.unpack_from("<HHH", body)
            self._cell(kind, chunks, row, col, style)

    def _cell(self, kind: int, chunks: Sequence[bytes], row: int, col: int, style: int) -> None:
        body = chunks[0]
        if kind == NUMBER and len(body) >= 14:
            self._number(row, col, style, struct.unpack_from("<d", body, 6)[0])
        elif kind == RK and len(body) >= 10:
            self._number(row, col, style, unpacked(struct.unpack_from("<I", body, 6)[0]))
        elif kind == MULRK:
            for k in range((len(body) - 6) // 6):
                style, packed = struct.unpack_from("<HI", body, 4 + 6 * k)
                self._number(row, col + k, style, unpacked(packed))
        elif kind == LABELSST and len(body) >= 10:
            at = struct.unpack_from("<I", body, 6)[0]
            self._text(row, col, self.book.strings[at] if at < len(self.book.strings) else "")
        elif kind in {LABEL, RSTRING}:
            self._text(row, col, string(chunks, 6, 2, self.book.biff8))
        elif kind == BOOLERR and len(body) >= 8:
            self._truth(row, col, body[6], error=body[7] == 1)
        elif kind == FORMULA and len(body) >= 14:
            self._formula(row, col, style, body[6:14])

    def _formula(self, row: int, col: int, style: int, result: bytes) -> None:
        if result[6:8] != b"\xff\xff":
            self._number(row, col, style, struct.unpack("<d", result)[0], formula=True)
        elif result[0] == 0:
            self.awaited = (row, col)
        elif result[0] in {1, 2}:
            self._truth(row, col, result[2], error=result[0] == 2, formula=True)
        else:
            self.cells[row, col] = SheetCell(row=row, col=col, value="", text="", kind="formula")

    def _number(self, row: int, col: int, style: int, value: float, *, formula: bool = False) -> None:
        code = self.book.code(style)
        dated = is_date(code) and isfinite(value)
        if dated and self.book.date1904 and value >= 1:
            value += EPOCH_1904
        self.cells[row, col] = SheetCell(
            row=row,
            col=col,
            value=value,
            text=shown(value, code),
            kind="formula" if formula else "date" if dated else "number",
            code=code,
        )

    def _text(self, row: int, col: int, text: str, *, formula: bool = False) -> None:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if text or formula:
            self.cells[row, col] = SheetCell(
                row=row, col=col, value=text, text=text, kind="formula" if formula else "text"
            )

    def _truth(self, row: int, col: int, value: int, *, error: bool, formula: bool = False) -> None:
        text = _ERRORS.get(value, "#N/A") if error else "TRUE" if value else "FALSE"
        self.cells[row, col] = SheetCell(
            row=row,
            col=col,
            value=text if error else bool(value),
            text=text,
            kind="formula" if formula else "error" if error else "bool",
        )

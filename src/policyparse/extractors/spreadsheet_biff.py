"""XLS and ET ([MS-XLS], BIFF8 and BIFF5): values by calamine; formats, merges, formulas and hidden rows from the records.

calamine gives the values; what it does not tell is read from the workbook stream: FORMAT (0x041E), XF (0x00E0),
BOUNDSHEET (0x0085), ROW (0x0208), MERGEDCELLS (0x00E5), COLINFO (0x007D), NOTE (0x001C), FORMULA (0x0006).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import olefile
from python_calamine import CalamineError, CalamineWorkbook

from policyparse.errors import FileBroken, LimitExceeded, PasswordNeeded
from policyparse.extractors.spreadsheet_model import CellKind, Sheet, SheetCell, Span, Workbook
from policyparse.extractors.spreadsheet_numbers import BUILT_IN, is_date, shown

#: calamine keeps a sheet as a full grid; more places than this are no list.
PLACE_LIMIT = 4_000_000

_BOF, _EOF, _CONTINUE = 0x0809, 0x000A, 0x003C
_FILEPASS, _DATE1904 = 0x002F, 0x0022
_BOUNDSHEET, _FORMAT, _XF = 0x0085, 0x041E, 0x00E0
_ROW, _MERGED, _COLINFO = 0x0208, 0x00E5, 0x007D
_FORMULA, _MULRK, _DIMENSIONS = 0x0006, 0x00BD, 0x0200
#: NUMBER, RK, LABELSST, LABEL, BOOLERR, RSTRING: row, column, style.
_SINGLE = {0x0203, 0x027E, 0x00FD, 0x0204, 0x0205, 0x00D6}
_BIFF8 = 0x0600


@dataclass(slots=True)
class _Facts:
    """What the records tell of one sheet beside its values. `styles` by (row, column)."""

    hidden: bool = False
    worksheet: bool = True
    merges: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: set[int] = field(default_factory=set)
    styles: dict[tuple[int, int], int] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)


def is_encrypted_package(data: bytes) -> bool:
    """An OOXML file behind a password is an OLE file with an EncryptedPackage."""
    return _root_holds(data, "EncryptedPackage")


def is_workbook(data: bytes) -> bool:
    """Has the OLE file a workbook at its root (an embedded one in a Word file stands deeper)."""
    return _root_holds(data, "Workbook") or _root_holds(data, "Book")


def _root_holds(data: bytes, name: str) -> bool:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return bool(ole.exists(name))
    except (OSError, ValueError, IndexError, struct.error, TypeError, AttributeError):
        return False


def read_xls(data: bytes) -> Workbook:
    """Read a binary workbook. Raises FileBroken, LimitExceeded or PasswordNeeded."""
    if is_encrypted_package(data):
        raise PasswordNeeded("the workbook is encrypted; remove the password in the office program and save it again")
    stream = _stream(data)
    codes, date1904, facts = _scan(stream)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = book.sheet_names
        sheets = []
        for at, name in enumerate(names):
            own = facts[at] if at < len(facts) else _Facts()
            if own.worksheet:
                sheet = book.get_sheet_by_index(at)
                if sheet.total_height * sheet.total_width > PLACE_LIMIT:
                    raise LimitExceeded(
                        f"a sheet spans more than {PLACE_LIMIT:,} places; delete empty rows and columns"
                    )
                sheets.append(_sheet(name, sheet.to_python(skip_empty_area=False), own, codes, date1904))
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise FileBroken(f"the workbook cannot be read ({error}); get a fresh copy") from error
    return Workbook(format="xls", sheets=tuple(sheets))


def _stream(data: bytes) -> bytes:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            for name in ("Workbook", "Book"):
                if ole.exists(name):
                    return bytes(ole.openstream(name).read())
    except (OSError, ValueError, IndexError, struct.error, TypeError, AttributeError) as error:
        raise FileBroken(f"the workbook is damaged ({error}); get a fresh copy") from error
    raise FileBroken("the file holds no workbook; it is damaged or not what its name says")


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, bytes]]:
    """Offset, type and content of each record."""
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _scan(stream: bytes) -> tuple[list[str], bool, list[_Facts]]:
    """The formats of the styles, the date system, and each sheet's facts in the order of the tabs."""
    own: dict[int, str] = {}
    styles: list[int] = []
    places: list[tuple[int, _Facts]] = []
    date1904 = False
    biff8 = True
    for _, kind, body in _records(stream, 0):
        if kind == _BOF and len(body) >= 2:
            biff8 = struct.unpack_from("<H", body)[0] == _BIFF8
        elif kind == _FILEPASS:
            raise PasswordNeeded(
                "the workbook is encrypted; remove the password in the office program and save it again"
            )
        elif kind == _DATE1904 and len(body) >= 2:
            date1904 = body[0] == 1
        elif kind == _FORMAT and len(body) >= 3:
            own[struct.unpack_from("<H", body)[0]] = _format_text(body, biff8)
        elif kind == _XF and len(body) >= 4:
            styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _BOUNDSHEET and len(body) >= 6:
            offset, state, form = struct.unpack_from("<IBB", body)
            places.append((offset, _Facts(hidden=state & 3 != 0, worksheet=form == 0)))
        elif kind == _EOF:
            break
    for offset, facts in places:
        _scan_sheet(stream, offset, facts)
    codes = [own.get(number) or BUILT_IN.get(number, "General") for number in styles]
    return codes, date1904, [facts for _, facts in places]


def _format_text(body: bytes, biff8: bool) -> str:
    if not biff8:
        return body[3 : 3 + body[2]].decode("gb18030", errors="replace")
    if len(body) < 5:
        return "General"
    length, wide = struct.unpack_from("<HB", body, 2)
    if wide & 1:
        return body[5 : 5 + 2 * length].decode("utf-16-le", errors="replace")
    return body[5 : 5 + length].decode("latin-1")


def _scan_sheet(stream: bytes, offset: int, facts: _Facts) -> None:
    depth = 0
    for _, kind, body in _records(stream, offset):
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth != 1:
            continue  # the cells of an embedded chart
        elif kind in _SINGLE and len(body) >= 6:
            row, col, style = struct.unpack_from("<HHH", body)
            facts.styles[row, col] = style
        elif kind == _FORMULA and len(body) >= 6:
            row, col, style = struct.unpack_from("<HHH", body)
            facts.styles[row, col] = style
            facts.formulas.add((row, col))
        elif kind == _MULRK and len(body) >= 6:
            row, first = struct.unpack_from("<HH", body)
            for k in range((len(body) - 6) // 6):
                facts.styles[row, first + k] = struct.unpack_from("<H", body, 4 + 6 * k)[0]
        elif kind == _ROW and len(body) >= 16:
            row = struct.unpack_from("<H", body)[0]
            if struct.unpack_from("<H", body, 12)[0] & 0x20:
                facts.hidden_rows.add(row)
        elif kind == _COLINFO and len(body) >= 10:
            first, last, _, _, options = struct.unpack_from("<HHHHH", body)
            if options & 1:
                facts.hidden_cols.update(range(first, min(last, 255) + 1))
        elif kind == _MERGED and len(body) >= 2:
            for k in range(min(struct.unpack_from("<H", body)[0], (len(body) - 2) // 8)):
                r0, r1, c0, c1 = struct.unpack_from("<HHHH", body, 2 + 8 * k)
                if r0 <= r1 and c0 <= c1:
                    facts.merges.append((r0, c0, r1, c1))


def _sheet(name: str, rows: Sequence[Sequence[object]], facts: _Facts, codes: list[str], date1904: bool) -> Sheet:
    cells: dict[int, list[SheetCell]] = {}
    for r, row in enumerate(rows):
        found = []
        for c, value in enumerate(row):
            style = facts.styles.get((r, c), -1)
            code = codes[style] if 0 <= style < len(codes) else ""
            cell = _cell(r, c, value, code, (r, c) in facts.formulas, date1904)
            if cell is not None:
                found.append(cell)
        if found:
            cells[r] = found
    return Sheet(
        name=name,
        hidden=facts.hidden,
        cells=cells,
        merges=tuple(facts.merges),
        hidden_rows=frozenset(facts.hidden_rows),
        hidden_cols=frozenset(facts.hidden_cols),
    )


def _cell(row: int, col: int, value: object, code: str, formula: bool, date1904: bool) -> SheetCell | None:
    if value is None or value == "":
        if formula:
            return SheetCell(row=row, col=col, value="", text="", kind="formula", computed=False)
        return None
    kind: CellKind
    stored: str | float | bool
    if isinstance(value, bool):
        stored, text, kind = value, "TRUE" if value else "FALSE", "bool"
    elif isinstance(value, (int, float)):
        stored = float(value)
        kind = "date" if code and is_date(code) else "number"
        text = shown(stored, code or "General", date1904=date1904)
    elif isinstance(value, (datetime, date, time, timedelta)):
        stored, kind = _serial(value, date1904), "date"
        text = shown(stored, code if code and is_date(code) else _plain_date(stored), date1904=date1904)
    else:
        stored = text = str(value).replace("\r\n", "\n").replace("\r", "\n")
        kind = "error" if text.startswith("#") and text.endswith(("!", "?", "/A")) else "text"
    return SheetCell(
        row=row, col=col, value=stored, text=text, kind="formula" if formula else kind, code=code or "General"
    )


def _plain_date(serial: float) -> str:
    return "yyyy-mm-dd" if serial == int(serial) else "yyyy-mm-dd hh:mm"


def _serial(value: datetime | date | time | timedelta, date1904: bool) -> float:
    base = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)
    if isinstance(value, timedelta):
        return value.total_seconds() / 86400
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    return (value - base).total_seconds() / 86400

"""The rows of a ledger as a spreadsheet or CSV holds them: texts by column key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from policyparse.exporters.csv_file import unguard
from policyparse.exporters.ledger import COLUMNS
from policyparse.exporters.xlsx_store import STORE, Store, unpack
from policyparse.extractors.spreadsheet_model import Sheet, SheetCell, Workbook, address, letters
from policyparse.extractors.spreadsheet_numbers import as_moment
from policyparse.lexicon import Lexicon
from policyparse.normalise.column_names import match_name

#: A header row stands within so many rows from the top.
_HEADER_WITHIN = 30
#: So many of the ledger's own names, its id among them, make a row its header; people rename some.
_OWN_NAMES = 6
#: So many known column names make a row the header.
_KNOWN_NAMES = 2
#: The ledger's column that takes a field of documents' tables.
_FIELDS = {
    "number": "number", "category": "section", "problem": "section", "task": "task", "content": "content",
    "target": "target", "value": "target", "indicator": "task", "deadline": "deadline", "steps": "steps",
    "leader": "leaders", "lead": "lead", "owner": "lead", "support": "support",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row: its number on the sheet (from 1), texts by column key, and texts of other columns by their name."""

    number: int
    texts: dict[str, str]
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def blank(self) -> bool:
        """Is there nothing in it but what names it."""
        return not self.extra and not any(
            text.strip() for key, text in self.texts.items() if key not in {"id", "document"}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The rows below the header. `own`: the header is a ledger's of policyparse; `keys`: the columns that it has.
    `doubled`: names of columns that a column before them has taken. `unread`: places (A1) of formulas without a
    stored result."""

    sheet: str
    form: str
    own: bool
    headers: str
    keys: frozenset[str]
    lines: tuple[Line, ...]
    doubled: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    def told(self) -> list[str]:
        """What of the sheet was not read, for a person."""
        return [
            *(f"column {name}: there are two of it; the second was not read" for name in self.doubled),
            *(f"cell {place}: a formula without a stored result; it was read as empty" for place in self.unread),
        ]


def find_store(book: Workbook) -> tuple[Store | None, list[str]]:
    """The hidden sheet's content, or None with a message where it is damaged."""
    sheet = next((s for s in book.sheets if s.name == STORE), None)
    if sheet is None:
        return None, []
    try:
        return unpack(_texts(sheet)), []
    except ValueError as error:
        said = str(error).splitlines()[0]
        return None, [
            f"the hidden sheet {STORE} is damaged ({said}); the rows were read as they stand, without their source"
        ]


def _texts(sheet: Sheet) -> Iterator[list[str]]:
    for _, cells in sorted(sheet.cells.items()):
        row = ["", "", "", "", ""]
        for cell in cells:
            if cell.col < len(row):
                row[cell.col] = plain(cell)
        yield row


def read_lines(book: Workbook, name: str | None, lexicon: Lexicon) -> Lines | None:
    """The ledger's rows: of the sheet `name` where it is there, else of the first visible sheet with a header of
    known names. None where no sheet has one."""
    visible = [s for s in book.sheets if not s.hidden]
    first = [s for s in visible if s.name == name]
    for sheet in [*first, *(s for s in visible if s not in first)]:
        found = _sheet(sheet, book.format, lexicon)
        if found is not None:
            return found
    return None


def _sheet(sheet: Sheet, form: str, lexicon: Lexicon) -> Lines | None:
    own = {headers: {c.name(headers): c.key for c in COLUMNS} for headers in ("zh", "en")}
    for row in sorted(sheet.cells)[:_HEADER_WITHIN]:
        names = {cell.col: " ".join(plain(cell).split()) for cell in sheet.cells[row]}
        fields = {name: match[0] for name in names.values() if (match := match_name(name, lexicon))}
        mapped = {name: _FIELDS[f] for name, f in fields.items() if f in _FIELDS}
        for headers, keys in own.items():
            found = {key for name in names.values() if (key := keys.get(name))}
            if "id" in found and len(found) >= _OWN_NAMES:
                known = {n: keys[n] for n in names.values() if n in keys}
                # a column that was renamed is still the ledger's where its name says so and no other is
                renamed = {n: key for n, key in mapped.items() if n not in known and key not in found}
                if "task" in {*known.values(), *renamed.values()}:
                    return _lines(sheet, form, row, names, {**renamed, **known}, headers, True)
        if "task" in mapped.values() and len(set(mapped.values())) >= _KNOWN_NAMES:
            return _lines(sheet, form, row, names, mapped, "zh", False)
    return None


def _lines(
    sheet: Sheet, form: str, header: int, names: dict[int, str], keys: dict[str, str], headers: str, own: bool
) -> Lines:
    columns: dict[int, str] = {}
    doubled = []
    for col, name in sorted(names.items()):
        key = keys.get(name)
        if key is not None and key not in columns.values():
            columns[col] = key
        elif key is not None:
            doubled.append(name)
    covered = _covered(sheet, header)
    lines = []
    unread = [
        address(r, c.col) for r, cells in sorted(sheet.cells.items()) if r > header for c in cells if not c.computed
    ]
    for row in sorted({r for r in sheet.cells if r > header} | {r for r, _ in covered}):
        cells = {cell.col: cell for cell in sheet.cells.get(row, ())}
        texts = dict.fromkeys(columns.values(), "")
        extra: dict[str, str] = {}
        for col in sorted({*cells, *(c for r, c in covered if r == row)} if covered else cells):
            cell = cells.get(col) or covered.get((row, col))
            if cell is None:
                continue
            key = columns.get(col)
            text = iso(cell) if key == "due" else plain(cell)
            if form == "csv":
                text = unguard(text)
            if key is not None:
                texts[key] = text
            elif text.strip():
                name = names.get(col) or f"列{letters(col)}"
                extra[name] = f"{extra[name]}；{text}" if name in extra else text
        line = Line(number=sheet.line(row), texts=texts, extra=extra)
        if not line.blank or texts.get("id"):
            lines.append(line)
    return Lines(
        sheet=sheet.name, form=form, own=own, headers=headers,
        keys=frozenset(columns.values()), lines=tuple(lines), doubled=tuple(doubled), unread=tuple(unread),
    )  # fmt: skip


def _covered(sheet: Sheet, header: int) -> dict[tuple[int, int], SheetCell]:
    """The cells below the header that a merged cell hides, with that cell."""
    found = {}
    for top, left, bottom, right in sheet.merges:
        if top <= header or bottom - top > 10_000 or right - left > 100:
            continue
        cell = next((c for c in sheet.cells.get(top, ()) if c.col == left), None)
        if cell is not None and left == right:
            found.update({(r, left): cell for r in range(top + 1, bottom + 1)})
    return found


def plain(cell: SheetCell) -> str:
    """The cell's text; a whole number without its point, a date as it is shown."""
    if cell.kind in {"number", "formula"} and isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    return cell.value if isinstance(cell.value, str) and cell.kind == "text" else cell.text


def iso(cell: SheetCell) -> str:
    """A date cell as ISO 8601, whatever its format shows."""
    if cell.kind == "date" and isinstance(cell.value, float):
        moment = as_moment(cell.value)
        if moment is not None:
            return moment.date().isoformat()
    return plain(cell)

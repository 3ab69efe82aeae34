"""A workbook's sheets to tables with named columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from policyparse.document import Cell, Table
from policyparse.exporters.csv_file import unguard
from policyparse.exporters.xlsx_store import STORE
from policyparse.extractors.spreadsheet import open_workbook, table_of, title_rows, under_merges
from policyparse.extractors.spreadsheet_model import ClosedList, SheetCell, Workbook, address, letters
from policyparse.extractors.spreadsheet_model import Sheet as Grid
from policyparse.extractors.spreadsheet_numbers import as_moment
from policyparse.extractors.spreadsheet_regions import Region, regions
from policyparse.lexicon import Lexicon
from policyparse.normalise.headers import Head, find_head, header_paths, header_signature, repeats_header
from policyparse.tables.columns import keys
from policyparse.tables.model import CellValue, Column, Dropdown, Kind, Raw, Row, Sheet, TableFile
from policyparse.tables.own_workbook import about, exported, limits, own_numbers
from policyparse.tables.sheet_sections import mark_sections

#: The header is looked for in so many rows, and columns are judged by so many.
_HEAD_ROWS = 30
_SAMPLE_ROWS = 200


def read_workbook(data: bytes, name: str, lexicon: Lexicon) -> TableFile:
    """Read XLSX, XLS, ET, CSV or TSV. Raises FileBroken, PasswordNeeded or LimitExceeded."""
    book = open_workbook(data, limits)
    own = next((sheet for sheet in book.sheets if sheet.name == STORE), None)
    told = about(own) if own else {}
    ledger = told.get("sheet")
    if all(sheet.name != ledger for sheet in book.sheets):
        ledger = None  # it was renamed
    numbers = own_numbers(told)
    found: list[Sheet] = []
    for sheet in book.sheets:
        if own is not None and (sheet.name.startswith(STORE) or (ledger and sheet.name != ledger)):
            continue
        lists = tuple(
            Dropdown(spans=closed.spans, choices=chosen, strict=closed.strict)
            for closed in sheet.lists
            # our own units are offered, not demanded
            if (closed.strict or own is None) and (chosen := _choices(closed, sheet, book))
        )
        tables = _tables(sheet, lexicon, guarded=book.format == "csv", unnamed=book.format == "csv")
        found.extend(replace(table, lists=lists) if lists else table for table in tables)
    return TableFile(
        name=name,
        format=book.format,
        sheets=tuple(found),
        encoding=book.encoding,
        replaced=book.replaced,
        own=own is not None,
        ids=frozenset(numbers) or None,
        numbers=numbers,
        exported=(lambda: exported(data)) if own is not None else None,
    )


def _iso(text: str) -> Raw:
    """A day stored as ISO 8601 (strict OOXML), else the text."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment if moment.hour or moment.minute or moment.second else moment.date()


def _choices(closed: ClosedList, sheet: Grid, book: Workbook) -> tuple[str, ...]:
    """What a dropdown offers; empty where its cells cannot be found."""
    if closed.source is None:
        return closed.choices
    name, (r0, c0, r1, c1) = closed.source
    there = sheet if name is None else next((s for s in book.sheets if s.name == name), None)
    if there is None:
        return ()
    rows = [there.cells[r] for r in sorted(there.cells) if r0 <= r <= r1]
    return tuple(c.text.strip() for row in rows for c in row if c0 <= c.col <= c1 and c.text.strip())


def _tables(sheet: Grid, lexicon: Lexicon, *, guarded: bool, unnamed: bool) -> Iterator[Sheet]:
    under = under_merges(sheet)
    visible = sheet
    if under:
        kept = {r: [c for c in row if (r, c.col) not in under] for r, row in sheet.cells.items()}
        visible = replace(sheet, cells=kept)
    name = None if unnamed else sheet.name
    for region, titles in _joined(visible, lexicon):
        yield _Reader(visible, region, under, lexicon, guarded).read(titles, name)


def _joined(sheet: Grid, lexicon: Lexicon) -> list[tuple[Region, tuple[str, ...]]]:
    """The tables of a sheet, each with the titles above it. Rows below blank ones, or beside a column that is blank
    there, go on with the table above where they have no header of their own and stand in its columns."""
    found: list[tuple[Region, tuple[str, ...], bool]] = []
    waiting: list[Region] = []  # rows of text alone: titles of what follows, or headings inside the table above
    for region in regions(sheet):
        above = title_rows(region, sheet)
        if above == len(region.rows):
            waiting.append(region)
            continue
        rest = replace(region, rows=region.rows[above:])
        headed = bool(find_head(_top(sheet, rest), lexicon).rows)
        if found and not headed and _goes_on(found[-1], region):
            last, titles, had = found[-1]
            rows = {r for part in (last, *waiting, region) for r in part.rows}
            found[-1] = (replace(last, rows=tuple(sorted(rows))), titles, had)
        else:
            texts = [c.text for part in waiting for r in part.rows for c in sheet.cells.get(r, ())]
            texts.extend(c.text for r in region.rows[:above] for c in sheet.cells.get(r, ()))
            found.append((rest, tuple(texts), headed))
        waiting = []
    return [(region, titles) for region, titles, _ in found]


def _goes_on(above: tuple[Region, tuple[str, ...], bool], region: Region) -> bool:
    """Below a header: anything inside its columns. Below a table without one: the same columns."""
    last, _, headed = above
    if headed:
        return last.first <= region.first and region.last <= last.last
    return (last.first, last.last) == (region.first, region.last)


def _top(sheet: Grid, region: Region) -> Table:
    """The first rows of a region."""
    return table_of(sheet, replace(region, rows=region.rows[:_HEAD_ROWS]), 0, None)


class _Reader:
    """Reads one region."""

    def __init__(
        self, sheet: Grid, region: Region, under: dict[tuple[int, int], SheetCell], lexicon: Lexicon, guarded: bool
    ) -> None:
        self.sheet = sheet
        self.region = region
        self.under = under
        self.lexicon = lexicon
        self.guarded = guarded
        self.anchors = self._anchors()

    def _anchors(self) -> dict[tuple[int, int], SheetCell]:
        """The cell that shows in each place of a merged cell beside its own."""
        found: dict[tuple[int, int], SheetCell] = {}
        rows = set(self.region.rows)
        for r0, c0, r1, c1 in self.sheet.merges:
            cell = next((c for c in self.sheet.cells.get(r0, ()) if c.col == c0), None)
            if cell is None or c0 > self.region.last or c1 < self.region.first:
                continue
            for row in range(r0, min(r1, self.region.rows[-1]) + 1):
                if row in rows:
                    for col in range(max(c0, self.region.first), min(c1, self.region.last) + 1):
                        if (row, col) != (r0, c0):
                            found[row, col] = cell
        return found

    def read(self, titles: tuple[str, ...], name: str | None) -> Sheet:
        top = _top(self.sheet, self.region)
        head = find_head(top, self.lexicon)
        own_titles = tuple(c.text for c in top.cells if c.row in head.titles and c.text)
        body = self.region.rows[head.body_start :] if head.rows else self.region.rows
        signature = header_signature(top, head)
        rows = [row for row in (self._row(r) for r in self._body(body, top, head, signature)) if row is not None]
        columns = self._columns(top, head, rows)
        return Sheet(
            name=name,
            hidden=self.sheet.hidden,
            columns=columns,
            rows=tuple(mark_sections(rows, columns, self.sheet.merges, self.region.first)),
            titles=(*titles, *own_titles),
            header=self.region.rows[head.rows[-1]] + 1 if head.rows else None,
            covered=tuple(
                self._value(c, merged=False)
                for (r, col), c in self.under.items()
                if self.region.rows[0] <= r <= self.region.rows[-1] and self.region.first <= col <= self.region.last
            ),
        )

    def _body(self, body: Sequence[int], top: Table, head: Head, signature: tuple[str, ...]) -> Iterator[int]:
        """The rows below the header, without those that print it again."""
        first = next((c.text for c in top.cells if head.rows and c.row == head.rows[0]), "")
        for row in body:
            cells = self.sheet.cells.get(row, ())
            if cells and first and cells[0].text == first:
                again = table_of(self.sheet, replace(self.region, rows=(row,)), 0, None)
                if repeats_header(again.grid()[0], signature):
                    continue
            yield row

    def _columns(self, top: Table, head: Head, rows: Sequence[Row]) -> tuple[Column, ...]:
        width = self.region.last - self.region.first + 1
        paths = header_paths(top, head) if head.rows else [()] * width
        grid = top.grid()
        cells = [[row.cells[c].text for row in rows[:_SAMPLE_ROWS] if not row.cells[c].merged] for c in range(width)]
        shared = self._shared(grid, head, rows, width)
        for c, name in enumerate(shared):
            if name is False:
                paths[c] = ()
        named = keys(paths, cells, self.lexicon) if head.rows else [(None, False)] * width
        columns: list[Column] = []
        for c, (path, (key, exact)) in enumerate(zip(paths, named, strict=True)):
            row = head.rows[-1] if head.rows else 0
            cell = grid[row][c] if head.rows else None
            place = self.region.rows[cell.row if cell is not None else row]
            own = address(place, self.region.first + c)
            columns.append(
                Column(
                    index=c,
                    letter=letters(self.region.first + c),
                    name=path[-1] if path else "",
                    key=key,
                    address=columns[-1].address if shared[c] and columns else own,
                    exact=exact,
                )
            )
        return tuple(columns)

    def _shared(self, grid: list[list[Cell | None]], head: Head, rows: Sequence[Row], width: int) -> list[bool | None]:
        """For a column without a header cell of its own: does it share the name on its left, as a category and its task
        do. A column that is mostly empty does not. None for a column with a name."""
        found: list[bool | None] = []
        for c in range(width):
            if not head.rows or any((cell := grid[r][c]) is not None and cell.text for r in head.rows):
                found.append(None)
                continue
            filled = sum(bool(row.cells[c].text.strip()) for row in rows[:_SAMPLE_ROWS])
            found.append(c > 0 and filled * 2 > min(len(rows), _SAMPLE_ROWS))
        return found

    def _row(self, row: int) -> Row | None:
        own = {c.col: c for c in self.sheet.cells.get(row, ())}
        hidden = row in self.sheet.hidden_rows
        cells = []
        filled = False
        for col in range(self.region.first, self.region.last + 1):
            cell = own.get(col)
            if cell is not None:
                cells.append(self._value(cell, merged=False))
                filled = True
                continue
            anchor = self.anchors.get((row, col))
            if anchor is not None:
                value = self._value(anchor, merged=True)
                cells.append(replace(value, address=address(row, col)))
                continue
            cells.append(CellValue(address=address(row, col), hidden=hidden))
        return Row(number=row + 1, cells=tuple(cells), hidden=hidden) if filled else None

    def _value(self, cell: SheetCell, *, merged: bool) -> CellValue:
        value: Raw = cell.value
        kind: Kind = cell.kind
        if cell.kind == "date" and isinstance(cell.value, float):
            moment = as_moment(cell.value)
            if moment is not None:
                value = moment if moment.hour or moment.minute or moment.second else moment.date()
        elif cell.kind == "date" and isinstance(cell.value, str):
            value = _iso(cell.value)
        return CellValue(
            address=address(cell.row, cell.col),
            value=value,
            text=unguard(cell.text) if self.guarded else cell.text,
            kind=kind,
            merged=merged,
            hidden=self.sheet.hidden or cell.row in self.sheet.hidden_rows or cell.col in self.sheet.hidden_cols,
            computed=cell.computed,
        )

"""Where on a sheet the tables stand: regions of cells that blank rows or columns part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policyparse.extractors.spreadsheet_beside import tables_beside
from policyparse.extractors.spreadsheet_model import Sheet, SheetCell, extend

#: A row of names over a table holds no number and no longer text than this.
_LONGEST_NAME = 24
#: No list merges a cell over more rows.
_TALLEST = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One table's place: its rows (from 0 on the sheet, without blank ones) and its columns, both ends included.

    `lone`: the region is rows of one cell each, text and no table.
    """

    rows: tuple[int, ...]
    first: int
    last: int
    lone: bool = False


def filled_rows(sheet: Sheet) -> dict[int, list[SheetCell]]:
    """The cells by row that hold more than blanks or lack a computed value."""
    return {
        row: kept
        for row, cells in sorted(sheet.cells.items())
        if (kept := [c for c in cells if c.text.strip() or not c.computed])
    }


def regions(sheet: Sheet) -> list[Region]:
    """The tables of a sheet from top to bottom, left to right."""
    rows = filled_rows(sheet)
    covered = _covered(sheet, rows)
    found: list[Region] = []
    for band in _bands(rows, covered, sheet):
        found.extend(_parts(band, rows, sheet))
    return found


def _covered(sheet: Sheet, rows: dict[int, list[SheetCell]]) -> set[int]:
    """Rows that a merged cell with text above them reaches down over."""
    reached: set[int] = set()
    end = max(rows, default=-1)
    for r0, c0, r1, _ in sheet.merges:
        if r1 > r0 and any(c.col == c0 for c in rows.get(r0, ())):
            reached.update(range(r0, min(r1, end, r0 + _TALLEST) + 1))
    return reached


def _bands(rows: dict[int, list[SheetCell]], covered: set[int], sheet: Sheet) -> Iterator[list[int]]:
    """Runs of rows that belong together. A blank row parts them unless the rows below go on in the same columns, or
    the rules of the table run on through it."""
    band: list[int] = []
    columns: set[int] = set()
    for row in sorted(set(rows) | covered):
        if row not in rows:
            if band:
                band.append(row)
            continue
        gap = bool(band) and row > band[-1] + 1
        if gap and all(_ruled(sheet, blank, columns) for blank in range(band[-1] + 1, row)):
            gap = False
        if gap and not _goes_on(columns, rows[row]):
            yield band
            band, columns = [], set()
        band.append(row)
        columns.update(c.col for c in rows[row])
    if band:
        yield band


def _ruled(sheet: Sheet, row: int, columns: set[int]) -> bool:
    """Do rules run above or below the empty cells of a row, all over these columns."""
    runs = sheet.ruled.get(row, ())
    return len(columns) > 1 and any(first <= min(columns) and max(columns) <= last for first, last in runs)


def _goes_on(columns: set[int], cells: Sequence[SheetCell]) -> bool:
    """Is the row after a blank one a further row of the same table: several cells, in its columns, not all names."""
    if len(cells) < 2 or cells[0].col < min(columns) or cells[-1].col > max(columns) or len(columns) < 2:
        return False
    return any(c.kind in {"number", "date"} or c.text.strip().isdigit() or len(c.text) > _LONGEST_NAME for c in cells)


def _parts(band: Sequence[int], rows: dict[int, list[SheetCell]], sheet: Sheet) -> Iterator[Region]:
    """Tables that stand side by side, parted by a blank column, under the titles that they share."""
    # a cell merged to the sheet's end (a whole row was chosen) reaches as far as there are cells
    end = max(c.col for r in band for c in rows.get(r, ()))
    wide = {(r0, c0): min(c1, max(end, c0)) for r0, c0, _, c1 in sheet.merges if c1 > c0}
    head = 0
    while head < len(band) and len(rows.get(band[head], ())) == 1:
        head += 1
    body = band[head:]
    if not any(len(rows.get(r, ())) > 1 for r in body):
        columns = [c.col for r in band for c in rows.get(r, ())]
        reach = [wide.get((r, c.col), c.col) for r in band for c in rows.get(r, ())]
        yield Region(rows=tuple(band), first=min(columns), last=max(reach), lone=True)
        return
    used: set[int] = set()
    for r in body:
        for cell in rows.get(r, ()):
            used.update(range(cell.col, wide.get((r, cell.col), cell.col) + 1))
    groups = tables_beside(_runs(sorted(used)), body, rows, sheet)
    # titles that reach out of the table's columns, or stand over several tables, are no rows of one
    outside = [n for n, r in enumerate(band[:head], 1) for c in rows[r] if not min(used) <= c.col <= max(used)]
    titles = head if len(groups) > 1 else max(outside, default=0)
    if titles:
        places = [(r, c.col) for r in band[:titles] for c in rows[r]]
        reach = [wide.get((r, col), col) for r, col in places]
        yield Region(rows=tuple(band[:titles]), first=min(col for _, col in places), last=max(reach), lone=True)
    if len(groups) > 1:
        for first, last in groups:
            inside = {r: sum(first <= c.col <= last for c in rows.get(r, ())) for r in body}
            own = [r for r in body if inside[r]]
            between = tuple(r for r in body if own[0] <= r <= own[-1])
            yield Region(rows=between, first=first, last=last, lone=max(inside.values()) < 2)
        return
    yield Region(rows=tuple(band[titles:]), first=min(used), last=max(used))


def _runs(columns: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each run of columns."""
    found: list[tuple[int, int]] = []
    for col in columns:
        extend(found, col)
    return found

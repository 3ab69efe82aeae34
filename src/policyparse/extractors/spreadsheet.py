"""Spreadsheets to a Document: XLSX, XLS, ET, CSV and TSV.

Each table region of each sheet is a `Table`; rows of one cell that stand alone, or above a table, are paragraphs.
`Origin.table` counts the regions from 0 over all sheets, `Origin.row` the region's rows from 0, `Origin.line` is the
row's number on its sheet (the line of the file in CSV), from 1. Text is as the office program shows it.
Flags: `hidden-sheet` (also of the table), `hidden-row`, `hidden-column`. Problems: `formula-uncomputed`,
`object-unread`, `encoding-replaced`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from policyparse.document import Block, Cell, Document, FileInfo, Paragraph, SetAside, Table
from policyparse.errors import FileBroken
from policyparse.extractors.options import ReadOptions
from policyparse.extractors.spreadsheet_model import Sheet, SheetCell, Workbook, address
from policyparse.extractors.spreadsheet_regions import Region, regions
from policyparse.origin import Origin
from policyparse.problems import Problem
from policyparse.text import count, tidy_blanks

if TYPE_CHECKING:
    from policyparse.extractors.spreadsheet_ooxml import Limits

#: Names that programs give to new sheets say nothing about their content.
_UNNAMED = re.compile(
    r"(?:(?:sheet|page|工作表|表|附件|第)?\s*\d*\s*[页张]?|新建.*|副本.*)\s*(?:\(\d+\))?\Z", re.IGNORECASE
)
#: So many cells are named in one problem.
_NAMED_CELLS = 5
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(slots=True)
class _Draft:
    blocks: list[Block] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    tables: int = 0
    characters: int = 0


def open_workbook(data: bytes, limits: Limits | None = None) -> Workbook:
    """The workbook in these bytes, by content. Raises FileBroken, PasswordNeeded or LimitExceeded.

    `limits`, for XLSX: how many rows are wanted of some of the sheets (`spreadsheet_ooxml.read_xlsx`).
    """
    if data.startswith(_OLE):
        from policyparse.extractors.spreadsheet_biff import read_xls  # noqa: PLC0415 (a library that only these need)

        return read_xls(data)
    if data.startswith(b"PK"):
        from policyparse.extractors.spreadsheet_ooxml import read_xlsx  # noqa: PLC0415

        return read_xlsx(data, limits)
    from policyparse.extractors.decoding import looks_binary, looks_like_html  # noqa: PLC0415

    if not looks_binary(data) and looks_like_html(data):
        from policyparse.extractors.spreadsheet_html import read_page  # noqa: PLC0415

        return read_page(data)
    from policyparse.extractors.spreadsheet_csv import read_csv  # noqa: PLC0415

    return read_csv(data)


def read(data: bytes, file: FileInfo, options: ReadOptions) -> Document:
    """Read a spreadsheet. Raises FileBroken, PasswordNeeded or LimitExceeded."""
    book = open_workbook(data)
    draft = _Draft()
    for sheet in book.sheets:
        _sheet(draft, sheet, several=sum(bool(other.cells) for other in book.sheets) > 1)
    if not draft.characters and not book.characters:
        raise FileBroken("the workbook holds no text")
    if book.replaced:
        message = f"{book.replaced} characters fit no encoding and read as �"
        draft.problems.append(Problem(code="encoding-replaced", message=message))
    return Document(
        file=replace(file, format=book.format, encoding=book.encoding),
        blocks=tuple(draft.blocks),
        characters=book.characters or draft.characters,
        set_aside=tuple(draft.aside),
        problems=tuple(draft.problems),
    )


def _sheet(draft: _Draft, sheet: Sheet, *, several: bool) -> None:
    # counted on the cells as stored, not on the blocks made of them
    draft.characters += sum(count(cell.text) for row in sheet.cells.values() for cell in row)
    under = under_merges(sheet)
    for cell in under.values():
        draft.aside.append(SetAside(text=cell.text, reason="hidden-text", origin=Origin(line=sheet.line(cell.row))))
    visible = replace(
        sheet,
        cells={r: kept for r, row in sheet.cells.items() if (kept := [c for c in row if (r, c.col) not in under])},
    )
    found = regions(visible)
    for at, region in enumerate(found):
        titles = title_rows(region, visible)
        _paragraphs(draft, visible, replace(region, rows=region.rows[:titles]))
        if titles == len(region.rows):
            continue
        rest = replace(region, rows=region.rows[titles:])
        titled = bool(titles) or (at > 0 and found[at - 1].lone)
        named = several and not titled and not _UNNAMED.match(sheet.name.strip())
        draft.blocks.append(table_of(visible, rest, draft.tables, sheet.name.strip() if named else None))
        draft.tables += 1
    _asides(draft, sheet)
    _uncomputed(draft, sheet)


def under_merges(sheet: Sheet) -> dict[tuple[int, int], SheetCell]:
    """Cells that hold a text which a merged cell hides."""
    hidden: dict[tuple[int, int], SheetCell] = {}
    places = {(r, c.col): c for r, row in sheet.cells.items() for c in row} if sheet.merges else {}
    for r0, c0, r1, c1 in sheet.merges:
        if (r1 - r0 + 1) * (c1 - c0 + 1) > len(places):
            inside = [p for p in places if r0 <= p[0] <= r1 and c0 <= p[1] <= c1]
        else:
            inside = [(r, c) for r in range(r0, r1 + 1) for c in range(c0, c1 + 1) if (r, c) in places]
        hidden.update({p: places[p] for p in inside if p != (r0, c0)})
    return hidden


def title_rows(region: Region, sheet: Sheet) -> int:
    """How many rows on top are text and not part of the table: each is one cell."""
    if region.lone:
        return len(region.rows)
    at = 0
    down = {(r0, c0): r1 for r0, c0, r1, _ in sheet.merges if r1 > r0}
    while at < len(region.rows):
        cells = sheet.cells.get(region.rows[at], [])
        filled = [c for c in cells if region.first <= c.col <= region.last and c.text.strip()]
        if len(filled) > 1 or (
            filled and (region.rows[at], filled[0].col) in down and not _title_spans(sheet, filled[0])
        ):
            break
        at += 1
    return at


def _title_spans(sheet: Sheet, cell: SheetCell) -> bool:
    """Is the cell merged over columns, as titles of two rows are."""
    return any(r0 == cell.row and c0 == cell.col and c1 > c0 for r0, c0, _, c1 in sheet.merges)


def _flags(sheet: Sheet, row: int, col: int | None = None) -> tuple[str, ...]:
    names = []
    if sheet.hidden:
        names.append("hidden-sheet")
    if row in sheet.hidden_rows:
        names.append("hidden-row")
    if col is not None and col in sheet.hidden_cols:
        names.append("hidden-column")
    return tuple(names)


def _paragraphs(draft: _Draft, sheet: Sheet, region: Region) -> None:
    for row in region.rows:
        for cell in sheet.cells.get(row, []):
            if not region.first <= cell.col <= region.last:
                continue  # of the table beside it
            for line in tidy_blanks(cell.text).split("\n"):
                if line:
                    draft.blocks.append(Paragraph(text=line, origins=(Origin(line=sheet.line(row)),)))


def table_of(sheet: Sheet, region: Region, index: int, caption: str | None) -> Table:
    """The region as a table. Merged cells are cut to the region's rows and columns."""
    place = {row: at for at, row in enumerate(region.rows)}
    spans = {(r0, c0): (r1, c1) for r0, c0, r1, c1 in sheet.merges}
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for row in region.rows:
        origin = Origin(table=index, row=place[row], line=sheet.line(row))
        for cell in sheet.cells.get(row, []):
            if not region.first <= cell.col <= region.last or (place[row], cell.col - region.first) in taken:
                continue
            r1, c1 = spans.get((row, cell.col), (row, cell.col))
            height = bisect_right(region.rows, r1) - place[row] if r1 > row else 1
            width = min(c1, region.last) - cell.col + 1
            made = Cell(
                row=place[row],
                col=cell.col - region.first,
                text=tidy_blanks(cell.text),
                row_span=height,
                col_span=width,
                origin=origin,
                flags=_flags(sheet, row, cell.col),
            )
            covered = set(made.places())
            if not covered.isdisjoint(taken):
                # merges that overlap are damage: the cell keeps its own place only
                made, covered = replace(made, row_span=1, col_span=1), {(made.row, made.col)}
                if not covered.isdisjoint(taken):
                    continue
            taken |= covered
            cells.append(made)
    return Table(
        cells=tuple(cells),
        rows=len(region.rows),
        cols=region.last - region.first + 1,
        origin=Origin(table=index, line=sheet.line(region.rows[0])),
        caption=caption,
        evidence="sheet region",
        flags=("hidden-sheet",) if sheet.hidden else (),
    )


def _asides(draft: _Draft, sheet: Sheet) -> None:
    """Comments, printed page headers and footers; what stands in drawings is named in a problem."""
    for comment in sheet.comments:
        origin = Origin(line=sheet.line(comment.row))
        draft.aside.append(SetAside(text=comment.text, reason="comment", origin=origin))
        draft.characters += count(comment.text)
    for reason, text in sheet.asides:
        draft.aside.append(SetAside(text=text, reason=reason))
        draft.characters += count(text)
    for words in sheet.objects:
        message = f"sheet {sheet.name}: {words[:80]} stands in a drawing and was not read"
        draft.problems.append(Problem(code="object-unread", message=message))


def _uncomputed(draft: _Draft, sheet: Sheet) -> None:
    places = [c for row in sheet.cells.values() for c in row if not c.computed]
    if places:
        named = "、".join(address(c.row, c.col) for c in places[:_NAMED_CELLS])
        more = " …" if len(places) > _NAMED_CELLS else ""
        draft.problems.append(
            Problem(
                code="formula-uncomputed",
                message=f"sheet {sheet.name}: {len(places)} formulas without a stored result ({named}{more}); open the file in an office program and save it",
                source=tuple(Origin(line=sheet.line(c.row)) for c in places[:_NAMED_CELLS]),
            )
        )

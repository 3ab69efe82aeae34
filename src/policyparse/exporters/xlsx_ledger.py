"""The first sheet of the workbook: one row a record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from policyparse.exporters.ledger import COLUMNS, LedgerColumn
from policyparse.exporters.ledger_text import KINDS
from policyparse.exporters.xlsx_store import UNITS, clean
from policyparse.exporters.xlsx_style import FIRST, SPARE, Look, dress
from policyparse.exporters.xlsx_widths import height, widths
from policyparse.exporters.xlsx_words import meaning
from policyparse.problems import Problem
from policyparse.records import PolicyDocument, Record

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

    from policyparse.exporters.xlsx_rows import RowSheet, Value

#: What a cell takes, in UTF-16 units.
CELL_LIMIT = 32_767
#: Columns that stand empty for people to fill in; the others are hidden where no record fills them.
_KEPT = {"number", "section", "task", "deadline", "due", "lead", "support", "notes"}
_CENTRED = {"number", "kind", "source", "due", "deadline", "leaders"}
AS_NUMBER = {"number", "source"}
_DOUBTS = 16.0
#: The column that shows a record's field, for the comments.
_FIELD_COLUMN = {"owner": "lead", **{c.key: c.key for c in COLUMNS if c.field == c.key}}
_COMMENT = {"author": "policyparse", "font_size": 9, "x_scale": 1.6, "y_scale": 1.0}
#: Excel takes serials from 1 March 1900 without its leap year fault.
_FIRST_DAY = date(1900, 3, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row: the texts as written by column key, the due date where the cell is a date, and what was left out."""

    document: PolicyDocument
    record: Record
    texts: dict[str, str]
    due: date | None
    problems: list[Problem] = field(default_factory=list)


def entries(documents: Sequence[PolicyDocument], headers: str) -> list[Entry]:
    """The rows of all documents in reading order, with their problems."""
    found = []
    for document in documents:
        by_record: dict[str, list[Problem]] = defaultdict(list)
        for problem in document.problems:
            if problem.record is not None:
                by_record[problem.record].append(problem)
        for record in document.records:
            problems = list(by_record.pop(record.id, ()))
            texts = {}
            for column in COLUMNS:
                text = _due(record) if column.key == "due" else column.show(document, record, headers)
                texts[column.key] = fitted = _fit(text)
                if fitted != text:
                    problems.append(_altered(column, record, text, fitted))
            due = first_due(record)
            found.append(Entry(document=document, record=record, texts=texts, due=due, problems=problems))
    return found


def first_due(record: Record) -> date | None:
    """The first due date, where a cell can hold it as a date."""
    dates = [item.due for item in record.deadline.items if item.due is not None]
    return dates[0] if dates and dates[0] >= _FIRST_DAY else None


def _due(record: Record) -> str:
    """The date as ISO 8601; rules and terms without a date in the words of the source."""
    due = first_due(record)
    if due is not None:
        return due.isoformat()
    return "；".join(
        dict.fromkeys(item.text or item.label or item.rrule or "" for item in record.deadline.items if not item.start)
    )


def _fit(text: str) -> str:
    """What a cell can hold of the text, as it will be read back."""
    text = clean(text)
    if len(text) <= CELL_LIMIT // 2:
        return text
    while len(text) + sum(ord(c) > 0xFFFF for c in text) > CELL_LIMIT:
        text = text[: CELL_LIMIT - sum(ord(c) > 0xFFFF for c in text[:CELL_LIMIT])]
    return text


def _altered(column: LedgerColumn, record: Record, text: str, fitted: str) -> Problem:
    left = len(text) - len(fitted)
    return Problem(
        code="text-altered",
        message=f"{left} characters of {column.key} are not in the cell; the hidden sheet has them",
        record=record.id,
        field=column.field,
        source=tuple(record.source),
    )


def write_ledger(
    book: Workbook,
    sheet: RowSheet,
    rows: Sequence[Entry],
    formats: Look,
    *,
    title: str,
    facts: str,
    headers: str,
    several: bool,
    merge: bool,
) -> None:
    """Write the sheet. `several`: more than one document. `merge`: equal neighbours of 类别 become one cell."""
    columns = {c.key: i for i, c in enumerate(COLUMNS)}
    cells = {key: [entry.texts[key] for entry in rows] for key in columns}
    hidden = {key for key in columns if key not in _KEPT and not any(cells[key])} | {"id"}
    if not several:
        hidden.add("document")
    if {entry.record.kind for entry in rows} <= {"task"}:
        hidden.add("kind")
    shown = [key for key in columns if key not in hidden]
    # doubts are for the screen; the page ends before them where nothing stands behind
    printed = shown[: shown.index("flags")] if shown[-1] == "flags" else shown
    last = FIRST + len(rows) - 1
    dress(
        sheet, formats, title=title, facts=facts, last=last, headers=headers,
        columns=[c.name(headers) for c in COLUMNS], shown=[columns[key] for key in printed],
    )  # fmt: skip
    names = {c.key: c.name(headers) for c in COLUMNS}
    sized = widths({k: names[k] for k in printed}, {k: cells[k] for k in printed})
    sized.update({key: _DOUBTS for key in shown if key not in sized})
    for key, index in columns.items():
        form = formats.spare if key in hidden else None
        sheet.set_column(index, index, sized.get(key, 12.0), form, {"hidden": key in hidden})
    groups = _groups(rows) if merge else {}
    # a merged category has the height of all its rows
    tall = {k: w for k, w in sized.items() if k != "section" or not merge}
    for first, final in groups.items():
        if final > first:
            sheet.merge_rows(FIRST + first, FIRST + final, columns["section"])
    for at, entry in enumerate(rows):
        cells_of_row: list[tuple[int, Value, Format | None]] = []
        for key, index in columns.items():
            if key == "section" and merge:
                cells_of_row.append((index, entry.texts[key] if at in groups else None, formats.merged))
            elif entry.texts[key] or key not in hidden:
                cells_of_row.append((index, *_cell(key, entry, formats)))
        sheet.put(FIRST + at, cells_of_row, height(entry.texts, tall))
        if entry.problems:
            _comment(sheet, FIRST + at, entry, columns, hidden, headers)
    _rules(book, sheet, rows, columns, last, headers)


def _groups(rows: Sequence[Entry]) -> dict[int, int]:
    """First row to last row of equal categories of one document."""
    found: dict[int, int] = {}
    start = 0
    for at in range(1, len(rows) + 1):
        same = (
            at < len(rows)
            and rows[at].document is rows[start].document
            and rows[at].record.section == rows[start].record.section
        )
        if not same:
            found[start] = at - 1
            start = at
    return found


def _cell(key: str, entry: Entry, formats: Look) -> tuple[Value, Format]:
    text = entry.texts[key]
    if key == "due" and entry.due is not None:
        return entry.due, formats.inferred if entry.record.deadline.inferred else formats.date
    form = formats.centred if key in _CENTRED else formats.text
    return (int(text) if key in AS_NUMBER and text and is_count(text) else text), form


def is_count(text: str) -> bool:
    """Is the text a whole number that a number cell shows as it is."""
    return text.isascii() and text.isdecimal() and len(text) < 10 and str(int(text)) == text


def _comment(sheet: RowSheet, row: int, entry: Entry, columns: dict[str, int], hidden: set[str], headers: str) -> None:
    """The problems of a record as comments on the cells of their fields."""
    texts: dict[str, list[str]] = defaultdict(list)
    for problem in entry.problems:
        key = _FIELD_COLUMN.get(problem.field or "task", "task")
        if key in hidden:
            key = "task"
        said = meaning(problem, headers)
        detail = "" if said == problem.message else f"\n{problem.message}"
        texts[key].append(
            f"{said}（{problem.code}）{detail}" if headers == "zh" else f"{said} ({problem.code}){detail}"
        )
    for key, lines in texts.items():
        sheet.write_comment(row, columns[key], clean("\n".join(dict.fromkeys(lines)))[:2000], _COMMENT)


def _rules(
    book: Workbook, sheet: RowSheet, rows: Sequence[Entry], columns: dict[str, int], last: int, headers: str
) -> None:
    """Dropdowns for closed lists, colours by how near a due date is."""
    end = max(last, FIRST) + SPARE
    choices = list(KINDS["zh" if headers == "zh" else "en"].values())
    sheet.data_validation(FIRST, columns["kind"], end, columns["kind"], {"validate": "list", "source": choices})
    units = _units(rows)
    if units:
        store = book.add_worksheet(UNITS)
        store.hide()
        for at, name in enumerate(units):
            store.write_string(at, 0, name)
        for key in ("lead", "support"):
            # several units in one cell are right too, so what is not in the list is let in
            options = {"validate": "list", "source": f"={UNITS}!$A$1:$A${len(units)}", "show_error": False}
            sheet.data_validation(FIRST, columns[key], end, columns[key], options)
    due = columns["due"]
    cell = f"${chr(ord('A') + due)}{FIRST + 1}"
    for formula, colour in (
        (f"AND(ISNUMBER({cell}),{cell}<TODAY())", "#F8CBAD"),
        (f"AND(ISNUMBER({cell}),{cell}<=TODAY()+30)", "#FFE699"),
        (f"ISNUMBER({cell})", "#C6E0B4"),
    ):
        style = book.add_format({"bg_color": colour})
        sheet.conditional_format(
            FIRST, due, end, due, {"type": "formula", "criteria": f"={formula}", "format": style, "stop_if_true": True}
        )


def _units(rows: Sequence[Entry]) -> list[str]:
    """Every unit of the documents in order of appearance."""
    names = (unit for e in rows for unit in (*e.record.owner.lead, *e.record.owner.support))
    return [name for name in dict.fromkeys(clean(n).strip() for n in names) if name and len(name) <= 255]

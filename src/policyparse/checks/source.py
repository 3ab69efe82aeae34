"""An edited table against the document it was made from: what each edited cell has there, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from policyparse.checks.model import Finding, Scope
from policyparse.exporters.ledger import COLUMNS
from policyparse.origin import Origin
from policyparse.records import PolicyDocument, Record
from policyparse.tables import CellValue
from policyparse.text import fold

#: Columns that are compared; the others only tell where a row belongs.
_COMPARED = {c.key: c for c in COLUMNS if c.field is not None and c.key not in {"attributes", "flags", "notes"}}
#: So many places of a field are told.
_PLACES = 2
_ZH = {"page": "第{}页", "row": "表{}第{}行", "line": "第{}行", "box": "位置[{}]"}
_EN = {"page": "page {}", "row": "table {} row {}", "line": "line {}", "box": "box [{}]"}
_FIELDS = {"due": "deadline", "leaders": "owner", "lead": "owner", "support": "owner"}


def check_source(scopes: Sequence[Scope], document: PolicyDocument) -> Iterator[Finding]:
    """Edited cells, rows that the source does not have, and its records that the tables lack."""
    by_id = {record.id: record for record in document.records}
    by_task: dict[str, list[Record]] = defaultdict(list)
    for each in document.records:
        by_task[fold(each.task)].append(each)
    used: set[str] = set()
    for scope in scopes:
        for index, _ in scope.entries:
            record = _match(scope, index, by_id, by_task, used)
            if record is None:
                task = scope.sheet.column("task")
                if task is not None and scope.sheet.rows[index].cells[task.index].text.strip():
                    yield scope.at("record-added", index, task)
                continue
            used.add(record.id)
            yield from _cells(scope, index, record, document)
    if scopes:
        for left in document.records:
            if left.id not in used:
                yield Finding(
                    file=scopes[0].file,
                    code="record-missing",
                    sheet=scopes[0].sheet.name,
                    record=left.number,
                    field="task",
                    expected=left.task,
                    words=_words(left.source),
                )


def _match(
    scope: Scope, index: int, by_id: dict[str, Record], by_task: dict[str, list[Record]], used: set[str]
) -> Record | None:
    """The record of a row: by its id, else by its task, else by its number where only one record has it."""
    cells = scope.sheet.rows[index].cells
    texts = {c.key: cells[c.index].text.strip() for c in reversed(scope.sheet.columns) if c.key}
    if texts.get("id") in by_id:
        return by_id[texts["id"]]
    same = [r for r in by_task.get(fold(texts.get("task", "")), []) if r.id not in used]
    number = texts.get("number", "")
    if same:
        return next((r for r in same if (r.number or "") == number), same[0])
    numbered = [r for records in by_task.values() for r in records if number and r.number == number]
    return numbered[0] if len(numbered) == 1 and numbered[0].id not in used else None


def _cells(scope: Scope, index: int, record: Record, document: PolicyDocument) -> Iterator[Finding]:
    row = scope.sheet.rows[index]
    for column in scope.sheet.columns:
        known = _COMPARED.get(column.key or "")
        if known is None or column is not scope.sheet.column(known.key):
            continue
        cell = row.cells[column.index]
        wanted = {known.text(document, record), known.show(document, record, "en")}
        given = _shown(cell)
        if known.key == "due":
            # a workbook shows rules and open terms in the source's words
            items = [i for i in record.deadline.items if not i.start]
            wanted.add("；".join(dict.fromkeys(i.text or i.label or i.rrule or "" for i in items)))
        if any(_same(given, text) for text in wanted):
            continue
        if known.key == "due" and isinstance(cell.value, date) and given in _days(record):
            continue  # a date cell holds one day of what the source says
        if not given and known.key in {"due", "kind"}:
            continue
        expected = known.text(document, record)
        yield scope.at("edited", index, column, expected=expected, words=_words(_place(record, known.key)))


def _shown(cell: CellValue) -> str:
    if isinstance(cell.value, datetime):
        return cell.value.date().isoformat()
    return cell.value.isoformat() if isinstance(cell.value, date) else cell.text


def _days(record: Record) -> set[str]:
    return {day.isoformat() for item in record.deadline.items for day in (item.start, item.due) if day is not None}


def _same(given: str, wanted: str) -> bool:
    return fold(given).strip("()") == fold(wanted).strip("()")


def _place(record: Record, key: str) -> list[Origin]:
    """Where the field stands in the source: in a place of its own, else with its record."""
    return record.fields_source.get(_FIELDS.get(key, key)) or list(record.source)


def _words(origins: Sequence[Origin]) -> dict[str, str]:
    """The places in both languages: page, table and row, line (from 1) and the box on the page in points."""
    shown = _joined(origins)[:_PLACES]
    return {
        "place_zh": "；".join(dict.fromkeys(" ".join(_told(origin, _ZH)) for origin in shown)) or "某处",
        "place_en": "; ".join(dict.fromkeys(", ".join(_told(origin, _EN)) for origin in shown)) or "somewhere",
    }


def _joined(origins: Sequence[Origin]) -> list[Origin]:
    """Places side by side in one row are one place: owners stand in two or three cells."""
    found: list[Origin] = []
    for origin in origins:
        last = found[-1] if found else None
        if last is not None and (last.page, last.table, last.row, last.line) == (
            origin.page, origin.table, origin.row, origin.line
        ):  # fmt: skip
            a, b = last.bbox, origin.bbox
            box = (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])) if a and b else a or b
            found[-1] = replace(last, bbox=box)
        else:
            found.append(origin)
    return found


def _told(origin: Origin, words: Mapping[str, str]) -> Iterator[str]:
    if origin.page is not None:
        yield words["page"].format(origin.page)
    if origin.table is not None and origin.row is not None:
        yield words["row"].format(origin.table + 1, origin.row + 1)
    if origin.line is not None:
        yield words["line"].format(origin.line)
    if origin.bbox is not None:
        yield words["box"].format(", ".join(f"{x:.0f}" for x in origin.bbox))

"""Fictional tables drawn as web page, Word file and spreadsheet, and records in the form of their gold.

A row of a case's `table` is a line, its cells parted by `|`; `^` is covered by a merged cell above, `<` by one to the
left, `¶` is a line end.
"""

import io
from typing import Any

import docx
import xlsxwriter

from policyparse.records import DeadlineItem, Measure, Record

FORMATS = ["html", "docx", "xlsx"]
EMPTY: dict[str, Any] = {
    "kind": "task",
    "number": None,
    "section": [],
    "task": None,
    "content": None,
    "target": None,
    "deadline": None,
    "leaders": [],
    "lead": [],
    "support": [],
    "steps": [],
    "attributes": {},
}
Placed = list[tuple[int, int, str, int, int]]


def grid(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def cells(rows: list[list[str]]) -> Placed:
    """Row, column, text, rows and columns of each cell."""
    found: Placed = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in {"^", "<"}:
                continue
            wide = deep = 1
            while c + wide < len(row) and row[c + wide] == "<":
                wide += 1
            while r + deep < len(rows) and c < len(rows[r + deep]) and rows[r + deep][c] == "^":
                deep += 1
            found.append((r, c, text.replace("¶", "\n"), deep, wide))
    return found


def parts(case: dict[str, Any]) -> list[str]:
    """Lines and tables from top to bottom; a table holds a |."""
    own = case["tables"] if "tables" in case else [case["table"]]
    return [*case.get("above", []), *(t.removeprefix("P:") for t in own), *case.get("below", [])]


def html(case: dict[str, Any]) -> bytes:
    body = f"<h1>{case['title']}</h1>"
    for part in parts(case):
        if "|" not in part:
            body += f"<p>{part}</p>"
            continue
        rows = grid(part)
        lines = ["".join(_td(cell) for cell in cells(rows) if cell[0] == r) for r in range(len(rows))]
        body += "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"
    return f"<html><head><meta charset=utf-8><title>{case['title']}</title></head><body>{body}</body></html>".encode()


def _td(cell: tuple[int, int, str, int, int]) -> str:
    _, _, text, deep, wide = cell
    return f"<td rowspan={deep} colspan={wide}>{text.replace('<', '&lt;').replace(chr(10), '<br>')}</td>"


def word(case: dict[str, Any]) -> bytes:
    document = docx.Document()
    document.add_paragraph(case["title"]).alignment = 1
    for part in parts(case):
        if "|" not in part:
            document.add_paragraph(part)
            continue
        rows = grid(part)
        table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
        for r, c, text, deep, wide in cells(rows):
            table.cell(r, c).merge(table.cell(r + deep - 1, c + wide - 1)).text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def sheet(case: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    width = max(len(row) for part in parts(case) if "|" in part for row in grid(part))
    page.merge_range(0, 0, 0, width - 1, case["title"])
    top = 1
    for part in parts(case):
        if "|" not in part:
            page.write_string(top, 0, part)
            top += 1
            continue
        rows = grid(part)
        for r, c, text, deep, wide in cells(rows):
            if deep * wide > 1:
                page.merge_range(top + r, c, top + r + deep - 1, c + wide - 1, text)
            else:
                page.write_string(top + r, c, text)
        top += len(rows)
    book.close()
    return out.getvalue()


RENDER = {"html": html, "docx": word, "xlsx": sheet}


def _time(item: DeadlineItem) -> str:
    if item.rrule:
        return item.rrule
    if not item.due and not item.start:
        return f"L:{item.label or ''}"
    return f"{item.start}..{item.due}" if item.start else str(item.due)


def _measure(measure: Measure) -> str:
    value, upper = (None if v is None else f"{v:g}" for v in (measure.value, measure.upper))
    return f"{measure.comparator}{value}{'-' + upper if upper else ''}{measure.unit or ''}"


def view(record: Record) -> dict[str, Any]:
    inferred = record.deadline.inferred
    return {
        "kind": record.kind,
        "number": record.number,
        "section": record.section,
        "task": record.task,
        "content": record.content,
        "target": record.target.text,
        "measures": [_measure(m) for m in record.target.measures],
        "deadline": None if inferred else record.deadline.text,
        "due": [] if inferred else [_time(item) for item in record.deadline.items],
        "leaders": record.owner.leaders,
        "lead": record.owner.lead,
        "support": record.owner.support,
        "steps": [f"{s.text} @{s.start or ''}..{s.due or ''}" for s in record.steps],
        "attributes": record.attributes,
    }

"""Checks of the table itself: header, columns, what is hidden or merged away, formulas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from policyparse.checks.model import Finding, Scope
from policyparse.exporters.ledger import COLUMNS
from policyparse.tables import Column, Row
from policyparse.text import fold

#: Columns without which a table is no ledger of tasks, and those of which it should have one.
_WANTED = (("deadline", ("deadline", "due", "start", "steps")), ("lead", ("lead", "support", "leaders")))
#: Two columns of one meaning and different names are an error where a record has one value.
_SINGLE = {"number", "id", "kind", "leaders", "lead", "support", "due"}
#: A hidden one of these hides what people should see.
_SHOWN = {
    "number", "section", "task", "content", "target", "value", "deadline", "due", "start", "leaders", "lead", "support",
    "steps", "notes",
}  # fmt: skip
_WORK = {"deadline", "due", "lead", "support", "leaders", "target", "steps"}


def is_ledger(scope: Scope) -> bool:
    """Is this a table of tasks: it has a task column, or two others that a ledger has."""
    found = {c.key for c in scope.sheet.columns}
    return "task" in found or len(found & _WORK) >= 2


def check_structure(scope: Scope) -> Iterator[Finding]:
    """Header, columns, hidden parts, merged cells, formulas."""
    sheet = scope.sheet
    if sheet.hidden:
        yield scope.whole("sheet-hidden", value=sheet.name)
    json = scope.format in {"json", "jsonl"}
    if sheet.header is None and not json:
        yield scope.whole("header-missing")
    elif is_ledger(scope):
        yield from _columns(scope)
    for cell in sheet.covered:
        yield Finding(
            file=scope.file,
            code="merged-hides-value",
            sheet=sheet.name,
            cell=cell.address,
            row=int("".join(c for c in cell.address if c.isdigit()) or 0),
            value=cell.text,
        )
    yield from _cells(scope)


def _columns(scope: Scope) -> Iterator[Finding]:
    sheet = scope.sheet
    # steps without any figure are no dates: marks of progress
    keys = {c.key for c in sheet.columns if c.key != "steps" or _figures(scope, c)}
    names = {c.key: c for c in COLUMNS}
    if "task" not in keys:
        yield scope.whole("column-missing", words={"column_zh": names["task"].zh, "column_en": names["task"].en})
    for key, any_of in _WANTED:
        if not keys & set(any_of):
            yield scope.whole("column-absent", words={"column_zh": names[key].zh, "column_en": names[key].en})
    seen: dict[str, str] = {}
    by_key: dict[str, str] = {}
    for column in sheet.columns:
        name = fold(column.name).lower()
        first = seen.get(name) if name else None
        if first is None and column.exact and column.key in _SINGLE:
            first = by_key.get(column.key)
        if first is not None and not _spans(scope, column.index):
            yield replace(_header(scope, "column-doubled", column, column.name), words={"first": first})
        if name:
            seen.setdefault(name, column.address)
        if column.exact and column.key:
            by_key.setdefault(column.key, column.address)
        if not column.name:
            for _, row in scope.entries:
                cell = row.cells[column.index]
                if cell.text.strip() and not cell.merged:
                    yield _header(scope, "column-unnamed", column, cell.text)
                    break


def _hidden(row: Row, column: Column) -> bool:
    cell = row.cells[column.index]
    return cell.hidden and not row.hidden and not cell.merged


def _figures(scope: Scope, column: Column) -> bool:
    texts = [row.cells[column.index].text for _, row in scope.entries]
    return not any(texts) or any(c.isdigit() for text in texts for c in text)


def _header(scope: Scope, code: str, column: Column, value: str | None) -> Finding:
    """A finding at the column's header cell."""
    return Finding(
        file=scope.file,
        code=code,
        sheet=scope.sheet.name,
        cell=column.address or None,
        row=scope.sheet.header,
        column=column.name or column.letter,
        field=column.key,
        value=value,
    )


def _spans(scope: Scope, index: int) -> bool:
    """Does the header cell of the column before reach over this one (two columns under one name)."""
    columns = scope.sheet.columns
    return index > 0 and columns[index].address == columns[index - 1].address


def _cells(scope: Scope) -> Iterator[Finding]:
    sheet = scope.sheet
    for index, row in enumerate(sheet.rows):
        if row.hidden:
            first = next((c for c in sheet.columns if row.cells[c.index].text.strip()), None)
            if first is not None:
                yield scope.at("row-hidden", index, first)
        for column, cell in zip(sheet.columns, row.cells, strict=True):
            if cell.merged:
                continue
            if not cell.computed:
                yield scope.at("formula-uncomputed", index, column)
            elif cell.kind == "error" or (
                cell.kind == "formula" and cell.text.startswith("#") and cell.text.endswith(("!", "?", "/A"))
            ):
                yield scope.at("cell-error", index, column)
    if not sheet.hidden:
        for column in sheet.columns:
            if (
                column.key in _SHOWN
                and any(_hidden(row, column) for _, row in scope.entries)
                and any(r.cells[column.index].text.strip() for _, r in scope.entries)
            ):
                yield _header(scope, "column-hidden", column, column.name or None)

"""Checks of tables and JSON that people edited. Every check is a function from a table to findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from policyparse.checks.catalogue import CHECKS, Check, Language
from policyparse.checks.cells import check_cells
from policyparse.checks.dates import check_dates, period_of
from policyparse.checks.exported import without_own
from policyparse.checks.json_measures import check_measures
from policyparse.checks.json_schema import check_schema
from policyparse.checks.lists import check_lists
from policyparse.checks.model import Finding, Scope
from policyparse.checks.near import check_near_misses
from policyparse.checks.numbers import check_ids, check_kinds, check_numbers, check_tasks
from policyparse.checks.owners import check_owners, known_names
from policyparse.checks.source import check_source
from policyparse.checks.structure import check_structure, is_ledger
from policyparse.checks.targets import check_targets
from policyparse.lexicon import Lexicon
from policyparse.records import PolicyDocument
from policyparse.tables import Sheet, TableFile
from policyparse.tables.json_rows import Lines, load, looks_like_json

__all__ = ["CHECKS", "Check", "Finding", "Language", "check_data", "check_table"]

_A1 = re.compile(r"([A-Z]{1,3})(\d+)\Z")


def check_data(data: bytes, table: TableFile, lexicon: Lexicon, against: PolicyDocument | None = None) -> list[Finding]:
    """All findings of a file: those of its table, and for JSON those of the schema."""
    findings: list[Finding] = []
    source = load(data) if looks_like_json(data) else None
    if source is not None and not table.flat:
        findings = [*check_schema(source, table.name), *check_measures(source, table.name)]
    # what the schema told of a value, or of one inside it, is not told again
    places = {up for f in findings if f.cell for up in _ups(f.cell)}
    found = [f for f in check_table(table, lexicon, against) if f.cell is None or f.cell not in places]
    if source is not None and not source.lines:
        lines = Lines(source)
        found = [replace(f, row=lines.line(1, f.cell)) if f.cell is not None else f for f in found]
    return [*findings, *found]


def _ups(pointer: str) -> Iterator[str]:
    """The pointer and those above it, down to a record's fields."""
    while pointer.count("/") > 2:
        yield pointer
        pointer = pointer.rpartition("/")[0]
    yield pointer


def check_table(table: TableFile, lexicon: Lexicon, against: PolicyDocument | None = None) -> list[Finding]:
    """All findings of a table, sheet by sheet and row by row, without those that a ledger had when it was written.

    Never raises on any content.
    """

    def check(checked: TableFile) -> list[Finding]:
        return _all(checked, lexicon, against)

    return without_own(check(table), table, check, lexicon, against)


def _all(table: TableFile, lexicon: Lexicon, against: PolicyDocument | None) -> list[Finding]:
    scopes = [_scope(table, sheet, lexicon, against) for sheet in table.sheets]
    ledgers = [scope for scope in scopes if is_ledger(scope)]
    findings: list[Finding] = []
    if not ledgers:
        if table.format in {"json", "jsonl"} and not table.flat:
            return []
        ledgers = scopes[:1]
        if not any(_nameless(scope) for scope in ledgers):
            findings.append(
                Finding(file=table.name, code="table-missing", sheet=ledgers[0].sheet.name if ledgers else None)
            )
    if table.replaced:
        findings.append(Finding(file=table.name, code="encoding-replaced", value=str(table.replaced)))
    known = frozenset(r.id for r in against.records) if against is not None else table.ids
    for scope in ledgers:
        findings.extend(_sorted(_one(scope, known), scope))
    findings.extend(check_near_misses(ledgers))
    if against is not None:
        findings.extend(check_source(ledgers, against))
    return findings


def _nameless(scope: Scope) -> bool:
    """A table of rows and columns that lacks its names, which is told as such."""
    return scope.sheet.header is None and len(scope.sheet.columns) > 2 and len(scope.entries) > 2


def _scope(table: TableFile, sheet: Sheet, lexicon: Lexicon, against: PolicyDocument | None) -> Scope:
    number = sheet.column("number")
    records: list[str | None] = []
    count = 0
    for row in sheet.rows:
        if row.section is not None:
            records.append(None)
            continue
        count += 1
        text = row.cells[number.index].text.strip() if number is not None else ""
        records.append(text or str(count))
    entries = tuple((i, row) for i, row in enumerate(sheet.rows) if row.section is None)
    owners = [c.index for c in sheet.columns if c.key in {"lead", "support", "leaders"}]
    return Scope(
        file=table.name,
        format=table.format,
        sheet=sheet,
        lexicon=lexicon,
        period=period_of(sheet, against, lexicon),
        records=tuple(records),
        entries=entries,
        printed=table.numbers,
        flat=table.flat,
        known=known_names({row.cells[at].text for _, row in entries for at in owners}, lexicon),
    )


def _one(scope: Scope, known: frozenset[str] | None) -> Iterator[Finding]:
    yield from check_structure(scope)
    if scope.format not in {"json", "jsonl"} or scope.flat:
        yield from check_cells(scope)
    yield from check_numbers(scope)
    yield from check_tasks(scope)
    yield from check_dates(scope)
    yield from check_targets(scope)
    yield from check_owners(scope)
    yield from check_kinds(scope)
    yield from check_lists(scope)
    yield from check_ids(scope, known)


def _sorted(findings: Iterator[Finding], scope: Scope) -> list[Finding]:
    """In reading order: the table's own first, then by row and column."""
    del scope

    def place(finding: Finding) -> tuple[int, int, str]:
        match = _A1.match(finding.cell or "")
        return (finding.row or 0, len(match[1]) if match else 0, match[1] if match else finding.cell or "")

    return sorted(findings, key=place)

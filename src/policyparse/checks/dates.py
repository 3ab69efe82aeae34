"""Checks of time: readable, possible, in the period, in agreement with the date column. The grammar is the reader's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from policyparse.checks.cells import one_line
from policyparse.checks.model import Finding, Period, Scope, own_cells
from policyparse.exporters.ledger_text import read_due
from policyparse.interpret.dates import read_period
from policyparse.interpret.deadlines import read_deadline_cell
from policyparse.interpret.years import Years
from policyparse.lexicon import Lexicon
from policyparse.records import PolicyDocument
from policyparse.tables import CellValue, Column, Sheet

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
#: A whole day in figures has a check of its own (`checks.cells`).
_DAY = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?")
_LEAP = 2024
#: A line of more characters is an entry of its own.
_FRAGMENT = 5
#: A cell of only these says that there is no deadline.
_NOTHING = re.compile(r"[\s/／\\—–\-－、无]*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """What a cell says: spans as (start, due), which problems it has, whether it says a rule or an open term."""

    spans: tuple[tuple[date | None, date | None], ...] = ()
    unread: bool = False
    impossible: bool = False
    printed: bool = False


@lru_cache(maxsize=20_000)
def _read(text: str, start: date | None, end: date | None, issued: date | None, lexicon: Lexicon) -> Times:
    reading = read_deadline_cell(text, Years(period_start=start, period_end=end, issued_on=issued), lexicon)
    codes = {code for code, _ in reading.problems}
    items = reading.value.items
    return Times(
        spans=tuple((i.start, i.due) for i in items if i.start or i.due),
        unread="deadline-unparsed" in codes,
        impossible="date-impossible" in codes,
        printed=bool(items) and all(i.year_from == "printed" for i in items),
    )


def period_of(sheet: Sheet, against: PolicyDocument | None, lexicon: Lexicon) -> Period:
    """The period of the source, else the one that the titles above the table name."""
    if against is not None:
        found = against.meta.period
        return Period(
            start=found.start if found else None, end=found.end if found else None, issued_on=against.meta.issued_on
        )
    for title in sheet.titles:
        named = read_period(title, lexicon)
        if named is not None:
            return Period(start=named.start, end=named.end)
    return Period()


def check_dates(scope: Scope) -> Iterator[Finding]:
    """Deadlines in words, due dates, starts; each row's together."""
    columns = {key: scope.sheet.column(key) for key in ("deadline", "due", "start")}
    told: set[tuple[int, str]] = set()
    for key in ("deadline", "due", "start"):
        for index, column, cell in own_cells(scope, key):
            for finding in _cell(scope, index, column, cell):
                same = (index, finding.code + finding.words.get("due", ""))
                if same not in told:  # the words and the date column say one thing: told once
                    told.add(same)
                    yield finding
    for index, row in scope.entries:
        due, deadline, start = columns["due"], columns["deadline"], columns["start"]
        if due is not None and deadline is not None:
            yield from _agree(scope, index, deadline, due)
        if start is not None and (deadline or due) is not None:
            yield from _order(scope, index, start, due if due and row.cells[due.index].text else deadline)


def _times(scope: Scope, cell: CellValue, key: str | None, year: int | None = None) -> Times:
    """What the cell says. `year` is taken for months without one."""
    if isinstance(cell.value, datetime):
        day = cell.value.date()
        return Times(spans=((None, day),), printed=True)
    if isinstance(cell.value, date):
        return Times(spans=((None, cell.value),), printed=True)
    text = cell.text.strip()
    if _NOTHING.match(text):
        return Times()
    if key == "due":
        known = read_due(text)
        if known is not None:
            spans = tuple((i.start, i.due) for i in known.items if i.start or i.due)
            return Times(spans=spans, printed=True, impossible=_rule_fails(text))
        if _impossible(text):
            return Times(impossible=True)
    period = scope.period
    if year is not None:
        return _read(text, date(year, 1, 1), date(year, 12, 31), None, scope.lexicon)
    times = _read(text, period.start, period.end, period.issued_on, scope.lexicon)
    if not times.spans and not times.impossible:
        # no year is known: what no leap year has is no day of any
        leap = _read(text, date(_LEAP, 1, 1), date(_LEAP, 12, 31), None, scope.lexicon)
        return replace(times, impossible=leap.impossible)
    return times


def _rule_fails(text: str) -> bool:
    return "FREQ=" not in text and _impossible(text)


def _impossible(text: str) -> bool:
    for found in _ISO.finditer(text):
        try:
            date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return True
    return False


def _cell(scope: Scope, index: int, column: Column, cell: CellValue) -> Iterator[Finding]:
    if cell.kind in {"number", "bool", "error"} and cell.text.strip().isdigit() and len(cell.text.strip()) == 5:
        return  # a serial number, which has its own code
    if cell.kind == "text" and cell.text.strip().isdigit() and len(cell.text.strip()) == 5:
        return
    times = _times(scope, cell, column.key)
    if times.impossible or (column.key != "due" and _impossible(cell.text)):
        yield scope.at("date-impossible", index, column)
        return
    if times.unread:
        yield scope.at("deadline-unreadable", index, column)
        return
    if "\n" in cell.text and column.key == "deadline" and _broken(cell.text, scope.lexicon):
        yield scope.at("line-break", index, column, suggestion=one_line(cell.text))
    if (
        column.key == "due"
        and cell.kind == "text"
        and times.spans
        and read_due(cell.text) is None
        and not _DAY.fullmatch(cell.text.strip())
    ):
        yield scope.at("date-not-iso", index, column)
    for start, due in times.spans:
        if start and due and start > due:
            yield scope.at("dates-reversed", index, column, words={"start": start.isoformat(), "due": due.isoformat()})
            return
    yield from _inside(scope, index, column, times)


def _broken(text: str, lexicon: Lexicon) -> bool:
    """Does a line end stand inside an expression of time: a further line is the end of one (底前, 日前完成)."""
    ends = tuple(lexicon["checks"]["time"]["ends"])
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return any(line.startswith(ends) and len(line) <= _FRAGMENT for line in lines[1:])


def _inside(scope: Scope, index: int, column: Column, times: Times) -> Iterator[Finding]:
    period = scope.period
    for start, due in times.spans:
        day = due or start
        if day is None:
            continue
        if period.start and period.end and day > period.end:
            words = {"due": day.isoformat(), "period": f"{period.start.isoformat()}/{period.end.isoformat()}"}
            yield scope.at("deadline-outside-period", index, column, words=words)
            return
        first = period.start or period.issued_on
        if first and due and due < first:
            words = {"due": due.isoformat(), "start": first.isoformat()}
            yield scope.at("deadline-before-start", index, column, words=words)
            return


def _agree(scope: Scope, index: int, deadline: Column, due: Column) -> Iterator[Finding]:
    """The words and the date column: a day of the column that the words do not give."""
    row = scope.sheet.rows[index]
    words, dated = row.cells[deadline.index], row.cells[due.index]
    if not words.text.strip() or not dated.text.strip() or (words.merged and dated.merged):
        return
    told = _times(scope, dated, "due")
    days = {day for span in told.spans for day in span if day is not None}
    last = max((d for s, d in told.spans if d), default=None)
    if not days or last is None or told.impossible:
        return
    said = _times(scope, words, "deadline", last.year)
    known = {day for span in said.spans for day in span if day is not None}
    if said.impossible or not known or days <= known:
        return
    dues = sorted({d for _, d in said.spans if d})
    other = last.isoformat() if isinstance(dated.value, date) else dated.text.strip()
    yield scope.at(
        "deadline-contradicts",
        index,
        deadline,
        expected=other,
        suggestion=dues[0].isoformat() if len(dues) == 1 else None,
        words={"other": other, "other_cell": dated.address},
    )


def _order(scope: Scope, index: int, start: Column, due: Column | None) -> Iterator[Finding]:
    if due is None:
        return
    row = scope.sheet.rows[index]
    if row.cells[start.index].merged and row.cells[due.index].merged:
        return
    year = scope.period.start.year if scope.period.start else 2000
    default = None if scope.period.start else year
    firsts = [s or d for s, d in _times(scope, row.cells[start.index], "start", default).spans]
    lasts = [d or s for s, d in _times(scope, row.cells[due.index], due.key, default).spans]
    first, last = next((d for d in firsts if d), None), next((d for d in lasts if d), None)
    if first and last and first > last:
        if default is not None and (first.year == default) != (last.year == default):
            return  # one of them printed its year, the other did not
        yield scope.at("dates-reversed", index, start, words={"start": first.isoformat(), "due": last.isoformat()})

"""Checks of the record's number, task, kind and id."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from policyparse.checks.model import Finding, Scope, own_cells
from policyparse.exporters.ledger_text import KINDS, read_kind
from policyparse.interpret.numerals import find_numerals
from policyparse.tables import CellValue, Column
from policyparse.text import fold

_WHOLE = re.compile(r"\d{1,6}\Z")
_TRIM = "()[]（）［］【】〔〕.．、。 \u3000"
#: A series with fewer numbers than this share of its span is none (numbers of projects).
_DENSE = 0.5
#: A gap of more numbers than this is another numbering.
_WIDEST_GAP = 20
#: A row without a number is one that lost it where nearly all others have one.
_NUMBERED_SHARE = 0.8
_SHORTEST = 3
#: Columns that make a row a record even where its task is empty.
_FILLED = ("content", "target", "deadline", "due", "lead", "support", "leaders")

_Entry = tuple[int, Column, CellValue, int]


def check_numbers(scope: Scope) -> Iterator[Finding]:
    """Doubled and missing numbers. A new series begins at 1, or where another section counts on its own; numbers in
    figures and in words are two series; a row that continues a task repeats its number."""
    task = scope.sheet.column("task")
    kinds: dict[bool, list[list[_Entry]]] = {True: [[]], False: [[]]}
    last: tuple[str, str] | None = None
    other: dict[str, str] = {}
    section = None
    for index, column, cell in own_cells(scope, "number"):
        text = cell.text.strip().strip(_TRIM)
        words = scope.sheet.rows[index].cells[task.index].text if task else ""
        if last == (text, words):
            continue
        last = (text, words)
        number = _value(text)
        if number is None:
            above = _above(scope, index)
            if above != section:
                other, section = {}, above
            if text in other and re.search(r"\d", text) and not _as_printed(scope, index, text):
                yield scope.at("number-doubled", index, column, words={"first": other[text]})
            other.setdefault(text, cell.address)
            continue
        runs = kinds[text[0].isdigit()]
        if number == 1 and runs[-1] and _restarts(scope, runs[-1], index):
            runs.append([])
        runs[-1].append((index, column, cell, number))
    for runs in kinds.values():
        for run in runs:
            for series in _by_section(scope, run):
                yield from _judge(scope, series)
    yield from _empty(scope)


def _above(scope: Scope, index: int) -> str | None:
    """What the row stands under: its category, and the heading row above it."""
    section = scope.sheet.column("section")
    own = scope.sheet.rows[index].cells[section.index].text if section is not None else ""
    heading = next((r.section for r in reversed(scope.sheet.rows[:index]) if r.section is not None), None)
    return f"{heading or ''}\n{own}" if own or heading else None


def _by_section(scope: Scope, run: list[_Entry]) -> Iterator[list[_Entry]]:
    """A run cut where another section begins with a lower number, and the numbers above do not go on after it."""
    begin, highest = 0, 0
    for at, (index, _, _, number) in enumerate(run):
        if at > begin and number <= highest and _above(scope, index) != _above(scope, run[at - 1][0]):
            following = run[at + 1][3] if at + 1 < len(run) else 0
            if not highest < following <= highest + 2:
                yield run[begin:at]
                begin, highest = at, 0
        highest = max(highest, number)
    yield run[begin:]


def _as_printed(scope: Scope, index: int, text: str) -> bool:
    """Is the number the one that the row's record had when the ledger was written: then it is the document's."""
    column = scope.sheet.column("id")
    if column is None or not scope.printed:
        return False
    return scope.printed.get(scope.sheet.rows[index].cells[column.index].text.strip()) == text


def _value(text: str) -> int | None:
    folded = fold(text)
    if folded.endswith(".0"):
        folded = folded[:-2]
    if _WHOLE.match(folded):
        return int(folded)
    found = find_numerals(text)
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(text))
    return int(found[0].value) if whole else None


def _restarts(scope: Scope, series: Sequence[_Entry], index: int) -> bool:
    """Does a 1 begin a new series: always, but where the number before it was 1 as well and nothing parts them."""
    before = series[-1]
    return before[3] > 1 or _above(scope, before[0]) != _above(scope, index)


def _gone(scope: Scope) -> list[str]:
    """In a workbook of ours the numbers of records whose row is gone."""
    column = scope.sheet.column("id")
    there = {row.cells[column.index].text.strip() for _, row in scope.entries} if column is not None else set()
    return [text for key, text in scope.printed.items() if key not in there]


def _judge(scope: Scope, series: Sequence[_Entry]) -> Iterator[Finding]:
    if len(series) < 2:
        return
    numbers = {number for *_, number in series}
    span = max(numbers) - min(numbers) + 1
    first: dict[int, str] = {}
    highest, before = series[0][3], series[0][0]
    dense = len(numbers) >= _SHORTEST and len(numbers) >= _DENSE * span
    doubled = 0
    figures = series[0][2].text.strip().strip(_TRIM)[:1].isdigit()
    gone = {_value(text) for text in _gone(scope) if text[:1].isdigit() == figures}
    for at, (index, column, cell, number) in enumerate(series):
        kept = _as_printed(scope, index, cell.text.strip())
        if number in first and kept:
            continue
        if number in first:
            free = next((n for n in range(highest + 1, _next(series, at)) if n not in numbers), None)
            wanted = str(free + doubled) if free is not None else None
            yield scope.at("number-doubled", index, column, suggestion=wanted, words={"first": first[number]})
            doubled += 1
            continue
        first[number] = cell.address
        gap = [n for n in range(highest + 1, number) if n not in numbers and not (kept and n not in gone)]
        # rows between that have no number, or another's, are told themselves: it is they that lack what is missing
        told = doubled + len(_unnumbered(scope, column, before, index))
        if dense and told < len(gap) <= _WIDEST_GAP:
            missing = "、".join(str(n) for n in gap)
            yield scope.at("number-gap", index, column, expected=str(gap[0]), words={"missing": missing})
        highest, before, doubled = max(highest, number), index, 0


def _next(series: Sequence[_Entry], at: int) -> int:
    """The next number after a doubled one that is higher."""
    return next((entry[3] for entry in series[at + 1 :] if entry[3] > series[at][3]), 0)


def _unnumbered(scope: Scope, column: Column, first: int, last: int) -> list[int]:
    """Records between two numbered rows that have no number: it is they that lack what is missing between."""
    return [
        i
        for i in range(first + 1, last)
        if scope.records[i] is not None and not scope.sheet.rows[i].cells[column.index].text.strip()
    ]


def _empty(scope: Scope) -> Iterator[Finding]:
    column = scope.sheet.column("number")
    if column is None or scope.sheet.column("id") is not None:
        return  # a document's own points may have no number
    rows = scope.entries
    missing = [i for i, row in rows if not row.cells[column.index].text.strip()]
    if missing and len(rows) - len(missing) >= _NUMBERED_SHARE * len(rows):
        for index in missing:
            if scope.sheet.rows[index].cells[column.index].computed:
                yield scope.at("number-empty", index, column, expected=_wanted(scope, column, index))


def _wanted(scope: Scope, column: Column, index: int) -> str | None:
    """The number between those of its neighbours, where one is left out for it."""
    above, below = (
        _value(scope.sheet.rows[i].cells[column.index].text.strip().strip(_TRIM))
        if 0 <= i < len(scope.sheet.rows)
        else None
        for i in (index - 1, index + 1)
    )
    return str(above + 1) if above is not None and below == above + 2 else None


def check_tasks(scope: Scope) -> Iterator[Finding]:
    """Rows that hold something and no task."""
    task = scope.sheet.column("task")
    if task is None:
        return
    tasks = [c for c in scope.sheet.columns if c.key == "task"]
    others = [c for c in scope.sheet.columns if c.key in _FILLED]
    for index, row in scope.entries:
        if any(row.cells[c.index].text.strip() for c in tasks) or not row.cells[task.index].computed:
            continue
        if any(row.cells[c.index].text.strip() and not row.cells[c.index].merged for c in others):
            yield scope.at("task-empty", index, task)


def check_kinds(scope: Scope) -> Iterator[Finding]:
    """Kinds that are none."""
    names = [name for known in KINDS.values() for name in known.values()]
    for index, column, cell in own_cells(scope, "kind"):
        if read_kind(cell.text) is None:
            near = get_close_matches(cell.text.strip().lower(), names, n=1, cutoff=0.5)
            yield scope.at("kind-unknown", index, column, suggestion=near[0] if near else None)


def check_ids(scope: Scope, known: frozenset[str] | None) -> Iterator[Finding]:
    """Ids that stand twice, or that the source (`known`, or None without one) does not have."""
    first: dict[str, str] = {}
    for index, column, cell in own_cells(scope, "id"):
        text = cell.text.strip()
        if text in first:
            yield scope.at("id-doubled", index, column, words={"first": first[text]})
        elif known is not None and text not in known:
            yield scope.at("id-unknown", index, column)
        first.setdefault(text, cell.address)

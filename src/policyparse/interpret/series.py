"""Numbers of a series: a gap or a repetition is worth a look."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from policyparse.interpret.numerals import find_numerals
from policyparse.problems import Problem
from policyparse.records import Record

_WHOLE = re.compile(r"^\d{1,4}$")
#: A series is judged only when it has so many numbers.
_SHORTEST = 4


def check_series(records: Sequence[Record]) -> list[Problem]:
    """Problems `number-repeated` and `number-missing` of numbered tasks.

    The numbers of a document run on over its headings or begin again under each. A new series begins at 1, and under
    another heading where the numbers do not rise unless they ran on over an earlier heading (the points before
    them under the new heading may be no tasks). Figures and Chinese numerals are series of their own.
    A row that continues a task (same number, same task) is no repetition.
    """
    problems: list[Problem] = []
    for figures in (True, False):
        numbered = [(n, r) for r in records if r.kind == "task" and (n := _value(r)) and _in_figures(r) is figures]
        for series in _series(numbered):
            problems.extend(_judge(series))
    return problems


def _series(numbered: Sequence[tuple[int, Record]]) -> list[list[tuple[int, Record]]]:
    series: list[list[tuple[int, Record]]] = []
    runs_on = False
    for number, record in numbered:
        before, last = series[-1][-1] if series else (0, None)
        if last is None or number == 1:
            series.append([(number, record)])
            continue
        if before == number and last.task == record.task:
            continue
        elsewhere = last.section != record.section
        if elsewhere and number <= before and not runs_on:
            series.append([(number, record)])
            continue
        runs_on = runs_on or (elsewhere and number == before + 1)
        series[-1].append((number, record))
    return series


def _in_figures(record: Record) -> bool:
    return bool(_WHOLE.match(record.number or ""))


def _value(record: Record) -> int | None:
    if record.number is None:
        return None
    if _WHOLE.match(record.number):
        return int(record.number)
    numerals = find_numerals(record.number)
    whole = len(numerals) == 1 and (numerals[0].start, numerals[0].end) == (0, len(record.number))
    return int(numerals[0].value) if whole else None


def _judge(series: Sequence[tuple[int, Record]]) -> list[Problem]:
    if len(series) < _SHORTEST:
        return []
    steps = [b[0] - a[0] for a, b in pairwise(series)]
    if steps.count(1) * 2 < len(steps):
        return []  # no series that counts
    problems = []
    for (before, _), (number, record) in pairwise(series):
        if number == before:
            problems.append(_problem("number-repeated", f"the number {record.number} comes again", record))
        elif before + 1 < number <= before + 10:
            missing = ", ".join(str(n) for n in range(before + 1, number))
            problems.append(_problem("number-missing", f"no {missing} before {record.number}", record))
    return problems


def _problem(code: str, message: str, record: Record) -> Problem:
    return Problem(code=code, message=message, record=record.id, field="number", source=tuple(record.source))

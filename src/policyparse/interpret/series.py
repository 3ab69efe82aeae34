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

    The numbers of a document run on over its headings or begin again under each: a new series begins at 1.
    A row that continues a task (same number, same task) is no repetition.
    """
    problems: list[Problem] = []
    series: list[tuple[int, Record]] = []
    for record in records:
        number = _value(record)
        if number is None or record.kind != "task":
            continue
        if series and series[-1][0] == number and series[-1][1].task == record.task:
            continue
        if number == 1 and series:
            problems.extend(_judge(series))
            series = []
        series.append((number, record))
    problems.extend(_judge(series))
    return problems


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

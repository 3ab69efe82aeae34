"""Checks of targets: a value column against the words, shares over 100 %."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from policyparse.checks.model import Finding, Scope, own_cells
from policyparse.interpret.numerals import find_numerals
from policyparse.lexicon import Lexicon
from policyparse.tables import CellValue, Column
from policyparse.text import fold_width

_PERCENT = re.compile(r"(?<![\d.])(\d{1,9}(?:,\d{3})*(?:\.\d{1,9})?)\s*%")
_CLAUSE = re.compile(r"[，。；;、\n]|,(?!\d{3})")
_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_FIGURE = re.compile(r"[<>=≥≤]{0,2}\s*\d+(?:,\d{3})*(?:\.\d+)?\s*%?\Z")
#: Values of one number in another unit: a share as 0.95, 万 and 亿 as zeros.
_SCALES = (1.0, 100.0, 0.01, 1e4, 1e-4, 1e8, 1e-8)


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = lexicon["checks"]["percent"]
    return (
        re.compile("|".join(map(re.escape, table["bounded"]))),
        re.compile("|".join(map(re.escape, table["unbounded"]))),
    )


def check_targets(scope: Scope) -> Iterator[Finding]:
    """Every target cell, and every value column beside a target in words."""
    task = scope.sheet.column("task")
    for key in ("target", "value"):
        for index, column, cell in own_cells(scope, key):
            name = scope.sheet.rows[index].cells[task.index].text if task else ""
            yield from _percent(scope, index, column, cell, name)
    columns = [c for c in scope.sheet.columns if c.key in {"target", "value"}]
    figures = [c for c in columns if _figures(scope, c)]
    words = [c for c in columns if c not in figures]
    if len(figures) == 1 and len(words) == 1:
        yield from _agree(scope, words[0], figures[0])


def _figures(scope: Scope, column: Column) -> bool:
    """Does the column hold numbers and no words."""
    cells = [row.cells[column.index] for _, row in scope.entries if row.cells[column.index].text.strip()]
    plain = sum(c.kind == "number" or bool(_FIGURE.match(fold_width(c.text).strip())) for c in cells)
    return bool(cells) and plain * 2 > len(cells)


def _percent(scope: Scope, index: int, column: Column, cell: CellValue, name: str) -> Iterator[Finding]:
    text = fold_width(cell.text)
    if "%" not in text:
        return
    bounded, unbounded = _words(scope.lexicon)
    for clause in _CLAUSE.split(text):
        for found in _PERCENT.finditer(clause):
            if float(found[1].replace(",", "")) <= 100:
                continue
            said = clause if bounded.search(clause) or unbounded.search(clause) else f"{name} {column.name} {clause}"
            if bounded.search(said) and not unbounded.search(said):
                yield scope.at("percent-over-100", index, column, words={"clause": clause.strip(), "percent": found[0]})
                return


def numbers_in(text: str) -> list[float]:
    """Every number of a text, in digits or Chinese numerals."""
    folded = fold_width(text)
    found = [float(m[0].replace(",", "")) for m in _DIGITS.finditer(folded)]
    found.extend(float(n.value) for n in find_numerals(text))
    return found


def agrees(value: float, numbers: Sequence[float]) -> bool:
    """Is `value` one of the numbers, also as a share or in 万 or 亿."""
    return any(abs(value * scale - n) <= 1e-6 * max(1.0, abs(n)) for n in numbers for scale in _SCALES)


def _agree(scope: Scope, target: Column, value: Column) -> Iterator[Finding]:
    for index, row in scope.entries:
        words, number = row.cells[target.index], row.cells[value.index]
        if not words.text.strip() or not number.text.strip() or number.merged:
            continue
        said, given = numbers_in(words.text), numbers_in(number.text)
        if number.kind == "number" and isinstance(number.value, float):
            given.append(number.value)
        if said and given and not any(agrees(v, said) for v in given):
            other = {"other": words.text.strip(), "other_cell": words.address}
            yield scope.at("target-contradicts", index, value, expected=words.text.strip(), words=other)

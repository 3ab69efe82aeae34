"""Cell references of a workbook (ECMA-376 part 1, 18.18.62) and the dropdowns that name their choices by them."""

from __future__ import annotations

import re

from lxml import etree

from policyparse.extractors.spreadsheet_model import ClosedList, Span

LAST_ROW, LAST_COL = 1_048_575, 16_383

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_RANGE = re.compile(r"(?:'((?:[^']|'')+)'|([^!'\"]+))!(.+)\Z")
#: A sheet's dropdown governs no more separate ranges than this (hostile input).
_MOST_SPANS = 1000


def as_int(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.lstrip("-").isdigit() else 0


def place(reference: str | None) -> tuple[int, int] | None:
    """Row and column from 0 of A1, or None."""
    found = _REFERENCE.fullmatch(reference or "")
    if not found:
        return None
    col = 0
    for letter in found[1].upper():
        col = col * 26 + ord(letter) - 64
    row = int(found[2]) - 1
    return (row, col - 1) if 0 <= row <= LAST_ROW and col - 1 <= LAST_COL else None


def span(reference: str) -> Span | None:
    """The cells of A1 or A1:B2, or None."""
    first, _, last = reference.partition(":")
    a, b = place(first), place(last or first)
    return (*a, *b) if a and b and a[0] <= b[0] and a[1] <= b[1] else None


def closed_list(element: etree._Element) -> ClosedList | None:
    """A dropdown, and whether it refuses other values; None for other validations."""
    if element.get("type") != "list":
        return None
    strict = element.get("showErrorMessage") in {"1", "true"} and element.get("errorStyle", "stop") == "stop"
    spans = tuple(s for s in map(span, element.get("sqref", "").split()[:_MOST_SPANS]) if s is not None)
    formula = next((c.text or "" for c in element if str(c.tag).endswith("}formula1")), "").strip()
    if not spans or not formula:
        return None
    if formula.startswith('"') and formula.endswith('"'):
        choices = tuple(c.strip() for c in formula[1:-1].replace('""', '"').split(",") if c.strip())
        return ClosedList(spans=spans, choices=choices, strict=strict) if choices else None
    named = _RANGE.match(formula)
    sheet = (named[1].replace("''", "'") if named[1] else named[2]) if named else None
    there = span(named[3] if named else formula)
    return ClosedList(spans=spans, source=(sheet, there), strict=strict) if there is not None else None

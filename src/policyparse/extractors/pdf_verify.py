"""The second reader: ruled tables read again with pdfplumber, and every cell that it reads differently.

pdfplumber shares no code with PDFium: it parses the file with pdfminer and finds tables by its own rules.
It has no notion of watermarks, so slanted characters are left out on both sides.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from policyparse.document import Block, Cell, Table
from policyparse.origin import Box
from policyparse.problems import Problem
from policyparse.text import compact, fold

#: Two readers' cells are one when their boxes share this part of the larger one.
_SAME_CELL = 0.6
#: Longer texts are cut in messages.
_SHOWN = 60
#: What pdfminer raises on files that PDFium repairs.
_FAILURES = (PDFException, PSException, MalformedPDFException, PdfminerException, ValueError, KeyError, TypeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A cell as the second reader sees it. The box is on the page, in points from its top left."""

    box: Box
    text: str


def differences(data: bytes, password: str | None, blocks: Iterable[Block]) -> list[Problem]:
    """`cell-differs` for each cell of the ruled tables that pdfplumber reads differently, in reading order.

    Blanks, punctuation width and the order of characters in text set downwards or drawn at an angle do not count.
    """
    by_page: dict[int, list[Table]] = defaultdict(list)
    for block in blocks:
        if isinstance(block, Table) and block.evidence == "ruled" and block.origin.page:
            by_page[block.origin.page].append(block)
    problems: list[Problem] = []
    if not by_page:
        return problems
    with pdfplumber.open(io.BytesIO(data), password=password or "") as pdf:
        for number, tables in sorted(by_page.items()):
            try:
                page = pdf.pages[number - 1]
                seen = _cells(page)
                page.close()
            except _FAILURES as error:
                message = (
                    f"the second reader fails on page {number} ({type(error).__name__}); its tables were not compared"
                )
                problems.append(Problem(code="cell-differs", message=message, source=(tables[0].origin,)))
                continue
            for table in tables:
                problems.extend(_compare(table, seen))
    return problems


def _cells(page: Any) -> list[_Seen]:
    """The cells of all tables that pdfplumber finds on the page."""
    turned = page.dedupe_chars()
    upright = turned.filter(lambda item: item["object_type"] != "char" or item["upright"])
    source = upright if 2 * len(upright.chars) >= len(turned.chars) else turned
    found: list[_Seen] = []
    for table in source.find_tables():
        for row, texts in zip(table.rows, table.extract(), strict=False):
            for box, text in zip(row.cells, texts, strict=False):
                if box is not None:
                    found.append(_Seen(box=box, text=compact(text or "")))
    return found


def _compare(table: Table, seen: Sequence[_Seen]) -> list[Problem]:
    problems: list[Problem] = []
    for cell in sorted(table.cells, key=lambda c: (c.row, c.col)):
        if cell.origin.bbox is None:
            continue
        other = _same(cell.origin.bbox, seen)
        own = compact(cell.text)
        if other is None and own:
            problems.append(_differs(cell, "finds no cell here"))
        elif other is not None and not _agree(own, other.text):
            problems.append(_differs(cell, f"reads “{_short(other.text)}”"))
    return problems


def _differs(cell: Cell, what: str) -> Problem:
    message = (
        f"row {cell.row + 1}, column {cell.col + 1}: read as “{_short(compact(cell.text))}”, the second reader {what}"
    )
    return Problem(code="cell-differs", message=message, source=(cell.origin,))


def _agree(own: str, other: str) -> bool:
    first, second = fold(own), fold(other)
    return first == second or sorted(first) == sorted(second)


def _same(box: Box, seen: Sequence[_Seen]) -> _Seen | None:
    best, most = None, 0.0
    for other in seen:
        x0, y0 = max(box[0], other.box[0]), max(box[1], other.box[1])
        x1, y1 = min(box[2], other.box[2]), min(box[3], other.box[3])
        if x1 <= x0 or y1 <= y0:
            continue
        larger = max(_area(box), _area(other.box))
        part = (x1 - x0) * (y1 - y0) / max(larger, 1.0)
        if part > most:
            best, most = other, part
    return best if most >= _SAME_CELL else None


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"

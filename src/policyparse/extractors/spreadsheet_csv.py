"""CSV and TSV (RFC 4180 and what office programs make of it): encoding and delimiter by content."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from typing import Literal

from policyparse.errors import FileBroken
from policyparse.extractors.decoding import decode
from policyparse.extractors.spreadsheet_model import Sheet, SheetCell, Workbook
from policyparse.text import count

#: In the order in which they win a tie.
DELIMITERS = ("\t", ",", ";", "，")
#: The comma of Chinese prose parts fields only where this part of the rows has equally many.
_PROSE_COMMA, _SURE = "，", 0.9
#: So many rows are looked at to find the delimiter.
_SAMPLE_ROWS = 200
_SAMPLE_CHARACTERS = 200_000
#: A file of one delimiter a row is a table only from so many rows on: two lines of prose may each hold a comma.
_ROWS_OF_TWO_COLUMNS = 4
#: A cell of more lines than this is an opening quote that nothing closes.
_MOST_LINES_IN_A_CELL = 500
_SEP = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)

csv.field_size_limit(2**31 - 1)


def looks_delimited(data: bytes) -> bool:
    """Is every line of this text a row of the same number of fields: a CSV or TSV whatever its name."""
    try:
        text = (
            decode(data[: 2 * _SAMPLE_CHARACTERS // 2 * 2]).text
            if len(data) > 2 * _SAMPLE_CHARACTERS
            else decode(data).text
        )
    except FileBroken:
        return False
    if text.lstrip()[:1] in {"{", "[", "<"}:
        return False
    if _SEP.match(text):
        return True
    head = text[:_SAMPLE_CHARACTERS]
    delimiter = delimiter_of(head)
    if delimiter == _PROSE_COMMA or (delimiter != "\t" and 2 * head.count(delimiter + " ") > head.count(delimiter)):
        return False  # the commas of prose; the file's name decides
    rows = _rows(head, delimiter)
    if len(text) > len(head) or len(data) > 2 * _SAMPLE_CHARACTERS:
        rows = rows[:-1]
    widths = {len(row) for row, _ in rows if any(cell.strip() for cell in row)}
    filled = sum(1 for row, _ in rows if any(cell.strip() for cell in row))
    if len(widths) != 1 or filled < 2:
        return False
    width = widths.pop()
    return width >= 3 or (width == 2 and filled >= _ROWS_OF_TWO_COLUMNS)


def delimiter_of(text: str) -> str:
    """The delimiter of a delimited text: the one that cuts most of its rows into the same number of fields."""
    head = text[:_SAMPLE_CHARACTERS]
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        if delimiter not in head:
            continue
        widths = Counter(len(row) for row, _ in _rows(head, delimiter)[:_SAMPLE_ROWS] if any(row))
        width, rows = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(0, 0))
        score = (rows / max(1, widths.total()) if width > 1 else 0.0, width)
        if delimiter == _PROSE_COMMA and score[0] < _SURE:
            continue  # lines of prose hold it too
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _rows(text: str, delimiter: str) -> list[tuple[list[str], int]]:
    """The rows with the line (from 1) on which each begins."""
    rows = _parsed(text, delimiter, csv.QUOTE_MINIMAL)
    if any("\n" in cell and cell.count("\n") > _MOST_LINES_IN_A_CELL for row, _ in rows for cell in row):
        rows = _parsed(text, delimiter, csv.QUOTE_NONE)
    return rows


def _parsed(text: str, delimiter: str, quoting: Literal[0, 3]) -> list[tuple[list[str], int]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
    rows: list[tuple[list[str], int]] = []
    before = 0
    try:
        for row in reader:
            rows.append((row, before + 1))
            before = reader.line_num
    except csv.Error:
        # a stray carriage return outside quotes, for instance: line by line
        return [(line.split(delimiter), at + 1) for at, line in enumerate(text.splitlines())]
    return rows


def read_csv(data: bytes) -> Workbook:
    """Read delimited text as one sheet without a name. Raises FileBroken for a file that is no text or holds none."""
    decoded = decode(data)
    text = decoded.text.replace("\x00", "")
    first = 0
    found = _SEP.match(text)
    if found:
        text, first = text[found.end() :], 1
    delimiter = found[1] if found else delimiter_of(text)
    rows = _rows(text, delimiter)
    cells: dict[int, list[SheetCell]] = {}
    lines: dict[int, int] = {}
    separating = quotes = 0
    for r, (row, line) in enumerate(rows):
        lines[r] = line + first
        separating += max(len(row) - 1, 0)
        kept = []
        for c, cell in enumerate(row):
            if cell == "":
                continue
            cell = cell.replace("\r\n", "\n").replace("\r", "\n")
            quotes += cell.count('"')
            kept.append(SheetCell(row=r, col=c, value=cell, text=cell))
        if kept:
            cells[r] = kept
    if not count(text):
        raise FileBroken("the file holds no text")
    # what is left of the raw text without separators and the quotes that only enclose
    characters = count(text) - (separating if delimiter.strip() else 0) - (text.count('"') - quotes)
    return Workbook(
        format="csv",
        sheets=(Sheet(name="", cells=cells, lines=lines),),
        encoding=decoded.encoding,
        delimiter=delimiter,
        replaced=decoded.replaced,
        characters=characters,
    )

"""Rows of a sheet that are no records: headings over the rows below, sums, remarks, signatures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from policyparse.tables.model import CellValue, Column, Row

#: A row of one text is a heading, not a task, when it is merged over or begins like one.
_HEADING = re.compile(r"\s*(?:第?[一二三四五六七八九十]{1,3}[、章节．.]|[（(][一二三四五六七八九十]{1,3}[）)])")
_TOTAL = re.compile(r"\s*(?:合\s*计|总\s*计|小\s*计|注\s*[:：]|备注\s*[:：]|说明\s*[:：]|填表人|制表)")
#: A label of a form with what was filled in, below or above the table.
_LABEL = re.compile(r"[^:：]{2,10}[:：][^，。；,;]{0,24}\Z")
_WORDS = re.compile(r"[\u4e00-\u9fff].*[\u4e00-\u9fff]")


def mark_sections(
    rows: Sequence[Row], columns: Sequence[Column], merges: Iterable[tuple[int, int, int, int]], first: int
) -> Iterator[Row]:
    """Rows of one text over the table, headings and remarks, are marked as such.

    `merges`: the sheet's merged cells (row, column, last row, last column from 0); `first`: the table's first column.
    """
    wide = {(r0, c0) for r0, c0, _, c1 in merges if (c1 - c0 + 1) * 2 > len(columns)}
    marks = [_heading(row, columns, wide, first) for row in rows]
    # remarks go on to the end: what follows the last row of several cells and a blank row or another remark
    end = len(rows)
    while end and (marks[end - 1] is not None or len(_filled(rows[end - 1])) == 1):
        end -= 1
    apart = False
    for at in range(end, len(rows)):
        apart = apart or marks[at] is not None or (at > 0 and rows[at].number > rows[at - 1].number + 1)
        if apart and marks[at] is None:
            marks[at] = _filled(rows[at])[0].text.strip()
    for row, mark in zip(rows, marks, strict=True):
        yield row if mark is None else replace(row, section=mark)


def _heading(row: Row, columns: Sequence[Column], wide: set[tuple[int, int]], first: int) -> str | None:
    """The text of a row that is a heading or a remark and no record."""
    filled = _filled(row)
    if not filled:
        return None
    text = filled[0].text.strip()
    if _TOTAL.match(text):
        return text
    if len(filled) * 2 < len(columns) and all(_LABEL.match(c.text.strip()) for c in filled):
        return text  # 填报人：… 联系电话：…
    if len(filled) > 1:
        return None
    at = row.cells.index(filled[0])
    if (row.number - 1, first + at) in wide:
        return text
    if filled[0].kind != "text":
        return None
    if _HEADING.match(text) and len(columns) > 2:
        return text
    # words alone in the column of numbers or categories stand over the rows below
    return text if columns[at].key in {"number", "section"} and _WORDS.search(text) else None


def _filled(row: Row) -> list[CellValue]:
    return [c for c in row.cells if c.text.strip() and not c.merged]

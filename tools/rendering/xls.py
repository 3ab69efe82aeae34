"""Content as a workbook of Excel 97-2003 (also what a WPS .et is): the sheet of `xlsx`, in BIFF8."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import xlwt

from rendering.content import Block, Content, SideBySide, Table
from rendering.grid import Line, body_lines, header_lines
from rendering.text import block_lines


def sheet_lines(content: Content) -> Iterator[Line | str]:
    """The lines of the one sheet: texts of a single cell, lines of tables, and "" where a row is blank."""
    for block in content.blocks:
        yield from _lines(block)


def _lines(block: Block) -> Iterator[Line | str]:
    if isinstance(block, SideBySide):
        for table in (block.left, block.right):
            yield from _lines(table)
        return
    if not isinstance(block, Table):
        yield from (text for text in block_lines(block) if text.strip())
        return
    yield from (title for title in (block.caption, block.note) if title)
    yield from (*header_lines(block), *body_lines(block))
    yield ""
    yield from block.notes
    yield ""


def render_xls(content: Content) -> bytes:
    """One sheet, tables with their merged cells."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    for row, line in enumerate(sheet_lines(content)):
        if isinstance(line, str):
            if line:
                sheet.write(row, 0, line)
        else:
            _row(sheet, line, row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(sheet: Any, line: Line, row: int) -> None:
    for col, cell in enumerate(line):
        if cell is None:
            continue
        if cell.row_span > 1 or cell.col_span > 1:
            sheet.write_merge(row, row + cell.row_span - 1, col, col + cell.col_span - 1, cell.text)
        elif cell.text:
            sheet.write(row, col, cell.text)

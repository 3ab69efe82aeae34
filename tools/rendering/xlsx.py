"""Content as a workbook of one sheet: paragraphs as rows of one cell, tables with their merged cells."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from rendering.content import Block, Content, SideBySide, Table
from rendering.grid import Line, body_lines, header_lines
from rendering.text import block_lines

#: Stands as the time of writing, so that equal content gives equal bytes.
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def render_xlsx(content: Content) -> bytes:
    """One sheet. A blank row parts a table from the text around it; a table over pages is one table."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _CREATED})
    sheet = book.add_worksheet()
    row = 0
    for block in content.blocks:
        row = _block(sheet, block, row)
    book.close()
    return out.getvalue()


def _block(sheet: Worksheet, block: Block, row: int) -> int:
    """Write the block from `row` on; gives the row after it."""
    if isinstance(block, SideBySide):
        for table in (block.left, block.right):
            row = _block(sheet, table, row)
        return row
    if not isinstance(block, Table):
        for text in block_lines(block):
            if text.strip():
                sheet.write_string(row, 0, text)
                row += 1
        return row
    for title in (block.caption, block.note):
        if title:
            sheet.write_string(row, 0, title)
            row += 1
    for line in (*header_lines(block), *body_lines(block)):
        _line(sheet, line, row)
        row += 1
    row += 1
    for text in block.notes:
        sheet.write_string(row, 0, text)
        row += 1
    return row + 1


def _line(sheet: Worksheet, line: Line, row: int) -> None:
    for col, cell in enumerate(line):
        if cell is None:
            continue
        if cell.row_span > 1 or cell.col_span > 1:
            sheet.merge_range(row, col, row + cell.row_span - 1, col + cell.col_span - 1, cell.text)
        elif cell.text:
            sheet.write_string(row, col, cell.text)

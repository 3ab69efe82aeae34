"""A web page under the name of a workbook, as many systems export their tables: each table of the page is a sheet."""

from __future__ import annotations

import hashlib

from policyparse.document import FileInfo, Table
from policyparse.errors import FileBroken
from policyparse.extractors import html
from policyparse.extractors.options import ReadOptions
from policyparse.extractors.spreadsheet_model import Sheet, SheetCell, Workbook


def read_page(data: bytes) -> Workbook:
    """The page's tables, rows and columns from the table's own corner, as an office program opens them.

    Raises FileBroken where the page holds no table.
    """
    file = FileInfo(path="", format="html", sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data))
    document = html.read(data, file, ReadOptions())
    tables = [block for block in document.blocks if isinstance(block, Table)]
    if not tables:
        raise FileBroken(
            "it is a web page without a table under the name of a workbook; policyparse extract reads pages"
        )
    sheets = tuple(_sheet(table, f"Sheet{number}") for number, table in enumerate(tables, 1))
    return Workbook(format="html", sheets=sheets, encoding=document.file.encoding, characters=document.characters)


def _sheet(table: Table, name: str) -> Sheet:
    cells: dict[int, list[SheetCell]] = {}
    for cell in sorted(table.cells, key=lambda c: (c.row, c.col)):
        if cell.text:
            cells.setdefault(cell.row, []).append(
                SheetCell(row=cell.row, col=cell.col, value=cell.text, text=cell.text)
            )
    merges = tuple(
        (c.row, c.col, c.row + c.row_span - 1, c.col + c.col_span - 1)
        for c in table.cells
        if c.row_span > 1 or c.col_span > 1
    )
    return Sheet(name=name, cells=cells, merges=merges)

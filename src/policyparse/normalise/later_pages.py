"""Merged cells over several pages whose text is printed in their middle, on a later page than the one they begin on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from policyparse.normalise.cuts import FILLED_DOWN
from policyparse.normalise.model import Column, Row, RowCell

#: Columns whose empty cells are never those of a merged cell: each row has its own.
_OWN = {"number", "task"}


def fill_from_later(pieces: Sequence[Sequence[Row]], columns: Sequence[Column]) -> list[list[Row]]:
    """The rows of the pieces with merged cells that are empty to the end of a page filled from where they go on.

    Such a cell begins below another one, or with the table; it covers the rows up to the end of its piece and
    holds nothing; on the pieces after it the column is empty too, until one begins with a text. An empty cell of one
    row is such a cell only in a column of groups that holds merged cells and no other empty one.
    """
    filled = [list(rows) for rows in pieces]
    for column in columns:
        if column.field in _OWN:
            continue
        single = column.field in FILLED_DOWN and _merges_all(filled, column.index)
        for number, rows in enumerate(filled[:-1]):
            start = _open_run(rows, column.index, single=single)
            if start is None or (start == 0 and number > 0):
                continue  # from the top of a page on it goes on from the page before
            last = number + 1
            while last < len(filled) - 1 and _open_run(filled[last], column.index) == 0:
                last += 1
            source = next((row.cells[column.index] for row in filled[last] if row.kind == "body"), RowCell())
            if not source.text or source.filled is not None:
                continue
            for own, first in ((rows, start), *((piece, 0) for piece in filled[number + 1 : last])):
                for n in range(first, len(own)):
                    cells = list(own[n].cells)
                    cells[column.index] = replace(source, filled="above")
                    own[n] = replace(own[n], cells=tuple(cells)) if own[n].kind == "body" else own[n]
    return filled


def _merges_all(pieces: Sequence[Sequence[Row]], column: int) -> bool:
    """Does the column hold merged cells, and no empty cell of one row inside a piece."""
    merged = False
    for rows in pieces:
        cells = [row.cells[column] for row in rows if row.kind == "body"]
        merged = merged or any(cell.filled == "above" and cell.text for cell in cells)
        if any(not a.text and a.filled is None and b.filled is None for a, b in pairwise(cells[1:])):
            return False
    return merged


def _open_run(rows: Sequence[Row], column: int, *, single: bool = False) -> int | None:
    """The place of the row in which the empty merged cell begins that ends the piece; 0 also where no body row is before it.

    `single`: one row is enough where another is before it.
    """
    start = None
    body = [n for n, row in enumerate(rows) if row.kind == "body"]
    for place, n in zip(range(len(body) - 1, -1, -1), reversed(body), strict=True):
        cell = rows[n].cells[column]
        if cell.text or not cell.origins:
            return None
        if cell.filled is None:
            covers = place < len(body) - 1 or (single and place > 0)
            start = (0 if place == 0 else n) if covers else None
            break
    return start

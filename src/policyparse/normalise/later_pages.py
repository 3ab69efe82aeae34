"""Merged cells over several pages whose text is printed in their middle, on a later page than the one they begin on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policyparse.normalise.model import Column, Row, RowCell

#: Columns whose empty cells are never those of a merged cell: each row has its own.
_OWN = {"number", "task"}


def fill_from_later(pieces: Sequence[Sequence[Row]], columns: Sequence[Column]) -> list[list[Row]]:
    """The rows of the pieces with merged cells that are empty to the end of a page filled from where they go on.

    Such a cell begins below another one, or with the table; it covers two rows or more up to the end of its piece and
    holds nothing; on the pieces after it the column is empty too, until one begins with a text.
    """
    filled = [list(rows) for rows in pieces]
    for column in columns:
        if column.field in _OWN:
            continue
        for number, rows in enumerate(filled[:-1]):
            start = _open_run(rows, column.index)
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


def _open_run(rows: Sequence[Row], column: int) -> int | None:
    """The place of the row in which the empty merged cell begins that ends the piece; 0 also where no body row is before it."""
    start = None
    body = [n for n, row in enumerate(rows) if row.kind == "body"]
    for place, n in zip(range(len(body) - 1, -1, -1), reversed(body), strict=True):
        cell = rows[n].cells[column]
        if cell.text or not cell.origins:
            return None
        if cell.filled is None:
            covers = place < len(body) - 1
            start = (0 if place == 0 else n) if covers else None
            break
    return start

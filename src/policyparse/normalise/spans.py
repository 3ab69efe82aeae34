"""Headers of unknown names, told by their spans: a name over several columns stands over the names of these."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyparse.document import Cell, Table
from policyparse.lexicon import Lexicon
from policyparse.normalise.shapes import shape_of
from policyparse.text import count, one_line

#: Names in such a header may be a short remark (本列数据的勾稽关系为…: 27 characters).
_LONGEST = 40
_LEVELS = 4
_SENTENCE = re.compile(r"[。；;!！]")


def spanned_header(
    table: Table, grid: Sequence[Sequence[Cell | None]], first: int, lexicon: Lexicon
) -> tuple[int, ...]:
    """The rows of a header that begins at row `first` with a cell over several columns, or () where it is none.

    Every row under such a cell belongs to it until none spans any more; all its texts are short words, no cell
    reaches down into the rows below, and there is a row below.
    """
    if first >= table.rows or not any(_wide(c, first) for c in grid[first]):
        return ()
    last = first
    while last - first < _LEVELS:
        reach = max((c.row + c.row_span - 1 for c in grid[last] if c is not None), default=last)
        if reach > last:
            last = reach
        elif any(_wide(c, last) for c in grid[last]):
            last += 1
        else:
            break
        if last >= table.rows - 1:
            return ()
    if last == first or last - first >= _LEVELS:
        return ()
    cells = {id(c): c for row in grid[first : last + 1] for c in row if c is not None and c.text.strip()}.values()
    if len(cells) < 3 or any(c.row < first or c.row + c.row_span - 1 > last for c in cells):
        return ()
    for cell in cells:
        text = one_line(cell.text)
        if count(text) > _LONGEST or _SENTENCE.search(text) or shape_of(text, lexicon) in {"ordinal", "number"}:
            return ()
    # a row that is one cell from edge to edge is a title or a section, and no level of names
    return () if any(c.col_span >= table.cols for c in cells) else tuple(range(first, last + 1))


def _wide(cell: Cell | None, row: int) -> bool:
    return cell is not None and cell.row == row and cell.col_span > 1 and bool(cell.text.strip())

"""Tables that plain text holds with one cell a line (a page copied as text): read as tables where that is certain."""

from __future__ import annotations

from collections.abc import Sequence

from policyparse.document import Block, Cell, Paragraph, Table
from policyparse.lexicon import Lexicon
from policyparse.normalise.column_names import is_whole_name, match_name
from policyparse.normalise.shapes import shape_of
from policyparse.origin import Origin
from policyparse.text import fold

_NAMES, _ROWS = 3, 2


def unflatten(blocks: Sequence[Block], lexicon: Lexicon) -> list[Block]:
    """Names line by line, the first that of the numbers, then rows of as many lines that count 1, 2, 3: a table."""
    made: list[Block] = []
    at = 0
    while at < len(blocks):
        found = _table(blocks, at, lexicon)
        if found is None:
            made.append(blocks[at])
            at += 1
        else:
            made.append(found)
            at += found.rows * found.cols
    return made


def _table(blocks: Sequence[Block], at: int, lexicon: Lexicon) -> Table | None:
    if _field(blocks[at], lexicon) != "number":
        return None
    end = at
    while end < len(blocks) and _field(blocks[end], lexicon) is not None:
        end += 1
    width = end - at
    if width < _NAMES:
        return None
    rows = 0
    while _number(blocks, start := end + rows * width) == rows + 1 and _all_lines(blocks, start, width):
        rows += 1
    after = range(end + rows * width, min(end + (rows + 1) * width, len(blocks)))
    before = range(end + max(0, rows - 1) * width + 1, end + rows * width)
    # the next number in another place: a line is missing or one too many, and nothing is certain
    if rows < _ROWS or any(_number(blocks, i) == rows + 1 for i in (*before, *after)):
        return None
    lines = [b for b in blocks[at : end + rows * width] if isinstance(b, Paragraph)]
    if not _alike(lines, width, lexicon):
        return None
    cells = tuple(
        Cell(row=n // width, col=n % width, text=line.text, origin=line.origins[0] if line.origins else Origin())
        for n, line in enumerate(lines)
    )
    return Table(
        cells=cells, rows=rows + 1, cols=width, origin=cells[0].origin, header_rows=1, evidence="one cell a line"
    )


def _field(block: Block, lexicon: Lexicon) -> str | None:
    """What a line that is a whole name of a column means; None for another."""
    if not isinstance(block, Paragraph) or not is_whole_name(block.text, lexicon):
        return None
    found = match_name(block.text, lexicon)
    return found[0] if found else None


def _number(blocks: Sequence[Block], at: int) -> int | None:
    block = blocks[at] if at < len(blocks) else None
    text = fold(block.text) if isinstance(block, Paragraph) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None


def _all_lines(blocks: Sequence[Block], start: int, width: int) -> bool:
    lines = blocks[start : start + width]
    return len(lines) == width and all(isinstance(b, Paragraph) for b in lines)


def _alike(lines: Sequence[Paragraph], width: int, lexicon: Lexicon) -> bool:
    """Is the last cell of each column of the shape that all cells above it have (a row may be a line short)."""
    for column in range(width):
        shapes = [shape_of(line.text, lexicon) for line in lines[width + column :: width]]
        if len(set(shapes[:-1])) == 1 and shapes[0] != "text" and shapes[-1] != shapes[0]:
            return False
    return True

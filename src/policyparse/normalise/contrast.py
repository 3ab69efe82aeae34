"""Headers of unknown names, told by what stands below: short names over cells of another kind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyparse.document import Cell, Table
from policyparse.lexicon import Lexicon
from policyparse.normalise.column_names import is_header_text, plain_name, year_rest
from policyparse.normalise.form_rows import distinct
from policyparse.normalise.shapes import Shape, is_kind_of_place, shape_of
from policyparse.normalise.unit_rows import unit_of_cell
from policyparse.text import count, fold, one_line

_SENTENCE = re.compile(r"[。；;!！]")
_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,8})[)\]]$")
#: Cells of words are no names of their columns when they are so many times as long.
_LONGER = 3
#: One in so many names may look like something else than a name (a unit, a person); beside two known names one in two.
_ODD, _ODD_BESIDE_KNOWN = 5, 2


def stands_in_contrast(table: Table, grid: Sequence[Sequence[Cell | None]], r: int, lexicon: Lexicon) -> bool:
    """Is row `r` a header of unknown names: a full row of short texts, none of them twice, where at least half of the
    columns below hold cells of another kind (dates, units, people, numbers) or much longer ones; two fifths are
    enough beside two known names."""
    cells = distinct(grid[r])
    longest = int(lexicon["columns"]["shape"]["longest_header"])
    whole = {id(cell) for row in grid[r:] for cell in row if cell is not None and cell.col_span == table.cols}
    used = sum(any(_text(row[c]) and id(row[c]) not in whole for row in grid[r:]) for c in range(table.cols))
    if len(cells) < max(2, used - 1):
        return False
    lone = _one_row_of_numbers(table, grid, r, lexicon)
    if table.rows - r < 3 and not lone:
        return False
    texts = [one_line(c.text) for c in cells]
    if any(count(t) > longest or _SENTENCE.search(t) for t in texts) or len({fold(t) for t in texts}) < len(texts):
        return False
    shapes = [_name_shape(t, lexicon) for t in texts]
    if any(s in {"ordinal", "number", "date"} for s in shapes):
        return False
    if lone:
        return True
    names = sum(is_header_text(text, lexicon) for text in texts)
    # beside known names a few that look like offices are names too (乡镇, 片区)
    if (_ODD_BESIDE_KNOWN if names >= 2 else _ODD) * sum(s != "text" for s in shapes) > len(shapes):
        return False
    differing = sum(_differs(cell, grid, r, lexicon) for cell in cells)
    return differing * 2 >= len(cells) or (names >= 2 and differing * 5 >= len(cells) * 2)


def _text(cell: Cell | None) -> str:
    return cell.text.strip() if cell is not None else ""


def _one_row_of_numbers(table: Table, grid: Sequence[Sequence[Cell | None]], r: int, lexicon: Lexicon) -> bool:
    """Is there one row below row `r`, and nothing but numbers in it: a table of one row, whose names stand above.

    1, 2, 3 … number the columns, and say nothing.
    """
    texts = [_text(cell) for cell in grid[r + 1]] if table.rows == r + 2 else []
    if not texts or texts == [str(n + 1) for n in range(len(texts))]:
        return False
    return all(text.isascii() and shape_of(text, lexicon) in {"number", "ordinal"} for text in texts)


def _name_shape(text: str, lexicon: Lexicon) -> Shape:
    """The shape of a name; one that ends in a noun for units or people in general (主抓股室, 督查人) is words, and so is
    one that says more than its year (2030年用水总量) or names a unit of measure (消防队（支）)."""
    shape = shape_of(text, lexicon)
    asks = any(word in text for word in lexicon["columns"]["shape"]["asking"])
    if asks or is_kind_of_place(text, lexicon):
        return "text"
    bracket = _BRACKET.search(fold(text))
    if (shape == "date" and len(year_rest(text) or "") > 1) or (bracket and unit_of_cell(bracket[1], lexicon)):
        return "text"
    nouns = (*lexicon["columns"]["owner"]["nouns"], *lexicon["columns"]["leader"]["nouns"])
    return "text" if shape in {"unit", "person"} and plain_name(text).endswith(tuple(map(fold, nouns))) else shape


def _differs(cell: Cell, grid: Sequence[Sequence[Cell | None]], r: int, lexicon: Lexicon) -> bool:
    """Are most cells below a name of another kind than words, or are they much longer."""
    column = [row[cell.col] for row in grid[r + 1 :]]
    below = [c.text.strip() for c in column if c is not None and c.text.strip()]
    if not below:
        return False
    shapes = [shape_of(text, lexicon) for text in below]
    other = sum(shape not in {"text", "empty"} for shape in shapes) > len(shapes) / 2
    return other or sum(map(count, below)) / len(below) > _LONGER * count(cell.text)

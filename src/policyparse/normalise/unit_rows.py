"""A row of units of measure below the names (万亩 | 亩 under 造林 | 育苗): part of the header, one unit a column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from policyparse.document import Cell, Table
from policyparse.lexicon import Lexicon
from policyparse.normalise.column_names import names_of
from policyparse.normalise.form_rows import distinct
from policyparse.text import fold, fold_width, one_line

_BRACKETS = "()[]（）［］【】〔〕 　"
_KINDS = ("ratio", "money", "time", "age", "factor", "level", "count", "extent")
#: One unit alone may as well be a word of the first row.
_FEWEST = 2


@lru_cache(maxsize=8)
def _unit(lexicon: Lexicon) -> re.Pattern[str]:
    """A whole text that is a unit: 万亩, 亿元, 人/万人, %, μg/m³."""
    table = lexicon["measures"]["units"]
    words = {fold(w) for kind in _KINDS for w in table[kind]} | {fold(w) for w in table["spelled"]}
    base = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:[十百千万亿]{{0,3}}(?:{base})|[万亿])(?:/\d{{0,4}}[十百千万亿]{{0,2}}(?:{base}|月|日)?)?")


def unit_of_cell(text: str, lexicon: Lexicon) -> str | None:
    """The unit that a cell spells, without brackets around it, or None where it is more or something else."""
    bare = fold_width(one_line(text)).strip(_BRACKETS)
    return bare if bare and _unit(lexicon).fullmatch(fold(bare)) else None


def is_unit_row(row: Sequence[Cell | None], r: int, lexicon: Lexicon) -> bool:
    """Are all cells that begin in row `r` units, two at least; 单位 or a dash may stand before them."""
    own = [cell for cell in distinct(row) if cell.row == r]
    units = [cell for cell in own if unit_of_cell(cell.text, lexicon)]
    exact = names_of(lexicon).exact
    spare = [cell for cell in own if cell not in units and exact.get(fold(cell.text).lower().strip("()")) != "unit"]
    return len(units) >= _FEWEST and all(fold(cell.text).strip("-/") == "" for cell in spare)


def column_units(table: Table, row: int | None, lexicon: Lexicon) -> list[str | None]:
    """Per column the unit that the row of units names; None where it names none, or there is no such row."""
    if row is None:
        return [None] * table.cols
    return [unit_of_cell(c.text, lexicon) if c is not None and c.row == row else None for c in table.grid()[row]]

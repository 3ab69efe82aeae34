"""Could a table be the rest of the tables before it: where its columns stand, and what their cells look like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from policyparse.document import Table
from policyparse.lexicon import Lexicon
from policyparse.normalise.form_rows import distinct
from policyparse.normalise.headers import reads_like_names
from policyparse.normalise.shapes import shape_of
from policyparse.text import fold

#: Column boundaries of two pages agree within this many points (Word sets the same table with sub-point drift;
#: scans drift more).
_EDGE_TOLERANCE = 4.0
#: Texts of two columns share at least this much where one stands in the other, in points.
_OVERLAP = 1.0
#: The tables before, each with the row where its body begins.
Before = Sequence[tuple[Table, int]]


def same_edges(a: Table, b: Table) -> bool | None:
    """Do the column boundaries agree; None where one table has no geometry, or both only that of their texts."""
    if not a.column_edges or not b.column_edges:
        return None
    if a.cols != b.cols and a.column_texts and b.column_texts:
        return None if standing_in(a, b) else False
    if a.cols != b.cols:
        near = sum(any(abs(x - y) <= _EDGE_TOLERANCE for y in a.column_edges) for x in b.column_edges)
        return near >= 0.8 * min(len(a.column_edges), len(b.column_edges)) and abs(a.cols - b.cols) <= 2
    # without outer rules the outer edges are those of the texts and differ from page to page
    inner = slice(1, -1) if a.cols > 2 else slice(None)
    first, second = a.column_edges[inner], b.column_edges[inner]
    shift = second[0] - first[0]
    if all(abs(x + shift - y) <= _EDGE_TOLERANCE for x, y in zip(first, second, strict=True)):
        return True
    if _scaled(a.column_edges, b.column_edges):
        return True
    # without vertical rules the boundaries are where each page's texts leave room
    return None if a.evidence != "ruled" and b.evidence != "ruled" else False


def _scaled(a: Sequence[float], b: Sequence[float]) -> bool:
    """Is one the other on a page of another width: each column takes the same part of the table."""
    wide, other = a[-1] - a[0], b[-1] - b[0]
    if min(wide, other) <= 0:
        return False
    return all(abs((x - a[0]) * other / wide - (y - b[0])) <= _EDGE_TOLERANCE for x, y in zip(a, b, strict=True))


def widened(table: Table, before: Table) -> Table:
    """The table on the columns of `before`, where each of its borders is one of those: its cells span several of them.

    A piece of a table in which every row is merged over the same columns shows fewer than the whole has. Without rules no cell shows over which (see `standing_in`).
    """
    own, known = table.column_edges, before.column_edges
    if not own or not known or table.cols >= before.cols or table.column_texts:
        return table
    places = [next((i for i, x in enumerate(known) if abs(x - edge) <= _EDGE_TOLERANCE), None) for edge in own]
    at = [place for place in places if place is not None]
    if len(at) < len(places) or any(a >= b for a, b in pairwise(at)):
        return table
    cells = (replace(c, col=at[c.col], col_span=at[c.col + c.col_span] - at[c.col]) for c in table.cells)
    return replace(table, cells=tuple(cells), cols=before.cols, column_edges=known)


def standing_in(before: Table, table: Table) -> list[int] | None:
    """The column of `before` in which each column of `table` stands, where no rules bound them; None where they do not fit.

    A column that is empty on a page is not seen there. The others hold their texts: a text stands in one column of
    the other page, by what it overlaps or, beside short texts, by the boundaries.
    """
    texts, edges = before.column_texts, before.column_edges
    if not texts or not edges or not table.column_texts:
        return None
    found: list[int] = []
    for left, right in table.column_texts:
        over = [i for i, (a, b) in enumerate(texts) if left < b - _OVERLAP and a < right - _OVERLAP]
        over = over or [i for i, (a, b) in enumerate(pairwise(edges)) if a <= (left + right) / 2 <= b][:1]
        if len(over) != 1 or (found and over[0] <= found[-1]):
            return None
        found.append(over[0])
    return found


def profile_agrees(before: Before, table: Table, lexicon: Lexicon) -> bool:
    """Are the columns' cells of the same kinds: one agrees on more than "text", and more agree than contradict."""
    known = _profile_before(before, table, lexicon)
    after = _profile([(table, 0, range(table.cols))], lexicon)
    agreed = contradicted = 0
    for (shape_a, words_a), (shape_b, words_b) in zip(known, after, strict=False):
        if "empty" in (shape_a, shape_b):
            continue
        repeated = {w for w, n in words_a.items() if n > 1} & set(words_b)
        if shape_a == shape_b:
            agreed += shape_a != "text" or bool(repeated)
        elif "text" not in (shape_a, shape_b) or {shape_a, shape_b} & {"ordinal", "person"}:
            contradicted += 1
    return agreed > contradicted


def first_row_fits(before: Before, table: Table, lexicon: Lexicon) -> bool:
    """Could the first row be one of the table before: where that has dates, units, people or numbers, so has the row."""
    known = _profile_before(before, table, lexicon)
    first = table.grid()[0]
    if len(distinct(first)) * 2 <= table.cols:
        return True  # the rest of a row that a page end cut: a header fills its cells
    if table.rows == 1 or not reads_like_names(distinct(first), lexicon):
        return True
    fits = misfits = 0
    for (shape, _), cell in zip(known, first, strict=False):
        if shape in {"text", "empty"} or cell is None or not cell.text.strip():
            continue
        own = shape_of(cell.text, lexicon)
        fits += own == shape or {own, shape} <= {"number", "ordinal", "date"}
        misfits += own == "text"
    return misfits == 0 or fits >= misfits


def _profile_before(before: Before, table: Table, lexicon: Lexicon) -> list[tuple[str, Counter[str]]]:
    """The profile of the tables before, in the columns of `table`."""
    return _profile([(one, start, aligned(one, table)) for one, start in before], lexicon)


def aligned(before: Table, table: Table) -> Sequence[int]:
    """For each column of `before` its place in `table`, -1 where there is none."""
    edges = table.column_edges
    inside = standing_in(before, table) if before.cols != table.cols else None
    if inside:
        return [inside.index(i) if i in inside else -1 for i in range(before.cols)]
    if not edges or not before.column_edges or before.cols == table.cols:
        return range(before.cols)
    found = []
    for a, b in pairwise(before.column_edges):
        middle = (a + b) / 2
        found.append(next((i for i in range(table.cols) if edges[i] <= middle <= edges[i + 1]), -1))
    return found


def _profile(tables: Sequence[tuple[Table, int, Sequence[int]]], lexicon: Lexicon) -> list[tuple[str, Counter[str]]]:
    """Per column: the most common shape of its cells, and the words of the cells with their numbers.

    Each table with the row where its body begins and the place of each of its columns.
    """
    columns: list[tuple[Counter[str], Counter[str]]] = []
    for table, start, places in tables:
        for row in table.grid()[start:]:
            if len(distinct(row)) < 2:
                continue
            for c, cell in enumerate(row):
                place = places[c]
                while len(columns) <= place:
                    columns.append((Counter(), Counter()))
                if cell is not None and cell.text.strip() and place >= 0:
                    columns[place][0][shape_of(cell.text, lexicon)] += 1
                    columns[place][1][fold(cell.text)] += 1
    return [(shapes.most_common(1)[0][0] if shapes else "empty", words) for shapes, words in columns]

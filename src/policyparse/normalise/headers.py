"""Which rows of a table are its title, its header, its notes; what stands over each column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from policyparse.document import Cell, Table
from policyparse.lexicon import Lexicon
from policyparse.normalise.column_names import is_header_text, match_name
from policyparse.normalise.contrast import stands_in_contrast
from policyparse.normalise.form_rows import (
    all_form,
    begins_with_label,
    distinct,
    form_pairs,
    inner_pairs,
    is_filled_in,
    labels_over_values,
)
from policyparse.normalise.spans import spanned_header
from policyparse.normalise.unit_rows import is_unit_row
from policyparse.text import count, fold, one_line

#: A header is looked for in so many rows below the titles (three levels and a unit row at most: budget tables).
_SEARCH_ROWS = 6
#: A form's head above a header has at most so many rows.
_FORM_ROWS = 14
_MAX_LEVELS = 4
_SENTENCE = re.compile(r"[。；;!！]")
#: A row of so many cells with 序号 over a one is a header, whatever its other names.
_NUMBERED = 3
_ONE = frozenset({"1", "01", "一"})
#: Two header rows are the same when so many of their cells are.
_SAME_HEADER = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands on top of a table: row indexes from 0. `rule` says how the header was found, or is "none".

    `units` is that of `rows` which holds units of measure and no names.
    """

    titles: tuple[int, ...] = ()
    form: tuple[int, ...] = ()
    rows: tuple[int, ...] = ()
    units: int | None = None
    rule: str = "none"
    evidence: str = "no row reads like column names"

    @property
    def body_start(self) -> int:
        return max((*self.titles, *self.form, *self.rows), default=-1) + 1


def find_head(table: Table, lexicon: Lexicon) -> Head:
    """Find title rows, a form's head and the header rows, a row of units below the names among them."""
    grid = table.grid()
    head = _find_head(table, grid, lexicon)
    if not head.rows:
        return head
    last = head.rows[-1]
    if len(head.rows) > 1 and is_unit_row(grid[last], last, lexicon):
        return replace(head, units=last)
    if last + 2 < table.rows and is_unit_row(grid[last + 1], last + 1, lexicon):
        return replace(head, rows=(*head.rows, last + 1), units=last + 1)
    return head


def _find_head(table: Table, grid: Sequence[Sequence[Cell | None]], lexicon: Lexicon) -> Head:
    titles: list[int] = []
    form: list[int] = []
    for r, row in enumerate(grid):
        cells = distinct(row)
        if len(titles) + len(form) >= table.rows or r >= _SEARCH_ROWS + len(titles) + len(form):
            break
        if not cells:
            titles.append(r)
            continue
        if len(cells) == 1 and table.cols > 1 and (r < _SEARCH_ROWS or form):
            (form if form and begins_with_label(cells[0], lexicon) else titles).append(r)
            continue
        names = _header_names(cells, lexicon)
        over = labels_over_values(cells, distinct(grid[r + 1]), lexicon) if form and r + 1 < table.rows else []
        under = labels_over_values(distinct(grid[r - 1]), cells, lexicon) if form and r - 1 in form else []
        if (over and _header_below(grid, r + 2, lexicon)) or under:
            form.append(r)
            continue
        pairs = form_pairs(cells, lexicon)
        inside = form and (pairs or not _is_full_header(cells, names)) and inner_pairs(cells, lexicon)
        if inside and (_header_below(grid, r + 1, lexicon) or all_form(grid, 0, lexicon)):
            form.append(r)
            continue
        if not table.header_rows and inner_pairs(cells, lexicon) and all_form(grid, 0, lexicon):
            form.append(r)
            continue
        if _is_header(cells, names, grid, r, lexicon, table.header_rows):
            rows = _levels(table, grid, r, lexicon)
            rule = "marked" if table.header_rows and r < table.header_rows else "lexicon"
            known = "、".join(one_line(c.text) for c in names[:4])
            return Head(
                titles=tuple(titles),
                form=tuple(form),
                rows=rows,
                rule=rule,
                evidence=f"{len(names)} known names: {known}",
            )
        if form_pairs(cells, lexicon) and (form or _header_below(grid, r + 1, lexicon) or all_form(grid, r, lexicon)):
            form.append(r)
            continue
        few = len(cells) * 2 <= max(table.cols, 4) and _header_below(grid, r + 1, lexicon)
        if few or (not form and is_filled_in(cells, r, lexicon)):
            titles.append(r)  # 填报单位：… | 单位：万元 above the header
            continue
        break
    first = max((*titles, *form), default=-1) + 1
    if table.header_rows and table.header_rows > first:
        rows = tuple(range(first, table.header_rows))
        return Head(
            titles=tuple(titles), form=tuple(form), rows=rows, rule="marked", evidence="the file marks it as header"
        )
    spanned = spanned_header(table, grid, first, lexicon)
    if spanned:
        return Head(
            titles=tuple(titles),
            form=tuple(form),
            rows=spanned,
            rule="spans",
            evidence="short names that span columns over names, and no number before the row below them",
        )
    if first < table.rows and stands_in_contrast(table, grid, first, lexicon):
        return Head(
            titles=tuple(titles),
            form=tuple(form),
            rows=(first,),
            rule="contrast",
            evidence="short texts over cells of another shape",
        )
    if len(titles) == table.rows:
        return Head()
    # without a header a row over the whole width on top may be a section: the caller decides; what stands
    # above a form's last row is its title, as the body begins below it
    return Head(titles=tuple(r for r in titles if form and r < form[-1]), form=tuple(form))


def reads_like_names(cells: Sequence[Cell], lexicon: Lexicon) -> bool:
    """Could all of these be column names: short, and no sentences."""
    longest = int(lexicon["columns"]["shape"]["longest_header"])
    return not any(count(c.text) > longest or _SENTENCE.search(c.text) for c in cells)


def _header_names(cells: Sequence[Cell], lexicon: Lexicon) -> list[Cell]:
    return [c for c in cells if is_header_text(one_line(c.text), lexicon)]


def _is_header(
    cells: Sequence[Cell],
    names: Sequence[Cell],
    grid: Sequence[Sequence[Cell | None]],
    r: int,
    lexicon: Lexicon,
    marked: int | None,
) -> bool:
    if not reads_like_names(cells, lexicon):
        return False
    if marked and r < marked and len(cells) > 1:
        return True
    if len(cells) >= _NUMBERED and _over_numbers(cells, grid, r, lexicon):
        return True
    if len(cells) < 2 or len(names) < 2:
        return False
    if len(names) * 2 < len(cells):
        return False
    pairs = form_pairs(cells, lexicon)
    # 工作任务 | 方案 | 时间 is no label, value, label where the row below is none either
    open_end = bool(pairs) and pairs[-1].value is None and r + 1 < len(grid)
    return not pairs or (open_end and not form_pairs(distinct(grid[r + 1]), lexicon))


def _over_numbers(cells: Sequence[Cell], grid: Sequence[Sequence[Cell | None]], r: int, lexicon: Lexicon) -> bool:
    """Does a name for numbers (序号) stand over a one: then the row holds names, known or not."""
    named = [c for c in cells if (found := match_name(one_line(c.text), lexicon)) and found[0] == "number"]
    return bool(named) and r + 1 < len(grid) and fold(_text(grid[r + 1][named[0].col])).strip("().") in _ONE


def _levels(table: Table, grid: Sequence[Sequence[Cell | None]], first: int, lexicon: Lexicon) -> tuple[int, ...]:
    """The rows of a header of one to three levels that begins at row `first`."""
    last = first
    while last - first < _MAX_LEVELS - 1:
        # a cell that runs down beside all rows below names the block (绩效指标), and no level of the header
        reach = max(
            (
                c.row + c.row_span - 1
                for row in grid[first : last + 1]
                for c in row
                if c is not None and c.row >= first and (c.row_span == 1 or c.row + c.row_span < table.rows)
            ),
            default=last,
        )
        reach = min(reach, first + _MAX_LEVELS - 1, table.rows - 1)
        if reach > last:
            # a header cell that spans down takes the rows beside it along, unless a body cell does the spanning
            last = reach
            continue
        if last + 1 < table.rows and _is_sub_header(table, grid, last + 1, lexicon):
            last += 1
            continue
        if last + 2 < table.rows and _is_lone_group(grid, last + 1) and _is_sub_header(table, grid, last + 2, lexicon):
            last += 2
            continue
        break
    return tuple(range(first, last + 1))


def _is_sub_header(table: Table, grid: Sequence[Sequence[Cell | None]], r: int, lexicon: Lexicon) -> bool:
    cells = [c for c in distinct(grid[r]) if c.row == r]
    if len(cells) < 2 or len(cells) >= table.cols:
        return False
    names = _header_names(cells, lexicon)
    if len(names) * 2 < len(cells) or not names:
        return False
    return all(c.col in _wide(grid[r - 1]) for c in cells)


def _is_lone_group(grid: Sequence[Sequence[Cell | None]], r: int) -> bool:
    """A middle level of one name over several columns (责任分工 under 工作安排)."""
    cells = [c for c in distinct(grid[r]) if c.row == r]
    return len(cells) == 1 and cells[0].col in _wide(grid[r - 1]) and cells[0].col in _wide(grid[r])


def _wide(row: Sequence[Cell | None]) -> set[int]:
    """Columns under a name that spans several: by its span, or by empty cells right of it (text formats)."""
    columns = {c.col + k for c in distinct(row) if c.col_span > 1 for k in range(c.col_span)}
    for i in range(1, len(row)):
        if not _text(row[i]) and (_text(row[i - 1]) or i - 1 in columns):
            columns |= {i - 1, i}
    return columns


def _text(cell: Cell | None) -> str:
    return cell.text.strip() if cell is not None else ""


def _is_full_header(cells: Sequence[Cell], names: Sequence[Cell]) -> bool:
    return len(names) >= 3 and len(names) * 2 >= len(cells)


def _header_below(grid: Sequence[Sequence[Cell | None]], start: int, lexicon: Lexicon) -> bool:
    for row in grid[start : start + _FORM_ROWS]:
        cells = distinct(row)
        if _is_full_header(cells, _header_names(cells, lexicon)):
            return True
    return False


def header_paths(table: Table, head: Head) -> list[tuple[str, ...]]:
    """The header texts over each column, outermost first, each once; () over a column without a name.

    An empty cell on top right of a name shares that name where a name stands below it: text formats write
    a header cell that spans two columns so (责任分工 over 牵头单位 and 配合单位).
    """
    grid = table.grid()
    paths: list[tuple[str, ...]] = []
    for c in range(table.cols):
        path: list[str] = []
        rows = [r for r in head.rows if r != head.units]
        below = any(_text(grid[r][c]) for r in rows[1:])
        for r in rows:
            cell = grid[r][c]
            text = one_line(cell.text) if cell is not None else ""
            if not text and below and r == head.rows[0]:
                text = _shared_text(grid, head, c) or _left_text(grid[r], c)
            if text and (not path or path[-1] != text):
                path.append(text)
        paths.append(tuple(path))
    return paths


def _shared_text(grid: Sequence[Sequence[Cell | None]], head: Head, c: int) -> str:
    """The name beside an empty cell of the first level when a name below both reaches from one to the other."""
    below = grid[head.rows[1]][c] if len(head.rows) > 1 else None
    if below is None or below.row == head.rows[0]:
        return ""
    names = [_text(grid[head.rows[0]][k]) for k in range(below.col, below.col + below.col_span)]
    return next((one_line(name) for name in names if name), "")


def _left_text(row: Sequence[Cell | None], c: int) -> str:
    for left in range(c - 1, -1, -1):
        cell = row[left]
        if cell is not None and cell.text.strip():
            return one_line(cell.text)
    return ""


def header_signature(table: Table, head: Head) -> tuple[str, ...]:
    """The header's cells folded, for comparison."""
    grid = table.grid()
    return tuple(fold(c.text) for r in head.rows for c in distinct(grid[r]) if c.row == r)


def same_header(a: Sequence[str], b: Sequence[str]) -> bool:
    """Are two header signatures those of one table: most cells equal, or alike but for a word."""
    if not a or not b:
        return False
    alike = sum(1 for text in b if text in a or any(_alike(text, other) for other in a))
    return alike >= _SAME_HEADER * max(len(a), len(b)) or (min(len(a), len(b)) >= 3 and alike == min(len(a), len(b)))


def _alike(a: str, b: str) -> bool:
    """Two spellings of one name: one holds the other, or they share most characters."""
    if not a or not b:
        return False
    shorter, longer = sorted((a, b), key=len)
    return (shorter in longer and len(shorter) >= 2) or len(set(a) & set(b)) >= 0.7 * max(len(set(a)), len(set(b)))


def repeats_header(row: Sequence[Cell | None], signature: Sequence[str]) -> bool:
    """Does this row print the header again."""
    cells = [fold(c.text) for c in distinct(row)]
    if len(cells) < 2 or not signature:
        return False
    same = sum(1 for text in cells if text in signature)
    return same >= _SAME_HEADER * len(cells) and same >= 2

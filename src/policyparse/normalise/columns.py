"""What each column means: by its name in the lexicon, else by what its cells hold, else by its position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from policyparse.lexicon import Lexicon
from policyparse.normalise.column_cells import Profile, profile
from policyparse.normalise.column_indicators import (
    indicator_columns,
    places_over_numbers,
    places_with_numbers,
)
from policyparse.normalise.column_names import is_whole_year, match_name, period_rest, plain_name, year_rest
from policyparse.normalise.column_position import by_position, is_weak
from policyparse.normalise.model import Column, Field
from policyparse.normalise.shapes import Shape
from policyparse.text import fold

#: A judgement by content needs this share of the column's filled cells, and at least so many of them.
_CONTENT_SHARE = 0.6
_CONTENT_CELLS = 2
#: Fields whose cells are words: a column of bare numbers is none of these, whatever its name.
_WORDS: set[Field | None] = {"task", "content", "problem", "category", "owner", "lead", "support", "leader", "steps"}
_SHAPE_FIELD: dict[Shape, Field] = {"date": "deadline", "unit": "owner", "person": "leader"}
#: The longest text that a column of times has on average, where nothing else could be the task.
_LONGEST_TIME = 20


def name_columns(
    paths: Sequence[tuple[str, ...]], cells: Sequence[Sequence[str]], lexicon: Lexicon
) -> tuple[Column, ...]:
    """Name the columns of one table.

    `paths[c]` holds the header texts over column c, outermost first (empty where there is no header);
    `cells[c]` the texts of its own body cells (those that a merged cell above covers left out). The result keeps
    the order.
    """
    columns = [_by_name(index, path, lexicon) for index, path in enumerate(paths)]
    if _is_label_list(cells):
        return tuple(columns)
    rows = max((len(texts) for texts in cells), default=0)
    profiles = [profile(texts, rows, lexicon) for texts in cells]
    columns = [
        replace(
            column, field=None, rule=None, evidence="its cells are empty, and its name is that of the column beside it"
        )
        if not profiles[column.index].filled and any(c is not column and c.path == column.path for c in columns)
        else column
        for column in columns
    ]
    columns = _numbers_inside(columns, profiles)
    columns = [_refuted(column, profiles[column.index], lexicon) for column in columns]
    columns = places_over_numbers(columns, profiles, lexicon)
    columns = _periods(columns, profiles, lexicon)
    columns = indicator_columns(columns, profiles, lexicon)
    columns = _by_content(columns, profiles, lexicon)
    columns = places_with_numbers(columns, profiles)
    return tuple(by_position(columns, profiles, cells, lexicon))


def _is_label_list(cells: Sequence[Sequence[str]]) -> bool:
    """Labels with their values (索引号： | … | 发布日期： | …): the columns have no meaning of their own."""
    first = [text.strip() for text in cells[0] if text.strip()] if cells else []
    return bool(first) and sum(text.endswith((":", "：")) for text in first) * 2 > len(first)


def _by_name(index: int, path: tuple[str, ...], lexicon: Lexicon) -> Column:
    column = Column(index=index, path=path, spellings=())
    for level in range(len(path) - 1, -1, -1):
        innermost = level == len(path) - 1
        found = match_name(path[level], lexicon, header=True)
        if found is None:
            if innermost and period_rest(path[level]) == "":
                above = [match_name(text, lexicon) for text in path[:level]]
                if any(m and m[0] in {"steps", "deadline"} for m in above):
                    return replace(column, field="steps", rule="lexicon", evidence="a period under a heading of steps")
            continue
        field, alias = found
        if field in {"unit", "owner"} and not innermost:
            continue
        where = "" if innermost else " of the header above"
        return replace(column, field=field, rule="lexicon", evidence=f"name{where} holds {alias}")
    return column


def _numbers_inside(columns: list[Column], profiles: Sequence[Profile]) -> list[Column]:
    """A header over two columns of which the right one counts the rows: the left one holds their categories."""
    if any(c.field == "number" for c in columns):
        return columns
    for left, right in pairwise(columns):
        cells = profiles[right.index]
        counts = cells.filled >= _CONTENT_CELLS and cells.share(cells.shapes["ordinal"]) >= _CONTENT_SHARE
        if left.path != right.path or left.field != "task" or not counts or cells.distinct < cells.filled:
            continue
        why = f"{cells.shapes['ordinal']} of {cells.filled} cells count the rows"
        inside = {
            left.index: replace(left, field="category", rule="content", evidence=f"left of the numbers: {why}"),
            right.index: replace(right, field="number", rule="content", evidence=why),
        }
        return [inside.get(c.index, c) for c in columns]
    return columns


def _refuted(column: Column, cells: Profile, lexicon: Lexicon) -> Column:
    """A name that the cells speak against: numbers are no task, 已完成 is no step."""
    if column.field in _WORDS and cells.numeric and cells.filled >= _CONTENT_CELLS:
        places = any(_is_place(text, lexicon) for text in column.path)
        goal = column.field in {"task", "content"} and not places and not cells.codes
        return replace(
            column,
            field="target" if goal else None,
            rule="content",
            evidence=f"{cells.figures} of {cells.looked} cells are numbers, so it is no {column.field}",
        )
    if column.field == "steps" and cells.filled and cells.share(cells.states + cells.figures) >= _CONTENT_SHARE:
        return replace(
            column, field="attribute", rule="content", evidence=f"{cells.states} of {cells.looked} cells are states"
        )
    return column


def _periods(columns: list[Column], profiles: Sequence[Profile], lexicon: Lexicon) -> list[Column]:
    """Two or more columns named alike but for a part of the year (一季度目标, 二季度目标): words are steps, numbers values.

    The same for years where their cells are words (2024年任务, 2025年任务).
    """
    for rest_of, numbers in ((period_rest, True), (year_rest, False)):
        rests = {c.index: rest for c in columns if c.path and (rest := rest_of(c.name)) is not None}
        for rest in dict.fromkeys(rests.values()):
            marks = {i for i, other in rests.items() if other == rest}
            known = match_name(rest, lexicon) if rest else None
            if len(marks) < 2 or (known and known[0] in {"attribute", "base", "growth", "number"}):
                continue
            filled = sum(profiles[i].looked for i in marks)
            figures = sum(profiles[i].quantities for i in marks)
            chinese = sum(profiles[i].chinese for i in marks)
            numeric = all(profiles[i].numeric or not profiles[i].filled for i in marks)
            if not filled or (not numbers and (figures * 2 > filled or chinese < 2 * len(marks))):
                continue
            field: Field = "value" if numeric else "steps"
            evidence = f"one of {len(marks)} columns that differ by a part of the time"
            whole = {c.index for c in columns if c.index in marks and c.field == "target" and is_whole_year(c.name)}
            marks -= whole  # the whole year's target is the target, the parts lead up to it
            columns = [
                replace(c, field=field, rule="lexicon", evidence=evidence)
                if c.index in marks and c.field in {None, "target", "task", "content", "steps", "deadline"}
                else c
                for c in columns
            ]
    return columns


def _by_content(columns: list[Column], profiles: Sequence[Profile], lexicon: Lexicon) -> list[Column]:
    """Judge the columns that the lexicon does not know, and those whose cells are units whatever they are called."""
    taken = {c.field for c in columns}
    longest = max((profiles[c.index].length for c in columns if c.field is None), default=0.0)
    judged: list[Column] = []
    for column in sorted(columns, key=lambda c: _supports(c, profiles[c.index])):
        cells = profiles[column.index]
        weak = _weak(column, lexicon)
        if (column.field not in {None, "attribute", "content", "target"} and not weak) or any(
            _is_place(text, lexicon) for text in column.path
        ):
            judged.append(column)
            continue
        shapes: tuple[Shape, ...] = ("date", "unit", "person", "ordinal")
        best = max(shapes, key=lambda s: cells.shapes[s])
        if cells.filled < _CONTENT_CELLS or cells.share(cells.shapes[best]) < _CONTENT_SHARE:
            judged.append(column)
            continue
        field: Field | None = None
        if best == "ordinal":
            likely = (column.index == 0 and cells.series) or cells.counts_from_one
            field = "number" if likely and "number" not in taken and column.field is None else None
        elif best == "unit" and column.field != "steps":
            owners = taken & {"owner", "lead", "support"}
            about = bool(owners) and (is_weak(column, lexicon) or _over_tasks(column, columns, cells))
            field = "owner" if not owners else ("support" if column.field is None and not about else None)
        elif column.field is None or (weak and cells.length <= _LONGEST_TIME):
            field = _SHAPE_FIELD[best]
            if field in taken or (best == "person" and not cells.long_names and not _names_people(column, lexicon)):
                field = None  # words of two characters alone are as well 清江, 东湖
            if best == "date" and "task" not in taken and cells.length == longest > _LONGEST_TIME:
                field = None  # work told with its time: nothing else here is long enough to be the task
        if field is None:
            judged.append(column)
            continue
        evidence = f"{cells.shapes[best]} of {cells.looked} cells are of the shape {best}"
        judged.append(replace(column, field=field, rule="content", evidence=evidence))
        taken.add(field)
    return sorted(judged, key=lambda c: c.index)


def _supports(column: Column, cells: Profile) -> tuple[int, float]:
    """Of several unknown columns of offices the one that names fewer in a cell, and in every row, leads: it is judged
    first; the other columns in their order."""
    offices = column.field is None and cells.filled >= _CONTENT_CELLS
    if not offices or cells.share(cells.shapes["unit"]) < _CONTENT_SHARE:
        return 0, column.index
    return 1 + cells.rows - cells.filled, cells.length


def _over_tasks(column: Column, columns: Sequence[Column], cells: Profile) -> bool:
    """Units left of the task that stand for several rows: what the rows are grouped by, beside their owners."""
    task = next((c.index for c in columns if c.field == "task"), 0)
    return column.index < task and cells.shared_over_rows and cells.filled < cells.rows


def _names_people(column: Column, lexicon: Lexicon) -> bool:
    """Does an unknown name hold a word for people (盯的人)."""
    return any(noun in plain_name(column.name) for noun in lexicon["columns"]["leader"]["nouns"])


def _weak(column: Column, lexicon: Lexicon) -> bool:
    """Does only a part of the name speak for the column's field (节点要求: 要求)."""
    found = match_name(column.name, lexicon, header=True)
    return column.field in {"content", "target", "steps"} and found is not None and found[1] != plain_name(column.name)


def _is_place(text: str, lexicon: Lexicon) -> bool:
    """建设地点, 实施范围: places are no offices, whatever their names end in."""
    return any(fold(part) in plain_name(text) for part in lexicon["columns"]["place"]["parts"])

"""The columns of indicator tables: values by year, bases, growth, units of measure; and numbers shared out over places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policyparse.lexicon import Lexicon
from policyparse.normalise.column_cells import Profile, is_place_name
from policyparse.normalise.column_names import Names, has_year, is_year, names_of, plain_name
from policyparse.normalise.model import Column, Field
from policyparse.text import fold

#: So large a share of a column's cells are offices where 单位 means offices and not units of measure.
_OFFICES = 0.6
#: Below this share of cells with a number the cells are names of what is measured; from the other on, values.
_FEW, _MOST = 0.34, 0.6
#: Goals in words have so many characters; 值 at the end of a name says that the goals beside it are measured there.
_WORDS, _VALUE = 4, "值"
#: 安澜县, 城东区: shorter words with such an end are kinds of places (县区).
_SHORTEST_PLACE = 3
#: So large a share of a column's cells are places where the rows are places (the others: a total, an office).
_PLACES = 0.7


def places_over_numbers(columns: list[Column], profiles: Sequence[Profile], lexicon: Lexicon) -> list[Column]:
    """Two or more columns that places head are the places' shares of the target: kept under their own names.

    A place is no field of a record; its cells (numbers, or what it is to do) are no target of the whole either.
    """
    found = {
        c.index
        for c in columns
        if c.path
        and is_place_name(plain_name(c.name), lexicon)
        and (profiles[c.index].share(profiles[c.index].quantities) >= _MOST or not profiles[c.index].filled)
    }
    rests = {c.index: found_rest for c in columns if c.path and (found_rest := _beside_place(c, lexicon))}
    found |= {i for i, rest in rests.items() if sum(rest == other for other in rests.values()) > 1}
    if len(found) < 2:
        return columns
    return [
        replace(c, field="attribute", rule="content", evidence="under the name of a place: its share")
        if c.index in found
        else c
        for c in columns
    ]


def _beside_place(column: Column, lexicon: Lexicon) -> str:
    """What a name says behind a place's own name (安澜县任务 → 任务), or ""."""
    bare = plain_name(column.name)
    starts = (n for n in range(_SHORTEST_PLACE, len(bare) - 1) if is_place_name(bare[:n], lexicon))
    return next((bare[n:] for n in starts), "")


def places_with_numbers(columns: list[Column], profiles: Sequence[Profile]) -> list[Column]:
    """A table of places or offices and their numbers (县区 | 造林（亩） | 育苗（亩）): these owe them, each column is a
    target."""
    first = next((c for c in columns if _owe(c, profiles[c.index])), None)
    others = [c for c in columns if c is not first and c.field != "number" and profiles[c.index].filled]
    if first is None or first.field not in {None, "owner", "category"} or not others:
        return columns
    numbers = [c for c in others if profiles[c.index].numeric and c.field in {None, "target", "value", "growth"}]
    owned = any(c.field in {"owner", "lead"} for c in others)
    beside = {"attribute", "deadline", "leader", *({"owner", "lead", "support"} if owned else ())}
    if len(numbers) < len([c for c in others if c.field not in beside]) or not numbers:
        return columns
    marks = {c.index for c in numbers}
    named: list[Column] = []
    for column in columns:
        if column is first and owned:
            column = replace(
                column, field="task", rule="content", evidence="its cells are places or offices, the others numbers"
            )
        elif column is first:
            column = replace(
                column, field="owner", rule="content", evidence="its cells are places or offices, the others numbers"
            )
        elif column.index in marks:
            column = replace(column, field="value", rule="content", evidence="numbers that places owe")
        named.append(column)
    return named


def _owe(column: Column, cells: Profile) -> bool:
    """Places, the units of an owner column, or offices of which each has one row."""
    units = cells.share(cells.shapes["unit"]) >= _PLACES
    one_row_each = cells.filled == cells.distinct > 1
    return cells.share(cells.places) >= _PLACES or (units and (column.field == "owner" or one_row_each))


def indicator_columns(columns: list[Column], profiles: Sequence[Profile], lexicon: Lexicon) -> list[Column]:
    """In a table of indicators the year columns are values, bases or growth, and 单位 is the unit of measure."""
    names = names_of(lexicon)
    columns = _named_indicator(columns, profiles, lexicon)
    has_indicator = any(c.field == "indicator" for c in columns)
    years = [
        c
        for c in columns
        if c.path
        and c.field in {None, "target"}
        and (is_year(c.name) or (has_indicator and has_year(c.name) and _holds_numbers(profiles[c.index])))
    ]
    value_like = [c for c in columns if c.path and _is_value(c, names)]
    has_owner = any(c.field in {"lead", "support", "leader"} for c in columns)
    if not has_indicator and not (years or any(_has_year(c) for c in value_like)):
        return [
            replace(c, field="owner", rule="content", evidence="its cells are offices")
            if c.field == "unit" and _offices(profiles[c.index])
            else c
            for c in columns
        ]
    named: list[Column] = []
    for column in columns:
        bare = "".join(plain_name(text) for text in column.path)
        if column.field == "unit":
            if _offices(profiles[column.index]):
                column = replace(column, field="owner", rule="content", evidence="its cells are offices")
        elif column.field in {"steps", "deadline", "number"} or (column.rule == "content" and column not in years):
            pass
        elif column.path and any(part in bare for part in names.base):
            column = replace(column, field="base", rule="lexicon", evidence="names a base value")
        elif column.path and any(part in bare for part in names.growth) and column.field != "indicator":
            column = replace(column, field="growth", rule="lexicon", evidence="names a growth rate")
        elif column.path and (column in years or (column in value_like and _has_year(column))):
            column = replace(column, field="value", rule="lexicon", evidence="a year's value")
        elif has_indicator and column in value_like:
            column = replace(column, field="value", rule="lexicon", evidence="names a target value")
        named.append(column)
    if has_indicator and not any(c.field in {"value", "target"} for c in named):
        named = _only_values(named, profiles)
    if has_indicator and not has_owner:
        named = [replace(c, field="category") if c.field == "task" else c for c in named]
    return _beside_tasks(named, profiles, lexicon)


def _only_values(columns: list[Column], profiles: Sequence[Profile]) -> list[Column]:
    """In a table of indicators without a column of values: the one unknown column of numbers."""
    numbers = [c for c in columns if c.field is None and c.path and profiles[c.index].numeric]
    if len(numbers) != 1:
        return columns
    evidence = "the only column of numbers beside the indicators"
    return [replace(c, field="value", rule="position", evidence=evidence) if c is numbers[0] else c for c in columns]


def _named_indicator(columns: list[Column], profiles: Sequence[Profile], lexicon: Lexicon) -> list[Column]:
    """Names of what is measured (考核指标, 二级指标) beside a column of values are the indicators."""
    if any(c.field == "indicator" for c in columns):
        return columns
    noun = fold(str(lexicon["columns"]["indicator"]["noun"]))
    for column in reversed(columns):
        cells = profiles[column.index]
        if column.field not in {"target", "task", "category"}:
            continue
        named = plain_name(column.name).endswith(noun)
        goal = not named and column.field == "target" and cells.chinese >= _WORDS  # 管理目标 | 目标值
        if not named and not goal:
            continue
        values = [
            c
            for c in columns
            if c.index > column.index
            and (c.field in {"target", "value", None} or (c.field == "task" and _names_goals(c, lexicon)))
            and profiles[c.index].share(profiles[c.index].quantities) >= _MOST
            and (not goal or plain_name(c.name).endswith(_VALUE))
        ]
        if cells.filled and (goal or cells.share(cells.quantities) < _FEW) and values:
            evidence = f"{column.evidence}; its cells are names and {values[0].name} holds their values"
            return [replace(c, field="indicator", evidence=evidence) if c is column else c for c in columns]
    return columns


def _beside_tasks(columns: list[Column], profiles: Sequence[Profile], lexicon: Lexicon) -> list[Column]:
    """Indicators beside a task column: under tasks that stand for several rows they are the rows; where that names goals
    and holds numbers (目标任务 beside 考核指标) it has their values; else the task has them."""
    task = next((c for c in columns if c.field == "task"), None)
    indicator = next((c for c in columns if c.field == "indicator"), None)
    if task is None or indicator is None or any(c.field == "value" for c in columns):
        return columns
    if (
        _names_goals(task, lexicon)
        and _holds_numbers(profiles[task.index])
        and not _holds_numbers(profiles[indicator.index])
    ):
        evidence = f"names goals and holds the values of {indicator.name}"
        return [replace(c, field="value", rule="content", evidence=evidence) if c is task else c for c in columns]
    if profiles[task.index].shared_over_rows and not profiles[indicator.index].shared_over_rows:
        which, field, evidence = task, "category", "stands over several indicators"
    else:
        taken = any(c.field == "target" for c in columns)
        which, evidence = indicator, "measures the task beside it"
        field = "content" if taken else "target"
    new: Field = field  # type: ignore[assignment]
    return [replace(c, field=new, rule="position", evidence=evidence) if c is which else c for c in columns]


def _is_value(column: Column, names: Names) -> bool:
    bare = "".join(plain_name(text) for text in column.path)
    return column.field in {"target", None} and (any(part in bare for part in names.value) or is_year(column.name))


def _has_year(column: Column) -> bool:
    return any(has_year(text) for text in column.path)


def _names_goals(column: Column, lexicon: Lexicon) -> bool:
    return any(part in plain_name(column.name) for part in names_of(lexicon).value)


def _holds_numbers(cells: Profile) -> bool:
    return cells.share(cells.quantities) >= _MOST


def _offices(cells: Profile) -> bool:
    return bool(cells.filled) and cells.share(cells.shapes["unit"]) >= _OFFICES

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
from policyparse.normalise.column_position import by_position, is_title, names_a_subject
from policyparse.normalise.model import Column, Field
from policyparse.normalise.shapes import Shape
from policyparse.text import fold

#: A judgement by content needs this share of the column's filled cells, and at least so many of them.
_CONTENT_SHARE = 0.6
_CONTENT_CELLS = 2
#: Fields whose cells are words: a column of bare numbers is none of these, whatever its name.
_WORDS: set[Field | None] = {"task", "content", "problem", "category", "owner", "lead", "support", "leader", "steps"}
#: Fields whose name may stand over two columns.
_NAMES_ROWS: set[Field] = {"task", "content", "category", "indicator", "problem"}
_SHAPE_FIELD: dict[Shape, Field] = {"date": "deadline", "unit": "owner", "person": "leader"}
#: So many unknown columns of days are the stages of the work, and none of them is the deadline.
_SEVERAL_DATES = 3
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
    rows = max((len(texts) for texts in cells), default=0)
    profiles = [profile(texts, rows, lexicon) for texts in cells]
    columns = [_by_name(index, path, lexicon) for index, path in enumerate(_shared_names(paths, profiles, lexicon))]
    if _is_label_list(cells):
        return tuple(columns)
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


def _shared_names(
    paths: Sequence[tuple[str, ...]], profiles: Sequence[Profile], lexicon: Lexicon
) -> list[tuple[str, ...]]:
    """A name of tasks over a column of categories or numbers is that of the unnamed column right of it, too.

    Text formats write a header cell over two columns so: a category that stands for several rows, or the rows'
    numbers, and the task.
    """
    shared = list(paths)
    for c in range(1, len(paths)):
        left, cells = profiles[c - 1], profiles[c]
        several = left.filled and left.shared_over_rows and left.filled < cells.filled + (left.distinct < left.filled)
        found = match_name(shared[c - 1][-1], lexicon, header=True) if shared[c - 1] else None
        tasks = found is not None and found[0] in _NAMES_ROWS
        if not paths[c] and tasks and cells.filled and (several or _counts_rows(cells)):
            shared[c] = shared[c - 1]
    return shared


def _counts_rows(cells: Profile) -> bool:
    """Are the cells the rows' numbers, no two alike."""
    ordinals = cells.share(cells.shapes["ordinal"]) >= _CONTENT_SHARE
    return cells.filled >= _CONTENT_CELLS and ordinals and cells.distinct == cells.filled


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
        if not innermost and (field in {"unit", "owner"} or names_a_subject(column, lexicon)):
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
        if left.path != right.path or left.field != "task" or not _counts_rows(cells):
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
    """Judge the columns that the lexicon does not know, and those whose cells are units whatever they are called.

    Those whose names hold a noun for units come first, those of whom the list is about (企业名称) last.
    """
    taken = {c.field for c in columns}
    longest = max((profiles[c.index].length for c in columns if c.field is None), default=0.0)
    judged = {c.index: c for c in columns}
    dates = [c for c in columns if c.field is None and _shape(profiles[c.index]) == "date"]
    for column in sorted(columns, key=lambda c: (_rank(c, lexicon), *_supports(c, profiles[c.index], lexicon))):
        cells = profiles[column.index]
        weak = _weak(column, lexicon)
        shape = _shape(cells)
        if (
            shape is None
            or (column.field not in {None, "attribute", "content", "target"} and not weak)
            or any(_is_place(text, lexicon) for text in column.path)
        ):
            continue
        field: Field | None = None
        if shape == "ordinal":
            likely = (column.index == 0 and cells.series) or cells.counts_from_one
            counts = bool(column.path) and plain_name(column.name).endswith(
                tuple(lexicon["columns"]["number"]["counts"])
            )
            field = "number" if likely and not counts and "number" not in taken and column.field is None else None
        elif shape == "unit":
            field = _owner_by_content(column, cells, taken, lexicon)
        elif column.field is None or (weak and cells.length <= _LONGEST_TIME):
            field = _SHAPE_FIELD[shape]
            if field in taken or (shape == "person" and not _are_people(column, cells, lexicon)):
                field = None
            if shape == "date" and "task" not in taken and cells.length == longest > _LONGEST_TIME:
                field = None  # work told with its time: nothing else here is long enough to be the task
            if shape == "date" and column in dates and len(dates) >= _SEVERAL_DATES:
                field = None  # the days of one stage after another
        if field is not None:
            evidence = f"{cells.shapes[shape]} of {cells.looked} cells are of the shape {shape}"
            judged[column.index] = replace(column, field=field, rule="content", evidence=evidence)
            taken.add(field)
    return [judged[c.index] for c in columns]


def _shape(cells: Profile) -> Shape | None:
    """The shape that most cells have, of those that tell a field."""
    shapes: tuple[Shape, ...] = ("date", "unit", "person", "ordinal")
    best = max(shapes, key=lambda s: cells.shapes[s])
    return best if cells.filled >= _CONTENT_CELLS and cells.share(cells.shapes[best]) >= _CONTENT_SHARE else None


def _supports(column: Column, cells: Profile, lexicon: Lexicon) -> tuple[int, float]:
    """Of several columns that ask for offices the one that names fewer in a cell, and in every row, leads: it is judged
    first; the other columns in their order."""
    offices = column.field is None and cells.filled >= _CONTENT_CELLS and _asks(column, lexicon)
    if not offices or cells.share(cells.shapes["unit"]) < _CONTENT_SHARE:
        return 0, column.index
    return 1 + cells.rows - cells.filled, cells.length


def _rank(column: Column, lexicon: Lexicon) -> int:
    """In which order columns of units are judged: one of them is the owner."""
    if names_a_subject(column, lexicon):
        return 2
    return 0 if column.field is None and _names_owners(column, lexicon) else 1


def _owner_by_content(column: Column, cells: Profile, taken: set[Field | None], lexicon: Lexicon) -> Field | None:
    """A column of units is the owner where none is known; beside one it supports only without a name, or
    where that asks."""
    if column.field == "steps":
        return None
    if column.field is None and any((match_name(text, lexicon) or ("",))[0] == "owner" for text in column.path[:-1]):
        return "owner"  # 责任单位 over 项目单位 and 服务单位
    if 3 * cells.offices < cells.shapes["unit"] and not _names_owners(column, lexicon):
        return None  # groups and rooms alone are as well the sets and places of something
    if column.field is None and is_title(column, lexicon) and not _names_owners(column, lexicon):
        return None  # 专科名称: the names of what is worked on
    if not taken & {"owner", "lead"} and (column.field is None or "support" not in taken):
        return "owner"
    unnamed = not column.path or _asks(column, lexicon)
    return "support" if column.field is None and unnamed and "support" not in taken else None


def _are_people(column: Column, cells: Profile, lexicon: Lexicon) -> bool:
    """Words of two characters alone are as well 清江, 东湖, and 安和县 is a place."""
    if cells.share(cells.places) >= _CONTENT_SHARE:
        return False
    return bool(cells.long_names) or _names_people(column, lexicon)


def _names_people(column: Column, lexicon: Lexicon) -> bool:
    """Does an unknown name hold a word for people (盯的人)."""
    return any(noun in plain_name(column.name) for noun in lexicon["columns"]["leader"]["nouns"])


def _names_owners(column: Column, lexicon: Lexicon) -> bool:
    """Does an unknown name hold a word for units (负责的站所), or ask for one (谁来办)."""
    return _asks(column, lexicon) or any(
        fold(noun) in plain_name(column.name) for noun in lexicon["columns"]["owner"]["nouns"] if len(noun) > 1
    )


def _asks(column: Column, lexicon: Lexicon) -> bool:
    return any(word in column.name for word in lexicon["columns"]["owner"]["asks"])


def _weak(column: Column, lexicon: Lexicon) -> bool:
    """Does only a part of the name speak for the column's field (节点要求: 要求)."""
    found = match_name(column.name, lexicon, header=True)
    return column.field in {"content", "target", "steps"} and found is not None and found[1] != plain_name(column.name)


def _is_place(text: str, lexicon: Lexicon) -> bool:
    """建设地点, 实施范围: places are no offices, whatever their names end in."""
    return any(fold(part) in plain_name(text) for part in lexicon["columns"]["place"]["parts"])

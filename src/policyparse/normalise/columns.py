"""What each column means: by its name in the lexicon, else by what its cells hold, else by its position."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast, get_args

from policyparse.lexicon import Lexicon
from policyparse.normalise.model import Column, Field, NameRule
from policyparse.normalise.shapes import Shape, shape_of
from policyparse.text import count, fold

_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")
_TRIM = re.compile(r"[:：。*※#、.\d]+$|^[:：*※#、.]+")
_YEAR = re.compile(r"^(?:到|至)?(?:19|20)\d{2}年?(?:末|底)?$|^“?十[一二三四五六]五”?(?:末|期末)?$")
_PERIOD_HEADER = re.compile(
    r"^(?:第?[一二三四1-4]季度|(?:1?\d)(?:-1?\d)?月(?:份|底前?|末)?|上半年|下半年|第[一二三]阶段|(?:19|20)\d{2}年)$"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: A task has at least so many Chinese characters on average (the shortest real ones: 植树造林, 修桥铺路).
_TASK_LENGTH = 4
#: A part of a name decides only where it makes up a quarter of it: 领导 in 加强党的领导和党的建设 does not.
_PART_SHARE = 4
#: A judgement by content needs this share of the column's filled cells, and at least so many of them.
_CONTENT_SHARE = 0.6
_CONTENT_CELLS = 2


@dataclass(frozen=True, slots=True)
class _Names:
    exact: Mapping[str, Field]
    parts: tuple[tuple[str, Field], ...]
    prefixes: tuple[tuple[str, Field], ...]
    nouns: tuple[str, ...]
    base: tuple[str, ...]
    growth: tuple[str, ...]
    value: tuple[str, ...]


@lru_cache(maxsize=8)
def _names(lexicon: Lexicon) -> _Names:
    table: Mapping[str, Any] = lexicon["columns"]
    exact: dict[str, Field] = {}
    parts: list[tuple[str, Field]] = []
    for name in get_args(Field):
        entry = table.get(name, {})
        if name in {"base", "growth", "value"}:
            continue
        for alias in entry.get("names", []):
            exact.setdefault(fold(alias).lower(), name)
        parts.extend((fold(part), name) for part in entry.get("parts", []))
    # stable sort: a longer part first, the lexicon's own order among equals
    parts.sort(key=lambda item: -len(item[0]))
    return _Names(
        exact=exact,
        parts=tuple(parts),
        prefixes=tuple((fold(p), name) for name in ("support", "lead") for p in table[name].get("prefixes", [])),
        nouns=tuple(fold(p) for p in table["owner"]["nouns"]),
        base=tuple(fold(p) for p in table["base"]["parts"]),
        growth=tuple(fold(p) for p in table["growth"]["parts"]),
        value=tuple(fold(p) for p in table["value"]["parts"]),
    )


def plain_name(text: str) -> str:
    """A header text for look-up: folded, without bracketed notes, points and footnote marks."""
    folded = fold(text).lower()
    bare = _TRIM.sub("", _BRACKETED.sub("", folded))
    return bare or folded


def match_name(text: str, lexicon: Lexicon) -> tuple[Field, str] | None:
    """The field that the lexicon gives a header text, with the alias or part that matched; None where unknown."""
    names = _names(lexicon)
    for form in (fold(text).lower(), plain_name(text)):
        if form in names.exact:
            return names.exact[form], form
    bare = plain_name(text)
    if len(bare) > int(lexicon["columns"]["shape"]["longest_header"]):
        return None
    for start, name in names.prefixes:
        if bare.startswith(start) and any(end in bare for end in names.nouns):
            return name, start
    for part, name in names.parts:
        if part in bare and len(part) * _PART_SHARE >= len(bare):
            return name, part
    return None


def is_header_text(text: str, lexicon: Lexicon) -> bool:
    """Does this cell read like a column name that we know: a known name, a year, or a value word."""
    bare = plain_name(text)
    if not bare or len(bare) > int(lexicon["columns"]["shape"]["longest_header"]):
        return False
    names = _names(lexicon)
    return (
        match_name(text, lexicon) is not None
        or bool(_YEAR.match(bare))
        or bool(_PERIOD_HEADER.match(bare))
        or any(part in bare for part in (*names.base, *names.growth))
    )


def name_columns(
    paths: Sequence[tuple[str, ...]], cells: Sequence[Sequence[str]], lexicon: Lexicon
) -> tuple[Column, ...]:
    """Name the columns of one table.

    `paths[c]` holds the header texts over column c, outermost first (empty where there is no header);
    `cells[c]` the texts of its body cells. The result keeps the order.
    """
    columns = [_by_name(index, path, lexicon) for index, path in enumerate(paths)]
    if _is_label_list(cells):
        return tuple(columns)
    columns = _periods(columns, cells)
    columns = _indicator_columns(columns, cells, lexicon)
    columns = _by_content(columns, cells, lexicon)
    return tuple(_by_position(columns, cells, lexicon))


def _periods(columns: list[Column], cells: Sequence[Sequence[str]]) -> list[Column]:
    """Two or more columns headed by quarters or months whose cells are words are steps."""
    found = [
        c
        for c in columns
        if c.field is None
        and c.path
        and _PERIOD_HEADER.match(plain_name(c.name))
        and not _YEAR.match(plain_name(c.name))
        and any(_CHINESE.search(text) for text in cells[c.index])
    ]
    if len(found) < 2:
        return columns
    marks = {c.index for c in found}
    evidence = "one of several columns headed by a part of the year"
    return [replace(c, field="steps", rule="lexicon", evidence=evidence) if c.index in marks else c for c in columns]


def _is_label_list(cells: Sequence[Sequence[str]]) -> bool:
    """Labels with their values (索引号： | … | 发布日期： | …): the columns have no meaning of their own."""
    first = [text.strip() for text in cells[0] if text.strip()] if cells else []
    return bool(first) and sum(text.endswith((":", "：")) for text in first) * 2 > len(first)


def _by_name(index: int, path: tuple[str, ...], lexicon: Lexicon) -> Column:
    column = Column(index=index, path=path, spellings=())
    for level in range(len(path) - 1, -1, -1):
        found = match_name(path[level], lexicon)
        if found is None:
            if level == len(path) - 1 and _PERIOD_HEADER.match(plain_name(path[level])):
                above = [match_name(text, lexicon) for text in path[:level]]
                if any(m and m[0] in {"steps", "deadline"} for m in above):
                    return replace(column, field="steps", rule="lexicon", evidence="a period under a heading of steps")
            continue
        field, alias = found
        where = "" if level == len(path) - 1 else " of the header above"
        if field in {"unit", "owner"} and level < len(path) - 1:
            continue
        return replace(column, field=field, rule="lexicon", evidence=f"name{where} holds {alias}")
    return column


def _indicator_columns(columns: list[Column], cells: Sequence[Sequence[str]], lexicon: Lexicon) -> list[Column]:
    """In a table of indicators the year columns are values, bases or growth, and 单位 is the unit of measure."""
    names = _names(lexicon)
    has_indicator = any(c.field == "indicator" for c in columns)
    years = [c for c in columns if c.path and _YEAR.match(plain_name(c.name))]
    value_like = [c for c in columns if c.path and _is_value(c, names)]
    has_owner = any(c.field in {"lead", "support", "leader"} for c in columns)
    if not has_indicator and not (years or any(_has_year(c) for c in value_like)):
        return [
            replace(c, field="owner", rule="content", evidence="its cells are offices")
            if c.field == "unit" and _units_of_office(cells[c.index], lexicon)
            else c
            for c in columns
        ]
    named: list[Column] = []
    for column in columns:
        bare = "".join(plain_name(text) for text in column.path)
        if column.field == "unit":
            if _units_of_office(cells[column.index], lexicon):
                column = replace(column, field="owner", rule="content", evidence="its cells are offices")
        elif column.path and any(part in bare for part in names.base):
            column = replace(column, field="base", rule="lexicon", evidence="names a base value")
        elif column.path and any(part in bare for part in names.growth) and column.field != "indicator":
            column = replace(column, field="growth", rule="lexicon", evidence="names a growth rate")
        elif column.path and (column in years or (column in value_like and _has_year(column))):
            column = replace(column, field="value", rule="lexicon", evidence="a year's value")
        elif has_indicator and column in value_like:
            column = replace(column, field="value", rule="lexicon", evidence="names a target value")
        named.append(column)
    if has_indicator and not has_owner:
        named = [replace(c, field="category") if c.field == "task" else c for c in named]
    return named


def _is_value(column: Column, names: _Names) -> bool:
    bare = "".join(plain_name(text) for text in column.path)
    return column.field in {"target", None} and (
        any(part in bare for part in names.value) or bool(_YEAR.match(plain_name(column.name)))
    )


def _has_year(column: Column) -> bool:
    return any(re.search(r"(?:19|20)\d{2}年?", fold(text)) for text in column.path)


def _units_of_office(cells: Sequence[str], lexicon: Lexicon) -> bool:
    filled = [text for text in cells if text.strip()]
    return bool(filled) and sum(shape_of(t, lexicon) == "unit" for t in filled) >= _CONTENT_SHARE * len(filled)


_SHAPE_FIELD: dict[Shape, Field] = {"date": "deadline", "unit": "owner", "person": "leader"}


def _by_content(columns: list[Column], cells: Sequence[Sequence[str]], lexicon: Lexicon) -> list[Column]:
    """Judge the columns that the lexicon does not know, and those whose cells are units whatever they are called."""
    taken = {c.field for c in columns}
    owners = taken & {"owner", "lead", "support"}
    judged: list[Column] = []
    for column in columns:
        if column.field not in {None, "attribute", "content", "target"} or _is_place(column, lexicon):
            judged.append(column)
            continue
        filled = [text for text in cells[column.index] if text.strip()]
        shapes = [shape_of(text, lexicon) for text in filled]
        best = max(("date", "unit", "person", "ordinal"), key=lambda s: shapes.count(cast(Shape, s)))
        share = shapes.count(cast(Shape, best)) / len(filled) if filled else 0.0
        if len(filled) < _CONTENT_CELLS or share < _CONTENT_SHARE:
            judged.append(column)
            continue
        field: Field | None = None
        if best == "ordinal":
            field = "number" if column.index == 0 and "number" not in taken and column.field is None else None
        elif best == "unit":
            field = "owner" if not owners else ("support" if column.field is None else None)
        elif column.field is None:
            field = _SHAPE_FIELD[cast(Shape, best)]
            if field in taken:
                field = None
        if field is None:
            judged.append(column)
            continue
        evidence = f"{shapes.count(cast(Shape, best))} of {len(filled)} cells are of the shape {best}"
        judged.append(replace(column, field=field, rule="content", evidence=evidence))
        taken.add(field)
    return judged


def _by_position(columns: list[Column], cells: Sequence[Sequence[str]], lexicon: Lexicon) -> list[Column]:
    """Where no column is the task: the unknown one with the longest texts; where two share a header: the first is
    the category."""
    columns = _split_tasks(columns, cells)
    fields = {c.field for c in columns}
    if fields & {"task", "indicator"} or not fields & {"owner", "lead", "deadline", "target", "steps", "leader"}:
        return columns
    for name in ("content", "problem"):
        if name in fields:
            first = next(c for c in columns if c.field == name)
            return _set(
                columns, first, "task", first.rule or "position", f"no other column is the task ({first.evidence})"
            )
    named = [c for c in columns if c.field in {"owner", "lead", "support", "leader"} and not _is_weak(c, lexicon)]
    if not fields & {"deadline", "target", "steps"} and not named:
        return columns
    unknown = [c for c in columns if c.field is None and _reads_like_tasks(cells[c.index])]
    if unknown and (fields & {"deadline", "target", "steps"} or not _has_contacts(columns, cells, lexicon)):
        best = max(unknown, key=lambda c: (_mean_length(cells[c.index]), -c.index))
        return _set(columns, best, "task", "position", "the longest texts among the unknown columns")
    if "target" in fields:
        first = next(c for c in columns if c.field == "target")
        return _set(columns, first, "task", "position", "no column but the target says what to do")
    return columns


def _is_place(column: Column, lexicon: Lexicon) -> bool:
    """建设地点, 实施范围: places are no offices, whatever their names end in."""
    return any(fold(part) in plain_name(text) for part in lexicon["columns"]["place"]["parts"] for text in column.path)


def _is_weak(column: Column, lexicon: Lexicon) -> bool:
    """单位名称, 姓名: whom a list is about, not who does the work."""
    return plain_name(column.name) in {fold(name) for name in lexicon["columns"]["owner"]["weak"]}


def _reads_like_tasks(texts: Sequence[str]) -> bool:
    """Words, and not names, numbers or marks: mostly Chinese, a clause long on average."""
    filled = [text for text in texts if text.strip()]
    chinese = sum(len(_CHINESE.findall(text)) for text in filled)
    return bool(filled) and chinese >= _TASK_LENGTH * len(filled)


def _has_contacts(columns: Sequence[Column], cells: Sequence[Sequence[str]], lexicon: Lexicon) -> bool:
    """A list of contacts (联系人, 电话, 邮编): its longest column is an address and no task."""
    parts = [fold(part) for part in lexicon["columns"]["contact"]["parts"]]
    names = [text for column in columns for text in column.path] + [texts[0] for texts in cells if texts]
    return any(part in plain_name(text) for text in names for part in parts)


def _split_tasks(columns: list[Column], cells: Sequence[Sequence[str]]) -> list[Column]:
    """Of several task columns, those left of the last that are merged or repeated over rows are categories."""
    tasks = [c for c in columns if c.field == "task"]
    if len(tasks) < 2:
        return columns
    *outer, inner = tasks
    shared = [c for c in outer if c.path == inner.path]
    for column in outer:
        texts = [t for t in cells[column.index] if t.strip()]
        repeated = len(set(texts)) < len(texts) or len(texts) < sum(1 for t in cells[inner.index] if t.strip())
        if column in shared:
            columns = _set(columns, column, "category", "lexicon", "the first of two columns under one header")
        elif repeated:
            columns = _set(columns, column, "category", "position", "stands left of the task and is merged over rows")
        else:
            # two columns of one entry each: the first names the task, the later one says what is done
            columns = _set(columns, inner, "content", "position", "a second task column that is not merged")
            inner = column
    return columns


def _set(columns: list[Column], which: Column, field: Field, rule: NameRule, evidence: str) -> list[Column]:
    changed = replace(which, field=field, rule=rule, evidence=evidence)
    return [changed if c.index == which.index else c for c in columns]


def _mean_length(texts: Sequence[str]) -> float:
    filled = [count(t) for t in texts if t.strip()]
    return sum(filled) / len(filled) if filled else 0.0

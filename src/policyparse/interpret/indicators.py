"""Rows of an indicator table to records: one per indicator, one measure per target year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from policyparse.interpret.context import Context, Draft
from policyparse.interpret.dates import column_due
from policyparse.interpret.deadlines import read_deadline_cell
from policyparse.interpret.markers import read_marker
from policyparse.interpret.owners import read_owner_cells
from policyparse.interpret.prose_record import period_deadline
from policyparse.interpret.reading import Trace
from policyparse.interpret.row_form import apply_form, form_tasks
from policyparse.interpret.targets import read_target_cell
from policyparse.normalise.model import Column, Field, LogicalTable, Row
from policyparse.normalise.sections import GROUP, leaves_group
from policyparse.origin import Origin
from policyparse.records import Deadline, DeadlineItem, Record
from policyparse.text import fold, one_line

_UNIT_IN_NAME = re.compile(r"[（(]([^（）()]{1,12})[）)]\s*$")
_UNIT_LINE = re.compile(r"(?:^|[\s（(])(?:计量)?单位\s*[：:]\s*([^\s：:，。）)]{1,6})")
_YEAR = re.compile(r"((?:19|20)\d{2})")
_SIGNS = {"≥", "≤", ">", "<"}
_EMPTY = {"", "-", "--", "—", "——", "/", "\\", "…", "―"}
#: Five-year plans end in years that 5 divides; targets stand three years or more after such a base.
_PLAN, _BASE_GAP = 5, 3
_ABOVE: set[Field | None] = {"category", "problem"}
_VALUES: set[Field | None] = {"value", "target", "base", "growth"}
_OWNERS: dict[Field, str] = {"leader": "leader", "lead": "lead", "support": "support", "owner": "owner"}


def read_indicators(table: LogicalTable, section: Sequence[str], context: Context) -> list[Draft]:
    """The table's indicators in order; empty for a document that reports and sets no targets."""
    columns = _columns(table, context)
    name = next(c for c in columns if c.field == "indicator")
    drafts: list[Draft] = []
    inner: list[tuple[float, str]] = []
    group = ""
    for index, row in enumerate(table.rows):
        if row.kind == "section":
            group = _number(row, columns, context) if GROUP in row.flags else ""
            marker = read_marker(row.text, context.lexicon)
            rank = marker.rank if marker else 1.0
            while inner and inner[-1][0] >= rank:
                inner.pop()
            inner.append((rank, row.text))
        elif row.kind == "body":
            cell = row.cells[name.index]
            if not cell.text or not any(c.field in _VALUES and row.cells[c.index].text for c in columns):
                if (
                    cell.text
                    and cell.filled is None
                    and len([c for c in row.cells if c.text and c.filled is None]) <= 2
                ):
                    inner, group = [(1.0, one_line(cell.text))], _number(row, columns, context)
                continue
            number = _number(row, columns, context)
            if leaves_group(group, number):
                inner, group = [], ""
            above = [*context.section, *section, *form_tasks(table, context), *(text for _, text in inner)]
            drafts.append(_indicator(table, columns, name, index, row, above, context))
    return drafts


def _number(row: Row, columns: Sequence[Column], context: Context) -> str:
    """The row's own number, folded, without brackets and points around it; "" without one."""
    for name in ("number", "indicator"):
        column = next((c for c in columns if c.field == name), None)
        if column is None or row.cells[column.index].filled is not None:
            continue
        text = one_line(row.cells[column.index].text)
        if name == "number":
            return fold(text).strip(".、")
        marker = read_marker(text, context.lexicon)
        return fold(marker.number) if marker else ""
    return ""


def _columns(table: LogicalTable, context: Context) -> tuple[Column, ...]:
    """An item column of a table without 指标 is the indicator; of two year columns without 目标 the first is the base."""
    columns = list(table.columns)
    if not any(c.field == "indicator" for c in columns):
        task = next(c for c in columns if c.field == "task")
        columns[task.index] = replace(task, field="indicator")
    values = [c for c in columns if c.field == "value"]
    start = context.meta.period.start.year if context.meta.period else None
    if start is None and context.meta.issued_on:
        start = context.meta.issued_on.year
    goals = context.lexicon["columns"]["value"]["goals"]
    plain = [c for c in values if _year(c) is not None and not any(word in fold(c.name) for word in goals)]
    evidence = "a year before the document's period"
    if start is None and plain:
        # nothing dates the document: the last year of a five-year plan, and some years on the next, is a base
        first, others = plain[0], [y for c in values if c is not plain[0] and (y := _year(c)) is not None]
        year = _year(first) or 0
        if others and year % _PLAN == 0 and min(others) - year >= _BASE_GAP:
            start, evidence = year + 1, "the year that ends a plan, with later years beside it"
    for column in plain:
        if len(values) > 1 and start is not None and (_year(column) or start) < start:
            columns[column.index] = replace(column, field="base", evidence=evidence)
    return tuple(columns)


def _year(column: Column) -> int | None:
    for text in reversed(column.path):
        match = _YEAR.search(fold(text))
        if match:
            return int(match[1])
    return None


def _indicator(
    table: LogicalTable,
    columns: Sequence[Column],
    name: Column,
    index: int,
    row: Row,
    above: list[str],
    context: Context,
) -> Draft:
    words = one_line(row.cells[name.index].text)
    marker = read_marker(words, context.lexicon)
    number_cell = next(
        (row.cells[c.index].text for c in columns if c.field == "number" and row.cells[c.index].text), None
    )
    number = one_line(number_cell).strip("()（）.、． ") if number_cell else (marker.number if marker else None)
    if marker is not None and (number_cell is None or marker.number == number):
        words = words[marker.end :]
    for column in columns:
        if (
            column.field in _ABOVE
            and row.cells[column.index].text
            and (column.field == "category" or merged(table, column))
        ):
            text = one_line(row.cells[column.index].text)
            if fold(text) != fold(words):
                above = [*above, text]
    record = Record(id="", kind="indicator", number=number, section=above, task=words)
    draft = Draft(record=record)
    record.source = [replace(o, table=table.index, row=index) for o in row.origins] or [
        Origin(table=table.index, row=index)
    ]
    draft.traces.append(Trace(field="task", words=words, rule="indicator-cell", value=words))
    unit_cell = next(
        (one_line(row.cells[c.index].text) for c in columns if c.field == "unit" and row.cells[c.index].text), None
    )
    in_name = _UNIT_IN_NAME.search(words)
    unit = unit_cell if unit_cell not in _EMPTY else None
    unit = unit or (in_name[1] if in_name else None) or _header_unit(columns) or table_unit(table)
    sign = _sign(columns, row)
    texts: list[str] = []
    items: list[DeadlineItem] = []
    growth: list[tuple[Column, str]] = []
    owners: list[tuple[str, str]] = []
    for column in columns:
        cell = row.cells[column.index]
        text = one_line(cell.text)
        if not text:
            continue
        draft.cells.append((table.index, index, column.index))
        places = [replace(o, table=table.index, row=index) for o in cell.origins]
        record.fields_source.setdefault(_place_name(column), []).extend(places)
        if cell.filled == "above":
            draft.flag("cell-filled-from-above")
        if cell.filled == "left":
            continue
        if column.field in {"value", "target"}:
            if text in _EMPTY:
                record.attributes[_name(column)] = text
                continue
            texts.append(text)
            items.extend(_measure(draft, column, sign + text, words, column.unit or unit, context))
        elif column.field == "growth":
            growth.append((column, text))
            record.attributes[_name(column)] = text
        elif column.field == "deadline":
            reading = read_deadline_cell(cell.text, context.years, context.lexicon)
            record.deadline = reading.value
            draft.take(reading, "deadline")
        elif column.field in _OWNERS:
            owners.append((_OWNERS[column.field], cell.text))
        elif column.field == "content" and record.content is None:
            record.content = "\n".join(one_line(line) for line in cell.text.split("\n") if line.strip())
        elif column.field not in {"indicator", "number", "category", "unit"} and not (
            column.field == "problem" and merged(table, column)
        ):
            record.attributes[_name(column)] = text
    if not texts and growth:
        # only a rate of growth is set: it is the target
        column, text = growth[-1]
        texts.append(text)
        if text not in _EMPTY:
            items.extend(_measure(draft, column, text, words, None, context))
    record.target.text = "；".join(texts) or None
    if unit_cell and unit_cell not in _EMPTY:
        _keep_unit(draft, columns, unit_cell)
    if owners:
        reading_owner = read_owner_cells(owners, context.lexicon, context.known)
        record.owner = reading_owner.value
        draft.take(reading_owner, "owner")
    items.sort(key=lambda item: item.due or date.max)
    if not record.deadline.items:
        text = "；".join(i.text for i in items if i.text)
        record.deadline = Deadline(text=text or None, items=items) if items else period_deadline(context)
    apply_form(draft, table, context, {c.field for c in columns if c.field in {*_OWNERS, "deadline"}})
    return draft


def _sign(columns: Sequence[Column], row: Row) -> str:
    """The comparator that a column of its own holds (指标方向: ≥), or ""."""
    cells = [fold(row.cells[c.index].text) for c in columns if c.field in {None, "attribute"}]
    return next((text for text in cells if text in _SIGNS), "")


def _keep_unit(draft: Draft, columns: Sequence[Column], unit: str) -> None:
    """The unit column's words are the unit of numbers that have none; where no measure shows them, an attribute."""
    measures = draft.record.target.measures
    for n, measure in enumerate(measures):
        if measure.unit is None and measure.value is not None:
            measures[n] = measure.model_copy(update={"unit": unit})
    if not any(fold(m.unit or "") == fold(unit) for m in measures):
        column = next(c for c in columns if c.field == "unit")
        draft.record.attributes[_name(column)] = unit


def table_unit(table: LogicalTable) -> str | None:
    """The unit that a line of the table gives for all its numbers (单位：万亩), or None."""
    for row in table.rows:
        if row.kind == "note" and "form" not in row.flags:
            match = _UNIT_LINE.search(row.text)
            if match:
                return match[1]
    return None


def _header_unit(columns: Sequence[Column]) -> str | None:
    """A unit in brackets behind a value column's name: 目标值（%）."""
    for column in columns:
        if column.field in {"value", "target"} and column.path:
            match = _UNIT_IN_NAME.search(column.name)
            if match and not _YEAR.search(match[1]) and len(match[1]) <= 4:
                return match[1]
    return None


def _measure(
    draft: Draft, column: Column, text: str, indicator: str, unit: str | None, context: Context
) -> list[DeadlineItem]:
    """Read one value; gives the deadline item of its column's year."""
    reading = read_target_cell(text, context.lexicon, indicator=indicator, unit=unit)
    due = _due(column)
    for measure in reading.value.measures:
        draft.record.target.measures.append(measure.model_copy(update={"due": due}) if due else measure)
    draft.take(reading, "target")
    if due is None:
        return []
    words = next(t for t in reversed(column.path) if column_due(t) == due)
    return [DeadlineItem(text=words, due=due, year_from="printed")]


def _due(column: Column) -> date | None:
    for text in reversed(column.path):
        due = column_due(text)
        if due is not None:
            return due
    return None


def _name(column: Column) -> str:
    return column.name or f"列{column.index + 1}"


def merged(table: LogicalTable, column: Column) -> bool:
    """Is any cell of the column merged over rows."""
    return any(r.kind == "body" and r.cells[column.index].filled == "above" for r in table.rows)


def _place_name(column: Column) -> str:
    if column.field in {"value", "target"}:
        return "target"
    if column.field == "indicator":
        return "task"
    if column.field in {"category", "problem"}:
        return "section"
    if column.field in _OWNERS:
        return "owner"
    return column.field if column.field in {"number", "deadline", "content"} else "attributes"

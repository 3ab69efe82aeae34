"""The fields of one row's record: content, target, deadline, owners, steps, attributes, and where each stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from policyparse.interpret.context import Context, Draft
from policyparse.interpret.dates import column_due
from policyparse.interpret.deadlines import read_deadline_cell, read_deadline_prose
from policyparse.interpret.owners import read_owner_cells
from policyparse.interpret.prose_record import period_deadline
from policyparse.interpret.reading import Trace
from policyparse.interpret.row_form import OWNER_ROLES, apply_form
from policyparse.interpret.row_times import as_starts, merge_deadline
from policyparse.interpret.steps import read_steps_cell
from policyparse.interpret.targets import bracketed_unit, read_target_cell, read_target_prose
from policyparse.normalise.column_names import names_time
from policyparse.normalise.model import Column, Field, LogicalTable, Row, RowCell
from policyparse.origin import Origin
from policyparse.records import Deadline, DeadlineItem, Record, Step, YearFrom
from policyparse.text import one_line

_GUESSED = {"content", "position"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table, its columns with their final roles, and what is known of the document."""

    table: LogicalTable
    columns: tuple[Column, ...]
    context: Context

    @property
    def fields(self) -> set[Field | None]:
        return {c.field for c in self.columns}

    @property
    def guessed(self) -> bool:
        """Was any column's meaning judged and not read from its name."""
        return any(c.rule in _GUESSED and c.field not in {None, "attribute"} for c in self.columns)

    def unit(self, row: Row) -> str | None:
        """The unit of measure that the row names in a column of its own."""
        return next(
            (one_line(row.cells[c.index].text) for c in self.columns if c.field == "unit" and row.cells[c.index].text),
            None,
        )

    @property
    def timed(self) -> set[int]:
        """The columns of steps that are told apart by a time in their names, two at least."""
        named = [c.index for c in self.columns if c.field == "steps" and c.path and names_time(c.name)]
        return set(named) if len(named) > 1 else set()

    def merged(self, column: Column) -> bool:
        """Is any cell of the column merged over rows."""
        return any(r.kind == "body" and r.cells[column.index].filled == "above" for r in self.table.rows)


def fill(sheet: Sheet, draft: Draft, index: int, row: Row) -> None:
    """Fill the record of one row: its place, and every field from its cells."""
    record, context = draft.record, sheet.context
    record.source = [replace(o, table=sheet.table.index, row=index) for o in row.origins] or [
        Origin(table=sheet.table.index, row=index)
    ]
    draft.traces.append(Trace(field="task", words=record.task, rule="task-cell", value=record.task))
    _places(sheet, draft, index, row)
    seen: set[Field] = set()
    steps: list[Step] = []
    values: list[tuple[Column, str]] = []
    for column in sheet.columns:
        cell = row.cells[column.index]
        text = one_line(cell.text)
        if not text or cell.filled == "left":
            continue
        first = column.field not in seen
        if column.field is not None:
            seen.add(column.field)
        if column.field == "content" and first:
            record.content = "\n".join(one_line(line) for line in cell.text.split("\n") if line.strip())
        elif column.field == "target" and first:
            target = read_target_cell(text, context.lexicon, unit=sheet.unit(row) or column_unit(column))
            record.target = target.value
            draft.take(target, "target")
        elif column.field == "value":
            values.append((column, text))
        elif column.field == "steps":
            steps.extend(_steps(sheet, draft, column, cell))
        elif column.field in {None, "attribute", "unit", "base", "growth", "content", "target"} or (
            column.field == "problem" and not sheet.merged(column)
        ):
            record.attributes[_attribute_name(column, record)] = text
    record.steps = steps
    due = _values(sheet, draft, row, values)
    if not sheet.fields & {"target", "value"}:
        _prose_target(sheet, draft)
    _deadline(sheet, draft, row, due)
    _owner(sheet, draft, row)
    apply_form(draft, sheet.table, sheet.context, sheet.fields)
    if sheet.guessed:
        draft.flag("header-guessed")
    if row.joined:
        draft.flag("row-joined-over-page")
    if any(c.filled == "above" for c in row.cells):
        draft.flag("cell-filled-from-above")
    for flag in (*row.flags, *(f for c in row.cells for f in c.flags)):
        draft.flag(flag)


def _places(sheet: Sheet, draft: Draft, index: int, row: Row) -> None:
    names: dict[Field, str] = {
        "leader": "owner",
        "lead": "owner",
        "support": "owner",
        "owner": "owner",
        "category": "section",
        "problem": "section",
        "start": "deadline",
        "value": "target",
    }
    places: dict[str, list[Origin]] = {}
    for column in sheet.columns:
        cell = row.cells[column.index]
        if not cell.text:
            continue
        draft.cells.append((sheet.table.index, index, column.index))
        if column.field is None or column.field in {"attribute", "unit", "base", "growth"}:
            name = "attributes"
        else:
            name = names.get(column.field, column.field)
        places.setdefault(name, []).extend(replace(o, table=sheet.table.index, row=index) for o in cell.origins)
    draft.record.fields_source = places


def _values(sheet: Sheet, draft: Draft, row: Row, values: Sequence[tuple[Column, str]]) -> list[DeadlineItem]:
    """Columns of values by year or part of the year: a measure each, due at the end of the time that its column names.

    Their texts are the target's where no other column has one. Gives the times of the year columns.
    """
    context, target = sheet.context, draft.record.target
    own = target.text is not None
    items: list[DeadlineItem] = []
    for column, text in values:
        unit = sheet.unit(row) or column_unit(column) or bracketed_unit(draft.record.task)
        reading = read_target_cell(text, context.lexicon, indicator=draft.record.task, unit=unit)
        named = read_deadline_cell(column.name, context.years, context.lexicon).value.items
        due = next((item.due for item in reversed(named) if item.due), None)
        target.measures.extend(m.model_copy(update={"due": due}) for m in reading.value.measures)
        if not own:
            target.text = text if target.text is None else f"{target.text}；{text}"
        if due and column_due(column.name):
            items.append(DeadlineItem(text=column.name, due=due, year_from="printed"))
        draft.take(reading, "target")
    return sorted(items, key=lambda item: item.due or date.max)


def _printed_due(sheet: Sheet, text: str, column: DeadlineItem) -> date | None:
    """The last day that a cell under 第三季度 prints itself (9月1日前投用), where it lies in that time; else the column's."""
    own = read_deadline_prose(text, sheet.context.years, sheet.context.lexicon).value.items
    dues = [item.due for item in own if item.due and column.due and column.start]
    inside = [due for due in dues if column.start and column.due and column.start <= due <= column.due]
    return inside[-1] if inside and len(inside) == len(dues) else column.due


def _steps(sheet: Sheet, draft: Draft, column: Column, cell: RowCell) -> list[Step]:
    text = cell.text
    if column.index in sheet.timed:
        heading = read_deadline_cell(column.name, sheet.context.years, sheet.context.lexicon)
        dated = [item for item in heading.value.items if item.due]
        if dated:
            return [Step(text=one_line(text), start=dated[0].start, due=_printed_due(sheet, text, dated[0]))]
    reading = read_steps_cell(text, sheet.context.years, sheet.context.lexicon)
    draft.take(reading, "steps")
    return list(reading.value)


def _deadline(sheet: Sheet, draft: Draft, row: Row, due: list[DeadlineItem]) -> None:
    """The time columns; without one the times of the year columns `due`, one dated step, or the words."""
    record, context = draft.record, sheet.context
    cells = [(c, row.cells[c.index]) for c in sheet.columns if c.field in {"deadline", "start"}]
    cells = [(c, cell) for c, cell in cells if cell.text and cell.filled != "left"]
    several = len({c.field for c, _ in cells}) < len(cells)
    for column, cell in cells:
        text = one_line(cell.text)
        reading = read_deadline_cell(cell.text, context.years, context.lexicon)
        items = reading.value.items
        if column.field == "start":
            items = as_starts(items)
        elif several:
            items = [i if i.label else i.model_copy(update={"label": column.name}) for i in items]
        merge_deadline(record.deadline, text, items, column.field == "deadline")
        draft.take(reading, "deadline")
    if cells or sheet.fields & {"deadline"}:
        return
    if due:
        record.deadline = Deadline(text="；".join(i.text for i in due if i.text), items=due)
        return
    dated = [s for s in record.steps if s.due]
    if len(record.steps) == 1 and len(dated) == 1:
        reading = read_deadline_cell(dated[0].text, context.years, context.lexicon)
        item = DeadlineItem(
            text=dated[0].text, start=dated[0].start, due=dated[0].due, year_from=_year_from(reading.value)
        )
        record.deadline = Deadline(text=dated[0].text, items=[item])
    elif not dated:
        whole = (
            read_deadline_cell(record.steps[0].text, context.years, context.lexicon) if len(record.steps) == 1 else None
        )
        if whole is not None and whole.value.items and "deadline-unparsed" not in whole.flags:
            record.deadline = whole.value  # 长期坚持, 每月5日前 in a column of steps
            draft.take(whole, "deadline")
        else:
            _prose_deadline(sheet, draft)


def _prose_target(sheet: Sheet, draft: Draft) -> None:
    """A table without a target column: measures are in the words of the task and its content."""
    record = draft.record
    reading = read_target_prose(
        f"{record.task}\n{record.content or ''}".strip(), sheet.context.lexicon, sheet.context.years
    )
    record.target = reading.value
    draft.take(reading, "target")


def _prose_deadline(sheet: Sheet, draft: Draft) -> None:
    """A table without a time column: the time is in the words of the task, its content or its target."""
    record, context = draft.record, sheet.context
    words = [record.task, record.content or "", record.target.text or ""]
    reading = read_deadline_prose("\n".join(w for w in words if w), context.years, context.lexicon)
    record.deadline = reading.value
    draft.take(reading, "deadline")
    if not record.deadline.items:
        record.deadline = period_deadline(context)


def _owner(sheet: Sheet, draft: Draft, row: Row) -> None:
    cells = [
        (OWNER_ROLES[c.field], row.cells[c.index].text)
        for c in sheet.columns
        if c.field in OWNER_ROLES and row.cells[c.index].text and row.cells[c.index].filled != "left"
    ]
    if cells:
        reading = read_owner_cells(cells, sheet.context.lexicon, sheet.context.known)
        draft.record.owner = reading.value
        draft.take(reading, "owner")


def column_unit(column: Column) -> str | None:
    """The unit of a column's numbers: of the row of units below the names, or in a bracket behind the name."""
    return column.unit or bracketed_unit(column.name)


def _attribute_name(column: Column, record: Record) -> str:
    """The column's own name; its place where it has none or where two share one."""
    name = " / ".join(column.path[-1:]) or f"列{column.index + 1}"
    if name not in record.attributes:
        return name
    full = "/".join(column.path)
    return full if full not in record.attributes else f"{full}（列{column.index + 1}）"


def _year_from(deadline: Deadline) -> YearFrom | None:
    return next((i.year_from for i in deadline.items if i.year_from), None)

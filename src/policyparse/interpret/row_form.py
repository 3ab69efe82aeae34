"""What a form's head (项目名称 | … | 实施单位 | …) or a label line (责任单位：…) says: it holds for all rows of its table."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from policyparse.interpret.context import Context, Draft
from policyparse.interpret.deadlines import read_deadline_cell
from policyparse.interpret.owners import read_owner_cells
from policyparse.interpret.row_times import as_starts, merge_deadline
from policyparse.normalise.column_names import match_name
from policyparse.normalise.forms import names_contact, names_year
from policyparse.normalise.model import Field, FormField, LogicalTable
from policyparse.records import Deadline, Period
from policyparse.text import fold, one_line

OWNER_ROLES: dict[Field, str] = {"leader": "leader", "lead": "lead", "support": "support", "owner": "owner"}
_UNITS: set[Field | None] = {"lead", "owner", "support"}


def apply_form(draft: Draft, table: LogicalTable, context: Context, fields: set[Field | None]) -> None:
    """Give a row's record what the form says and no column of `fields` takes."""
    record = draft.record
    owners: list[tuple[str, str]] = []
    fields_taken = {
        "task": record.task,
        "content": record.content,
        "target": record.target.text,
        "number": record.number,
    }
    taken = {(name, fold(text)) for name, text in fields_taken.items() if text}
    if record.content is None:
        taken.add(("content", fold(record.task)))  # a form whose measures are the task
    untimed = "deadline" not in fields and (record.deadline.inferred or not record.deadline.items)
    times = Deadline()
    stepped = bool(record.steps) and "steps" not in fields  # a record that is the form itself
    for entry in table.form:
        name = label_field(entry, context)
        if not entry.value:
            continue
        if name in {"deadline", "start"} and untimed:
            reading = read_deadline_cell(entry.value, context.years, context.lexicon)
            items = as_starts(reading.value.items) if name == "start" else reading.value.items
            merge_deadline(times, one_line(entry.value), items, name == "deadline")
            draft.take(reading, "deadline")
        elif entry.line and names_year(entry.label, context.lexicon):
            pass  # its year is in the times
        elif (
            name is not None
            and name in OWNER_ROLES
            and not (names_contact(entry.label, context.lexicon) and any(row.kind == "body" for row in table.rows))
            and not fields & ({"leader"} if name == "leader" else _UNITS)
        ):
            owners.append((OWNER_ROLES[name], entry.value))
        elif entry.line:
            continue  # a line beside the table says nothing new to one that has the column
        elif (name, fold(entry.value)) in taken or (name == "steps" and stepped):
            pass
        elif name == "task":
            if entry.value not in record.section:
                record.section.append(entry.value)
        else:
            record.attributes.setdefault(entry.label.rstrip(":："), entry.value)
        record.fields_source.setdefault("form", []).extend(replace(o, table=table.index) for o in entry.origins)
        draft.flag("from-form-head")
    if times.text is not None:
        record.deadline = times
    if owners:
        read = read_owner_cells(owners, context.lexicon, context.known)
        owner = record.owner
        owner.text = "；".join(filter(None, (owner.text, read.value.text))) or None
        owner.leaders = list(dict.fromkeys([*owner.leaders, *read.value.leaders]))
        owner.lead = list(dict.fromkeys([*owner.lead, *read.value.lead]))
        owner.support = list(dict.fromkeys([*owner.support, *read.value.support]))
        draft.take(read, "owner")


def of_its_year(table: LogicalTable, context: Context) -> Context:
    """The context for a table whose form says of which year its rows are (年度 | 2026): that year is their period."""
    for entry in table.form:
        year = re.fullmatch(r"((?:19|20)\d{2})年?度?", fold(entry.value))
        if year is not None and names_year(entry.label, context.lexicon):
            period = Period(start=date(int(year[1]), 1, 1), end=date(int(year[1]), 12, 31))
            years = replace(context.years, period_start=period.start, period_end=period.end)
            return replace(context, years=years, meta=context.meta.model_copy(update={"period": period}))
    return context


def label_field(entry: FormField, context: Context) -> Field | None:
    """The field that a label of a form names."""
    found = match_name(entry.label, context.lexicon)
    return found[0] if found else None


def form_tasks(table: LogicalTable, context: Context) -> list[str]:
    """What the form's head names as the project or task: a heading over the table's rows."""
    return [entry.value for entry in table.form if entry.value and label_field(entry, context) == "task"]

"""Which tables hand out work, what their columns mean beside one another, and their records."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policyparse.interpret.context import Context, Draft
from policyparse.interpret.indicator_tables import is_indicator_table
from policyparse.interpret.indicators import read_indicators
from policyparse.interpret.markers import read_enumeration, read_marker
from policyparse.interpret.prose_wanted import title_says
from policyparse.interpret.row_fields import Sheet
from policyparse.interpret.row_form import apply_form, label_field, of_its_year
from policyparse.interpret.row_reader import RowReader
from policyparse.interpret.shares import is_share_table, read_shares
from policyparse.interpret.steps import read_steps_cell
from policyparse.interpret.targets import read_target_cell
from policyparse.normalise.model import Column, Field, LogicalTable
from policyparse.records import Record, Target
from policyparse.text import fold

#: Measures under a merged task are tasks of their own when this share of them begins with a number.
_NUMBERED_SHARE = 0.6
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: A task has at least so many Chinese characters.
_TASK_LENGTH = 4
#: A column with one of these makes a table one that hands out work.
_WORK: set[Field | None] = {"lead", "support", "owner", "leader", "deadline", "start", "steps"}
_TIMES: set[Field | None] = {"deadline", "start", "steps"}
_OWNERS: set[Field | None] = {"lead", "owner", "leader", "support"}


def table_records(table: LogicalTable, section: Sequence[str], context: Context) -> list[Draft]:
    """The records of one table under the given headings; empty for a table that hands out no work."""
    title = fold(context.meta.title or "")
    if title.endswith(tuple(map(fold, context.lexicon["frame"]["kind"]["listed"]))):
        return []
    context = of_its_year(table, context)
    if is_indicator_table(table, context):
        return read_indicators(table, section, context)
    if is_share_table(table, context):
        return read_shares(table, section, context)
    columns = _columns(table, context)
    fields = {c.field for c in columns}
    if not {c.field for c in table.columns} & {"task", "content", "problem"} and not _tells(table):
        return _form_record(table, section, context)
    if "task" not in fields and not (fields & {"content", "target", "problem"} and fields & _WORK):
        return _form_record(table, section, context)
    if not fields & _WORK and not _promised(fields, context):
        return []
    untitled = context.meta.title is None  # a bare table: nothing says what it is but its columns
    if context.meta.kind == "other" and not untitled and not (fields & _OWNERS and (_named(table) or fields & _TIMES)):
        return []
    if context.meta.kind == "other" and title_says(context, "spending_titles") and not _named_owner(columns):
        return []  # a budget lists offices too; who is to do something is named as such
    sheet = Sheet(table=table, columns=columns, context=context)
    return RowReader(sheet, [*context.section, *section]).read()


def _named(table: LogicalTable) -> bool:
    """Does a name of the header itself tell of work, and not only what the cells look like."""
    told = {*_WORK, "task", "content", "target", "problem"}
    return any(c.rule == "lexicon" and c.field in told for c in table.columns)


def _tells(table: LogicalTable) -> bool:
    """Does a cell of the target column say what to do, and is more than a number and its unit."""
    columns = [c.index for c in table.columns if c.field == "target"]
    texts = [row.cells[i].text for row in table.rows if row.kind == "body" for i in columns]
    return any(len(_CHINESE.findall(text)) >= _TASK_LENGTH for text in texts)


def _named_owner(columns: Sequence[Column]) -> bool:
    return any(c.field in _OWNERS and c.rule == "lexicon" for c in columns)


def _promised(fields: set[Field | None], context: Context) -> bool:
    """A table of tasks and targets, or tasks and contents, alone is a ledger only where the document promises one."""
    if context.meta.kind not in {"task_list", "plan", "work_points", "notice"}:
        return False
    return "target" in fields or context.meta.kind in {"task_list", "work_points"}


def _columns(table: LogicalTable, context: Context) -> tuple[Column, ...]:
    """Roles that depend on the other columns: a plain owner column beside 牵头 supports; numbered measures under a
    merged task are the tasks."""
    columns = list(table.columns)
    fields = {c.field for c in columns}
    if "lead" in fields:
        columns = [
            replace(c, field="support", evidence=f"{c.evidence}; beside a lead column") if c.field == "owner" else c
            for c in columns
        ]
    if "task" not in fields:
        for name in ("content", "problem", "target"):
            first = next((c for c in columns if c.field == name), None)
            if first is not None:
                columns[first.index] = replace(
                    first, field="task", evidence=f"{first.evidence}; no other column is the task"
                )
                break
        return tuple(columns)
    task = next(c for c in columns if c.field == "task")
    content = next((c for c in columns if c.field == "content"), None)
    if content is not None:
        body = [r for r in table.rows if r.kind == "body"]
        merged = any(r.cells[task.index].filled == "above" for r in body)
        texts = [
            r.cells[content.index].text
            for r in body
            if r.cells[content.index].text and not r.cells[content.index].filled
        ]
        numbered = sum(read_marker(t, context.lexicon) is not None or read_enumeration(t) is not None for t in texts)
        beside = any(c.field == "number" and task.index < c.index < content.index for c in columns)
        if merged and texts and (beside or numbered >= _NUMBERED_SHARE * len(texts)):
            columns[task.index] = replace(task, field="category", evidence="merged over measures that are numbered")
            columns[content.index] = replace(content, field="task", evidence="numbered one by one under a merged cell")
    return tuple(columns)


def _form_record(table: LogicalTable, section: Sequence[str], context: Context) -> list[Draft]:
    """A table that is one form (项目名称 | … | 实施单位 | …) is one record where it names a task and who or when."""
    names = {entry.label: label_field(entry, context) for entry in table.form}
    given = set(names.values())
    wanted = "task" if "task" in given or not {"problem", "content"} <= given else "content"  # 整改措施 of a problem
    task = next((e for e in table.form if names[e.label] == wanted and e.value), None)
    if task is None or not given & _WORK:
        return []
    if context.meta.kind == "other" and not ("deadline" in given and given & _OWNERS):
        return []  # a report's form tells of a project; who does it by when hands it out
    given_texts = {name: e.value for e in reversed(table.form) if e.value and (name := names[e.label]) is not None}
    record = Record(
        id="",
        kind="task",
        number=given_texts.get("number"),
        section=[*context.section, *section],
        task=task.value,
        content=given_texts.get("content") if wanted == "task" else None,
    )
    draft = Draft(record=record)
    record.source = [replace(o, table=table.index) for o in task.origins]
    target = next((e for e in table.form if names[e.label] == "target" and e.value), None)
    if target is not None:
        reading = read_target_cell(target.value, context.lexicon)
        record.target = Target(text=reading.value.text, measures=reading.value.measures)
        draft.take(reading, "target")
    if "steps" in given_texts:
        steps = read_steps_cell(given_texts["steps"], context.years, context.lexicon)
        record.steps = list(steps.value)
        draft.take(steps, "steps")
    apply_form(draft, table, context, set())
    return [draft]

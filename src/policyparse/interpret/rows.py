"""Rows of a joined table to records."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policyparse.interpret.context import Context, Draft
from policyparse.interpret.deadlines import read_deadline_cell, read_deadline_prose
from policyparse.interpret.indicators import is_indicator_table, read_indicators
from policyparse.interpret.markers import read_marker
from policyparse.interpret.owners import read_owner_cells
from policyparse.interpret.prose import period_deadline
from policyparse.interpret.reading import Trace
from policyparse.interpret.steps import read_steps_cell
from policyparse.interpret.targets import read_target_cell, read_target_prose
from policyparse.normalise.columns import match_name
from policyparse.normalise.model import Column, Field, LogicalTable, Row, RowCell
from policyparse.normalise.rows import is_total
from policyparse.origin import Origin
from policyparse.records import Deadline, DeadlineItem, Record, Step, Target
from policyparse.text import fold, one_line

_BRACKETS = "()（）[]［］〔〕【】.．、。, 　\t"
_NUMBERED = re.compile(r"^\s*[（(]?[0-9０-９一二三四五六七八九十]{1,3}\s*(?:[）)]|[、．.](?![0-9０-９])|是)")
#: Measures under a merged task are tasks of their own when this share of them begins with a number.
_NUMBERED_SHARE = 0.6
_OWNER_ROLES: dict[Field, str] = {"leader": "leader", "lead": "lead", "support": "support", "owner": "owner"}
_GUESSED = {"content", "position"}
#: A column with one of these makes a table one that hands out work.
_WORK = {"lead", "support", "owner", "leader", "deadline", "start", "steps"}


def table_records(table: LogicalTable, section: Sequence[str], context: Context) -> list[Draft]:
    """The records of one table under the given headings; empty for a table that hands out no work."""
    if is_indicator_table(table, context):
        return read_indicators(table, section, context)
    columns = _columns(table)
    fields = {c.field for c in columns}
    if "task" not in fields and not (fields & {"content", "target", "problem"} and fields & _WORK):
        return _form_record(table, section, context)
    if not fields & _WORK and not _promised(table, fields, context):
        return []
    if context.meta.kind == "other" and not (fields & _WORK and fields & {"lead", "owner", "leader", "support"}):
        return []
    return _Reader(table, columns, [*context.section, *section], context).read()


def _promised(table: LogicalTable, fields: set[Field | None], context: Context) -> bool:
    """A table of tasks and targets, or tasks and contents, alone is a ledger only where the document promises one."""
    if context.meta.kind not in {"task_list", "plan", "work_points", "notice"}:
        return False
    return "target" in fields or context.meta.kind in {"task_list", "work_points"}


def _columns(table: LogicalTable) -> tuple[Column, ...]:
    """Roles that depend on the other columns: a plain owner column beside 牵头 supports; numbered measures under a
    merged task are the tasks."""
    columns = list(table.columns)
    fields = {c.field for c in columns}
    if "lead" in fields:
        columns = [replace(c, field="support", evidence=f"{c.evidence}; beside a lead column") if c.field == "owner" else c for c in columns]
    if "task" not in fields:
        for name in ("content", "problem", "target"):
            first = next((c for c in columns if c.field == name), None)
            if first is not None:
                columns[first.index] = replace(first, field="task", evidence=f"{first.evidence}; no other column is the task")
                break
        return tuple(columns)
    task = next(c for c in columns if c.field == "task")
    content = next((c for c in columns if c.field == "content"), None)
    if content is not None:
        body = [r for r in table.rows if r.kind == "body"]
        merged = any(r.cells[task.index].filled == "above" for r in body)
        texts = [r.cells[content.index].text for r in body if r.cells[content.index].text and not r.cells[content.index].filled]
        numbered = sum(bool(_NUMBERED.match(t)) for t in texts)
        if merged and texts and numbered >= _NUMBERED_SHARE * len(texts):
            columns[task.index] = replace(task, field="category", evidence="merged over measures that are numbered")
            columns[content.index] = replace(content, field="task", evidence="numbered one by one under a merged cell")
    return tuple(columns)


class _Reader:
    """Reads one task table row by row; remembers the section and the record above."""

    def __init__(self, table: LogicalTable, columns: tuple[Column, ...], section: list[str], context: Context) -> None:
        self.table = table
        self.columns = columns
        self.outer = section
        self.inner: list[tuple[float, str]] = []
        self.context = context
        self.drafts: list[Draft] = []
        self.fields = {c.field for c in columns}
        self.guessed = any(c.rule in _GUESSED and c.field not in {None, "attribute"} for c in columns)

    def read(self) -> list[Draft]:
        for index, row in enumerate(self.table.rows):
            if row.kind == "section":
                self._section(row.text)
            elif row.kind == "body" and not is_total(row):
                self._row(index, row)
        return self.drafts

    def _section(self, text: str) -> None:
        marker = read_marker(text)
        rank = marker.rank if marker else 1.0
        while self.inner and self.inner[-1][0] >= rank:
            self.inner.pop()
        self.inner.append((rank, text))

    def _first(self, row: Row, *names: Field) -> tuple[Column, RowCell] | None:
        """The first column of one of these fields whose cell holds text."""
        for name in names:
            for column in self.columns:
                if column.field == name and row.cells[column.index].text:
                    return column, row.cells[column.index]
        return None

    def _own(self, row: Row, *names: Field) -> bool:
        return any(c.field in names and row.cells[c.index].text and row.cells[c.index].filled is None for c in self.columns)

    def _task_cell(self, row: Row) -> RowCell | None:
        found = self._first(row, "task")
        if found is None:
            return None
        column, cell = found
        if cell.filled == "left":
            return replace(cell, filled=None)
        return cell

    def _row(self, index: int, row: Row) -> None:
        task = self._task_cell(row)
        above = self.drafts[-1] if self.drafts else None
        own_task = task is not None and task.filled != "above"
        if not own_task and above is not None and not self._own(row, "target", "content"):
            self._extend(above, index, row)
            return
        if task is None:
            found = self._first(row, "content", "target")
            if found is None:
                return
            task = found[1]
        number, words = self._number(row, task)
        record = Record(id="", kind="task", number=number, section=self._sections(row, task), task=words)
        draft = Draft(record=record)
        self._fill(draft, index, row)
        if not own_task:
            self._inherit(draft, row)
        self.drafts.append(draft)

    def _number(self, row: Row, task: RowCell) -> tuple[str | None, str]:
        """The number's own cell, else the number printed inside the task cell; and the task without it."""
        words = one_line(task.text)
        marker = read_marker(words)
        found = self._first(row, "number")
        if found is not None:
            number = one_line(found[1].text).strip(_BRACKETS) or None
            if marker is not None and number is not None and fold(marker.number) == fold(number):
                words = words[marker.end :]
            return number, words
        if marker is None:
            return None, words
        return marker.number, words[marker.end :]

    def _sections(self, row: Row, task: RowCell) -> list[str]:
        """The headings above, then the category cells of the row (and the problem where it is merged over rows)."""
        names = [*self._above(), *(text for _, text in self.inner)]
        for column in self.columns:
            cell = row.cells[column.index]
            if not cell.text or cell.filled == "left":
                continue
            if column.field == "category" and fold(cell.text) != fold(task.text):
                names.append(one_line(cell.text))
            elif column.field == "problem" and self._merged(column):
                names.append(one_line(cell.text))
        return names

    def _above(self) -> list[str]:
        """The headings above the table; one of the rank of a section row inside it ends where that row begins."""
        if not self.inner:
            return self.outer
        rank = self.inner[0][0]
        markers = [read_marker(text) for text in self.outer]
        ends = [i for i, marker in enumerate(markers) if marker is not None and marker.rank >= rank]
        return self.outer[: ends[0]] if ends else self.outer

    def _merged(self, column: Column) -> bool:
        return any(r.kind == "body" and r.cells[column.index].filled == "above" for r in self.table.rows)

    def _fill(self, draft: Draft, index: int, row: Row) -> None:
        record, context = draft.record, self.context
        record.source = [replace(o, table=self.table.index, row=index) for o in row.origins] or [
            Origin(table=self.table.index, row=index)
        ]
        draft.traces.append(Trace(field="task", words=record.task, rule="task-cell", value=record.task))
        self._places(draft, index, row)
        seen: set[Field] = set()
        steps: list[Step] = []
        for column in self.columns:
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
                target = read_target_cell(text, context.lexicon)
                record.target = target.value
                draft.take(target, "target")
            elif column.field == "value":
                self._value(draft, column, text)
            elif column.field == "steps":
                steps.extend(self._steps(draft, column, cell))
            elif column.field in {None, "attribute", "unit", "base", "growth", "content", "target"} or (
                column.field == "problem" and not self._merged(column)
            ):
                record.attributes[_attribute_name(column, record)] = text
        record.steps = steps
        if not self.fields & {"target", "value"}:
            self._prose_target(draft)
        self._deadline(draft, row)
        self._owner(draft, row)
        self._form(draft)
        if self.guessed:
            draft.flag("header-guessed")
        if row.joined:
            draft.flag("row-joined-over-page")
        if any(c.filled == "above" for c in row.cells):
            draft.flag("cell-filled-from-above")
        for flag in (*row.flags, *(f for c in row.cells for f in c.flags)):
            draft.flag(flag)

    def _places(self, draft: Draft, index: int, row: Row) -> None:
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
        for column in self.columns:
            cell = row.cells[column.index]
            if not cell.text:
                continue
            draft.cells.append((self.table.index, index, column.index))
            if column.field is None or column.field in {"attribute", "unit", "base", "growth"}:
                name = "attributes"
            else:
                name = names.get(column.field, column.field)
            places.setdefault(name, []).extend(replace(o, table=self.table.index, row=index) for o in cell.origins)
        draft.record.fields_source = places

    def _value(self, draft: Draft, column: Column, text: str) -> None:
        reading = read_target_cell(text, self.context.lexicon)
        target = draft.record.target
        target.text = text if target.text is None else f"{target.text}；{text}"
        target.measures.extend(reading.value.measures)
        draft.take(reading, "target")
        del column

    def _steps(self, draft: Draft, column: Column, cell: RowCell) -> list[Step]:
        text = cell.text
        heading = read_deadline_cell(column.name, self.context.years, self.context.lexicon)
        dated = [item for item in heading.value.items if item.due]
        if dated and match_name(column.name, self.context.lexicon) is None:
            return [Step(text=one_line(text), start=dated[0].start, due=dated[0].due)]
        reading = read_steps_cell(text, self.context.years, self.context.lexicon)
        draft.take(reading, "steps")
        return list(reading.value)

    def _deadline(self, draft: Draft, row: Row) -> None:
        record, context = draft.record, self.context
        cells = [(c, row.cells[c.index]) for c in self.columns if c.field in {"deadline", "start"}]
        cells = [(c, cell) for c, cell in cells if cell.text and cell.filled != "left"]
        several = len({c.field for c, _ in cells}) < len(cells)
        for column, cell in cells:
            text = one_line(cell.text)
            reading = read_deadline_cell(cell.text, context.years, context.lexicon)
            items = reading.value.items
            if column.field == "start":
                items = [DeadlineItem(text=i.text, label=i.label, start=i.start or i.due, year_from=i.year_from) for i in items]
            elif several:
                items = [i if i.label else i.model_copy(update={"label": column.name}) for i in items]
            _merge_deadline(record.deadline, text, items, column.field == "deadline")
            draft.take(reading, "deadline")
        if cells or self.fields & {"deadline"}:
            return
        dated = [s for s in record.steps if s.due]
        if len(record.steps) == 1 and len(dated) == 1:
            reading = read_deadline_cell(dated[0].text, context.years, context.lexicon)
            item = DeadlineItem(text=dated[0].text, start=dated[0].start, due=dated[0].due, year_from=_year_from(reading.value))
            record.deadline = Deadline(text=dated[0].text, items=[item])
        elif not dated:
            self._prose_deadline(draft)

    def _prose_target(self, draft: Draft) -> None:
        """A table without a target column: measures are in the words of the task and its content."""
        record = draft.record
        reading = read_target_prose(f"{record.task}\n{record.content or ''}".strip(), self.context.lexicon)
        record.target = reading.value
        draft.take(reading, "target")

    def _prose_deadline(self, draft: Draft) -> None:
        """A table without a time column: the time is in the words of the task, its content or its target."""
        record, context = draft.record, self.context
        words = [record.task, record.content or "", record.target.text or ""]
        reading = read_deadline_prose("\n".join(w for w in words if w), context.years, context.lexicon)
        record.deadline = reading.value
        draft.take(reading, "deadline")
        if not record.deadline.items:
            record.deadline = period_deadline(context)

    def _owner(self, draft: Draft, row: Row) -> None:
        cells = [
            (_OWNER_ROLES[c.field], row.cells[c.index].text)
            for c in self.columns
            if c.field in _OWNER_ROLES and row.cells[c.index].text and row.cells[c.index].filled != "left"
        ]
        if cells:
            reading = read_owner_cells(cells, self.context.lexicon, self.context.known)
            draft.record.owner = reading.value
            draft.take(reading, "owner")

    def _form(self, draft: Draft) -> None:
        _apply_form(draft, self.table, self.context, self.fields)

    def _inherit(self, draft: Draft, row: Row) -> None:
        """A row without a task of its own takes the owners of the task above where it has none."""
        above = next((d for d in reversed(self.drafts)), None)
        if above is None:
            return
        owner, before = draft.record.owner, above.record.owner
        taken = False
        for name in ("leaders", "lead", "support"):
            if not getattr(owner, name) and getattr(before, name) and not self._own_owner(row, name):
                setattr(owner, name, list(getattr(before, name)))
                taken = True
        if taken:
            owner.text = owner.text or before.text
            draft.flag("owner-inherited")

    def _own_owner(self, row: Row, name: str) -> bool:
        """Has the row owners of its own: then what it leaves empty stays empty, except the column's own kind."""
        fields: dict[str, tuple[Field, ...]] = {"leaders": ("leader",), "lead": ("lead", "owner"), "support": ("support",)}
        return self._own(row, *fields[name])

    def _extend(self, above: Draft, index: int, row: Row) -> None:
        """A row whose task and target are those above adds its steps, times and owners to that record."""
        part = Draft(record=Record(id="", kind="task", task=above.record.task))
        own = replace(row, cells=tuple(c if c.filled is None else RowCell() for c in row.cells))
        self._fill(part, index, own)
        record = above.record
        record.steps.extend(part.record.steps)
        if part.record.deadline.text:
            _merge_deadline(record.deadline, part.record.deadline.text, part.record.deadline.items, True)
        for name in ("leaders", "lead", "support"):
            listed = getattr(record.owner, name)
            listed.extend(unit for unit in getattr(part.record.owner, name) if unit not in listed)
        if part.record.owner.text:
            record.owner.text = "；".join(filter(None, (record.owner.text, part.record.owner.text)))
        for name, value in part.record.attributes.items():
            old = record.attributes.get(name)
            record.attributes[name] = value if old is None else f"{old}；{value}"
        record.source.extend(part.record.source)
        for name, places in part.record.fields_source.items():
            record.fields_source.setdefault(name, []).extend(places)
        above.cells.extend(part.cells)
        for flag in part.record.flags:
            above.flag(flag)


def _attribute_name(column: Column, record: Record) -> str:
    """The column's own name; its place where it has none or where two share one."""
    name = " / ".join(column.path[-1:]) or f"列{column.index + 1}"
    if name not in record.attributes:
        return name
    full = "/".join(column.path)
    return full if full not in record.attributes else f"{full}（列{column.index + 1}）"


def _merge_deadline(deadline: Deadline, text: str, items: Sequence[DeadlineItem], append: bool) -> None:
    deadline.text = text if deadline.text is None else f"{deadline.text}；{text}"
    if append:
        deadline.items = [*deadline.items, *items]
    else:
        deadline.items = [*items, *deadline.items]


def _year_from(deadline: Deadline) -> str | None:
    return next((i.year_from for i in deadline.items if i.year_from), None)


def _apply_form(draft: Draft, table: LogicalTable, context: Context, fields: set[Field | None]) -> None:
    """What a form's head says holds for all its rows."""
    record = draft.record
    owners: list[tuple[str, str]] = []
    for entry in table.form:
        found = match_name(entry.label, context.lexicon)
        name = found[0] if found else None
        if not entry.value:
            continue
        if name == "deadline" and "deadline" not in fields and (record.deadline.inferred or not record.deadline.items):
            reading = read_deadline_cell(entry.value, context.years, context.lexicon)
            record.deadline = reading.value
            draft.take(reading, "deadline")
        elif name in _OWNER_ROLES and not fields & {"lead", "owner", "leader", "support"}:
            owners.append((_OWNER_ROLES[name], entry.value))
        elif name == "task" and fold(entry.value) != fold(record.task):
            record.section.append(entry.value)
        else:
            record.attributes.setdefault(entry.label.rstrip(":："), entry.value)
        record.fields_source.setdefault("form", []).extend(replace(o, table=table.index) for o in entry.origins)
        draft.flag("from-form-head")
    if owners:
        reading = read_owner_cells(owners, context.lexicon, context.known)
        record.owner = reading.value
        draft.take(reading, "owner")


def _form_record(table: LogicalTable, section: Sequence[str], context: Context) -> list[Draft]:
    """A table that is one form (项目名称 | … | 实施单位 | …) is one record where it names a task and who or when."""
    names = {entry.label: (match_name(entry.label, context.lexicon) or (None,))[0] for entry in table.form}
    task = next((e for e in table.form if names[e.label] == "task" and e.value), None)
    if task is None or context.meta.kind == "other" or not set(names.values()) & _WORK:
        return []
    record = Record(id="", kind="task", section=[*context.section, *section], task=task.value)
    draft = Draft(record=record)
    record.source = [replace(o, table=table.index) for o in task.origins]
    target = next((e for e in table.form if names[e.label] == "target" and e.value), None)
    if target is not None:
        reading = read_target_cell(target.value, context.lexicon)
        record.target = Target(text=reading.value.text, measures=reading.value.measures)
        draft.take(reading, "target")
    _apply_form(draft, table, context, set())
    return [draft]

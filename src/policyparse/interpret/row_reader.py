"""The rows of one task table in order: sections, numbers, rows that continue the task above."""

from __future__ import annotations

import re
from dataclasses import replace

from policyparse.interpret.context import Draft
from policyparse.interpret.markers import read_marker
from policyparse.interpret.row_fields import Sheet, fill
from policyparse.interpret.row_parts import rows_of
from policyparse.interpret.row_times import merge_deadline
from policyparse.normalise.model import Column, Field, Row, RowCell
from policyparse.normalise.sections import GROUP, is_total, leaves_group
from policyparse.records import Record
from policyparse.text import fold, one_line

_BRACKETS = "()（）[]［］〔〕【】.．、。, 　\t"


class RowReader:
    """Reads one task table row by row; remembers the section and the record above."""

    def __init__(self, sheet: Sheet, section: list[str]) -> None:
        self.sheet = sheet
        self.columns = sheet.columns
        self.outer = section
        self.inner: list[tuple[float, str]] = []
        self.group = ""
        self.drafts: list[Draft] = []

    def read(self) -> list[Draft]:
        for index, row in enumerate(self.sheet.table.rows):
            if row.kind == "section":
                self._section(row.text)
                self.group = self._cell_number(row) if GROUP in row.flags else ""
            elif row.kind == "body" and not is_total(row, self.sheet.context.lexicon):
                self._row(index, row)
        return self.drafts

    def _section(self, text: str) -> None:
        marker = read_marker(text, self.sheet.context.lexicon)
        rank = marker.rank if marker else 1.0
        while self.inner and self.inner[-1][0] >= rank:
            self.inner.pop()
        self.inner.append((rank, text))

    def _cell_number(self, row: Row) -> str:
        found = self._first(row, "number")
        return found[1].text if found is not None else ""

    def _first(self, row: Row, *names: Field) -> tuple[Column, RowCell] | None:
        """The first column of one of these fields whose cell holds text."""
        for name in names:
            for column in self.columns:
                if column.field == name and row.cells[column.index].text:
                    return column, row.cells[column.index]
        return None

    def _own(self, row: Row, *names: Field) -> bool:
        return any(
            c.field in names and row.cells[c.index].text and row.cells[c.index].filled is None for c in self.columns
        )

    def _task_cell(self, row: Row) -> RowCell | None:
        found = self._first(row, "task")
        if found is None:
            return None
        cell = found[1]
        if cell.filled == "left":
            return replace(cell, filled=None)
        return cell

    def _row(self, index: int, row: Row) -> None:
        task = self._task_cell(row)
        above = self.drafts[-1] if self.drafts else None
        own_task = task is not None and task.filled != "above"
        if not own_task and above is not None and not self._own(row, "target", "content", "number"):
            self._extend(above, index, row)
            return
        if task is None:
            found = self._first(row, "content", "target")
            if found is None:
                return
            task = found[1]
        number, words = self._number(index, row, task)
        if leaves_group(self.group, self._cell_number(row)):
            self.inner, self.group = [], ""
        record = Record(id="", kind="task", number=number, section=self._sections(row, task), task=words)
        group = self._first(row, "number")
        if group is not None and group[1].filled is None and number is not None and number not in group[1].text:
            record.attributes[group[0].name] = one_line(group[1].text)  # the number of the group that begins here
        for draft in rows_of(self.sheet, record, index, row):
            if not own_task:
                self._inherit(draft, row)
            self.drafts.append(draft)

    def _number(self, index: int, row: Row, task: RowCell) -> tuple[str | None, str]:
        """The number's own cell, else the number printed inside the task cell; and the task without it."""
        words = one_line(task.text)
        marker = read_marker(words, self.sheet.context.lexicon)
        found = self._first(row, "number")
        over = found is not None and (found[1].filled == "above" or self._reaches_down(index, found[0]))
        if over and marker is not None and task.filled is None:
            found = None  # one number over several measures that have their own
        if found is not None:
            number = one_line(found[1].text).strip(_BRACKETS) or None
            again = marker is not None and number is not None and fold(marker.number) == fold(number)
            if marker is not None and again and not _lists_on(words, marker.number):
                words = words[marker.end :]
            return number, words
        if marker is None or not words[marker.end :].strip():
            return None, words
        return marker.number, words[marker.end :]

    def _reaches_down(self, index: int, column: Column) -> bool:
        """Does the row's cell of this column stand over the next row, which has a numbered task of its own."""
        below = self.sheet.table.rows[index + 1] if index + 1 < len(self.sheet.table.rows) else None
        if below is None or below.kind != "body" or below.cells[column.index].filled != "above":
            return False
        task = self._task_cell(below)
        if task is None or task.filled is not None:
            return False
        return read_marker(one_line(task.text), self.sheet.context.lexicon) is not None

    def _sections(self, row: Row, task: RowCell) -> list[str]:
        """The headings above, then the category cells of the row (and the problem where it is merged over rows)."""
        names = [*self._above(), *(text for _, text in self.inner)]
        for column in self.columns:
            cell = row.cells[column.index]
            if not cell.text or cell.filled == "left":
                continue
            if (column.field == "category" and fold(cell.text) != fold(task.text)) or (
                column.field == "problem" and self.sheet.merged(column)
            ):
                names.append(one_line(cell.text))
        return names

    def _above(self) -> list[str]:
        """The headings above the table; one of the rank of a section row inside it ends where that row begins."""
        if not self.inner:
            return self.outer
        rank = self.inner[0][0]
        markers = [read_marker(text, self.sheet.context.lexicon) for text in self.outer]
        ends = [i for i, marker in enumerate(markers) if marker is not None and marker.rank >= rank]
        return self.outer[: ends[0]] if ends else self.outer

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
        fields: dict[str, tuple[Field, ...]] = {
            "leaders": ("leader",),
            "lead": ("lead", "owner"),
            "support": ("support",),
        }
        return self._own(row, *fields[name])

    def _extend(self, above: Draft, index: int, row: Row) -> None:
        """A row whose task and target are those above adds its steps, times and owners to that record."""
        part = Draft(record=Record(id="", kind="task", task=above.record.task))
        own = replace(row, cells=tuple(c if c.filled is None else RowCell() for c in row.cells))
        fill(self.sheet, part, index, own)
        record = above.record
        record.steps.extend(part.record.steps)
        if part.record.deadline.text:
            merge_deadline(record.deadline, part.record.deadline.text, part.record.deadline.items, True)
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


def _lists_on(words: str, number: str) -> bool:
    """Is the number at the cell's head the first of a list in it: 1.每月学习。2.每年上党课。"""
    following = str(int(number) + 1) if number.isascii() and number.isdigit() else ""
    return bool(following) and re.search(rf"[。；;，,）)\s]{following}[.．、](?!\d)", words) is not None

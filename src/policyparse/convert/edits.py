"""What a person changed in a row, applied to its record: texts are read again by the grammars that read documents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from policyparse.exporters.ledger import COLUMNS, NOTES
from policyparse.exporters.ledger_text import (
    read_due,
    read_flags,
    read_kind,
    split_attributes,
    split_list,
    split_section,
)
from policyparse.interpret.deadlines import read_deadline_cell
from policyparse.interpret.reading import Reading, T
from policyparse.interpret.steps import read_steps_cell
from policyparse.interpret.targets import read_target_cell
from policyparse.interpret.years import Years
from policyparse.lexicon import Lexicon
from policyparse.records import Deadline, DeadlineItem, Meta, Record, Step

_FIELD = {c.key: c.field for c in COLUMNS}
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Doubts about a field that end when a person writes it anew.
_DOUBTS = {
    "deadline": {"deadline-unparsed", "year-inferred", "year-unknown"},
    "target": {"target-unparsed"},
    "owner": {"owner-unparsed", "owner-inherited"},
}


@dataclass(slots=True, kw_only=True)
class Edited:
    """A record with its edits; the fields that changed, problems as (code, message, field), and what was not taken."""

    record: Record
    fields: list[str] = field(default_factory=list)
    problems: list[tuple[str, str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def years_of(meta: Meta) -> Years:
    """Where months without a year take theirs, by the document's metadata."""
    return Years(
        period_start=meta.period.start if meta.period else None,
        period_end=meta.period.end if meta.period else None,
        issued_on=meta.issued_on,
    )


def apply(
    record: Record,
    changes: Mapping[str, str],
    before: Mapping[str, str],
    extra: Mapping[str, str],
    years: Years,
    lexicon: Lexicon,
) -> Edited:
    """The record with the changed cells. `changes` and `before` are texts by column key, after and before the edit;
    `extra` are the cells of columns that the ledger does not have: they join the attributes.
    """
    edited = Edited(record=record.model_copy(deep=True))
    for key, text in changes.items():
        # a cell's last line end is no part of its text
        _take(edited, key, text.strip("\n "), before, years, lexicon)
    if "deadline" in changes or "due" in changes:
        _deadline(edited, changes, before, years, lexicon)
    for name, text in extra.items():
        if edited.record.attributes.get(name) != text:
            edited.record.attributes[name] = text
            _mark(edited, "attributes")
    return edited


def _mark(edited: Edited, name: str) -> None:
    if name not in edited.fields:
        edited.fields.append(name)
        doubts = _DOUBTS.get(name, set())
        edited.record.flags = [flag for flag in edited.record.flags if flag not in doubts]


def _take(edited: Edited, key: str, text: str, before: Mapping[str, str], years: Years, lexicon: Lexicon) -> None:
    record = edited.record
    name = _FIELD.get(key)
    if name is None:
        edited.refused.append(f"{key}: where a record stands in the source is not edited; {text!r} was not taken")
        return
    if key == "kind":
        kind = read_kind(text)
        if kind is None:
            edited.refused.append(f"kind: {text!r} is none of 任务, 指标, 项目; it stays {record.kind}")
            return
        record.kind = kind
    elif key == "number":
        record.number = text or None
    elif key == "section":
        record.section = split_section(text)
    elif key == "task":
        record.task = text
    elif key == "content":
        record.content = text or None
    elif key in {"leaders", "lead", "support"}:
        setattr(record.owner, key, split_list(text))
    elif key == "attributes":
        notes = {NOTES: record.attributes[NOTES]} if NOTES in record.attributes else {}
        record.attributes = {**split_attributes(text), **notes}
    elif key == "notes":
        record.attributes = {k: v for k, v in record.attributes.items() if k != NOTES} | ({NOTES: text} if text else {})
    elif key == "flags":
        record.flags = read_flags(text)
    _mark(edited, name)
    if key == "target":
        indicator = record.task if record.kind == "indicator" else None
        record.target = _read(edited, "target", read_target_cell(text, lexicon, indicator=indicator))
    elif key == "steps":
        record.steps = _steps(edited, text, years, lexicon)


def _read(edited: Edited, name: str, reading: Reading[T]) -> T:
    edited.record.flags += [flag for flag in reading.flags if flag not in edited.record.flags]
    edited.problems.extend((code, message, name) for code, message in reading.problems)
    return reading.value


def _steps(edited: Edited, text: str, years: Years, lexicon: Lexicon) -> list[Step]:
    """Lines that were there keep their dates; new ones are read."""
    old = {step.text: step for step in edited.record.steps}
    steps: list[Step] = []
    for line in text.split("\n"):
        if line in old:
            steps.append(old[line])
        elif line.strip():
            found = _read(edited, "steps", read_steps_cell(line, years, lexicon))
            steps.extend(found)
    return steps


def _deadline(
    edited: Edited, changes: Mapping[str, str], before: Mapping[str, str], years: Years, lexicon: Lexicon
) -> None:
    record = edited.record
    words, due = changes.get("deadline", "").strip(), changes.get("due", "").strip()
    if "deadline" in changes:
        if words:
            record.deadline = _read(edited, "deadline", read_deadline_cell(words, years, lexicon))
        elif "due" in changes and not due:
            record.deadline = Deadline()
        else:
            # the words are gone and the date beside them stands
            items = [item.model_copy(update={"text": None}) for item in record.deadline.items]
            record.deadline = Deadline(inferred=record.deadline.inferred, items=items)
    if "due" in changes:
        _due(edited, due, before.get("due", "").strip(), years, lexicon)


def _due(edited: Edited, text: str, before: str, years: Years, lexicon: Lexicon) -> None:
    """The date column: one date for another takes the place of the first due date; else all items are as written."""
    deadline = edited.record.deadline
    if _ISO.fullmatch(text) and (_ISO.fullmatch(before.strip("（）")) or not deadline.items):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            edited.refused.append(f"due: {text!r} is no date; it was not taken")
            return
        first = next((item for item in deadline.items if item.due is not None), None)
        if first is None:
            deadline.items.insert(0, DeadlineItem(text=None, due=day, year_from="printed"))
        elif first.due != day:
            first.due, first.year_from = day, "printed"
        deadline.inferred = False
        return
    found = read_due(text)
    if found is None or not all(map(_dated, found.items)):
        # not as the program writes dates: as a person would write a deadline
        reading = read_deadline_cell(text, years, lexicon)
        if any(map(_dated, reading.value.items)):
            found = Deadline(items=_read(edited, "deadline", reading).items)
    if found is None:
        edited.refused.append(f"due: {text!r} is no date; it was not taken")
        return
    deadline.inferred = found.inferred
    deadline.items = keep_words(found.items, deadline.items)


def _dated(item: DeadlineItem) -> bool:
    return bool(item.due or item.start or item.rrule)


def keep_words(items: list[DeadlineItem], known: list[DeadlineItem]) -> list[DeadlineItem]:
    """Items with the words of those that say the same dates."""
    said = {(i.label, i.start, i.due, i.rrule): i for i in reversed(known)}
    return [said.get((i.label, i.start, i.due, i.rrule), i) for i in items]

"""What a record must say: the known truth beside the rendered text, in the shape of the output contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure of a target. `text` and `indicator` are judged only where they are given."""

    comparator: str
    value: float
    unit: str | None
    upper: float | None = None
    strength: str | None = None
    due: date | None = None
    text: str | None = None
    indicator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """One item of a deadline. `text` is judged only where it is given; `unjudged` names fields left open."""

    text: str | None = None
    label: str | None = None
    start: date | None = None
    due: date | None = None
    rrule: str | None = None
    year_from: str | None = None
    unjudged: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One dated step; the texts of a row's steps joined are its cell."""

    text: str
    start: date | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One record. `unjudged` names what the document leaves open: a field, or `target.text` and the like."""

    kind: str = "task"
    number: str | None = None
    section: tuple[str, ...] = ()
    task: str
    content: str | None = None
    target: str | None = None
    measures: tuple[Measure, ...] = ()
    deadline: str | None = None
    milestones: tuple[Milestone, ...] = ()
    leaders: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    attributes: Mapping[str, str] | None = None
    flags: tuple[str, ...] = ()  #: flags that must be among the record's flags
    unjudged: frozenset[str] = frozenset()


def as_record(fact: Fact) -> dict[str, Any]:
    """The judged fields of `fact` as a JSON object in the shape of the output contract."""
    judged: dict[str, Any] = {
        "kind": fact.kind,
        "number": fact.number,
        "section": list(fact.section),
        "task": fact.task,
        "content": fact.content,
        "target": {"text": fact.target, "measures": [_measure(m) for m in fact.measures]},
        "deadline": {"text": fact.deadline, "items": [_milestone(m) for m in fact.milestones]},
        "owner": {"leaders": list(fact.leaders), "lead": list(fact.lead), "support": list(fact.support)},
        "steps": [{"text": s.text, "start": _iso(s.start), "due": _iso(s.due)} for s in fact.steps],
    }
    if fact.attributes is not None:
        judged["attributes"] = dict(fact.attributes)
    if fact.flags:
        judged["flags"] = list(fact.flags)
    for name in sorted(fact.unjudged):
        field, _, part = name.partition(".")
        if not part:
            judged.pop(field, None)
        elif field in judged:
            judged[field].pop(part, None)
    return {name: value for name, value in judged.items() if value != {}}


def _measure(measure: Measure) -> dict[str, Any]:
    judged: dict[str, Any] = {
        "comparator": measure.comparator,
        "value": measure.value,
        "upper": measure.upper,
        "strength": measure.strength,
        "unit": measure.unit,
    }
    if measure.due is not None:
        judged["due"] = _iso(measure.due)
    if measure.text is not None:
        judged["text"] = measure.text
    if measure.indicator is not None:
        judged["indicator"] = measure.indicator
    return judged


def _milestone(milestone: Milestone) -> dict[str, Any]:
    judged = {
        "label": milestone.label,
        "start": _iso(milestone.start),
        "due": _iso(milestone.due),
        "rrule": milestone.rrule,
        "year_from": milestone.year_from,
    }
    if milestone.text is not None:
        judged = {"text": milestone.text, **judged}
    return {name: value for name, value in judged.items() if name not in milestone.unjudged}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

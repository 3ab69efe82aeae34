"""One record of prose: its title and content, and what the grammars read from its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from policyparse.interpret.context import Context, Draft
from policyparse.interpret.deadlines import read_deadline_cell, read_deadline_prose
from policyparse.interpret.markers import first_sentence, strip_stop
from policyparse.interpret.owners import OwnerRules, Stated
from policyparse.interpret.reading import Reading, Trace
from policyparse.interpret.steps import read_steps_prose
from policyparse.interpret.targets import read_target_prose
from policyparse.records import Deadline, DeadlineItem, Owner, Record, RecordKind
from policyparse.text import compact, one_line

#: A title that a blank, and no 。, parts from its body: so many characters at least and at most (三、 of plans).
_BLANK_TITLE = re.compile(r"^([^\s，。；：、,;:“”‘’（）()《》]{4,25}) (?=[\u4e00-\u9fff“《].{20,}[。；])", re.S)


#: A piece of an owner statement that names something else: 所属片区：城东片区.
_LABELLED = re.compile(r"^([\u4e00-\u9fff]{2,10})[：:](.+?)[；;。]?$")


#: A bullet is no part of the task that it marks.
_BULLET = re.compile(r"^(?:(?:[-–—*•·●○■□◆◇▪▲►▶➢✓☆★]|——|--)\s*(?=[^\s\d.%\-–—])|[-*]\s+)")


#: A bracket at the end of a title.
_LAST_BRACKET = re.compile(r"[（(]([^（）()]{2,40})[）)]$")


@dataclass(slots=True)
class State:
    """What grows while the outline is walked. `instructing`: by the id of a heading, whether most points below it
    instruct; `handing`: whether most name an owner or a doer and a date; `of_units`: whether all headings below it are units' names; `telling`: the document only tells of work."""

    context: Context
    rules: OwnerRules
    drafts: list[Draft]
    roles: dict[int, str]
    inherited: Stated | None = None
    instructing: dict[int, bool] = field(default_factory=dict)
    handing: dict[int, bool] = field(default_factory=dict)
    of_units: dict[int, bool] = field(default_factory=dict)
    telling: bool = False
    loose: str = "introduction"


def add_record(
    state: State,
    *,
    number: str | None,
    section: Sequence[str],
    text: str,
    owner: Reading[Owner] | None,
    blocks: list[int],
    beside: Sequence[str] = (),
    traces: Sequence[Trace] = (),
    kind: RecordKind = "task",
    task: str | None = None,
) -> None:
    """`traces`: brackets that looked like owners and are none. `beside`: words of the owner statement that name no owner (完成时限：2025年底前)."""
    context = state.context
    if task is None:
        task, content = split_title(text)
    else:
        content = _content(text)
    record = Record(id="", kind=kind, number=number, section=[*context.section, *section], task=task, content=content)
    draft = Draft(record=record, blocks=list(blocks))
    if number is not None:
        draft.traces.append(Trace(field="number", words=number, rule="mark-of-the-point", value=number))
    if record.section:
        above = " / ".join(record.section)
        draft.traces.append(Trace(field="section", words=above, rule="headings-above", value=""))
    rule = "point-title" if kind == "task" else "box-label"
    draft.traces.append(Trace(field="task", words=task, rule=rule if content else "whole-point", value=""))
    if content:
        draft.traces.append(Trace(field="content", words=content, rule="rest-of-the-point", value=""))
    if owner is not None:
        record.owner = owner.value
        draft.take(owner, "owner")
    elif state.inherited is not None:
        record.owner = state.inherited.owner.value.model_copy(deep=True)
        draft.take(state.inherited.owner, "owner")
        stated = Trace(field="owner", words=record.owner.text or "", rule="stated-once-for-the-section")
        draft.traces.append(stated)
        draft.flag("owner-inherited")
        beside = [*beside, *state.inherited.rest]
    reading = (context.years, context.lexicon)
    draft.traces.extend(traces)
    target = read_target_prose(f"{task}\n{content or ''}".strip(), context.lexicon, context.years)
    record.target = target.value
    draft.take(target, "target")
    set_by_label = _set_by_label(beside, context)
    # 6月底前完成招标。…完成时限：12月底: beside a time of the point's own, one dated clause is a step as well
    steps = read_steps_prose(text, *reading, least=1 if set_by_label else 2)
    record.steps = steps.value
    draft.take(steps, "steps")
    rest = f"{task}\n{content or ''}".strip() if kind == "project" else text
    for step in record.steps:
        rest = rest.replace(step.text, "", 1)
    deadline = set_by_label or read_deadline_prose("\n".join([rest, *beside]), *reading)
    if not deadline.value.items and not record.steps:
        deadline = _bracketed_time(task, context) or deadline
    record.deadline = deadline.value
    draft.take(deadline, "deadline")
    for words in beside:
        label = _LABELLED.match(one_line(words))
        if label and label[2] not in (record.deadline.text or ""):
            record.attributes.setdefault(label[1], label[2])
    if not record.deadline.items and not record.steps:
        record.deadline = period_deadline(context)
    state.drafts.append(draft)


def _set_by_label(beside: Sequence[str], context: Context) -> Reading[Deadline] | None:
    """The time that a point's own label gives, read as a cell; None where no such label stands there or none is read."""
    labels = [_LABELLED.match(one_line(words)) for words in beside]
    names = context.lexicon["organisations"]["labels"]["time"]
    values = [label[2] for label in labels if label and label[1] in names]
    if not values:
        return None
    read = read_deadline_cell("；".join(values), context.years, context.lexicon)
    return read if read.value.items else None


def _bracketed_time(task: str, context: Context) -> Reading[Deadline] | None:
    """拆除残垣断壁（4月）: a bracket behind the title that holds nothing but a time."""
    bracket = _LAST_BRACKET.search(task)
    if bracket is None:
        return None
    reading = read_deadline_cell(bracket[1], context.years, context.lexicon)
    items = reading.value.items
    dated = bool(items) and all((i.start or i.due) and i.label is None for i in items)
    only = "".join(i.text or "" for i in items)
    return reading if dated and compact(only) == compact(bracket[1]) else None


def period_deadline(context: Context) -> Deadline:
    """The end of the document's period, marked as inferred; empty where the document has none."""
    period = context.meta.period
    if period is None:
        return Deadline()
    return Deadline(inferred=True, items=[DeadlineItem(text=None, due=period.end, year_from="period")])


def split_title(text: str) -> tuple[str, str | None]:
    """The task and the content of a point's text: its first line or sentence without the closing 。, and the rest."""
    text = _BULLET.sub("", text.strip("\n "))
    blank = _BLANK_TITLE.match(text)
    end = blank.end() - 1 if blank else first_sentence(text)
    task = strip_stop(one_line(text[:end]))
    content = _content(text[end:])
    if not task:
        return (content or one_line(text)), None
    return task, content


def _content(text: str) -> str | None:
    lines = [one_line(line) for line in text.split("\n")]
    return "\n".join(line for line in lines if line) or None

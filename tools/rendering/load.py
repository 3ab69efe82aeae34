"""Reads the fictional documents (`documents/*.toml`) into the content model.

The files hold the truth beside the text in a short notation: a measure is `COMPARATOR VALUE[..UPPER] UNIT [aim] [DATE]`,
a milestone `[LABEL|][START]..[DUE] [printed] [open]` or `[LABEL|]rrule RULE`, a step `[START]..[DUE] TEXT` or `- TEXT`.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from rendering.content import (
    AttachmentMark,
    Block,
    Box,
    Column,
    Content,
    Heading,
    Imprint,
    Masthead,
    Meta,
    PageBreak,
    Paragraph,
    Recipients,
    Row,
    SectionRow,
    Signature,
    Table,
    Title,
    Web,
)
from rendering.facts import Fact, Measure, Milestone, Step

DOCUMENTS = Path(__file__).parent / "documents"
SPAN = re.compile(r"(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?(?:\s+(.*))?$", re.DOTALL)
#: Columns whose cells are several names, and what stands between them.
LISTS = {"leaders": " ", "lead": "、", "support": "、"}
#: What is one with the row above where a row continues its task.
CONTINUED = ("number", "task", "leaders", "lead", "support")


def names() -> list[str]:
    """The names of all fictional documents."""
    return sorted(path.stem for path in DOCUMENTS.glob("*.toml"))


def load(name: str) -> tuple[Content, str]:
    """The document `name` and a sentence about what it shows."""
    raw = tomllib.loads((DOCUMENTS / f"{name}.toml").read_text(encoding="utf-8"))
    meta, web = _frozen(raw["meta"]), _frozen(raw["web"])
    blocks = tuple(block for one in raw["block"] for block in _blocks(one))
    return Content(name=raw["name"], blocks=blocks, meta=Meta(**meta), web=Web(**web)), raw["shows"]


def _frozen(raw: dict[str, Any]) -> dict[str, Any]:
    """Lists made tuples."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}


def _blocks(raw: dict[str, Any]) -> list[Block]:
    given = _frozen(raw)
    kind = given.pop("type")
    if kind == "point":
        return _point(raw)
    if kind == "table":
        return [_table(raw)]
    if kind == "box":
        return [Box(title=raw["title"], items=tuple(_item(item) for item in raw["items"]))]
    made: dict[str, type[Any]] = {
        "masthead": Masthead,
        "title": Title,
        "recipients": Recipients,
        "heading": Heading,
        "paragraph": Paragraph,
        "signature": Signature,
        "attachment": AttachmentMark,
        "imprint": Imprint,
        "page_break": PageBreak,
    }
    return [made[kind](**given)]


def _point(raw: dict[str, Any]) -> list[Block]:
    """A numbered point: its title and body in one paragraph, or (`own_line`) the title on a line of its own."""
    fact = _fact(
        raw,
        number=raw["number"],
        task=raw["task"],
        content=raw["content"],
        unjudged={"target.text", "steps", *raw.get("unjudged", ())}
        | (set() if "deadline" in raw else {"deadline.items"}),
    )
    body = raw["content"] + raw.get("owner", "")
    if raw.get("own_line"):
        return [Paragraph(lead=f"{raw['printed']}{raw['task']}", text=""), Paragraph(text=body, facts=(fact,))]
    return [Paragraph(lead=f"{raw['printed']}{raw['task']}。", text=body, facts=(fact,))]


def _item(raw: dict[str, Any]) -> Paragraph:
    fact = Fact(
        kind="project",
        task=raw["task"],
        unjudged=frozenset(("number", "section", "content", "target", "deadline", "steps", "owner")),
    )
    return Paragraph(text=f"{raw['task']}：{raw['text']}", facts=(fact,))


def _table(raw: dict[str, Any]) -> Table:
    columns = tuple(Column(**_frozen(column)) for column in raw["columns"])
    given: dict[str, Any] = {key: tuple(raw[key]) for key in ("merge", "breaks", "notes", "title_rows") if key in raw}
    rows: list[Row | SectionRow] = []
    above: Row | None = None
    for one in raw["rows"]:
        if "section" in one:
            rows.append(SectionRow(text=one["section"]))
            continue
        above = _indicator(one, columns) if "indicator" in one else _task(one, above)
        rows.append(above)
    return Table(columns=columns, rows=tuple(rows), caption=raw.get("caption"), note=raw.get("note"), **given)


def _task(raw: dict[str, Any], above: Row | None) -> Row:
    plain = ("number", "category", "task", "content", "target", "deadline")
    values: dict[str, str] = {key: raw[key] for key in plain if key in raw}
    values |= {key: mark.join(raw[key]) for key, mark in LISTS.items() if key in raw}
    values["steps"] = "".join(step.text for step in _steps(raw))
    if not raw.get("continues"):
        return Row(values=values, fact=_fact(raw, number=raw["number"], task=raw["task"], content=raw.get("content")))
    assert above is not None
    assert above.fact is not None
    fact = _fact(raw, number=above.fact.number, task=above.fact.task, content=None, inherits=above.fact)
    return Row(values=values, merged_up=frozenset(CONTINUED), fact=fact)


def _indicator(raw: dict[str, Any], columns: tuple[Column, ...]) -> Row:
    values = {column.key: raw[column.key] for column in columns if column.key in raw}
    named = {column.key: column.names[0] for column in columns}
    fact = Fact(
        kind="indicator",
        number=raw.get("number"),
        task=raw["indicator"],
        measures=_measures(raw),
        attributes={named[key]: raw[key] for key in ("base", "kind") if key in raw},
        unjudged=frozenset(("content", "target.text", "deadline", "steps", "owner")),
    )
    return Row(values=values, fact=fact)


def _fact(
    raw: dict[str, Any],
    *,
    number: str | None,
    task: str,
    content: str | None,
    unjudged: set[str] | None = None,
    inherits: Fact | None = None,
) -> Fact:
    owner: dict[str, Any] = {
        key: inherits_list if inherits and (inherits_list := getattr(inherits, key)) else tuple(raw.get(key, ()))
        for key in LISTS
    }
    if "leaders_are" in raw:
        owner["leaders"] = tuple(raw["leaders_are"])
    return Fact(
        number=number,
        task=task,
        content=content,
        target=raw.get("target"),
        measures=_measures(raw),
        deadline=raw.get("deadline"),
        milestones=tuple(_milestone(text) for text in raw.get("dates", ())),
        steps=_steps(raw),
        unjudged=frozenset(unjudged or ()),
        **owner,
    )


def _measures(raw: dict[str, Any]) -> tuple[Measure, ...]:
    return tuple(_measure(text) for text in raw.get("measures", ()))


def _measure(text: str) -> Measure:
    comparator, number, unit, *rest = text.split()
    value, _, upper = number.partition("..")
    return Measure(
        comparator=comparator,
        value=float(value),
        upper=float(upper) if upper else None,
        unit=unit,
        strength="aim" if "aim" in rest else None,
        due=next((date.fromisoformat(part) for part in rest if part != "aim"), None),
    )


def _milestone(text: str) -> Milestone:
    label, bar, rest = text.rpartition("|")
    if rest.startswith("rrule "):
        return Milestone(label=label or None, rrule=rest.removeprefix("rrule "))
    if not rest:
        return Milestone(label=label if bar else None)
    start, due, marks = _span(rest)
    return Milestone(
        label=label or None,
        start=start,
        due=due,
        year_from="printed" if "printed" in marks else "period",
        unjudged=frozenset(("start",) if "open" in marks else ()),
    )


def _steps(raw: dict[str, Any]) -> tuple[Step, ...]:
    steps: list[Step] = []
    for text in raw.get("steps", ()):
        if text.startswith("- "):
            steps.append(Step(text=text[2:]))
            continue
        start, due, words = _span(text)
        steps.append(Step(text=words, start=start, due=due))
    return tuple(steps)


def _span(text: str) -> tuple[date | None, date | None, str]:
    found = SPAN.match(text)
    if found is None:
        raise ValueError(f"no span of dates in {text!r}")
    start, due, rest = found.groups()
    return _day(start), _day(due), rest or ""


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

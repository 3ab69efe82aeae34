"""What a person sees on a terminal: the ledger of one document, its stages, one record explained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable

from policyparse.api import Stages
from policyparse.document import Heading, Paragraph, Table
from policyparse.exporters.ledger import due_dates
from policyparse.interpret.context import Draft
from policyparse.normalise.model import LogicalTable
from policyparse.origin import Origin
from policyparse.records import PolicyDocument, Record
from policyparse.text import one_line

_KINDS = {"notice": "通知", "plan": "规划/方案", "work_points": "工作要点", "task_list": "任务清单", "other": "其他"}


def show_document(console: Console, document: PolicyDocument) -> None:
    """The ledger: number, task, target, deadline, lead and problems, under the document's title and counts."""
    meta = document.meta
    console.print(f"[bold]{escape(meta.title or document.source.path)}[/bold]")
    facts = [_KINDS[meta.kind], meta.doc_number, meta.issuer, meta.issued_on and meta.issued_on.isoformat()]
    console.print(escape(" · ".join(str(f) for f in facts if f)), style="dim")
    kinds = Counter(record.kind for record in document.records)
    counts = ", ".join(f"{n} {kind}{'s' if n != 1 else ''}" for kind, n in kinds.items()) or "no records"
    cover = document.coverage
    console.print(f"{counts}; {cover.characters} characters, {cover.unaccounted} unaccounted", style="dim")
    if document.records:
        console.print(_ledger(document, console.width))
    _problems(console, document)


def _ledger(document: PolicyDocument, width: int) -> RichTable:
    table = RichTable(box=box.SIMPLE_HEAD, expand=width < 160, pad_edge=False, show_lines=False)
    table.add_column("No.", justify="right", no_wrap=True)
    for name, ratio in (("Task 任务", 4), ("Target 目标", 4), ("Deadline 时限", 3), ("Lead 牵头", 3)):
        table.add_column(name, ratio=ratio, overflow="fold")
    table.add_column("!", justify="right", no_wrap=True)
    problems = Counter(p.record for p in document.problems if p.record and p.severity != "info")
    section: list[str] = []
    for record in document.records:
        if record.section != section:
            for level, name in enumerate(record.section):
                if section[: level + 1] != record.section[: level + 1]:
                    table.add_row("", f"[bold cyan]{escape(_short(name, 60))}[/]", "", "", "", "")
            section = record.section
        count = problems[record.id]
        table.add_row(
            escape(record.number or ""),
            escape(_short(record.task, 60)),
            escape(_short(record.target.text or "", 60)),
            escape(_deadline(record)),
            escape("、".join(record.owner.lead)),
            f"[red]{count}[/]" if count else "",
        )
    return table


def _deadline(record: Record) -> str:
    text = record.deadline.text or ""
    # the labels stand in the words above the dates
    dates = "\n".join(part.rsplit("：", 1)[-1] for part in due_dates(record).split("；"))
    return "\n".join(part for part in (_short(text, 60), dates) if part)


def _problems(console: Console, document: PolicyDocument) -> None:
    shown = [p for p in document.problems if p.severity != "info"]
    if not shown:
        return
    by_code = Counter((p.severity, p.code) for p in shown)
    console.print("Problems: " + ", ".join(f"{n}× {code} ({severity})" for (severity, code), n in by_code.items()))
    for problem in shown[:10]:
        place = f" [{_place(problem.source[0])}]" if problem.source else ""
        console.print(f"  {problem.code}: {escape(problem.message)}{escape(place)}", style="yellow")
    if len(shown) > 10:
        console.print(f"  … and {len(shown) - 10} more; the JSON has them all", style="dim")


def _short(text: str, length: int) -> str:
    text = one_line(text)
    return text if len(text) <= length else text[: length - 1] + "…"


def _place(origin: Origin) -> str:
    parts = []
    if origin.page is not None:
        parts.append(f"page {origin.page}")
    if origin.line is not None:
        parts.append(f"line {origin.line}")
    if origin.table is not None:
        parts.append(f"table {origin.table}" + (f" row {origin.row}" if origin.row is not None else ""))
    if origin.bbox is not None:
        parts.append("box " + ",".join(f"{v:.0f}" for v in origin.bbox))
    return " ".join(parts) or "?"


def show_stages(console: Console, stages: Stages) -> None:
    """Every stage: blocks as read, decisions of the normaliser, tables after joining, roles, and the account."""
    document = stages.document
    console.rule("1 · as read")
    file = document.file
    console.print(
        f"{escape(file.path)}: {file.format}, {file.size_bytes} bytes, pages {file.pages}, encoding {file.encoding}"
    )
    for index, block in enumerate(document.blocks):
        if isinstance(block, Table):
            rows = f"table {block.rows}×{block.cols} ({block.evidence}), header rows marked: {block.header_rows}"
            console.print(f"{index:4} {_place(block.origin):<24} {escape(rows)}", soft_wrap=True)
        else:
            name = f"heading {block.level}" if isinstance(block, Heading) else _paragraph_name(block)
            place = _place(block.origins[0]) if block.origins else "?"
            console.print(f"{index:4} {place:<24} {name}: {escape(_short(block.text, 70))}", soft_wrap=True)
    console.rule("2 · decisions of the normaliser")
    for decision in stages.tidy.decisions:
        place = _place(decision.origins[-1]) if decision.origins else ""
        console.print(
            f"{decision.stage:<10} {decision.rule:<22} {place:<20} {escape(decision.evidence)}", soft_wrap=True
        )
    console.rule("3 · tables after joining")
    for tidy_block in stages.tidy.blocks:
        if isinstance(tidy_block, LogicalTable):
            _show_table(console, tidy_block)
    console.rule("4 · roles and parts")
    frame = stages.interpretation.frame
    for part in frame.parts:
        console.print(f"part {part.kind}: blocks {part.start} to {part.end - 1}: {escape(part.title or '')}")
    roles = Counter(stages.interpretation.roles.values())
    console.print(", ".join(f"{n} {role}" for role, n in roles.items()))
    for trace in frame.traces:
        console.print(f"{trace.field:<18} {trace.rule:<24} {escape(trace.value or trace.words)}", soft_wrap=True)
    console.rule("5 · account")
    cover = stages.result.coverage
    console.print(
        f"{cover.characters} characters = {cover.in_records} in records + {cover.in_structure} in structure"
        f" + {cover.set_aside} set aside + {cover.unaccounted} unaccounted"
    )
    reasons: Counter[str] = Counter()
    for item in cover.set_aside_items:
        reasons[item.reason] += item.characters
    console.print("set aside: " + (", ".join(f"{n} {reason}" for reason, n in reasons.items()) or "nothing"))


def _paragraph_name(block: Paragraph) -> str:
    return "text" if block.boxed is None else f"box {block.boxed}"


def _show_table(console: Console, table: LogicalTable) -> None:
    every = [cell for row in table.rows for cell in row.cells]
    facts = [
        f"{len(table.parts)} piece{'s' if len(table.parts) != 1 else ''}",
        f"{len(table.rows)} rows",
        f"{sum(row.joined for row in table.rows)} joined over a page end",
        f"{sum(c.filled == 'above' and bool(c.text) for c in every)} cells ↑ filled from a merged cell above",
        f"{sum(c.filled == 'left' and bool(c.text) for c in every)} ← from one to the left",
    ]
    name = f" “{table.name}”" if table.name else ""
    console.print(escape(f"table {table.index}{name}: " + ", ".join(facts)), soft_wrap=True)
    for column in table.columns:
        names = " / ".join(column.path) or f"column {column.index + 1}"
        also = "" if len(column.spellings) < 2 else f"; also printed {'、'.join(column.spellings[1:])}"
        why = column.evidence or "no name and no content known"
        meaning = f"{column.field} by {column.rule}" if column.field else "kept as an attribute"
        guessed = " (guessed)" if column.rule in {"content", "position"} else ""
        console.print("  " + escape(f"{names} → {meaning}{guessed}: {why}{also}"), soft_wrap=True)
    for field in table.form:
        console.print("  " + escape(f"for all rows: {field.label} = {field.value}"), soft_wrap=True)
    for index, row in enumerate(table.rows):
        if row.kind != "body":
            console.print(f"  {index:4} {row.kind}: {escape(row.text)}", soft_wrap=True)
            continue
        cells = " | ".join(
            ("↑" if c.filled == "above" else "←" if c.filled else "") + _short(c.text, 14) for c in row.cells
        )
        console.print(f"  {index:4} {'joined ' if row.joined else ''}{escape(cells)}", soft_wrap=True)


def show_record(console: Console, stages: Stages, which: str) -> bool:
    """One record with the words, the rule and the rejected alternatives of each field; False where there is none."""
    drafts = [d for d in stages.interpretation.drafts if which in (d.record.id, d.record.number)]
    for draft in drafts:
        record = draft.record
        console.print(
            f"[bold]{escape(record.number or '')} {escape(record.task)}[/bold]  ({record.kind}, id {record.id})"
        )
        console.print(escape(f"stands at {'; '.join(_place(o) for o in record.source)}"), soft_wrap=True)
        for name, value in _fields(record):
            _show_field(console, draft, stages, name, value)
        for code, message, about in draft.problems:
            console.print(f"  problem {code} ({about}): {escape(message)}", style="yellow", soft_wrap=True)
        console.print("flags: " + (", ".join(record.flags) or "none"))
    return bool(drafts)


def _fields(record: Record) -> list[tuple[str, str]]:
    """Every field with its value as one line, "" where it is empty."""
    owner = record.owner
    people = (("leaders", owner.leaders), ("lead", owner.lead), ("support", owner.support))
    measures = [m.text for m in record.target.measures]
    dates = f"{record.deadline.text or ''} → {due_dates(record)}"
    return [
        ("number", record.number or ""),
        ("section", " / ".join(record.section)),
        ("task", record.task),
        ("content", record.content or ""),
        ("target", record.target.text or "；".join(measures)),
        ("deadline", dates if dates.strip(" →") else ""),
        ("owner", "; ".join(f"{name}: {'、'.join(names)}" for name, names in people if names)),
        ("steps", " / ".join(step.text for step in record.steps)),
        *((f"attribute {name}", value) for name, value in record.attributes.items()),
    ]


def _show_field(console: Console, draft: Draft, stages: Stages, name: str, value: str) -> None:
    """A field's value and place, the words that it was read from, the rule, and what was turned down."""
    record = draft.record
    traces = [trace for trace in draft.traces if trace.field == name]
    if not value and not traces:
        return
    where = "; ".join(_place(o) for o in record.fields_source.get(name, []))
    place = f"  [{where}]" if where else ""
    console.print(escape(f"{name}: {_short(value, 160) or 'none'}{place}"), soft_wrap=True)
    for trace in traces:
        said = trace.words and one_line(trace.words) != one_line(value)
        told = f"  “{escape(_short(trace.words, 60))}” by {trace.rule}" if said else f"  by {trace.rule}"
        console.print(
            told + (f": {escape(trace.value)}" if trace.value and trace.value != value else ""), soft_wrap=True
        )
        _show_rejected(console, trace.rejected)
    if name == "deadline" and record.deadline.inferred:
        period = next((t for t in stages.interpretation.frame.traces if t.field == "meta.period"), None)
        if period is not None:
            told = f"  “{escape(_short(period.words, 60))}” by end-of-period: {period.value}; nothing in the record sets a day"
            console.print(told, soft_wrap=True)
    elif not traces and not where and value:
        console.print("  by place: a cell of its row" if draft.cells else "  by place", soft_wrap=True)


def _show_rejected(console: Console, rejected: Sequence[tuple[str, str]]) -> None:
    for words, reason in rejected:
        console.print(
            f"            turned down “{escape(_short(words, 50))}”: {escape(reason)}", style="dim", soft_wrap=True
        )

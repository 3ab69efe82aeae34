"""Tables that share a target out over places or units (县区 | 造林任务（亩） | 完成时限): one record per place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policyparse.interpret.context import Context, Draft
from policyparse.interpret.deadlines import read_deadline_cell
from policyparse.interpret.indicators import table_unit
from policyparse.interpret.owners import read_owner_cells
from policyparse.interpret.prose_record import period_deadline
from policyparse.interpret.reading import Trace
from policyparse.interpret.targets import bracketed_unit, read_target_cell
from policyparse.normalise.column_names import plain_name
from policyparse.normalise.model import LogicalTable, Row
from policyparse.normalise.sections import is_total
from policyparse.origin import Origin
from policyparse.records import Record
from policyparse.text import fold, one_line

#: A title says what it hands out among so many characters at its end.
_LAST_WORDS = 10


def is_share_table(table: LogicalTable, context: Context) -> bool:
    """Places and nothing but numbers, in a document whose title or the table's own hands out work."""
    fields = {c.field for c in table.columns}
    owner = next((c for c in table.columns if c.field == "owner"), None)
    if owner is None or owner.rule != "content" or "value" not in fields:
        return False
    if fields - {"owner", "value", "number", "attribute", "deadline", None}:
        return False
    words = [fold(word) for word in context.lexicon["columns"]["value"]["shared"]]
    titles = [plain_name(name)[-_LAST_WORDS:] for name in (context.meta.title, table.name) if name]
    if any(fold(word) in title for title in titles for word in context.lexicon["columns"]["value"]["given"]):
        return False
    return any(word in title for title in titles for word in words)


def read_shares(table: LogicalTable, section: Sequence[str], context: Context) -> list[Draft]:
    """One record per place: its name is the task and the lead, each column a measure under the column's name."""
    drafts: list[Draft] = []
    inner: list[str] = []
    for index, row in enumerate(table.rows):
        if row.kind == "section":
            inner = [row.text]
        elif row.kind == "body" and not is_total(row, context.lexicon):
            draft = _share(table, index, row, [*context.section, *section, *inner], context)
            if draft is not None:
                drafts.append(draft)
    return drafts


def _share(table: LogicalTable, index: int, row: Row, above: list[str], context: Context) -> Draft | None:
    owner = next(c for c in table.columns if c.field == "owner")
    place = one_line(row.cells[owner.index].text)
    if not place:
        return None
    record = Record(id="", kind="task", section=above, task=place)
    draft = Draft(record=record)
    record.source = [replace(o, table=table.index, row=index) for o in row.origins] or [
        Origin(table=table.index, row=index)
    ]
    draft.traces.append(Trace(field="task", words=place, rule="place-cell", value=place))
    texts: list[str] = []
    for column in table.columns:
        cell = row.cells[column.index]
        text = one_line(cell.text)
        if not text or cell.filled == "left":
            continue
        draft.cells.append((table.index, index, column.index))
        name = {"owner": "owner", "value": "target", "number": "number", "deadline": "deadline"}.get(
            column.field or "", "attributes"
        )
        places = [replace(o, table=table.index, row=index) for o in cell.origins]
        record.fields_source.setdefault(name, []).extend(places)
        if column.field == "value":
            unit = column.unit or next(filter(None, map(bracketed_unit, reversed(column.path))), None)
            reading = read_target_cell(
                text, context.lexicon, indicator=column.name or None, unit=unit or table_unit(table)
            )
            record.target.measures.extend(reading.value.measures)
            draft.take(reading, "target")
            texts.append(text)
        elif column.field == "number":
            record.number = text
        elif column.field == "deadline":
            time = read_deadline_cell(cell.text, context.years, context.lexicon)
            record.deadline = time.value
            draft.take(time, "deadline")
        elif column.field != "owner":
            record.attributes[column.name or f"列{column.index + 1}"] = text
    record.target.text = "；".join(texts) or None
    reading_owner = read_owner_cells([("owner", place)], context.lexicon, context.known)
    record.owner = reading_owner.value
    draft.take(reading_owner, "owner")
    if record.deadline.text is None:
        record.deadline = period_deadline(context)
    draft.flag("header-guessed")
    return draft

"""Which tables set indicators."""

from __future__ import annotations

from policyparse.interpret.context import Context
from policyparse.interpret.row_form import label_field
from policyparse.normalise.column_names import has_year, plain_name
from policyparse.normalise.model import LogicalTable
from policyparse.text import fold

#: 主要指标一览表, 绩效目标申报表: what a title is of stands in so many characters at its end.
_LAST_WORDS = 8


def is_indicator_table(table: LogicalTable, context: Context) -> bool:
    """A column of indicators (or of items measured in a unit) beside at least one column of values."""
    fields = {c.field for c in table.columns}
    if not fields & {"value", "target"} and not fields & {"base", "growth"}:
        return False
    if context.meta.kind == "other" and not _sets_targets(table, context):
        return False  # a report or a budget counts, it sets no targets
    if "indicator" in fields:
        return "task" not in fields or "value" in fields
    measured = "task" in fields and "value" in fields and "unit" in fields
    return (
        measured
        and not fields & {"owner", "lead", "support", "leader", "deadline", "steps"}
        and context.meta.kind != "other"
    )


def _sets_targets(table: LogicalTable, context: Context) -> bool:
    """Does a table hand out targets though its document is of no kind that does: it names owners or times, tells
    binding indicators from expected ones, names a year's goal, or is all that the document is."""
    given = {c.field for c in table.columns} | {label_field(entry, context) for entry in table.form if entry.value}
    if given & {"owner", "lead", "support", "leader", "deadline"}:
        return True
    words = context.lexicon["columns"]
    kinds = {fold(word) for word in words["indicator"]["kinds"]}
    body = [row for row in table.rows if row.kind == "body"]
    for column in table.columns:
        texts = [fold(row.cells[column.index].text) for row in body if row.cells[column.index].text]
        if column.field in {None, "attribute"} and texts and sum(t in kinds for t in texts) * 2 > len(texts):
            return True
        goal = any(part in plain_name(column.name) for part in words["value"]["goals"])
        if column.field == "value" and goal and has_year(column.name):
            return True
    last = plain_name(context.meta.title or "")[-_LAST_WORDS:]
    if last.endswith(tuple(map(fold, words["indicator"]["reports"]))):
        return False
    return any(fold(word) in last for word in words["indicator"]["titles"])

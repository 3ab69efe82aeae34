"""The ledger: records as rows of a table that people read, with Chinese or English column names.

What a cell joins can be split again (`policyparse.exporters.ledger_text`); `policyparse.convert` reads the table back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from policyparse.exporters.ledger_text import (
    KINDS,
    due_text,
    join_attributes,
    join_list,
    join_section,
    show_flags,
)
from policyparse.records import PolicyDocument, Record

#: The attribute that is the ledger's column for remarks.
NOTES = "备注"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerColumn:
    """One column: its key, its two names, and how its text comes from a record.

    `about` says what the cells hold. `field` is the record's field that they show, or None where an edit of them
    means nothing (`source`, `document`, `id` only tell where the row belongs). `text_en` is the text under
    English names where it differs.
    """

    key: str
    zh: str
    en: str
    text: Callable[[PolicyDocument, Record], str]
    about: str
    field: str | None = None
    text_en: Callable[[PolicyDocument, Record], str] | None = None

    def name(self, headers: str) -> str:
        return self.zh if headers == "zh" else self.en

    def show(self, document: PolicyDocument, record: Record, headers: str) -> str:
        """The cell's text in the language of the column names."""
        if headers != "zh" and self.text_en is not None:
            return self.text_en(document, record)
        return self.text(document, record)


def due_dates(record: Record) -> str:
    """The due dates and rules of a record, one after the other; an inferred date is in brackets."""
    return due_text(record.deadline)


def places(record: Record) -> str:
    """Where a record stands: pages, else lines, else table rows (counted from 1 for people)."""
    pages = sorted({o.page for o in record.source if o.page is not None})
    if pages:
        return "、".join(str(p) for p in pages)
    lines = sorted({o.line for o in record.source if o.line is not None})
    if lines:
        return "行" + "、".join(str(n) for n in lines)
    rows = [f"表{o.table + 1}行{o.row + 1}" for o in record.source if o.table is not None and o.row is not None]
    return "、".join(dict.fromkeys(rows))


COLUMNS: tuple[LedgerColumn, ...] = (
    LedgerColumn(
        key="number", zh="序号", en="No.", field="number", text=lambda d, r: r.number or "",
        about="the number as printed, without brackets and points",
    ),
    LedgerColumn(
        key="section", zh="类别", en="Section", field="section", text=lambda d, r: join_section(r.section),
        about="the headings above it, outermost first, joined by ' / '",
    ),
    LedgerColumn(
        key="task", zh="任务", en="Task", field="task", text=lambda d, r: r.task,
        about="the task, without its number",
    ),
    LedgerColumn(
        key="content", zh="工作内容", en="Content", field="content", text=lambda d, r: r.content or "",
        about="what is to be done",
    ),
    LedgerColumn(
        key="target", zh="目标", en="Target", field="target", text=lambda d, r: r.target.text or "",
        about="the target in words",
    ),
    LedgerColumn(
        key="deadline", zh="完成时限", en="Deadline", field="deadline", text=lambda d, r: r.deadline.text or "",
        about="the deadline in words",
    ),
    LedgerColumn(
        key="due", zh="截止日期", en="Due", field="deadline", text=lambda d, r: due_dates(r),
        about="due dates (ISO 8601), spans start/due and rules (RFC 5545) joined by ；; in （） where inferred",
    ),
    LedgerColumn(
        key="leaders", zh="责任领导", en="Leaders", field="owner", text=lambda d, r: join_list(r.owner.leaders),
        about="people who answer for it, joined by 、",
    ),
    LedgerColumn(
        key="lead", zh="牵头单位", en="Lead", field="owner", text=lambda d, r: join_list(r.owner.lead),
        about="units that lead or answer for it, joined by 、",
    ),
    LedgerColumn(
        key="support", zh="配合单位", en="Support", field="owner", text=lambda d, r: join_list(r.owner.support),
        about="units that take part, joined by 、",
    ),
    LedgerColumn(
        key="steps", zh="进展步骤", en="Steps", field="steps", text=lambda d, r: "\n".join(s.text for s in r.steps),
        about="the steps, one a line",
    ),
    LedgerColumn(
        key="source", zh="来源页", en="Source", text=lambda d, r: places(r),
        about="where it stands in the source: pages, else lines or table rows, from 1; not read back",
    ),
    LedgerColumn(
        key="notes", zh="备注", en="Notes", field="attributes", text=lambda d, r: r.attributes.get(NOTES, ""),
        about="remarks; the attribute 备注 of the record",
    ),
    LedgerColumn(
        key="kind", zh="类型", en="Kind", field="kind", text=lambda d, r: KINDS["zh"][r.kind],
        text_en=lambda d, r: KINDS["en"][r.kind], about="任务 task, 指标 indicator or 项目 project",
    ),
    LedgerColumn(
        key="attributes", zh="其他", en="Other", field="attributes",
        text=lambda d, r: join_attributes({k: v for k, v in r.attributes.items() if k != NOTES}),
        about="what the source has and no other column takes, as 名：值 joined by ；",
    ),
    LedgerColumn(
        key="flags", zh="疑点", en="Flags", field="flags", text=lambda d, r: show_flags(r.flags, "zh"),
        text_en=lambda d, r: show_flags(r.flags, "en"), about="named reasons for doubt, joined by 、",
    ),
    LedgerColumn(
        key="document", zh="文件", en="File", text=lambda d, r: d.source.path,
        about="the file that it was read from",
    ),
    LedgerColumn(
        key="id", zh="编号", en="Id", text=lambda d, r: r.id,
        about="the record's id; keep it, it leads back to the source",
    ),
)  # fmt: skip


def names(headers: str) -> list[str]:
    """The column names in one language."""
    return [c.name(headers) for c in COLUMNS]


def rows(documents: Sequence[PolicyDocument], headers: str = "zh") -> list[list[str]]:
    """One row a record, in reading order."""
    return [
        [c.show(document, record, headers) for c in COLUMNS] for document in documents for record in document.records
    ]

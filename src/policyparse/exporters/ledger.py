"""The ledger: records as rows of a table that people read, with Chinese or English column names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from policyparse.records import DeadlineItem, PolicyDocument, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerColumn:
    """One column: its key, its two names, and how its text comes from a record."""

    key: str
    zh: str
    en: str
    text: Callable[[PolicyDocument, Record], str]


def due_dates(record: Record) -> str:
    """The due dates and rules of a record, one after the other; an inferred date is in brackets."""
    texts = [text for item in record.deadline.items if (text := _item(item))]
    joined = "；".join(texts)
    return f"（{joined}）" if record.deadline.inferred and joined else joined


def _item(item: DeadlineItem) -> str:
    if item.rrule:
        dates = item.rrule
    elif item.start and item.due:
        dates = f"{item.start.isoformat()}/{item.due.isoformat()}"
    elif item.due:
        dates = item.due.isoformat()
    elif item.start:
        dates = f"{item.start.isoformat()}/"
    else:
        dates = ""
    if item.label and dates:
        return f"{item.label}：{dates}"
    return dates or item.label or ""


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
    LedgerColumn(key="number", zh="序号", en="No.", text=lambda d, r: r.number or ""),
    LedgerColumn(key="kind", zh="类型", en="Kind", text=lambda d, r: {"task": "任务", "indicator": "指标", "project": "项目"}[r.kind]),
    LedgerColumn(key="section", zh="类别", en="Section", text=lambda d, r: " / ".join(r.section)),
    LedgerColumn(key="task", zh="任务", en="Task", text=lambda d, r: r.task),
    LedgerColumn(key="content", zh="工作内容", en="Content", text=lambda d, r: r.content or ""),
    LedgerColumn(key="target", zh="目标", en="Target", text=lambda d, r: r.target.text or ""),
    LedgerColumn(key="deadline", zh="完成时限", en="Deadline", text=lambda d, r: r.deadline.text or ""),
    LedgerColumn(key="due", zh="截止日期", en="Due", text=lambda d, r: due_dates(r)),
    LedgerColumn(key="leaders", zh="责任领导", en="Leaders", text=lambda d, r: "、".join(r.owner.leaders)),
    LedgerColumn(key="lead", zh="牵头单位", en="Lead", text=lambda d, r: "、".join(r.owner.lead)),
    LedgerColumn(key="support", zh="配合单位", en="Support", text=lambda d, r: "、".join(r.owner.support)),
    LedgerColumn(key="steps", zh="进展步骤", en="Steps", text=lambda d, r: "\n".join(s.text for s in r.steps)),
    LedgerColumn(key="attributes", zh="其他", en="Other", text=lambda d, r: "；".join(f"{k}：{v}" for k, v in r.attributes.items())),
    LedgerColumn(key="source", zh="来源页", en="Source", text=lambda d, r: places(r)),
    LedgerColumn(key="notes", zh="备注", en="Flags", text=lambda d, r: "、".join(r.flags)),
    LedgerColumn(key="document", zh="文件", en="File", text=lambda d, r: d.source.path),
    LedgerColumn(key="id", zh="编号", en="Id", text=lambda d, r: r.id),
)


def names(headers: str) -> list[str]:
    """The column names in one language."""
    return [c.zh if headers == "zh" else c.en for c in COLUMNS]


def rows(documents: Sequence[PolicyDocument]) -> list[list[str]]:
    """One row a record, in reading order."""
    return [[c.text(document, record) for c in COLUMNS] for document in documents for record in document.records]

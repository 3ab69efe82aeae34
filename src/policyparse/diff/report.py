"""A difference as text, JSON, or a coloured workbook."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from xlsxwriter import Workbook

from policyparse.diff.changes import KINDS, Change, Difference
from policyparse.exporters.ledger import COLUMNS
from policyparse.exporters.xlsx_store import clean
from policyparse.exporters.xlsx_style import FIRST, dress, look
from policyparse.exporters.xlsx_widths import height, widths
from policyparse.records import Record

MARKS = {"added": "+", "removed": "-", "changed": "~", "moved": ">", "split": "<", "joined": "="}
KINDS_ZH = {"added": "新增", "removed": "删除", "changed": "修改", "moved": "移动", "split": "拆分", "joined": "合并"}
_COLOURS = {
    "added": "#E2EFDA", "removed": "#F8CBAD", "changed": "#FFF2CC",
    "moved": "#DDEBF7", "split": "#E4DFEC", "joined": "#E4DFEC",
}  # fmt: skip
_NAMES = {**{c.key: (c.zh, c.en) for c in COLUMNS}, "measures": ("指标值", "Measures")}
_COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("kind", "变更", "Change"),
    ("number", "序号", "No."),
    ("task", "任务", "Task"),
    ("field", "字段", "Field"),
    ("old", "原值", "Old"),
    ("new", "新值", "New"),
)
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_LIMIT = 16_000


def name_of(record: Record) -> str:
    """A record on one line: its number and its task."""
    return f"{record.number} {record.task}" if record.number else record.task


def lines(difference: Difference, headers: str) -> Iterator[tuple[str, str]]:
    """The report as (kind, line): what changed, one task a block, then the counts. The last has the kind `summary`."""
    for change in difference.changes:
        shown = change.new or change.old
        kind = KINDS_ZH[change.kind] if headers == "zh" else change.kind
        yield change.kind, f"{MARKS[change.kind]} {kind} {name_of(shown[0])}"
        for _, field, old, new in _details(change, headers):
            yield change.kind, f"    {field}: {_short(old)} → {_short(new)}"
    counts = difference.summary
    words = [f"{KINDS_ZH[kind] if headers == 'zh' else kind} {counts[kind]}" for kind in KINDS]
    same = f"未变 {counts['same']}" if headers == "zh" else f"same {counts['same']}"
    if counts["renumbered"]:
        more = "（其中 {} 项序号顺延）" if headers == "zh" else " ({} of them renumbered)"
        same += more.format(counts["renumbered"])
    yield "summary", "  ".join([same, *words])


def _details(change: Change, headers: str) -> Iterator[tuple[str, str, str, str]]:
    """(key, field's name, old, new) of one change."""
    at = 0 if headers == "zh" else 1
    for item in change.fields:
        yield item.field, _NAMES[item.field][at], item.old, item.new
    if change.moved and change.places and not any(f.field == "section" for f in change.fields):
        before, after = (f"第{place}项" if headers == "zh" else str(place) for place in change.places)
        yield "position", ("位置", "Position")[at], before, after
    if change.kind in {"split", "joined"}:
        yield "task", _NAMES["task"][at], _several(change.old), _several(change.new)


def _several(records: Sequence[Record]) -> str:
    return "\n".join(name_of(r) for r in records)


def _short(text: str) -> str:
    return " ⏎ ".join(text.split("\n")) if text else "（空）"


def as_json(difference: Difference, old: str, new: str) -> bytes:
    """An object with `old` and `new` (path, records), `changes` and `summary`."""
    value: dict[str, Any] = {
        "old": {"path": old, "records": difference.old_records},
        "new": {"path": new, "records": difference.new_records},
        "changes": [
            {
                "kind": change.kind,
                "moved": change.moved,
                "position": {"old": change.places[0], "new": change.places[1]} if change.places else None,
                "old": [_named(r) for r in change.old],
                "new": [_named(r) for r in change.new],
                "fields": [{"field": f.field, "old": f.old, "new": f.new} for f in change.fields],
            }
            for change in difference.changes
        ],
        "summary": difference.summary,
    }
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode(errors="replace")


def _named(record: Record) -> dict[str, Any]:
    return {"id": record.id, "number": record.number, "task": record.task, "section": record.section}


def as_xlsx(difference: Difference, old: str, new: str, headers: str) -> bytes:
    """A workbook with one row a changed field, coloured by kind."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _CREATED})
    zh = headers == "zh"
    formats = look(book)
    colours = {kind: _coloured(book, colour) for kind, colour in _COLOURS.items()}
    sheet = book.add_worksheet("变更" if zh else "Changes")
    names = {key: z if zh else e for key, z, e in _COLUMNS}
    rows = [(change.kind, row) for change in difference.changes for row in _rows(change, headers)]
    texts = {key: [row[key] for _, row in rows] for key in names}
    *_, (_, summary) = lines(difference, headers)
    dress(
        sheet, formats, title="变更对照表" if zh else "What changed", facts=clean(f"{old} → {new}\n{summary}"),
        last=FIRST + len(rows) - 1, columns=list(names.values()), shown=list(range(len(names))), headers=headers,
    )  # fmt: skip
    sized = widths(names, texts)
    for index, key in enumerate(names):
        sheet.set_column(index, index, sized[key])
    for at, (kind, row) in enumerate(rows):
        sheet.set_row(FIRST + at, height(row, sized))
        for index, key in enumerate(names):
            sheet.write_string(FIRST + at, index, row[key], colours[kind])
    book.close()
    return out.getvalue()


def _coloured(book: Workbook, colour: str) -> Any:
    return book.add_format(
        {
            "font_name": "宋体",
            "font_size": 10,
            "valign": "vcenter",
            "text_wrap": True,
            "border": 1,
            "border_color": "#A6A6A6",
            "bg_color": colour,
        }
    )


def _rows(change: Change, headers: str) -> list[dict[str, str]]:
    shown = (change.new or change.old)[0]
    kind = KINDS_ZH[change.kind] if headers == "zh" else change.kind
    base = {"kind": kind, "number": clean(shown.number or ""), "task": clean(shown.task)[:_LIMIT]}
    details = [
        {**base, "field": field, "old": clean(old)[:_LIMIT], "new": clean(new)[:_LIMIT]}
        for _, field, old, new in _details(change, headers)
    ]
    return details or [{**base, "field": "", "old": "", "new": ""}]

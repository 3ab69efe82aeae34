"""Lists as the text of one cell, and back. What is joined here is split here: a table that nobody edited gives the same lists."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date

from policyparse.records import Deadline, DeadlineItem, RecordKind

_OPEN, _CLOSE = "（(〔[【［《", "）)〕]】］》"
_LIST_SEPARATORS = "、，,；;"
_SECTION = " / "
_ISO = r"\d{4}-\d{2}-\d{2}"
_DUE = re.compile(
    rf"(?:(?P<label>.*)：)?(?:(?P<start>{_ISO})/(?P<until>{_ISO})?|(?P<due>{_ISO})|(?P<rrule>FREQ=.+))", re.DOTALL
)
#: What is no label but a date in another manner: 2024年, 2024.6.30, 6月30日, 6/30.
_DATELIKE = re.compile(r"\d{4}|\d\s*[月日号./-]|\A\s*\d+\s*\Z")

#: Record kinds as people read them, by language.
KINDS: dict[str, dict[RecordKind, str]] = {
    "zh": {"task": "任务", "indicator": "指标", "project": "项目"},
    "en": {"task": "task", "indicator": "indicator", "project": "project"},
}

#: Flags in Chinese; a flag that is not here is shown as it is.
FLAGS_ZH: dict[str, str] = {
    "added": "表中新增",
    "cell-filled-from-above": "合并单元格续填",
    "deadline-unparsed": "时限未能识别",
    "from-form-head": "取自表头信息",
    "header-guessed": "列名为推断",
    "low-ocr-confidence": "文字识别存疑",
    "owner-inherited": "责任单位沿用上文",
    "owner-unparsed": "责任单位未能识别",
    "row-joined-over-page": "跨页行已合并",
    "target-unparsed": "目标未能识别",
    "year-inferred": "年份为推断",
    "year-unknown": "年份不明",
}
FIELDS_ZH: dict[str, str] = {
    "number": "序号",
    "kind": "类型",
    "section": "类别",
    "task": "任务",
    "content": "工作内容",
    "target": "目标",
    "deadline": "完成时限",
    "owner": "责任单位",
    "steps": "进展步骤",
    "attributes": "其他",
    "source": "来源",
    "flags": "疑点",
}
_EDITED = "edited:"
_EDITED_ZH = "已修改："


def join_list(parts: Sequence[str]) -> str:
    """Units or people joined by 、; one a line where a name itself holds a separator outside brackets."""
    text = "、".join(parts)
    return text if split_list(text) == list(parts) else "\n".join(parts) + "\n"


def split_list(text: str) -> list[str]:
    """The names of a cell, split at 、 ， ； outside brackets and at line ends; a line end at the very end says that
    each line is one name (`join_list`)."""
    if "\n" in text:
        lines = [part for line in text.split("\n") if (part := line.strip())]
        return lines if text.endswith("\n") else [name for line in lines for name in split_list(line)]
    parts, depth, start = [], 0, 0
    for i, c in enumerate(text):
        if c in _OPEN:
            depth += 1
        elif c in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and c in _LIST_SEPARATORS:
            parts.append(text[start:i])
            start = i + 1
    return [name for part in (*parts, text[start:]) if (name := part.strip())]


def join_section(parts: Sequence[str]) -> str:
    """Headings joined by ` / `; one a line where a heading holds that itself."""
    text = _SECTION.join(parts)
    return text if split_section(text) == list(parts) else "\n".join(parts) + "\n"


def split_section(text: str) -> list[str]:
    """The headings of a cell, outermost first."""
    if "\n" in text:
        return [part for line in text.split("\n") if (part := line.strip())]
    return [part for piece in text.split(_SECTION) if (part := piece.strip())]


def join_attributes(attributes: Mapping[str, str]) -> str:
    """`名：值；名：值`, one pair a line where a value holds ；, JSON where neither can be undone."""
    pairs = [f"{name}：{value}" for name, value in attributes.items()]
    for text in ("；".join(pairs), "\n".join(pairs) + "\n" if pairs else ""):
        if split_attributes(text) == dict(attributes):
            return text
    return json.dumps(dict(attributes), ensure_ascii=False)


def split_attributes(text: str) -> dict[str, str]:
    """Pairs of name and value; a piece without ： is named 其他 (other)."""
    if text.startswith("{"):
        try:
            found = json.loads(text)
        except ValueError:
            found = None
        if isinstance(found, dict) and all(isinstance(v, str) for v in found.values()):
            return found
    pieces = text.split("\n") if "\n" in text else text.split("；")
    pairs: dict[str, str] = {}
    for piece in pieces:
        if piece.strip():
            name, colon, value = piece.partition("：")
            if not colon:
                name, value = "其他", piece
            pairs[name] = f"{pairs[name]}；{value}" if name in pairs else value
    return pairs


def due_text(deadline: Deadline) -> str:
    """All dates and rules: `2024-06-30`, `2024-03-01/2024-10-31` (start and due), `月检查：FREQ=…`, joined by ；.
    Dates that are only the end of the document's period are in brackets."""
    joined = "；".join(text for item in deadline.items if (text := _item(item)))
    return f"（{joined}）" if deadline.inferred and joined else joined


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


def read_due(text: str) -> Deadline | None:
    """The dates that `due_text` wrote, or that a person wrote in its manner; None where a piece is neither.

    The items have no words of their own (`text` is null); `Deadline.text` is null too.
    """
    stripped = text.strip()
    inferred = stripped.startswith("（") and stripped.endswith("）")
    if inferred:
        stripped = stripped[1:-1]
    items = []
    for piece in stripped.split("；"):
        if not piece.strip():
            continue
        item = _read_item(piece.strip())
        if item is None:
            return None
        if inferred and item.year_from:
            item.year_from = "period"
        items.append(item)
    return Deadline(inferred=inferred, items=items)


def _read_item(piece: str) -> DeadlineItem | None:
    match = _DUE.fullmatch(piece)
    if match is None:
        return None if _DATELIKE.search(piece) else DeadlineItem(text=None, label=piece)
    try:
        start = date.fromisoformat(match["start"]) if match["start"] else None
        due = match["due"] or match["until"]
        end = date.fromisoformat(due) if due else None
    except ValueError:
        return None
    return DeadlineItem(
        text=None,
        label=match["label"],
        start=start,
        due=end,
        rrule=match["rrule"],
        year_from="printed" if start or end else None,
    )


def show_flags(flags: Sequence[str], headers: str) -> str:
    """Flags as people read them, joined by 、."""
    return "、".join(_flag_zh(flag) if headers == "zh" else flag for flag in flags)


def read_flags(text: str) -> list[str]:
    """The flags of a cell that `show_flags` wrote in either language; other words stay as they are."""
    return [_flag_of(name) for name in split_list(text)]


def _flag_zh(flag: str) -> str:
    if flag.startswith(_EDITED):
        name = flag.removeprefix(_EDITED)
        return _EDITED_ZH + FIELDS_ZH.get(name, name)
    return {"edited": "已修改", **FLAGS_ZH}.get(flag, flag)


def _flag_of(name: str) -> str:
    if name.startswith(_EDITED_ZH):
        field = name.removeprefix(_EDITED_ZH)
        return _EDITED + next((key for key, zh in FIELDS_ZH.items() if zh == field), field)
    if name == "已修改":
        return "edited"
    return next((flag for flag, zh in FLAGS_ZH.items() if zh == name), name)


def read_kind(text: str) -> RecordKind | None:
    """The kind that a cell names in either language, or None."""
    name = text.strip()
    for names in KINDS.values():
        for kind, shown in names.items():
            if name.lower() == shown:
                return kind
    return None

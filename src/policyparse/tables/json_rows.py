"""JSON and JSON Lines as rows: each record a row, each cell with its JSON Pointer (RFC 6901), a line number on demand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policyparse.errors import FileBroken
from policyparse.exporters.ledger import COLUMNS
from policyparse.exporters.ledger_text import join_attributes, join_list, join_section
from policyparse.extractors.decoding import decode
from policyparse.tables.model import CellValue, Column, Row, Sheet, TableFile

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\],:]|\n|[^\s"{}\[\],:]+', re.DOTALL)
#: Deeper nesting than this is no document of ours (hostile input).
_DEEPEST = 60
#: Where each column's value stands in a record, and how it is shown as a cell.
_PATHS = {
    "number": "number", "kind": "kind", "section": "section", "task": "task", "content": "content",
    "target": "target/text", "deadline": "deadline/text", "leaders": "owner/leaders", "lead": "owner/lead",
    "support": "owner/support", "id": "id", "attributes": "attributes", "due": "deadline/items",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Json:
    """A JSON file: `roots` are (pointer, value) of what stands alone: the file, or each line of JSON Lines."""

    text: str
    lines: bool
    roots: tuple[tuple[int, Any], ...]
    """(line from 1, value) of each root."""


def looks_like_json(data: bytes) -> bool:
    """Does the file begin as a JSON object or list."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[:256].decode("utf-16", errors="replace").lstrip().startswith(("{", "["))
    return data[:256].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))


def load(data: bytes) -> Json:
    """Parse JSON or JSON Lines. Raises FileBroken with line and column where it is neither."""
    text = decode(data).text
    try:
        return Json(text=text, lines=False, roots=((1, _parse(text)),))
    except json.JSONDecodeError as error:
        rows = [(at, line) for at, line in enumerate(text.split("\n"), 1) if line.strip()]
        if len(rows) < 2 or not _is_value(rows[0][1]):
            raise FileBroken(f"line {error.lineno}, column {error.colno}: {error.msg}; no valid JSON") from error
    roots = []
    for at, line in rows:
        try:
            roots.append((at, _parse(line)))
        except json.JSONDecodeError as error:
            raise FileBroken(f"line {at}, column {error.colno}: {error.msg}; no valid JSON Lines") from error
    return Json(text=text, lines=True, roots=tuple(roots))


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise FileBroken("the JSON is nested too deeply") from error


def _is_value(line: str) -> bool:
    try:
        return isinstance(_parse(line), dict)
    except json.JSONDecodeError:
        return False


def records(source: Json) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Root line, pointer and value of each record: of a document, a list of documents or records, or a line each."""
    for line, root in source.roots:
        for pointer, value in _inside(root, ""):
            yield line, pointer, value


def _inside(value: Any, pointer: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, list):
        for at, item in enumerate(value):
            yield from _inside(item, f"{pointer}/{at}") if isinstance(item, dict) else ()
    elif isinstance(value, dict):
        if isinstance(value.get("records"), list):
            for at, item in enumerate(value["records"]):
                if isinstance(item, dict):
                    yield f"{pointer}/records/{at}", item
        elif "task" in value or "kind" in value or "id" in value:
            yield pointer, value


def read_json(source: Json, name: str) -> TableFile:
    """The records as one sheet."""
    named = [c for c in COLUMNS if c.key in _PATHS]
    columns = tuple(
        Column(index=i, letter="", name=_PATHS[c.key], key=c.key, address="", exact=True) for i, c in enumerate(named)
    )
    # on which lines the records of one JSON text stand is found where it is asked (`Lines`): it takes a pass of its own
    rows = tuple(
        Row(
            number=line if source.lines else at,
            cells=tuple(_cell(record, pointer, c.key) for c in named),
        )
        for at, (line, pointer, record) in enumerate(records(source), 1)
    )
    return TableFile(
        name=name,
        format="jsonl" if source.lines else "json",
        sheets=(Sheet(name=None, hidden=False, columns=columns, rows=rows),),
    )


def _cell(record: Mapping[str, Any], pointer: str, key: str) -> CellValue:
    value: Any = record
    for step in _PATHS[key].split("/"):
        value = value.get(step) if isinstance(value, dict) else None
    text = _text(value, key)
    return CellValue(address=f"{pointer}/{_PATHS[key]}", value=text, text=text, kind="text" if text else "empty")


def _text(value: Any, key: str) -> str:
    if isinstance(value, str):
        return value
    if key == "due" and isinstance(value, list):
        return "；".join(_due(item) for item in value if isinstance(item, dict) and _due(item))
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return join_section(value) if key == "section" else join_list(value)
    if isinstance(value, dict) and all(isinstance(v, str) for v in value.values()):
        return join_attributes(value)
    return ""


def _due(item: Mapping[str, Any]) -> str:
    """As the ledger writes it: its label, and its rule or its days."""
    label, rule, start, due = (
        v if isinstance(v := item.get(k), str) else "" for k in ("label", "rrule", "start", "due")
    )
    dates = rule or (f"{start}/{due}" if start else due)
    return f"{label}：{dates}" if label and dates else label or dates


class Lines:
    """On which line each JSON Pointer stands; found when it is first asked."""

    def __init__(self, source: Json) -> None:
        self.source = source
        self._known: dict[str, int] | None = None

    def line(self, root: int, pointer: str) -> int:
        """The line (from 1) on which the value at `pointer` begins, or of the nearest one above that is there."""
        if self.source.lines:
            return root
        if self._known is None:
            self._known = dict(positions(self.source.text))
        while pointer not in self._known and pointer:
            pointer = pointer.rpartition("/")[0]
        return self._known.get(pointer, 1)


def positions(text: str) -> Iterator[tuple[str, int]]:
    """Pointer and line of every value of a valid JSON text."""
    line = 1
    stack: list[list[Any]] = []  # [pointer, is_list, index or key]
    expects_key = False
    for found in _TOKEN.finditer(text):
        token = found[0]
        if token == "\n":
            line += 1
            continue
        if token == ",":
            if stack and stack[-1][1]:
                stack[-1][2] += 1
            expects_key = bool(stack) and not stack[-1][1]
            continue
        if token == ":":
            continue
        if token in "}]":
            if stack:
                stack.pop()
            expects_key = False
            continue
        if expects_key and token.startswith('"'):
            key = str(json.loads(token)) if "\\" in token else token[1:-1]
            stack[-1][2] = key.replace("~", "~0").replace("/", "~1")
            expects_key = False
            continue
        pointer = f"{stack[-1][0]}/{stack[-1][2]}" if stack else ""
        yield pointer, line
        if token in "{[":
            if len(stack) > _DEEPEST:
                return
            stack.append([pointer, token == "[", 0])
            expects_key = token == "{"

"""JSON that people edited, against the models that the JSON Schema is made from: each fault with pointer and line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from policyparse.checks.model import Finding
from policyparse.records import Measure, PolicyDocument, Record
from policyparse.tables.json_rows import Json, Lines

#: The kinds of pydantic's errors in Chinese; others keep its words.
_REASONS = {
    "string_type": "应为字符串",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "list_type": "应为列表",
    "dict_type": "应为对象",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
    "dataclass_type": "应为对象",
    "date_type": "应为日期",
    "date_parsing": "应为 2026-06-30 这样的日期",
    "date_from_datetime_parsing": "应为 2026-06-30 这样存在的日期",
    "date_from_datetime_inexact": "应为没有钟点的日期",
    "tuple_type": "应为列表",
}
#: What JSON Lines add to a record: the document it is from.
_LINE_KEY = "document"


def check_schema(source: Json, file: str) -> Iterator[Finding]:
    """Every fault of a document, a list of documents or records, or JSON Lines of records."""
    lines = Lines(source)
    for line, root in source.roots:
        for pointer, value, model in _roots(root, "", source.lines):
            yield from _faults(value, model, pointer, line, lines, file)


def _roots(value: Any, pointer: str, in_lines: bool) -> Iterator[tuple[str, Any, type[BaseModel]]]:
    if isinstance(value, list) and not in_lines:
        for at, item in enumerate(value):
            yield from _roots(item, f"{pointer}/{at}", True)
        return
    if isinstance(value, dict) and "records" not in value and ("task" in value or "id" in value):
        yield pointer, {k: v for k, v in value.items() if k != _LINE_KEY}, Record
        return
    if isinstance(value, dict) and isinstance(value.get("records"), list):
        # one by one: the models of all records together are several times the file
        yield pointer, {**value, "records": []}, PolicyDocument
        for at, item in enumerate(value["records"]):
            yield f"{pointer}/records/{at}", item, Record
        return
    yield pointer, value, PolicyDocument


def _faults(value: Any, model: type[BaseModel], pointer: str, line: int, lines: Lines, file: str) -> Iterator[Finding]:
    try:
        model.model_validate(value)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            yield _finding(dict(fault), model, value, pointer, line, lines, file)


def _finding(
    fault: dict[str, Any], model: type[BaseModel], root: Any, pointer: str, line: int, lines: Lines, file: str
) -> Finding:
    path = [str(part) for part in _path(fault["loc"], root)]
    where = pointer + "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in path)
    name = path[-1] if path else ""
    kind = str(fault["type"])
    code, expected, suggestion = "schema", None, None
    value: str | None = _text(fault.get("input"))
    words = {"reason": str(fault["msg"]), "reason_zh": _REASONS.get(kind, str(fault["msg"])), "name": name}
    if kind == "missing":
        code, value = "schema-missing", None
    elif kind == "extra_forbidden":
        code = "schema-unknown"
        near = get_close_matches(name, _names(model), n=1)
        suggestion = near[0] if near else None
    elif kind in {"literal_error", "enum"}:
        code = "schema-enum"
        expected = str(fault.get("ctx", {}).get("expected", "")).replace("'", "")
        choices = expected.replace(" or ", ", ").split(", ")
        near = get_close_matches(str(fault.get("input")), choices, n=1)
        suggestion = near[0] if near else None
    record, field = _record(path, root, model, pointer)
    return Finding(
        file=file,
        code=code,
        cell=where,
        row=lines.line(line, where),
        column=next((p for p in reversed(path) if not p.isdigit()), None),
        record=record,
        field=field,
        value=value,
        expected=expected,
        suggestion=suggestion,
        words=words,
    )


def _path(loc: Sequence[int | str], root: Any) -> Iterator[int | str]:
    """The location's steps that the JSON has (pydantic adds the names of union members), and the last one."""
    at = root
    for n, step in enumerate(loc):
        inside = (isinstance(at, dict) and step in at) or (
            isinstance(at, list) and isinstance(step, int) and step < len(at)
        )
        if inside:
            at = at[step]
            yield step
        elif n == len(loc) - 1 and isinstance(at, dict):
            yield step


def _record(path: Sequence[str], root: Any, model: type[BaseModel], pointer: str) -> tuple[str | None, str | None]:
    """The record's number, else its place in the list from 1, and its field."""
    if model is not Record:
        return None, None
    number = root.get("number") if isinstance(root, dict) else None
    last = pointer.rpartition("/")[2]
    place = str(int(last) + 1) if last.isdigit() else None
    return (number if isinstance(number, str) else place), (path[0] if path else None)


def _names(model: type[BaseModel]) -> list[str]:
    return sorted({*model.model_fields, *Record.model_fields, *Measure.model_fields})


def _text(value: Any) -> str | None:
    return None if value is None or isinstance(value, (dict, list)) else str(value)

"""Stored JSON and JSON Lines."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from pydantic import ValidationError

from policyparse.errors import FileBroken
from policyparse.extractors.registry import FORMATS
from policyparse.records import Coverage, Meta, PolicyDocument, Record, Source

_MARK = b"\xef\xbb\xbf"


def is_json(data: bytes) -> bool:
    """Does the content begin as JSON does."""
    return data.removeprefix(_MARK).lstrip()[:1] in (b"{", b"[")


def read_json(data: bytes) -> list[PolicyDocument]:
    """The documents of a stored file: one object, a list, or JSON Lines of records.

    Raises FileBroken with the place of the first fault (a line, or a JSON Pointer).
    """
    try:
        text = data.removeprefix(_MARK).decode()
    except UnicodeDecodeError as error:
        raise FileBroken(f"JSON is UTF-8, and byte {error.start} is none; save it as UTF-8") from error
    if text.lstrip().startswith("{"):
        # what it mostly is, read once; what it is instead, or what is wrong, is found out below
        with suppress(ValidationError):
            return [PolicyDocument.model_validate_json(text)]
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        lines = _json_lines(text)
        if lines is None:
            raise FileBroken(f"no valid JSON at line {error.lineno}, column {error.colno} ({error.msg})") from error
        return lines
    except RecursionError as error:
        raise FileBroken("no valid document: it is nested too deeply") from error
    if isinstance(value, dict) and isinstance(value.get("document"), dict) and "records" not in value:
        return _records([value])
    if isinstance(value, list) and value and all(isinstance(v, dict) and "document" in v for v in value):
        return _records(value)
    # the text and not the value: numbers and dates are read once, by the model
    if isinstance(value, list):
        return [_document(json.dumps(item), f"/{index}") for index, item in enumerate(value)]
    return [_document(text, "")]


def _document(text: str, at: str) -> PolicyDocument:
    try:
        return PolicyDocument.model_validate_json(text)
    except ValidationError as error:
        raise FileBroken(_said(error, at)) from error


def _json_lines(text: str) -> list[PolicyDocument] | None:
    values: list[Any] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            if not values:
                return None
            raise FileBroken(f"no valid JSON at line {number} ({error})") from error
        if not isinstance(value, dict):
            return None
        values.append(value)
    return _records(values) if values and "document" in values[0] else None


def _records(values: list[dict[str, Any]]) -> list[PolicyDocument]:
    """Documents of records that name theirs; a line holds nothing else of it."""
    documents: dict[tuple[str, str], PolicyDocument] = {}
    for number, value in enumerate(values, start=1):
        name = value.pop("document", None)
        name = name if isinstance(name, dict) else {}
        path, sha256 = str(name.get("path") or "-"), str(name.get("sha256") or "")
        try:
            record = Record.model_validate_json(json.dumps(value))
            if (path, sha256) not in documents:
                meta = Meta(title=name.get("title"), doc_number=name.get("doc_number"))
                documents[path, sha256] = bare_document(path, sha256, meta)
        except ValidationError as error:
            raise FileBroken(f"line {number}: {_said(error, '')}") from error
        documents[path, sha256].records.append(record)
    return list(documents.values())


def bare_document(path: str, sha256: str, meta: Meta) -> PolicyDocument:
    """A document of which only these are known; `size_bytes` is 0 and the account of characters empty."""

    suffix = "." + path.rsplit(".", 1)[-1].lower() if "." in path else ""
    form = next((row.name for row in FORMATS if suffix in row.suffixes), "txt")

    return PolicyDocument(
        source=Source(path=path, format="md" if suffix == ".md" else form, sha256=sha256, size_bytes=0),
        meta=meta,
        records=[],
        tables=[],
        coverage=Coverage(),
        problems=[],
    )


def _said(error: ValidationError, at: str) -> str:
    first = error.errors()[0]
    pointer = at + "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in first["loc"])
    more = f" (and {error.error_count() - 1} more faults)" if error.error_count() > 1 else ""
    return f"it does not fit the schema at {pointer or '/'}: {first['msg']}{more}; policyparse schema prints the schema"

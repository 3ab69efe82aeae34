"""The hidden sheet of a workbook: what the visible cells cannot hold, as rows of texts, and back.

Rows are `kind, document, key, part, text`. A text longer than a cell takes is cut into parts (from 1). Kinds:

- `format`, `program`, `schema`, `headers`, `sheet`: names and versions of what wrote the workbook;
- `numbers`: the records' numbers by id, a JSON object (so that a check need not read the records);
- `sha256`: fingerprint of a document's source, `key` is its path;
- `document`: a document's JSON without its records;
- `record`: a record's JSON, `key` is its id;
- `visible`: the texts of the record's row as written, a JSON object by column key, so that edits can be told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from policyparse import __version__
from policyparse.exporters.ledger import COLUMNS
from policyparse.records import SCHEMA_VERSION, PolicyDocument, Record

STORE = "_policyparse"
UNITS = "_policyparse_units"
FORMAT = "policyparse-ledger/1"
PROGRAM = f"policyparse {__version__}"
#: A cell takes 32,767 UTF-16 units (ECMA-376, as Excel limits it); a character outside the basic plane is two.
PART_LIMIT = 16_000

#: In XML neither allowed nor kept: controls and noncharacters; and what readers of xlsx take for an escaped character.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff\u2028\u2029]|_(?=x[0-9A-Fa-f]{4}_)")

Row = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """A record as it was exported: of which document (index from 0), and its row's texts by column key."""

    document: int
    record: Record
    visible: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """`documents` are without their records, which are in `records` in reading order. `sheet` is the ledger's name."""

    documents: tuple[PolicyDocument, ...]
    records: tuple[StoredRecord, ...]
    headers: str = "zh"
    sheet: str | None = None
    about: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, documents: Sequence[PolicyDocument], headers: str) -> Store:
        """What the store of a table with every column's whole text would be, for a table that has none (CSV)."""
        records = tuple(
            StoredRecord(document=i, record=r, visible={c.key: c.show(d, r, headers) for c in COLUMNS})
            for i, d in enumerate(documents)
            for r in d.records
        )
        bare = tuple(d.model_copy(update={"records": []}) for d in documents)
        return cls(documents=bare, records=records, headers=headers)


def pack(
    documents: Sequence[PolicyDocument], visible: Iterable[dict[str, str]], headers: str, sheet: str
) -> Iterable[Row]:
    """The rows of the hidden sheet. `visible` gives one row's texts a record, in reading order."""
    yield "format", "", "", "1", FORMAT
    yield "program", "", "", "1", PROGRAM
    yield "schema", "", "", "1", SCHEMA_VERSION
    yield "headers", "", "", "1", headers
    yield "sheet", "", "", "1", sheet
    numbers = {clean(r.id): r.number or "" for d in documents for r in d.records}
    yield from _parts("numbers", "", "", json.dumps(numbers, ensure_ascii=False))
    texts = iter(visible)
    for index, document in enumerate(documents):
        name = str(index)
        yield "sha256", name, clean(document.source.path), "1", document.source.sha256
        yield from _parts("document", name, "", document.model_copy(update={"records": []}).model_dump_json())
        for record in document.records:
            yield from _parts("record", name, clean(record.id), record.model_dump_json())
            yield from _parts("visible", name, clean(record.id), json.dumps(next(texts), ensure_ascii=False))


def _parts(kind: str, document: str, key: str, text: str) -> Iterable[Row]:
    safe = _UNSAFE.sub(lambda m: f"\\u{ord(m[0]):04x}", text)
    for part, start in enumerate(range(0, len(safe), PART_LIMIT), start=1):
        yield kind, document, key, str(part), safe[start : start + PART_LIMIT]


def unpack(rows: Iterable[Sequence[str]]) -> Store:
    """The store that `pack` wrote. Raises ValueError where the sheet was cut or altered."""
    about: dict[str, str] = {}
    documents: list[PolicyDocument] = []
    records: list[StoredRecord] = []
    pending: tuple[int, Record] | None = None
    for kind, number, text in _joined(rows):
        if kind == "document":
            documents.append(PolicyDocument.model_validate_json(text))
        elif kind == "record":
            pending = int(number), Record.model_validate_json(text)
        elif kind == "visible":
            if pending is None or pending[0] >= len(documents):
                raise ValueError("a row's texts stand before its record")
            visible = {str(k): str(v) for k, v in json.loads(text).items()}
            records.append(StoredRecord(document=pending[0], record=pending[1], visible=visible))
            pending = None
        elif kind:
            about[kind] = text
    if about.get("format") != FORMAT or not documents or pending is not None:
        raise ValueError(f"it is not the hidden sheet of a {FORMAT} workbook")
    return Store(
        documents=tuple(documents),
        records=tuple(records),
        headers=about.get("headers", "zh"),
        sheet=about.get("sheet"),
        about=about,
    )


def written(rows: Iterable[Sequence[str]]) -> list[dict[str, str]]:
    """The records' rows as they were written, texts by column key; empty where the sheet was cut or altered."""
    try:
        texts = [json.loads(text) for kind, _, text in _joined(rows) if kind == "visible"]
    except ValueError:
        return []
    return [{str(k): str(v) for k, v in row.items()} for row in texts if isinstance(row, dict)]


def _joined(rows: Iterable[Sequence[str]]) -> Iterable[tuple[str, str, str]]:
    kind, number, texts = "", "", list[str]()
    for row in rows:
        if len(row) < 5 or not row[0]:
            continue
        if row[3] == "1":
            if texts:
                yield kind, number, "".join(texts)
            kind, number, texts = row[0], row[1], [row[4]]
        elif row[0] != kind or row[3] != str(len(texts) + 1):
            raise ValueError(f"a part of {row[0]} is missing")
        else:
            texts.append(row[4])
    if texts:
        yield kind, number, "".join(texts)


#: What no cell of a workbook can hold (XML 1.0, Char), and the carriage return, which readers change.
ILLEGAL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text without what no cell can hold."""
    return ILLEGAL.sub("", text)

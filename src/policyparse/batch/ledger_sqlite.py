"""The ledger as an SQLite database: documents, records, measures, deadline items and owners, with keys and indexes."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

from policyparse.batch.ledger import LedgerWriter, due_on
from policyparse.exporters.ledger import places
from policyparse.records import PolicyDocument, Record

SCHEMA = """
CREATE TABLE documents (
  id INTEGER PRIMARY KEY, path TEXT NOT NULL, sha256 TEXT NOT NULL, format TEXT NOT NULL, pages INTEGER,
  title TEXT, kind TEXT NOT NULL, doc_number TEXT, issuer TEXT, issued_on TEXT, period_start TEXT, period_end TEXT
);
CREATE TABLE records (
  id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  record_id TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, number TEXT, section TEXT NOT NULL,
  task TEXT NOT NULL, content TEXT, target TEXT, deadline TEXT, deadline_inferred INTEGER NOT NULL, due_on TEXT,
  owner TEXT, steps TEXT NOT NULL, attributes TEXT NOT NULL, source TEXT NOT NULL, flags TEXT NOT NULL
);
CREATE TABLE measures (
  id INTEGER PRIMARY KEY, record_id INTEGER NOT NULL REFERENCES records (id) ON DELETE CASCADE,
  position INTEGER NOT NULL, text TEXT NOT NULL, indicator TEXT, comparator TEXT, value REAL, upper REAL, unit TEXT,
  strength TEXT, due TEXT
);
CREATE TABLE deadline_items (
  id INTEGER PRIMARY KEY, record_id INTEGER NOT NULL REFERENCES records (id) ON DELETE CASCADE,
  position INTEGER NOT NULL, text TEXT, label TEXT, start TEXT, due TEXT, rrule TEXT, year_from TEXT
);
CREATE TABLE owners (
  id INTEGER PRIMARY KEY, record_id INTEGER NOT NULL REFERENCES records (id) ON DELETE CASCADE,
  position INTEGER NOT NULL, role TEXT NOT NULL CHECK (role IN ('leader', 'lead', 'support')), name TEXT NOT NULL
);
"""
#: Made after the rows: faster, and the file is smaller.
INDEXES = """
CREATE INDEX documents_path ON documents (path);
CREATE INDEX documents_sha256 ON documents (sha256);
CREATE INDEX records_document ON records (document_id, position);
CREATE INDEX records_due ON records (due_on);
CREATE INDEX measures_record ON measures (record_id);
CREATE INDEX measures_indicator ON measures (indicator);
CREATE INDEX deadline_items_record ON deadline_items (record_id);
CREATE INDEX deadline_items_due ON deadline_items (due);
CREATE INDEX owners_record ON owners (record_id);
CREATE INDEX owners_name ON owners (name, role);
"""


def open_ledger(path: Path, headers: str) -> LedgerWriter:
    """A database; its names are the same in every language."""
    del headers
    return _Database(path)


class _Database:
    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(path, isolation_level=None)
        # the file is renamed when it is whole, so it needs no journal of its own
        self._base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON;")
        self._base.executescript(SCHEMA)
        self._base.execute("BEGIN")
        self._documents = 0
        self._records = 0

    def add(self, document: PolicyDocument) -> None:
        self._documents += 1
        source, meta, period = document.source, document.meta, document.meta.period
        row = (
            self._documents, source.path, source.sha256, source.format, source.pages, meta.title, meta.kind, meta.doc_number,
            meta.issuer, _day(meta.issued_on), _day(period.start if period else None), _day(period.end if period else None),
        )  # fmt: skip
        self._insert("documents", [row])
        for position, record in enumerate(document.records):
            self._records += 1
            self._add_record(document, record, position)

    def _add_record(self, document: PolicyDocument, record: Record, position: int) -> None:
        key = self._records
        row = (
            key, self._documents, record.id, position, record.kind, record.number, " / ".join(record.section), record.task,
            record.content, record.target.text, record.deadline.text, int(record.deadline.inferred), _day(due_on(record)),
            record.owner.text, "\n".join(step.text for step in record.steps),
            "；".join(f"{name}：{text}" for name, text in record.attributes.items()), places(record), "、".join(record.flags),
        )  # fmt: skip
        self._insert("records", [row])
        self._insert(
            "measures",
            [
                (None, key, i, m.text, m.indicator, m.comparator, m.value, m.upper, m.unit, m.strength, _day(m.due))
                for i, m in enumerate(record.target.measures)
            ],
        )
        self._insert(
            "deadline_items",
            [
                (None, key, i, d.text, d.label, _day(d.start), _day(d.due), d.rrule, d.year_from)
                for i, d in enumerate(record.deadline.items)
            ],
        )
        roles = (("leader", record.owner.leaders), ("lead", record.owner.lead), ("support", record.owner.support))
        self._insert("owners", [(None, key, i, role, name) for role, listed in roles for i, name in enumerate(listed)])

    def _insert(self, table: str, rows: list[tuple[object, ...]]) -> None:
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            self._base.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    def close(self) -> None:
        self._base.execute("COMMIT")
        self._base.executescript(INDEXES)
        self._base.close()


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None

"""The ledger as Parquet: the columns' keys as names, texts, and `due_on` as a date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from policyparse.batch.ledger import LedgerWriter
from policyparse.batch.ledger_table import KEYS, rows
from policyparse.records import PolicyDocument

#: Rows kept in memory before they are written as one group.
_GROUP = 5_000
_SCHEMA = pa.schema([(key, pa.date32() if key == "due_on" else pa.string()) for key in KEYS])


def open_ledger(path: Path, headers: str) -> LedgerWriter:
    """A Parquet file; its names are the same in every language."""
    del headers
    return _Parquet(path)


class _Parquet:
    def __init__(self, path: Path) -> None:
        self._writer = pq.ParquetWriter(path, _SCHEMA)
        self._rows: list[list[str]] = []

    def add(self, document: PolicyDocument) -> None:
        self._rows.extend(rows(document))
        if len(self._rows) >= _GROUP:
            self._flush()

    def _flush(self) -> None:
        columns = []
        for index, field in enumerate(_SCHEMA):
            texts = [row[index] for row in self._rows]
            values = [date.fromisoformat(t) if t else None for t in texts] if field.name == "due_on" else texts
            columns.append(pa.array(values, type=field.type))
        self._writer.write_table(pa.Table.from_arrays(columns, schema=_SCHEMA))
        self._rows.clear()

    def close(self) -> None:
        if self._rows:
            self._flush()
        self._writer.close()

"""The ledger as CSV (UTF-8 with a byte-order mark) or as JSON Lines with the columns' keys."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from policyparse.batch.ledger import LedgerWriter
from policyparse.batch.ledger_table import KEYS, names, rows
from policyparse.exporters.csv_file import guard
from policyparse.records import PolicyDocument


def open_ledger(path: Path, headers: str) -> LedgerWriter:
    """CSV or JSON Lines by the suffix."""
    return _Csv(path, headers) if path.suffix.lower() == ".csv" else _JsonLines(path)


class _Csv:
    def __init__(self, path: Path, headers: str) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, lineterminator="\r\n")
        self._writer.writerow(names(headers))

    def add(self, document: PolicyDocument) -> None:
        self._writer.writerows([guard(text) for text in row] for row in rows(document))

    def close(self) -> None:
        self._file.close()


class _JsonLines:
    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8", newline="\n")

    def add(self, document: PolicyDocument) -> None:
        for row in rows(document):
            self._file.write(json.dumps(dict(zip(KEYS, row, strict=True)), ensure_ascii=False) + "\n")

    def close(self) -> None:
        self._file.close()

"""The ledger as a table: the columns of `exporters.ledger` and two more, the same in every form of file."""

from __future__ import annotations

from collections.abc import Iterator

from policyparse.batch.ledger import due_on
from policyparse.exporters.ledger import COLUMNS
from policyparse.records import PolicyDocument

#: Key, Chinese and English name of what a table over many files needs beside the columns of one.
_MORE = (("due_on", "到期日", "Due on"), ("sha256", "SHA-256", "SHA-256"))

KEYS: tuple[str, ...] = (*(column.key for column in COLUMNS), *(key for key, _, _ in _MORE))


def names(headers: str) -> list[str]:
    """The column names in one language."""
    chinese = headers == "zh"
    return [
        *(column.zh if chinese else column.en for column in COLUMNS),
        *(zh if chinese else en for _, zh, en in _MORE),
    ]


def rows(document: PolicyDocument) -> Iterator[list[str]]:
    """One row a record, texts in the order of `KEYS`; `due_on` is an ISO date or empty."""
    for record in document.records:
        due = due_on(record)
        texts = [column.text(document, record) for column in COLUMNS]
        yield [*texts, due.isoformat() if due else "", document.source.sha256]

"""CSV by RFC 4180, UTF-8 with a byte-order mark so that spreadsheets read the Chinese."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from policyparse.exporters.ledger import names, rows
from policyparse.records import PolicyDocument

#: A spreadsheet takes a text that begins so for a formula; a leading ' keeps it a text and is undone on reading.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(documents: Sequence[PolicyDocument], headers: str) -> bytes:
    """A header row and one row a record."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names(headers))
    for row in rows(documents, headers):
        writer.writerow([guard(text) for text in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def guard(text: str) -> str:
    """The text made safe for a spreadsheet. A text that begins with ' itself is doubled, so that it can be undone."""
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def unguard(text: str) -> str:
    """The text before `guard`."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*_FORMULA, "'")) else text

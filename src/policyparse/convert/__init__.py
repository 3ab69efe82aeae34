"""Stored records back to documents: JSON, JSON Lines, and the ledger as workbook or CSV with what people changed in it.

A workbook that policyparse wrote holds on a hidden sheet what its cells cannot: read back without an edit it gives
the same JSON, byte for byte. With edits the records have the flags `edited` and `edited:<field>`, rows that people
added are records with the flag `added`, and rows that are gone are told. A CSV has no hidden sheet: see
`docs/command.md` for what it cannot hold, or give the stored JSON as `against`.
"""

from __future__ import annotations

from collections.abc import Sequence

from policyparse.api import extract
from policyparse.convert.derived import derived_edits
from policyparse.convert.ledger import Converted, from_table
from policyparse.convert.lines import find_store, read_lines
from policyparse.convert.stored import is_json, read_json
from policyparse.errors import FormatUnknown
from policyparse.exporters.xlsx_store import Store
from policyparse.extractors import registry
from policyparse.extractors.options import ReadOptions
from policyparse.extractors.spreadsheet import open_workbook
from policyparse.lexicon import Lexicon, default_lexicon
from policyparse.records import PolicyDocument

__all__ = ["Converted", "load", "load_any"]

_TABLES = {"xlsx", "xls", "csv"}


def load(
    data: bytes, name: str, *, lexicon: Lexicon | None = None, against: Sequence[PolicyDocument] = ()
) -> Converted:
    """The documents that a stored file holds: JSON, JSON Lines, or a ledger (xlsx, xls, et, csv, tsv).

    `against` are documents that the ledger was made from, for a table without the hidden sheet: its rows find their
    records by id. Raises FileBroken for a file that is damaged or not of the form, FormatUnknown for another kind.
    """
    words = lexicon or default_lexicon()
    if is_json(data):
        return Converted(documents=read_json(data))
    form = registry.detect(data, name).name
    if form in _TABLES:
        found = _ledger(data, name, words, against)
        if found is not None:
            return found
    raise FormatUnknown("it holds no stored records; policyparse extract reads documents")


def load_any(
    data: bytes, name: str, *, lexicon: Lexicon | None = None, options: ReadOptions | None = None
) -> Converted:
    """The same for anything that has records: a stored file, a table that somebody made, or a document.

    Raises InputError for a file that cannot be read and ExtraMissing where an optional part is needed.
    """
    words = lexicon or default_lexicon()
    if is_json(data):
        return Converted(documents=read_json(data))
    if registry.detect(data, name).name not in _TABLES:
        return Converted(documents=[extract(data, name=name, options=options, lexicon=words)])
    found = _ledger(data, name, words, ())
    if found is not None:
        return found
    document = extract(data, name=name, options=options, lexicon=words)
    if document.records:
        return Converted(documents=[document])
    lines = read_lines(open_workbook(data), None, words)
    return from_table(lines, None, name, words) if lines is not None else Converted(documents=[document])


def _ledger(data: bytes, name: str, words: Lexicon, against: Sequence[PolicyDocument]) -> Converted | None:
    """The ledger of a workbook or CSV that policyparse wrote, or None where it is none."""
    book = open_workbook(data)
    store, messages = find_store(book)
    lines = read_lines(book, store.sheet if store is not None else None, words)
    if lines is None or (store is None and not lines.own):
        return None
    if store is None and against:
        store = Store.of(against, lines.headers)
    found = from_table(lines, store, name, words)
    found.messages[:0] = messages + (derived_edits(book, store) if store is not None and store.sheet else [])
    return found

"""Tables that people edited, read back: ours, and those that somebody made from nothing."""

from __future__ import annotations

from policyparse.errors import FormatUnknown
from policyparse.extractors import registry
from policyparse.lexicon import Lexicon
from policyparse.tables.json_rows import load, looks_like_json, read_json
from policyparse.tables.json_table import flat_rows, read_flat
from policyparse.tables.model import CellValue, Column, Row, Sheet, TableFile
from policyparse.tables.sheets import read_workbook

#: Formats of the registry that are read as tables; plain text may be a table with a title above it.
_READ = {"xlsx", "xls", "csv", "txt"}
#: Web pages under these names are a system's export of a table.
_PAGES = (".xls", ".xlsx", ".et", ".csv")

__all__ = ["CellValue", "Column", "Row", "Sheet", "TableFile", "read_rows"]


def read_rows(data: bytes, name: str, lexicon: Lexicon) -> TableFile:
    """The tables of a file: XLSX, XLS, ET, CSV, TSV by content, JSON and JSON Lines as rows of the same columns.

    Raises FileBroken, PasswordNeeded or LimitExceeded where it cannot be read, FormatUnknown where it is no table.
    """
    if looks_like_json(data):
        source = load(data)
        rows = flat_rows(source, lexicon)
        return read_json(source, name) if rows is None else read_flat(source, name, rows, lexicon)
    found = registry.detect(data, name)
    if found.name not in _READ and not (found.name == "html" and name.lower().endswith(_PAGES)):
        raise FormatUnknown(f"this is a {found.title} file and no table; policyparse extract reads documents")
    return read_workbook(data, name, lexicon)

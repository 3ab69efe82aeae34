"""What a workbook of ours tells of itself in its hidden sheet."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from policyparse.exporters.xlsx_store import STORE, written
from policyparse.exporters.xlsx_words import WORDS
from policyparse.extractors.spreadsheet import open_workbook
from policyparse.extractors.spreadsheet_model import Sheet as Grid
from policyparse.extractors.spreadsheet_model import SheetCell

#: What the hidden sheet tells of the workbook as a whole stands in so many rows (200,000 records).
_ABOUT_ROWS = 400


def limits(names: Sequence[str]) -> dict[str, int]:
    """Of a workbook of ours only the ledger and the top of the hidden sheet are wanted."""
    if STORE not in names:
        return {}
    made = {words[name] for words in WORDS.values() for name in ("indicators", "problems")}
    return {STORE: _ABOUT_ROWS, **dict.fromkeys(made, 0)}


def exported(data: bytes) -> list[dict[str, str]]:
    """The rows of a workbook of ours as they were written, from its hidden sheet."""
    book = open_workbook(data, lambda names: {name: 0 for name in names if name != STORE})
    store = next(sheet for sheet in book.sheets if sheet.name == STORE)
    return written(_five(store.cells[at]) for at in sorted(store.cells))


def _five(row: Sequence[SheetCell]) -> tuple[str, ...]:
    cells = {c.col: c.text for c in row}
    return tuple(cells.get(col, "") for col in range(5))


def about(store: Grid) -> dict[str, str]:
    """What the top of the hidden sheet tells: `kind, document, key, part, text`, a long text in parts."""
    found: dict[str, str] = {}
    for at in sorted(store.cells):
        cells = {c.col: c.text for c in store.cells[at]}
        kind = cells.get(0, "")
        if kind in {"sha256", "document", "record"}:
            break
        found[kind] = found.get(kind, "") + cells.get(4, "")
    return found


def own_numbers(told: Mapping[str, str]) -> dict[str, str]:
    """The records' numbers by id; empty where the hidden sheet does not tell."""
    try:
        found = json.loads(told.get("numbers", "{}"))
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}

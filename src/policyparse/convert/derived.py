"""The sheet of indicators is made from the ledger and not read back; what a person changed there is told."""

from __future__ import annotations

from collections import Counter
from datetime import date

from policyparse.convert.lines import iso
from policyparse.exporters.xlsx_ledger import CELL_LIMIT, entries
from policyparse.exporters.xlsx_sheets import indicator_rows
from policyparse.exporters.xlsx_store import PROGRAM, Store, clean
from policyparse.exporters.xlsx_style import FIRST
from policyparse.exporters.xlsx_words import INDICATORS, WORDS
from policyparse.extractors.spreadsheet_model import Workbook, address
from policyparse.extractors.spreadsheet_numbers import general

#: So many rows are named.
_NAMED = 5


def derived_edits(book: Workbook, store: Store) -> list[str]:
    """A message for each row of the sheet of indicators that is not as it was written."""
    name = WORDS[store.headers]["indicators"]
    sheet = next((s for s in book.sheets if s.name == name and not s.hidden), None)
    if sheet is None or store.about.get("program") != PROGRAM:
        # another version may have made the sheet in another way
        return []
    documents = [
        d.model_copy(update={"records": [s.record for s in store.records if s.document == i]})
        for i, d in enumerate(store.documents)
    ]
    keys = [key for key, _, _ in INDICATORS]
    written = Counter(
        tuple(_text(row[key]) for key in keys)
        for row in indicator_rows(entries(documents, store.headers), store.headers)
    )
    changed = []
    for row in sorted(r for r in sheet.cells if r >= FIRST):
        cells = {cell.col: iso(cell).strip() for cell in sheet.cells[row]}
        found = tuple(cells.get(i, "") for i in range(len(keys)))
        if written[found] > 0:
            written[found] -= 1
        elif any(found) or any(cells.values()):
            changed.append(address(row, 0))
    more = f" and {len(changed) - _NAMED} more" if len(changed) > _NAMED else ""
    if not changed:
        return []
    return [
        f"sheet {name}: rows at {', '.join(changed[:_NAMED])}{more} were changed; this sheet is not read, change the ledger"
    ]


def _text(value: str | float | date | None) -> str:
    """A value as its cell reads."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        return str(int(value)) if float(value).is_integer() else general(value)
    return clean(value or "")[: CELL_LIMIT // 2].strip()

"""An Excel workbook: the ledger, its indicators and its problems, and a hidden sheet that leads back to the JSON.

The same documents give the same bytes: no time of writing is in the file.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

from xlsxwriter import Workbook

from policyparse import __version__
from policyparse.exporters.xlsx_ledger import Entry, entries, write_ledger
from policyparse.exporters.xlsx_rows import RowSheet
from policyparse.exporters.xlsx_sheets import indicator_rows, problem_rows, write_indicators, write_problems
from policyparse.exporters.xlsx_store import STORE, clean, pack
from policyparse.exporters.xlsx_style import look
from policyparse.exporters.xlsx_words import WORDS
from policyparse.records import PolicyDocument

#: Stands as the time of writing in every workbook, so that equal documents give equal bytes.
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def render(documents: Sequence[PolicyDocument], headers: str, *, merge_categories: bool = False) -> bytes:
    """The workbook of all documents. `merge_categories`: equal neighbours of the column 类别 become one merged cell."""
    words = WORDS[headers]
    out = io.BytesIO()
    book = Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties(
        {"title": clean(_title(documents, headers)), "comments": f"policyparse {__version__}", "created": _CREATED}
    )
    formats = look(book)
    several = len(documents) != 1
    title = clean(_title(documents, headers))
    rows = entries(documents, headers)
    ledger, indicators, problems = (
        book.add_worksheet(words[name], worksheet_class=RowSheet) for name in ("ledger", "indicators", "problems")
    )
    write_ledger(
        book, ledger, rows, formats,
        title=title, facts=_facts(documents, rows, headers), headers=headers, several=several, merge=merge_categories,
    )  # fmt: skip
    write_indicators(indicators, indicator_rows(rows, headers), formats, title, headers, several)
    write_problems(problems, problem_rows(documents, rows, headers), formats, title, headers, several)
    store = book.add_worksheet(STORE, worksheet_class=RowSheet)
    store.hide()
    for at, row in enumerate(pack(documents, (entry.texts for entry in rows), headers, words["ledger"])):
        store.put(at, ((index, text, None) for index, text in enumerate(row)))
    book.close()
    return out.getvalue()


def _title(documents: Sequence[PolicyDocument], headers: str) -> str:
    if len(documents) == 1:
        return documents[0].meta.title or documents[0].source.path
    return WORDS[headers]["several"].format(count=len(documents))


def _facts(documents: Sequence[PolicyDocument], rows: Sequence[Entry], headers: str) -> str:
    words = WORDS[headers]
    facts: list[str | None] = []
    if len(documents) == 1:
        meta = documents[0].meta
        facts = [meta.issuer, meta.doc_number, meta.issued_on.isoformat() if meta.issued_on else None]
    facts.append(words["records"].format(count=len(rows)))
    return clean("  ".join(f for f in facts if f) + "\n" + words["legend"])

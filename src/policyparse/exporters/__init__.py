"""Records to files: one module per format, one row per format in `EXPORTERS`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Literal

from policyparse.records import PolicyDocument

Headers = Literal["zh", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """`joins`: several documents make one file of this format."""

    name: str
    suffix: str
    joins: bool
    title: str


EXPORTERS: dict[str, Exporter] = {
    row.name: row
    for row in (
        Exporter(name="json", suffix=".json", joins=False, title="the whole document, by the JSON Schema"),
        Exporter(name="jsonl", suffix=".jsonl", joins=True, title="one record a line, with its document"),
        Exporter(name="csv", suffix=".csv", joins=True, title="the ledger as a table, UTF-8 with a byte-order mark"),
        Exporter(
            name="xlsx", suffix=".xlsx", joins=True, title="the ledger as an Excel workbook that can be read back"
        ),
        Exporter(name="md", suffix=".md", joins=True, title="the ledger as Markdown"),
    )
}


def render(
    documents: Sequence[PolicyDocument], name: str, headers: Headers = "zh", *, merge_categories: bool = False
) -> bytes:
    """The documents in the format `name`. JSON gives an object for one document and a list for several.

    `merge_categories`, for xlsx only: equal neighbours in the column of categories become one merged cell.
    """
    module = import_module(f"policyparse.exporters.{name}_file")
    content: bytes
    if merge_categories and name == "xlsx":
        content = module.render(documents, headers, merge_categories=True)
    else:
        content = module.render(documents, headers)
    return content

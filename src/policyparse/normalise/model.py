"""What the normaliser gives back: tidy blocks, joined tables, and every decision with its evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from policyparse.document import Document, Heading, Paragraph, SetAside, Table
from policyparse.origin import Origin
from policyparse.problems import Problem

#: What a column means. The names of the record's fields where there is one, else the column's use.
Field = Literal[
    "number",
    "category",
    "problem",
    "task",
    "content",
    "target",
    "deadline",
    "start",
    "steps",
    "leader",
    "lead",
    "support",
    "owner",
    "indicator",
    "unit",
    "attribute",
    "base",
    "growth",
    "value",
]
NameRule = Literal["lexicon", "content", "position"]
Filled = Literal["above", "left"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision of a stage. `rule` is a stable kebab-case name, `evidence` says why in words."""

    stage: Literal["paragraphs", "headers", "columns", "join", "rows"]
    rule: str
    evidence: str
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a joined table. `path` holds its header texts, outermost first; `spellings` every text seen.

    `field` is None where no field takes it; its cells go to the records' attributes. `unit`: what a row of units
    below the names says its numbers are measured in.
    """

    index: int
    path: tuple[str, ...]
    spellings: tuple[str, ...]
    field: Field | None = None
    rule: NameRule | None = None
    evidence: str = ""
    unit: str | None = None

    @property
    def name(self) -> str:
        """The column's own name as printed: its innermost header text."""
        return self.path[-1] if self.path else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCell:
    """One cell of a joined row. `filled` tells that the text is that of a merged cell above or to the left.

    The text of a merged cell over pages may be printed on a later one; the origin says where.

    `text` may hold "\\n" where the author ended a line. More than one origin where a page break cut it.
    `room` and `below` as in `document.Cell`.
    """

    text: str = ""
    origins: tuple[Origin, ...] = ()
    filled: Filled | None = None
    flags: tuple[str, ...] = ()
    room: float | None = None
    below: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`section`: one text over the whole width. `note`: a remark below or above. `body`: cells by column.

    `repeats`: texts that a page break made the printer print again.
    """

    kind: Literal["body", "section", "note"]
    cells: tuple[RowCell, ...]
    text: str = ""
    joined: bool = False
    flags: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Where the row stands: its own cells' places, one per page."""
        return union(o for cell in self.cells if cell.filled is None for o in cell.origins)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A label and its value from a form's head, or from a line above or below the table (`line`)."""

    label: str
    value: str
    line: bool = False
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LogicalTable:
    """A table after joining over pages. `parts` are the pieces as found; `header_texts` the header rows' cells.

    `header_rows`: for each piece the indexes of its header rows, also of those that come again inside it.
    """

    index: int
    name: str | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    parts: tuple[Table, ...]
    form: tuple[FormField, ...] = ()
    header_texts: tuple[str, ...] = ()
    header_rows: tuple[tuple[int, ...], ...] = ()
    has_header: bool = True
    flags: tuple[str, ...] = ()

    @property
    def origin(self) -> Origin:
        return self.parts[0].origin


TidyBlock = Heading | Paragraph | LogicalTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidy:
    """The document after normalising."""

    document: Document
    blocks: tuple[TidyBlock, ...]
    set_aside: tuple[SetAside, ...] = ()
    problems: tuple[Problem, ...] = ()
    decisions: tuple[Decision, ...] = ()


def union(origins: Iterable[Origin]) -> tuple[Origin, ...]:
    """One origin per page, table and row: the boxes joined, the first line kept."""
    merged: dict[tuple[int | None, int | None, int | None], Origin] = {}
    for origin in origins:
        key = (origin.page, origin.table, origin.row)
        old = merged.get(key)
        merged[key] = origin if old is None else _join(old, origin)
    return tuple(merged.values())


def _join(a: Origin, b: Origin) -> Origin:
    box = a.bbox or b.bbox
    if a.bbox and b.bbox:
        box = (
            min(a.bbox[0], b.bbox[0]),
            min(a.bbox[1], b.bbox[1]),
            max(a.bbox[2], b.bbox[2]),
            max(a.bbox[3], b.bbox[3]),
        )
    lines = [line for line in (a.line, b.line) if line is not None]
    return Origin(page=a.page, bbox=box, table=a.table, row=a.row, line=min(lines) if lines else None)

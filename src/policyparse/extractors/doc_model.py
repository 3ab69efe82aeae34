"""What the readers of .doc and .rtf find: paragraphs one after another, as both formats store them.

Tables are not nested in these formats: a paragraph tells how deep it stands in tables and whether it ends a cell or a
row. `doc_tables` makes tables of that, `doc_wordml` writes it all as WordprocessingML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

#: Tables in tables deeper than this stand in damaged or hostile files only; the XML reader refuses 150 elements.
DEEPEST_TABLE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a run is printed; None: as its style says. `size` in half-points, `colour` six hexadecimal digits or "auto"."""

    bold: bool | None = None
    hidden: bool | None = None
    deleted: bool = False
    size: int | None = None
    colour: str | None = None
    font: str | None = None
    style: str | None = None


PLAIN = Look()


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    r"""Characters of one look: "\n" is a line break, "\f" a page or column break, "\x1e" a hyphen that does not break."""

    text: str
    look: Look = PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something else in a line.

    `value` is the text of an instruction, the id of a note or a comment, `font|code` of a symbol (code in
    hexadecimal), or says what an object is.
    """

    kind: Literal[
        "field-begin",
        "field-separate",
        "field-end",
        "instruction",
        "footnote",
        "endnote",
        "comment",
        "symbol",
        "object",
    ]
    value: str = ""
    look: Look = PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A text box that hangs on a paragraph."""

    content: Sequence[Flat]


Inline = Text | Mark | Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The format of a paragraph; None: as its style says. `outline` and `level` count from 0. `list_id`: 0 takes it out of a list."""

    style: str | None = None
    align: str | None = None
    outline: int | None = None
    list_id: int | None = None
    level: int | None = None
    framed: bool = False
    fill: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellForm:
    """How a cell is merged: `across` and `down` are "restart", "continue" or None."""

    across: str | None = None
    down: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowForm:
    """A row: x of its boundaries in twips (one more than cells), how its cells are merged, whether it is a header, has rules."""

    edges: tuple[int, ...] = ()
    cells: tuple[CellForm, ...] = ()
    header: bool = False
    ruled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Flat:
    """A paragraph. `depth`: in how many tables it stands. `end`: what its mark ends; `row` is given where that is a row."""

    inlines: Sequence[Inline] = ()
    form: Form = Form()
    depth: int = 0
    end: Literal["paragraph", "cell", "row"] = "paragraph"
    row: RowForm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A style. `kind` is paragraph or character; `base` the id of the style it is based on."""

    key: str
    name: str
    kind: str = "paragraph"
    base: str | None = None
    form: Form = Form()
    look: Look = PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLevel:
    """A level of a list, as w:lvl has it: `text` holds %1 to %9 for the numbers. `start` is the first number."""

    place: int
    start: int
    form: str
    text: str
    follow: Literal["tab", "space", "nothing"] = "tab"
    legal: bool = False
    restart: int | None = None
    font: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class List:
    """A list in use: its definition, levels of its own and starts of its own (by level)."""

    key: int
    definition: int
    levels: tuple[ListLevel, ...] = ()
    starts: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True, kw_only=True)
class Parts:
    """A whole file. `headers` and `footers` are pairs of type (default, even, first) and content of a section."""

    body: list[Flat] = field(default_factory=list)
    footnotes: dict[str, list[Flat]] = field(default_factory=dict)
    endnotes: dict[str, list[Flat]] = field(default_factory=dict)
    comments: dict[str, list[Flat]] = field(default_factory=dict)
    headers: list[tuple[str, list[Flat]]] = field(default_factory=list)
    footers: list[tuple[str, list[Flat]]] = field(default_factory=list)
    title_page: bool = False
    styles: list[Style] = field(default_factory=list)
    definitions: dict[int, tuple[ListLevel, ...]] = field(default_factory=dict)
    lists: list[List] = field(default_factory=list)

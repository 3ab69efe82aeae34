"""What a document says, without any layout. Renderers read it; the records that it must give stand beside the text.

A document is a tuple of blocks in reading order. Tables hold their cells by column key, so that the same
table can be printed with other column names, in another order or with fewer columns (see `grid`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rendering.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """版头 (GB/T 9704-2012, 7.2): the red issuer line, 发文字号, and what stands above them."""

    issuer_line: str
    number: str
    copy_number: str | None = None
    classification: str | None = None
    urgency: str | None = None
    signer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title, one string a printed line. `attached` is the title of the document behind a covering notice."""

    lines: tuple[str, ...]
    attached: bool = False
    subtitle: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipients:
    """主送机关, with its colon."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading line with its number as printed; `level` from 1."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text: `lead` is printed in the heading's hand before `text`. `facts` are the records it gives."""

    text: str
    lead: str = ""
    facts: tuple[Fact, ...] = ()

    @property
    def full(self) -> str:
        """All of its text."""
        return self.lead + self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """发文机关署名 and 成文日期."""

    issuer: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentMark:
    """附件 at the head of an annex."""

    text: str = "附件"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """版记: lines between two rules at the document's end; the last is (印发机关, 印发日期)."""

    lines: tuple[str, ...]
    printed_by: str
    printed_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBreak:
    """The next block begins a page, in formats that have pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """专栏: a framed box with a title and items."""

    title: str
    items: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `names` after the first replace it in the header of later pages, in turn.

    `groups` are the header cells above the name, outermost first; an empty name means that the group's
    cell reaches down over the name's place. `width` is relative.
    """

    key: str
    names: tuple[str, ...]
    groups: tuple[str, ...] = ()
    width: float = 1.0
    align: str = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Cell texts by column key. `merged_up` names the cells that are one with the cell above."""

    values: Mapping[str, str]
    merged_up: frozenset[str] = frozenset()
    fact: Fact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRow:
    """A row that is one cell over all columns."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table. Equal texts below one another in the columns `merge` are printed as one cell.

    `title_rows` are rows over all columns above the header. `note` stands above the table at the right
    (单位：万元), `notes` below it (注：…). `breaks` are the indexes of rows that begin a new page.
    `continues`: it goes on with the table before it, under the same section row. `headless`: no header is printed.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row | SectionRow, ...]
    caption: str | None = None
    note: str | None = None
    notes: tuple[str, ...] = ()
    title_rows: tuple[str, ...] = ()
    merge: tuple[str, ...] = ("category",)
    breaks: tuple[int, ...] = ()
    continues: bool = False
    headless: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """Two tables beside one another."""

    left: Table
    right: Table


Block = (
    Masthead
    | Title
    | Recipients
    | Heading
    | Paragraph
    | Signature
    | AttachmentMark
    | Imprint
    | PageBreak
    | Box
    | Table
    | SideBySide
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """Metadata that the document states, by the names of the output contract; None and () are not judged."""

    title: str
    kind: str
    doc_number: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    recipients: tuple[str, ...] = ()
    copied_to: tuple[str, ...] = ()
    period: tuple[date, date] | None = None
    printed_by: str | None = None
    printed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """What only the web page says: the site around the document and the list of metadata above it."""

    site: str
    index_number: str
    category: str
    published_on: date
    issuer: str | None = None  #: where the document itself names none
    path: tuple[str, ...] = ("首页", "政务公开", "政策文件")
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A document and what is known of it."""

    name: str
    blocks: tuple[Block, ...]
    meta: Meta
    web: Web | None = None

"""What a content says in all: its tables, its texts, and the records and metadata that it must give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rendering.content import (
    AttachmentMark,
    Block,
    Box,
    Content,
    Heading,
    Imprint,
    Masthead,
    PageBreak,
    Paragraph,
    Recipients,
    SectionRow,
    SideBySide,
    Signature,
    Table,
    Title,
)
from rendering.facts import Fact
from rendering.grid import body_lines


def tables(content: Content) -> Iterator[Table]:
    """Every table, in reading order."""
    for block in content.blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, SideBySide):
            yield from (block.left, block.right)


def facts(content: Content) -> tuple[Fact, ...]:
    """The records of `content`, in reading order, each with the headings above it as its section.

    A fact that names a section of its own keeps it.
    """
    found: list[Fact] = []
    headings: list[tuple[int, str]] = []
    section: tuple[str, ...] = ()

    def add(fact: Fact, *below: str) -> None:
        above = (*(text for _, text in headings), *below)
        found.append(fact if fact.section else replace(fact, section=above))

    for block in content.blocks:
        if isinstance(block, Heading):
            headings = [h for h in headings if h[0] < block.level] + [(block.level, block.text)]
        elif isinstance(block, Title):
            headings = []
        elif isinstance(block, Paragraph):
            for fact in block.facts:
                add(fact)
        elif isinstance(block, Box):
            for item in block.items:
                for fact in item.facts:
                    add(fact)
        elif isinstance(block, Table | SideBySide):
            for table in (block,) if isinstance(block, Table) else (block.left, block.right):
                section = section if table.continues else ()
                for row in table.rows:
                    if isinstance(row, SectionRow):
                        section = (row.text,)
                    elif row.fact is not None:
                        category = row.values.get("category", "")
                        add(row.fact, *section, *((category,) if category else ()))
    return tuple(found)


def meta_json(content: Content, *, form: str) -> dict[str, Any]:
    """The judged metadata as a JSON object; `form` is the format (html states more)."""
    meta = content.meta
    judged: dict[str, Any] = {"title": meta.title, "kind": meta.kind}
    optional: dict[str, Any] = {
        "doc_number": meta.doc_number,
        "issuer": meta.issuer,
        "issued_on": meta.issued_on and meta.issued_on.isoformat(),
        "recipients": list(meta.recipients),
        "copied_to": list(meta.copied_to),
        "period": meta.period and {"start": meta.period[0].isoformat(), "end": meta.period[1].isoformat()},
        "printed_by": meta.printed_by,
        "printed_on": meta.printed_on and meta.printed_on.isoformat(),
    }
    if form == "html" and content.web is not None:
        optional["issuer"] = meta.issuer or content.web.issuer
        optional["index_number"] = content.web.index_number
        optional["published_on"] = content.web.published_on.isoformat()
    judged.update({name: value for name, value in optional.items() if value})
    return judged


def all_text(content: Content) -> Iterator[str]:
    """Every text that each renderer must print, column names apart; a merged cell's text once."""
    for block in content.blocks:
        yield from _block_text(block)


def _block_text(block: Block) -> Iterator[str]:
    match block:
        case Masthead():
            given = (block.issuer_line, block.number, block.copy_number, block.classification, block.urgency)
            yield from (text for text in (*given, block.signer) if text)
        case Title():
            yield from block.lines
            if block.subtitle:
                yield block.subtitle
        case Recipients() | Heading() | AttachmentMark():
            yield block.text
        case Paragraph():
            yield block.full
        case Signature():
            yield block.issuer
            yield block.day
        case Imprint():
            yield from (*block.lines, block.printed_by, block.printed_on)
        case Box():
            yield block.title
            yield from (item.full for item in block.items)
        case Table():
            yield from _table_text(block)
        case SideBySide():
            yield from _table_text(block.left)
            yield from _table_text(block.right)
        case PageBreak():
            return


def _table_text(table: Table) -> Iterator[str]:
    yield from (text for text in (table.caption, table.note, *table.title_rows, *table.notes) if text)
    for line in body_lines(table):
        yield from (cell.text for cell in line if cell is not None and cell.text)


def heads_table(blocks: tuple[Block, ...]) -> Table | SideBySide | None:
    """The table that the first of `blocks`, a title or heading, stands above with only such between, or None."""
    for block in blocks:
        if isinstance(block, Table | SideBySide):
            return block if block is not blocks[0] else None
        if not isinstance(block, AttachmentMark | Title | Heading):
            return None
    return None

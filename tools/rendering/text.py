"""Content as plain text with tab-separated tables, and as Markdown with pipe tables."""

from __future__ import annotations

from collections.abc import Iterator

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
    Row,
    SectionRow,
    SideBySide,
    Signature,
    Table,
    Title,
)
from rendering.grid import Line, body_lines, header_lines


def render_txt(content: Content, *, marks: bool = False) -> bytes:
    """UTF-8 text: one line a paragraph, tables as tab-separated lines with their header again at each break.

    With `marks` as scanned documents come out of text recognition: `#` before titles, `<b>` around section rows.
    """
    return _lines_to_bytes(line for block in content.blocks for line in _txt(block, marks=marks))


def render_md(content: Content) -> bytes:
    """Markdown: headings with `#`, pipe tables. Merged cells stand in their first place; the rest is empty."""
    return _lines_to_bytes(line for block in content.blocks for line in _md(block))


def block_lines(block: Block) -> Iterator[str]:
    """The lines of a block of text, without marks."""
    yield from _txt(block, marks=False)


def _lines_to_bytes(lines: Iterator[str]) -> bytes:
    return ("\n".join(lines).strip("\n") + "\n").encode("utf-8")


def _txt(block: Block, *, marks: bool) -> Iterator[str]:
    if isinstance(block, Table):
        yield from (text for text in (block.caption, block.note) if text)
        if block.caption or block.note:
            yield ""
        yield from _tabbed(block, marks=marks)
        yield ""
        yield from block.notes
        if block.notes:
            yield ""
        return
    if isinstance(block, SideBySide):
        for table in (block.left, block.right):
            yield from _txt(table, marks=marks)
        return
    if isinstance(block, Title):
        yield f"{'## ' if marks else ''}{' '.join(block.lines)}"
        yield ""
        if block.subtitle:
            yield block.subtitle
            yield ""
        return
    if isinstance(block, Masthead) and marks:
        yield f"# {block.issuer_line}"
        yield ""
        yield block.number
        yield ""
        yield "---"
        yield ""
        return
    for line in _plain(block):
        yield line
        yield ""


def _plain(block: Block) -> Iterator[str]:
    match block:
        case Masthead():
            before = (block.copy_number, block.classification, block.urgency, block.issuer_line, block.number)
            yield from (text for text in before if text)
            if block.signer:
                yield f"签发人：{block.signer}"
        case Recipients() | Heading() | AttachmentMark():
            yield block.text
        case Paragraph():
            yield block.full
        case Signature():
            yield block.issuer
            yield block.day
        case Box():
            yield block.title
            yield from (item.full for item in block.items)
        case Imprint():
            yield from (*block.lines, f"{block.printed_by}　　{block.printed_on}")
        case PageBreak() | Title() | Table() | SideBySide():
            return


def _tabbed(table: Table, *, marks: bool) -> Iterator[str]:
    body = body_lines(table)
    turn = 0
    shown: dict[int, str] = {}
    for index, line in enumerate(body):
        if index == 0 or index in table.breaks:
            if index:
                yield ""
            for head in header_lines(table, turn=turn):
                yield "\t".join(_texts(head))
            turn += 1
        row = table.rows[index]
        if isinstance(row, SectionRow):
            yield (f"<b>{row.text}</b>" if marks else row.text) + "\t" * (len(table.columns) - 1)
            shown = {}
            continue
        texts = _texts(line)
        for place, cell in enumerate(line):
            if cell is not None:
                shown[place] = cell.text
            elif index in table.breaks and _merged_column(table, row, place):
                texts[place] = shown.get(place, "")  # printed again on a new page
        yield "\t".join(texts)


def _merged_column(table: Table, row: Row, place: int) -> bool:
    key = table.columns[place].key
    return key in table.merge and key not in row.merged_up


def _texts(line: Line) -> list[str]:
    return ["" if cell is None else cell.text.replace("\n", "<br>") for cell in line]


def _md(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        if block.caption:
            yield f"**{block.caption}**"
            yield ""
        if block.note:
            yield block.note
            yield ""
        yield from _piped(block)
        yield ""
        for note in block.notes:
            yield note
            yield ""
        return
    if isinstance(block, SideBySide):
        for table in (block.left, block.right):
            yield from _md(table)
        return
    match block:
        case Masthead():
            yield f"**{block.issuer_line}**"
            yield ""
            yield block.number
            yield ""
        case Title():
            yield f"# {' '.join(block.lines)}"
            yield ""
            if block.subtitle:
                yield block.subtitle
                yield ""
        case Heading():
            yield f"{'#' * min(block.level + 1, 6)} {block.text}"
            yield ""
        case Paragraph():
            yield (f"**{block.lead}**" if block.lead else "") + block.text
            yield ""
        case Box():
            yield f"> **{block.title}**"
            for item in block.items:
                yield ">"
                yield f"> {item.full}"
            yield ""
        case _:
            for line in _plain(block):
                yield line
                yield ""


def _piped(table: Table) -> Iterator[str]:
    header = header_lines(table)
    yield _pipe(header[0]) if header else "|" + "  |" * len(table.columns)  # a pipe table must have one
    yield "|" + " --- |" * len(table.columns)
    for line in (*header[1:], *body_lines(table)):
        yield _pipe(line)


def _pipe(line: Line) -> str:
    return "| " + " | ".join(text.replace("|", "\\|") for text in _texts(line)) + " |"

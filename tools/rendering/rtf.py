"""Content as RTF, as an office program writes it: direct formatting, rows with merged cells, header rows that repeat."""

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
    SideBySide,
    Signature,
    Table,
    Title,
)
from rendering.grid import GridCell, Line, body_lines, header_lines

#: Width of the text in twentieths of a point.
_WIDTH = 13600
_HEAD = (
    r"{\rtf1\ansi\ansicpg936\deff0\uc1"
    r"{\fonttbl{\f0\fnil\fcharset134 FangSong;}}"
    r"{\colortbl;\red212\green0\blue0;}"
    r"\paperw16838\paperh11906\margl1588\margr1474\landscape"
    r"{\footer\pard\qc \endash  {\field{\*\fldinst PAGE}{\fldrslt 1}} \endash\par}"
)
_ALIGN = {"left": r"\ql", "center": r"\qc", "right": r"\qr"}


def render_rtf(content: Content) -> bytes:
    """ASCII bytes: characters beyond it as \\u with a question mark for older readers."""
    lines = [_HEAD, *(line for block in content.blocks for line in _block(block)), "}"]
    return "\r\n".join(lines).encode("ascii") + b"\r\n"


def _text(text: str) -> str:
    found = []
    for char in text:
        if char == "\n":
            found.append(r"\line ")
        elif char in "\\{}":
            found.append("\\" + char)
        elif ord(char) < 128:
            found.append(char)
        else:
            units = char.encode("utf-16-le")
            for low, high in zip(units[::2], units[1::2], strict=True):
                number = low + 256 * high
                found.append(f"\\u{number - 65536 if number > 32767 else number}?")
    return "".join(found)


def _paragraph(
    text: str, *, lead: str = "", align: str = "left", bold: bool = False, size: float = 16, more: str = ""
) -> str:
    inner = f"{{\\b {_text(lead)}}}" if lead else ""
    inner += f"{{\\b {_text(text)}}}" if bold else _text(text)
    return f"\\pard\\plain{_ALIGN[align]}{more}\\fs{round(size * 2)} {inner}\\par"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Masthead():
            yield from (_paragraph(text) for text in (block.copy_number, block.classification, block.urgency) if text)
            yield _paragraph(block.issuer_line, align="center", bold=True, size=36, more=r"\cf1")
            number = f"{block.number}　　签发人：{block.signer}" if block.signer else block.number
            if number:
                yield _paragraph(number, align="center")
        case Title():
            yield from (_paragraph(line, align="center", bold=True, size=22) for line in block.lines)
            if block.subtitle:
                yield _paragraph(block.subtitle, align="center")
        case Recipients():
            yield _paragraph(block.text)
        case Heading():
            yield _paragraph(block.text, bold=True, more=r"\fi640")
        case Paragraph():
            yield _paragraph(block.text, lead=block.lead, more=r"\fi640")
        case Signature():
            yield _paragraph(block.issuer, align="right")
            yield _paragraph(block.day, align="right")
        case AttachmentMark():
            yield _paragraph(block.text, bold=True)
        case PageBreak():
            yield r"\page"
        case Box():
            inner = [_paragraph(block.title, align="center", bold=True)]
            inner += [_paragraph(item.full) for item in block.items]
            yield from _box(inner)
        case Imprint():
            yield from (_paragraph(line, size=14) for line in block.lines)
            yield _paragraph(f"{block.printed_by}　　　　{block.printed_on}", size=14)
        case Table():
            yield from _table(block)
        case SideBySide():
            yield from _table(block.left)
            yield from _table(block.right)


def _box(paragraphs: list[str]) -> Iterator[str]:
    yield rf"\trowd\trleft0{_borders()}\cellx{_WIDTH}"
    for paragraph in paragraphs[:-1]:
        yield paragraph.replace(r"\pard\plain", r"\pard\plain\intbl", 1)
    yield paragraphs[-1].replace(r"\pard\plain", r"\pard\plain\intbl", 1).removesuffix(r"\par") + r"\cell"
    yield r"\row"
    yield r"\pard\plain\par"


def _table(table: Table) -> Iterator[str]:
    if table.caption:
        yield _paragraph(table.caption, align="center", bold=True, size=14)
    if table.note:
        yield _paragraph(table.note, align="right", size=10.5)
    total = sum(column.width for column in table.columns)
    edges, reach = [], 0.0
    for column in table.columns:
        reach += column.width
        edges.append(round(_WIDTH * reach / total))
    for lines, header in ((header_lines(table), True), (body_lines(table), False)):
        below: dict[int, tuple[int, int]] = {}  # place -> (rows still to come, places)
        for line in lines:
            yield from _row(line, edges, below, header=header)
    yield from (_paragraph(note, size=10.5) for note in table.notes)
    if not table.notes:
        yield r"\pard\plain\par"  # tables that touch are one


def _row(line: Line, edges: list[int], below: dict[int, tuple[int, int]], *, header: bool) -> Iterator[str]:
    definition = r"\trowd\trleft0" + (r"\trhdr" if header else "")
    cells = []
    place = 0
    while place < len(edges):
        source, span, merge = line[place], 1, ""
        if source is not None:
            span = source.col_span
            if source.row_span > 1:
                merge = r"\clvmgf"
                below[place] = (source.row_span - 1, span)
        elif place in below:
            left, span = below.pop(place)
            merge = r"\clvmrg"
            if left > 1:
                below[place] = (left - 1, span)
        definition += f"{merge}{_borders()}\\cellx{edges[place + span - 1]}"
        cells.append(_cell(source))
        place += span
    yield definition
    yield from cells
    yield r"\row"


def _cell(cell: GridCell | None) -> str:
    if cell is None:
        return r"\pard\plain\intbl\cell"
    lines = cell.text.split("\n")
    inner = r"\par ".join(f"{{\\b {_text(line)}}}" if cell.bold else _text(line) for line in lines)
    return f"\\pard\\plain\\intbl{_ALIGN[cell.align]}\\fs21 {inner}\\cell"


def _borders() -> str:
    return "".join(f"\\clbrdr{side}\\brdrs\\brdrw10" for side in "tlbr")

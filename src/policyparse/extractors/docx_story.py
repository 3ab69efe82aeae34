"""One story of the file (body, note, header, comment) to paragraphs and grids in reading order.

What is no part of the document goes to the set-aside list with its reason; automatic numbers are counted on the way,
so a story must be read from its beginning to its end, once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from itertools import groupby
from typing import Final

from lxml import etree

from policyparse.document import Style
from policyparse.extractors.docx_chunks import read_chunk
from policyparse.extractors.docx_fields import Fields
from policyparse.extractors.docx_flow import Node, Para
from policyparse.extractors.docx_inline import PAGE_BREAK, Inline, InlineReader, Piece, control_reason
from policyparse.extractors.docx_numbering import attach
from policyparse.extractors.docx_reading import Reading
from policyparse.extractors.docx_shapes import Attachment
from policyparse.extractors.docx_styles import ParagraphFormat, RunFormat
from policyparse.extractors.docx_tables import read_grid
from policyparse.extractors.docx_xml import A, M, R, W, switch
from policyparse.text import compact, count, tidy_blanks

#: A footer line that holds a page number and only these beside it is all page number (— 3 —, 第3页 共9页, Page 3 of 9).
_PAGE_LINE: Final = re.compile(r"(?:[^\w]|第|页|頁|共|总|/|page|of)*", re.I)
#: What belongs into a paragraph; where a program leaves it outside one, it makes one of its own.
_INLINE: Final = frozenset({W + "r", W + "hyperlink", W + "fldSimple", M + "oMath", M + "oMathPara"})
_FURNITURE: Final = frozenset({"running-header", "running-footer"})
_FIRST_WORDS: Final = 30


class Story:
    """`reason`: why the whole story is set aside, or None; `part` is the name of its part in the package."""

    def __init__(self, reading: Reading, root: etree._Element, part: str, reason: str | None = None) -> None:
        self._reading = reading
        self._part = part
        self._reason = reason
        self._inline = InlineReader(reading.styles, Fields(root))
        self._carried: list[Piece] = []
        self._carried_label = ""
        self._pending: list[Node] = []

    def read(self, container: etree._Element) -> list[Node]:
        """The blocks of the story, its notes after the block that refers to them."""
        nodes: list[Node] = []
        for element in container:
            self._block(element, nodes)
            if not self._carried:
                nodes += self._pending
                self._pending = []
        self._flush(nodes)
        return nodes + self._pending

    def _inner(self, container: etree._Element) -> list[Node]:
        """The blocks of a cell or of a text box."""
        outer = self._carried, self._carried_label
        self._carried, self._carried_label = [], ""
        nodes: list[Node] = []
        for element in container:
            self._block(element, nodes)
        self._flush(nodes)
        self._carried, self._carried_label = outer
        return nodes

    @contextmanager
    def _aside(self, reason: str | None) -> Iterator[None]:
        outer = self._reason
        self._reason = outer or reason
        yield
        self._reason = outer

    def _block(self, element: etree._Element, nodes: list[Node]) -> None:
        tag = element.tag
        if tag == W + "p":
            self._paragraph(element, nodes)
        elif tag == W + "tbl":
            self._flush(nodes)
            grid = read_grid(element, self._reading.styles, self._cell)
            if grid is not None and self._reason is None:
                nodes.append(grid)
        elif tag in _INLINE:
            loose = etree.Element(W + "p")
            loose.append(deepcopy(element))
            self._paragraph(loose, nodes)
        elif tag == W + "altChunk":
            self._flush(nodes)
            part = self._reading.package.target(self._part, element.get(R + "id"))
            if self._reason is None:
                nodes += read_chunk(self._reading, part)
        elif isinstance(tag, str):
            reason = control_reason(element) if tag == W + "sdt" else None
            if tag in (W + "del", W + "moveFrom"):
                reason = "deleted-text"
            with self._aside(reason):
                for child in element:
                    self._block(child, nodes)

    def _cell(self, cell: etree._Element, reason: str | None) -> list[Node]:
        with self._aside(reason):
            return self._inner(cell)

    def _paragraph(self, paragraph: etree._Element, nodes: list[Node]) -> None:
        reading = self._reading
        reading.line += 1
        properties = paragraph.find(W + "pPr")
        form = reading.styles.paragraph(properties)
        inline = self._inline.read(paragraph, form.run, "contents" if form.contents else None)
        self._account(inline)
        mark = properties.find(W + "rPr") if properties is not None else None
        pieces = self._carried + inline.pieces
        label = self._carried_label or self._label(form, mark, pieces)
        above, below = self._attached(inline)
        nodes += above
        if _runs_on(properties, mark) and any(piece.reason is None for piece in pieces):
            self._carried, self._carried_label = pieces, label
        else:
            self._carried, self._carried_label = [], ""
            self._emit(pieces, label, form, nodes)
        nodes += below
        self._pending += [node for kind, key, reason in inline.notes for node in self._note(kind, key, reason)]

    def _flush(self, nodes: list[Node]) -> None:
        """A paragraph whose mark is deleted, with nothing after it to run on into."""
        if self._carried:
            pieces, label = self._carried, self._carried_label
            self._carried, self._carried_label = [], ""
            self._emit(pieces, label, self._reading.styles.paragraph(None), nodes)

    def _emit(self, pieces: Sequence[Piece], label: str, form: ParagraphFormat, nodes: list[Node]) -> None:
        """Text to a paragraph (or several, parted by page breaks), everything else to where it belongs."""
        reading = self._reading
        page_line = self._reason in _FURNITURE and _is_page_line(pieces)
        for reason, run in groupby(pieces, lambda p: "page-number" if page_line else p.reason or self._reason):
            if reason is not None:
                reading.drop("".join(piece.text for piece in run).replace(PAGE_BREAK, "\n"), reason)
        if self._reason is not None:
            return
        read = [piece for piece in pieces if piece.reason is None]
        texts = [_lines(text) for text in "".join(piece.text for piece in read).split(PAGE_BREAK)]
        texts = [text for text in texts if text] or [""]
        texts[0] = attach(label, texts[0])
        reading.generated += count(label)
        style = _style(read, form)
        nodes += [
            Para(text=text, line=reading.line, style=style, level=_heading(text, form.level), frame=form.frame)
            for text in texts
        ]

    def _label(self, form: ParagraphFormat, mark: etree._Element | None, pieces: Sequence[Piece]) -> str:
        """The automatic number. A paragraph that is gone (deleted, hidden, set aside) takes none."""
        if form.item is None or self._reason is not None or _is_deleted(mark):
            return ""
        shown = any(piece.reason is None and count(piece.text) for piece in pieces)
        aside = any(piece.reason in {"contents", "markup", "hidden-text"} for piece in pieces)
        if not shown and (aside or switch(mark, "vanish")):
            return ""
        return self._reading.numbering.label(form.item, form.styles)

    def _account(self, inline: Inline) -> None:
        reading = self._reading
        reading.generated += inline.generated
        for key in inline.comments:
            reading.comment_lines.setdefault(key, reading.line)
        for name in inline.unmapped:
            reading.report("text-unmapped", f"the meaning of the character {name} is not known; it reads as \ufffd")

    def _attached(self, inline: Inline) -> tuple[list[Node], list[Node]]:
        """What hangs on a paragraph: the blocks above it and those below it."""
        above: list[Node] = []
        below: list[Node] = []
        for attachment in inline.attachments:
            with self._aside(attachment.reason):
                nodes = self._attachment(attachment)
            (above if attachment.before else below).extend(nodes)
        return above, below

    def _attachment(self, attachment: Attachment) -> list[Node]:
        content = attachment.content
        if isinstance(content, etree._Element):
            return self._box(content, attachment.framed)
        if isinstance(content, tuple):
            return self._drawn(content)
        if attachment.kind == "diagram":
            return self._diagram(content)
        if attachment.kind == "page-picture":
            self._reading.report("page-without-text", f"{content}; text in it is not read: print to PDF and read that")
        else:
            self._reading.report("object-unread", f"{content} is not read; text in it is missing")
        return []

    def _box(self, content: etree._Element, framed: bool) -> list[Node]:
        outer, self._inline = self._inline, InlineReader(self._reading.styles, Fields(content))
        with self._reading.numbering.within("text boxes"):
            nodes = self._inner(content)
        self._inline = outer
        if not framed:
            return nodes
        self._reading.boxes += 1
        frame = f"text box {self._reading.boxes}"
        return [replace(node, frame=frame) if isinstance(node, Para) else node for node in nodes]

    def _drawn(self, lines: Sequence[str]) -> list[Node]:
        """Drawn letters: a watermark where they stand in a header, else text such as an office's name."""
        if self._reason is not None:
            for line in lines:
                self._reading.drop(line, "watermark" if self._reason in _FURNITURE else self._reason)
            return []
        return [Para(text=text, line=self._reading.line) for line in lines if (text := _lines(line))]

    def _diagram(self, relation: str) -> list[Node]:
        part = self._reading.package.target(self._part, relation)
        if part is None:
            self._reading.report("object-unread", "a diagram whose text is missing in the file")
            return []
        root = self._reading.package.xml(part)
        self._reading.diagrams.append(root)
        return self._drawn(["".join(t.text or "" for t in p.iter(A + "t")) for p in root.iter(A + "p")])

    def _note(self, kind: str, key: str, reason: str | None) -> list[Node]:
        """The paragraphs of a note at its first reference."""
        found = self._reading.notes.pop((kind, key), None)
        if found is None:
            return []
        element, part = found
        with self._reading.numbering.within(kind):
            return Story(self._reading, element, part, self._reason or reason).read(element)


def _is_deleted(mark: etree._Element | None) -> bool:
    return mark is not None and (mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None)


def _runs_on(properties: etree._Element | None, mark: etree._Element | None) -> bool:
    """Does the text go on in the next paragraph: a deleted or hidden style-separating mark, or a dropped initial."""
    if _is_deleted(mark) or switch(mark, "specVanish"):
        return True
    frame = properties.find(W + "framePr") if properties is not None else None
    return frame is not None and frame.get(W + "dropCap") in {"drop", "margin"}


def _is_page_line(pieces: Sequence[Piece]) -> bool:
    if not any(piece.reason == "page-number" for piece in pieces):
        return False
    rest = compact("".join(piece.text for piece in pieces if piece.reason is None))[:_FIRST_WORDS]
    return _PAGE_LINE.fullmatch(rest) is not None


def _lines(text: str) -> str:
    """Blanks tidied, line ends that the author set kept, empty lines gone."""
    return "\n".join(line for line in tidy_blanks(text).split("\n") if line)


def _heading(text: str, level: int | None) -> int | None:
    """The level, unless body text goes on after the heading's sentence in the same paragraph (一、…。各单位…)."""
    return None if level is None or not text or "。" in text[:-1] else level


def _style(pieces: Sequence[Piece], form: ParagraphFormat) -> Style:
    """How most of the characters are printed."""
    weights: dict[RunFormat, int] = {}
    for piece in pieces:
        weights[piece.format] = weights.get(piece.format, 0) + count(piece.text)
    formats = weights or {form.run: 1}
    sizes: dict[float | None, int] = {}
    colours: dict[str | None, int] = {}
    bold = 0
    for told, weight in formats.items():
        sizes[told.size] = sizes.get(told.size, 0) + weight
        colours[told.colour] = colours.get(told.colour, 0) + weight
        bold += weight if told.bold else 0
    return Style(
        size=max(sizes, key=lambda key: sizes[key]),
        bold=bold * 2 > sum(formats.values()),
        align=form.align,
        colour=max(colours, key=lambda key: colours[key]) or None,
    )

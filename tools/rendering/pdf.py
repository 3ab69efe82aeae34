"""Content as PDF, set like a government document (GB/T 9704-2012): A4, red issuer line, `— 3 —`."""

from __future__ import annotations

from itertools import zip_longest

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
from rendering.layouts import Layout
from rendering.lines import wrap
from rendering.paper import RED, Paper
from rendering.pdf_flow import TABLE_BOTTOM, TABLE_SIDE, TABLE_TOP, Flow
from rendering.pdf_paint import paint, set_line
from rendering.pdf_table import Sheet, sheets
from rendering.truth import heads_table

#: A table does not begin where less than this is left of the page.
LEAST_ROOM = 90.0
#: Room for the caption and note above a turned table.
HEAD_ROOM = 60.0


PLAIN = Layout()


def render_pdf(content: Content, layout: Layout = PLAIN) -> bytes:
    """The document as a PDF file."""
    return set_on(Paper(layout, content.meta.title), content)


def set_on(paper: Paper, content: Content) -> bytes:
    """Set the document on `paper` and return the file."""
    flow = _Setter(paper)
    for place, block in enumerate(content.blocks):
        if isinstance(block, PageBreak):
            flow.pending = True
        elif heads_table(content.blocks[place:]) is not None:
            flow.table_head(block)
        else:
            flow.add(block)
    return flow.paper.save()


class _Setter(Flow):
    """Sets the blocks one below the other."""

    def table_head(self, block: Block) -> None:
        """A title or heading that stands on the page of the table below it."""
        if not self.layout.turned and (self.pending or not self.fits_table()):
            self.table_page()
        elif self.layout.turned:
            self.ready()
        self._set(block)

    def add(self, block: Block) -> None:
        if isinstance(block, Table):
            self._table(block)
            return
        if isinstance(block, SideBySide):
            self._side_by_side(block)
            return
        self.ready()
        self._set(block)

    def _set(self, block: Block) -> None:
        match block:
            case Masthead():
                self._masthead(block)
            case Title():
                self._title(block)
            case Recipients():
                self.prose(block.text, indent=0)
            case Heading():
                self.need(2 * self.leading)
                self.prose(block.text, bold=block.level == 1)
            case Paragraph():
                self.prose(block.text, lead=block.lead)
            case Signature():
                self._signature(block)
            case AttachmentMark():
                self.prose(block.text, indent=0, bold=True)
            case Box():
                self._box(block)
            case Imprint():
                self._imprint(block)

    def _masthead(self, block: Masthead) -> None:
        left, width, _ = self.bounds
        for text in (block.copy_number, block.classification, block.urgency):
            if text:
                self.line(text, 16, leading=24, bold=text != block.copy_number)
        self.y += 30
        size = min(42.0, width / max(len(block.issuer_line), 1))
        wide = self.paper.measure(block.issuer_line, size)
        space = min(10.0, (width - wide) / max(len(block.issuer_line), 1))
        x = left + (width - wide - space * (len(block.issuer_line) - 1)) / 2
        self.paper.text(x, self.y, block.issuer_line, size, bold=True, colour=RED, space=space)
        self.y += size + 42
        if block.signer:
            self.paper.text(left + 16, self.y, block.number, 16)
            signer = f"签发人：{block.signer}"
            self.paper.text(left + width - self.paper.measure(signer, 16) - 16, self.y, signer, 16)
            self.y += 24
        else:
            self.line(block.number, 16, align="center", leading=24)
        self.y += 8
        self.paper.line(left, self.y, left + width, self.y, 2.2, RED)
        self.y += 46

    def _title(self, block: Title) -> None:
        if block.attached:
            self.y += self.leading * 0.5
        for line in block.lines:
            self.line(line, 22, align="center", bold=True, leading=34)
        if block.subtitle:
            self.line(block.subtitle, 16, align="center", leading=30)
        self.y += self.leading * 0.7

    def _signature(self, block: Signature) -> None:
        self.y += self.leading
        self.need(2 * self.leading)
        left, width, _ = self.bounds
        centre = left + width - 4 * self.size - self.paper.measure(block.issuer, self.size) / 2
        for text in (block.issuer, block.day):
            x = centre - self.paper.measure(text, self.size) / 2
            self.paper.text(x, self.y, text, self.size)
            self.y += self.leading
        if self.layout.stamp:
            self.paper.stamp(centre, self.y - self.leading - 10, self.layout.stamp)

    def _box(self, block: Box) -> None:
        """A frame around title and items; a frame that a page end cuts is closed and opened again."""
        size = self.size - 3
        leading = size * 1.6
        left, width, _ = self.bounds
        self.y += 6
        self.need(3 * leading)
        top = self.y
        lines = [(block.title, "center", True)]
        for item in block.items:
            set_lines = wrap(item.full, (width - 20) / size, self.paper.wide, indent=2.0)
            lines.extend((line, "first" if number == 0 else "left", False) for number, line in enumerate(set_lines))
        self.y += 6
        for text, align, bold in lines:
            if self.y + leading > self.bounds[2] - 6:
                self.paper.frame(left, top, left + width, self.y + 4, shade=False)
                self.page()
                top = self.y
                self.y += 6
            indent = 2 * size if align == "first" else 0.0
            set_line(
                self.paper,
                text,
                left + 10 + indent,
                self.y + (leading - size) / 2,
                width - 20,
                size,
                align="center" if align == "center" else "left",
                fill=False,
                bold=bold,
            )
            self.y += leading
        self.paper.frame(left, top, left + width, self.y + 4, shade=False)
        self.y += 14

    def _imprint(self, block: Imprint) -> None:
        left, width, bottom = self.bounds
        size, leading = 14.0, 24.0
        height = leading * (len(block.lines) + 1) + 6
        self.need(height)
        self.y = bottom - height
        self.paper.line(left, self.y, left + width, self.y, 1.0)
        for line in block.lines:
            self.line(line, size, indent=size, leading=leading)
        if block.lines:
            self.paper.line(left, self.y, left + width, self.y, 0.7)
        self.paper.text(left + size, self.y + 5, block.printed_by, size)
        day = self.paper.measure(block.printed_on, size)
        self.paper.text(left + width - size - day, self.y + 5, block.printed_on, size)
        self.y += leading
        self.paper.line(left, self.y, left + width, self.y, 1.0)

    def _begin_table(self, table: Table) -> None:
        if not self.fits_table() or self.y + LEAST_ROOM > self.bounds[2]:
            self.table_page()
        if self.layout.turned:
            return
        self._head(table)

    def _head(self, table: Table) -> None:
        if table.caption:
            self.line(table.caption, 14, align="center", bold=True, leading=26)
        if table.note:
            self.small(table.note, "right")

    def _table(self, table: Table) -> None:
        self._begin_table(table)
        if self.layout.turned:
            self._turned_table(table)
            return
        left, width, bottom = self.bounds
        first = bottom - self.y
        later = self.full_room
        self._lay([(sheets(table, width, lambda n: later if n else first, self.layout, self.paper.wide), left)])
        self._notes(table)
        self.y += 6

    def _lay(self, columns: list[tuple[list[Sheet], float]]) -> None:
        """Draw the sheets of one table, or of several beside one another, page by page."""
        for number, level in enumerate(zip_longest(*(made for made, _ in columns))):
            if number:
                self.table_page()
            for sheet, (_, left) in zip(level, columns, strict=True):
                if sheet is not None:
                    paint(self.paper, sheet, left, self.y)
            self.y += max(sheet.height for sheet in level if sheet is not None)

    def _turned_table(self, table: Table) -> None:
        """The table on pages of its own, drawn turned, with its caption and notes."""
        width, height = self.paper.height - 2 * TABLE_SIDE, self.paper.width - TABLE_TOP - TABLE_BOTTOM
        head = HEAD_ROOM if table.caption or table.note else 0.0
        made = sheets(table, width, lambda n: height if n else height - head, self.layout, self.paper.wide)
        size = self.layout.table_size
        notes = sum(size * 1.6 * len(wrap(note, width / size, self.paper.wide)) for note in table.notes)
        for number, sheet in enumerate(made):
            if number:
                self.table_page()
            with self.paper.turned(self.layout.turned):
                self.y = TABLE_TOP
                if number == 0:
                    self._head(table)
                paint(self.paper, sheet, TABLE_SIDE, self.y)
                self.y += sheet.height
                fits = self.y + notes <= self.bounds[2]
                if number == len(made) - 1 and fits:
                    self._notes(table)
        if table.notes and not fits:
            self.table_page()
            with self.paper.turned(self.layout.turned):
                self.y = TABLE_TOP
                self._notes(table)

    def _notes(self, table: Table) -> None:
        for note in table.notes:
            self.small(note, "left")

    def _side_by_side(self, block: SideBySide) -> None:
        self._begin_table(block.left)
        left, width, bottom = self.bounds
        first = bottom - self.y
        later = self.full_room
        half = (width - 24) / 2
        self._lay(
            [
                (sheets(table, half, lambda n: later if n else first, self.layout, self.paper.wide), x)
                for table, x in ((block.left, left), (block.right, left + half + 24))
            ]
        )
        self.y += 6

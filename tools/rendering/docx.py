"""Content as DOCX, the way offices type it: direct formatting, merged cells, header rows that repeat."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

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
from rendering.docx_parts import FIXED_TIME, border, cell, fixed_zip
from rendering.grid import Line, body_lines, header_lines
from rendering.truth import heads_table

#: Text width of A4 with Word's margins of GB/T 9704-2012, in twentieths of a point.
PORTRAIT_WIDTH, LANDSCAPE_WIDTH = 8844, 13600
#: A table with more columns than this stands on a landscape page.
MOST_UPRIGHT = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class DocxStyle:
    """`heading_styles`: headings carry Word's heading styles, not only bold print. `box`: 专栏 as a table of
    one cell or as paragraphs with borders. `header_marked`: header rows are marked to repeat on each page."""

    heading_styles: bool = False
    box: str = "table"
    header_marked: bool = True


PLAIN = DocxStyle()


def render_docx(content: Content, style: DocxStyle = PLAIN) -> bytes:
    """The document as a DOCX file."""
    writer = _Writer(style)
    for place, block in enumerate(content.blocks):
        below = heads_table(content.blocks[place:])
        if isinstance(below, Table):
            writer.turn_for(below)
        writer.add(block)
    return writer.save(content.meta.title)


class _Writer:
    def __init__(self, style: DocxStyle) -> None:
        self.style = style
        self.document = docx.Document()
        self.landscape = False
        self.page_break = False
        normal = self.document.styles["Normal"]
        normal.font.name = "仿宋_GB2312"
        normal.font.size = Pt(16)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")
        self._page_size(self.document.element.body.sectPr, landscape=False)

    def add(self, block: Block) -> None:
        match block:
            case Masthead():
                self._masthead(block)
            case Title():
                for line in block.lines:
                    self._paragraph(line, align="center", bold=True, size=22)
                if block.subtitle:
                    self._paragraph(block.subtitle, align="center")
            case Recipients():
                self._paragraph(block.text)
            case Heading():
                style = f"Heading {min(block.level, 9)}" if self.style.heading_styles else None
                self._paragraph(block.text, bold=True, indent=2, style=style)
            case Paragraph():
                self._paragraph(block.text, lead=block.lead, indent=2)
            case Signature():
                self._paragraph(block.issuer, align="right")
                self._paragraph(block.day, align="right")
            case AttachmentMark():
                self._paragraph(block.text, bold=True)
            case PageBreak():
                self.page_break = True
            case Box():
                self._box(block)
            case Table():
                self._table(block)
            case SideBySide():
                self._side_by_side(block)
            case Imprint():
                self._imprint(block)

    def save(self, title: str) -> bytes:
        """Finish and return the file."""
        self._footer()
        if self.landscape:
            self._page_size(self.document.element.body.sectPr, landscape=True)
        properties = self.document.core_properties
        properties.title = title
        properties.author = ""
        properties.comments = ""
        properties.created = properties.modified = FIXED_TIME.replace(tzinfo=None)
        raw = io.BytesIO()
        self.document.save(raw)
        return fixed_zip(raw.getvalue())

    def _paragraph(
        self,
        text: str,
        *,
        lead: str = "",
        align: str | None = None,
        bold: bool = False,
        size: float | None = None,
        indent: int = 0,
        style: str | None = None,
        colour: RGBColor | None = None,
    ) -> Any:
        paragraph = self.document.add_paragraph(style=style)
        if self.page_break:
            paragraph.paragraph_format.page_break_before = True
            self.page_break = False
        if align:
            paragraph.alignment = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}[align]
        if indent:
            paragraph.paragraph_format.first_line_indent = Pt(16 * indent)
        for part, strong in ((lead, True), (text, bold)):
            if part:
                run = paragraph.add_run(part)
                run.bold = strong or None
                if size:
                    run.font.size = Pt(size)
                if colour is not None:
                    run.font.color.rgb = colour
        return paragraph

    def _masthead(self, block: Masthead) -> None:
        for text in (block.copy_number, block.classification, block.urgency):
            if text:
                self._paragraph(text)
        self._paragraph(block.issuer_line, align="center", bold=True, size=36, colour=RGBColor(0xD4, 0, 0))
        number = f"{block.number}　　签发人：{block.signer}" if block.signer else block.number
        if number:
            below = self._paragraph(number, align="center")
            border(below, "bottom", "D40000")

    def _box(self, block: Box) -> None:
        if self.style.box == "paragraphs":
            for text in (block.title, *(item.full for item in block.items)):
                paragraph = self._paragraph(text)
                for side in ("top", "left", "bottom", "right"):
                    border(paragraph, side, "000000")
            return
        table = self.document.add_table(rows=1, cols=1, style="Table Grid")
        cell = table.cell(0, 0)
        cell.paragraphs[0].add_run(block.title).bold = True
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        for item in block.items:
            cell.add_paragraph(item.full)
        self.document.add_paragraph()

    def turn_for(self, table: Table) -> None:
        """A wide table and what stands above it are on landscape pages."""
        if len(table.columns) > MOST_UPRIGHT and not self.landscape:
            self._section(landscape=True)

    def _table(self, table: Table) -> None:
        self.turn_for(table)
        if table.caption:
            self._paragraph(table.caption, align="center", bold=True, size=14)
        if table.note:
            self._paragraph(table.note, align="right", size=10.5)
        width = LANDSCAPE_WIDTH if self.landscape else PORTRAIT_WIDTH
        self.document.element.body.insert_element_before(self._grid(table, width), "w:sectPr")
        for note in table.notes:
            self._paragraph(note, size=10.5)
        if not table.notes:
            self.document.add_paragraph()  # Word joins tables that touch

    def _side_by_side(self, block: SideBySide) -> None:
        outer = self.document.add_table(rows=1, cols=2)
        for half, table in zip(outer.rows[0].cells, (block.left, block.right), strict=True):
            if table.caption:
                half.paragraphs[0].add_run(table.caption).bold = True
            half._tc.append(self._grid(table, PORTRAIT_WIDTH // 2 - 200))
            half.add_paragraph()
        self.document.add_paragraph()

    def _imprint(self, block: Imprint) -> None:
        lines = (*block.lines, f"{block.printed_by}　　　　{block.printed_on}")
        for place, line in enumerate(lines):
            paragraph = self._paragraph(line, size=14)
            if place == 0:
                border(paragraph, "top", "000000")
            if place == len(lines) - 1:
                border(paragraph, "bottom", "000000")

    def _grid(self, table: Table, width: int) -> Any:
        header, body = header_lines(table), body_lines(table)
        total = sum(column.width for column in table.columns)
        widths = [round(width * column.width / total) for column in table.columns]
        element = parse_xml(
            f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblStyle w:val='TableGrid'/><w:tblW w:w='{width}' w:type='dxa'/>"
            f"<w:tblLayout w:type='fixed'/></w:tblPr><w:tblGrid>"
            + "".join(f"<w:gridCol w:w='{one}'/>" for one in widths)
            + "</w:tblGrid></w:tbl>"
        )
        for lines, is_header in ((header, True), (body, False)):
            covered: dict[int, tuple[int, int]] = {}  # place -> (rows still to come, places)
            for line in lines:
                element.append(self._row(line, widths, covered, repeats=is_header and self.style.header_marked))
        return element

    def _row(self, line: Line, widths: list[int], covered: dict[int, tuple[int, int]], *, repeats: bool) -> Any:
        row = OxmlElement("w:tr")
        if repeats:
            properties = OxmlElement("w:trPr")
            properties.append(OxmlElement("w:tblHeader"))
            row.append(properties)
        place = 0
        while place < len(widths):
            source = line[place]
            merge = None
            span = 1
            text, bold, align = "", False, "left"
            if source is not None:
                span, text, bold, align = source.col_span, source.text, source.bold, source.align
                if source.row_span > 1:
                    merge = "restart"
                    covered[place] = (source.row_span - 1, source.col_span)
            elif place in covered:
                left, span = covered.pop(place)
                merge = "continue"
                if left > 1:
                    covered[place] = (left - 1, span)
            row.append(cell(text, sum(widths[place : place + span]), span, merge, bold=bold, align=align))
            place += span
        return row

    def _section(self, *, landscape: bool) -> None:
        """End the current section here; what follows has the other orientation."""
        last = self.document.add_paragraph()
        properties = OxmlElement("w:sectPr")
        self._page_size(properties, landscape=self.landscape)
        last._p.get_or_add_pPr().append(properties)
        self.landscape = landscape
        self.page_break = False

    def _page_size(self, section: Any, *, landscape: bool) -> None:
        for tag in ("w:pgSz", "w:pgMar"):
            for old in section.findall(qn(tag)):
                section.remove(old)
        size, margins = OxmlElement("w:pgSz"), OxmlElement("w:pgMar")
        for name, value in zip(("w:w", "w:h"), ("16838", "11906") if landscape else ("11906", "16838"), strict=True):
            size.set(qn(name), value)
        if landscape:
            size.set(qn("w:orient"), "landscape")
        for name, margin in (("top", 2098), ("right", 1474), ("bottom", 1984), ("left", 1588)):
            margins.set(qn(f"w:{name}"), str(margin))
        for name in ("header", "footer"):
            margins.set(qn(f"w:{name}"), "851")
        margins.set(qn("w:gutter"), "0")
        section.append(size)
        section.append(margins)

    def _footer(self) -> None:
        for section in self.document.sections:
            section.footer.is_linked_to_previous = section is not self.document.sections[0]
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run("— ")
        for kind, code in (("begin", None), (None, "PAGE"), ("end", None)):
            run = paragraph.add_run()
            part = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                part.set(qn("w:fldCharType"), kind)
            else:
                part.text = code
            run._r.append(part)
        paragraph.add_run(" —")

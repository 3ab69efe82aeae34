"""What was found in a .doc or .rtf file as WordprocessingML in memory, so that one reader knows what Word would print.

Automatic numbers, deletions, hidden text, fields, notes, boxes and merged cells are then read by `docx`, as they are
where LibreOffice converts the file. The package is never written to disk.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from html import escape

from policyparse.extractors.doc_model import Box, Flat, Form, Inline, List, ListLevel, Look, Mark, Parts, Style, Text
from policyparse.extractors.doc_tables import Node, PlacedTable, nest
from policyparse.text import count

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_FIELD_MARKS = {"field-begin": "begin", "field-separate": "separate", "field-end": "end"}
_NOTES = {"footnote": "footnoteReference", "endnote": "endnoteReference", "comment": "commentReference"}
_BREAKS = {"\n": "<w:br/>", "\f": '<w:br w:type="page"/>', "\t": "<w:tab/>", "\x1e": "<w:noBreakHyphen/>"}
_PIECES = re.compile(r"([\n\f\t\x1e])")
#: What XML 1.0 cannot hold.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Writer:
    """`written`: how many non-blank characters of text went into the parts."""

    def __init__(self) -> None:
        self.written = 0

    def package(self, parts: Parts) -> bytes:
        """The bytes of a DOCX file with all of `parts`."""
        files: dict[str, str] = {}
        relations: list[tuple[str, str]] = []

        def add(name: str, kind: str, root: str, inner: str) -> None:
            files[f"word/{name}.xml"] = f"<w:{root} {_NAMESPACES}>{inner}</w:{root}>"
            relations.append((name, kind))

        if parts.styles:
            add("styles", "styles", "styles", "".join(map(_style, parts.styles)))
        if parts.lists:
            add("numbering", "numbering", "numbering", _numbering(parts))
        for kind, notes in (("footnote", parts.footnotes), ("endnote", parts.endnotes), ("comment", parts.comments)):
            if notes:
                inner = "".join(
                    f'<w:{kind} w:id="{escape(key)}">{self._nodes(nest(flats))}</w:{kind}>'
                    for key, flats in notes.items()
                )
                add(f"{kind}s", f"{kind}s", f"{kind}s", inner)
        references = ""
        for kind, root, stories in (("header", "hdr", parts.headers), ("footer", "ftr", parts.footers)):
            for at, (place, flats) in enumerate(stories):
                add(f"{kind}{at}", kind, root, self._nodes(nest(flats)))
                references += f'<w:{kind}Reference w:type="{place}" r:id="{kind}{at}"/>'
        body = self._nodes(nest(parts.body))
        section = f"<w:sectPr>{references}{'<w:titlePg/>' if parts.title_page else ''}</w:sectPr>"
        files["word/document.xml"] = f"<w:document {_NAMESPACES}><w:body>{body}{section}</w:body></w:document>"
        files["word/_rels/document.xml.rels"] = _relationships((n, k, f"{n}.xml") for n, k in relations)
        files["_rels/.rels"] = _relationships([("main", "officeDocument", "word/document.xml")])
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
            for path, content in files.items():
                archive.writestr(path, content.encode("utf-8"))
        return buffer.getvalue()

    def _nodes(self, nodes: Iterable[Node]) -> str:
        return "".join(self._table(n) if isinstance(n, PlacedTable) else self._paragraph(n) for n in nodes)

    def _table(self, table: PlacedTable) -> str:
        rules = '<w:tblBorders><w:top w:val="single"/></w:tblBorders>' if table.ruled else ""
        widths = [b - a for a, b in zip(table.edges, table.edges[1:], strict=False)]
        out = [f"<w:tbl><w:tblPr>{rules}</w:tblPr><w:tblGrid>", *(f'<w:gridCol w:w="{w}"/>' for w in widths)]
        out.append("</w:tblGrid>")
        for row in table.rows:
            before = row.cells[0].first
            out.append("<w:tr><w:trPr>")
            out.append(f'<w:gridBefore w:val="{before}"/>' if before else "")
            out.append("<w:tblHeader/>" if row.header else "")
            out.append("</w:trPr>")
            for cell in row.cells:
                out.append(f'<w:tc><w:tcPr><w:gridSpan w:val="{cell.span}"/>')
                out.append(f'<w:hMerge w:val="{cell.form.across}"/>' if cell.form.across else "")
                out.append(f'<w:vMerge w:val="{cell.form.down}"/>' if cell.form.down else "")
                out.append(f"</w:tcPr>{self._nodes(cell.nodes)}</w:tc>")
            out.append("</w:tr>")
        out.append("</w:tbl>")
        return "".join(out)

    def _paragraph(self, flat: Flat) -> str:
        inner = "".join(map(self._inline, flat.inlines))
        return f"<w:p>{_properties(flat.form)}{inner}</w:p>"

    def _inline(self, inline: Inline) -> str:
        if isinstance(inline, Box):
            content = self._nodes(nest(inline.content))
            shape = '<v:shape stroked="f"><v:textbox><w:txbxContent>'
            return f"<w:r><w:pict>{shape}{content}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        look = _look(inline.look)
        if isinstance(inline, Mark):
            return f"<w:r>{look}{self._mark(inline)}</w:r>"
        if not inline.look.deleted:
            return f"<w:r>{look}{self._text(inline, 't')}</w:r>"
        return f"<w:del><w:r>{look}{self._text(inline, 'delText')}</w:r></w:del>"

    def _mark(self, mark: Mark) -> str:
        if mark.kind in _FIELD_MARKS:
            return f'<w:fldChar w:fldCharType="{_FIELD_MARKS[mark.kind]}"/>'
        if mark.kind in _NOTES:
            return f'<w:{_NOTES[mark.kind]} w:id="{escape(mark.value)}"/>'
        if mark.kind == "instruction":
            return f'<w:instrText xml:space="preserve">{_plain(mark.value)}</w:instrText>'
        if mark.kind == "symbol":
            font, _, code = mark.value.rpartition("|")
            self.written += 1
            return f'<w:sym w:font="{_plain(font)}" w:char="{code}"/>'
        return f'<w:object><o:OLEObject ProgID="{_plain(mark.value)}"/></w:object>'

    def _text(self, inline: Text, tag: str) -> str:
        out = []
        for piece in _PIECES.split(inline.text):
            if piece in _BREAKS:
                self.written += piece == "\x1e"
                out.append(_BREAKS[piece])
            elif piece:
                text = _ILLEGAL.sub("", piece)
                self.written += count(text)
                out.append(f'<w:{tag} xml:space="preserve">{escape(text, quote=False)}</w:{tag}>')
        return "".join(out)


def _plain(text: str) -> str:
    return escape(_ILLEGAL.sub("", text))


def _look(look: Look) -> str:
    out = []
    if look.style is not None:
        out.append(f'<w:rStyle w:val="{_plain(look.style)}"/>')
    if look.font is not None:
        font = _plain(look.font)
        out.append(f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>')
    for name, value in (("b", look.bold), ("vanish", look.hidden)):
        if value is not None:
            out.append(f'<w:{name} w:val="{int(value)}"/>')
    if look.colour is not None:
        out.append(f'<w:color w:val="{look.colour}"/>')
    if look.size is not None:
        out.append(f'<w:sz w:val="{look.size}"/>')
    return f"<w:rPr>{''.join(out)}</w:rPr>" if out else ""


def _properties(form: Form) -> str:
    out = []
    if form.style is not None:
        out.append(f'<w:pStyle w:val="{_plain(form.style)}"/>')
    if form.list_id is not None or form.level is not None:
        level = f'<w:ilvl w:val="{form.level}"/>' if form.level is not None else ""
        number = f'<w:numId w:val="{form.list_id}"/>' if form.list_id is not None else ""
        out.append(f"<w:numPr>{level}{number}</w:numPr>")
    if form.framed:
        out.append('<w:pBdr><w:left w:val="single"/><w:right w:val="single"/></w:pBdr>')
    if form.fill is not None:
        out.append(f'<w:shd w:val="clear" w:fill="{form.fill}"/>')
    if form.align is not None:
        out.append(f'<w:jc w:val="{form.align}"/>')
    if form.outline is not None:
        out.append(f'<w:outlineLvl w:val="{form.outline}"/>')
    return f"<w:pPr>{''.join(out)}</w:pPr>" if out else ""


def _style(style: Style) -> str:
    default = ' w:default="1"' if style.key == "0" else ""
    base = f'<w:basedOn w:val="{_plain(style.base)}"/>' if style.base is not None else ""
    return (
        f'<w:style w:type="{style.kind}" w:styleId="{_plain(style.key)}"{default}><w:name w:val="{_plain(style.name)}"/>'
        f"{base}{_properties(style.form)}{_look(style.look)}</w:style>"
    )


def _numbering(parts: Parts) -> str:
    definitions = (
        f'<w:abstractNum w:abstractNumId="{key}">{"".join(map(_level, levels))}</w:abstractNum>'
        for key, levels in parts.definitions.items()
    )
    return "".join(definitions) + "".join(map(_list, parts.lists))


def _level(level: ListLevel) -> str:
    restart = f'<w:lvlRestart w:val="{level.restart}"/>' if level.restart is not None else ""
    font = (
        f'<w:rPr><w:rFonts w:ascii="{_plain(level.font)}" w:hAnsi="{_plain(level.font)}"/></w:rPr>'
        if level.font
        else ""
    )
    return (
        f'<w:lvl w:ilvl="{level.place}"><w:start w:val="{level.start}"/><w:numFmt w:val="{level.form}"/>{restart}'
        f'{"<w:isLgl/>" if level.legal else ""}<w:suff w:val="{level.follow}"/>'
        f'<w:lvlText w:val="{_plain(level.text)}"/>{font}</w:lvl>'
    )


def _list(used: List) -> str:
    starts = dict(used.starts)
    levels = {level.place: level for level in used.levels}
    inner = ""
    for place in sorted(starts.keys() | levels.keys()):
        start = f'<w:startOverride w:val="{starts[place]}"/>' if place in starts else ""
        own = _level(levels[place]) if place in levels else ""
        inner += f'<w:lvlOverride w:ilvl="{place}">{start}{own}</w:lvlOverride>'
    return f'<w:num w:numId="{used.key}"><w:abstractNumId w:val="{used.definition}"/>{inner}</w:num>'


def _relationships(relations: Iterable[tuple[str, str, str]]) -> str:
    inner: Sequence[str] = [
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for key, kind, target in relations
    ]
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(inner)}</Relationships>'

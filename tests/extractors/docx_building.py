"""DOCX files for the tests, written part by part so that every element stands in the test that needs it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from policyparse.document import Document, FileInfo, Table
from policyparse.extractors.docx import read as read_docx
from policyparse.extractors.options import ReadOptions
from policyparse.text import count

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": OFFICE,
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    }.items()
)
_ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "header": "hdr",
    "footer": "ftr",
}


def run(text: str, properties: str = "") -> str:
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{rpr}<w:t xml:space="preserve">{text}</w:t></w:r>'


def par(content: str = "", properties: str = "") -> str:
    """A paragraph; plain text is put into a run."""
    inner = content if content.startswith("<") or not content else run(content)
    ppr = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{ppr}{inner}</w:p>"


def item(text: str, num: int = 1, level: int = 0) -> str:
    """A paragraph of a list."""
    return par(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def level(n: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{n}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*levels: str, lists: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{lists}'


def cell(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<") else par(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(c if c.startswith('<') else cell(c) for c in cells)}</w:tr>"


def table(*rows: str, widths: tuple[int, ...] = (), ruled: bool = True) -> str:
    borders = '<w:tblBorders><w:top w:val="single" w:sz="4"/></w:tblBorders>' if ruled else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr>{borders}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def package(
    body: str,
    *,
    main: str = "word/document.xml",
    links: Mapping[str, tuple[str, str]] | None = None,
    extra: Mapping[str, bytes] | None = None,
    **parts: str,
) -> bytes:
    """The bytes of a file with this w:body content.

    `parts` gives the inner XML of further parts by their kind; `header2` is one more header. Their relationship ids
    are their names. `links` adds relationships (id to type and target), `extra` whole parts.
    """
    buffer = io.BytesIO()
    relations, overrides = [], []
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inner in parts.items():
            kind = name.rstrip("0123456789")
            root = _ROOTS[kind]
            archive.writestr(f"word/{name}.xml", f"<w:{root} {NAMESPACES}>{inner}</w:{root}>")
            relations.append((name, f"{OFFICE}/{kind}", f"{name}.xml"))
            overrides.append((f"/word/{name}.xml", kind))
        relations += [(key, f"{OFFICE}/{kind}", target) for key, (kind, target) in (links or {}).items()]
        folder, _, leaf = main.rpartition("/")
        archive.writestr(main, f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
        archive.writestr(f"{folder}/_rels/{leaf}.rels", _relationships(relations))
        archive.writestr("_rels/.rels", _relationships([("rId1", f"{OFFICE}/officeDocument", main)]))
        archive.writestr("[Content_Types].xml", _content_types(main, overrides))
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _relationships(relations: list[tuple[str, str, str]]) -> str:
    inner = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in relations)
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def _content_types(main: str, overrides: list[tuple[str, str]]) -> str:
    base = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    inner = "".join(
        f'<Override PartName="{name}" ContentType="{base}.{kind}+xml"/>'
        for name, kind in [(f"/{main}", "document.main"), *overrides]
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{inner}</Types>'
    )


def read_bytes(data: bytes) -> Document:
    """Read, and hold the account: every non-blank character of the file is in a block or set aside."""
    file = FileInfo(path="sample.docx", format="", sha256="", size_bytes=len(data))
    document = read_docx(data, file, ReadOptions())
    kept = sum(count(text) for text in texts(document)) + sum(count(aside.text) for aside in document.set_aside)
    assert kept == document.characters
    return document


def read(body: str, **parts: str) -> Document:
    return read_bytes(package(body, **parts))


def texts(document: Document) -> list[str]:
    """The text of the blocks in order, that of a table cell by cell."""
    found: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            found += [c.text for c in block.cells]
        else:
            found.append(block.text)
    return found


def asides(document: Document) -> list[tuple[str, str]]:
    return [(aside.reason, aside.text) for aside in document.set_aside]


def only_table(document: Document) -> Table:
    (block,) = (b for b in document.blocks if isinstance(b, Table))
    return block


def shape(block: Table) -> list[tuple[int, int, int, int, str]]:
    """Row, column, row span, column span and text of every cell."""
    return [(c.row, c.col, c.row_span, c.col_span, c.text) for c in block.cells]

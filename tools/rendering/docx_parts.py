"""Parts of a DOCX file that python-docx has no words for: cells with spans, borders, a zip with fixed times."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

#: The time that every file in the zip and the document's properties carry.
FIXED_TIME = datetime(2026, 1, 1, tzinfo=UTC)


def cell(text: str, width: int, span: int, merge: str | None, *, bold: bool, align: str) -> Any:
    properties = "".join(
        (
            f"<w:tcW w:w='{width}' w:type='dxa'/>",
            f"<w:gridSpan w:val='{span}'/>" if span > 1 else "",
            f"<w:vMerge w:val='{merge}'/>" if merge == "restart" else "<w:vMerge/>" if merge else "",
            "<w:vAlign w:val='center'/>",
        )
    )
    cell = parse_xml(f"<w:tc {nsdecls('w')}><w:tcPr>{properties}</w:tcPr></w:tc>")
    for line in text.split("\n"):
        paragraph, run, content = OxmlElement("w:p"), OxmlElement("w:r"), OxmlElement("w:t")
        if align != "left":
            paragraph.append(parse_xml(f"<w:pPr {nsdecls('w')}><w:jc w:val='{align}'/></w:pPr>"))
        run.append(
            parse_xml(f"<w:rPr {nsdecls('w')}>{'<w:b/>' if bold else ''}<w:sz w:val='21'/><w:szCs w:val='21'/></w:rPr>")
        )
        content.text = line
        content.set(qn("xml:space"), "preserve")
        run.append(content)
        paragraph.append(run)
        cell.append(paragraph)
    return cell


def border(paragraph: Any, side: str, colour: str) -> None:
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.append(borders)
    rule = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "1"), ("color", colour)):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)


def fixed_zip(raw: bytes) -> bytes:
    """The same zip with its files in name order, all of one time. [Content_Types].xml comes first, as Word has it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in _ordered(source.namelist()):
            info = zipfile.ZipInfo(name, FIXED_TIME.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # the same on every system
            target.writestr(info, source.read(name))
    return out.getvalue()


def _ordered(names: list[str]) -> Iterator[str]:
    yield from sorted(names, key=lambda name: (name != "[Content_Types].xml", name))

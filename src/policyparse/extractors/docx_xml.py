"""Names, values and safe parsing of the XML in an Office Open XML package (ECMA-376).

Measures are points; booleans follow ST_OnOff; strict documents (ISO/IEC 29500 Strict) are read as transitional ones.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from policyparse.errors import FileBroken

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS: Final = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
DGM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
V: Final = "{urn:schemas-microsoft-com:vml}"
OFFICE: Final = "{urn:schemas-microsoft-com:office:office}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

#: Elements whose text is text of the document.
TEXT_TAGS: Final = (W + "t", W + "delText", M + "t", A + "t")

#: Deeper than any document that an office program writes; the walk over the tree is recursive.
DEPTH_LIMIT: Final = 150

_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", M[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", WP[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
_MEASURE = re.compile(r"(-?\d{1,9}(?:\.\d{1,6})?)(pt|mm|cm|in|pc|pi)?$")
_POINTS: Final = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pc": 12.0, "pi": 12.0}
_TOO_DEEP = etree.XPath("boolean(/*" + "/*" * DEPTH_LIMIT + ")")


def parse(data: bytes, name: str) -> etree._Element:
    """The root of the XML part `name`, with each mc:AlternateContent replaced by what is shown.

    Entities are not expanded and nothing is fetched. Raises FileBroken for damaged, hostile or too deep XML.
    """
    if b"purl.oclc.org/ooxml" in data:
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise FileBroken(f"the part {name} is damaged ({error.msg}); get a fresh copy of the file") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise FileBroken(f"the part {name} holds a document type, which no office program writes; the file is not read")
    if _TOO_DEEP(root):
        raise FileBroken(f"the part {name} is nested deeper than {DEPTH_LIMIT} elements; the file is not read")
    _choose_alternatives(root)
    return root


def _choose_alternatives(root: etree._Element) -> None:
    """Keep one branch of each mc:AlternateContent: the first choice, unless only the fallback holds text."""
    for alternative in reversed(list(root.iter(MC + "AlternateContent"))):
        choices = alternative.findall(MC + "Choice")
        fallback = alternative.find(MC + "Fallback")
        branch = next((choice for choice in choices if holds_text(choice)), None)
        if branch is None:
            branch = fallback if fallback is not None and (holds_text(fallback) or not choices) else None
        if branch is None and choices:
            branch = choices[0]
        parent = alternative.getparent()
        if parent is None:
            continue
        at = parent.index(alternative)
        parent[at : at + 1] = list(branch) if branch is not None else []


def holds_text(element: etree._Element) -> bool:
    """Does any text stand in this element."""
    return any(True for _ in element.iter(*TEXT_TAGS, W + "sym", V + "textpath"))


def value(parent: etree._Element | None, name: str) -> str | None:
    """`w:val` of the child `w:name`, or None."""
    child = parent.find(W + name) if parent is not None else None
    return None if child is None else child.get(W + "val")


def number(parent: etree._Element | None, name: str) -> int | None:
    """`w:val` of the child `w:name` as an integer, or None where it is absent or no integer."""
    return integer(value(parent, name))


def integer(text: str | None) -> int | None:
    """`text` as an integer, or None. Word writes no number of more than ten digits."""
    text = (text or "").strip()
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= 10 else None


def switch(parent: etree._Element | None, name: str) -> bool | None:
    """ST_OnOff of the child `w:name`: None where it is absent."""
    child = parent.find(W + name) if parent is not None else None
    if child is None:
        return None
    return child.get(W + "val", "true").strip().lower() not in {"0", "false", "off"}


def points(text: str | None, unit: float) -> float | None:
    """A measure in points. A bare number counts in `unit` points (0.05 for twips, 0.5 for half-points)."""
    match = _MEASURE.match((text or "").strip())
    if not match:
        return None
    return float(match[1]) * (_POINTS[match[2]] if match[2] else unit)

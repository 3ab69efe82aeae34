"""Drawings in a paragraph: text boxes, drawn text, diagrams, and what holds text that cannot be read here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from lxml import etree

from policyparse.extractors.docx_styles import visible_colour
from policyparse.extractors.docx_xml import CHART, DGM, OFFICE, WP, WPS, A, R, V, W, points

_EMU: Final = 1 / 12700  # points in one English Metric Unit
#: A picture of this size in points (150 x 200 mm, either way up) is a scanned page: GB/T 9704 sets a page's text in 156 x 225 mm.
_PAGE_SIDES: Final = (425.0, 567.0)
#: A bare number counts in the units of a group of shapes, so only lengths with a unit are taken.
_STYLE_MEASURE: Final = re.compile(r"(?:^|;)\s*(margin-top|width|height)\s*:\s*([-\d.]+(?:pt|in|mm|cm))\b", re.I)
#: Preset text shapes and VML shape types (144 arch up … 151 button pour) that set letters on a curve.
_CURVES: Final = ("textArch", "textCircle", "textButton")
_CURVED_TYPES: Final = frozenset(map(str, range(144, 152)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """What hangs on a paragraph.

    `content` is the w:txbxContent of a box, or the lines of drawn text, or the relationship id of a diagram, or a
    description of what cannot be read. `before`: it stands above the paragraph's own text. `framed`: a box with a
    visible rule or fill. `reason`: why it is set aside, or None.
    """

    kind: Literal["box", "lines", "diagram", "object", "page-picture"]
    content: etree._Element | tuple[str, ...] | str
    before: bool = False
    framed: bool = False
    reason: str | None = None


def read_shape(shape: etree._Element, reason: str | None) -> list[Attachment]:
    """What a w:drawing, w:pict or w:object holds, in the order of the file."""
    reason = reason or ("stamp" if _is_stamp(shape) else None)
    return list(_read(shape, before=_stands_above(shape), framed=False, reason=reason))


def _read(element: etree._Element, *, before: bool, framed: bool, reason: str | None) -> Iterator[Attachment]:
    for child in element:
        tag = child.tag
        if tag == W + "txbxContent":
            yield Attachment(kind="box", content=child, before=before, framed=framed, reason=reason)
        elif tag == A + "p":
            text = "".join("\n" if t.tag == A + "br" else t.text or "" for t in child.iter(A + "t", A + "br"))
            if text.strip():
                yield Attachment(kind="lines", content=(text,), before=before, reason=reason)
        elif tag == V + "textpath" and not child.get("string", "").strip():
            continue
        elif tag == V + "textpath":
            yield Attachment(kind="lines", content=(child.get("string", ""),), before=before, reason=reason)
        elif tag == DGM + "relIds":
            yield Attachment(kind="diagram", content=child.get(R + "dm", ""), before=before, reason=reason)
        elif tag == CHART + "chart":
            yield Attachment(kind="object", content="a chart")
        elif tag == OFFICE + "OLEObject":
            yield Attachment(kind="object", content=f"an embedded object ({child.get('ProgID', 'of unknown kind')})")
        elif tag in (A + "blip", V + "imagedata"):
            if any(str(name).startswith(R) for name in child.attrib) and _is_page(child):
                yield Attachment(kind="page-picture", content="a picture as large as a page")
        elif isinstance(tag, str):
            yield from _read(child, before=before, framed=_is_framed(child, framed), reason=reason)


def _is_stamp(shape: etree._Element) -> bool:
    """Letters set on an arch or circle are a drawn seal."""
    for warp in shape.iter(A + "prstTxWarp"):
        if warp.get("prst", "").startswith(_CURVES):
            return True
    return any(
        drawn.get(OFFICE + "spt", drawn.get("type", "").rpartition("_t")[2]) in _CURVED_TYPES
        for drawn in shape.iter(V + "shape")
    )


def _stands_above(shape: etree._Element) -> bool:
    """Is it anchored above the paragraph's first line. A place on the page tells nothing of the paragraph's."""
    position = shape.find(f"{WP}anchor/{WP}positionV")
    if position is not None:
        offset = points(position.findtext(WP + "posOffset"), _EMU)
        return position.get("relativeFrom") in {"paragraph", "line"} and offset is not None and offset < 0
    for child in shape:
        style = child.get("style", "")
        if "mso-position-vertical-relative:page" not in style.replace(" ", ""):
            top = _style_measures(style).get("margin-top")
            if top is not None and top < 0:
                return True
    return False


def _is_framed(element: etree._Element, inherited: bool) -> bool:
    """Has this shape a rule or a fill of its own; anything but a shape inherits."""
    if element.tag == WPS + "wsp":
        properties = element.find(WPS + "spPr")
        line = properties.find(A + "ln") if properties is not None else None
        reference = element.find(f"{WPS}style/{A}lnRef")
        drawn = line.find(A + "noFill") is None if line is not None else _refers(reference)
        fill = properties.find(f"{A}solidFill/{A}srgbClr") if properties is not None else None
        return drawn or (fill is not None and visible_colour(fill.get("val", "")) is not None)
    if element.tag in (V + "shape", V + "rect", V + "roundrect"):
        return element.get("stroked", "t").lower() not in {"f", "false"}
    return inherited


def _refers(reference: etree._Element | None) -> bool:
    return reference is not None and reference.get("idx", "0") != "0"


def _is_page(picture: etree._Element) -> bool:
    for around in picture.iterancestors(WP + "inline", WP + "anchor", V + "shape", V + "rect"):
        if around.tag in (V + "shape", V + "rect"):
            measures = _style_measures(around.get("style", ""))
            sides = [measures.get("width"), measures.get("height")]
        else:
            extent = around.find(WP + "extent")
            sides = [points(extent.get(side), _EMU) if extent is not None else None for side in ("cx", "cy")]
        known = sorted(side for side in sides if side is not None)
        return len(known) == 2 and known[0] >= _PAGE_SIDES[0] and known[1] >= _PAGE_SIDES[1]
    return False


def _style_measures(style: str) -> dict[str, float]:
    found = ((name.lower(), points(text, 1)) for name, text in _STYLE_MEASURE.findall(style))
    return {name: measure for name, measure in found if measure is not None}

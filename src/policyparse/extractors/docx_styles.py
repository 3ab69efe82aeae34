"""How paragraphs and runs are printed: direct formatting, then styles, then the document's defaults (ECMA-376 17.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from lxml import etree

from policyparse.document import Align
from policyparse.extractors.docx_xml import W, number, points, switch, value

_HEADING: Final = re.compile(r"(?:heading|标题|標題)\s*([1-9])$", re.I)
_TITLE: Final = re.compile(r"(?:title|标题|標題)$", re.I)
_CONTENTS: Final = re.compile(r"(?:toc|目录|目錄)\s*(?:[1-9]|heading|标题|標題)$", re.I)
_ALIGN: Final[dict[str, Align]] = {
    "left": "left",
    "start": "left",
    "center": "center",
    "right": "right",
    "end": "right",
}
_SIDES: Final = ("top", "left", "bottom", "right", "start", "end")
_BODY_TEXT: Final = 9  # the outline level that means "no heading"
#: From this on a fill is taken for paper: pages copied from the web carry grounds such as #FAFAFA; Word's palest grey is #F2F2F2.
_PAPER: Final = 0xF7


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFormat:
    """None: not told. `size` in points; `colour` is "#rrggbb" or "" for automatic or black."""

    size: float | None = None
    bold: bool | None = None
    colour: str | None = None
    hidden: bool | None = None
    font: str | None = None

    def over(self, base: RunFormat) -> RunFormat:
        """This format where it tells, else `base`."""
        return RunFormat(
            size=base.size if self.size is None else self.size,
            bold=base.bold if self.bold is None else self.bold,
            colour=base.colour if self.colour is None else self.colour,
            hidden=base.hidden if self.hidden is None else self.hidden,
            font=base.font if self.font is None else self.font,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem:
    """A paragraph's place in a list: `level` from 0. Not `direct`: the list comes from the paragraph's style."""

    num_id: int
    level: int
    direct: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphFormat:
    """`level` from 1 for a heading. `contents`: a line of a table of contents. `frame`: equal for the paragraphs of one box.

    `styles` are the ids of the paragraph's style and of those it is based on, nearest first.
    """

    styles: tuple[str, ...]
    level: int | None
    align: Align | None
    contents: bool
    frame: str | None
    item: ListItem | None
    run: RunFormat


class Styles:
    """The styles part; without one (`root` None) nothing is told."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default: dict[str, str] = {}
        self._runs: dict[str | None, RunFormat] = {}
        defaults = None
        if root is not None:
            for style in root.iter(W + "style"):
                name = style.get(W + "styleId", "")
                self._styles[name] = style
                if style.get(W + "default") in {"1", "true", "on"}:
                    self._default[style.get(W + "type", "")] = name
            defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._base = run_format(defaults)

    def chain(
        self, style: str | None, kind: Literal["paragraph", "character", "table", "numbering"]
    ) -> Iterator[etree._Element]:
        """The style and those it is based on, nearest first; `None` is the default style of the kind."""
        name = self._default.get(kind) if style is None or style not in self._styles else style
        seen = set()
        while name is not None and name in self._styles and name not in seen:
            seen.add(name)
            element = self._styles[name]
            yield element
            name = value(element, "basedOn")

    def paragraph(self, properties: etree._Element | None) -> ParagraphFormat:
        """The format of a paragraph with these w:pPr."""
        style = value(properties, "pStyle")
        elements = [properties] if properties is not None else []
        names = []
        styles = []
        for element in self.chain(style, "paragraph"):
            names.append((value(element, "name") or "").strip())
            styles.append(element.get(W + "styleId", ""))
            inherited = element.find(W + "pPr")
            if inherited is not None:
                elements.append(inherited)
        outline = next((n for e in elements if (n := number(e, "outlineLvl")) is not None), None)
        justified = next((v for e in elements if (v := value(e, "jc")) is not None), None)
        return ParagraphFormat(
            styles=tuple(styles),
            level=_level(outline, names[0] if names else ""),
            align=_ALIGN.get(justified or ""),
            contents=bool(names) and bool(_CONTENTS.match(names[0])),
            frame=_frame(elements),
            item=_list_item(properties, elements),
            run=self._paragraph_run(style),
        )

    def run(self, properties: etree._Element | None, base: RunFormat) -> RunFormat:
        """The format of a run with these w:rPr in a paragraph whose runs have the format `base`."""
        if properties is None:
            return base
        direct = run_format(properties)
        style = value(properties, "rStyle")
        if style is not None:
            for element in self.chain(style, "character"):
                direct = direct.over(run_format(element.find(W + "rPr")))
        return direct.over(base)

    def list_of(self, style: str | None) -> int | None:
        """The numId that a numbering style refers to."""
        for element in self.chain(style, "numbering"):
            found = number(element.find(f"{W}pPr/{W}numPr"), "numId")
            if found is not None:
                return found
        return None

    def has_table_rules(self, style: str | None) -> bool:
        """Does the table style draw rules."""
        return any(visible_borders(element.find(f"{W}tblPr/{W}tblBorders")) for element in self.chain(style, "table"))

    def _paragraph_run(self, style: str | None) -> RunFormat:
        if style not in self._runs:
            told = RunFormat()
            for element in self.chain(style, "paragraph"):
                told = told.over(run_format(element.find(W + "rPr")))
            self._runs[style] = told.over(self._base)
        return self._runs[style]


def run_format(properties: etree._Element | None) -> RunFormat:
    """What these w:rPr themselves tell. The size is that of Chinese text (w:sz, half-points)."""
    if properties is None or not len(properties):
        return RunFormat()
    told = RunFormat(
        size=points(value(properties, "sz"), 0.5),
        bold=switch(properties, "b"),
        hidden=switch(properties, "vanish"),
    )
    colour = value(properties, "color")
    fonts = properties.find(W + "rFonts")
    if colour is not None:
        plain = re.fullmatch(r"[0-9A-Fa-f]{6}", colour)
        told = replace(told, colour=f"#{colour.lower()}" if plain and colour != "000000" else "")
    if fonts is not None:
        told = replace(told, font=fonts.get(W + "hAnsi") or fonts.get(W + "ascii") or fonts.get(W + "eastAsia"))
    return told


def visible_borders(borders: etree._Element | None) -> bool:
    """Does any side of these borders draw a rule."""
    return borders is not None and any(side.get(W + "val", "none") not in {"none", "nil"} for side in borders)


def visible_fill(shading: etree._Element | None) -> str | None:
    """The fill of w:shd as six hexadecimal digits where it differs from white paper, else None."""
    return visible_colour(shading.get(W + "fill", "")) if shading is not None else None


def visible_colour(fill: str) -> str | None:
    """`fill` in lower case where it is six hexadecimal digits and no white paper, else None."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", fill) or all(int(fill[i : i + 2], 16) >= _PAPER for i in (0, 2, 4)):
        return None
    return fill.lower()


def _level(outline: int | None, name: str) -> int | None:
    if outline is not None:
        return outline + 1 if 0 <= outline < _BODY_TEXT else None
    named = _HEADING.match(name)
    if named:
        return int(named[1])
    return 1 if _TITLE.match(name) else None


def _frame(elements: list[etree._Element]) -> str | None:
    """A key for the box round a paragraph: rules at both sides, or a fill. A single rule above or below is no box."""
    borders = next((b for e in elements if (b := e.find(W + "pBdr")) is not None), None)
    shading = next((s for e in elements if (s := e.find(W + "shd")) is not None), None)
    drawn = {}
    if borders is not None:
        for side in _SIDES:
            rule = borders.find(W + side)
            if rule is not None and rule.get(W + "val", "none") not in {"none", "nil"}:
                drawn[side] = f"{rule.get(W + 'val')}{rule.get(W + 'sz')}{rule.get(W + 'color')}"
    boxed = ("left" in drawn and "right" in drawn) or ("start" in drawn and "end" in drawn)
    fill = visible_fill(shading)
    if not boxed and fill is None:
        return None
    return f"{sorted(drawn.items()) if boxed else ''} {fill or ''}"


def _list_item(direct: etree._Element | None, elements: list[etree._Element]) -> ListItem | None:
    """numId and ilvl, each from the nearest that tells; numId 0 takes a paragraph out of its style's list."""
    lists = [p for e in elements if (p := e.find(W + "numPr")) is not None]
    num_id = next((n for p in lists if (n := number(p, "numId")) is not None), None)
    if not num_id:
        return None
    return ListItem(
        num_id=num_id,
        level=next((n for p in lists if (n := number(p, "ilvl")) is not None), 0),
        direct=direct is not None and direct.find(W + "numPr") is not None,
    )

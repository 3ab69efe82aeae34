"""Inline styles and simple style sheets of a page, as far as reading needs them.

Read are `<style>` rules whose selector is a tag, a class, an id or tag.class; rules inside @media and
linked sheets are not. Sizes are in points.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from policyparse.document import Align

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
_SELECTOR = re.compile(r"^(?:[a-z][a-z0-9]*)?(?:[.#][\w-]+)?$", re.I)
_SIZE = re.compile(r"^([\d.]+)(pt|px|cm|mm|in)$")
_POINTS = {"pt": 1.0, "px": 0.75, "cm": 28.35, "mm": 2.835, "in": 72.0}
_LINE_STYLES = ("solid", "double", "dashed", "dotted", "groove", "ridge", "inset", "outset", "windowtext")
_BLOCK = {"block", "flex", "grid", "table", "list-item", "-webkit-box"}
_INLINE = {"inline", "inline-block", "inline-flex", "inline-table", "contents"}
_TABLE_PARTS = {
    "table": "table",
    "table-row": "tr",
    "table-cell": "td",
    "table-row-group": "tbody",
    "table-header-group": "thead",
}
_WHITE = re.compile(r"^(#fff(fff)?|white|transparent|none|inherit|initial|window|rgb\(255,255,255\)|rgba\(.*,0\))$")
_BOLD = 600
#: Names of sizes in points, as browsers show them; `<font size>` counts from 1.
_NAMED_SIZES = {
    "xx-small": 7,
    "x-small": 7.5,
    "small": 10,
    "medium": 12,
    "large": 13.5,
    "x-large": 18,
    "xx-large": 24,
    **{str(i + 1): size for i, size in enumerate((7.5, 10, 12, 13.5, 18, 24, 36))},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Css:
    """What the declarations of one element say; None where they do not say it.

    `boxed`: a line on all four sides; `ruled`: a line on any side; `block`: shown as a block (True) or
    in the line (False); `pre`: line ends of the source are shown; `table_part`: the tag of the part of a table as which
    it is shown (table, tr, td, tbody, thead).
    """

    hidden: bool = False
    block: bool | None = None
    align: Align | None = None
    bold: bool | None = None
    size: float | None = None
    boxed: bool = False
    ruled: bool = False
    shaded: bool = False
    pre: bool = False
    list_style: str | None = None
    comment: bool = False
    table_part: str | None = None


PLAIN = Css()


@lru_cache(maxsize=8192)
def parse_css(declarations: str) -> Css:
    """Read `name: value; …`; what is not understood counts as not said."""
    said: dict[str, str] = {}
    for declaration in declarations.lower().split(";"):
        name, _, value = declaration.partition(":")
        if value:
            said[name.strip()] = value.replace("!important", "").strip()
    if not said:
        return PLAIN
    display = said.get("display", "")
    lines = {name: value for name, value in said.items() if name.startswith(("border", "mso-border"))}
    ruled = any(word in value for value in lines.values() for word in _LINE_STYLES)
    return Css(
        hidden=display == "none"
        or said.get("visibility") in {"hidden", "collapse"}
        or said.get("mso-hide") == "all"
        or said.get("content-visibility") == "hidden",
        block=True if display in _BLOCK else False if display in _INLINE else None,
        align=_align(said.get("text-align", "")),
        bold=_bold(said.get("font-weight", "")),
        size=_size(said.get("font-size", "")),
        boxed=ruled and _all_round(lines),
        ruled=ruled,
        shaded=_shaded(said.get("background-color", said.get("background", ""))),
        pre=said.get("white-space", "").startswith(("pre", "break-spaces")),
        list_style=said.get("list-style-type") or said.get("list-style"),
        comment=said.get("mso-element", "").startswith("comment"),
        table_part=_TABLE_PARTS.get(display),
    )


def parse_sheet(text: str) -> dict[str, str]:
    """The rules of a `<style>` element: selector (lower case) to declarations, later ones appended."""
    text = _without_nested(_COMMENT.sub("", text))
    rules: dict[str, str] = {}
    for part in text.split("}")[:-1]:  # not by one expression over the text: without braces that takes for ever
        before, brace, declarations = part.rpartition("{")
        for selector in before.rpartition("{")[2].split(",") if brace else ():
            selector = selector.strip().lower()
            if selector and _SELECTOR.match(selector):
                rules[selector] = f"{rules.get(selector, '')};{declarations}"
    return rules


def sheet_declarations(sheet: Mapping[str, str], tag: str, attrs: Mapping[str, str]) -> str:
    """The declarations that the sheet has for an element, weakest first."""
    found = [sheet.get(tag, "")]
    for name in attrs.get("class", "").lower().split():
        found += (sheet.get(f".{name}", ""), sheet.get(f"{tag}.{name}", ""))
    if "id" in attrs:
        name = attrs["id"].lower()
        found += (sheet.get(f"#{name}", ""), sheet.get(f"{tag}#{name}", ""))
    return ";".join(filter(None, found))


def named_size(value: str) -> float | None:
    """Points of the size attribute of `<font>`."""
    return _NAMED_SIZES.get(value.strip())


def _without_nested(text: str) -> str:
    """The sheet without its @ rules."""
    kept: list[str] = []
    depth = skip = start = 0
    for match in re.finditer(r"@[\w-]+[^{};@]*[{;]|[{}]", text):
        if match[0] == "}":
            depth = max(0, depth - 1)
            if skip and depth < skip:
                skip, start = 0, match.end()
        elif match[0].endswith(";"):
            if not skip:
                kept.append(text[start : match.start()])
                start = match.end()
        else:
            depth += 1
            if match[0][0] == "@" and not skip:
                kept.append(text[start : match.start()])
                skip = depth
    if not skip:
        kept.append(text[start:])
    return "".join(kept)


def _align(value: str) -> Align | None:
    value = value.removeprefix("-webkit-").removeprefix("-moz-")
    if value in {"left", "start", "justify"}:
        return "left"
    return "center" if value == "center" else "right" if value in {"right", "end"} else None


def _bold(value: str) -> bool | None:
    if value in {"bold", "bolder"}:
        return True
    if value in {"normal", "lighter"}:
        return False
    return int(value) >= _BOLD if value.isascii() and value.isdigit() else None


def _size(value: str) -> float | None:
    match = _SIZE.match(value)
    if match:
        try:
            return round(float(match[1]) * _POINTS[match[2]], 2) or None
        except ValueError:
            return None
    return _NAMED_SIZES.get(value) if not value.isdigit() else None


def _shaded(value: str) -> bool:
    colour = value.replace(" ", "") if value.startswith("rgb") else value.split(" ", maxsplit=1)[0]
    return bool(colour) and not colour.startswith("url") and not _WHITE.match(colour)


def _all_round(lines: Mapping[str, str]) -> bool:
    def drawn(value: str) -> bool:
        return any(word in value for word in _LINE_STYLES)

    if drawn(lines.get("border", "")) or drawn(lines.get("mso-border-alt", "")):
        return True
    style = lines.get("border-style", "")
    if style and all(drawn(word) for word in style.split()):
        return True
    return all(any(drawn(lines.get(f"border-{side}{part}", "")) for part in ("", "-style")) for side in _SIDES)


_SIDES = ("top", "right", "bottom", "left")

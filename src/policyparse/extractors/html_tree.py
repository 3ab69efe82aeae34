"""A page's markup as a light tree with the facts that reading needs.

lxml parses; the tree is then walked without recursion. Text that no browser shows (scripts, styles,
the head, templates, unchosen options) is left out here; form controls stand as the text they show.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from policyparse.extractors.html_style import PLAIN, Css, parse_css, parse_sheet, sheet_declarations
from policyparse.text import count

#: What a browser does not show as text of the page.
_SKIPPED = frozenset(
    [
        "head",
        "script",
        "style",
        "template",
        "noscript",
        "title",
        "meta",
        "link",
        "iframe",
        "frame",
        "noframes",
        "object",
        "embed",
        "applet",
        "svg",
        "canvas",
        "video",
        "audio",
        "map",
        "datalist",
        "rp",
    ]
)
_CONTROLS = frozenset(("input", "textarea", "select"))
_NO_TEXT_INPUTS = frozenset(("hidden", "password", "file", "image", "color", "range"))
#: What the frame of a site holds and a table of data does not; of lists only those of links.
_FRAME_TAGS = frozenset(("h1", "h2", "ul", "nav", "header", "footer", "article"))
#: Parts of a table by the roles that a page gives other elements (WAI-ARIA 1.2).
_ROLES = {
    "table": "table",
    "grid": "table",
    "rowgroup": "tbody",
    "row": "tr",
    "cell": "td",
    "gridcell": "td",
    "columnheader": "th",
    "rowheader": "th",
}
#: What is shown as a table is one from so many rows of so many cells on: less only places words beside one another.
_LEAST_ROWS, _LEAST_CELLS = 2, 2
#: libxml2 keeps line numbers in 16 bits.
_LAST_LINE = 65535
_SENTENCE = re.compile("[。；！？]")
#: Text in a run this long is prose even without a full stop.
_PROSE_CHARS = 30


@dataclass(slots=True, eq=False)
class Node:
    """One element. `kids` are nodes and pieces of text in order.

    `start` and `end` number the elements and pieces of text of the page in reading order, so that one
    stands inside another where its number lies in `[start, end)`. `chars`, `links` (inside links),
    `prose` (in sentences), `tables` and `frames` (see `_FRAME_TAGS`) count what is inside and not hidden.
    """

    tag: str
    attrs: Mapping[str, str]
    css: Css
    line: int | None
    parent: Node | None
    start: int
    hidden: bool
    kids: list[Node | str] = field(default_factory=list)
    end: int = 0
    chars: int = 0
    links: int = 0
    prose: int = 0
    tables: int = 0
    frames: int = 0

    def nodes(self) -> list[Node]:
        return [kid for kid in self.kids if not isinstance(kid, str)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """`nodes` in reading order; `meta` by lower-case name (`meta` and `title` elements); `scripts`: there are some."""

    root: Node
    nodes: list[Node]
    meta: Mapping[str, str]
    scripts: bool
    pictures: int
    cut: bool

    def visible_characters(self) -> int:
        """Non-blank characters of all text of the page, hidden text included."""
        return count("".join(kid for node in self.nodes for kid in node.kids if isinstance(kid, str)))


def build(root: Any, *, lines: bool, cut: bool) -> Tree:
    """The light tree of an lxml tree. `lines` says that the source lines of the elements are those of the file."""
    sheet: dict[str, str] = {}
    meta: dict[str, str] = {}
    for style in root.iter("style"):
        for selector, declarations in parse_sheet(style.text or "").items():
            sheet[selector] = f"{sheet.get(selector, '')};{declarations}"
    for element in root.iter("meta", "title"):
        name = "title" if element.tag == "title" else element.get("name") or element.get("property") or ""
        value = (element.text if element.tag == "title" else element.get("content")) or ""
        if name and value.strip():
            meta.setdefault(name.strip().lower(), value.strip())
    nodes = _nodes(root, sheet, lines)
    _name_table_parts(nodes)
    measure(nodes)
    _reveal(nodes)
    return Tree(
        root=nodes[0],
        nodes=nodes,
        meta=meta,
        scripts=next(root.iter("script", "iframe", "frame"), None) is not None,
        pictures=sum(1 for _ in root.iter("img")),
        cut=cut,
    )


def _nodes(root: Any, sheet: Mapping[str, str], lines: bool) -> list[Node]:
    nodes: list[Node] = []
    open_nodes: list[Node] = []
    number = 0
    skipping: Any = None
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            if skipping is not None:
                continue
            tag = element.tag
            if tag in _SKIPPED:
                skipping = element
                continue
            attrs = dict(element.items())
            said = attrs.get("style", "")
            if sheet:
                said = f"{sheet_declarations(sheet, tag, attrs)};{said}"
            css = parse_css(said) if len(said) > 1 else PLAIN
            parent = open_nodes[-1] if open_nodes else None
            hidden = css.hidden or ("hidden" in attrs and attrs["hidden"] != "until-found")
            line = element.sourceline if lines else None
            node = Node(
                tag=tag,
                attrs=attrs,
                css=css,
                line=line if line and line < _LAST_LINE else None,
                parent=parent,
                start=number,
                hidden=hidden or bool(parent and parent.hidden),
            )
            number += 1
            nodes.append(node)
            if parent:
                parent.kids.append(node)
            open_nodes.append(node)
            text = element.text
            if tag in _CONTROLS:
                text = _control(element, attrs)
                skipping = element
            if text:
                node.kids.append(text)
                number += 1
            continue
        if event == "end":
            if skipping is not None and element is not skipping:
                continue
            if skipping is None or element.tag in _CONTROLS:
                open_nodes.pop().end = number
            skipping = None
        elif skipping is not None:
            continue
        if element.tail and open_nodes:
            open_nodes[-1].kids.append(element.tail)
            number += 1
    return nodes


def _name_table_parts(nodes: list[Node]) -> None:
    """Other elements that are shown as a table, by style or by role, get the tags of its parts."""
    for table in nodes:
        if table.tag == "table" or _part(table) != "table":
            continue
        rows: list[tuple[Node, list[Node]]] = []
        groups: list[Node] = []
        stack = list(reversed(table.nodes()))
        while stack:
            node = stack.pop()
            part = _part(node)
            if part == "tr":
                rows.append((node, [kid for kid in node.nodes() if _part(kid) in {"td", "th"}]))
            elif part in {"tbody", "thead"}:
                groups.append(node)
                stack.extend(reversed(node.nodes()))
        if sum(len(cells) >= _LEAST_CELLS for _, cells in rows) < _LEAST_ROWS:
            continue
        for node in (table, *groups, *(row for row, _ in rows), *(cell for _, cells in rows for cell in cells)):
            node.tag = _part(node) or node.tag


def _part(node: Node) -> str | None:
    """The tag of the part of a table as which an element is shown."""
    return _ROLES.get(node.attrs.get("role", "").strip().lower()) or node.css.table_part


def _control(element: Any, attrs: Mapping[str, str]) -> str:
    """What a form control shows: its value, a ticked or empty box, the chosen option."""
    if element.tag == "textarea":
        return "".join(element.itertext())
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [option for option in options if "selected" in option.attrib]
        if not chosen and "multiple" not in attrs:
            chosen = options[:1]
        return "、".join(" ".join("".join(option.itertext()).split()) for option in chosen)
    kind = attrs.get("type", "text").lower()
    if kind in {"checkbox", "radio"}:
        return "☑" if "checked" in attrs else "☐"
    return "" if kind in _NO_TEXT_INPUTS else attrs.get("value", "")


def measure(nodes: list[Node]) -> None:
    """Count what is inside each node, leaves first."""
    for node in nodes:
        node.chars = node.links = node.prose = node.tables = node.frames = 0
    for node in reversed(nodes):
        for kid in node.kids:
            if isinstance(kid, str):
                size = 0 if kid.isspace() else len(kid.strip())
                node.chars += size
                if size >= _PROSE_CHARS or (size and _SENTENCE.search(kid)):
                    node.prose += size
            elif not kid.hidden or node.hidden:
                node.chars += kid.chars
                node.links += kid.links
                node.prose += kid.prose
                node.tables += kid.tables + (kid.tag == "table")
                node.frames += kid.frames
                if kid.tag in _FRAME_TAGS:
                    node.frames += kid.tag != "ul" or kid.links * 2 > kid.chars
        if node.tag == "a" and _is_link(node):
            node.links = node.chars
        if node.tag == "button":
            node.links = node.chars


def _is_link(node: Node) -> bool:
    """A link to elsewhere. An anchor is none, nor is an `<a>` that was never closed and runs over the article."""
    href = node.attrs.get("href")
    if href is None:
        return "name" not in node.attrs and "id" not in node.attrs
    return not (href.startswith("#") and len(href) > 1) and node.chars <= 5 * _PROSE_CHARS


def _reveal(nodes: list[Node]) -> None:
    """An article that a script shows after loading (WeChat's `visibility: hidden`) is not hidden text."""
    tops = [node for node in nodes if node.hidden and not (node.parent and node.parent.hidden)]
    shown = nodes[0].prose if not nodes[0].hidden else 0
    largest = max(tops, key=lambda node: node.prose, default=None)
    if largest is None or largest.prose <= shown:
        return
    for node in nodes:
        if largest.start <= node.start < largest.end:
            # hidden parts inside the article stay hidden
            own = node is not largest and (node.css.hidden or "hidden" in node.attrs)
            node.hidden = own or bool(node is not largest and node.parent and node.parent.hidden)
    measure(nodes)

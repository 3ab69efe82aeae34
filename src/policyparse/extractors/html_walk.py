"""Walk over a page in reading order: text with its style, line ends, block edges, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from policyparse.document import Align
from policyparse.extractors.html_lines import Ctx, Piece
from policyparse.extractors.html_lists import markers
from policyparse.extractors.html_style import named_size
from policyparse.extractors.html_tree import Node
from policyparse.text import exponent

_BLOCKS = frozenset(
    [
        "html",
        "body",
        "div",
        "p",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "nav",
        "aside",
        "center",
        "blockquote",
        "pre",
        "address",
        "figure",
        "figcaption",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "form",
        "fieldset",
        "legend",
        "hr",
        "details",
        "summary",
        "dir",
        "menu",
        "frameset",
    ]
)
_BOLD = frozenset(["b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"])
_BOXES = frozenset(["div", "section", "table", "td", "fieldset", "blockquote"])
_HEADING = re.compile(r"^h([1-6])$")
_ALIGNS: dict[str, Align] = {
    "left": "left",
    "justify": "left",
    "center": "center",
    "middle": "center",
    "right": "right",
}
#: Word's mark of an automatic number in a page: programs that number lists themselves leave it out.
_LIST_NUMBER = re.compile(r"mso-list\s*:\s*ignore", re.I)
_FILE = re.compile(r"\.(docx?|wps|xlsx?|et|pptx?|pdf|ofd|zip|rar|7z|txt|csv|jpe?g|png|tiff?)(?:$|[?#&])", re.I)
_FILE_WAY = re.compile(r"download|attach|upload|/down|fujian|getfile|P0\d{15,}", re.I)
_FILE_TEXT = re.compile(r"^\s*附\s*(?:件|表|图)|^\s*附[：:]|\.(?:docx?|wps|xlsx?|et|pdf|ofd|zip|rar)\s*$", re.I)


class Sink(Protocol):
    """What takes the page. `table` answers True where it took the table as a whole."""

    def text(self, piece: Piece) -> None: ...

    def line_end(self) -> None: ...

    def edge(self, node: Node) -> None: ...

    def table(self, node: Node, ctx: Ctx) -> bool: ...


def walk(top: Node, ctx: Ctx, sink: Sink) -> str:
    """Walk over what is inside `top`; returns the list numbers that were put in, for the count of characters."""
    generated: list[str] = []
    numbers: dict[int, str] = {}
    pending = last = ""
    node, kids, at, block = top, iter(top.kids), top.start + 1, False
    stack = [(node, kids, at, ctx, block)]
    while stack:
        node, kids, at, ctx, block = stack.pop()
        for kid in kids:
            if isinstance(kid, str):
                if pending and not kid.isspace():
                    sink.text(Piece(pending, ctx, at, node.line))
                    generated.append(pending)
                    pending = ""
                last = exponent(last, kid) if node.tag == "sup" else kid
                sink.text(Piece(last, ctx, at, node.line))
                at += 1
                continue
            if kid.tag == "br":
                sink.line_end()
                at = kid.end
                continue
            stack.append((node, kids, kid.end, ctx, block))
            inner = derive(ctx, kid)
            if kid.tag == "table" and sink.table(kid, inner):
                break
            if kid.tag == "span" and _LIST_NUMBER.search(kid.attrs.get("style", "")):
                sink.text(Piece(_list_number(kid), inner, kid.start, kid.line))
                break
            block = kid.css.block if kid.css.block is not None and kid.tag != "br" else kid.tag in _BLOCKS
            if block:
                sink.edge(kid)
            if kid.tag == "ol":
                numbers.update(markers(kid))
            elif kid.tag == "li":
                pending = numbers.pop(kid.start, "")
            stack.append((kid, iter(kid.kids), kid.start + 1, inner, block))
            break
        else:
            if block:
                sink.edge(node)
                if node.tag == "li":
                    pending = ""
    return "".join(generated)


def derive(ctx: Ctx, node: Node) -> Ctx:
    """What holds inside `node`."""
    tag, css, attrs = node.tag, node.css, node.attrs
    bold = css.bold if css.bold is not None else ctx.bold or tag in _BOLD
    size = css.size or (named_size(attrs["size"]) if tag == "font" and "size" in attrs else None) or ctx.size
    link = ctx.link
    if tag in {"a", "button"} and node.links:
        link = 2 if tag == "a" and _is_file(node) else 1
    level = ctx.level
    if tag[0] == "h":
        heading = _HEADING.match(tag)
        level = int(heading[1]) if heading else level
    reason = ctx.reason or _reason(node)
    align = ctx.align
    is_block = tag in _BLOCKS
    owner = ctx.owner
    if is_block or css.block:
        owner = node
        align = css.align or (_ALIGNS.get(attrs.get("align", "").lower()) if tag != "table" else None)
        align = align or ("center" if tag in {"center", "th", "caption"} else ctx.align)
    box = node if tag in _BOXES and _framed(node) else ctx.box
    pre = ctx.pre or css.pre or tag in {"pre", "textarea"}
    return Ctx(owner, bold, size, align, link, level, pre, reason, box)


def _list_number(node: Node) -> str:
    """The number of a list item as Word writes it, without the blanks that only move the text to its tab stop.

    They part a bare figure from the text and nothing else, as in a Word file.
    """
    text = "".join(_texts(node))
    number = text.strip()
    return number + " " if number[-1:].isalnum() and text[-1:] != number[-1:] else number


def _texts(node: Node) -> Iterator[str]:
    for kid in node.kids:
        if isinstance(kid, str):
            yield kid
        else:
            yield from _texts(kid)


def _framed(node: Node) -> bool:
    if node.css.boxed or node.css.shaded or node.tag == "fieldset":
        return True
    return node.tag == "table" and node.attrs.get("border", "0").strip() not in {"0", ""}


def _reason(node: Node) -> str | None:
    """Why the text inside is no part of the document, if so."""
    if node.hidden:
        return "hidden-text"
    if node.tag == "del":
        return "deleted-text"
    if node.css.comment or node.attrs.get("class", "").lower() in {"msocommentreference", "msocomanchor"}:
        return "comment"
    return "markup" if node.tag == "xml" else None


def _is_file(node: Node) -> bool:
    """A link to an attachment: by where it leads or by its words."""
    href = node.attrs.get("href", "")
    if href.lower().startswith("javascript"):
        return False
    text = "".join(kid for kid in node.kids if isinstance(kid, str))
    return bool(_FILE.search(href) or _FILE_WAY.search(href) or _FILE_TEXT.search(text))

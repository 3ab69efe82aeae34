"""Is a web page cut off: a truncated file reads like a page, and what is missing would be lost in silence."""

from __future__ import annotations

import re
from typing import Final

_PAGE: Final = re.compile(r"<(?:html|body|!doctype\s+html)\b", re.I)
_BODY: Final = re.compile(r"<(?:body|p|div|table)\b", re.I)
_END: Final = re.compile(r"</(?:html|body)\b", re.I)
#: What holds no markup although it may hold signs of it; an end that is missing is the file's end.
_OPAQUE: Final = re.compile(r"<!--.*?(?:-->|(\Z))|<(script|style|textarea)\b.*?(?:</\2\s*>|(\Z))", re.I | re.S)
_INSIDE_A_TAG: Final = re.compile(r"<[a-zA-Z/!][^<>]*\Z")
#: Elements that pages close, …
_CLOSED: Final = ("table", "div")
#: … and those whose end tags may be left out: one alone is open, the last, on a page that closes all the others.
_OFTEN_CLOSED: Final = ("p", "td", "tr", "li", "span", "h1", "h2", "h3", "h4", "a", "strong", "b")
_ENOUGH: Final = 2


def has_end(text: str) -> bool:
    """Does the page hold its own end tag."""
    return bool(_END.search(text))


def is_cut_off(text: str) -> bool:
    """Does a whole page (html or body begins) end inside a tag, a comment, its head or another element, before its own end.

    Pages that leave out their last end tags, and fragments, are not cut off.
    """
    if not _PAGE.search(text) or _END.search(text[len(text) // 2 :]):
        return False
    if any(
        match.lastindex and match.end() == len(text) and match[match.lastindex] == ""
        for match in _OPAQUE.finditer(text)
    ):
        return True
    rest = _OPAQUE.sub("", text)
    if _INSIDE_A_TAG.search(rest) or not _BODY.search(rest):
        return True
    return any(_open(rest, name)[0] > 0 for name in _CLOSED) or any(_is_last_open(rest, name) for name in _OFTEN_CLOSED)


def _open(text: str, name: str) -> tuple[int, int]:
    """How many more of these elements begin than end, and how many begin."""
    begun = len(re.findall(rf"<{name}\b", text, re.I))
    return begun - len(re.findall(rf"</{name}\b", text, re.I)), begun


def _is_last_open(text: str, name: str) -> bool:
    still, begun = _open(text, name)
    lower = text.lower()
    return still == 1 and begun > _ENOUGH and lower.rfind(f"<{name}") > lower.rfind(f"</{name}")

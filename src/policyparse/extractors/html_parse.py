"""A page's text to an lxml tree, whatever is wrong with it."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

#: Elements nested deeper are taken out of their parents; libxml2 refuses about 2,000 and counts implied ones too.
_DEEPEST = 400
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]{0,200}>", re.I)
_END_BR = re.compile(r"</br\s*>", re.I)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)[^<>]*>")
_LONG_TAG = re.compile(r"<([a-zA-Z][\w:-]*)[^<>]{2000,}>")
_MOST_ATTRIBUTES = 1000
#: Control characters, which libxml2 refuses or stops at.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SELF_CLOSING = frozenset(
    [
        "p",
        "li",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "tbody",
        "thead",
        "tfoot",
        "option",
        "colgroup",
        "col",
        "br",
        "hr",
        "img",
        "input",
        "meta",
        "link",
        "area",
        "base",
        "wbr",
    ]
)


def parse(text: str) -> tuple[Any, bool]:
    """The lxml tree of a page (None where it is empty), and whether elements nested too deep were taken apart."""
    text = _END_BR.sub("<br>", _XML_HEAD.sub("", _CONTROL.sub(" ", text)))
    text = _LONG_TAG.sub(_without_attributes, text)
    root, too_deep = _parse(text)
    if too_deep:
        root, _ = _parse(_flattened(text))
    return root, too_deep


def _without_attributes(tag: re.Match[str]) -> str:
    """The tag alone where it has absurdly many attributes, which libxml2 compares each with each."""
    return f"<{tag[1]}>" if tag[0].count("=") > _MOST_ATTRIBUTES else tag[0]


def _parse(text: str) -> tuple[Any, bool]:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=False)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.XMLSyntaxError:
        return None, False
    return root, any("depth" in entry.message.lower() for entry in parser.error_log)


def _flattened(text: str) -> str:
    """The page with the tags taken out that nest deeper than `_DEEPEST`."""
    open_tags: list[tuple[str, bool]] = []
    kept: list[str] = []
    at = depth = 0
    for match in _TAG.finditer(text):
        name = match[2].lower()
        if name in _SELF_CLOSING or match[0].endswith("/>"):
            continue
        if not match[1]:
            keep = depth < _DEEPEST
            open_tags.append((name, keep))
            depth += keep
        elif open_tags and open_tags[-1][0] == name:
            keep = open_tags.pop()[1]
            depth -= keep
        else:
            keep = depth < _DEEPEST
        if not keep:
            kept += (text[at : match.start()], "<br>")
            at = match.end()
    kept.append(text[at:])
    return "".join(kept)

"""Equations (Office MathML, ECMA-376 part 1, 22.1) on one line."""

from __future__ import annotations

from lxml import etree

from policyparse.extractors.docx_xml import M
from policyparse.text import exponent


def math_text(element: etree._Element) -> tuple[str, str]:
    """The text of an m:oMath and, of it, the signs that stand for structure and not for an m:t (/ √ ∑ and brackets).

    10 with a raised 2 is 10², a fraction a/b.
    """
    signs: list[str] = []
    return _text(element, signs), "".join(signs)


def _text(element: etree._Element, signs: list[str]) -> str:
    name = str(element.tag)
    if name == M + "t":
        return element.text or ""
    if name == M + "f":
        bar = _property(element, "fPr", "type", "bar")
        slash = _sign("/" if bar != "noBar" else "", signs)
        return f"{_part(element, 'num', signs)}{slash}{_part(element, 'den', signs)}"
    if name == M + "sSup":
        host, raised = _part(element, "e", signs), _part(element, "sup", signs)
        return host + (exponent(host, raised.strip()) or raised)
    if name == M + "d":
        opening = _sign(_property(element, "dPr", "begChr", "("), signs)
        between = _property(element, "dPr", "sepChr", "|")
        parts = [_text(part, signs) for part in element.findall(M + "e")]
        text = parts[0] if parts else ""
        for part in parts[1:]:
            text += _sign(between, signs) + part
        return opening + text + _sign(_property(element, "dPr", "endChr", ")"), signs)
    if name == M + "rad":
        return _part(element, "deg", signs) + _sign("√", signs) + _part(element, "e", signs)
    if name == M + "nary":
        sign = _sign(_property(element, "naryPr", "chr", "∫"), signs)
        return sign + "".join(_part(element, part, signs) for part in ("sub", "sup", "e"))
    return "".join(_text(child, signs) for child in element if isinstance(child.tag, str))


def _part(element: etree._Element, name: str, signs: list[str]) -> str:
    return "".join(_text(part, signs) for part in element.findall(M + name))


def _sign(sign: str, signs: list[str]) -> str:
    signs.append(sign)
    return sign


def _property(element: etree._Element, group: str, name: str, default: str) -> str:
    found = element.find(f"{M}{group}/{M}{name}")
    return default if found is None else found.get(M + "val", default)

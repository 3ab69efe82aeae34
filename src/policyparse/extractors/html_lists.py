"""The numbers that a browser puts before the items of an ordered list: they are text of the document."""

from __future__ import annotations

from policyparse.extractors.html_lines import NUMBERED
from policyparse.extractors.html_tree import Node

_DIGITS = "〇一二三四五六七八九"
_CHINESE = (
    "cjk-ideographic",
    "simp-chinese-informal",
    "simp-chinese-formal",
    "trad-chinese-informal",
    "japanese-informal",
    "cjk-decimal",
)
_ROMAN: tuple[tuple[int, str], ...] = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_KINDS = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman", "1": "decimal"}
_LONGEST_ROMAN = 3999


def markers(node: Node) -> dict[int, str]:
    """The numbers of the items of an `<ol>`, by the item's `start`: `1.`, `一、`, `a.`, `iv.`.

    Empty where the style has none, and where the items bring printed numbers of their own: then a
    linked style sheet, which is not at hand, hides the automatic ones.
    """
    items = [kid for kid in node.nodes() if kid.tag == "li" and not kid.hidden]
    own = sum(bool(NUMBERED.match(_beginning(item))) for item in items)
    if not items or own * 2 >= len(items):
        return {}
    step = -1 if "reversed" in node.attrs else 1
    at = _integer(node.attrs.get("start", "")) or (len(items) if step < 0 else 1)
    found: dict[int, str] = {}
    for item in items:
        given = _integer(item.attrs.get("value", ""))
        at = given if given is not None else at
        style = item.css.list_style or node.css.list_style or _KINDS.get(node.attrs.get("type", "1"), "decimal")
        marker = _marker(at, style)
        if marker:
            found[item.start] = marker
        at += step
    return found


def _marker(number: int, style: str) -> str:
    words = style.split()
    if "none" in words or any(word in {"disc", "circle", "square"} for word in words):
        return ""
    if any(word in _CHINESE for word in words) and 0 < number < 100:
        return chinese(number) + "、"
    if number > 0 and any(word.endswith(("-alpha", "-latin")) for word in words):
        return _case(_letters(number), words) + "."
    if 0 < number <= _LONGEST_ROMAN and any(word.endswith("-roman") for word in words):
        return _case(_roman(number), words) + "."
    if "decimal-leading-zero" in words:
        return f"{number:02d}."
    return f"{number}."


def chinese(number: int) -> str:
    """1 to 99 as 一 to 九十九."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones or not tens else "")


def _case(text: str, words: list[str]) -> str:
    return text.upper() if any(word.startswith("upper") for word in words) else text


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        text += sign * times
    return text


def _integer(text: str) -> int | None:
    text = text.strip()
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 7 else None


def _beginning(node: Node) -> str:
    """The first text of an item."""
    stack: list[Node | str] = [node]
    while stack:
        kid = stack.pop()
        if isinstance(kid, str):
            if kid.strip():
                return kid.strip()
        else:
            stack.extend(reversed(kid.kids))
    return ""

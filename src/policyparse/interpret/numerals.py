"""Numerals as these documents print them: 95.5, 1,200, 1 200, 三, 十个's 十, 一百二十, 二〇二三.

Works on text folded by `policyparse.text.fold_width` (half-width figures). Large units (万, 亿) behind
Arabic figures stay with the unit: `1.2亿元` is 1.2 of 亿元, as the output contract has it; the same
holds for the 万 and 亿 that end a Chinese numeral (`三万元` is 3 of 万元).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_CHINESE = "零〇○一二三四五六七八九两十百千"

#: Longest run that is read as one number; a longer one is no number that a person wrote.
_MAX_FIGURES = 18
_MAX_GROUPS = 5

_NUMERAL = re.compile(
    r"(?<![\d.])(?P<arabic>"
    rf"\d{{1,3}}(?:,\d{{3}}){{1,{_MAX_GROUPS}}}+(?![\d,])"  # 1,200
    rf"|\d{{1,3}}(?: \d{{3}}){{1,{_MAX_GROUPS}}}+(?! ?\d)"  # 1 200
    rf"|\d{{1,{_MAX_FIGURES}}}+"
    r")(?P<decimals>\.\d{1,9}+)?(?!\.?\d)"
    rf"|(?<![{_CHINESE}万亿])(?P<chinese>[{_CHINESE}万亿]++)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number at `start:end` of the text it was found in."""

    start: int
    end: int
    value: float
    kind: Literal["arabic", "chinese"]


def find_numerals(folded: str, printed: str | None = None) -> list[Numeral]:
    """All numerals in `folded`, in order.

    `printed` is the text before folding (same length): a comma groups thousands only where it was
    printed half-width, or where the figures are full-width too.
    """
    found: list[Numeral] = []
    for match in _NUMERAL.finditer(folded):
        if match["chinese"]:
            numeral = _chinese_at(match["chinese"], match.start())
            if numeral:
                found.append(numeral)
        elif printed is not None and "," in match[0] and not _grouped(printed[match.start() : match.end()]):
            found.extend(_split_at_commas(match))
        else:
            digits = match[0].replace(",", "").replace(" ", "")
            found.append(Numeral(start=match.start(), end=match.end(), value=float(digits), kind="arabic"))
    return found


def _grouped(printed: str) -> bool:
    """Are the commas of this group thousands separators, by the width they are printed in."""
    full_figures = any("０" <= c <= "９" for c in printed)
    return "，" not in printed or full_figures


def _split_at_commas(match: re.Match[str]) -> list[Numeral]:
    parts: list[Numeral] = []
    start = match.start()
    for part in match[0].split(","):
        parts.append(Numeral(start=start, end=start + len(part), value=float(part.replace(" ", "")), kind="arabic"))
        start += len(part) + 1
    return parts


def _chinese_at(run: str, start: int) -> Numeral | None:
    if len(run) > _MAX_FIGURES:
        return None
    body = run.rstrip("万亿")
    value = chinese_value(body)
    if value is None:
        return None
    return Numeral(start=start, end=start + len(body), value=float(value), kind="chinese")


def chinese_value(text: str) -> int | None:
    """The value of a Chinese numeral, or None where it is none.

    `十二` 12, `一百零五` 105, `两千三百` 2300, `一万二千` 12000, `二〇二三` 2023. Two figures side by side
    (`二三级`: second and third grade) are no number, nor is a bare 百, 千, 万 or 亿 (`千人口`: per thousand).
    """
    if not text or len(text) > _MAX_FIGURES or text[0] in "百千万亿":
        return None
    if all(c in _DIGITS for c in text):
        if len(text) == 1:
            return _DIGITS[text]
        return int("".join(str(_DIGITS[c]) for c in text)) if len(text) > 2 else None
    total = section = 0
    figure: int | None = None
    for c in text:
        if c in _DIGITS:
            if figure:  # 二三百: two figures side by side
                return None
            figure = _DIGITS[c]
        elif c in _PLACES:
            section += (1 if figure is None else figure) * _PLACES[c]
            figure = None
        elif c in _MYRIADS:
            section += figure or 0
            total = (total + section) * _MYRIADS[c] if c == "亿" else total + section * _MYRIADS[c]
            section, figure = 0, None
        else:
            return None
    return total + section + (figure or 0)

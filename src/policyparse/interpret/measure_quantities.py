"""Numbers with their units, bounds and comparators, wherever they stand. Whether they are goals is judged elsewhere."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from policyparse.interpret.measure_grammar import Grammar
from policyparse.interpret.measure_text import MeasureText
from policyparse.interpret.numerals import Numeral, find_numerals
from policyparse.records import Comparator
from policyparse.text import is_cjk

_RANGE = re.compile(r"\s?(?:-{1,2}|~|至|到)\s?")
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d|[二一][〇零一二三四五六七八九]{3})\s?(?:年度?|[-/.]\d{1,2}[-/.]\d{1,2}(?![\d%.])|[/.](?:0?[1-9]|1[0-2])(?![\d%.]|\s?[万亿个亩元公平吨户人名家套]))"
    r"(?:\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?[日号])?)?"
    r"|(?<!\d)(?:19|20)\d\d\s?年?\s?(?:-{1,2}|~|至|到|、|和)\s?(?:(?:19|20)\d\d\s?年?|\d\d\s?年)"
    r"|(?<![\d.])(?:\d{1,2}|十[一二]?|[一二三四五六七八九])\s?(?:-{1,2}|~|至|到|、)\s?(?:\d{1,2}|十[一二]?|[一二三四五六七八九])\s?月(?!\s?\d*个)"
    r"|(?<![\d.])(?:\d{1,2}|十[一二]?|[一二三四五六七八九])\s?月(?:份|底|末|初|中旬|上旬|下旬|前|起)?(?:\s?\d{1,2}\s?[日号])?"
    r"|(?<![\d.])\d{1,2}\s?[日号](?:前|起|止|至)|(?<!\d)\d{1,2}:\d{2}(?!\d)"
    r"|[一二三四]季度|第[一二三四1-4]\s?季度|[一二三四五六七八九十\d]{1,3}\s?世纪|\d{2}\s?年代"
)
_RATIO = re.compile(r"(?<![\d.:])\d{1,6}(?:\.\d{1,4})?(?:\s?:\s?\d{1,6}(?:\.\d{1,4})?){1,3}(?![\d:])")
_CLOCK = re.compile(r"\d\d?:\d\d$")
_PERCENT_WORDS = re.compile(r"(?:(?P<percent>百)|(?P<permil>千)|(?P<myriad>万))分之\s?$")
_DISCRETE = {
    "个",
    "名",
    "人",
    "家",
    "所",
    "座",
    "项",
    "件",
    "条",
    "张",
    "套",
    "台",
    "辆",
    "户",
    "次",
    "场",
    "期",
    "例",
    "处",
    "间",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number or range. `start:end` spans number and unit, `full_end` the bound behind it (以上) as well.

    `kind`: ratio, money, time, age, factor, level, count, extent, bare (no unit) or proportion (1:1.5); for
    measures in words part (三分之一), predicate (全覆盖), doubling (翻一番), absence (不发生) or rank (前三名).
    `masked` names what the number is a part of (a date), so that it is no quantity. `comparator` is what a
    word says by itself, `noun` the place of the indicator that it brings.
    """

    start: int
    end: int
    full_end: int
    value: float | None
    upper: float | None = None
    unit: str | None = None
    kind: str = "bare"
    chinese: bool = False
    suffix: str | None = None
    more: bool = False
    masked: str | None = None
    comparator: Comparator | None = None
    noun: tuple[int, int] | None = None


def find_quantities(
    text: MeasureText, grammar: Grammar, words: Sequence[Quantity] = ()
) -> tuple[list[Quantity], frozenset[int]]:
    """All quantities in order, and the positions of commas that group thousands.

    `words` are the measures without a number (全覆盖, 三分之一): they come between the others, and a numeral
    that is a part of one is none of its own.
    """
    folded = text.folded
    numerals = find_numerals(folded, text.printed)
    masks = sorted([*_masks(folded), *((word.start, word.end, "word") for word in words)])
    starts = [mask[0] for mask in masks]
    found: list[Quantity] = []
    commas: set[int] = set()
    skip_to = 0
    for index, numeral in enumerate(numerals):
        commas.update(at for at in range(numeral.start, numeral.end) if folded[at] == ",")
        if numeral.start < skip_to:
            continue
        masked = _mask_at(masks, starts, numeral.start)
        if masked and masked[2] == "proportion":
            found.append(_proportion(folded, grammar, masked))
            skip_to = masked[1]
        elif masked and masked[2] == "word":
            continue
        elif masked:
            found.append(
                Quantity(start=numeral.start, end=numeral.end, full_end=numeral.end, value=None, masked=masked[2])
            )
        else:
            quantity = _read(folded, grammar, numerals, index, masks, starts)
            found.append(quantity)
            skip_to = quantity.end
    return sorted([*found, *words], key=lambda q: q.start), frozenset(commas)


def _masks(folded: str) -> list[tuple[int, int, str]]:
    spans = [(m.start(), m.end(), "date") for m in _DATE.finditer(folded)]
    spans += [(m.start(), m.end(), "proportion") for m in _RATIO.finditer(folded) if not _CLOCK.match(m[0])]
    return spans


def _mask_at(masks: Sequence[tuple[int, int, str]], starts: Sequence[int], at: int) -> tuple[int, int, str] | None:
    index = bisect_left(starts, at + 1) - 1
    # masks hardly overlap; one before the nearest may still reach here
    for mask in masks[max(0, index - 1) : index + 1]:
        if mask[0] <= at < mask[1]:
            return mask
    return None


def _proportion(folded: str, grammar: Grammar, mask: tuple[int, int, str]) -> Quantity:
    suffix, full_end = _suffix(folded, grammar, mask[1])
    return Quantity(start=mask[0], end=mask[1], full_end=full_end, value=None, kind="proportion", suffix=suffix)


def _read(
    folded: str,
    grammar: Grammar,
    numerals: Sequence[Numeral],
    index: int,
    masks: Sequence[tuple[int, int, str]],
    starts: Sequence[int],
) -> Quantity:
    numeral = numerals[index]
    value, start = numeral.value, numeral.start
    unit, kind, end, more = _unit(folded, grammar, numeral.end)
    if numeral.kind == "arabic" and unit in _DISCRETE and value != int(value):
        # 1.5家企业: the figure of an item, then a count
        dot = folded.index(".", numeral.start)
        decimals = folded[dot + 1 : numeral.end]
        noun_follows = is_cjk(folded[end : end + 1] or ",") and folded[end] not in "以及左上、，。；"
        if noun_follows and _begins_item(folded, numeral.start) and not decimals.startswith("0"):
            start, value = dot + 1, float(decimals)
    upper = None
    span = _RANGE.match(folded, end)
    following = numerals[index + 1] if index + 1 < len(numerals) else None
    if span and following and following.start == span.end() and not _mask_at(masks, starts, following.start):
        unit2, kind2, end2, more2 = _unit(folded, grammar, following.end)
        if following.value > value and (unit is None or unit2 is not None):
            upper, more, end = following.value, more or more2, end2
            unit, kind = (unit2, kind2) if unit2 is not None else (unit, kind)
    words = _PERCENT_WORDS.search(folded, max(0, start - 4), start)
    if words and unit is None:
        unit, kind, start = ("%" if words["percent"] else "‰" if words["permil"] else "/万"), "ratio", words.start()
    suffix, full_end = _suffix(folded, grammar, end)
    return Quantity(
        start=start,
        end=end,
        full_end=full_end,
        value=value,
        upper=upper,
        unit=unit,
        kind=kind,
        chinese=numeral.kind == "chinese",
        suffix=suffix,
        more=more,
    )


def _begins_item(folded: str, at: int) -> bool:
    before = folded[:at].rstrip()[-1:] if at < 4 else folded[at - 3 : at].rstrip()[-1:]
    return not before or before in "。;:,、)]"


def _suffix(folded: str, grammar: Grammar, at: int) -> tuple[str | None, int]:
    match = grammar.suffix.match(folded, at)
    return (grammar.suffix_kind[match["word"]], match.end()) if match else (None, at)


def _unit(folded: str, grammar: Grammar, at: int) -> tuple[str | None, str, int, bool]:
    """(unit as it is spelled in the output, its kind, where it ends, whether 余 or 多 stands before it)."""
    match = grammar.unit.match(folded, at)
    more = None
    if not match:
        more = grammar.more.match(folded, at)
        match = grammar.unit.match(folded, more.end()) if more else None
    if not match:
        return None, "bare", at, False
    unit, kind = unit_of(match, grammar)
    return unit, kind, match.end(), bool(more) or _more_inside(grammar, folded, match)


def _more_inside(grammar: Grammar, folded: str, match: re.Match[str]) -> bool:
    return match["few"] is not None or (match["bare"] is not None and bool(grammar.more.match(folded, match.end())))


def unit_of(match: re.Match[str], grammar: Grammar) -> tuple[str, str]:
    """Unit and kind of a match of `grammar.unit`, spelled one way."""
    if match["ratio"]:
        sign = re.sub(r"\s", "", match["ratio"])
        return grammar.unit_spelling.get(sign, sign), "ratio"
    if match["per"]:
        per = re.sub(r"[\s,]", "", match["per"])
        spelled = {"十万": "10万", "100000": "10万", "10000": "万", "1000": "千", "百万": "100万"}
        return "/" + spelled.get(per, per), "ratio"
    if match["bare"]:
        return match["bare"], "extent"
    base = match["base"]
    whole = base + re.sub(r"\s", "", match["over"] or "")
    spelled_unit = grammar.unit_spelling.get(whole) or grammar.unit_spelling.get(base, base) + whole[len(base) :]
    return (match["mag"] or "") + spelled_unit, grammar.unit_kind[base]

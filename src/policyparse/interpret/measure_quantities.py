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

#: How far before a number its comparator is looked for. 不低于县级综合医院同等条件…的 is the longest seen in a goal.
_PREFIX_WINDOW = 32

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
_AVERAGE_END = re.compile(r"(?:人均|户均|亩均|平均每.{1,4}|平均|年均|每年|每个|每人|每户|均|各|全部|再|累计|\[|\s)$")
_MOVED_TO = re.compile(
    r"(?P<verb>提高|提升|增加|扩大|上调|延长|降低|减少|压缩|压减|缩短|下调|控制|精简)(?P<noun>[^,。;、\d]{2,24}?)(?:到|至)$"
)
_KEPT_AT = re.compile(r"(?P<verb>保持|稳定|维持|控制|巩固)(?P<noun>[^,。;\d]{2,24}?)在$")
_CHANGED = re.compile(r"(?:压缩|压减|缩短|减少|降低|削减|精简|压降|缩减)(?P<noun>[^,。;、\d]{2,20})$")
_RAISES = {"提高", "提升", "增加", "扩大", "上调", "延长"}
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefix:
    """What stands before a number: `kind` as in the lexicon's `comparators`, `start` where its words begin.

    `noun` is the place of what is measured where the comparator is split around it (提高X到80%).
    """

    start: int
    kind: str | None = None
    change: str | None = None
    about: bool = False
    noun: tuple[int, int] | None = None
    word: str = ""


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
    return match["bare"] is not None and bool(grammar.more.match(folded, match.end()))


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


def read_prefix(text: MeasureText, grammar: Grammar, floor: int, quantity: Quantity) -> Prefix:
    """The comparator before `quantity`, looked for from `floor` on."""
    folded = text.folded
    low = max(floor, quantity.start - _PREFIX_WINDOW)
    at = quantity.start
    about = False
    for _ in range(6):  # 约, 人均 and blanks may stand in any order
        window = folded[low:at]
        match = grammar.about_end.search(window)
        if match:
            about = True
        else:
            match = _AVERAGE_END.search(window)
        if not match:
            break
        at = low + match.start()
    window = folded[low:at]
    match = grammar.prefix_end.search(window)
    if match:
        return _with_change(folded, grammar, low, low + match.start(), match[0], about, quantity)
    moved = _MOVED_TO.search(window) or _KEPT_AT.search(window)
    if moved:
        noun = (low + moved.start("noun"), low + moved.end("noun"))
        kind = "level_up" if moved["verb"] in _RAISES else "equal" if moved.re is _KEPT_AT else "level_down"
        if moved["verb"] == "控制":
            kind = "level_down"
        return Prefix(start=low + moved.start(), kind=kind, about=about, noun=noun, word=moved["verb"])
    filler = grammar.filler_end.search(window)
    if filler and (filler["filler"].endswith("的") or quantity.unit == "个百分点"):
        word = filler["word"]
        kind = grammar.prefix_kind[word]
        if quantity.unit == "个百分点" and kind in ("more", "less"):  # 高于全国平均水平0.5个百分点
            change = "increase" if kind == "more" else "decrease"
            return Prefix(start=low + filler.start(), kind=kind, change=change, about=about, word=word)
        return _with_change(folded, grammar, low, low + filler.start(), word, about, quantity)
    changed = _CHANGED.search(window) if quantity.kind in ("ratio", "time", "factor") else None
    if changed:  # 压缩办理时限50%
        noun = (low + changed.start("noun"), low + changed.end("noun"))
        return Prefix(start=low + changed.start(), kind="decrease", change="decrease", about=about, noun=noun)
    return Prefix(start=at if about else quantity.start, about=about)


def _with_change(
    folded: str, grammar: Grammar, low: int, start: int, word: str, about: bool, quantity: Quantity
) -> Prefix:
    kind = grammar.prefix_kind[word]
    if kind in ("increase", "decrease"):
        return Prefix(start=start, kind=kind, change=kind, about=about, word=word)
    change = grammar.change_end.search(folded[low:start].rstrip())
    # 增长不低于8% is a change; 提高达到90% is none
    if change and kind in ("at_least", "at_most", "more", "less") and quantity.kind != "bare":
        return Prefix(
            start=low + change.start(), kind=kind, change=grammar.prefix_kind[change[0]], about=about, word=word
        )
    return Prefix(start=start, kind=kind, about=about, word=word)


def comparator_of(quantity: Quantity, prefix: Prefix, change: str | None = None) -> Comparator | None:
    """The comparator by the output contract's rules for measures; None for words that compare nothing (全覆盖).

    A change stays a change whatever bounds it; 左右 and 约 win over a level; a level to reach is `>=`, one to
    come down to `<=`; a range is `=` unless a bound is printed.
    """
    if quantity.kind in ("predicate", "doubling", "absence", "rank"):
        return quantity.comparator
    changed = prefix.change or change
    if changed == "increase":
        return "increase"
    if changed == "decrease":
        return "decrease"
    if quantity.suffix == "about" or prefix.about:
        return "~"
    if quantity.suffix == "at_least":
        return ">="
    if quantity.suffix == "at_most":
        return "<="
    kind = prefix.kind
    if kind == "at_least" or (kind == "level_up" and quantity.upper is None):
        return ">="
    if kind == "at_most" or (kind == "level_down" and quantity.upper is None):
        return "<="
    if kind == "more":
        return ">"
    if kind == "less":
        return "<"
    if quantity.kind == "part":
        return None
    return ">" if quantity.more else "="


def signed_change(text: MeasureText, quantity: Quantity) -> Comparator | None:
    """A cell's +2% is an increase, its -3.5% a decrease."""
    sign = text.folded[: quantity.start].strip(" []()")
    if quantity.kind != "ratio" or sign not in ("+", "-"):
        return None
    return "increase" if sign == "+" else "decrease"

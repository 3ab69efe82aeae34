"""What stands before a number: comparators, verbs of change and level. And the comparator that follows from all of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policyparse.interpret.measure_grammar import Grammar
from policyparse.interpret.measure_quantities import Quantity
from policyparse.interpret.measure_text import MeasureText
from policyparse.records import Comparator

#: How far before a number its comparator is looked for. 不低于县级综合医院同等条件…的 is the longest seen in a goal.
_PREFIX_WINDOW = 32

_AVERAGE_END = re.compile(
    r"(?:每(?:百万|十万|10万|万|千|百|亿)(?:常住)?(?:人口?|名?居民|户|名|亩|家)|(?:19|20)\d\d年(?:底|末)?的?|人均|户均|亩均|平均每(?:年|月|季度?|周|天|人|户|亩|个|名|家|村|县)|平均|年均|每人每[月年]|每年|每月|每个|每人|每户|均|各|全部|再|累计|\[|\s)$"
)


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
    moved = grammar.moved_to.search(window) or grammar.kept_at.search(window)
    if moved:
        noun = (low + moved.start("noun"), low + moved.end("noun"))
        verb = moved["verb"]
        kind = "level_up" if verb in grammar.raises else "level_down" if verb in grammar.lowers else "equal"
        return Prefix(start=low + moved.start(), kind=kind, about=about, noun=noun, word=verb)
    filler = grammar.filler_end.search(window)
    if filler and (filler["filler"].endswith("的") or quantity.unit == "个百分点"):
        word = filler["word"]
        kind = grammar.prefix_kind[word]
        if quantity.unit == "个百分点" and kind in ("more", "less"):  # 高于全国平均水平0.5个百分点
            change = "increase" if kind == "more" else "decrease"
            return Prefix(start=low + filler.start(), kind=kind, change=change, about=about, word=word)
        return _with_change(folded, grammar, low, low + filler.start(), word, about, quantity)
    changed = grammar.lowered.search(window) if quantity.kind in ("ratio", "time", "factor") else None
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

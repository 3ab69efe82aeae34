"""Lists with 分别 (respectively): A、B、C分别达到70%、50%、30% are three measures, each with its own indicator."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policyparse.interpret.measure_comparators import read_prefix
from policyparse.interpret.measure_grammar import Grammar
from policyparse.interpret.measure_indicators import Span, is_measured, named, trim_left, trim_right
from policyparse.interpret.measure_quantities import Quantity
from policyparse.interpret.measure_text import MeasureText

_JOINT = re.compile(r"[\s、,和及与或/]*(?:以及)?\s*")
_LISTED = re.compile(r"、|,")
_LAST_JOINT = re.compile(r"以及|和|与|及")
_WORD = "分别"
#: How much longer or shorter than its neighbour a name in front of a shared noun may be (县城、乡镇污水处理率).
_MAX_UNLIKE = 3


def respective_group(text: MeasureText, grammar: Grammar, quantities: Sequence[Quantity], at: int, left: int) -> int:
    """How many quantities from index `at` on stand in one list with 分别; 0 where there is none.

    `left` is where the words before the list begin.
    """
    first = quantities[at]
    if first.masked or text.folded.rfind(_WORD, max(left, first.start - 40), first.start) < 0:
        return 0
    count = 1
    while at + count < len(quantities):
        this, following = quantities[at + count - 1], quantities[at + count]
        if following.masked or following.kind == "predicate":
            break
        own = read_prefix(text, grammar, this.full_end, following)
        joint = _JOINT.match(text.folded, this.full_end, own.start)
        if not joint or joint.end() != own.start or own.start == this.full_end:
            break
        count += 1
    return count if count > 1 else 0


def even_out(group: Sequence[Quantity]) -> list[Quantity]:
    """The units and bounds that are printed only once: 70、50、30%以上 are three per cents, each with 以上."""
    last = group[-1]
    evened = []
    for quantity in group:
        bare = quantity.kind == "bare" or (quantity.unit == "个" and last.unit == "个百分点")
        if bare and last.unit is not None:
            quantity = replace(quantity, unit=last.unit, kind=last.kind)
        if quantity.suffix is None and last.suffix is not None:
            quantity = replace(quantity, suffix=last.suffix)
        evened.append(quantity)
    return evened


def list_before(text: MeasureText, grammar: Grammar, start: int, end: int) -> Span | None:
    """The names that stand before 分别 in `start:end`, or None where 分别 has nothing before it."""
    word = text.folded.rfind(_WORD, start, end)
    return named(text, grammar, start, word) if word > start else None


def share_out(text: MeasureText, grammar: Grammar, subject: Span | None, count: int) -> list[Span | None]:
    """The `count` names that `subject` lists, or the whole subject for each where it lists another number."""
    if subject is None:
        return [None] * count
    parts = _split(text, subject, _LISTED)
    if len(parts) < count:
        last = _split(text, parts[-1], _LAST_JOINT)
        if len(parts) - 1 + len(last) == count:
            parts = [*parts[:-1], *last]
    if len(parts) != count:
        return [subject] * count
    trimmed = []
    for start, end in parts:
        start = trim_left(text, grammar, start, end)
        trimmed.append((start, trim_right(text, grammar, start, end)))
    return [part if part[1] > part[0] else subject for part in trimmed]


def shared_head(text: MeasureText, grammar: Grammar, names: Sequence[Span | None]) -> Span | None:
    """The noun that stands once, behind the last of `names`, for all of them: 巩固率 in 小学、初中巩固率.

    None where the names are whole ones (综合利用率、回收率) or where it cannot be told where the noun begins.
    """
    if len(names) < 2 or len(set(names)) < len(names) or any(name is None for name in names):
        return None
    *others, (start, end) = [name for name in names if name]
    folded = text.folded
    if not is_measured(grammar, folded, start, end) or any(is_measured(grammar, folded, *other) for other in others):
        return None
    first = folded[others[-1][0] : others[-1][1]]
    last = folded[start:end]
    for length in range(min(len(first), len(last) - 2), 1, -1):  # 一般公共预算、政府性基金预算执行率
        at = last.find(first[-length:])
        if at >= 0 and at + length < len(last) - 1:
            return start + at + length, end
    at = last.find(first[-1], len(first) - 2) if len(first) > 1 else -1
    if 0 <= at <= len(first) and at < len(last) - 2:  # 国控、省控断面达标率
        return start + at + 1, end
    places = [m.start() for m in grammar.heads.finditer(last) if m.start()]
    if first.isascii():  # PM2.5、PM10平均浓度
        places = [at for at in places if last[:at].isascii()]
    near = [at for at in places if abs(at - len(first)) <= _MAX_UNLIKE]
    return (start + min(near, key=lambda at: (abs(at - len(first)), at)), end) if near else None


def _split(text: MeasureText, span: Span, joints: re.Pattern[str]) -> list[Span]:
    parts: list[Span] = []
    start, end = span
    for match in joints.finditer(text.folded, start, end):
        if not text.inside[match.start()] and match.start() > start:
            parts.append((start, match.start()))
            start = match.end()
    parts.append((start, end))
    return [part for part in parts if part[1] > part[0]]

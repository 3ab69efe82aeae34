"""The indicator of a measure in its place: before the number, behind it, or in an earlier clause of the sentence."""

from __future__ import annotations

import re

from policyparse.interpret.measure_indicators import Span, after, counted, is_area, named, trim_left, trim_right
from policyparse.interpret.measure_place import Place
from policyparse.interpret.measure_sentence import Sentence

_LEVELS = {"level_up", "level_down", "equal", "more", "less"}
#: 户均增收3000元 names itself what is measured.
_AVERAGE = re.compile(r"(?:户均|人均|亩均)[^\d,。;约近达到不超]{2,12}")
#: How many clauses back the subject of a clause without one is looked for (持续提升…，到2025年，达到25%).
_SUBJECT_REACH = 2
#: Longest clause that is taken as a subject as a whole.
_MAX_SUBJECT = 40


def indicator_of(place: Place, sentence: Sentence) -> tuple[Span | None, int | None]:
    """(where the indicator stands or None, start of the earlier clause that it was taken from or None)."""
    text, grammar, q, prefix = place.text, place.grammar, place.quantity, place.prefix
    if q.noun:
        return q.noun, None
    if prefix.noun:
        return named(text, grammar, *prefix.noun), None
    noun = _here(place)
    if noun and not is_area(text, grammar, *noun):
        return noun, None
    if q.kind in ("count", "extent"):
        # a cell's row says what 每乡镇1所 counts
        each = noun and place.mode == "cell" and text.folded[noun[0]] in "每各全"
        own = None if each else noun
        if own or sentence.last or not place.strong:
            return own or (sentence.last.indicator if sentence.last else None), None
    average = _AVERAGE.search(text.folded, place.low, q.start)
    if average:
        return average.span(), None
    earlier, start = _earlier_subject(place, sentence)
    return (earlier, start) if earlier else (noun, None)


def _here(place: Place) -> Span | None:
    text, grammar, q, end = place.text, place.grammar, place.quantity, place.prefix.start
    behind = after(text, grammar, q.full_end, place.limit)
    if behind and grammar.done.fullmatch(text.folded, *behind):
        behind = None  # 100%完成
    if q.kind in ("count", "extent"):
        if place.prefix.kind in _LEVELS and not behind:  # 脱贫人口务工规模稳定在2万人: all of it is the name
            return named(text, grammar, place.low, end)
        return counted(text, grammar, place.low, end, behind)
    if behind and q.kind in ("ratio", "part") and _quantifies(place):
        return behind
    noun = named(text, grammar, place.low, end)
    if noun and behind and is_area(text, grammar, *noun):
        noun = behind
    if q.kind == "money":
        if noun and (given := grammar.giving.match(text.folded, *noun)):
            return given.end(), noun[1]
        return (counted(text, grammar, place.low, end, behind) or noun) if noun else behind
    return noun


def _quantifies(place: Place) -> bool:
    """60%的乡镇卫生院达到…: the share stands before what it is a share of."""
    level = place.prefix.kind in ("level_up", "level_down", "equal")
    return not level and is_area(place.text, place.grammar, place.low, place.prefix.start)


def _earlier_subject(place: Place, sentence: Sentence) -> tuple[Span | None, int | None]:
    text, grammar, last = place.text, place.grammar, sentence.last
    for clause in reversed(sentence.clauses[:-1][-_SUBJECT_REACH - 1 :]):
        if last and clause.start <= last.quantity.start and last.quantity.end <= clause.end:
            # 整改率达到60%，实现清零: what is cleared is not the rate
            return (None if place.quantity.kind == "predicate" else last.indicator), None
        if clause.end - clause.start > _MAX_SUBJECT:
            return None, None
        start = trim_left(text, grammar, clause.start, clause.end)
        verb = grammar.loose_head.match(text.folded, start, clause.end)
        if verb and clause.end - verb.end() >= 2:
            start = verb.end()
        end = trim_right(text, grammar, start, clause.end)
        if end - start >= 2:
            return (start, end), clause.start
    if sentence.before and len(sentence.clauses) == 1 and place.prefix.kind in _LEVELS:
        return sentence.before.indicator, None  # …占比达到95%;2024年底前达到98%
    return None, None

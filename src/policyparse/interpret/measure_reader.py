"""Reads the measures of a text, clause by clause. What a cell and what prose give differ only in `mode`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from policyparse.interpret.measure_grammar import Grammar
from policyparse.interpret.measure_indicators import (
    WINDOW,
    Span,
    after,
    counted,
    is_area,
    named,
    past_times,
    trim_left,
    trim_right,
)
from policyparse.interpret.measure_licence import Mode, Place, Verdict, bound_before, judge
from policyparse.interpret.measure_lists import even_out, respective_group, share_out
from policyparse.interpret.measure_quantities import (
    Prefix,
    Quantity,
    comparator_of,
    signed_change,
    find_quantities,
    read_prefix,
)
from policyparse.interpret.measure_text import BRACKET, Clause, MeasureText, clauses
from policyparse.interpret.measure_words import find_words
from policyparse.records import Comparator

_SENTENCE_OF_FACTS = re.compile(r"\s?(?:截至|截止|目前|当前[,，]|近年来|去年|上年|过去|[^,。;]{0,12}以来$)")
_ALREADY_THERE = re.compile(r"(?:已|现有|原有|目前|当前|存在)[^,。;]{0,12}?[的]|存在")
_ITEM_NUMBER = re.compile(r"\s?\d{1,2}\.")
_JOINTS = "、,和及与 /"
#: How many numbers ahead the end of a counted noun is looked for.
_LOOK_AHEAD = 6
#: How many clauses back the subject of a clause without one is looked for (持续提升…，到2025年，达到25%).
_SUBJECT_REACH = 2
#: Longest clause that is taken as a subject as a whole.
_MAX_SUBJECT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A measure and where its parts stand. `clause` spans the clause that sets it, with its subject's clause."""

    quantity: Quantity
    comparator: Comparator | None
    indicator: Span | None
    words: Span
    clause: Span
    strength: str | None
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    words: Span
    reason: str


@dataclass(slots=True, kw_only=True)
class _Sentence:
    """What earlier clauses of a sentence say about the later ones."""

    number: int = -1
    clauses: list[Clause] = field(default_factory=list)
    strength: str | None = None
    fact: bool = False
    modal: bool = False
    terms: bool = False
    names: list[Span] = field(default_factory=list)
    last: Found | None = None
    last_change: str | None = None
    facts_end: int = -1  # index of the clause before which a fact was stated
    list_ends: int = -1  # index of the clause whose last count goes on in the next


def read_measures(text: MeasureText, grammar: Grammar, mode: Mode) -> tuple[list[Found], list[Refused]]:
    """The measures of `text` in order, and the numbers turned down."""
    quantities, commas = find_quantities(text, grammar, find_words(text, grammar))
    found: list[Found] = []
    refused: list[Refused] = []
    sentence = _Sentence()
    at = 0
    all_clauses = list(clauses(text, commas))
    for index, clause in enumerate(all_clauses):
        if clause.sentence != sentence.number:
            fact = _states_facts(text, grammar, all_clauses, index)
            sentence = _Sentence(number=clause.sentence, fact=fact)
        _enter(text, grammar, sentence, clause)
        first = at
        while at < len(quantities) and quantities[at].start < clause.end:
            at += 1
        own = [q for q in quantities[first:at] if q.start >= clause.start]
        reader = _ClauseReader(text=text, grammar=grammar, mode=mode, clause=clause, sentence=sentence)
        reader.read(own)
        found += reader.found
        refused += reader.refused
    return found, refused


def _states_facts(text: MeasureText, grammar: Grammar, all_clauses: Sequence[Clause], first: int) -> bool:
    """Does the sentence that begins with clause `first` only tell what was done: a 已 or 了 and no demand."""
    last = first
    while last + 1 < len(all_clauses) and all_clauses[last + 1].sentence == all_clauses[first].sentence:
        last += 1
    start, end = all_clauses[first].start, all_clauses[last].end
    if grammar.demand.search(text.folded, start, end):
        return False
    return any(
        not _ALREADY_THERE.match(text.folded, match.start(), end)
        for match in grammar.fact.finditer(text.folded, start, end)
    )


def _enter(text: MeasureText, grammar: Grammar, sentence: _Sentence, clause: Clause) -> None:
    folded = text.folded
    sentence.clauses.append(clause)
    if sentence.fact or _SENTENCE_OF_FACTS.match(folded, clause.start, clause.end):
        sentence.fact = True
    head = past_times(text, clause.start, clause.end)
    carrying = grammar.carrying.match(folded, head, clause.end) or grammar.carrying.match(
        folded, clause.start, clause.end
    )
    if carrying:
        sentence.strength = "principle" if grammar.principle.match(carrying[0]) else "aim"
    elif grammar.firm_again.match(folded, head, clause.end):
        sentence.strength = None


@dataclass(slots=True, kw_only=True)
class _ClauseReader:
    text: MeasureText
    grammar: Grammar
    mode: Mode
    clause: Clause
    sentence: _Sentence
    found: list[Found] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    left: int = 0

    def read(self, quantities: Sequence[Quantity]) -> None:
        self.left = self.clause.start
        at = 0
        while at < len(quantities):
            group = respective_group(self.text, self.grammar, quantities, at, self.left)
            if group:
                self._read_group(quantities, at, group)
                at += group
                continue
            self._read_one(quantities, at)
            at += 1
        sentence = self.sentence
        folded, clause = self.text.folded, self.clause
        if self.grammar.modal.search(folded, clause.start, clause.end):
            sentence.modal = True
        if self.grammar.benefit.search(folded, clause.start, clause.end) or self.grammar.benefit_unless_rate.search(
            folded, clause.start, clause.end
        ):
            sentence.terms = True
        if sentence.strength and not self.found:
            # 努力减少感染，治疗率达到90%: the striving is for the clause's own verb; 力争到2025年，… goes on
            head = past_times(self.text, clause.start, clause.end)
            aim = self.grammar.carrying.match(folded, head, clause.end)
            if not aim or past_times(self.text, aim.end(), clause.end) < clause.end:
                sentence.strength = None if head < clause.end else sentence.strength
        sentence.list_ends = len(sentence.clauses) if self.found else -1

    # -- one quantity ------------------------------------------------------------------------------------------

    def _read_one(self, quantities: Sequence[Quantity], at: int) -> None:
        quantity = quantities[at]
        if quantity.start < self.left:
            self.refused.append(Refused(words=(quantity.start, quantity.full_end), reason="part of what is counted"))
            return
        if _ITEM_NUMBER.fullmatch(self.text.folded, self.left, quantity.start):
            self.left = quantity.start
        bracket = self._bracket(quantity)
        if bracket:
            outer, self.left = self.left, bracket[0]
            self._read_at(quantities, at, bracket[1])
            self.left = max(outer, self.left) if self.left != bracket[0] else outer
        else:
            self._read_at(quantities, at, self.clause.end)

    def _bracket(self, quantity: Quantity) -> Span | None:
        """The inside of the round bracket that a quantity stands in, where it opens within the clause."""
        text = self.text
        if not text.inside[quantity.start] & BRACKET or text.inside[self.clause.start] & BRACKET:
            return None
        opening = text.folded.rfind("(", self.left, quantity.start)
        closing = text.folded.find(")", quantity.end, self.clause.end)
        return (opening + 1, closing) if opening >= 0 and closing >= 0 else None

    def _read_at(self, quantities: Sequence[Quantity], at: int, end: int) -> None:
        quantity = quantities[at]
        prefix = read_prefix(self.text, self.grammar, self.left, quantity)
        place = self._place(quantities, at, quantity, prefix)
        if end < place.limit:
            place = replace(place, limit=end)
        verdict = judge(place)
        if quantity.kind == "predicate" and self.found and self.left == quantity.start:
            verdict = Verdict(reason="said by the number before it")
        if not verdict.rule:
            if verdict.reason.startswith("a fact"):
                self.sentence.facts_end = len(self.sentence.clauses)
            if quantity.kind != "bare" or not quantity.chinese:  # the 一 of 统一 is not worth a word
                self.refused.append(Refused(words=(prefix.start, quantity.full_end), reason=verdict.reason))
            return
        change = self._change(place)
        if verdict.rule in ("outcome", "per-unit"):
            noun, extended = after(self.text, self.grammar, quantity.full_end, place.limit), None
        else:
            noun, extended = self._noun(place)
        self._accept(place, verdict, self._comparator(place, change), noun, extended)
        self.sentence.last_change = change

    def _comparator(self, place: Place, change: str | None) -> Comparator | None:
        comparator = comparator_of(place.quantity, place.prefix, change)
        if comparator == "=" and place.prefix.kind is None and place.quantity.upper is None:
            return bound_before(place) or comparator
        return comparator

    def _place(self, quantities: Sequence[Quantity], at: int, quantity: Quantity, prefix: Prefix) -> Place:
        folded, clause = self.text.folded, self.clause
        following = quantities[at + 1] if at + 1 < len(quantities) else None
        return Place(
            text=self.text,
            grammar=self.grammar,
            mode=self.mode,
            clause=clause,
            left=self.left,
            limit=self._limit(quantities, at),
            quantity=quantity,
            prefix=prefix,
            attribute=bool(following) and self._is_attribute(quantity, following),
            listed=self._listed(prefix),
            fact=self.sentence.fact,
            terms=self.sentence.terms,
            after_fact=self.sentence.facts_end >= len(self.sentence.clauses) - 1 > 0,
            modal=self.sentence.modal
            or bool(self.grammar.modal.search(folded, clause.start, min(clause.end, quantity.full_end + 20))),
        )

    def _limit(self, quantities: Sequence[Quantity], at: int) -> int:
        """Where the noun behind a quantity ends at the latest: before the next one's own words."""
        folded, quantity = self.text.folded, quantities[at]
        for following in islice(quantities, at + 1, at + _LOOK_AHEAD):
            if following.masked or following.kind not in ("count", "extent", "money", "ratio", "predicate"):
                continue
            ends = folded[following.full_end : following.full_end + 1]
            if following.suffix and ends and ends not in ",。;、!?)":
                continue  # 60岁以上老年人: a part of the noun
            if following.start == quantity.full_end and following.kind != "predicate":
                continue  # 6家250-1500头养猪场
            joints = [folded.rfind(c, quantity.full_end, following.start) for c in "、,和及"]
            return max(joints) if max(joints) > quantity.full_end else following.start
        return self.clause.end

    def _is_attribute(self, quantity: Quantity, following: Quantity) -> bool:
        between = self.text.folded[quantity.full_end : following.start]
        if following.kind != "count" or following.masked or not between.strip() or len(between) > 20:
            return False
        return not re.search(r"[、,;:和及与并]", between) and not self.grammar.verb.search(between)

    def _listed(self, prefix: Prefix) -> bool:
        last = self.sentence.last
        if last is None or last.quantity.kind not in ("count", "extent", "money"):
            return False
        if self.left > self.clause.start:
            return self.text.folded[self.left : self.left + 1] in tuple("、,和及与")
        return self.sentence.list_ends == len(self.sentence.clauses) - 1 and prefix.start - self.left <= _MAX_SUBJECT

    def _change(self, place: Place) -> str | None:
        """A verb that makes the count a change (新增床位200张), or that of the list it goes on."""
        if place.quantity.kind not in ("count", "extent", "money") or place.prefix.change:
            return place.prefix.change
        before = place.before
        verbs = list(self.grammar.firm.finditer(before))
        if verbs:
            last = verbs[-1][0]
            return "increase" if self.grammar.increase_verb.fullmatch(last) else None
        head = trim_left(place.text, self.grammar, self.left, place.prefix.start)
        loose = self.grammar.loose_head.match(place.text.folded, head, place.prefix.start)
        if loose:
            if self.grammar.increase_verb.fullmatch(loose[0]):
                return "increase"
            return "decrease" if self.grammar.decrease_verb.fullmatch(loose[0]) else None
        last = self.sentence.last
        goes_on = place.listed and place.prefix.kind is None and last and last.quantity.kind == place.quantity.kind
        return self.sentence.last_change if goes_on and not self.grammar.verb.search(before) else None

    # -- a list with 分别 --------------------------------------------------------------------------------------

    def _read_group(self, quantities: Sequence[Quantity], at: int, count: int) -> None:
        group = even_out(quantities[at : at + count])
        first = group[0]
        prefix = read_prefix(self.text, self.grammar, self.left, first)
        place = self._place(quantities, at + count - 1, first, prefix)
        verdict = judge(replace(place, quantity=replace(first, full_end=group[-1].full_end), listed=False))
        words = (prefix.start, group[-1].full_end)
        if not verdict.rule:
            self.refused.append(Refused(words=words, reason=verdict.reason))
            return
        noun, extended = self._noun(replace(place, quantity=replace(first, full_end=group[-1].full_end)))
        change = self._change(place)
        names = share_out(self.text, self.grammar, noun, count)
        earlier = self.sentence.names
        if noun and noun == (earlier[-1] if earlier else None) and len(earlier) >= count:
            names = list(earlier[-count:])  # 接待游客…，旅游收入…，分别增长15%、18%
        for quantity, name in zip(group, names, strict=True):
            own = read_prefix(self.text, self.grammar, prefix.start, quantity)
            comparator = comparator_of(quantity, own if own.kind else prefix, change)
            whole = replace(place, quantity=replace(quantity, full_end=group[-1].full_end))
            self._accept(whole, replace(verdict, rule="respective-list"), comparator, name, extended, keep_left=True)
        self.left = group[-1].full_end

    # -- names and places --------------------------------------------------------------------------------------

    def _noun(self, place: Place) -> tuple[Span | None, int | None]:
        """(where the indicator stands, start of an earlier clause where it was taken from)."""
        text, grammar, q, prefix = self.text, self.grammar, place.quantity, place.prefix
        if q.noun:
            return q.noun, None
        if prefix.noun:
            return named(text, grammar, *prefix.noun), None
        low = max(self.left, prefix.start - WINDOW)
        behind = after(text, grammar, q.full_end, place.limit)
        if q.kind in ("count", "extent"):
            noun = counted(text, grammar, low, prefix.start, behind)
        elif behind and q.kind in ("ratio", "part") and self._quantifies(place, low):
            noun = behind
        else:
            noun = named(text, grammar, low, prefix.start)
            if noun and is_area(text, grammar, *noun) and behind:
                noun = behind
            if noun and q.kind == "money":
                noun = counted(text, grammar, low, prefix.start, behind) or noun
            if noun is None and q.kind == "money":
                noun = behind
        if noun and not is_area(text, grammar, *noun):
            return noun, None
        if q.kind in ("count", "extent"):
            last = self.sentence.last
            # a cell's row says what 每乡镇1所 counts
            each = noun and self.mode == "cell" and text.folded[noun[0]] in "每各全"
            whole = None if each else noun
            return whole or (last.indicator if last else None), None
        earlier, start = self._earlier_subject()
        return (earlier, start) if earlier else (noun, None)

    def _quantifies(self, place: Place, low: int) -> bool:
        """60%的乡镇卫生院达到…: the share stands before what it is a share of."""
        return place.prefix.kind not in ("level_up", "level_down", "equal") and is_area(
            self.text, self.grammar, low, place.prefix.start
        )

    def _earlier_subject(self) -> tuple[Span | None, int | None]:
        text, grammar = self.text, self.grammar
        before = self.sentence.clauses[:-1][-_SUBJECT_REACH - 1 :]
        last = self.sentence.last
        for clause in reversed(before):
            if last and last.quantity.end <= clause.end and last.quantity.start >= clause.start:
                return last.indicator, None
            if clause.end - clause.start > _MAX_SUBJECT:
                return None, None
            start = trim_left(text, grammar, clause.start, clause.end)
            verb = grammar.loose_head.match(text.folded, start, clause.end)
            if verb and clause.end - verb.end() >= 2:
                start = verb.end()
            end = trim_right(text, grammar, start, clause.end)
            if end - start >= 2:
                return (start, end), clause.start
        return None, None

    def _accept(
        self,
        place: Place,
        verdict: Verdict,
        comparator: Comparator | None,
        noun: Span | None,
        extended: int | None,
        keep_left: bool = False,
    ) -> None:
        q = place.quantity
        start = self.left
        while self.left > self.clause.start and start < place.prefix.start and self.text.folded[start] in _JOINTS:
            start += 1
        if noun and self.left <= noun[0] < start:
            start = noun[0]
        end = max(q.full_end, noun[1] if noun and noun[0] >= q.end else 0)
        behind = after(self.text, self.grammar, q.full_end, place.limit) if q.kind in ("ratio", "part") else None
        if behind and not keep_left:  # 医疗机构100%成立办公室
            end = max(end, behind[1])
        words = (start, end)
        if verdict.rule == "whole-cell":
            words = (self.clause.start, self.clause.end)
            comparator = signed_change(self.text, q) or comparator
        found = Found(
            quantity=q,
            comparator=comparator,
            indicator=noun,
            words=words,
            clause=(self.clause.start if extended is None else extended, self.clause.end),
            strength=self._strength(place),
            rule=verdict.rule,
        )
        self.found.append(found)
        if noun and noun not in self.sentence.names:
            self.sentence.names.append(noun)
        self.sentence.last = found
        if not keep_left:
            self.left = end if noun and noun[0] >= q.end else q.full_end

    def _strength(self, place: Place) -> str | None:
        folded = self.text.folded
        low, high = max(self.left, place.prefix.start - WINDOW), place.quantity.start
        if self.grammar.aim.search(folded, low, high):
            return "aim"
        if self.grammar.principle.search(folded, low, high):
            return "principle"
        return self.sentence.strength

"""Reads one clause: its quantities from left to right, each with the words that the ones before it left over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from policyparse.interpret.measure_comparators import Prefix, comparator_of, read_prefix, signed_change
from policyparse.interpret.measure_counts import ALL_OF
from policyparse.interpret.measure_grammar import Grammar
from policyparse.interpret.measure_indicators import WINDOW, Span, after, before_service, past_times, trim_left
from policyparse.interpret.measure_licence import judge
from policyparse.interpret.measure_lists import even_out, list_before, respective_group, share_out, shared_head
from policyparse.interpret.measure_names import indicator_of
from policyparse.interpret.measure_place import Mode, Place, Verdict, bound_before
from policyparse.interpret.measure_quantities import Quantity
from policyparse.interpret.measure_sentence import Found, Refused, Sentence
from policyparse.interpret.measure_text import BRACKET, Clause, MeasureText
from policyparse.records import Comparator

_ITEM_NUMBER = re.compile(r"\s?\d{1,2}\.")
_APART = re.compile(r"[、,;:和及与并]")
_JOINTS = "、,和及与 /"
#: How many numbers ahead the end of a counted noun is looked for.
_LOOK_AHEAD = 6
#: Longest noun between two numbers of which the first is an attribute (产值超10亿元企业5家).
_MAX_ATTRIBUTE = 20
#: How many of a sentence's names are looked through for one that was said already.
_NAMES_KEPT = 40
#: Longest name that goes on a list of counts without a verb of its own.
_MAX_LISTED = 40


@dataclass(slots=True, kw_only=True)
class ClauseReader:
    """`left` is where the words before the next quantity begin. `read` fills `found` and `refused`."""

    text: MeasureText
    grammar: Grammar
    mode: Mode
    clause: Clause
    sentence: Sentence
    found: list[Found] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    left: int = 0

    def read(self, quantities: Sequence[Quantity]) -> None:
        """Read the clause's `quantities`, in order."""
        self.sentence.enter(self.text, self.grammar, self.clause)
        self.left = self.clause.start
        at = 0
        while at < len(quantities):
            group = respective_group(self.text, self.grammar, quantities, at, self.left)
            if group:
                self._read_group(quantities, at, group)
            else:
                self._read_one(quantities, at)
            at += group or 1
        self.sentence.leave(self.text, self.grammar, bool(self.found))

    # -- one quantity ------------------------------------------------------------------------------------------

    def _read_one(self, quantities: Sequence[Quantity], at: int) -> None:
        quantity = quantities[at]
        if quantity.start < self.left:
            self._refuse(quantity.start, quantity.full_end, "part of what is counted")
            return
        if _ITEM_NUMBER.fullmatch(self.text.folded, self.left, quantity.start):
            self.left = quantity.start
        bracket = self._bracket(quantity)
        if bracket is None:
            self._read_at(quantities, at, self.clause.end)
            return
        outer, self.left = self.left, bracket[0]
        self._read_at(quantities, at, bracket[1])
        self.left = outer if self.left == bracket[0] else max(outer, self.left)

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
        place = self._place(quantities, at, quantity)
        if end < place.limit:
            place = replace(place, limit=end)
        verdict = judge(place)
        if quantity.kind == "predicate" and self.found and self.left == quantity.start:
            verdict = Verdict(reason="said by the number before it")
        if not verdict.rule:
            if verdict.reason.startswith("a fact"):
                self.sentence.facts_end = len(self.sentence.clauses)
            if quantity.kind != "bare" or not quantity.chinese:  # the 一 of 统一 is not worth a word
                self._refuse(place.prefix.start, quantity.full_end, verdict.reason)
            return
        change = self._change(place)
        noun: Span | None
        if verdict.rule in ("outcome", "per-unit"):
            noun, earlier = after(self.text, self.grammar, quantity.full_end, place.limit), None
        elif verdict.rule == "served":
            noun, earlier = after(self.text, self.grammar, quantity.full_end, place.limit), None
            noun = noun and before_service(self.text, self.grammar, noun)
        elif verdict.rule == "all-of":
            match = ALL_OF.match(self.text.folded, quantity.full_end, self.clause.end)
            noun, earlier = (match.span("noun") if match and match["noun"] else None), None
        else:
            noun, earlier = indicator_of(place, self.sentence)
        end = self._end(place, noun)
        self._accept(place, verdict.rule, self._comparator(place, change), noun, earlier, end)
        self.left = end if noun and noun[0] >= quantity.end else quantity.full_end
        self.sentence.change = change

    def _refuse(self, start: int, end: int, reason: str) -> None:
        self.refused.append(Refused(words=(start, end), reason=reason))

    def _place(self, quantities: Sequence[Quantity], at: int, quantity: Quantity) -> Place:
        clause, sentence = self.clause, self.sentence
        prefix = read_prefix(self.text, self.grammar, self.left, quantity)
        near = min(clause.end, quantity.full_end + _MAX_ATTRIBUTE)
        return Place(
            text=self.text,
            grammar=self.grammar,
            mode=self.mode,
            clause=clause,
            left=self.left,
            limit=self._limit(quantities, at),
            quantity=quantity,
            prefix=prefix,
            attribute=at + 1 < len(quantities) and self._is_attribute(quantity, quantities[at + 1]),
            listed=self._listed(prefix, quantity),
            fact=sentence.fact or sentence.past,
            terms=sentence.terms,
            after_fact=sentence.after_fact,
            modal=sentence.modal or bool(self.grammar.modal.search(self.text.folded, clause.start, near)),
        )

    def _limit(self, quantities: Sequence[Quantity], at: int) -> int:
        """Where the noun behind a quantity ends at the latest: before the next one's own words."""
        folded, quantity = self.text.folded, quantities[at]
        for following in islice(quantities, at + 1, at + _LOOK_AHEAD):
            if following.masked or following.kind not in ("count", "extent", "money", "ratio", "predicate"):
                continue
            behind = folded[following.full_end : following.full_end + 1]
            if following.suffix and behind and behind not in ",。;、!?)":
                continue  # 60岁以上老年人: a part of the noun
            adjacent = following.start == quantity.full_end and following.kind != "predicate"
            if adjacent and not _are_people(quantity, following):
                continue  # 5家200-800头羊场
            joint = max(folded.rfind(c, quantity.full_end, following.start) for c in "、,和及")
            return joint if joint > quantity.full_end else following.start
        return self.clause.end

    def _is_attribute(self, quantity: Quantity, following: Quantity) -> bool:
        between = self.text.folded[quantity.full_end : following.start]
        # 使用超过20年的管网420公里: an extent is counted where 的 says that the first number only describes it
        counted = following.kind == "count" or (following.kind == "extent" and between.startswith("的"))
        if not counted or following.masked or not between.strip() or len(between) > _MAX_ATTRIBUTE:
            return False
        aside = "(" in between and ")" not in between  # 不少于4次(每季度1次): the bracket only explains
        return not aside and not _APART.search(between) and not self.grammar.verb.search(between)

    def _listed(self, prefix: Prefix, quantity: Quantity) -> bool:
        last = self.sentence.last
        if last is None or last.quantity.kind not in ("count", "extent", "money"):
            return False
        if self.text.folded.startswith("其中", self.left):
            return True
        if self.left > self.clause.start:
            joined = self.text.folded[self.left : self.left + 1] in tuple("、,和及与")
            return joined or (quantity.start == last.quantity.full_end and _are_people(last.quantity, quantity))
        return self.sentence.after_measure and prefix.start - self.left <= _MAX_LISTED

    def _comparator(self, place: Place, change: str | None) -> Comparator | None:
        comparator = comparator_of(place.quantity, place.prefix, change)
        if comparator == "=" and place.prefix.kind is None and place.quantity.upper is None:
            return bound_before(place) or comparator
        return comparator

    def _change(self, place: Place) -> str | None:
        """A verb that makes the count a change (新增床位200张), or that of the list it goes on."""
        q, grammar = place.quantity, self.grammar
        if q.kind not in ("count", "extent", "money") or place.prefix.change:
            return place.prefix.change
        if place.prefix.kind in ("level_up", "level_down", "equal", "more", "less"):
            return None  # 新增就业达到5万人: the level is what is set
        verbs = list(grammar.firm.finditer(place.before))
        if verbs:
            return "increase" if grammar.increase_verb.fullmatch(verbs[-1][0]) else None
        head = trim_left(self.text, grammar, self.left, place.prefix.start)
        loose = grammar.loose_head.match(self.text.folded, head, place.prefix.start)
        if loose:
            if grammar.increase_verb.fullmatch(loose[0]):
                return "increase"
            return "decrease" if grammar.decrease_verb.fullmatch(loose[0]) else None
        last = self.sentence.last
        inside = place.listed and self.left > self.clause.start and place.prefix.kind is None
        goes_on = inside and last is not None and last.quantity.kind == q.kind
        return self.sentence.change if goes_on and not loose else None

    # -- a list with 分别 --------------------------------------------------------------------------------------

    def _read_group(self, quantities: Sequence[Quantity], at: int, count: int) -> None:
        group = even_out(quantities[at : at + count])
        end = group[-1].full_end
        place = self._place(quantities, at + count - 1, group[0])
        whole = replace(place, quantity=replace(group[0], full_end=end), listed=False)
        verdict = judge(whole)
        if not verdict.rule:
            self._refuse(place.prefix.start, end, verdict.reason)
            return
        noun, earlier = indicator_of(whole, self.sentence)
        names = share_out(self.text, self.grammar, noun, count)
        if len(set(names)) == 1:  # 县、乡、村分别配备专职人员3名、2名和1名: the list stands before the verb
            subject = list_before(self.text, self.grammar, place.low, place.prefix.start)
            names = share_out(self.text, self.grammar, subject, count) if subject else names
            names = names if len(set(names)) == count else [noun] * count
        head = shared_head(self.text, self.grammar, names)
        known = self.sentence.names
        if known and (noun or known[-1]) == known[-1] and len(known) >= count:
            names, head = list(known[-count:]), None  # 接待游客…，旅游收入…，分别增长15%、18%
        change = self._change(place)
        for quantity, name in zip(group, names, strict=True):
            own = read_prefix(self.text, self.grammar, place.prefix.start, quantity)
            comparator = comparator_of(quantity, own if own.kind else place.prefix, change)
            self._accept(replace(place, quantity=quantity), "respective-list", comparator, name, earlier, end)
            if head and name != names[-1]:
                self.found[-1] = replace(self.found[-1], head=head)
        self.left = end

    # -- what is kept ------------------------------------------------------------------------------------------

    def _end(self, place: Place, noun: Span | None) -> int:
        """Where the words of a measure end: with its bound, or with the noun behind it."""
        q = place.quantity
        end = max(q.full_end, noun[1] if noun and noun[0] >= q.end else 0)
        behind = after(self.text, self.grammar, q.full_end, place.limit) if q.kind in ("ratio", "part") else None
        return max(end, behind[1]) if behind else end  # 医疗机构100%成立办公室

    def _accept(
        self,
        place: Place,
        rule: str,
        comparator: Comparator | None,
        noun: Span | None,
        earlier: int | None,
        end: int,
    ) -> None:
        clause, q = self.clause, place.quantity
        start = self.left
        while self.left > clause.start and start < place.prefix.start and self.text.folded[start] in _JOINTS:
            start += 1
        if noun and self.left <= noun[0] < start:
            start = noun[0]
        words = (start, end)
        if rule == "whole-cell":
            words = (clause.start, clause.end)
            comparator = signed_change(self.text, q) or comparator
        found = Found(
            quantity=q,
            comparator=comparator,
            indicator=noun,
            words=words,
            clause=(clause.start if earlier is None else earlier, clause.end),
            strength=self._strength(place),
            rule=rule,
        )
        self.found.append(found)
        self.sentence.last = found
        if noun and noun not in self.sentence.names[-_NAMES_KEPT:]:
            self.sentence.names.append(noun)

    def _strength(self, place: Place) -> str | None:
        folded, grammar, clause = self.text.folded, self.grammar, self.clause
        low, high = max(self.left, place.prefix.start - WINDOW), place.quantity.start
        if grammar.aim.search(folded, low, high):
            return "aim"
        if grammar.principle.search(folded, low, high):
            return "principle"
        # 争取A项目零突破、B项目获批20项: at the head of the clause it governs the whole of it
        head = past_times(self.text, clause.start, clause.end)
        return "aim" if grammar.aim.match(folded, head, clause.end) else self.sentence.strength


def _are_people(first: Quantity, second: Quantity) -> bool:
    """2300户6800人 is one number of people told twice."""
    units = (first.unit or "", second.unit or "")
    return units[0].endswith("户") and units[1].endswith(("人", "名"))

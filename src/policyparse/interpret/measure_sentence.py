"""What a reading keeps: measures found, numbers turned down, and what a sentence's earlier clauses say about the later."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from policyparse.interpret.measure_grammar import Grammar
from policyparse.interpret.measure_indicators import Span, past_times
from policyparse.interpret.measure_past import PastTime
from policyparse.interpret.measure_quantities import Quantity
from policyparse.interpret.measure_text import Clause, MeasureText
from policyparse.records import Comparator

_FACTS_FOLLOW = re.compile(r"\s?(?:截至|截止|建议(?![和与、])|目前|当前[,，]|近年来|去年|上年|过去|[^,。;]{0,12}以来$)")
#: 已建成的小区, 现有的设施: what is there is only described.
_DESCRIBING = re.compile(r"(?:已|现有|原有|目前|当前|存在)[^,。;]{0,12}?的|存在")


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
    head: Span | None = None
    """What a list with 分别 prints once for all its names: the 巩固率 of 小学、初中巩固率, behind the indicator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A number that is no goal, and why."""

    words: Span
    reason: str


@dataclass(slots=True, kw_only=True)
class Sentence:
    """The clauses read so far and what follows from them.

    `strength`: a 力争 that governs the next clauses. `fact`: it only tells what was done. `modal`: it sets
    goals. `terms`: it grants something on terms. `names`: the indicators so far. `change`: that of the last
    count. `facts_end`, `list_ends`: how many clauses had been read when a fact, a measure was the last.
    """

    number: int = -1
    clauses: list[Clause] = field(default_factory=list)
    strength: str | None = None
    fact: bool = False
    modal: bool = False
    terms: bool = False
    names: list[Span] = field(default_factory=list)
    last: Found | None = None
    before: Found | None = None
    """The last measure of the sentence before, where only a ; stands between them."""
    change: str | None = None
    facts_end: int = -1
    list_ends: int = -1
    past_time: PastTime | None = None
    past: bool = False
    """The last time at the head of a clause was over."""

    @property
    def after_fact(self) -> bool:
        """Did this clause or the one before it state a fact."""
        return self.facts_end >= len(self.clauses) - 1 > 0

    @property
    def after_measure(self) -> bool:
        """Did the clause before this one end with a measure."""
        return self.list_ends == len(self.clauses) - 1

    def enter(self, text: MeasureText, grammar: Grammar, clause: Clause) -> None:
        """Begin the next clause: 力争 or 确保 at its head, 截至 …"""
        folded = text.folded
        self.clauses.append(clause)
        self.fact = self.fact or bool(_FACTS_FOLLOW.match(folded, clause.start, clause.end))
        over = self.past_time(folded, clause.start, clause.end) if self.past_time else None
        self.past = self.past if over is None else over
        head = past_times(text, clause.start, clause.end)
        carrying = _carrying(text, grammar, clause)
        if carrying:
            self.strength = "principle" if grammar.principle.match(carrying[0]) else "aim"
        elif grammar.firm_again.match(folded, head, clause.end):
            self.strength = None

    def leave(self, text: MeasureText, grammar: Grammar, measured: bool) -> None:
        """End a clause; `measured` says that a measure was found in it."""
        folded, clause = text.folded, self.clauses[-1]
        span = (clause.start, clause.end)
        self.modal = self.modal or bool(grammar.modal.search(folded, *span))
        terms = grammar.benefit.search(folded, *span) or grammar.benefit_unless_rate.search(folded, *span)
        self.terms = self.terms or bool(terms)
        self.list_ends = len(self.clauses) if measured else -1
        if self.strength and not measured:
            # 力争形成合力，治疗率达到90%: the striving is for the clause's own verb; 力争到2025年，… goes on
            head = past_times(text, *span)
            carrying = grammar.carrying.match(folded, head, clause.end)
            only_time = head == clause.end or (carrying and past_times(text, carrying.end(), clause.end) == clause.end)
            if not only_time:
                self.strength = None


def _carrying(text: MeasureText, grammar: Grammar, clause: Clause) -> re.Match[str] | None:
    head = past_times(text, clause.start, clause.end)
    return grammar.carrying.match(text.folded, head, clause.end) or grammar.carrying.match(
        text.folded, clause.start, clause.end
    )


def states_facts(text: MeasureText, grammar: Grammar, clauses: Sequence[Clause], first: int) -> bool:
    """Does the sentence that begins with clause `first` only tell what was done: a 已 or 了 and no demand."""
    last = first
    while last + 1 < len(clauses) and clauses[last + 1].sentence == clauses[first].sentence:
        last += 1
    start, end = clauses[first].start, clauses[last].end
    if grammar.demand.search(text.folded, start, end):
        return False
    marks = grammar.fact.finditer(text.folded, start, end)
    return any(not _DESCRIBING.match(text.folded, mark.start(), end) for mark in marks)

"""A quantity in its place: what stands before and behind it, and what earlier words of its sentence say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from policyparse.interpret.measure_comparators import Prefix
from policyparse.interpret.measure_grammar import Grammar
from policyparse.interpret.measure_indicators import WINDOW, trim_right
from policyparse.interpret.measure_quantities import Quantity
from policyparse.interpret.measure_text import Clause, MeasureText
from policyparse.records import Comparator

Mode = Literal["cell", "prose"]

#: Comparators that make a goal of a number by themselves.
STRONG = frozenset({"at_least", "at_most", "level_up", "level_down", "more", "less", "increase", "decrease"})
#: Measures in words that say all they have to say.
SAYING = frozenset({"predicate", "doubling", "absence", "rank"})

#: What may follow a number that is not an attribute of the next noun.
_BOUNDARY = re.compile(
    r"\s?(?:$|大关|台阶|关口|[,。;:、!?()\[\]/\"~-]|[并和及与且或](?![一-鿿]?[型网联购])|以及|在|的?(?:目标|任务|要求|水平)(?=$|[,。;、)]))"
)
_AT_LEAST = re.compile(r"(?:至少|最少)[^,。;、]{0,16}$")
_AT_MOST = re.compile(r"(?:至多|最多)[^,。;、]{0,16}$")
_BRACKET_TAIL = re.compile(r"^\s?\([^()]{0,40}\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A quantity where it stands. `left` is the end of the last measure read before it in its clause.

    `limit` is where the next quantity's own words begin, `attribute` says that another quantity follows
    with nothing but a noun in between (产值超10亿元企业5家), `listed` that it goes on a list of counts
    that was read as a goal. `fact`, `modal` and `terms` say that earlier words of the sentence state facts, set
    a goal, or grant something on terms; `after_fact` that the clause before states a fact.
    """

    text: MeasureText
    grammar: Grammar
    mode: Mode
    clause: Clause
    left: int
    limit: int
    quantity: Quantity
    prefix: Prefix
    attribute: bool = False
    listed: bool = False
    fact: bool = False
    modal: bool = False
    terms: bool = False
    after_fact: bool = False

    @property
    def low(self) -> int:
        """Where the words begin that are looked at before the number."""
        return max(self.left, self.prefix.start - WINDOW)

    @property
    def before(self) -> str:
        """The words between the last measure and this one's comparator, at most `WINDOW` characters."""
        return self.text.folded[self.low : self.prefix.start].rstrip()

    @property
    def tail(self) -> str:
        """`before` without 力争, 至少 and their like at its end."""
        return self.text.folded[self.low : trim_right(self.text, self.grammar, self.low, self.prefix.start)]

    @property
    def behind(self) -> str:
        """The first characters behind the number, its unit and its bound."""
        return self.text.folded[self.quantity.full_end : self.quantity.full_end + 16]

    @property
    def attributive(self) -> bool:
        """Does a noun follow the number directly."""
        beyond = _BRACKET_TAIL.sub("", self.behind + self.text.folded[self.quantity.full_end + 16 :][:40])
        return not _BOUNDARY.match(self.behind) or (beyond.startswith("的") and not _BOUNDARY.match(beyond))

    @property
    def strong(self) -> bool:
        return self.prefix.kind in STRONG


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`rule` names what licensed the quantity, or `reason` why it was turned down."""

    rule: str = ""
    reason: str = ""


def bound_before(place: Place) -> Comparator | None:
    """The comparator of 至少 or 最多 that stands before the verb: 至少选择1所."""
    if _AT_LEAST.search(place.before):
        return ">="
    return "<=" if _AT_MOST.search(place.before) else None


def is_bare_cell(place: Place) -> bool:
    """Is the clause nothing but comparator, number, unit and bound, in a target cell."""
    if place.mode != "cell":
        return False
    folded, clause, words = place.text.folded, place.clause, place.grammar
    head = folded[clause.start : place.prefix.start].strip(" [(+-±")
    tail = _BRACKET_TAIL.sub("", folded[place.quantity.full_end : clause.end]).strip(" ])")
    head = words.aim.sub("", words.principle.sub("", head)).strip()
    return not tail and (not head or bool(words.trailing_end.fullmatch(head)))

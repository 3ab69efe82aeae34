"""What stands around a term of time in prose, by clause and sentence."""

from __future__ import annotations

from dataclasses import dataclass

from policyparse.interpret.deadline_terms import Term
from policyparse.interpret.deadline_text import Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """A term's surroundings in folded text: the clause before it, the clause and the sentence behind it."""

    before: str
    after: str
    rest: str
    words: str
    opens: bool
    """Its clause is the first of its sentence."""
    so_far: str
    """The sentence before it."""
    closed: bool
    """A full stop or ；ends the sentence, so it is no heading."""


def surroundings(term: Term, text: str, bounds: Bounds) -> Surroundings:
    """The surroundings of `term` in the folded text."""
    end = bounds.sentence_end(term.end)
    return Surroundings(
        before=bounds.before(term.start),
        after=bounds.after(term.end),
        rest=bounds.rest(term.end),
        words=text[term.start : term.end],
        opens=bounds.clause_start(term.start) == bounds.sentence_start(term.start),
        so_far=text[bounds.sentence_start(term.start) : term.start],
        closed=text[end : end + 1] in ("。", ";", "!", "?"),
    )

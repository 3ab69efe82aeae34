"""The deadline cell of a table: everything in it is read as time, and what is not read is flagged."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import Any

from policyparse.interpret.deadline_cycles import Cycle, cycles
from policyparse.interpret.deadline_items import Gathered
from policyparse.interpret.deadline_open import Open, open_terms
from policyparse.interpret.deadline_spans import Dated
from policyparse.interpret.deadline_terms import MASK, Term, find_terms, mask
from policyparse.interpret.deadline_text import Folded, folded
from policyparse.interpret.reading import Reading, Trace
from policyparse.interpret.years import Years
from policyparse.lexicon import Lexicon
from policyparse.records import Deadline
from policyparse.text import compact, one_line

#: Longest label, in characters; a longer text behind a date is a task, not a name for the date.
LABEL_LIMIT = 40

_PIECE = re.compile(r"[^;。!?\n]+")
_COLON = re.compile(r"(?P<label>[^:,;。]{1,30}):[\"(]?$")
_PUNCTUATION = " ,、:()\"'-~.;。\x00"
_TIMELIKE = re.compile(r"\d[^,、]{0,3}[年月日天周]|[年月季]底|季度|\d{4}")


class CellWords:
    """The lexicon's words for labels, compiled."""

    __slots__ = ("empty", "generic", "names", "trailing")

    def __init__(self, labels: dict[str, Any]) -> None:
        generic = "|".join(map(re.escape, sorted(labels["generic"], key=len, reverse=True)))
        self.generic = re.compile(rf"(?:{generic}|[{re.escape(_PUNCTUATION)}])*")
        motion = "|".join(map(re.escape, sorted(labels["motion"], key=len, reverse=True)))
        self.trailing = re.compile(rf"(?:{motion})$")
        names = "|".join(map(re.escape, sorted(labels["names"], key=len, reverse=True)))
        self.names = re.compile(rf"(?:{names}):?")
        self.empty = frozenset(labels["empty"])


@lru_cache(maxsize=4)
def cell_words(lexicon: Lexicon) -> CellWords:
    return CellWords(dict(lexicon["deadlines"]["labels"]))


def read_cell(text: str, years: Years, lexicon: Lexicon) -> Reading[Deadline]:
    """See `deadlines.read_deadline_cell`."""
    printed = one_line(text) or None
    words = cell_words(lexicon)
    source = folded(text)
    if printed is None or compact(source.text) in words.empty:
        return Reading(value=Deadline(text=printed))
    gathered = Gathered()
    rejected = gather(source, years, lexicon, gathered)
    if not gathered.items:
        gathered.traces.append(Trace(field="deadline", words=printed, rule="unparsed", rejected=tuple(rejected)))
        gathered.problem("deadline-unparsed", f"{printed[:60]!r} is no known expression of time")
        gathered.flag("deadline-unparsed")
        return gathered.reading(printed)
    return gathered.reading(printed, rejected)


def gather(source: Folded, years: Years, lexicon: Lexicon, gathered: Gathered) -> list[tuple[str, str]]:
    """Read all terms of a cell's text into `gathered`; gives the terms that were turned down, with the reason."""
    text = mask(source.text)
    every = find_terms(text, lexicon, cell=True)
    has_cycle = any(isinstance(t, Cycle) for t in every)
    rejected: list[tuple[str, str]] = []
    carried: int | None = None
    unread: list[str] = []
    at = 0
    for piece in _PIECE.finditer(text):
        inside: list[Term] = []
        while at < len(every) and every[at].end <= piece.end():
            inside.append(every[at])
            at += 1
        terms = []
        for term in inside:
            reason = _turned_down(term, inside, text, has_cycle=has_cycle)
            if reason:
                rejected.append((source.printed(term.start, term.end), reason))
            else:
                terms.append(term)
        if not terms:
            whole = _whole(text, piece.start(), piece.end(), lexicon)
            if whole is None:
                if piece[0].strip(_PUNCTUATION):
                    unread.append(source.printed(piece.start(), piece.end()))
                continue
            terms = [whole]
        for i, term in enumerate(terms):
            after = _next_term(inside, terms, term)
            before = terms[i - 1] if i else None
            label = _label(source, text, (piece.start(), piece.end()), before, term, after, cell_words(lexicon))
            gathered.add(term, source, years, label=label, carried=carried)
            if isinstance(term, Dated):
                carried = term.printed_year or carried
    if gathered.items:
        for words in unread:
            if _TIMELIKE.search(folded(words).text):
                gathered.flag("deadline-unparsed")
                gathered.problem("deadline-unparsed", f"{words[:60]!r} is no known expression of time")
            rejected.append((words, "no expression of time"))
    return rejected


def _next_term(inside: list[Term], terms: list[Term], term: Term) -> Term | None:
    """The term after `term` that ends its label: an accepted one, or a date that was turned down."""
    at = bisect_left(inside, term.end, key=lambda t: t.start)
    kept = {id(t) for t in terms}
    return next((t for t in inside[at : at + 8] if isinstance(t, Dated) or id(t) in kept), None)


def _turned_down(term: Term, inside: list[Term], text: str, *, has_cycle: bool) -> str | None:
    if isinstance(term, Open) and not term.strong and any(not isinstance(t, Open) or t.strong for t in inside):
        return "says how, beside a term that says when"
    if isinstance(term, Dated) and term.groups[0].first.bare and text.startswith("全年", term.start) and has_cycle:
        return "the sum of a cycle over the year"
    return None


def _whole(text: str, start: int, end: int, lexicon: Lexicon) -> Term | None:
    """A piece that is an event, a season, a duration or the name of a period as a whole."""
    words = cell_words(lexicon)
    while start < end and text[start] in _PUNCTUATION:
        start += 1
    name = words.names.match(text, start, end)
    if name and name.end() < end:
        start = name.end()
    while end > start and text[end - 1] in _PUNCTUATION.replace(")", ""):
        end -= 1
    piece = text[start:end]
    found: Cycle | Open | None = cycles(lexicon).whole(piece) or open_terms(lexicon).whole(piece)
    if isinstance(found, Cycle):
        return Cycle(start=start, end=end, rrules=found.rrules, fixed=False, rule=found.rule)
    if isinstance(found, Open):
        return Open(start=start, end=start + found.end, label_start=start, kind=found.kind, rule=found.rule)
    return None


def _label(
    source: Folded,
    text: str,
    piece: tuple[int, int],
    before: Term | None,
    term: Term,
    after: Term | None,
    words: CellWords,
) -> str | None:
    """What the term is for: the words before a colon, else those behind it in its clauses, else those before it."""
    start, end = piece
    if before is None or _COLON.search(text[start : term.start]):
        colon = _COLON.search(text[before.end if before else start : term.start])
        if colon:
            place = (before.end if before else start) + colon.start("label")
            return label_text(source, text, place, place + len(colon["label"]), words)
    head = _COLON.search(text[start : _first_end(text, start, term)]) if before else None
    if head:
        return label_text(source, text, start + head.start("label"), start + head.end("label"), words)
    limit = end
    if after is not None:
        cut = max(text.rfind(",", term.end, after.start), text.rfind("、", term.end, after.start))
        limit = cut if cut >= 0 else after.start
    label = label_text(source, text, term.end, limit, words)
    if label:
        return label
    floor = before.end if before else start
    cut = max(text.rfind(",", floor, term.start), text.rfind("、", floor, term.start))
    return label_text(source, text, max(floor, cut + 1), term.start, words, motion=True)


def _first_end(text: str, start: int, term: Term) -> int:
    """End of the piece's colon, if it comes before the term: a label that holds for all terms of the piece."""
    colon = text.find(":", start, term.start)
    return colon + 1 if colon >= 0 else start


def label_text(
    source: Folded, text: str, start: int, end: int, words: CellWords, *, motion: bool = False
) -> str | None:
    """The printed words between two places as a label, or None where they say nothing or too much.

    `motion`: words of motion or modality at their end (于, 力争) go, as before a date.
    """
    while start < end and text[start] in _PUNCTUATION:
        start += 1
    while end > start and text[end - 1] in _PUNCTUATION and not (text[end - 1] == ")" and "(" in text[start:end]):
        end -= 1
    while motion and (trailing := words.trailing.search(text[start:end])):
        end = start + trailing.start()
    piece = text[start:end]
    if not piece or len(piece) > LABEL_LIMIT or MASK in piece[:1]:
        return None
    if words.generic.fullmatch(piece) or words.names.fullmatch(piece):
        return None
    return source.printed(start, end)

"""The deadline cell of a table: everything in it is read as time, and what is not read is flagged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from policyparse.interpret.deadline_cycles import Cycle, cycles
from policyparse.interpret.deadline_items import Gathered
from policyparse.interpret.deadline_open import Open, open_terms
from policyparse.interpret.deadline_spans import Dated
from policyparse.interpret.deadline_terms import Term, find_terms, mask
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
_PUNCTUATION = " ,、:()\"'-~.;。"
_LIST_MARKS = "、,和及与"
_LABEL_LEAD = re.compile(r"其中[:,]?|(?:要|须|必须|应当?|需|将)(?=.{2})(?!求|素|点|用)")
_NUMBER = re.compile(r"\d{1,2}[.、．)]|[①-⑳]")
_TIMELIKE = re.compile(r"\d[^,、]{0,3}[年月日天周]|[年月季]底|季度|\d{4}")


class CellWords:
    """The lexicon's words for labels, compiled."""

    __slots__ = ("asides", "empty", "generic", "names", "trailing")

    def __init__(self, labels: dict[str, Any]) -> None:
        generic = "|".join(map(re.escape, sorted(labels["generic"], key=len, reverse=True)))
        self.generic = re.compile(rf"(?:{generic}|[{re.escape(_PUNCTUATION)}])*")
        motion = "|".join(map(re.escape, sorted(labels["motion"], key=len, reverse=True)))
        self.trailing = re.compile(rf"(?:{motion})$")
        names = "|".join(map(re.escape, sorted(labels["names"], key=len, reverse=True)))
        self.names = re.compile(rf"(?:{names}):?")
        self.asides = re.compile("|".join(map(re.escape, labels["asides"])) or "(?!)")
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
    words = cell_words(lexicon)
    at = 0
    for piece in _PIECE.finditer(text):
        inside: list[Term] = []
        while at < len(every) and every[at].end <= piece.end():
            inside.append(every[at])
            at += 1
        timed = any(not isinstance(t, Open) or t.strong for t in inside)
        reasons = [_turned_down(t, text, timed=timed, has_cycle=has_cycle) for t in inside]
        rejected += [(source.printed(t.start, t.end), r) for t, r in zip(inside, reasons, strict=True) if r]
        terms = [t for t, r in zip(inside, reasons, strict=True) if not r]
        if not terms:
            whole = _whole(text, piece.start(), piece.end(), lexicon)
            if whole is None:
                if piece[0].strip(_PUNCTUATION):
                    unread.append(source.printed(piece.start(), piece.end()))
                continue
            terms = inside = [whole]
            reasons = [None]
        label_ends = _label_ends(inside, reasons)
        if all(isinstance(t, Open) and not t.strong for t in terms):
            # 节前完成 is an event as a whole; 完成 alone is a last resort
            terms = [_whole(text, piece.start(), piece.end(), lexicon) or terms[0], *terms[1:]]
            terms = [t for t in terms if t is terms[0] or t.start >= terms[0].end]
        terms = _joined(terms)
        head = _head(source, text, piece.start(), terms[0].start, words)
        floor = piece.start()
        labels: list[str | None] = []
        for term in terms:
            named = term is not terms[0] and _COLON.search(text, max(floor, term.start - LABEL_LIMIT), term.start)
            limit = label_ends.get(term.end, piece.end())
            labels.append(head if head and not named else _label(source, text, floor, term, limit, words))
            floor = term.end
        share_labels(text, terms, labels)
        floor = piece.start()
        for term, label in zip(terms, labels, strict=True):
            listed = floor < term.start and not text[floor : term.start].strip(_LIST_MARKS)
            gathered.add(term, source, years, label=label, carried=carried, listed=listed)
            floor = term.end
            if isinstance(term, Dated):
                carried = term.printed_year or carried
    if gathered.items:
        for spoken in unread:
            if _TIMELIKE.search(folded(spoken).text):
                gathered.flag("deadline-unparsed")
                gathered.problem("deadline-unparsed", f"{spoken[:60]!r} is no known expression of time")
            rejected.append((spoken, "no expression of time"))
    return rejected


def _joined(terms: list[Term]) -> list[Term]:
    """Open terms that follow each other without a mark are one: 根据省工作安排适时开展."""
    joined: list[Term] = []
    for term in terms:
        last = joined[-1] if joined else None
        if (
            isinstance(term, Open)
            and isinstance(last, Open)
            and last.end == term.start
            and term.kind == last.kind == "open"
            and not (term.strong or last.strong)
        ):
            joined[-1] = replace(last, end=term.end)
        else:
            joined.append(term)
    return joined


def share_labels(text: str, terms: Sequence[Term], labels: list[str | None]) -> None:
    """What stands behind the last of a list of dates is said of them all: 5月底前、11月底前报送总结."""
    for i in range(len(terms) - 2, -1, -1):
        if labels[i] is None and not text[terms[i].end : terms[i + 1].start].strip(_LIST_MARKS):
            labels[i] = labels[i + 1]


def _label_ends(inside: list[Term], reasons: list[str | None]) -> dict[int, int]:
    """For the end of each term where the term after it begins: an accepted one, or a date that was turned down."""
    ends: dict[int, int] = {}
    ahead: int | None = None
    for term, reason in zip(reversed(inside), reversed(reasons), strict=True):
        if ahead is not None:
            ends[term.end] = ahead
        if reason is None or isinstance(term, Dated):
            ahead = term.start
    return ends


def _turned_down(term: Term, text: str, *, timed: bool, has_cycle: bool) -> str | None:
    if isinstance(term, Open) and not term.strong and timed:
        return "says how, beside a term that says when"
    if isinstance(term, Dated) and term.groups[0].first.bare and text.startswith("全年", term.start) and has_cycle:
        return "the sum of a cycle over the year"
    if text.startswith("含", term.start - 1) and term.start:
        return "part of the term before it"
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


def _head(source: Folded, text: str, start: int, first: int, words: CellWords) -> str | None:
    """The label before a colon at the head of a piece; it holds for all its terms (季评比：3月底、6月底前)."""
    colon = text.find(":", start, first)
    if colon < 0:
        return None
    found = _COLON.search(text, max(start, colon - LABEL_LIMIT), colon + 1)
    return label_text(source, found.start("label"), found.end("label"), words) if found else None


def _label(source: Folded, text: str, floor: int, term: Term, limit: int, words: CellWords) -> str | None:
    """What the term is for: the words right before it and a colon, else those behind it, else those before it.

    `floor` is the end of the term before it, `limit` the start of the one after it or the piece's end.
    """
    floor = max(floor, term.start - LABEL_LIMIT - 10)
    own = _COLON.search(text, floor, term.start)
    if own:
        return label_text(source, own.start("label"), own.end("label"), words)
    window = min(limit, term.end + LABEL_LIMIT + 10)
    if window == limit:
        cut = max(text.rfind(",", term.end, limit), text.rfind("、", term.end, limit))
        if cut >= 0 and limit < len(text) and text[limit] not in ";。!?\n":
            window = cut  # what follows the last , belongs to the next term
        opened = text.rfind("(", term.end, window)
        if opened >= 0 and text.find(")", opened, window) < 0:
            window = opened  # 10月底前(其中土建6月底前): the words in the bracket belong to the next term
    label = label_text(source, term.end, window, words)
    if label:
        return label
    cut = max(text.rfind(",", floor, term.start), text.rfind("、", floor, term.start))
    return label_text(source, max(floor, cut + 1), term.start, words, motion=True)


def label_text(source: Folded, start: int, end: int, words: CellWords, *, motion: bool = False) -> str | None:
    """The printed words between two places as a label, or None where they say nothing or too much.

    `motion`: words of motion or modality at their end (于, 力争) go, as before a date.
    """
    text = source.text  # with the titles that `mask` blots out
    while start < end and (text[start] in _PUNCTUATION or _NUMBER.match(text, start, end)):
        number = _NUMBER.match(text, start, end)
        start = number.end() if number else start + 1
    lead = _LABEL_LEAD.match(text, start, end)
    start = lead.end() if lead else start
    while end > start and text[end - 1] in _PUNCTUATION and not (text[end - 1] == ")" and "(" in text[start:end]):
        end -= 1
    while motion and (trailing := words.trailing.search(text[start:end])):
        end = start + trailing.start()
    opened = text.rfind("(", start, end)
    if opened >= 0 and ")" not in text[opened:end]:
        start, end = (opened + 1, end) if motion else (start, opened)  # a bracket that the date cuts
    if text.count('"', start, end) % 2:  # the quotation mark at its end was taken for one around it
        start, end = (start - 1, end) if text.startswith('"', start - 1) else (start, end + text.startswith('"', end))
    piece = text[start:end].strip()
    if not piece or len(piece) > LABEL_LIMIT or piece.isdecimal():
        return None
    if words.generic.fullmatch(piece) or words.names.fullmatch(piece) or words.asides.search(piece):
        return None
    return source.printed(start, end)

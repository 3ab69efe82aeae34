"""Deadlines in running text: terms of time that the context lets in, and values behind a label (完成时限：…)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from policyparse.interpret.deadline_cells import cell_words, label_text
from policyparse.interpret.deadline_context import surroundings, turned_down
from policyparse.interpret.deadline_items import Gathered
from policyparse.interpret.deadline_open import Open
from policyparse.interpret.deadline_prose_words import prose_words
from policyparse.interpret.deadline_spans import Dated
from policyparse.interpret.deadline_terms import Term, find_terms, mask
from policyparse.interpret.deadline_text import Bounds, Folded, folded
from policyparse.interpret.reading import Reading
from policyparse.interpret.years import Years
from policyparse.lexicon import Lexicon
from policyparse.records import Deadline, DeadlineItem

#: What separates the printed expressions in `Deadline.text` of prose.
SEPARATOR = "；"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The terms of a text that are deadlines, in order, and those that are none with the reason."""

    source: Folded
    text: str
    terms: tuple[Term, ...]
    rejected: tuple[tuple[str, str], ...]


def accepted_terms(text: str, years: Years, lexicon: Lexicon) -> Accepted:
    """Find the terms of time in prose and judge each by its surroundings."""
    source = folded(text)
    masked = mask(source.text)
    bounds = Bounds(masked)
    words = prose_words(lexicon)
    labelled = _labelled(masked, lexicon)
    terms: list[Term] = []
    rejected: list[tuple[str, str]] = []
    carried: int | None = None
    for term in _terms(masked, labelled, lexicon):
        inside = any(start <= term.start and term.end <= end for start, end in labelled)
        near = surroundings(term, masked, bounds)
        reason = None if inside else turned_down(term, near, years, words, carried)
        if reason:
            rejected.append((source.printed(term.start, term.end), reason))
            continue
        terms.append(term)
        if isinstance(term, Dated):
            carried = term.printed_year or carried
    return Accepted(source=source, text=masked, terms=tuple(terms), rejected=tuple(rejected))


def read_prose(text: str, years: Years, lexicon: Lexicon) -> Reading[Deadline]:
    """See `deadlines.read_deadline_prose`."""
    found = accepted_terms(text, years, lexicon)
    gathered = Gathered()
    bounds = Bounds(found.text)
    carried: int | None = None
    spoken: list[str] = []
    labels = cell_words(lexicon)
    for i, term in enumerate(found.terms):
        after = found.terms[i + 1].start if i + 1 < len(found.terms) else len(found.text)
        label = None
        if len(found.terms) > 1:
            start = term.end + (1 if found.text.startswith(",", term.end) else 0)
            end = min(after, start + len(bounds.after(start)))
            label = label_text(found.source, found.text, start, end, labels)
        gathered.add(term, found.source, years, label=label, carried=carried)
        words = found.source.printed(term.start, term.end)
        if words not in spoken:
            spoken.append(words)
        if isinstance(term, Dated):
            carried = term.printed_year or carried
    _drop_repeats(gathered)
    return gathered.reading(SEPARATOR.join(spoken) or None, found.rejected)


def _terms(text: str, labelled: list[tuple[int, int]], lexicon: Lexicon) -> list[Term]:
    terms = find_terms(text, lexicon, cell=False)
    if not labelled:
        return terms
    kept = [t for t in terms if not any(s < t.end and t.start < e for s, e in labelled)]
    for start, end in labelled:
        for term in find_terms(text[start:end], lexicon, cell=True):
            if not (isinstance(term, Open) and term.kind == "open" and not term.strong and len(kept) > 0):
                kept.append(_moved(term, start))
    return sorted(kept, key=lambda t: t.start)


def _labelled(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Places of the values behind a deadline label in prose (完成时限：2020年12月底前), up to the clause's end."""
    names = cell_words(lexicon).names
    places: list[tuple[int, int]] = []
    for m in names.finditer(text):
        if not m[0].endswith(":"):
            continue
        end = re.compile(r"[;。)\n]|$").search(text, m.end())
        if end and (not places or places[-1][1] <= m.start()):
            places.append((m.end(), min(end.start(), m.end() + 80)))
    return places


def _moved(term: Term, by: int) -> Term:
    """`term` read in a part of the text, at its place in the whole."""
    if isinstance(term, Open):
        return replace(term, start=term.start + by, end=term.end + by, label_start=term.label_start + by)
    if isinstance(term, Dated):
        groups = tuple(
            replace(
                g,
                first=replace(g.first, start=g.first.start + by, end=g.first.end + by),
                last=replace(g.last, start=g.last.start + by, end=g.last.end + by),
            )
            for g in term.groups
        )
        return replace(term, start=term.start + by, end=term.end + by, groups=groups)
    return replace(term, start=term.start + by, end=term.end + by)


def _drop_repeats(gathered: Gathered) -> None:
    """One item for one date: 到2020年 said of three goals is one deadline; what it is for is then no one thing."""
    seen: dict[tuple[object, ...], DeadlineItem] = {}
    for item in gathered.items:
        dated = item.start or item.due or item.rrule
        key = (item.start, item.due, item.rrule) if dated else (item.text, item.label)
        if key in seen:
            if dated:
                seen[key].label = None
            continue
        seen[key] = item
    gathered.items[:] = seen.values()
    if len(gathered.items) == 1 and (gathered.items[0].due or gathered.items[0].start or gathered.items[0].rrule):
        gathered.items[0].label = None

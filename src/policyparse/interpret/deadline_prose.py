"""Deadlines in running text: terms of time that the context lets in, and values behind a label (完成时限：…)."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from policyparse.interpret.deadline_cells import cell_words, label_text, share_labels
from policyparse.interpret.deadline_context import turned_down
from policyparse.interpret.deadline_items import Gathered
from policyparse.interpret.deadline_open import Open
from policyparse.interpret.deadline_prose_words import prose_words
from policyparse.interpret.deadline_spans import Dated
from policyparse.interpret.deadline_surroundings import surroundings
from policyparse.interpret.deadline_terms import Term, find_terms, mask
from policyparse.interpret.deadline_text import Bounds, Folded, folded
from policyparse.interpret.reading import Reading
from policyparse.interpret.years import Years
from policyparse.lexicon import Lexicon
from policyparse.records import Deadline, DeadlineItem

#: What separates the printed expressions in `Deadline.text` of prose.
SEPARATOR = "；"
#: How far the value of a deadline label reaches in prose, in characters, where no mark ends it.
VALUE_LIMIT = 80

_VALUE_END = re.compile(r"[;。)\n]")


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
    terms: list[Term] = []
    rejected: list[tuple[str, str]] = []
    carried: int | None = None
    for term, labelled in _terms(masked, lexicon):
        near = surroundings(term, masked, bounds)
        reason = None if labelled else turned_down(term, near, years, words, carried)
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
    spoken_for: list[str | None] = []
    for i, term in enumerate(found.terms):
        after = found.terms[i + 1].start if i + 1 < len(found.terms) else len(found.text)
        start = term.end + (1 if found.text.startswith(",", term.end) else 0)
        end = min(after, start + len(bounds.after(start)))
        if found.text.startswith("(", term.start - 1) and found.text.startswith(")", term.end):
            # 动员部署(4月)、集中整治(5-9月)
            start = bounds.clause_start(term.start)
            start = max(start, found.text.rfind("、", start, term.start) + 1)
            end = term.start - 1
        spoken_for.append(label_text(found.source, start, end, labels) if len(found.terms) > 1 else None)
    share_labels(found.text, found.terms, spoken_for)
    if len(set(spoken_for)) == 1:
        spoken_for = [None] * len(spoken_for)  # said of all of them, it tells none from another
    for term, label in zip(found.terms, spoken_for, strict=True):
        gathered.add(term, found.source, years, label=label, carried=carried)
        words = found.source.printed(term.start, term.end)
        if words not in spoken:
            spoken.append(words)
        if isinstance(term, Dated):
            carried = term.printed_year or carried
    _drop_repeats(gathered)
    return gathered.reading(SEPARATOR.join(spoken) or None, found.rejected)


def _terms(text: str, lexicon: Lexicon) -> list[tuple[Term, bool]]:
    """All terms in order, and whether each stands behind a deadline label."""
    places = _labelled(text, lexicon)
    starts = [start for start, _ in places]
    kept: list[tuple[Term, bool]] = []
    for term in find_terms(text, lexicon, cell=False):
        at = bisect_left(starts, term.end) - 1
        if at < 0 or places[at][1] <= term.start:
            kept.append((term, False))
    for start, end in places:
        value = find_terms(text[start:end], lexicon, cell=True)
        timed = any(not isinstance(t, Open) or t.strong for t in value)
        kept += [(_moved(t, start), True) for t in value if not (timed and isinstance(t, Open) and not t.strong)]
    return sorted(kept, key=lambda pair: pair[0].start)


def _labelled(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Places of the values behind a deadline label in prose (完成时限：2020年12月底前), up to the clause's end."""
    places: list[tuple[int, int]] = []
    named = [*cell_words(lexicon).names.finditer(text), *prose_words(lexicon).own_label.finditer(text)]
    for m in sorted(named, key=lambda m: m.start()):
        if not m[0].endswith(":") or (places and m.start() < places[-1][1]):
            continue
        end = _VALUE_END.search(text, m.end(), m.end() + VALUE_LIMIT)
        places.append((m.end(), end.start() if end else min(len(text), m.end() + VALUE_LIMIT)))
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

"""Steps: the dated pieces of a step cell or of a paragraph, in order, with every word of the cell in one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from policyparse.interpret.deadline_prose import accepted_terms
from policyparse.interpret.deadline_resolve import resolve
from policyparse.interpret.deadline_spans import Dated
from policyparse.interpret.deadline_terms import MASK, find_terms, mask
from policyparse.interpret.deadline_text import Bounds, Folded, folded
from policyparse.interpret.reading import Reading, Trace
from policyparse.interpret.years import Years
from policyparse.lexicon import Lexicon
from policyparse.records import Step
from policyparse.text import one_line

#: Longest subject before a date that still opens a step (县级6月底前完成初审), and longest name of a stage before
#: the date in its brackets (宣传发动阶段（3月）), in characters.
SUBJECT_LIMIT = 8
STAGE_LIMIT = 16

_ORDINAL = r"[一二三四五六七八九十]{1,3}"
_ENUMERATOR = re.compile(
    rf"(?:{_ORDINAL}是|第{_ORDINAL}(?:步|,|、|阶段)|\d{{1,2}}[.、．](?!\d(?!\d?月|\d?[-~]\d{{1,2}}月))|\(\d{{1,2}}\)|\({_ORDINAL}\)|[①-⑳]|{_ORDINAL}、)"
)
_CIRCLED = re.compile(r"[①-⑳]")
_CLAUSE = re.compile(r"(?:^|(?<=[,;。!?\n:])|(?=[①-⑳]))")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """A place in the folded text where a step may begin, and the dated term that dates it, or None."""

    start: int
    term: Dated | None
    hard: bool
    """After ；。 or a line end, or at the cell's start; else after ， only."""


class _Words:
    __slots__ = ("enumerator", "goes_on", "lead", "lead_in", "verbs")

    def __init__(self, words: dict[str, Any]) -> None:
        steps, prose = words["steps"], words["prose"]
        openers = "|".join(map(re.escape, steps["openers"]))
        self.enumerator = re.compile(f"(?:{_ENUMERATOR.pattern}|(?:{openers}),?)")
        lead = "|".join(map(re.escape, sorted(prose["lead"], key=len, reverse=True)))
        number = f"(?:{_ENUMERATOR.pattern})?"
        self.lead = re.compile(rf"^[\"(\x00]*{number}[\x00]*(?:{lead}){{0,4}}$")
        self.goes_on = re.compile("^(?:" + "|".join(map(re.escape, steps["goes_on"])) + ")")
        self.lead_in = re.compile("^(?:" + number + ")(?:" + "|".join(map(re.escape, steps["lead_in"])) + ")")
        self.verbs = re.compile("|".join(map(re.escape, sorted(prose["actions"], key=len, reverse=True))))


@lru_cache(maxsize=4)
def _words(lexicon: Lexicon) -> _Words:
    return _Words(dict(lexicon["deadlines"]))


def read_steps_cell(text: str, years: Years, lexicon: Lexicon) -> Reading[list[Step]]:
    """The steps of a step cell.

    The texts of the steps, joined, are the whole text of the cell (white space apart). A step begins at a
    date or an item number that opens a clause; undated text stays with the step before it, or is a step
    without dates where it comes first or has an item number of its own. A cell without a date that
    opens a clause is one step. Flags: `year-inferred`, `year-unknown`; problems: `year-unknown`,
    `date-impossible`. Never raises.
    """
    if not text.strip():
        return Reading(value=[])
    source = folded(text)
    masked = mask(source.text, enumerators=False)
    marks = _marks(masked, lexicon)
    if not any(m.term for m in marks):
        whole = one_line(text)
        return Reading(
            value=[Step(text=whole)], traces=(Trace(field="steps", words=whole, rule="no-date-opens-a-clause"),)
        )
    cuts = [(m.start, m.term) for m in marks]
    if cuts[0][0] > 0:
        cuts.insert(0, (0, None))
    return _steps(source, cuts, len(source.text), years)


def read_steps_prose(text: str, years: Years, lexicon: Lexicon, least: int = 2) -> Reading[list[Step]]:
    """The steps of a paragraph that tells `least` or more dated ones in sequence; else none.

    A step runs from its date to the next step or to the end of its sentence. Goals of years (到2020年…) are
    no steps. Flags and problems as for a cell. Never raises.
    """
    found = accepted_terms(text, years, lexicon)
    bounds = Bounds(found.text)
    words = _words(lexicon)
    dated = [t for t in found.terms if isinstance(t, Dated) and (t.level not in ("year", "plan") or _year_end(t))]
    cuts: list[tuple[int, Dated | None]] = []
    for term in dated:
        start = bounds.clause_start(term.start)
        before = found.text[start : term.start]
        if words.lead.match(before):
            cuts.append((start, term))
    goals = sum(1 for _, term in cuts if term and _year_end(term))
    if len(cuts) < least or goals == len(cuts) or (goals > 1 and len(cuts) - goals < least):
        return Reading(value=[])  # 2022年底前…，2023年底前…: the milestones of one goal
    ends = [bounds.sentence_end(term.end) + 1 for _, term in cuts if term]
    stops = [min(cuts[i + 1][0], ends[i]) if i + 1 < len(cuts) else ends[i] for i in range(len(cuts))]
    return _steps(found.source, cuts, len(found.source.text), years, stops)


def _year_end(term: Dated) -> bool:
    return term.level == "year" and term.groups[-1].last.first_month == 12


def _marks(text: str, lexicon: Lexicon) -> list[_Mark]:
    words = _words(lexicon)
    bounds = Bounds(text)
    dated = [t for t in find_terms(text, lexicon, cell=False) if isinstance(t, Dated)]
    marks: list[_Mark] = []
    for term in dated:
        mark = _mark(text, term, bounds, words)
        if mark:
            marks.append(mark)
    # After a mere ， a date opens a step only where the cell tells its steps by dates: two of them at least.
    if sum(1 for m in marks if m.term) < 2:
        marks = [m for m in marks if m.hard]
    if marks:
        starts = {m.start for m in marks}
        for m in _CLAUSE.finditer(text):
            if (
                m.start() not in starts
                and words.enumerator.match(text, m.start())
                and text[m.start() - 1 : m.start()] != ":"
            ):
                marks.append(_Mark(start=m.start(), term=None, hard=True))
    return sorted(marks, key=lambda m: m.start)


def _mark(text: str, term: Dated, bounds: Bounds, words: _Words) -> _Mark | None:
    start = bounds.clause_start(term.start, 60)
    circled = [m.start() for m in _CIRCLED.finditer(text, start, term.start)]
    start = circled[-1] if circled else start
    before = text[start : term.start]
    hard = start == 0 or text[start - 1] in ";。!?\n" or bool(circled)
    if _attributive(term, text, words):
        return None
    if not hard and (words.goes_on.match(before) or text.startswith("全年", term.start)):
        return None
    if words.lead.match(before):
        sentence = bounds.sentence_start(start)
        led = text[sentence:start]
        if not hard and words.enumerator.fullmatch(led.removesuffix(",")):
            return _Mark(start=sentence, term=term, hard=True)
        if not hard and len(led) <= 60 and words.lead_in.match(led) and not _has_date(led):
            return _Mark(start=sentence, term=term, hard=True)
        if not hard and text[start - 1] == ":":
            return None if _has_date(led) else _Mark(start=sentence, term=term, hard=True)
        return _Mark(start=start, term=term, hard=hard)
    if not hard:
        return None
    stage = before.endswith("(") and len(before) <= STAGE_LIMIT and text[term.end : term.end + 1] == ")"
    subject = (
        term.mark == "by"
        and len(before) <= SUBJECT_LIMIT
        and not words.verbs.search(before)
        and not words.lead_in.match(before)
    )
    return _Mark(start=start, term=term, hard=True) if stage or (subject and MASK not in before) else None


def _attributive(term: Dated, text: str, words: _Words) -> bool:
    """A year or a plan that belongs to the words behind it: 2019年工作计划下达后."""
    if term.mark != "at" or term.level not in ("year", "plan") or _year_end(term):
        return False
    after = text[term.end : term.end + 12]
    return not (after[:1] in (",", ":", "、", "") or words.verbs.match(after))


_DATE = re.compile(r"\d{1,2}月|季度|年底|\d日")


def _has_date(text: str) -> bool:
    return bool(_DATE.search(text))


def _steps(
    source: Folded, cuts: list[tuple[int, Dated | None]], length: int, years: Years, stops: list[int] | None = None
) -> Reading[list[Step]]:
    steps: list[Step] = []
    traces: list[Trace] = []
    flags: list[str] = []
    problems: list[tuple[str, str]] = []
    carried: int | None = None
    for i, (start, term) in enumerate(cuts):
        end = stops[i] if stops else cuts[i + 1][0] if i + 1 < len(cuts) else length
        words = _slice(source, start, end, last=not stops and i + 1 == len(cuts))
        if not words:
            continue
        first, due, source_of = None, None, "undated"
        if term:
            first, due, doubts, inferred = _days(term, years, carried)
            source_of = term.rule
            carried = term.printed_year or carried
            printed = source.printed(term.start, term.end)
            for doubt in doubts:
                reason = (
                    "is no day of the calendar"
                    if doubt == "date-impossible"
                    else "has no year, and the document gives none"
                )
                problems.append((doubt, f"{printed!r} in a step {reason}"))
                if doubt == "year-unknown" and doubt not in flags:
                    flags.append(doubt)
            if inferred and "year-inferred" not in flags:
                flags.append("year-inferred")
        steps.append(Step(text=words, start=first, due=due))
        shown = source.printed(term.start, term.end) if term else words[:20]
        traces.append(Trace(field="steps", words=shown, rule=source_of, value=f"{first or ''}/{due or ''}".strip("/")))
    return Reading(value=steps, flags=tuple(flags), problems=tuple(dict.fromkeys(problems)), traces=tuple(traces))


def _days(term: Dated, years: Years, carried: int | None) -> tuple[date | None, date | None, list[str], bool]:
    """Start and due of a step: the earliest and the latest day of its date's groups."""
    found = list(resolve(term, years, carried))
    starts = [d.start for d in found if d.start]
    dues = [d.due for d in found if d.due]
    doubts = list(dict.fromkeys(d.doubt for d in found if d.doubt))
    inferred = any(d.year_from in ("period", "issued") for d in found)
    return (min(starts) if starts else None), (max(dues) if dues else None), doubts, inferred


def _slice(source: Folded, start: int, end: int, *, last: bool) -> str:
    """What is printed from `start` up to `end`, blanks and unknown characters between included."""
    low = 0 if start == 0 else source.at(start)
    high = len(source.source) if last else source.at(end)
    return one_line(source.source[low:high])

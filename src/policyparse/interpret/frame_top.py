"""The top of a document: eyebrow (份号, 密级, 紧急程度, issuer line, 发文字号, 签发人), metadata, site lines, title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from policyparse.interpret.frame_draft import Draft
from policyparse.interpret.frame_eyebrow import read_eyebrow
from policyparse.interpret.frame_labels import add_pairs, line_pairs, read_bullets, table_pairs
from policyparse.interpret.frame_lines import EYEBROW, Line
from policyparse.interpret.frame_start import SEARCH, text_start
from policyparse.interpret.frame_tail import before_date
from policyparse.interpret.frame_titles import (
    contains_title,
    joined,
    key,
    same_title,
    title_runs,
    trim_front,
)
from policyparse.interpret.frame_words import DATE, Words

#: A title in large type: set 2号 (22 pt) over body text of 3号 (16 pt) by GB/T 9704-2012, 7.3.1.
_LARGE = 1.2
#: A speaker's office and name below a title.
_NAME = 20
#: The shortest title worth trusting without other evidence (`2019年工作要点` has nine characters).
_USUAL_LENGTH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Top:
    """`title` and `notice` are line indexes of the document's own title and of a covering notice's title above it
    (without a letter between them); `end` is the first line of the text."""

    title: tuple[int, ...]
    notice: tuple[int, ...]
    end: int
    rule: str
    rejected: tuple[tuple[str, str], ...] = ()


def read_top(draft: Draft, words: Words, hint_title: str) -> Top:
    """Give the lines above the text their roles and find the title. `hint_title`: what the file calls itself, or ""."""
    end = text_start(draft, words, hint_title)
    head = draft.lines[:end]
    read_bullets(draft, end, words)
    read_eyebrow(draft, head, words)
    _read_page_lines(draft, head, words)
    runs = title_runs(head, lambda line: draft.roles[line.at] is None)
    chosen, rule, rejected = _choose(draft, runs, end, words, hint_title)
    if not chosen:
        _rest_without_title(draft, head)
        return Top(title=(), notice=(), end=end, rule="none")
    title = tuple(line.at for line in chosen)
    draft.mark("title", title)
    notice = _mark_others(draft, runs, chosen, words)
    _mark_rest(draft, head, words)
    return Top(title=title, notice=notice, end=end, rule=rule, rejected=rejected)


def _read_page_lines(draft: Draft, head: Sequence[Line], words: Words) -> None:
    for line in head:
        if not draft.free(line.at):
            continue
        if line.table is not None:
            add_pairs(draft, table_pairs(line.table, words), line.at)
            draft.mark("metadata", [line.at])
        elif line.form in ("label", "press"):
            add_pairs(draft, line_pairs(line.text, words), line.at)
            draft.mark("site" if line.form == "press" else "metadata", [line.at])
        elif line.form == "index":
            draft.add("index_number", line.text, "index-form", line.at)
            draft.mark("metadata", [line.at])
        elif line.form == "site":
            draft.mark("site", [line.at])


def _choose(
    draft: Draft, runs: Sequence[Sequence[Line]], end: int, words: Words, hint_title: str
) -> tuple[list[Line], str, tuple[tuple[str, str], ...]]:
    """The lines of the title, the rule, and the titles turned down with the reason."""
    typed = [run for run in runs if run[-1].form == "title"]
    sizes = [line.style.size for line in draft.lines[: end + SEARCH] if line.style.size]
    usual = median(sizes) if sizes else None
    if typed:
        scored = [(_score(draft, run, end, usual, hint_title), index) for index, run in enumerate(typed)]
        best = max(scored)[1]
        others = tuple(
            (joined(run), "another title stands closer to the text") for run in typed if run is not typed[best]
        )
        return trim_front(typed[best], words), "title-type", others
    for run in runs:
        if hint_title and same_title(joined(run), hint_title):
            return list(run), "name-of-the-file", ()
    plain = [run for run in runs if not all(line.form == "org" for line in run)]
    near = plain[-1] if plain else []
    if near and len(near) <= 3 and _reaches_text(draft, near[-1].at + 1, end):
        return trim_front(near, words), "above-the-text", ()
    return [], "none", ()


def _score(draft: Draft, run: Sequence[Line], end: int, usual: float | None, hint_title: str) -> int:
    """Evidence that this run is the title. Weights order the evidence; only the order counts."""
    text = joined(run)
    line = run[-1]
    score = 4 if hint_title and same_title(text, hint_title) else 0
    score += 3 if len(key(text)) >= _USUAL_LENGTH else 0
    score += 2 if any(mark in text for mark in ("关于", "印发", "《", "年", "五”", '五"')) else 0
    score += 2 if _reaches_text(draft, line.at + 1, end) else 0
    score += 1 if line.style.align == "center" else 0
    score += 1 if line.level is not None else 0
    score += 2 if usual and line.style.size and line.style.size >= _LARGE * usual else 0
    return score


def _reaches_text(draft: Draft, at: int, end: int) -> bool:
    """Is there nothing but numbers, dates, brackets and lines of the page between here and the text."""
    return all(
        draft.roles[i] is not None or draft.lines[i].form in ("bracket", "date", "org")
        for i in range(at, min(end, len(draft.lines)))
    )


def _mark_others(draft: Draft, runs: Sequence[Sequence[Line]], chosen: Sequence[Line], words: Words) -> tuple[int, ...]:
    """Roles of the other titles above the text: the notice's that hands over this one, the same again, or a site's."""
    title = joined(chosen)
    taken = {line.at for line in chosen}
    notice: tuple[int, ...] = ()
    page = any(role in ("site", "metadata") for role in draft.roles[: chosen[0].at])
    for run in runs:
        if taken & {line.at for line in run}:
            rest = [line for line in run if line.at not in taken and line.at < chosen[0].at]
        else:
            rest = list(run)
        if not rest or rest[0].at > chosen[-1].at:
            continue
        text = joined(rest)
        covers = words.distributing_title.search(rest[-1].folded) or words.distributing_title.search(key(text))
        if key(text) == key(title) and not page:
            draft.mark("title", (line.at for line in rest))
        elif key(text) != key(title) and rest[-1].form == "title" and covers and contains_title(text, title):
            notice = tuple(line.at for line in rest)
            draft.mark("title", notice)
        elif contains_title(text, title) or key(text) == key(title):
            draft.mark("site", (line.at for line in rest))
    return notice


def _mark_rest(draft: Draft, head: Sequence[Line], words: Words) -> None:
    first = next(line.at for line in head if draft.roles[line.at] == "title")
    addressed = len(head) < len(draft.lines) and draft.lines[len(head)].form == "addressees"
    for line in head:
        if not draft.free(line.at):
            continue
        below = line.at > first
        after = draft.lines[line.at + 1].form if line.at + 1 < len(draft.lines) else None
        if line.form == "bracket" and below:
            if words.printed.fullmatch(line.folded[1:-1]) or re.fullmatch(DATE, line.folded[1:-1]):
                draft.add("date_at_title", line.text, "below-the-title", line.at)
            draft.mark("subtitle", [line.at])
        elif line.form == "org-date":
            draft.add("date_at_title", line.text, "date-by-title", line.at)
            draft.add("issuer", before_date(line.text), "letterhead", line.at)
            draft.mark("signature", [line.at])
        elif line.form == "date":
            chinese = "年" in line.folded
            draft.add("date_at_title" if chinese else "published_on", line.text, "date-by-title", line.at)
            draft.mark("signature" if chinese and below else "metadata", [line.at])
        elif line.form == "org" and not below:
            near = draft.lines[line.at + 1 : line.at + 3]
            if any(other.form in ("org", *EYEBROW) for other in near) or line.style.colour:
                draft.add("issuer", line.text, "letterhead", line.at)
            draft.mark("masthead", [line.at])
        elif line.form == "org":
            draft.mark("signature", [line.at])
        elif line.form == "annex-label":
            draft.mark("annex-title", [line.at])
        elif not below:
            draft.mark("masthead" if after == "number" else "site", [line.at])
        elif line.folded.startswith("--") or (addressed and line.form == "short" and len(line.folded) <= _NAME):
            draft.mark("subtitle", [line.at])  # ——在…会议上; the speaker's name


def _rest_without_title(draft: Draft, head: Sequence[Line]) -> None:
    for line in head:
        if line.form == "annex-label":
            draft.mark("annex-title", [line.at])
        elif line.form == "date" and draft.free(line.at):
            draft.add("date_at_title", line.text, "date-by-title", line.at)

"""The covering letter: whom it goes to, which document it hands over, where that document begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policyparse.interpret.frame_annex import Annex, annex_at, lines_named, title_below
from policyparse.interpret.frame_draft import Draft
from policyparse.interpret.frame_lines import LONG, Line, is_addressees
from policyparse.interpret.frame_tail import Signature, signatures
from policyparse.interpret.frame_titles import MOST_LINES, joined, same_title
from policyparse.interpret.frame_words import Words
from policyparse.text import fold

_QUOTED = re.compile(r"《([^《》]{2,120}(?:《[^《》]{1,100}》[^《》]{0,60})?)》")
#: 各单位：根据… : addressees and letter run together in one paragraph.
_INLINE = re.compile(r"([^:：。]{2,200})[:：](?=\S)")
#: The addressees stand at most so many lines below the title (a number, a date and a note may lie between).
_NEAR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What was read of the letter, if there is one.

    `start`: first line of its text. `attached`: where the document that it hands over begins, or None.
    `names`: the titles that the letter and its title give for what they hand over. `rule`: how it was found. `covering`: it is a letter and nothing else, with or without what it
    hands over.
    """

    start: int
    attached: Annex | None
    names: tuple[str, ...]
    rule: str = "none"
    covering: bool = False


def read_letter(draft: Draft, start: int, title: str, listed: list[str], words: Words) -> Letter:
    """Read the letter whose text begins at line `start`. `title`: the title above it. `listed`: titles in its lists
    of attachments.

    A text with points of its own is no covering letter, unless its title hands something over (关于印发…的通知)
    that follows below.
    """
    start = _read_addressees(draft, start, words)
    signed = signatures(draft, range(start, len(draft.lines)))
    zone = _zone(draft, start, signed)
    points = next((line.at for line in zone if line.form in ("numbered", "table")), None)
    spoken = [line for line in zone if _hands_over(line, words)]
    strong = bool(words.distributing_title.search(fold(title)))
    weak = bool(words.allotting_title.search(fold(title)))
    handed = [name for line in spoken for name in _QUOTED.findall(line.text[: 2 * LONG])]
    names = list(dict.fromkeys([*handed, *names_in_title(title, words)]))
    attached, rule = None, "none"
    if strong or spoken or (weak and points is None):
        attached, rule = _by_name(draft, start, names, listed), "named-in-letter"
        if attached is None and (
            # with points of its own it hands over what its title says, or the one document that it lists
            points is None or ((strong or len(listed) == 1) and spoken and spoken[0].at < points)
        ):
            attached, rule = _by_place(draft, start, zone, signed, names, listed), "below-the-letter"
    covering = attached is not None or (points is None and (strong or bool(spoken)))
    return Letter(
        start=start, attached=attached, names=tuple(names), rule=rule if attached else "none", covering=covering
    )


def _hands_over(line: Line, words: Words) -> bool:
    return bool(words.distributing_text.search(line.folded) and words.hand_over.search(line.folded))


def names_in_title(title: str, words: Words) -> list[str]:
    """关于印发《A》和《B》的通知 → A, B; 关于印发A的通知 → A."""
    verb = words.distributing_title.search(title) or words.allotting_title.search(title)
    if not verb:
        return []
    rest = title[verb.end() :].strip()
    quoted = _QUOTED.findall(rest)
    if quoted:
        return quoted
    rest = re.sub(r"\s*的?\s*(?:补充|紧急)?(?:通知|函|公告|通告|决定)(?:[（(][^（）()]{1,20}[）)])?$", "", rest)
    return [rest] if len(rest) >= 2 else []


def _read_addressees(draft: Draft, start: int, words: Words) -> int:
    """Mark the addressees at or near `start`; return the index of the first line after them."""
    lines = draft.lines
    for at in range(start, min(start + _NEAR, len(lines))):
        line = lines[at]
        if not draft.free(at):
            continue
        if line.form == "addressees":
            first = at
            while draft.free(first - 1) and first > start and lines[first - 1].folded[-1:] in ("、", ","):
                first -= 1
            draft.add("recipients", "".join(lines[i].text for i in range(first, at + 1)), "addressees", at)
            draft.mark("recipients", range(first, at + 1))
            return at + 1
        inline = _INLINE.match(line.text[:LONG]) if line.form == "text" else None
        if inline and is_addressees(fold(inline[0]), words):
            draft.add("recipients", inline[0], "addressees-inline", at)
            return start
        if line.folded[-1:] not in ("、", ","):
            break
    return start


def _zone(draft: Draft, start: int, signed: list[Signature]) -> list[Line]:
    """The lines that may be the letter's: up to its signature, or to what can only be an attachment."""
    lines: list[Line] = []
    end = signed[0].lines[0] if signed else len(draft.lines)
    for line in draft.lines[start:end]:
        if draft.roles[line.at] == "attachment-list" or line.form in (
            "annex-label",
            "annex-title",
            "printed",
            "copies",
        ):
            break
        if line.form == "title" and lines and not signed:
            break
        if draft.roles[line.at] is None:
            lines.append(line)
    return lines


def _by_name(draft: Draft, start: int, names: list[str], listed: list[str]) -> Annex | None:
    """The attached document by its title, printed again above it."""
    lines = draft.lines
    at = start if names else len(lines)
    while at < len(lines):
        if draft.free(at) and lines[at].form in ("annex-label", "annex-title"):
            annex = annex_at(draft, at, names, listed)
            if annex and annex.title and any(same_title(annex.title, name) for name in names):
                return annex
        run: list[Line] = []
        while draft.free(at + len(run)) and lines[at + len(run)].titular and len(run) < MOST_LINES:
            run.append(lines[at + len(run)])
        count = lines_named(run, names)
        if count:
            return _as_annex(draft, run[:count])
        at += 1
    return None


def _as_annex(draft: Draft, run: list[Line]) -> Annex:
    """A title without a label, or with the label on the line above."""
    at = run[0].at
    label = None
    if draft.free(at - 1) and draft.lines[at - 1].form == "annex-label":
        at -= 1
        label = draft.lines[at].folded.rstrip(":.、")
    lines = (*((at,) if label else ()), *(line.at for line in run))
    return Annex(at=at, label=label, lines=lines, title=joined(run))


def _by_place(
    draft: Draft, start: int, zone: list[Line], signed: list[Signature], names: list[str], listed: list[str]
) -> Annex | None:
    """The attached document by its place: below the signature, at the first 附件, or at a title below the letter."""
    lines = draft.lines
    at = signed[0].lines[-1] + 1 if signed else (zone[-1].at + 1 if zone else start)
    skipped = ("bracket", "contact", "site", "press", "label", "imprint", "copies", "printed")
    while at < len(lines) and (draft.roles[at] is not None or lines[at].form in skipped):
        at += 1
    if at >= len(lines):
        return None
    if lines[at].form in ("annex-label", "annex-title"):
        return annex_at(draft, at, names, listed)
    run = title_below(draft, at, [*names, *listed])
    if run:
        return _as_annex(draft, run)
    # the text of the document follows without a title of its own
    return Annex(at=at, label=None, lines=(), title=None) if signed and zone else None

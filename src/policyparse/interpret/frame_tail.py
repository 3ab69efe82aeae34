"""What closes a document or one of its parts: signature and date, notes, contacts, imprint, a page's footer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from policyparse.interpret.frame_draft import Draft
from policyparse.interpret.frame_lines import Form, Line, place_of
from policyparse.interpret.frame_words import DATE, Words
from policyparse.text import fold

#: Lines of an imprint stand together; between two of them lie at most so many others (the copies go on over
#: several lines, one for each kind of office).
_IMPRINT_GAP = 5
#: A site's footer: so many short lines (names of links) may stand between two lines that are certainly its own.
_FOOTER_GAP = 12
_LINK_LENGTH = 30
#: Issuers that sign together, at most.
_MOST_SIGNERS = 24
#: A name in place of an organisation above the date (in templates): one short line.
_NAME_LENGTH = 24
_COPIES = re.compile(r"(?:抄送|抄报|抄)(?:机关|单位)?:")
_CERTAIN_COPIES = re.compile(r"(?:抄送|抄报|分送)(?:机关|单位)?:")
_ENDS: frozenset[Form] = frozenset(
    {
        "annex-label",
        "annex-title",
        "bracket",
        "contact",
        "copies",
        "printed",
        "imprint",
        "site",
        "press",
        "label",
        "title",
    }
)
_IN_IMPRINT: frozenset[Form] = frozenset({"org", "text", "short", "addressees", "date", "bracket", "contact", "label"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """署名 and 成文日期: line indexes of the issuers, of the date (None where it is missing), and of all lines."""

    issuers: tuple[int, ...]
    date: int | None
    lines: tuple[int, ...]


def mark_footer(draft: Draft, start: int) -> None:
    """Give the role `site` to the lines of a page below the document."""
    cut = len(draft.lines)
    gap = 0
    for line in reversed(draft.lines[start:]):
        if draft.roles[line.at] is not None:
            break
        if line.form in ("site", "press"):
            cut, gap = line.at, 0
        elif line.form in ("short", "org", "title") and len(line.folded) <= _LINK_LENGTH and gap < _FOOTER_GAP:
            gap += 1
        else:
            break
    draft.mark("site", range(cut, len(draft.lines)))


def mark_imprint(draft: Draft, start: int, words: Words) -> None:
    """Give the role `imprint` to the 版记 and keep its copies, printing office and date."""
    hits = [line for line in draft.lines[start:] if draft.roles[line.at] is None and _opens_imprint(draft, line)]
    for index, line in enumerate(hits):
        before = hits[index - 1] if index else None
        if before and line.at - before.at <= _IMPRINT_GAP + 1:
            gap = range(before.at + 1, line.at)
            if all(draft.lines[at].form in _IN_IMPRINT for at in gap):
                draft.mark("imprint", gap)
        draft.mark("imprint", [line.at])
    for line in hits:
        _read_imprint(draft, line, words)


def _opens_imprint(draft: Draft, line: Line) -> bool:
    """抄送 and 印发 lines are certain; 报：, 承办：, 共印2份 need one of these near by."""
    if line.form == "printed" or (line.form == "copies" and _CERTAIN_COPIES.match(line.folded)):
        return True
    if line.form not in ("copies", "imprint"):
        return False
    near = draft.lines[max(0, line.at - _IMPRINT_GAP) : line.at + _IMPRINT_GAP + 1]
    return any(other.form == "printed" or _CERTAIN_COPIES.match(other.folded) for other in near)


def _read_imprint(draft: Draft, line: Line, words: Words) -> None:
    lines = draft.lines
    if line.form == "copies" and _COPIES.match(line.folded):
        text = re.split("[:：]", line.text, maxsplit=1)[1]
        after = line.at + 1
        while (
            after < len(lines)
            and draft.roles[after] == "imprint"
            and lines[after].form in ("text", "addressees", "short")
        ):
            text += "\n" + lines[after].text
            after += 1
        draft.add("copied_to", text, "imprint", line.at)
    found = words.printed.fullmatch(line.folded) if line.form == "printed" else None
    if found:
        draft.add("printed_on", found["date"], "imprint", line.at)
        org = line.text
        if found["org"]:
            draft.add("printed_by", org[: place_of(org, len(found["org"]))], "imprint", line.at)
        elif line.at and lines[line.at - 1].form == "org" and draft.roles[line.at - 1] in (None, "imprint"):
            draft.add("printed_by", lines[line.at - 1].text, "imprint", line.at - 1)
            draft.mark("imprint", [line.at - 1])


def signatures(draft: Draft, span: Iterable[int]) -> list[Signature]:
    """All signatures in these lines. A date alone is one where issuers stand above it or the part ends below it."""
    places = list(span)
    found: list[Signature] = []
    taken: set[int] = set()
    for at in places:
        if at in taken or not draft.free(at):
            continue
        line = draft.lines[at]
        if line.form in ("date", "org-date"):
            signature = _dated(draft, at, places[0], places[-1])
        elif line.form == "org" and _ends_part(draft, at + 1) and at > places[0]:
            signature = _undated(draft, at, places[0])
        else:
            continue
        if signature:
            found.append(signature)
            taken.update(signature.lines)
    return found


def _dated(draft: Draft, at: int, first: int, last: int) -> Signature | None:
    lines = draft.lines
    above = _issuers_above(draft, at, first)
    issuers = [place for place in above if lines[place].form != "bracket"]
    if lines[at].form == "org-date":
        issuers.append(at)
    below: list[int] = []
    if not issuers and at < last and draft.free(at + 1) and lines[at + 1].form == "org" and _ends_part(draft, at + 2):
        below = issuers = [at + 1]  # a PDF may give the date first
    if not issuers and not _ends_part(draft, at + 1):
        return None
    return Signature(issuers=tuple(issuers), date=at, lines=(*above, at, *below))


def _undated(draft: Draft, at: int, first: int) -> Signature | None:
    """Issuers without a date, at the end of a letter: only below running text."""
    above = [*_issuers_above(draft, at, first), at]
    before = above[0] - 1
    if before < 0 or (
        draft.lines[before].form not in ("text", "numbered", "contact") and draft.roles[before] != "attachment-list"
    ):
        return None
    return Signature(issuers=tuple(above), date=None, lines=tuple(above))


def _issuers_above(draft: Draft, at: int, first: int) -> list[int]:
    lines = draft.lines
    above: list[int] = []
    place = at - 1
    while place >= first and draft.free(place) and len(above) < _MOST_SIGNERS:
        line = lines[place]
        name = line.form == "short" and not above and len(line.folded) <= _NAME_LENGTH and _alone(draft, place)
        if not (line.form in ("org", "bracket") or name):
            break
        above.insert(0, place)
        if name:
            break
        place -= 1
    while above and lines[above[0]].form == "bracket":
        above.pop(0)
    return above


def _alone(draft: Draft, at: int) -> bool:
    """No title or list: the line above is running text, a contact, or has its role."""
    return (
        at == 0
        or draft.roles[at - 1] is not None
        or draft.lines[at - 1].form in ("text", "contact", "numbered", "addressees")
    )


def _ends_part(draft: Draft, at: int) -> bool:
    """Does the part end before line `at`."""
    return at >= len(draft.lines) or draft.roles[at] is not None or draft.lines[at].form in _ENDS


def mark_signature(draft: Draft, signature: Signature, *, own: bool) -> None:
    """Give the role. `own`: the signature of this document (not of one it forwards), kept for the metadata."""
    draft.mark("signature", signature.lines)
    if own:
        for at in signature.issuers:
            text = draft.lines[at].text
            if draft.lines[at].form == "org-date":
                text = before_date(text)
            draft.add("issuer", text, "signature", at)
        if signature.date is not None:
            text = draft.lines[signature.date].text
            draft.add("issued_on", text[_date_start(text) :], "signature-date", signature.date)
    for at in range(signature.lines[-1] + 1, signature.lines[-1] + 4):
        if not draft.free(at):
            break
        line = draft.lines[at]
        if line.form == "bracket" or (line.form == "contact" and line.folded[0] in "(["):
            draft.mark("signature", [at])
            if own:
                draft.add("note", line.text.strip("（）()[]［］【】"), "below-the-date", at)
        elif line.form != "contact":
            break


def before_date(text: str) -> str:
    """The name that stands before a date on the same line."""
    return re.split(rf"\s*(?:{DATE})", text)[0] if re.search(DATE, text) else text[: _date_start(text)]


def _date_start(text: str) -> int:
    """Index in `text` where its date begins (blanks may stand inside the date)."""
    found = re.search(DATE, fold(text))
    return place_of(text, found.start()) if found else 0


def mark_contacts(draft: Draft, start: int) -> None:
    """Give the role `contact` to lines that only say whom to reach."""
    draft.mark("contact", (line.at for line in draft.lines[start:] if line.form == "contact" and draft.free(line.at)))

"""Attachments: the list of them below a text (附件说明, GB/T 9704-2012, 7.3.4), and the attachments themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policyparse.interpret.frame_draft import Draft
from policyparse.interpret.frame_lines import LONGEST_TITLE, Form, Line, annex_mark
from policyparse.interpret.frame_titles import folded, goes_on, joined, key, same_folded, same_title, table_title
from policyparse.text import fold, join_lines

#: Lines of a title of an annex, and lines over which an entry of the list may be wrapped.
_TITLE_LINES = 4
_WRAPPED_LINES = 2
_AFTER_LIST: frozenset[Form] = frozenset(
    {"org", "date", "org-date", "bracket", "copies", "printed", "imprint", "site", "press", "contact", "annex-label"}
)
_ITEM = re.compile(r"(\d{1,2})[.、．:]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """An attachment's beginning: its first line, its label (附件1), the lines of its title, the title."""

    at: int
    label: str | None
    lines: tuple[int, ...]
    title: str | None


def mark_lists(draft: Draft, start: int) -> list[str]:
    """Give the role `attachment-list` to the lists; return the titles that they name, in order."""
    names: list[str] = []
    at = start
    while at < len(draft.lines):
        line = draft.lines[at]
        if draft.free(at) and line.form in ("annex-label", "annex-title"):
            end = _list_end(draft, at)
            if end > at:
                draft.mark("attachment-list", range(at, end))
                names += _entries(draft.lines[at:end])
                at = end
                continue
        at += 1
    return names


def _list_end(draft: Draft, at: int) -> int:
    """Index after the list that begins at `at`, or `at` where an attachment itself begins there."""
    lines = draft.lines
    mark = annex_mark(lines[at].text)
    if mark is None:
        return at
    end = at + 1
    if not mark.rest or _ITEM.match(mark.rest):
        end = _items_end(draft, end, 1 if not mark.rest else 2)
        if not mark.rest and end == at + 1:
            return at
        return end if _closes_list(draft, end) or _ITEM.match(mark.rest) else at
    while draft.free(end) and lines[end].form == "annex-title":
        end += 1
    several = end - at > 1
    if not mark.number and not several:
        end = _items_end(draft, end, 2)
    if _closes_list(draft, end):
        return end
    for wrapped in range(end + 1, min(end + _WRAPPED_LINES, len(lines)) + 1):
        if not (draft.free(wrapped - 1) and lines[wrapped - 1].form in ("short", "title")):
            break
        if _closes_list(draft, wrapped) and wrapped < len(lines):
            return wrapped
    if several or _comes_again(draft, mark.rest, end) or _label_again(draft, mark.label, end):
        return end
    return at


def _items_end(draft: Draft, at: int, number: int) -> int:
    """Index after the numbered entries from `at` on, which count on from `number`."""
    end = at
    while draft.free(end):
        line = draft.lines[end]
        item = _ITEM.match(line.folded)
        if item and int(item[1]) == number and len(line.folded) <= LONGEST_TITLE and not re.search("。.", line.folded):
            number += 1
            end += 1
        elif (
            end > at
            and line.form in ("short", "title")
            and (_next_is_item(draft, end + 1, number) or _closes_list(draft, end + 1))
        ):
            end += 1
        else:
            break
    return end


def _next_is_item(draft: Draft, at: int, number: int) -> bool:
    item = _ITEM.match(draft.lines[at].folded) if draft.free(at) else None
    return bool(item) and int(item[1]) == number if item else False


def _closes_list(draft: Draft, at: int) -> bool:
    return at >= len(draft.lines) or draft.roles[at] is not None or draft.lines[at].form in _AFTER_LIST


def _comes_again(draft: Draft, title: str, start: int) -> bool:
    """Does this title stand above an attachment further down, alone or over two lines."""
    for line in draft.lines[start:]:
        if line.titular and draft.free(line.at) and key(line.text)[:4] == key(title)[:4]:
            after = draft.lines[line.at + 1 : line.at + 2]
            if same_title(line.text, title) or (after and same_title(joined([line, *after]), title)):
                return True
    return False


def _label_again(draft: Draft, label: str, start: int) -> bool:
    for line in draft.lines[start:]:
        if line.form in ("annex-label", "annex-title"):
            mark = annex_mark(line.text)
            if mark and mark.label == label:
                return True
    return False


def _entries(lines: tuple[Line, ...]) -> list[str]:
    """The titles in a list: an entry's number and a file's suffix are no part of them."""
    texts: list[list[str]] = []
    for line in lines:
        mark = annex_mark(line.text) if line.form in ("annex-label", "annex-title") else None
        text = mark.rest if mark else line.text
        item = re.match(r"\s*\d{1,2}\s*[.、．:：]\s*", text)
        if mark or item or not texts:
            texts.append([text[item.end() :] if item else text])
        else:
            texts[-1].append(text)
    names = [join_lines(parts).rstrip("。；;") for parts in texts]
    return [
        re.sub(r"\.(?:docx?|xlsx?|pdf|wps|et|ofd|rar|zip)$", "", name, flags=re.I).strip("《》")
        for name in names
        if name
    ]


def annex_at(draft: Draft, at: int, names: Sequence[str], listed: Sequence[str]) -> Annex | None:
    """The attachment that begins at line `at`, or None where none does. `names`: titles known from the letter;
    `listed`: those in the list of attachments, in order."""
    line = draft.lines[at]
    if not draft.free(at) or line.form not in ("annex-label", "annex-title"):
        return None
    mark = annex_mark(line.text)
    if mark is None:
        return None
    run = title_below(draft, at + 1, [*names, *listed]) if not mark.rest or goes_on([line], _after(draft, at)) else []
    parts = [mark.rest, *(other.text for other in run)]
    title = join_lines(part for part in parts if part) or None
    below = _after(draft, at)
    if title is None and below is not None and below.table is not None:
        title = table_title(below.table)
    if title is None:
        title = _listed(mark.number, listed)
    return Annex(at=at, label=mark.label, lines=(at, *(other.at for other in run)), title=title)


def _listed(number: str | None, listed: Sequence[str]) -> str | None:
    """The title that the list of attachments gives under this number."""
    place = int(number) if number and number.isdigit() else 1
    return (
        listed[place - 1] if (number is None and len(listed) == 1) or (number and 1 <= place <= len(listed)) else None
    )


def _after(draft: Draft, at: int) -> Line | None:
    return draft.lines[at + 1] if draft.free(at + 1) else None


def lines_named(run: Sequence[Line], names: Sequence[str]) -> int:
    """How many lines of the run make the title that comes nearest to one of the names; 0 where none does."""
    best: tuple[int, int] | None = None
    wanted = [fold(name[: 2 * LONGEST_TITLE]) for name in names]
    for count in range(1, len(run) + 1):
        title = folded(run[:count])
        for name in wanted:
            if same_folded(title, name):
                distance = abs(len(title) - len(name))
                if best is None or distance < best[0]:
                    best = (distance, count)
    return best[1] if best else 0


def title_below(draft: Draft, at: int, names: Sequence[str]) -> list[Line]:
    """The title that begins at line `at`: as many lines as make one of the known names, else up to a word for a
    kind of document, else all short lines that stand there together, if they are few."""
    run: list[Line] = []
    while draft.free(at + len(run)) and draft.lines[at + len(run)].titular and len(run) <= _TITLE_LINES:
        run.append(draft.lines[at + len(run)])
    named = lines_named(run, names)
    if named:
        return run[:named]
    for count in range(1, len(run) + 1):
        after = run[count] if count < len(run) else None
        if run[count - 1].form == "title" and not goes_on(run[:count], after):
            return run[:count]
    return run if len(run) < _TITLE_LINES else run[:1]

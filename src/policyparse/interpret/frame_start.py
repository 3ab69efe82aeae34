"""Where the text of a document begins: below eyebrow, title, metadata, and what a page put above them."""

from __future__ import annotations

from policyparse.interpret.frame_draft import Draft
from policyparse.interpret.frame_labels import is_metadata_table
from policyparse.interpret.frame_lines import EYEBROW, Form, Line
from policyparse.interpret.frame_titles import same_title
from policyparse.interpret.frame_words import Words

#: What may stand above the text of a document.
_TOP: frozenset[Form] = EYEBROW | {
    "label",
    "press",
    "index",
    "site",
    "date",
    "org-date",
    "bracket",
    "title",
    "org",
    "short",
}
#: How far below leftover navigation the document may begin (lines); the portals of ../shared/real have 60.
SEARCH = 160
#: A longer line of text is no link of a page's navigation.
_LINK = 40
#: A number or an addressee stands at most so many lines from its title.
_NEAR = 3
#: A label 附件1 at the very beginning: the file is an attachment.
_FIRST_LINES = 4


def text_start(draft: Draft, words: Words, hint_title: str) -> int:
    """Index of the first line that cannot stand above the text. `hint_title`: what the file calls itself, or ""."""
    at = 0
    typed = False
    for line in draft.lines:
        attached = line.form == "annex-label" and not typed and at < _FIRST_LINES
        if not (_may_stand_above(draft, line, words) or attached):
            break
        typed = typed or line.form == "title"
        at = line.at + 1
    return at if typed else _below_navigation(draft, words, at, hint_title)


def _may_stand_above(draft: Draft, line: Line, words: Words) -> bool:
    if draft.roles[line.at] is not None or line.form in _TOP:
        return True
    return line.table is not None and is_metadata_table(line.table, words)


def _below_navigation(draft: Draft, words: Words, at: int, hint_title: str) -> int:
    """No title above the first text: that text may be links of the page. Look further down for a title with a number,
    addressees or the file's own name at it; only links may lie between."""
    for line in draft.lines[at : at + SEARCH]:
        beside = draft.lines[max(at, line.at - _NEAR) : line.at + _NEAR + 1]
        titled = any(other.form == "title" and (other.at < line.at or line.form == "number") for other in beside)
        named = line.form == "title" and bool(hint_title) and same_title(line.text, hint_title)
        if named or (titled and line.form in ("number", "addressees")):
            stop = line.at
            while stop < len(draft.lines) and _may_stand_above(draft, draft.lines[stop], words):
                stop += 1
            draft.mark("site", (other.at for other in draft.lines[at:stop] if other.form not in _TOP))
            return stop
        link = line.form in _TOP or (line.form == "text" and len(line.folded) <= _LINK and "。" not in line.folded)
        if not link:
            break
    return at

"""The frame of a document: which block is title, eyebrow, letter, signature, attachment, imprint, and which is text.

Read from the words and their places, after GB/T 9704-2012 and the habits of web pages. The way: contents,
eyebrow and title, footer and imprint, lists of attachments, letter and attached document, annexes,
signatures; what is left is text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from policyparse.document import Block
from policyparse.interpret import frame_tail as tail
from policyparse.interpret.dates import read_period
from policyparse.interpret.frame_annex import Annex, annex_at, mark_lists, title_below
from policyparse.interpret.frame_contents import mark_contents
from policyparse.interpret.frame_draft import Draft, Role
from policyparse.interpret.frame_letter import Letter, read_letter
from policyparse.interpret.frame_lines import EYEBROW, Line, lines_of
from policyparse.interpret.frame_titles import contains_title, file_title, joined, same_title, table_title, without_site
from policyparse.interpret.frame_top import Top, read_top
from policyparse.interpret.frame_words import DATE, Words, words_of
from policyparse.interpret.metadata import Titles, read_meta
from policyparse.interpret.reading import Trace
from policyparse.lexicon import Lexicon
from policyparse.records import Meta
from policyparse.text import fold

#: The opening of a notice with content of its own has at most so many paragraphs (为…，现就有关事项通知如下：).
_OPENING = 4

#: A closing formula is a sentence of its own (专此函达，请予支持。).
_CLOSING_LENGTH = 20

PartKind = Literal["letter", "main", "annex"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the document: blocks `start` to `end` (exclusive). `label` as printed without blanks (附件1)."""

    kind: PartKind
    title: str | None
    label: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """`roles`: one for each block. `parts` follow one another and cover all blocks; exactly one is `main` (none where
    there are no blocks). `traces`: how each field of `meta` was read."""

    roles: tuple[str, ...]
    parts: tuple[Part, ...]
    meta: Meta
    traces: tuple[Trace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A part in lines, and the lines of its own label and title."""

    kind: PartKind
    start: int
    title: str | None
    label: str | None


def read_frame(blocks: Sequence[Block], hints: Mapping[str, str], lexicon: Lexicon) -> Frame:
    """Read the frame of tidy blocks. `hints`: what the container says of itself (`Document.hints`).

    Never raises; what is not found is None or body.
    """
    words = words_of(lexicon)
    draft = Draft.of(lines_of(blocks, words))
    mark_contents(draft)
    hints = {**hints, "title": file_title(hints.get("title", ""), words)}
    top = read_top(draft, words, hints["title"])
    tail.mark_footer(draft, top.end)
    tail.mark_imprint(draft, top.end, words)
    listed = mark_lists(draft, top.end)
    title = _title(draft, top.title, words)
    cover = _title(draft, top.notice, words) or title or hints["title"]
    letter = read_letter(draft, top.end, cover, listed, words)
    pieces = _pieces(draft, letter, top, listed)
    titles = _titles(draft, top, letter, pieces, listed, hints, lexicon)
    if letter.attached:
        _mark_forwarded(draft, letter.attached, titles, words)
    _sign(draft, pieces, top)
    tail.mark_contacts(draft, top.end)
    _mark_letter(draft, letter, pieces, titles, words)
    for at, role in enumerate(draft.roles):
        if role is None:
            draft.roles[at] = "body"
    parts = _parts(draft, pieces, len(blocks), titles)
    main = next((part for part in parts if part.kind == "main"), None)
    meta, traces = read_meta(draft.found, titles, blocks[main.start : main.end] if main else (), hints, lexicon)
    return Frame(roles=_block_roles(draft, len(blocks)), parts=parts, meta=meta, traces=traces)


def _title(draft: Draft, places: Sequence[int], words: Words) -> str | None:
    return without_site(joined([draft.lines[at] for at in places]), words) or None


def _pieces(draft: Draft, letter: Letter, top: Top, listed: Sequence[str]) -> list[_Piece]:
    """Cut the document at the attached document and at every annex; mark their labels and titles."""
    found: list[tuple[PartKind, Annex]] = []
    at = letter.start
    while at < len(draft.lines):
        annex = (
            letter.attached
            if letter.attached and at == letter.attached.at
            else annex_at(draft, at, letter.names, listed)
        )
        if annex is None and found:
            annex = _second_document(draft, at, letter.names)
        if annex is not None:
            found.append(("main" if annex is letter.attached else "annex", annex))
            draft.mark("title" if annex is letter.attached else "annex-title", annex.lines)
            if annex.label and annex.lines:
                draft.roles[annex.lines[0]] = "annex-title"
            _mark_subtitle(draft, (annex.lines or (at - 1,))[-1] + 1)
        at = max(at + 1, (annex.lines or (at,))[-1] + 1) if annex else at + 1
    first: PartKind = "letter" if letter.attached else "main"
    label = next((line.folded.rstrip(":.、") for line in draft.lines[: top.end] if line.form == "annex-label"), None)
    pieces = [_Piece(kind=first, start=0, title=None, label=label)]
    pieces += [_Piece(kind=kind, start=annex.at, title=annex.title, label=annex.label) for kind, annex in found]
    return pieces


def _second_document(draft: Draft, at: int, names: Sequence[str]) -> Annex | None:
    """A further document that the letter names (《A》和《B》), without a label."""
    if not draft.free(at) or not draft.lines[at].titular:
        return None
    run = title_below(draft, at, list(names))
    title = joined(run)
    if not run or not any(same_title(title, name) for name in names):
        return None
    return Annex(at=at, label=None, lines=tuple(line.at for line in run), title=title)


def _mark_subtitle(draft: Draft, at: int) -> None:
    while draft.free(at) and draft.lines[at].form == "bracket":
        draft.mark("subtitle", [at])
        at += 1


def _titles(
    draft: Draft,
    top: Top,
    letter: Letter,
    pieces: list[_Piece],
    listed: Sequence[str],
    hints: Mapping[str, str],
    lexicon: Lexicon,
) -> Titles:
    """Which title is the document's and which the covering notice's."""
    own = _title(draft, top.title, words_of(lexicon))
    notice = _title(draft, top.notice, words_of(lexicon))
    rejected = top.rejected
    below = [line for line in draft.lines if draft.roles[line.at] == "subtitle" and not re.search(DATE, line.folded)]
    subtitle = " ".join(line.text for line in below) or None
    if letter.attached is None:
        title, rule = own, top.rule
        if own is None and hints.get("title"):
            title, rule = hints["title"], "name-of-the-file"
    else:
        notice = own or hints.get("title") or None
        title, rule = letter.attached.title, letter.rule
        if title is None and (listed or letter.names):
            title, rule = [*listed, *letter.names][0], "named-in-letter"
        others = [p for p in pieces if p.kind == "annex" and p.label is None]
        if title and notice and others and not contains_title(notice, title):
            # 印发两个规定: the notice stands for both, neither is named in its title
            rejected = (*rejected, (title, "one of several documents that the notice hands over"))
            title, rule = notice, "several-documents"
        elif title is None:
            title, rule = notice, "covering-notice"
    title = _with_bracket(draft, title, letter.attached.lines if letter.attached else top.title, letter.names, lexicon)
    tables = [line.table for line in draft.lines if line.table is not None and draft.roles[line.at] is None]
    # sheets of several names are parts of a whole that none of them names
    several = len({table.caption for table in tables}) > 1
    caption = table_title(tables[0]) if tables and not (several and tables[0].caption) else None
    printed = "\n".join(draft.lines[at].text for at in top.notice or top.title)
    return Titles(
        title=title, rule=rule, notice=notice, subtitle=subtitle, rejected=rejected, table=caption, printed=printed
    )


def _with_bracket(
    draft: Draft, title: str | None, lines: Sequence[int], names: Sequence[str], lexicon: Lexicon
) -> str | None:
    """The title with the bracket on the line below that is a part of it: （2023—2025年）, （试行）.

    None is where the letter (`names`) calls the document so without it; years below a title that names its period
    itself (“十三五”…规划) only explain it (seed 001).
    """
    at = lines[-1] + 1 if lines else len(draft.lines)
    if not title or at >= len(draft.lines) or draft.roles[at] != "subtitle":
        return title
    line = draft.lines[at]
    if line.form != "bracket" or re.search(DATE, line.folded) or fold(title) in {fold(name) for name in names}:
        return title
    years = re.search(r"(?:19|20)\d\d", line.folded)
    part = words_of(lexicon).title_bracket.fullmatch(line.folded) and not (years and read_period(title, lexicon))
    return f"{title}{line.text.strip()}" if part else title


def _mark_forwarded(draft: Draft, attached: Annex, titles: Titles, words: Words) -> None:
    """A forwarded document has a number, addressees and an opening of its own below its title."""
    at = (attached.lines or (attached.at - 1,))[-1] + 1
    while draft.free(at) and draft.lines[at].form in EYEBROW:
        draft.mark("masthead", [at])
        at += 1
    if draft.free(at) and draft.lines[at].form == "addressees":
        draft.mark("recipients", [at])
        if _is_notice(titles.title, words):
            draft.mark("letter", (line.at for line in _opening(draft.lines[at + 1 :][: _OPENING + 1], words)))


def _sign(draft: Draft, pieces: list[_Piece], top: Top) -> None:
    """Mark the signatures. The document's own is the letter's, else the last one of the main part."""
    bounds = [*(piece.start for piece in pieces[1:]), len(draft.lines)]
    for index, piece in enumerate(pieces):
        signed = tail.signatures(draft, range(max(piece.start, top.end if index == 0 else 0), bounds[index]))
        own = signed[:1] if piece.kind == "letter" else signed[-1:]
        first = index == 0
        for signature in signed:
            tail.mark_signature(draft, signature, own=first and signature in own)


def _mark_letter(draft: Draft, letter: Letter, pieces: list[_Piece], titles: Titles, words: Words) -> None:
    """The covering letter's text, or the opening and closing formulas of a notice with content of its own."""
    end = pieces[1].start if len(pieces) > 1 else len(draft.lines)
    lines = [line for line in draft.lines[letter.start : end] if draft.roles[line.at] is None]
    draft.mark("letter", (line.at for line in lines if _is_formula(line, words)))
    if letter.covering:
        draft.mark("letter", (line.at for line in lines))
    elif _is_notice(titles.title, words):
        draft.mark("letter", (line.at for line in _opening(lines, words)))


def _is_formula(line: Line, words: Words) -> bool:
    """特此通知。, （此页无正文）"""
    short = line.form in ("text", "bracket") and len(line.folded) < _CLOSING_LENGTH
    return short and bool(words.closing.search(line.folded))


def _is_notice(title: str | None, words: Words) -> bool:
    found = words.title_end.search(fold(title or ""))
    return bool(found) and words.kinds[found["word"]] == "notice" if found else False


def _opening(lines: Sequence[Line], words: Words) -> list[Line]:
    """The paragraphs before the first point, up to …通知如下：; nothing where the text has no points."""
    for index, line in enumerate(lines[: _OPENING + 1]):
        if line.form in ("numbered", "table"):
            return list(lines[:index])
        if words.opening.search(line.folded):
            return list(lines[: index + 1])
    return []


def _parts(draft: Draft, pieces: list[_Piece], blocks: int, titles: Titles) -> tuple[Part, ...]:
    if not blocks:
        return ()
    starts = [0, *(draft.lines[piece.start].block for piece in pieces[1:])]
    parts: list[Part] = []
    for index, piece in enumerate(pieces):
        end = starts[index + 1] if index + 1 < len(pieces) else blocks
        title = piece.title
        if index == 0:
            title = titles.notice if piece.kind == "letter" else titles.title
        elif piece.kind == "main":
            title = piece.title or titles.title
        parts.append(Part(kind=piece.kind, title=title, label=piece.label, start=starts[index], end=end))
    return tuple(parts)


def _block_roles(draft: Draft, blocks: int) -> tuple[str, ...]:
    """A block of several lines has the role of most of its characters."""
    votes: list[Counter[Role]] = [Counter() for _ in range(blocks)]
    for line in draft.lines:
        votes[line.block][draft.roles[line.at] or "body"] += len(line.folded) or 1
    return tuple(vote.most_common(1)[0][0] if vote else "body" for vote in votes)

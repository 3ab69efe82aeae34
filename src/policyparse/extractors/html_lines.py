"""From the pieces of text of one block to its paragraphs: blanks, `<br>`, style."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from policyparse.document import Align, Style
from policyparse.extractors.html_tree import Node
from policyparse.text import CJK, count, join_lines, tidy_blanks

#: A line end inside a text between two Chinese characters only wraps the source.
_WRAP = re.compile(rf"(?<=[{CJK}])[ \t\r]*\n\s*(?=[{CJK}])")
#: An indent as it is typed: full-width blanks, or several no-break blanks.
_INDENT = re.compile(r"^[ \t\r\n]*(?:\u3000|\u2003|\u2002{2}|\xa0[ \xa0]*\xa0)")
#: Beginnings of lines that stand for themselves: numbers of all levels, 第三条, 附件, a bullet.
NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十百]{1,4}[、.．]|[（(][一二三四五六七八九十百\d]{1,4}[）)]|\d{1,3}[、.．](?!\d)|\d{1,2}[)）]"
    r"|[①-⑳]|第[一二三四五六七八九十百\d]{1,4}[条章节款]|附\s*件|附[：:]|[●■◆▲★\-—]\s?\S)"
)
DATE = re.compile(r"^\d{4}年\d{1,2}月\d{1,2}日$|^二[〇○Ｏ零][一二三四五六七八九〇○零]{2}年\S{1,3}月\S{1,4}日$")
DOC_NUMBER = re.compile(r"^\S{1,12}[〔［\[(（【]\d{4}[〕］\])）】]\s*第?\s*\d{1,5}\s*号$")
#: 份号, 密级和保密期限, 紧急程度: lines of their own above the issuer (GB/T 9704-2012, 7.2.1 to 7.2.3).
_EYEBROW = re.compile(r"^(?:\d{6}|(?:绝密|机密|秘密)(?:★\S{0,6})?|特急|加急|特提|平急)$")
#: A numbered line shorter than this is a heading; the text below it begins anew.
_HEADING_CHARS = 25
#: 联系人：, 责任单位： at the beginning of a line.
_LABEL = re.compile(r"^[\u4e00-\u9fff]{2,8}[：:]")
_ENDS = "。；：！？!?;:"
_GOES_ON = "，、（(《“—,"
_CLOSERS = "）)”》】"


@dataclass(frozen=True, slots=True)
class Ctx:
    """What holds for a piece of text by the elements around it. `link`: 0 none, 1 a link, 2 a link to an attachment."""

    owner: Node
    bold: bool = False
    size: float | None = None
    align: Align | None = None
    link: int = 0
    level: int | None = None
    pre: bool = False
    reason: str | None = None
    box: Node | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text with its number in reading order (see `Node.start`)."""

    text: str
    ctx: Ctx
    number: int
    line: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """One paragraph. `chars` are its non-blank characters, `links` those inside links, `files` in links to attachments."""

    text: str
    pieces: tuple[Piece, ...]
    chars: int
    links: int
    files: int
    style: Style


def paragraphs(pieces: Sequence[Piece | None]) -> list[Lines]:
    """The paragraphs of a block; None among the pieces stands for `<br>`.

    A `<br>` ends a paragraph where it is doubled, where the line before ends like a sentence, or where
    the next line is indented, numbered, a date, a document number or a label of its own, and around a
    line that is all link. In a centred
    block (a title over several lines) and inside a wrapped line it only wraps.
    """
    lines = _split(pieces)
    raw = [_raw(line) for line in lines]
    tidy = [tidy_blanks(text) for text in raw]
    filled = [i for i, text in enumerate(tidy) if text]
    if not filled:
        return []
    centred = _align(lines[filled[0]]) == "center"
    certain = {
        at: _ends(raw, tidy, before, at)
        or (not centred and _heads(tidy[before]))
        or _is_link(lines[before])
        or _is_link(lines[at])
        for before, at in pairwise(filled)
    }
    ends = sum(certain.values())
    mostly = not centred and ends * 2 >= len(certain)
    # where paragraphs are indented, a line that is not goes on with a long one
    indented = {at for at in filled if _INDENT.match(raw[at])}
    by_indent = filled[0] in indented and len(indented) > 1
    groups: list[list[int]] = [[filled[0]]]
    still_open = False
    for before, at in pairwise(filled):
        still_open = _is_open(tidy[before], still_open and len(groups[-1]) > 1)
        wraps = tidy[before][-1] in _GOES_ON or still_open
        wraps = wraps or (by_indent and before in indented and _runs_on(tidy[before]))
        if certain[at] or (mostly and not wraps):
            groups.append([at])
        else:
            groups[-1].append(at)
    return [_paragraph([lines[i] for i in group], [tidy[i] for i in group]) for group in groups]


def cell_text(pieces: Sequence[Piece | None]) -> str:
    """The text of a table cell: every line end that was set stays."""
    return "\n".join(filter(None, (tidy_blanks(_raw(line)) for line in _split(pieces))))


def plain_text(text: str) -> str:
    """One piece of text without markup, as a line."""
    return tidy_blanks(_WRAP.sub("", text).replace("\n", " "))


def _split(pieces: Sequence[Piece | None]) -> list[list[Piece]]:
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece is None:
            lines.append([])
        elif piece.ctx.pre and "\n" in piece.text:
            first, *rest = piece.text.replace("\r", "").split("\n")
            lines[-1].append(Piece(first, piece.ctx, piece.number, piece.line))
            lines.extend([Piece(text, piece.ctx, piece.number, piece.line)] for text in rest)
        else:
            lines[-1].append(piece)
    return lines


def _raw(line: Sequence[Piece]) -> str:
    if len(line) == 1:
        return _WRAP.sub("", line[0].text).replace("\n", " ")
    return "".join(_WRAP.sub("", piece.text) for piece in line).replace("\n", " ")


def _ends(raw: Sequence[str], tidy: Sequence[str], before: int, at: int) -> bool:
    """Certainly a paragraph end between these two lines."""
    last, text = tidy[before], tidy[at]
    return (
        at > before + 1
        or last[-1] in _ENDS
        or bool(_INDENT.match(raw[at]))
        or bool(NUMBERED.match(text) or DATE.match(text) or DOC_NUMBER.match(text) or _LABEL.match(text))
        or bool(DOC_NUMBER.match(last) or DATE.match(last) or _EYEBROW.match(last) or _EYEBROW.match(text))
    )


def _is_open(text: str, before: bool) -> bool:
    """Does a bracket stay open behind this line. `before`: one was open already."""
    last = max(text.rfind(sign) for sign in "（(")
    closed = max(text.rfind(sign) for sign in "）)")
    return before if last == closed == -1 else last > closed


def _runs_on(text: str) -> bool:
    return len(text) > _HEADING_CHARS and text[-1] not in _CLOSERS


def _is_link(line: Sequence[Piece]) -> bool:
    return all(piece.ctx.link for piece in line if piece.text.strip())


def _heads(text: str) -> bool:
    """Is this a numbered heading: short, without a sentence in it, and nothing that goes on."""
    return (
        len(text) < _HEADING_CHARS
        and bool(NUMBERED.match(text))
        and text[-1] not in _GOES_ON
        and not any(sign in text for sign in "。；")
    )


def _paragraph(lines: Sequence[Sequence[Piece]], texts: Sequence[str]) -> Lines:
    pieces = tuple(piece for line in lines for piece in line)
    sizes: Counter[float | None] = Counter()
    chars = links = files = bold = 0
    for piece in pieces:
        n = count(piece.text)
        chars += n
        bold += n if piece.ctx.bold else 0
        links += n if piece.ctx.link else 0
        files += n if piece.ctx.link == 2 else 0
        sizes[piece.ctx.size] += n
    size = sizes.most_common(1)[0][0]
    return Lines(
        text=join_lines(texts),
        pieces=pieces,
        chars=chars,
        links=links,
        files=files,
        style=Style(size=size, bold=bold == chars > 0, align=_align(pieces)),
    )


def _align(line: Sequence[Piece]) -> Align | None:
    return next((piece.ctx.align for piece in line if piece.text.strip()), None)

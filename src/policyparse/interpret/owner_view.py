"""A folded copy of a text in which owners are looked for, with the way back to the printed characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policyparse.text import fold_width, is_cjk

#: Separators of a list of units (output contract, Owner), folded; line ends and 。 end a name too.
SEPARATORS = "、,;\n。"
#: Ends of a sentence or of a line.
SENTENCE_ENDS = "。;\n!?"
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
#: Remnants of markup inside a name; 40 characters are more than any tag of a text export has.
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,40}>")
_OPEN, _CLOSE = "([", ")]"
_VARIANTS = {"﹑": "、", "､": "、", "｡": "。", "﹔": ";", "﹐": ",", "‚": ",", "﹙": "(", "﹚": ")", "\r": "\n"}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """`plain` is `text` folded to half width, without blanks and tags (line ends stay as "\\n").

    `at[i]` is the position in `text` (from 0) of `plain[i]`. `partner[i]` is the place in `plain` of the
    bracket that belongs to the bracket at `i`, or -1: a bracket without a partner is an ordinary character.
    `depth[i]` counts the brackets around `plain[i]`, a bracket itself counting as inside.
    """

    text: str
    plain: str
    at: tuple[int, ...]
    partner: tuple[int, ...]
    depth: tuple[int, ...]

    def printed(self, start: int, end: int) -> str:
        """The printed characters of `plain[start:end]`, markup and blanks between Chinese characters taken out."""
        return tidy_name(self.text[self.at[start] : self.at[end - 1] + 1]) if start < end else ""

    def raw(self, start: int, end: int) -> str:
        """The printed characters of `plain[start:end]` with their blanks."""
        return self.text[self.at[start] : self.at[end - 1] + 1] if start < end else ""

    def position(self, index: int) -> int:
        """The position in `text` of `plain[index]`, or the end of the text."""
        return self.at[index] if index < len(self.at) else len(self.text)

    def pieces(self, start: int, end: int, separators: str) -> Iterator[tuple[int, int, str]]:
        """The pieces of `plain[start:end]` between separators outside brackets: start, end, separator after it."""
        base = min(self.depth[start:end], default=0)
        begin = start
        for i in range(start, end):
            if self.depth[i] <= base and self.plain[i] in separators:
                yield begin, i, self.plain[i]
                begin = i + 1
        yield begin, end, ""


def view(text: str) -> View:
    """Look at `text`; any text will do."""
    skip = bytearray(len(text))
    breaks = bytearray(len(text))
    if "<" in text:
        for tag in _TAG.finditer(text):
            skip[tag.start() : tag.end()] = b"\1" * (tag.end() - tag.start())
            if tag[0][1:3].lower() == "br":
                breaks[tag.start()] = 1
    plain: list[str] = []
    at: list[int] = []
    for i, c in enumerate(fold_width(text)):
        if breaks[i]:
            plain.append("\n")
        elif skip[i] or (c != "\n" and (c.isspace() or c in _ZERO_WIDTH)):
            continue
        else:
            plain.append(_VARIANTS.get(c, c))
        at.append(i)
    folded = "".join(plain)
    partner = _partners(folded)
    return View(text=text, plain=folded, at=tuple(at), partner=tuple(partner), depth=tuple(_depths(folded, partner)))


def _partners(plain: str) -> list[int]:
    partner = [-1] * len(plain)
    stack: list[int] = []
    waiting = [0, 0]  # open round and square brackets, so that a closing one without a partner costs nothing
    for i, c in enumerate(plain):
        if c in _OPEN:
            stack.append(i)
            waiting[_OPEN.index(c)] += 1
        elif c in _CLOSE:
            kind = _CLOSE.index(c)
            while waiting[kind]:
                opened = stack.pop()
                own = _OPEN.index(plain[opened])
                waiting[own] -= 1
                if own == kind:
                    partner[opened], partner[i] = i, opened
                    break
    return partner


def _depths(plain: str, partner: list[int]) -> Iterator[int]:
    depth = 0
    for i in range(len(plain)):
        opens = partner[i] > i
        depth += opens
        yield depth
        depth -= partner[i] != -1 and not opens


def tidy_name(printed: str) -> str:
    """A name as printed without markup, without blanks beside Chinese characters, other blank runs as one."""
    if "<" in printed:
        printed = _TAG.sub("", printed)
    words = "".join(c for c in printed if c not in _ZERO_WIDTH).split()
    joined = ""
    for word in words:
        if joined and not is_cjk(joined[-1]) and not is_cjk(word[0]):
            # 120 中心 and (A B): a blank stays only between Latin letters or digits
            joined += " " if joined[-1].isalnum() and word[0].isalnum() else ""
        joined += word
    return joined


def without_brackets(plain: str) -> str:
    """`plain` without its bracketed parts: 各县(市、区)卫健委 is 各县卫健委."""
    if "(" not in plain and "[" not in plain:
        return plain
    partner = _partners(plain)
    kept: list[str] = []
    i = 0
    while i < len(plain):
        if partner[i] > i:
            i = partner[i] + 1
            continue
        kept.append(plain[i])
        i += 1
    return "".join(kept)


def bracketed(plain: str) -> list[tuple[int, int]]:
    """The outermost bracket pairs of `plain`: place of the opening and of the closing bracket."""
    pairs: list[tuple[int, int]] = []
    partner = _partners(plain)
    i = 0
    while i < len(plain):
        if partner[i] > i:
            pairs.append((i, partner[i]))
            i = partner[i]
        i += 1
    return pairs

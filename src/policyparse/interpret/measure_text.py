"""The text that measures are read from: one line as printed, a folded copy of the same length, sentences and clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policyparse.text import fold_width, is_cjk, one_line

#: Marks of `MeasureText.inside`.
BRACKET, NAME, SQUARE = 1, 2, 4

#: A clause is cut here at the latest, so that the work on it stays bounded.
_MAX_CLAUSE = 600
#: Brackets, quotes and titles that are wider than this are taken for unbalanced ones.
_MAX_BRACKET, _MAX_QUOTE, _MAX_TITLE = 300, 40, 120

_MORE_FOLDS = str.maketrans({"∶": ":", "﹪": "%", "﹢": "+", "﹣": "-", "﹦": "=", "○": "〇", "µ": "μ"})
_LATEX = re.compile(r"\\(?:geqslant|leqslant|geq|leq|ge|le|gt|lt|sim|approx|permil|text|mathrm|%|,|;|:|!)|[${}]")
_LATEX_SIGNS = {
    "geqslant": "≥",
    "geq": "≥",
    "ge": "≥",
    "leqslant": "≤",
    "leq": "≤",
    "le": "≤",
    "gt": ">",
    "lt": "<",
    "sim": "~",
    "approx": "≈",
    "permil": "‰",
    "%": "%",
}
_SENTENCE_END = "。;!?"
_CLAUSE_END = ",:"
_ENUMERATOR = re.compile(
    r"[\s、]*+(?:(?:\(\s?\d{1,2}\s?\)|\d{1,2}\s?\)|\d{1,2}\s?[.、](?!\d)|\([一二三四五六七八九十]{1,3}\)|[①-⑳●◆■★·]"
    r"|[一二三四五六七八九十]{1,3}(?:是(?!否)|、(?![一二三四五六七八九十]))|第[一二三四五六七八九十][,、])[\s,、:]*+)?"
)
# A line end that stands between a number and what belongs to it is no end of a clause
_OPEN_LINE = re.compile(r"[\d≥≤><=约达到于在少过低高]$")
_GOES_ON = re.compile(r"[%％‰)）≥≤]|以上|以下|以内|左右|个百分点|达到|不低于|不少于|不超过|控制在|提高到|下降")
# … and neither is one between what is counted and a line that is only number and unit (改造县道 / 12公里)
_ONLY_NUMBER = re.compile(r"\d[\d.,]*\s?(?:%|％|[一-鿿]{1,4})(?:及?以上|以内|以下|左右)?[。；;]?")
_NAME_LINE = re.compile(r"[一-鿿“”、（）()]{2,24}")
_NUMBERED_LINE = re.compile(r"[(（]?\d{1,2}[.)）、．]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """`start:end` of the text between commas; `sentence` counts the sentences (ended by 。；！？ or a line end)."""

    start: int
    end: int
    sentence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureText:
    """`printed` is one line; `folded` has the same length and is what the grammar reads.

    `inside` marks each character: BRACKET in round, SQUARE in square brackets, NAME in quotes or a title 《》.
    """

    printed: str
    folded: str
    inside: bytes
    breaks: frozenset[int]

    def slice(self, start: int, end: int) -> str:
        """The words as printed, without blanks at the ends; LaTeX remnants as what they stand for."""
        words = self.printed[start:end].strip()
        return as_signs(words) if "\\" in words else words


def prepare(text: str) -> MeasureText:
    """Join the lines of `text` and fold it. Where a line of its own begins is kept in `breaks`."""
    pieces: list[str] = []
    breaks: set[int] = set()
    length = 0
    last = ""
    for raw in text.split("\n"):
        line = one_line(raw)
        if not line:
            continue
        if last:
            if not (is_cjk(last[-1]) or is_cjk(line[0])):
                pieces.append(" ")
                length += 1
            open_ = _OPEN_LINE.search(last[-1:]) or _GOES_ON.match(line)
            open_ = open_ or (_NAME_LINE.fullmatch(last) and _ONLY_NUMBER.fullmatch(line))
            if _NUMBERED_LINE.match(line) or not open_:
                breaks.add(length)
        pieces.append(line)
        length += len(line)
        last = line
    printed = "".join(pieces)
    folded = _read_latex(fold_width(printed).translate(_MORE_FOLDS))
    return MeasureText(printed=printed, folded=folded, inside=_inside(printed, folded), breaks=frozenset(breaks))


def _read_latex(folded: str) -> str:
    """LaTeX remnants as the characters they stand for, padded with blanks to the same length."""
    if "\\" not in folded and "$" not in folded:
        return folded
    return _LATEX.sub(_padded, folded)


def _padded(match: re.Match[str]) -> str:
    # the sign of an escape stands behind its backslash, so that the words up to it hold both
    sign = _LATEX_SIGNS.get(match[0][1:], "")
    return sign.rjust(len(match[0])) if sign == "%" else sign.ljust(len(match[0]))


def as_signs(words: str) -> str:
    """`$\\geq 95\\%$` is ≥95%: LaTeX sets its own distances, so the blanks of the source are none of the text."""
    return re.sub(r"\s+", "", _LATEX.sub(lambda m: _LATEX_SIGNS.get(m[0][1:], ""), words))


def _inside(printed: str, folded: str) -> bytes:
    marks = bytearray(len(folded))
    opened: list[tuple[str, int]] = []
    quote = -1
    pairs = {")": "(", "]": "[", "}": "{", "》": "《"}
    for at, c in enumerate(folded):
        if c in "([{《":
            opened.append((c, at))
        elif c in pairs:
            # an opening bracket of another kind in between was never closed
            depth = len(opened) - 1
            while depth >= 0 and opened[depth][0] != pairs[c] and depth > len(opened) - 4:
                depth -= 1
            if depth >= 0 and opened[depth][0] == pairs[c]:
                start = opened[depth][1]
                del opened[depth:]
                _mark(marks, start, at + 1, c)
        elif c == '"':
            closing = printed[at] in "”」』" or (printed[at] not in "“「『" and quote >= 0)
            if closing and quote >= 0 and at - quote <= _MAX_QUOTE:
                _mark(marks, quote, at + 1, c)
            quote = -1 if closing else at
    return bytes(marks)


def _mark(marks: bytearray, start: int, end: int, closing: str) -> None:
    kind, limit = {
        ")": (BRACKET, _MAX_BRACKET),
        "}": (BRACKET, _MAX_BRACKET),
        "]": (SQUARE, _MAX_BRACKET),
        "》": (NAME, _MAX_TITLE),
        '"': (NAME, _MAX_QUOTE + 2),
    }[closing]
    if end - start <= limit:
        for at in range(start, end):
            marks[at] |= kind


def clauses(text: MeasureText, kept: frozenset[int] = frozenset()) -> Iterator[Clause]:
    """The clauses in order, enumerators (1. ①  一是) cut off. `kept` are positions of commas that group thousands."""
    start = sentence = 0
    folded = text.folded
    end_of_text = len(folded)
    for at in range(end_of_text + 1):
        at_end = at == end_of_text
        ends_sentence = at_end or at in text.breaks or _ends_sentence(text, at)
        ends_clause = ends_sentence or at - start >= _MAX_CLAUSE or _ends_clause(text, at, kept)
        if not ends_clause:
            continue
        clause = _trimmed(folded, start, at, sentence)
        if clause:
            yield clause
        separator = not at_end and folded[at] in _SENTENCE_END + _CLAUSE_END + "."
        start = at + 1 if separator and at not in text.breaks else at
        if ends_sentence:
            sentence += 1


def _ends_sentence(text: MeasureText, at: int) -> bool:
    c = text.folded[at]
    if c in _SENTENCE_END:
        return not text.inside[at]
    # a full stop in half width: after Chinese text or a sign, never inside a number or after a heading's figure
    if c != "." or text.inside[at] or at == 0:
        return False
    before, after = text.folded[at - 1], text.folded[at + 1 : at + 2]
    return (is_cjk(before) or before in "%)") and (not after or after == " " or is_cjk(after))


def _ends_clause(text: MeasureText, at: int, kept: frozenset[int]) -> bool:
    c = text.folded[at]
    if c not in _CLAUSE_END or text.inside[at] or at in kept:
        return False
    # 1:1.5 is a ratio
    return not (c == ":" and at and text.folded[at - 1].isdigit() and text.folded[at + 1 : at + 2].isdigit())


def _trimmed(folded: str, start: int, end: int, sentence: int) -> Clause | None:
    enumerator = _ENUMERATOR.match(folded, start, end)
    if enumerator:
        start = enumerator.end()
    while end > start and folded[end - 1].isspace():
        end -= 1
    return Clause(start=start, end=end, sentence=sentence) if end > start else None

"""Numbering marks at the start of a paragraph: what they rank, and the number without its brackets and points."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from policyparse.lexicon import Lexicon

_CN = "一二三四五六七八九十百零〇"
_CIRCLED = "①-⑳㉑-㊿❶-❿"
#: One character that brings brackets or a point of its own: ㈠ is （一）, ⒈ is 1., ⑴ is （1）.
_ENCLOSED = (("㈠-㈩", "cn-bracket", 3.0), ("⒈-⒛", "arabic", 4.0), ("⑴-⒇", "arabic-bracket", 5.0))
_ENCLOSED_MARKS = tuple((re.compile(rf"^([{chars}])\s*[、．.]?\s*"), kind, rank) for chars, kind, rank in _ENCLOSED)

Kinds = tuple[tuple[str, float, re.Pattern[str]], ...]
#: Kinds by rank, outermost first, after GB/T 9704-2012 7.3.3 (一、 （一） 1. （1）) and the chapters, sections and
#: articles of plans and rules. A blank may stand after each mark. Marks made of words come from the lexicon (`_kinds`).
_FIXED: Kinds = (
    ("chapter", 0.2, re.compile(rf"^第\s*([{_CN}\d]{{1,4}})\s*章[\s　:：、]*")),
    ("section", 0.4, re.compile(rf"^第\s*([{_CN}\d]{{1,4}})\s*节[\s　:：、]*")),
    (
        "article",
        0.6,
        re.compile(
            rf"^第\s*([{_CN}\d]{{1,5}})\s*条[\s　:：、]+|^第\s*([{_CN}\d]{{1,5}})\s*条(?!主?线|战线)(?=[\u4e00-\u9fff])"
        ),
    ),
    ("cn-bracket", 3.0, re.compile(rf"^[（(〔［\[]\s*([{_CN}]{{1,5}})\s*[）)〕］\]]\s*[、．.]?\s*")),
    (
        "arabic",
        4.0,
        # 2.2022年底前…, 1.10月底前…: a time behind the number makes no decimal of it
        re.compile(
            r"^([0-9０-９]{1,3})\s*(?:[、．]|[.](?:(?![0-9０-９])|(?=(?:19|20)\d\d\s*年|(?:[1-9]|1[0-2])\s*月(?!\d)))|[,，](?=[\u4e00-\u9fff“《]))\s*"
        ),
    ),
    (
        "arabic-bracket",
        5.0,
        re.compile(r"^[（(]\s*([0-9０-９]{1,3})\s*[）)]\s*[、．.]?\s*|^([0-9０-９]{1,3})\s*[）)]\s*"),
    ),
    ("circled", 6.0, re.compile(rf"^([{_CIRCLED}])\s*[、．.]?\s*")),
)
_NESTED = re.compile(
    r"^([0-9０-９]{1,2}(?:[.．][0-9０-９]{1,2}){1,3})(?:[、．.\s]+|(?![亿万元个倍公米吨人%‰℃年月日]))(?=[\u4e00-\u9fff“《])"
)


@lru_cache(maxsize=8)
def _kinds(lexicon: Lexicon) -> Kinds:
    """All kinds by rank, with those whose words the lexicon names: 第一部分, 任务一：, 第一阶段, 第一件：."""
    words = lexicon["outline"]["numbered"]
    part, point, stage, thing, names = (
        "|".join(map(re.escape, words[name])) for name in ("parts", "points", "stages", "things", "names")
    )
    # 一、2022年主要目标 is a heading; 一、3号线 and 一,000 are rests of a line
    plain = rf"^([{_CN}]{{1,5}})\s*(?:、|[．.，,](?!\d))(?![一二三四五六七八九十\d]{{1,2}}(?:{names}))\s*"
    made: Kinds = (
        ("part", 0.0, re.compile(rf"^第\s*([{_CN}\d]{{1,4}})\s*(?:{part})[\s　:：、]*")),
        ("cn", 2.0, re.compile(plain)),
        ("named", 2.5, re.compile(rf"^(?:{point})\s*([{_CN}\d]{{1,3}})\s*[:：、．.]\s*")),
        (
            "stage",
            3.5,
            re.compile(rf"^第\s*([{_CN}\d]{{1,3}})\s*(?:(?:{stage})\s*[:：、,，．.]?|(?:{thing})[:：、])\s*(?=\S)"),
        ),
    )
    return tuple(sorted((*_FIXED, *made), key=lambda kind: kind[1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """`number` without brackets and points; `end` is where the text begins; a lower `rank` stands further out."""

    kind: str
    rank: float
    number: str
    end: int


def number_words(lexicon: Lexicon) -> frozenset[str]:
    """The words that a number is made with, without the number: 第 and 条, 任务, 阶段, 是."""
    words = lexicon["outline"]["numbered"]
    named = (word for name in ("parts", "points", "stages", "things") for word in words[name])
    return frozenset(("第", "章", "节", "条", "款", "是", "要", *named))


def read_marker(text: str, lexicon: Lexicon) -> Marker | None:
    """The mark that a paragraph begins with (一、 （一） 1. （1） ① 第一条 1.2), or None."""
    nested = _NESTED.match(text)
    if nested:
        depth = len(re.findall(r"[.．]", nested[1]))
        return Marker(kind="nested", rank=4.0 + 0.2 * depth, number=nested[1], end=nested.end())
    for pattern, kind, rank in _ENCLOSED_MARKS:
        match = pattern.match(text)
        if match:
            number = unicodedata.normalize("NFKC", match[1]).strip("().")
            return Marker(kind=kind, rank=rank, number=number, end=match.end())
    for kind, rank, pattern in _kinds(lexicon):
        match = pattern.match(text)
        if match:
            number = next(group for group in match.groups() if group)
            return Marker(kind=kind, rank=rank, number=number, end=match.end())
    return None


#: 一是, 二要 stand inside everything else.
ENUMERATION_RANK = 7.0
_ENUMERATION = re.compile(rf"^(?:第?([{_CN}]{{1,3}})(?:是|要)[:：，,]?)")


def read_enumeration(text: str) -> Marker | None:
    """一是, 二要 at the start of a paragraph: a mark only where a text has no other numbers."""
    match = _ENUMERATION.match(text)
    return Marker(kind="enumeration", rank=ENUMERATION_RANK, number=match[1], end=match.end()) if match else None


_PLAIN = re.compile(r"^(\d{1,2})[ 　]+(?=[\u4e00-\u9fff“][^。；;，,]{1,30}$)")


def read_plain_number(text: str) -> Marker | None:
    """3 保障措施: the outermost heading of a text that counts on with 3.1, 3.1.1."""
    match = _PLAIN.match(text)
    return Marker(kind="nested", rank=4.0, number=match[1], end=match.end()) if match else None


_BULLET = re.compile(r"^(?:([•·●○■□◆◇▪▲►▶➢✓☆★])\s*(?=\S)|([-–—]|——|--)\s*(?=[^\s\d.%\-–—]))")


def read_bullet(text: str) -> str | None:
    """The bullet that a paragraph begins with: a mark only where a text has no numbers."""
    match = _BULLET.match(text)
    return (match[1] or match[2]) if match else None


_IN_LINE = re.compile(rf"(?:^|(?<=[。；;：:]))([{_CN}]{{1,2}})(是|要)")
_COUNT = "一二三四五六七八九十"


def enumerated_pieces(text: str) -> list[str]:
    """A paragraph cut at 一要 … 二要 … (or 一是) that follow one another in it; the words before the first come first.

    The whole text as the only piece where there are not two of them.
    """
    cuts: list[int] = []
    word = ""
    for match in _IN_LINE.finditer(text):
        if len(cuts) < len(_COUNT) and match[1] == _COUNT[len(cuts)] and match[2] == (word or match[2]):
            cuts.append(match.start())
            word = match[2]
    if len(cuts) < 2:
        return [text]
    pieces = [text[a:b].strip() for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    return [piece for piece in pieces if piece]


_OPEN, _CLOSE = "（(〔［[【《“‘「", "）)〕］]】》”’」"
_STOP = "。！？!?"


def first_sentence(text: str) -> int:
    """Index after the first sentence's stop (。！？ outside brackets and quotes), or the length of the text.

    A line end closes a sentence as well. An unbalanced bracket holds for at most one sentence.
    """
    depth = 0
    fallback = 0
    for at, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char == "\n":
            return at
        elif char in _STOP:
            if depth == 0:
                return at + 1
            fallback = fallback or at + 1
    return fallback if depth and fallback else len(text)


def strip_stop(sentence: str) -> str:
    """A sentence without its closing 。 or ；"""
    return sentence.strip().rstrip("。；;").strip()

"""Text as printed: joining wrapped lines, folding for comparison, counting. Nothing here changes what is kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

#: CJK ideographs, kana, CJK punctuation and full-width forms: no blank belongs between two of these.
CJK = r"\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef“”‘’…—·"
_CJK_CHAR = re.compile(f"[{CJK}]")
#: Blank characters of office files: ideographic, no-break, zero-width, byte-order mark.
_BLANKS = re.compile(r"[^\S\n]+|[\u200b\u200c\u200d\u2060\ufeff\u00ad]+")
#: After one of these no blank belongs at a line's join: 11月-|12月, 14/|10万, ±|8℃.
_NO_BLANK = frozenset("-~/([<>=≥≤+±×")
#: Before one of these neither: 95|%, 20|℃. They belong to what they follow.
_NO_BLANK_BEFORE = frozenset("%‰℃°)],;:")
_RAISED_SIGNS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ"
_RAISED = str.maketrans("0123456789+-−n", _RAISED_SIGNS)
_BLANK = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff\u00ad]")

_FOLD = {
    **dict.fromkeys("—–―‐‑‒－﹣─━", "-"),
    **dict.fromkeys("“”„‟＂「」『』", '"'),
    **dict.fromkeys("‘’‚‛＇", "'"),
    **dict.fromkeys("〔［【﹝〖", "["),
    **dict.fromkeys("〕］】﹞〗", "]"),
    "。": "。",
    "、": "、",
    "～": "~",
    "〜": "~",
    "∼": "~",
    "−": "-",
    "／": "/",
    "∕": "/",
    "·": "·",
    "•": "·",
    "・": "·",
    "﹤": "<",
    "﹥": ">",
    "≦": "≤",
    "≧": "≥",
    "⩾": "≥",
    "⩽": "≤",
}


def fold(text: str) -> str:
    """A form for matching and comparison only: no blanks, half-width, one kind of dash, quote and bracket."""
    return _BLANK.sub("", text.translate(_TABLE))


def fold_width(text: str) -> str:
    """`text` with full-width digits, letters and punctuation made half-width, character by character.

    The result has the same length, so that positions found in it hold in `text`.
    """
    return text.translate(_TABLE)


def _narrow(c: str) -> str:
    code = ord(c)
    if 0xFF01 <= code <= 0xFF5E:
        return chr(code - 0xFEE0)
    if code < 0x80:
        return c
    if code == 0x3000:
        return " "
    if 0x2F00 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:  # Kangxi radicals, compatibility ideographs
        normal = unicodedata.normalize("NFKC", c)
        return normal if len(normal) == 1 else c
    return c


class _Table(dict[int, str]):
    """`str.translate` table, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = _FOLD.get(char) or _narrow(char)
        return self[code]


_TABLE = _Table()


def count(text: str) -> int:
    """Number of non-blank characters."""
    return len(_BLANK.sub("", text))


def compact(text: str) -> str:
    """`text` without any blank."""
    return _BLANK.sub("", text)


def tidy_blanks(text: str) -> str:
    """Blank runs (not line ends) become one blank, zero-width characters go, ends are stripped line by line."""
    text = _BLANKS.sub(
        lambda m: " " if m[0].strip("\u200b\u200c\u200d\u2060\ufeff\u00ad") or m[0].isspace() else "", text
    )
    return "\n".join(line.strip() for line in text.split("\n")).strip()


def join_lines(lines: Iterable[str]) -> str:
    """Join the lines of one wrapped paragraph: no blank where one side of the join is Chinese, else one blank.

    A hyphen or slash at a line end is kept as printed, without a blank; so is a sign or closing mark at a line's start.
    """
    joined = ""
    for line in lines:
        line = tidy_blanks(line)
        if not line:
            continue
        tied = joined[-1:] in _NO_BLANK or line[0] in _NO_BLANK_BEFORE
        if joined and not tied and not (_CJK_CHAR.match(joined[-1]) or _CJK_CHAR.match(line[0])):
            joined += " "
        joined += line
    return joined


def exponent(host: str, raised: str) -> str:
    """Figures printed raised after a letter or figure, as the characters for it: m and 2 is m², 10 and 4 is 10⁴.

    Other raised text (marks of footnotes after Chinese text, the th of 4th) stays as it is.
    """
    last = host[-1:]
    hosts = (last.isascii() and last.isalnum()) or (bool(last) and last in _RAISED_SIGNS)
    return raised.translate(_RAISED) if hosts and all(ord(c) in _RAISED for c in raised) else raised


def one_line(text: str) -> str:
    """A cell or paragraph as one line: its own line ends joined by the same rule."""
    return join_lines(text.split("\n")) if "\n" in text else tidy_blanks(text)


def is_cjk(c: str) -> bool:
    """Is this character Chinese text or punctuation."""
    return bool(_CJK_CHAR.match(c))

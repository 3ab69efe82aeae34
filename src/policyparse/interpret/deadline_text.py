"""Text as a grammar of time reads it: folded, without blanks, every position mapped back to what is printed."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from policyparse.text import fold_width, one_line

_BLANK = re.compile(r"[^\S\n]|[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
#: A number whose digits stand apart (`1 2 月`, `2 0 1 9 年`): scans and justified lines give these.
#: At most a day, month or year long, so a run of digits cannot make it slow.
_SPACED_DIGITS = re.compile(r"(?<![\d.,])(?<!\d )(\d(?: \d){1,3})(?= ?[年月日])")
#: A line end inside an expression: the line before it cannot end there, or the next cannot begin so.
_OPEN_END = re.compile(r"(?:[年第到至~、从自于\-]|\d)$")
_OPEN_START = re.compile(r"(?:[年月日底末前至到~、\-]|以前|之前|份|季度)")

_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "O": "0",
    "o": "0",
    "两": "2",
}
ZH = "一二三四五六七八九"
#: One or two digits, or a Chinese numeral up to 99.
N2 = rf"(?:\d{{1,2}}|[{ZH}]?十[{ZH}]?|[{ZH}])"
#: A year of four digits, Arabic or Chinese. Years before 1900 and after 2099 are no years of this genre.
Y4 = rf"(?:(?<![\d.])(?:19|20)\d\d|(?<![〇零○{ZH}])(?:一九|二[〇零○Oo0])[〇零○Oo0{ZH}]{{2}})"


def number(text: str) -> int:
    """Value of a numeral that `N2` or `Y4` matches (`12`, `十二`, `二〇二三`); 半 and others raise ValueError."""
    if text.isascii() and text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0"))
    return int("".join(_DIGITS.get(c, c) for c in text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """`text` is the folded form; character i of it stands at `places[i]` (from 0) of `source`."""

    source: str
    text: str
    places: tuple[int, ...]

    def printed(self, start: int, end: int) -> str:
        """What is printed at `text[start:end]`, as one line."""
        if start >= end:
            return ""
        return one_line(self.source[self.places[start] : self.places[end - 1] + 1])

    def at(self, start: int) -> int:
        """Position in `source` of folded position `start`; the end of the source for the end of the text."""
        return self.places[start] if start < len(self.places) else len(self.source)


def folded(source: str) -> Folded:
    """Fold `source`: half width, no blanks (one stays between two Arabic numbers), line ends only between expressions."""
    wide = _BLANK.sub(" ", fold_width(source.replace("\r", "\n").replace("\t", " ")))
    joined = set[int]()
    for match in _SPACED_DIGITS.finditer(wide):
        if _is_one_number(match[1].replace(" ", "")):
            joined.update(range(match.start(), match.end()))
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(wide):
        if letter == " ":
            continue
        if letter == "\n" and _goes_on(wide, place):
            continue
        gap = letters and place - places[-1] > 1 and letters[-1].isdecimal() and letter.isdecimal()
        if gap and place not in joined:
            letters.append(" ")
            places.append(place - 1)
        letters.append(letter)
        places.append(place)
    return Folded(source=source, text="".join(letters), places=tuple(places))


def _is_one_number(digits: str) -> bool:
    return len(digits) == 4 or (len(digits) == 2 and int(digits) <= 31)


def _goes_on(wide: str, place: int) -> bool:
    """Does an expression go on over the line end at `place`."""
    before = wide[max(0, place - 4) : place].rstrip(" ")
    after = wide[place + 1 : place + 6].lstrip(" ")
    if _OPEN_START.match(after) and not after.startswith(("年底", "年末", "年内", "月底", "月末")):
        return bool(before) and (before[-1].isalnum() and before[-1] not in "。；;,")
    return (
        bool(_OPEN_END.search(before))
        and after[:1] in "0123456789一二三四五六七八九十上下底末前季月日年"
        and after != ""
    )


class Bounds:
    """Where the clauses and sentences of a folded text begin and end, found once, asked often."""

    __slots__ = ("_clause", "_sentence", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._clause = [m.start() for m in re.finditer(r"[,;。!?\n:]", text)]
        self._sentence = [m.start() for m in re.finditer(r"[;。!?\n]", text)]

    def before(self, place: int, limit: int = 40) -> str:
        """The clause's words before `place`, at most `limit` of them."""
        return self._text[self.clause_start(place, limit) : place]

    def clause_start(self, place: int, limit: int = 40) -> int:
        return max(place - limit, _last(self._clause, place) + 1, 0)

    def sentence_start(self, place: int, limit: int = 200) -> int:
        return max(place - limit, _last(self._sentence, place) + 1, 0)

    def after(self, place: int, limit: int = 60) -> str:
        """The clause's words from `place` on."""
        return self._text[place : min(place + limit, _next(self._clause, place, len(self._text)))]

    def rest(self, place: int, limit: int = 160) -> str:
        """The sentence's words from `place` on (up to ；。 or a line end)."""
        return self._text[place : min(place + limit, _next(self._sentence, place, len(self._text)))]

    def sentence_end(self, place: int) -> int:
        return _next(self._sentence, place, len(self._text))


def _last(marks: list[int], place: int) -> int:
    at = bisect_left(marks, place)
    return marks[at - 1] if at else -1


def _next(marks: list[int], place: int, end: int) -> int:
    at = bisect_left(marks, place)
    return marks[at] if at < len(marks) else end

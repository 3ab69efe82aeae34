"""Points of the calendar as they are printed: a year, a quarter, a month, a third of a month, a day, an end.

Works on folded text (`deadline_text`). A point says what is printed and no more; which year it takes
when none is printed is decided later (`deadline_resolve`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from policyparse.interpret.deadline_point import CLOCK, CONNECT, LIST, Point, guard
from policyparse.interpret.deadline_text import N2, Y4, ZH, number
from policyparse.lexicon import Lexicon

#: The five-year plan with number 13 (十三五) began in 2016; the law popularisation plan 七五普法 in the same year.
PLAN_13_START = 2016
LAW_PLAN_7_START = 2016

_THIRDS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 0), "上中旬": (1, 20), "中上旬": (1, 20), "中下旬": (11, 0)}
_WEEKDAY = r"(?:\((?:星期|周|礼拜)[一二三四五六日天]\))"
_BARE_YEARS = re.compile(r"(?<![\d.])((?:19|20)\d\d)[-~至]{1,2}((?:19|20)\d\d)(?![\d.年/-])")


class Calendar:
    """The grammar of points for one lexicon. `point` reads one at a place of folded text, or gives None."""

    __slots__ = (
        "_alone",
        "_day",
        "_dotted",
        "_plan",
        "_relative",
        "_short_year",
        "_spans",
        "_sub",
        "_year",
        "triggers",
    )

    def __init__(
        self, compounds: Mapping[str, Sequence[str]], offsets: Mapping[str, int], spans: Mapping[str, Sequence[int]]
    ) -> None:
        c = compounds
        self._relative = dict(offsets)
        self._spans = dict(spans)
        relative = "|".join(sorted(map(re.escape, [*self._relative, *self._spans]), key=len, reverse=True))
        year_tail = rf"(?:度{guard(c, '度')})?{guard(c, '年')}"
        self._year = re.compile(
            rf"(?:(?P<y>{Y4})(?:年{year_tail}|(?={CONNECT}{Y4}年))|(?<![以基每说文证注声晚同层身之])(?P<rel>{relative}))的?"
        )
        # 22年6月底前: two digits, only in a cell and only before a part of the year
        self._short_year = re.compile(
            rf"(?<![\d.])(?P<y>[123]\d)年(?P<rel>(?!))?(?=[年]?底|{N2}月|第?[1-4一二三四]季度|[上下]半年)"
        )
        shared_month = rf"(?=(?:(?:{CONNECT}|{LIST}){N2}){{1,11}}月)"
        shared_day = rf"(?=(?:(?:{CONNECT}|{LIST}){N2}){{1,9}}[日号])"
        shared_quarter = rf"(?=(?:(?:{CONNECT}|{LIST})第?[1-4一二三四]){{1,3}}季度)"
        tail = rf"{_WEEKDAY}?{CLOCK}?{_WEEKDAY}?"
        day = rf"(?P<d>{N2})(?:(?:日{guard(c, '日')}|号{guard(c, '号')}){tail}|(?P<ds>{shared_day})|(?=以前|之前|前))"
        edge = f"(?P<edge>月?底{guard(c, '底')}|月?末{guard(c, '末')}|初{guard(c, '初')})"
        third = "(?P<third>上中旬|中上旬|中下旬|上旬|中旬|下旬)"
        middle = r"(?P<mid>中)(?=前|以前|之前|[,;。)、\n]|$)"
        month = rf"(?P<m>{N2})(?:月(?:份|{guard(c, '月')})的?(?:{third}|{edge}|{middle}|{day})?|(?P<ms>{shared_month}))"
        quarter = rf"第?(?P<q>[1-4一二三四])(?:季度{guard(c, '季度')}(?P<qe>末|底{guard(c, '底')})?|季(?P<qe2>末|底)|(?P<qs>{shared_quarter}))|[Qq](?P<qq>[1-4])(?![\d.])"
        half = r"(?P<h>上|下)半年(?P<he>末|底)?"
        whole = f"(?P<whole>全年)|(?P<in>年?内{guard(c, '内')})"
        ends = (
            f"(?P<ye>年?底{guard(c, '底')}|年?末{guard(c, '末')}|年?终)|(?P<yb>年?初{guard(c, '初')})"
            r"|(?P<ym>年?中)(?=前|以前|之前|[,;。)\n]|$)"
        )
        numeric = r"(?P<nm>\d{1,2})[./](?P<nd>\d{1,2})(?![\d.%])(?=前|以前|之前|日|号|底|~|至|-|[,;。、)\n]|$)[日号]?"
        self._sub = re.compile(f"{numeric}|{quarter}|{month}|{half}|{whole}|{ends}")
        first_quarters = r"前(?P<fq>[二两三23])个?季度"
        alone_ends = (
            f"(?P<ye>年{{1,2}}底{guard(c, '底')}|年{{1,2}}末{guard(c, '末')}|年终)|(?P<yb>年初{guard(c, '初')})"
            rf"|(?P<ym>年中)(?=前|以前|之前|[,;。)\n]|$)"
        )
        alone_whole = f"(?P<whole>全年)|(?P<in>(?<![{ZH}十\\d几数近两半])(?:本|当)?年内{guard(c, '内')})"
        here = f"(?P<here>(?:本)?月(?:底{guard(c, '底')}|末{guard(c, '末')})|(?:本)?季度?(?:末|底))"
        self._alone = re.compile(
            f"{numeric}|{first_quarters}|{quarter}|{month}|{half}|{alone_whole}|{alone_ends}|{here}"
        )
        self._dotted = re.compile(
            r"(?<![\d./])(?P<y>(?:19|20)\d\d)(?:(?P<s>[./-])(?P<m>\d{1,2})"
            rf"(?:(?P=s)(?P<d>\d{{1,2}})(?!\d)[日号]?{tail}|(?P<mm>月(?:份|{guard(c, '月')}))(?:{third}|{edge})?|(?P<e2>[底末])|(?![\d年%‰./]))"
            r"|(?P<m8>0[1-9]|1[0-2])(?P<d8>[0-3]\d)?(?!\d))"
        )
        self._plan = re.compile(
            r'(?P<o>")?(?P<p>十[一二三四五六七八九]?)五(?(o)")(?:规划|计划)?(?P<t>期间|时期|期末|末期|末|期内|收官)?(?!普法)'
        )
        self._day = re.compile(rf"(?P<d>{N2})(?:日{guard(c, '日')}|号{guard(c, '号')}){tail}")
        first = {w[0] for w in [*self._relative, *self._spans]}
        self.triggers = re.compile(
            rf'(?<![\d])\d|(?<![{ZH}十〇零○])[{ZH}十]|[第"年全前月季Qq{"".join(sorted(re.escape(w) for w in first))}上下]'
        )

    def point(self, text: str, place: int, *, numeric: bool) -> Point | None:
        """The point that begins at `place`. `numeric` lets `6.30` and `202006` in, as in a cell."""
        dotted = self._dotted.match(text, place)
        if dotted:
            return self._from_dotted(dotted, numeric=numeric)
        plan = self._plan.match(text, place)
        if plan:
            return self._from_plan(plan)
        year = self._year.match(text, place) or (self._short_year.match(text, place) if numeric else None)
        if year:
            return self._after_year(text, year)
        span = _BARE_YEARS.match(text, place) if numeric else None
        if span:  # 2023-2025
            first, last = int(span[1]), int(span[2])
            whole = Point(start=place, end=span.end(), level="year", year=first, years=last - first + 1)
            return whole if last > first else None
        sub = self._alone.match(text, place)
        if not sub or not _stands_alone(text, place, sub):
            return None
        if sub["nm"] and not numeric:
            return None
        return self._from_sub(sub, Point(start=place, end=sub.end(), level="year", bare=bool(sub["nm"])))

    def day(self, text: str, place: int) -> Point | None:
        """A day without its month, as the later end of a span or list (`3月1日-20日`)."""
        found = self._day.match(text, place)
        if not found:
            return None
        value = number(found["d"])
        return Point(
            start=place, end=found.end(), level="day", first_day=value, last_day=value, end_only=True, day_only=True
        )

    def _after_year(self, text: str, year: re.Match[str]) -> Point | None:
        word = year["rel"]
        base = Point(start=year.start(), end=year.end(), level="year", end_only=True)
        if year["y"]:
            shared = text[year.end("y") : year.end("y") + 1] not in "年"
            value = number(year["y"])
            base = replace(base, year=value if value > 99 else 2000 + value, shared=shared)
        elif word in self._spans:
            low, high = self._spans[word][0], self._spans[word][1]
            return replace(base, offset=low, years=high - low + 1, end_only=False)
        else:
            base = replace(base, offset=self._relative[word])
        sub = self._sub.match(text, year.end())
        if base.shared or not sub:
            # 的 belongs to the words after a bare year
            return replace(base, end=year.end() - 1) if year[0].endswith("的") else base
        return self._from_sub(sub, replace(base, end=sub.end()))

    def _from_sub(self, m: re.Match[str], base: Point) -> Point | None:
        g = m.groupdict()
        if g["nm"]:
            return _day(base, int(g["nm"]), int(g["nd"]))
        if g["m"]:
            return _month(base, m)
        if g["q"] or g["qq"]:
            last = 3 * number(g["q"] or g["qq"])
            ended = bool(g["qe"] or g["qe2"])
            return replace(
                base,
                level="quarter",
                first_month=last if ended else last - 2,
                first_day=0 if ended else 1,
                last_month=last,
                end_only=ended,
                shared=g["qs"] is not None,
            )
        if g.get("fq"):
            return replace(base, level="quarter", last_month=3 * number(g["fq"].replace("两", "二")), end_only=False)
        if g["h"]:
            first, last = (1, 6) if g["h"] == "上" else (7, 12)
            if g["he"]:
                return replace(base, level="half", first_month=last, first_day=0, last_month=last, end_only=True)
            return replace(base, level="half", first_month=first, last_month=last, end_only=False)
        if g.get("here"):
            here: Literal["month", "quarter"] = "month" if "月" in g["here"] else "quarter"
            return replace(base, level="month", first_day=0, end_only=True, here=here)
        if g["yb"] or g.get("ym"):
            return None  # 年初 and 年中 name no day; they are open terms in a cell
        if g["ye"]:
            return replace(base, level="year", first_month=12, first_day=0, end_only=True)
        return replace(base, level="year", end_only=True, bare=g["whole"] is not None)

    def _from_dotted(self, m: re.Match[str], *, numeric: bool) -> Point | None:
        month = int(m["m"] or m["m8"])
        base = Point(start=m.start(), end=m.end(), level="month", year=int(m["y"]))
        if m["d"] or m["d8"]:
            if m["d8"] and not numeric:
                return None
            return _day(base, month, int(m["d"] or m["d8"]))
        if m["m8"] and not numeric:
            return None
        if m["third"]:
            first, last = _THIRDS[m["third"]]
            return replace(base, level="third", first_month=month, last_month=month, first_day=first, last_day=last)
        if m["e2"] or (m["edge"] and m["edge"] != "初"):
            return replace(base, first_month=month, last_month=month, first_day=0, end_only=True)
        return replace(base, first_month=month, last_month=month, bare=not m["mm"])

    def _from_plan(self, m: re.Match[str]) -> Point | None:
        name, tail = m["p"], m["t"]
        if not m["o"] and (not tail or name == "十"):
            return None  # without quotes 十五 is a number and 十三五 needs 期间 or 末 behind it
        start = plan_start(number(name))
        return Point(
            start=m.start(),
            end=m.end(),
            level="plan",
            year=start,
            years=5,
            end_only=bool(tail) and tail in ("期末", "末期", "末", "收官"),
            bare=not tail,
        )


def plan_start(plan: int) -> int:
    """First year of the five-year plan with that number (13 for 十三五: 2016)."""
    return PLAN_13_START + 5 * (plan - 13)


def _day(base: Point, month: int, day: int) -> Point:
    return replace(
        base, level="day", first_month=month, last_month=month, first_day=day, last_day=day, end_only=True, shared=False
    )


def _month(base: Point, m: re.Match[str]) -> Point:
    month = number(m["m"])
    point = replace(base, level="month", first_month=month, last_month=month, end_only=False)
    if m["ms"] is not None:
        return replace(point, shared=True)
    if m["d"]:
        return replace(_day(point, month, number(m["d"])), shared=m["ds"] is not None)
    if m["third"] or m["mid"] or m["edge"] == "初":
        # 初 is read as the first ten days, 中 as the second, like the thirds that are named so
        first, last = _THIRDS[m["third"] or ("中旬" if m["mid"] else "上旬")]
        return replace(point, level="third", first_day=first, last_day=last)
    if m["edge"]:
        return replace(point, first_day=0, end_only=True)
    return point


_NUMBERED = re.compile(r"(?:^|[;。\n,:(])\d{1,2}[.．]$")


def _stands_alone(text: str, place: int, sub: re.Match[str]) -> bool:
    """Is the sub-point at `place` no tail of a longer word or number."""
    before = text[place - 1 : place]
    if not before:
        return True
    if before.isdecimal() or before in "第每个":
        return False
    if sub["ye"] or sub["in"] or sub["yb"]:
        return before not in f"当历往同该每几数近{ZH}十两半半百千"
    if sub["here"]:
        return before not in f"{ZH}十每个当次下上逐按半"
    if before == ".":
        return bool(_NUMBERED.search(text[max(0, place - 4) : place]))
    return not (sub["q"] and before == "前")


@lru_cache(maxsize=4)
def calendar(lexicon: Lexicon) -> Calendar:
    """The grammar of points for `lexicon`, compiled once."""
    words = lexicon["deadlines"]
    return Calendar(words["compounds"], words["relative_years"], words["relative_spans"])

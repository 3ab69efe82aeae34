"""Dated terms: points of the calendar joined to spans and lists, with the word that says by, from or within."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from policyparse.interpret.deadline_point import CONNECT, LIST, Level, Point, guard
from policyparse.interpret.deadline_points import Calendar, calendar
from policyparse.lexicon import Lexicon

Mark = Literal["by", "from", "after", "at"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One milestone or span of a term: `first` to `last`, the same point where it is no span."""

    first: Point
    last: Point

    @property
    def is_span(self) -> bool:
        return self.first != self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A dated expression, `text[start:end]` of the folded text, with the groups it lists.

    `mark`: `by` (前, 底前, 到…), `from` (起), `after` (以后), `at` (nothing said). `lead` is the word of
    motion before it (到, 至, 从, 自), part of the expression.
    """

    start: int
    end: int
    groups: tuple[Group, ...]
    mark: Mark
    lead: str
    rule: str

    @property
    def level(self) -> Level:
        return self.groups[-1].last.level

    @property
    def printed_year(self) -> int | None:
        """The last year that is printed in it, or None."""
        years = [p.year + p.years - 1 for g in self.groups for p in (g.first, g.last) if p.year is not None]
        return years[-1] if years else None

    @property
    def strong(self) -> bool:
        """Does it say by when in its own words (前, 底, a day, 年内), not just name a time."""
        return self.mark == "by" or (self.mark == "at" and all(g.last.end_only and not g.is_span for g in self.groups))


class Spans:
    """Finds dated terms in folded text for one lexicon."""

    __slots__ = ("_after_end", "_calendar", "_connect", "_list", "_suffix")

    def __init__(self, grammar: Calendar, compounds: Mapping[str, Sequence[str]]) -> None:
        self._calendar = grammar
        self._connect = re.compile(CONNECT)
        self._list = re.compile(LIST)

        def after(letter: str) -> str:
            return letter + guard(compounds, letter)

        def suffix(before: str) -> re.Pattern[str]:
            return re.compile(
                rf"(?:左右|上下|前后)?(?P<during>期间|之间)?(?:(?P<by>以前|之前|前夕|{before}|为止|{after('止')}|截止)"
                rf"|(?P<after>以后|之后|{after('后')})|(?P<since>以来)|(?P<from>{after('起')}|开始)|(?P<within>以内|之内|{after('内')}))?"
            )

        self._suffix = suffix(after("前"))
        # behind an end or a day 前 is 'by': 6月底前提出 is no 前提 (premise)
        self._after_end = suffix("前(?!后)")

    def find(self, text: str, *, numeric: bool) -> list[Dated]:
        """Dated terms from left to right; they do not overlap. `numeric`: see `Calendar.point`."""
        found: list[Dated] = []
        end = 0
        for trigger in self._calendar.triggers.finditer(text):
            place = trigger.start()
            if place < end:
                continue
            term = self.term_at(text, place, end, numeric=numeric)
            if term:
                found.append(term)
                end = term.end
        return found

    def term_at(self, text: str, place: int, floor: int, *, numeric: bool) -> Dated | None:
        """The term that begins at `place`; its word of motion may reach back to `floor`."""
        first = self._calendar.point(text, place, numeric=numeric)
        if not first:
            return None
        points, joins = [first], list[str]()
        while True:
            end = points[-1].end
            join = "-"
            mark = self._connect.match(text, end)
            if not mark or (joins and joins[-1] == "-"):
                join, mark = ",", self._list.match(text, end)
            if not mark:
                break
            later = self._later(text, mark.end(), points[-1], numeric=numeric)
            if not later:
                break
            points.append(later)
            joins.append(join)
        if points[-1].shared:
            return None  # a number whose unit never came
        tail = (
            self._after_end
            if (points[-1].end_only and points[-1].level != "year") or _is_edge(points[-1])
            else self._suffix
        )
        suffix = tail.match(text, points[-1].end)
        kind = next((k for k in ("by", "after", "since", "from", "within") if suffix and suffix[k]), None)
        end = suffix.end() if suffix else points[-1].end
        if kind == "since":
            return None
        if kind is None and text[points[-1].end - 1] == "内":
            kind = "within"  # 年内
        start, lead = _lead(text, place, floor)
        groups = _groups(_spread(points, joins), joins)
        mark_: Mark = "at"
        if kind in ("by", "within") or (lead in ("到", "至", "截至", "截止", "截止到", "截止至") and kind is None):
            mark_ = "by"
        elif kind == "after":
            mark_ = "after"
        elif kind == "from" or (lead in ("从", "自") and len(groups) == 1 and not groups[0].is_span):
            mark_ = "from"
        return Dated(
            start=start, end=end, groups=tuple(groups), mark=mark_, lead=lead, rule=_rule(groups, mark_, within=kind)
        )

    def _later(self, text: str, place: int, before: Point, *, numeric: bool) -> Point | None:
        if before.level == "day":
            day = self._calendar.day(text, place)
            if day:
                return day
        if before.shared and before.level == "day":
            return None
        found = self._calendar.point(text, place, numeric=numeric)
        if not found and numeric and before.bare and before.level == "month" and (m := _BARE_MONTH.match(text, place)):
            month = int(m[0])  # 2023.3-12
            found = replace(before, start=place, end=m.end(), year=None, first_month=month, last_month=month)
        return found if found and not (found.level == "plan" and before.level != "plan") else None


_BARE_MONTH = re.compile(r"(?:1[0-2]|0?[1-9])(?![\d.年月日号%])")


def _is_edge(point: Point) -> bool:
    return point.level == "year" and point.first_month == 12


_LEADS = ("截止到", "截止至", "截至", "截止", "到", "至", "从", "自")
#: 达到, 提高到 … 到 belongs to the verb before it.
_NO_LEAD_BEFORE = "达得直提升降长少扩增迟后遇等做拿看感受找想"


def _lead(text: str, place: int, floor: int) -> tuple[int, str]:
    for word in _LEADS:
        start = place - len(word)
        if start >= floor and text.startswith(word, start):
            if word == "到" and text[start - 1 : start] in _NO_LEAD_BEFORE and start > 0:
                return place, ""
            return start, word
    return place, ""


def _spread(points: Sequence[Point], joins: Sequence[str]) -> list[Point]:
    """Give every point what is printed once for all of them: the year before it, the month, the end behind it."""
    spread = list(points)
    for i, point in enumerate(spread[1:], start=1):
        before = spread[i - 1]
        if point.day_only:
            point = replace(point, first_month=before.last_month, last_month=before.last_month)
        if point.year is None and point.offset is None and point.here is None:
            point = replace(point, year=before.year, offset=before.offset)
        if (
            point.offset is not None
            and points[i].offset is not None
            and before.year is not None
            and joins[i - 1] == "-"
        ):
            # 2022年11月至次年3月: the next year of the span's own beginning
            point = replace(point, year=before.year + point.offset, offset=None)
        spread[i] = point
    last = spread[-1]
    for i, point in enumerate(spread):
        same = point.level == last.level or (point.level == "month" and last.level == "third")
        if i < len(joins) and point.shared and same and joins[i] == ",":
            # 3、6、9月底前: the end is printed once
            spread[i] = (
                replace(point, end_only=last.end_only, first_day=last.first_day, last_day=last.last_day)
                if (last.level in ("month", "third"))
                else replace(point, end_only=last.end_only)
            )
        elif i < len(joins) and point.level == "month" and last.level == "month" and last.end_only and joins[i] == ",":
            spread[i] = replace(point, first_day=0, end_only=True)
    return spread


def _groups(points: Sequence[Point], joins: Sequence[str]) -> list[Group]:
    groups = [Group(first=points[0], last=points[0])]
    for join, point in zip(joins, points[1:], strict=True):
        before = groups[-1].last
        follows = (
            before.shared
            and not before.end_only
            and before.level == point.level
            and point.level in ("month", "quarter")
        )
        if join == "-" or (follows and point.first_month == before.last_month + 1):
            groups[-1] = replace(groups[-1], last=point)  # 二、三季度 is one span
        else:
            groups.append(Group(first=point, last=point))
    return groups


def _rule(groups: Sequence[Group], mark: Mark, *, within: str | None) -> str:
    if len(groups) > 1:
        return f"list-of-{groups[-1].last.level}s"
    shape = "span" if groups[0].is_span else groups[0].last.level
    return f"{shape}-{'within' if within == 'within' else mark}"


@lru_cache(maxsize=4)
def spans(lexicon: Lexicon) -> Spans:
    """The finder of dated terms for `lexicon`, compiled once."""
    return Spans(calendar(lexicon), lexicon["deadlines"]["compounds"])

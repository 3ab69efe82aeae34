"""Recurring terms (每月24日前, 每季度末, 按月) as RFC 5545 recurrence rules.

A rule holds what is printed and no start: 每半年 is every sixth month (FREQ=MONTHLY;INTERVAL=6), since RFC 5545
has no half years. A third of a month (旬) recurs on its last day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from policyparse.interpret.deadline_point import CLOCK, CONNECT, LIST, Point, guard
from policyparse.interpret.deadline_points import Calendar, calendar
from policyparse.interpret.deadline_spans import Group, Spans, spans
from policyparse.interpret.deadline_text import N2, ZH, number
from policyparse.lexicon import Lexicon

_WEEKDAYS = dict(zip("一二三四五六日天", ("MO", "TU", "WE", "TH", "FR", "SA", "SU", "SU"), strict=True))
_MONTHS_OF = {"first": (1, 4, 7, 10), "second": (2, 5, 8, 11), "last": (3, 6, 9, 12)}
_MONTHS_BY_TWO = {"单月": "1,3,5,7,9,11", "双月": "2,4,6,8,10,12"}
_THIRD_ENDS = {
    "上旬": "10",
    "初": "10",
    "中旬": "20",
    "下旬": "-1",
    "底": "-1",
    "末": "-1",
    "月底": "-1",
    "月末": "-1",
    "月初": "10",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """A recurring term, `text[start:end]` of the folded text. `fixed`: it names a day, month or end inside the cycle."""

    start: int
    end: int
    rrules: tuple[str, ...]
    fixed: bool
    rule: str = "cycle"


class Cycles:
    """Finds recurring terms in folded text for one lexicon."""

    __slots__ = ("_calendar", "_every", "_month", "_quarter", "_spans", "_tail", "_week", "_whole")

    def __init__(self, grammar: Calendar, terms: Spans, lexicon: Lexicon) -> None:
        c = lexicon["deadlines"]["compounds"]
        self._calendar = grammar
        self._spans = terms
        unit = r"(?P<u>工作日|半年|半月|[单双]月|年度?|季度?|月度?|周|星期|日|天|旬)"
        self._every = re.compile(
            rf"(?:每(?:间?隔)?(?P<n>\d{{1,2}}|[{ZH}两]|半)?个?{unit}|(?:按|逐|分(?!年))(?P<by>半年|年度?|季度?|月度?|周|旬|日)(?!照|期|时|龄|限|代|级|内)"
            rf"|(?<![{ZH}十\d])[一1]个?(?P<once>半年|年|季度?|月|周)(?=[一1](?:次|调度|通报|报送?|督导|督查|检查|总结|汇总))"
            rf"|(?<![{ZH}十\d第近前后上下半个])(?P<once2>半年|年|季度?|月|周)(?=[一1]次))"
        )
        day = rf"(?:{N2})(?:日{guard(c, '日')}|号{guard(c, '号')})"
        shared = rf"(?:{N2})(?=(?:(?:{CONNECT}|{LIST}){N2}){{1,9}}[日号])"
        days = rf"(?P<days>(?:{shared}|{day})(?:(?:{CONNECT}|{LIST})(?:{shared}|{day})){{0,9}})"
        part = "上旬|中旬|下旬"
        self._month = re.compile(
            rf"的?(?:{days}|(?P<part>{part}|月?底{guard(c, '底')}|月?末{guard(c, '末')}|月?初{guard(c, '初')})"
            rf"|(?P<nth>第[一二三四1-4]|最后[一1])个(?P<wd>工作日|(?:周|星期)[一二三四五六日天]))"
        )
        self._quarter = re.compile(
            r"的?(?:(?P<last>末月|季?末|季?底|最后[一1]?个月|末个月|第[三3]个?月)|(?P<first>首月|首个月|次月|第?[一1]个?月|季?初)|(?P<second>第[二2]个?月|中间月))?"
            rf"(?:的?(?:{days}|(?P<part>{part}|底|末)))?"
        )
        self._week = re.compile(
            r"的?(?P<wd>[一二三四五六日天](?:[、和及](?:周|星期)?[一二三四五六日天])*)(?![次个年月名份])"
        )
        self._whole = re.compile(r"^(?:(?P<m>月度|按月|月报)|(?P<q>季度|按季|季报)|(?P<h>半年度|按半年|半年报))$")
        self._tail = re.compile(
            rf"{CLOCK}?(?:以前|之前|前(?!后|期|往))|(?:至少|不少于|各)?(?:开展|召开|进行|组织|报送|通报|调度|检查|督导|督查)?(?:[{ZH}两]|\d{{1,2}})次"
        )

    def find(self, text: str) -> list[Cycle]:
        """Recurring terms from left to right; they do not overlap."""
        found: list[Cycle] = []
        end = 0
        for head in self._every.finditer(text):
            if head.start() < end:
                continue
            cycle = self._read(text, head)
            found.append(cycle)
            end = cycle.end
        return found

    def whole(self, text: str) -> Cycle | None:
        """A cell that is no more than the name of a period (月度, 季度)."""
        m = self._whole.match(text)
        if not m:
            return None
        kind = next(k for k in "mqh" if m[k])
        rrule = {
            "m": "FREQ=MONTHLY",
            "q": "FREQ=MONTHLY;INTERVAL=3",
            "h": "FREQ=MONTHLY;INTERVAL=6",
        }
        return Cycle(start=0, end=len(text), rrules=(rrule[kind],), fixed=False, rule="cycle-name")

    def _read(self, text: str, head: re.Match[str]) -> Cycle:
        unit = (head["u"] or head["by"] or head["once"] or head["once2"]).removesuffix("度")
        times = head["n"]
        if times == "半":
            unit, times = f"半{unit}", None
        step = number(times) if times and times != "两" else 2 if times == "两" else 1
        end, fixed = head.end(), False
        rrules: tuple[str, ...] = ()
        if unit == "年" and step == 1:
            end, rrules = self._in_year(text, head.end())
            fixed = bool(rrules)
        elif unit == "月" and step == 1:
            end, rrules = self._in_month(text, head.end())
            fixed = bool(rrules)
        elif unit in _MONTHS_BY_TWO:
            end, rrules = self._in_month(text, head.end())
            months = f";BYMONTH={_MONTHS_BY_TWO[unit]}"
            fixed = bool(rrules)
            rrules = tuple(r.replace("FREQ=MONTHLY", "FREQ=MONTHLY" + months) for r in rrules or ("FREQ=MONTHLY",))
        elif unit == "季" and step == 1:
            end, rrules = self._in_quarter(text, head.end())
            fixed = bool(rrules)
        elif unit == "半年":
            m = re.compile(r"年?[底末]").match(text, head.end())
            if m:
                end, rrules, fixed = m.end(), ("FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1",), True
        elif unit in ("周", "星期") and step == 1 and (m := self._week.match(text, head.end())):
            end, rrules, fixed = m.end(), (f"FREQ=WEEKLY;BYDAY={_weekdays(m['wd'])}",), True
        tail = self._tail.match(text, end)
        return Cycle(
            start=head.start(), end=tail.end() if tail else end, rrules=rrules or (_plain(unit, step),), fixed=fixed
        )

    def _in_year(self, text: str, place: int) -> tuple[int, tuple[str, ...]]:
        if early := re.compile(r"年?初(?![步级期中])").match(text, place):
            return early.end(), ()  # a part of the year without a day
        place += 1 if text.startswith("的", place) else 0
        edge = re.compile(r"年?[底末终](?![数线层端])").match(text, place)
        if edge:
            return edge.end(), ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1",)
        term = self._spans.term_at(text, place, place, numeric=False)
        if not term or term.printed_year is not None:
            return place, ()
        by_day: dict[str, list[int]] = {}
        for group in term.groups:
            months, day = _months(group, by=term.mark == "by")
            by_day.setdefault(day, []).extend(m for m in months if m not in by_day.get(day, []))
        rules = tuple(
            f"FREQ=YEARLY;BYMONTH={','.join(map(str, sorted(months)))}" + (f";BYMONTHDAY={day}" if day else "")
            for day, months in by_day.items()
        )
        return term.end, rules

    def _in_month(self, text: str, place: int) -> tuple[int, tuple[str, ...]]:
        m = self._month.match(text, place)
        if not m:
            return place, ()
        if m["wd"]:
            nth = -1 if m["nth"].startswith("最后") else number(m["nth"][1:])
            if m["wd"] == "工作日":
                return m.end(), (f"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS={nth}",)
            return m.end(), (f"FREQ=MONTHLY;BYDAY={nth}{_WEEKDAYS[m['wd'][-1]]}",)
        days = _days(m["days"]) if m["days"] else _THIRD_ENDS[m["part"]]
        return m.end(), ((f"FREQ=MONTHLY;BYMONTHDAY={days}",) if days else ())

    def _in_quarter(self, text: str, place: int) -> tuple[int, tuple[str, ...]]:
        m = self._quarter.match(text, place)
        if not m or m.end() == place:
            return place, ()
        which = "last" if m["last"] else "second" if m["second"] else "first"
        rule = f"FREQ=MONTHLY;BYMONTH={','.join(map(str, _MONTHS_OF[which]))}"
        if m["days"]:
            days = _days(m["days"])
            return (m.end(), (f"{rule};BYMONTHDAY={days}",)) if days else (place, ())
        if m["part"]:
            return m.end(), (f"{rule};BYMONTHDAY={_THIRD_ENDS[m['part']]}",)
        ended = bool(m["last"]) and m["last"][-1] in "末底"
        return m.end(), (f"{rule};BYMONTHDAY=-1" if ended else rule,)


def _weekdays(text: str) -> str:
    """`MO,TH` for 一、周四."""
    return ",".join(dict.fromkeys(_WEEKDAYS[c] for c in text if c in _WEEKDAYS))


def _plain(unit: str, step: int) -> str:
    fixed = {
        "半年": "FREQ=MONTHLY;INTERVAL=6",
        "半月": "FREQ=MONTHLY;BYMONTHDAY=15,-1",
        "旬": "FREQ=MONTHLY;BYMONTHDAY=10,20,-1",
        "工作日": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    }
    if unit in fixed:
        return fixed[unit]
    freq = {"年": "YEARLY", "季": "MONTHLY", "月": "MONTHLY", "周": "WEEKLY", "星期": "WEEKLY"}.get(unit, "DAILY")
    interval = step * 3 if unit == "季" else step
    return f"FREQ={freq}" + (f";INTERVAL={interval}" if interval > 1 else "")


def _days(text: str) -> str:
    """`5`, `5,20` or `1,2,3` for the days printed; empty where one of them is no day."""
    parts = re.split(f"({CONNECT}|{LIST})", text)
    values: list[int] = []
    for i in range(0, len(parts), 2):
        value = number(parts[i].rstrip("日号"))
        if not 1 <= value <= 31:
            return ""
        if i and re.fullmatch(CONNECT, parts[i - 1]):
            values.extend(range(values[-1] + 1, value))
        values.append(value)
    return ",".join(str(v) for v in dict.fromkeys(values))


def _months(group: Group, *, by: bool) -> tuple[Sequence[int], str]:
    """The months of a group inside a year, and the day of the month that ends it (empty: the whole month)."""
    last: Point = group.last
    if group.is_span:
        first, end = group.first.first_month, last.last_month
        months = list(range(first, end + 1)) if first <= end else [*range(first, 13), *range(1, end + 1)]
        return months, ""
    if last.level == "month" and not last.end_only and not by:
        return [last.last_month], ""
    return [last.last_month], str(last.last_day or -1)


@lru_cache(maxsize=4)
def cycles(lexicon: Lexicon) -> Cycles:
    """The finder of recurring terms for `lexicon`, compiled once."""
    return Cycles(calendar(lexicon), spans(lexicon), lexicon)

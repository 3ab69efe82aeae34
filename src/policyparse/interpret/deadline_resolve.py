"""From a dated term to days: which year it takes, and whether the day exists."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from policyparse.interpret.deadline_point import Point
from policyparse.interpret.deadline_spans import Dated, Group
from policyparse.interpret.years import Years
from policyparse.records import YearFrom


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """What a group of a dated term comes to. `doubt` is None, `year-unknown` or `date-impossible`; then no day is set."""

    start: date | None = None
    due: date | None = None
    year_from: YearFrom | None = None
    doubt: str | None = None


def resolve(term: Dated, years: Years, carried: int | None = None, *, listed: bool = False) -> Iterator[Days]:
    """One `Days` for each group of `term`.

    `listed`: only a separator stands between `term` and the one before it, so `carried` is printed for both.

    `carried` is a year printed before in the same cell or sentence. It is used where the document governs no
    single year, and only forward of the year of issue: 2020年3月底前…，10月底前 in a plan issued in 2019.
    """
    for group in term.groups:
        yield _days(term, group, years, carried, listed=listed)


def _days(term: Dated, group: Group, years: Years, carried: int | None, *, listed: bool) -> Days:
    first = _year(group.first, years, carried, listed=listed)
    if first is None:
        return Days(doubt="year-unknown")
    last = first if not group.is_span else _year(group.last, years, carried, listed=listed)
    if last is None:
        return Days(doubt="year-unknown")
    start_year, source = first
    end_year, end_source = last
    unprinted = group.last.year is None and group.last.offset is None
    if group.is_span and unprinted and _month_of(group.last, years) < _month_of(group.first, years):
        end_year = start_year + 1  # 11月至3月 ends in the next year
    if group.is_span and group.last.years > 1:
        end_year += group.last.years - 1
    elif not group.is_span:
        end_year += group.first.years - 1
    try:
        start = _first_day(group.first, start_year, years)
        due = _last_day(group.last, end_year, years)
    except ValueError:
        return Days(doubt="date-impossible")
    if due < start and group.is_span:
        return Days(doubt="date-impossible")
    from_: YearFrom = "printed" if "printed" in (source, end_source) else source
    if term.mark == "from":
        return Days(start=start, year_from=from_)
    if term.mark == "after":
        return Days(start=due + timedelta(days=1) if due < date.max else due, year_from=from_)
    if group.is_span or (term.mark == "at" and not group.last.end_only):
        return Days(start=start, due=due, year_from=from_)
    return Days(due=due, year_from=from_)


def _year(point: Point, years: Years, carried: int | None, *, listed: bool) -> tuple[int, YearFrom] | None:
    if point.year is not None:
        return point.year, "printed"
    if point.offset is not None or point.here:
        # 今年, 明年, 月底 are said from the day of issue
        if years.issued_on:
            return years.issued_on.year + (point.offset or 0), "issued"
        if point.here:
            return None
        default = years.default()
        return (default[0] + (point.offset or 0), default[1]) if default else None
    default = years.default()
    if carried is not None and (listed or default is None or (default[1] == "issued" and carried > default[0])):
        return carried, "printed"
    return default


def _month_of(point: Point, years: Years) -> int:
    if point.here and years.issued_on:
        month = years.issued_on.month
        return month if point.here == "month" else -(-month // 3) * 3
    return point.last_month


def _first_day(point: Point, year: int, years: Years) -> date:
    month = _month_of(point, years) if point.here else point.first_month
    return _day(year, month, point.first_day)


def _last_day(point: Point, year: int, years: Years) -> date:
    return _day(year, _month_of(point, years), point.last_day)


def _day(year: int, month: int, day: int) -> date:
    """The day; 0 is the month's last. Raises ValueError where there is none."""
    if not 1 <= month <= 12:
        raise ValueError("no such month")
    return date(year, month, day or monthrange(year, month)[1])

"""What the grammar of dates is made of: a point of the calendar, and the patterns that its readers share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Level = Literal["day", "third", "month", "quarter", "half", "year", "plan"]

#: Joins two ends of a span; members of a list.
CONNECT = r"(?:起?(?:-{1,3}|~{1,2}|至|到))"
LIST = r"(?:、|和|与|及|以及|或)"
CLOCK = r"(?:(?:上午|下午|晚上?|中午|早上?)?(?:\d{1,2}(?:时|点|:\d\d)(?:整|半|\d\d分)?|下班))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One printed point of the calendar, `text[start:end]` of the folded text.

    `year` is printed; `offset` counts from the year of issue; both None where neither is printed.
    `years` is how many years it covers (a five-year plan: 5). Months and days bound it inside the
    first and last year; a `last_day` of 0 is the month's last day, a `first_day` of 0 likewise.
    `end_only`: it names a day or an end, so it sets no start. `shared`: its unit is printed with a
    later member (3 in `3-6月`). `here`: it takes month or quarter from the day of issue (月底).
    """

    start: int
    end: int
    level: Level
    year: int | None = None
    offset: int | None = None
    years: int = 1
    first_month: int = 1
    first_day: int = 1
    last_month: int = 12
    last_day: int = 0
    end_only: bool = False
    shared: bool = False
    here: Literal["month", "quarter"] | None = None
    bare: bool = False
    """A name that is a time only in a cell: a plan without 期间, `6.30`, a month alone."""
    day_only: bool = False
    """A day whose month is that of the point before it."""


def guard(compounds: Mapping[str, Sequence[str]], letter: str) -> str:
    """A lookahead that refuses the compounds which begin with what follows `letter`."""
    words = compounds.get(letter, ())
    return "(?!" + "|".join(map(re.escape, words)) + ")" if words else ""

"""Years that were over when the document was made: what a sentence tells of them is a fact and no goal."""

from __future__ import annotations

import re
from collections.abc import Callable

from policyparse.interpret.deadline_points import plan_start
from policyparse.interpret.deadline_text import number
from policyparse.interpret.years import Years

#: Months or a quarter that open a clause: (2022年)1-4月, 一季度, 上半年.
_MONTHS = re.compile(
    r"[\s,、]*(?:(?P<year>(?:19|20)\d\d)年|今年)?\s?(?:1\s?月?(?:份)?\s?[-~至到]\s?(?P<month>\d{1,2})\s?月(?:份)?|(?P<quarter>前?[一二三]季度)|(?P<half>上半年))"
)
#: The time that opens a clause: 2015年, 到2015年底, "十三五"期间, 2016-2020年.
_HEAD = re.compile(
    r"[\s,、]*(?:截至|截止|到|至|在)?\s?(?:"
    r"(?P<years>(?:(?:19|20)\d\d|二[〇零][〇零一二三四五六七八九]{2})\s?年?(?:\s?[-~至到]\s?(?P<last>(?:19|20)\d\d))?)\s?年(?P<end>度|年?底|年?末|\d{1,2}月)?"
    r'|"?(?P<plan>十[一二三四五六七八九])五"?(?:规划)?(?:期间|时期|末|期末))'
)
#: A year that only says whose: 2015年的任务, 2015年启动的项目.
_ATTRIBUTE = re.compile(r"\s?(?:的|相比|基础|为基|水平|同期|基期)")

#: What the time at the head of a clause says: True (over), False (not over), None (there is no such time).
PastTime = Callable[[str, int, int], bool | None]


def past_time(years: Years | None) -> PastTime:
    """A function of folded text and a clause's `start:end`; without `years` it never says that a time is over.

    A year is over where it ended before the document's period began, or before the year of issue where
    the document has no period; months from January on, where they ended before the month of issue.
    """
    floor = None
    if years is not None:
        first = years.period_start or years.issued_on
        floor = first.year if first else None

    issued = years.issued_on if years else None

    def months_over(folded: str, start: int, end: int) -> bool | None:
        match = _MONTHS.match(folded, start, end)
        if match is None or issued is None or _ATTRIBUTE.match(folded, match.end()):
            return None
        last = int(match["month"]) if match["month"] else 6 if match["half"] else 3 * number(match["quarter"][-3])
        return (int(match["year"] or issued.year), last) < (issued.year, issued.month)

    def look(folded: str, start: int, end: int) -> bool | None:
        over = months_over(folded, start, end)
        if over is not None:
            return over
        match = _HEAD.match(folded, start, end)
        if match is None or floor is None or _ATTRIBUTE.match(folded, match.end()):
            return None
        if match["plan"]:
            last = plan_start(number(match["plan"])) + 4
        else:
            last = number(match["last"] or re.sub(r"[年\s].*", "", match["years"]))
        return last < floor

    return look

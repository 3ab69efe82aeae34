"""Years that were over when the document was made: what a sentence tells of them is a fact and no goal."""

from __future__ import annotations

import re
from collections.abc import Callable

from policyparse.interpret.deadline_points import plan_start
from policyparse.interpret.deadline_text import number
from policyparse.interpret.years import Years

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
    the document has no period.
    """
    floor = None
    if years is not None:
        first = years.period_start or years.issued_on
        floor = first.year if first else None

    def look(folded: str, start: int, end: int) -> bool | None:
        match = _HEAD.match(folded, start, end)
        if match is None or floor is None or _ATTRIBUTE.match(folded, match.end()):
            return None
        if match["plan"]:
            last = plan_start(number(match["plan"])) + 4
        else:
            last = number(match["last"] or re.sub(r"[年\s].*", "", match["years"]))
        return last < floor

    return look

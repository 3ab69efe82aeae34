"""Which terms of time in prose are deadlines: what stands around them lets them in or turns them down.

The contract: a deadline is what the document sets for doing the work. Its own date, a term of validity, a
permission, a window of eligibility, a law's date, a fact about the past and a mere frequency are none.
"""

from __future__ import annotations

import re

from policyparse.interpret.deadline_cycles import Cycle
from policyparse.interpret.deadline_open import Open
from policyparse.interpret.deadline_prose_words import ProseWords
from policyparse.interpret.deadline_resolve import Days, resolve
from policyparse.interpret.deadline_spans import Dated
from policyparse.interpret.deadline_surroundings import Surroundings
from policyparse.interpret.deadline_terms import Term
from policyparse.interpret.deadline_windows import ACTION_REACH, WINDOW_REACH, window
from policyparse.interpret.years import Years

#: The same inside a clause, where the time stands behind its subject.
SOON = 6
_ADVICE = re.compile(r"(?:(?<=[,:)])|^)建议(?![和与、])")
_IN_FORCE = re.compile(r"施行|生效|有效|起执行|起实施")
#: 截至5月10日: how things stood.
_STOOD = ("截至", "截止", "截止到", "截止至")
#: 占比2023年达到80%、2025年达到100%: the year of a level.
_LEVEL_NEXT = re.compile(
    r"(?:力争|争取|确保|要|须)?(?:分别)?(?:达到|不低于|不少于|不超过|控制在|突破|(?:提高|提升|上升|增加|增长|扩大|下降|降低|减少|压减)[到至]|降[到至])"
)
_TIMED_ITEM = re.compile(r".*(?:[月年]底|\d[月日]|季度|半年)[^,;。、]{2,20}、")


def turned_down(term: Term, near: Surroundings, years: Years, words: ProseWords, carried: int | None) -> str | None:
    """Why `term` is no deadline, or None if it is one."""
    if isinstance(term, Dated):
        if near.after.startswith("的") and words.value_of_year.search(near.before + term.lead):
            return "before the document's own time" if _is_past(term, years, carried) else None
        return window(term, near, words) or _dated(term, near, years, words, carried)
    if isinstance(term, Cycle):
        return _cycle(term, near, words)
    return _open(term, near, words)


def _dated(term: Dated, near: Surroundings, years: Years, w: ProseWords, carried: int | None) -> str | None:
    if term.mark == "after":
        return "after a day, not by one"
    if _ADVICE.search(near.so_far):
        return "advice"
    if near.words.endswith("止") and _IN_FORCE.search(near.so_far):
        return "term of validity"
    if term.level == "year" and w.season.match(near.after):
        return "a season, no day"
    if term.mark == "at" and near.after.startswith("有"):
        return "describes, does not set"
    if near.words.endswith("前后") and not w.action.search(near.after):
        return "describes, does not set"
    if term.level in ("quarter", "half") and w.slogan.match(near.after):
        return None
    first = term.groups[0].first
    if term.mark != "by" and any(p.bare for g in term.groups for p in (g.first, g.last)):
        return "a name or a sum, no limit"
    if _is_past(term, years, carried):
        return "before the document's own time"
    told = near.rest[1:] if not near.after and not w.modal.search(near.rest) else near.after
    if w.past.search(told) or (term.mark != "by" and w.history_after.search(near.after[:12])):
        return "fact about the past"
    if term.mark == "at" and term.level == "day" and w.event.search(near.rest[:ACTION_REACH]):
        return "day of an event or of the document"
    if w.stage.search(near.before) and near.after.startswith(")"):
        return None
    if first.level in ("month", "third", "quarter", "day") and w.stage_of_work.match(near.after):
        return None  # 6月至10月为集中攻坚阶段
    if w.own_time.search(near.before):
        return None
    if w.nature_before.search(near.before) or (not term.strong and w.nature_after.search(near.after)):
        return "describes, does not set"
    if term.mark == "at" and w.appraisal.match(near.after):
        return "qualifies what follows"
    if (
        near.before
        and not w.lead.match(near.before)
        and term.mark == "at"
        and w.measured.match(near.after)
        and not w.action_next.match(near.after)
    ):
        return "part of what is measured"
    # 6月底建成、9月底通水: after a time and its deed the next begins behind the 、
    listed = _TIMED_ITEM.search(near.before)
    starts = bool(w.lead.match(near.before[listed.end() :] if listed else near.before))
    acts = bool(w.action.search(near.rest[:ACTION_REACH]))
    if term.mark == "by":
        return "a heading" if not acts and _is_heading(near, w) else None
    if term.mark == "from":
        return None if len(near.rest) > 3 and not _is_heading(near, w) else "nothing begins with it"
    if first.level in ("year", "plan") and not (term.level == "year" and first.first_month == 12):
        return _year_goal(term, near, w, starts=starts)
    follows = bool(w.action_next.match(near.after))
    if near.before.endswith("("):
        return "in brackets"
    if w.noun_next.match(near.after) and not follows:
        return "qualifies what follows"
    if starts:
        return None if acts else "nothing is to be done in it"
    if w.governs.search(near.before) and not term.lead:
        return "what the verb before it handles"
    near_deed = w.action.search(near.after[:SOON])
    handled = w.action.match(near.before) or w.action_before.search(near.before)
    if near_deed and "的" not in near.after[: near_deed.start()] and not handled:
        return None  # 二期码头8月份试航启用: a subject, its time, what it does
    if follows or (term.strong and near.before and near.after.startswith(",") and acts):
        return None
    return "stands inside a clause"


def _year_goal(term: Dated, near: Surroundings, w: ProseWords, *, starts: bool) -> str | None:
    """A year or a plan without 前 or 到: a deadline only where it opens a sentence that sets a goal."""
    if w.preamble.search(near.rest[:WINDOW_REACH]) or w.preamble.search(near.before):
        return "what the year is about"
    if near.before.endswith("("):
        return "in brackets"
    if near.after.startswith('"'):
        return "qualifies what follows"
    if _is_heading(near, w) and not w.plain_goal.match(near.after):
        return "a heading"
    subject = len(near.before) <= 10 and not w.governs.search(near.before) and not w.action.search(near.before)
    if not starts and not subject and not _LEVEL_NEXT.match(near.after):
        return "stands inside a clause"
    wide = term.level == "plan" or term.groups[0].is_span or any(c.isdecimal() for c in near.rest[:ACTION_REACH])
    sets = w.action if wide else w.goal  # with a quantity any deed is a goal
    if near.rest.startswith(","):
        return None if sets.search(near.rest[:ACTION_REACH]) else "no goal is set"
    goal = sets.search(near.after)
    if w.noun_next.match(near.after) and not w.action_next.match(near.after):
        return "qualifies what follows"
    if not goal or (term.level == "year" and "的" in near.after[: goal.start()]):
        return "no goal is set"
    return None


def _is_heading(near: Surroundings, w: ProseWords) -> bool:
    return not near.closed and bool(w.heading.search(near.rest))


def _is_past(term: Dated, years: Years, carried: int | None) -> bool:
    """Its year is printed and over before the document was issued or its period began."""
    days: list[Days] = list(resolve(term, years, carried))
    if (
        term.mark == "at"
        and term.level == "day"
        and years.issued_on
        and all(d.due and d.due < years.issued_on for d in days)
    ):
        return True  # a bare day before the day of issue, whatever its year was taken from
    if all((g.last.offset or 0) < 0 for g in term.groups):
        return True  # 去年底
    if term.lead in _STOOD and years.issued_on and all(d.due and d.due < years.issued_on for d in days):
        return True
    ends = [d.due or d.start for d in days if d.year_from == "printed"]
    if not ends or len(ends) < len(days) or any(e is None for e in ends):
        return False
    latest = max(e for e in ends if e is not None)
    if years.issued_on:
        floor = years.issued_on.replace(day=1)
        if term.mark == "from":
            return latest.year < floor.year
        return latest < floor
    return years.period_start is not None and latest < years.period_start


def _cycle(term: Cycle, near: Surroundings, w: ProseWords) -> str | None:
    by = near.words.endswith(("前", "底", "末")) or any("BYMONTHDAY" in r for r in term.rrules)
    if near.words.endswith("前") and w.action.search(near.rest[:ACTION_REACH]):
        return None  # 每日17:00前报送
    if not term.fixed or (not by and not any("BYMONTH" in r for r in term.rrules)):
        return "a frequency"
    if w.nature_before.search(near.before) or w.nature_after.search(near.after) or near.after.startswith("的"):
        return "describes, does not set"
    if w.permission.search(near.rest[:WINDOW_REACH]):
        return "limit of a permission"
    return None if w.action.search(near.words + near.rest[:ACTION_REACH]) else "nothing is to be done by it"


def _open(term: Open, near: Surroundings, w: ProseWords) -> str | None:
    if term.kind == "open":
        alone = near.before in ("", "(") and near.after in ("", ")") and (near.opens or near.before == "(")
        return None if alone else "a verb of the sentence"
    close = near.rest[:WINDOW_REACH]
    if term.rule == "next-period" and not term.anchored:
        return "names a time, sets no limit"
    if near.after.startswith(("的", "、")) or near.after.startswith(")") or near.words[-1:] == "年":
        return "qualifies what follows"
    if (
        term.kind == "relative"
        and term.rule != "next-period"
        and not near.words.endswith("内")
        and "时间" not in near.words
    ) and not w.action_next.match(near.after):
        return "a duration, not a limit"
    if w.failing.match(near.after) and "的" in near.after:
        return "a condition"  # 2年内未开工的项目
    in_years = "年" in near.words[-4:]
    if (
        w.permission.search(close)
        or (in_years and w.benefit.search(near.rest[:ACTION_REACH]))
        or w.validity_after.search(near.after)
    ):
        return "window of a permission or benefit"
    if w.validity_before.search(near.before) or w.nature_before.search(near.before):
        return "term of validity"
    if not term.anchored and not w.action.search(near.rest[:ACTION_REACH]):
        return "nothing is to be done in it"
    if term.rule == "within-duration":
        if w.eligible_before.search(near.before):
            return "window of eligibility"
        if (
            not w.lead.match(near.before)
            and not w.action_next.match(near.after)
            and not near.before.endswith(("在", "于", "应", "须", "要"))
        ):
            return "stands inside a clause"
    return None

"""Terms of time that bound something other than the work: validity, permissions, benefits, eligibility, comparisons."""

from __future__ import annotations

import re

from policyparse.interpret.deadline_prose_words import ProseWords
from policyparse.interpret.deadline_spans import Dated
from policyparse.interpret.deadline_surroundings import Surroundings

#: How far behind a time the thing done may stand, in characters: 到2020年,…达到70%以上 with its subject between.
ACTION_REACH = 80
#: How far behind a time a word may stand that makes it a term of validity or a window.
WINDOW_REACH = 45
_ON_THE_BASIS = re.compile(r"[^,;。]{0,12}的?基础上")
_OWN_TIME = re.compile(r"\d\s?[年月日]")
_QUALIFYING = re.compile(r"(?:对于?|凡是?)(?:在|于)?$")


def window(term: Dated, near: Surroundings, w: ProseWords) -> str | None:
    """A term of validity, a permission, a benefit's window, a comparison, what was."""
    whole_before = near.before + term.lead
    close = near.rest[:WINDOW_REACH]
    if w.validity_before.search(near.before) or w.validity_before.search(whole_before):
        return "term of validity"
    if term.lead in ("到", "至") and w.moved.search(near.before):
        return "a time that is moved"
    if w.validity_after.search(near.after):
        return "day of a rule or a holiday"
    if _permits(close, near, w):
        return "limit of a permission"
    by_days = term.mark == "from" or any(g.is_span for g in term.groups)
    if (by_days or term.mark != "by") and w.benefit.search(near.rest[:ACTION_REACH] if by_days else near.after):
        return "window of a benefit"
    if w.compare_before.search(near.before) and not term.lead:
        return "base of a comparison"
    if w.compare_after.search(near.after) and not (term.strong and near.after[:1] not in "的水基同相"):
        return "base of a comparison"
    if _ON_THE_BASIS.match(near.after) and term.mark == "at":
        return "base of a comparison"
    if w.eligible.match(near.after) or w.whoever.match(near.after):
        return "qualifies what follows"
    if _QUALIFYING.match(near.before + term.lead) and "的" in near.after:
        return "qualifies what follows"
    if w.applicant.search(near.before) and w.qualifies.match(near.after):
        return "window of eligibility"
    if w.forfeits.search(near.rest):
        return "window of eligibility"
    if w.history_before.search(near.before) and not term.lead:
        return "fact about the past"
    return None


def _permits(close: str, near: Surroundings, w: ProseWords) -> bool:
    """Does what follows grant something, other than a later clause with a time or a subject of its own."""
    # 1号线年底前试运行,老年人可免费乘车: the work is told, then what others may do
    told = bool(w.action_next.match(near.after)) and not w.qualifies.match(near.after)
    for found in w.permission.finditer(close):
        start = close.rfind(",", 0, found.start()) + 1
        end = close.find(",", found.end())
        if start and told and found.start() - start >= 2:
            continue
        if not start or not _OWN_TIME.search(close[start : end if end >= 0 else len(close)]):
            return True
    return False

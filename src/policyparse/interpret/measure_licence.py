"""Is a quantity a goal? Facts, prices, conditions and numbers that only name things are turned down, with the reason."""

from __future__ import annotations

import re

from policyparse.interpret.measure_counts import judge_count
from policyparse.interpret.measure_place import SAYING, Place, Verdict, is_bare_cell
from policyparse.interpret.measure_refusals import refusal

_DEADLINE_BEHIND = re.compile(r"\s?(?:之?内(?!容)|前|后|起|期间|期限|期(?=[,。;、的]|$)|制)")
_SHARE_WORDS = re.compile(
    r"(?:(?:按照?(?![时期需规质序])|给予|享受|上浮|下浮|收取|提取|计提)[^,。;、]{0,8}|(?<![可所难得])以)$"
)
#: 赤字率按3.6%左右安排: the rate that is planned, no share of something.
_PLANNED_AT = re.compile(r"(?:来)?(?:安排|把握|掌握|控制)")
_SHARE_OF = re.compile(r"占[^,。;]{0,20}$")
_AGE_LIMIT = re.compile(r"(?<!平均)年龄$")
_PER_HEAD = re.compile(r"(?:(?:^|[,、])(?:每|单)[^,。;、]{1,4}|最高|最多)$")
_STANDARD = re.compile(r"[^,。;、]{0,6}标准")
#: Names of targets that are told in days or hours.
_TIME_NAME = re.compile(r"(?:天数|日数|时间|时限|时长|周期|住院日)$")
_STATING = {"为", "是", "=", "计"}
_GOAL = Verdict(rule="comparator")


def judge(place: Place) -> Verdict:
    """Accept or turn down one quantity."""
    reason = refusal(place)
    if reason:
        return Verdict(reason=reason)
    if is_bare_cell(place):
        return Verdict(rule="whole-cell")
    kind = place.quantity.kind
    if kind == "predicate" and place.mode == "prose" and not place.before:
        return Verdict(reason="nothing is said to be so")
    if kind in SAYING:
        return Verdict(rule="words")
    if kind in ("ratio", "part"):
        return _ratio(place)
    if kind in ("count", "extent"):
        return judge_count(place)
    if kind == "money":
        return _money(place)
    if kind == "time":
        return _time(place)
    if kind == "bare":
        return _bare(place)
    return _other(place)


def _ratio(place: Place) -> Verdict:
    q, prefix, before = place.quantity, place.prefix, place.before
    behind = place.behind.lstrip()
    if q.chinese and q.unit not in ("%", "‰", "/万") and not prefix.kind and (q.kind == "ratio" or not q.suffix):
        return Verdict(reason="a numeral that names things")
    planned = _PLANNED_AT.match(behind)
    if (
        not prefix.kind
        and not planned
        and _SHARE_WORDS.search(before)
        and not place.grammar.rate_noun_end.search(before)
    ):
        return Verdict(reason="a share")
    plain = q.suffix is None and not prefix.about and not place.modal
    if plain and place.mode == "prose" and prefix.kind == "equal" and prefix.word in _STATING:
        return Verdict(reason="a statement, not a goal")
    if place.attributive and _STANDARD.match(behind) and not prefix.kind:
        return Verdict(reason="it names a standard")  # 执行75%节能标准
    if q.suffix is None and not place.modal and not place.strong and _SHARE_OF.search(before):
        return Verdict(reason="a share")
    if place.attribute and (prefix.kind or q.suffix) and not behind.startswith("的"):
        return Verdict(reason="an attribute of what is counted")
    # 超过60%的社区建成…: a share of them reaches the goal
    reaches = not before and place.grammar.outcomes.search(place.text.folded, q.full_end, place.clause.end)
    if prefix.kind in ("more", "less") and behind.startswith("的") and not place.modal and not reaches:
        return Verdict(reason="a condition")
    return _GOAL if prefix.kind else Verdict(rule="rate")


def _money(place: Place) -> Verdict:
    q, prefix, grammar, before = place.quantity, place.prefix, place.grammar, place.before
    attributive = place.attributive
    raised = prefix.kind == "level_up" and "标准" in before
    if place.terms and not raised and not grammar.firm.search(before):
        return Verdict(reason="a term of a permission or a benefit")
    direct = bool(grammar.verb_end.search(place.tail))
    noun = bool(grammar.money.search(before))
    is_sum = direct and grammar.money.match(place.behind.lstrip(" 的"))  # 完成10亿元以上投资
    if place.attribute or (attributive and q.suffix and not is_sum):
        return Verdict(reason="an attribute of what is counted")
    if _PER_HEAD.search(before) and (prefix.kind == "at_most" or q.suffix == "at_most"):
        return Verdict(reason="a price, a benefit or a share")  # 每村不超过20万元
    if place.strong and not (attributive and prefix.kind in ("more", "less")):
        return _GOAL
    if grammar.naming_end.search(before):
        return Verdict(reason="it names what something is done for")
    if grammar.goal_noun_end.search(before):
        return Verdict(rule="goal-noun")
    if grammar.verb.search(before) and (noun or direct or place.mode == "cell" or not attributive):
        return Verdict(rule="goal-verb")
    if noun and not attributive and (q.suffix or place.modal or place.mode == "cell"):
        return Verdict(rule="bound")
    if noun and not attributive and grammar.weak.search(before):
        return Verdict(rule="goal-verb")
    if place.listed and not attributive:
        return Verdict(rule="listed")
    return Verdict(reason="an amount without a goal")


def _time(place: Place) -> Verdict:
    if place.terms:
        return Verdict(reason="a term of a permission or a benefit")
    if _DEADLINE_BEHIND.match(place.behind) and place.quantity.suffix is None:
        return Verdict(reason="a time limit")
    describing = place.attributive and not place.grammar.verb.search(place.before)
    describing = describing and not place.grammar.verb.match(place.behind.lstrip())  # 不超过3个工作日办结
    if place.strong and not place.attribute and not describing:
        return _GOAL
    if place.mode == "cell" and not place.attributive and _TIME_NAME.search(place.tail):
        return Verdict(rule="target-cell")
    return Verdict(reason="a span of time")


def _other(place: Place) -> Verdict:
    """Ages, grades, factors and proportions."""
    kind, prefix = place.quantity.kind, place.prefix
    if kind == "age":
        if place.terms or _AGE_LIMIT.search(place.before):
            return Verdict(reason="a condition")
        return _GOAL if place.strong and not place.attributive else Verdict(reason="an age")
    if kind == "level":
        reached = prefix.kind in ("level_up", "at_least") and not place.attributive
        return _GOAL if reached else Verdict(reason="a grade that names things")
    if kind == "factor":
        return _GOAL if place.strong and not place.attributive else Verdict(reason="a factor without a goal")
    if place.strong or (prefix.kind == "equal" and place.modal):
        return _GOAL
    return Verdict(reason="a proportion without a goal")


def _bare(place: Place) -> Verdict:
    q, prefix = place.quantity, place.prefix
    if not place.attributive and not q.chinese:
        if place.strong or (prefix.kind == "equal" and prefix.word.endswith("在")):
            return _GOAL
        if place.mode == "cell" and (q.suffix or prefix.kind == "equal"):
            return Verdict(rule="target-cell")
    return Verdict(reason="a number without a unit")

"""Why a number is no goal, whatever it counts: parts of dates and names, facts, conditions, permissions, prices."""

from __future__ import annotations

import re

from policyparse.interpret.measure_indicators import WINDOW, trim_right
from policyparse.interpret.measure_place import SAYING, Place, is_bare_cell
from policyparse.interpret.measure_text import BRACKET, NAME, SQUARE

_CODE_BEFORE = re.compile(r"[A-Za-z+\-_#]$")
_CODE_BEHIND = re.compile(r"\s?[+A-Za-z]")
_RANK_BEFORE = re.compile(r"前\s?$")
_RANK_UNITS = {None, "名", "位", "个", "家"}
_PER_BEFORE = re.compile(r"(?:每隔?|逢|满)\s?$")
_CONDITION_HEAD = re.compile(r"若(?!干)|如果|如(?![期何实下])|凡(?!是?重大)|一旦|倘若")
_TOWARDS = re.compile(r"对(?![照标接口外内症])|对于|凡(?!是?重大)")
_STANDARD = re.compile(r"标准(?:$|(?:由|从)[^,。;]{2,20}$)")
_AFTERWARDS = re.compile(r"(?:后|之后|的情况下|的前提下)$")
_RISES_TO = re.compile(r"到|至|为")
#: Longest bracket whose opening 其中 is looked for.
_BRACKET_REACH = 60


def refusal(place: Place) -> str:
    """The reason why this number is no goal, or an empty string."""
    return _part_of_something(place) or _fact(place) or _condition(place) or _benefit(place)


def _part_of_something(place: Place) -> str:
    text, q = place.text, place.quantity
    folded, marks = text.folded, text.inside[q.start]
    if q.masked:
        return f"part of a {q.masked}"
    whole_cell = is_bare_cell(place)
    if marks & NAME and not whole_cell and q.kind not in SAYING:
        return "inside a title or quotation marks"
    near = folded[max(0, q.start - 8) : q.start]
    if place.grammar.number_label.search(near):
        return "an ordinal or a code"
    if _RANK_BEFORE.search(near) and q.unit in _RANK_UNITS:
        return "a rank"
    if _PER_BEFORE.search(near):
        return "the base of a per-unit figure or of a rule"
    if _CODE_BEFORE.search(near) and not q.unit and not whole_cell:
        return "part of a code"
    if q.kind == "bare" and _CODE_BEHIND.match(folded, q.end):
        return "part of a code"
    if marks & (BRACKET | SQUARE) and not whole_cell and not _goal_in_bracket(place):
        return "in a bracket"
    return ""


def _goal_in_bracket(place: Place) -> bool:
    """In a bracket only what says itself that it is a goal counts: (不低于90%), (其中棚户区改造2912套)."""
    if place.strong:
        return True
    folded, at = place.text.folded, place.quantity.start
    opening = folded.rfind("(", max(0, at - _BRACKET_REACH), at)
    if opening < 0:
        return False
    return "其中" in folded[opening : opening + 4] or bool(place.grammar.aim.match(folded, opening + 1))


def _fact(place: Place) -> str:
    grammar, q, clause = place.grammar, place.quantity, place.clause
    folded, at = place.text.folded, place.prefix.start
    if place.after_fact and not grammar.demand.search(folded, clause.start, clause.end):
        return "a fact, not a goal"
    if place.fact or grammar.fact.search(folded, max(clause.start, at - WINDOW), q.start):
        return "a fact, not a goal"
    base = grammar.base_end.search(folded[max(place.left, at - 40) : q.start])
    if base and _RISES_TO.search(folded, q.full_end, min(q.full_end + 12, clause.end)):
        return "the base value of a change"
    return ""


def _condition(place: Place) -> str:
    q, clause, folded = place.quantity, place.clause, place.text.folded
    if _CONDITION_HEAD.match(folded, clause.start) or _AFTERWARDS.search(folded, q.end, clause.end):
        return "a condition"
    if (
        _TOWARDS.match(folded, clause.start)
        and folded[q.full_end : q.full_end + 1] == "的"
        and q.start > clause.start + 1
    ):
        return "a condition"  # 对装配率达到50%以上的项目
    if folded[clause.end - 1] == "的" and folded[clause.end : clause.end + 1] in (",", ""):
        return "a condition"
    behind = place.behind[:10]
    # 60%的企业达到…: a share of them is the goal
    of_firms = q.kind == "ratio" and behind.startswith("的企业") and not place.prefix.kind
    if place.grammar.condition_after.match(behind) and not of_firms:
        return "a condition or a share"
    return ""


def _benefit(place: Place) -> str:
    grammar, q, folded, at = place.grammar, place.quantity, place.text.folded, place.prefix.start
    head = folded[max(place.clause.start, at - WINDOW) : at]
    if grammar.benefit.search(head):
        return "a permission or a benefit"
    narrow = q.kind in ("ratio", "money", "time", "age", "factor") and grammar.benefit_rates.search(head)
    if narrow or grammar.benefit_unless_rate.search(head):
        end = trim_right(place.text, grammar, place.low, at)
        # 报销比例达到75%, 补助水平达到90元, 补助标准提高到610元: the name says that it is the target
        raised = place.prefix.kind == "level_up" and bool(_STANDARD.search(folded, place.low, end))
        raised = raised or (q.kind == "ratio" and place.prefix.kind == "increase")  # 低保标准年均增长5%
        if not raised and not grammar.rate_noun_end.search(folded[max(0, end - 8) : end]):
            return "a price, a benefit or a share"
    return ""

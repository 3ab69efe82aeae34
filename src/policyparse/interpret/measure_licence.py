"""Is a quantity a goal? Facts, prices, conditions and numbers that only name things are turned down, with the reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from policyparse.interpret.measure_grammar import Grammar
from policyparse.interpret.measure_indicators import WINDOW, after, is_area, trim_left, trim_right
from policyparse.interpret.measure_quantities import Prefix, Quantity
from policyparse.interpret.measure_text import BRACKET, NAME, SQUARE, Clause, MeasureText

Mode = Literal["cell", "prose"]

_STRONG = {"at_least", "at_most", "level_up", "level_down", "more", "less", "increase", "decrease"}
#: What may follow a number that is not an attribute of the next noun.
_BOUNDARY = re.compile(
    r"\s?(?:$|[,。;:、!?()\[\]/\"~-]|[并和及与且或](?![一-鿿]?[型网联购])|以及|在|的?(?:目标|任务|要求|水平)(?=$|[,。;、)]))"
)
_CODE = re.compile(r"[A-Za-z+\-_#]$")
_DEADLINE_AFTER = re.compile(r"\s?(?:之?内(?!容)|前|后|起|期间|期限|期(?=[,。;、的]|$)|制)")
_ARTICLE_UNITS = {"所", "家", "座", "处", "间", "栋", "幢", "辆", "台"}
_NAMING_UNITS = {
    "项",
    "条",
    "种",
    "对",
    "本",
    "份",
    "期",
    "分",
    "位",
    "级",
    "组",
    "节",
    "轮",
    "班",
    "面",
    "块",
    "片",
    "档",
    "门",
}
#: Units that tell a thing's grade or part, not how many there are to be.
_TELLING_UNITS = {"期", "分", "位", "级", "组", "节", "班", "档", "种", "条", "本"}
_TERSE_NAME = re.compile(r"[^,。;:是有为共等辖含]{2,40}")
_SHARE_WORDS = re.compile(r"(?:(?:按照?|给予|享受|上浮|下浮|收取|提取|计提)[^,。;、]{0,8}|(?<![可所难得])以)$")
#: Each … has so many: a goal of equipment (每万名居民有2名全科医生).
#: What was handed down is a goal all the same: 完成省下达的6家…任务.
_TOLD_TO_DO = re.compile(r"完成[^,。;]{0,16}的$")
#: So many places, of which something is said: 10个县（市、区）的先进单位.
_PLACES_OF = re.compile(
    r"\s?(?:县|市|区|乡|镇|村|街道|办事处|州|省|旗|社区|部门|地区)[^,。;、\d]{0,12}(?:的|所(?=[涉属辖有在]))"
)
_EACH_HEAD = re.compile(r"[^,。;]{0,6}每[个名户村乡镇县市区校家所人位座组支队站社店企]")
_EVERY = re.compile(r"每\s?[\d一二两三四五六七八九十]{1,3}\s?(?:年|个?月|周|天|日|个?季度|学年)")
#: 推进50个重点项目建设: works that are counted, not a programme that is named.
_WORKS_AFTER = re.compile(r"[^,。;、的]{2,20}(?:建设|改造|项目|工程|试点|整治|治理|开工|竣工)$")
_EACH_HAS = re.compile(r"(?:每|各)[^,。;]{1,20}(?:有|拥有|配有|配|设|设有|派|派驻|选|办|建|选派|确定)$")
_CONDITION_HEAD = re.compile(r"若(?!干)|如果|如(?![期何实下])|凡(?!是?重大)|一旦|倘若")
_AFTERWARDS = re.compile(r"(?:后|之后|的情况下|的前提下)$")
_RANK_BEFORE = re.compile(r"前\s?$")
_ORDINAL_BEFORE = re.compile(r"(?:第|编号|代码|热线|电话|版本|No\.?)\s?:?\s?$")
_AT_LEAST = re.compile(r"(?:至少|最少)[^,。;、]{0,16}$")
_AT_MOST = re.compile(r"(?:至多|最多)[^,。;、]{0,16}$")
_PER_BEFORE = re.compile(r"(?:每隔?|逢|满)\s?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A quantity where it stands. `left` is the end of the last measure read before it in its clause.

    `limit` is where the next quantity's own words begin, `attribute` says that another quantity follows
    with nothing but a noun in between (产值超10亿元企业5家), `listed` that it goes on a list of counts
    that was read as a goal. `fact`, `modal` and `terms` say that earlier words of the sentence state facts, set
    a goal, or grant something on terms; `after_fact` that the clause before states a fact.
    """

    text: MeasureText
    grammar: Grammar
    mode: Mode
    clause: Clause
    left: int
    limit: int
    quantity: Quantity
    prefix: Prefix
    attribute: bool = False
    listed: bool = False
    fact: bool = False
    modal: bool = False
    terms: bool = False
    after_fact: bool = False

    @property
    def before(self) -> str:
        """The words between the last measure and this one's comparator, at most `WINDOW` characters."""
        start = max(self.left, self.prefix.start - WINDOW)
        return self.text.folded[start : self.prefix.start].rstrip()

    @property
    def behind(self) -> str:
        return self.text.folded[self.quantity.full_end : self.quantity.full_end + 16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`rule` names what licensed the quantity, or `reason` why it was turned down."""

    rule: str = ""
    reason: str = ""


def judge(place: Place) -> Verdict:
    """Accept or turn down one quantity."""
    reason = _refused(place)
    if reason:
        return Verdict(reason=reason)
    if place.mode == "cell" and is_bare_cell(place):
        return Verdict(rule="whole-cell")
    kind = place.quantity.kind
    if kind == "predicate" and place.mode == "prose" and not place.before:
        return Verdict(reason="nothing is said to be so")
    if kind in ("predicate", "doubling", "absence", "rank"):
        return Verdict(rule="words")
    if kind in ("ratio", "part"):
        return _ratio(place)
    if kind in ("count", "extent"):
        return _count(place)
    if kind == "money":
        return _money(place)
    return _other(place)


def is_bare_cell(place: Place) -> bool:
    """Is the clause nothing but comparator, number, unit and bound, in a target cell."""
    folded, clause = place.text.folded, place.clause
    head = folded[clause.start : place.prefix.start].strip(" [(+-±")
    tail = re.sub(r"^\s?\([^()]{0,40}\)", "", folded[place.quantity.full_end : clause.end]).strip(" ])")
    words = place.grammar
    head = words.aim.sub("", words.principle.sub("", head)).strip()
    return not tail and (not head or bool(words.trailing_end.fullmatch(head)))


def _refused(place: Place) -> str:
    text, q, grammar = place.text, place.quantity, place.grammar
    folded, at = text.folded, place.prefix.start
    if q.masked:
        return f"part of a {q.masked}"
    marks = text.inside[q.start]
    whole_cell = place.mode == "cell" and is_bare_cell(place)
    if marks & NAME and not whole_cell and q.kind not in ("predicate", "doubling", "absence", "rank"):
        return "inside a title or quotation marks"
    near = folded[max(0, q.start - 8) : q.start]
    if _ORDINAL_BEFORE.search(near):
        return "an ordinal or a code"
    if _RANK_BEFORE.search(near) and q.unit in (None, "名", "位", "个", "家"):
        return "a rank"
    if _PER_BEFORE.search(near):
        return "the base of a per-unit figure or of a rule"
    if _CODE.search(folded[max(0, q.start - 1) : q.start]) and not q.unit and not whole_cell:
        return "part of a code"
    if re.match(r"\s?[+A-Za-z]", folded[q.end : q.end + 2]) and q.kind == "bare":
        return "part of a code"
    if marks & (BRACKET | SQUARE) and not whole_cell and not _goal_in_bracket(place):
        return "in a bracket"
    if place.after_fact and not grammar.demand.search(folded, place.clause.start, place.clause.end):
        return "a fact, not a goal"
    if place.fact or grammar.fact.search(folded, max(place.clause.start, at - WINDOW), q.start):
        return "a fact, not a goal"
    if grammar.base_end.search(folded[max(place.left, at - 40) : q.start]) and re.search(
        r"到|至|为", folded[q.full_end : q.full_end + 12]
    ):
        return "the base value of a change"
    if _CONDITION_HEAD.match(folded, place.clause.start) or _AFTERWARDS.search(folded, q.end, place.clause.end):
        return "a condition"
    if folded[place.clause.end - 1] == "的" and folded[place.clause.end : place.clause.end + 1] in (",", ""):
        return "a condition"
    after_words = folded[q.full_end : q.full_end + 10]
    if grammar.condition_after.match(after_words) and not (
        q.kind == "ratio" and after_words.startswith("的企业") and not place.prefix.kind
    ):
        return "a condition or a share"
    head = folded[max(place.clause.start, at - WINDOW) : at]
    if grammar.benefit.search(head):
        return "a permission or a benefit"
    narrow = q.kind in ("ratio", "money", "time", "age", "factor") and grammar.benefit_rates.search(head)
    if narrow or grammar.benefit_unless_rate.search(head):
        name_end = trim_right(text, grammar, max(place.left, at - WINDOW), at)
        # 报销比例达到75%, 补助水平达到90元, 补助标准提高到610元: the name says that it is the target
        raised = place.prefix.kind == "level_up" and folded[max(0, name_end - 2) : name_end] == "标准"
        if not raised and not grammar.rate_noun_end.search(folded[max(0, name_end - 8) : name_end]):
            return "a price, a benefit or a share"
    return ""


def _goal_in_bracket(place: Place) -> bool:
    """In a bracket only what says itself that it is a goal counts: (不低于90%), (其中棚户区改造2912套)."""
    if place.prefix.kind in _STRONG:
        return True
    folded, at = place.text.folded, place.quantity.start
    opening = folded.rfind("(", max(0, at - 60), at)
    return opening >= 0 and "其中" in folded[opening : opening + 4]


def _attributive(place: Place) -> bool:
    return not _BOUNDARY.match(place.behind)


def _verb(place: Place) -> bool:
    return bool(place.grammar.verb.search(place.before))


def _frequency(place: Place) -> bool:
    q, folded = place.quantity, place.text.folded
    if q.unit not in place.grammar.frequency_units:
        return False
    start = max(place.clause.start, place.prefix.start - 40)
    words = (place.grammar.frequency, _EVERY)
    return any(pattern.search(folded, start, place.prefix.start) for pattern in words)


def _count(place: Place) -> Verdict:
    q, prefix = place.quantity, place.prefix
    strong = prefix.kind in _STRONG or bound_before(place) is not None
    bound = q.suffix is not None
    attributive = _attributive(place)
    verb = _verb(place)
    if place.grammar.naming_after.match(place.behind):
        return Verdict(reason="it names a thing")
    if not strong and _PLACES_OF.match(place.behind):
        return Verdict(reason="it names a thing")
    if place.attribute and (bound or strong or q.kind == "extent"):
        return Verdict(reason="an attribute of what is counted")
    if strong:
        if attributive and not verb and (prefix.kind in ("more", "less") or place.behind.lstrip().startswith("的")):
            return Verdict(reason="an attribute of what follows")
        return Verdict(rule="comparator")
    before = place.before
    if before.endswith(("和", "与", "及")) and len(before) > 1:
        return Verdict(reason="it names what something is done for")
    told = before.endswith("的") and _TOLD_TO_DO.search(before)
    if place.grammar.naming_end.search(before) and not told and not (before.endswith(("等", "及")) and _outcome(place)):
        return Verdict(reason="it names what something is done for")
    if _frequency(place) and not bound and (place.mode == "prose" or not verb):
        return Verdict(reason="a frequency")
    if q.chinese and not _chinese_count(place, verb):
        return Verdict(reason="a numeral that names things")
    if place.grammar.goal_noun_end.search(before):
        return Verdict(rule="goal-noun")
    if _outcome(place):
        return Verdict(rule="outcome")
    if _EACH_HAS.search(before) or (not verb and _EACH_HEAD.match(before)):
        return Verdict(rule="per-unit")
    if verb and _lists_names(place):
        verb = False
    if verb and not (attributive and bound and not place.grammar.verb_end.search(_tail(place))):
        return Verdict(rule="goal-verb")
    if bound and not attributive:
        return Verdict(rule="bound")
    if place.listed and (before == "" or not attributive or before[0] in "、,和及与"):
        return Verdict(rule="listed")
    name = trim_left(place.text, place.grammar, max(place.left, prefix.start - WINDOW), prefix.start)
    if place.grammar.weak.search(before) and not attributive and name < prefix.start:
        return Verdict(rule="goal-verb")
    pushed = place.grammar.weak_end.search(_tail(place)) and q.unit not in _NAMING_UNITS and not q.chinese
    if pushed and _WORKS_AFTER.match(place.text.folded[q.full_end : place.limit]):
        return Verdict(rule="goal-verb")
    if place.mode == "cell" and (not before or not attributive):
        return Verdict(rule="target-cell")
    if _terse(place, before):
        return Verdict(rule="terse")
    return Verdict(reason="no verb or bound makes it a goal")


def _tail(place: Place) -> str:
    """What stands directly before the number, without 力争, 至少 and their like."""
    start = max(place.left, place.prefix.start - WINDOW)
    end = trim_right(place.text, place.grammar, start, place.prefix.start)
    return place.text.folded[start:end]


def _lists_names(place: Place) -> bool:
    """实施A招聘、B培训和C培训6项计划: the number sums up a list of names; the verbs are parts of those."""
    before = place.before
    direct = place.grammar.verb_end.search(_tail(place))
    if place.quantity.unit in _NAMING_UNITS and not direct and _attributive(place):
        return True
    if before.count("、") < 2 or place.grammar.firm.search(before):
        return False
    head = trim_left(place.text, place.grammar, max(place.left, place.prefix.start - WINDOW), place.prefix.start)
    return not place.grammar.loose_head.match(place.text.folded, head, place.prefix.start)


def bound_before(place: Place) -> str | None:
    """The comparator of 至少 or 最多 that stands before the verb: 至少选择1所."""
    if _AT_LEAST.search(place.before):
        return ">="
    return "<=" if _AT_MOST.search(place.before) else None


def _chinese_count(place: Place, verb: bool) -> bool:
    q, tail = place.quantity, _tail(place)
    if not verb and not place.listed and place.mode == "prose":
        return False
    concrete = bool(place.grammar.concrete_end.search(tail))
    direct = concrete or bool(place.grammar.verb_end.search(tail)) or place.prefix.about
    if q.value == 1 and q.upper is None:
        if q.unit in _ARTICLE_UNITS:
            return concrete or (place.mode == "cell" and direct)
        if q.unit == "个":
            each = re.search(r"每个?|各|至少", place.before) or tail.endswith(("创建", "建成", "创成"))
            return bool(each and concrete)
        return place.mode == "cell" and direct
    if q.unit in _NAMING_UNITS or q.unit == "个":
        return concrete or place.listed
    return direct or place.listed


def _outcome(place: Place) -> bool:
    """Does a counted subject reach a goal: 6个项目投入使用."""
    q = place.quantity
    if q.chinese:
        return False
    start = max(place.left, place.prefix.start - WINDOW)
    before = place.before
    if not (
        before.endswith(("等", "及", "项目", "工程")) or is_area(place.text, place.grammar, start, place.prefix.start)
    ):
        return False
    noun = after(place.text, place.grammar, q.full_end, place.limit)
    if noun is None:
        return False
    words = place.text.folded[noun[0] : noun[1]]
    if words.startswith(("所", "的")):
        return False
    return bool(place.grammar.outcomes.search(words, 1))


def _terse(place: Place, before: str) -> bool:
    """A clause that is only name, number and unit: 中原小区1052套."""
    q, folded = place.quantity, place.text.folded
    if place.left > place.clause.start or _attributive(place) or q.unit in _TELLING_UNITS or q.chinese:
        return False
    if folded[q.full_end : place.clause.end].strip() or folded[place.clause.end : place.clause.end + 1] == ":":
        return False
    if q.unit in place.grammar.frequency_units or _CODE.search(before):
        return False
    return bool(_TERSE_NAME.fullmatch(before)) and not place.grammar.naming_end.search(before)


def _money(place: Place) -> Verdict:
    q, prefix, before = place.quantity, place.prefix, place.before
    attributive = _attributive(place)
    if place.terms and not place.grammar.firm.search(before):
        return Verdict(reason="a term of a permission or a benefit")
    direct = bool(place.grammar.verb_end.search(_tail(place)))
    noun = bool(place.grammar.money.search(before))
    verb = _verb(place)
    if place.attribute or (attributive and q.suffix and not direct):
        return Verdict(reason="an attribute of what is counted")
    if prefix.kind in _STRONG and not (attributive and prefix.kind in ("more", "less")):
        return Verdict(rule="comparator")
    if place.grammar.naming_end.search(before):
        return Verdict(reason="it names what something is done for")
    if place.grammar.goal_noun_end.search(before):
        return Verdict(rule="goal-noun")
    if verb and (noun or direct or place.mode == "cell" or not attributive):
        return Verdict(rule="goal-verb")
    if noun and not attributive and (q.suffix or place.modal or place.mode == "cell"):
        return Verdict(rule="bound")
    if noun and not attributive and place.grammar.weak.search(before):
        return Verdict(rule="goal-verb")
    if place.listed and not attributive:
        return Verdict(rule="listed")
    return Verdict(reason="an amount without a goal")


def _ratio(place: Place) -> Verdict:
    q, prefix, before = place.quantity, place.prefix, place.before
    behind = place.behind.lstrip()
    if q.chinese and q.unit not in ("%", "‰", "/万") and not prefix.kind and (q.kind == "ratio" or not q.suffix):
        return Verdict(reason="a numeral that names things")
    if not prefix.kind and _SHARE_WORDS.search(before):
        return Verdict(reason="a share")
    if prefix.kind == "equal" and prefix.word in ("为", "是", "=", "计") and place.mode == "prose" and not place.modal:
        if q.suffix is None and not prefix.about:
            return Verdict(reason="a statement, not a goal")
    if re.search(r"占[^,。;]{0,20}$", before) and not place.modal and q.suffix is None and prefix.kind not in _STRONG:
        return Verdict(reason="a share")
    if place.attribute and (prefix.kind or q.suffix) and behind[:1] not in "的":
        return Verdict(reason="an attribute of what is counted")
    if prefix.kind in ("more", "less") and behind.startswith("的") and not place.modal:
        return Verdict(reason="a condition")
    if prefix.kind:
        return Verdict(rule="comparator")
    return Verdict(rule="rate")


def _other(place: Place) -> Verdict:
    """Spans of time, ages, factors, levels, proportions and numbers without a unit."""
    q, prefix = place.quantity, place.prefix
    strong = prefix.kind in _STRONG
    behind = place.behind
    if q.kind == "time":
        if place.terms:
            return Verdict(reason="a term of a permission or a benefit")
        if _DEADLINE_AFTER.match(behind) and q.suffix is None:
            return Verdict(reason="a time limit")
        if strong and not place.attribute and (not _attributive(place) or _verb(place)):
            return Verdict(rule="comparator")
        return Verdict(reason="a span of time")
    if q.kind == "age":
        if place.terms or re.search(r"(?<!平均)年龄$", place.before):
            return Verdict(reason="a condition")
        if strong and not _attributive(place):
            return Verdict(rule="comparator")
        return Verdict(reason="an age")
    if q.kind == "level":
        if prefix.kind in ("level_up", "at_least") and not _attributive(place):
            return Verdict(rule="comparator")
        return Verdict(reason="a grade that names things")
    if q.kind == "factor":
        if strong and not _attributive(place):
            return Verdict(rule="comparator")
        return Verdict(reason="a factor without a goal")
    if q.kind == "proportion":
        if prefix.kind in _STRONG or (prefix.kind == "equal" and place.modal):
            return Verdict(rule="comparator")
        return Verdict(reason="a proportion without a goal")
    if _attributive(place) or q.chinese:
        return Verdict(reason="a number without a unit")
    if strong or (prefix.kind == "equal" and prefix.word.endswith("在")):
        return Verdict(rule="comparator")
    if place.mode == "cell" and q.suffix:
        return Verdict(rule="target-cell")
    return Verdict(reason="a number without a unit")

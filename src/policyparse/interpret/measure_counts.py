"""Which counts are goals: 新建8家, 启动单位不少于24家, 6个项目开工; not 八项规定, 在6个城区, 每年1次."""

from __future__ import annotations

import re

from policyparse.interpret.measure_indicators import after, before_service, is_area, trim_left
from policyparse.interpret.measure_place import Place, Verdict, bound_before

#: What was handed down is a goal all the same: 完成省下达的6家…任务.
_TOLD_TO_DO = re.compile(r"完成[^,。;]{0,16}的$")
#: So many places, of which something is said: 10个县（市、区）的先进单位.
_PLACES_OF = re.compile(
    r"\s?(?:县|市|区|乡|镇|村|街道|办事处|州|省|旗|社区|部门|地区)[^,。;、\d]{0,12}(?:的|所(?=[涉属辖有在]))"
)
#: Each … has so many: a goal of equipment (每万名职工有3名辅导员).
_EACH_HAS = re.compile(r"(?:每|各)[^,。;]{1,20}(?:有|拥有|配有|配|设|设有|派|派驻|选|办|建|选派|确定)$")
_PER_HEADS = re.compile(r"每(?:百|千|万|十万)[^,。;、]{1,8}(?:拥有|配备|配置|设有)[^,。;、\d]{2,16}$")
_EACH_HEAD = re.compile(r"[^,。;]{0,6}每[个名户村乡镇县市区校家所人位座组支队站社店企]")
_EVERY = re.compile(r"每\s?[\d一二两三四五六七八九十]{1,3}\s?(?:年|个?月|周|天|日|个?季度|学年)")
_EACH_OR_LEAST = re.compile(r"每个?|各|至少")
#: 推进50个重点项目建设: works that are counted, not a programme that is named.
_WORKS_BEHIND = re.compile(r"[^,。;、的]{2,20}(?:建设|改造|项目|工程|试点|整治|治理|开工|竣工)$")
_TERSE_NAME = re.compile(r"[^,。;:是有为共等辖含]{2,40}")
_GRADE_END = re.compile(r"\d[^,。;、\d]{1,6}以[上下]$")
#: 245家企业6月底前全部安装…, 120件全部化解: something is to be done with all of them.
ALL_OF = re.compile(r"(?P<noun>[^,。;、的\d全]{0,14})(?:\d{1,2}月[^,。;、]{0,6})?(?:要|须)?(?:全部|悉数)")
_FOR = re.compile(r"(?:免费|优先)?(?:为|给|帮助)")
_LATIN_END = re.compile(r"[A-Za-z+\-_#]$")
_NAMING = Verdict(reason="it names a thing")
_DONE_FOR = Verdict(reason="it names what something is done for")


def judge_count(place: Place) -> Verdict:
    """Accept or turn down a count or an extent."""
    q, prefix, grammar, before = place.quantity, place.prefix, place.grammar, place.before
    strong = place.strong or bound_before(place) is not None
    bound = q.suffix is not None
    attributive = place.attributive
    verb = bool(grammar.verb.search(before))
    if grammar.naming_after.match(place.behind) or (not strong and _PLACES_OF.match(place.behind)):
        return _NAMING
    if attributive and q.suffix == "at_most" and not strong and q.kind == "extent":
        return Verdict(reason="an attribute of what follows")  # 35蒸吨以下燃煤锅炉
    if place.attribute and (bound or strong or q.kind == "extent"):
        return Verdict(reason="an attribute of what is counted")
    if place.terms and prefix.kind == "at_most" and not verb:
        return Verdict(reason="a term of a permission or a benefit")  # 每亩补贴120元,每户不超过50亩
    if strong:
        if attributive and not verb and (prefix.kind in ("more", "less") or place.behind.lstrip().startswith("的")):
            return Verdict(reason="an attribute of what follows")
        return Verdict(rule="comparator")
    if before.endswith(("和", "与", "及")) and len(before) > 1:
        return _DONE_FOR
    told = before.endswith("的") and _TOLD_TO_DO.search(before)
    if _served(place):
        return Verdict(rule="served")
    if ALL_OF.match(place.text.folded, q.full_end, place.clause.end) and not q.chinese:
        return Verdict(rule="all-of")
    graded = _GRADE_END.search(before)  # 其中10亿元以上2个
    if (
        grammar.naming_end.search(before)
        and not (told or graded)
        and not (before.endswith(("等", "及")) and _outcome(place))
    ):
        return _DONE_FOR
    if not bound and (place.mode == "prose" or not verb) and _frequency(place):
        return Verdict(reason="a frequency")
    if q.chinese and not _chinese_count(place, verb):
        return Verdict(reason="a numeral that names things")
    return _licensed(place, verb and not _lists_names(place))


def _served(place: Place) -> bool:
    """为2000户困难家庭实施改造: for so many something is done."""
    q, grammar = place.quantity, place.grammar
    head = trim_left(place.text, grammar, place.low, q.start)
    served = _FOR.match(place.text.folded, head, q.start)
    if not served or q.chinese or place.text.folded[served.end() : q.start].strip():
        return False
    noun = after(place.text, grammar, q.full_end, place.limit)
    return noun is not None and before_service(place.text, grammar, noun) != noun


def _licensed(place: Place, verb: bool) -> Verdict:
    """What licenses a count that is printed without a comparator."""
    q, grammar, before = place.quantity, place.grammar, place.before
    attributive, bound = place.attributive, place.quantity.suffix is not None
    if grammar.goal_noun_end.search(before):
        return Verdict(rule="goal-noun")
    if _outcome(place):
        return Verdict(rule="outcome")
    if _PER_HEADS.search(before) and not attributive:
        return Verdict(rule="terse")
    if _EACH_HAS.search(before) or (not grammar.verb.search(before) and _EACH_HEAD.match(before)):
        return Verdict(rule="per-unit")
    direct = grammar.verb_end.search(place.tail) or grammar.verb_end.search(before)  # 实现50项以上
    if verb and not (attributive and bound and not direct):
        return Verdict(rule="goal-verb")
    if bound and not attributive:
        return Verdict(rule="bound")
    if place.listed and (not attributive or not before or before[0] in "、,和及与"):
        return Verdict(rule="listed")
    if _weakly(place):
        return Verdict(rule="goal-verb")
    if place.mode == "cell" and (not before or not attributive):
        return Verdict(rule="target-cell")
    if q.unit not in grammar.telling_units and not q.chinese and _terse(place):
        return Verdict(rule="terse")
    return Verdict(reason="no verb or bound makes it a goal")


def _weakly(place: Place) -> bool:
    """推进重点项目120个, 推进50个重点项目建设: verbs that license only what is clearly counted."""
    q, grammar = place.quantity, place.grammar
    name = trim_left(place.text, grammar, place.low, place.prefix.start)
    deed = grammar.loose_head.match(place.text.folded, name, place.prefix.start)
    if deed and not q.chinese and not (place.attributive and q.suffix) and not _lists_names(place):
        return True  # 拉通断头路7条
    if grammar.weak.search(place.before) and not place.attributive and name < place.prefix.start:
        return True
    if q.suffix == "at_least" and not q.chinese and grammar.weak_end.search(place.tail):
        return True  # 推动200项以上事项跨省通办
    if q.unit in grammar.naming_units or q.chinese or not grammar.weak_end.search(place.tail):
        return False
    if q.unit and q.unit.endswith(("家", "户", "所")):
        return True  # 推动100家规上企业上云
    return bool(_WORKS_BEHIND.match(place.text.folded[q.full_end : place.limit]))


def _frequency(place: Place) -> bool:
    if place.quantity.unit not in place.grammar.frequency_units:
        return False
    start = max(place.clause.start, place.prefix.start - 40)
    words = (place.grammar.frequency, _EVERY)
    return any(pattern.search(place.text.folded, start, place.prefix.start) for pattern in words)


def _lists_names(place: Place) -> bool:
    """实施A招聘、B培训和C培训6项计划: the number sums up a list of names; the verbs are parts of those."""
    grammar, before = place.grammar, place.before
    direct = grammar.verb_end.search(place.tail) or (place.quantity.suffix and grammar.verb_end.search(before))
    if place.quantity.unit in grammar.naming_units and not direct and place.attributive:
        return True
    listed = before.count("、")
    if listed and place.attributive and listed + 1 == place.quantity.value:
        return True  # 支持粮食、畜牧2个产业
    if listed < 2 or grammar.firm.search(before):
        return False
    head = trim_left(place.text, grammar, place.low, place.prefix.start)
    return not grammar.loose_head.match(place.text.folded, head, place.prefix.start)


def _chinese_count(place: Place, verb: bool) -> bool:
    """Chinese numerals name things more often than not (四个意识): the verb must stand directly before them."""
    q, grammar, tail = place.quantity, place.grammar, place.tail
    if not verb and not place.listed and place.mode == "prose":
        return False
    concrete = bool(grammar.concrete_end.search(tail))
    direct = concrete or bool(grammar.verb_end.search(tail)) or place.prefix.about
    if q.value == 1 and q.upper is None:
        if q.unit in grammar.article_units:
            return concrete or (place.mode == "cell" and direct)
        if q.unit == "个":
            return concrete and bool(_EACH_OR_LEAST.search(place.before) or tail.endswith(("创建", "建成", "创成")))
        return place.mode == "cell" and direct
    if q.unit in grammar.naming_units or q.unit == "个":
        return concrete or place.listed
    return direct or place.listed


def _outcome(place: Place) -> bool:
    """Does a counted subject reach a goal: 6个项目投入使用."""
    q, before = place.quantity, place.before
    if q.chinese:
        return False
    subject = before.endswith(("等", "及", "项目", "工程"))
    if not subject and not is_area(place.text, place.grammar, place.low, place.prefix.start):
        return False
    noun = after(place.text, place.grammar, q.full_end, place.limit)
    if noun is None:
        return False
    words = place.text.folded[noun[0] : noun[1]]
    return not words.startswith(("所", "的")) and bool(place.grammar.outcomes.search(words))


def _terse(place: Place) -> bool:
    """A clause that is only name, number and unit: 中原小区1052套."""
    q, folded, clause, before = place.quantity, place.text.folded, place.clause, place.before
    if place.left > clause.start or place.attributive or q.unit in place.grammar.frequency_units:
        return False
    rest = folded[q.full_end : clause.end].strip()
    if (rest and rest[0] != "、") or folded[clause.end : clause.end + 1] == ":":
        return False
    named = _TERSE_NAME.fullmatch(before) and not _LATIN_END.search(before)
    return bool(named) and not place.grammar.naming_end.search(before)

"""What is measured: the words before a number, or behind it, as printed. Always one piece of the text, never put together."""

from __future__ import annotations

import re

from policyparse.interpret.measure_grammar import Grammar
from policyparse.interpret.measure_text import MeasureText

Span = tuple[int, int]

#: Longest name that is given as an indicator. The longest seen in a goal has 54 characters (three rates joined by 、).
_MAX_NAME = 90
#: What is left behind a second verb is a name of its own from this length on (培养|拔尖人才, but 培训|教师).
_MIN_REST = 3
_SHORT_NAME = 2
#: Longest name of the whole that a share is of (占专业课教师总数).
_MAX_WHOLE = 18
#: How far before a number its name is looked for.
WINDOW = 160
#: How far behind 每个 (each) the verb is looked for.
_EACH_REACH = 14

_SEPARATORS = " \t、,:;。-+"
_TIME = re.compile(
    r"(?:(?:力争|争取|确保)?(?:到|至|在|从|自)?\s?(?:(?:19|20)\d\d|[二一][〇零一二三四五六七八九]{3})\s?(?:[-~至]\s?\d{4}\s?)?年(?:\s?\d{1,2}\s?月)?"
    r"(?:度|年?底|末|初(?![步级中心期])|中(?![小医等心])|份|起)?(?:之?前|以前|期间)?"
    r"|(?:到|至|在)?\"?十[一二三四五六七八]五\"?(?:规划)?(?:期间|时期|末|期末|中期)(?:之?前)?"
    r"|(?:用|通过|经过|利用|再用)\s?[\d一二两三四五六七八九十]{1,3}(?:\s?[-~至到]\s?[\d一二两三四五六七八九十]{1,3})?\s?年(?:左右)?的?(?:时间|努力)|[\d两三四五六七八九十]{1,2}年累计|年内|年底(?:之?前)?|年末|全年|今年|明年|当年|每年|本年度|本年|上半年|下半年|届时|近期|远期"
    r"|(?:到|至)?(?:\d{1,2}|十[一二]?|[一二三四五六七八九])\s?月(?:\s?\d{1,2}\s?[日号]|底|末|份|[上中下]旬)?(?:之?前|以前)?|[^,。;、:\d期]{0,4}\d?·?\d{0,2}期间|第?[一二三四]季度末?(?:之?前)?|期末)\s?[,、]?\s?"
)
_BASE = re.compile(
    r"(?:(?:较|(?<!占)比)\s?(?:上年|去年|上一?年度|(?:19|20)\d\d\s?年|\"?十[一二三四]五\"?(?:末|期末)?|基期|基准年|往年|现有|目前)(?:同期|末|底|度)?|较(?![大高低好快强多少小重])[^,。;、\d]{2,10}"
    r"|在[^,。;]{1,16}?的?基础上(?:再|均)?|以[^,。;、]{1,10}?为单位|同比|环比|与[^,。;]{2,16}?相比|(?:由|从)[^,。;、]{0,10}\d[^,。;、]{0,10}|第[一二三四五六七八九十\d]{1,3}批|首批|(?:19|20)\d\d\s?年度?|\d{1,2}月(?:\d{1,2}日|[底末份])?之?前)$"
)
#: Before a name and no part of it: 以乡镇为单位适龄儿童接种率.
_BRACKET = re.compile(r"\([^()]{1,12}\)")
_BASIS = re.compile(r"以[^,。;、]{1,10}?为单位")
_LAST_DEMAND = re.compile(r".*(?:确保|力争|争取|努力实现|做到|保证|促使|使得?(?![用命馆])|推动|实现)", re.S)
_AREA = re.compile(
    r"(?:全[国省市区县州盟旗镇乡村校院]|[各每][地县市区乡镇村(、)校院]{0,12}个?|[省市县区]本?级|[省市县区]属|辖区(?:内)?|我[省市县区]|本[省市县区地]|\s)*"
)
_AFTER_STOP = re.compile(r"[,。;:!?]|用于|并(?![购网轨联])|(?<=[一-鿿])且|\)")
#: A number of kinds closes a list of names (…、妇幼管理等6大类近800名): the noun is behind the next number.
_KINDS_END = re.compile(r"(?:\d|[一二两三四五六七八九十])\s?大?[类种]$")
#: 内部装修完成30%: what is measured is the 内部装修.
_DONE = "完成"
_VERB_CHAIN = re.compile(r"[、和及与]\s?")


def past_times(text: MeasureText, start: int, end: int) -> int:
    """`start` moved past separators and times (到2025年，) only."""
    while start < end:
        if text.folded[start] in _SEPARATORS:
            start += 1
            continue
        match = _TIME.match(text.folded, start, end)
        if not match or match.end() == start:
            break
        start = match.end()
    return start


def trim_left(text: MeasureText, grammar: Grammar, start: int, end: int) -> int:
    """`start` moved past separators, times (到2025年) and words such as 确保 that are no part of a name."""
    folded = text.folded
    while start < end:
        if folded[start] in _SEPARATORS or folded[start] == "的":
            start += 1
            continue
        match = (
            _BRACKET.match(folded, start, end) or _TIME.match(folded, start, end) or _BASIS.match(folded, start, end)
        )
        match = match or grammar.leading.match(folded, start, end)
        # one character is no name: what looks like a leading word is part of it (均, 率)
        if not match or match.end() == start or end - match.end() == 1:
            break
        start = match.end()
    return start


def trim_right(text: MeasureText, grammar: Grammar, start: int, end: int) -> int:
    """`end` moved before separators, 分别 and its like, and the base of a comparison (比2020年)."""
    folded = text.folded
    while end > start:
        if folded[end - 1] in _SEPARATORS + "(的":
            end -= 1
            continue
        low = max(start, end - 40)
        window = folded[low:end]
        match = _BASE.search(window) or grammar.trailing_end.search(window)
        if not match or not match[0]:
            break
        end = low + match.start()
    return end


def named(text: MeasureText, grammar: Grammar, start: int, end: int) -> Span | None:
    """The name in `start:end`, or None where nothing is left of it."""
    start = trim_left(text, grammar, start, end)
    end = trim_right(text, grammar, start, end)
    while end - start > 3 and text.folded.startswith(_DONE, end - 2):
        end = trim_right(text, grammar, start, end - 2)
    demand = _LAST_DEMAND.match(text.folded, start, end)
    if demand and end - demand.end() >= 2:
        start = trim_left(text, grammar, demand.end(), end)
    start, end = _balanced(text.folded, start, _before_share(text, grammar, start, end))
    if end - start > _MAX_NAME or end - start < 2 or text.folded[start:end] in grammar.no_names:
        return None
    return (start, end) if any(c.isalpha() for c in text.folded[start:end]) else None


def _before_share(text: MeasureText, grammar: Grammar, start: int, end: int) -> int:
    """教学课时占总课时: what is measured ends before 占, where no 比例 says that the share itself is named."""
    share = text.folded.rfind("占", start + 2, end)
    if share < 0 or end - share > _MAX_WHOLE or grammar.rate_noun_end.search(text.folded, start, end):
        return end
    return trim_right(text, grammar, start, share)


def is_measured(grammar: Grammar, folded: str, start: int, end: int) -> bool:
    """Does `start:end` end in a noun that is measured (率, 面积, 浓度), not in one that is counted."""
    near = max(start, end - 8)
    words = folded[near:end]
    ends = (grammar.quantity_end, grammar.rate_noun_end, grammar.measured_end)
    return any(pattern.search(words) for pattern in ends)


def _balanced(folded: str, start: int, end: int) -> Span:
    """Cut off the other half of a bracket that stands outside."""
    depth = 0
    for at in range(start, end):
        if folded[at] == "(":
            depth += 1
        elif folded[at] == ")":
            depth -= 1
            if depth < 0:
                start, depth = at + 1, 0
    if depth > 0:
        opened = folded.rfind("(", start, end)
        if opened > start:
            end = opened
    while start < end and folded[start] in " 、,":
        start += 1
    if folded.count('"', start, end) % 2:
        if folded[end - 1] == '"':
            end -= 1
        elif folded[start] == '"':
            start += 1
    return start, end


def is_area(text: MeasureText, grammar: Grammar, start: int, end: int) -> bool:
    """Does `start:end` name nothing but where (全市, 各区), or nothing at all."""
    start = trim_left(text, grammar, start, end)
    end = trim_right(text, grammar, start, end)
    return bool(_AREA.fullmatch(text.folded, start, end))


def after(text: MeasureText, grammar: Grammar, start: int, end: int) -> Span | None:
    """The counted noun behind a number: up to a stop or `end`."""
    folded = text.folded
    while start < end and folded[start] in " 的":
        start += 1
    stop = _AFTER_STOP.search(folded, start, end)
    while stop and (text.inside[stop.start()] and stop[0] in ",。;:!?)"):
        stop = _AFTER_STOP.search(folded, stop.end(), end)
    end = stop.start() if stop else end
    while end > start and folded[end - 1] in " 、,和及与":
        end -= 1
    if folded.count('"', start, end) % 2:
        return None
    # 建设20个以上，或 (…): a bracket alone is no noun
    if end - start < 1 or end - start > _MAX_NAME or folded[start] in "()[],、。;:-~/+":
        return None
    return start, end


def before_deed(text: MeasureText, grammar: Grammar, span: Span) -> Span:
    """`span` up to what is done by or for those that it counts: 优秀教师 of 优秀教师到农村学校支教."""
    deed = grammar.doing.search(text.folded, span[0] + 2, span[1])
    return (span[0], deed.start()) if deed and not text.inside[deed.start()] else span


def before_service(text: MeasureText, grammar: Grammar, span: Span) -> Span:
    """`span` up to what is done for those that it counts: 村卫生室 of 村卫生室更新设备."""
    deed = before_deed(text, grammar, span)
    verb = grammar.loose_head.search(text.folded, span[0] + 2, span[1] - 1)
    return (span[0], verb.start()) if verb and verb.start() < deed[1] and deed == span else deed


def counted(text: MeasureText, grammar: Grammar, start: int, number: int, behind: Span | None) -> Span | None:
    """The noun of a count: 新建夜市4处, 引进10个以上学科团队, 完成…培养200名.

    `start:number` is what stands before the number (or its comparator), `behind` the noun after its unit.
    """
    folded = text.folded
    low = max(start, number - WINDOW)
    behind = behind and before_deed(text, grammar, behind)
    kinds_end = trim_right(text, grammar, low, number)
    if behind and (folded[number - 1] == "的" or _KINDS_END.search(folded, max(low, kinds_end - 6), kinds_end)):
        return behind
    fallback: Span | None = None
    for verb in reversed(list(grammar.firm.finditer(folded, low, number))):
        noun = named(text, grammar, _past_chain(folded, grammar, verb.end(), number), number)
        noun = noun and _past_second_verb(folded, grammar, verb[0], noun)
        if noun and not behind and grammar.loose.fullmatch(folded, *noun):  # 保障房新增供应1000套
            subject = named(text, grammar, low, verb.start())
            if subject and not is_area(text, grammar, *subject):
                return subject
        if noun and not _only_verbs(folded, grammar, noun):
            if (
                behind
                and not grammar.quantity_end.search(folded[noun[0] : noun[1]])
                and fallback is None
                and is_area(text, grammar, *noun)
            ):
                return behind
            if noun[1] - noun[0] <= _SHORT_NAME and grammar.increase_verb.fullmatch(verb[0]):
                head = trim_left(text, grammar, low, verb.start())
                if 1 < verb.start() - head <= _SHORT_NAME + 2:  # 城镇新增就业: the verb is a part of the name
                    return head, noun[1]
            return noun
        if behind:
            return behind
        fallback = fallback or noun
    head = trim_left(text, grammar, low, number)
    loose = grammar.loose_head.match(folded, head, number) or grammar.weak.match(folded, head, number)
    if not loose and folded[head : head + 1] in ("每", "各"):  # 每个社区培育社会组织5家
        loose = grammar.loose_head.search(folded, head + 1, min(number, head + _EACH_REACH))
    if loose:
        noun = named(text, grammar, _past_chain(folded, grammar, loose.end(), number), number)
        # 上线人数, 培训数量: the verb says of what
        noun = noun and _past_second_verb(folded, grammar, loose[0], noun)
        plain = noun and noun[1] - noun[0] <= _SHORT_NAME and grammar.quantity_end.search(folded, *noun)
        if noun and (not plain or folded[noun[0] : noun[1]] in grammar.unit_kind):  # 建设床位200张
            return noun
        if behind and not noun:
            return behind
    whole = named(text, grammar, low, number)
    if whole is None or _only_verbs(folded, grammar, whole):
        # 新开工3000套: the verb says what is counted; 完成10家 does not
        telling = whole and whole[1] - whole[0] > _SHORT_NAME and not folded.startswith(_DONE, whole[1] - 2)
        return behind or (whole if telling else fallback)
    ends_in_verb = grammar.verb_end.search(folded, whole[0], whole[1])
    if behind and (ends_in_verb or not grammar.quantity_end.search(folded, whole[0], whole[1])):
        return behind
    return whole


def _past_second_verb(folded: str, grammar: Grammar, first: str, noun: Span) -> Span:
    """遴选培养拔尖人才 counts 拔尖人才; but 新建培训基地 counts training bases."""
    second = None if grammar.concrete_end.search(first) else grammar.second.match(folded, *noun)
    if second and noun[1] - second.end() >= _MIN_REST and not grammar.second.match(folded, second.end(), noun[1]):
        return second.end(), noun[1]
    return noun


def _past_chain(folded: str, grammar: Grammar, at: int, end: int) -> int:
    """Past further verbs joined to the first: 新建、改扩建学校."""
    while True:
        joint = _VERB_CHAIN.match(folded, at, end)
        verb = grammar.verb.match(folded, joint.end(), end) if joint else None
        if not verb:
            return at
        at = verb.end()


def _only_verbs(folded: str, grammar: Grammar, span: Span) -> bool:
    match = grammar.firm.match(folded, span[0], span[1])
    return bool(match) and match is not None and match.end() == span[1]

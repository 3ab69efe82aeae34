"""Which points hand out work: by the document's kind, by what the points beside them say, by who is told what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from policyparse.interpret.context import Context
from policyparse.interpret.deadlines import read_deadline_prose
from policyparse.interpret.markers import first_sentence
from policyparse.interpret.outline import Node, instructs
from policyparse.interpret.owners import Part, split_parts
from policyparse.interpret.prose_record import State
from policyparse.lexicon import Lexicon
from policyparse.text import count

#: Kinds whose points are records whatever they say.
HANDS_OUT = frozenset({"plan", "work_points", "task_list"})
#: Somebody is told to do something: 各县区要 …, 各单位应于 …
_DOER = re.compile(
    r"各[^，。；]{0,24}(?:单位|部门|县|区|市|局|委|办|省|乡镇|街道|处室|科室|机构|企业|地|院|校|司局)(?:[（(][^（()）]{1,8}[）)])?[^，。；]{0,16}?(?:要|应|须|请|务必|于)"
    r"|请(?:各|相关|有关|承办|责任|牵头|你)[^，。；]{0,16}?(?:单位|部门|县|区|市|局|委|办|乡镇|街道|处室|科室|机构|企业|院|校)"
)
#: By a day, in the clause that says who: 请市水务局于7月20日前 …
_BY_DAY = re.compile(r"[0-9０-９一二三四五六七八九十]\s*(?:日|月底|月末|月)\s*(?:之)?前")
#: A caption has at most so many characters and no sentence.
_CAPTION = 40
_SENTENCE = re.compile("[。；]")
#: Paragraphs above the first point in which a report of the press says that it is one.
_OPENING = 3


@lru_cache(maxsize=8)
def _unit_told(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """请市水务局 …, 市水务局要 …; and what is enough in minutes of a meeting: 市水务局在9月底前 …"""
    data = lexicon["organisations"]["suffixes"]
    words = {word for group in data.values() for word in group}
    ends = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    name = rf"[\u4e00-\u9fff（）()、]{{1,40}}(?:{ends})"
    told = re.compile(rf"(?:^|[，。；：:\n])(?:请|责成){name}|(?:^|[，。；：:\n]){name}(?:要|须|务必|负责)")
    doing = re.compile(
        rf"(?:^|[，。；：:\n])(?:请|由|责成)?{name}(?:[^，。；：\n]{{0,12}})?(?:要|须|务必|负责|牵头|会同|尽快|抓紧|于|在)"
    )
    return told, doing


def names_doer_and_date(text: str, context: Context) -> bool:
    """Is somebody told to do something by a day (各单位于9月底前报送 …, 请市水务局于7月20日前 …)."""
    asked = _unit_told(context.lexicon)[0].search(text)
    if not (asked or _DOER.search(text)):
        return False
    if asked and _BY_DAY.search(text, asked.end()):
        return True
    items = read_deadline_prose(text, context.years, context.lexicon).value.items
    return any(item.due or item.rrule for item in items)


def title_says(context: Context, words: str) -> bool:
    """Does the document's title hold one of these words of the lexicon (下达 … 任务; 召开 … 会议)."""
    title = context.meta.title or ""
    return any(word in title for word in context.lexicon["outline"][words])


def asks(context: Context) -> bool:
    """A notice or a letter that may ask for something in plain paragraphs (请各单位于8月18日前报送 …)."""
    letter = (context.meta.title or "").rstrip().endswith("函")
    return (context.meta.kind == "notice" or letter) and not title_says(context, "gathering_titles")


def only_tells(root: Node, context: Context) -> bool:
    """A report of the press, an explanation, questions and answers: they tell of work that others hand out."""
    words = context.lexicon["outline"]
    title = (context.meta.title or "").rstrip("》）) ")
    if context.meta.kind != "other":
        return False
    if any(title.endswith(word) for word in words["telling_titles"]) or title_says(context, "outside_titles"):
        return True
    return any(re.search(words["press_marks"], text[:60]) for _, text in root.body[:_OPENING])


def introduces(node: Node, state: State) -> bool:
    """Does a point above tables say nothing but what they are: captions, and paragraphs that hand over to them."""
    words = state.context.lexicon["outline"]
    title = node.text[node.marker.end if node.marker else 0 :].strip()
    lines = [text.strip() for _, text in node.body]
    if title.endswith("。") and not re.search(words["to_table"], title):
        return False
    if first_sentence(title) < len(title.rstrip("。")):
        lines.insert(0, title)
    return (
        not owned_parts(title, state)
        and all(
            (count(text) <= _CAPTION and not _SENTENCE.search(text)) or re.search(words["to_table"], text)
            for text in lines
        )
        and not any(owned_parts(text, state) or names_doer_and_date(text, state.context) for text in lines)
    )


def wanted(node: Node, owned: Sequence[Part], text: str, state: State) -> bool:
    """Is this point a record. `owned`: its parts that name owners."""
    context = state.context
    kind = context.meta.kind
    if node.marker is not None and node.marker.kind == "article":
        if kind not in HANDS_OUT:
            return False  # the articles of rules hand out no work
        return bool(owned) or not (node.background or _is_formula(text, context))
    if owned:
        return True
    if node.body and all(re.search(context.lexicon["outline"]["to_annex"], line) for _, line in node.body):
        return False
    if node.background:
        return names_doer_and_date(text, context)
    if kind in HANDS_OUT:
        return True
    gathers = kind == "notice" and title_says(context, "gathering_titles")
    if gathers:
        return False  # who comes to a meeting is no work handed out
    if kind == "notice" and (_most_instruct(node, state) or title_says(context, "handing_titles")):
        return True
    if kind == "other" and title_says(context, "minutes") and _is_told(text, context.lexicon):
        return True
    return names_doer_and_date(text, context) or _most_hand_out(node, state)


def _most_hand_out(node: Node, state: State) -> bool:
    """A point that instructs, under a heading where more than half of the points end in owners or name a doer and a date."""
    parent = node.parent
    if parent is None or parent.index < 0 or not instructs(whole_text(node), state.context.lexicon):
        return False
    if id(parent) not in state.handing:
        texts = [whole_text(n) for n in parent.children if not n.children]
        giving = sum(bool(owned_parts(t, state)) or names_doer_and_date(t, state.context) for t in texts)
        state.handing[id(parent)] = giving * 2 > len(texts)
    return state.handing[id(parent)]


def _is_told(text: str, lexicon: Lexicon) -> bool:
    return bool(_DOER.search(text) or _unit_told(lexicon)[1].search(text))


def _is_formula(text: str, context: Context) -> bool:
    """为了…，制定本办法; 本政策自…起施行: the first and the last article."""
    return bool(re.search(context.lexicon["outline"]["article_formulas"], text))


def _most_instruct(node: Node, state: State) -> bool:
    """A notice's own points are tasks where most of those under one heading instruct (days off do not)."""
    parent = node.parent
    if parent is None:
        return instructs(_said(node), state.context.lexicon)
    if id(parent) not in state.instructing:
        siblings = [n for n in parent.children if not n.children]
        told = _unit_told(state.context.lexicon)[0]
        texts = [_said(n) for n in siblings]
        telling = sum(instructs(text, state.context.lexicon) or bool(told.search(text)) for text in texts)
        state.instructing[id(parent)] = telling * 2 >= len(siblings)
    return state.instructing[id(parent)]


def _said(node: Node) -> str:
    """What a point says: its body where its own line is a bare heading (整治重点), else all of it."""
    start = node.marker.end if node.marker else 0
    title = node.text[start:].strip()
    bare = node.body and first_sentence(title) == len(title) and not re.search("[，。；：]", title)
    return "\n".join(text for _, text in node.body) if bare else whole_text(node)


def over_nothing(node: Node, state: State) -> bool:
    """Is this a heading whose matter stands in an annex: no text below it, no instruction in it, unlike its neighbours."""
    title = node.text[node.marker.end if node.marker else 0 :].strip()
    others = [n for n in node.parent.children if n is not node] if node.parent else []
    return (
        not node.body
        and not node.duties
        and not _SENTENCE.search(title)
        and not instructs(title, state.context.lexicon)
        and bool(others)
        and all(n.body or n.children or n.tables for n in others)
    )


def whole_text(node: Node) -> str:
    """A point's title and body without its number, line by line."""
    start = node.marker.end if node.marker else 0
    return "\n".join([node.text[start:].strip(), *(text for _, text in node.body)])


def owned_parts(text: str, state: State) -> list[Part]:
    """The parts of a text that end in owners, under the rules that hold so far."""
    parts, _ = split_parts(text, state.rules, state.context.lexicon, state.context.known)
    return [part for part in parts if part.owner is not None]

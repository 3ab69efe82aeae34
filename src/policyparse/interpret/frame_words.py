"""The words and shapes by which the frame of a document is told, compiled once per lexicon.

Patterns work on `text.fold`ed text: no blanks, half-width, one kind of bracket, dash and quote.
Layout and elements follow GB/T 9704-2012, clause 7 (eyebrow, body, imprint).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from policyparse.lexicon import Lexicon
from policyparse.text import fold

_NUMERAL = "0-9〇○零一二三四五六七八九十"
#: A whole date of the frame, Arabic or Chinese (2019年3月22日, 二〇二三年一月一日, 2017-06-22).
DATE = (
    rf"(?:(?:19|20)\d\d|[〇○零一二三四五六七八九0]{{4}})年[{_NUMERAL}]{{1,3}}月(?:[{_NUMERAL}]{{1,3}}日)?"
    r"|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}"
)
#: 发文字号: office code, year in any bracket, serial number (郑卫〔2019〕1号). Minutes have no code; X stands for a
#: figure in templates.
NUMBER = r"[\u4e00-\u9fffA-Za-z]{0,12}[\[({<〈《](?:19|20)\d\d年?[\])}>〉》]第?[0-9Xx×]{1,5}(?:-\d{1,3})?号"
#: Number of an order or announcement, which has no office code (2019年第3号, 第711号).
ORDER = r"(?:(?:19|20)\d\d年第?|第)[0-9〇一二三四五六七八九十百]{1,6}号"
#: The same behind the name of its kind: 临江市人民政府令第12号.
FULL_ORDER = rf"[\u4e00-\u9fff]{{2,30}}(?:令|公告|通告)[(]?{ORDER}"
#: Numbering at the beginning of a point or heading.
NUMBERED = re.compile(
    r"[一二三四五六七八九十百]{1,4}[、.．,，]|[(\[](?:[一二三四五六七八九十百]{1,4}|\d{1,3})[)\]]|\d{1,3}(?:\.\d{1,2}){0,3}[.、)](?!\d)|\d{1,3}\.(?=(?:19|20)\d\d年|(?:[1-9]|1[0-2])月)"
    r"|[一二三四五六七八九十]{1,2}(?:要(?![素点求么])|是(?!一))"
    r"|第[一二三四五六七八九十百零\d]{1,5}(?:[章节条编篇部步]|阶段|环节)|[①-⒛㈠-㈩]|专栏\d{0,2}"
)
#: Separators of a list of organisations, outside brackets.
SEPARATORS = "、,，;；。\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Compiled vocabulary. `kinds` maps the last word of a title to the document's kind."""

    kinds: Mapping[str, str]
    title_end: re.Pattern[str]
    title_bracket: re.Pattern[str]
    labels: Mapping[str, str]
    label: re.Pattern[str]
    org_end: re.Pattern[str]
    site_name: re.Pattern[str]  #: the end of what stands behind a page's title: an office or its site
    not_org: re.Pattern[str]
    addressee_end: re.Pattern[str]
    not_addressee: re.Pattern[str]
    distributing_title: re.Pattern[str]
    allotting_title: re.Pattern[str]
    distributing_text: re.Pattern[str]
    hand_over: re.Pattern[str]
    opening: re.Pattern[str]
    closing: re.Pattern[str]
    issuer_head: re.Pattern[str]
    copy_number: re.Pattern[str]
    classification: re.Pattern[str]
    urgency: re.Pattern[str]
    signer: re.Pattern[str]
    number: re.Pattern[str]
    copies: re.Pattern[str]
    imprint: re.Pattern[str]
    printed: re.Pattern[str]
    contact: re.Pattern[str]
    annex: re.Pattern[str]
    contents: frozenset[str]
    body_heading: frozenset[str]
    no_title: re.Pattern[str]
    crumb: re.Pattern[str]
    linked: re.Pattern[str]
    site_strong: re.Pattern[str]
    site_weak: re.Pattern[str]
    site_whole: frozenset[str]
    notice_with_plan: re.Pattern[str]
    regulation: re.Pattern[str]
    table_headers: frozenset[str]
    columns: Mapping[str, str]
    bracket_work: re.Pattern[str]
    annex_without_work: re.Pattern[str]


def any_of(words: Iterable[str]) -> str:
    """An alternation of literal words, longest first; never matches where there are none."""
    folded = sorted({fold(word) for word in words if fold(word)}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word) for word in folded) + ")" if folded else r"(?!)"


@lru_cache(maxsize=8)
def words_of(lexicon: Lexicon) -> Words:
    """The vocabulary of `lexicon["frame"]`."""
    data = lexicon["frame"]
    kinds = {
        fold(w): kind for kind in ("other", "plan", "work_points", "notice", "task_list") for w in data["kind"][kind]
    }
    labels = {fold(w): name for name, words in data["labels"].items() for w in words}
    orgs, head, site = data["organisations"], data["masthead"], data["site"]
    signer = any_of(head["signer_labels"])
    numbered_label = any_of(data["labels"]["doc_number"])
    annex = any_of(data["annex"]["words"])
    return Words(
        kinds=kinds,
        title_end=re.compile(rf"(?P<word>{any_of(kinds)})(?:[(\[][^()\[\]]{{1,30}}[)\]]){{0,3}}\"?$"),
        title_bracket=re.compile(
            rf"[(\[](?:[^()\[\]]{{0,16}}(?:19|20)\d\d[^()\[\]]{{0,12}}年度?(?:版|修订版?)?|{any_of(data['kind']['title_brackets'])})[)\]]"
        ),
        labels=labels,
        label=re.compile(rf"(?P<label>{any_of(labels)})(?:[\])]?:|\])"),  # 索引号：, [索引号]：, 【索引号】
        site_name=re.compile(rf"{any_of([*orgs['suffixes'], *data['site']['names']])}$"),
        org_end=re.compile(rf"{any_of(orgs['suffixes'])}(?:[(\[][^()\[\]]{{1,20}}[)\]])?$"),
        not_org=re.compile(rf"{any_of(orgs['not_ending'])}$"),
        addressee_end=re.compile(rf"(?:{any_of([*orgs['addressees'], *orgs['suffixes']])})(?:[(][^()]{{1,60}}[)])?$"),
        not_addressee=re.compile(
            rf"{any_of(orgs['not_addressees'])}$|(?:^|[、,;]){any_of(orgs['not_addressees_alone'])}$"
        ),
        distributing_title=re.compile(rf"{any_of(data['letter']['title_verbs'])}"),
        allotting_title=re.compile(rf"{any_of(data['letter']['title_verbs_weak'])}"),
        distributing_text=re.compile(rf"{any_of(data['letter']['text_verbs'])}"),
        hand_over=re.compile(any_of(data["letter"]["hand_over"])),
        opening=re.compile(rf"{any_of(data['letter']['openings'])}[^。;]{{0,12}}[:。]?$"),
        closing=re.compile(rf"{any_of(data['letter']['closings'])}[。!)]*$"),
        issuer_head=re.compile(rf"(?P<issuer>[^,，。;:]{{0,80}}){any_of(head['issuer_endings'])}(?P<number>{NUMBER})?"),
        copy_number=re.compile(
            rf"(?:{any_of(head['copy_labels'])}:?(?P<labelled>[0-9A-Za-z]{{1,12}})|(?:No\.?|№)?(?P<bare>\d{{6}}))"
        ),
        classification=re.compile(
            rf"(?:{any_of(head['classification_labels'])}:?)?(?P<value>{any_of(head['classifications'])}(?:[★☆*](?:长期|启用前|\d{{1,3}}(?:年|个月|月|日|天))?)?)"
        ),
        urgency=re.compile(rf"(?:{any_of(head['urgency_labels'])}:?)?(?P<value>{any_of(head['urgencies'])})"),
        signer=re.compile(rf"{signer}:(?P<signer>[^:。\[\d]{{1,40}})"),
        number=re.compile(
            rf"(?:{numbered_label}:?)?[(]?(?P<number>{NUMBER}|{ORDER}|{FULL_ORDER})[)]?(?:{signer}:(?P<signer>[^:。]{{1,40}}))?"
        ),
        copies=re.compile(rf"{any_of(data['imprint']['copies'])}:"),
        imprint=re.compile(rf"{any_of(data['imprint']['others'])}:|[(]?共?印(?:制)?\d+份[)]?。?$|[(]?共\d+份[)]?$"),
        printed=re.compile(
            rf"(?P<org>[^:,，。;]{{0,60}}?)(?P<date>{DATE}){any_of(data['imprint']['printed'])}(?:发)?。?"
        ),
        contact=re.compile(rf"[(]?{any_of(data['contact']['labels'])}(?:[(][^()]{{1,20}}[)])?:"),
        annex=re.compile(rf"(?P<word>{annex})"),
        contents=frozenset(fold(w) for w in data["contents"]["headings"]),
        body_heading=frozenset(fold(w) for w in data["contents"]["body_headings"]),
        no_title=re.compile(any_of(site["no_titles"]), re.I),
        crumb=re.compile(any_of(site["crumbs"])),
        linked=re.compile(rf"[\[(]?(?:{any_of(site['linked'])})[\])]?[|:丨]"),
        site_strong=re.compile(any_of(site["strong"]), re.I),
        site_weak=re.compile(any_of(site["weak"])),
        site_whole=frozenset(fold(w) for w in site["whole"]),
        notice_with_plan=re.compile(any_of(data["kind"]["notice_with_plan"]) + r"(?:[(\[][^()\[\]]{1,30}[)\]])?的通知"),
        regulation=re.compile(any_of(data["kind"]["regulation"]) + "$"),
        annex_without_work=re.compile(any_of(data["kind"]["annex_without_work"]) + r"(?:[(\[][^()\[\]]{1,30}[)\]])?$"),
        table_headers=frozenset(fold(w) for w in data["kind"]["table_headers"]),
        columns={
            fold(name): field
            for field, entry in lexicon["columns"].items()
            for name in entry.get("names", [])
            if field in {"task", "lead", "support", "owner", "leader", "deadline", "steps"}
        },
        bracket_work=re.compile(rf"[(\[][^()\[\]]{{0,120}}{any_of(data['kind']['bracket_words'])}"),
    )

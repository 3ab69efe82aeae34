"""All terms of time in a text, from left to right, each read by the one grammar that fits it best."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from policyparse.interpret.deadline_cycles import Cycle, cycles
from policyparse.interpret.deadline_open import Open, open_terms
from policyparse.interpret.deadline_spans import Dated, spans
from policyparse.lexicon import Lexicon

Term = Dated | Cycle | Open

#: Stands for masked characters; no grammar knows it.
MASK = "\x00"

_TITLE = re.compile(r"《[^《》\n]{0,120}(?:《[^《》\n]{0,80}》[^《》\n]{0,80})?》")
_DOC_NUMBER = re.compile(r"[\[(](?:19|20)\d\d[\])](?:第)?\d{0,5}号|(?:19|20)\d\d年?第\d{1,5}号(?!楼|地块|线|机组)")
_STANDARD = re.compile(r"[A-Z]{2,8}(?:/[A-Z]{1,3})?\d[\d.]{0,12}-(?:19|20)\d\d|建标\d{1,4}-(?:19|20)\d\d")
#: Years behind the name of a plan that is not in 《》: …三年行动计划(2020-2022年), …目录(2016版).
_NAME_YEARS = re.compile(
    r"(?<=[划案要动见录准程则法版书单])\((?:19|20)\d\d年?(?:[-~至](?:(?:19|20)\d\d|\d\d)年?)?(?:版|本|修订版?|修正版?|年度)?\)"
    r"|\((?:19|20)\d\d年?(?:版|修订版?|修正版?|年修订|年本)\)"
)
_ENUMERATOR = re.compile(r"(?:(?<=[\n;。:])|^)(\d{1,2})([.、．])(?=\d{1,2}[-~、]?\d{0,2}月)")


def mask(text: str, *, enumerators: bool = True) -> str:
    """`text` with titles, document numbers, standards and item numbers blotted out, position by position.

    Years inside them are no deadlines: 《…规划（2016—2020年）》, 〔2019〕1号, GB/T 30240.3—2017.
    """
    for pattern in (_TITLE, _DOC_NUMBER, _STANDARD, _NAME_YEARS):
        text = pattern.sub(lambda m: MASK * len(m[0]), text)
    if enumerators:
        expected = 1
        for m in list(_ENUMERATOR.finditer(text)):
            # 1、6月底前… 2、8月底前…: item numbers, where they count on; 3、6、9月底前 is a list of months
            if int(m[1]) == expected:
                expected += 1
                text = text[: m.start()] + MASK * (m.end() - m.start()) + text[m.end() :]
    return text


def find_terms(text: str, lexicon: Lexicon, *, cell: bool) -> list[Term]:
    """Terms of the folded and masked `text`, not overlapping.

    `cell` lets in what is a term of time only in a column for it: `6.30`, 长期坚持, 按照省统一安排, 年初.
    Where two grammars read the same words, the one earlier in this list wins: a duration with its event, an
    event, a cycle, a date, another relative term, a part of the year, an open word.
    """
    loose = open_terms(lexicon)
    relative = loose.relative(text)
    dated = spans(lexicon).find(text, numeric=cell)
    recurring = cycles(lexicon).find(text)
    ends = {term.end for term in dated} | {term.end for term in recurring}
    layers: list[Iterable[Term]] = [
        [r for r in relative if r.rule == "duration-from-event"],
        [e for e in loose.events(text) if e.start not in ends],  # 9月1日开学前: the day of the event is told
        recurring,
        dated,
        [r for r in relative if r.rule != "duration-from-event"],
    ]
    opened = loose.open(text)
    layers.append([o for o in opened if o.strong])
    if cell:
        layers.append(loose.parts(text))
        layers.append(o for o in opened if not o.strong)
    return _merge(layers)


def _merge(layers: Sequence[Iterable[Term]]) -> list[Term]:
    kept: list[Term] = []
    for layer in layers:
        kept = _fit(kept, sorted(layer, key=lambda t: (t.start, -t.end)))
    return kept


def _fit(kept: list[Term], more: Sequence[Term]) -> list[Term]:
    """Both lists are sorted; of `more` those that overlap neither `kept` nor their forerunner come in."""
    merged: list[Term] = []
    i = 0
    for term in more:
        while i < len(kept) and kept[i].end <= term.start:
            merged.append(kept[i])
            i += 1
        clash_left = merged and merged[-1].end > term.start
        clash_right = i < len(kept) and kept[i].start < term.end
        if not clash_left and not clash_right:
            merged.append(term)
    return [*merged, *kept[i:]]

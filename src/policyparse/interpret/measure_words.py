"""Measures without a number: 全覆盖, 零突破, 翻一番, 三分之一以上, 八成, 不发生, 第一. Their `value` is null, their text kept."""

from __future__ import annotations

import re
from functools import lru_cache

from policyparse.interpret.measure_grammar import Grammar, any_of
from policyparse.interpret.measure_quantities import Quantity
from policyparse.interpret.measure_text import NAME, MeasureText
from policyparse.interpret.numerals import chinese_value
from policyparse.records import Comparator

_FIGURES = "一二两三四五六七八九十"
_PART = re.compile(
    rf"(?<![百千万{_FIGURES}\d])[{_FIGURES}\d]{{1,3}}分之[{_FIGURES}\d]{{1,3}}"
    rf"|(?<![{_FIGURES}\d完建形生现组构促合养集落])[一二两三四五六七八九]成(?=以上|以下|以内|左右|多|的|[,。;、)]|$)"
)
_NOTHING_OF_IT = re.compile(r"(?<![有并从毫])无(?P<noun>[^,。;:无发]{2,30})发生")
#: Longest name of what must not happen.
_MAX_OBJECT = 60
_BOTTOM_LINE = re.compile(r"的?底线$")
#: A word that says it all has nothing behind it that it would describe (全覆盖式排查, 全覆盖的体系).
_END = re.compile(r"\s?(?:$|[,。;:、!?()\]\"]|[并和及与且]|以及|的?(?:目标|任务|要求)(?=$|[,。;、)]))")
_CLAUSE_END = re.compile(r"[,。;:!?]")


def find_words(text: MeasureText, grammar: Grammar) -> list[Quantity]:
    """The measures in words, in order. An attribute (全覆盖的体系) and a word in quotation marks are none."""
    found = [*_parts(text, grammar), *_predicates(text, grammar), *_absences(text, grammar), *_ranks(text, grammar)]
    taken_to = 0
    kept: list[Quantity] = []
    for word in sorted(found, key=lambda q: (q.start, -q.end)):
        quoted = text.inside[word.start] & NAME and word.kind not in ("predicate", "doubling")
        if word.start >= taken_to and not quoted:
            kept.append(word)
            taken_to = word.end
    return kept


def _parts(text: MeasureText, grammar: Grammar) -> list[Quantity]:
    found = []
    for match in (*_PART.finditer(text.folded), *_halves(grammar).finditer(text.folded)):
        suffix = grammar.suffix.match(text.folded, match.end())
        found.append(
            Quantity(
                start=match.start(),
                end=match.end(),
                full_end=suffix.end() if suffix else match.end(),
                value=None,
                kind="part",
                chinese=True,
                suffix=grammar.suffix_kind[suffix["word"]] if suffix else None,
            )
        )
    return found


def _predicates(text: MeasureText, grammar: Grammar) -> list[Quantity]:
    found = []
    patterns = ((_plain(grammar), "predicate"), (grammar.zero, "predicate"), (_doublings(grammar), "doubling"))
    for pattern, kind in patterns:
        for match in pattern.finditer(text.folded):
            start, end = match.span()
            if text.folded[start - 1 : start] == '"' and text.folded[end : end + 1] == '"':
                start, end = start - 1, end + 1  # 实现“零突破”: the quotation marks stand around the word itself
            elif text.inside[start] & NAME:
                continue
            if _END.match(text.folded, end):
                compared: Comparator | None = "increase" if kind == "doubling" else None
                found.append(
                    Quantity(
                        start=start,
                        end=end,
                        full_end=end,
                        value=None,
                        kind=kind,
                        comparator=compared,
                    )
                )
    return found


def _absences(text: MeasureText, grammar: Grammar) -> list[Quantity]:
    folded = text.folded
    found = []
    for match in _absence_words(grammar).finditer(folded):
        limit = min(len(folded), match.end() + _MAX_OBJECT)
        stop = _CLAUSE_END.search(folded, match.end(), limit)
        end = stop.start() if stop else limit
        line = _BOTTOM_LINE.search(folded, match.end(), end)
        noun_end = line.start() if line else end
        if noun_end - match.end() >= 2 and folded[match.end()] != "的":
            found.append(_absence(match.start(), end, (match.end(), noun_end)))
    for pattern in (_NOTHING_OF_IT, grammar.no_accidents):
        for match in pattern.finditer(folded):
            found.append(_absence(match.start(), match.end(), match.span("noun")))
    return found


def _absence(start: int, end: int, noun: tuple[int, int]) -> Quantity:
    return Quantity(start=start, end=end, full_end=end, value=None, kind="absence", noun=noun)


def _ranks(text: MeasureText, grammar: Grammar) -> list[Quantity]:
    found = []
    for match in _rank_words(grammar).finditer(text.folded):
        if not _END.match(text.folded, match.end()):
            continue
        figure = match["figure"]
        number = float(figure) if figure.isdigit() else chinese_value(figure)
        first = match["order"] == "第" and number == 1  # 第一 is a word, no number
        compared: Comparator | None = "<=" if match["order"] == "前" else None if first else "="
        found.append(
            Quantity(
                start=match.start("rank"),
                end=match.end(),
                full_end=match.end(),
                value=None if first or number is None else float(number),
                unit=None if first else match["unit"],
                kind="rank",
                comparator=compared,
            )
        )
    return found


@lru_cache(maxsize=8)
def _halves(grammar: Grammar) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(grammar.words['halves'])})(?!是|为|天|年)")


@lru_cache(maxsize=8)
def _plain(grammar: Grammar) -> re.Pattern[str]:
    return re.compile(any_of(grammar.words["predicates"]))


@lru_cache(maxsize=8)
def _doublings(grammar: Grammar) -> re.Pattern[str]:
    return re.compile(any_of(grammar.words["doubling"]))


@lru_cache(maxsize=8)
def _absence_words(grammar: Grammar) -> re.Pattern[str]:
    return re.compile(any_of(grammar.words["none_happens"]))


@lru_cache(maxsize=8)
def _rank_words(grammar: Grammar) -> re.Pattern[str]:
    verbs, fields = any_of(grammar.words["ranking"]), any_of(grammar.words["ranking_fields"])
    between = rf"(?:(?!{verbs})[^,。;、:\d前第]){{0,10}}"
    return re.compile(
        rf"(?P<rank>(?:(?:{verbs}){between}|(?:{fields})|^)"
        rf"(?P<order>第|前)(?P<figure>[{_FIGURES}]{{1,3}}|\d{{1,3}})(?P<unit>位|名|强|列)?)"
    )

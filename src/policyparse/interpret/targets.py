"""Targets: the measures of a target cell, and the clauses of prose that set one.

What counts as a measure, and which comparator it has, follows the output contract's rules for measures.
"""

from __future__ import annotations

import re
from dataclasses import replace

from policyparse.interpret.measure_grammar import Grammar, any_of, grammar
from policyparse.interpret.measure_quantities import unit_of
from policyparse.interpret.measure_reader import read_measures
from policyparse.interpret.measure_sentence import Found, Refused
from policyparse.interpret.measure_text import MeasureText, as_signs, prepare
from policyparse.interpret.reading import Reading, Trace
from policyparse.interpret.years import Years
from policyparse.lexicon import Lexicon
from policyparse.records import Comparator, Measure, Target
from policyparse.text import fold_width, one_line

_TRAILING_BRACKET = re.compile(r"\(([^()]{1,16})\)\s*$|\[([^\[\]]{1,16})\]\s*$")
_PER_ONE = re.compile(r"1?\s?/\s?")
#: Longest cell that is taken for a value or a bound as a whole; longer ones are prose.
_SHORT_CELL = 24
_UNREAD = {"a number without a unit", "part of a code"}
_BOUNDS: dict[str, Comparator] = {"at_least": ">=", "at_most": "<=", "more": ">", "less": "<"}


def read_target_cell(
    text: str, lexicon: Lexicon, *, indicator: str | None = None, unit: str | None = None
) -> Reading[Target]:
    """The measures of a table's target cell.

    `indicator` is the row's name, for measures whose words name nothing themselves; a unit in a bracket at its
    end (床位数（张）) and `unit`, the cell of a unit column, stand in where the number has none of its own. A bare
    number is `=`. `Target.text` is the cell as one line. Problem `target-unparsed`: a short cell of figures and signs
    that gave no measure.
    """
    words = grammar(lexicon)
    prepared = prepare(text)
    whole = one_line(text)
    if not whole:
        return Reading(value=Target())
    if "\\" in whole:
        whole = as_signs(whole)
    found, refused = read_measures(prepared, words, "cell")
    given_unit = _unit_name(unit, words) or _unit_in_name(indicator, words)
    name = _name_without_unit(indicator, words) or None
    measures = []
    for item in found:
        measure = _measure(prepared, item)
        if measure.unit is None and item.quantity.kind == "bare":
            measure.unit = given_unit
        if measure.indicator is None or (name and item.rule == "whole-cell"):
            measure.indicator = name
        measures.append(measure)
    if not measures:
        measures = _direction(prepared, words, name)
    traces = _traces(prepared, found, measures, refused)
    unread = not measures and _is_figures(prepared.folded) and {item.reason for item in refused} <= _UNREAD
    return Reading(
        value=Target(text=whole, measures=measures),
        flags=("target-unparsed",) if unread else (),
        problems=(("target-unparsed", f"no measure could be read from {whole}"),) if unread else (),
        traces=traces,
    )


def read_target_prose(text: str, lexicon: Lexicon, years: Years | None = None) -> Reading[Target]:
    """The measurable targets that a point's prose sets.

    `Target.text` is the clauses (between commas) that hold a measure, as printed and joined by ；, null where there
    is none. Facts, prices, conditions, permissions and numbers that only name things are in the trace as turned down.
    `years`, the document's, tell which years are over: what is said of those is a fact.
    """
    words = grammar(lexicon)
    prepared = prepare(text)
    found, refused = read_measures(prepared, words, "prose", years)
    measures = [_measure(prepared, item) for item in found]
    spans: list[tuple[int, int]] = []
    for item in found:
        if spans and item.clause[0] <= spans[-1][1]:
            spans[-1] = (min(spans[-1][0], item.clause[0]), max(spans[-1][1], item.clause[1]))
        else:
            spans.append(item.clause)
    clauses = [prepared.slice(*span) for span in spans]
    return Reading(
        value=Target(text="；".join(clauses) or None, measures=measures),
        traces=_traces(prepared, found, measures, refused),
    )


def bracketed_unit(name: str) -> str | None:
    """The text of a bracket at the end of a name, where a unit may stand: 总任务数（户）."""
    match = _TRAILING_BRACKET.search(fold_width(one_line(name)))
    return (match[1] or match[2]) if match else None


def _is_figures(cell: str) -> bool:
    """Is a cell figures and signs without a word: what cannot be read there was meant as a value."""
    return len(cell) <= _SHORT_CELL and any(c.isdigit() for c in cell) and not any("一" <= c <= "鿿" for c in cell)


def _measure(text: MeasureText, item: Found) -> Measure:
    q = item.quantity
    return Measure(
        text=text.slice(*item.words),
        indicator=_name(text, item),
        comparator=item.comparator,
        value=q.value,
        upper=q.upper,
        strength=item.strength,
        unit=q.unit,
    )


def _name(text: MeasureText, item: Found) -> str | None:
    own = text.slice(*item.indicator) if item.indicator else ""
    return own + (text.slice(*item.head) if item.head else "") or None


def _direction(text: MeasureText, words: Grammar, name: str | None) -> list[Measure]:
    """A cell that is nothing but a direction (持续下降, 保持稳定) or a bound without a number (不低于全省平均水平)."""
    cell = text.folded.strip(" 。;,")
    comparator: Comparator | None
    bound = words.prefix_start.match(cell) if len(cell) <= _SHORT_CELL else None
    if bound and not re.search(r"[\d,。;]", cell):
        comparator = _BOUNDS[words.prefix_kind[bound[0]]]
        return [Measure(text=text.printed, indicator=name, comparator=comparator)]
    for key, comparator in (("directions_down", "decrease"), ("directions_up", "increase"), ("steady", None)):
        if re.fullmatch(rf"(?:{any_of(words.words[key])})", cell):
            return [Measure(text=text.printed, indicator=name, comparator=comparator)]
    return []


def _unit_name(name: str | None, words: Grammar) -> str | None:
    """The unit that `name` spells, or None where it is none (a dash, a remark)."""
    if not name:
        return None
    folded = _PER_ONE.sub("/", fold_width(one_line(name)).strip(), count=1)
    folded = words.unit_spelling.get(folded, folded)
    match = words.unit.match(folded)
    if match and match.end() == len(folded):
        return unit_of(match, words)[0]
    return None


def _unit_in_name(indicator: str | None, words: Grammar) -> str | None:
    if not indicator:
        return None
    match = _TRAILING_BRACKET.search(fold_width(one_line(indicator)))
    return _unit_name(match[1] or match[2], words) if match else None


def _name_without_unit(indicator: str | None, words: Grammar) -> str | None:
    if not indicator:
        return None
    name = one_line(indicator)
    match = _TRAILING_BRACKET.search(fold_width(name))
    if match and _unit_name(match[1] or match[2], words):
        return name[: match.start()].strip() or name
    return name


def _traces(
    text: MeasureText, found: list[Found], measures: list[Measure], refused: list[Refused]
) -> tuple[Trace, ...]:
    rules = [item.rule for item in found] or ["direction"] * len(measures)
    traces = [
        Trace(field="target", words=measure.text, rule=rule, value=_short(measure))
        for measure, rule in zip(measures, rules, strict=True)
    ]
    if refused:
        down = tuple((text.slice(*item.words), item.reason) for item in refused)
        if traces:
            traces[0] = replace(traces[0], rejected=down)
        else:
            traces.append(Trace(field="target", words="", rule="no-measure", rejected=down))
    return tuple(traces)


def _short(measure: Measure) -> str:
    number = "" if measure.value is None else f"{measure.value:g}"
    upper = "" if measure.upper is None else f"-{measure.upper:g}"
    parts = (measure.indicator, measure.comparator, number + upper + (measure.unit or ""), measure.strength)
    return " ".join(part for part in parts if part)

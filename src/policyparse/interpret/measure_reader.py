"""Reads the measures of a text, clause by clause. What a cell and what prose give differ only in `mode`."""

from __future__ import annotations

from policyparse.interpret.measure_clauses import ClauseReader
from policyparse.interpret.measure_grammar import Grammar
from policyparse.interpret.measure_past import past_time
from policyparse.interpret.measure_place import Mode
from policyparse.interpret.measure_quantities import find_quantities
from policyparse.interpret.measure_sentence import Found, Refused, Sentence, states_facts
from policyparse.interpret.measure_text import MeasureText, clauses
from policyparse.interpret.measure_words import find_words
from policyparse.interpret.years import Years


def read_measures(
    text: MeasureText, grammar: Grammar, mode: Mode, years: Years | None = None
) -> tuple[list[Found], list[Refused]]:
    """The measures of `text` in order, and the numbers turned down. `years` tell which times are over."""
    past = past_time(years)
    quantities, commas = find_quantities(text, grammar, find_words(text, grammar))
    all_clauses = list(clauses(text, commas))
    found: list[Found] = []
    refused: list[Refused] = []
    sentence = Sentence(past_time=past)
    at = 0
    for index, clause in enumerate(all_clauses):
        if clause.sentence != sentence.number:
            goes_on = index > 0 and text.folded[all_clauses[index - 1].end] == ";"
            before, names = (sentence.last, sentence.names) if goes_on else (None, [])
            sentence = Sentence(
                number=clause.sentence,
                fact=states_facts(text, grammar, all_clauses, index),
                past_time=past,
                before=before,
            )
            sentence.names = list(names) if goes_on else []
        first = at
        while at < len(quantities) and quantities[at].start < clause.end:
            at += 1
        reader = ClauseReader(text=text, grammar=grammar, mode=mode, clause=clause, sentence=sentence)
        reader.read([q for q in quantities[first:at] if q.start >= clause.start])
        found += reader.found
        refused += reader.refused
    return found, refused

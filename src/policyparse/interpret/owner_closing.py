"""Sentences and closing clauses that name owners without a bracket: 由市教育局牵头，市财政局配合。"""

from __future__ import annotations

from collections.abc import Sequence

from policyparse.interpret.owner_brackets import Span, covered
from policyparse.interpret.owner_statement import Statement, parse
from policyparse.interpret.owner_view import SENTENCE_ENDS, View
from policyparse.interpret.owner_words import STRONG, Words
from policyparse.interpret.units import Known
from policyparse.text import fold

#: A closing clause or a sentence that only names owners is at most this long.
_LONGEST = 200
_FROM = "由"


def closing_spans(seen: View, taken: Sequence[Span], words: Words, known: Known) -> list[Span]:
    """One span for each sentence that ends in, or is nothing but, an owner statement.

    A clause in the middle of a sentence is none: who is merely its subject is no owner (output contract).
    """
    if not words.hint.search(seen.plain):
        return []
    spans: list[Span] = []
    marks = covered(seen, taken)
    for start, end, _ in seen.pieces(0, len(seen.plain), SENTENCE_ENDS):
        if start >= end or any(marks[start:end]):
            continue
        if not seen.plain[start:end].endswith(words.statement_ends):
            continue
        span = _closing(seen, start, end, words, known)
        if span is not None:
            spans.append(span)
    return spans


def _closing(seen: View, start: int, end: int, words: Words, known: Known) -> Span | None:
    standing = words.standing.match(seen.plain, start, end)
    if standing and standing.end() == end:
        text = seen.raw(start, end)  # 以下任务均由A负责落实。
        return Span(start=start, end=end, text=text, statement=parse(text, words, known))
    chunks = [a for a, _, _ in seen.pieces(start, end, ",")]
    for a in chunks:
        if end - a > _LONGEST:
            continue
        opening = words.opener(seen.plain[a:end])
        opened = opening > 0 and seen.plain[a : a + opening].endswith(_FROM)
        text = seen.raw(a, end)
        if _tells_duty(text, words):
            continue
        if not opened and a != start and not _in_charge(seen.plain[a:end], words, known):
            continue
        statement = parse(text, words, known)
        if not opened and a != start and not all(name.sure == STRONG for name in statement.names):
            continue  # …，区人社局负责: named as the owner; a mere subject is none
        if _names_owners(statement, opened=opened or any(word in text for word in words.charges)):
            return Span(start=a, end=end, text=text, statement=statement)
    return None


def _tells_duty(text: str, words: Words) -> bool:
    """区财政局：负责资金筹集和监管: what stands behind the colon is the work and no statement of owners."""
    folded = fold(text)
    return any(0 <= folded.find(f":{verb}") < len(folded) - len(verb) - 1 for verb in words.charges)


def _in_charge(clause: str, words: Words, known: Known) -> bool:
    """县文旅局负责, 各镇党委负责组织实施: a verb that puts somebody in charge ends the clause, or begins its verbs."""
    tail = words.role_tail(clause, known.units)
    return clause.endswith(words.charges) or bool(tail and clause.startswith(words.charges, tail[0]))


def inside_span(seen: View, words: Words, known: Known) -> Span | None:
    """…，由市水务局牵头，市财政局配合，5月底前完成: a statement that 由 opens in the middle of a sentence.

    None where its clauses do more than name owners (由市水务局会同市财政局制定办法).
    """
    if not words.hint.search(seen.plain):
        return None
    for start, end, _ in seen.pieces(0, len(seen.plain), SENTENCE_ENDS):
        clauses = [(a, b) for a, b, _ in seen.pieces(start, end, ",")]
        for at, (a, b) in enumerate(clauses):
            opening = words.opener(seen.plain[a:b])
            if not (opening and seen.plain[a : a + opening].endswith(_FROM)):
                continue
            for _, last in reversed(clauses[at:]):
                if last - a > _LONGEST or not seen.plain[a:last].endswith(words.statement_ends):
                    continue
                text = seen.raw(a, last)
                statement = parse(text, words, known)
                if _names_owners(statement, opened=True):
                    return Span(start=a, end=last, text=text, statement=statement)
    return None


def _names_owners(statement: Statement, *, opened: bool) -> bool:
    """Nothing but owners and their verbs. `opened`: 由 stands before them, or one of them leads or is responsible."""
    if not statement.verbs or statement.labelled or not statement.names or statement.rest:
        return False
    if not statement.clean or not any(name.person or name.sure == STRONG for name in statement.names):
        return False
    return opened and any(name.role in ("lead", "owner") or name.person for name in statement.names)

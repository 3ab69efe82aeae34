"""Labelled times beside an owner statement (责任单位：A，完成时限：B): they belong to the statement, not to the text."""

from __future__ import annotations

from collections.abc import Sequence

from policyparse.interpret.owner_brackets import Span, covered
from policyparse.interpret.owner_statement import nothing_named
from policyparse.interpret.owner_view import SENTENCE_ENDS, View
from policyparse.interpret.owner_words import Words

#: A labelled time is at most so long.
_LONGEST = 80
_LOOSE = ",;。\n"


def time_spans(seen: View, taken: Sequence[Span], words: Words) -> list[Span]:
    """Spans of the labelled times that touch an owner statement, or another such time that does."""
    found: list[tuple[int, int]] = []
    marks = covered(seen, taken)
    for match in words.time_label.finditer(seen.plain):
        start = match.start()
        if seen.depth[start] or marks[start] or not _opens(seen, start):
            continue
        own_line = start == 0 or seen.plain[start - 1] == "\n"
        end = _end(seen, match.end(), marks, words, own_line=own_line)
        if match.end() < end <= match.end() + _LONGEST:
            found.append((start, end))
    spans: list[Span] = []
    edges = {edge for span in taken for edge in (span.start, span.end)}
    for run in (found, found[::-1]):  # times behind a statement, and times before one
        for start, end in run:
            if any(s.start == start for s in spans) or not _touches(seen, start, end, edges):
                continue
            text = seen.raw(start, end)
            spans.append(Span(start=start, end=end, text=text, statement=nothing_named(text)))
            edges |= {start, end}
    return spans


def _opens(seen: View, start: int) -> bool:
    """Does a clause, or after a blank a piece, begin here."""
    if start == 0 or seen.plain[start - 1] in SENTENCE_ENDS + ",)]":
        return True
    return any(c.isspace() for c in seen.text[seen.at[start - 1] + 1 : seen.at[start]])


def _end(seen: View, start: int, marks: bytearray, words: Words, *, own_line: bool) -> int:
    """Where the time ends: at the end of the clause's list or of the label's own line, or before the next label."""
    end = start
    stops = "\n" if own_line else ";。\n"
    while end < len(seen.plain) and seen.plain[end] not in stops and not marks[end]:
        if seen.plain[end] in ",;。" and words.any_label.match(seen.plain, end + 1):
            break
        end += 1
    return end


def _touches(seen: View, start: int, end: int, edges: set[int]) -> bool:
    before, after = start, end
    while before > 0 and before not in edges and seen.plain[before - 1] in _LOOSE:
        before -= 1
    while after < len(seen.plain) and after not in edges and seen.plain[after] in _LOOSE:
        after += 1
    return before in edges or after in edges

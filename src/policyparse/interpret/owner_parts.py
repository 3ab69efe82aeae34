"""Prose split at its owner statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from policyparse.interpret.owner_brackets import Rejected, Span, bracket_spans, label_spans
from policyparse.interpret.owner_closing import closing_spans, inside_span
from policyparse.interpret.owner_labels import LABEL_LIMIT
from policyparse.interpret.owner_lead_in import lead_in, segments
from policyparse.interpret.owner_reading import FIELD, read
from policyparse.interpret.owner_rules import OwnerRules, find_rules, merged
from policyparse.interpret.owner_statement import STATEMENT_LIMIT, nothing_named, parse
from policyparse.interpret.owner_times import time_spans
from policyparse.interpret.owner_view import SENTENCE_ENDS, View, view
from policyparse.interpret.owner_words import Words, words_of
from policyparse.interpret.reading import Reading, Trace
from policyparse.interpret.units import NOTHING_KNOWN, Known
from policyparse.lexicon import Lexicon
from policyparse.records import Owner
from policyparse.text import fold

#: A heading that carries its section's owners is at most this long without them.
_HEADING = 60
_LOOSE = ",;。、"
_PRINTED_LOOSE = "，,；;、 \t\u3000"
_BETWEEN = "，,；;、。 \t\u3000\n）)】]〕］"
_PRINTED_ENDS = "。；;！!？?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of prose with its owner.

    `text` is what is printed without the owner statement. `text_of[start:end]` of the given text is the whole
    part with it; the parts of a text follow one another without a gap. `rest` holds the pieces of the statement
    that name no owner (完成时限：2025年底前). `bracketed`: the statement stands in brackets. `traces` are those of rejected brackets where there is no owner
    to carry them.
    """

    text: str
    owner: Reading[Owner] | None
    start: int
    end: int
    rest: tuple[str, ...] = ()
    bracketed: bool = False
    traces: tuple[Trace, ...] = ()


def split_parts(
    text: str, rules: OwnerRules, lexicon: Lexicon, known: Known = NOTHING_KNOWN
) -> tuple[list[Part], OwnerRules]:
    """Split a paragraph or a point at the statements that name owners; also the rules from here on.

    Each part ends with its statement (and the punctuation behind it). Where no statement closes it, an owner
    that comes first is looked for (市教育局负责……): then `text` stays whole. Text without an owner is one part
    with `owner` None; an empty text gives one empty part.
    """
    words = words_of(lexicon)
    seen = view(text)
    spans, rejected = bracket_spans(seen, words, known)
    spans.extend(label_spans(seen, spans, words, known))
    spans.sort(key=lambda span: span.start)
    spans.extend(closing_spans(seen, spans, words, known))
    spans.sort(key=lambda span: span.start)
    spans.extend(time_spans(seen, spans, words))
    spans.sort(key=lambda span: span.start)
    spans = _joined(seen, spans, words, known)
    if not spans:
        return _owner_first(text, seen, rejected, rules, lexicon, known)
    parts: list[Part] = []
    begin = 0
    for number, span in enumerate(spans):
        following = spans[number + 1].start if number + 1 < len(spans) else len(seen.plain)
        stop, tail = _part_end(seen, span, following, number + 1 == len(spans), words)
        end = seen.position(stop) if stop < len(seen.plain) else len(text)
        before = text[begin : seen.position(span.start)]
        reading = read(span.statement, rules, _printed(text, seen, span), _turned_down(seen, rejected, begin, end))
        if span.unlabelled:
            reading = replace(reading, flags=(*reading.flags, "owner-unlabelled"))
        rules = merged(rules, span.statement.later)
        kept = _without(before, text[seen.position(span.end) : end] if tail else _after(text, seen, span.end, end))
        if (
            tail
            and span.statement.labelled
            and (pieces := _labelled_apart(before, text[seen.position(span.end) : end], words))
        ):
            kept = "\n".join(pieces)
        bracketed = seen.plain[span.start] in "([" and seen.plain[span.end - 1] in ")]"
        parts.append(
            Part(text=kept, owner=reading, start=begin, end=end, rest=span.statement.rest, bracketed=bracketed)
        )
        begin = end
    if begin < len(text):
        rest = text[begin:]
        traces = tuple(_trace(seen, r) for r in rejected if seen.position(r.start) >= begin)
        parts.append(Part(text=rest, owner=None, start=begin, end=len(text), traces=traces))
    return parts, rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """Owners that lines of their own state for several points: `rules` hold from there on, `rest` names other things
    (完成时限：2025年底前)."""

    owner: Reading[Owner]
    rules: OwnerRules
    rest: tuple[str, ...] = ()


def section_owner(heading: str, rules: OwnerRules, lexicon: Lexicon, known: Known = NOTHING_KNOWN) -> Stated | None:
    """The owners that a heading, or a line of its own below one, states for its section; None where it states none.

    `一、提升教育质量（牵头单位：市教育局）`, `责任单位：市教育局、市财政局`. Who uses the owner for a record
    below the heading adds the flag `owner-inherited`.
    """
    parts, later = split_parts(heading, rules, lexicon, known)
    owned = [part for part in parts if part.owner is not None]
    if len(owned) != 1 or owned[0].owner is None:
        return None
    bare = "".join(part.text for part in parts).strip()
    reading = owned[0].owner
    stated = any(trace.rule in {"label", "role-verbs", "first-is-lead", "list-of-units"} for trace in reading.traces)
    if not stated or len(bare) > _HEADING or any(c in bare.rstrip("。；;") for c in "。；;\n"):
        return None
    return Stated(owner=reading, rules=later, rest=owned[0].rest)


def only_owner(text: str, rules: OwnerRules, lexicon: Lexicon, known: Known = NOTHING_KNOWN) -> Stated | None:
    """What a text states that is nothing but an owner statement, with or without labelled times; else None."""
    parts, later = split_parts(text, rules, lexicon, known)
    owned = [part for part in parts if part.owner is not None]
    if len(owned) != 1 or owned[0].owner is None or any(part.text.strip(_BETWEEN) for part in parts):
        return None
    return Stated(owner=owned[0].owner, rules=later, rest=owned[0].rest)


def opens_with_label(text: str, lexicon: Lexicon) -> bool:
    """Is this a line of a list of labels below a task: 责任单位：…, 完成时限：…, 进度安排：…"""
    words = words_of(lexicon)
    plain = view(text[:LABEL_LIMIT]).plain
    label = words.label.match(plain)
    return bool((label and label.end() > 1 and plain[label.end() - 1] == ":") or words.other_label.match(plain))


def _joined(seen: View, spans: Sequence[Span], words: Words, known: Known) -> list[Span]:
    """Statements with nothing between them are one: （牵头单位：A）（配合单位：B）."""
    groups: list[list[Span]] = []
    for span in spans:
        last = groups[-1][-1] if groups else None
        touch = last is not None and all(c in _LOOSE + "\n" for c in seen.plain[last.end : span.start])
        if touch and span.end - groups[-1][0].start <= STATEMENT_LIMIT:
            groups[-1].append(span)
        else:
            groups.append([span])
    joined: list[Span] = []
    for group in groups:
        if len(group) == 1:
            joined.append(group[0])
            continue
        text = "；".join(span.text for span in group)
        times = [span.text for span in group if span.statement == nothing_named(span.text)]
        owners = [span.text for span in group if span.text not in times]
        statement = parse("；".join(owners), words, known)
        statement = replace(statement, rest=(*statement.rest, *times))
        unlabelled = all(span.unlabelled for span in group)
        joined.append(
            Span(
                start=group[0].start,
                end=group[-1].end,
                text=text,
                statement=statement,
                unlabelled=unlabelled,
            )
        )
    return joined


def _part_end(seen: View, span: Span, following: int, last: bool, words: Words) -> tuple[int, bool]:
    """Where the part of `span` ends in `plain`, and whether words of its sentence stand behind the statement."""
    plain = seen.plain
    stop = span.end
    while stop < following and (plain[stop] in _LOOSE or (plain[stop] in ")]" and seen.partner[stop] < 0)):
        stop += 1
    if stop >= following or plain[stop] == "\n" or plain[stop - 1] in ";。" or seen.plain[span.end - 1] in ")]":
        if last and plain[stop:].startswith(("(", "[")) and seen.partner[stop] == len(plain) - 1:
            return len(plain), True  # （责任单位：A）（试行）
        after = stop
        while after < following and plain[after] == "\n":
            after += 1
        if last and words.other_label.match(plain, after):
            # 责任单位：A；完成时限：B: what else the statement says stays with the part
            stop = next((i for i in range(after, following) if plain[i] in "。\n"), following)
            while stop < following and plain[stop] in "。\n":
                stop += 1
            return stop, True
        return after, False
    end = next((i for i in range(stop, following) if plain[i] in SENTENCE_ENDS and not seen.depth[i]), following)
    while end < following and plain[end] in SENTENCE_ENDS:
        end += 1
    return end, True


def _printed(text: str, seen: View, span: Span) -> str:
    return text[seen.position(span.start) : seen.at[span.end - 1] + 1]


def _after(text: str, seen: View, start: int, end: int) -> str:
    """The punctuation behind a statement that belongs to the text before it."""
    return text[seen.at[start - 1] + 1 : end]


def _without(before: str, after: str) -> str:
    """The text around a statement, with one punctuation mark where there were two, and its line end."""
    head = before.rstrip()
    body = after.lstrip(_BETWEEN)
    lead = after[: len(after) - len(body)]
    line = "\n" if "\n" in lead else ""
    if not head:
        return body
    if head[-1] in _PRINTED_ENDS:
        return head + line + body
    marks = [c for c in lead if c in _PRINTED_ENDS] or ([c for c in lead if c in "，,"] if body else [])
    return head.rstrip(_PRINTED_LOOSE) + (marks[-1] if marks else "") + line + body


def _labelled_apart(before: str, after: str, words: Words) -> tuple[str, str] | None:
    """…；牵头单位：A；年度目标：B。: the clause before and the label behind the owners."""
    head, body = before.rstrip(), after.lstrip(_BETWEEN)
    if head[-1:] not in ("；", ";") or not words.other_label.match(fold(body[:LABEL_LIMIT])):
        return None
    return head, body


def _turned_down(seen: View, rejected: Sequence[Rejected], begin: int, end: int) -> tuple[tuple[str, str], ...]:
    return tuple((seen.raw(r.start, r.end), r.reason) for r in rejected if begin <= seen.position(r.start) < end)


def _trace(seen: View, rejected: Rejected) -> Trace:
    words = seen.raw(rejected.start, rejected.end)
    return Trace(field=FIELD, words=words, rule="bracket-rejected", rejected=((words, rejected.reason),))


def _owner_first(
    text: str, seen: View, rejected: Sequence[Rejected], rules: OwnerRules, lexicon: Lexicon, known: Known
) -> tuple[list[Part], OwnerRules]:
    """No statement closes the text: the owner may come first, in every one of its segments or in the first."""
    words = words_of(lexicon)
    found = find_rules(seen, words, known.units)
    traces = tuple(_trace(seen, r) for r in rejected)
    later = merged(rules, OwnerRules(first_is_lead=found.own.first_is_lead))
    parts: list[Part] = []
    for start, end in segments(text, seen, words, known):
        piece = view(text[start:end])
        found_first = lead_in(piece, words, known)
        if found_first is None:
            inside = inside_span(piece, words, known)
            found_first = (inside.statement, inside.text) if inside else None
        reading = None
        if found_first is not None:
            reading = read(found_first[0], OwnerRules(), found_first[1])
            reading = replace(
                reading, traces=tuple(replace(t, rule="owner-comes-first") for t in reading.traces) + traces
            )
        parts.append(Part(text=text[start:end], owner=reading, start=start, end=end, traces=() if reading else traces))
    return parts, later

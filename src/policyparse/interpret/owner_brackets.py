"""Which brackets and labels in prose are owner statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policyparse.interpret.owner_labels import find_labels
from policyparse.interpret.owner_statement import STATEMENT_LIMIT, Statement, parse
from policyparse.interpret.owner_view import SENTENCE_ENDS, View
from policyparse.interpret.owner_words import NO, STRONG, Words
from policyparse.interpret.units import Known

#: A first name after a label that is no unit by its form is let pass up to this length.
_ODD_NAME = 24
#: So many characters before a bracket are looked at for the noun that it explains.
_BEFORE = 8
#: Brackets that are never closed are rare; so many of a text are looked at.
_MOST_UNCLOSED = 40
#: Labels in a row that introduce no owner: after so many a text is no policy's, and is not looked at any further.
_MOST_FAILED = 100
_NEXT_POINT = "(①②③④⑤⑥⑦⑧⑨⑩"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """An owner statement in prose: `plain[start:end]` with its brackets, and what it says (`text` without them)."""

    start: int
    end: int
    text: str
    statement: Statement
    unlabelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A bracket that looked like an owner statement and is none."""

    start: int
    end: int
    reason: str


def bracket_spans(seen: View, words: Words, known: Known) -> tuple[list[Span], list[Rejected]]:
    """Brackets that name owners. A bracket that is never closed reaches to the end of its sentence or line."""
    spans: list[Span] = []
    rejected: list[Rejected] = []
    taken = unclosed = 0
    plain = seen.plain
    for start in (i for i, c in enumerate(plain) if c in "(["):
        if start < taken:
            continue
        end = seen.partner[start] + 1
        closed = end > 0
        inner = start
        while closed and inner + 1 < end and seen.partner[inner + 1] == end - 2 - (inner - start):
            inner += 1  # （（市教育局牵头））
        taken = inner + 1
        if not closed:
            unclosed += 1
            if unclosed > _MOST_UNCLOSED or plain[start + 1 : start + 2] in ("(", "["):
                continue
            end = _unclosed_end(seen, start)
        stop = end - 1 - (inner - start) if closed else end
        if stop - inner < 3 or stop - inner > STATEMENT_LIMIT or not _worth(plain[inner + 1 : stop], words):
            continue
        text = seen.raw(inner + 1, stop)
        statement = parse(text, words, known)
        reason, unlabelled = judge(seen, start, end, statement, words)
        if not closed and (reason or unlabelled or not statement.clean):
            continue
        if reason:
            rejected.append(Rejected(start=start, end=end, reason=reason))
            continue
        spans.append(Span(start=start, end=end, text=text, statement=statement, unlabelled=unlabelled))
        taken = end
    return spans, rejected


def _unclosed_end(seen: View, start: int) -> int:
    end = start + 1
    limit = min(len(seen.plain), start + 400)
    while end < limit and seen.plain[end] not in "。\n":
        end += 1
    return end if end < limit or end == len(seen.plain) else start


def _worth(inside: str, words: Words) -> bool:
    """Cheap look: does the bracket hold a role's word or end in a unit."""
    return words.hint.search(inside) is not None or words.strength(_last(inside), frozenset()) != NO


def _last(inside: str) -> str:
    return min((inside.rpartition(mark)[2] for mark in "、,;"), key=len)


def judge(seen: View, start: int, end: int, statement: Statement, words: Words) -> tuple[str | None, bool]:
    """Why the bracket `plain[start:end]` is no owner statement (None if it is one), and whether it only lists units."""
    plain = seen.plain
    inside = plain[start + 1 : end - 1]
    if statement.names and any(words.role_noun.match(name.plain) for name in statement.names):
        return "speaks of roles and names none", False
    if statement.labelled and statement.names:
        return None, False
    if inside.startswith(words.not_owner):
        return "an explanation or a reference", False
    if not statement.names:
        return "names no unit and no person", False
    before = plain[start - 1] if start else "。"
    following = plain[end] if end < len(plain) else "\n"
    closes = following in SENTENCE_ENDS or before in SENTENCE_ENDS
    odd = [name.plain for name in statement.names if not name.sure and not name.person]
    certain = not odd and all(name.person or name.sure == STRONG for name in statement.names)
    if statement.verbs:
        if not closes and not (certain and (following in ",、" + _NEXT_POINT or following.isdigit())):
            return "stands inside a sentence", False
        if len(odd) * 2 > len(statement.names) or any(word in name for name in odd for word in words.charges):
            return f"{odd[0]} is no unit", False
        return None, False
    # 。（应急管理局、编办）: a short form beside an office, in a bracket behind the sentence
    behind = before in "。!?" and following in SENTENCE_ENDS and not statement.rest
    certain = certain or (behind and statement.clean and any(name.sure == STRONG for name in statement.names))
    if not certain or (statement.rest and before not in "。!?") or all(name.person for name in statement.names):
        return "no label and no role verb", False
    if before in "。!?":
        return None, True
    head = plain[max(0, start - _BEFORE) : start]
    explains = head.endswith(words.explained) or (words.rank(head) > 0 and not head.endswith(words.works))
    several = len(statement.names) > 1 or words.level_of(statement.names[0].plain) is not None
    if several and following in SENTENCE_ENDS and not explains:
        return None, True
    return "a list of units that explains the words before it", False


def covered(seen: View, spans: Sequence[Span]) -> bytearray:
    """For each character of `plain`, 1 where one of the spans covers it."""
    marks = bytearray(len(seen.plain))
    for span in spans:
        marks[span.start : span.end] = b"\1" * (span.end - span.start)
    return marks


def label_spans(seen: View, taken: Sequence[Span], words: Words, known: Known) -> list[Span]:
    """Labels with a colon or 为 outside owner brackets (责任单位：A、B。) with the list that follows them."""
    spans: list[Span] = []
    done = failed = 0
    inside = covered(seen, taken)
    for start, end, _, noun in find_labels(seen, 0, len(seen.plain), words):
        short = seen.plain[end - 1] == ":"  # 牵头：A，配合：B
        if start < done or inside[start] or not (noun or short) or not _at_boundary(seen, start):
            continue
        failed += 1
        if failed > _MOST_FAILED:
            break
        stop = _run_end(seen, end, words, known)
        if stop <= end:
            continue
        text = seen.raw(start, stop)
        statement = parse(text, words, known)
        odd = [name for name in statement.names if not name.sure and not name.person]
        if seen.plain[end - 1] != ":" and any(name.sure != STRONG and not name.person for name in statement.names):
            continue  # 责任单位是落实的主体: a sentence
        if not noun and (odd or statement.rest or not any(name.sure == STRONG for name in statement.names)):
            continue  # 建设：新建小学3所
        if not statement.names or (odd and stop - end > _ODD_NAME and len(odd) * 2 > len(statement.names)):
            continue
        spans.append(Span(start=start, end=stop, text=text, statement=statement))
        done = stop
        failed = 0
    return spans


def _at_boundary(seen: View, start: int) -> bool:
    if start == 0 or seen.plain[start - 1] in SENTENCE_ENDS + ",、)](":
        return True
    return any(c.isspace() for c in seen.text[seen.at[start - 1] + 1 : seen.at[start]])


def _run_end(seen: View, start: int, words: Words, known: Known) -> int:
    """Where the list after a label ends: before the first piece that is no owner."""
    plain = seen.plain
    limit = min(len(plain), start + STATEMENT_LIMIT)
    end, first, before = start, True, ""
    for a, b, separator in seen.pieces(start, limit, "、,;。\n"):
        if a == b:
            if first or separator in "。\n":
                break
        elif not first and before in "。\n,;" and not _goes_on(seen, a, b, before, words, known):
            break
        else:
            end, first = b, False
        before = separator
    return end


def _goes_on(seen: View, a: int, b: int, before: str, words: Words, known: Known) -> bool:
    """Does the statement go on with `plain[a:b]` after the separator `before`."""
    labels = find_labels(seen, a, b, words)
    if labels and labels[0][0] == a:
        return True
    if before in "。\n":
        return False
    statement = parse(seen.raw(a, b), words, known)
    if statement.rest or not statement.names or not statement.clean:
        return bool(statement.verbs and not statement.names and not statement.rest)
    return statement.verbs or all(n.person or n.sure == STRONG or before == "," for n in statement.names)

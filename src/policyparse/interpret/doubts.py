"""Records whose words OCR was not sure of, or that hold what OCR is known to confuse: flagged, told, not changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from policyparse.document import Document, Doubt, SetAside
from policyparse.lexicon import Lexicon
from policyparse.origin import Origin
from policyparse.problems import Problem
from policyparse.records import Meta, Record
from policyparse.text import fold, fold_width

FLAG = "low-ocr-confidence"
#: A doubt's surroundings are looked for with so many characters on each side, the most first.
_AROUND = (6, 3, 1)
#: A box is taken to hold a place that is outside by this, in points (skewed pages, rounding).
_SLACK = 2.0
#: So many words are told in one problem.
_LISTED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reason:
    """One reason for doubt in a field."""

    words: str
    origin: Origin


def mark(
    document: Document, records: Sequence[Record], meta: Meta, aside: Sequence[SetAside], lexicon: Lexicon
) -> list[Problem]:
    """Flag the records concerned and give the problems: one a field of a record, one a page for the rest."""
    scanned = {page.number for page in document.pages if page.ocr}
    if not scanned:
        return []
    found: dict[tuple[int, str], list[_Reason]] = {}
    rest: list[Doubt] = []
    for doubt in document.doubts:
        places = [(n, name) for n, record in enumerate(records) for name in _fields_with(record, doubt)]
        reason = _Reason(words=f"“{_shown(doubt)}” ({doubt.score:.2f})", origin=doubt.origin)
        for place in places:
            found.setdefault(place, []).append(reason)
        if not places and not _in_furniture(doubt, aside):
            rest.append(doubt)
    for number, record in enumerate(records):
        own = [origin for origin in record.source if origin.page in scanned]
        if own:
            for name, words in _confusions(record, lexicon):
                where = next(iter(record.fields_source.get(name, [])), own[0])
                found.setdefault((number, name), []).append(_Reason(words=words, origin=where))
    problems = [_problem(records[number], name, reasons) for (number, name), reasons in sorted(found.items())]
    return problems + _elsewhere(rest, meta)


def _problem(record: Record, name: str, reasons: Sequence[_Reason]) -> Problem:
    if FLAG not in record.flags:
        record.flags.append(FLAG)
    told = ", ".join(reason.words for reason in reasons[:_LISTED])
    more = f" and {len(reasons) - _LISTED} more places" if len(reasons) > _LISTED else ""
    return Problem(
        code=FLAG,
        message=f"{name} of {record.number or record.task[:20]} is doubtful (score from 0 to 1): {told}{more}",
        record=record.id,
        field=name,
        source=tuple(reason.origin for reason in reasons[:_LISTED]),
    )


def _elsewhere(doubts: Sequence[Doubt], meta: Meta) -> list[Problem]:
    """Doubts in metadata by their field, and in the rest of the document by page."""
    problems: list[Problem] = []
    pages: dict[int | None, list[Doubt]] = {}
    values = {name: fold(str(value)) for name, value in meta.model_dump(mode="json").items() if value}
    for doubt in doubts:
        name = next((name for name, value in values.items() if _holds(value, doubt)), None)
        if name is None:
            pages.setdefault(doubt.origin.page, []).append(doubt)
            continue
        message = f"{name} is doubtful (score from 0 to 1): “{_shown(doubt)}” ({doubt.score:.2f})"
        problems.append(Problem(code=FLAG, message=message, field=f"meta.{name}", source=(doubt.origin,)))
    for page, own in pages.items():
        told = ", ".join(f"“{_shown(d)}” ({d.score:.2f})" for d in own[:_LISTED])
        more = f" and {len(own) - _LISTED} more places" if len(own) > _LISTED else ""
        message = f"text of page {page} outside the records is doubtful (score from 0 to 1): {told}{more}"
        problems.append(Problem(code=FLAG, message=message, source=tuple(d.origin for d in own[:_LISTED])))
    return problems


def _shown(doubt: Doubt) -> str:
    """The doubtful characters in brackets between their neighbours."""
    end = doubt.start + len(doubt.text)
    return f"{doubt.context[: doubt.start]}[{doubt.text}]{doubt.context[end:]}"


def _fields_with(record: Record, doubt: Doubt) -> list[str]:
    """The fields of the record in which the doubtful characters are."""
    cells = [name for name, places in record.fields_source.items() if any(_covers(o, doubt.origin) for o in places)]
    if cells:
        return cells
    if any(_covers(origin, doubt.origin) for origin in record.source):
        texts = dict(_texts(record))
        return [name for name, text in texts.items() if _holds(fold(text), doubt)] or ["task"]
    if record.source and record.source[0].page is not None and record.source[0].page >= (doubt.origin.page or 0):
        # a heading above it, on the same page or one before
        return ["section"] if any(_holds(fold(text), doubt, _AROUND[:1]) for text in record.section) else []
    return []


def _covers(origin: Origin, place: Origin) -> bool:
    if origin.page != place.page or origin.bbox is None or place.bbox is None:
        return False
    x, y = (place.bbox[0] + place.bbox[2]) / 2, (place.bbox[1] + place.bbox[3]) / 2
    x0, y0, x1, y1 = origin.bbox
    return x0 - _SLACK <= x <= x1 + _SLACK and y0 - _SLACK <= y <= y1 + _SLACK


def _holds(text: str, doubt: Doubt, around: Sequence[int] = _AROUND) -> bool:
    """Does the folded text hold the doubtful characters between their neighbours."""
    end = doubt.start + len(doubt.text)
    for wide in around:
        piece = fold(doubt.context[max(0, doubt.start - wide) : end + wide])
        if len(piece) > 1 and piece in text:
            return True
    return False


def _in_furniture(doubt: Doubt, aside: Sequence[SetAside]) -> bool:
    return any(_covers(item.origin, doubt.origin) for item in aside)


def _texts(record: Record) -> Iterator[tuple[str, str]]:
    yield "number", record.number or ""
    yield "task", record.task
    yield "content", record.content or ""
    yield "target", record.target.text or ""
    yield "deadline", record.deadline.text or ""
    yield "owner", record.owner.text or ""
    yield "steps", "\n".join(step.text for step in record.steps)
    yield "section", "\n".join(record.section)
    yield "attributes", "\n".join(record.attributes.values())


def _confusions(record: Record, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Fields that hold a known confusion, each with words that tell it."""
    patterns = _patterns(lexicon)
    for name, text in _texts(record):
        plain = fold_width(text)
        for pattern, meant in patterns:
            match = pattern.search(plain)
            if match:
                around = text[max(0, match.start() - 3) : match.end() + 3].replace("\n", " ")
                yield name, f"“{around}”, where “{match[0]}” is often misread for “{meant}”"


@lru_cache(maxsize=8)
def _patterns(lexicon: Lexicon) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Confused words and patterns, each with what they are misread for."""
    table: Mapping[str, Mapping[str, str]] = lexicon["ocr"]
    words = [(re.compile(re.escape(fold_width(word))), meant) for word, meant in table["confusions"].items()]
    return (*words, *((re.compile(pattern), meant) for pattern, meant in table["patterns"].items()))

"""The metadata of a document (GB/T 9704-2012, clause 7): of several candidates for a field, which one holds.

What the document prints of itself goes before what the page says of it, and that before what the
container says. Every choice is kept as a trace with the candidates turned down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from policyparse.document import Block
from policyparse.interpret.dates import read_date, read_period
from policyparse.interpret.frame_draft import Found
from policyparse.interpret.frame_lines import is_org
from policyparse.interpret.frame_words import DATE, NUMBER, Words, words_of
from policyparse.interpret.metadata_kind import content_of, kind_of
from policyparse.interpret.metadata_names import issuers_in_title, split_issuers, split_names, unspaced
from policyparse.interpret.reading import Trace
from policyparse.lexicon import Lexicon
from policyparse.records import Meta, Period
from policyparse.text import compact, fold, is_cjk, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """What the frame found of titles: the document's, the covering notice's, the line below it, a table's own.

    `printed`: the title that names the issuer, with its line ends (joint issuers stand on lines of their own).
    """

    title: str | None
    rule: str
    notice: str | None
    subtitle: str | None
    table: str | None
    printed: str = ""
    rejected: tuple[tuple[str, str], ...] = ()


def read_meta(
    found: Sequence[Found], titles: Titles, main: Sequence[Block], hints: Mapping[str, str], lexicon: Lexicon
) -> tuple[Meta, tuple[Trace, ...]]:
    """All metadata, and how each field was read. `main`: the blocks of the part that is the document itself."""
    words = words_of(lexicon)
    traces: list[Trace] = []
    meta = Meta()
    _read_titles(meta, found, titles, hints, traces)
    found = [*found, *_number_behind_title(meta)]
    issuers = _issuers(found, titles, hints, words, traces)
    meta.issuers = issuers
    meta.issuer = "、".join(issuers) or None
    meta.doc_number = _doc_number(found, traces)
    meta.issued_on = _date("issued_on", _ranked(found, "issued_on", "printed_on", "date_at_title"), traces)
    hint = (
        [Found(field="published_on", words=hints["published_on"], rule="page-hint")]
        if hints.get("published_on")
        else []
    )
    meta.published_on = _date("published_on", [*_ranked(found, "published_on"), *hint], traces)
    meta.printed_on = _date("printed_on", _ranked(found, "printed_on"), traces)
    hint = (
        [Found(field="index_number", words=hints["index_number"], rule="page-hint")]
        if hints.get("index_number")
        else []
    )
    meta.index_number = _text("index_number", [*_ranked(found, "index_number"), *hint], traces)
    meta.recipients = _list("recipients", _ranked(found, "recipients")[:1], traces)
    meta.copied_to = _list("copied_to", _ranked(found, "copied_to"), traces)
    for name in ("copy_number", "classification", "urgency", "note", "subject", "printed_by"):
        setattr(meta, name, _text(name, _ranked(found, name), traces))
    meta.signer = _signer(_text("signer", _ranked(found, "signer"), traces))
    meta.period = _period(meta, titles, lexicon, traces)
    meta.kind, word, rule = kind_of(meta.title, content_of(main, words), words)
    traces.append(Trace(field="meta.kind", words=word or meta.title or "", rule=rule, value=meta.kind))
    return meta, tuple(traces)


def _ranked(found: Iterable[Found], *names: str) -> list[Found]:
    """Candidates of these fields, the first field first; printed by the document before said by the page."""
    order = {name: rank for rank, name in enumerate(names)}
    hits = [one for one in found if one.field in order]
    return sorted(hits, key=lambda one: (order[one.field], one.rule.startswith("label"), one.at))


def _read_titles(
    meta: Meta, found: Sequence[Found], titles: Titles, hints: Mapping[str, str], traces: list[Trace]
) -> None:
    title, rule = titles.title, titles.rule
    labelled = next((one.words for one in found if one.field == "title"), None)
    for other, other_rule in (
        (titles.table, "table-title"),
        (labelled, "label"),
        (hints.get("title"), "name-of-the-file"),
    ):
        if not title and other:
            title, rule = other, other_rule
    meta.title = one_line(title) if title else None
    if meta.title:
        traces.append(
            Trace(field="meta.title", words=title or "", rule=rule, value=meta.title, rejected=titles.rejected)
        )
    if titles.notice and titles.notice != titles.title:
        meta.notice_title = one_line(titles.notice)
        traces.append(
            Trace(field="meta.notice_title", words=titles.notice, rule="covering-notice", value=meta.notice_title)
        )


def _number_behind_title(meta: Meta) -> list[Found]:
    """Pages print the number behind the title: 2021年工作要点（临政发〔2021〕2号). It is no part of the title."""
    title = meta.title or ""
    behind = next((i for i, c in enumerate(title) if c in "(（" and re.fullmatch(rf"\({NUMBER}\)", fold(title[i:]))), 0)
    if not behind:
        return []
    meta.title = title[:behind].rstrip()
    return [Found(field="doc_number", words=title[behind + 1 : -1], rule="behind-the-title")]


def _issuers(
    found: Sequence[Found], titles: Titles, hints: Mapping[str, str], words: Words, traces: list[Trace]
) -> list[str]:
    """发文机关: the issuer line, the signature, the title and the page in this order, organisations before other names.

    Where another of them names the same and more issuers, they issue jointly and all of them hold.
    """
    groups: list[tuple[str, list[str]]] = []
    for rule in ("issuer-line", "label", "signature", "title", "letterhead", "publisher", "printed_by", "page-hint"):
        names = _issuer_group(rule, found, titles, hints, words)
        if names:
            groups.append((rule, names))
    good = [(rule, names) for rule, names in groups if all(is_org(fold(name), words) for name in names)]
    usable = good or [(rule, names) for rule, names in groups if rule in ("issuer-line", "signature", "letterhead")]
    if not usable:
        return []
    rule, chosen = usable[0]
    for other_rule, names in usable[1:]:
        joint = other_rule in ("label", "signature", "title") and len(names) > len(chosen)
        if joint and {fold(name) for name in chosen} <= {fold(name) for name in names}:
            rule, chosen = other_rule, names
    value = "、".join(chosen)
    rejected = tuple(
        ("、".join(names), f"{other} stands behind {rule}")
        for other, names in groups
        if fold("、".join(names)) != fold(value)
    )
    traces.append(Trace(field="meta.issuer", words=value, rule=rule, value=value, rejected=rejected))
    return chosen


def _issuer_group(
    rule: str, found: Sequence[Found], titles: Titles, hints: Mapping[str, str], words: Words
) -> list[str]:
    if rule == "title":
        heads = (titles.printed, titles.notice, titles.title)
        return next((named for head in heads if head and (named := issuers_in_title(head, words))), [])
    if rule == "page-hint":
        return split_issuers(hints.get("issuer", ""), words)
    texts = [
        one.words
        for one in found
        if (one.field == "issuer" and (one.rule == rule or (rule == "label" and one.rule.startswith("label"))))
        or one.field == rule
    ]
    names: list[str] = []
    for text in texts[:1] if rule in ("publisher", "label", "printed_by") else texts:
        names += [name for name in split_issuers(text, words) if name not in names]
    return names


def _doc_number(found: Sequence[Found], traces: list[Trace]) -> str | None:
    """发文字号 without blanks: none belong into it, and formats differ in those they give."""
    candidates = _ranked(found, "doc_number")
    values = [_number_in(one.words) for one in candidates]
    return _chosen("doc_number", [(one, value) for one, value in zip(candidates, values, strict=True) if value], traces)


def _number_in(text: str) -> str | None:
    bare = compact(text)
    inside = re.search(NUMBER, fold(bare))
    return bare[inside.start() : inside.end()] if inside else bare or None


def _date(name: str, candidates: Sequence[Found], traces: list[Trace]) -> date | None:
    """The first candidate that is a day."""
    days = [(one, day_in(one.words)) for one in candidates]
    chosen = _chosen(name, [(one, day.isoformat()) for one, day in days if day], traces)
    return date.fromisoformat(chosen) if chosen else None


def day_in(text: str) -> date | None:
    """The day in `text` (Arabic or Chinese figures, blanks inside), or None where there is none or it does not exist."""
    for found in re.finditer(DATE, fold(text[:200])):
        if found[0].endswith("月"):
            continue
        day = read_date(found[0])
        if day:
            return day
    return None


def _text(name: str, candidates: Sequence[Found], traces: list[Trace]) -> str | None:
    return _chosen(name, [(one, one_line(one.words)) for one in candidates if one.words.strip()], traces)


def _chosen(name: str, candidates: Sequence[tuple[Found, str]], traces: list[Trace]) -> str | None:
    """The first candidate; the others that differ are turned down in the trace."""
    if not candidates:
        return None
    (first, value), *others = candidates
    rejected = tuple(
        dict.fromkeys(
            (other, f"{one.rule} stands behind {first.rule}") for one, other in others if fold(other) != fold(value)
        )
    )
    traces.append(Trace(field=f"meta.{name}", words=first.words, rule=first.rule, value=value, rejected=rejected))
    return value


def _list(name: str, candidates: Sequence[Found], traces: list[Trace]) -> list[str]:
    names = list(dict.fromkeys(item for one in candidates for item in split_names(one.words)))
    if names:
        text = "\n".join(one.words for one in candidates)
        traces.append(Trace(field=f"meta.{name}", words=text, rule=candidates[0].rule, value="; ".join(names)))
    return names


def _signer(text: str | None) -> str | None:
    """`王 五` is one name spaced out."""
    if text and all(len(part) == 1 and is_cjk(part) for part in text.split(" ")):
        return compact(text)
    return unspaced(text) if text else None


def _period(meta: Meta, titles: Titles, lexicon: Lexicon, traces: list[Trace]) -> Period | None:
    """The years in the title, else in the line below it, else in the covering notice's title."""
    for text, rule in ((meta.title, "title"), (titles.subtitle, "subtitle"), (meta.notice_title, "covering-notice")):
        period = read_period(text, lexicon) if text else None
        if period:
            value = f"{period.start.isoformat()}/{period.end.isoformat()}"
            traces.append(Trace(field="meta.period", words=text or "", rule=rule, value=value))
            return period
    return None

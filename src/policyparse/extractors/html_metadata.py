"""The fields of a page's metadata as blocks: one paragraph `索引号：…` a field, or tables."""

from __future__ import annotations

from collections.abc import Sequence

from policyparse.document import Block, Cell, Paragraph, SetAside, Table
from policyparse.extractors.html_article import Article
from policyparse.extractors.html_flow import Unit
from policyparse.extractors.html_kinds import META
from policyparse.extractors.html_words import Words
from policyparse.origin import Origin
from policyparse.text import compact, join_lines

_COLONS = ("：", ":")


def metadata_blocks(units: Sequence[Unit], article: Article, words: Words) -> tuple[list[Block], list[SetAside]]:
    """The blocks, and what of their lines is only the site's byline (浏览次数 …). Tables are numbered from 0."""
    blocks: list[Block] = []
    aside: list[SetAside] = []
    pairs: list[tuple[Unit, Unit]] = []
    tables = 0
    i = -1
    for at, (unit, verdict) in enumerate(zip(units, article.verdicts, strict=True)):
        if verdict != META or at <= i:
            continue
        value = units[at + 1] if _takes_next(article, units, at, words) else None
        i = at + 1 if value else at
        if value and not unit.text.endswith(_COLONS):
            pairs.append((unit, value))
            continue
        if pairs:
            blocks.append(_pair_table(pairs, tables))
            tables, pairs = tables + 1, []
        if unit.table:
            blocks.append(unit.table.table(tables))
            tables += 1
        elif value:
            blocks.append(_paragraph(unit, join_lines([unit.text, value.text])))
        else:
            _fields(unit, words, blocks, aside)
    if pairs:
        blocks.append(_pair_table(pairs, tables))
    return blocks, aside


def _takes_next(article: Article, units: Sequence[Unit], at: int, words: Words) -> bool:
    """Is this a bare name and the next unit its value?"""
    name = compact(units[at].text)
    if units[at].table or name.rstrip("：:") not in words.labels or at + 1 >= len(units):
        return False
    if article.verdicts[at + 1] != META or units[at + 1].table:
        return False
    following = article.kinds[at + 1]
    return following.meta == 0 or following.compact.rstrip("：:") not in words.labels


def _fields(unit: Unit, words: Words, blocks: list[Block], aside: list[SetAside]) -> None:
    """A line of several fields, one paragraph each."""
    found = list(words.label.finditer(unit.text))
    if len(found) < 2:
        blocks.append(_paragraph(unit, unit.text))
        return
    starts = [0, *(match.start() for match in found[1:])]
    for start, end in zip(starts, [*starts[1:], len(unit.text)], strict=True):
        text = unit.text[start:end].strip()
        byline = next((m for m in words.byline.finditer(text) if compact(m[1]) not in words.labels), None)
        if byline:
            origin = Origin(line=unit.line)
            aside.append(SetAside(text=text[byline.start() :], reason="navigation", origin=origin))
            text = text[: byline.start()].strip()
        if text:
            blocks.append(_paragraph(unit, text))


def _paragraph(unit: Unit, text: str) -> Paragraph:
    return Paragraph(text=text, origins=(Origin(line=unit.line),), style=unit.style)


def _pair_table(pairs: Sequence[tuple[Unit, Unit]], number: int) -> Table:
    """Names and values that stand beside each other without a colon: a table of two columns."""
    cells = [
        Cell(row=row, col=col, text=unit.text, origin=Origin(table=number, row=row, line=unit.line))
        for row, pair in enumerate(pairs)
        for col, unit in enumerate(pair)
    ]
    return Table(
        cells=tuple(cells),
        rows=len(pairs),
        cols=2,
        origin=Origin(table=number, line=pairs[0][0].line),
        evidence="names beside values",
    )

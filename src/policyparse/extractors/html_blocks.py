"""From the units of a page to the document's blocks, and the text that is set aside."""

from __future__ import annotations

from collections.abc import Sequence

from policyparse.document import Block, Heading, Paragraph, SetAside, Table
from policyparse.extractors.html_article import Article
from policyparse.extractors.html_boxes import boxes_of
from policyparse.extractors.html_flow import Flow, Unit
from policyparse.extractors.html_kinds import KEEP, META
from policyparse.extractors.html_metadata import metadata_blocks
from policyparse.extractors.html_words import Words
from policyparse.origin import Origin
from policyparse.text import count, join_lines

#: A heading element with more text than this, or with a sentence, was used for its looks.
_HEADING_CHARS = 100


def blocks_of(units: Sequence[Unit], article: Article, words: Words) -> tuple[list[Block], list[SetAside]]:
    """The blocks, metadata first, and what of the metadata's lines is a byline."""
    blocks, aside = metadata_blocks(units, article, words)
    tables = sum(isinstance(block, Table) for block in blocks)
    kept = [unit for unit, verdict in zip(units, article.verdicts, strict=True) if verdict == KEEP]
    boxes = boxes_of(kept)
    for unit in kept:
        if unit.table:
            blocks.append(unit.table.table(tables))
            tables += 1
        else:
            blocks.append(_paragraph(unit, boxes.get(unit.number)))
    return blocks, aside


def set_aside(flow: Flow, article: Article) -> list[SetAside]:
    """The rest: the site's frame and text that is not shown. Neighbours with the same reason are one piece."""
    runs: list[tuple[int, str, str, int | None]] = []
    for unit, verdict in zip(flow.units, article.verdicts, strict=True):
        reason = "" if verdict in {KEEP, META} else verdict
        runs.append((unit.number, _text(unit) if reason else "", reason, unit.line))
    runs += [(piece.number, piece.text, reason, piece.line) for piece, reason in flow.aside if count(piece.text)]
    pieces: list[SetAside] = []
    lines: list[str] = []
    last, start = "", None
    for _, text, reason, line in [*sorted(runs, key=lambda run: run[0]), (0, "", "", None)]:
        if reason != last:
            if last:
                pieces.append(SetAside(text="\n".join(lines), reason=last, origin=Origin(line=start)))
            lines, last, start = [], reason, line
        lines.append(join_lines(text.split("\n")))
    return pieces


def _paragraph(unit: Unit, box: int | None) -> Block:
    origins = (Origin(line=unit.line),)
    if unit.level and unit.chars <= _HEADING_CHARS and not unit.text.endswith(("。", "；", "，")):
        return Heading(text=unit.text, level=unit.level, origins=origins, style=unit.style)
    return Paragraph(text=unit.text, origins=origins, style=unit.style, boxed=box)


def _text(unit: Unit) -> str:
    if unit.table:
        return "\n".join(cell[4] for cell in unit.table.cells if cell[4])
    return unit.text

"""What OCR was not sure of on a page."""

from __future__ import annotations

from collections.abc import Sequence

from policyparse.document import Doubt
from policyparse.extractors.ocr_page import Scanned
from policyparse.extractors.pdf_page import Frame, Glyph, union
from policyparse.origin import Origin

#: Below this score a character is doubtful: of 24,000 characters on noisy scans at 200 dpi some 20 that are right are
#: below it, and two of three that are wrong.
DOUBTFUL = 0.8
#: One stroke alone in its line: nothing beside it shows whether it is the figure or a dash.
_STROKES = frozenset("一—-－ー―")
#: So many characters around are given.
_AROUND = 6


def doubts_of(page: Scanned) -> tuple[Doubt, ...]:
    """The doubtful characters, neighbours together, in the order of the lines. Boxes are on the page as read."""
    doubts: list[Doubt] = []
    glyphs, scores = page.content.glyphs, page.scores
    start = 0
    for end in range(1, len(glyphs) + 1):
        if end < len(glyphs) and glyphs[end].run == glyphs[start].run:
            continue
        doubts.extend(_line(glyphs[start:end], scores[start:end], page))
        start = end
    return tuple(doubts)


def _line(glyphs: Sequence[Glyph], scores: Sequence[float], page: Scanned) -> list[Doubt]:
    found: list[Doubt] = []
    index = 0
    alone = len(glyphs) == 1 and glyphs[0].text in _STROKES
    while index < len(glyphs):
        if scores[index] >= DOUBTFUL and not alone:
            index += 1
            continue
        end = index + 1
        while end < len(glyphs) and scores[end] < DOUBTFUL:  # neighbours are one doubt
            end += 1
        before, after = max(0, index - _AROUND), min(len(glyphs), end + _AROUND)
        turn = glyphs[index].face.turn
        frame = Frame(width=page.content.width, height=page.content.height, turn=turn)
        found.append(
            Doubt(
                text="".join(g.text for g in glyphs[index:end]),
                context="".join(g.text for g in glyphs[before:after]),
                start=index - before,
                score=round(min(scores[index:end]), 2),
                origin=Origin(page=page.content.number, bbox=frame.to_page(union(g.box for g in glyphs[index:end]))),
            )
        )
        index = end
    return found

"""At which angle a page and its tables read: characters of several turns on one page, in their frames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from policyparse.extractors.pdf_page import Frame, Glyph, Rule
from policyparse.extractors.pdf_rules import Skeleton, open_rows
from policyparse.origin import Box

#: A rule goes through a table when it ends this near to the table's sides, in points.
_THROUGH = 6.0
#: Where no angle has so many characters more than the others a page reads like the page before.
_DOUBT = 60
#: Running headers and page numbers stand in this outer part of a page.
_MARGIN = 0.08
#: The characters of a page by the turn at which they are drawn, and the frame of each turn.
ByTurn = dict[int, list[Glyph]]
Frames = dict[int, Frame]


def main_turn(by_turn: ByTurn, frames: Frames, known: int | None) -> int:
    """The angle at which most of the page between its margins reads.

    Where it is in doubt it is that of the page of its size before.
    """
    if len(by_turn) < 2:
        return next(iter(by_turn), 0)
    width, height = frames[0].size
    inner = (0.0, _MARGIN * height, width, (1 - _MARGIN) * height)
    counts = Counter({
        turn: sum(g.text != " " and _within(g, frames[turn], inner) for g in own) for turn, own in by_turn.items()
    })  # fmt: skip
    if not counts.total():
        counts = Counter({turn: sum(g.text != " " for g in own) for turn, own in by_turn.items()})
    most, number = counts.most_common(1)[0]
    return known if known is not None and counts[known] and number - counts[known] < _DOUBT else most


def turn_within(skeleton: Skeleton, by_turn: ByTurn, frames: Frames, main: int) -> int:
    """The angle at which the cells of the skeleton (in the frame of `main`) read: that of most characters.

    Names of columns may be drawn at a right angle to the cells and outnumber a page's few cells. Then the cells read
    as the page does (`main`) and stand below a rule that goes through the table and has all such names above it.
    """
    if len(by_turn) < 2:
        return main
    box = frames[main].to_page(skeleton.box)
    own = {
        turn: [g for g in glyphs if g.text != " " and _within(g, frames[turn], box)] for turn, glyphs in by_turn.items()
    }
    most = max(own, key=lambda turn: (len(own[turn]), turn == main))
    if most == main or not own[main]:
        return most
    lowest = max(moved(g.middle, frames[turn], frames[main])[1] for turn in own if turn != main for g in own[turn])
    x0, _, x1, _ = skeleton.box
    through = [r.at for r in skeleton.across if r.start < x0 + _THROUGH and r.end > x1 - _THROUGH and r.at > lowest]
    return main if through and any(g.middle[1] > min(through) for g in own[main]) else most


def sideways_rows(loose: Sequence[Rule], by_turn: ByTurn, frames: Frames, main: int) -> list[Skeleton]:
    """Rows open at both ends whose text is drawn at a right angle to the page's: their rules lie like underlines.

    So it is where the rest of a turned table's row is alone on a page. The skeletons are in the frame of `main`.
    """
    found: list[Skeleton] = []
    for skeleton in open_rows(loose):
        box = frames[main].to_page((skeleton.box[1], skeleton.box[0], skeleton.box[3], skeleton.box[2]))
        inside = {turn for turn, own in by_turn.items() for g in own if g.text != " " and _within(g, frames[turn], box)}
        if inside and not any((turn - main) % 180 == 0 for turn in inside):
            found.append(Skeleton(across=skeleton.down, down=()))
    return found


def moved(point: tuple[float, float], source: Frame, target: Frame) -> tuple[float, float]:
    """A point of one frame of the page in another."""
    x, y, _, _ = target.of_page(source.to_page((*point, *point)))
    return x, y


def _within(glyph: Glyph, frame: Frame, box: Box) -> bool:
    x0, y0, x1, y1 = frame.of_page(box)
    x, y = glyph.middle
    return x0 <= x <= x1 and y0 <= y <= y1

"""The ruling lines of a scanned page, by morphology, and the page without them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from policyparse.extractors.pdf_page import Rule

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]

#: The shortest piece that is looked at, and the shortest rule that stands alone, in points. Long dashes of text have 2 ems.
_PIECE, _ALONE = 9.0, 48.0
#: Gaps in a rule that noise makes, and the thickest rule, in points.
_GAP, _THICK = 1.6, 5.0
#: A rule has paper on both sides: at these distances (points) no more than this part of its length is ink.
_BESIDE, _BUSY = (1.2, 2.2), 0.25
#: A piece so long (points) is a rule if it is even, however close text stands.
_LONG = 80.0
#: A rule is everywhere as thick as most of it, in this part of its length; with text close by on one side in this part.
_EVEN, _VERY_EVEN = 0.8, 0.93
#: So much more or less is as thick, as part of it, and in points where no text is close by.
_VARIES, _VARIES_BY = 0.35, 0.75
#: Rules meet within this, in points; strokes of text in a low row come nearly as close.
_MEET = 1.5
#: Pieces of one broken rule are on one line within this, and not further apart than this, in points (under a stamp).
_LEVEL, _BROKEN = 1.0, 24.0
#: A pale stroke is between these parts of the way from paper to ink, not beside what is darker than the third, and
#: covers so many points squared.
_FAINT, _PALE, _DARK, _STROKE = 0.08, 0.28, 0.5, 3.0
#: Side of the largest speck of grain, in points.
_SPECK = 0.9
#: Side of the square that ink is compared with, in points, and by how much ink is darker than it, of 255.
_AROUND, _DARKER = 11.0, 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Rules in pixels of the picture; `clean` is the picture with them painted over, `ink` its dark pixels (1)."""

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    clean: Grey
    ink: Grey


def find_rules(grey: Grey, scale: float) -> Ruling:
    """Find the rules of a straight page. `scale`: pixels a point."""
    import cv2  # noqa: PLC0415 (an extra)
    import numpy as np  # noqa: PLC0415

    around = max(5, round(_AROUND * scale) | 1)
    raw = cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, around, _DARKER)
    lying, lying_mask = _rules(raw, scale)
    upright, upright_mask = _rules(np.ascontiguousarray(raw.T), scale)
    across, down = _accepted(lying, upright, scale)
    mask = np.zeros_like(raw)
    for rules, labels, flip in ((across, lying_mask, False), (down, upright_mask, True)):
        wanted = np.isin(labels, [number for number, _ in rules]) if rules else np.zeros_like(labels, bool)
        mask |= (wanted.T if flip else wanted).astype(np.uint8)
    mask = cv2.dilate(mask, np.ones((3, 3), np.uint8), iterations=max(1, round(0.4 * scale)))
    paper = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((max(3, around // 3) | 1,) * 2, np.uint8))
    pale = _pale(grey, raw, scale)
    clean = np.where((mask > 0) | pale, paper, grey)
    return Ruling(
        across=tuple(rule for _, rule in across),
        down=tuple(rule for _, rule in down),
        clean=clean,
        ink=_without_specks(np.where((mask > 0) | pale, 0, raw).astype(np.uint8), scale),
    )


def _pale(grey: Grey, ink: Grey, scale: float) -> NDArray[np.bool_]:
    """Watermarks and what shines through from the back: strokes that are pale all over. The paper's grain stays as it is:
    the models know it, and read worse without.
    """
    import cv2  # noqa: PLC0415 (an extra)
    import numpy as np  # noqa: PLC0415

    dark = grey[ink > 0]
    if not dark.size:
        return np.zeros(grey.shape, np.bool_)
    black, paper = float(np.percentile(dark, 20)), float(np.median(grey))
    deep = paper - black
    smooth = cv2.medianBlur(grey, 5)
    inked = (grey < paper - _DARK * deep).astype(np.uint8)
    beside = cv2.dilate(inked, np.ones((3, 3), np.uint8), iterations=max(1, round(0.5 * scale)))
    strokes = ((smooth > paper - _PALE * deep) & (smooth < paper - _FAINT * deep) & (beside == 0)).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(strokes)
    large = stats[:, cv2.CC_STAT_AREA] >= (_STROKE * scale) ** 2
    large[0] = False
    found = cv2.dilate(large[labels].astype(np.uint8), np.ones((3, 3), np.uint8), iterations=2)
    edges = cv2.dilate(inked, np.ones((3, 3), np.uint8))
    return np.asarray((found > 0) & (grey > paper - _PALE * deep) & (edges == 0))


def _without_specks(ink: Grey, scale: float) -> Grey:
    """Ink without the grain of the scan."""
    import cv2  # noqa: PLC0415 (an extra)
    import numpy as np  # noqa: PLC0415

    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    small = stats[:, cv2.CC_STAT_AREA] < max(4.0, (_SPECK * scale) ** 2)
    return np.where(small[labels], 0, ink).astype(np.uint8)


Numbered = list[tuple[int, Rule]]


def _rules(ink: Grey, scale: float) -> tuple[Numbered, NDArray[np.int32]]:
    """Long thin horizontal runs of ink, with the number of each in the picture of labels."""
    import cv2  # noqa: PLC0415 (an extra)
    import numpy as np  # noqa: PLC0415

    piece, gap = max(8, round(_PIECE * scale)), max(2, round(_GAP * scale))
    # one pixel up and down: a rule that is not quite straight steps from row to row
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    joined = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, gap + 1), np.uint8))
    runs = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, piece), np.uint8))
    found, labels, stats, middles = cv2.connectedComponentsWithStats(runs)
    rules: Numbered = []
    for number in range(1, found):
        x, y, width, height, size = (int(v) for v in stats[number])
        width_of_line = max(1.0, size / width - 2)
        if width_of_line > _THICK * scale or width < 3 * height:
            continue
        thickness = (ink[y : y + height, x : x + width] & (labels[y : y + height, x : x + width] == number)).sum(0)
        usual = np.median(thickness)
        # strokes of text are never even over a long way, so text close by on both sides says nothing there
        busy = 0 if width >= _LONG * scale else _busy_sides(ink, (x, y, width, height), scale)
        near = np.abs(thickness - usual) <= max(1.0 if busy else _VARIES_BY * scale, _VARIES * usual)
        even = ((thickness > 0) & near).mean()
        if busy == 2 or even < (_VERY_EVEN if busy else _EVEN):
            continue
        rules.append((number, Rule(float(middles[number][1]) + 0.5, float(x), float(x + width), width_of_line)))
    return rules, labels


def _busy_sides(ink: Grey, box: tuple[int, int, int, int], scale: float) -> int:
    """On how many sides, above and below, there is much ink close by: strokes of characters stand among others."""
    x, y, width, height = box
    rows = ink.shape[0]
    aways = [max(2, round(away * scale)) for away in _BESIDE]
    above = [y - away for away in aways]
    below = [y + height - 1 + away for away in aways]
    return sum(
        any(0 <= at < rows and ink[at, x : x + width].mean() > _BUSY for at in places) for places in (above, below)
    )


def _accepted(lying: Numbered, upright: Numbered, scale: float) -> tuple[Numbered, Numbered]:
    """Rules that are long, that end at accepted rules of the other direction, or that go on where an accepted one broke."""
    alone = _ALONE * scale
    across = [item for item in lying if item[1].end - item[1].start >= alone]
    down = [item for item in upright if item[1].end - item[1].start >= alone]
    while True:
        more_across = [i for i in lying if i not in across and _is_held(i[1], across, down, scale)]
        more_down = [i for i in upright if i not in down and _is_held(i[1], down, across, scale)]
        if not more_across and not more_down:
            return across, down
        across += more_across
        down += more_down


def _is_held(rule: Rule, same: Numbered, others: Numbered, scale: float) -> bool:
    """Does it end at rules of the other direction on both sides, or go on in the line of one of its own direction."""
    meet, level, broken = _MEET * scale, _LEVEL * scale, _BROKEN * scale
    ends = [False, False]
    for _, other in others:
        if other.start - meet <= rule.at <= other.end + meet:
            ends[0] = ends[0] or abs(other.at - rule.start) <= meet
            ends[1] = ends[1] or abs(other.at - rule.end) <= meet
    if all(ends):
        return True
    levels = [other for _, other in same if abs(other.at - rule.at) <= level]
    before = any(0 <= rule.start - other.end <= broken for other in levels)
    if before and any(0 <= other.start - rule.end <= broken for other in levels):
        return True  # between two pieces of one rule
    # beyond a merged cell: on one level with a rule, and beginning or ending where rules of the table do
    edges = [edge for _, other in same for edge in (other.start, other.end)]
    known = any(abs(rule.start - edge) <= meet or abs(rule.end - edge) <= meet for edge in edges)
    return bool(levels) and (any(ends) or known)

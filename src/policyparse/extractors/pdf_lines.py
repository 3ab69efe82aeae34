"""Glyphs to lines of text: baselines, blanks, pieces, and how much room the next line's beginning needs."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from policyparse.extractors.pdf_page import ABOVE, BELOW, MIDDLE, Glyph
from policyparse.origin import Box
from policyparse.text import exponent, is_cjk

#: Two characters stand in one line when their baselines differ by less than this part of the size.
_SAME_BASE = 0.25
#: Raised and lowered characters are smaller than this part of the line's size …
_SMALL = 0.85
#: … and their baseline is not further than this above or below the line's, in its ems.
_RAISED, _LOWERED = 0.75, 0.35
#: (An exponent stands at least so high.)
_EXPONENT = 0.15
#: … and they follow or precede a character of the line within this many ems.
_TOUCHING = 0.7
#: A gap between Latin characters is a blank from here (Times: 0.25 em; kerning stays below 0.1).
_LATIN_BLANK = 0.17
#: A gap between Chinese characters is a blank from here, beyond the gap that the line has anyway. Half an em is
#: the blank of the usual fonts. Where the file prints blanks as characters a gap alone must be wider.
_CJK_BLANK, _CJK_GAP = 0.42, 1.2
#: A line is set solid where no other gap is wider than this, in ems (a quarter stands between Chinese and Latin); there
#: a gap is a blank from almost an em on.
_SOLID, _SOLID_BLANK = 0.3, 0.9
#: Word sets a quarter em between Chinese and Latin; WPS leaves out the blanks that stand there.
_MIXED_BLANK, _MIXED_GAP = 0.45, 1.2
#: Narrower printed blanks are leftovers of layout.
_LEAST_BLANK = 0.08

CLOSERS = frozenset("，。、；：！？）〕】》」』”’％%,.;:!?)]}〉…—·℃‰")
#: Before these no blank is set after a character or figure: a gap there is that of justified text or of two boxes of OCR.
_STOPS = frozenset("，。、；！？")
_OPENERS = frozenset("（〔【《「『“‘([{〈")


@lru_cache(maxsize=16_384)
def cjk(char: str) -> bool:
    """`text.is_cjk`, remembered: pages repeat their characters."""
    return is_cjk(char)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Characters on one baseline, from left to right, blanks at its ends removed. Coordinates of the frame."""

    glyphs: tuple[Glyph, ...]
    text: str
    base: float
    size: float
    bold: bool
    colour: str | None

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        return self.glyphs[-1].x1

    @property
    def top(self) -> float:
        return self.base - ABOVE * self.size

    @property
    def bottom(self) -> float:
        return self.base + BELOW * self.size

    @property
    def box(self) -> Box:
        return self.x0, self.top, self.x1, self.bottom

    @property
    def middle(self) -> float:
        """The y of the middle of its characters."""
        return self.base - MIDDLE * self.size

    @property
    def characters(self) -> int:
        """Number of non-blank characters."""
        return sum(1 for g in self.glyphs if g.text != " ")


def make_line(glyphs: Iterable[Glyph], spaced: bool) -> Line | None:
    """One line of these glyphs, which share a baseline. None where they are all blank.

    `spaced`: the page prints blanks as characters, so that a gap alone means little.
    """
    ordered = sorted(glyphs, key=_by_x)
    start, end = 0, len(ordered)
    while start < end and ordered[start].text == " ":
        start += 1
    while end > start and ordered[end - 1].text == " ":
        end -= 1
    if start == end:
        return None
    ordered = ordered[start:end]
    printed = ordered if len(ordered) == 1 else [g for g in ordered if g.text != " "]
    first = printed[0].face
    if all(g.face is first for g in printed):
        size, bold, colour, base = first.size, first.bold, first.colour, printed[0].base
    else:
        size = Counter(g.face.size for g in printed).most_common(1)[0][0]
        bold = 2 * sum(g.face.bold for g in printed) > len(printed)
        colour = Counter(g.face.colour for g in printed).most_common(1)[0][0]
        base = next(g.base for g in printed if g.face.size == size)
    text = _text(ordered, printed, size or 1.0, spaced)
    return Line(glyphs=tuple(ordered), text=text, base=base, size=size, bold=bold, colour=colour)


def _by_x(glyph: Glyph) -> tuple[float, float]:
    return glyph.x0, glyph.x1


def _text(ordered: Sequence[Glyph], printed: Sequence[Glyph], size: float, spaced: bool) -> str:
    """The characters with a blank where one is printed or where the gap is as wide as one."""
    if len(printed) == 1:
        return printed[0].text
    gaps = [b.x0 - a.x1 for a, b in itertools.pairwise(printed)]
    blanks = len(ordered) > len(printed)
    plain = all(g.base == printed[0].base for g in printed)
    if not blanks and plain and max(gaps) < _LATIN_BLANK * size:
        return "".join([g.text for g in printed])
    after_blank = _after_blank(ordered) if blanks else {}
    usual = _usual_gap(printed, gaps, size)
    raised = _raised(printed, size)
    # in a line set solid a gap of an em is the ideographic blank, which some programs do not print
    solid = spaced and sorted(gaps)[-2:][0] < _SOLID * size
    parts = [printed[0].text]
    for index, gap in enumerate(gaps):
        left, right = printed[index], printed[index + 1]
        wide = gap / size
        first, second = cjk(left.text), cjk(right.text)
        if id(right) in after_blank:
            blank = after_blank[id(right)] > _LEAST_BLANK * size
        elif right.text in _STOPS and left.text.isalnum():
            blank = False
        elif first and second:
            blank = wide > usual + (_SOLID_BLANK if solid else _CJK_GAP if spaced else _CJK_BLANK)
        elif first or second:
            blank = wide > usual + (_SOLID_BLANK if solid else _MIXED_GAP if spaced else _MIXED_BLANK)
        else:
            blank = wide > _LATIN_BLANK + (usual if usual > _LATIN_BLANK else 0.0)
        text = exponent(parts[-1], right.text) if index + 1 in raised else right.text
        parts.append(" " + text if blank else text)
    return "".join(parts)


def _raised(printed: Sequence[Glyph], size: float) -> frozenset[int]:
    """The places of the small characters that stand above the baseline of the character of full size before them."""
    found: set[int] = set()
    base = printed[0].base
    for index, glyph in enumerate(printed):
        if glyph.face.size >= _SMALL * size:
            base = glyph.base
        elif base - glyph.base > _EXPONENT * size:
            found.add(index)
    return frozenset(found)


def _after_blank(ordered: Sequence[Glyph]) -> dict[int, float]:
    """The characters that follow a printed blank, by id, each with the room from the blank's beginning."""
    found: dict[int, float] = {}
    start: float | None = None
    for glyph in ordered:
        if glyph.text == " ":
            start = glyph.x0 if start is None else start
        elif start is not None:
            found[id(glyph)] = glyph.x0 - start
            start = None
    return found


def _usual_gap(printed: Sequence[Glyph], gaps: Sequence[float], size: float) -> float:
    """The gap that justified or spaced-out text has between all its characters, in ems; 0 where there is one gap only.

    Layout stretches the gaps around Chinese characters, not those inside numbers and Latin words.
    """
    around = [gap for gap, (a, b) in zip(gaps, itertools.pairwise(printed), strict=True) if cjk(a.text) or cjk(b.text)]
    if len(around) < 2:
        return 0.0
    ordered = sorted(around)
    return max(0.0, ordered[len(ordered) // 3] / size)


def strips(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs by baseline, from top to bottom; raised and lowered characters are with the line they belong to."""
    ordered = sorted(glyphs, key=_by_base)
    found: list[list[Glyph]] = []
    bases: list[float] = []
    for glyph in ordered:
        if found and glyph.base - bases[-1] <= _SAME_BASE * min(glyph.face.size, found[-1][0].face.size):
            found[-1].append(glyph)
        else:
            found.append([glyph])
            bases.append(glyph.base)
    if len(found) < 2:
        return found
    sizes = [max(g.face.size for g in strip) for strip in found]
    if min(sizes) >= _SMALL * max(sizes):
        return _rejoin(found, bases, sizes)
    return _rejoin(*_attach(found, bases, sizes))


def _by_base(glyph: Glyph) -> float:
    return glyph.base


def _attach(
    found: list[list[Glyph]], bases: list[float], sizes: list[float]
) -> tuple[list[list[Glyph]], list[float], list[float]]:
    """Move raised and lowered characters to the line that they touch."""
    kept = list(range(len(found)))
    for index in range(len(found)):
        for host in (index + 1, index - 1, index + 2, index - 2):
            if host not in kept or not 0 <= host < len(found) or sizes[index] >= _SMALL * sizes[host]:
                continue
            rise = bases[host] - bases[index]
            if -_LOWERED * sizes[host] <= rise <= _RAISED * sizes[host] and _touches(found[index], found[host]):
                found[host].extend(found[index])
                kept.remove(index)
                break
    return [found[i] for i in kept], [bases[i] for i in kept], [sizes[i] for i in kept]


def _touches(small: list[Glyph], host: list[Glyph]) -> bool:
    """Does each run of small characters begin or end at a character of the line, or stand between two."""
    near = _TOUCHING * max(g.face.size for g in host)
    ends = [g.x1 for g in host if g.text != " "]
    starts = [g.x0 for g in host if g.text != " "]
    reach: float | None = None
    for glyph in sorted(small, key=_by_x):
        if glyph.text == " ":
            continue
        attached = reach is not None and glyph.x0 - reach <= near
        attached = attached or any(-near / 3 <= glyph.x0 - end <= near for end in ends)
        attached = attached or any(-near / 3 <= start - glyph.x1 <= near for start in starts)
        if not attached:
            return False
        reach = glyph.x1
    return True


def _rejoin(found: list[list[Glyph]], bases: list[float], sizes: list[float]) -> list[list[Glyph]]:
    """Strips that are apart by less than a third of the size and do not overlap sideways are one line."""
    joined: list[list[Glyph]] = []
    last_base, last_size = 0.0, 0.0
    for strip, base, size in zip(found, bases, sizes, strict=True):
        if joined and base - last_base <= size / 3 and base - last_base <= last_size / 3 and _apart(joined[-1], strip):
            joined[-1].extend(strip)
        else:
            joined.append(strip)
            last_base, last_size = base, size
    return joined


def _apart(first: list[Glyph], second: list[Glyph]) -> bool:
    """No character of one stands over a character of the other by more than a third of its width."""
    marked = sorted([(g.x0, g.x1, 0) for g in first] + [(g.x0, g.x1, 1) for g in second])
    for (_, end, one), (start, other_end, other) in itertools.pairwise(marked):
        if one != other and end - start > (other_end - start) / 3:
            return False
    return True


def split_pieces(strip: Sequence[Glyph], ems: float) -> list[list[Glyph]]:
    """A strip cut where the gap between two printed characters is wider than `ems`. Blanks go with the left piece."""
    ordered = sorted(strip, key=_by_x)
    pieces: list[list[Glyph]] = []
    reach = 0.0
    for glyph in ordered:
        if glyph.text == " ":
            if pieces:
                pieces[-1].append(glyph)
            continue
        if not pieces or glyph.x0 - reach > ems * glyph.face.size:
            pieces.append([glyph])
            reach = glyph.x1
        else:
            pieces[-1].append(glyph)
            reach = max(reach, glyph.x1)
    return pieces


def opening_width(line: Line) -> float:
    """The room that the line's beginning needs at the end of the line before it.

    No line ends with an opening bracket or begins with a closing sign, and Latin words and numbers stay
    whole (the usual rule of Chinese typesetting, GB/T 15834 5.1).
    """
    glyphs = line.glyphs
    index = 0
    while index < len(glyphs) - 1 and glyphs[index].text in _OPENERS:
        index += 1
    if not cjk(glyphs[index].text):
        while index + 1 < len(glyphs) and not cjk(after := glyphs[index + 1].text) and after != " ":
            index += 1
    while index + 1 < len(glyphs) and glyphs[index + 1].text in CLOSERS:
        index += 1
    return glyphs[index].x1 - glyphs[0].x0

"""The text of a cell: which characters are its own, which lines wrap, which line ends the author set."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace

from policyparse.extractors.pdf_lines import CLOSERS, Line, cjk, make_line, opening_width, strips
from policyparse.extractors.pdf_page import Glyph
from policyparse.origin import Box
from policyparse.text import compact, join_lines

#: Room at a line's end beyond what the next line's beginning needs, in ems and as part of the width: less may be
#: layout (spreadsheets wrap by screen metrics, 2 to 3 % narrower than printed), more is a line end set by hand.
_SLACK, _SLACK_OF_WIDTH = 0.25, 0.03
#: A line is centred when its distances from both borders differ by less than this (in ems) …
_CENTRED = 0.6
#: … and are larger than this. A line that begins further than `_INDENT` from the left is centred or set to the right.
_CENTRED_LEAST = 0.25
_INDENT = 2.6
#: A line fills its room when it ends within so many ems of both ends.
_STRETCHED = 0.3
#: Text that is spread over a cell comes this near to both margins, in ems, and its gaps differ by less.
_SPREAD = 0.3
#: The usual inner margin of cells is 5.4 points (Word), at most this much is taken for a margin.
_MARGIN_MAX = 8.0


def cell_lines(glyphs: Iterable[Glyph], spaced: bool) -> list[Line]:
    """The lines of a cell from top to bottom."""
    return [line for strip in strips(glyphs) if (line := make_line(strip, spaced))]


def margin(cells: Iterable[tuple[Box, Sequence[Line]]]) -> float:
    """The inner margin of a table's cells: the least distance between a border and its text, in points.

    One character alone in its line stands over the margin where the cell is too narrow for it, and tells nothing.
    """
    least = _MARGIN_MAX
    for box, lines in cells:
        for line in lines:
            if line.characters == 1:
                continue
            behind = line.x1 if line.text[-1] not in CLOSERS else line.x0  # marks may hang over the margin
            least = min(least, max(0.0, line.x0 - box[0]), max(0.0, box[2] - behind))
    return least


def closed_up(lines: Sequence[Line], left: float, right: float) -> list[Line]:
    """The lines of a cell; one that is spread evenly from margin to margin (分散对齐) loses the blanks of its gaps."""
    return [replace(line, text=compact(line.text)) if _is_spread(line, left, right) else line for line in lines]


def _is_spread(line: Line, left: float, right: float) -> bool:
    near = _SPREAD * line.size
    if " " not in line.text or line.x0 - left > near or right - line.x1 > near:
        return False
    around, inside = _gaps(line)
    return bool(around) and max(around) - min(around) < near and max(inside, default=0.0) < near


def _gaps(line: Line) -> tuple[list[float], list[float]]:
    """The gaps around Chinese characters, which layout stretches, and those inside numbers and Latin words."""
    around: list[float] = []
    inside: list[float] = []
    for a, b in itertools.pairwise(line.glyphs):
        (around if cjk(a.text) or cjk(b.text) else inside).append(b.x0 - a.x1)
    return around, inside


def _stretched(line: Line) -> float:
    """The width that a line has gained where all its gaps are wide: it is spread over its cell."""
    around, _ = _gaps(line)
    return sum(around) if around and min(around) > _SPREAD * line.size else 0.0


def cell_text(lines: Sequence[Line], left: float, right: float) -> str:
    """The lines as one text. `left` and `right` bound the room for text.

    A line end that leaves room for the beginning of the next line was set by the author and stays as
    "\\n"; others only wrap and are joined.
    """
    if len(lines) < 2:
        return lines[0].text if lines else ""
    if is_upright(lines):
        return "".join(line.text for line in lines)
    size = max(line.size for line in lines)
    right = max(right, *(line.x1 for line in lines))
    left = min(left, *(line.x0 for line in lines))
    parts: list[list[str]] = [[lines[0].text]]
    for line, after in itertools.pairwise(lines):
        if _fills_room(line, left, right):
            parts[-1][-1] = line.text.replace(" ", "")
        if ends_by_hand(line, after, left, right, size):
            parts.append([after.text])
        elif _cuts_token(line, after, right - left):
            parts[-1][-1] += after.text
        else:
            parts[-1].append(after.text)
    return "\n".join(join_lines(part) for part in parts)


def _cuts_token(line: Line, after: Line, width: float) -> bool:
    """Does a number or a Latin word go on in the next line: one too wide for the cell, or a number in a full line.

    Layout keeps them whole where they fit; a blank between two stands in their place at the line end.
    """
    if cjk(line.text[-1]) or cjk(after.text[0]):
        return False
    first = list(itertools.takewhile(_in_token, reversed(line.glyphs)))
    rest = list(itertools.takewhile(_in_token, after.glyphs))
    if not first or not rest:
        return False
    if first[0].x1 - first[-1].x0 + rest[-1].x1 - rest[0].x0 > width:
        return True
    if not (first[0].text.isdigit() and rest[0].text.isdigit()):
        return False
    signs = list(itertools.takewhile(lambda glyph: glyph.text in CLOSERS, after.glyphs[1:]))
    reach = signs[-1] if signs else rest[0]  # no line begins with a closing sign
    return width - (line.x1 - line.x0) < reach.x1 - rest[0].x0 + _SLACK * line.size


def _in_token(glyph: Glyph) -> bool:
    return glyph.text != " " and not cjk(glyph.text)


def ends_by_hand(line: Line, after: Line, left: float, right: float, size: float) -> bool:
    """Does `line` leave so much room that the beginning of `after` would have fitted."""
    return _free(line, left, right, size) > opening_width(after) + _SLACK * size


def _fills_room(line: Line, left: float, right: float) -> bool:
    """Do two characters stand at both ends of the room, set apart to fill it: their blank is layout."""
    near = _STRETCHED * line.size
    two = line.characters == 2 and cjk(line.text[0]) and cjk(line.text[-1])
    return two and line.x0 - left < near and right - line.x1 < near


def _free(line: Line, left: float, right: float, size: float) -> float:
    """The width that a line leaves free, less what the layout may have left, in points."""
    before, behind = line.x0 - left, right - line.x1
    centred = before > _CENTRED_LEAST * size and abs(before - behind) < _CENTRED * size
    slack = behind + before if centred or before > _INDENT * size else behind
    return slack + _stretched(line) - _SLACK_OF_WIDTH * (right - left)


def room_behind(lines: Sequence[Line], left: float, right: float) -> float | None:
    """The free width behind the last line, in its ems; None where the text is set downwards or there is none."""
    if not lines or is_upright(lines):
        return None
    last = lines[-1]
    right = max(right, *(line.x1 for line in lines))
    left = min(left, *(line.x0 for line in lines))
    size = last.size or 1.0
    return round(max(0.0, _free(last, left, right, size) / size - _SLACK), 2)


def room_below(lines: Sequence[Line], end: float) -> float | None:
    """The height from the last line to the base `end` of the row's last one, in its ems; None where there is none."""
    if not lines or is_upright(lines):
        return None
    return round(max(0.0, end - lines[-1].base) / (lines[-1].size or 1.0), 2)


def is_upright(lines: Sequence[Line]) -> bool:
    """Text set from top to bottom: every line is one Chinese character, sign or short number."""
    if len(lines) < 2:
        return False
    for line in lines:
        text = line.text
        if len(text) > 1 and not (len(text) <= 2 and text.isdigit()):
            return False
    return sum(cjk(line.text[0]) for line in lines) * 2 > len(lines)

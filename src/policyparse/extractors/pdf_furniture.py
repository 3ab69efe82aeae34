"""Page numbers, running headers and running footers: told by form, place, and what other pages show there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policyparse.extractors.pdf_lines import Line
from policyparse.extractors.pdf_page import Rule

#: Furniture stands in these outer parts of the page (GB/T 9704: the type area begins at 12 % and ends at 88 %).
_TOP_ZONE, _BOTTOM_ZONE = 0.16, 0.86
#: So many lines from the edge are looked at.
_DEPTH = 3
#: A running header has at most so many pieces (left, middle, right).
_PIECES = 3
#: Furniture is parted from the text by at least this, in ems; closer lines are the text's own.
_PARTED = 0.9
#: The same place: positions differ by less than this, in points.
_SAME_PLACE = 3.0
#: What the pages around show counts up to this many pages away (left and right pages differ: at least 2).
REACH = 4
#: A bare number is a page number when nothing stands within this many of its sizes above (or below, at the top).
_FREE = 1.0

#: A header that only its rule tells is smaller than this part of the text, above this part of the page, and its rule
#: is not further below than so many of its sizes and wider than this part of the page.
_SMALL, _VERY_TOP, _RULE_BELOW, _WIDE_RULE = 0.9, 0.1, 1.2, 0.5

#: Dashes around a page number; OCR reads them as the figure one too.
_DASH = r"[-—–－―─~～·•.\s一]*"
_PAGE_NUMBER = re.compile(
    rf"(?:{_DASH}\d{{1,4}}{_DASH}|[(（]?\d{{1,4}}[)）]?|第\s*[\d一二三四五六七八九十百]{{1,5}}\s*页(?:\s*[,，、/／]?\s*[(（]?共\s*[\d一二三四五六七八九十百]{{1,5}}\s*页[)）]?)?"
    rf"|共\s*\d{{1,4}}\s*页\s*[,，、]?\s*第\s*\d{{1,4}}\s*页|\d{{1,4}}\s*[/／]\s*\d{{1,4}}|[Pp](?:age|\.)?\s*\d{{1,4}}(?:\s*(?:of|/)\s*\d{{1,4}})?|{_DASH}[ivxlcIVXLC]{{1,6}}{_DASH})$"
)
_BARE = re.compile(r"\d{1,4}$|[ivxlc]{1,6}$", re.I)
_DIGITS = re.compile(r"\d+")
#: These stand at the same place on several pages and belong to the text.
_TEXT_MARK = re.compile(r"\s*(?:附件|附表|附录|附图|表\s*\d|图\s*\d|第[一二三四五六七八九十\d]+[章节条编])")


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeLine:
    """A line near the top or bottom edge of a page: what is compared between pages.

    `place` is the distance of its baseline from the edge that it is near, in points: pages may differ in size.
    """

    text: str
    pattern: str  #: the text with its numbers as #
    numbers: tuple[int, ...]
    place: float
    size: float
    top: bool
    index: int  #: its place among the page's lines


def edge_lines(lines: Sequence[Line], columns: Sequence[int], height: float) -> tuple[EdgeLine, ...]:
    """The outermost lines of a page. `lines` from top to bottom, `columns` the number of pieces of each.

    Lines of many pieces, or of several with a line of several beside them, are rows of a table and no furniture.
    """
    found: list[EdgeLine] = []
    count = len(lines)
    for index, line in enumerate(lines):
        top = line.base < _TOP_ZONE * height and index < _DEPTH
        bottom = line.base > _BOTTOM_ZONE * height and index >= count - _DEPTH
        if not top and not bottom:
            continue
        inner = index + 1 if top else index - 1
        beside = columns[inner] if 0 <= inner < count else 0
        if columns[index] > _PIECES or (columns[index] == _PIECES and beside >= _PIECES - 1):
            continue
        numbers = tuple(int(n) for n in _DIGITS.findall(line.text) if len(n) < 9)
        pattern = _DIGITS.sub("#", "".join(line.text.split()))
        found.append(
            EdgeLine(
                text=line.text,
                pattern=pattern,
                numbers=numbers,
                place=line.base if top else height - line.base,
                size=line.size,
                top=top,
                index=index,
            )
        )
    return tuple(found)


def judge(
    own: Sequence[EdgeLine],
    lines: Sequence[Line],
    number: int,
    others: Iterable[tuple[int, Sequence[EdgeLine]]],
    usual: float,
) -> dict[int, str]:
    """The reason for each line (by its place) that is furniture. `others`: the edge lines of the pages around.

    `usual` is the size of the text: larger repeated lines are titles, which stay where they come first.
    """
    reasons: dict[int, str] = {}
    around = list(others)
    for line in own:
        if _is_page_number(line, lines):
            reasons[line.index] = "page-number"
            continue
        if _TEXT_MARK.match(line.text):
            continue
        pages = [(page, twin) for page, edge in around for twin in edge if _is_twin(line, twin, page - number)]
        if not pages:
            continue
        first = not any(page < number for page, _ in pages)
        if first and line.top and line.size > 1.15 * usual:
            continue
        reasons[line.index] = "running-header" if line.top else "running-footer"
    return _outermost(reasons, own, lines)


def is_header_over_rule(lines: Sequence[Line], rules: Sequence[Rule], page: tuple[float, float], usual: float) -> bool:
    """Is the first line the running header of a page that stands alone: small, at the very top, over a wide rule.

    `page` is width and height of the page in the frame of the lines.
    """
    first = lines[0] if lines else None
    if first is None or first.size > _SMALL * usual or first.base > _VERY_TOP * page[1]:
        return False
    below = lines[1].top if len(lines) > 1 else page[1]
    room = min(first.base + _RULE_BELOW * first.size, below)
    return any(first.base < r.at < room and r.end - r.start > _WIDE_RULE * page[0] for r in rules)


def _is_twin(line: EdgeLine, other: EdgeLine, distance: int) -> bool:
    """The same text at the same place, or one whose only difference is a number that counts the pages."""
    if line.top != other.top or abs(line.place - other.place) > _SAME_PLACE or abs(line.size - other.size) > 0.5:
        return False
    if line.text == other.text:
        return True
    if len(line.numbers) != len(other.numbers):
        return False
    if line.pattern == other.pattern and _counts(line.numbers, other.numbers, distance):
        return True
    # left and right pages: the same parts from the outside to the inside
    mirrored = distance % 2 == 1 and _words(line.text) == _words(other.text)
    return mirrored and _counts(sorted(line.numbers), sorted(other.numbers), distance)


def _counts(numbers: Sequence[int], others: Sequence[int], distance: int) -> bool:
    """Does just one number differ, by the distance of the pages."""
    changed = [b - a for a, b in zip(numbers, others, strict=True) if a != b]
    return len(changed) == 1 and changed[0] == distance


def _words(text: str) -> list[str]:
    return sorted(word for part in _DIGITS.split(text) for word in part.split())


def _is_page_number(line: EdgeLine, lines: Sequence[Line]) -> bool:
    text = line.text.strip()
    if not _PAGE_NUMBER.fullmatch(text):
        return False
    if not _BARE.fullmatch(text):
        return True
    if (line.top and line.index > 1) or (not line.top and line.index < len(lines) - 2):
        return False
    if line.top:
        inner = lines[line.index + 1].top - lines[line.index].bottom if line.index + 1 < len(lines) else None
    else:
        inner = lines[line.index].top - lines[line.index - 1].bottom if line.index else None
    return inner is None or inner > _FREE * line.size


def _outermost(reasons: dict[int, str], own: Sequence[EdgeLine], lines: Sequence[Line]) -> dict[int, str]:
    """Furniture stands outside all text of the page and apart from it; what stands behind a kept line stays too."""
    count = len(lines)
    head = next((i for i in range(min(_DEPTH, count)) if i not in reasons), _DEPTH)
    if 0 < head < count and lines[head].top - lines[head - 1].bottom < _PARTED * lines[head - 1].size:
        head = 0
    foot = next((i for i in range(count - 1, max(count - 1 - _DEPTH, -1), -1) if i not in reasons), count - 1 - _DEPTH)
    if 0 <= foot < count - 1 and lines[foot + 1].top - lines[foot].bottom < _PARTED * lines[foot + 1].size:
        foot = count - 1
    kept = {index: reason for index, reason in reasons.items() if index < head or index > foot}
    # a page number may stand beside the last line or above a running footer that changes
    for line in own:
        if reasons.get(line.index) == "page-number":
            kept[line.index] = "page-number"
    return kept

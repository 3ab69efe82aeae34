"""Lines to paragraphs: where one ends and the next begins, and how it is printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from policyparse.document import Align, Paragraph, Style
from policyparse.extractors.pdf_lines import CLOSERS, Line, cjk, opening_width
from policyparse.extractors.pdf_page import Frame, round_box, union
from policyparse.extractors.pdf_rows import Area
from policyparse.origin import Origin
from policyparse.text import join_lines

#: Sizes that differ by less than this part are one size (10.5 and 10.56 come from rounding).
_SAME_SIZE = 0.08
#: A line further from the one before than this many usual distances begins a paragraph.
_SPACED_OUT = 1.35
#: A line that begins further right than this (in ems) is indented; the usual first line is indented by 2.
_INDENTED = 1.1
#: The indent of first lines is two ems, seldom more than this.
_FIRST_LINE = 2.7
#: Lines of ragged text leave at most this part of the width.
_RAGGED = 0.3
#: A line that leaves this much more room (in ems) than the next line's beginning needs ends its paragraph.
_ROOM = 0.6
#: Lines of one title have one middle, within this many ems.
_ONE_MIDDLE = 0.15
#: A centred line stands away from both sides by at least this (in ems) and by the same distance within `_EVEN`,
#: in titles with their stray blanks within `_EVEN_TITLE`.
_AWAY, _EVEN, _EVEN_TITLE = 1.4, 0.8, 1.2
#: Text larger than this many times the usual size is a title; no margin is narrower than this part of the page.
_TITLE, _OUTER = 1.3, 0.08
#: A line that begins in the right part of the area is a signature or date, each on its own.
_RIGHT_PART = 0.4

_NUMERALS = "一二三四五六七八九十百零〇"
_MARKER = re.compile(
    rf"(?:第[{_NUMERALS}\d]{{1,6}}[编章节条款部]|[{_NUMERALS}]{{1,4}}[、.．]|[（(][{_NUMERALS}\d]{{1,4}}[)）]"
    r"|\d{1,3}[.．、)）](?!\d)|\d{1,2}(?:\.\d{1,2}){1,3}(?![\d%％])|[①-⑳㈠-㈩⑴-⒇●■◆★▲]|附件|附表|附录|注[：:]"
    rf"|[表图]\s?(?:\d{{1,2}}(?:[-—.]\d{{1,2}})?|[{_NUMERALS}]{{1,3}})[\s：:.])"
)
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,10}[：:]\s?\S")
_ENDED = re.compile(r"[。；：！？;:!?][”’）)」』】]?$")
#: 附件 or 附件2 over the annex's title, and the imprint's last line, each a line of its own (GB/T 9704-2012, 7.3.6, 7.4.3).
_ANNEX = re.compile(r"附\s?[件表录]\s?[\d一二三四五六七八九十]{0,3}[：:]?$")
_PRINTED = re.compile(r"\d\s?日\s?印\s?发$")
#: A document's number over its title, and a note in brackets below one, stand on lines of their own.
_DOC_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}\s?[〔［\[（(]\d{4}[〕］\]）)]\s?\d{1,4}\s?号$")
_NOTE = re.compile(r"[（(][^（()）]*[)）]$")
#: A row of leaders between a heading and its page.
_LEADERS = re.compile(r"…{3,}|\.{6,}|·{5,}|(?:\. ){5,}|．{4,}|_{6,}|-{8,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The lines of one paragraph, from top to bottom, and where they stand."""

    lines: tuple[Line, ...]
    align: Align
    full: bool  #: its last line leaves no room: the text may go on


def has_leaders(text: str) -> bool:
    """Is this a line of a table of contents."""
    return bool(_LEADERS.search(text))


def group(lines: Sequence[Line], area: Area) -> list[Group]:
    """The paragraphs of lines that stand one below the other in `area`."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not _begins(groups[-1], line, area):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [Group(lines=tuple(g), align=_align(g, area), full=_is_full(g[-1], area)) for g in groups]


def _begins(before: Sequence[Line], line: Line, area: Area) -> bool:
    """Does `line` begin a paragraph after the lines `before` of the one above it."""
    last = before[-1]
    size = max(last.size, line.size)
    if abs(last.size - line.size) > _SAME_SIZE * size or last.colour != line.colour:
        return True
    if _ANNEX.match(last.text) or _DOC_NUMBER.match(last.text) or _PRINTED.search(line.text):
        return True
    pitch = line.base - last.base
    if len(before) > 1:
        usual = before[-1].base - before[-2].base
    else:
        usual = area.pitch if abs(size - area.size) <= _SAME_SIZE * size else max(area.pitch, 1.9 * size)
    if pitch > _SPACED_OUT * usual or pitch < 0.4 * size:
        return True
    if has_leaders(last.text) or has_leaders(line.text):
        return True
    centred, next_centred = _is_centred(last, area), _is_centred(line, area)
    if len(before) > 1 and _share_middle(before[-2], last, size) and abs(before[-2].x0 - area.first) > 0.3 * size:
        centred = centred or _is_centred(before[-2], area)
    one_middle = _share_middle(last, line, size)
    next_centred = next_centred or (centred and one_middle and line.x0 - area.left > size)
    if centred and len(before) == 1 and abs(last.x0 - area.first) < 0.3 * size:
        # a first line whose end leaves by chance as much room as its indent
        centred = last.bold != line.bold or abs(line.x0 - area.left) > 0.3 * size
    marked = bool(_MARKER.match(line.text))
    if one_middle and next_centred and not centred and _is_full(last, area) and cjk(last.text[-1]):
        return marked or last.text[-1] in CLOSERS  # a title whose first line is as wide as the text
    if centred and next_centred:
        if (
            line.size <= (1 + _SAME_SIZE) * area.size
            and abs(line.x0 - area.first) < 0.3 * size < last.x0 - line.x0
            and not one_middle
        ):
            return True  # by its indent the first line of a paragraph below a title
        own = marked or bool(_NOTE.match(line.text))
        return own or last.bold != line.bold or bool(_ENDED.search(last.text))
    if centred != next_centred and (centred or not _is_full(last, area) or size < 1.15 * area.size):
        return True
    if last.x0 - area.left > _RIGHT_PART * (area.right - area.left):
        return True
    ended = bool(_ENDED.search(last.text))
    indent = line.x0 - area.left
    room = area.right - last.x1 - opening_width(line)
    if room > _ROOM * size:
        # ragged text: the first line is indented, this one is not, and the sentence goes on
        ragged = before[0].x0 - area.left > _INDENTED * size > abs(indent) + 0.5 * size
        return ended or marked or not ragged or room > _RAGGED * (area.right - area.left)
    if indent <= _INDENTED * size:
        # 责任单位：… on a line of its own closes a point; a page of such lines shows no indent
        labelled, closes = bool(_LABEL.match(line.text)), bool(_LABEL.match(before[0].text))
        return (marked and (ended or closes)) or (labelled and ended)
    if abs(line.x0 - last.x0) > 0.5 * size:
        first = abs(line.x0 - area.first) < 0.3 * size and abs(last.x0 - area.left) < 0.3 * size
        return ended or marked or first
    if len(before) > 1:  # an indented block goes on
        return marked and ended
    return ended or marked or indent < _FIRST_LINE * size


def _share_middle(one: Line, other: Line, size: float) -> bool:
    return abs(one.x0 + one.x1 - other.x0 - other.x1) < 2 * _ONE_MIDDLE * size


def _is_full(line: Line, area: Area) -> bool:
    """Does the line leave less room than one more character and a closing sign need."""
    return area.right - line.x1 < 1.6 * line.size


def _is_centred(line: Line, area: Area) -> bool:
    # titles of covers may be wider than all other text: the page's middle tells
    title = area.width and line.size > _TITLE * area.size and line.x0 > _OUTER * area.width
    if title and abs(line.x0 + line.x1 - area.width) < line.size:
        return True
    left, right = line.x0 - area.left, area.right - line.x1
    if area.width and abs(line.x0 + line.x1 - area.width) < 2 * _ONE_MIDDLE * line.size:
        # the page's middle, where few lines show the margins
        return min(left, max(right, area.width - area.left - line.x1)) > _AWAY * line.size
    even = _EVEN_TITLE if line.size > (1 + _SAME_SIZE) * area.size else _EVEN
    return min(left, right) > _AWAY * line.size and abs(left - right) < even * line.size


def _align(lines: Sequence[Line], area: Area) -> Align:
    if all(_is_centred(line, area) for line in lines):
        return "center"
    first = lines[0]
    if len(lines) > 1 and all(_is_centred(line, area) for line in lines[1:]) and first.size > 1.15 * area.size:
        return "center"
    return "right" if first.x0 - area.left > _RIGHT_PART * (area.right - area.left) else "left"


def style(lines: Sequence[Line], align: Align) -> Style:
    """How these lines are printed; what holds for most of their characters."""
    bold = 2 * sum(len(line.glyphs) for line in lines if line.bold) > sum(len(line.glyphs) for line in lines)
    return Style(size=round(median(line.size for line in lines), 1), bold=bold, align=align, colour=lines[0].colour)


def make_paragraph(found: Group, frame: Frame, page: int, *, boxed: int | None, cut: bool) -> Paragraph:
    """The `Paragraph` of a group. `cut`: it is the last of its page or column."""
    box = round_box(frame.to_page(union(line.box for line in found.lines)))
    return Paragraph(
        text=join_lines(line.text for line in found.lines),
        origins=(Origin(page=page, bbox=box),),
        style=style(found.lines, found.align),
        boxed=boxed,
        cut=cut and found.full and found.align == "left",
    )

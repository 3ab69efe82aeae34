"""Pictures on pages of text that may hold words: a table pasted as a picture, a letterhead. They are told, not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from policyparse.extractors.pdf_page import Frame, PageContent, area, overlap, round_box
from policyparse.origin import Box, Origin
from policyparse.problems import Problem

_MM = 72 / 25.4
#: A picture with words has at least this area and this shorter side, in points: 8 cm², 8 mm.
_LEAST_AREA, _LEAST_SIDE = 800 * _MM * _MM, 8 * _MM
#: Pictures about as high as wide and up to this side are seals (42 to 45 mm by GB/T 9704), codes and emblems.
_SEAL, _SQUARE = 50 * _MM, 1.2
#: A picture with so many characters of the page on it is the paper under them.
_UNDER = 10
#: Strips of one picture touch within this, in points.
_TOUCH = 2.0
#: A picture at one place of so many pages is their furniture.
_FURNITURE = 3
#: So many pages are told one by one; more are counted.
_LISTED = 20


def pictures_beside_text(content: PageContent) -> tuple[Box, ...]:
    """The pictures of a page that may hold words, as boxes of the page from top to bottom."""
    page = (0.0, 0.0, content.width, content.height)
    inside = (overlap(page, box) for box in content.drawing.pictures)
    large = [box for box in _whole(box for box in inside if box[0] < box[2] and box[1] < box[3]) if _has_room(box)]
    if not large:
        return ()
    frames = {turn: Frame(width=content.width, height=content.height, turn=turn) for turn in (0, 90, 180, 270)}
    places = [frames[g.face.turn].to_page((*g.middle, *g.middle))[:2] for g in content.glyphs if g.text != " "]
    found = []
    for box in large:
        over = sum(box[0] < x < box[2] and box[1] < y < box[3] for x, y in places)
        if over < _UNDER:
            found.append(box)
    return tuple(sorted(found, key=lambda box: (box[1], box[0])))


def _has_room(box: Box) -> bool:
    wide, high = box[2] - box[0], box[3] - box[1]
    square = max(wide, high) <= min(_SEAL, _SQUARE * min(wide, high))
    return area(box) >= _LEAST_AREA and min(wide, high) >= _LEAST_SIDE and not square


def _whole(boxes: Iterable[Box]) -> list[Box]:
    """Pictures that programs cut into strips, put together again."""
    found: list[Box] = []
    for box in sorted(boxes, key=lambda b: (round(b[0]), b[1])):
        last = found[-1] if found else None
        if last and max(abs(last[0] - box[0]), abs(last[2] - box[2]), abs(last[3] - box[1])) < _TOUCH:
            found[-1] = (min(last[0], box[0]), last[1], max(last[2], box[2]), max(last[3], box[3]))
        else:
            found.append(box)
    return found


def report_pictures(pages: Mapping[int, tuple[Box, ...]], always: str) -> list[Problem]:
    """`picture-not-read` for each page. `pages`: the pictures by page; `always`: what reads them."""
    places = Counter(_place(box) for boxes in pages.values() for box in set(boxes))
    problems: list[Problem] = []
    more = 0
    for number, boxes in sorted(pages.items()):
        own = [box for box in boxes if places[_place(box)] < _FURNITURE]
        if not own:
            continue
        if len(problems) == _LISTED:
            more += 1
            continue
        told = "a picture" if len(own) == 1 else f"{len(own)} pictures"
        sources = tuple(Origin(page=number, bbox=round_box(box)) for box in own[:_LISTED])
        message = f"page {number} holds {told} beside its text; words in it were not read ({always})"
        problems.append(Problem(code="picture-not-read", message=message, source=sources))
    if more:
        problems.append(Problem(code="picture-not-read", message=f"{more} more pages hold pictures beside their text"))
    return problems


def _place(box: Box) -> tuple[int, ...]:
    return tuple(round(value / 2) for value in box)

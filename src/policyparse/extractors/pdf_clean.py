"""Characters that are printed but are no text of the document: doubled, hidden, watermark, stamp."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from policyparse.document import SetAside
from policyparse.extractors.pdf_page import Face, Frame, Glyph, PageContent, round_box, union
from policyparse.origin import Box, Origin

#: Text that leaves its axis by more than this is slanted on purpose; scans are skewed by 1 or 2 degrees.
_TILTED = 5.0
#: Fake bold moves the second print by up to a fifteenth of the size; "ll" is a quarter apart.
_DOUBLE_OF_SIZE = 0.12
_DOUBLE_OF_ADVANCE = 0.35
#: A watermark is pale or lets the text shine through, and is large or stands over other text.
_PALE = 0.55
_CLEAR = 0.75
_LARGE = 1.8
#: Large text over other text is no text of the document whatever its colour.
_HUGE = 2.5
#: This part of a face's characters must stand over others before all of them are a watermark.
_OVER = 0.3
#: A stamp's ring has letters at this many different angles at least.
_RING = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """`kept` in the order of the page's content; `aside` one entry for each reason."""

    kept: list[Glyph]
    aside: tuple[SetAside, ...]


def clean(content: PageContent) -> Cleaned:
    """Set aside what a reader does not read. Each character is kept or set aside, blanks may go."""
    aside: dict[str, list[Glyph]] = defaultdict(list)
    kept: list[Glyph] = []
    tilted: list[Glyph] = []
    invisible: list[Glyph] = []
    width, height = content.width, content.height
    for glyph in content.glyphs:
        face = glyph.face
        if face.mark == "clipped" or not _on_page(glyph, width, height):
            aside["hidden-text"].append(glyph)
        elif face.mark == "watermark":
            aside["watermark"].append(glyph)
        elif abs(face.tilt) > _TILTED:
            tilted.append(glyph)
        elif face.hidden:
            invisible.append(glyph)
        else:
            kept.append(glyph)
    dark = [glyph for glyph in tilted if not _is_pale(glyph.face)]
    if len(dark) > len(kept) + len(invisible):  # the whole page is drawn at an angle
        kept, tilted = [*kept, *dark], [glyph for glyph in tilted if _is_pale(glyph.face)]
    if tilted:
        kept = _slanted(tilted, kept, aside, content)
    if invisible:
        kept = _unseen(invisible, kept, aside, content)
    kept = _watermarks(kept, aside)
    kept = _doubles(kept, aside)
    return Cleaned(kept=kept, aside=tuple(_entry(reason, glyphs, content) for reason, glyphs in aside.items()))


def set_aside(reason: str, glyphs: Sequence[Glyph], content: PageContent) -> SetAside:
    """One entry for these characters, with the box that holds them."""
    return _entry(reason, glyphs, content)


def page_box(glyphs: Iterable[Glyph], width: float, height: float) -> Box:
    """The box of glyphs of any turn, on the page."""
    return round_box(union(Frame(width=width, height=height, turn=g.face.turn).to_page(g.box) for g in glyphs))


def _entry(reason: str, glyphs: Sequence[Glyph], content: PageContent) -> SetAside:
    text = "".join(g.text for g in glyphs if g.text != " ")
    printed = [g for g in glyphs if g.text != " "] or list(glyphs)
    box = page_box(printed, content.width, content.height)
    return SetAside(text=text, reason=reason, origin=Origin(page=content.number, bbox=box))


def _on_page(glyph: Glyph, width: float, height: float) -> bool:
    x, y = glyph.middle
    across, down = (height, width) if glyph.face.turn in (90, 270) else (width, height)
    return -1 <= x <= across + 1 and -1 <= y <= down + 1


def _slanted(
    tilted: list[Glyph], kept: list[Glyph], aside: dict[str, list[Glyph]], content: PageContent
) -> list[Glyph]:
    """Red letters at many angles are a stamp, and so are red letters within their ring; the rest is a watermark."""
    ring = [g for g in tilted if _is_red(g.face)]
    if len({round(g.face.tilt + g.face.turn) for g in ring}) < _RING:
        ring = []
    marked = set(map(id, ring))
    aside["watermark"].extend(g for g in tilted if id(g) not in marked)
    if not aside["watermark"]:
        del aside["watermark"]
    if not ring:
        return kept
    x0, y0, x1, y1 = page_box(ring, content.width, content.height)
    room = max(glyph.face.size for glyph in ring)  # letters of the ring that stand upright reach out of the others' box
    x0, y0, x1, y1 = x0 - room, y0 - room, x1 + room, y1 + room
    rest: list[Glyph] = []
    for glyph in kept:
        box = page_box((glyph,), content.width, content.height)
        inside = x0 <= box[0] and box[2] <= x1 and y0 <= box[1] and box[3] <= y1
        (ring if inside and _is_red(glyph.face) else rest).append(glyph)
    aside["stamp"].extend(ring)
    return rest


def _is_pale(face: Face) -> bool:
    return face.shade > _PALE or face.opacity < _CLEAR


def _is_red(face: Face) -> bool:
    if not face.colour:
        return False
    red, green, blue = (int(face.colour[i : i + 2], 16) for i in (1, 3, 5))
    return red > 150 and green < red / 2 and blue < red / 2


class _Places:
    """Where glyphs are, for finding those near a point in the same frame."""

    STEP = 12.0

    def __init__(self, glyphs: Iterable[Glyph]) -> None:
        self.cells: dict[tuple[int, int, int], list[Glyph]] = defaultdict(list)
        for glyph in glyphs:
            x, y = glyph.middle
            self.cells[glyph.face.turn, int(x / self.STEP), int(y / self.STEP)].append(glyph)

    def over(self, glyph: Glyph) -> bool:
        """Does another character's middle lie within this character's box, or the other way round."""
        x0, y0, x1, y1 = glyph.box
        x, y = glyph.middle
        step, turn = self.STEP, glyph.face.turn
        for column in range(int((x0 - step) / step), int((x1 + step) / step) + 1):
            for row in range(int((y0 - step) / step), int((y1 + step) / step) + 1):
                for other in self.cells.get((turn, column, row), ()):
                    if other is glyph:
                        continue
                    ox, oy = other.middle
                    o0, p0, o1, p1 = other.box
                    if (x0 < ox < x1 and y0 < oy < y1) or (o0 < x < o1 and p0 < y < p1):
                        return True
        return False


def _unseen(
    invisible: list[Glyph], kept: list[Glyph], aside: dict[str, list[Glyph]], content: PageContent
) -> list[Glyph]:
    """Invisible characters over a picture are its text, and kept; under visible ones, or on bare paper, they are hidden.

    Where most of the page is invisible it is kept: the picture may be drawn in another way.
    """
    places = _Places(kept)
    most = sum(g.text != " " for g in invisible) > sum(g.text != " " for g in kept)
    shown: list[Glyph] = []
    for glyph in invisible:
        if glyph.text != " " and (places.over(glyph) or not (most or _on_picture(glyph, content))):
            aside["hidden-text"].append(glyph)
        else:
            shown.append(glyph)
    return [*kept, *shown]


def _on_picture(glyph: Glyph, content: PageContent) -> bool:
    x, y = Frame(width=content.width, height=content.height, turn=glyph.face.turn).to_page(
        (*glyph.middle, *glyph.middle)
    )[:2]
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in content.drawing.pictures)


def _watermarks(kept: list[Glyph], aside: dict[str, list[Glyph]]) -> list[Glyph]:
    """Pale or very large characters that stand over others."""
    faces = {g.face for g in kept}
    if len(faces) < 2:
        return kept
    usual = median(g.face.size for g in kept)
    suspects = {f for f in faces if _is_pale(f) or f.size > _HUGE * usual}
    if not suspects or len(suspects) == len(faces):
        return kept
    text = [g for g in kept if g.face not in suspects and g.text != " "]
    places = _Places(text)
    found: set[Face] = set()
    for face in suspects:
        own = [g for g in kept if g.face == face and g.text != " "]
        over = sum(map(places.over, own))
        if (own and over >= _OVER * len(own)) or (over and _is_pale(face) and face.size > _LARGE * usual):
            found.add(face)
    if not found:
        return kept
    aside["watermark"].extend(g for g in kept if g.face in found and g.text != " ")
    return [g for g in kept if g.face not in found]


def _doubles(kept: list[Glyph], aside: dict[str, list[Glyph]]) -> list[Glyph]:
    """A character printed again at nearly the same place is bold print; one stays."""
    step = 8.0
    seen: dict[tuple[str, int, int, int], list[int]] = {}
    result: list[Glyph] = []
    doubles: list[Glyph] = []
    for glyph in kept:
        text, x0, x1, base, face, _ = glyph
        if text == " ":
            result.append(glyph)
            continue
        near_x = min(_DOUBLE_OF_ADVANCE * (x1 - x0), _DOUBLE_OF_SIZE * face.size + 0.3)
        near_y = _DOUBLE_OF_SIZE * face.size
        column, row, turn = int(x0 / step), int(base / step), face.turn
        twin = -1
        for c in {int((x0 - near_x) / step), column, int((x0 + near_x) / step)}:
            for r in {int((base - near_y) / step), row, int((base + near_y) / step)}:
                for place in seen.get((text, turn, c, r), ()):
                    other = result[place]
                    if abs(other.x0 - x0) <= near_x and abs(other.base - base) <= near_y:
                        twin = place
        if twin < 0:
            seen.setdefault((text, turn, column, row), []).append(len(result))
            result.append(glyph)
        else:
            doubles.append(glyph)
            if not result[twin].face.bold:
                result[twin] = result[twin]._replace(face=result[twin].face._replace(bold=True))
    if doubles:
        aside["duplicate-print"].extend(doubles)
    return result

"""A page taken apart: ruled tables and boxes with their characters, rows of running text, what was set aside.

Nothing here needs other pages; `pdf_layout` makes blocks of it when the pages around are known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from policyparse.document import SetAside
from policyparse.extractors.pdf_clean import clean
from policyparse.extractors.pdf_furniture import EdgeLine, edge_lines
from policyparse.extractors.pdf_lattice import Lattice, build
from policyparse.extractors.pdf_page import Frame, Glyph, PageContent, Rule, area, overlap
from policyparse.extractors.pdf_pictures import pictures_beside_text
from policyparse.extractors.pdf_rows import Row, make_rows
from policyparse.extractors.pdf_ruled import OPEN_SLACK, Filled, fill, foreign_lines, spilled
from policyparse.extractors.pdf_rules import OUTER_COLUMN, SMALL_BOX, Skeleton, gather
from policyparse.extractors.pdf_shades import PAGE_BORDER, find_shades, shaded_boxes
from policyparse.extractors.pdf_spans import with_columns
from policyparse.extractors.pdf_turns import main_turn, moved, sideways_rows, turn_within
from policyparse.extractors.pdf_unruled import with_rows
from policyparse.origin import Box

#: So many columns between vertical rules alone are a row, even where most are empty …
_OPEN_COLUMNS = 4
#: … and fewer are the rest of a row at the top of a page: in this part of it, and not higher than this, in points.
_OPEN_TOP, _OPEN_REST = 0.2, 120.0
#: Beside the outermost of such rules text belongs to the row within this distance, in points: half a landscape page.
_OPEN_REACH = 500.0
#: More drawn grids than this on one page are a drawing; the largest are kept.
_MOST_GRIDS = 200

#: A file that prints blanks as characters has at least this part of them; a stray one says nothing.
_SPACED = 0.01
#: A grid of few cells with text in one only is a box: its lines are paragraphs. In a narrower cell than this part of
#: the grid they are the rest of a row.
_FEW_CELLS, _BOX_LINES, _BOX_WIDTH = 6, 4, 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """A ruled table or (one column) a box, in `frame`; `box` is its place in the frame of the page's text."""

    filled: Filled
    frame: Frame
    box: Box

    @property
    def is_box(self) -> bool:
        lattice = self.filled.lattice
        if len(lattice.xs) == 2:
            return True
        if len(lattice.areas) > _FEW_CELLS or self.filled.foreign:
            return False
        filled = [number for number, cell in enumerate(self.filled.glyphs) if cell]
        if len(filled) != 1 or len({round(g.base) for g in self.filled.glyphs[filled[0]]}) < _BOX_LINES:
            return False
        x0, _, x1, _ = lattice.area_box(lattice.areas[filled[0]])
        return x1 - x0 > _BOX_WIDTH * (lattice.xs[-1] - lattice.xs[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """The running text that is printed at one angle: rows in `frame`, and those of them that may be furniture."""

    frame: Frame
    rows: tuple[Row, ...]
    edges: tuple[EdgeLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One page. `layers`: the first is that of most of its text; loose rules are in its frame.

    `bands`: the edges of rows that are told by their background. `spaced`: blanks are printed as characters. `picture`: the part
    of the page that pictures cover. `pictures`: those that may hold words, on the page.
    """

    number: int
    width: float
    height: float
    rotation: int
    spaced: bool
    ruled: tuple[Ruled, ...]
    layers: tuple[Layer, ...]
    loose: tuple[Rule, ...]
    bands: tuple[Rule, ...]
    aside: tuple[SetAside, ...]
    size: float
    characters: int
    invisible: int
    unmapped: int
    picture: float
    limited: bool
    pictures: tuple[Box, ...] = ()

    @property
    def frame(self) -> Frame:
        """The frame in which most of the page's text reads."""
        return self.layers[0].frame

    def edges(self, turn: int) -> tuple[EdgeLine, ...]:
        """The edge lines of the layer of this turn."""
        return next((layer.edges for layer in self.layers if layer.frame.turn == turn), ())


def prepare_all(pages: Iterable[PageContent]) -> Iterator[Draft]:
    """Take pages apart in their order; a page in doubt reads at the angle of the page of its size before."""
    turns: dict[tuple[int, int], int] = {}
    for content in pages:
        size = (round(content.width), round(content.height))
        draft = prepare(content, turns.get(size))
        turns[size] = draft.frame.turn
        yield draft


def prepare(content: PageContent, known: int | None = None) -> Draft:
    """Take the page apart. `known`: the turn at which the page before reads, where it has the same size."""
    cleaned = clean(content)
    glyphs = cleaned.kept
    frames = {turn: Frame(width=content.width, height=content.height, turn=turn) for turn in (0, 90, 180, 270)}
    spaced = sum(g.text == " " for g in glyphs) > _SPACED * len(glyphs)
    by_turn: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        by_turn[glyph.face.turn].append(glyph)
    main = main_turn(by_turn, frames, known)
    drawing = frames[main].drawing(content.drawing)
    rules = gather(drawing)
    shades = find_shades(drawing.fills, [s.box for s in rules.skeletons], by_turn[main], spaced)
    skeletons = [*rules.skeletons, *shades.grids, *sideways_rows(rules.loose, by_turn, frames, main)]
    lattices = _lattices(skeletons, by_turn, frames, main, content)
    taken = [*shades.areas, *(frames[main].of_page(f.to_page(lattice.box)) for lattice, f in lattices)]
    boxes = shaded_boxes(drawing.fills, taken, by_turn[main], spaced, content.width * content.height)
    lattices.extend((lattice, frames[main]) for lattice in boxes)
    ruled = _fill_all(lattices, by_turn, frames, main, spaced)
    others = sorted(turn for turn, own in by_turn.items() if turn != main and own)
    return Draft(
        number=content.number,
        width=content.width,
        height=content.height,
        rotation=content.rotation,
        spaced=spaced,
        ruled=tuple(ruled),
        layers=tuple(_layer(by_turn[turn], frames[turn], spaced) for turn in (main, *others)),
        loose=rules.loose,
        bands=shades.rules,
        aside=cleaned.aside,
        size=_usual_size(glyphs),
        characters=content.characters,
        invisible=sum(1 for g in glyphs if g.face.hidden and g.text != " "),
        unmapped=content.unmapped,
        picture=picture_part(content),
        limited=content.limited or content.drawing.limited,
        pictures=pictures_beside_text(content),
    )


def _usual_size(glyphs: Sequence[Glyph]) -> float:
    sizes = Counter(g.face.size for g in glyphs if g.text != " ")
    return sizes.most_common(1)[0][0] if sizes else 10.5


def _layer(glyphs: Sequence[Glyph], frame: Frame, spaced: bool) -> Layer:
    rows = make_rows(glyphs, spaced)
    edges = edge_lines([row.line for row in rows], [len(row.pieces) for row in rows], frame.size[1])
    return Layer(frame=frame, rows=tuple(rows), edges=edges)


def picture_part(content: PageContent) -> float:
    """The part of the page under pictures. Overlaps count twice, which does no harm."""
    page = (0.0, 0.0, content.width, content.height)
    covered = sum(area(overlap(page, box)) for box in content.drawing.pictures)
    return min(1.0, covered / max(1.0, content.width * content.height))


def _lattices(
    skeletons: Iterable[Skeleton],
    by_turn: dict[int, list[Glyph]],
    frames: dict[int, Frame],
    main: int,
    content: PageContent,
) -> list[tuple[Lattice, Frame]]:
    """The grids of the page that hold text, the smallest first; boxes inside tables are left out.

    `skeletons` are in the frame of the turn `main`; each grid is in the frame in which its text reads.
    """
    found: list[tuple[Lattice, Frame, Box]] = []
    whole = content.width * content.height
    for skeleton in sorted(skeletons, key=lambda s: -area(s.box))[:_MOST_GRIDS]:
        box = frames[main].to_page(skeleton.box)
        if min(box[2] - box[0], box[3] - box[1]) < SMALL_BOX / 2:
            continue
        frame = frames[turn_within(skeleton, by_turn, frames, main)]
        x0, y0, x1, y1 = frame.of_page(box)
        closed = skeleton.across and skeleton.down
        reach = _OPEN_REACH if not closed else OUTER_COLUMN if skeleton.open_ends == 2 else OPEN_SLACK
        middles = (g.middle for g in by_turn[frame.turn] if g.text != " ")
        points = [(x, y) for x, y in middles if x0 - reach <= x <= x1 + reach and y0 <= y <= y1]
        for turn in [t for t in by_turn if t != frame.turn]:
            foreign = (moved(g.middle, frames[turn], frame) for g in by_turn[turn] if g.text != " ")
            points.extend((x, y) for x, y in foreign if x0 <= x <= x1 and y0 <= y <= y1)
        if not points:
            continue
        turned = skeleton.moved(frames[main], frame)
        lattice = build(turned, points)
        if lattice is None or not (turned.across or _is_open_row(lattice, points, frame.size[1])):
            continue
        place = frame.to_page(lattice.box)
        single = len(lattice.xs) == 2
        if single and (area(place) > PAGE_BORDER * whole or min(place[2] - place[0], place[3] - place[1]) < SMALL_BOX):
            continue
        found.append((lattice, frame, place))
    found.sort(key=lambda f: area(f[2]))
    kept: list[tuple[Lattice, Frame]] = []
    for index, (lattice, frame, place) in enumerate(found):
        outer = [other for other, _, around in found[index + 1 :] if area(overlap(place, around)) > 0.95 * area(place)]
        if len(lattice.xs) == 2 and any(len(other.xs) > 2 for other in outer):
            continue
        kept.append((lattice, frame))
    return kept


def _is_open_row(lattice: Lattice, points: Sequence[tuple[float, float]], height: float) -> bool:
    """Vertical rules alone make a row where they are many, or where most of the places between them hold text.

    At the top of a page fewer are the rest of a row from the page before. `height` is that of the page.
    """
    columns = len(lattice.xs) - 1
    filled = {lattice.area_at(x, y, OPEN_SLACK) for x, y in points} - {None}
    top, bottom = lattice.ys[0], lattice.ys[-1]
    rest = top < _OPEN_TOP * height and bottom - top < _OPEN_REST
    return columns >= _OPEN_COLUMNS or len(filled) > columns / 2 or (rest and bool(filled))


def _fill_all(
    lattices: Sequence[tuple[Lattice, Frame]],
    by_turn: dict[int, list[Glyph]],
    frames: dict[int, Frame],
    main: int,
    spaced: bool,
) -> list[Ruled]:
    """Give each grid its characters, and take them out of `by_turn`."""
    result: list[Ruled] = []
    for lattice, frame in lattices:
        cells, rest_of_page = fill(lattice, by_turn[frame.turn])
        for divide in (with_columns, with_rows):
            divided = divide(lattice, cells)
            if divided is not lattice:
                lattice = divided
                cells, rest_of_page = fill(lattice, by_turn[frame.turn])
        by_turn[frame.turn] = spilled(lattice, cells, rest_of_page)
        foreign: dict[int, list[tuple[str, Box]]] = defaultdict(list)
        for turn in [t for t, own in by_turn.items() if t != frame.turn and own]:
            rest: list[Glyph] = []
            for text, box, glyphs in foreign_lines(by_turn[turn], frame, spaced):
                x0, y0, x1, y1 = frame.of_page(box)
                number = lattice.area_at((x0 + x1) / 2, (y0 + y1) / 2)
                if number is None:
                    rest.extend(glyphs)
                else:
                    foreign[number].append((text, box))
            by_turn[turn] = rest
        filled = Filled(
            lattice=lattice,
            glyphs=tuple(tuple(cell) for cell in cells),
            foreign={number: tuple(lines) for number, lines in foreign.items()},
        )
        if filled.characters:
            place = frames[main].of_page(frame.to_page(lattice.box))
            result.append(Ruled(filled=filled, frame=frame, box=place))
    return sorted(result, key=lambda r: (r.box[1], r.box[0]))

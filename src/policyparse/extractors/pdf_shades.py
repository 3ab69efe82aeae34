"""Coloured areas without rules: grids of filled cells, rows told by their background, boxes around running text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policyparse.extractors.pdf_lattice import Area, Lattice
from policyparse.extractors.pdf_page import Glyph, Rule, area, overlap, union
from policyparse.extractors.pdf_rows import make_rows
from policyparse.extractors.pdf_rules import SMALL_BOX, Skeleton, connect, join_pieces
from policyparse.origin import Box

#: A frame around most of the page is its border and says nothing.
PAGE_BORDER = 0.72
#: A shaded box covers at least this part of the page, and this part of its rows is running text.
_LEAST_SHADE, _PROSE = 0.01, 0.7
#: Areas of one row begin and end within this distance, in points.
_SAME_EDGE = 1.5
#: Rows of one table begin and end within this distance, in points …
_SAME_END = 8.0
#: … and are at least this wide.
_LEAST_WIDTH = 100.0
#: The only band of a table, the background of its names, holds at least so many texts.
_NAMES = 3
#: More areas or bands than this are a drawing; so many rows of areas back the cells of one row are looked for.
_MOST_AREAS, _MOST_BANDS, _NEAR_ROWS = 5000, 300, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Shades:
    """`grids`: cells that are all filled. `rules`: edges of the bands of tables where other rows are not filled.

    `areas`: the bands themselves. All in the frame of the fills.
    """

    grids: tuple[Skeleton, ...]
    rules: tuple[Rule, ...]
    areas: tuple[Box, ...]


def find_shades(fills: Iterable[Box], ruled: Sequence[Box], glyphs: Sequence[Glyph], spaced: bool) -> Shades:
    """What areas outside the `ruled` grids say of rows and columns. All are in one frame."""
    free = [f for f in _distinct(fills) if not any(_covers(box, f) for box in ruled)]
    bands = _bands(free, glyphs, spaced)
    grids: tuple[Skeleton, ...] = ()
    within = [f for f in free if any(_covers(band, f) for band in bands)]
    others = [f for f in free if f not in within]
    if len(others) > 1:
        edges_down = [Rule(x, f[1], f[3], 0.0) for f in others for x in (f[0], f[2])]
        shaded, _, _ = connect(join_pieces(_edges(others)), join_pieces(edges_down))
        # single areas are backgrounds; two columns and two rows of them are cells
        grids = tuple(s for s in shaded if len(s.across) >= 3 and len(s.down) >= 3)
    return Shades(grids=grids, rules=tuple(join_pieces(_edges(within))), areas=tuple(within))


def _edges(areas: Iterable[Box]) -> list[Rule]:
    return [Rule(y, f[0], f[2], 0.0) for f in areas for y in (f[1], f[3])]


def _bands(free: Sequence[Box], glyphs: Sequence[Glyph], spaced: bool) -> list[Box]:
    """The rows of filled cells of tables that have rows without a background too."""
    if len(free) > _MOST_AREAS:
        return []
    rows: list[list[Box]] = []
    for box in sorted(free, key=lambda b: (b[1], b[3], b[0])):
        same = [
            r for r in rows[-_NEAR_ROWS:] if abs(r[0][1] - box[1]) < _SAME_EDGE and abs(r[0][3] - box[3]) < _SAME_EDGE
        ]
        if same:
            same[-1].append(box)
        else:
            rows.append([box])
    bands = sorted((b for b in map(union, rows) if b[2] - b[0] >= _LEAST_WIDTH), key=lambda b: b[1])
    if len(bands) > _MOST_BANDS:
        return []
    tables: list[list[tuple[Box, int]]] = []
    for band in bands:
        inside = [g for g in glyphs if band[0] <= g.middle[0] <= band[2] and band[1] <= g.middle[1] <= band[3]]
        texts = max((len(row.pieces) for row in make_rows(inside, spaced)), default=0)
        for table in tables:
            first = table[0][0]
            if abs(first[0] - band[0]) < _SAME_END and abs(first[2] - band[2]) < _SAME_END:
                table.append((band, texts))
                break
        else:
            tables.append([(band, texts)])
    return [band for table in tables if _is_striped(table, glyphs) for band, _ in table]


def _is_striped(table: Sequence[tuple[Box, int]], glyphs: Sequence[Glyph]) -> bool:
    """Do texts of a table stand in these bands, and others between or below them without a background."""
    if len(table) == 1:
        return table[0][1] >= _NAMES
    several = [texts > 1 for _, texts in table]
    if sum(several) < 2 or 2 * sum(several) < len(several):
        return False
    filled = sorted((band[1], band[3]) for band, _ in table)
    left, right = table[0][0][0], table[0][0][2]
    reach = filled[0][1]
    for top, bottom in filled[1:]:
        if top - reach > SMALL_BOX / 2 and any(
            left <= x <= right and reach < y < top for x, y in (g.middle for g in glyphs)
        ):
            return True
        reach = max(reach, bottom)
    return False


def shaded_boxes(
    fills: Iterable[Box], taken: Sequence[Box], glyphs: Sequence[Glyph], spaced: bool, whole: float
) -> list[Lattice]:
    """Areas behind several lines of running text are boxes, as long as they meet nothing of `taken`.

    `whole`: the page's area. All are in the frame of the glyphs.
    """
    found: list[Box] = []
    for box in _joined(fills):
        if not _LEAST_SHADE * whole < area(box) < PAGE_BORDER * whole:
            continue
        if any(area(overlap(box, other)) > 0 for other in (*taken, *found)):
            continue
        inside = [g for g in glyphs if box[0] < g.middle[0] < box[2] and box[1] < g.middle[1] < box[3]]
        rows = make_rows(inside, spaced)
        if len(rows) > 1 and sum(len(row.pieces) == 1 for row in rows) >= _PROSE * len(rows):
            found.append(box)
    whole_box = (Area(row=0, col=0, row_span=1, col_span=1),)
    return [Lattice(xs=(b[0], b[2]), ys=(b[1], b[3]), areas=whole_box, owners=((0,),)) for b in found]


def _joined(fills: Iterable[Box]) -> list[Box]:
    """Areas of one width that touch one below the other: office programs shade line by line. The largest first."""
    joined: list[Box] = []
    for box in sorted(set(fills), key=lambda b: (round(b[0]), round(b[2]), b[1])):
        last = joined[-1] if joined else None
        if last and abs(last[0] - box[0]) < 2 and abs(last[2] - box[2]) < 2 and box[1] - last[3] < 2:
            joined[-1] = (last[0], last[1], last[2], max(last[3], box[3]))
        else:
            joined.append(box)
    return sorted(joined, key=lambda b: -area(b))


def _covers(outer: Box, inner: Box) -> bool:
    """Do the boxes share more than an edge."""
    x0, y0, x1, y1 = overlap(outer, inner)
    return x1 - x0 > 2 and y1 - y0 > 2


def _distinct(fills: Iterable[Box]) -> list[Box]:
    found: dict[tuple[int, ...], Box] = {}
    for box in fills:
        if box[2] - box[0] >= SMALL_BOX / 2 and box[3] - box[1] >= SMALL_BOX / 2:
            found.setdefault(tuple(round(v) for v in box), box)
    return list(found.values())

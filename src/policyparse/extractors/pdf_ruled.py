"""Ruled tables: the characters of a lattice go to its cells, frames of one cell are told from tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median

from policyparse.document import Cell, Table
from policyparse.extractors.pdf_cells import cell_lines, cell_text, closed_up, margin, room_behind, room_below
from policyparse.extractors.pdf_lattice import Lattice
from policyparse.extractors.pdf_lines import CLOSERS, Line, make_line, split_pieces, strips
from policyparse.extractors.pdf_page import Frame, Glyph, round_box
from policyparse.origin import Box, Origin

#: A border that leaves more than this part of a character on both sides cuts it: the text runs over the border.
_CUT = 0.2
#: Characters of text that runs over a border follow each other within this many ems.
_RUN_GAP = 0.35
#: Characters of different text objects are one text when they touch within this, in ems.
_TOUCHING = 0.12
#: Text that begins this near to its cell's left border (points) was set to the left and runs over to the right.
_NEAR_BORDER = 9.0
#: Text drawn at another angle is cut at gaps wider than this (in ems): the names of two tables may share a line.
_FOREIGN_GAP = 2.5
#: Lines that run out of a cell below the table follow at the distance of its lines, but for this part of it.
_PITCH = 0.05
#: Outside an open side, characters this far (in points) still belong to the table.
OPEN_SLACK = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A lattice with the glyphs of each area. `foreign` are lines drawn at another angle, by area, as text."""

    lattice: Lattice
    glyphs: tuple[tuple[Glyph, ...], ...]
    foreign: dict[int, tuple[tuple[str, Box], ...]]

    @property
    def characters(self) -> int:
        own = sum(1 for cell in self.glyphs for g in cell if g.text != " ")
        return own + sum(1 for lines in self.foreign.values() for text, _ in lines for c in text if not c.isspace())


def fill(lattice: Lattice, glyphs: Iterable[Glyph]) -> tuple[list[list[Glyph]], list[Glyph]]:
    """The glyphs (of the lattice's turn) by area, and those outside it."""
    cells: list[list[Glyph]] = [[] for _ in lattice.areas]
    outside: list[Glyph] = []
    left, top, right, bottom = lattice.box
    left, right = left - OPEN_SLACK, right + OPEN_SLACK
    cut: list[tuple[int, Glyph]] = []
    last: Glyph | None = None
    last_number = -1
    for glyph in glyphs:
        x, y = glyph.middle
        number = lattice.area_at(x, y, OPEN_SLACK) if left <= x <= right and top <= y <= bottom else None
        if number is None and last is not None and _hangs(last, glyph, lattice.xs[-1]):
            number = last_number
        if number is None:
            outside.append(glyph)
            continue
        cells[number].append(glyph)
        area = lattice.areas[number]
        room = _CUT * (glyph.x1 - glyph.x0)
        over_left = glyph.x0 + room < lattice.xs[area.col] and area.col > 0
        over_right = (
            glyph.x1 - room > lattice.xs[area.col + area.col_span] and area.col + area.col_span < len(lattice.xs) - 1
        )
        # one text object that goes on in the next cell without a gap was cut by the border between two characters
        goes_on = last is not None and last_number != number and _follows(last, glyph)
        if (over_left or over_right or goes_on) and glyph.text != " ":
            cut.append((number, glyph))
        last, last_number = glyph, number
    for number, glyph in cut:
        _run_over(lattice, cells, number, glyph)
    return cells, outside


def _hangs(before: Glyph, glyph: Glyph, border: float) -> bool:
    """Is this the closing mark of a line that reaches the table's right border: it hangs over it."""
    size = glyph.face.size
    touches = abs(glyph.x0 - before.x1) < _TOUCHING * size and abs(glyph.base - before.base) < _TOUCHING * size
    return glyph.text in CLOSERS and touches and before.x1 < border + size / 4 and glyph.x0 < border + size / 4


def _follows(before: Glyph, glyph: Glyph) -> bool:
    """Do two characters of one text object stand side by side."""
    near = _RUN_GAP * glyph.face.size
    return before.run == glyph.run and before.base == glyph.base and abs(glyph.x0 - before.x1) < near


def _one_text(before: Glyph, glyph: Glyph, near: float) -> bool:
    """Do two characters of one line follow each other in one text.

    A closing mark may hang over the border of its cell: then another text object follows it, or stands under it.
    """
    gap = glyph.x0 - before.x1
    if before.run == glyph.run:
        return gap < near
    return abs(gap) < _TOUCHING * glyph.face.size and before.text not in CLOSERS


def _run_over(lattice: Lattice, cells: list[list[Glyph]], number: int, cut: Glyph) -> None:
    """Text that a border cuts belongs to one cell as a whole: where it begins at the border, else where most of it is."""
    row = lattice.row_at(cut.middle[1])
    owner = {id(g): n for n in set(lattice.owners[row]) for g in cells[n]}
    level = 0.2 * cut.face.size
    same = sorted(
        (g for n in set(lattice.owners[row]) for g in cells[n] if g.text != " " and abs(g.base - cut.base) < level),
        key=lambda g: g.x0,
    )
    place = next((i for i, g in enumerate(same) if g is cut), None)
    if place is None:  # it went to another row with the run of another cut character
        return
    start = end = place
    near = _RUN_GAP * cut.face.size
    while start > 0 and _one_text(same[start - 1], same[start], near):
        start -= 1
    while end + 1 < len(same) and _one_text(same[end], same[end + 1], near):
        end += 1
    run = same[start : end + 1]
    counts = Counter(owner[id(g)] for g in run)
    home = owner[id(run[0])]
    if run[0].x0 - lattice.xs[lattice.areas[home].col] > _NEAR_BORDER:
        home = counts.most_common(1)[0][0]
    moved = {id(g) for g in run}
    for away in counts:
        if away != home:
            cells[home].extend(g for g in cells[away] if id(g) in moved)
            cells[away] = [g for g in cells[away] if id(g) not in moved]


def spilled(lattice: Lattice, cells: list[list[Glyph]], outside: list[Glyph]) -> list[Glyph]:
    """Lines that run out of a cell of the last row, below the table, go to it; what is left of `outside`.

    So it is where a browser cuts a row at the page's end: the rule closes the page, the text goes on below it.
    """
    below = [g for g in outside if g.base > lattice.ys[-1] and g.text != " "]
    for number in sorted(set(lattice.owners[-1])) if below else ():
        x0, _, x1, _ = lattice.area_box(lattice.areas[number])
        lines = strips(cells[number])
        while len(lines) > 1:
            last, face = lines[-1], lines[-1][0].face
            pitch = last[0].base - lines[-2][0].base
            level = [g for g in below if abs(g.base - last[0].base - pitch) <= _PITCH * pitch]
            own = [g for g in level if x0 - 1 < g.x0 and g.x1 < x1 + 1 and abs(g.face.size - face.size) < 0.1]
            reach = min((g.x0 for g in own), default=x0), max((g.x1 for g in own), default=x1)
            starts = abs(reach[0] - last[0].x0) < face.size / 4
            centred = abs(sum(reach) - last[0].x0 - last[-1].x1) < face.size / 2
            beside = any(
                reach[0] - 2 * face.size < g.x1 and g.x0 < reach[1] + 2 * face.size for g in level if g not in own
            )
            if not own or beside or not (starts or centred):
                break
            cells[number].extend(own)
            below = [g for g in below if g not in own]
            outside = [g for g in outside if g not in own]
            lines = strips(cells[number])
    return outside


def foreign_lines(glyphs: Sequence[Glyph], frame: Frame, spaced: bool) -> list[tuple[str, Box, tuple[Glyph, ...]]]:
    """Lines drawn at another angle than the rest: text, box on the page, glyphs."""
    by_turn: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        by_turn[glyph.face.turn].append(glyph)
    found: list[tuple[str, Box, tuple[Glyph, ...]]] = []
    for turn, own in sorted(by_turn.items()):
        turned = Frame(width=frame.width, height=frame.height, turn=turn)
        for strip in strips(own):
            for piece in split_pieces(strip, _FOREIGN_GAP):
                line = make_line(piece, spaced)
                if line:
                    found.append((line.text, turned.to_page(line.box), line.glyphs))
    return found


def make_table(
    filled: Filled,
    frame: Frame,
    page: int,
    number: int,
    spaced: bool,
    rooms: Sequence[tuple[float, float]] | None = None,
    *,
    drawn: bool = True,
) -> Table:
    """The `Table` of a filled lattice. `number` counts the document's tables from 0.

    `rooms`: left and right end of each column's text where no rules bound it; then an empty place is a cell only
    where it covers several rows, or all are `drawn` from rule to rule.
    """
    lattice = filled.lattice
    lines = [cell_lines(glyphs, spaced) for glyphs in filled.glyphs]
    boxes = [lattice.area_box(area) for area in lattice.areas]
    inner = margin((box, cell) for box, cell in zip(boxes, lines, strict=True) if cell)
    ends = _row_ends(lattice, lines)
    cells = []
    for index, (area, box, cell) in enumerate(zip(lattice.areas, boxes, lines, strict=True)):
        left, right = box[0] + inner, box[2] - inner
        if rooms is not None:
            if not cell and index not in filled.foreign and not (drawn or area.row_span > 1):
                continue
            left, right = rooms[area.col][0], rooms[area.col + area.col_span - 1][1]
        else:
            cell = closed_up(cell, left, right)
        text = cell_text(cell, left, right)
        turned = "\n".join(text for text, _ in filled.foreign.get(index, ()))
        cells.append(
            Cell(
                row=area.row,
                col=area.col,
                row_span=area.row_span,
                col_span=area.col_span,
                text="\n".join(part for part in (text, turned) if part),
                room=None if turned else room_behind(cell, left, right),
                below=room_below(cell, ends[area.row]) if area.row_span == 1 and not turned else None,
                origin=Origin(page=page, bbox=round_box(frame.to_page(box)), table=number, row=area.row),
            )
        )
    return Table(
        cells=tuple(cells),
        rows=len(lattice.ys) - 1,
        cols=len(lattice.xs) - 1,
        origin=Origin(page=page, bbox=round_box(frame.to_page(lattice.box)), table=number),
        column_edges=tuple(round(x, 1) for x in lattice.xs),
        column_texts=tuple((round(a, 1), round(b, 1)) for a, b in rooms) if rooms is not None else None,
        text_size=median(line.size for cell in lines for line in cell) if rooms is not None and any(lines) else None,
        open_top=lattice.open_top,
        open_bottom=lattice.open_bottom,
        evidence="ruled",
    )


def _row_ends(lattice: Lattice, lines: Sequence[Sequence[Line]]) -> dict[int, float]:
    """For each row the base of its last line, by the cells of that row alone."""
    ends: dict[int, float] = defaultdict(lambda: -inf)
    for area, cell in zip(lattice.areas, lines, strict=True):
        if area.row_span == 1 and cell:
            ends[area.row] = max(ends[area.row], cell[-1].base)
    return ends

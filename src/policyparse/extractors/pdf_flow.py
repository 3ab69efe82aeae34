"""Rows of running text to blocks: tables by alignment, columns, paragraphs, and the order in which they are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from policyparse.document import Block, Paragraph, Style
from policyparse.extractors.pdf_aligned import find_tables
from policyparse.extractors.pdf_columns import Column, Zone, find_zones
from policyparse.extractors.pdf_draft import Draft
from policyparse.extractors.pdf_lattice import Lattice
from policyparse.extractors.pdf_page import Frame, Rule, overlap, round_box, union
from policyparse.extractors.pdf_paragraphs import Group, group, make_paragraph
from policyparse.extractors.pdf_rows import Area, Row, make_rows
from policyparse.extractors.pdf_ruled import Filled, fill, make_table
from policyparse.extractors.pdf_structure import Columns, Found
from policyparse.origin import Box, Origin

#: A table or frame wider than this part of the text stands between columns and not in one.
_WIDE = 0.6


@dataclass(slots=True)
class Numbers:
    """The document's running numbers: tables from 0, boxes from 1."""

    table: int = 0
    box: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A block to be: its place, and what makes it; `make` is told whether it is the last of its page or column."""

    box: Box
    make: Callable[[Numbers, bool], list[Block]]
    table: bool = False
    columns: Columns | None = None


def order(items: Sequence[Item]) -> list[Item]:
    """From top to bottom; what stands beside another from left to right."""
    ordered = sorted(items, key=lambda item: (item.box[1], item.box[0]))
    for index in range(1, len(ordered)):
        place = index
        while place > 0 and _beside(ordered[place - 1].box, ordered[place].box):
            ordered[place - 1], ordered[place] = ordered[place], ordered[place - 1]
            place -= 1
    return ordered


def _beside(before: Box, after: Box) -> bool:
    """Does `after` stand to the left of `before` on the same height."""
    common = min(before[3], after[3]) - max(before[1], after[1])
    return after[2] <= before[0] + 2 and common > 0.5 * min(before[3] - before[1], after[3] - after[1])


def _is_within(box: Box, column: Column, zone: Zone) -> bool:
    """Does the box stand in this column of the zone, or between its paragraphs."""
    left, _, right, _ = column.box
    top, bottom = min(own.box[1] for own in zone.columns), max(own.box[3] for own in zone.columns)
    near = column.stretches[0].area.size
    return left - near < box[0] and box[2] < right + near and top - near < box[1] and box[3] < bottom + near


def _meets(one: Box, other: Box) -> bool:
    common = overlap(one, other)
    return common[2] > common[0] and common[3] > common[1]


@dataclass(slots=True, kw_only=True)
class Flow:
    """Makes items of rows in one frame. `turned`: rows drawn at other angles, from which tables take what is theirs."""

    draft: Draft
    frame: Frame
    loose: Sequence[Rule] = ()
    boxed: int | None = None
    turned: list[list[Row]] = field(default_factory=list)

    def items(self, rows: Sequence[Row], area: Area, carried: Columns | None = None) -> list[Item]:
        """Rows without rules around them: tables by alignment, and between them running text."""
        made: list[Item] = []
        at = 0
        for table in find_tables(rows, self.loose, carried):
            made.extend(self._text(rows[at : table.first], area))
            made.append(self._aligned(table.rows or rows[table.first : table.last + 1], table))
            at = table.last + 1
        made.extend(self._text(rows[at:], area))
        return made

    def bands(self, rows: Sequence[Row], tops: Sequence[float]) -> list[list[Row]]:
        """The rows between the tops of what is drawn with rules."""
        bands: dict[int, list[Row]] = {}
        for row in rows:
            above = in_main(self.draft, self.frame, row.line.box)
            bands.setdefault(sum(top < (above[1] + above[3]) / 2 for top in tops), []).append(row)
        return list(bands.values())

    def zones(self, rows: Sequence[Row], area: Area, items: Sequence[Item]) -> tuple[list[Row], list[Item]]:
        """Rows and items with the columns of running text among them as items of their own.

        A frame or table of a column's width goes with the column.
        """
        wide = [item.box for item in items if item.box[2] - item.box[0] > _WIDE * (area.right - area.left)]
        left_rows: list[Row] = []
        left_items = list(items)
        for band in self.bands(rows, sorted(box[1] for box in wide)):
            at = 0
            for zone in find_zones(band, area, self.draft.spaced, self.loose):
                inside = [[item for item in left_items if _is_within(item.box, c, zone)] for c in zone.columns]
                box = union(column.box for column in zone.columns)
                known = [item for own in inside for item in own]
                if any(_meets(item.box, box) for item in left_items if item not in known):
                    continue
                left_rows.extend(band[at : zone.first])
                at = zone.last + 1
                left_items = [item for item in left_items if item not in known]
                left_items.append(self._zone(zone, inside))
            left_rows.extend(band[at:])
        return left_rows, left_items

    def _zone(self, zone: Zone, inside: Sequence[Sequence[Item]] = ()) -> Item:
        """Columns as one item. `inside`: what is drawn with rules, by column."""
        columns: list[list[Item]] = []
        for number, column in enumerate(zone.columns):
            drawn = list(inside[number]) if inside else []
            made = [
                item
                for stretch in column.stretches
                for band in self.bands(stretch.rows, sorted(item.box[1] for item in drawn))
                for item in self.items(band, stretch.area)
            ]
            columns.append(order([*made, *drawn]))
        if zone.captions:
            columns.insert(0, self._paragraphs(zone.captions, zone.columns[0].stretches[0].area))

        def make(numbers: Numbers, last: bool) -> list[Block]:
            return [
                block
                for column in columns
                for index, item in enumerate(column)
                for block in item.make(numbers, index == len(column) - 1)
            ]

        return Item(box=union(item.box for column in columns for item in column), make=make)

    def _text(self, rows: Sequence[Row], area: Area) -> list[Item]:
        """Running text over the full width or in columns."""
        made: list[Item] = []
        at = 0
        for zone in find_zones(rows, area, self.draft.spaced):
            made.extend(self._paragraphs(rows[at : zone.first], area))
            made.append(self._zone(zone))
            at = zone.last + 1
        return [*made, *self._paragraphs(rows[at:], area)]

    def _paragraphs(self, rows: Sequence[Row], area: Area) -> list[Item]:
        return [self._paragraph(found) for found in group([row.line for row in rows], area)]

    def _paragraph(self, found: Group) -> Item:
        def make(numbers: Numbers, last: bool) -> list[Block]:
            return [make_paragraph(found, self.frame, self.draft.number, boxed=self.boxed, cut=last)]

        return Item(box=in_main(self.draft, self.frame, union(line.box for line in found.lines)), make=make)

    def _aligned(self, rows: Sequence[Row], found: Found) -> Item:
        cells, outside = fill(found.lattice, [g for row in rows for g in row.line.glyphs])
        foreign = self._take_turned(found.lattice)

        def make(numbers: Numbers, last: bool) -> list[Block]:
            filled = Filled(lattice=found.lattice, glyphs=tuple(tuple(c) for c in cells), foreign=foreign)
            table = make_table(
                filled,
                self.frame,
                self.draft.number,
                numbers.table,
                self.draft.spaced,
                rooms=found.rooms,
                drawn=found.drawn,
            )
            numbers.table += 1
            rest = [self._left_over(row) for row in make_rows(outside, self.draft.spaced)]
            return [replace(table, evidence=found.evidence), *rest]

        box = in_main(self.draft, self.frame, found.lattice.box)
        return Item(box=box, make=make, table=True, columns=found.rooms)

    def _take_turned(self, lattice: Lattice) -> dict[int, tuple[tuple[str, Box], ...]]:
        """Names of columns that are drawn upwards or downwards: rows at other angles whose middle lies in a cell."""
        taken: dict[int, tuple[tuple[str, Box], ...]] = {}
        for layer, rows in zip(self.draft.layers[1:], self.turned, strict=False):
            for row in list(rows):
                box = layer.frame.to_page(row.line.box)
                x0, y0, x1, y1 = self.frame.of_page(box)
                number = lattice.area_at((x0 + x1) / 2, (y0 + y1) / 2)
                if number is not None:
                    taken[number] = (*taken.get(number, ()), (row.line.text, box))
                    rows.remove(row)
        return taken

    def _left_over(self, row: Row) -> Paragraph:
        origin = Origin(page=self.draft.number, bbox=round_box(self.frame.to_page(row.line.box)))
        return Paragraph(text=row.line.text, origins=(origin,), style=Style(size=row.line.size), cut=False)


def in_main(draft: Draft, frame: Frame, box: Box) -> Box:
    return box if frame.turn == draft.frame.turn else draft.frame.of_page(frame.to_page(box))

"""A page's draft to blocks in reading order: tables between paragraphs, columns, boxes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from policyparse.document import Block, Paragraph, SetAside, Style, Table
from policyparse.extractors.pdf_aligned import find_tables
from policyparse.extractors.pdf_columns import Column, Zone, find_zones
from policyparse.extractors.pdf_draft import Draft, Ruled
from policyparse.extractors.pdf_lattice import Lattice
from policyparse.extractors.pdf_page import Frame, Rule, overlap, round_box, union
from policyparse.extractors.pdf_paragraphs import Group, group, make_paragraph
from policyparse.extractors.pdf_rows import Area, Row, make_rows, measure
from policyparse.extractors.pdf_ruled import Filled, fill, make_table
from policyparse.extractors.pdf_structure import Columns, Found
from policyparse.origin import Box, Origin

#: A table that ends this near to where text ends on other pages (points) may go on over the page.
_NEAR_END = 40.0
#: A table or frame wider than this part of the text stands between columns and not in one.
_WIDE = 0.6
#: So many lines over the full width show how wide they are, where columns are on the page too.
_ALONE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Where text begins and ends on the pages around, in the frame of the page: top and bottom."""

    top: float
    bottom: float


@dataclass(slots=True)
class Numbers:
    """The document's running numbers: tables from 0, boxes from 1."""

    table: int = 0
    box: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A page's blocks in reading order. `area` is the type area of its text, `boxes` the place of each block.

    `columns` are those of a table without vertical rules that ends the page: it may go on over the page.
    """

    blocks: tuple[Block, ...]
    aside: tuple[SetAside, ...]
    area: Area | None
    boxes: tuple[Box, ...] = ()
    columns: Columns | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """A block to be: its place, and what makes it. `ends_column`: the text may go on elsewhere."""

    box: Box
    make: Callable[[Numbers, bool], list[Block]]
    table: bool = False
    columns: Columns | None = None


def lay_out(
    draft: Draft,
    reasons: Mapping[tuple[int, int], str],
    known: Area | None,
    limits: Limits,
    numbers: Numbers,
    carried: Columns | None = None,
) -> Laid:
    """The blocks of the page. `reasons`: which rows are furniture, by the turn of their layer and their place in it.

    `known`: the type area of the page before; `carried`: the columns of the table that ended it.
    """
    aside = list(draft.aside)
    items: list[_Item] = [_ruled_item(draft, ruled) for ruled in draft.ruled]
    texts: list[list[Row]] = []
    for layer in draft.layers:
        turn = layer.frame.turn
        aside.extend(
            _furniture(draft, layer.frame, row, reasons[turn, i])
            for i, row in enumerate(layer.rows)
            if (turn, i) in reasons
        )
        texts.append([row for i, row in enumerate(layer.rows) if (turn, i) not in reasons])
    area = None
    for layer, rows in zip(draft.layers, texts, strict=True):
        main = layer is draft.layers[0]
        if not rows:
            continue
        own = measure([row.line for row in rows], layer.frame.size[0], known if main else None)
        area = own if main else area
        flow = _Flow(
            draft=draft, frame=layer.frame, loose=draft.loose if main else (), turned=texts[1:] if main else []
        )
        if main:
            count = len(rows)
            rows, items = flow.zones(rows, own, items)
            if _ALONE <= len(rows) < count:  # text beside columns has a width of its own
                own = measure([row.line for row in rows], layer.frame.size[0], None)
        tops = sorted(item.box[1] for item in items)
        first = True
        for band in flow.bands(rows, tops):
            items.extend(flow.items(band, own, carried if main and first else None))
            first = False
    ordered = _order(items)
    blocks: list[Block] = []
    boxes: list[Box] = []
    for index, item in enumerate(ordered):
        made = item.make(numbers, index == len(ordered) - 1)
        if item.table:
            made = [_open_ends(b, item.box, index == 0, index == len(ordered) - 1, limits) for b in made]
        blocks.extend(made)
        boxes.extend([item.box] * len(made))
    columns = ordered[-1].columns if ordered else None
    return Laid(blocks=tuple(blocks), aside=tuple(aside), area=area, boxes=tuple(boxes), columns=columns)


def _furniture(draft: Draft, frame: Frame, row: Row, reason: str) -> SetAside:
    box = round_box(frame.to_page(row.line.box))
    return SetAside(text=row.line.text, reason=reason, origin=Origin(page=draft.number, bbox=box))


def _open_ends(block: Block, box: Box, first: bool, last: bool, limits: Limits) -> Block:
    """A table that begins or ends where the text area does may be a part of one that goes over the page."""
    if not isinstance(block, Table):
        return block
    top = first and box[1] - limits.top < _NEAR_END
    bottom = last and limits.bottom - box[3] < _NEAR_END
    return replace(block, open_top=block.open_top or top, open_bottom=block.open_bottom or bottom)


def _order(items: Sequence[_Item]) -> list[_Item]:
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


def _ruled_item(draft: Draft, ruled: Ruled) -> _Item:
    if ruled.is_box:
        return _Item(box=ruled.box, make=lambda numbers, last: _box_blocks(draft, ruled, numbers, last))

    def make(numbers: Numbers, last: bool) -> list[Block]:
        table = make_table(ruled.filled, ruled.frame, draft.number, numbers.table, draft.spaced)
        numbers.table += 1
        return [table]

    return _Item(box=ruled.box, make=make, table=True)


def _box_blocks(draft: Draft, ruled: Ruled, numbers: Numbers, last: bool) -> list[Block]:
    """The paragraphs (and tables without rules) inside a frame."""
    numbers.box += 1
    boxed = numbers.box
    items: list[_Item] = []
    lattice = ruled.filled.lattice
    flow = _Flow(draft=draft, frame=ruled.frame, boxed=boxed)
    for place, glyphs in zip(lattice.areas, ruled.filled.glyphs, strict=True):
        rows = make_rows(glyphs, draft.spaced)
        x0, _, x1, _ = lattice.area_box(place)
        if rows:
            left = min(row.x0 for row in rows)
            inner = min(left - x0, max(0.0, x1 - max(row.x1 for row in rows)))
            area = measure([row.line for row in rows], x1 - x0, None)
            right = max(x1 - max(inner, 0.0), *(row.x1 for row in rows))
            items.extend(flow.items(rows, replace(area, width=0.0, left=left, right=right)))
    blocks = [b for i, item in enumerate(items) for b in item.make(numbers, last and i == len(items) - 1)]
    for lines in ruled.filled.foreign.values():
        for text, box in lines:
            origin = Origin(page=draft.number, bbox=round_box(box))
            blocks.append(Paragraph(text=text, origins=(origin,), boxed=boxed, cut=False))
    return blocks


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
class _Flow:
    """Makes items of rows in one frame. `turned`: rows drawn at other angles, from which tables take what is theirs."""

    draft: Draft
    frame: Frame
    loose: Sequence[Rule] = ()
    boxed: int | None = None
    turned: list[list[Row]] = field(default_factory=list)

    def items(self, rows: Sequence[Row], area: Area, carried: Columns | None = None) -> list[_Item]:
        """Rows without rules around them: tables by alignment, and between them running text."""
        made: list[_Item] = []
        at = 0
        for table in find_tables(rows, self.loose, carried):
            made.extend(self._text(rows[at : table.first], area))
            made.append(self._aligned(rows[table.first : table.last + 1], table))
            at = table.last + 1
        made.extend(self._text(rows[at:], area))
        return made

    def bands(self, rows: Sequence[Row], tops: Sequence[float]) -> list[list[Row]]:
        """The rows between the tops of what is drawn with rules."""
        bands: dict[int, list[Row]] = {}
        for row in rows:
            above = _in_main(self.draft, self.frame, row.line.box)
            bands.setdefault(sum(top < (above[1] + above[3]) / 2 for top in tops), []).append(row)
        return list(bands.values())

    def zones(self, rows: Sequence[Row], area: Area, items: Sequence[_Item]) -> tuple[list[Row], list[_Item]]:
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

    def _zone(self, zone: Zone, inside: Sequence[Sequence[_Item]] = ()) -> _Item:
        """Columns as one item. `inside`: what is drawn with rules, by column."""
        columns: list[list[_Item]] = []
        for number, column in enumerate(zone.columns):
            drawn = list(inside[number]) if inside else []
            made = [
                item
                for stretch in column.stretches
                for band in self.bands(stretch.rows, sorted(item.box[1] for item in drawn))
                for item in self.items(band, stretch.area)
            ]
            columns.append(_order([*made, *drawn]))
        if zone.captions:
            columns.insert(0, self._paragraphs(zone.captions, zone.columns[0].stretches[0].area))

        def make(numbers: Numbers, last: bool) -> list[Block]:
            return [
                block
                for column in columns
                for index, item in enumerate(column)
                for block in item.make(numbers, index == len(column) - 1)
            ]

        return _Item(box=union(item.box for column in columns for item in column), make=make)

    def _text(self, rows: Sequence[Row], area: Area) -> list[_Item]:
        """Running text over the full width or in columns."""
        made: list[_Item] = []
        at = 0
        for zone in find_zones(rows, area, self.draft.spaced):
            made.extend(self._paragraphs(rows[at : zone.first], area))
            made.append(self._zone(zone))
            at = zone.last + 1
        return [*made, *self._paragraphs(rows[at:], area)]

    def _paragraphs(self, rows: Sequence[Row], area: Area) -> list[_Item]:
        return [self._paragraph(found) for found in group([row.line for row in rows], area)]

    def _paragraph(self, found: Group) -> _Item:
        def make(numbers: Numbers, last: bool) -> list[Block]:
            return [make_paragraph(found, self.frame, self.draft.number, boxed=self.boxed, cut=last)]

        return _Item(box=_in_main(self.draft, self.frame, union(line.box for line in found.lines)), make=make)

    def _aligned(self, rows: Sequence[Row], found: Found) -> _Item:
        cells, outside = fill(found.lattice, [g for row in rows for g in row.line.glyphs])
        foreign = self._take_turned(found.lattice)

        def make(numbers: Numbers, last: bool) -> list[Block]:
            filled = Filled(lattice=found.lattice, glyphs=tuple(tuple(c) for c in cells), foreign=foreign)
            table = make_table(
                filled, self.frame, self.draft.number, numbers.table, self.draft.spaced, rooms=found.rooms
            )
            numbers.table += 1
            rest = [self._left_over(row) for row in make_rows(outside, self.draft.spaced)]
            return [replace(table, evidence=found.evidence), *rest]

        box = _in_main(self.draft, self.frame, found.lattice.box)
        return _Item(box=box, make=make, table=True, columns=found.rooms)

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


def _in_main(draft: Draft, frame: Frame, box: Box) -> Box:
    return box if frame.turn == draft.frame.turn else draft.frame.of_page(frame.to_page(box))

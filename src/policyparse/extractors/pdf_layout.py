"""A page's draft to blocks in reading order: tables between paragraphs, columns, boxes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from policyparse.document import Block, Paragraph, SetAside, Style, Table
from policyparse.extractors.pdf_aligned import find_tables
from policyparse.extractors.pdf_columns import find_columns
from policyparse.extractors.pdf_draft import Draft, Ruled
from policyparse.extractors.pdf_page import Frame, Glyph, Rule, round_box, union
from policyparse.extractors.pdf_paragraphs import Group, group, make_paragraph
from policyparse.extractors.pdf_rows import Area, Row, make_rows, measure
from policyparse.extractors.pdf_ruled import Filled, fill, make_table
from policyparse.extractors.pdf_structure import Columns, Found
from policyparse.origin import Box, Origin

#: A table that ends this near to where text ends on other pages (points) may go on over the page.
_NEAR_END = 40.0


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
    reasons: Mapping[int, str],
    known: Area | None,
    limits: Limits,
    numbers: Numbers,
    carried: Columns | None = None,
) -> Laid:
    """The blocks of the page. `reasons`: which of its rows are furniture.

    `known`: the type area of the page before; `carried`: the columns of the table that ended it.
    """
    aside = list(draft.aside)
    rows: list[Row] = []
    for index, row in enumerate(draft.rows):
        if index in reasons:
            aside.append(_furniture(draft, row, reasons[index]))
        else:
            rows.append(row)
    items: list[_Item] = [_ruled_item(draft, ruled) for ruled in draft.ruled]
    area = measure([row.line for row in rows], draft.frame.size[0], known) if rows else None
    tops = sorted(item.box[1] for item in items)
    bands: dict[int, list[Row]] = {}
    for row in rows:
        bands.setdefault(sum(top < row.line.middle for top in tops), []).append(row)
    for number, band in bands.items():
        items.extend(_flow(draft, band, draft.loose, draft.frame, area, 0, None if number else carried))
    items.extend(_foreign_item(draft, text, box, glyphs) for text, box, glyphs in draft.foreign)
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


def _furniture(draft: Draft, row: Row, reason: str) -> SetAside:
    box = round_box(draft.frame.to_page(row.line.box))
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
    for place, glyphs in zip(lattice.areas, ruled.filled.glyphs, strict=True):
        rows = make_rows(glyphs, draft.spaced)
        x0, _, x1, _ = lattice.area_box(place)
        if rows:
            left = min(row.x0 for row in rows)
            inner = min(left - x0, max(0.0, x1 - max(row.x1 for row in rows)))
            area = measure([row.line for row in rows], x1 - x0, None)
            area = replace(area, width=0.0, left=left, right=max(x1 - max(inner, 0.0), *(row.x1 for row in rows)))
            items.extend(_flow(draft, rows, (), ruled.frame, area, boxed))
    blocks = [b for i, item in enumerate(items) for b in item.make(numbers, last and i == len(items) - 1)]
    for lines in ruled.filled.foreign.values():
        for text, box in lines:
            origin = Origin(page=draft.number, bbox=round_box(box))
            blocks.append(Paragraph(text=text, origins=(origin,), boxed=boxed, cut=False))
    return blocks


def _flow(
    draft: Draft,
    rows: Sequence[Row],
    loose: Sequence[Rule],
    frame: Frame,
    area: Area | None,
    boxed: int,
    carried: Columns | None = None,
) -> list[_Item]:
    """Rows without rules around them: columns of text, tables by alignment, paragraphs."""
    if area is None:
        return []
    items: list[_Item] = []
    at = 0
    for table in find_tables(rows, loose, carried):
        items.extend(_text_items(draft, rows[at : table.first], frame, area, boxed))
        items.append(_aligned_item(draft, rows[table.first : table.last + 1], table, frame))
        at = table.last + 1
    items.extend(_text_items(draft, rows[at:], frame, area, boxed))
    return items


def _text_items(draft: Draft, rows: Sequence[Row], frame: Frame, area: Area, boxed: int) -> list[_Item]:
    """Running text over the full width or in columns."""
    items: list[_Item] = []
    for part in find_columns(rows, area, draft.spaced):
        own = part.own_area
        items.extend(_paragraph_items(draft, part.rows, frame, own or area, boxed, ends=own is not None))
    return items


def _paragraph_items(
    draft: Draft, rows: Sequence[Row], frame: Frame, area: Area, boxed: int, *, ends: bool
) -> list[_Item]:
    """`ends`: the last paragraph stands at the end of a column."""
    groups = group([row.line for row in rows], area)
    return [
        _paragraph_item(draft, found, frame, boxed, ends=ends and index == len(groups) - 1)
        for index, found in enumerate(groups)
    ]


def _paragraph_item(draft: Draft, found: Group, frame: Frame, boxed: int, *, ends: bool) -> _Item:
    def make(numbers: Numbers, last: bool) -> list[Block]:
        return [make_paragraph(found, frame, draft.number, boxed=boxed or None, cut=last or ends)]

    return _Item(box=_in_main(draft, frame, union(line.box for line in found.lines)), make=make)


def _aligned_item(draft: Draft, rows: Sequence[Row], found: Found, frame: Frame) -> _Item:
    glyphs: list[Glyph] = [g for row in rows for g in row.line.glyphs]
    cells, outside = fill(found.lattice, glyphs)

    def make(numbers: Numbers, last: bool) -> list[Block]:
        filled = Filled(lattice=found.lattice, glyphs=tuple(tuple(c) for c in cells), foreign={})
        table = make_table(filled, frame, draft.number, numbers.table, draft.spaced, rooms=found.rooms)
        numbers.table += 1
        rest = [make_row_paragraph(draft, row, frame) for row in make_rows(outside, draft.spaced)]
        return [replace(table, evidence=found.evidence), *rest]

    return _Item(box=_in_main(draft, frame, found.lattice.box), make=make, table=True, columns=found.rooms)


def make_row_paragraph(draft: Draft, row: Row, frame: Frame) -> Paragraph:
    """A row that belongs to no paragraph and no table, as it stands."""
    origin = Origin(page=draft.number, bbox=round_box(frame.to_page(row.line.box)))
    return Paragraph(text=row.line.text, origins=(origin,), style=Style(size=row.line.size), cut=False)


def _foreign_item(draft: Draft, text: str, box: Box, glyphs: Sequence[Glyph]) -> _Item:
    origin = Origin(page=draft.number, bbox=round_box(box))
    style = Style(size=glyphs[0].face.size, bold=glyphs[0].face.bold, colour=glyphs[0].face.colour)
    paragraph = Paragraph(text=text, origins=(origin,), style=style, cut=False)
    return _Item(box=draft.frame.of_page(box), make=lambda numbers, last: [paragraph])


def _in_main(draft: Draft, frame: Frame, box: Box) -> Box:
    return box if frame.turn == draft.frame.turn else draft.frame.of_page(frame.to_page(box))

"""A page's draft to blocks in reading order: tables between paragraphs, columns, boxes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from policyparse.document import Block, Paragraph, SetAside, Table
from policyparse.extractors.pdf_draft import Draft, Ruled
from policyparse.extractors.pdf_flow import Flow, Item, Numbers, order
from policyparse.extractors.pdf_page import Frame, round_box
from policyparse.extractors.pdf_rows import Area, Row, make_rows, measure
from policyparse.extractors.pdf_ruled import make_table
from policyparse.extractors.pdf_structure import Columns
from policyparse.origin import Box, Origin

#: A table that ends this near to where text ends on other pages (points) may go on over the page.
_NEAR_END = 40.0
#: So many lines over the full width show how wide they are, where columns are on the page too.
_ALONE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Where text begins and ends on the pages around, in the frame of the page: top and bottom."""

    top: float
    bottom: float


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
    items: list[Item] = [_ruled_item(draft, ruled) for ruled in draft.ruled]
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
        loose = (*draft.loose, *draft.bands) if main else ()
        flow = Flow(draft=draft, frame=layer.frame, loose=loose, turned=texts[1:] if main else [])
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
    ordered = order(items)
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


def _ruled_item(draft: Draft, ruled: Ruled) -> Item:
    if ruled.is_box:
        return Item(box=ruled.box, make=lambda numbers, last: _box_blocks(draft, ruled, numbers, last))

    def make(numbers: Numbers, last: bool) -> list[Block]:
        table = make_table(ruled.filled, ruled.frame, draft.number, numbers.table, draft.spaced)
        numbers.table += 1
        return [table]

    return Item(box=ruled.box, make=make, table=True)


def _box_blocks(draft: Draft, ruled: Ruled, numbers: Numbers, last: bool) -> list[Block]:
    """The paragraphs (and tables without rules) inside a frame."""
    numbers.box += 1
    boxed = numbers.box
    items: list[Item] = []
    lattice = ruled.filled.lattice
    flow = Flow(draft=draft, frame=ruled.frame, boxed=boxed)
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

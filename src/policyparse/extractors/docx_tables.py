"""The shape of a w:tbl: merged cells, ragged rows, columns (ECMA-376 part 1, 17.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from lxml import etree

from policyparse.extractors.docx_flow import Grid, GridCell, Node
from policyparse.extractors.docx_inline import control_reason
from policyparse.extractors.docx_styles import Styles, visible_borders, visible_fill
from policyparse.extractors.docx_xml import W, number, points, switch, value

#: No column with text is narrower than one character of 五号 (10.5 points). Where cells of different rows end closer
#: together than this, the author dragged one rule by hand and meant one column boundary.
_NARROWEST_COLUMN: Final = 10.5
_MOST_AT_ONE_PLACE: Final = 8  # such boundaries; more stand in hostile files only
_TWIP: Final = 0.05
_WRAPPERS: Final = frozenset({W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "moveTo", W + "smartTag"})

#: Reads what stands in a cell; the second argument says why it is set aside, or is None.
CellReader = Callable[[etree._Element, str | None], Sequence[Node]]


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A cell while its spans still grow."""

    row: int
    col: int
    row_span: int
    col_span: int
    nodes: Sequence[Node]


def read_grid(table: etree._Element, styles: Styles, read_cell: CellReader) -> Grid | None:
    """The table with its merged cells. Deleted and hidden rows go through `read_cell` to be set aside.

    None for a table without any row to read.
    """
    drafts: list[_Draft] = []
    above: dict[int, _Draft] = {}
    row, headers = 0, 0
    for element, _ in _children(table, W + "tr"):
        properties = element.find(W + "trPr")
        reason = _row_reason(properties)
        if reason:
            for cell, _ in _children(element, W + "tc"):
                read_cell(cell, reason)
            continue
        if headers == row and switch(properties, "tblHeader"):
            headers += 1
        above = _read_row(element, row, max(0, number(properties, "gridBefore") or 0), above, drafts, read_cell)
        row += 1
    if not drafts:
        return None
    edges = _edges(table)
    places = _boundaries(drafts, edges)
    cells = tuple(
        GridCell(
            row=d.row,
            col=places[d.col],
            row_span=d.row_span,
            col_span=places[d.col + d.col_span] - places[d.col],
            nodes=tuple(d.nodes),
        )
        for d in drafts
    )
    cols = max(cell.col + cell.col_span for cell in cells)
    return Grid(
        cells=cells,
        rows=row,
        cols=cols,
        header_rows=headers or None,
        edges=_kept_edges(places, edges, cols),
        ruled=_is_ruled(table, styles),
    )


def _children(parent: etree._Element, tag: str) -> Iterator[tuple[etree._Element, str | None]]:
    """Rows or cells, also inside content controls and the like, with the reason for which a control sets them aside."""
    for child in parent:
        if child.tag == tag:
            yield child, None
        elif child.tag in _WRAPPERS:
            reason = control_reason(child) if child.tag == W + "sdt" else None
            for found, inner in _children(child, tag):
                yield found, reason or inner


def _row_reason(properties: etree._Element | None) -> str | None:
    if properties is None:
        return None
    if properties.find(W + "del") is not None:
        return "deleted-text"
    return "hidden-text" if switch(properties, "hidden") else None


def _read_row(
    element: etree._Element,
    row: int,
    col: int,
    above: dict[int, _Draft],
    drafts: list[_Draft],
    read_cell: CellReader,
) -> dict[int, _Draft]:
    """Append the row's cells; return those that a cell of the next row may continue, by column.

    What stands in a cell that only continues another is not shown by any office program, so it is set aside.
    """
    open_below: dict[int, _Draft] = {}
    for cell, control, span in _merged_across(element, read_cell):
        properties = cell.find(W + "tcPr")
        down, covering = _merge(properties, "vMerge"), above.get(col)
        if down == "continue" and covering is not None and covering.col_span == span:
            read_cell(cell, "hidden-text")
            covering.row_span += 1
            open_below[col] = covering
        else:
            deleted = properties is not None and properties.find(W + "cellDel") is not None
            nodes = read_cell(cell, "deleted-text" if deleted else control)
            drafts.append(_Draft(row=row, col=col, row_span=1, col_span=span, nodes=nodes))
            if down is not None:
                open_below[col] = drafts[-1]
        col += span
    return open_below


def _merged_across(row: etree._Element, read_cell: CellReader) -> list[tuple[etree._Element, str | None, int]]:
    """The row's cells with their spans in grid columns; w:hMerge is the older way to merge to the right."""
    cells: list[tuple[etree._Element, str | None, int]] = []
    for cell, control in _children(row, W + "tc"):
        properties = cell.find(W + "tcPr")
        span = max(1, number(properties, "gridSpan") or 1)
        if cells and _merge(properties, "hMerge") == "continue":
            read_cell(cell, "hidden-text")
            cells[-1] = (cells[-1][0], cells[-1][1], cells[-1][2] + span)
        else:
            cells.append((cell, control, span))
    return cells


def _merge(properties: etree._Element | None, name: str) -> str | None:
    """restart, continue (also where w:val is missing), or None."""
    if properties is None or properties.find(W + name) is None:
        return None
    return value(properties, name) or "continue"


def _edges(table: etree._Element) -> list[float] | None:
    """x of the grid's boundaries in points, or None where the file gives no usable widths."""
    grid = table.find(W + "tblGrid")
    widths = [points(column.get(W + "w"), _TWIP) for column in grid.findall(W + "gridCol")] if grid is not None else []
    known = [width for width in widths if width is not None and width >= 0]
    if not known or len(known) != len(widths) or sum(known) < _NARROWEST_COLUMN:
        return None
    return [0.0, *accumulate(known)]


def _boundaries(drafts: Sequence[_Draft], edges: Sequence[float] | None) -> dict[int, int]:
    """Grid boundary to column boundary: what no cell begins or ends at goes, what lies too close together is one."""
    spans = {(d.col, d.col + d.col_span) for d in drafts}
    used = sorted({0} | {place for span in spans for place in span})
    places: dict[int, int] = {}
    group: list[int] = []
    at = -1
    for place in used:
        if (
            not group
            or len(group) == _MOST_AT_ONE_PLACE
            or edges is None
            or place >= len(edges)
            or edges[place] - edges[group[0]] >= _NARROWEST_COLUMN
            or any((other, place) in spans for other in group)
        ):
            group = []
            at += 1
        group.append(place)
        places[place] = at
    return places


def _kept_edges(places: dict[int, int], edges: Sequence[float] | None, cols: int) -> tuple[float, ...] | None:
    if edges is None or max(places) >= len(edges):
        return None
    kept: dict[int, float] = {}
    for place, column in places.items():
        kept.setdefault(column, round(edges[place], 2))
    return tuple(kept[column] for column in range(cols + 1))


def _is_ruled(table: etree._Element, styles: Styles) -> bool:
    properties = table.find(W + "tblPr")
    if properties is not None:
        own = properties.find(W + "tblBorders")
        if visible_borders(own) or (own is None and styles.has_table_rules(value(properties, "tblStyle"))):
            return True
    first = table.find(f".//{W}tcPr")
    if first is None:
        return False
    return visible_borders(first.find(W + "tcBorders")) or visible_fill(first.find(W + "shd")) is not None

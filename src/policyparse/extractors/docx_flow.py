"""A story as read, before tables and boxes are told apart: paragraphs and grids in reading order."""

from __future__ import annotations

from dataclasses import dataclass

from policyparse.document import Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Para:
    """A paragraph. `text` may be empty: it then only parts what stands before and after it.

    `line` is its running number from 1. `level` from 1 for a heading. `frame` is equal for neighbours in one box.
    """

    text: str
    line: int
    style: Style = Style()
    level: int | None = None
    frame: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """A cell and what stands in it. Rows and columns from 0."""

    row: int
    col: int
    row_span: int
    col_span: int
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table. `edges`: x of the column boundaries in points from the table's left edge. `ruled`: it draws rules or a fill."""

    cells: tuple[GridCell, ...]
    rows: int
    cols: int
    header_rows: int | None
    edges: tuple[float, ...] | None
    ruled: bool


Node = Para | Grid

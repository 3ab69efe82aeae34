"""A table of the content model as a grid: header lines, body lines, spans. Every renderer prints from it."""

from __future__ import annotations

from dataclasses import dataclass

from rendering.content import Column, Row, SectionRow, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """A cell at its top left place; spans count from 1."""

    text: str
    row_span: int = 1
    col_span: int = 1
    align: str = "left"
    bold: bool = False


#: One line of a grid: a cell at its first place, None at the places that it or a cell above covers.
Line = tuple[GridCell | None, ...]


def header_lines(table: Table, *, turn: int = 0) -> tuple[Line, ...]:
    """Title rows and header rows. `turn` counts the headers printed so far and picks among the columns' names."""
    if table.headless:
        return ()
    count = len(table.columns)
    paths = [_path(column, turn) for column in table.columns]
    depth = max(len(path) for path in paths)
    lines: list[list[GridCell | None]] = [[None] * count for _ in range(depth)]
    for level in range(depth):
        start = 0
        while start < count:
            path = paths[start]
            if level >= len(path):  # the cell above reaches down
                start += 1
                continue
            end = start + 1
            while end < count and len(paths[end]) > level and paths[end][: level + 1] == path[: level + 1]:
                if level + 1 == len(path) and not table.columns[start].groups:
                    break  # two columns of one name are two cells
                end += 1
            last = level + 1 == len(path)
            lines[level][start] = GridCell(
                text=path[level],
                row_span=depth - level if last else 1,
                col_span=end - start,
                align="center",
                bold=True,
            )
            start = end
    titles = tuple(whole_line(text, count, align="center") for text in table.title_rows)
    return (*titles, *(tuple(line) for line in lines))


def body_lines(table: Table) -> tuple[Line, ...]:
    """One line a row; equal cells of merged columns are one cell with a row span."""
    count = len(table.columns)
    lines: list[list[GridCell | None]] = []
    tops: list[int | None] = [None] * count  # the line where the cell of each column begins
    spans: dict[tuple[int, int], int] = {}
    above: Row | None = None
    for index, row in enumerate(table.rows):
        if isinstance(row, SectionRow):
            lines.append(list(whole_line(row.text, count)))
            tops = [None] * count
            above = None
            continue
        line: list[GridCell | None] = []
        for place, column in enumerate(table.columns):
            top = tops[place]
            if top is not None and above is not None and _merges(table, column.key, above, row):
                spans[top, place] = index - top + 1
                line.append(None)
            else:
                tops[place] = index
                line.append(GridCell(text=row.values.get(column.key, ""), align=column.align))
        lines.append(line)
        above = row
    for (top, place), span in spans.items():
        cell = lines[top][place]
        if cell is not None:
            lines[top][place] = GridCell(text=cell.text, row_span=span, align=cell.align)
    return tuple(tuple(line) for line in lines)


def whole_line(text: str, columns: int, *, align: str = "left") -> Line:
    """A line that is one bold cell over all columns."""
    return (GridCell(text=text, col_span=columns, align=align, bold=True), *([None] * (columns - 1)))


def _path(column: Column, turn: int) -> tuple[str, ...]:
    name = column.names[turn % len(column.names)]
    return (*column.groups, name) if name or not column.groups else column.groups


def _merges(table: Table, key: str, above: Row, row: Row) -> bool:
    if key in row.merged_up:
        return True
    text = row.values.get(key, "")
    return key in table.merge and bool(text) and text == above.values.get(key, "")

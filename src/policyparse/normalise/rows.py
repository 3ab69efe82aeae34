"""The rows of a joined table: headers dropped, cells filled, rows over a page break joined, sections told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from policyparse.document import Cell, Table
from policyparse.lexicon import Lexicon
from policyparse.normalise.column_names import plain_name
from policyparse.normalise.forms import label_line
from policyparse.normalise.headers import distinct, header_paths, repeats_header
from policyparse.normalise.joining import Group, Piece
from policyparse.normalise.model import Column, Decision, Filled, Row, RowCell
from policyparse.normalise.shapes import shape_of
from policyparse.text import count, fold, join_lines, one_line

RowKind = Literal["body", "section", "note"]
_SENTENCE_END = re.compile(r"[。！？!?；;]$|[。！？；][”’）)】》]$")
_PIECE_START = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、．.]|[一二三四五六]是|第[一二三四\d]{1,2}(?:季度|阶段)|\d{1,2}月|[①-⑳])"
)
_SECTION = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章节部类])"
)
_FILLED_DOWN = {"category", "problem"}


def map_columns(group: Group) -> tuple[list[tuple[str, ...]], list[list[str]], list[list[int]]]:
    """Bring the pieces' columns together.

    Gives the joined table's header paths, the spellings seen per column, and for every piece the joined
    column of each of its columns.
    """
    first = group.pieces[0]
    paths = header_paths(first.table, first.head)
    spellings = [[path[-1]] if path else [] for path in paths]
    edges = list(first.table.column_edges or ())
    maps = [list(range(first.table.cols))]
    for piece in group.pieces[1:]:
        own = header_paths(piece.table, piece.head) if piece.head.rows else [()] * piece.table.cols
        if piece.table.cols == len(paths):
            mapping = list(range(len(paths)))
        elif piece.head.rows:
            mapping = _map_by_name(own, paths, spellings)
        else:
            mapping = _map_by_edges(piece.table, edges, len(paths))
        for c, path in enumerate(own):
            target = spellings[mapping[c]]
            if path and path[-1] not in target:
                target.append(path[-1])
        maps.append(mapping)
    return paths, spellings, maps


def _map_by_name(own: Sequence[tuple[str, ...]], paths: list[tuple[str, ...]], spellings: list[list[str]]) -> list[int]:
    """Align two headers in order; a column that only the piece has is added at the end."""
    mapping: list[int] = []
    used: set[int] = set()
    for path in own:
        names = [plain_name(text) for text in path]
        match = next((i for i, p in enumerate(paths) if i not in used and names == [plain_name(t) for t in p]), None)
        if match is None:
            match = next(
                (
                    i
                    for i, p in enumerate(paths)
                    if i not in used and p and path and _near(plain_name(p[-1]), names[-1])
                ),
                None,
            )
        if match is None:
            paths.append(path)
            spellings.append([])
            match = len(paths) - 1
        used.add(match)
        mapping.append(match)
    return mapping


def _near(a: str, b: str) -> bool:
    return (
        a == b
        or (min(len(a), len(b)) >= 2 and (a in b or b in a))
        or len(set(a) & set(b)) >= 0.7 * max(len(set(a)), len(set(b)))
    )


def _map_by_edges(table: Table, edges: Sequence[float], cols: int) -> list[int]:
    """The joined column whose span holds the middle of each of the piece's columns."""
    if not table.column_edges or not edges:
        return [min(c, cols - 1) for c in range(table.cols)]
    mapping = []
    for c in range(table.cols):
        middle = (table.column_edges[c] + table.column_edges[c + 1]) / 2
        inside = [i for i in range(len(edges) - 1) if edges[i] <= middle <= edges[i + 1]]
        mapping.append(inside[0] if inside else min(c, cols - 1))
    return mapping


def raw_rows(
    piece: Piece, mapping: Sequence[int], cols: int, signature: Sequence[str], lexicon: Lexicon
) -> tuple[list[Row], list[str]]:
    """The body rows of one piece over the joined columns, spans filled; and the texts of header rows dropped."""
    grid = piece.table.grid()
    dropped = [c.text for r in piece.head.rows for c in distinct(grid[r]) if c.row == r]
    rows = [_title_row(distinct(grid[r]), cols) for r in piece.head.titles if distinct(grid[r])]
    for r in piece.head.form:
        form = _row(piece.table, grid[r], r, mapping, cols, lexicon)
        rows.append(
            replace(form, kind="note", text=" ".join(one_line(c.text) for c in distinct(grid[r])), flags=("form",))
        )
    for r in range(piece.head.body_start, piece.table.rows):
        cells = distinct(grid[r])
        own = [c for c in cells if c.row == r]
        if not own and (not cells or r == 0):
            continue
        if repeats_header(grid[r], signature):
            dropped.extend(c.text for c in own)
            continue
        rows.append(_row(piece.table, grid[r], r, mapping, cols, lexicon))
    return rows, dropped


def _title_row(cells: Sequence[Cell], cols: int) -> Row:
    own = [RowCell(text=one_line(cell.text), origins=(cell.origin,)) for cell in cells[:cols]]
    blank = [RowCell() for _ in range(cols - len(own))]
    return Row(kind="note", text=" ".join(c.text for c in own), cells=(*own, *blank), flags=("title",))


def _row(table: Table, line: Sequence[Cell | None], r: int, mapping: Sequence[int], cols: int, lexicon: Lexicon) -> Row:
    places: list[RowCell] = [RowCell() for _ in range(cols)]
    for c, cell in enumerate(line):
        if cell is None:
            continue
        filled: Filled | None = "above" if cell.row < r else "left" if cell.col < c else None
        entry = RowCell(text=cell.text.strip(), origins=(cell.origin,), filled=filled, flags=cell.flags)
        target = mapping[c]
        if not places[target].text:
            places[target] = entry
        elif entry.text and entry.filled is None:
            joined = join_lines((places[target].text, entry.text))
            places[target] = replace(places[target], text=joined, origins=(*places[target].origins, *entry.origins))
    text, kind = _whole_row(table, line, r, lexicon)
    return Row(kind=kind, text=text, cells=tuple(places), flags=table.flags)


def _whole_row(table: Table, line: Sequence[Cell | None], r: int, lexicon: Lexicon) -> tuple[str, RowKind]:
    """Is this row one text over the whole width: a section heading or a note."""
    own = [c for c in distinct(line) if c.row == r]
    if len(own) != 1 or len(distinct(line)) != 1:
        return "", "body"
    cell, text = own[0], one_line(own[0].text)
    notes = lexicon["columns"]["shape"]["notes"]
    units = lexicon["columns"]["shape"]["unit_rows"]
    spans = cell.col_span >= table.cols and table.cols > 1
    lone = all(c is None or c is cell or not c.text.strip() for c in line) and cell.col == 0
    if (spans or lone) and table.cols > 1 and label_line(text, (), lexicon):
        return text, "note"
    if (spans or lone) and any(text.startswith(mark) for mark in (*notes, *units)):
        return text, "note"
    if spans and count(text) <= 60:
        return text, "section"
    if lone and table.cols > 2 and (_SECTION.match(text) or (cell.col_span > 1 and count(text) <= 30)):
        return text, "section"
    return "", "body"


def join_over_pages(
    pieces: Sequence[list[Row]], columns: Sequence[Column], lexicon: Lexicon
) -> tuple[list[Row], list[Decision]]:
    """Put the pieces' rows in one list; a row that a page break cut becomes one row."""
    rows: list[Row] = []
    decisions: list[Decision] = []
    for number, piece in enumerate(pieces):
        piece = list(piece)
        at = next((i for i, row in enumerate(piece) if not {"title", "form"} & set(row.flags)), None)
        last = next((i for i in range(len(rows) - 1, -1, -1) if rows[i].kind != "note"), None)
        if number and at is not None and last is not None and rows[last].kind == "body" and piece[at].kind == "body":
            evidence = _cut(rows[last], piece[at], columns, lexicon)
            if evidence:
                decisions.append(
                    Decision(stage="rows", rule="row-joined-over-page", evidence=evidence, origins=piece[at].origins)
                )
                rows[last] = _join(rows[last], piece[at])
                del piece[at]
            else:
                piece[at] = _carry(rows[last], piece[at], columns)
        rows.extend(piece)
    return rows, decisions


def _cut(a: Row, b: Row, columns: Sequence[Column], lexicon: Lexicon) -> str:
    """Why row `b`, the first of a page, is the rest of row `a`; empty where it is not."""
    own = [c for c in columns if b.cells[c.index].text and b.cells[c.index].filled is None]
    if not own or any(c.field in _FILLED_DOWN | {"number"} for c in own) or _has_numbered_task(b, columns):
        return ""
    numbered = any(c.field == "number" for c in columns) or _has_numbered_task(a, columns)
    filled = [c for c in columns if a.cells[c.index].text and c.field not in _FILLED_DOWN]
    if not numbered and all(c in own for c in filled) and not any(_is_fragment(c, b, lexicon) for c in own):
        return ""  # a full row of a table without numbers is a row of its own
    open_cells = []
    for column in own:
        first, second = a.cells[column.index], b.cells[column.index]
        if not first.text:
            continue
        if column.field == "deadline" and _both_whole(first.text, second.text, lexicon):
            return ""
        if not _SENTENCE_END.search(first.text) and not _PIECE_START.match(second.text):
            open_cells.append(f"“…{first.text[-6:]}” | “{second.text[:6]}…”")
    if open_cells:
        return "cut in the middle of " + "; ".join(open_cells)
    # nothing is open: a lone long cell without task, time and owner is the rest of the row above
    if len(own) == 1 and own[0].field in {"steps", "content", "target", "support"} and a.cells[own[0].index].text:
        return f"only the column {own[0].name or own[0].index} goes on"
    return ""


_WHOLE_SHAPES = {"deadline": "date", "leader": "person", "lead": "unit", "support": "unit", "owner": "unit"}


def _is_fragment(column: Column, row: Row, lexicon: Lexicon) -> bool:
    """Is the cell no whole value of its column: 底前 under 完成时限, 建设 under 责任单位."""
    wanted = _WHOLE_SHAPES.get(column.field or "")
    return wanted is not None and shape_of(row.cells[column.index].text, lexicon) == "text"


def _both_whole(a: str, b: str, lexicon: Lexicon) -> bool:
    """Are both texts whole times, and not two halves of one (people and units may well be cut between two)."""
    return shape_of(a, lexicon) == shape_of(b, lexicon) == "date"


def _has_numbered_task(row: Row, columns: Sequence[Column]) -> bool:
    task = next((c for c in columns if c.field in {"task", "indicator"}), None)
    return task is not None and row.cells[task.index].filled is None and _numbered(row.cells[task.index].text)


def _numbered(text: str) -> bool:
    return bool(re.match(r"^[（(]?\d{1,3}[）)、．.](?!\d)", text))


def _join(a: Row, b: Row) -> Row:
    cells = []
    repeats = [*a.repeats, *b.repeats]
    for first, second in zip(a.cells, b.cells, strict=True):
        if not second.text or second.filled:
            cells.append(first)
        elif not first.text:
            cells.append(second)
        elif first.filled or fold(first.text) == fold(second.text):
            cells.append(first)
            repeats.append(second.text)
        else:
            text = _join_texts(first.text, second.text)
            cells.append(replace(first, text=text, origins=(*first.origins, *second.origins)))
    return replace(a, cells=tuple(cells), joined=True, repeats=tuple(repeats))


def _join_texts(a: str, b: str) -> str:
    if _SENTENCE_END.search(a) and "\n" in (a + b):
        return f"{a}\n{b}"
    last, first = a.rsplit("\n", 1)[-1], b.split("\n", 1)[0]
    return a[: len(a) - len(last)] + join_lines((last, first)) + b[len(first) :]


def _carry(a: Row, b: Row, columns: Sequence[Column]) -> Row:
    """Fill the empty cells of a page's first row that a merged cell of the page before covers."""
    cells = list(b.cells)
    for column in columns:
        first, second = a.cells[column.index], cells[column.index]
        if not second.text and first.text and first.filled == "above" and column.field not in {"number", "task"}:
            cells[column.index] = replace(first, filled="above")
    return replace(b, cells=tuple(cells))


def fill_down(rows: Sequence[Row], columns: Sequence[Column]) -> list[Row]:
    """Fill empty category cells, and mark rows without a task of their own with the task above."""
    filled: list[Row] = []
    above: Row | None = None
    task = next((c.index for c in columns if c.field in {"task"}), None)
    numbers = [c.index for c in columns if c.field == "number"]
    down = [c.index for c in columns if c.field in _FILLED_DOWN]
    for row in rows:
        if row.kind == "section":
            above = None
        if row.kind != "body":
            filled.append(row)
            continue
        cells = list(row.cells)
        if above is not None:
            own_task = task is None or bool(cells[task].text and cells[task].filled is None)
            for index in down:
                if not cells[index].text and above.cells[index].text:
                    cells[index] = replace(above.cells[index], filled="above")
            if not own_task and task is not None and not cells[task].text and above.cells[task].text:
                cells[task] = replace(above.cells[task], filled="above")
                for index in numbers:
                    if not cells[index].text:
                        cells[index] = replace(above.cells[index], filled="above")
        row = replace(row, cells=tuple(cells))
        above = row
        filled.append(row)
    return filled

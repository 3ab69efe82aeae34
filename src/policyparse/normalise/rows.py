"""The rows of a joined table: columns brought together, headers dropped, cells filled, sections told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from policyparse.document import Cell, Table
from policyparse.lexicon import Lexicon
from policyparse.normalise.column_names import plain_name
from policyparse.normalise.cuts import FILLED_DOWN
from policyparse.normalise.form_rows import distinct, is_filled_in
from policyparse.normalise.forms import label_line
from policyparse.normalise.headers import header_paths, repeats_header
from policyparse.normalise.joining import Group, Piece
from policyparse.normalise.model import Column, Filled, Row, RowCell
from policyparse.normalise.paragraphs import is_page_number
from policyparse.normalise.profiles import same_edges, standing_in
from policyparse.text import count, fold, join_lines, one_line

RowKind = Literal["body", "section", "note"]
_SECTION = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章节部类])"
)
#: Columns of words are lettered, or their row is named, where those of numbers are numbered.
_COLUMN_LETTERS = frozenset("甲乙丙丁") | {"栏次", "行次", "列次"}


def map_columns(group: Group) -> tuple[list[tuple[str, ...]], list[list[str]], list[list[int]]]:
    """Bring the pieces' columns together.

    Gives the joined table's header paths, the spellings seen per column, and for every piece the joined
    column of each of its columns.
    """
    first = group.pieces[0]
    paths = header_paths(first.table, first.head)
    spellings = [[path[-1]] if path else [] for path in paths]
    maps = [list(range(first.table.cols))]
    for number, piece in enumerate(group.pieces[1:], start=1):
        own = header_paths(piece.table, piece.head) if piece.head.rows else [()] * piece.table.cols
        known = None if piece.head.rows else _known_map(piece.table, group.pieces[:number], maps)
        if known is not None:
            mapping = known
        elif piece.table.cols == len(paths):
            mapping = list(range(len(paths)))
        elif piece.head.rows:
            mapping = _map_by_name(own, paths, spellings)
        else:
            mapping = _map_by_edges(piece.table, group.pieces[number - 1].table, maps[number - 1], len(paths))
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


def _known_map(table: Table, before: Sequence[Piece], maps: Sequence[list[int]]) -> list[int] | None:
    """The columns of the last piece in whose columns a piece without a header stands, or None."""
    for piece, mapping in zip(reversed(before), reversed(maps), strict=True):
        inside = standing_in(piece.table, table)
        if inside:
            return [mapping[i] for i in inside]
    for piece, mapping in zip(reversed(before), reversed(maps), strict=True):
        if piece.table.cols == table.cols and same_edges(piece.table, table) is not False:
            return list(mapping)
    return None


def _map_by_edges(table: Table, before: Table, mapping: Sequence[int], cols: int) -> list[int]:
    """The joined column of that column of the piece before which holds the middle of each of the piece's columns."""
    edges = before.column_edges
    if not table.column_edges or not edges:
        return [min(c, cols - 1) for c in range(table.cols)]
    found = []
    for c in range(table.cols):
        middle = (table.column_edges[c] + table.column_edges[c + 1]) / 2
        inside = [i for i in range(before.cols) if edges[i] <= middle <= edges[i + 1]]
        found.append(mapping[inside[0]] if inside else min(c, cols - 1))
    return found


def widen(group: Group, maps: Sequence[Sequence[int]]) -> list[Table]:
    """The pieces with the room behind the texts of columns without rules: such a column is as wide as on any page."""
    width: dict[int, float] = {}
    for piece, mapping in zip(group.pieces, maps, strict=True):
        for c, (left, right) in enumerate(piece.table.column_texts or ()):
            width[mapping[c]] = max(width.get(mapping[c], 0.0), right - left)
    widened = []
    for piece, mapping in zip(group.pieces, maps, strict=True):
        table, texts, size = piece.table, piece.table.column_texts, piece.table.text_size
        if texts and size:
            more = [(width[mapping[c]] - (right - left)) / size for c, (left, right) in enumerate(texts)]
            cells = tuple(
                replace(c, room=round(c.room + more[c.col + c.col_span - 1], 2)) if c.room is not None else c
                for c in table.cells
            )
            table = replace(table, cells=cells)
        widened.append(table)
    return widened


def raw_rows(
    piece: Piece, mapping: Sequence[int], cols: int, group: Group, lexicon: Lexicon
) -> tuple[list[Row], list[str]]:
    """The body rows of one piece over the joined columns, spans filled; and the texts of header rows dropped.

    What the pages of a printed table bring with them (its title, the page's number) and what was filled in below it
    are notes.
    """
    grid = piece.table.grid()
    dropped = [c.text for r in piece.head.rows for c in distinct(grid[r]) if c.row == r]
    rows = [_title_row(distinct(grid[r]), cols) for r in piece.head.titles if distinct(grid[r])]
    for r in piece.head.form:
        form = _row(piece.table, grid[r], r, mapping, cols, lexicon)
        rows.append(
            replace(form, kind="note", text=" ".join(one_line(c.text) for c in distinct(grid[r])), flags=("form",))
        )
    titles = group.titles
    foot = _foot(grid, piece, lexicon)
    for r in range(piece.head.body_start, piece.table.rows):
        cells = distinct(grid[r])
        own = [c for c in cells if c.row == r]
        if not own:
            continue
        if repeats_header(grid[r], group.signature):
            dropped.extend(c.text for c in own)
            continue
        if r == piece.head.body_start and piece.head.rows and _counts_columns(own):
            dropped.extend(c.text for c in own)
            continue
        if r >= foot or (len(cells) == 1 and (fold(own[0].text) in titles or is_page_number(one_line(own[0].text)))):
            flags = ("repeat",) if r < foot else ()
            rows.append(replace(_title_row(own, cols), flags=flags))
            continue
        # a header cell that runs down beside the rows (绩效指标) is no value of theirs
        line = [None if c is not None and c.row in piece.head.rows else c for c in grid[r]]
        rows.append(_row(piece.table, line, r, mapping, cols, lexicon))
    return rows, dropped


def header_rows(piece: Piece, signature: Sequence[str]) -> tuple[int, ...]:
    """The piece's header rows, and those below them that repeat the header."""
    grid = piece.table.grid()
    again = (r for r in range(piece.head.body_start, piece.table.rows) if repeats_header(grid[r], signature))
    return (*piece.head.rows, *again)


def _counts_columns(cells: Sequence[Cell]) -> bool:
    """Does the row below a header number its columns: 甲 | 乙 | 1 | 2, （1） | （2） | （3）."""
    texts = [fold(cell.text).strip("()") for cell in cells]
    while texts and texts[0] in _COLUMN_LETTERS:
        texts = texts[1:]
    return len(cells) > 2 and len(texts) > 1 and texts == [str(n) for n in range(1, len(texts) + 1)]


def _foot(grid: Sequence[Sequence[Cell | None]], piece: Piece, lexicon: Lexicon) -> int:
    """Where the rows of labels with what was filled in begin that end a table; its end where there are none."""
    end = len(grid)
    while piece.head.rows and end > piece.head.body_start and is_filled_in(distinct(grid[end - 1]), end - 1, lexicon):
        end -= 1
    return end if end > piece.head.body_start else len(grid)


def _title_row(cells: Sequence[Cell], cols: int) -> Row:
    own = [RowCell(text=one_line(cell.text), origins=(cell.origin,)) for cell in cells[:cols]]
    blank = [RowCell() for _ in range(cols - len(own))]
    if len(cells) == 1 and _SECTION.match(one_line(cells[0].text)):
        # 一、… above a header that comes again in each section
        return Row(kind="section", text=one_line(cells[0].text), cells=(*own, *blank))
    return Row(kind="note", text=" ".join(c.text for c in own), cells=(*own, *blank), flags=("title",))


def _row(table: Table, line: Sequence[Cell | None], r: int, mapping: Sequence[int], cols: int, lexicon: Lexicon) -> Row:
    places: list[RowCell] = [RowCell() for _ in range(cols)]
    for c, cell in enumerate(line):
        if cell is None:
            continue
        filled: Filled | None = "above" if cell.row < r else "left" if cell.col < c else None
        entry = RowCell(
            text=cell.text.strip(),
            origins=(cell.origin,),
            filled=filled,
            flags=cell.flags,
            room=cell.room,
            below=cell.below,
        )
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


def fill_down(rows: Sequence[Row], columns: Sequence[Column], lexicon: Lexicon) -> list[Row]:
    """Fill empty category cells and cells that say 同上, and mark rows without a task of their own with the task above."""
    marks = {fold(mark) for mark in lexicon["columns"]["shape"]["ditto"]}
    filled: list[Row] = []
    above: Row | None = None
    task = next((c.index for c in columns if c.field in {"task"}), None)
    numbers = [c.index for c in columns if c.field == "number"]
    down = [c.index for c in columns if c.field in FILLED_DOWN]
    for row in rows:
        if row.kind == "section":
            above = None
        if row.kind != "body":
            filled.append(row)
            continue
        cells = list(row.cells)
        if above is not None:
            ditto = [i for i, cell in enumerate(cells) if fold(cell.text) in marks and cell.filled is None]
            for index in ditto:
                if above.cells[index].text and index not in numbers:
                    row = replace(row, repeats=(*row.repeats, cells[index].text))
                    cells[index] = replace(above.cells[index], filled="above")
            said = {i for i, cell in enumerate(cells) if cell.text and cell.filled is None}
            if said and said <= set(numbers) and all(not c.text for i, c in enumerate(cells) if i not in said):
                filled.append(row)  # a number written down beforehand
                continue
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

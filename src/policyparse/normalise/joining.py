"""Which tables are pieces of one table, and on what evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from policyparse.document import Block, Heading, Paragraph, Table
from policyparse.lexicon import Lexicon
from policyparse.normalise.headers import Head, distinct, find_head, header_signature, repeats_header, same_header
from policyparse.normalise.model import Decision
from policyparse.normalise.shapes import shape_of
from policyparse.text import count, fold

#: Column boundaries of two pages agree within this many points (Word sets the same table with sub-point drift;
#: scans drift more).
_EDGE_TOLERANCE = 4.0
_NUMBER_CELL = re.compile(r"^[(\[]?(\d{1,4})[)\].、．]?$")
_LEADING_NUMBER = re.compile(r"^[(\[]?(\d{1,4})(?:[)\]、．]|\.(?!\d))")
_SECTION = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章节部])"
)
#: A heading between two pieces of one table is short.
_HEADING_LENGTH = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One table as found, with its head, and the section headings that stand between it and the piece before."""

    table: Table
    head: Head
    bridge: tuple[Paragraph | Heading, ...] = ()


@dataclass(slots=True)
class Group:
    """Pieces of one table. `first_block` is the index of the first piece's block."""

    pieces: list[Piece]
    first_block: int
    signature: tuple[str, ...]
    used_blocks: set[int] = field(default_factory=set)


def group_tables(blocks: Sequence[Block], lexicon: Lexicon) -> tuple[list[Group], list[Decision]]:
    """Group the tables of a document into logical tables, in order."""
    groups: list[Group] = []
    decisions: list[Decision] = []
    between: list[tuple[int, Paragraph | Heading]] = []
    for index, block in enumerate(blocks):
        if not isinstance(block, Table):
            between.append((index, block))
            continue
        head = find_head(block, lexicon)
        decisions.append(
            Decision(
                stage="headers",
                rule=head.rule,
                evidence=f"rows {list(head.rows)}: {head.evidence}",
                origins=(block.origin,),
            )
        )
        group = groups[-1] if groups else None
        if group is not None:
            ok, rule, evidence, head = _joins(group, block, head, [b for _, b in between], lexicon)
            decisions.append(
                Decision(
                    stage="join", rule=rule, evidence=evidence, origins=(group.pieces[-1].table.origin, block.origin)
                )
            )
            if ok:
                bridge = tuple(b for _, b in between)
                group.pieces.append(Piece(table=block, head=head, bridge=bridge))
                group.used_blocks.update(i for i, _ in between)
                between = []
                continue
        groups.append(
            Group(pieces=[Piece(table=block, head=head)], first_block=index, signature=header_signature(block, head))
        )
        between = []
    return groups, decisions


def _joins(
    group: Group, table: Table, head: Head, between: Sequence[Paragraph | Heading], lexicon: Lexicon
) -> tuple[bool, str, str, Head]:
    last = group.pieces[-1].table
    bridging = [b for b in between if not _is_continuation_mark(b, lexicon)]
    if any(not _is_section(b) for b in bridging):
        return False, "apart-text-between", "text stands between the tables", head
    signature = header_signature(table, head)
    numbers = _numbers_continue(group.pieces, table, head)
    if head.rows and head.rule != "contrast":
        if not same_header(group.signature, signature):
            return False, "apart-other-header", "the header names other columns", head
        if bridging and not numbers:
            return False, "apart-heading-between", "a heading stands between and the numbers do not go on", head
        if head.titles and _first_number(table, head) == 1 and _last_number(group.pieces) not in {None, 0}:
            return False, "apart-own-title", "a title of its own, and the numbers begin again", head
        return True, "joined-same-header", "the header comes again" + (", the numbers go on" if numbers else ""), head
    bare = Head(evidence="no header of its own: it continues the table before")
    if repeats_header(table.grid()[0], group.signature):
        return (
            True,
            "joined-same-header",
            "the header comes again",
            Head(rows=(0,), rule="repeated", evidence="as before"),
        )
    same_edges = _same_edges(last, table)
    if same_edges is False or (same_edges is None and last.cols != table.cols):
        return False, "apart-other-columns", f"{last.cols} columns before, {table.cols} here", head
    if numbers:
        return True, "joined-numbers", "the numbers go on", bare
    if not _first_row_fits(group.pieces, table, lexicon):
        return False, "apart-other-header", "its first row is no row of the table before: a header of its own", head
    if _profile_agrees(group.pieces, table, lexicon):
        return True, "joined-same-shape", "the cells of each column are of the same kind", bare
    if bridging:
        return (
            False,
            "apart-heading-between",
            "a heading stands between and no header, number or kind of cell goes on",
            head,
        )
    if table.open_top or last.open_bottom:
        return True, "joined-open-rule", "the row goes on over the page end", bare
    if same_edges and _next_page(last, table):
        return True, "joined-same-edges", "the columns stand at the same places on the next page", bare
    return False, "apart-no-evidence", "no header, no number and no kind of cell goes on", head


def _is_continuation_mark(block: Paragraph | Heading, lexicon: Lexicon) -> bool:
    text = fold(block.text)
    return (
        any(fold(mark) in text for mark in lexicon["columns"]["shape"]["continued"]) and count(text) <= _HEADING_LENGTH
    )


def _is_section(block: Paragraph | Heading) -> bool:
    return bool(_SECTION.match(block.text)) and count(block.text) <= _HEADING_LENGTH


def _same_edges(a: Table, b: Table) -> bool | None:
    """Do the column boundaries agree; None where one table has no geometry."""
    if not a.column_edges or not b.column_edges:
        return None
    if a.cols != b.cols:
        near = sum(any(abs(x - y) <= _EDGE_TOLERANCE for y in a.column_edges) for x in b.column_edges)
        return near >= 0.8 * min(len(a.column_edges), len(b.column_edges)) and abs(a.cols - b.cols) <= 2
    # without outer rules the outer edges are those of the texts and differ from page to page
    inner = slice(1, -1) if a.cols > 2 else slice(None)
    first, second = a.column_edges[inner], b.column_edges[inner]
    shift = second[0] - first[0]
    return all(abs(x + shift - y) <= _EDGE_TOLERANCE for x, y in zip(first, second, strict=True))


def _next_page(a: Table, b: Table) -> bool:
    return a.origin.page is not None and b.origin.page is not None and 0 <= b.origin.page - a.origin.page <= 1


def row_number(texts: Sequence[str]) -> int | None:
    """The Arabic number that a row begins with: a cell of its own among the first three, or inside one."""
    for text in texts[:3]:
        match = _NUMBER_CELL.match(fold(text)) or _LEADING_NUMBER.match(fold(text))
        if match:
            return int(match[1])
    return None


def _row_numbers(table: Table, head: Head) -> list[int]:
    grid = table.grid()
    found = []
    for r in range(head.body_start, table.rows):
        own = [c.text if c is not None and c.row == r else "" for c in grid[r]]
        number = row_number(own)
        if number is not None:
            found.append(number)
    return found


def _first_number(table: Table, head: Head) -> int | None:
    numbers = _row_numbers(table, head)
    return numbers[0] if numbers else None


def _last_number(pieces: Sequence[Piece]) -> int | None:
    for piece in reversed(pieces):
        numbers = _row_numbers(piece.table, piece.head)
        if numbers:
            return numbers[-1]
    return None


def _numbers_continue(pieces: Sequence[Piece], table: Table, head: Head) -> bool:
    first = _first_number(table, head if head.rule != "contrast" else Head())
    last = _last_number(pieces)
    return first is not None and last is not None and first in {last, last + 1} and last > 0


def _profile_agrees(pieces: Sequence[Piece], table: Table, lexicon: Lexicon) -> bool:
    """Are the columns' cells of the same kinds: one agrees on more than "text", and more agree than contradict."""
    before = _profile([(p.table, p.head.body_start) for p in pieces], lexicon)
    after = _profile([(table, 0)], lexicon)
    agreed = contradicted = 0
    for (shape_a, words_a), (shape_b, words_b) in zip(before, after, strict=False):
        if "empty" in (shape_a, shape_b):
            continue
        repeated = {w for w, n in words_a.items() if n > 1} & set(words_b)
        if shape_a == shape_b:
            agreed += shape_a != "text" or bool(repeated)
        elif "text" not in (shape_a, shape_b) or {shape_a, shape_b} & {"ordinal", "person"}:
            contradicted += 1
    return agreed > contradicted


def _first_row_fits(pieces: Sequence[Piece], table: Table, lexicon: Lexicon) -> bool:
    """Could the first row be one of the table before: where that has dates, units, people or numbers, so has the row."""
    before = _profile([(p.table, p.head.body_start) for p in pieces], lexicon)
    first = table.grid()[0]
    if len(distinct(first)) * 2 <= table.cols:
        return True  # the rest of a row that a page end cut: a header fills its cells
    fits = misfits = 0
    for (shape, _), cell in zip(before, first, strict=False):
        if shape in {"text", "empty"} or cell is None or not cell.text.strip():
            continue
        own = shape_of(cell.text, lexicon)
        fits += own == shape or {own, shape} <= {"number", "ordinal", "date"}
        misfits += own == "text"
    return misfits == 0 or fits >= misfits


def _profile(tables: Sequence[tuple[Table, int]], lexicon: Lexicon) -> list[tuple[str, Counter[str]]]:
    """Per column: the most common shape of its cells, and the words of the cells with their numbers."""
    columns: list[tuple[Counter[str], Counter[str]]] = []
    for table, start in tables:
        for row in table.grid()[start:]:
            if len(distinct(row)) < 2:
                continue
            for c, cell in enumerate(row):
                while len(columns) <= c:
                    columns.append((Counter(), Counter()))
                if cell is not None and cell.text.strip():
                    columns[c][0][shape_of(cell.text, lexicon)] += 1
                    columns[c][1][fold(cell.text)] += 1
    return [(shapes.most_common(1)[0][0] if shapes else "empty", words) for shapes, words in columns]

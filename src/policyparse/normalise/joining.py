"""Which tables are pieces of one table, and on what evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from policyparse.document import Block, Heading, Paragraph, Table
from policyparse.lexicon import Lexicon
from policyparse.normalise.column_names import same_meaning
from policyparse.normalise.form_rows import distinct
from policyparse.normalise.headers import (
    Head,
    find_head,
    header_signature,
    repeats_header,
    same_header,
)
from policyparse.normalise.model import Decision
from policyparse.normalise.profiles import (
    aligned,
    first_row_fits,
    profile_agrees,
    same_edges,
    standing_in,
    widened,
)
from policyparse.text import count, fold, one_line

_NUMBER_CELL = re.compile(r"^[(\[]?(\d{1,4})[)\].、．]?$")
_LEADING_NUMBER = re.compile(r"^[(\[]?(\d{1,4})(?:[)\]、．]|\.(?!\d))")
_SECTION = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章节部])"
)
#: A heading between two pieces of one table is short.
_HEADING_LENGTH = 40
#: A title, a subtitle and a unit note at most stand over a table.
_ABOVE = 3
#: Evidence quotes so many characters of a text, and so many names.
_QUOTED, _NAMED = 24, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One table as found, with its head, and what stands between it and the piece before.

    `bridge` are section headings, `repeats` captions and notes that every page prints again (续表, 单位：万元).
    """

    table: Table
    head: Head
    bridge: tuple[Paragraph | Heading, ...] = ()
    repeats: tuple[Paragraph | Heading, ...] = ()


@dataclass(slots=True)
class Group:
    """Pieces of one table. `first_block` is the index of the first piece's block, `above` what stands over it, folded."""

    pieces: list[Piece]
    first_block: int
    signature: tuple[str, ...]
    above: frozenset[str] = frozenset()
    used_blocks: set[int] = field(default_factory=set)

    @property
    def titles(self) -> frozenset[str]:
        """What stands over its first piece, or in the rows above its header; folded."""
        first = self.pieces[0]
        grid = first.table.grid()[: first.head.body_start]
        return self.above | {fold(c.text) for r in first.head.titles for c in distinct(grid[r])}


def group_tables(blocks: Sequence[Block], lexicon: Lexicon, title: str) -> tuple[list[Group], list[Decision]]:
    """Group the tables of a document into logical tables, in order. `title`: what the file calls itself, or ""."""
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
                evidence=f"{_rows(head.rows)}: {head.evidence}",
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
                repeats = tuple(b for _, b in between if _is_repeated(b, group, lexicon))
                bridge = tuple(b for _, b in between if b not in repeats)
                table = block if head.rows else widened(block, group.pieces[-1].table)
                group.pieces.append(Piece(table=table, head=head, bridge=bridge, repeats=repeats))
                group.used_blocks.update(i for i, _ in between)
                between = []
                continue
        groups.append(
            Group(
                pieces=[Piece(table=block, head=head)],
                first_block=index,
                signature=header_signature(block, head),
                above=frozenset({fold(title), *(fold(b.text) for _, b in between[-_ABOVE:])} - {""}),
            )
        )
        between = []
    return groups, decisions


def _joins(
    group: Group, table: Table, head: Head, between: Sequence[Paragraph | Heading], lexicon: Lexicon
) -> tuple[bool, str, str, Head]:
    last = group.pieces[-1].table
    if table.caption and table.caption != group.pieces[0].table.caption:
        return (
            False,
            "apart-other-name",
            f"the sheets are named {group.pieces[0].table.caption} and {table.caption}",
            head,
        )
    bridging = [b for b in between if not _is_repeated(b, group, lexicon)]
    notes = [b for b in bridging if is_note(b, lexicon)]
    text = next((b for b in bridging if not _is_section(b) and b not in notes), None)
    if text is not None:
        return False, "apart-text-between", f"text stands between the tables: “{_short(text.text)}”", head
    signature = header_signature(table, head)
    numbers = _numbers_continue(group.pieces, table, head)
    going = f"the numbers go on{_counted(group.pieces, table, head)}"
    if head.rows and head.rule != "contrast":
        if not same_header(group.signature, signature):
            evidence = _other_words(group, table, head, signature, lexicon)
            if evidence and (numbers or not bridging):
                return True, "joined-other-words", evidence, head
            names = f"{_listed(signature)}; before: {_listed(group.signature)}"
            return False, "apart-other-header", f"the header names other columns: {names}", head
        if bridging and not numbers and not (len(notes) == len(bridging) and _unnumbered_next(group, table, head)):
            return False, "apart-heading-between", "a heading stands between and the numbers do not go on", head
        if (
            (head.titles or _beside(last, table))
            and _first_number(table, head) == 1
            and _last_number(group.pieces) not in {None, 0}
        ):
            return False, "apart-own-title", "a title or a place of its own, and the numbers begin again", head
        return True, "joined-same-header", "the header comes again" + (f", {going}" if numbers else ""), head
    bare = Head(evidence="no header of its own: it continues the table before")
    if repeats_header(table.grid()[0], group.signature):
        return (
            True,
            "joined-same-header",
            "the header comes again",
            Head(rows=(0,), rule="repeated", evidence="as before"),
        )
    edges = _edges_agree(group.pieces, table)
    bodies = any(p.head.body_start < p.table.rows for p in group.pieces)
    if not bodies and group.pieces[0].head.rows and not bridging and last.cols == table.cols and edges is not False:
        return True, "joined-header-apart", "the table before is a header without rows", bare
    before = [(p.table, p.head.body_start) for p in group.pieces]
    if numbers and last.cols == table.cols and _next_page(last, table) and first_row_fits(before, table, lexicon):
        return True, "joined-numbers", going, bare
    if edges is False or (edges is None and not _as_many_columns(group.pieces, table)):
        where = " at other places" if last.cols == table.cols else ""
        return False, "apart-other-columns", f"{last.cols} columns before, {table.cols} here{where}", head
    if numbers:
        return True, "joined-numbers", going, bare
    if not first_row_fits(before, table, lexicon):
        row = _listed([one_line(cell.text) for cell in distinct(table.grid()[0])])
        return False, "apart-other-header", f"its first row ({row}) is no row of the table before but a header", head
    if profile_agrees(before, table, lexicon):
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
    if edges and _next_page(last, table):
        return True, "joined-same-edges", "the columns stand at the same places on the next page", bare
    return False, "apart-no-evidence", "no header, no number and no kind of cell goes on", head


def _rows(rows: Sequence[int]) -> str:
    """The header rows as words, counted from 0."""
    return f"header row{'s' if len(rows) > 1 else ''} {', '.join(map(str, rows))}" if rows else "no header"


def _short(text: str) -> str:
    """A text as evidence quotes it."""
    line = one_line(text)
    return line if len(line) <= _QUOTED else line[: _QUOTED - 1] + "…"


def _listed(texts: Sequence[str]) -> str:
    return "、".join(_short(text) for text in texts[:_NAMED]) + ("…" if len(texts) > _NAMED else "")


def _counted(pieces: Sequence[Piece], table: Table, head: Head) -> str:
    """The last number before and the first here, in brackets; "" where they stand inside the cells."""
    last, first = _last_number(pieces), _first_number(table, head)
    return f" ({last}, {first})" if last and first in {last, last + 1} else ""


def _edges_agree(pieces: Sequence[Piece], table: Table) -> bool | None:
    """Do the column boundaries agree with the last piece's, or with the first one's: names stand over all its columns."""
    last = same_edges(pieces[-1].table, table)
    return same_edges(pieces[0].table, table) if last is False else last


def _as_many_columns(pieces: Sequence[Piece], table: Table) -> bool:
    ends = (pieces[-1].table, pieces[0].table)
    return any(one.cols == table.cols or standing_in(one, table) for one in ends)


def _other_words(group: Group, table: Table, head: Head, signature: Sequence[str], lexicon: Lexicon) -> str:
    """Why a header in other words (牵头单位 and 主办单位) is that of the table before; empty where it is not.

    Every name stands for the same field as the one before it at its place, and the numbers go on; where no row has a
    number, the columns stand at the same places and one name is the same.
    """
    edges = same_edges(group.pieces[-1].table, table)
    if edges is False or not same_meaning(group.signature, signature, lexicon):
        return ""
    names = f"the same columns in other words: {_listed(signature)}"
    if _numbers_continue(group.pieces, table, head):
        return f"{names}; the numbers go on{_counted(group.pieces, table, head)}"
    unnumbered = _last_number(group.pieces) is None and _first_number(table, head) is None
    return f"{names}, at the same places" if edges and unnumbered and set(group.signature) & set(signature) else ""


def _beside(a: Table, b: Table) -> bool:
    """Do both begin in the same row of a sheet, or of two sheets: what goes on begins below, not on the same line."""
    sheets = a.evidence == b.evidence == "sheet region"
    return sheets and a.origin.line == b.origin.line and a.origin.table != b.origin.table


def _is_repeated(block: Paragraph | Heading, group: Group, lexicon: Lexicon) -> bool:
    """Does the text belong to the table's parts on every page: 续表, a unit note, or what stands over the first."""
    text, shape = fold(block.text), lexicon["columns"]["shape"]
    if count(text) > _HEADING_LENGTH or _is_section(block):
        return False
    marked = any(fold(mark) in text for mark in shape["continued"])
    unit = any(text.strip("([").startswith(fold(mark)) for mark in shape["unit_rows"])
    return marked or unit or text in group.above


def is_note(block: Paragraph | Heading, lexicon: Lexicon) -> bool:
    """Is it a remark below a table: 注：…"""
    text = fold(block.text)
    return any(text.startswith(fold(mark)) for mark in lexicon["columns"]["shape"]["notes"])


def _unnumbered_next(group: Group, table: Table, head: Head) -> bool:
    """Does the table stand on the next page, and neither it nor the one before counts its rows."""
    counted = _last_number(group.pieces) is not None or _first_number(table, head) is not None
    pages = group.pieces[-1].table.origin.page, table.origin.page
    return not counted and pages[0] is not None and pages[1] == pages[0] + 1


def _is_section(block: Paragraph | Heading) -> bool:
    return bool(_SECTION.match(block.text)) and count(block.text) <= _HEADING_LENGTH


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
    head = head if head.rule != "contrast" else Head()
    first = _first_number(table, head)
    last = _last_number(pieces)
    if first is not None and last is not None and first in {last, last + 1} and last > 0:
        return True
    # the number may stand inside the task, wherever its column is
    places = aligned(pieces[-1].table, table)
    before, after = _leading_numbers(pieces[-1].table, pieces[-1].head), _leading_numbers(table, head)
    return any(
        place in after and after[place][0] == numbers[-1] + 1 and _counts_on(numbers)
        for column, numbers in before.items()
        for place in [places[column]]
    )


def _leading_numbers(table: Table, head: Head) -> dict[int, list[int]]:
    """The numbers that the cells of each column begin with, from top to bottom."""
    found: dict[int, list[int]] = {}
    for r, row in enumerate(table.grid()[head.body_start :], start=head.body_start):
        for cell in distinct(row):
            if cell.row == r and cell.col_span < table.cols and (match := _LEADING_NUMBER.match(fold(cell.text))):
                found.setdefault(cell.col, []).append(int(match[1]))
    return found


def _counts_on(numbers: Sequence[int]) -> bool:
    """Does each number follow the one before: lists inside cells begin at 1 again."""
    return all(b == a + 1 for a, b in pairwise(numbers))

"""The account of every non-blank character: in a record, in the structure, set aside, or unaccounted for.

The extractor counted the source's characters on the raw material; the blocks, cells and what was set
aside are counted here. What is missing between the two is unaccounted, and so is every character of a
record's paragraph or cell that none of the record's fields holds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from policyparse.document import SetAside
from policyparse.normalise.model import LogicalTable, Tidy
from policyparse.origin import Origin
from policyparse.problems import Problem
from policyparse.records import Coverage, Record, SetAsideOut
from policyparse.text import count, fold

#: Left of a paragraph when its record's fields are taken out: the number's brackets, stops, owner brackets.
_MARKS = re.compile(r"[\W_⑴-⒛㈠-㈩]+", re.U)
_EDGES = re.compile(r"^[\W_]+|[\W_]+$", re.U)
#: Roles of blocks that are no part of the document, with the reason they are set aside for.
_ASIDE = {"site": "navigation", "contents": "contents"}
_SAMPLE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """The folded texts of a record's fields, as a set, the longest first, and joined."""

    texts: frozenset[str]
    longest_first: tuple[str, ...]
    whole: str


@dataclass(slots=True)
class _Account:
    counters: frozenset[str]
    held: dict[int, _Held] = field(default_factory=dict)
    in_records: int = 0
    in_structure: int = 0
    unaccounted: int = 0
    aside: list[SetAside] = field(default_factory=list)
    lost: list[tuple[str, Origin]] = field(default_factory=list)

    def fields_of(self, record: Record) -> _Held:
        """Read once for each record: it may stand in thousands of paragraphs."""
        if id(record) not in self.held:
            words = frozenset(_fields(record))
            self.held[id(record)] = _Held(texts=words, longest_first=_longest_first(words), whole="\x00".join(words))
        return self.held[id(record)]


def account(
    tidy: Tidy,
    roles: Mapping[int, str],
    by_block: Mapping[int, Sequence[Record]],
    by_cell: Mapping[tuple[int, int, int], Sequence[Record]],
    counters: frozenset[str],
) -> tuple[Coverage, list[Problem]]:
    """Make the account. `roles` gives the structural role of blocks, `by_block` and `by_cell` the records that were
    read from them. A block with neither role nor record is unaccounted. `counters`: words that make a number
    (第三条, 一是, 任务1), structure like its brackets and points."""
    sums = _Account(counters=counters)
    counted = 0
    for index, block in enumerate(tidy.blocks):
        if isinstance(block, LogicalTable):
            size = sum(count(cell.text) for part in block.parts for cell in part.cells) + _bridged(block)
            counted += size
            _table(block, size, roles.get(index), by_cell, sums)
            continue
        counted += count(block.text)
        origin = block.origins[0] if block.origins else Origin()
        role = roles.get(index)
        if index in by_block:
            _text(block.text, by_block[index], origin, sums)
        elif role in _ASIDE:
            sums.aside.append(SetAside(text=block.text, reason=_ASIDE[role], origin=origin))
        elif role is not None:
            sums.in_structure += count(block.text)
        else:
            sums.unaccounted += count(block.text)
            sums.lost.append((block.text, origin))
    aside = [*tidy.set_aside, *sums.aside]
    set_aside = sum(count(item.text) for item in aside)
    characters = tidy.document.characters
    missing = characters - counted - sum(count(item.text) for item in tidy.set_aside)
    problems = [
        Problem(code="text-unaccounted", message=f"{count(text)} characters: “{text[:_SAMPLE]}”", source=(origin,))
        for text, origin in sums.lost
    ]
    if missing > 0:
        problems.append(Problem(code="text-unaccounted", message=f"{missing} characters of the file were not read"))
    elif missing < 0:
        # the reader made text that its own count does not know (an automatic number): count it in
        characters -= missing
        missing = 0
    coverage = Coverage(
        characters=characters,
        in_records=sums.in_records,
        in_structure=sums.in_structure,
        set_aside=set_aside,
        unaccounted=sums.unaccounted + missing,
        set_aside_items=[
            SetAsideOut(reason=i.reason, text=i.text, characters=count(i.text), source=[i.origin])
            for i in aside
            if i.text.strip()
        ],
    )
    return coverage, problems


def _table(
    table: LogicalTable,
    size: int,
    role: str | None,
    by_cell: Mapping[tuple[int, int, int], Sequence[Record]],
    sums: _Account,
) -> None:
    if role in _ASIDE:
        text = "".join(cell.text for part in table.parts for cell in part.cells)
        sums.aside.append(SetAside(text=text, reason=_ASIDE[role], origin=table.origin))
        return
    seen = sum(count(text) for text in (*table.header_texts, *(t for row in table.rows for t in row.repeats)))
    sums.in_structure += seen
    has_records = any((table.index, r, c) in by_cell for r in range(len(table.rows)) for c in range(len(table.columns)))
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row.cells):
            if cell.filled is not None or not cell.text:
                continue
            size_of_cell = count(cell.text)
            seen += size_of_cell
            origin = cell.origins[0] if cell.origins else table.origin
            records = by_cell.get((table.index, r, c))
            if records:
                _text(cell.text, records, origin, sums)
            elif row.kind != "body" or not has_records or not _in_record_row(table, r, by_cell):
                sums.in_structure += size_of_cell
            else:
                sums.unaccounted += size_of_cell
                sums.lost.append((cell.text, origin))
    missing = size - seen
    if missing > 0:
        sums.unaccounted += missing
        sums.lost.append((f"{missing} characters of table {table.index}", table.origin))


def _bridged(table: LogicalTable) -> int:
    """Characters of headings between two pieces that became section rows: they are no cells of the pieces."""
    rows = [row for row in table.rows if "bridge" in row.flags]
    return sum(count(row.text) for row in rows)


def _in_record_row(table: LogicalTable, r: int, by_cell: Mapping[tuple[int, int, int], Sequence[Record]]) -> bool:
    return any((table.index, r, c) in by_cell for c in range(len(table.columns)))


def _text(text: str, records: Sequence[Record], origin: Origin, sums: _Account) -> None:
    """Take the records' fields out of the text; marks that are left are structure, words are unaccounted."""
    rest = fold(text)
    fields = [sums.fields_of(record) for record in records]
    if any(rest in held.texts for held in fields):
        sums.in_records += count(text)
        return
    times = Counter(words for held in fields for words in held.texts) if len(fields) > 1 else {}
    for words in _longest_first(times) if times else fields[0].longest_first:
        if rest in words:
            rest = ""
            break
        rest = rest.replace(words, "\x00", times.get(words, 1))  # two parts of a paragraph may have the same owner
    pieces = [piece for piece in rest.split("\x00") if piece]
    left = sum(len(piece) for piece in pieces)
    # a paragraph's end that a page break cut is a part of a field, and no field stands whole in it
    bare = [(piece, _MARKS.sub("", piece)) for piece in pieces]
    words_left = [
        piece
        for piece, words in bare
        if words and words not in sums.counters and not any(_EDGES.sub("", piece) in held.whole for held in fields)
    ]
    lost = sum(len(piece) for piece in words_left)
    sums.in_records += count(text) - left
    sums.in_structure += left - lost
    if lost:
        sums.unaccounted += lost
        sums.lost.append((" … ".join(words_left), origin))


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


def _fields(record: Record) -> Iterable[str]:
    """Every text of a record, folded."""
    texts = [
        record.number,
        record.task,
        record.content,
        record.target.text,
        record.deadline.text,
        record.owner.text,
        "".join(step.text for step in record.steps),
        *record.section,
        *record.attributes.values(),
        *(m.unit for m in record.target.measures),
        *(m.text for m in record.target.measures),
        *(step.text for step in record.steps),
        *(line for line in (record.content or "").split("\n")),
        *(piece for piece in (record.owner.text or "").split("；")),
    ]
    return [folded for folded in (fold(text) for text in texts if text) if folded]

"""Owners that stand in the words of a row: 1.…（责任单位：甲）2.…（责任单位：乙） in one cell are tasks of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from policyparse.interpret.context import Context, Draft
from policyparse.interpret.markers import read_marker, strip_stop
from policyparse.interpret.owners import OwnerRules, split_parts
from policyparse.interpret.prose_record import split_title
from policyparse.interpret.reading import Reading
from policyparse.interpret.row_fields import Sheet, fill
from policyparse.normalise.model import Field, Row
from policyparse.records import Owner, Record
from policyparse.text import one_line

_OWNERS: set[Field | None] = {"owner", "lead", "support"}
#: A number that begins an item of a list inside a cell.
_ITEM = re.compile(r"(?:^|(?<=[。；;）)\s]))[（(]?(\d{1,3})[）).．、](?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One task of a cell: its words without the statement of owners."""

    number: str | None
    text: str
    owner: Reading[Owner] | None


def rows_of(sheet: Sheet, record: Record, index: int, row: Row) -> list[Draft]:
    """The filled records of one row. `record` has its number, section and task.

    Where the row's cells of owners are empty, statements of owners are looked for in the content, else in the task:
    one gives the row's owners, several give a record each, below the task where they stand in the content.
    """
    stated = any(c.field in _OWNERS and row.cells[c.index].text for c in sheet.columns)
    content = next((c for c in sheet.columns if c.field == "content" and row.cells[c.index].text), None)
    if not stated and content is not None:
        pieces = _pieces(row.cells[content.index].text, sheet.context)
        if len(pieces) == 1:
            row = _with_content(row, content.index, pieces[0].text)
            return [_filled(sheet, record, index, row, pieces[0].owner)]
        if pieces:
            section = [*record.section, record.task]
            return [_part(sheet, record, section, index, row, content.index, piece) for piece in pieces]
    if not stated:
        pieces = _pieces(record.task, sheet.context)
        if len(pieces) == 1:
            record.task = strip_stop(one_line(pieces[0].text))
            return [_filled(sheet, record, index, row, pieces[0].owner)]
        if pieces:
            if pieces[0].number is None and record.number is not None:
                pieces[0] = replace(pieces[0], number=record.number)
            return [_part(sheet, record, record.section, index, row, None, piece) for piece in pieces]
    return [_filled(sheet, record, index, row, None)]


def _pieces(text: str, context: Context) -> list[Piece]:
    """The tasks of a cell with their owners; none where it states no owner apart from its sentences."""
    parts, _ = split_parts(text, OwnerRules(), context.lexicon, context.known)
    owned = [p for p in parts if p.owner is not None and p.text.strip("\n ") != text[p.start : p.end].strip("\n ")]
    if not owned:
        return []
    items = _items(text) if len(owned) > 1 else []
    if len(owned) == 1:
        return [Piece(number=None, text=_joined([p.text for p in parts]), owner=owned[0].owner)]
    if len(items) < 2:
        return [_numbered(p.text, p.owner, context) for p in parts if p.text.strip("。；;，, \n")]
    found = []
    for item in items:
        inner, _ = split_parts(item, OwnerRules(), context.lexicon, context.known)
        owner = next((p.owner for p in inner if p.owner is not None), None)
        found.append(_numbered(_joined([p.text for p in inner]), owner, context))
    return found


def _items(text: str) -> list[str]:
    """A text cut before the numbers that count up in it; the words above the first go with it."""
    starts: list[int] = []
    last = 0
    for found in _ITEM.finditer(text):
        if int(found[1]) == last + 1 or not starts:
            last = int(found[1])
            starts.append(found.start())
    starts = [0, *starts[1:]]
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def _numbered(text: str, owner: Reading[Owner] | None, context: Context) -> Piece:
    text = text.strip("\n ")
    marker = read_marker(text, context.lexicon)
    return Piece(number=marker.number if marker else None, text=text[marker.end if marker else 0 :], owner=owner)


def _joined(texts: Sequence[str]) -> str:
    return "".join(texts).strip("\n ")


def _with_content(row: Row, column: int, text: str) -> Row:
    cells = list(row.cells)
    cells[column] = replace(cells[column], text=text)
    return replace(row, cells=tuple(cells))


def _part(
    sheet: Sheet, whole: Record, section: Sequence[str], index: int, row: Row, column: int | None, piece: Piece
) -> Draft:
    """The record of one piece; what else stands in the row holds for each. `column`: that of the content it stands in."""
    task, rest = split_title(piece.text)
    record = Record(id="", kind=whole.kind, number=piece.number, section=list(section), task=task)
    origins = row.cells[column].origins if column is not None else ()
    if column is not None:
        row = _with_content(row, column, rest or "")
    draft = _filled(sheet, record, index, row, piece.owner)
    if rest and record.content is None:
        record.content = rest
    numbers = next((c for c in sheet.columns if c.field == "number"), None)
    if column is not None and whole.number and numbers is not None:
        record.attributes.setdefault(numbers.name, whole.number)  # that of the heading which the row's task became
    if column is not None and not rest:
        draft.cells.append((sheet.table.index, index, column))
        places = [replace(o, table=sheet.table.index, row=index) for o in origins]
        record.fields_source["task"] = places or record.fields_source.get("task", [])
    return draft


def _filled(sheet: Sheet, record: Record, index: int, row: Row, owner: Reading[Owner] | None) -> Draft:
    draft = Draft(record=record)
    fill(sheet, draft, index, row)
    if owner is not None:
        people = [*record.owner.leaders, *owner.value.leaders]
        words = "；".join(filter(None, (record.owner.text, owner.value.text)))
        record.owner = owner.value.model_copy(update={"leaders": people, "text": words or None})
        draft.take(owner, "owner")
    return draft

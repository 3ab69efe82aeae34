"""Which cells were given the text of another one, and why, as decisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from policyparse.document import Table
from policyparse.normalise.model import Column, Decision, Row, RowCell
from policyparse.origin import Origin
from policyparse.text import one_line

_SHOWN = 20


def fillings(rows: Sequence[Row], columns: Sequence[Column], parts: Sequence[Table]) -> list[Decision]:
    """One decision for each run of cells below one another that were given the same text in the same way."""
    tables = {part.origin.table: part for part in parts}
    places = [row.origins[0] if row.kind == "body" and row.origins else None for row in rows]
    found: list[Decision] = []
    for column in columns:
        ways = [
            _way(row.cells[column.index], place, tables, row.repeats) if place is not None else None
            for row, place in zip(rows, places, strict=True)
        ]
        for way, run in groupby(range(len(rows)), key=lambda n: ways[n]):
            members = list(run)
            if way is None:
                continue
            text, rule, why = way
            name = _shortened(column.name) or f"column {column.index + 1}"
            count = f"{len(members)} row{'s' if len(members) > 1 else ''}"
            found.append(
                Decision(
                    stage="rows",
                    rule=rule,
                    evidence=f"{name}: “{text}” in {count}, {why}",
                    origins=tuple(_places(places, members)),
                )
            )
    return found


def _way(
    cell: RowCell, place: Origin, tables: dict[int | None, Table], said: Sequence[str]
) -> tuple[str, str, str] | None:
    """The text, the rule's name and the reason; None for a cell that has its own text."""
    if cell.filled is None or not cell.text:
        return None
    shown = _shortened(cell.text)
    if cell.filled == "left":
        return shown, "cell-filled-from-left", "a merged cell reaches over from the left"
    source = cell.origins[0] if cell.origins else None
    part = tables.get(place.table)
    if source is None or part is None or source.table != place.table:
        where = f" of page {source.page}" if source is not None and source.page not in {None, place.page} else ""
        return shown, "cell-filled-from-above", f"empty here, the cell{where} goes on"
    below = f"where it says {said[0]}" if said else "empty below that cell"
    covers = any(
        c.origin == source and place.row is not None and c.row <= place.row < c.row + c.row_span for c in part.cells
    )
    return shown, "cell-filled-from-above", "a merged cell covers them" if covers else below


def _shortened(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def _places(places: Sequence[Origin | None], members: Sequence[int]) -> Iterator[Origin]:
    """The first and the last row of a run."""
    for n in dict.fromkeys((members[0], members[-1])):
        place = places[n]
        if place is not None:
            yield place

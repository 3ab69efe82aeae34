"""The words below a picture: what the colours mean, and the decisions about each table on it with their evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from policyparse.document import Table
from policyparse.normalise.model import Decision, LogicalTable
from policyparse.pictures.fonts import font, wrap
from policyparse.pictures.marks import COLOURS, meaning

if TYPE_CHECKING:
    from PIL.Image import Image

#: Pixels: words, a line of them, room at the sides, a field of colour.
_WORDS, _LINE, _PAD, _FIELD = 13, 18, 8, 12
#: Lines of words below one picture, of one decision, and decisions of one kind.
_MOST, _LINES, _EACH = 60, 4, 8
_NARROWEST = 900


def table_words(table: LogicalTable, number: int, decisions: Iterable[Decision]) -> Iterator[str]:
    """What is said of one piece: its place in the table, then the decisions about it, each with its evidence."""
    part = table.parts[number]
    piece = f", piece {number + 1} of {len(table.parts)}" if len(table.parts) > 1 else ""
    name = f" “{table.name}”" if table.name else ""
    yield f"table {table.index}{name}{piece}: {part.rows} rows × {part.cols} columns, {part.evidence}"
    about = [d for d in decisions if d.origins and _is_about(d, part)]
    for stage in ("join", "headers"):
        for decision in about:
            if decision.stage == stage:
                yield f"· {stage}: {decision.rule}: {decision.evidence}"
    if number == 0:
        named = [f"{' / '.join(c.path) or c.index + 1} = {meaning(c)}" for c in table.columns]
        yield "· columns: " + "; ".join(named)
    rows = [d for d in about if d.stage == "rows"]
    for decision in rows[:_EACH]:
        yield f"· rows: {decision.rule}: {decision.evidence}"
    if len(rows) > _EACH:
        yield f"· … and {len(rows) - _EACH} more decisions about rows"


def _is_about(decision: Decision, part: Table) -> bool:
    """Is the decision about this piece: a join is about the later of its two."""
    last = decision.origins[-1]
    return last == part.origin if decision.stage in {"join", "headers"} else last.table == part.origin.table


def with_panel(picture: Image, words: Iterable[str]) -> Image:
    """The picture with the colours' meaning and the words below it; nothing on the page itself is covered."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 (heavy)

    wide = max(picture.width, _NARROWEST)
    lines = [line for said in words for line in wrap(said, wide - 2 * _PAD, _WORDS, _LINES)]
    if len(lines) > _MOST:
        lines = [*lines[: _MOST - 1], "… the rest is in what policyparse inspect prints"]
    sheet = Image.new("RGB", (wide, picture.height + (len(lines) + 1) * _LINE + 2 * _PAD), "white")
    sheet.paste(picture, (0, 0))
    pen = ImageDraw.Draw(sheet)
    y = picture.height + _PAD
    pen.line((0, picture.height, wide, picture.height), fill="#cccccc")
    x = float(_PAD)
    for kind, colour in COLOURS.items():
        pen.rectangle((x, y + 2, x + _FIELD, y + 2 + _FIELD), fill=colour)
        pen.text((x + _FIELD + 4, y), kind, fill="black", font=font(_WORDS))
        x += _FIELD + 20 + pen.textlength(kind, font=font(_WORDS))
    for number, line in enumerate(lines, start=1):
        pen.text((_PAD, y + number * _LINE), line, fill="black", font=font(_WORDS))
    return sheet

"""Rows that a page break cut: which first row of a page is the rest of the row above, and the two made one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

from policyparse.lexicon import Lexicon
from policyparse.normalise.model import Column, Decision, Row, RowCell
from policyparse.normalise.shapes import shape_of
from policyparse.text import count, fold, is_cjk, join_lines

_SENTENCE_END = re.compile(r"[。！？!?；;]$|[。！？；][”’）)】》]$")
#: After these a time may go on: 2027年 | 6月底前.
_TIME_GOES_ON = re.compile(r"[年月日号\d至到和及、，；,;.\-—~～（(]$")
_PIECE_START = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、．.]|[一二三四五六]是|第[一二三四\d]{1,2}(?:季度|阶段)|\d{1,2}月|[①-⑳])"
)
_OPENERS = frozenset("（〔【《「『“‘([{〈")
_CLOSERS = frozenset("，。、；：！？）〕】》」』”’％%,.;:!?)]}〉…")
#: Width of a Latin letter or figure, in ems.
_LATIN = 0.55
#: A row that fills at most this part of the cells of the row above is no row of its own.
_FEW = 1 / 3
#: Two rows with whole numbers in so many of the same columns are two rows.
_FIGURES = 2
#: So many rows show how the cells of a table are written.
_SHOWN = 3
#: A row that is so many times as long as the longest other one, in so many columns and all that go on, is two rows.
_LONGER, _ALL_LONGER = 1.25, 3
#: Below a text that goes on after the page end is less room than for this many ems: layout moves at most one line more
#: than it must (no line alone at a page's end or start, lines of up to 1.75 ems) …
_ROOM_BELOW = 3.6
#: … and where the next words would have fitted in its last line, less than for this.
_SOME_BELOW = 0.4
#: What a merged cell above gives to the rows below.
FILLED_DOWN = {"category", "problem"}
_WHOLE_SHAPES = {"deadline": "date", "leader": "person", "lead": "unit", "support": "unit", "owner": "unit"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Habits:
    """How the cells of a table are written, told by the rows that no page end can have cut.

    `filled`: the columns in which every row has a cell of its own; `numbered`: so has that of the numbers. `stops`: columns
    whose cells end in stops; `lists`: those with line ends set by hand. `longest`: characters of the longest cell by
    column, where rows enough show them.
    """

    filled: frozenset[int]
    numbered: bool
    stops: frozenset[int]
    lists: frozenset[int]
    longest: Mapping[int, int]

    @classmethod
    def of(cls, pieces: Sequence[list[Row]], columns: Sequence[Column]) -> _Habits:
        inner = [row for piece in pieces for row in [r for r in piece if r.kind == "body"][1:-1]]
        own = {c.index: [r.cells[c.index] for r in inner if r.cells[c.index].filled is None] for c in columns}
        filled = {c for c, cells in own.items() if inner and len(cells) == len(inner) and all(x.text for x in cells)}
        number = next((c.index for c in columns if c.field == "number"), None)
        texts = {c: [cell.text for cell in cells if cell.text] for c, cells in own.items()}
        return cls(
            filled=frozenset(filled if len(inner) >= _SHOWN else filled & {number}),
            numbered=number in filled,
            stops=frozenset(c for c, own in texts.items() if 2 * sum(map(_ends, own)) >= len(own)),
            lists=frozenset(
                c.index for c in columns if any("\n" in r.cells[c.index].text for p in pieces for r in p if r.cells)
            ),
            longest={c: max(map(count, own), default=0) for c, own in texts.items()} if len(inner) >= _SHOWN else {},
        )


def join_over_pages(
    pieces: Sequence[list[Row]], columns: Sequence[Column], lexicon: Lexicon
) -> tuple[list[Row], list[Decision]]:
    """Put the pieces' rows in one list; a row that a page break cut becomes one row."""
    rows: list[Row] = []
    decisions: list[Decision] = []
    habits = _Habits.of(pieces, columns)
    for number, piece in enumerate(pieces):
        piece = list(piece)
        at = next((i for i, row in enumerate(piece) if row.kind != "note"), None)
        last = next((i for i in range(len(rows) - 1, -1, -1) if rows[i].kind != "note"), None)
        if number and at is not None and last is not None and rows[last].kind == "body" and piece[at].kind == "body":
            alone = not any(row.kind == "body" for row in piece[at + 1 :])
            evidence = _cut(_with_categories(rows, last, columns), piece[at], columns, lexicon, habits, alone=alone)
            if evidence:
                decisions.append(
                    Decision(stage="rows", rule="row-joined-over-page", evidence=evidence, origins=piece[at].origins)
                )
                rows[last] = _join(rows[last], rest := piece.pop(at))
                piece[at:] = _spread(rows[last], rest, piece[at:])
                piece[at:] = _carry(rows[last], piece[at:], columns, cut=True)
            else:
                piece[at:] = _carry(rows[last], piece[at:], columns)
        rows.extend(piece)
    return rows, decisions


def _ends(text: str) -> bool:
    return bool(_SENTENCE_END.search(text))


def _with_categories(rows: Sequence[Row], at: int, columns: Sequence[Column]) -> Row:
    """The row `at` with the categories that stand above it, where its own are empty: a page may print them again."""
    cells = list(rows[at].cells)
    for column in columns:
        if column.field not in FILLED_DOWN or cells[column.index].text:
            continue
        for row in reversed(rows[:at]):
            if row.kind == "section":
                break
            if row.kind == "body" and row.cells[column.index].text:
                cells[column.index] = replace(row.cells[column.index], filled="above")
                break
    return replace(rows[at], cells=tuple(cells))


def _cut(a: Row, b: Row, columns: Sequence[Column], lexicon: Lexicon, habits: _Habits, *, alone: bool) -> str:
    """Why row `b`, the first of a page, is the rest of row `a`; empty where it is not.

    `alone`: `b` is the page's only row, and a page end may have cut it too.
    """
    own = [c for c in columns if b.cells[c.index].text and b.cells[c.index].filled is None]
    if habits.numbered and _begins_above(a, b, own):
        return "every row has a number, and the one above has its number here"
    if not own or any(c.field == "number" for c in own) or _has_numbered_task(b, columns):
        return ""
    if sum(_is_figure(a.cells[c.index].text) and _is_figure(b.cells[c.index].text) for c in own) >= _FIGURES:
        return ""  # numbers are not cut: each row has its own
    numbered = any(c.field == "number" for c in columns) or _has_numbered_task(a, columns)
    again = [c for c in own if c.field in FILLED_DOWN and fold(a.cells[c.index].text) == fold(b.cells[c.index].text)]
    own = [c for c in own if c not in again]
    heads = [c for c in own if c.field in FILLED_DOWN]
    shared = [c for c in own if a.cells[c.index].text and c not in heads]
    if heads and not all(_may_go_on(a.cells[c.index], b.cells[c.index]) for c in heads):
        return ""
    if heads and not (habits.numbered or _goes_on_everywhere(a, b, [*heads, *shared])):
        return ""
    if any(c.field == "deadline" and _are_two(a, b, c, lexicon, habits) for c in shared):
        return ""
    if any(_stops_above(a.cells[c.index], b.cells[c.index]) for c in shared):
        return ""  # a cell that has both would have gone on below its last line
    known = [c for c in shared if a.cells[c.index].room is not None and a.cells[c.index].filled is None]
    ended = [c for c in known if _has_ended(a.cells[c.index], b.cells[c.index])]
    filled = [c for c in columns if a.cells[c.index].text and c.field not in FILLED_DOWN]
    missing = [c for c in columns if c.index in habits.filled and not b.cells[c.index].text and a.cells[c.index].text]
    if not missing and any(c.index not in habits.lists and not _ends(a.cells[c.index].text) for c in ended):
        return ""  # a line that ended of itself, where no line end is set by hand
    full_row = all(c in own for c in filled)
    if full_row and not numbered and ended:
        return ""  # lines that ended of themselves, and all cells filled: a row of its own
    if (
        full_row
        and not numbered
        and not any(_is_part(c, a, b, lexicon, stops=bool(known) and c.index in habits.stops, alone=alone) for c in own)
    ):
        return ""  # a full row of a table without numbers is a row of its own
    if missing and not ended:
        return f"every row has its own {missing[0].name or missing[0].index}, and this one has none"
    longest = habits.longest
    if len(shared) >= _ALL_LONGER and all(
        count(a.cells[c.index].text + b.cells[c.index].text) > _LONGER * longest.get(c.index, inf) for c in shared
    ):
        return ""  # one row would be longer than all others in every column
    open_cells = []
    for column in shared:
        first, second = a.cells[column.index], b.cells[column.index]
        if column in ended or _ends(first.text):
            continue
        if column not in known and _PIECE_START.match(second.text):
            continue
        if len(own) > 1 and _are_dates(first, second, lexicon):
            continue  # two times, or 2027年 | 6月底前: the other cells must tell
        open_cells.append(f"“…{first.text[-6:]}” | “{second.text[:6]}…”")
    if open_cells:
        return "cut in the middle of " + "; ".join(open_cells)
    # nothing is open: a lone long cell without task, time and owner is the rest of the row above
    if len(own) == 1 and own[0].field in {"steps", "content", "target", "support"} and a.cells[own[0].index].text:
        return f"only the column {own[0].name or own[0].index} goes on"
    if habits.numbered and known and len(own) <= _FEW * len(filled):
        return "every row has a number and fills its cells, and this one does not"
    return ""


def _begins_above(a: Row, b: Row, own: Sequence[Column]) -> bool:
    """Is `a` the beginning of the row `b`, whose number and short cells are set in its middle: on the next page."""
    number = next((c.index for c in own if c.field == "number"), None)
    if number is None or a.cells[number].text:
        return False
    shared = [c for c in own if a.cells[c.index].text and a.cells[c.index].filled is None]
    return bool(shared) and not any(_has_ended(a.cells[c.index], b.cells[c.index]) for c in shared)


def _goes_on_everywhere(a: Row, b: Row, columns: Sequence[Column]) -> bool:
    """Do all of these cells leave too little room for what the next page begins with, and more than one does."""
    known = [c for c in columns if a.cells[c.index].room is not None and a.cells[c.index].filled is None]
    return len(known) > 1 and not any(_has_ended(a.cells[c.index], b.cells[c.index]) for c in known)


def _may_go_on(first: RowCell, second: RowCell) -> bool:
    """Could `second` be the rest of a category that a page end cut: one of its own row, without room at its end."""
    return bool(first.text) and first.filled is None and first.room is not None and not _has_ended(first, second)


def _has_ended(first: RowCell, second: RowCell) -> bool:
    """Is behind the last line of `first` room for the beginning of `second`."""
    return first.room is not None and first.room > _opening(second.text)


def _stops_above(first: RowCell, second: RowCell) -> bool:
    """Does `first` end so high above the end of its row that `second` is another text."""
    if first.below is None or first.filled is not None or fold(first.text) == fold(second.text):
        return False
    return first.below > _ROOM_BELOW or (first.below > _SOME_BELOW and _has_ended(first, second))


def _opening(text: str) -> float:
    """The width of the text's beginning that stays together at a line end, in ems (see GB/T 15834, 5.1)."""
    width, index = 0.0, 0
    while index < len(text) - 1 and text[index] in _OPENERS:
        width, index = width + 1.0, index + 1
    if index < len(text) and not is_cjk(text[index]):
        while index < len(text) and not is_cjk(text[index]) and not text[index].isspace():
            width, index = width + _LATIN, index + 1
    else:
        width, index = width + 1.0, index + 1
    while index < len(text) and text[index] in _CLOSERS:
        width, index = width + (1.0 if is_cjk(text[index]) else _LATIN), index + 1
    return width


def _are_two(a: Row, b: Row, column: Column, lexicon: Lexicon, habits: _Habits) -> bool:
    """Are both cells whole times, and not two halves of one (people and units may well be cut between two)."""
    first, second = a.cells[column.index], b.cells[column.index]
    if not _are_dates(first, second, lexicon):
        return False
    if column.index not in habits.lists and not _TIME_GOES_ON.search(first.text):
        return True
    # 2027年 | 6月底前: both are times, but the line was full
    return first.room is None or first.filled is not None or _has_ended(first, second)


def _are_dates(first: RowCell, second: RowCell, lexicon: Lexicon) -> bool:
    return shape_of(first.text, lexicon) == shape_of(second.text, lexicon) == "date"


def _is_fragment(column: Column, row: Row, lexicon: Lexicon) -> bool:
    """Is the cell no whole value of its column: 底前 under 完成时限, 建设 under 责任单位."""
    wanted = _WHOLE_SHAPES.get(column.field or "")
    return wanted is not None and shape_of(row.cells[column.index].text, lexicon) == "text"


def _is_figure(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d[\d,]*(?:\.\d+)?%?", fold(text)))


def _is_part(column: Column, a: Row, b: Row, lexicon: Lexicon, *, stops: bool, alone: bool) -> bool:
    """Does this column tell that a text is cut: a value that is no whole one, or no stop where its cells end in `stops`.

    `alone`: a page end may have cut the end of `b`.
    """
    if not alone and _is_fragment(column, b, lexicon):
        return True
    if not stops:
        return False
    first = a.cells[column.index].text
    sentence = column.field in {"content", "target", "steps"} and not _ends(first)
    return bool(first) and (sentence or _is_fragment(column, a, lexicon))


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
            text = _join_texts(first, second)
            cells.append(
                replace(
                    first, text=text, origins=(*first.origins, *second.origins), room=second.room, below=second.below
                )
            )
    return replace(a, cells=tuple(cells), joined=True, repeats=tuple(repeats))


def _spread(a: Row, b: Row, below: Sequence[Row]) -> list[Row]:
    """The rows below `b`, the rest of `a`: a merged cell that goes on in them has the whole text."""
    rows = list(below)
    for c, (whole, part) in enumerate(zip(a.cells, b.cells, strict=True)):
        if not part.text or part.filled or whole.text == part.text:
            continue
        for n, row in enumerate(rows):
            if row.kind != "body" or row.cells[c].filled != "above" or row.cells[c].origins != part.origins:
                break
            cells = (*row.cells[:c], replace(whole, filled="above"), *row.cells[c + 1 :])
            rows[n] = replace(row, cells=cells)
    return rows


def _join_texts(first: RowCell, second: RowCell) -> str:
    a, b = first.text, second.text
    if _has_ended(first, second) or (_ends(a) and "\n" in (a + b)):
        return f"{a}\n{b}"
    last, start = a.rsplit("\n", 1)[-1], b.split("\n", 1)[0]
    return a[: len(a) - len(last)] + join_lines((last, start)) + b[len(start) :]


def _carry(a: Row, piece: Sequence[Row], columns: Sequence[Column], *, cut: bool = False) -> list[Row]:
    """Fill the empty cells on top of a page that a merged cell of the page before covers, as far as they reach down.

    `cut`: the page begins with the rest of `a`, so that the merged cell shows in the rows after it.
    """
    rows = list(piece)
    for column in columns if rows else ():
        first, second = a.cells[column.index], rows[0].cells[column.index]
        below = rows[1].cells[column.index] if len(rows) > 1 else None
        merged = first.filled == "above" or (below is not None and below.filled == "above" and not below.text)
        if second.text or not first.text or not merged or column.field in {"number", "task"}:
            continue
        for n, row in enumerate(rows):
            cell = row.cells[column.index]
            if row.kind != "body" or cell.text or ((n or cut) and cell.filled != "above"):
                break
            cells = list(row.cells)
            cells[column.index] = replace(first, filled="above")
            rows[n] = replace(row, cells=tuple(cells))
    return rows

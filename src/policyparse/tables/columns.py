"""Which of the ledger's columns each column of somebody's table is."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from policyparse.exporters.ledger import COLUMNS
from policyparse.exporters.ledger_text import read_kind
from policyparse.lexicon import Lexicon
from policyparse.normalise.column_names import match_name, plain_name
from policyparse.normalise.columns import name_columns
from policyparse.normalise.model import Column as NamedColumn
from policyparse.text import fold

#: Fields of the normaliser to keys of the ledger. `owner` depends on the other columns.
_KEYS = {
    "number": "number",
    "category": "section",
    "task": "task",
    "indicator": "task",
    "content": "content",
    "target": "target",
    "deadline": "deadline",
    "start": "start",
    "steps": "steps",
    "leader": "leaders",
    "lead": "lead",
    "support": "support",
    "value": "value",
    "unit": "unit",
}
#: Names of the ledger that other people's tables use for something else; their cells decide.
_DOUBTFUL = {"id", "kind", "document", "due"}
_ID = re.compile(r"[0-9a-f]{12}(?:-\d+)?\Z")
_DATES = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|FREQ=")
_WHOLE_DAY = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\Z")
#: A column counts where so many of its numbers follow the one above.
_COUNT_SHARE = 0.8
_LONGEST_COUNT = 6
#: A column of time is one of dates where more of its cells than this are whole days.
_DAYS_SHARE = 0.5
_NOTES = "备注"


@lru_cache(maxsize=1)
def _own_names() -> dict[str, str]:
    """Folded name in either language to key."""
    return {fold(name).lower(): c.key for c in COLUMNS for name in (c.zh, c.en)}


def keys(
    paths: Sequence[tuple[str, ...]], cells: Sequence[Sequence[str]], lexicon: Lexicon
) -> list[tuple[str | None, bool]]:
    """Key of each column, and whether its whole name is known. `cells[c]` holds the texts of column c's first rows."""
    own = _own_names()
    named = [own.get(fold(path[-1]).lower()) if path else None for path in paths]
    ours = sum(key is not None for key in named) >= len(COLUMNS) // 2
    judged = name_columns(paths, cells, lexicon)
    fields = {c.field for c in judged}
    dated = None if ours else _dated([c for c in judged if c.field == "deadline"], cells, lexicon)
    found: list[tuple[str | None, bool]] = []
    for path, key, column, texts in zip(paths, named, judged, cells, strict=True):
        match = match_name(path[-1], lexicon) if path else None
        if column.field == "task" and column.rule == "position" and match is not None and match[0] == "target":
            # a reader of documents takes the target for the task where no column is; a ledger lacks its tasks then
            column = replace(column, field="target")
        exact = key is not None or (match is not None and match[1] in {fold(path[-1]).lower(), plain_name(path[-1])})
        if column.index == dated:
            found.append(("due", exact))
        elif key is not None and (ours or key not in _DOUBTFUL or _fits(key, texts, named)):
            found.append((key, True))
        elif column.field == "owner":
            found.append(("support" if "lead" in fields else "lead", exact))
        elif path and fold(path[-1]) == _NOTES:
            found.append(("notes", True))
        else:
            found.append((_KEYS.get(column.field or ""), exact))
    if all(key != "number" for key, _ in found):
        counted = [at for at, (key, _) in enumerate(found) if key is None and _counts(cells[at])]
        if counted:
            found[counted[0]] = ("number", False)
    return found


def _counts(texts: Sequence[str]) -> bool:
    """Do the cells count on by one: a column of numbers wherever it stands and whatever its name."""
    numbers = [int(t) for text in texts if (t := text.strip()).isdecimal() and len(t) < _LONGEST_COUNT]
    steps = sum(b == a + 1 for a, b in itertools.pairwise(numbers))
    return len(numbers) > 2 and len(numbers) * 2 > len(texts) and steps >= _COUNT_SHARE * (len(numbers) - 1)


def _dated(columns: Sequence[NamedColumn], cells: Sequence[Sequence[str]], lexicon: Lexicon) -> int | None:
    """Of several columns of time, the one of whole dates beside one in words: the date column."""
    filled = {c.index: [bool(_WHOLE_DAY.match(t.strip())) for t in cells[c.index] if t.strip()] for c in columns}
    days = [c for c in columns if _share(filled[c.index]) > _DAYS_SHARE]
    if len(days) == 1:
        return days[0].index if any(filled[c.index] and c is not days[0] for c in columns) else None
    named = [c for c in days if any(part in c.name for part in lexicon["checks"]["columns"]["due"])]
    return named[0].index if len(named) == 1 and len(days) > 1 else None


def _share(tests: Sequence[bool]) -> float:
    return sum(tests) / len(tests) if tests else 0.0


def _fits(key: str, texts: Sequence[str], named: Sequence[str | None]) -> bool:
    """Do the cells say that a doubtful name means what it means in the ledger."""
    filled = [text.strip() for text in texts if text.strip()]
    if key == "due":
        return "deadline" in named
    if not filled:
        return False
    tests = {"id": lambda t: bool(_ID.match(t)), "kind": lambda t: read_kind(t) is not None}
    test = tests.get(key)
    return test is not None and sum(test(t) for t in filled) * 2 > len(filled)

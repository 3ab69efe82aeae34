"""What the columns of fictional tables mean, in the manner of many offices, as web page, Word file and spreadsheet.

Each TOML file in `tables` holds cases (their form: `table_cases`). The records are reasoned from the output's rules;
what a record does not name is empty, but for the fields that `open` lists: the rules leave those to the reader.
"""

import random
import tomllib
from pathlib import Path
from typing import Any

import pytest
from table_cases import EMPTY, FORMATS, RENDER, grid, html, view

from policyparse import extract
from policyparse.records import Record

FOLDER = Path(__file__).with_name("tables")
CASES = [case for path in sorted(FOLDER.glob("*.toml")) for case in tomllib.loads(path.read_text("utf-8"))["case"]]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_records_of_a_table(case: dict[str, Any], form: str) -> None:
    if form not in case.get("formats", FORMATS):
        pytest.skip("the layout does not exist in this format")
    document = extract(RENDER[form](case))
    wanted = case.get("record", [])
    given = [view(record) for record in document.records]
    assert [record["task"] for record in given] == [
        w["task"] if "task" in w else g["task"] for w, g in zip(wanted, given, strict=True)
    ]
    for w, g in zip(wanted, given, strict=True):
        full = {**EMPTY, **{k: v for k, v in w.items() if k != "open"}}
        assert {k: g[k] for k in full if k not in w.get("open", [])} == {
            k: v for k, v in full.items() if k not in w.get("open", [])
        }
    assert document.coverage.unaccounted == 0


def _loose(record: Record) -> dict[str, Any]:
    """A record without the order that its columns stand in."""
    seen = view(record)
    for name in ("section", "measures", "leaders", "lead", "support", "steps", "due"):
        seen[name] = sorted(seen[name])
    for name in ("target", "deadline"):
        seen[name] = sorted((seen[name] or "").split("；"))
    return seen


@pytest.mark.parametrize("case", [case for case in CASES if "table" in case], ids=lambda case: case["name"])
def test_columns_in_any_order(case: dict[str, Any]) -> None:
    """Where every name is known and spans no columns, the order of the columns changes nothing."""
    rows = grid(case["table"])
    names = set(rows[0])
    if any("<" in row for row in rows) or {len(row) for row in rows} != {len(names)} or "" in names:
        pytest.skip("columns that hang together")
    document = extract(html(case))
    columns = [column for table in document.tables for column in table.columns]
    if any(column.rule == "position" or not column.spellings for column in columns) or len(document.tables) != 1:
        pytest.skip("names that are told by their place")
    wanted = [_loose(record) for record in document.records]
    for seed in range(3):
        order = random.Random(seed).sample(range(len(rows[0])), len(rows[0]))
        moved = "\n".join("|".join(row[i] for i in order) for row in rows)
        assert [_loose(r) for r in extract(html({**case, "table": moved})).records] == wanted

"""Which field takes each column: fictional tables whose gold names a field for every column.

Each TOML file in `columns` holds cases. `take` gives for each column the field of its cells: `number`, `section`,
`task`, `content`, `target`, `deadline`, `lead`, `support`, `leaders`, `steps`, `@` (an attribute under the column's own
name), `@name` (under that name), `unit` (the unit of its measures) or `-` (nothing takes it). Columns of one field are
joined in their order. A row of one cell over the whole width is a section of the rows below it; `head` rows on top
are header. Each other row is a record, but where `row` says otherwise: `{ at = 2, lead = ["…"] }` names what a record
(from 0) has instead. A case without `take` gives the records that `record` names (what each does not name is empty), or
none.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from table_cases import FORMATS, RENDER, cells, grid, view

from policyparse import extract
from policyparse.records import Record

EMPTY: dict[str, Any] = {
    **dict.fromkeys(("number", "task", "content", "target", "deadline")),
    **{name: [] for name in ("section", "leaders", "lead", "support", "steps")},
    "attributes": {},
}
FOLDER = Path(__file__).with_name("columns")
CASES = [case for path in sorted(FOLDER.glob("*.toml")) for case in tomllib.loads(path.read_text("utf-8"))["case"]]
LISTS = {"lead", "support", "leaders", "steps", "section"}
JOINED = {"target", "deadline"}
SPLIT = re.compile(r"[、，,；;\n]")


def wanted(case: dict[str, Any]) -> list[dict[str, Any]]:
    """The records that `take` and `row` describe."""
    if "take" not in case:
        return [{**EMPTY, **record} for record in case.get("record", [])]
    rows = grid(case["table"])
    take = [part.strip() for part in case["take"].split("|")]
    texts = [["" for _ in take] for _ in rows]
    whole = {}
    for r, c, text, deep, wide in cells(rows):
        for k in range(deep):
            texts[r + k][c] = text
        if wide == len(take):
            whole[r] = text
    names = [[texts[r][c] for r in range(case.get("head", 1)) if texts[r][c]] for c in range(len(take))]
    records: list[dict[str, Any]] = []
    section: list[str] = list(case.get("section", []))
    for r in range(case.get("head", 1), len(rows)):
        if r in whole:
            section = [*case.get("section", []), whole[r]]
            continue
        record: dict[str, Any] = {"section": list(section), "attributes": {}, **{k: [] for k in LISTS - {"section"}}}
        record |= dict.fromkeys(("number", "task", "content", "target", "deadline"))
        for c, name in enumerate(take):
            text = texts[r][c]
            if not text or name in {"-", "unit"}:
                continue
            if name.startswith("@"):
                record["attributes"][name[1:] or names[c][-1].replace("\n", "")] = text.replace("\n", "")
            elif name in {"lead", "support", "leaders"}:
                record[name] = [*record[name], *filter(None, SPLIT.split(text))]
            elif name in LISTS:
                record[name] = [*record[name], text.replace("\n", "")]
            elif name in JOINED and record[name]:
                record[name] = f"{record[name]}；{text}"
            else:
                record[name] = text.strip("（）()、.") if name == "number" else text.replace("\n", "")
        records.append(record)
    for change in case.get("row", []):
        records[change["at"]] |= {k: v for k, v in change.items() if k != "at"}
    return [record for record in records if not record.get("none")]


def given(case: dict[str, Any], record: Record) -> dict[str, Any]:
    """A record in the form of the gold."""
    seen = view(record)
    seen["steps"] = [step.text for step in record.steps]
    names = ["number", "section", "task", "content", "target", "deadline", "leaders", "lead", "support", "steps"]
    seen = {name: seen[name] for name in (*names, "attributes")}
    take = [part.strip() for part in case.get("take", "").split("|")]
    if "unit" in take:
        names = {row[take.index("unit")] for row in grid(case["table"])[: case.get("head", 1)]}
        seen["attributes"] = {k: v for k, v in seen["attributes"].items() if k not in names}
    if "take" in case and "target" not in take:
        seen["target"] = None  # what the words of the task set is another test's matter
    if "take" in case and "deadline" not in take:
        seen["deadline"] = None
    return seen


# one format each in turn: that formats give equal records is shown by test_tables.py
@pytest.mark.parametrize(
    ("case", "form"),
    [pytest.param(case, FORMATS[n % len(FORMATS)], id=case["name"]) for n, case in enumerate(CASES)],
)
def test_the_fields_of_the_columns(case: dict[str, Any], form: str) -> None:
    document = extract(RENDER[form](case))
    free = case.get("open", [])
    want = [{k: v for k, v in record.items() if k not in free} for record in wanted(case)]
    assert [{k: v for k, v in given(case, r).items() if k not in free} for r in document.records] == want
    assert document.coverage.unaccounted == 0

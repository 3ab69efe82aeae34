"""JSON that people edited: JSON Pointer and line of every fault."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import findings

from policyparse import extract
from policyparse.errors import FileBroken
from policyparse.exporters import render
from policyparse.tables.json_rows import positions

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def whole() -> str:
    return render([extract(ROOT / "samples" / "task-list" / "source.txt")], "json", "zh").decode()


def test_faults_have_pointer_and_line(whole: str) -> None:
    document = json.loads(whole)
    records = document["records"]
    records[2]["kind"] = "taks"
    records[3]["tsak"] = "x"
    del records[7]["task"]
    records[9]["deadline"]["items"][0]["due"] = "2026-02-30"
    records[11]["id"] = records[10]["id"]
    text = json.dumps(document, ensure_ascii=False, indent=2)
    found = [(f.cell, f.code, f.suggestion) for f in findings(text.encode(), "a.json")]
    assert found == [
        ("/records/2/kind", "schema-enum", "task"),
        ("/records/3/tsak", "schema-unknown", "task"),
        ("/records/7/task", "schema-missing", None),
        ("/records/9/deadline/items/0/due", "schema", None),
        ("/records/11/id", "id-doubled", None),
    ]
    lines = text.split("\n")
    by_cell = {f.cell: f for f in findings(text.encode(), "a.json")}
    assert '"taks"' in lines[(by_cell["/records/2/kind"].row or 0) - 1]
    assert '"2026-02-30"' in lines[(by_cell["/records/9/deadline/items/0/due"].row or 0) - 1]
    assert by_cell["/records/2/kind"].field == "kind"


def test_a_measure_that_the_text_does_not_have(whole: str) -> None:
    document = json.loads(whole)
    at, record = next((n, r) for n, r in enumerate(document["records"]) if r["target"]["measures"])
    record["target"]["measures"][0]["value"] = 987654
    found = findings(json.dumps(document).encode(), "a.json")
    assert [(f.cell, f.code) for f in found] == [(f"/records/{at}/target/measures/0/value", "target-contradicts")]


def test_json_lines_tell_the_line(whole: str) -> None:
    lines = [json.dumps(r, ensure_ascii=False) for r in json.loads(whole)["records"]]
    changed = json.loads(lines[4])
    changed["kind"] = "x"
    lines[4] = json.dumps(changed, ensure_ascii=False)
    found = findings("\n".join(lines).encode(), "a.jsonl")
    assert [(f.cell, f.row, f.code) for f in found] == [("/kind", 5, "schema-enum")]


def test_broken_json_is_unreadable() -> None:
    with pytest.raises(FileBroken, match="line 2, column"):
        findings(b'{"records": [\n,]}', "a.json")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


@given(json_values)
@settings(max_examples=80, deadline=None)
def test_positions_name_every_value(value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    for pointer, line in positions(text):
        found = value
        for step in pointer.split("/")[1:]:
            step = step.replace("~1", "/").replace("~0", "~")
            found = found[int(step)] if isinstance(found, list) else found[step]
        start = text.split("\n")[line - 1].strip().rstrip(",")
        assert start.endswith((json.dumps(found, ensure_ascii=False), "{", "["))


@given(json_values)
@settings(max_examples=80, deadline=None)
def test_any_json_gives_findings_and_never_raises(value: Any) -> None:
    data = json.dumps([value, {"records": [value], "task": value}]).encode()
    for finding in findings(data, "a.json"):
        assert finding.message("en")


def test_json_that_somebody_made_from_nothing() -> None:
    rows: list[dict[str, Any]] = [
        {"序号": n, "重点任务": task, "完成时限": deadline, "责任单位": unit}
        for n, task, deadline, unit in (
            (1, "修缮桥梁", "6月底前", "市城管局"), (2, "疏浚河道", "9月底前", "市水务局"), (3, "新建食堂", "年底前", "市民政局"),
        )
    ]  # fmt: skip
    assert findings(json.dumps(rows).encode(), "a.json") == []
    rows[1]["完成时限"], rows[2]["责任单位"] = "2月30日前", None
    found = findings(json.dumps(rows, ensure_ascii=False, indent=1).encode(), "a.json")
    assert [(f.cell, f.row, f.column, f.record, f.code) for f in found] == [
        ("/1/完成时限", 11, "完成时限", "2", "date-impossible"),
        ("/2/责任单位", 18, "责任单位", "3", "owner-missing"),
    ]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    assert [(f.cell, f.row) for f in findings(lines.encode(), "a.jsonl")] == [("/完成时限", 2), ("/责任单位", 3)]

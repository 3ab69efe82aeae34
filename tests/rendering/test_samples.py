"""samples/ is what tools/make_samples.py makes, and its records are what the documents say."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from reportlab import __version__ as reportlab_version

import make_samples
from rendering.content import Row, SectionRow, Table
from rendering.facts import as_record
from rendering.load import load, names
from rendering.render import MADE_BY_OFFICE
from rendering.truth import facts

#: The version that made the checked-in PDFs; another may write the same pages in other bytes.
PDF_MADE_WITH = "5.1.0"
#: No sample is larger than this.
MOST_BYTES = 300_000


def plain(name: str, data: bytes) -> object:
    """The file without its compression, which differs between builds of zlib."""
    if name.endswith((".docx", ".xlsx", ".ofd")):
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            return {info.filename: (info.date_time, source.read(info)) for info in source.infolist()}
    if name.endswith(".pdf"):
        streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
        return [_inflated(stream) for stream in streams]
    return data


def pages(data: bytes) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range() for page in document]


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


@pytest.mark.parametrize("name", names())
def test_checked_in_samples_are_current(root: Path, name: str) -> None:
    made = make_samples.sample(name)
    folder = root / "samples" / name
    office = {f"source.{form}" for form in MADE_BY_OFFICE}
    assert {path.name for path in folder.iterdir()} == {*made, *office, *make_samples.SCANS.get(name, ())}
    assert all((folder / file).stat().st_size < MOST_BYTES for file in office)
    for file, data in made.items():
        there = (folder / file).read_bytes()
        assert len(there) < MOST_BYTES
        if file.endswith(".pdf") and reportlab_version != PDF_MADE_WITH:
            assert pages(there) == pages(data), f"run tools/make_samples.py: {name}/{file}"
            continue
        assert there == data or plain(file, there) == plain(file, data), f"run tools/make_samples.py: {name}/{file}"
        assert len(there) < MOST_BYTES


def test_no_sample_is_left_over(root: Path) -> None:
    assert sorted(path.name for path in (root / "samples").iterdir() if path.is_dir()) == names()


def expected(root: Path, name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((root / "samples" / name / "expected.json").read_text(encoding="utf-8"))
    return loaded


def test_number_of_records(root: Path) -> None:
    found = {name: Counter(r["kind"] for r in expected(root, name)["records"]) for name in names()}
    assert found == {
        "notice": {},
        "plan": {"indicator": 20, "project": 5, "task": 11},
        "task-list": {"task": 44},
        "work-points": {"task": 14},
        "work-points-owners": {"task": 18},
    }


def test_a_continuation_row_belongs_to_the_task_above(root: Path) -> None:
    fifth = [record for record in expected(root, "task-list")["records"] if record["number"] == "5"]
    assert [record["task"] for record in fifth] == ["培育先进装备制造集群"] * 2
    assert [record["deadline"]["items"][0]["due"] for record in fifth] == ["2026-12-31", "2026-09-30"]
    assert fifth[1]["owner"] == fifth[0]["owner"]
    assert fifth[0]["section"] == ["一、扩大有效投资，壮大现代产业", "工业提质"]


def test_an_indicator_has_one_measure_for_each_target_year(root: Path) -> None:
    first = expected(root, "plan")["records"][0]
    assert (first["task"], first["attributes"]) == (
        "养老机构护理型床位占比",
        {"2025年基期值": "56", "属性": "约束性"},
    )
    assert [(m["comparator"], m["value"], m["unit"], m["due"]) for m in first["target"]["measures"]] == [
        (">=", 60.0, "%", "2027-12-31"),
        (">=", 68.0, "%", "2030-12-31"),
    ]


@pytest.mark.parametrize("name", names())
def test_every_stated_value_stands_in_the_text(name: str) -> None:
    """The truth beside the text is about that text: what it names is printed."""
    content, _ = load(name)
    text = "".join(str(block) for block in content.blocks)
    for fact in facts(content):
        words = [fact.task, fact.content, fact.target, fact.deadline, *fact.lead, *fact.support]
        words += [step.text for step in fact.steps]
        for word in words:
            assert word is None or word in text
        for measure in fact.measures:
            assert f"{measure.value:g}" in text


@pytest.mark.parametrize("name", names())
def test_rows_and_points_have_their_facts(name: str) -> None:
    content, _ = load(name)
    for table in (block for block in content.blocks if isinstance(block, Table)):
        rows = [row for row in table.rows if not isinstance(row, SectionRow)]
        assert all(isinstance(row, Row) and row.fact is not None for row in rows)
    assert all("task" in as_record(fact) for fact in facts(content))

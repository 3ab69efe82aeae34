"""The command: exit codes, the JSON report, the marked copy, fixes, the source beside the table."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from ledgers import delimited, places, workbook

from policyparse import extract
from policyparse.exporters import render

ROOT = Path(__file__).resolve().parents[2]
KEYS = [
    "file",
    "sheet",
    "cell",
    "row",
    "column",
    "record",
    "field",
    "code",
    "severity",
    "value",
    "expected",
    "suggestion",
    "message",
]


def run(*arguments: object, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "policyparse", "validate", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, check=False)


def faulty(sheet: Any) -> None:
    sheet["D3"] = "5月底前"
    sheet["B4"] = "疏浚\u200b城区河道"
    sheet["A5"] = "3"
    sheet["E6"] = "2026年12月31日"
    sheet["H8"].font = openpyxl.styles.Font(bold=True)
    sheet["H8"] = "市财政局、市医政科"
    sheet.column_dimensions["B"].width = 33


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "清单.xlsx"
    path.write_bytes(workbook(faulty))
    return path


def test_exit_codes(tmp_path: Path, table: Path) -> None:
    clean = tmp_path / "clean.xlsx"
    clean.write_bytes(workbook())
    assert run(clean).returncode == 0
    assert run(table).returncode == 1
    missing = run(tmp_path / "no.xlsx")
    assert (missing.returncode, missing.stdout, missing.stderr.count(b"\n")) == (3, b"", 1)
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(workbook()[:900])
    assert run(broken).returncode == 3
    assert run(table, "--format", "pdf").returncode == 2
    assert run(table, "--fix").returncode == 2
    assert run(table, "--fix", "-o", table).returncode == 2


def test_json_report(table: Path) -> None:
    report = json.loads(run(table, "--format", "json", "--lang", "en").stdout)
    assert list(report) == ["findings", "summary"]
    assert all(list(f) == KEYS for f in report["findings"])
    first = report["findings"][0]
    assert (first["sheet"], first["cell"], first["row"], first["record"]) == ("清单", "D3", 3, "1")
    assert (first["column"], first["field"], first["code"], first["severity"]) == (
        "完成时限",
        "deadline",
        "deadline-contradicts",
        "error",
    )
    assert (first["value"], first["expected"], first["suggestion"]) == ("5月底前", "2026-06-30", "2026-05-31")
    assert report["summary"]["findings"] == len(report["findings"]) == 5
    assert report["summary"]["records"] == 6
    chinese = json.loads(run(table, "--format", "json").stdout)
    assert "不一致" in chinese["findings"][0]["message"]


def test_text_report_from_standard_input(table: Path) -> None:
    done = run("-", "--lang", "en", stdin=table.read_bytes())
    text = done.stdout.decode()
    assert done.returncode == 1
    assert all(word in text for word in ("D3", "deadline-contradicts", "H8", "市医政处", "1 errors"))


def test_marked_copy_keeps_the_workbook(table: Path, tmp_path: Path) -> None:
    copy = tmp_path / "marked.xlsx"
    assert run(table, "--format", "xlsx", "-o", copy).returncode == 1
    sheet: Any = openpyxl.load_workbook(copy)["清单"]
    assert "deadline-contradicts" in sheet["D3"].comment.text
    assert sheet["D3"].fill.start_color.rgb == "FFF8CBAD"
    assert sheet["H8"].font.bold
    assert sheet.column_dimensions["B"].width == 33
    assert "A1:H1" in [str(r) for r in sheet.merged_cells.ranges]
    assert sheet["D4"].comment is None
    assert places(copy.read_bytes()) == places(table.read_bytes())


def test_fix_applies_the_safe_suggestions_to_a_copy(table: Path, tmp_path: Path) -> None:
    before, copy = table.read_bytes(), tmp_path / "fixed.xlsx"
    done = run(table, "--fix", "-o", copy)
    assert done.returncode == 1
    assert table.read_bytes() == before
    listed = done.stdout.decode()
    assert all(cell in listed for cell in ("B4", "A5", "E6"))
    assert "H8" not in listed
    sheet: Any = openpyxl.load_workbook(copy)["清单"]
    assert (sheet["B4"].value, sheet["A5"].value) == ("疏浚城区河道", 3)
    assert sheet["E6"].value.date().isoformat() == "2026-12-31"
    assert places(copy.read_bytes()) == [("D3", "deadline-contradicts"), ("H8", "unit-near-miss")]


def test_fix_keeps_the_encoding_and_delimiter_of_csv(tmp_path: Path) -> None:
    table, copy = tmp_path / "a.csv", tmp_path / "b.csv"
    table.write_bytes(delimited(";", "gb18030", {(0, 4): "2026/6/30", (1, 1): "疏浚１条\n河道"}))
    assert run(table, "--fix", "-o", copy).returncode == 1
    assert copy.read_bytes() == delimited(";", "gb18030", {(0, 4): "2026-06-30", (1, 1): "疏浚1条河道"})
    assert places(copy.read_bytes(), "b.csv") == []


def test_against_the_source(tmp_path: Path) -> None:
    source = ROOT / "samples" / "task-list" / "source.txt"
    document = extract(source)
    book: Any = openpyxl.load_workbook(io.BytesIO(render([document], "xlsx", "zh")))
    sheet = book.worksheets[0]
    head = next(r for r in range(1, 12) if any(sheet.cell(r, c).value == "任务" for c in range(1, 30)))
    names = {sheet.cell(head, c).value: c for c in range(1, 30)}
    target, lead = sheet.cell(head + 1, names["目标"]), sheet.cell(head + 2, names["牵头单位"])
    wanted = {target.coordinate: target.value or "", lead.coordinate: lead.value or ""}
    target.value, lead.value = "改过的目标", "市改过局"
    table = tmp_path / "ledger.xlsx"
    book.save(table)
    for given in (source, tmp_path / "doc.json"):
        (tmp_path / "doc.json").write_text(document.model_dump_json(), encoding="utf-8")
        report = json.loads(run(table, "--against", given, "--format", "json").stdout)
        edited = {f["cell"]: f for f in report["findings"] if f["code"] == "edited"}
        assert {cell: f["expected"] for cell, f in edited.items()} == wanted
        assert all("原文" in f["message"] for f in edited.values())
        assert not [f for f in report["findings"] if f["code"] in {"record-missing", "record-added", "id-unknown"}]


def test_an_edited_cell_says_where_it_stands_in_the_source(tmp_path: Path) -> None:
    document = extract(ROOT / "samples" / "task-list" / "source.pdf")
    record = document.records[0]
    book: Any = openpyxl.load_workbook(io.BytesIO(render([document], "xlsx", "zh")))
    book.worksheets[0]["E4"] = "改过的目标"
    table = tmp_path / "ledger.xlsx"
    book.save(table)
    (tmp_path / "doc.json").write_text(document.model_dump_json(), encoding="utf-8")
    (where,) = record.fields_source["target"]
    assert where.bbox is not None
    box = ", ".join(f"{x:.0f}" for x in where.bbox)
    for lang, words in (
        ("zh", f"第{where.page}页 表{(where.table or 0) + 1}第{(where.row or 0) + 1}行 位置[{box}]"),
        ("en", f"page {where.page}, table {(where.table or 0) + 1} row {(where.row or 0) + 1}, box [{box}]"),
    ):
        report = json.loads(run(table, "--against", tmp_path / "doc.json", "--format", "json", "--lang", lang).stdout)
        (found,) = [f for f in report["findings"] if f["code"] == "edited"]
        assert (found["cell"], found["expected"]) == ("E4", record.target.text)
        assert words in found["message"]


def test_rows_added_and_removed(tmp_path: Path) -> None:
    document = extract(ROOT / "samples" / "task-list" / "source.txt")
    lines = render([document], "csv", "zh").decode("utf-8-sig").split("\r\n")
    added = lines[2].split(",")
    added[2], added[-1] = "另一项任务", ""
    table = tmp_path / "a.csv"
    table.write_bytes(("\r\n".join([lines[0], *lines[2:-1], ",".join(added)]) + "\r\n").encode())
    (tmp_path / "doc.json").write_text(document.model_dump_json(), encoding="utf-8")
    report = json.loads(run(table, "--against", tmp_path / "doc.json", "--format", "json").stdout)
    found = [
        (f["code"], f["expected"] if f["code"] == "record-missing" else f["value"])
        for f in report["findings"]
        if f["code"].startswith("record-")
    ]
    assert sorted(found) == [("record-added", "另一项任务"), ("record-missing", document.records[0].task)]

"""One ledger over all files, the same in every form, and a database to ask."""

import csv
import json
import sqlite3
from pathlib import Path

import openpyxl
import pytest

from policyparse.batch import BatchOptions, extract_folder
from policyparse.batch.ledger import check_ledger, write_ledger
from policyparse.batch.ledger_table import KEYS, names
from policyparse.errors import ExtraMissing, UsageError

LEDGER = """临江市人民政府办公室关于印发{year}年重点任务清单的通知

{year}年重点任务清单

序号\t工作任务\t工作目标\t完成时限\t牵头单位\t配合单位
1\t提升医疗服务能力\t县域就诊率达到{rate}%以上\t10月底前\t市卫健委\t市医保局、市财政局
2\t=新建社区食堂\t新建食堂10处\t{year}年6月底前\t市民政局\t各区县人民政府
3\t巡查河道\t\t每月25日前\t市水利局\t
"""


@pytest.fixture
def done(tmp_path: Path) -> Path:
    """The outputs of the lists of three years."""
    folder = tmp_path / "in"
    folder.mkdir()
    for year, rate in ((2023, 88), (2024, 90), (2025, 92)):
        (folder / f"{year}.txt").write_text(LEDGER.format(year=year, rate=rate), encoding="utf-8")
    out = tmp_path / "out"
    assert {result.status for result in extract_folder(folder, out)} <= {"ok", "problems"}
    return out


def write(done: Path, suffix: str) -> Path:
    path = done.parent / f"all{suffix}"
    check_ledger(path, BatchOptions())
    write_ledger(path, str(done), "zh")
    first = path.read_bytes()
    write_ledger(path, str(done), "zh")
    assert path.read_bytes() == first, "the same outputs give the same ledger"
    assert not list(done.parent.glob(".*"))
    return path


def json_lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_json_lines(done: Path) -> None:
    rows = json_lines(write(done, ".jsonl"))
    assert len(rows) == 9
    assert tuple(rows[0]) == KEYS
    assert [(row["number"], row["task"], row["lead"], row["support"], row["due_on"]) for row in rows[:3]] == [
        ("1", "提升医疗服务能力", "市卫健委", "市医保局、市财政局", "2023-10-31"),
        ("2", "=新建社区食堂", "市民政局", "各区县人民政府", "2023-06-30"),
        ("3", "巡查河道", "市水利局", "", ""),
    ]
    assert [Path(row["document"]).name for row in rows] == ["2023.txt"] * 3 + ["2024.txt"] * 3 + ["2025.txt"] * 3
    assert {len(row["sha256"]) for row in rows} == {64}


def test_csv_and_workbook_and_parquet_hold_the_same(done: Path) -> None:
    wanted = [list(row.values()) for row in json_lines(write(done, ".jsonl"))]
    with write(done, ".csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    assert table[0] == names("zh")
    assert [[cell.removeprefix("'") for cell in row] for row in table[1:]] == wanted

    sheet = openpyxl.load_workbook(write(done, ".xlsx")).active
    cells = [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert cells == [names("zh"), *wanted]

    parquet = pytest.importorskip("pyarrow.parquet")
    columns = parquet.read_table(write(done, ".parquet"))
    assert tuple(columns.column_names) == KEYS
    assert [[_text(cell) for cell in row.values()] for row in columns.to_pylist()] == wanted


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).removesuffix(" 00:00:00")


def test_the_database_answers_the_questions_of_the_manual(done: Path, root: Path) -> None:
    path = write(done, ".sqlite")
    base = sqlite3.connect(path)
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    counts = {t: base.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("documents", "records", "owners")}
    assert counts == {"documents": 3, "records": 9, "owners": 18}
    manual = (root / "docs" / "batch.md").read_text(encoding="utf-8")
    month, unit, indicator = [part.split("```")[0] for part in manual.split("```sql")[1:]]
    # the first day of the month before the one with a date in the lists
    due = base.execute(month.replace("'now'", "'2024-09-15'")).fetchall()
    assert [row[:2] for row in due] == [("2024-10-31", "提升医疗服务能力")]
    tasks = base.execute(unit.replace("市教育局", "市医保局")).fetchall()
    assert [row[1] for row in tasks] == ["support"] * 3
    years = base.execute(indicator.replace("入园率", "就诊率")).fetchall()
    assert [(row[0], row[3]) for row in years] == [("2023", 88.0), ("2024", 90.0), ("2025", 92.0)]
    plan = " ".join(row[3] for row in base.execute("EXPLAIN QUERY PLAN " + unit).fetchall())
    assert "owners_name" in plan
    base.close()


def test_a_ledger_that_cannot_be_made_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="no ledger is written as"):
        check_ledger(tmp_path / "all.ods", BatchOptions())
    monkeypatch.setattr("policyparse.batch.ledger.find_spec", lambda _: None)
    with pytest.raises(ExtraMissing, match=r"policyparse\[parquet\]"):
        check_ledger(tmp_path / "all.parquet", BatchOptions())
    assert check_ledger(tmp_path / "all.csv", BatchOptions(formats=("md",))).formats == ("json", "md")

"""The command: what goes where, exit codes, one clear line for bad input, nothing half-written."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from policyparse.cli import app

LEDGER = """云溪市人民政府办公室关于印发2024年重点任务清单的通知

各区县人民政府：

现将《2024年重点任务清单》印发给你们，请认真落实。

云溪市人民政府办公室
2024年2月1日

2024年重点任务清单

序号\t工作任务\t工作目标\t完成时限\t牵头单位\t配合单位
1\t修缮城区老旧桥梁\t完成12座桥梁修缮\t6月底前\t市城管局\t市财政局、市交通局
2\t=新建社区食堂\t新建食堂10处\t9月底前\t市民政局\t各区县人民政府
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "清单.txt"
    path.write_text(LEDGER, encoding="utf-8")
    return path


def run(*arguments: object, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "policyparse", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, env={**os.environ, **environment})


def one_line(done: subprocess.CompletedProcess[bytes]) -> str:
    text = done.stderr.decode()
    assert done.stdout == b""
    assert text.count("\n") == 1, text
    assert "Traceback" not in text
    return text


def test_json_on_a_pipe(ledger: Path) -> None:
    done = run("extract", ledger)
    assert (done.returncode, done.stderr) == (0, b"")
    document = json.loads(done.stdout)
    assert [(r["number"], r["task"], r["owner"]["lead"]) for r in document["records"]] == [
        ("1", "修缮城区老旧桥梁", ["市城管局"]),
        ("2", "=新建社区食堂", ["市民政局"]),
    ]
    assert document["records"][0]["deadline"]["items"][0]["due"] == "2024-06-30"
    assert document["coverage"]["unaccounted"] == 0


def test_two_runs_are_byte_identical(ledger: Path) -> None:
    assert run("extract", ledger).stdout == run("extract", ledger, PYTHONHASHSEED="7").stdout


def test_standard_input(ledger: Path) -> None:
    document = json.loads(run("extract", "-", stdin=ledger.read_bytes()).stdout)
    assert (document["source"]["path"], len(document["records"])) == ("-", 2)


def test_csv_keeps_a_text_that_looks_like_a_formula(ledger: Path) -> None:
    done = run("extract", ledger, "--format", "csv")
    assert done.stdout.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig"))))
    assert [row["任务"] for row in rows] == ["修缮城区老旧桥梁", "'=新建社区食堂"]
    assert rows[0]["截止日期"] == "2024-06-30"


def test_jsonl_and_markdown_and_english_headers(ledger: Path) -> None:
    lines = run("extract", ledger, "-f", "jsonl").stdout.decode().splitlines()
    assert [json.loads(line)["document"]["title"] for line in lines] == ["2024年重点任务清单"] * 2
    text = run("extract", ledger, "-f", "md", "--headers", "en").stdout.decode()
    assert "| No. | Section | Task |" in text


def test_output_file_takes_its_format_from_the_suffix(ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    done = run("extract", ledger, "-o", out)
    assert (done.returncode, done.stdout) == (0, b"")
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")


def test_several_files_one_broken(ledger: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing more")
    out = tmp_path / "out"
    done = run("extract", ledger, broken, "-o", out)
    assert done.returncode == 4
    assert sorted(p.name for p in out.iterdir()) == ["清单.txt.json"]
    assert "broken.pdf" in done.stderr.decode()


def bad_files(folder: Path) -> dict[str, Path]:
    (folder / "folder").mkdir()
    contents = {
        "empty.pdf": b"",
        "truncated.pdf": b"%PDF-1.4\n1 0 obj\n<</Type/Catalog",
        "nozip.docx": b"this is no zip archive at all, but plain words",
        "cut.docx": b"PK\x03\x04\x14\x00\x00\x00\x08\x00broken",
        "binary.html": b"<html><body>" + bytes(range(256)) * 20,
        "noise.bin": bytes(range(256)) * 8,
    }
    paths = {"missing.pdf": folder / "missing.pdf", "folder": folder / "folder"}
    for name, content in contents.items():
        paths[name] = folder / name
        paths[name].write_bytes(content)
    return paths


@pytest.mark.parametrize(
    "name",
    ["missing.pdf", "folder", "empty.pdf", "truncated.pdf", "nozip.docx", "cut.docx", "binary.html", "noise.bin"],
)
def test_bad_input_gets_one_line_and_exit_code_3(name: str, tmp_path: Path) -> None:
    path = bad_files(tmp_path)[name]
    out = tmp_path / "out.json"
    done = run("extract", path, "-o", out)
    assert done.returncode == 3
    assert name in one_line(done)
    assert not out.exists()


def test_no_permission(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)  # root reads every file, whatever its mode
    done = CliRunner().invoke(app, ["extract", str(ledger)])
    assert done.exit_code == 3
    (line,) = done.stderr.strip().splitlines()
    assert "permission" in line


def test_empty_standard_input() -> None:
    done = run("extract", "-")
    assert done.returncode == 3
    assert "standard input is empty" in one_line(done)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "docx"],
        ["-o", "out.docx"],
        ["--headers", "fr"],
        ["--lexicon", "nowhere.toml"],
        ["-o", "no/such/folder/x.json"],
    ],
)
def test_wrong_calls_are_exit_code_2(arguments: list[str], ledger: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "policyparse", "extract", str(ledger), *arguments],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    one_line(done)


def test_a_fault_of_ours_is_exit_code_70(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("policyparse.api.normalise", fail)
    result = CliRunner().invoke(app, ["inspect", str(ledger)])
    assert result.exit_code == 70
    assert "planted" in result.output
    assert "Traceback" not in result.output


def test_interrupt_is_exit_code_130(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("policyparse.api.normalise", interrupt)
    assert CliRunner().invoke(app, ["extract", str(ledger)]).exit_code == 130


def test_strict_is_exit_code_1_only_for_errors(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("extract", ledger, "--strict").returncode == 0
    # a record's field that no cell holds any more leaves the cell unaccounted for: severity error
    monkeypatch.setattr("policyparse.coverage._fields", lambda record: [])
    assert CliRunner().invoke(app, ["extract", str(ledger), "--strict"]).exit_code == 1
    assert CliRunner().invoke(app, ["extract", str(ledger)]).exit_code == 0


def test_explain_tells_words_rule_and_what_was_turned_down(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(
        "临江市2026年工作要点\n\n一、重点任务\n1.改造泵站（含配套管网）。完成泵站改造3座。\n2.疏浚河道。\n"
        "责任领导：副市长 王芳\n责任单位：市水务局\n\n二、其他\n3.加强巡查（市水务局、市城管局）。\n",
        encoding="utf-8",
    )
    told = run("explain", file, "1").stdout.decode()
    assert "stands at line 4" in told
    assert "section: 一、重点任务\n  by headings-above" in told
    assert "task: 改造泵站（含配套管网）\n  by point-title" in told
    assert "content: 完成泵站改造3座。\n  by rest-of-the-point" in told
    assert "owner: leaders: 王芳; lead: 市水务局" in told
    assert "by stated-once-for-the-section" in told
    assert "“临江市2026年工作要点” by end-of-period: 2026-01-01/2026-12-31; nothing in the record sets a day" in told
    assert "flags: owner-inherited" in told


def test_inspect_explain_and_schema(ledger: Path) -> None:
    shown = run("inspect", ledger).stdout.decode()
    assert "完成时限 → deadline by lexicon" in shown
    assert "characters =" in shown
    told = run("explain", ledger, "1").stdout.decode()
    assert "6月底前" in told
    assert run("explain", ledger, "99").returncode == 2
    assert json.loads(run("schema").stdout)["title"] == "PolicyDocument"
    assert json.loads(run("schema", "record").stdout)["title"] == "Record"
    assert run("schema", "nothing").returncode == 2


def test_ascii_locale_does_not_crash(ledger: Path) -> None:
    done = run("extract", ledger, "-f", "md", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert run("--help", LC_ALL="C", PYTHONIOENCODING="ascii").returncode == 0


def test_own_words_name_a_column(tmp_path: Path) -> None:
    path = tmp_path / "own.txt"
    path.write_text("任务\t甲乙丙丁\n修桥\t视情况\n铺路\t再议\n", encoding="utf-8")
    words = tmp_path / "own.toml"
    words.write_text('[columns.deadline]\nnames = ["甲乙丙丁"]\n', encoding="utf-8")
    document = json.loads(run("extract", path, "--lexicon", words).stdout)
    assert document["tables"][0]["columns"][1]["name"] == "deadline"

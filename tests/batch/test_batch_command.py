"""The command `batch`: exit codes, what goes to which stream, lists, interruption."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

from batch_functions import text
from batch_trees import tree


def batch(*arguments: object, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "policyparse", "batch", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, cwd=cwd)


def test_all_good_and_one_summary_object(archive: Path, tmp_path: Path, rows) -> None:
    out = tmp_path / "out"
    done = batch(archive, "-o", out, "-f", "json,md", "-j", 2, "--json")
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert summary["inputs"] == sum(summary["by_status"].values()) == len(rows(out)) == 5
    assert summary["by_status"]["ok"] == 5
    assert summary["records"] == 10
    assert "5 inputs: 5 ok" in done.stderr.decode()
    assert sorted(tree(out)) == sorted(f"{n}.txt.{s}" for n in ["0", "1", "2", "3", "2024/4"] for s in ("json", "md"))


def test_exit_codes(archive: Path, tmp_path: Path) -> None:
    (archive / "cut.pdf").write_bytes(b"%PDF-1.7\n")
    some = batch(archive, "-o", tmp_path / "a", "--progress", "plain")
    assert (some.returncode, some.stdout) == (4, b"")
    assert "failed: " in some.stderr.decode()
    assert "cut.pdf: file-broken: " in some.stderr.decode()
    none = batch(archive / "cut.pdf", tmp_path / "missing", "-o", tmp_path / "b")
    assert none.returncode == 3
    quiet = batch(archive, "-o", tmp_path / "a", "--quiet")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (4, b"", b"")
    (tmp_path / "nothing").mkdir()
    assert batch(tmp_path / "nothing", "-o", tmp_path / "c").returncode == 3


def test_a_wrong_call_is_one_line(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    wrong = [
        ["-o", tmp_path / "file"],
        ["-o", archive],
        ["-o", tmp_path / "o", "-f", "json,docx"],
        ["-o", tmp_path / "o", "-f", ","],
        ["-o", tmp_path / "o", "-j", 0],
        ["-o", tmp_path / "o", "--timeout", 0],
        ["-o", tmp_path / "o", "--headers", "fr"],
        ["-o", tmp_path / "o", "--progress", "loud"],
        ["-o", tmp_path / "o", "--ledger", tmp_path / "all.ods"],
        ["-o", tmp_path / "o", "--ledger", tmp_path / "no" / "all.csv"],
        ["-o", tmp_path / "o", "--lexicon", tmp_path / "none.toml"],
    ]
    for arguments in wrong:
        done = batch(archive, *arguments)
        told = done.stderr.decode()
        assert (done.returncode, done.stdout, told.count("\n")) == (2, b"", 1), (arguments, told)


def test_lists_from_standard_input(archive: Path, tmp_path: Path, rows) -> None:
    listed = batch("-", "-o", tmp_path / "a", stdin=f"{archive}/0.txt\n{archive}/2024/4.txt\n".encode())
    assert listed.returncode == 0
    assert sorted(tree(tmp_path / "a")) == ["0.txt.json", "2024/4.txt.json"]
    by_nul = batch("-", "-o", "b", stdin="档案/1.txt\0档案/2.txt\0".encode(), cwd=tmp_path)
    assert by_nul.returncode == 0
    assert [row["path"] for row in rows(tmp_path / "b").values()] == ["档案/1.txt", "档案/2.txt"]


def test_outputs_inside_the_input_folder_are_no_inputs(archive: Path, rows) -> None:
    for _ in range(2):
        assert batch(archive, "-o", archive / "out", "-f", "md", "--ledger", archive / "all.csv").returncode == 0
        assert len(rows(archive / "out")) == 5


def test_interrupted(archive: Path, tmp_path: Path, rows) -> None:
    for number in range(20, 60):
        (archive / f"{number}.txt").write_bytes(text(number))
    out = tmp_path / "out"
    command = [sys.executable, "-m", "policyparse", "batch", str(archive), "-o", str(out), "-j", "2", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    journal = out / "manifest.jsonl.part"
    while not journal.exists() or journal.stat().st_size < 2000:
        time.sleep(0.01)
        assert process.poll() is None
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    told, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert json.loads(told)["interrupted"] is True
    assert "goes on from here" in errors.decode()
    assert b"Traceback" not in errors
    assert not list(out.rglob(".*"))
    assert batch(archive, "-o", out).returncode == 0
    assert len(rows(out)) == 45
    assert not journal.exists()


def test_a_live_display_on_a_terminal(archive: Path, tmp_path: Path) -> None:
    (archive / "cut.pdf").write_bytes(b"%PDF-1.7\n")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "policyparse", "batch", str(archive), "-o", str(tmp_path / "out")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env={**os.environ, "TERM": "xterm"})
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        seen += part
    assert process.wait() == 4
    assert process.stdout is not None
    assert process.stdout.read() == b""
    shown = seen.decode(errors="replace")
    assert "6/6" in shown
    assert "files/s" in shown
    assert "slowest files" in shown
    assert "file-broken" in shown

"""The manifest has one line an input, whatever happens; what is done is not done again."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from batch_functions import full_disk, text
from batch_trees import tree

from policyparse.batch import BatchOptions, BatchStopped, FileResult, extract_folder
from policyparse.batch.manifest import JOURNAL, Earlier, Journal, from_line, to_line
from policyparse.batch.model import Failure, Unwatched
from policyparse.errors import UsageError

HERE = Path(__file__).parent
#: What every line of a manifest has.
FIELDS = {
    "path", "sha256", "size_bytes", "status", "records", "problems", "error", "seconds", "peak_mib", "output", "version",
}  # fmt: skip


def run(archive: Path, out: Path, **options: object) -> dict[str, str]:
    results = extract_folder(archive, out, options=BatchOptions(jobs=2, **options))  # type: ignore[arg-type]
    return {Path(result.path).name: result.status for result in results}


def age(folder: Path) -> None:
    """As if the files had stood there for an hour: fresh files are looked at again."""
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (time.time() - 3600,) * 2)


def test_a_line_for_every_input_and_a_second_run_does_nothing(archive: Path, tmp_path: Path, rows) -> None:
    age(archive)
    (archive / "cut.pdf").write_bytes(b"%PDF-1.7\nno more")
    (archive / "empty.docx").write_bytes(b"")
    (archive / ".hidden.txt").write_bytes(text(1))
    (archive / "film.mp4").write_bytes(b"\0\0\0\x18ftypmp42")
    age(archive)
    out = tmp_path / "out"
    first = run(archive, out, formats=("json", "csv"))
    good = {f"{n}.txt": "ok" for n in range(5)}
    rest = {"cut.pdf": "failed", "empty.docx": "failed", ".hidden.txt": "skipped", "film.mp4": "skipped"}
    assert first == good | rest
    lines = rows(out)
    assert all(line.keys() >= FIELDS for line in lines.values())
    assert lines["4.txt"]["outputs"] == ["2024/4.txt.json", "2024/4.txt.csv"]
    assert lines["4.txt"]["output"] == "2024/4.txt.json"
    assert lines["4.txt"]["records"] == 2
    assert lines["cut.pdf"]["error"]["code"] == "file-broken"
    assert lines["cut.pdf"]["size_bytes"] == 16
    assert lines["film.mp4"]["error"]["code"] == "format-unknown"
    assert not (out / JOURNAL).exists()
    before = tree(out)

    assert run(archive, out, formats=("json", "csv")) == dict.fromkeys(good, "unchanged") | rest
    assert rows(out)["0.txt"]["records"] == 2
    assert tree(out) == before


def test_what_changed_is_done_again(archive: Path, tmp_path: Path) -> None:
    age(archive)
    out = tmp_path / "out"
    run(archive, out)
    (archive / "0.txt").write_bytes(text(77))  # other content
    os.utime(archive / "1.txt")  # another date, the same content
    (out / "2.txt.json").unlink()
    (out / "3.txt.json").write_bytes(b"{")
    assert run(archive, out) == {
        "0.txt": "ok", "1.txt": "unchanged", "2.txt": "ok", "3.txt": "ok", "4.txt": "unchanged"
    }  # fmt: skip
    assert b"77" in (out / "0.txt.json").read_bytes()
    assert set(run(archive, out, headers="en").values()) == {"ok"}
    assert set(run(archive, out, headers="en", force=True).values()) == {"ok"}


def test_an_output_of_older_content_does_not_outlive_it(archive: Path, tmp_path: Path, rows) -> None:
    out = tmp_path / "out"
    run(archive, out)
    (archive / "0.txt").write_bytes(b"\0\1\2\3" * 100)
    assert run(archive, out)["0.txt"] == "failed"
    assert not (out / "0.txt.json").exists()
    assert rows(out)["0.txt"]["output"] is None


def test_an_input_that_vanishes_while_the_run_goes_on_is_told(archive: Path, tmp_path: Path, rows) -> None:
    class Thief(Unwatched):
        def found(self, total: int) -> None:
            (archive / "3.txt").unlink()

    for _ in extract_folder(archive, tmp_path / "out", options=BatchOptions(jobs=1), watcher=Thief()):
        pass
    lines = rows(tmp_path / "out")
    assert len(lines) == 5
    assert lines["3.txt"]["error"]["code"] == "file-not-readable"


def test_a_full_disk_stops_the_run_and_loses_nothing(archive: Path, tmp_path: Path, rows) -> None:
    out = tmp_path / "out"
    done = []
    with pytest.raises(BatchStopped, match="No space left"):
        done.extend(
            Path(result.path).name
            for result in extract_folder(archive, out, options=BatchOptions(jobs=1), function=full_disk)
        )
    assert set(run(archive, out).values()) <= {"ok", "unchanged"}
    assert len(rows(out)) == 5


def test_a_full_disk_leaves_no_torn_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path)
    journal.add(FileResult(path="a", status="ok"))
    real = os.write
    monkeypatch.setattr(os, "write", lambda file, data: real(file, data[: len(data) // 2]))
    with pytest.raises(BatchStopped, match="cannot write"):
        journal.add(FileResult(path="b", status="ok"))
    monkeypatch.undo()
    journal.close()
    assert (tmp_path / JOURNAL).read_bytes() == to_line(FileResult(path="a", status="ok"))


def test_only_one_run_writes_to_a_folder(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    with pytest.raises(UsageError, match="another batch"):
        Journal(tmp_path)
    journal.close()
    Journal(tmp_path).close()


def test_an_output_folder_that_cannot_be_made(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageError, match="choose another folder"):
        list(extract_folder(archive, tmp_path / "file" / "out"))
    with pytest.raises(UsageError, match="is the input folder"):
        list(extract_folder(archive, archive))


def test_lines_are_read_back_and_torn_ones_are_not() -> None:
    result = FileResult(
        path="a\udcff/\n.pdf", status="failed", error=Failure(code="timeout", message="…"), problems={"no-records": 1}
    )
    line = to_line(result)
    assert line.count(b"\n") == 1
    assert from_line(line) == result
    for cut in range(1, len(line) - 1):
        assert from_line(line[:cut]) is None
    for other in (b"", b"\n", b"[]", b"{}", b'{"path": "a"}', b"\xff\xfe", b"null"):
        assert from_line(other) is None


@pytest.mark.parametrize("torn", [b"", b"{", b'{"path": "b", "sha', b"\0" * 70_000])
def test_a_torn_last_line_is_cut_off(tmp_path: Path, torn: bytes) -> None:
    whole = to_line(FileResult(path="a", status="ok"))
    (tmp_path / JOURNAL).write_bytes(whole + torn)
    journal = Journal(tmp_path)
    journal.add(FileResult(path="c", status="ok"))
    journal.close()
    assert (tmp_path / JOURNAL).read_bytes() == whole + to_line(FileResult(path="c", status="ok"))


def test_the_journal_hides_the_manifest(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(
        to_line(FileResult(path="a", status="ok")) + to_line(FileResult(path="b", status="ok"))
    )
    (tmp_path / "new").write_bytes(to_line(FileResult(path="a", status="failed")) * 2 + b'{"pa')
    earlier = Earlier([(tmp_path / "old", False), (tmp_path / "new", True), (tmp_path / "missing", True)])
    assert [(row.status, cut) for row, cut in map(earlier.get, "ab") if row] == [("failed", True), ("ok", False)]
    assert earlier.get("c") == (None, False)
    earlier.close()


SLOW = """
import sys
from batch_functions import slow
from policyparse.batch import BatchOptions, extract_folder
for result in extract_folder(sys.argv[1], sys.argv[2], options=BatchOptions(jobs=2), function=slow):
    print(result.path, result.status, flush=True)
"""


def slow_run(archive: Path, out: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(HERE)}
    command = [sys.executable, "-c", SLOW, str(archive), str(out)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)


def test_killed_at_any_moment_and_taken_up_again(archive: Path, tmp_path: Path, rows) -> None:
    for number in range(10, 20):
        (archive / f"{number}.txt").write_bytes(text(number))
    age(archive)
    calm, out = tmp_path / "calm", tmp_path / "out"
    run(archive, calm)
    finished = 0
    for lines_before in (3, 4):
        process = slow_run(archive, out)
        assert process.stdout is not None
        for _ in range(finished + lines_before):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.wait()
        lines = (out / JOURNAL).read_bytes().splitlines()
        finished = len({json.loads(line)["path"] for line in lines if from_line(line)})
        assert not (out / "manifest.jsonl").exists()
    (out / ".0.txt.json.abcdefgh.part").write_bytes(b"left by a worker that was killed while it wrote")
    statuses = run(archive, out)
    assert len(statuses) == 15
    assert sum(status == "unchanged" for status in statuses.values()) == finished >= 7
    assert tree(out) == tree(calm)
    assert len(rows(out)) == 15


def test_leaving_the_loop_early_keeps_what_is_done(archive: Path, tmp_path: Path) -> None:
    age(archive)
    out = tmp_path / "out"
    results = extract_folder(archive, out, options=BatchOptions(jobs=1))
    first = next(results)
    results.close()
    assert first.status == "ok"
    assert run(archive, out)[Path(first.path).name] == "unchanged"


def test_a_folder_that_cannot_be_listed_is_a_failure(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.scandir

    def refuse(folder: str) -> object:
        if str(folder).endswith("2024"):
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr("policyparse.batch.walk.os.scandir", refuse)
    results = list(extract_folder(archive, tmp_path / "out", options=BatchOptions(jobs=1)))
    assert {r.path.rsplit("/", 1)[-1]: r.error.code for r in results if r.error} == {"2024": "folder-unreadable"}
    assert len(results) == 5

"""A file that hangs, crashes or wants all memory fails alone, and the others are done."""

import queue
import signal
import time
from pathlib import Path

import pytest
from batch_functions import planted, text

from policyparse.batch import BatchOptions, BatchStopped, Limits, extract_folder
from policyparse.batch.cell import Cell, place_of
from policyparse.batch.model import Job
from policyparse.batch.pool import Pool

TROUBLE = {
    "hang.txt": "timeout",
    "spin.txt": "timeout",
    "exit.txt": "worker-crashed",
    "abort.txt": "worker-crashed",
    "hog.txt": "memory-limit",
    "huge.txt": "memory-limit",
}


def test_each_trouble_ends_its_own_worker_alone(tmp_path: Path, rows) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in [*TROUBLE, "a.txt", "m.txt", "z.txt"]:
        (folder / name).write_bytes(text(len(name)))
    options = BatchOptions(jobs=2, limits=Limits(timeout=6.0, memory=400))
    results = list(extract_folder(folder, tmp_path / "out", options=options, function=planted))
    assert len(results) == 9
    by_name = rows(tmp_path / "out")
    assert {name: by_name[name]["error"]["code"] for name in TROUBLE} == TROUBLE
    assert {by_name[name]["status"] for name in TROUBLE} == {"failed"}
    assert {by_name[name]["status"] for name in ("a.txt", "m.txt", "z.txt")} == {"ok"}
    assert by_name["abort.txt"]["error"]["message"].startswith("the worker was ended by SIGABRT")
    assert by_name["hog.txt"]["peak_mib"] > 400
    assert by_name["hang.txt"]["seconds"] >= 6.0
    assert not [path for path in (tmp_path / "out").rglob("*") if path.name.startswith(".")]


def test_workers_that_never_start_stop_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policyparse.batch.pool.place_of", lambda _: "no_such_module:function")
    pool = Pool(size=1, limits=Limits(), function=planted)
    with pool, pytest.raises(BatchStopped, match="before they begin"):
        list(pool.run([Job(path="x", name="x")]))


def test_a_function_that_no_other_process_finds_is_refused() -> None:
    with pytest.raises(ValueError, match="importable"):
        place_of(lambda job, report: None)  # type: ignore[arg-type, return-value]


def test_a_worker_ends_with_its_owner() -> None:
    inbox: queue.SimpleQueue = queue.SimpleQueue()
    cell = Cell(0, place_of(planted), Limits(), inbox)
    inbox.get(timeout=60)
    cell.give(Job(path="hang.txt", name="hang.txt"))
    time.sleep(0.3)
    assert cell.process.poll() is None
    assert cell.process.stdin is not None
    cell.process.stdin.close()  # what the system does when the owner dies
    assert cell.process.wait(timeout=5) == 0


def test_a_worker_that_cannot_look_up_is_ended_by_the_clock() -> None:
    inbox: queue.SimpleQueue = queue.SimpleQueue()
    cell = Cell(0, place_of(planted), Limits(timeout=-9.0), inbox)  # the grace of ten seconds makes it one
    inbox.get(timeout=60)
    cell.give(Job(path="spin.txt", name="spin.txt"))
    assert cell.process.wait(timeout=8) == -signal.SIGALRM


def test_time_in_which_nobody_watched_is_not_the_files(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.txt").write_bytes(text(number))
    statuses = []
    for result in extract_folder(folder, options=BatchOptions(jobs=2, limits=Limits(timeout=3.0))):
        statuses.append(result.status)
        if len(statuses) == 1:
            time.sleep(3.5)  # as if stopped with Ctrl-Z, or a caller who takes long
    assert statuses == ["ok"] * 4

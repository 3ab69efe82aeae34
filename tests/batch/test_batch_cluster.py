"""On a cluster, and with files at fsspec addresses."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from batch_functions import text
from batch_trees import tree

from policyparse import BatchOptions, extract_folder
from policyparse.batch.manifest import from_line
from policyparse.errors import UsageError

HERE = Path(__file__).parent


@pytest.fixture
def memory() -> Iterator[Any]:
    """An empty file system in memory."""
    fsspec = pytest.importorskip("fsspec", reason="the extra dask is not installed")
    system = fsspec.filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


def test_files_at_an_address(memory: Any) -> None:
    for number in range(3):
        memory.pipe_file(f"/in/{number}.txt", text(number + 1))
    memory.pipe_file("/in/2024/3.txt", text(9))
    memory.pipe_file("/in/2024/cut.pdf", b"%PDF-1.7\n")
    memory.pipe_file("/in/.git/config", b"x")
    memory.pipe_file("/in/film.mp4", b"\0\0\0\x18ftyp")
    options = BatchOptions(jobs=2)
    first = {result.path: result.status for result in extract_folder("memory://in", "memory://in/out", options=options)}
    good = {f"memory://in/{name}": "ok" for name in ("0.txt", "1.txt", "2.txt", "2024/3.txt")}
    rest = {
        "memory://in/2024/cut.pdf": "failed",
        "memory://in/.git/config": "skipped",
        "memory://in/film.mp4": "skipped",
    }
    assert first == good | rest
    rows = [from_line(line) for line in memory.cat_file("/in/out/manifest.jsonl").splitlines()]
    assert [row.path for row in rows if row] == sorted(first)
    assert sorted(memory.find("/in/out")) == [
        "/in/out/0.txt.json",
        "/in/out/1.txt.json",
        "/in/out/2.txt.json",
        "/in/out/2024/3.txt.json",
        "/in/out/manifest.jsonl",
    ]
    second = {r.path: r.status for r in extract_folder("memory://in", "memory://in/out", options=options)}
    assert second == dict.fromkeys(good, "unchanged") | rest
    memory.rm("/in/1.txt")
    memory.pipe_file("/in/1.txt", text(50))
    third = {r.path: r.status for r in extract_folder("memory://in", "memory://in/out", options=options)}
    assert third == second | {"memory://in/1.txt": "ok"}


def test_a_run_at_an_address_that_ends_early_is_taken_up(memory: Any) -> None:
    for number in range(4):
        memory.pipe_file(f"/in/{number}.txt", text(number + 1))
    results = extract_folder("memory://in", "memory://out", options=BatchOptions(jobs=1))
    first = next(results)
    results.close()
    assert not memory.exists("/out/manifest.jsonl")
    assert memory.find("/out/manifest.jsonl.part")
    again = {r.path: r.status for r in extract_folder("memory://in", "memory://out", options=BatchOptions(jobs=1))}
    assert again[first.path] == "unchanged"
    assert len(again) == 4
    assert not memory.find("/out/manifest.jsonl.part")


def test_from_an_address_to_a_folder(memory: Any, tmp_path: Path, rows) -> None:
    memory.pipe_file("/in/a.txt", text(3))
    assert [r.status for r in extract_folder("memory://in", tmp_path / "out")] == ["ok"]
    assert rows(tmp_path / "out")["a.txt"]["outputs"] == ["a.txt.json"]
    with pytest.raises(UsageError, match="cannot be mixed"):
        list(extract_folder(["memory://in", tmp_path], tmp_path / "out"))


def test_a_worker_of_a_cluster_dies_and_no_file_is_lost(
    archive: Path, tmp_path: Path, rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")
    from batch_functions import slow  # noqa: PLC0415

    from policyparse.batch.cluster import dask_executor  # noqa: PLC0415

    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")]))
    for number in range(10, 35):
        (archive / f"{number}.txt").write_bytes(text(number))
    out = tmp_path / "out"
    cluster = distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
    with cluster, dask_executor(cluster.scheduler_address) as executor:
        pids = list(executor._client.run(os.getpid).values())  # type: ignore[attr-defined]
        results = extract_folder(archive, out, executor=executor, function=slow)
        statuses = [next(results).status for _ in range(4)]
        os.kill(pids[0], signal.SIGKILL)
        statuses += [result.status for result in results]
    assert statuses == ["ok"] * 30
    assert len(rows(out)) == 30
    list(extract_folder(archive, tmp_path / "calm"))
    assert tree(out) == tree(tmp_path / "calm")


def test_no_scheduler_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    from policyparse.batch.cluster import dask_executor  # noqa: PLC0415

    monkeypatch.setattr("policyparse.batch.cluster._CONNECT", 1)
    with pytest.raises(UsageError, match="no dask scheduler"), dask_executor("tcp://127.0.0.1:9"):
        pass

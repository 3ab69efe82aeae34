"""For those who call it from Python: results as they finish, and any executor."""

from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from batch_functions import planted, text
from batch_trees import tree

from policyparse import BatchOptions, FileResult, extract_folder
from policyparse.batch import Limits
from policyparse.errors import UsageError


def test_results_without_an_output_folder_carry_their_document(archive: Path) -> None:
    (archive / "cut.pdf").write_bytes(b"%PDF-1.7\n")
    tasks = {}
    for result in extract_folder(archive):
        assert isinstance(result, FileResult)
        document = result.document()
        if document is None:
            assert result.status == "failed"
            assert result.error is not None
            assert result.error.code == "file-broken"
        else:
            tasks[Path(result.path).name] = [record.task for record in document.records]
    assert len(tasks) == 5
    assert tasks["0.txt"] == ["修缮城区老旧桥梁，6月底前完成2座", "新建社区食堂，年底前建成2处以上"]
    assert not list(archive.rglob("*.json*"))


def test_results_with_an_output_folder_read_their_document_from_it(archive: Path, tmp_path: Path) -> None:
    for status in ("ok", "unchanged"):
        results = list(extract_folder([archive / "0.txt", archive / "1.txt"], tmp_path / "out"))
        assert {len(document.records) for result in results if (document := result.document())} == {2}
        assert {result.status for result in results} <= {status, "unchanged"}


def test_wrong_options_are_told_before_the_first_result(archive: Path) -> None:
    with pytest.raises(UsageError, match="no format"):
        extract_folder(archive, options=BatchOptions(formats=("ods",)))


@pytest.mark.parametrize("executor", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_executor_with_the_same_guarantees(archive: Path, tmp_path: Path, rows, executor: type[Executor]) -> None:
    for name in ("hang.txt", "exit.txt", "huge.txt"):
        (archive / name).write_bytes(text(3))
    options = BatchOptions(limits=Limits(timeout=6.0, memory=400))
    with executor(2) as workers:  # type: ignore[call-arg]
        results = list(extract_folder(archive, tmp_path / "out", options=options, executor=workers, function=planted))
    assert len(results) == 8
    lines = rows(tmp_path / "out")
    assert {name: line["error"]["code"] for name, line in lines.items() if line["error"]} == {
        "hang.txt": "timeout",
        "exit.txt": "worker-crashed",
        "huge.txt": "memory-limit",
    }
    list(extract_folder([archive], tmp_path / "calm", options=BatchOptions(exclude=("hang*", "exit*", "huge*"))))
    assert tree(tmp_path / "out") == tree(tmp_path / "calm")

"""Counts that add up, the exit code they lead to, and the lines of progress."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyparse.batch.model import STATUSES, Failure, FileResult
from policyparse.batch.progress import PlainProgress, time_left
from policyparse.batch.summary import Summary
from policyparse.errors import ExitCode


def summary(*results: FileResult) -> Summary:
    made = Summary()
    for result in results:
        made.add(result)
    return made


def result(status: str, worst: str | None = None, seconds: float = 0.0, path: str = "a") -> FileResult:
    error = Failure(code="timeout", message="") if status == "failed" else None
    return FileResult(path=path, status=status, worst=worst, seconds=seconds, error=error)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("statuses", "code"),
    [
        (["ok", "problems", "unchanged", "skipped"], ExitCode.DONE),
        (["ok", "failed"], ExitCode.SOME_FAILED),
        (["unchanged", "failed"], ExitCode.SOME_FAILED),
        (["failed", "skipped"], ExitCode.INPUT),
        (["skipped"], ExitCode.INPUT),
        ([], ExitCode.INPUT),
    ],
)
def test_exit_code(statuses: list[str], code: ExitCode) -> None:
    assert summary(*map(result, statuses)).exit_code(strict=True) == code


def test_strict_is_for_problems_of_severity_error_only() -> None:
    assert summary(result("problems", "warning")).exit_code(strict=True) == ExitCode.DONE
    assert summary(result("unchanged", "error")).exit_code(strict=True) == ExitCode.FINDINGS
    assert summary(result("problems", "error")).exit_code(strict=False) == ExitCode.DONE
    assert summary(result("problems", "error"), result("failed")).exit_code(strict=True) == ExitCode.SOME_FAILED


@given(st.lists(st.tuples(st.sampled_from(STATUSES), st.floats(0, 100))))
def test_the_parts_add_up(files: list[tuple[str, float]]) -> None:
    made = summary(*(result(status, seconds=s, path=str(n)) for n, (status, s) in enumerate(files)))
    told = made.as_json()
    assert told["inputs"] == sum(told["by_status"].values()) == len(files)
    assert [one["seconds"] for one in told["slowest"]] == sorted((s for _, s in files if s > 0), reverse=True)[:5]


def test_time_left_is_told_from_the_files_that_were_work() -> None:
    made = summary(result("unchanged"), result("ok"), result("ok"))
    assert time_left(summary(result("unchanged")), 10) == ""
    made.began -= 60
    assert time_left(made, 9) == "0:03:00"


def test_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    progress = PlainProgress(told.append, Summary())
    progress.found(3)
    progress.finished(result("ok"))
    monkeypatch.setattr("policyparse.batch.progress._LINE_EVERY", 0.0)
    progress.finished(result("failed", path="a\udcff.pdf"))
    assert told[:2] == ["3 inputs", "failed: a�.pdf: timeout: "]
    assert told[2].startswith("2/3 files, 1 failed, ")

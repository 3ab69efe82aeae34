"""A small archive, and reading a manifest."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from batch_functions import text

Rows = dict[str, dict[str, Any]]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Five text documents, one of them in a folder below."""
    folder = tmp_path / "档案"
    (folder / "2024").mkdir(parents=True)
    for number in range(4):
        (folder / f"{number}.txt").write_bytes(text(number + 2))
    (folder / "2024" / "4.txt").write_bytes(text(6))
    return folder


@pytest.fixture
def rows() -> Callable[[Path], Rows]:
    """The manifest of an output folder, by the last two parts of each path; checks that no path comes twice."""

    def read(out: Path) -> Rows:
        lines = [json.loads(line) for line in (out / "manifest.jsonl").read_bytes().splitlines()]
        paths = [line["path"] for line in lines]
        assert len(set(paths)) == len(paths)
        assert paths == sorted(paths)
        return {Path(path).name: line for path, line in zip(paths, lines, strict=True)}

    return read

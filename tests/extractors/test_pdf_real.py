"""Real files beside the repository: every character is kept or set aside, and the second reader agrees."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_building import accounted, read, tables

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "real"
FILES = sorted(SHARED.glob("*.pdf")) if SHARED.is_dir() else []

pytestmark = pytest.mark.skipif(not FILES, reason="../shared/real is not there")


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_nothing_is_lost_and_the_second_reader_agrees(path: Path) -> None:
    document = read(path.read_bytes(), verify=True)
    assert accounted(document) == document.characters > 0
    assert [p.message for p in document.problems] == []
    assert document.file.pages == len(document.pages)
    for table in tables(document):
        assert table.column_edges is not None
        assert list(table.column_edges) == sorted(table.column_edges)
        assert len(table.column_edges) == table.cols + 1


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_two_runs_are_the_same(path: Path) -> None:
    data = path.read_bytes()
    assert read(data) == read(data)

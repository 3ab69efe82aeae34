"""Truncated, empty, wrongly named and hostile files, for every format of the registry: one line, exit code 3, no traceback.

Whatever is read all the same is read whole: a truncated file gives an error or all of the document.
"""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest
from typer.testing import CliRunner

from policyparse import extract
from policyparse.cli import app
from policyparse.errors import ExitCode, InputError
from policyparse.extractors import office
from policyparse.extractors.registry import FORMATS
from policyparse.records import PolicyDocument
from rendering.render import SAME_AS

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "plan"
SMALL = SAMPLE.with_name("notice")
#: Every suffix of a format that is read, and that of the sample with the same content.
SUFFIXES = {suffix: SAME_AS.get(suffix[1:], suffix[1:]) for row in FORMATS if row.module for suffix in row.suffixes}
#: Those that have samples: pictures are read by OCR and have tests of their own.
SAMPLED = [suffix for suffix, form in SUFFIXES.items() if suffix[1:] == form and (SAMPLE / f"source.{form}").exists()]
#: Text without a frame: where it ends, it ends.
PLAIN = {".txt", ".md", ".csv", ".tsv"}


@pytest.fixture(autouse=True)
def _built_in_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(office.VARIABLE, "0")


def run(path: Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["extract", str(path), "--format", "json"])
    return done.exit_code, done.stderr


def refused(path: Path) -> str:
    code, told = run(path)
    assert code == ExitCode.INPUT, told
    assert len(told.strip().splitlines()) == 1
    assert path.name in told
    return told


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("data", [b"", b" \r\n\t\n"], ids=["empty", "blank"])
def test_an_empty_file(suffix: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"空{suffix}"
    path.write_bytes(data)
    refused(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("data", [random.Random(5).randbytes(3000), bytes(3000)], ids=["noise", "zeros"])
def test_a_file_of_no_format(suffix: str, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"坏{suffix}"
    path.write_bytes(data)
    refused(path)


@pytest.mark.parametrize("suffix", [s for s in SUFFIXES if s not in PLAIN and SUFFIXES[s] != "html"])
def test_plain_words_under_the_name_of_another_format(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"清单{suffix}"
    path.write_text("一、新建泵站三座。\n", encoding="utf-8")
    assert suffix in refused(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_wrong_name_does_not_matter(suffix: str) -> None:
    """A Word file saved as a page, a workbook named .doc: the content decides."""
    for other in ("docx", "html"):
        document = extract((SMALL / f"source.{other}").read_bytes(), name=f"通知{suffix}")
        assert document.source.format == other
        assert document.meta.kind == "notice"


@pytest.mark.parametrize("suffix", SAMPLED)
def test_a_truncated_file(suffix: str) -> None:
    data = (SAMPLE / f"source{suffix}").read_bytes()
    whole = extract(data, name=f"规划{suffix}").coverage.characters
    draw = random.Random(suffix)
    lengths = {1, 4, 9, 100, 511, 512, 513, len(data) // 2, len(data) - 600, len(data) - 20}
    for length in sorted(lengths | {draw.randrange(len(data)) for _ in range(4)}):
        document = read_or_refused(data[:length], suffix)
        if document is not None:
            told = {problem.code for problem in document.problems if problem.severity != "info"}
            assert suffix in PLAIN or document.coverage.characters >= whole or told, length


@pytest.mark.parametrize("suffix", SAMPLED)
def test_damaged_bytes(suffix: str) -> None:
    data = (SAMPLE / f"source{suffix}").read_bytes()
    draw = random.Random(suffix)
    for count in (1, 10, 100):
        damaged = bytearray(data)
        for _ in range(count):
            damaged[draw.randrange(len(data))] = draw.randrange(256)
        read_or_refused(bytes(damaged), suffix)


def read_or_refused(data: bytes, suffix: str) -> PolicyDocument | None:
    with suppress(InputError):
        return extract(data, name=f"规划{suffix}")
    return None

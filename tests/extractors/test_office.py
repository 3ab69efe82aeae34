"""LibreOffice: found, turned off, failing, hanging; nothing of it is left."""

from __future__ import annotations

import os
import stat
import sys
import time
from pathlib import Path

import pytest
from docx_building import package, par
from word_building import FILE, SOFFICE, converted

from policyparse.errors import ExtraMissing
from policyparse.extractors import doc, doc_convert, office
from policyparse.extractors.doc_ole import Word
from policyparse.extractors.options import ReadOptions

posix = pytest.mark.skipif(sys.platform == "win32", reason="shell scripts stand for LibreOffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")


def script(folder: Path, text: str) -> str:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@posix
def test_finding_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = script(tmp_path, "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(office.VARIABLE, raising=False)
    assert office.find_office() == program
    monkeypatch.setenv(office.VARIABLE, "0")
    assert office.find_office() is None
    monkeypatch.setenv(office.VARIABLE, str(tmp_path / "nothing"))
    assert office.find_office() is None
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv(office.VARIABLE, program)
    assert office.find_office() == program


@posix
@pytest.mark.parametrize(("text", "message"), [("exit 0", "wrote nothing"), ("exec /nonexistent", "wrote nothing")])
def test_failing(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(office.ConversionFailed, match=message):
        office.to_docx(script(tmp_path, text), b"", ".doc")


def test_not_starting(tmp_path: Path) -> None:
    with pytest.raises(office.ConversionFailed):
        office.to_docx(str(tmp_path / "nothing"), b"", ".doc", timeout=5)


@posix
def test_a_hanging_one_is_ended_with_its_children(tmp_path: Path) -> None:
    told = tmp_path / "child"
    program = script(tmp_path, f"sleep 300 & echo $! > {told}; wait")
    begun = time.monotonic()
    with pytest.raises(office.ConversionFailed, match="did not finish"):
        office.to_docx(program, b"", ".doc", timeout=1)
    assert time.monotonic() - begun < 30
    child = int(told.read_text())
    for _ in range(50):
        if not _runs(child):
            break
        time.sleep(0.1)
    assert not _runs(child)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


@posix
@needs_office
def test_the_built_in_reader_steps_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data,) = converted({"a": package(par("市水务局负责"))}, tmp_path, "doc").values()
    monkeypatch.setenv(office.VARIABLE, script(tmp_path, "exit 1"))
    document = doc.read(data, FILE, ReadOptions())
    assert [problem.code for problem in document.problems] == ["converter-failed"]
    assert [getattr(block, "text", None) for block in document.blocks] == ["市水务局负责"]


def test_word_95_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    old = Word(word=b"", table=b"", data=b"", version=0x65, stories={})
    monkeypatch.setattr(doc, "open_word", lambda data: old)
    monkeypatch.setenv(office.VARIABLE, "0")
    with pytest.raises(ExtraMissing, match="LibreOffice"):
        doc.read(b"", FILE, ReadOptions())


def test_the_temporary_folder_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office.tempfile, "tempdir", str(tmp_path))
    with pytest.raises(office.ConversionFailed):
        office.to_docx(str(tmp_path / "nothing"), b"x", ".doc")
    assert list(tmp_path.iterdir()) == []


def test_the_computed_fields_are_those_of_the_clock() -> None:
    assert {"DATE", "TIME"} == doc_convert._COMPUTED

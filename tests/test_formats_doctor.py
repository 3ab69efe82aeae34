"""The commands `formats` and `doctor`."""

from __future__ import annotations

import json
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from typer.testing import CliRunner

from policyparse import installation
from policyparse.cli import app
from policyparse.errors import ExitCode
from policyparse.extractors import office
from policyparse.extractors.registry import FORMATS

ROOT = Path(__file__).resolve().parents[1]


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.output


def test_every_format_is_listed() -> None:
    code, output = run("formats")
    assert code == 0
    data = json.loads(run("formats", "--json")[1])
    assert [row["name"] for row in data] == [row.name for row in FORMATS]
    assert all(row["reader"] and row["state"] for row in data)
    assert all(f"{row.name} " in output for row in FORMATS)


def test_every_format_is_documented() -> None:
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    for row in FORMATS:
        (line,) = (line for line in text.splitlines() if line.startswith(f"| `{row.name}` |"))
        assert all(f"`{suffix}`" in line for suffix in row.suffixes), row.name


def test_doc_is_read_with_and_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_office", lambda: None)
    monkeypatch.delenv(office.VARIABLE, raising=False)
    (row,) = (row for row in installation.supported() if row.name == "doc")
    assert (row.state, row.remedy) == ("ready", office.install_hint())
    monkeypatch.setattr(office, "find_office", lambda: "/opt/soffice")
    (row,) = (row for row in installation.supported() if row.name == "doc")
    assert "/opt/soffice" in row.reader
    assert row.remedy is None


def test_doctor_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_office", lambda: None)
    monkeypatch.delenv(office.VARIABLE, raising=False)
    real = installation._version
    monkeypatch.setattr(installation, "_version", lambda name: None if name == "pyarrow" else real(name))
    monkeypatch.setattr(metadata, "requires", lambda name: ["lxml>=5.0", 'pyarrow>=14; extra == "parquet"'])
    code, output = run("doctor")
    assert code == 0
    assert f"  {installation.pip_command('parquet')}    #" in output
    assert f"  {office.install_hint()}    # LibreOffice" in output
    data = {row["name"]: row for row in json.loads(run("doctor", "--json")[1])}
    assert (data["pyarrow"]["kind"], data["pyarrow"]["state"]) == ("extra", "missing")
    assert (data["lxml"]["kind"], data["lxml"]["state"]) == ("core", "ok")


@pytest.mark.parametrize(
    ("requirement", "state"), [("no-such-package>=1", "missing"), ("lxml>=9999", "too old"), ("lxml>=5", "ok")]
)
def test_doctor_fails_where_the_core_is_not_whole(
    requirement: str, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metadata, "requires", lambda name: [requirement])
    monkeypatch.setattr(office, "find_office", lambda: None)
    code, output = run("doctor", "--json")
    (check,) = (c for c in json.loads(output) if c["kind"] == "core" and c["name"] != "Python")
    assert check["state"] == state
    assert code == (ExitCode.DONE if state == "ok" else ExitCode.EXTRA_MISSING)
    assert (check["remedy"] is None) == (state == "ok")


def test_a_package_that_does_not_load_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> None:
        raise ImportError("libGL.so.1 is missing")

    monkeypatch.setattr(installation, "import_module", fail)
    check = installation._package("lxml", "core", "everything", "pip", None)
    assert (check.state, check.remedy) == ("broken", "pip --force-reinstall")
    assert "libGL" in check.purpose


def test_the_extras_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for extra, (_, names) in installation.EXTRAS.items():
        told = project["optional-dependencies"].get(extra)
        if told is None:
            pytest.skip(f"pyproject.toml has no extra {extra}")
        assert set(names) <= {line.partition(">")[0].partition("[")[0].strip() for line in told}

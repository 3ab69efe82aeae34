"""The documents say everything that the program has: commands, options, exit codes, problem codes, formats."""

from pathlib import Path

import typer.main

from policyparse.cli import app
from policyparse.errors import ExitCode
from policyparse.exporters import EXPORTERS
from policyparse.problems import CODES

ROOT = Path(__file__).resolve().parents[1]


def rows(path: Path) -> list[list[str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return [[cell.strip().strip("`") for cell in line.strip("|").replace("\\|", "¦").split("|")] for line in lines]


def test_every_problem_code_is_documented_with_its_severity() -> None:
    documented = {row[0]: row[1] for row in rows(ROOT / "docs" / "problems.md") if row[0] not in {"code", "---"}}
    assert documented == {code: severity for code, (severity, _) in CODES.items()}


def test_every_exit_code_is_documented() -> None:
    text = (ROOT / "docs" / "command.md").read_text(encoding="utf-8").split("## Exit codes")[1]
    documented = {
        int(line.split("|")[1])
        for line in text.splitlines()
        if line.startswith("| ") and line.split("|")[1].strip().isdigit()
    }
    assert documented == {int(code) for code in ExitCode}


def test_exit_codes_never_change_meaning() -> None:
    assert {code.name: int(code) for code in ExitCode} == {
        "DONE": 0,
        "FINDINGS": 1,
        "USAGE": 2,
        "INPUT": 3,
        "SOME_FAILED": 4,
        "EXTRA_MISSING": 5,
        "BUG": 70,
        "INTERRUPTED": 130,
    }


def test_every_command_and_option_is_documented() -> None:
    text = (ROOT / "docs" / "command.md").read_text(encoding="utf-8")
    group = typer.main.get_command(app)
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        assert f"`policyparse {name}" in text, name
        for parameter in command.params:
            for option in parameter.opts:
                assert not option.startswith("-") or f"`{option}" in text, f"{name} {option}"


def test_every_output_format_is_documented() -> None:
    text = (ROOT / "docs" / "command.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in EXPORTERS)

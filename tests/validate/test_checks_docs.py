"""docs/checks.md says every code with its severity, an example, and whether --fix acts."""

from pathlib import Path

from policyparse.checks import CHECKS

ROOT = Path(__file__).resolve().parents[2]


def test_every_code_is_documented() -> None:
    lines = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]
    assert {row[0].strip("`"): (row[1], row[4] == "yes") for row in rows} == {
        code: (check.severity, check.safe) for code, check in CHECKS.items()
    }
    assert all(row[3] for row in rows)


def test_codes_are_kebab_case() -> None:
    assert all(code == code.lower() and " " not in code and "_" not in code for code in CHECKS)

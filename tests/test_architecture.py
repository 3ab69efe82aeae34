"""Imports point one way, importing the package costs nothing, the public surface is pinned."""

import ast
import subprocess
import sys
from pathlib import Path

import policyparse

SOURCE = Path(policyparse.__file__).parent
#: Each may import those before it and its own kind; the four at one level never import one another.
ORDER = [
    {"errors"},
    {"origin"},
    {"problems", "text"},
    {"document"},
    {"records"},
    {"lexicon"},
    {"extractors"},
    {"normalise"},
    {"coverage"},
    {"interpret"},
    {"exporters", "files"},
    {"tables"},
    {"api", "schema"},
    {"checks"},
    {"report"},
    {"convert"},
    {"diff"},
    {"display", "pictures"},
    {"batch"},
    {"installation"},
    {"cli_output", "cli_reading"},
    {"cli_batch", "cli_convert", "cli_formats", "cli_validate"},
    {"cli"},
    {"__main__"},
]
LEVEL = {name: level for level, names in enumerate(ORDER) for name in names}


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("policyparse.")}
    return found


def test_imports_point_one_way() -> None:
    wrong = []
    for path in SOURCE.rglob("*.py"):
        own = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        if own == "__init__":
            continue
        for other in imports(path):
            if other != own and LEVEL[other] >= LEVEL[own]:
                wrong.append(f"{path.relative_to(SOURCE)} imports {other}")
    assert wrong == []


def test_there_is_no_module_for_everything() -> None:
    assert not list(SOURCE.rglob("utils.py"))


def test_public_surface() -> None:
    assert policyparse.__all__ == [
        "BatchOptions",
        "ExitCode",
        "FileResult",
        "PolicyDocument",
        "PolicyParseError",
        "Record",
        "__version__",
        "extract",
        "extract_folder",
    ]
    assert all(getattr(policyparse, name) is not None for name in policyparse.__all__)


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = (
        "import sys, policyparse; print(sorted(set(sys.modules) & {'pydantic', 'lxml', 'pypdfium2', 'typer', 'rich'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_and_version_load_no_reader_and_no_model() -> None:
    code = (
        "import sys; sys.argv = ['policyparse', '--help']\n"
        "from policyparse.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted(set(sys.modules) & {'pydantic', 'lxml', 'pypdfium2', 'rich.console'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"

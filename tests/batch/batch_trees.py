"""Comparing output folders."""

from pathlib import Path


def tree(folder: Path) -> dict[str, bytes]:
    """All outputs below a folder with their content, without the manifest (it has times)."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "manifest.jsonl"
    }

"""Shared fixtures. Documents that lie beside the repository are used where they are there, and skipped where not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT / ".." / "shared"

# The renderers and the sample maker live in tools/, which is no installed package.
sys.path.insert(0, str(ROOT / "tools"))
# Strategies and seed contents that several test folders use.
sys.path.insert(0, str(ROOT / "tests" / "rendering"))


def _folder(name: str) -> Path:
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"../shared/{name} is not there")
    return folder


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return ROOT


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five real documents as text; skips where it is missing."""
    return _folder("seeds")


@pytest.fixture(scope="session")
def seeds_gold() -> Path:
    """The folder of their correct records; skips where it is missing."""
    return _folder("seeds-gold")


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of real documents without labels; skips where it is missing."""
    return _folder("real")

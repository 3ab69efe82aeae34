"""The words of the genre, as data: TOML files beside this one, extended by the user's own.

A user's file has the same tables under the same names: `[columns.task] names = ["攻坚事项"]` adds a
column name. Lists are appended to the built-in ones, tables are merged, other values replace them.
Later files win.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from policyparse.errors import UsageError


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All words, by file name and table. Compared and hashed by identity, so grammars can be cached per lexicon."""

    tables: Mapping[str, Mapping[str, Any]]

    def __getitem__(self, name: str) -> Mapping[str, Any]:
        """The content of `name.toml`, for instance `lexicon["columns"]`. Raises KeyError."""
        return self.tables[name]


@lru_cache(maxsize=1)
def default_lexicon() -> Lexicon:
    """The built-in lexicon."""
    folder = resources.files(__package__)
    return Lexicon(
        {
            entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text(encoding="utf-8"))
            for entry in sorted(folder.iterdir(), key=lambda e: e.name)
            if entry.name.endswith(".toml")
        }
    )


def load_lexicon(extra: Iterable[Path] = ()) -> Lexicon:
    """The built-in lexicon extended by the given TOML files.

    A user file's top-level tables are named like the built-in files (`columns`, `deadlines`, …).
    Raises UsageError when a file cannot be read, is no TOML or names a table that does not exist.
    """
    paths = list(extra)
    if not paths:
        return default_lexicon()
    tables: dict[str, Any] = {name: dict(table) for name, table in default_lexicon().tables.items()}
    for path in paths:
        try:
            own = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise UsageError(f"lexicon {path}: {error.strerror or error}; give the path of a TOML file") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise UsageError(f"lexicon {path}: no valid TOML ({error}); see CONTRIBUTING.md for the form") from error
        for name, table in own.items():
            if name not in tables or not isinstance(table, dict):
                raise UsageError(f"lexicon {path}: unknown table [{name}]; known are {', '.join(sorted(tables))}")
            tables[name] = _merge(tables[name], table)
    return Lexicon(tables)


def _merge(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[key] = _merge(old, value)
        elif isinstance(old, list) and isinstance(value, list):
            merged[key] = [*old, *(item for item in value if item not in old)]
        else:
            merged[key] = value
    return merged


def user_lexicon() -> Path | None:
    """The user's own words, read on every run: `policyparse/lexicon.toml` in the configuration folder, if it is there.

    The folder is `$XDG_CONFIG_HOME`, else `~/.config` (on Windows `%APPDATA%`).
    """
    home = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA")
    folder = Path(home) if home else Path.home() / ".config"
    path = folder / "policyparse" / "lexicon.toml"
    return path if path.is_file() else None

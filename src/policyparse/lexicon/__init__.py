"""The words of the genre, as data: TOML files beside this one, extended by the user's own.

A user's file has the same tables under the same names: `[columns.task] names = ["攻坚事项"]` adds a
column name. Lists are appended to the built-in ones, tables are merged, other values replace them.
Later files win.
"""

from __future__ import annotations

import difflib
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
    Raises UsageError when a file cannot be read, is no TOML in UTF-8, or names a table or a list that does not exist
    or holds something else there (a text where a list of texts belongs).
    """
    paths = list(extra)
    if not paths:
        return default_lexicon()
    tables: dict[str, Any] = {name: dict(table) for name, table in default_lexicon().tables.items()}
    for path in paths:
        try:
            own = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError as error:
            raise UsageError(f"lexicon {path}: the file is not UTF-8; save it as UTF-8") from error
        except OSError as error:
            raise UsageError(f"lexicon {path}: {error.strerror or error}; give the path of a TOML file") from error
        except tomllib.TOMLDecodeError as error:
            raise UsageError(f"lexicon {path}: no valid TOML ({error}); see CONTRIBUTING.md for the form") from error
        for name, table in own.items():
            if name not in tables or not isinstance(table, dict):
                inside = next((n for n, t in default_lexicon().tables.items() if name in t), None)
                hint = f"write [{inside}.{name}]" if inside else f"known are {', '.join(sorted(tables))}"
                raise UsageError(f"lexicon {path}: unknown table [{name}]; {hint}")
            fault = _fault(default_lexicon().tables[name], table, name)
            if fault:
                raise UsageError(f"lexicon {path}: {fault}; see CONTRIBUTING.md for the form")
            tables[name] = _merge(tables[name], table)
    return Lexicon(tables)


_CALLED = {str: "a text", int: "a whole number", float: "a number", bool: "true or false", dict: "a table"}


def _fault(base: Mapping[str, Any], own: Mapping[str, Any], where: str) -> str:
    """What is wrong with a user's table beside the built-in one; empty where nothing is.

    Keys are the built-in ones, except in tables whose keys are words themselves (今年 = 0).
    """
    words = any(not key.isascii() for key in base)
    for key, value in own.items():
        if key not in base:
            if words:
                continue
            near = difflib.get_close_matches(key, base, n=1)
            hint = f"did you mean {near[0]}" if near else f"known are {', '.join(sorted(base))}"
            return f"[{where}] has no {key} ({hint})"
        known = base[key]
        if isinstance(known, dict) and isinstance(value, dict):
            fault = _fault(known, value, f"{where}.{key}")
            if fault:
                return fault
        elif isinstance(known, list):
            kind = type(known[0]) if known else str
            if not isinstance(value, list) or not all(isinstance(item, kind) for item in value):
                return f"{key} in [{where}] takes a list, each item {_CALLED.get(kind, kind.__name__)}"
        elif type(value) is not type(known):
            return f"{key} in [{where}] takes {_CALLED.get(type(known), type(known).__name__)}"
    return ""


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

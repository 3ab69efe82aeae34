"""Where the outputs go: a local folder, or nowhere (the results are handed to the caller)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from policyparse.batch.manifest import JOURNAL, MANIFEST, Earlier, Journal
from policyparse.batch.model import FileResult

#: What `files.write_whole` calls the file that it renames when it is whole.
_TEMPORARY = re.compile(r"\..+\..{8}\.part")


class Log(Protocol):
    """Takes the results one by one and makes the manifest of them."""

    def add(self, result: FileResult) -> None:
        """Keep one result."""

    def finish(self) -> None:
        """All inputs are done with: write the manifest."""

    def close(self) -> None:
        """Let go, whether finished or not."""


class Place(Protocol):
    """An output folder."""

    @property
    def address(self) -> str | None:
        """The folder as the caller named it; None where there is none."""

    def log(self) -> Log:
        """Begin the manifest. Raises UsageError where the folder cannot be written."""

    def earlier(self) -> Earlier:
        """What earlier runs did."""

    def locate(self, name: str) -> str:
        """The path of an output for a worker."""

    def size(self, name: str) -> int | None:
        """The bytes of an output that is there, else None."""

    def clean(self, names: Iterable[str]) -> None:
        """Remove what a worker that was ended left beside these outputs."""


class LocalPlace:
    """A folder of this machine, or of a drive that it has mounted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._root = os.path.abspath(folder)

    @property
    def address(self) -> str | None:
        return str(self._folder)

    def log(self) -> Log:
        return Journal(self._folder)

    def earlier(self) -> Earlier:
        journal = self._folder / JOURNAL
        if journal.exists() and journal.stat().st_size:
            self._clean_all()
        return Earlier([(self._folder / MANIFEST, False), (journal, True)])

    def locate(self, name: str) -> str:
        return os.path.join(self._root, *name.split("/"))

    def size(self, name: str) -> int | None:
        try:
            return os.stat(self.locate(name)).st_size
        except OSError:
            return None

    def clean(self, names: Iterable[str]) -> None:
        for name in names:
            path = Path(self.locate(name))
            if path.parent.is_dir():
                for entry in os.scandir(path.parent):
                    if entry.name.startswith(f".{path.name}.") and _TEMPORARY.fullmatch(entry.name):
                        Path(entry.path).unlink(missing_ok=True)

    def _clean_all(self) -> None:
        """An earlier run was cut short, maybe in the middle of writing."""
        for folder, _, files in os.walk(self._root):
            for name in files:
                if _TEMPORARY.fullmatch(name):
                    (Path(folder) / name).unlink(missing_ok=True)


class Nowhere:
    """No folder: nothing is written and nothing is known of earlier runs."""

    address: str | None = None

    def log(self) -> Log:
        return _NoLog()

    def earlier(self) -> Earlier:
        return Earlier([])

    def locate(self, name: str) -> str:
        return name

    def size(self, name: str) -> int | None:
        del name
        return None

    def clean(self, names: Iterable[str]) -> None:
        del names


class _NoLog:
    def add(self, result: FileResult) -> None:
        """Nothing."""

    def finish(self) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""

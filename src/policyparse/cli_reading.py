"""What the commands that read documents share: the option --ocr, and a bar that shows pages on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from policyparse.errors import UsageError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from policyparse.extractors.options import Ocr, ReadOptions

#: Seconds after which a document that is still being read shows its pages.
_PATIENCE = 0.7

OcrOption = Annotated[
    str,
    typer.Option("--ocr", metavar="auto|always|never", help="Read pages by OCR: those without text, all, or none."),
]


def ocr_choice(name: str) -> Ocr:
    """The value of --ocr. Raises UsageError."""
    if name == "auto":
        return "auto"
    if name == "always":
        return "always"
    if name == "never":
        return "never"
    raise UsageError(f"--ocr takes auto, always or never, not {name}")


def read_options(password: str | None = None, verify: bool = False, ocr: str = "auto") -> ReadOptions:
    """What the command's options ask of a reader. Raises UsageError."""
    from policyparse.extractors.options import ReadOptions  # noqa: PLC0415

    return ReadOptions(password=password, verify=verify, ocr=ocr_choice(ocr))


@contextmanager
def page_bar(options: ReadOptions, file: str) -> Iterator[ReadOptions]:
    """The options with a bar of pages on standard error, where that is a terminal and the document takes its time."""
    if not sys.stderr.isatty():
        yield options
        return
    from dataclasses import replace  # noqa: PLC0415

    bar = _Bar(file)
    try:
        yield replace(options, on_page=bar.page)
    finally:
        bar.close()


class _Bar:
    """A bar that appears late, so that fast documents show none and cost nothing."""

    def __init__(self, file: str) -> None:
        self._file, self._begun = file, time.monotonic()
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def page(self, done: int, total: int) -> None:
        """`done` of `total` pages are read."""
        if self._bar is None:
            if time.monotonic() - self._begun < _PATIENCE or done >= total:
                return
            from rich.console import Console  # noqa: PLC0415
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

            self._bar = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("pages"),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._task = self._bar.add_task(self._file, total=total)
            self._bar.start()
        if self._task is not None:
            self._bar.update(self._task, completed=done, total=total)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

"""What a person sees while a batch runs: a live display on a terminal, or plain lines. All on standard error."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from policyparse.batch.model import STATUSES, FileResult, Unwatched, Watcher
from policyparse.batch.names import shown
from policyparse.batch.summary import Summary

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.live import Live

Style = Literal["rich", "plain", "none"]

#: Seconds between two plain lines of progress; failures are told at once.
_LINE_EVERY = 5.0
#: Pictures a second of the live display.
_REFRESH = 5
_COLOURS = {"ok": "green", "problems": "yellow", "unchanged": "dim", "skipped": "dim", "failed": "red"}


def failure_line(result: FileResult) -> str:
    """One line for a file that failed."""
    reason = f"{result.error.code}: {result.error.message}" if result.error else ""
    return f"failed: {shown(result.path)}: {reason}"


class Counting(Unwatched):
    """Counts and shows nothing."""

    def __init__(self, summary: Summary) -> None:
        self._summary = summary

    def finished(self, result: FileResult) -> None:
        self._summary.add(result)


class PlainProgress(Counting):
    """Failures as they come, and a line every few seconds."""

    def __init__(self, write: Callable[[str], None], summary: Summary) -> None:
        super().__init__(summary)
        self._write = write
        self._total = 0
        self._told = time.monotonic()

    def found(self, total: int) -> None:
        self._total = total
        self._write(f"{total} inputs")

    def finished(self, result: FileResult) -> None:
        super().finished(result)
        if result.status == "failed":
            self._write(failure_line(result))
        if time.monotonic() - self._told >= _LINE_EVERY:
            self._told = time.monotonic()
            left = time_left(self._summary, self._total)
            failed = self._summary.by_status["failed"]
            rest = f", {left} left" if left else ""
            self._write(f"{self._summary.inputs}/{self._total} files, {failed} failed, {rate(self._summary)}{rest}")


def rate(summary: Summary) -> str:
    """Files and pages a second, of those that were converted in this run."""
    seconds = max(summary.seconds, 0.001)
    return f"{_worked(summary) / seconds:.1f} files/s, {summary.pages / seconds:.1f} pages/s"


def _worked(summary: Summary) -> int:
    return summary.inputs - summary.by_status["unchanged"] - summary.by_status["skipped"]


def time_left(summary: Summary, total: int) -> str:
    """Hours, minutes, seconds until the end at the speed so far; empty while nothing is known."""
    worked = _worked(summary)
    if not worked:
        return ""
    seconds = round((total - summary.inputs) * summary.seconds / worked)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


@dataclass(slots=True, kw_only=True)
class _Worker:
    path: str
    since: float
    pages: str = ""


class RichProgress(Counting):
    """A bar, the speed, what each worker does, and the last failures."""

    def __init__(self, console: Console, summary: Summary) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn  # noqa: PLC0415

        super().__init__(summary)
        self._console = console
        self._bar = Progress(BarColumn(bar_width=None), TaskProgressColumn(), MofNCompleteColumn(), console=console)
        self._task = self._bar.add_task("files", total=None)
        self._total = 0
        self._workers: dict[int, _Worker] = {}

    def found(self, total: int) -> None:
        self._total = total
        self._bar.update(self._task, total=total)

    def started(self, worker: int, path: str) -> None:
        self._workers[worker] = _Worker(path=path, since=time.monotonic())

    def page(self, worker: int, done: int, total: int) -> None:
        if worker in self._workers:
            self._workers[worker].pages = f"page {done}/{total}"

    def finished(self, result: FileResult) -> None:
        super().finished(result)
        self._bar.update(self._task, completed=self._summary.inputs)
        for number, worker in list(self._workers.items()):
            if worker.path == shown(result.path):
                del self._workers[number]
        if result.status == "failed":
            from rich.text import Text  # noqa: PLC0415

            self._console.print(Text(failure_line(result), style="red"))

    def live(self) -> Live:
        """The display, as a context manager."""
        from rich.live import Live  # noqa: PLC0415

        return Live(console=self._console, get_renderable=self._picture, refresh_per_second=_REFRESH, transient=True)

    def _picture(self) -> RenderableType:
        from rich.console import Group  # noqa: PLC0415
        from rich.table import Table  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        left = time_left(self._summary, self._total)
        counts = Text()
        for status in STATUSES:
            counts.append(f"{self._summary.by_status[status]} {status}  ", style=_COLOURS[status])
        counts.append(rate(self._summary) + (f", {left} left" if left else ""))
        workers = Table.grid(padding=(0, 2), expand=True)
        workers.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
        workers.add_column(justify="right", no_wrap=True)
        workers.add_column(justify="right", no_wrap=True)
        for number, worker in sorted(self._workers.items()):
            seconds = time.monotonic() - worker.since
            workers.add_row(Text(f"{number + 1}  {worker.path}"), Text(worker.pages), Text(f"{seconds:.0f} s"))
        return Group(self._bar, counts, workers)


def show(
    style: Style, console: Callable[[], Console], write: Callable[[str], None], summary: Summary
) -> tuple[Watcher, AbstractContextManager[object]]:
    """The watcher of this style, and the context in which the batch must run."""
    if style == "rich":
        watcher = RichProgress(console(), summary)
        return watcher, watcher.live()
    if style == "plain":
        return PlainProgress(write, summary), nullcontext()
    return Counting(summary), nullcontext()


def closing_table(console: Console, summary: Summary) -> None:
    """The summary as tables: by status, by reason and problem code, slowest files."""
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(
        box=box.SIMPLE_HEAD, title=f"{summary.inputs} inputs in {summary.seconds:.1f} s", title_justify="left"
    )
    table.add_column("what")
    table.add_column("files", justify="right")
    for status in STATUSES:
        if summary.by_status[status]:
            table.add_row(Text(status, style=_COLOURS[status]), str(summary.by_status[status]))
    for code, count in summary.by_error.most_common():
        table.add_row(f"  {code}", str(count))
    console.print(table)
    if summary.by_problem:
        problems = Table(box=box.SIMPLE_HEAD)
        problems.add_column("problem")
        problems.add_column("times", justify="right")
        for code, count in summary.by_problem.most_common():
            problems.add_row(code, str(count))
        console.print(problems)
    if summary.slowest:
        slowest = Table(box=box.SIMPLE_HEAD)
        slowest.add_column("slowest files", overflow="fold")
        slowest.add_column("seconds", justify="right")
        for seconds, path in sorted(summary.slowest, reverse=True):
            slowest.add_row(Text(shown(path)), f"{seconds:.1f}")
        console.print(slowest)

"""The pool: a file a worker, each watched for time and memory; a worker that dies is replaced, the others go on."""

from __future__ import annotations

import queue
import signal
import subprocess
import threading
import time
import weakref
from collections.abc import Iterable, Iterator

from policyparse import __version__
from policyparse.batch.cell import EXIT_MEMORY, Cell, Done, Gone, HasRead, Message, PageDone, Ready, place_of
from policyparse.batch.model import (
    BatchStopped,
    Failure,
    FileResult,
    Function,
    Job,
    Limits,
    State,
    Unwatched,
    Watcher,
)

#: Seconds between two looks at the workers' memory and time.
_TICK = 0.05
#: Longer between two looks: we were stopped (Ctrl-Z), or the caller kept a result so long. It is not the files' time.
_STALL = 1.0
#: So many workers in a row that end before they are ready: they will never be.
_START_ATTEMPTS = 3
#: Seconds that loading may take (a cold network drive, a busy machine).
_START_SECONDS = 180.0
#: Seconds between the end of a process's output and its exit code.
_LAST_BREATH = 2.0

TIMEOUT = "timeout"
CRASHED = "worker-crashed"
MEMORY = "memory-limit"


class Pool:
    """Worker processes for many files. Use as a context manager: leaving it ends the workers at once."""

    def __init__(
        self, *, size: int, limits: Limits, function: Function, watcher: Watcher | None = None, loud: bool = False
    ) -> None:
        self._size = size
        self._limits = limits
        self._place = place_of(function)
        self._watcher = watcher or Unwatched()
        self._errors = None if loud else subprocess.DEVNULL
        self._inbox: queue.SimpleQueue[tuple[Cell, Message]] = queue.SimpleQueue()
        self._cells: list[Cell] = []
        self._stillborn = 0
        self._looked = time.monotonic()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """End the workers at once, whatever they do."""
        while self._cells:
            self._cells.pop().end()

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, FileResult]]:
        """Results as they finish, one a job. Raises BatchStopped where no worker can be started."""
        waiting = iter(jobs)
        ahead: list[Job] = []
        self._looked = time.monotonic()
        while True:
            self._hand_out(waiting, ahead)
            if not ahead and all(cell.job is None for cell in self._cells):
                return
            try:
                cell, message = self._inbox.get(timeout=_TICK)
            except queue.Empty:
                yield from self._look()
            else:
                yield from self._take(cell, message)
                # what has arrived is taken first: a file that is done must not count as late
                for _ in range(self._inbox.qsize()):
                    yield from self._take(*self._inbox.get())
                if time.monotonic() - self._looked >= _TICK:
                    yield from self._look()

    def _hand_out(self, waiting: Iterator[Job], ahead: list[Job]) -> None:
        """Give each idle worker a file; start a worker as long as there is a file for it."""
        while True:
            if not ahead:
                job = next(waiting, None)
                if job is None:
                    return
                ahead.append(job)
            idle = next((c for c in self._cells if c.ready and c.job is None), None)
            if idle is not None:
                job = ahead.pop()
                idle.give(job)
                self._watcher.started(idle.number, job.name)
            elif len(self._cells) < self._size:
                self._start()
            else:
                return

    def _start(self) -> None:
        taken = {cell.number for cell in self._cells}
        number = next(n for n in range(self._size) if n not in taken)
        try:
            self._cells.append(Cell(number, self._place, self._limits, self._inbox, self._errors))
        except OSError as error:
            raise BatchStopped(f"no worker process can be started ({error.strerror or error}); lower --jobs") from error

    def _take(self, cell: Cell, message: Message) -> Iterator[tuple[Job, FileResult]]:
        if cell not in self._cells:
            return  # ended by us; its last words are late
        if isinstance(message, Ready):
            cell.ready, self._stillborn = True, 0
        elif isinstance(message, HasRead):
            cell.read = message
        elif isinstance(message, PageDone):
            self._watcher.page(cell.number, message.done, message.total)
        elif isinstance(message, Done):
            job, cell.job = cell.job, None
            if message.tired:
                self._drop(cell)
            if job is not None:
                yield job, message.result
        elif isinstance(message, Gone):
            code = self._drop(cell, patience=_LAST_BREATH)
            if cell.job is not None:
                yield cell.job, self._lost(cell, *_why_gone(code))
            elif not cell.ready:
                self._count_stillborn(f"exit code {code}")

    def _look(self) -> Iterator[tuple[Job, FileResult]]:
        now = time.monotonic()
        unwatched, self._looked = now - self._looked, now
        for cell in list(self._cells):
            if unwatched > _STALL:
                cell.since += unwatched
            if not cell.ready:
                if now - cell.since > _START_SECONDS:
                    self._drop(cell)
                    self._count_stillborn("no answer")
                continue
            if cell.job is None:
                continue
            size = cell.resident()
            if size is not None and size > self._limits.memory:
                self._drop(cell)
                told = f"reading it took more than {self._limits.memory} MiB of memory; raise --max-memory"
                yield cell.job, self._lost(cell, MEMORY, told)
            elif now - cell.since > self._limits.timeout:
                self._drop(cell)
                told = f"not finished after {self._limits.timeout:g} s; raise --timeout"
                yield cell.job, self._lost(cell, TIMEOUT, told)

    def _drop(self, cell: Cell, patience: float = 0.0) -> int:
        self._cells.remove(cell)
        return cell.end(patience)

    def _count_stillborn(self, how: str) -> None:
        self._stillborn += 1
        if self._stillborn >= _START_ATTEMPTS:
            raise BatchStopped(f"the worker processes end before they begin ({how}); -v shows what they say")

    def _lost(self, cell: Cell, code: str, message: str) -> FileResult:
        """The result of a file whose worker is no more."""
        assert cell.job is not None
        read = cell.read
        return FileResult(
            path=cell.job.name,
            status="failed",
            sha256=read.sha256 if read else None,
            size_bytes=read.size_bytes if read else None,
            error=Failure(code=code, message=message),
            seconds=round(time.monotonic() - cell.since, 3),
            peak_mib=cell.peak,
            version=__version__,
            state=State(stamp=read.stamp if read else None),
        )


def _why_gone(code: int) -> tuple[str, str]:
    if code == EXIT_MEMORY:
        return MEMORY, "reading it took more memory than --max-memory allows; raise the limit"
    if code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        more = "; the system may have run out of memory" if name == "SIGKILL" else ""
        return CRASHED, f"the worker was ended by {name}{more}; please report it with the file"
    return CRASHED, f"the worker ended with exit code {code}; please report it with the file"


_own = threading.local()
_isolated: weakref.WeakSet[Pool] = weakref.WeakSet()


def end_isolated() -> None:
    """End the processes of `run_isolated` in all threads; a file at work there has no result."""
    for pool in list(_isolated):
        pool.close()


def run_isolated(job: Job, limits: Limits, function: Function) -> FileResult:
    """One file in a worker process that belongs to the calling thread: the task for a foreign executor.

    Time, memory and crashes are watched as in the pool. The process is kept for the next file of this thread.
    """
    key = (limits, place_of(function))
    if getattr(_own, "key", None) != key:
        if getattr(_own, "pool", None) is not None:
            _own.pool.close()
        _own.pool, _own.key = Pool(size=1, limits=limits, function=function), key
        _isolated.add(_own.pool)
    pool: Pool = _own.pool
    for _, result in pool.run([job]):
        return result
    raise BatchStopped("the worker gave no result")

"""One worker process, seen from inside and from outside.

The process is started with `subprocess`, so that a caller needs no `if __name__ == "__main__"` and a worker of
some other pool (which may have no children by `multiprocessing`) can have one. Jobs go in on its standard input,
messages come out on its standard output, both pickled. The end of its input ends it, whatever it does at the
moment: a worker never outlives the one who started it.
"""

from __future__ import annotations

import json
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import IO, Any, NoReturn

from policyparse.batch import resources
from policyparse.batch.model import FileResult, Function, Job, Limits

_BOOT = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from policyparse.batch.cell import main; main()"
#: A worker that holds the interpreter's lock cannot see its owner's end; the system's clock ends it then.
_GRACE = 10.0
#: Seconds between two messages about pages.
_PAGE_EVERY = 0.2
#: Exit code of a worker that saw itself over the memory limit.
EXIT_MEMORY = 77
#: Of the limit: a worker that keeps more than this after a file is replaced by a fresh one.
_TIRED = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """The process has loaded what it needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HasRead:
    """The content of the file is read."""

    sha256: str
    size_bytes: int
    stamp: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDone:
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The file is finished. `tired`: the process keeps so much memory that it should be replaced."""

    result: FileResult
    tired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The process has ended."""


Message = Ready | HasRead | PageDone | Done | Gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """First message to the process: the function's place, `module:name`, and the limits."""

    function: str
    limits: Limits


def place_of(function: Function) -> str:
    """`module:name`, by which another process finds the function. Raises ValueError for one of no module."""
    module, name = getattr(function, "__module__", ""), getattr(function, "__qualname__", "")
    if not module or module == "__main__" or "<" in name:
        raise ValueError("the worker function must stand at the top of an importable module")
    return f"{module}:{name}"


class Cell:
    """A worker process with one file at a time. Messages arrive in `inbox` as pairs (cell, message)."""

    def __init__(
        self,
        number: int,
        function: str,
        limits: Limits,
        inbox: queue.SimpleQueue[tuple[Cell, Message]],
        errors: int | None = subprocess.DEVNULL,
    ) -> None:
        self.number = number
        self.ready = False
        self.job: Job | None = None
        self.read: HasRead | None = None
        self.since = time.monotonic()
        self.peak: float | None = None
        self._inbox = inbox
        arguments = [sys.executable, "-P", "-c", _BOOT, json.dumps(sys.path)]
        # a group of its own: Ctrl-C is for the parent, which ends its workers itself
        if sys.platform == "win32":
            self.process = subprocess.Popen(
                arguments,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                creationflags=subprocess.CREATE_NEW_PROCESS_GROUP,
            )
        else:
            self.process = subprocess.Popen(
                arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, process_group=0
            )
        threading.Thread(target=self._listen, daemon=True).start()
        self._send(Setup(function=function, limits=limits))

    def give(self, job: Job) -> None:
        """Hand over a file."""
        self.job, self.read, self.since, self.peak = job, None, time.monotonic(), None
        self._send(job)

    def resident(self) -> float | None:
        """Resident memory in MiB; keeps the highest seen in `peak`."""
        now = resources.resident_mib(self.process.pid)
        if now is not None:
            self.peak = round(max(now, self.peak or 0.0), 1)
        return now

    def end(self, patience: float = 0.0) -> int:
        """End the process, after `patience` seconds for doing so by itself. Its exit code, negative for a signal."""
        try:
            code = self.process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        if self.process.stdin is not None:
            try:
                self.process.stdin.close()
            except OSError:
                return code
        return code

    def _send(self, message: object) -> None:
        stream = self.process.stdin
        assert stream is not None
        try:
            pickle.dump(message, stream, protocol=pickle.HIGHEST_PROTOCOL)
            stream.flush()
        except (BrokenPipeError, OSError):
            # it died just now: `Gone` is on its way and tells
            return

    def _listen(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        with stream:
            while True:
                try:
                    message: Message = pickle.load(stream)
                except (EOFError, OSError, ValueError, pickle.UnpicklingError):
                    break
                self._inbox.put((self, message))
        self._inbox.put((self, Gone()))


def main() -> NoReturn:
    """The worker process: load, then one file after the other until the input ends."""
    jobs: IO[bytes] = os.fdopen(os.dup(0), "rb")
    answers: IO[bytes] = os.fdopen(os.dup(1), "wb")
    # whatever a library prints must not get between the messages
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    setup: Setup = pickle.load(jobs)
    function = _find(setup.function)
    resources.limit_address_space(setup.limits.memory)
    if not resources.tells_resident():
        threading.Thread(target=_watch_memory, args=(setup.limits.memory,), daemon=True).start()
    waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(jobs, waiting), daemon=True).start()
    send = _sender(answers)
    send(Ready())
    while True:
        job = waiting.get()
        _alarm(setup.limits.timeout + _GRACE)
        result = function(job, _CellReport(send))
        _alarm(0)
        out_of_memory = result.error is not None and result.error.code == "memory-limit"
        kept = resources.resident_mib(os.getpid()) or 0.0
        send(Done(result=result, tired=out_of_memory or kept > setup.limits.memory * _TIRED))


class _CellReport:
    """Tells the owner what was read and how far the pages are."""

    def __init__(self, send: Callable[[Message], None]) -> None:
        self._send = send
        self._told = 0.0

    def read(self, sha256: str, size_bytes: int, stamp: str | None) -> None:
        self._send(HasRead(sha256=sha256, size_bytes=size_bytes, stamp=stamp))

    def page(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._told > _PAGE_EVERY:
            self._told = now
            self._send(PageDone(done=done, total=total))


def _sender(stream: IO[bytes]) -> Callable[[Message], None]:
    def send(message: Message) -> None:
        try:
            pickle.dump(message, stream, protocol=pickle.HIGHEST_PROTOCOL)
            stream.flush()
        except OSError:
            os._exit(1)

    return send


def _receive(jobs: IO[bytes], waiting: queue.SimpleQueue[Job]) -> None:
    """Jobs into the queue. The end of the input means that the owner is gone or wants no more: end at once."""
    while True:
        try:
            waiting.put(pickle.load(jobs))
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            os._exit(0)


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _watch_memory(limit: int) -> None:
    """Where no other process can see our size, we look ourselves."""
    while True:
        time.sleep(0.1)
        if (resources.lifetime_peak_mib() or 0.0) > limit:
            os._exit(EXIT_MEMORY)


def _find(place: str) -> Function:
    module, _, name = place.partition(":")
    found: Any = import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    function: Function = found
    if place.startswith("policyparse."):
        import_module("policyparse.api")
        import_module("policyparse.exporters")
    return function

"""The values of a batch: what is to be done with one file, what became of it, what the caller may ask."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from policyparse.errors import ExitCode, PolicyParseError
from policyparse.problems import Severity

if TYPE_CHECKING:
    from policyparse.records import PolicyDocument

Status = Literal["ok", "problems", "failed", "skipped", "unchanged"]
STATUSES: tuple[Status, ...] = ("ok", "problems", "unchanged", "skipped", "failed")

#: Long enough for a scanned book of some hundred pages on an office machine.
DEFAULT_TIMEOUT = 300.0
#: MiB. The largest real document at hand needs a twentieth of it.
DEFAULT_MEMORY = 2048


class BatchStopped(PolicyParseError):
    """The run cannot go on (a full disk, workers that do not start). What is done is done; the next run goes on."""

    exit_code = ExitCode.USAGE
    code = "batch-stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a file failed or was skipped. `code` is stable and kebab-case, `message` says what to do."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one file may take: `timeout` in seconds, `memory` in MiB of resident memory."""

    timeout: float = DEFAULT_TIMEOUT
    memory: int = DEFAULT_MEMORY


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOptions:
    """What the caller may ask of a batch.

    `formats` are names of `exporters.EXPORTERS`; `jobs` worker processes (None: one a processor core).
    `include` and `exclude` are glob patterns for the path below the input folder, or for the name alone.
    `force` converts again what an earlier run finished. `lexicon` are TOML files of words of one's own.
    `loud` lets the worker processes write to standard error.
    """

    formats: tuple[str, ...] = ("json",)
    headers: Literal["zh", "en"] = "zh"
    jobs: int | None = None
    limits: Limits = field(default_factory=Limits)
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    force: bool = False
    password: str | None = None
    verify: bool = False
    ocr: Literal["auto", "always", "never"] = "auto"
    lexicon: tuple[Path, ...] = ()
    loud: bool = False

    @property
    def workers(self) -> int:
        """The number of worker processes."""
        if self.jobs is not None:
            return self.jobs
        affinity = getattr(os, "sched_getaffinity", None)
        return len(affinity(0)) if affinity else os.cpu_count() or 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One file for a worker.

    `path` is opened by the worker unless `data` holds the content; `name` is what the output calls it.
    `outputs` are pairs of format and absolute path; with `carry` they are returned in place of written.
    `known` is the SHA-256 that an earlier run has finished: the same content is not converted again.
    """

    path: str
    name: str
    outputs: tuple[tuple[str, str], ...] = ()
    data: bytes | None = None
    carry: bool = False
    known: str | None = None
    options: BatchOptions = field(default_factory=BatchOptions)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What lets a later run know that nothing changed.

    `options` is the fingerprint of what the outputs depend on, `stamp` that of the input file's date and place
    (None: look at the content), `sizes` the bytes of the outputs.
    """

    options: str = ""
    stamp: str | None = None
    sizes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileResult:
    """What became of one input: a line of the manifest.

    `path` is as given, `/` between folders. `output` is the first of `outputs`, relative to the output folder.
    `problems` counts all problems by code; `worst` is the gravest severity among them. `status` is `problems` from
    severity `warning` on. `seconds` and `peak_mib` are this run's. `contents` holds the rendered outputs where the
    caller named no output folder.
    """

    path: str
    status: Status
    sha256: str | None = None
    size_bytes: int | None = None
    records: int = 0
    problems: Mapping[str, int] = field(default_factory=dict)
    error: Failure | None = None
    seconds: float = 0.0
    peak_mib: float | None = None
    output: str | None = None
    outputs: tuple[str, ...] = ()
    version: str = ""
    pages: int | None = None
    worst: Severity | None = None
    state: State = field(default_factory=State)
    contents: tuple[bytes, ...] = ()
    folder: str | None = None

    def document(self) -> PolicyDocument | None:
        """The records of this file, read from its JSON output; None where it has none."""
        from policyparse.records import PolicyDocument  # noqa: PLC0415 (heavy, and often not asked)

        if self.contents:
            return PolicyDocument.model_validate_json(self.contents[0])
        names = [name for name in self.outputs if name.endswith(".json")]
        if self.folder is None or not names:
            return None
        return PolicyDocument.model_validate_json((Path(self.folder) / names[0]).read_bytes())


class Report(Protocol):
    """What a worker tells while it works."""

    def read(self, sha256: str, size_bytes: int, stamp: str | None) -> None:
        """The content was read; known even if the worker dies afterwards."""

    def page(self, done: int, total: int) -> None:
        """Pages read so far."""


class Silent:
    """A report that nobody hears."""

    def read(self, sha256: str, size_bytes: int, stamp: str | None) -> None:
        """Nothing."""

    def page(self, done: int, total: int) -> None:
        """Nothing."""


Function = Callable[[Job, Report], FileResult]


class Watcher(Protocol):
    """Who wants to see the batch at work (the progress display)."""

    def found(self, total: int) -> None:
        """All inputs are known."""

    def started(self, worker: int, path: str) -> None:
        """A worker takes up a file."""

    def page(self, worker: int, done: int, total: int) -> None:
        """A worker has read pages of its file."""

    def finished(self, result: FileResult) -> None:
        """One input is done with, in whatever way."""


class Unwatched:
    """A watcher that looks away."""

    def found(self, total: int) -> None:
        """Nothing."""

    def started(self, worker: int, path: str) -> None:
        """Nothing."""

    def page(self, worker: int, done: int, total: int) -> None:
        """Nothing."""

    def finished(self, result: FileResult) -> None:
        """Nothing."""


def as_inputs(inputs: str | Path | Sequence[str | Path]) -> list[str]:
    """One input or several, as texts."""
    return [str(inputs)] if isinstance(inputs, str | Path) else [str(one) for one in inputs]

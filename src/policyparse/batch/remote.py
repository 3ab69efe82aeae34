"""Files at any fsspec address (`s3://`, `hdfs://`, `memory://`), for clusters without a shared drive.

The process that reads a document opens no connection: the executor's worker fetches the content, gives it to its
isolated process, and puts what comes back in its place.
"""

from __future__ import annotations

import posixpath
import tempfile
import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from policyparse.batch.manifest import JOURNAL, MANIFEST, Earlier, to_line
from policyparse.batch.model import BatchOptions, BatchStopped, Failure, FileResult, Function, Job, Limits
from policyparse.batch.place import Log
from policyparse.batch.pool import run_isolated
from policyparse.batch.walk import Found, known_suffix, looks_known, unknown_format, why_by_name
from policyparse.batch.worker import NOT_WRITTEN, failed
from policyparse.errors import ExtraMissing, FileNotReadable, UsageError

#: Stores where a write is seen whole or not at all; elsewhere a file is written beside and moved.
_WHOLE = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "oss", "cos", "memory"})
#: What file systems call the date or version of a file.
_VERSIONS = (
    "ETag",
    "etag",
    "mtime",
    "LastModified",
    "last_modified",
    "modificationTime",
    "modification_time",
    "created",
)
#: Lines of the journal wait so long, at most, before they are stored: a store of objects cannot append.
_SEGMENT_SECONDS = 1.0
_SEGMENT_LINES = 500
_HEAD = 1024


def is_remote(path: str) -> bool:
    """Whether this is an fsspec address and no path."""
    return "://" in path


def _connect(address: str) -> tuple[Any, str]:
    """The file system and the path in it. Raises ExtraMissing without fsspec, UsageError for an unknown address."""
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 (optional)
    except ImportError as error:
        raise ExtraMissing(f"{address} needs fsspec; pip install 'policyparse[dask]'") from error
    try:
        system, path = url_to_fs(address)
    except ImportError as error:
        raise ExtraMissing(f"{address}: {error}") from error
    except (ValueError, OSError) as error:
        raise UsageError(f"{address}: {error}") from error
    return system, path


def _protocol(address: str) -> str:
    return address.split("://", 1)[0]


def _stamp(info: Mapping[str, Any]) -> str | None:
    versions = [str(info[key]) for key in _VERSIONS if info.get(key) is not None]
    return "-".join([*versions, str(info.get("size"))]) if versions else None


def find_remote(inputs: Sequence[str], output: str | None, options: BatchOptions) -> list[Found]:
    """All inputs at fsspec addresses, sorted by path, each once; the rules are those of `walk.find`."""
    folders = []
    places = []
    for address in inputs:
        system, path = _connect(address)
        is_folder = bool(system.isdir(path))
        folders.append((address, system, path, is_folder))
        places.append(path)
    if len(places) == 1 and folders[0][3]:
        common = places[0]
    else:
        common = posixpath.commonpath([posixpath.dirname(path) for path in places])
    inside = _connect(output)[1].rstrip("/") + "/" if output is not None and is_remote(output) else None
    found: dict[str, Found] = {}
    for address, system, root, is_folder in folders:
        listed = system.find(root, detail=True) if is_folder else {root: _info(system, root)}
        for path, info in listed.items():
            if inside is not None and path.startswith(inside) and not root.startswith(inside):
                continue
            below = path[len(root) :].lstrip("/")
            found.setdefault(
                f"{_protocol(address)}://{path}",
                Found(
                    path=f"{address.rstrip('/')}/{below}" if below else address,
                    opened=f"{_protocol(address)}://{path}",
                    relative=posixpath.relpath(path, common or "/"),
                    stamp=_stamp(info),
                    skip=_why(system, path, below, options) if is_folder else None,
                ),
            )
    return sorted(found.values(), key=lambda row: row.path)


def _info(system: Any, path: str) -> Mapping[str, Any]:
    try:
        info: Mapping[str, Any] = system.info(path)
    except OSError:
        return {}
    return info


def _why(system: Any, path: str, below: str, options: BatchOptions) -> Failure | None:
    if any(part.startswith(".") for part in below.split("/")[:-1]):
        return Failure(code="hidden", message="a file in a hidden folder")
    reason = why_by_name(below, options)
    if reason is not None or known_suffix(path):
        return reason
    try:
        head: bytes = system.read_block(path, 0, _HEAD)
    except OSError:
        return None
    return None if looks_known(head) else unknown_format()


def run_remote(job: Job, limits: Limits, function: Function) -> FileResult:
    """One file from and to fsspec addresses or paths; the task for an executor."""
    try:
        data = fetch(job.path)
    except FileNotReadable as error:
        return failed(job, error.code, str(error))
    inner = replace(job, data=data, carry=True)
    result = run_isolated(inner, limits, function)
    if job.carry or not result.contents:
        return result
    try:
        for (_, address), content in zip(job.outputs, result.contents, strict=True):
            store(address, content)
    except OSError as error:
        return failed(job, NOT_WRITTEN, f"cannot write the output: {error}; run the command again")
    return replace(result, contents=())


def fetch(address: str) -> bytes:
    """The content of a file at an address. Raises FileNotReadable."""
    system, path = _connect(address if is_remote(address) else f"file://{address}")
    try:
        content: bytes = system.cat_file(path)
    except OSError as error:
        raise FileNotReadable(f"it cannot be read ({error}); check the address") from error
    return content


def store(address: str, content: bytes) -> None:
    """Write a file at an address whole or not at all. Raises OSError."""
    system, path = _connect(address if is_remote(address) else f"file://{address}")
    folder, _, name = path.rpartition("/")
    if _protocol(address) in _WHOLE:
        system.pipe_file(path, content)
        return
    system.makedirs(folder, exist_ok=True)
    beside = f"{folder}/.{name}.part"
    system.pipe_file(beside, content)
    system.mv(beside, path)


class RemotePlace:
    """An output folder at an fsspec address. Two runs at a time are not kept apart there."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")
        self._system, self._path = _connect(self._address)
        self._path = self._path.rstrip("/")
        self._sizes: dict[str, int] = {}
        self._copies = tempfile.TemporaryDirectory(prefix="policyparse-")

    @property
    def address(self) -> str | None:
        return self._address

    def log(self) -> Log:
        return _SegmentLog(self._address, self._system, self._path)

    def earlier(self) -> Earlier:
        try:
            listed = self._system.find(self._path, detail=True)
        except FileNotFoundError:
            listed = {}
        except OSError as error:
            raise UsageError(f"cannot read {self._address}: {error}") from error
        self._sizes = {name[len(self._path) + 1 :]: info.get("size") for name, info in listed.items()}
        copies = []
        for name in sorted(self._sizes):
            if name == MANIFEST or name.startswith(f"{JOURNAL}/"):
                copy = Path(self._copies.name) / name.replace("/", "-")
                copy.write_bytes(self._system.cat_file(f"{self._path}/{name}"))
                copies.append((copy, name != MANIFEST))
        return Earlier(copies)

    def locate(self, name: str) -> str:
        return f"{self._address}/{name}"

    def size(self, name: str) -> int | None:
        return self._sizes.get(name)

    def clean(self, names: Iterable[str]) -> None:
        """A name beside is always the same and is written over."""


class _SegmentLog:
    """The journal as a folder of segments, each stored whole; `finish` makes the manifest of this run's lines."""

    def __init__(self, address: str, system: Any, path: str) -> None:
        self._address = address
        self._system = system
        self._path = path
        # later runs sort after earlier ones, segments of one run in their order
        self._run = f"{time.time_ns():020d}-{uuid.uuid4().hex[:8]}"
        self._count = 0
        self._lines = tempfile.TemporaryFile()  # noqa: SIM115 (closed by close)
        self._places: dict[str, int] = {}
        self._stored = 0
        self._waiting = 0
        self._since = time.monotonic()
        self._segment(b"")

    def add(self, result: FileResult) -> None:
        line = to_line(result)
        self._places[result.path] = self._lines.seek(0, 2)
        self._lines.write(line)
        self._waiting += 1
        if self._waiting >= _SEGMENT_LINES or time.monotonic() - self._since >= _SEGMENT_SECONDS:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            self._lines.seek(self._stored)
            content = self._lines.read()
            self._segment(content)
            self._stored += len(content)
        self._waiting, self._since = 0, time.monotonic()

    def _segment(self, content: bytes) -> None:
        try:
            store(f"{self._address}/{JOURNAL}/{self._run}-{self._count:08d}.jsonl", content)
        except OSError as error:
            if not self._count:
                raise UsageError(f"cannot write to {self._address}: {error}; choose another folder with -o") from error
            raise BatchStopped(f"cannot write to {self._address}: {error}; run the same command again") from error
        self._count += 1

    def finish(self) -> None:
        lines = []
        for path in sorted(self._places):
            self._lines.seek(self._places[path])
            lines.append(self._lines.readline())
        try:
            store(f"{self._address}/{MANIFEST}", b"".join(lines))
            self._waiting = 0
            self._system.rm(f"{self._path}/{JOURNAL}", recursive=True)
        except OSError as error:
            raise BatchStopped(f"cannot write to {self._address}: {error}; run the same command again") from error

    def close(self) -> None:
        if self._waiting:
            self._flush()
        self._lines.close()

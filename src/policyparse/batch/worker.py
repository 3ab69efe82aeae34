"""What a worker does with one file: read, convert, write. It runs in a process of its own (see `cell`)."""

from __future__ import annotations

import errno
import hashlib
import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from policyparse import __version__
from policyparse.batch.model import Failure, FileResult, Job, Report, State
from policyparse.batch.resources import peak_mib, reset_peak
from policyparse.batch.walk import stamp_of
from policyparse.errors import FileNotReadable, InputError, PolicyParseError, UsageError

if TYPE_CHECKING:
    from policyparse.lexicon import Lexicon
    from policyparse.records import PolicyDocument

#: A file changed so shortly before it was read may change again without a new date (FAT counts in 2 seconds).
_FRESH_NS = 2_000_000_000
#: No space, quota used up, a read-only or failing disk: the next file would meet the same.
_DISK = frozenset({errno.ENOSPC, errno.EROFS, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC)})

DISK_FULL = "disk-full"
NOT_WRITTEN = "output-not-written"
MEMORY = "memory-limit"
FAULT = "fault"


def convert(job: Job, report: Report) -> FileResult:
    """Convert one file. Never raises for anything that is in the file; a failure is a result."""
    begun = time.perf_counter()
    reset_peak()
    result = _convert(job, report)
    return replace(result, seconds=round(time.perf_counter() - begun, 3), peak_mib=peak_mib(), version=__version__)


def _convert(job: Job, report: Report) -> FileResult:
    try:
        data, stamp = (job.data, None) if job.data is not None else _read(job.path)
    except FileNotReadable as error:
        return failed(job, error.code, str(error))
    except MemoryError:
        return failed(job, MEMORY, "it is larger than --max-memory allows; raise the limit")
    digest = hashlib.sha256(data).hexdigest()
    report.read(digest, len(data), stamp)
    state = State(stamp=stamp)
    if digest == job.known:
        return FileResult(path=job.name, status="unchanged", sha256=digest, size_bytes=len(data), state=state)
    try:
        document = _extract(job, data, report.page)
        contents = [_render(document, name, job.options.headers) for name, _ in job.outputs]
    except PolicyParseError as error:
        if isinstance(error, InputError) and not job.carry:
            _forget(job)
        return failed(job, error.code, str(error), digest, len(data), state)
    except MemoryError:
        return failed(job, MEMORY, "reading it needs more than --max-memory; raise the limit", digest, len(data), state)
    except Exception as error:  # the border of the worker: a fault in one file must not end the others
        told = f"this is a fault of policyparse ({type(error).__name__}: {error}); please report it with the file"
        return failed(job, FAULT, told, digest, len(data), state)
    if not job.carry:
        try:
            for (_, path), content in zip(job.outputs, contents, strict=True):
                _write(Path(path), content)
        except UsageError as error:
            return failed(job, _write_code(error), str(error), digest, len(data), state)
    grave = {p.severity for p in document.problems}
    worst = next((s for s in ("error", "warning", "info") if s in grave), None)
    return FileResult(
        path=job.name,
        status="problems" if worst in {"error", "warning"} else "ok",
        sha256=digest,
        size_bytes=len(data),
        records=len(document.records),
        problems=dict(sorted(Counter(p.code for p in document.problems).items())),
        pages=document.source.pages,
        worst=worst,
        state=State(stamp=stamp, sizes=tuple(len(content) for content in contents)),
        contents=tuple(contents) if job.carry else (),
    )


def failed(
    job: Job,
    code: str,
    message: str,
    sha256: str | None = None,
    size_bytes: int | None = None,
    state: State | None = None,
) -> FileResult:
    """A file that could not be converted, with the reason."""
    return FileResult(
        path=job.name,
        status="failed",
        error=Failure(code=code, message=message),
        sha256=sha256,
        size_bytes=size_bytes,
        state=state or State(),
        version=__version__,
    )


def _read(path: str) -> tuple[bytes, str | None]:
    """The content, and the stamp if the file stood still while it was read."""
    from policyparse.api import read_bytes  # noqa: PLC0415

    now = time.time_ns()
    data = read_bytes(Path(path))
    try:
        status = os.stat(path)
    except OSError:
        return data, None
    still = status.st_size == len(data) and status.st_mtime_ns < now - _FRESH_NS
    return data, stamp_of(status) if still else None


def _extract(job: Job, data: bytes, on_page: Callable[[int, int], None]) -> PolicyDocument:
    from policyparse.api import extract  # noqa: PLC0415
    from policyparse.extractors.options import ReadOptions  # noqa: PLC0415

    asked = job.options
    options = ReadOptions(
        password=asked.password,
        verify=asked.verify,
        ocr=asked.ocr,
        ocr_threads=1 if asked.workers > 1 else None,  # the processor cores are taken by other workers
        on_page=on_page,
    )
    return extract(data, name=job.name, options=options, lexicon=_words(tuple(asked.lexicon)))


@lru_cache(maxsize=1)
def _words(paths: tuple[Path, ...]) -> Lexicon:
    from policyparse.lexicon import load_lexicon  # noqa: PLC0415

    return load_lexicon(paths)


def _render(document: PolicyDocument, name: str, headers: str) -> bytes:
    from policyparse.exporters import render  # noqa: PLC0415

    return render([document], name, "en" if headers == "en" else "zh")


def _write(path: Path, content: bytes) -> None:
    from policyparse.files import write_whole  # noqa: PLC0415

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {path.parent}: {error.strerror or error}") from error
    write_whole(path, content)


def _write_code(error: UsageError) -> str:
    return DISK_FULL if getattr(error.__cause__, "errno", None) in _DISK else NOT_WRITTEN


def _forget(job: Job) -> None:
    """Remove what an older content of this file gave: the content that is there now gives nothing."""
    for _, path in job.outputs:
        Path(path).unlink(missing_ok=True)

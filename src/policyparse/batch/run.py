"""The batch itself: what is done already, what is to be done, and a result for every input."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from policyparse import __version__
from policyparse.batch.executors import drive
from policyparse.batch.manifest import JOURNAL, MANIFEST, Earlier
from policyparse.batch.model import (
    BatchOptions,
    BatchStopped,
    FileResult,
    Function,
    Job,
    State,
    Status,
    Unwatched,
    Watcher,
    as_inputs,
)
from policyparse.batch.names import output_names, shown
from policyparse.batch.place import LocalPlace, Nowhere, Place
from policyparse.batch.pool import CRASHED, MEMORY, TIMEOUT, Pool
from policyparse.batch.remote import RemotePlace, find_remote, is_remote
from policyparse.batch.walk import FOLDER_UNREADABLE, Found, find
from policyparse.batch.worker import DISK_FULL, convert
from policyparse.errors import FileBroken, FormatUnknown, LimitExceeded, UsageError
from policyparse.exporters import EXPORTERS
from policyparse.lexicon import load_lexicon, user_lexicon

#: Failures that lie in the content: the same content fails again, so it is not tried again.
_IN_CONTENT = frozenset({FileBroken.code, FormatUnknown.code, LimitExceeded.code})
#: Failures of a run that count as done when that run was killed and is taken up again.
_LIMITS = frozenset({TIMEOUT, MEMORY, CRASHED})


def extract_folder(
    inputs: str | Path | Sequence[str | Path],
    output: str | Path | None = None,
    *,
    options: BatchOptions | None = None,
    executor: Executor | None = None,
    watcher: Watcher | None = None,
    function: Function = convert,
    own: Sequence[Path] = (),
) -> Generator[FileResult, None, None]:
    """Convert folders, files or both; yields one result an input as they finish. A failed file is a result.

    With `output` the formats of `options` are written there, with a `manifest.jsonl`, and a later call goes on where
    this one ended; without it `FileResult.document()` has the records and nothing is written. Addresses that
    fsspec knows (`s3://…`) need the extra `policyparse[dask]`. Without `executor` there is a pool of worker
    processes; any `concurrent.futures.Executor` will do too, each of its workers keeps a process of its own for
    the files. `own` are files that are no inputs (a ledger being written). `function` is what a worker does.

    Raises UsageError for wrong options or an output folder that cannot be written, BatchStopped where the run
    cannot go on (full disk). Ending the iteration early ends the workers and keeps what is done.
    """
    chosen = _checked(options or BatchOptions())
    named = as_inputs(inputs)
    place = _place(named, output)
    batch = _Batch(place=place, options=chosen, watcher=watcher or Unwatched(), executor=executor, function=function)
    return batch.run(named, [str(path) for path in own])


def _checked(options: BatchOptions) -> BatchOptions:
    """The options with the user's lexicon added. Raises UsageError for what is impossible."""
    if not options.formats:
        raise UsageError(f"no format given; there are {', '.join(EXPORTERS)}")
    for name in options.formats:
        if name not in EXPORTERS:
            raise UsageError(f"no format {name}; there are {', '.join(EXPORTERS)}")
    if options.workers < 1:
        raise UsageError(f"--jobs must be 1 or more, not {options.jobs}")
    if options.limits.timeout <= 0 or options.limits.memory <= 0:
        raise UsageError("--timeout and --max-memory must be more than 0")
    own = user_lexicon()
    lexicon = (*([own] if own else []), *options.lexicon)
    load_lexicon(lexicon)
    return replace(options, formats=tuple(dict.fromkeys(options.formats)), lexicon=lexicon)


def _place(inputs: Sequence[str], output: str | Path | None) -> Place:
    if output is None:
        return Nowhere()
    if is_remote(str(output)):
        return RemotePlace(str(output))
    folder = Path(output).absolute()
    if any(not is_remote(one) and Path(one).absolute().resolve() == folder.resolve() for one in inputs):
        raise UsageError(f"the output folder {output} is the input folder; choose another with -o")
    return LocalPlace(Path(output))


def fingerprint(options: BatchOptions) -> str:
    """What the outputs depend on beside the content and the version: formats, languages, words. 16 hex digits."""
    words = [hashlib.sha256(path.read_bytes()).hexdigest() for path in options.lexicon]
    parts = [list(options.formats), options.headers, options.verify, options.ocr, words]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    place: Place
    options: BatchOptions
    watcher: Watcher
    executor: Executor | None
    function: Function

    def run(self, inputs: list[str], own: list[str]) -> Generator[FileResult, None, None]:
        log = self.place.log()  # first of all: an output folder that cannot be written is told before any work
        try:
            earlier = self.place.earlier()
            try:
                for result in self._results(inputs, own, earlier):
                    log.add(result)
                    self.watcher.finished(result)
                    yield result
            finally:
                earlier.close()
            log.finish()
        finally:
            log.close()

    def _results(self, inputs: list[str], own: list[str], earlier: Earlier) -> Iterator[FileResult]:
        found = self._find(inputs, own)
        self.watcher.found(len(found))
        print_of_options = fingerprint(self.options)
        waiting: list[Found] = []
        for one in found:
            result = self._settled(one, earlier, print_of_options)
            if result is None:
                waiting.append(one)
            else:
                yield result
        by_job = {}

        def jobs() -> Iterator[Job]:
            for one in waiting:
                job = self._job(one, earlier, print_of_options)
                by_job[job.path] = one
                yield job

        size = min(self.options.workers, len(waiting))
        for job, result in drive(
            jobs(), self._pool(size), self.executor, self.options, self.function, self._is_remote(waiting)
        ):
            one = by_job.pop(job.path)
            yield self._closed(one, job, result, earlier, print_of_options)

    def _pool(self, size: int) -> Pool:
        return Pool(
            size=size,
            limits=self.options.limits,
            function=self.function,
            watcher=self.watcher,
            loud=self.options.loud,
        )

    def _is_remote(self, waiting: list[Found]) -> bool:
        return isinstance(self.place, RemotePlace) or any(is_remote(one.opened) for one in waiting)

    def _find(self, inputs: list[str], own: list[str]) -> list[Found]:
        remote = [one for one in inputs if is_remote(one)]
        if remote and len(remote) != len(inputs):
            raise UsageError(
                "inputs of this machine and fsspec addresses cannot be mixed; run them one after the other"
            )
        if remote:
            return find_remote(remote, self.place.address, self.options)
        folder = self.place.address
        products = [] if folder is None or is_remote(folder) else [f"{folder}/{MANIFEST}", f"{folder}/{JOURNAL}"]
        inside = Path(folder) if products and folder else None
        return find(inputs, inside, self.options, [*own, *products])

    def _settled(self, one: Found, earlier: Earlier, options: str) -> FileResult | None:
        """The result of a file that needs no worker: no document, or done already."""
        if one.skip is not None:
            status: Status = "failed" if one.skip.code == FOLDER_UNREADABLE else "skipped"
            return FileResult(path=one.path, status=status, error=one.skip, version=__version__)
        before, cut_short = (None, False) if self.options.force else earlier.get(one.path)
        if before is None or before.version != __version__ or one.stamp is None or one.stamp != before.state.stamp:
            return None
        if before.status == "failed":
            same = before.state.options == self._limited(options)
            again = before.error is None or not (
                before.error.code in _IN_CONTENT or (cut_short and before.error.code in _LIMITS)
            )
            return None if again or not same else replace(before, seconds=0.0, peak_mib=None)
        return self._unchanged(before) if self._stands(one, before, options) else None

    def _limited(self, options: str) -> str:
        """Failures also depend on the limits."""
        return f"{options}-{self.options.limits.timeout:g}-{self.options.limits.memory}"

    def _stands(self, one: Found, before: FileResult, options: str) -> bool:
        """Whether the outputs of an earlier run are there and are what this run would write."""
        names = output_names(one.relative, self.options.formats)
        return (
            before.status in {"ok", "problems", "unchanged"}
            and before.version == __version__
            and before.state.options == options
            and before.outputs == names
            and tuple(self.place.size(name) for name in names) == before.state.sizes
        )

    def _unchanged(self, before: FileResult) -> FileResult:
        return replace(before, status="unchanged", seconds=0.0, peak_mib=None, folder=self.place.address)

    def _job(self, one: Found, earlier: Earlier, options: str) -> Job:
        before = None if self.options.force else earlier.get(one.path)[0]
        names = output_names(one.relative, self.options.formats)
        return Job(
            path=one.opened,
            name=shown(one.path),
            outputs=tuple(
                (form, self.place.locate(name)) for form, name in zip(self.options.formats, names, strict=True)
            ),
            carry=self.place.address is None,
            known=before.sha256 if before is not None and self._stands(one, before, options) else None,
            options=self.options,
        )

    def _closed(self, one: Found, job: Job, result: FileResult, earlier: Earlier, options: str) -> FileResult:
        """The worker's result with what only the batch knows."""
        if result.error is not None and result.error.code == DISK_FULL:
            raise BatchStopped(f"{result.error.message}; what is done is done, run the same command again to go on")
        names = output_names(one.relative, self.options.formats)
        stamp = result.state.stamp or (one.stamp if is_remote(one.opened) else None)
        if result.status == "unchanged":
            before, _ = earlier.get(one.path)
            if before is not None:
                state = replace(before.state, stamp=stamp)
                return replace(self._unchanged(before), seconds=result.seconds, peak_mib=result.peak_mib, state=state)
        if result.status == "failed":
            if result.error is not None and result.error.code in _LIMITS and not job.carry:
                self.place.clean(names)
            return replace(result, path=one.path, state=State(options=self._limited(options), stamp=stamp))
        state = State(options=options, stamp=stamp, sizes=result.state.sizes)
        if job.carry:
            return replace(result, path=one.path, state=state)
        return replace(result, path=one.path, output=names[0], outputs=names, state=state, folder=self.place.address)

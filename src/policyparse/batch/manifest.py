"""The manifest: one line a file, written as the files finish and put in order at the end.

While a run goes on, lines are appended to `manifest.jsonl.part`, each with a single write, so that a run killed at
any moment leaves whole lines and at most one torn one, which is cut off before the next line is added. At the end
they are sorted into `manifest.jsonl`, which is put in its place by a rename.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO

from policyparse.batch.model import BatchStopped, Failure, FileResult, State
from policyparse.errors import UsageError

MANIFEST = "manifest.jsonl"
JOURNAL = "manifest.jsonl.part"


def to_line(result: FileResult) -> bytes:
    """A result as one line of JSON."""
    row = {
        "path": result.path,
        "sha256": result.sha256,
        "size_bytes": result.size_bytes,
        "status": result.status,
        "records": result.records,
        "problems": dict(result.problems),
        "error": asdict(result.error) if result.error else None,
        "seconds": result.seconds,
        "peak_mib": result.peak_mib,
        "output": result.output,
        "version": result.version,
        "outputs": list(result.outputs),
        "pages": result.pages,
        "worst": result.worst,
        "state": asdict(result.state),
    }
    text = json.dumps(row, ensure_ascii=False)
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError:  # a file name that is no UTF-8
        return json.dumps(row).encode() + b"\n"


def from_line(line: bytes) -> FileResult | None:
    """The result of a line; None for a line that is torn or of another program."""
    try:
        row = json.loads(line)
        error, state = row["error"], row["state"]
        return FileResult(
            path=row["path"],
            sha256=row["sha256"],
            size_bytes=row["size_bytes"],
            status=row["status"],
            records=row["records"],
            problems=row["problems"],
            error=Failure(code=error["code"], message=error["message"]) if error else None,
            seconds=row["seconds"],
            peak_mib=row["peak_mib"],
            output=row["output"],
            version=row["version"],
            outputs=tuple(row["outputs"]),
            pages=row["pages"],
            worst=row["worst"],
            state=State(options=state["options"], stamp=state["stamp"], sizes=tuple(state["sizes"])),
        )
    except (ValueError, KeyError, TypeError):
        return None


class Earlier:
    """Lines of earlier runs by path; a line of the journal hides one of the manifest. Only places are kept in memory."""

    def __init__(self, files: Iterable[tuple[Path, bool]]) -> None:
        """`files` are pairs of a file of lines and whether its run was cut short; later ones win."""
        self._open: list[tuple[IO[bytes], bool]] = []
        self._places: dict[str, tuple[int, int]] = {}
        for path, cut_short in files:
            try:
                stream = path.open("rb")
            except FileNotFoundError:
                continue
            except OSError as error:
                raise UsageError(f"cannot read {path}: {error.strerror or error}") from error
            self._open.append((stream, cut_short))
            place = 0
            for line in stream:
                row = from_line(line)
                if row is not None:
                    self._places[row.path] = (len(self._open) - 1, place)
                place += len(line)

    def __contains__(self, path: str) -> bool:
        return path in self._places

    def get(self, path: str) -> tuple[FileResult | None, bool]:
        """The last line of this path, and whether its run was cut short."""
        if path not in self._places:
            return None, False
        number, place = self._places[path]
        stream, cut_short = self._open[number]
        stream.seek(place)
        return from_line(stream.readline()), cut_short

    def outputs(self) -> Iterator[str]:
        """All outputs of earlier runs, relative to the output folder."""
        for path in self._places:
            row, _ = self.get(path)
            yield from row.outputs if row else ()

    def close(self) -> None:
        for stream, _ in self._open:
            stream.close()


class Journal:
    """The lines of the run that goes on. Only one run at a time may write to a folder.

    Raises UsageError where the folder cannot be written or another run writes to it, BatchStopped where the disk is
    full while it runs.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / JOURNAL
        self._manifest = folder / MANIFEST
        self._places: dict[str, int] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = _locked(self.path)
            self._end = _whole_lines(self._file)
        except OSError as error:
            raise UsageError(
                f"cannot write to {folder}: {error.strerror or error}; choose another folder with -o"
            ) from error

    def add(self, result: FileResult) -> None:
        """Append one line; it stays if the process is killed right afterwards."""
        line = to_line(result)
        try:
            written = os.write(self._file, line)
        except OSError as error:
            self._undo()
            raise _stopped(self.path, error) from error
        if written != len(line):
            self._undo()
            raise _stopped(self.path, OSError(0, "no space left"))
        self._places[result.path] = self._end
        self._end += written

    def _undo(self) -> None:
        os.ftruncate(self._file, self._end)

    def finish(self) -> None:
        """Write `manifest.jsonl`: this run's lines, sorted by path; then the journal is no more."""
        temporary = self._manifest.with_name(f".{MANIFEST}.part")
        try:
            with self.path.open("rb") as lines, temporary.open("wb") as file:
                for path in sorted(self._places):
                    lines.seek(self._places[path])
                    file.write(lines.readline())
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, self._manifest)
            self.path.unlink()
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise _stopped(self._manifest, error) from error

    def close(self) -> None:
        """Let go of the folder."""
        os.close(self._file)


def _stopped(path: Path, error: OSError) -> BatchStopped:
    reason = error.strerror or str(error)
    return BatchStopped(f"cannot write {path}: {reason}; what is done is done, run the same command again to go on")


def _whole_lines(file: int) -> int:
    """Cut off a torn last line. The size that remains."""
    size = os.lseek(file, 0, os.SEEK_END)
    end = size
    while end > 0:
        start = max(0, end - 65536)
        os.lseek(file, start, os.SEEK_SET)
        newline = os.read(file, end - start).rfind(b"\n")
        if newline >= 0:
            end = start + newline + 1
            break
        end = start
    if end != size:
        os.ftruncate(file, end)
    os.lseek(file, 0, os.SEEK_END)
    return end


def _locked(path: Path) -> int:
    """The journal, open for appending, locked against a second run; a lock ends with its process."""
    while True:
        file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        if not _lock(file):
            os.close(file)
            raise UsageError(f"another batch is writing to {path.parent}; wait for it, or choose another folder")
        try:
            if os.path.samestat(os.fstat(file), os.stat(path)):
                return file
        except FileNotFoundError:
            pass
        os.close(file)  # the other run finished between our opening and locking


def _lock(file: int) -> bool:
    try:
        import fcntl  # noqa: PLC0415 (POSIX only)
    except ImportError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a network drive without locks
    return True

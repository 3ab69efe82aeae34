"""Which files a batch takes: folders walked, single files, lists; what is no document is told with its reason."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from policyparse.batch.model import BatchOptions, Failure
from policyparse.extractors.registry import FORMATS

_SUFFIXES = frozenset(suffix for row in FORMATS for suffix in row.suffixes)
#: The one reason of this module that is a failure: what the folder holds is not known.
FOLDER_UNREADABLE = "folder-unreadable"
#: Enough to see `%PDF-` or the beginning of a web page.
_HEAD = 1024
#: What browsers call the folder of pictures and scripts beside a saved page.
_PAGE_FOLDERS = ("_files", ".files")
_PAGES = (".html", ".htm")
#: Files that office programs and systems leave behind.
_LEFTOVERS = ("~$", ".~", "~WRL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One input. `path` as given, with `/`; `opened` is what the system opens; `relative` its place in the output.

    `stamp` is that of `worker.stamp_of`. `skip` says why it is not converted.
    """

    path: str
    opened: str
    relative: str
    stamp: str | None = None
    skip: Failure | None = None


def find(inputs: Sequence[str], output: Path | None, options: BatchOptions, own: Iterable[str] = ()) -> list[Found]:
    """All inputs, sorted by path, each once.

    A folder is walked; its files keep their place below it. Several inputs keep their places below the folder
    that they have in common. `output` and the files `own` (absolute paths) are products of this program and no inputs.
    A path that is not there is an input too: converting it will fail and say so.
    """
    common = _common(inputs)
    mine = {os.path.abspath(name) for name in own}
    inside = os.path.abspath(output) if output is not None else None
    found: dict[str, Found] = {}
    for one in inputs:
        start = os.path.abspath(one)
        if os.path.isdir(start):
            walker = _Walker(root=start, given=one, common=common, output=inside, own=mine, options=options)
            rows: Iterable[Found] = walker.walk(start)
        else:
            rows = [_single(one, start, common)]
        for row in rows:
            found.setdefault(os.path.abspath(row.opened), row)
    return sorted(found.values(), key=lambda row: row.path)


def _common(inputs: Sequence[str]) -> str:
    """The folder below which the output repeats the layout."""
    paths = [os.path.abspath(one) for one in inputs]
    if len(paths) == 1 and os.path.isdir(paths[0]):
        return paths[0]
    try:
        return os.path.commonpath([os.path.dirname(path) for path in paths])
    except ValueError:  # several drives
        return ""


def _relative(path: str, common: str) -> str:
    if not common:
        drive, rest = os.path.splitdrive(path)
        return (drive.replace(":", "") + rest).replace(os.sep, "/").lstrip("/")
    return os.path.relpath(path, common).replace(os.sep, "/")


def _single(given: str, path: str, common: str) -> Found:
    """A file named by the caller: it may be hidden or a link, since it was asked for."""
    name = os.path.basename(path)
    try:
        status = os.stat(path)
    except OSError:
        status = None
    skip = None
    if name.startswith(_LEFTOVERS):
        skip = _leftover()
    elif status is not None:
        skip = _kind(status) or _form(path)
    return Found(
        path=given.replace(os.sep, "/"),
        opened=path,
        relative=_relative(path, common),
        stamp=stamp_of(status) if status else None,
        skip=skip,
    )


def stamp_of(status: os.stat_result) -> str:
    """Date, place on disk and size of a file: as long as it stays, the content is taken to be the same."""
    return f"{status.st_mtime_ns}-{status.st_ino}-{status.st_size}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walker:
    root: str
    given: str
    common: str
    output: str | None
    own: set[str]
    options: BatchOptions

    def walk(self, folder: str) -> Iterator[Found]:
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield self._row(folder, skip=Failure(code=FOLDER_UNREADABLE, message=f"{error.strerror or error}"))
            return
        names = {entry.name for entry in listed}
        for entry in listed:
            if entry.path == self.output and entry.path != self.root:
                continue
            if entry.is_dir(follow_symlinks=False):
                skip = self._why_no_folder(entry, names)
                if skip is None:
                    yield from self.walk(entry.path)
                else:
                    yield self._row(entry.path + os.sep, skip=skip)
            elif entry.path not in self.own:
                yield self._file(entry)

    def _file(self, entry: os.DirEntry[str]) -> Found:
        try:
            status = entry.stat()
        except OSError:
            dangling = Failure(code="link-broken", message="a link to something that is not there")
            return self._row(entry.path, skip=dangling if entry.is_symlink() else None)
        skip = self._why_no_file(entry, status)
        return self._row(entry.path, stamp_of(status), skip)

    def _why_no_file(self, entry: os.DirEntry[str], status: os.stat_result) -> Failure | None:
        if entry.is_symlink():
            if not _is_within(os.path.realpath(entry.path), os.path.realpath(self.root)):
                return Failure(code="link-outside", message="a link out of the folder is not followed")
            if stat.S_ISDIR(status.st_mode):
                return Failure(code="link-folder", message="a link to a folder; its files are read at their own place")
        return why_by_name(_relative(entry.path, self.root), self.options) or _kind(status) or _form(entry.path)

    def _why_no_folder(self, entry: os.DirEntry[str], names: set[str]) -> Failure | None:
        if entry.name.startswith("."):
            return Failure(code="hidden", message="a hidden folder")
        for ending in _PAGE_FOLDERS:
            page = entry.name.removesuffix(ending)
            if page != entry.name and any(page + suffix in names for suffix in _PAGES):
                return Failure(code="page-resources", message="pictures and scripts of the saved page beside it")
        relative = _relative(entry.path, self.root)
        if any(_fits(relative, pattern) for pattern in self.options.exclude):
            return Failure(code="excluded", message="left out by --exclude")
        return None

    def _row(self, path: str, stamp: str | None = None, skip: Failure | None = None) -> Found:
        below = path[len(self.root) :].replace(os.sep, "/")
        given = self.given.replace(os.sep, "/").rstrip("/")
        shown = below.lstrip("/") if given == "." else given + below
        return Found(path=shown, opened=path, relative=_relative(path, self.common), stamp=stamp, skip=skip)


def why_by_name(relative: str, options: BatchOptions) -> Failure | None:
    """Why a file of a folder is not taken, as far as its path below the folder tells; None where it is."""
    name = relative.rsplit("/", 1)[-1]
    if name.startswith(_LEFTOVERS):
        return _leftover()
    if name.startswith("."):
        return Failure(code="hidden", message="a hidden file")
    wanted = not options.include or any(_fits(relative, pattern) for pattern in options.include)
    if not wanted or any(_fits(relative, pattern) for pattern in options.exclude):
        return Failure(code="excluded", message="left out by --include or --exclude")
    return None


def _fits(relative: str, pattern: str) -> bool:
    """A pattern is for the whole path below the folder (`*` also takes `/`) or for the name alone."""
    names = (relative, relative.rsplit("/", 1)[-1])
    return any(fnmatchcase(name, form) for name in names for form in (pattern, pattern.removeprefix("**/")))


def _is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _leftover() -> Failure:
    return Failure(code="office-leftover", message="a lock or temporary file of an office program")


def _kind(status: os.stat_result) -> Failure | None:
    if stat.S_ISREG(status.st_mode):
        return None
    return Failure(code="no-file", message="no regular file (a device, a pipe, a socket)")


def _form(path: str) -> Failure | None:
    """A file whose name tells no known format is taken only if it plainly begins as a PDF or a web page."""
    if known_suffix(path):
        return None
    try:
        with open(path, "rb") as file:
            head = file.read(_HEAD)
    except OSError:
        head = b""
    return None if looks_known(head) else unknown_format()


def known_suffix(path: str) -> bool:
    """Whether the name ends like one of a format that some reader knows."""
    return os.path.splitext(path)[1].lower() in _SUFFIXES


def looks_known(head: bytes) -> bool:
    """Whether these first bytes are of a PDF or a web page."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return b"%PDF-" in head or start.startswith((b"<!doctype html", b"<html"))


def unknown_format() -> Failure:
    """The reason for a file of no known format."""
    return Failure(code="format-unknown", message="neither its name nor its beginning is of a known format")

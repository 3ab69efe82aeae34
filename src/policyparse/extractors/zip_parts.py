"""Zip packages of documents (DOCX, XLSX, OFD): opened and unpacked within limits, and how their parts name one another."""

from __future__ import annotations

import io
import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Iterable

from lxml import etree

from policyparse.errors import FileBroken, LimitExceeded

#: What zipfile raises for damaged data; NotImplementedError for a compression that it does not know.
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, ValueError)


class Unpacker:
    """The parts of a zip archive by their names in the archive.

    No more than `limit` bytes are unpacked in all; a zip bomb is without end.
    """

    def __init__(self, data: bytes, kind: str, limit: int) -> None:
        """`kind` is the format's name (DOCX). Raises FileBroken where `data` is no complete zip archive."""
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise FileBroken(
                f"the file is no complete zip archive, so no {kind}; it is truncated or damaged: get a fresh copy"
            ) from error
        self.parts = tuple(info for info in self._archive.infolist() if not info.is_dir())
        self._left = self._limit = limit

    def unpack(self, info: zipfile.ZipInfo, most: int | None = None) -> bytes:
        """The bytes of a part, `most` at the most. Raises FileBroken and LimitExceeded."""
        limit = self._limit if most is None or most > self._left else most
        room = min(self._left, limit)
        if info.file_size > room:
            raise _too_much(limit)
        try:
            with self._archive.open(info) as part:
                # the directory's size may lie: one byte more than it says is asked for
                data = part.read(min(room, info.file_size) + 1)
        except _DAMAGED as error:
            message = f"the part {info.filename} cannot be unpacked ({error}); get a fresh copy of the file"
            raise FileBroken(message) from error
        self._left -= len(data)
        if self._left < 0:
            raise _too_much(limit)
        return data


def _too_much(limit: int) -> LimitExceeded:
    return LimitExceeded(f"the parts unpack to more than {limit // 1024 // 1024} MiB; the file is not read")


def plain_name(name: str) -> str:
    """A part's name as names are compared: small letters, one kind of slash, none in front."""
    return name.replace("\\", "/").lstrip("/").lower()


def relations_part(part: str) -> str:
    """The name of the part that holds the relationships of `part`; "" is the package itself (ECMA-376 part 2)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def read_relations(elements: Iterable[etree._Element], part: str) -> dict[str, tuple[str, str]]:
    """Relationship id to (last word of the type, target part) of `part`, from the children of its relationships."""
    folder = posixpath.dirname(part)
    known: dict[str, tuple[str, str]] = {}
    for element in elements:
        if not isinstance(element.tag, str) or element.get("TargetMode") == "External":
            continue
        target = element.get("Target", "").replace("\\", "/")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        kind = element.get("Type", "").rsplit("/", 1)[-1]
        known[element.get("Id", "")] = (kind, posixpath.normpath(path).lstrip("/"))
    return known

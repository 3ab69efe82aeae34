"""The zip package of a workbook: its parts, and which part refers to which (ECMA-376 part 2)."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from lxml import etree

from policyparse.errors import FileBroken, LimitExceeded, PasswordNeeded

#: Bytes of XML that are unpacked from one file. 20,000 rows of 17 columns are 40 MB; a zip bomb is without end.
UNPACKED_LIMIT: Final = 512 * 1024 * 1024


class Package:
    """The zip archive. Names are matched whatever their case."""

    def __init__(self, data: bytes) -> None:
        """Raises FileBroken where `data` is no complete zip archive."""
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise FileBroken(
                "the file is no complete zip archive, so no workbook; it is truncated or damaged: get a fresh copy"
            ) from error
        self._infos = {_key(info.filename): info for info in self._archive.infolist()}
        self._unpacked = 0

    def holds(self, name: str) -> bool:
        return _key(name) in self._infos

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises FileBroken, LimitExceeded or PasswordNeeded."""
        info = self._infos.get(_key(name))
        if info is None:
            raise FileBroken(f"the workbook has no part {name}; it is damaged: get a fresh copy")
        if info.flag_bits & 0x1:
            raise PasswordNeeded(
                "the archive is encrypted; remove the password in the office program and save it again"
            )
        left = UNPACKED_LIMIT - self._unpacked
        if info.file_size > left:
            raise _too_much()
        try:
            with self._archive.open(info) as part:
                # the directory's size may lie: read one byte more than is allowed
                data = part.read(min(left, info.file_size) + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise FileBroken(f"the part {name} cannot be unpacked ({error}); get a fresh copy of the file") from error
        self._unpacked += len(data)
        if self._unpacked > UNPACKED_LIMIT:
            raise _too_much()
        return data

    def xml(self, name: str) -> etree._Element:
        """The root of a part. Raises FileBroken where it is no XML."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        try:
            return etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError as error:
            raise FileBroken(f"the part {name} is no valid XML ({error}); get a fresh copy of the file") from error

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id to (last word of the type, target part)."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", name + ".rels")
        known: dict[str, tuple[str, str]] = {}
        if not self.holds(rels):
            return known
        for element in self.xml(rels):
            if not isinstance(element.tag, str) or element.get("TargetMode") == "External":
                continue
            target = element.get("Target", "").replace("\\", "/")
            path = target if target.startswith("/") else posixpath.join(folder, target)
            kind = element.get("Type", "").rsplit("/", 1)[-1]
            known[element.get("Id", "")] = (kind, posixpath.normpath(path).lstrip("/"))
        return known


def _too_much() -> LimitExceeded:
    return LimitExceeded(f"the parts unpack to more than {UNPACKED_LIMIT // 1024 // 1024} MiB; the file is not read")


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """The descendants of this local name, in either of the two namespaces of the standard."""
    return root.iter(f"{{*}}{name}")

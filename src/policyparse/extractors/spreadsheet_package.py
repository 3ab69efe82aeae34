"""The zip package of a workbook: its parts, and which part refers to which (ECMA-376 part 2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from policyparse.errors import FileBroken, PasswordNeeded
from policyparse.extractors.zip_parts import Unpacker, plain_name, read_relations, relations_part

#: Bytes of XML that are unpacked from one file. 20,000 rows of 17 columns are 40 MB; a zip bomb is without end.
UNPACKED_LIMIT: Final = 512 * 1024 * 1024


class Package:
    """The zip archive. Names are matched whatever their case."""

    def __init__(self, data: bytes) -> None:
        """Raises FileBroken where `data` is no complete zip archive."""
        self._archive = Unpacker(data, "workbook", UNPACKED_LIMIT)
        self._infos = {plain_name(info.filename): info for info in self._archive.parts}

    def holds(self, name: str) -> bool:
        return plain_name(name) in self._infos

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises FileBroken, LimitExceeded or PasswordNeeded."""
        info = self._infos.get(plain_name(name))
        if info is None:
            raise FileBroken(f"the workbook has no part {name}; it is damaged: get a fresh copy")
        if info.flag_bits & 0x1:
            raise PasswordNeeded(
                "the archive is encrypted; remove the password in the office program and save it again"
            )
        return self._archive.unpack(info)

    def xml(self, name: str) -> etree._Element:
        """The root of a part. Raises FileBroken where it is no XML."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        try:
            return etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError as error:
            raise FileBroken(f"the part {name} is no valid XML ({error}); get a fresh copy of the file") from error

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id to (last word of the type, target part)."""
        rels = relations_part(part)
        return read_relations(self.xml(rels), part) if self.holds(rels) else {}


def local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """The descendants of this local name, in either of the two namespaces of the standard."""
    return root.iter(f"{{*}}{name}")

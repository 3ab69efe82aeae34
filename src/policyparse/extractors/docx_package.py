"""The zip package of a DOCX file: its parts, and which part refers to which (ECMA-376 part 2)."""

from __future__ import annotations

import posixpath
from typing import Final

from lxml import etree

from policyparse.errors import FileBroken, PasswordNeeded
from policyparse.extractors.docx_xml import parse
from policyparse.extractors.zip_parts import Unpacker, plain_name, read_relations, relations_part

#: Bytes of XML that are unpacked from one file. A list of 1,000 rows is 10 MB; a zip bomb is without end.
UNPACKED_LIMIT: Final = 256 * 1024 * 1024

_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """Parts are named from the package's root without a leading slash. Names are matched whatever their case."""

    def __init__(self, data: bytes) -> None:
        """Raises FileBroken where `data` is no complete zip archive."""
        self._archive = Unpacker(data, "DOCX", UNPACKED_LIMIT)
        self._infos = {plain_name(info.filename): info for info in self._archive.parts}
        self._roots: dict[str, etree._Element] = {}
        self._relations: dict[str, dict[str, tuple[str, str]]] = {}

    def main(self) -> str:
        """Name of the main document part. Raises FileBroken where there is none."""
        for kind, target in self.relations("").values():
            if kind == "officeDocument" and self.holds(target):
                return target
        if self.holds("word/document.xml"):
            return "word/document.xml"
        raise FileBroken("the archive has no main document part (word/document.xml), so it is no DOCX")

    def holds(self, name: str) -> bool:
        """Is there such a part."""
        return plain_name(name) in self._infos

    def related(self, part: str, kind: str) -> list[str]:
        """Parts that `part` refers to with relationship type `kind` (`styles`, `header`), in the order of their names.

        Without any relationships (some programs lose them) `kind`.xml beside the part is taken.
        """
        found = sorted({target for k, target in self.relations(part).values() if k == kind and self.holds(target)})
        if not found and not self.relations(part):
            beside = posixpath.join(posixpath.dirname(part), f"{kind}.xml")
            return [beside] if self.holds(beside) else []
        return found

    def target(self, part: str, relation: str | None) -> str | None:
        """The part that `part` names by the relationship id `relation`, or None."""
        kind_and_target = self.relations(part).get(relation or "")
        return kind_and_target[1] if kind_and_target and self.holds(kind_and_target[1]) else None

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relationship id to (last word of the type, target part) of `part`; "" is the package itself."""
        if part not in self._relations:
            rels = relations_part(part)
            listed = self.xml(rels).iter(_RELATIONSHIP) if self.holds(rels) else ()
            self._relations[part] = read_relations(listed, part)
        return self._relations[part]

    def xml(self, name: str) -> etree._Element:
        """The root of a part, parsed once. Raises FileBroken, LimitExceeded or PasswordNeeded."""
        if plain_name(name) not in self._roots:
            self._roots[plain_name(name)] = self._parsed(name)
        return self._roots[plain_name(name)]

    def data(self, name: str) -> bytes:
        """The bytes of a part. Raises FileBroken, LimitExceeded or PasswordNeeded."""
        info = self._infos[plain_name(name)]
        if info.flag_bits & 0x1:
            raise PasswordNeeded(
                "the archive is encrypted; remove the password in the office program and save it again"
            )
        return self._archive.unpack(info)

    def _parsed(self, name: str) -> etree._Element:
        return parse(self.data(name), name)

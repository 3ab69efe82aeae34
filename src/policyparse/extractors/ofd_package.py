"""The zip package of an OFD file: its XML parts and how they name one another (GB/T 33190-2016, clause 7).

Elements are known by their local names: files of 2012 to 2016 differ in the namespace only.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final

from lxml import etree

from policyparse.errors import FileBroken, PasswordNeeded
from policyparse.extractors.zip_parts import Unpacker

#: Bytes of XML that are unpacked from one part, and from one file. A page of dense text is 100 kB, a list of
#: 2,000 pages 200 MB, which are not held at once; a zip bomb is without end.
PART_LIMIT: Final = 128 * 1024 * 1024
UNPACKED_LIMIT: Final = 1024 * 1024 * 1024
#: Deeper than any page that a program writes: layers, blocks and composite objects stay below 20.
DEPTH_LIMIT: Final = 150
#: The lists of encrypted parts (GM/T 0099-2020).
_ENCRYPTION: Final = frozenset({"encryptions.xml", "decryptseed.dat", "entriesmap.dat"})
_ENCRYPTED: Final = (
    "the package is encrypted; open it in an OFD reader with its password or certificate and save it without protection"
)
_TOO_DEEP = etree.XPath("boolean(/*" + "/*" * DEPTH_LIMIT + ")")


class Package:
    """Parts by name from the package's root. Names are matched whatever their case, with either slash."""

    def __init__(self, data: bytes) -> None:
        """Raises FileBroken where `data` is no complete zip archive."""
        self._archive = Unpacker(data, "OFD", UNPACKED_LIMIT)
        self._infos = {_key(info.filename): info for info in self._archive.parts}
        self._kept: dict[str, etree._Element] = {}
        self._encrypted = any(posixpath.basename(name) in _ENCRYPTION for name in self._infos)

    def locate(self, name: str, beside: str = "") -> str | None:
        """The key of the part that the part `beside` calls `name`, or None where there is no such part.

        By the standard a name is absolute with a leading slash and else relative to the folder of the part
        that names it; some programs write names relative to the package or to the document's folder.
        """
        wanted = _key(name)
        if not wanted:
            return None
        folder = posixpath.dirname(_key(beside))
        places = [wanted] if name.strip().startswith(("/", "\\")) else []
        while folder:
            places.append(posixpath.normpath(posixpath.join(folder, wanted)))
            folder = posixpath.dirname(folder)
        places.append(wanted)
        return next((place for place in places if place in self._infos), None)

    def shared(self, name: str, beside: str = "") -> tuple[etree._Element, str]:
        """Like `xml`, for parts that many pages use: they are read once."""
        key = self.locate(name, beside) or ""
        if key not in self._kept:
            self._kept[key], key = self.xml(name, beside)
        return self._kept[key], key

    def xml(self, name: str, beside: str = "") -> tuple[etree._Element, str]:
        """The root of a part and the part's key. Raises FileBroken, LimitExceeded or PasswordNeeded."""
        data, key = self.data(name, beside)
        return self._parsed(data, name), key

    def data(self, name: str, beside: str = "") -> tuple[bytes, str]:
        """The bytes of a part and its key. Raises FileBroken, LimitExceeded or PasswordNeeded."""
        key = self.locate(name, beside)
        if key is None:
            if self._encrypted:
                raise PasswordNeeded(_ENCRYPTED)
            raise FileBroken(f"the part {name or '(without name)'} is missing, the file is damaged; get a fresh copy")
        info = self._infos[key]
        if info.flag_bits & 0x1:
            raise PasswordNeeded(_ENCRYPTED)
        return self._archive.unpack(info, PART_LIMIT), key

    def _parsed(self, data: bytes, name: str) -> etree._Element:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data.lstrip(), parser)
        except etree.XMLSyntaxError as error:
            if self._encrypted:
                raise PasswordNeeded(_ENCRYPTED) from error
            raise FileBroken(f"the part {name} is damaged ({error.msg}); get a fresh copy of the file") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise FileBroken(
                f"the part {name} holds a document type, which no OFD program writes; the file is not read"
            )
        if _TOO_DEEP(root):
            raise FileBroken(f"the part {name} is nested deeper than {DEPTH_LIMIT} elements; the file is not read")
        return root


def _key(name: str) -> str:
    """`name` as the archive's names are compared: small letters, one kind of slash, no `.` and `..`."""
    plain = name.strip().replace("\\", "/").lstrip("/").lower()
    return posixpath.normpath(plain).lstrip("/") if plain else ""


def tag(element: etree._Element) -> str:
    """The local name of an element."""
    return str(element.tag).rpartition("}")[2]


def children(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """The children with one of these local names, in order."""
    if element is not None:
        for child in element:
            if tag(child) in names:
                yield child


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element at this path of local names, or None."""
    for name in path:
        element = next(children(element, name), None)
    return element


def text_of(element: etree._Element | None, *path: str) -> str:
    """The stripped text at this path, "" where there is none."""
    found = child(element, *path)
    return (found.text or "").strip() if found is not None else ""

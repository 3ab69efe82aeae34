"""The parts of a Word 97-2003 file ([MS-DOC] 2.1): OLE streams and the file information block.

Word 6 and 95 wrote another format under the same stream name; only LibreOffice reads it.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import olefile

from policyparse.errors import FileBroken, LimitExceeded, PasswordNeeded

#: Bytes of streams that are read from one file; a .doc of 1,000 pages without its pictures is below 20 MB.
STREAM_LIMIT: Final = 512 * 1024 * 1024

_WORD: Final = 0xA5EC
#: nFib of Word 97; what is below is Word 6 and 95.
_WORD_97: Final = 0x00C1
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_LENGTHS: Final = 0x4C  # ccpText and the seven lengths after it
_PLACES: Final = 0x9A  # pairs of offset and size in the table stream

#: Order of the stories in the text; `macros` is no longer used.
STORIES: Final = ("body", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes")

#: Numbers of the pairs in FibRgFcLcb97 that are used here.
STYLES, FOOTNOTE_REFS, FOOTNOTE_TEXTS, COMMENT_REFS, COMMENT_TEXTS, SECTIONS = 1, 2, 3, 4, 5, 6
HEADERS, RUNS, PARAGRAPHS, FONTS, PIECES, ANCHORS = 11, 12, 13, 15, 33, 40
ENDNOTE_REFS, ENDNOTE_TEXTS, BOX_TEXTS, HEADER_BOX_TEXTS, LISTS, LIST_USES = 46, 47, 56, 58, 73, 74

_BROKEN: Final = (OSError, ValueError, IndexError, struct.error, TypeError, AttributeError, OverflowError, MemoryError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """The streams and the block. `stories`: first and end character position (cp) of each of STORIES.

    `version`: nFib; below Word 97's only `word` is filled in.
    """

    word: bytes
    table: bytes
    data: bytes
    version: int
    stories: dict[str, tuple[int, int]]

    def place(self, number: int) -> tuple[int, int]:
        """Offset and size in the table stream of the pair `number`; (0, 0) where there is none."""
        at = _PLACES + 8 * number
        if at + 8 > len(self.word) or number >= struct.unpack_from("<H", self.word, _PLACES - 2)[0]:
            return 0, 0
        offset, size = struct.unpack_from("<II", self.word, at)
        return (offset, size) if offset + size <= len(self.table) else (0, 0)

    def part(self, number: int) -> bytes:
        """That part of the table stream, b"" where there is none."""
        offset, size = self.place(number)
        return self.table[offset : offset + size]

    def positions(self, number: int, size: int) -> tuple[list[int], list[bytes]]:
        """A PLC: n + 1 positions and n pieces of `size` bytes; empty where there is none."""
        part = self.part(number)
        n = (len(part) - 4) // (4 + size)
        if n < 1:
            return [], []
        start = 4 * (n + 1)
        pieces = [part[start + size * i : start + size * (i + 1)] for i in range(n)]
        return list(struct.unpack_from(f"<{n + 1}I", part)), pieces


def open_word(data: bytes) -> Word:
    """The Word file in these bytes.

    Raises FileBroken (no OLE file, truncated, no Word file), PasswordNeeded, LimitExceeded.
    """
    streams = _streams(data)
    word = streams.get("WordDocument")
    if word is None:
        if "EncryptedPackage" in streams:
            raise PasswordNeeded("the file is encrypted; remove the password in the office program and save it again")
        raise FileBroken(
            "the file holds no Word document, or it is truncated; get a fresh copy, or save it as PDF or DOCX"
        )
    if len(word) < _PLACES or struct.unpack_from("<H", word)[0] & 0xFF00 != _WORD & 0xFF00:
        raise FileBroken("the Word document in the file is damaged; get a fresh copy")
    version, flags = struct.unpack_from("<H6xH", word, 2)
    if flags & _ENCRYPTED:
        raise PasswordNeeded("the file is encrypted; remove the password in the office program and save it again")
    if version < _WORD_97:
        return Word(word=word, table=b"", data=b"", version=version, stories={})
    table = streams.get("1Table" if flags & _TABLE_1 else "0Table")
    if not table:
        raise FileBroken("the Word document has lost its table stream; get a fresh copy")
    lengths = struct.unpack_from("<8i", word, _LENGTHS)
    if min(lengths) < 0:
        raise FileBroken("the Word document's lengths are damaged; get a fresh copy")
    ends = list(accumulate(lengths))
    stories = {name: (end - length, end) for name, length, end in zip(STORIES, lengths, ends, strict=True)}
    return Word(word=word, table=table, data=streams.get("Data", b""), version=version, stories=stories)


def _streams(data: bytes) -> dict[str, bytes]:
    """The streams at the root that a text document needs."""
    wanted = ("WordDocument", "0Table", "1Table", "Data", "EncryptedPackage")
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            found = {}
            for name in wanted:
                if ole.exists(name) and ole.get_type(name) == olefile.STGTY_STREAM:
                    if ole.get_size(name) > min(STREAM_LIMIT, len(data)):
                        if len(data) >= STREAM_LIMIT:
                            raise LimitExceeded("the file is larger than this reader allows; save it as DOCX")
                        raise FileBroken("the file is truncated; get a fresh copy")
                    found[name] = b"" if name == "EncryptedPackage" else bytes(ole.openstream(name).read())
            return found
    except _BROKEN as error:
        raise FileBroken(f"the file is damaged or truncated ({error}); get a fresh copy") from error

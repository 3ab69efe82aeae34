"""The records of a binary workbook ([MS-XLS] 2.4): types, strings that go on in CONTINUE records, packed numbers."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence

import olefile

from policyparse.errors import FileBroken

BOF, EOF, CONTINUE = 0x0809, 0x000A, 0x003C
FILEPASS, DATE1904 = 0x002F, 0x0022
BOUNDSHEET, FORMAT, XF, SST = 0x0085, 0x041E, 0x00E0, 0x00FC
ROW, MERGED, COLINFO = 0x0208, 0x00E5, 0x007D
NUMBER, RK, MULRK, LABELSST, LABEL, RSTRING = 0x0203, 0x027E, 0x00BD, 0x00FD, 0x0204, 0x00D6
BOOLERR, FORMULA, STRING = 0x0205, 0x0006, 0x0207
BLANK, MULBLANK = 0x0201, 0x00BE
#: The version in the first BOF record: strings are Unicode from here on.
BIFF8 = 0x0600
#: Text before BIFF8 is in the system's code page; office programs in China wrote GBK.
OLD_ENCODING = "gb18030"
_OLE_ERRORS = (OSError, ValueError, IndexError, struct.error, TypeError, AttributeError, KeyError, OverflowError)


def root_holds(data: bytes, name: str) -> bool:
    """Has the OLE file a stream of this name at its root."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return bool(ole.exists(name))
    except _OLE_ERRORS:
        return False


def workbook_stream(data: bytes) -> bytes:
    """The stream with the records. Raises FileBroken."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            for name in ("Workbook", "Book"):
                if ole.exists(name):
                    return bytes(ole.openstream(name).read())
    except _OLE_ERRORS as error:
        raise FileBroken(f"the workbook is damaged ({error}); get a fresh copy") from error
    raise FileBroken("the file holds no workbook; it is damaged or not what its name says")


def records(stream: bytes, at: int) -> Iterator[tuple[int, list[bytes]]]:
    """Type of each record and its content: its own, then that of each CONTINUE record behind it."""
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        chunks = [stream[at + 4 : at + 4 + size]]
        at += 4 + size
        while at + 4 <= len(stream) and stream[at : at + 2] == b"\x3c\x00":
            size = struct.unpack_from("<H", stream, at + 2)[0]
            chunks.append(stream[at + 4 : at + 4 + size])
            at += 4 + size
        yield kind, chunks


class Chunks:
    """Reads over the seams of CONTINUE records. What is missing at the end reads as nothing."""

    def __init__(self, chunks: Sequence[bytes], at: int = 0) -> None:
        self.chunks = chunks
        self.index = 0
        self.at = at

    def done(self) -> bool:
        """Is nothing left."""
        while self.index < len(self.chunks) and self.at >= len(self.chunks[self.index]):
            self.index += 1
            self.at = 0
        return self.index >= len(self.chunks)

    def take(self, size: int) -> bytes:
        """The next bytes, as they are."""
        pieces = b""
        while size > len(pieces) and not self.done():
            piece = self.chunks[self.index][self.at : self.at + size - len(pieces)]
            self.at += len(piece)
            pieces += piece
        return pieces

    def number(self, size: int) -> int:
        """An unsigned little-endian number."""
        return int.from_bytes(self.take(size), "little")

    def characters(self, count: int, wide: bool) -> str:
        """Characters of one or two bytes; behind a seam a byte says anew which."""
        text: list[str] = []
        while count > 0:
            if self.at >= len(self.chunks[self.index]) if self.index < len(self.chunks) else True:
                if self.done():
                    break
                wide = bool(self.take(1)[:1] == b"\x01")
                continue
            width = 2 if wide else 1
            fit = min(count, max((len(self.chunks[self.index]) - self.at) // width, 0))
            if fit == 0:
                self.at = len(self.chunks[self.index])
                continue
            raw = self.chunks[self.index][self.at : self.at + fit * width]
            self.at += len(raw)
            count -= fit
            text.append(raw.decode("utf-16-le", errors="replace") if wide else raw.decode("latin-1"))
        return "".join(text)

    def unicode(self, length_size: int) -> str:
        """A string with its length (of 1 or 2 bytes), flags, formatting runs and phonetic part."""
        count = self.number(length_size)
        flags = self.number(1)
        runs = self.number(2) if flags & 8 else 0
        extra = self.number(4) if flags & 4 else 0
        text = self.characters(count, bool(flags & 1))
        self.take(4 * runs + extra)
        return text


def string(chunks: Sequence[bytes], at: int, length_size: int, biff8: bool) -> str:
    """A string inside a record, from the byte `at` on."""
    source = Chunks(chunks, at)
    if biff8:
        return source.unicode(length_size)
    return source.take(source.number(length_size)).decode(OLD_ENCODING, errors="replace")


def shared_strings(chunks: Sequence[bytes]) -> list[str]:
    """The workbook's table of strings."""
    source = Chunks(chunks, 4)
    wanted = source.number(4)
    found: list[str] = []
    while len(found) < wanted and not source.done():
        found.append(source.unicode(2))
    return found


def unpacked(packed: int) -> float:
    """An RK number: 30 bits of an integer or of a double, perhaps in hundredths."""
    if packed & 2:
        number = float(packed >> 2 if packed < 1 << 31 else (packed >> 2) - (1 << 30))
    else:
        number = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return number / 100 if packed & 1 else number

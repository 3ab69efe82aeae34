"""The text of a Word 97-2003 file and its properties by place ([MS-DOC] 2.4.1 to 2.4.6: piece table, FKP pages)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from policyparse.errors import FileBroken, LimitExceeded
from policyparse.extractors.doc_ole import PARAGRAPHS, PIECES, RUNS, Word
from policyparse.extractors.doc_sprms import SHORT, with_huge

#: Characters of one file; the longest real lists hold below a million. Pieces may overlap, so a small file can be a bomb.
TEXT_LIMIT: Final = 20_000_000

_PAGE: Final = 512
_COMPRESSED: Final = 1 << 30
_LOST: Final = "the text of the Word document is damaged or truncated; get a fresh copy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text. `start` and `end` are character positions, `offset` bytes in the stream, `width` bytes a character."""

    start: int
    end: int
    offset: int
    width: int
    more: bytes

    def byte(self, cp: int) -> int:
        return self.offset + (cp - self.start) * self.width


class Properties:
    """Property lists by byte offset, from the pages that `number` of the block points to."""

    def __init__(self, word: Word, number: int, *, paragraphs: bool) -> None:
        found: dict[int, tuple[int, bytes]] = {}
        _, pages = word.positions(number, 4)
        for entry in pages:
            at = (int.from_bytes(entry, "little") & 0x3FFFFF) * _PAGE
            page = word.word[at : at + _PAGE]
            if len(page) == _PAGE:
                for start, end, grpprl in (_paragraph_page if paragraphs else _run_page)(page):
                    found[start] = (end, grpprl)
        self._starts = sorted(found)
        self._found = found

    def at(self, offset: int) -> tuple[int, bytes]:
        """End of the stretch that holds `offset`, and its list; without one, up to the next that has one."""
        index = bisect_right(self._starts, offset)
        if index:
            end, grpprl = self._found[self._starts[index - 1]]
            if offset < end:
                return end, grpprl
        return (self._starts[index] if index < len(self._starts) else offset + TEXT_LIMIT * 2), b""


def _run_page(page: bytes) -> Iterator[tuple[int, int, bytes]]:
    n = min(page[511], (511 - 4) // 5)
    offsets = struct.unpack_from(f"<{n + 1}I", page)
    for i in range(n):
        at = page[4 * (n + 1) + i] * 2
        grpprl = page[at + 1 : at + 1 + page[at]] if at else b""
        yield offsets[i], offsets[i + 1], grpprl


def _paragraph_page(page: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The lists begin with the number of the paragraph's style."""
    n = min(page[511], (511 - 4) // 17)
    offsets = struct.unpack_from(f"<{n + 1}I", page)
    for i in range(n):
        at = page[4 * (n + 1) + 13 * i] * 2
        grpprl = b""
        if at:
            size = 2 * page[at] - 1
            if size < 0 and at + 1 < _PAGE:
                at, size = at + 1, 2 * page[at + 1]
            grpprl = page[at + 1 : at + 1 + max(size, 0)]
        yield offsets[i], offsets[i + 1], grpprl


class Content:
    """The whole text: one character a position, stories one after another."""

    def __init__(self, word: Word) -> None:
        """Raises FileBroken where the piece table is damaged or points out of the file, LimitExceeded."""
        self._word = word
        self.pieces = _pieces(word)
        self.text = "".join(_decoded(word.word, piece) for piece in self.pieces)
        self._starts = [piece.start for piece in self.pieces]
        self._runs = Properties(word, RUNS, paragraphs=False)
        self._paragraphs = Properties(word, PARAGRAPHS, paragraphs=True)
        if len(self.text) < word.stories["body"][1]:
            raise FileBroken(_LOST)

    def runs(self, start: int, end: int) -> Iterator[tuple[int, int, bytes]]:
        """Stretches of one look from position `start` to before `end`, with their property lists."""
        while start < end:
            piece = self._piece(start)
            until, grpprl = self._runs.at(piece.byte(start))
            width = piece.width
            stop = min(end, piece.end, start + max(1, (until - piece.byte(start) + width - 1) // width))
            yield start, stop, grpprl + piece.more
            start = stop

    def paragraph(self, cp: int) -> tuple[int, bytes]:
        """Style number and property list of the paragraph whose mark stands at `cp`."""
        piece = self._piece(cp)
        _, grpprl = self._paragraphs.at(piece.byte(cp))
        style = int.from_bytes(grpprl[:2], "little")
        return style, with_huge(grpprl[2:] + piece.more, self._word.data)

    def _piece(self, cp: int) -> Piece:
        return self.pieces[max(0, bisect_right(self._starts, cp) - 1)]


def _pieces(word: Word) -> list[Piece]:
    clx = word.part(PIECES)
    lists: list[bytes] = []
    at = 0
    while at + 3 <= len(clx) and clx[at] == 1:
        size = int.from_bytes(clx[at + 1 : at + 3], "little")
        lists.append(clx[at + 3 : at + 3 + size])
        at += 3 + size
    if at + 5 > len(clx) or clx[at] != 2:
        raise FileBroken(_LOST)
    table = clx[at + 5 : at + 5 + int.from_bytes(clx[at + 1 : at + 5], "little")]
    n = (len(table) - 4) // 12
    if n < 1:
        raise FileBroken(_LOST)
    places = struct.unpack_from(f"<{n + 1}I", table)
    if places[0] or any(b <= a for a, b in pairwise(places)):
        raise FileBroken(_LOST)
    if places[-1] > TEXT_LIMIT:
        raise LimitExceeded(f"the document claims more than {TEXT_LIMIT:,} characters; it is not read")
    found = []
    for i in range(n):
        raw, prm = struct.unpack_from("<IH", table, 4 * (n + 1) + 8 * i + 2)
        narrow = bool(raw & _COMPRESSED)
        offset = raw & (_COMPRESSED - 1)
        piece = Piece(
            start=places[i],
            end=places[i + 1],
            offset=offset // 2 if narrow else offset,
            width=1 if narrow else 2,
            more=_modifier(prm, lists),
        )
        if piece.byte(piece.end) > len(word.word):
            raise FileBroken(_LOST)
        found.append(piece)
    return found


def _modifier(prm: int, lists: list[bytes]) -> bytes:
    """The property list that a piece adds to those of its text."""
    if prm & 1:
        return lists[prm >> 1] if prm >> 1 < len(lists) else b""
    number = SHORT.get(prm >> 1 & 0x7F)
    return b"" if not prm or number is None else struct.pack("<HB", number, prm >> 8)


def _decoded(stream: bytes, piece: Piece) -> str:
    raw = stream[piece.offset : piece.byte(piece.end)]
    if piece.width == 1:
        return raw.decode("cp1252", errors="replace")
    text = units(raw)
    if len(text) == piece.end - piece.start:
        return text
    # positions count 16-bit units: characters beyond U+FFFF keep their two halves until they are written
    return "".join(map(chr, struct.unpack(f"<{piece.end - piece.start}H", raw)))


def units(raw: bytes) -> str:
    """UTF-16 of which single halves may stand alone; an odd byte at the end is dropped."""
    return raw[: len(raw) // 2 * 2].decode("utf-16-le", errors="surrogatepass")


def whole(text: str) -> str:
    """`text` with the halves of characters beyond U+FFFF put together."""
    if not any("\ud800" <= c <= "\udfff" for c in text):
        return text
    return text.encode("utf-16-le", errors="surrogatepass").decode("utf-16-le", errors="replace")

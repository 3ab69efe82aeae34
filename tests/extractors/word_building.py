"""Word 97-2003 files for the tests: by LibreOffice from a DOCX, and the inside of one by hand."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

from policyparse.document import Document, FileInfo, Table
from policyparse.extractors.doc_ole import PARAGRAPHS, PIECES, RUNS, Word
from policyparse.text import count

SOFFICE = shutil.which("soffice")
FILE = FileInfo(path="sample.doc", format="", sha256="", size_bytes=0)


def converted(sources: dict[str, bytes], folder: Path, form: str) -> dict[str, bytes]:
    """The DOCX files in another format, by name; one run of LibreOffice for all."""
    assert SOFFICE is not None
    for name, data in sources.items():
        (folder / f"{name}.docx").write_bytes(data)
    command = [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", form]
    command += ["--outdir", str(folder), *(str(folder / f"{name}.docx") for name in sources)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {name: (folder / f"{name}.{form}").read_bytes() for name in sources}


def kept(document: Document) -> int:
    """Non-blank characters in blocks and set aside."""
    texts = [aside.text for aside in document.set_aside]
    for block in document.blocks:
        texts += [cell.text for cell in block.cells] if isinstance(block, Table) else [block.text]
    return sum(map(count, texts))


def content(document: Document) -> list[object]:
    """Blocks without their places: text, or the cells of a table with their spans."""
    found: list[object] = []
    for block in document.blocks:
        if isinstance(block, Table):
            found.append([(c.row, c.col, c.row_span, c.col_span, c.text) for c in block.cells])
        else:
            found.append(block.text)
    return found


def word(
    text: str,
    *,
    body: int | None = None,
    pieces: list[tuple[int, int, bool]] | None = None,
    paragraphs: list[bytes] | None = None,
    runs: list[tuple[int, int, bytes]] | None = None,
    offset: int = 1536,
) -> Word:
    """A Word file with this text, stored in UTF-16 at `offset`, as `open_word` would give it.

    `pieces`: number of characters, byte offset and whether it is stored in one byte each (default: one piece).
    `paragraphs`: the property list of each paragraph, in order. `runs`: first and end character of property lists.
    """
    stream = bytearray(max(offset, 512 * 3))
    stream += text.encode("utf-16-le", errors="surrogatepass")
    parts = pieces or [(len(text), offset, False)]
    ends = [0]
    for length, _, _ in parts:
        ends.append(ends[-1] + length)
    table = struct.pack(f"<{len(ends)}I", *ends)
    table += b"".join(struct.pack("<HIH", 0, at * 2 | 1 << 30 if narrow else at, 0) for _, at, narrow in parts)
    places = {PIECES: b"\x02" + struct.pack("<I", len(table)) + table}
    if paragraphs is not None:
        marks = [i + 1 for i, c in enumerate(text) if c in "\r\x07"]
        bounds = [offset + 2 * cp for cp in [0, *marks]]
        stream[512:1024] = _page(bounds, [b"\0\0" + p for p in paragraphs], 13, doubled=True)
        places[PARAGRAPHS] = struct.pack("<3I", offset, bounds[-1], 1)
    if runs is not None:
        bounds = sorted({offset + 2 * cp for a, b, _ in runs for cp in (0, a, b, len(text))})
        lists = [next((p for a, b, p in runs if a <= (x - offset) // 2 < b), b"") for x in bounds[:-1]]
        stream[1024:1536] = _page(bounds, lists, 1, doubled=False)
        places[RUNS] = struct.pack("<3I", offset, bounds[-1], 2)
    tables = b""
    struct.pack_into("<H", stream, 0x98, 93)
    for number, part in places.items():
        struct.pack_into("<II", stream, 0x9A + 8 * number, len(tables), len(part))
        tables += part
    end = len(text) if body is None else body
    stories = dict.fromkeys(
        ("footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes"), (end, end)
    )
    return Word(word=bytes(stream), table=tables, data=b"", version=0xC1, stories={"body": (0, end), **stories})


def _page(bounds: list[int], lists: list[bytes], entry: int, *, doubled: bool) -> bytes:
    """One FKP page of 512 bytes."""
    page = bytearray(512)
    struct.pack_into(f"<{len(bounds)}I", page, 0, *bounds)
    at = 510
    for i, grpprl in enumerate(lists):
        if not grpprl:
            continue
        odd = grpprl + b"\0" * (len(grpprl) % 2 == 0) if doubled else grpprl
        size = (len(odd) + 1) // 2 if doubled else len(odd)
        at = (at - len(odd) - 1) // 2 * 2
        page[at : at + 1 + len(odd)] = bytes([size]) + odd
        page[4 * len(bounds) + entry * i] = at // 2
    page[511] = len(bounds) - 1
    return bytes(page)

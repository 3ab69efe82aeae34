"""Two ways from an old word processor's file to a Document: LibreOffice where it is there, else a built-in reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from policyparse.document import Document, FileInfo, Table
from policyparse.errors import FileBroken
from policyparse.extractors import docx, office
from policyparse.extractors.doc_model import Box, Flat, Inline, Mark, Parts
from policyparse.extractors.doc_wordml import Writer
from policyparse.extractors.options import ReadOptions
from policyparse.problems import Problem
from policyparse.text import count

#: What a built-in reader gives: the parts, and the file's non-blank characters as counted on its raw text.
BuiltIn = tuple[Parts, int]

#: LibreOffice puts today's date and time into these fields; the date that the office printed is their stored result.
_COMPUTED: Final = frozenset({"DATE", "TIME"})
#: LibreOffice makes words of a table that ends the file; it keeps at least this part of the text in cells otherwise.
_KEPT: Final = 0.8


def read_converted(data: bytes, file: FileInfo, options: ReadOptions, suffix: str, built_in: BuiltIn) -> Document:
    """Convert and read; `built_in` is what the built-in reader found. `file.format` is kept. Raises what `docx` raises."""
    program = office.find_office()
    if program is None or _computes(built_in[0]):
        return read_built_in(file, options, built_in)
    try:
        document = docx.read(office.to_docx(program, data, suffix), file, options)
    except (office.ConversionFailed, FileBroken) as error:
        return _instead(read_built_in(file, options, built_in), str(error))
    if any(flat.end == "cell" for flat in built_in[0].body):
        own = read_built_in(file, options, built_in)
        if _in_cells(document) < _KEPT * _in_cells(own):
            return _instead(own, "LibreOffice lost a table")
    return replace(document, file=file)


def _instead(document: Document, why: str) -> Document:
    message = f"{why}; the built-in reader read the file, compare it with the original"
    return replace(document, problems=(*document.problems, Problem(code="converter-failed", message=message)))


def _in_cells(document: Document) -> int:
    """Non-blank characters in tables."""
    tables = (block for block in document.blocks if isinstance(block, Table))
    return sum(count(cell.text) for table in tables for cell in table.cells)


def read_built_in(file: FileInfo, options: ReadOptions, built_in: BuiltIn) -> Document:
    """Let `docx` read what a built-in reader found. `file.format` is kept. Raises what `docx` raises."""
    parts, characters = built_in
    writer = Writer()
    document = docx.read(writer.package(parts), file, options)
    # what did not get into the parts is missing: the account of the characters then tells it
    lost = max(0, characters - writer.written)
    return replace(document, file=file, characters=document.characters + lost)


def _computes(parts: Parts) -> bool:
    """Holds the text a field that LibreOffice computes anew."""
    return any(
        isinstance(inline, Mark) and inline.kind == "instruction" and set(inline.value.upper().split()[:1]) & _COMPUTED
        for inline in _inlines(parts.body)
    )


def _inlines(flats: Iterable[Flat]) -> Iterable[Inline]:
    for flat in flats:
        for inline in flat.inlines:
            yield inline
            if isinstance(inline, Box):
                yield from _inlines(inline.content)

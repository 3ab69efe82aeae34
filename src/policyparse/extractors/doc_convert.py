"""Two ways from an old word processor's file to a Document: LibreOffice where it is there, else a built-in reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from policyparse.document import Document, FileInfo
from policyparse.errors import FileBroken
from policyparse.extractors import docx, office
from policyparse.extractors.doc_model import Parts
from policyparse.extractors.doc_wordml import Writer
from policyparse.extractors.options import ReadOptions
from policyparse.problems import Problem

#: What a built-in reader gives: the parts, and the file's non-blank characters as counted on its raw text.
BuiltIn = Callable[[], tuple[Parts, int]]


def read_converted(data: bytes, file: FileInfo, options: ReadOptions, suffix: str, built_in: BuiltIn) -> Document:
    """Convert and read. `file.format` is kept. Raises what `docx` and `built_in` raise."""
    program = office.find_office()
    if program is None:
        return _read_built_in(file, options, built_in)
    try:
        document = docx.read(office.to_docx(program, data, suffix), file, options)
    except (office.ConversionFailed, FileBroken) as error:
        document = _read_built_in(file, options, built_in)
        problem = Problem(
            code="converter-failed", message=f"{error}; the built-in reader read the file, compare it with the original"
        )
        return replace(document, problems=(*document.problems, problem))
    return replace(document, file=file)


def _read_built_in(file: FileInfo, options: ReadOptions, built_in: BuiltIn) -> Document:
    parts, characters = built_in()
    writer = Writer()
    document = docx.read(writer.package(parts), file, options)
    # what did not get into the parts is missing: the account of the characters then tells it
    lost = max(0, characters - writer.written)
    return replace(document, file=file, characters=document.characters + lost)

"""Word 97-2003 and WPS files (.doc, .wps) to a Document.

Where LibreOffice is installed it converts the file to DOCX (see `office`); else, or where it fails, the built-in reader
reads the binary format ([MS-DOC]): piece table, tables with merged cells, lists, styles, fields, notes, text boxes.
Either way `docx` decides what Word would print, so that places and set-aside text are those of a DOCX file.
"""

from __future__ import annotations

from dataclasses import replace

from policyparse.document import Document, FileInfo
from policyparse.errors import ExtraMissing, FileBroken
from policyparse.extractors import docx, office
from policyparse.extractors.doc_convert import read_converted
from policyparse.extractors.doc_ole import open_word
from policyparse.extractors.doc_stories import read_parts
from policyparse.extractors.options import ReadOptions


def read(data: bytes, file: FileInfo, options: ReadOptions) -> Document:
    """Read a Word 97-2003 file.

    Raises FileBroken (truncated, damaged, no Word file), PasswordNeeded, LimitExceeded, and ExtraMissing for files of
    Word 95 and older without LibreOffice. Problems: those of `docx`, and `converter-failed`.
    """
    word = open_word(data)
    file = replace(file, format="doc")
    if word.stories:
        # a damaged file is refused here: LibreOffice would read what is left of it
        return read_converted(data, file, options, ".doc", read_parts(word))
    program = office.find_office()
    if program is None:
        raise ExtraMissing(
            f"the file was written by Word 95 or older, which only LibreOffice reads: {office.install_hint()}"
        )
    try:
        return replace(docx.read(office.to_docx(program, data, ".doc"), file, options), file=file)
    except office.ConversionFailed as error:
        raise FileBroken(f"{error}; open it in an office program and save it as DOCX or PDF") from error

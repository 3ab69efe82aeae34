"""Word 97-2003 and WPS files (.doc, .wps) to a Document.

Where LibreOffice is installed it converts the file to DOCX (see `office`); else, or where it fails, the built-in reader
reads the binary format ([MS-DOC]): piece table, tables with merged cells, lists, styles, fields, notes, text boxes.
Either way `docx` decides what Word would print, so that places and set-aside text are those of a DOCX file.
"""

from __future__ import annotations

from dataclasses import replace

from policyparse.document import Document, FileInfo
from policyparse.extractors.doc_convert import read_converted
from policyparse.extractors.doc_model import Parts
from policyparse.extractors.doc_ole import need_word_97, open_word
from policyparse.extractors.doc_stories import read_parts
from policyparse.extractors.options import ReadOptions


def read(data: bytes, file: FileInfo, options: ReadOptions) -> Document:
    """Read a Word 97-2003 file.

    Raises FileBroken (truncated, damaged, no Word file), PasswordNeeded, LimitExceeded, and ExtraMissing for files of
    Word 95 and older without LibreOffice. Problems: those of `docx`, and `converter-failed`.
    """
    word = open_word(data)
    # a damaged file is refused before LibreOffice sees it, which would read what is left of it, or its bytes as text
    parsed = read_parts(word) if word.stories else None

    def built_in() -> tuple[Parts, int]:
        need_word_97(word)
        assert parsed is not None
        return parsed

    return read_converted(data, replace(file, format="doc"), options, ".doc", built_in)

"""Rich Text Format (RTF 1.9.1) to a Document.

The built-in reader reads it on every machine: RTF is text, and it holds the automatic numbers as text too (\\listtext),
so no converter has to count them again. As for .doc, `docx` decides what Word would print.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from policyparse.document import Document, FileInfo
from policyparse.errors import FileBroken
from policyparse.extractors.doc_convert import read_built_in
from policyparse.extractors.options import ReadOptions
from policyparse.extractors.rtf_reader import Reader

_HEAD: Final = re.compile(rb"\s*(?:\xef\xbb\xbf)?\{\s*\\rtf")


def is_rtf(data: bytes) -> bool:
    """Does the file begin as RTF does."""
    return _HEAD.match(data[:64]) is not None


def read(data: bytes, file: FileInfo, options: ReadOptions) -> Document:
    """Read an RTF file. Raises FileBroken (truncated, no text). Problems: those of `docx`."""
    if not is_rtf(data):
        raise FileBroken("the file does not begin as RTF does; get a fresh copy")
    if not data.rstrip(b"\x00\r\n\t \x1a").endswith(b"}"):
        raise FileBroken("the file is truncated: its last group is not closed; get a fresh copy")
    reader = Reader()
    parts = reader.read(data)
    return read_built_in(replace(file, format="rtf"), options, (parts, reader.characters))

"""Which reader reads which content. Formats are told by what the bytes are; the suffix only breaks ties.

A reader is a module with `read(data: bytes, file: FileInfo, options: ReadOptions) -> Document`. It is
imported when it is first needed. It raises `FileBroken`, `PasswordNeeded`, `LimitExceeded` or
`ExtraMissing` (see `policyparse.errors`) and nothing else for bad input.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from policyparse.document import Document, FileInfo
from policyparse.errors import FileBroken, FormatUnknown
from policyparse.extractors.options import ReadOptions

_HEAD = 4096
#: Saved pages begin with the head of a mail; text without it is what is left of one.
_ARCHIVES = frozenset({".mht", ".mhtml"})
#: The stream of a Word file in an OLE directory, which is UTF-16.
_WORD = "WordDocument".encode("utf-16-le")


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One row of the registry. `module` is below `policyparse.extractors`; None: recognised but not read."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    module: str | None
    matches: Callable[[bytes], bool]


def _zip_holds(*names: str) -> Callable[[bytes], bool]:
    wanted = {name.lower() for name in names}

    def matches(data: bytes) -> bool:
        if not data.startswith(b"PK\x03\x04"):
            return False
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return bool(wanted & {name.lower().lstrip("/") for name in archive.namelist()})
        except (zipfile.BadZipFile, OSError, ValueError):
            return False

    return matches


def _is_docx(data: bytes) -> bool:
    """The main part is word/document.xml, or another part below word/ that _rels/.rels points to."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name.lower().lstrip("/") for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    return "[content_types].xml" in names and any(n.startswith("word/") and n.endswith(".xml") for n in names)


def _starts(*heads: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(heads)


def _is_picture(data: bytes) -> bool:
    """PNG, JPEG, TIFF (also BigTIFF), WebP, Windows bitmap."""
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")):
        return True
    return (data.startswith(b"RIFF") and data[8:12] == b"WEBP") or (data.startswith(b"BM") and data[6:10] == b"\0" * 4)


def _is_rtf(data: bytes) -> bool:
    from policyparse.extractors.rtf import is_rtf  # noqa: PLC0415 (only when asked)

    return is_rtf(data)


def _is_html(data: bytes) -> bool:
    from policyparse.extractors.decoding import (  # noqa: PLC0415 (only when asked)
        looks_binary,
        looks_like_html,
        looks_like_mhtml,
    )

    return looks_like_mhtml(data) or (not looks_binary(data) and looks_like_html(data))


def _is_xls(data: bytes) -> bool:
    """An OLE file with a workbook at its root, or an OOXML file behind a password (its reader says so)."""
    if not data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return False
    from policyparse.extractors.spreadsheet_biff import (  # noqa: PLC0415 (only when asked)
        is_encrypted_package,
        is_workbook,
    )

    return is_workbook(data) or is_encrypted_package(data)


def _is_csv(data: bytes) -> bool:
    """Text of which every line is a row of the same number of fields."""
    from policyparse.extractors.spreadsheet_csv import looks_delimited  # noqa: PLC0415 (only when asked)

    return _is_text(data) and looks_delimited(data)


def _is_text(data: bytes) -> bool:
    from policyparse.extractors.decoding import looks_binary  # noqa: PLC0415 (only when asked)

    return not looks_binary(data)


#: In the order in which they are asked.
FORMATS: tuple[Format, ...] = (
    Format(
        name="pdf",
        title="PDF",
        suffixes=(".pdf",),
        module="pdf",
        matches=lambda data: b"%PDF-" in data[:1024],
    ),
    Format(
        name="docx",
        title="Word (OOXML)",
        suffixes=(".docx", ".docm", ".dotx", ".dotm"),
        module="docx",
        matches=_is_docx,
    ),
    Format(
        name="xlsx",
        title="Excel (OOXML)",
        suffixes=(".xlsx", ".xlsm", ".xltx", ".xltm"),
        module="spreadsheet",
        matches=_zip_holds("xl/workbook.xml"),
    ),
    Format(name="ofd", title="OFD (GB/T 33190)", suffixes=(".ofd",), module="ofd", matches=_zip_holds("OFD.xml")),
    Format(
        name="xls",
        title="Excel 97-2003, WPS (ET)",
        suffixes=(".xls", ".et", ".xlt", ".ett"),
        module="spreadsheet",
        matches=_is_xls,
    ),
    Format(
        name="doc",
        title="Word 97-2003, WPS",
        suffixes=(".doc", ".wps", ".dot", ".wpt"),
        module="doc",
        matches=_starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ),
    Format(name="rtf", title="Rich Text Format", suffixes=(".rtf",), module="rtf", matches=_is_rtf),
    Format(
        name="image",
        title="picture",
        suffixes=(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"),
        module="image",
        matches=_is_picture,
    ),
    Format(
        name="html",
        title="web page (HTML, MHTML)",
        suffixes=(".html", ".htm", ".mht", ".mhtml"),
        module="html",
        matches=_is_html,
    ),
    Format(
        name="csv", title="delimited text (CSV, TSV)", suffixes=(".csv", ".tsv"), module="spreadsheet", matches=_is_csv
    ),
    Format(name="txt", title="plain text, Markdown", suffixes=(".txt", ".md"), module="plaintext", matches=_is_text),
)


def detect(data: bytes, name: str = "") -> Format:
    """The format of these bytes. `name` (a file's name) serves the error message only.

    Raises FileBroken where the suffix promises a format that the content is not, FormatUnknown otherwise.
    """
    suffix = "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""
    promised = next((row for row in FORMATS if suffix in row.suffixes), None)
    for row in FORMATS:
        if row.matches(data):
            # a web page under the name .doc is common and read, and so is delimited text under that of a workbook;
            # plain words under a binary format's name are damage
            if row.name == "txt" and promised is not None and promised.name == "csv":
                return promised  # uneven rows, or a title above them: the name decides
            if row.name == "doc" and promised is not None and promised.name == "xls" and _WORD not in data:
                break
            if row.name in {"txt", "csv"} and (
                suffix in _ARCHIVES or (promised and promised.name == "html" and data.lstrip()[:1] == b"<")
            ):
                break
            if row.name == "csv" and promised is not None and promised.name in {"xls", "xlsx"}:
                return row
            if row.name in {"txt", "csv"} and promised is not None and promised.name not in {"txt", "html", "csv"}:
                break
            return row
    if promised is not None:
        raise FileBroken(
            f"the content is no {promised.title} file although the name ends in {suffix}; get a fresh copy"
        )
    raise FormatUnknown("no reader knows this content; convert it to PDF, DOCX, HTML or text")


def read(data: bytes, file: FileInfo, options: ReadOptions) -> Document:
    """Read the bytes with the reader of their format. `file.format` is filled in. Raises InputError, ExtraMissing."""
    row = detect(data, file.path)
    if row.module is None:
        raise FormatUnknown(f"this is a {row.title} file, which this version does not read; convert it to PDF or DOCX")
    reader = import_module(f"policyparse.extractors.{row.module}")
    document: Document = reader.read(data, file, options)
    return document

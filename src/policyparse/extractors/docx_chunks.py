"""Files inserted into a DOCX file as a whole (w:altChunk, ECMA-376 part 1, 17.17.2.1): web pages, text, RTF, DOCX.

Word reads them when it opens the file; programs that put documents together leave them so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import ContextVar

from policyparse.document import Document, FileInfo, Table
from policyparse.errors import PolicyParseError
from policyparse.extractors.docx_flow import Grid, GridCell, Node, Para
from policyparse.extractors.docx_reading import Reading
from policyparse.extractors.options import ReadOptions

#: What Word takes; nothing else is read here.
_FORMATS = frozenset({"html", "txt", "rtf", "docx"})
#: A file inside an inserted file is not read: an archive may hold itself.
_inside: ContextVar[bool] = ContextVar("inside", default=False)


def read_chunk(reading: Reading, part: str | None) -> list[Node]:
    """The text of the inserted file `part`, in its place. A file that cannot be read is a problem."""
    found = None if part is None or _inside.get() else _read(reading, part)
    if found is None:
        reading.report("object-unread", "another file is inserted here and is not read; open and save in Word")
        return []
    reading.generated += found.characters
    reading.set_aside.extend(found.set_aside)
    reading.problems.extend(found.problems)
    return list(_nodes(reading, found))


def _read(reading: Reading, part: str) -> Document | None:
    from policyparse.extractors import registry  # noqa: PLC0415 (it knows this reader)

    token = _inside.set(True)
    try:
        data = reading.package.data(part)
        if registry.detect(data).name not in _FORMATS:
            return None
        file = FileInfo(path=part, format="", sha256="", size_bytes=len(data))
        return registry.read(data, file, ReadOptions())
    except PolicyParseError:
        return None
    finally:
        _inside.reset(token)


def _nodes(reading: Reading, document: Document) -> Iterator[Node]:
    for block in document.blocks:
        reading.line += 1
        if isinstance(block, Table):
            yield _grid(reading, block)
        else:
            yield Para(text=block.text, line=reading.line, style=block.style, level=getattr(block, "level", None))


def _grid(reading: Reading, table: Table) -> Grid:
    cells = tuple(
        GridCell(
            row=cell.row,
            col=cell.col,
            row_span=cell.row_span,
            col_span=cell.col_span,
            nodes=tuple(Para(text=line, line=reading.line) for line in cell.text.split("\n")),
        )
        for cell in table.cells
    )
    return Grid(cells=cells, rows=table.rows, cols=table.cols, header_rows=table.header_rows, edges=None, ruled=True)

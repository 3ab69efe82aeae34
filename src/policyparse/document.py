"""What a file says: blocks in reading order, each with its origin. Extractors make it, the normaliser tidies it.

Text rules, the same for every extractor: characters are as printed. Line ends that only wrap a
paragraph or a cell are joined (`policyparse.text.join_lines`); a line end that the author set (a
paragraph end or `<br>` inside a cell) stays as "\\n". Blank runs are one blank.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from policyparse.origin import Origin
from policyparse.problems import Problem

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a paragraph is printed, as far as the format tells. `size` in points."""

    size: float | None = None
    bold: bool = False
    align: Align | None = None
    colour: str | None = None  #: "#rrggbb", only where it is not black


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A paragraph that the format itself marks as a heading (h1, Word style, Markdown #). `level` from 1."""

    text: str
    level: int
    origins: tuple[Origin, ...] = ()
    style: Style = Style()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text. More than one origin where a page break cut it.

    `boxed` is a number shared by the paragraphs of one frame or shaded box, else None.
    `cut` says that the line before a page or column end was full, so the text may go on in the next
    paragraph (True), that it certainly ended (False), or that the format does not tell (None).
    """

    text: str
    origins: tuple[Origin, ...] = ()
    style: Style = Style()
    boxed: int | None = None
    cut: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell. `row` and `col` count from 0 and name its top left place in the grid; spans count from 1.

    `room` is the free width behind its last line, in ems: a text that a page end cuts leaves less than its next
    characters need. `below` is the free height between its last line and the last one of its row, in ems: a text that
    goes on after a page end fills its cell down to there. None where the format has no geometry.
    """

    row: int
    col: int
    text: str
    row_span: int = 1
    col_span: int = 1
    origin: Origin = Origin()
    flags: tuple[str, ...] = ()
    room: float | None = None
    below: float | None = None

    def places(self) -> Iterator[tuple[int, int]]:
        """Every (row, col) that the cell covers."""
        for row in range(self.row, self.row + self.row_span):
            for col in range(self.col, self.col + self.col_span):
                yield row, col


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as it stands on one page or in one place of the source.

    The cells with their spans are the truth; `grid` is derived. Overlapping or outlying cells are
    refused with ValueError when the table is made. A place that no cell covers is empty paper (the
    shape may be ragged).

    `header_rows`: how many rows the format itself marks as header (th, w:tblHeader), or None.
    `column_edges`: x of the column boundaries in points, `cols + 1` of them, where the format has
    geometry; the normaliser compares them to join tables over pages.
    `column_texts`: left and right end of each column's text in points, where no rules bound the columns:
    then the boundaries only part these texts and differ from page to page. `text_size`: that of most of the
    text then, in points.
    `open_top` / `open_bottom`: the rule above the first or below the last row is missing or the
    table touches the page's text area there, so the row may go on over the page break.
    `evidence`: how it was found ("ruled", "aligned text", "html table", …).
    `flags`: named reasons for doubt that hold for all of it (`hidden-sheet`, …).
    """

    cells: tuple[Cell, ...]
    rows: int
    cols: int
    origin: Origin = Origin()
    caption: str | None = None
    header_rows: int | None = None
    column_edges: tuple[float, ...] | None = None
    column_texts: tuple[tuple[float, float], ...] | None = None
    text_size: float | None = None
    open_top: bool = False
    open_bottom: bool = False
    evidence: str = ""
    flags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        taken: set[tuple[int, int]] = set()
        for cell in self.cells:
            if cell.row_span < 1 or cell.col_span < 1 or cell.row < 0 or cell.col < 0:
                raise ValueError(f"cell at row {cell.row}, column {cell.col} has no extent")
            if cell.row + cell.row_span > self.rows or cell.col + cell.col_span > self.cols:
                raise ValueError(f"cell at row {cell.row}, column {cell.col} lies outside the table")
            for place in cell.places():
                if place in taken:
                    raise ValueError(f"two cells cover row {place[0]}, column {place[1]}")
                taken.add(place)

    def grid(self) -> list[list[Cell | None]]:
        """Rows of cells with spans filled: the same Cell object stands in every place it covers."""
        dense: list[list[Cell | None]] = [[None] * self.cols for _ in range(self.rows)]
        for cell in self.cells:
            for row, col in cell.places():
                dense[row][col] = cell
        return dense


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """Text of the source that is no part of the document, with the reason.

    `reason` is one of: page-number, running-header, running-footer, navigation, watermark, stamp,
    markup, contents (a table of contents), deleted-text, hidden-text, duplicate-print, comment.
    """

    text: str
    reason: str
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: `number` from 1, size in points as the reader sees it (after `rotation`, degrees clockwise).

    `ocr`: its text was read by OCR.
    """

    number: int
    width: float
    height: float
    rotation: int = 0
    ocr: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileInfo:
    """The file that was read. `pages` and `encoding` are None where the format has none."""

    path: str
    format: str
    sha256: str
    size_bytes: int
    pages: int | None = None
    encoding: str | None = None
    ocr: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Characters that OCR may have misread: `text`, and in `context` the line's text around and with them.

    `start` is their place in `context`. `score` is how sure the model is of the least sure of them, 0 to 1.
    """

    text: str
    context: str
    start: int
    score: float
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What the file says.

    `characters` is the number of non-blank characters of the whole source, counted by the extractor
    on the raw material and not by adding up the blocks, so that the coverage account can find a loss.
    """

    file: FileInfo
    blocks: tuple[Block, ...]
    characters: int
    set_aside: tuple[SetAside, ...] = ()
    problems: tuple[Problem, ...] = ()
    pages: tuple[Page, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    hints: dict[str, str] = field(default_factory=dict)
    """What the container says of itself: `title`, `published_on`, `issuer`, `index_number` (HTML meta tags …)."""

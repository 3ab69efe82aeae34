"""Plain text and Markdown to a Document.

A line is a paragraph, except in a text that was cut at a fixed width (`plaintext_wrapped`). Runs of tab-separated lines and pipe tables are tables; `# ` marks a heading.
Markup remnants (`<b>`, `<p>`, `**`, `$\\geq 95\\%$`) are read as what they stand for; the characters that
only mark are set aside with the reason `markup`. Origins have `line`, from 1, and for tables `table`
(from 0) and `row` (from 0).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from policyparse.document import Block, Cell, Document, FileInfo, Heading, Paragraph, SetAside, Style, Table
from policyparse.errors import FileBroken
from policyparse.extractors.decoding import decode
from policyparse.extractors.options import ReadOptions
from policyparse.extractors.plaintext_markup import clean
from policyparse.extractors.plaintext_wrapped import wrapped_runs
from policyparse.origin import Origin
from policyparse.problems import Problem
from policyparse.text import count, join_lines, tidy_blanks

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(?=\S)")
_QUOTE = re.compile(r"^ {0,3}(>(?:[ \t]*>)*)[ \t]?")
#: A line that is bold as a whole: a heading that Markdown does not mark as one.
_ALL_BOLD = re.compile(r"^\s*(?:(\*\*|__)(?=\S)[^*\n]+\1|<(b|strong)>[^<>\n]+</\2>)\s*$", re.I)
_RULE = re.compile(r"^\s*([-*_=])(?:[ \t]*\1){2,}\s*$")
_PIPE_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_PIPE_SPLIT = re.compile(r"(?<!\\)\|")
#: A lone tab-separated line is a table only with this many tabs; two in a row need only one.
_TABS_OF_A_LONE_ROW = 2


@dataclass(slots=True)
class _Draft:
    """The document as it grows."""

    blocks: list[Block] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    tables: int = 0
    frames: int = 0
    quoted: bool = False
    markdown: bool = False

    def keep(self, raw: str, line: int) -> str:
        """The text of `raw` as printed; what only marks is set aside."""
        text, removed = clean(raw)
        if removed:
            self.aside.append(SetAside(text=removed, reason="markup", origin=Origin(line=line)))
        return text


def read(data: bytes, file: FileInfo, options: ReadOptions) -> Document:
    """Read text. Raises FileBroken for a file without any text or in no known encoding."""
    decoded = decode(data)
    lines = decoded.text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    characters = count(decoded.text)
    if not characters:
        raise FileBroken("the file holds no text")
    draft = _Draft()
    runs = wrapped_runs(lines)
    at = 0
    while at < len(lines):
        at = _take(draft, lines, at, runs)
    problems = []
    if decoded.replaced:
        problems.append(
            Problem(code="encoding-replaced", message=f"{decoded.replaced} characters fit no encoding and read as �")
        )
    name = "md" if draft.markdown else "txt"
    return Document(
        file=replace(file, format=name, encoding=decoded.encoding),
        blocks=tuple(draft.blocks),
        characters=characters,
        set_aside=tuple(draft.aside),
        problems=tuple(problems),
    )


def _take(draft: _Draft, lines: Sequence[str], at: int, runs: Mapping[int, int]) -> int:
    """Read what begins at line index `at`; return the index after it. `runs`: paragraphs over several lines."""
    line = lines[at]
    quote = _QUOTE.match(line)
    if quote:
        _take_quoted(draft, line, quote, at)
        return at + 1
    if not line.strip():
        return at + 1
    draft.quoted = False
    if _RULE.match(line):
        draft.aside.append(SetAside(text=line.strip(), reason="markup", origin=Origin(line=at + 1)))
        return at + 1
    end = _pipe_table_end(lines, at)
    if end > at:
        _pipe_table(draft, lines, at, end)
        return end
    end = _tab_table_end(lines, at)
    if end > at:
        _tab_table(draft, lines, at, end)
        return end
    heading = _HEADING.match(line)
    origin = Origin(line=at + 1)
    if heading:
        draft.markdown = True
        draft.aside.append(SetAside(text=heading[1], reason="markup", origin=origin))
        text = draft.keep(line[heading.end() :], at + 1)
        if text:
            draft.blocks.append(Heading(text=text, level=len(heading[1]), origins=(origin,)))
        return at + 1
    end = runs.get(at, at + 1)
    text = draft.keep(join_lines(lines[at:end]) if end > at + 1 else line, at + 1)
    style = Style(bold=bool(_ALL_BOLD.match(line)))
    origins = tuple(Origin(line=number + 1) for number in range(at, end))
    for piece in text.split("\n"):
        if piece:
            draft.blocks.append(Paragraph(text=piece, origins=origins, style=style))
    return end


def _take_quoted(draft: _Draft, line: str, quote: re.Match[str], at: int) -> None:
    """A line of a Markdown block quote: how converters write a frame (专栏). One run of them is one frame."""
    draft.markdown = True
    if not draft.quoted:
        draft.frames += 1
        draft.quoted = True
    origin = Origin(line=at + 1)
    draft.aside.append(SetAside(text=quote[1], reason="markup", origin=origin))
    for piece in draft.keep(line[quote.end() :], at + 1).split("\n"):
        if piece:
            draft.blocks.append(Paragraph(text=piece, origins=(origin,), boxed=draft.frames))


def _tab_table_end(lines: Sequence[str], at: int) -> int:
    """Index after the run of tab-separated rows that begins at `at`, or `at` where there is none."""
    tabs = lines[at].strip(" \r\n").count("\t")
    if not tabs or not lines[at].strip():
        return at
    end = at + 1
    while end < len(lines) and lines[end].strip() and "\t" in lines[end].strip(" \r\n"):
        end += 1
    inner = [line.strip().count("\t") for line in lines[at:end]]
    if end - at == 1:
        return end if inner[0] >= _TABS_OF_A_LONE_ROW else at
    return end if any(inner) else at


def _tab_table(draft: _Draft, lines: Sequence[str], at: int, end: int) -> None:
    rows = [lines[i].rstrip("\r\n").split("\t") for i in range(at, end)]
    _add_table(draft, rows, [at + 1 + i for i in range(len(rows))], None, "tab-separated")


def _pipe_table_end(lines: Sequence[str], at: int) -> int:
    """A pipe table has its dashed rule as second line."""
    if "|" not in lines[at] or at + 1 >= len(lines) or "|" not in lines[at + 1] or not _PIPE_RULE.match(lines[at + 1]):
        return at
    end = at + 2
    while end < len(lines) and "|" in lines[end] and lines[end].strip():
        end += 1
    return end


def _pipe_table(draft: _Draft, lines: Sequence[str], at: int, end: int) -> None:
    draft.markdown = True
    rows: list[list[str]] = []
    numbers: list[int] = []
    for i in range(at, end):
        line = lines[i].strip()
        pipes = len(_PIPE_SPLIT.findall(line))
        marks = line if i == at + 1 else "|" * pipes
        draft.aside.append(SetAside(text=marks, reason="markup", origin=Origin(line=i + 1)))
        if i == at + 1:
            continue
        cells = _PIPE_SPLIT.split(line)
        if line.startswith("|"):
            cells = cells[1:]
        if line.endswith("|") and not line.endswith("\\|"):
            cells = cells[:-1]
        escaped = sum(cell.count("\\|") for cell in cells)
        if escaped:
            draft.aside.append(SetAside(text="\\" * escaped, reason="markup", origin=Origin(line=i + 1)))
        rows.append([cell.replace("\\|", "|") for cell in cells])
        numbers.append(i + 1)
    _add_table(draft, rows, numbers, 1, "pipe table")


def _add_table(
    draft: _Draft, rows: Sequence[Sequence[str]], numbers: Sequence[int], header_rows: int | None, evidence: str
) -> None:
    width = max(len(row) for row in rows)
    cells = []
    for r, row in enumerate(rows):
        origin = Origin(line=numbers[r], table=draft.tables, row=r)
        for c, raw in enumerate(row):
            text = draft.keep(raw, numbers[r])
            cells.append(Cell(row=r, col=c, text=tidy_blanks(text), origin=origin))
    draft.blocks.append(
        Table(
            cells=tuple(cells),
            rows=len(rows),
            cols=width,
            origin=Origin(line=numbers[0], table=draft.tables),
            header_rows=header_rows,
            evidence=evidence,
        )
    )
    draft.tables += 1

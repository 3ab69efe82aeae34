# ruff: noqa: PLC0415 (each process imports only the reader that it runs)
"""The tables that one reader finds in PDF files, as JSON: run by tables_vs_peers.py in the peers' own environment.

    python benchmarks/peer_tables.py READER TIMES WARM.pdf FILE.pdf ...

Prints one line a file: `{"tables": [[[cell, ...], ...], ...], "seconds": s}`, or `{"error": ...}`. A cell that a merged
cell covers holds its text where the reader says so, else it is empty. WARM is read first and not counted; each file is
read TIMES times, and the fastest counts, since other work on the machine only slows down. Each reader gets the settings that its manual gives for the case: where it finds no ruled table, its mode for tables
without rules is tried, and the time of both counts.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

Tables = list[list[list[str]]]


def pdfplumber_tables(path: str) -> Tables:
    import pdfplumber

    tables: Tables = []
    words = {"vertical_strategy": "text", "horizontal_strategy": "text"}
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            found = page.extract_tables() or page.extract_tables(words)
            tables.extend([[cell or "" for cell in row] for row in table] for table in found)
            page.close()
    return tables


def camelot_tables(path: str) -> Tables:
    import camelot

    found = camelot.read_pdf(path, pages="all", flavor="lattice", suppress_stdout=True)
    if not len(found):
        found = camelot.read_pdf(path, pages="all", flavor="stream", suppress_stdout=True)
    return [table.df.values.tolist() for table in found]


def markitdown_tables(path: str) -> Tables:
    from markitdown import MarkItDown

    tables: Tables = []
    inside = False
    for line in MarkItDown(enable_plugins=False).convert(path).text_content.splitlines():
        if not line.lstrip().startswith("|"):
            inside = False
            continue
        cells = [cell.replace("<br>", "") for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
        if all(re.fullmatch(r"\s*:?-+:?\s*", cell) for cell in cells):
            continue
        if not inside:
            tables.append([])
        inside = True
        tables[-1].append(cells)
    return tables


def docvortex_tables(path: str) -> Tables:
    import docvortex

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.md"
        docvortex.convert(path, out, overwrite=True)
        reader = _Html()
        reader.feed(out.read_text(encoding="utf-8"))
    return reader.tables


class _Html(HTMLParser):
    """Tables of HTML, spans filled."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: Tables = []
        self._over: dict[tuple[int, int], str] = {}
        self._cell: list[str] | None = None
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
            self._over = {}
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            given = dict(attrs)
            self._span = (int(given.get("rowspan") or 1), int(given.get("colspan") or 1))
            self._cell = []

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"td", "th"} or self._cell is None:
            return
        table = self.tables[-1]
        row, text = len(table) - 1, "".join(self._cell)
        self._cell = None
        while (row, len(table[row])) in self._over:
            table[row].append(self._over.pop((row, len(table[row]))))
        column = len(table[row])
        down, right = self._span
        table[row].extend([text] * right)
        for r in range(row + 1, row + down):
            for c in range(column, column + right):
                self._over[r, c] = text


def policyparse_tables(path: str) -> Tables:
    from policyparse import extract

    return [list(table.rows) for table in extract(path).tables]


READERS: dict[str, Callable[[str], Tables]] = {
    "policyparse": policyparse_tables,
    "pdfplumber": pdfplumber_tables,
    "camelot": camelot_tables,
    "markitdown": markitdown_tables,
    "docvortex": docvortex_tables,
}


def _cpu() -> float:
    """Processor time of this process and of its workers that have ended: other work on the machine does not count."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def main() -> None:
    reader, times, warm, *files = sys.argv[1:]
    read = READERS[reader]
    out = sys.stdout
    with contextlib.redirect_stdout(io.StringIO()):
        read(warm)
        for file in files:
            answer: dict[str, object] = {}
            seconds = []
            for _ in range(int(times)):
                start = _cpu()
                try:
                    answer = {"tables": read(file)}
                except Exception as error:
                    answer = {"error": f"{type(error).__name__}: {error}"[:200]}
                seconds.append(_cpu() - start)
            answer["seconds"] = min(seconds)
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
            out.flush()


if __name__ == "__main__":
    main()

"""Tables of contents: the heading 目录 and the lines below it that lead to a page or come again as headings."""

from __future__ import annotations

import re

from policyparse.interpret.frame_draft import Draft
from policyparse.interpret.frame_lines import LONG, Line
from policyparse.text import fold, one_line

_LEADER = re.compile(r"[.…·‧•\-_]{2,}[(\[]?[\dIVXivx]{0,4}[)\]]?$")
_PAGE = re.compile(r"(?:[\t  　]+|(?<=[^\d\s.%\-年月]))\d{1,3}$")
#: Share of a table's rows that must look like entries for the whole to be a table of contents.
_MOST_ROWS = 0.6


def mark_contents(draft: Draft) -> None:
    """Give the role `contents` to every table of contents. A heading without entries below it stays as it is."""
    last: dict[str, int] = {}
    for line in draft.lines:
        if line.folded and line.form != "table":
            last[line.folded[:LONG]] = line.at
    for head in draft.lines:
        if head.form != "contents-head" or draft.roles[head.at] is not None:
            continue
        end = _end(draft, head.at + 1, last)
        if end > head.at + 1:
            draft.mark("contents", range(head.at, end))


def _end(draft: Draft, at: int, last: dict[str, int]) -> int:
    """Index after the last entry."""
    end = at
    while end < len(draft.lines):
        here = draft.lines[end]
        if is_entry(here, last):
            end += 1
        elif end + 1 < len(draft.lines) and here.titular and _leads(draft.lines[end + 1]):
            end += 2  # an entry over two lines: only its second has the page
        else:
            break
    return end


def is_entry(line: Line, last: dict[str, int]) -> bool:
    """Does the line lead to a page, or does its text come again further down."""
    if line.table is not None:
        rows: dict[int, str] = {}
        for cell in sorted(line.table.cells, key=lambda cell: (cell.row, cell.col)):
            rows[cell.row] = f"{rows.get(cell.row, '')} {one_line(cell.text)}".strip()
        texts = [text for text in rows.values() if text]
        hits = sum(1 for text in texts if _PAGE.search(text) or _LEADER.search(fold(text)))
        return bool(texts) and hits >= _MOST_ROWS * len(texts)
    if _leads(line):
        return True
    entry = _LEADER.sub("", line.folded)
    return bool(entry) and (last.get(entry, -1) > line.at)


def _leads(line: Line) -> bool:
    if line.table is not None or len(line.folded) > LONG or "。" in line.folded:
        return False
    return bool(_LEADER.search(line.folded) or _PAGE.search(line.text))

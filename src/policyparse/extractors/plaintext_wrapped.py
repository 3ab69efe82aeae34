"""Text whose lines were cut at a fixed width (by an editor, or by a program that prints PDF as text)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

#: Widths in columns (a Chinese character takes two). GB/T 9704 sets 28 characters a line; mail and editors 36 to 40.
_NARROWEST, _WIDEST = 40, 110
#: A line is full when so few columns are free at its end: no punctuation may begin a line.
_SLACK = 5
#: A text is cut at a fixed width when so many of its lines, and this share of them, are full.
_FEWEST_FULL, _SHARE_FULL = 4, 0.3
#: The first line of a paragraph is set in by two characters.
_INDENT = 3
_BEGINS = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、．.]|[（(]?\d{1,3}[）)、．]|\d{1,3}\.(?!\d)|第[一二三四五六七八九十\d]{1,4}[章节条]|[①-⑳●■◆▲•*#|>\-]|附件)"
)
_ENDS = ("）", ")", "】", "。", "！", "？", "；", "：", ";", ":", "!", "?")


def wrapped_runs(lines: Sequence[str]) -> dict[int, int]:
    """Runs of lines that are one paragraph: index of the first line -> index after the last. {} where the text is not
    cut at a fixed width; then every line is a paragraph."""
    rows = [(i, _width(line), _indent(line)) for i, line in enumerate(lines) if line.strip() and "\t" not in line]
    if len(rows) < 2 * _FEWEST_FULL:
        return {}
    widths = sorted(width for _, width, _ in rows)
    full = widths[-1]
    if not _NARROWEST <= full <= _WIDEST:
        return {}
    long = {i for i, width, _ in rows if width >= full - _SLACK}
    if len(long) < max(_FEWEST_FULL, _SHARE_FULL * len(rows)):
        return {}
    indents = {i: indent for i, _, indent in rows}
    base = min(indents.values())
    after = [indents[i] for i, _, _ in rows if i - 1 not in long and i in indents]
    set_in = sum(1 for indent in after if indent >= base + _INDENT) * 2 >= len(after)
    runs: dict[int, int] = {}
    at = 0
    while at < len(lines):
        end = at + 1
        while end - 1 in long and end in indents and _goes_on(lines, end, indents[end] - base, set_in=set_in):
            end += 1
        if end > at + 1:
            runs[at] = end
        at = end
    return runs


def _goes_on(lines: Sequence[str], at: int, indent: int, *, set_in: bool) -> bool:
    if indent >= _INDENT or lines[at].lstrip().startswith(("|", "#", ">")):
        return False
    return set_in or not (_BEGINS.match(lines[at]) or lines[at - 1].rstrip().endswith(_ENDS))


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line.rstrip())


def _indent(line: str) -> int:
    body = line.lstrip()
    return _width(line[: len(line) - len(body)] + ".") - 1

"""Field marks and other signs in the text of a Word 97-2003 file ([MS-DOC] 2.8.25, 2.4.1)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Final

from policyparse.text import count

_FIELD: Final = re.compile("[\x13\x14\x15]")
_STOPS: Final = re.compile("[(\x13\x14\x15]")
_BEGIN, _SEPARATE, _END = "\x13", "\x14", "\x15"
#: Below the blank nothing is printed but the hyphen that does not break.
_CONTROLS: Final = dict.fromkeys(range(0x20))

#: First position and the one after the last.
Stretch = tuple[int, int]


def instructions(text: str, start: int, end: int) -> list[Stretch]:
    """The stretches of `text` that instruct a field, in order. A mark without its counterpart opens no field."""
    marks = [(m.start(), m[0]) for m in _FIELD.finditer(text, start, end)]
    complete: set[int] = set()
    open_at: list[int] = []
    for at, mark in marks:
        if mark == _BEGIN:
            open_at.append(at)
        elif mark == _END and open_at:
            complete.add(open_at.pop())
    found: list[Stretch] = []
    states: list[tuple[bool, bool]] = []  # complete, instructing
    for (at, mark), (following, _) in pairwise([*marks, (end, "")]):
        if mark == _BEGIN:
            states.append((at in complete, True))
        elif states:
            done, _ = states.pop()
            if mark == _SEPARATE:
                states.append((done, False))
        inner = next((state for state in reversed(states) if state[0]), None)
        if inner is not None and inner[1] and at + 1 < following:
            found.append((at + 1, following))
    return found


def stretch(text: str, at: int, stop: int, instructed: Sequence[Stretch], hung: Collection[int]) -> tuple[int, bool]:
    """Where the text that begins at `at` ends: before the next sign or thing hung there; and whether it instructs."""
    match = _STOPS.search(text, at + 1, stop)
    until = match.start() if match else stop
    if hung:
        until = next((cp for cp in range(at + 1, until) if cp in hung), until)
    index = bisect_right(instructed, at, key=lambda pair: pair[0]) - 1
    if index >= 0 and at < instructed[index][1]:
        return min(until, instructed[index][1]), True
    return until, False


def shown(text: str) -> int:
    """Number of non-blank characters that are printed, the hyphen that does not break included."""
    return text.count("\x1e") + count(text.translate(_CONTROLS))

"""Labels of owners in a statement: 牵头单位：…, 责任领导：…, with their colon or 为."""

from __future__ import annotations

import re

from policyparse.interpret.owner_view import View
from policyparse.interpret.owner_words import Role, Words

#: A label with its colon has at most so many characters.
LABEL_LIMIT = 24
_COLON = re.compile(r"[为是]?:|[为是]")


def find_labels(seen: View, start: int, end: int, words: Words) -> list[tuple[int, int, Role, bool]]:
    """Labels with their colon or 为, outside brackets: start, end, role, and whether it has a noun (牵头单位, not 牵头)."""
    base = min(seen.depth[start:end], default=0)
    labels: list[tuple[int, int, Role, bool]] = []
    floor = start
    for colon in _COLON.finditer(seen.plain, start, end):
        at, stop = colon.start(), colon.end()
        if at <= floor or seen.depth[at] > base or seen.plain[at - 1] not in words.label_ends:
            continue
        match = words.label.search(seen.plain, max(floor, at - LABEL_LIMIT), stop)
        while match and match.end() != stop:
            match = words.label.search(seen.plain, match.start() + 1, stop)
        if match:
            stem = match["leader"] or match["whole"] or match["stem"]
            noun = match["noun"] is not None or not match["stem"]
            if noun or colon[0].endswith(":"):
                labels.append((_after_blank(seen, match), stop, words.stems.get(stem, "owner"), noun))
                floor = stop
    return labels


def _after_blank(seen: View, match: re.Match[str]) -> int:
    """Where the label begins: 各社区　责任领导 is no 区责任领导."""
    stem = max(match.start(name) for name in ("leader", "whole", "stem"))
    for i in range(stem, match.start(), -1):
        if seen.at[i] > seen.at[i - 1] + 1:
            return i
    return match.start()

"""Column widths that print on landscape A4: by how much text a column holds, within what the page has room for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import ceil, sqrt

#: Character widths that fill landscape A4 between margins of 1 cm at full size (10 pt), and the most that is
#: still legible when the page is scaled to it (about 80 %).
PAGE = 148.0
WIDEST = 186.0
#: Columns of short entries have fixed widths.
FIXED = {"number": 6.0, "due": 12.0, "source": 8.0, "kind": 6.5, "id": 16.0, "value": 10.0}
#: Narrowest and widest of the others; how quickly they grow with the mean length of their cells.
NARROWEST, BROADEST, GROWTH = 9.0, 64.0, 3.0
#: An empty column that is kept for filling in.
EMPTY = 12.0


def widths(names: Mapping[str, str], cells: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Widths in characters by column key. `names` are the headers, `cells` each column's texts."""
    found = {key: FIXED.get(key) or _wanted(names[key], cells[key]) for key in names}
    free = {key: width for key, width in found.items() if key not in FIXED}
    fixed = sum(found.values()) - sum(free.values())
    room = min(max(fixed + sum(free.values()), PAGE), WIDEST) - fixed
    scale = room / sum(free.values()) if free else 1.0
    return {key: round(width * scale if key in free else width, 1) for key, width in found.items()}


def _wanted(name: str, texts: Sequence[str]) -> float:
    lengths = [display(text) for text in texts if text]
    if not lengths:
        return EMPTY
    longest = max(max(display(line) for line in text.split("\n")) for text in set(texts) if text)
    mean = sum(lengths) / len(lengths)
    tallest = max(lengths) * LINE / TALLEST
    return max(min(max(GROWTH * sqrt(mean), tallest), BROADEST, longest + 2.0), NARROWEST, display(name) + 4.0)


#: Height of one line of 10 pt, and of the padding of a row, in points; the most that a row takes.
LINE, PADDING, TALLEST = 13.5, 5.0, 409.0


def height(texts: Mapping[str, str], sizes: Mapping[str, float]) -> float:
    """The height in points of a row whose wrapped texts stand in columns of these widths.

    Office programs differ in whether they fit rows by themselves when they open a file, so it is written.
    """
    lines = max((_lines(texts[key], width) for key, width in sizes.items() if texts[key]), default=1)
    return min(max(lines, 1) * LINE + PADDING, TALLEST)


@lru_cache(maxsize=20_000)
def _lines(text: str, width: float) -> int:
    # the cell has margins, and a line may end early before a mark that must not begin one
    room = max(width - 1.2, 2.0)
    return sum(max(ceil(display(line) / room), 1) for line in text.rstrip("\n").split("\n"))


#: What takes the width of two half-width characters: all that is not Latin.
_WIDE = re.compile("[\u2e80-\U0010ffff“”‘’…—·]+")


def display(text: str) -> int:
    """Width in half-width characters: what is not Latin takes two."""
    return 2 * len(text) - len(_WIDE.sub("", text))

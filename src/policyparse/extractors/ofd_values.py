"""The values of OFD attributes: numbers, boxes, matrices, offsets, path commands (GB/T 33190-2016, clauses 7 to 11).

Nothing here raises on bad input: what cannot be read is left out or takes the default.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import Final

from policyparse.extractors.pdf_pdfium import IDENTITY, Matrix

#: Millimetres to points.
POINTS: Final = 72 / 25.4
#: A coordinate beyond this (in mm) is no place on paper.
_FAR: Final = 1e6
#: Longer attributes are cut: the longest real list of offsets (one line of text) is below 10 kB.
_LONGEST: Final = 4_000_000
_SPLIT = re.compile(r"[\s,]+")
_COMMAND = re.compile(r"[A-Za-z]|[-+.\d][-+.\deE]*")
_TRUE: Final = frozenset({"true", "1", "yes"})

#: Numbers that each path command takes: start and move, line, curves of second and third degree, arc, close.
_OPERANDS: Final = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}

#: x, y, width, height.
Place = tuple[float, float, float, float]


def number(text: str | None) -> float | None:
    """A finite number, or None."""
    if not text or "_" in text:
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= _FAR else None


def numbers(text: str | None) -> list[float]:
    """The numbers of a list; what is no number is left out."""
    tokens = _SPLIT.split((text or "").strip()[:_LONGEST])
    return [value for token in tokens if (value := number(token)) is not None]


def place(text: str | None) -> Place | None:
    """An ST_Box: four numbers, or None."""
    found = numbers(text)
    return (found[0], found[1], found[2], found[3]) if len(found) >= 4 else None


def matrix(text: str | None) -> Matrix:
    """A CTM: six numbers; without them nothing is changed."""
    found = numbers(text)
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if len(found) == 6 else IDENTITY


def flag(text: str | None, default: bool) -> bool:
    return default if text is None else text.strip().lower() in _TRUE


def quarter(text: str | None) -> int:
    """A direction in degrees clockwise: 0, 90, 180 or 270."""
    return round((number(text) or 0.0) / 90) * 90 % 360


def offsets(text: str | None, most: int) -> list[float]:
    """The values of DeltaX or DeltaY, at most `most`: `g 3 5.2` stands for three times 5.2."""
    found: list[float] = []
    tokens = _SPLIT.split((text or "").strip()[:_LONGEST])
    at = 0
    while at < len(tokens) and len(found) < most:
        if tokens[at] in {"g", "G"}:
            times, value = (number(token) for token in (*tokens[at + 1 : at + 3], "", "")[:2])
            if times is not None and value is not None and times > 0:
                found.extend([value] * min(int(times), most - len(found)))
            at += 3
            continue
        single = number(tokens[at])
        if single is not None:
            found.append(single)
        at += 1
    return found


def commands(text: str | None) -> Iterator[tuple[str, Sequence[float]]]:
    """The commands of AbbreviatedData with their numbers. A command without all its numbers ends the path."""
    tokens = _COMMAND.findall((text or "")[:_LONGEST])
    at = 0
    while at < len(tokens):
        name = tokens[at].upper()
        count = _OPERANDS.get(name)
        if count is None:
            at += 1
            continue
        values = [value for token in tokens[at + 1 : at + 1 + count] if (value := number(token)) is not None]
        if len(values) < count:
            return
        yield name, values
        at += 1 + count

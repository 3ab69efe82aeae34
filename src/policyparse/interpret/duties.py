"""Duties listed under units' names (市教育局：负责…): which paragraphs begin with such a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from policyparse.interpret.markers import read_marker
from policyparse.interpret.owner_words import STRONG, words_of
from policyparse.interpret.units import split_units
from policyparse.lexicon import Lexicon
from policyparse.normalise.model import LogicalTable, TidyBlock
from policyparse.text import fold, one_line

_LABEL = re.compile(r"(?P<name>[^：:。；;\n]{2,60})[：:](?P<rest>.*)", re.S)
#: One name alone may be an addressee or a note; a list of duties has several.
_FEWEST = 2


def unit_labels(blocks: Sequence[tuple[int, TidyBlock]], lexicon: Lexicon) -> dict[int, str]:
    """Block indexes of the paragraphs without a number that begin with a unit's name, and the name.

    Behind the name's colon stands a duty (负责…), or nothing, and the duties follow as points or paragraphs. {} where
    there are fewer than two such paragraphs.
    """
    words = words_of(lexicon)
    texts = [(i, "" if isinstance(b, LogicalTable) else b.text.strip()) for i, b in blocks]
    found: dict[int, str] = {}
    for (index, text), (_, below) in pairwise([*texts, (-1, "")]):
        label = _LABEL.match(text[:400]) if text and not read_marker(text, lexicon) else None
        if label is None or words.label.match(fold(label["name"]) + ":"):
            continue
        duty = fold(label["rest"][:20])
        marker = read_marker(below, lexicon)
        if not duty:
            duty = fold(below[marker.end : marker.end + 20] if marker else below[:20])
        if not duty.startswith(words.duties):
            continue
        names = split_units(label["name"], lexicon)
        if names and all(words.strength(fold(name)) == STRONG for name in names):
            found[index] = one_line(label["name"])
    return found if len(found) >= _FEWEST else {}

"""What the cells of one column hold, whatever its name says: numbers, quantities, states, words, merged or repeated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from policyparse.lexicon import Lexicon
from policyparse.normalise.shapes import Shape, names_office, shape_of
from policyparse.text import count, fold

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_DASH = re.compile(r"^[-/\\.*…无]{0,4}$")
_FIGURE = re.compile(r"^[约≥≤><\[(]?-?\d[\d,]*(?:\.\d+)?(?:%|‰)?[\])]?$")
#: Amounts are not written so.
_CODE = re.compile(r"^0\d+$")
_ENUMERATOR = re.compile(r"^[(\[]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)\].、:]+(?!\d)")
_DATES = re.compile(
    r"(?:19|20)\d{2}(?:年|[./-]\d{1,2})(?:\d{1,2}月)?|\d{1,2}[-~至]?\d{0,2}月(?:\d{1,2}日)?|\d{1,2}日|第?\d季度"
)
_DIGIT = re.compile(r"\d")
_ITEM = re.compile(r"^[(\[]?(\d{1,4}(?:\.\d{1,3})*)[)\].、]?$")
#: Numbers of items in a list go up by one; a list that leaves some out by a little more.
_STEP = 5
_NAMES = re.compile(r"[、,;，；\n]+")
#: What a column holds is plain from so many cells.
_SAMPLE = 500
#: The longest name of a place in a cell.
_SHORT_PLACE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Counts over one column: `rows` of the table, `own` cells (not covered by a merged cell above), `filled` of them.
    What follows is counted over the `looked` cells, an even sample of a long column.

    `shapes` by shape; `figures`: bare numbers; `codes`: those of them that begin with a 0 before a figure;
    `quantities`: a number that is no date and no item number stands in the text; `series`: bare whole numbers count up, from `first`;
    `states`: words for how far a thing is (已完成); `places`: names of places; `offices`: units that are more than a
    group, a room or a village; `long_names`: people of three
    characters or more; `length`: characters of a filled cell on average.
    """

    rows: int
    own: int
    filled: int
    looked: int
    distinct: int
    shapes: Counter[Shape]
    figures: int
    codes: int
    quantities: int
    states: int
    places: int
    offices: int
    long_names: int
    length: float
    chinese: float
    series: bool
    first: int | None

    def share(self, number: int) -> float:
        """`number` as a share of the cells looked at; 0 where none is filled."""
        return number / self.looked if self.looked else 0.0

    @property
    def counts_from_one(self) -> bool:
        """Item numbers for certain: every cell, counting up, as many as there are rows."""
        return (
            self.series
            and self.first == 1
            and self.filled > 1
            and self.filled == self.rows
            and self.looked == self.figures
        )

    @property
    def shared_over_rows(self) -> bool:
        """Do cells stand for several rows: merged, left empty below the first, or the same text row after row."""
        return bool(self.filled) and (self.filled < self.rows or self.distinct < self.filled)

    @property
    def numeric(self) -> bool:
        """Are the cells bare numbers, but for one in five."""
        return self.filled > 0 and self.share(self.figures) >= 0.8


def profile(texts: Sequence[str], rows: int, lexicon: Lexicon) -> Profile:
    """The profile of a column of own cells `texts` in a table of `rows` body rows. Dashes count as empty."""
    filled = [(text, flat) for text in texts if not _DASH.match(flat := fold(text))]
    step = -(-len(filled) // _SAMPLE) or 1
    looked = filled[::step]
    numbers = [tuple(map(int, m[1].split("."))) for _, flat in filled[:_SAMPLE] if (m := _ITEM.match(flat))]
    states = _states(lexicon)
    shapes = [shape_of(text, lexicon) for text, _ in looked]
    return Profile(
        rows=max(rows, len(texts)),
        own=len(texts),
        filled=len(filled),
        looked=len(looked),
        distinct=len({flat for _, flat in filled}),
        shapes=Counter(shapes),
        figures=sum(bool(_FIGURE.match(flat)) for _, flat in looked),
        codes=sum(bool(_CODE.match(flat)) for _, flat in looked),
        quantities=sum(has_quantity(flat) for _, flat in looked),
        states=sum(flat in states for _, flat in looked),
        places=sum(is_place_name(flat, lexicon) for _, flat in looked),
        offices=sum(
            shape == "unit" and names_office(text, lexicon) for shape, (text, _) in zip(shapes, looked, strict=True)
        ),
        long_names=sum(
            shape == "person" and any(len(fold(name)) > 2 for name in _NAMES.split(text))
            for shape, (text, _) in zip(shapes, looked, strict=True)
        ),
        # item numbers count up: the next is no more than a few higher
        series=all(a < b and b[0] - a[0] <= _STEP for a, b in pairwise(numbers)),
        first=numbers[0][0] if numbers else None,
        length=sum(count(text) for text, _ in looked) / len(looked) if looked else 0.0,
        chinese=sum(len(_CHINESE.findall(flat)) for _, flat in looked) / len(looked) if looked else 0.0,
    )


@lru_cache(maxsize=8)
def _states(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(fold(word) for word in lexicon["shapes"]["states"])


@lru_cache(maxsize=8)
def _places(lexicon: Lexicon) -> tuple[tuple[str, ...], frozenset[str]]:
    """Ends of places' names, and words with such an end that are no part of the whole (全市)."""
    ends = tuple(fold(word) for word in lexicon["organisations"]["places"]["suffixes"])
    return ends, frozenset(lexicon["organisations"]["generic"]["not_units"])


def is_place_name(folded: str, lexicon: Lexicon) -> bool:
    """A place's own name: 云河区, 平江县, 高新技术产业开发区; not 各县区."""
    if not 2 <= len(folded) <= _SHORT_PLACE or folded.startswith("各"):
        return False
    ends, none = _places(lexicon)
    return folded.endswith(ends) and folded not in none


def has_quantity(folded: str) -> bool:
    """Does a folded text hold a number that is neither a date nor its own item number."""
    return bool(_DIGIT.search(_DATES.sub("", _ENUMERATOR.sub("", folded))))

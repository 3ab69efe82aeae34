"""Which year a month without one takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from policyparse.lexicon import Lexicon
from policyparse.records import Meta, YearFrom
from policyparse.text import fold

#: A line that sets the time of all the work is short.
_LOOKED_AT = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """What the document says about its years.

    Rule of the output contract: a printed year wins; else months take the year of the document's
    period when the period is one year; else the year that a section on the time of the work prints; else the year of issue; else there is none (`year-unknown`).
    """

    period_start: date | None = None
    period_end: date | None = None
    issued_on: date | None = None
    number_year: int | None = None
    set_year: int | None = None  #: of the time that a section sets for all of the work (整治时间：2023年4月至10月)

    def default(self) -> tuple[int, YearFrom] | None:
        """The year for a month that is printed without one, and where it came from, or None."""
        if self.period_start and self.period_end and self.period_start.year == self.period_end.year:
            return self.period_end.year, "period"
        if self.set_year and (self.issued_on is None or self.issued_on.year != self.set_year):
            return self.set_year, "period"
        if self.issued_on:
            return self.issued_on.year, "issued"
        return (self.number_year, "issued") if self.number_year else None


def set_year(texts: Sequence[str], lexicon: Lexicon) -> int | None:
    """The one year of a section or line that sets the time of all the work (一、整治时间 above 2023年4月至10月); else None.

    `texts`: the paragraphs of the document itself, in order.
    """
    heads = "|".join(map(re.escape, lexicon["deadlines"]["governing"]["heads"]))
    head = re.compile(rf"(?:[(]?[一二三四五六七八九十0-9]{{1,3}}[)]?[、.]?)?(?:{heads})(?::(?P<rest>.*)|$)", re.S)
    for at, text in enumerate(texts):
        found = head.match(fold(text[:_LOOKED_AT]))
        if found is None:
            continue
        said = found["rest"] or (fold(texts[at + 1][:_LOOKED_AT]) if at + 1 < len(texts) else "")
        years = {int(year) for year in re.findall(r"(?<![0-9])(20[0-9]{2})(?:年|[./-])", said)}
        if len(years) == 1:
            return years.pop()
    return None


def years_of(meta: Meta, texts: Sequence[str], lexicon: Lexicon) -> Years:
    """What the metadata, and a section on the time of the work, say about the years."""
    in_number = re.search(r"(?:19|20)\d\d", fold(meta.doc_number or ""))
    return Years(
        period_start=meta.period.start if meta.period else None,
        period_end=meta.period.end if meta.period else None,
        issued_on=meta.issued_on,
        number_year=int(in_number[0]) if in_number else None,
        set_year=set_year(texts, lexicon),
    )

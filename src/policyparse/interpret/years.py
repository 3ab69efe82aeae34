"""Which year a month without one takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from policyparse.records import Meta, YearFrom
from policyparse.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """What the document says about its years.

    Rule of the output contract: a printed year wins; else months take the year of the document's
    period when the period is one year; else the year of issue; else there is none (`year-unknown`).
    """

    period_start: date | None = None
    period_end: date | None = None
    issued_on: date | None = None
    number_year: int | None = None

    def default(self) -> tuple[int, YearFrom] | None:
        """The year for a month that is printed without one, and where it came from, or None."""
        if self.period_start and self.period_end and self.period_start.year == self.period_end.year:
            return self.period_end.year, "period"
        if self.issued_on:
            return self.issued_on.year, "issued"
        return (self.number_year, "issued") if self.number_year else None


def years_of(meta: Meta) -> Years:
    """What the metadata say about the years."""
    in_number = re.search(r"(?:19|20)\d\d", fold(meta.doc_number or ""))
    return Years(
        period_start=meta.period.start if meta.period else None,
        period_end=meta.period.end if meta.period else None,
        issued_on=meta.issued_on,
        number_year=int(in_number[0]) if in_number else None,
    )

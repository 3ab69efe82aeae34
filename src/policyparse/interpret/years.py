"""Which year a month without one takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from policyparse.records import YearFrom


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """What the document says about its years.

    Rule of the output contract: a printed year wins; else months take the year of the document's
    period when the period is one year; else the year of issue; else there is none (`year-unknown`).
    """

    period_start: date | None = None
    period_end: date | None = None
    issued_on: date | None = None

    def default(self) -> tuple[int, YearFrom] | None:
        """The year for a month that is printed without one, and where it came from, or None."""
        if self.period_start and self.period_end and self.period_start.year == self.period_end.year:
            return self.period_end.year, "period"
        if self.issued_on:
            return self.issued_on.year, "issued"
        return None

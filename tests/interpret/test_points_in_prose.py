"""Whole points in prose: which deadlines and which measures come out of facts, titles, terms of validity and goals."""

from __future__ import annotations

from datetime import date

import pytest
from points_in_prose import POINTS as FIRST_POINTS
from points_in_prose import Point
from points_in_prose_2 import POINTS_2
from points_in_prose_3 import POINTS_3

from policyparse.interpret.deadlines import read_deadline_prose
from policyparse.interpret.targets import read_target_prose
from policyparse.interpret.years import Years
from policyparse.lexicon import default_lexicon
from policyparse.records import DeadlineItem, Measure

LEXICON = default_lexicon()
POINTS = [*FIRST_POINTS, *POINTS_2, *POINTS_3]
YEARS = {
    "2023": Years(period_start=date(2023, 1, 1), period_end=date(2023, 12, 31), issued_on=date(2023, 3, 10)),
    "2021-2025": Years(period_start=date(2021, 1, 1), period_end=date(2025, 12, 31), issued_on=date(2021, 11, 20)),
    "2022": Years(issued_on=date(2022, 5, 18)),
}


def noted(item: DeadlineItem) -> str:
    """An item without its label, in the notation of the table."""
    days = item.rrule or (f"{item.start or ''}/{item.due or ''}" if item.start or item.due else f"[{item.label}]")
    source = item.year_from
    return f"{days} !{source}" if source and source != "period" else days


def spelled(measure: Measure) -> list[str]:
    """A measure in the notation of the table."""
    value = "-" if measure.value is None else f"{measure.value:g}"
    if measure.upper is not None:
        value += f"..{measure.upper:g}"
    parts = [measure.indicator or "-", measure.comparator or "-", value, measure.unit or "-"]
    return [*parts, measure.strength] if measure.strength else parts


def fits(found: list[str], wanted: list[str]) -> bool:
    return len(found) == len(wanted) and all(w in ("*", f) for f, w in zip(found, wanted, strict=True))


@pytest.mark.parametrize("point", POINTS, ids=lambda p: p.text[:16])
def test_a_point_gives_all_its_deadlines_and_no_other(point: Point) -> None:
    items = read_deadline_prose(point.text, YEARS[point.years], LEXICON).value.items
    assert [noted(item) for item in items] == point.deadlines


@pytest.mark.parametrize("point", POINTS, ids=lambda p: p.text[:16])
def test_a_point_gives_all_its_measures_and_no_other(point: Point) -> None:
    found = [spelled(m) for m in read_target_prose(point.text, LEXICON, YEARS[point.years]).value.measures]
    assert len(found) == len(point.measures), found
    wrong = [f for f, w in zip(found, point.measures, strict=True) if not fits(f, w.split())]
    assert wrong == []

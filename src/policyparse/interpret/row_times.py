"""The times of a row or a form that stand in several places: when to begin, and by when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from policyparse.records import Deadline, DeadlineItem


def merge_deadline(deadline: Deadline, text: str, items: Sequence[DeadlineItem], append: bool) -> None:
    """Add the words and items of a further time, behind those that are there or (`append` false) before them."""
    deadline.text = text if deadline.text is None else f"{deadline.text}；{text}"
    deadline.items = [*deadline.items, *items] if append else [*items, *deadline.items]


def as_starts(items: Sequence[DeadlineItem]) -> list[DeadlineItem]:
    """The items of a column or label of starts: their days begin the work and end nothing."""
    return [
        DeadlineItem(text=i.text, label=i.label, start=i.start or _begin(i.due, i.text), year_from=i.year_from)
        for i in items
    ]


def _begin(day: date | None, text: str | None) -> date | None:
    """2022年 in a column of starts is the year's first day; a day stays what it is."""
    whole_year = day is not None and (day.month, day.day) == (12, 31) and re.fullmatch(r"\D*\d{4}\s*年?度?", text or "")
    return day.replace(month=1, day=1) if day and whole_year else day

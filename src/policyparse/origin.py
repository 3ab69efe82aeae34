"""Where something stands in the source."""

from __future__ import annotations

from dataclasses import dataclass

#: x0, top, x1, bottom in PDF points (1/72 inch), measured from the page's top left as the reader sees it
#: (after /Rotate).
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One place in the source. What a format does not have is None.

    `page` counts from 1. `bbox` is a `Box`. `line` counts from 1 (text formats). `table` and `row`
    count from 0: the extractors number the tables as found; in the output they point into the
    document's `tables` and that table's `rows`.
    """

    page: int | None = None
    bbox: Box | None = None
    table: int | None = None
    row: int | None = None
    line: int | None = None

"""What a person should look at: a stable code, a severity, a message, a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from policyparse.origin import Origin

Severity = Literal["error", "warning", "info"]

#: Every problem code of `extract`: severity, what it means, what to do. docs/problems.md repeats it, a test compares.
CODES: dict[str, tuple[Severity, str]] = {
    "text-unaccounted": ("error", "characters of the source are in no record, no structure and not set aside"),
    "deadline-unparsed": ("warning", "a deadline cell holds text that is no known expression of time"),
    "year-unknown": ("warning", "a month or day without a year, and the document gives none"),
    "date-impossible": ("warning", "a date that does not exist, such as 2月30日"),
    "owner-missing": ("info", "the table has an owner column and this record has no owner"),
    "owner-unparsed": ("warning", "an owner cell or bracket could not be split into units or people"),
    "target-unparsed": ("warning", "a short target cell holds figures and no measure could be read"),
    "header-guessed": ("info", "the meaning of a column was judged by its content or position, not by its name"),
    "header-missing": ("warning", "a table without a header row; its columns were taken from the table before it"),
    "column-unknown": ("info", "a column that no field takes; its cells are in the records' attributes"),
    "cell-differs": ("warning", "the second reader (--verify) reads this cell differently"),
    "table-unread": ("warning", "something that looks like a table could not be read as one"),
    "page-unreadable": ("error", "a page could not be read"),
    "page-without-text": ("warning", "a page of a text document holds only a picture"),
    "picture-not-read": ("info", "a picture beside text that may hold words"),
    "object-unread": ("warning", "an embedded object (a chart, an inserted file) whose text is not read"),
    "formula-uncomputed": ("warning", "a formula of a spreadsheet without a stored result"),
    "text-unmapped": ("warning", "characters without a Unicode mapping; they cannot be read without OCR"),
    "text-layer-invisible": (
        "info",
        "pages are pictures with an invisible text layer that another OCR made",
    ),
    "page-read-by-ocr": ("info", "pages without text of use were read by OCR"),
    "stamp-removed": ("info", "red stamps were taken out of scanned pages before reading"),
    "low-ocr-confidence": ("warning", "OCR was not sure of characters, or read what is a known confusion"),
    "number-repeated": ("warning", "two records of one series have the same number"),
    "number-missing": ("warning", "a series of numbers has a gap"),
    "number-inferred": ("info", "a number was missing in the source"),
    "metadata-conflict": ("info", "the document gives two different values for one piece of metadata"),
    "no-records": ("info", "no records were found: the document hands out no work, or it is of a form not known"),
    "text-altered": (
        "warning",
        "a workbook's cell cannot hold the text as it is; characters were left out or it was cut",
    ),
    "encoding-replaced": ("warning", "bytes that fit no encoding were replaced"),
    "converter-failed": ("warning", "LibreOffice could not convert the file, so the built-in reader read it"),
    "limit-reached": ("warning", "reading stopped at a limit; what follows is missing"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something to look at. `record` is the id of a record and `field` the name of one of its fields, or None.

    The severity follows from the code unless it is given.
    """

    code: str
    message: str
    severity: Severity | None = None
    record: str | None = None
    field: str | None = None
    source: tuple[Origin, ...] = ()

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"unknown problem code {self.code!r}")
        if self.severity is None:
            object.__setattr__(self, "severity", CODES[self.code][0])

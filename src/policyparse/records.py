"""The output: document, records and their parts as pydantic models. The JSON Schema is generated from here.

`null` means that the document does not say; an empty list means that it says there are none, or that
the kind has none. Text is as printed. Dates are ISO 8601, rules of recurrence RFC 5545.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from policyparse.origin import Origin
from policyparse.problems import Problem
from policyparse.text import fold

SCHEMA_VERSION: Literal["1"] = "1"

RecordKind = Literal["task", "indicator", "project"]
DocumentKind = Literal["notice", "plan", "work_points", "task_list", "other"]
Comparator = Literal[">=", "<=", ">", "<", "=", "~", "increase", "decrease"]
YearFrom = Literal["printed", "period", "issued"]


class Model(BaseModel):
    """Base of all parts: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=False)


class Measure(Model):
    """One measurable piece of a target."""

    text: str
    """The words it was read from."""
    indicator: str | None = None
    """What is measured, as printed. Of a list with 分别 its own name and the noun that is printed once for
    all of them: 小学巩固率 and 初中巩固率 for 小学、初中巩固率分别达到…."""
    comparator: Comparator | None = None
    value: float | None = None
    """In units of `unit`; null where the words give no number (全覆盖: full coverage)."""
    upper: float | None = None
    """Upper end of a range."""
    strength: str | None = None
    """`aim` for 力争 (strive for) and its like, `principle` for 原则上, else null."""
    unit: str | None = None
    """As printed, spelled one way: `%`, `‰`, `/10万`, `个`, `万元`."""
    due: date | None = None
    """The year end or day this value is set for, where one indicator has several target years."""


class Target(Model):
    """The target cell, or in prose the clauses that hold a measure."""

    text: str | None = None
    measures: list[Measure] = Field(default_factory=list)


class DeadlineItem(Model):
    """One milestone, span or rule."""

    text: str | None
    """The words it was read from; null where it is only the end of the document's period."""
    label: str | None = None
    """What the date is for (月检查), the anchor of a relative term (印发之日起30日内), or the words of an open one (长期坚持)."""
    start: date | None = None
    due: date | None = None
    rrule: str | None = None
    """RFC 5545 recurrence rule without its prefix: `FREQ=MONTHLY;BYMONTHDAY=-1`."""
    year_from: YearFrom | None = None
    """Where the year came from; null for items without a date."""


class Deadline(Model):
    text: str | None = None
    inferred: bool = False
    """True where it is only the end of the document's period."""
    items: list[DeadlineItem] = Field(default_factory=list)


class Owner(Model):
    text: str | None = None
    leaders: list[str] = Field(default_factory=list)
    """People."""
    lead: list[str] = Field(default_factory=list)
    """Units that lead or answer for it (牵头, 责任)."""
    support: list[str] = Field(default_factory=list)
    """Units that take part (配合, 参与, 相关)."""


class Step(Model):
    """A dated step (or an undated piece between dated ones) of a row or paragraph."""

    text: str
    start: date | None = None
    due: date | None = None


class Record(Model):
    id: str
    """Stable: the same document gives the same ids on every run and every machine."""
    kind: RecordKind
    number: str | None = None
    """As printed, without brackets and points."""
    section: list[str] = Field(default_factory=list)
    """Headings above it, outermost first, then the category cell of its row."""
    task: str
    content: str | None = None
    target: Target = Field(default_factory=Target)
    deadline: Deadline = Field(default_factory=Deadline)
    owner: Owner = Field(default_factory=Owner)
    steps: list[Step] = Field(default_factory=list)
    attributes: dict[str, str] = Field(default_factory=dict)
    """What the source has and no field takes, under its own column name."""
    source: list[Origin] = Field(default_factory=list)
    fields_source: dict[str, list[Origin]] = Field(default_factory=dict)
    flags: list[str] = Field(default_factory=list)


def digest(record: Record) -> str:
    """Twelve hexadecimal digits of what the record says and not of where it stands: the stem of its id."""
    words = [
        record.kind,
        record.number or "",
        *record.section,
        record.task,
        record.content or "",
        record.target.text or "",
    ]
    return hashlib.sha256("\x1f".join(map(fold, words)).encode(errors="replace")).hexdigest()[:12]


class Source(Model):
    path: str
    format: str
    sha256: str
    size_bytes: int
    pages: int | None = None
    encoding: str | None = None
    ocr: bool = False


class Period(Model):
    """The year or years that the document governs; both ends included."""

    start: date
    end: date


class Meta(Model):
    """What the document says of itself, by the elements of GB/T 9704-2012."""

    title: str | None = None
    kind: DocumentKind = "other"
    doc_number: str | None = None
    """发文字号, as printed."""
    issuer: str | None = None
    """发文机关; several that issue jointly are joined by 、 and listed in `issuers`."""
    issuers: list[str] = Field(default_factory=list)
    issued_on: date | None = None
    """成文日期, else 印发日期."""
    published_on: date | None = None
    index_number: str | None = None
    """索引号."""
    recipients: list[str] = Field(default_factory=list)
    """主送机关."""
    copied_to: list[str] = Field(default_factory=list)
    """抄送机关."""
    period: Period | None = None
    copy_number: str | None = None
    """份号."""
    classification: str | None = None
    """密级和保密期限."""
    urgency: str | None = None
    """紧急程度."""
    signer: str | None = None
    """签发人."""
    note: str | None = None
    """附注."""
    printed_by: str | None = None
    """印发机关."""
    printed_on: date | None = None
    """印发日期."""
    subject: str | None = None
    """主题分类."""
    notice_title: str | None = None
    """Title of the covering notice, where `title` is that of the document it attaches."""


class TableColumn(Model):
    name: str | None
    """Canonical field name, or null where no field takes the column."""
    spellings: list[str]
    """Every header text seen for it, in order of appearance."""
    rule: str | None = None
    """How the name was found: `lexicon`, `content`, `position`, or null."""


class TableOut(Model):
    """A table after joining over pages: `rows` hold cell text with row- and column-spans filled."""

    name: str | None
    columns: list[TableColumn]
    rows: list[list[str]]
    sources: list[Origin]


class SetAsideOut(Model):
    reason: str
    text: str
    characters: int
    source: list[Origin] = Field(default_factory=list)


class Coverage(Model):
    """Account of every non-blank character: the four parts add up to `characters`."""

    characters: int = 0
    in_records: int = 0
    in_structure: int = 0
    set_aside: int = 0
    unaccounted: int = 0
    set_aside_items: list[SetAsideOut] = Field(default_factory=list)


class PolicyDocument(Model):
    """What `policyparse extract` prints for one document."""

    schema_version: Literal["1"] = SCHEMA_VERSION
    source: Source
    meta: Meta
    records: list[Record]
    tables: list[TableOut]
    coverage: Coverage
    problems: Annotated[list[Problem], Field(default_factory=list)]

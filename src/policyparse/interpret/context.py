"""What every reader of records needs to know of the document, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from policyparse.interpret.owners import OwnerRules
from policyparse.interpret.reading import Reading, Trace
from policyparse.interpret.units import Known
from policyparse.interpret.years import Years
from policyparse.lexicon import Lexicon
from policyparse.records import Meta, Record

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """`section`: headings above everything that is read (an annex's title). `title`: that of the part that is read."""

    lexicon: Lexicon
    meta: Meta
    years: Years
    known: Known
    section: tuple[str, ...] = ()
    title: str | None = None


@dataclass(slots=True, kw_only=True)
class Draft:
    """A record on its way, with what explains it.

    `blocks`: indexes of the paragraphs it was read from. `cells`: (table index, row index, column index)
    of the table cells. `problems`: (code, message, field).
    """

    record: Record
    blocks: list[int] = field(default_factory=list)
    cells: list[tuple[int, int, int]] = field(default_factory=list)
    problems: list[tuple[str, str, str | None]] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)

    def take(self, reading: Reading[T], name: str) -> None:
        """Keep a reading's flags, problems and traces."""
        for flag in reading.flags:
            self.flag(flag)
        self.problems.extend((code, message, name) for code, message in reading.problems)
        self.traces.extend(reading.traces)

    def flag(self, name: str) -> None:
        if name not in self.record.flags:
            self.record.flags.append(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProseResult:
    """Drafts of one part, the owner rules found on the way, and the structural role of each other block."""

    drafts: tuple[Draft, ...]
    rules: OwnerRules
    roles: dict[int, str]

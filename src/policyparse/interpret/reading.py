"""What a grammar gives back: the value, the named doubts, and a trace of how it was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One decision: the `words` that were read, the `rule` that read them (a stable kebab-case name), the
    `value` as short text, and the alternatives turned down, each with the reason."""

    field: str
    words: str
    rule: str
    value: str = ""
    rejected: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Generic[T]):
    """`flags` are names of doubts as in the output contract; `problems` are (code, message) pairs."""

    value: T
    flags: tuple[str, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()
    traces: tuple[Trace, ...] = ()

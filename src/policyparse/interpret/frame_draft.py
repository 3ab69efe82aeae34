"""The frame as it grows: a role for every line, and what was found for the metadata on the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from policyparse.interpret.frame_lines import Line

Role = Literal[
    "masthead", "title", "subtitle", "recipients", "letter", "signature", "attachment-list", "annex-title",
    "contents", "imprint", "site", "metadata", "contact", "body",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A candidate for a field of the metadata: the words as printed, the rule that found them, the line (-1: none)."""

    field: str
    words: str
    rule: str
    at: int = -1


@dataclass(slots=True)
class Draft:
    """`roles[i]` is the role of `lines[i]`, None while it is not known."""

    lines: tuple[Line, ...]
    roles: list[Role | None]
    found: list[Found] = field(default_factory=list)

    @classmethod
    def of(cls, lines: tuple[Line, ...]) -> Draft:
        return cls(lines=lines, roles=[None] * len(lines))

    def mark(self, role: Role, places: Iterable[int]) -> None:
        """Give the lines at `places` this role, where they have none."""
        for at in places:
            if self.roles[at] is None:
                self.roles[at] = role

    def add(self, name: str, words: str, rule: str, at: int = -1) -> None:
        """Keep a candidate for the field `name`."""
        if words.strip():
            self.found.append(Found(field=name, words=words.strip(), rule=rule, at=at))

    def free(self, at: int) -> bool:
        """Is there a line at `at`, and has it no role yet."""
        return 0 <= at < len(self.lines) and self.roles[at] is None

    def next_free(self, at: int) -> Line | None:
        """The first line from `at` on that has no role."""
        return next((line for line in self.lines[at:] if self.roles[line.at] is None), None)

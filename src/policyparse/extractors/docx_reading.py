"""What the stories of one file share while they are read."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from policyparse.document import SetAside
from policyparse.extractors.docx_numbering import Numbering
from policyparse.extractors.docx_package import Package
from policyparse.extractors.docx_styles import Styles
from policyparse.origin import Origin
from policyparse.problems import Problem
from policyparse.text import count, tidy_blanks


@dataclass(slots=True)
class Reading:
    """What the stories of one file share. `line` is the running number of the paragraph last read."""

    package: Package
    styles: Styles
    numbering: Numbering
    notes: dict[tuple[str, str], tuple[etree._Element, str]] = field(default_factory=dict)
    set_aside: list[SetAside] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    comment_lines: dict[str, int] = field(default_factory=dict)
    diagrams: list[etree._Element] = field(default_factory=list)
    line: int = 0
    #: Where what is set aside stands, if not at that paragraph.
    place: Origin | None = None
    boxes: int = 0
    #: Non-blank characters that stand in no text element: automatic numbers, signs of equations and fields.
    generated: int = 0

    def drop(self, text: str, reason: str) -> None:
        """Set text aside."""
        if count(text):
            self.set_aside.append(SetAside(text=tidy_blanks(text), reason=reason, origin=self._origin()))

    def report(self, code: str, message: str) -> None:
        """Report a problem at the paragraph last read."""
        self.problems.append(Problem(code=code, message=message, source=(self._origin(),)))

    def _origin(self) -> Origin:
        return self.place or Origin(line=self.line)

"""Fields: what is an instruction, what is its result, and what a field prints without one (ECMA-376 part 1, 17.16)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from policyparse.extractors.docx_number_formats import format_number
from policyparse.extractors.docx_symbols import UNKNOWN, symbol
from policyparse.extractors.docx_xml import W, number, switch

#: Fields whose result is no text of the document, with the reason for which it is set aside.
_ASIDE: Final = {
    "PAGE": "page-number",
    "NUMPAGES": "page-number",
    "SECTIONPAGES": "page-number",
    "TOC": "contents",
    "INDEX": "contents",
}
#: An EQ field is typed by hand or by a dialogue; a longer one is no instruction.
_INSTRUCTION_LIMIT: Final = 1000

_CIRCLED: Final = re.compile(r"\\o\s*\\ac\s*\(\s*[○◯〇□△◇]\s*[,;，；]\s*([^()]{1,20}?)\s*\)", re.I)
_PHONETIC: Final = re.compile(
    r"\\o\s*(?:\\a[lcrd]\s*)?\(\s*\\s\s*\\up\s*\d+\s*\([^()]*\)\s*[,;，；]\s*([^()]*)\)", re.I
)
_FRACTION: Final = re.compile(r"\\f\s*\(\s*([^(),;]*?)\s*[,;]\s*([^(),;]*?)\s*\)", re.I)
_FORMATTING: Final = re.compile(r"\\\*\s*(?:\"[^\"]*\"|\S+)")
_COMMAND: Final = re.compile(r"\\[a-z]+\s?-?\d*|[(),;，；]", re.I)


@dataclass(slots=True, kw_only=True)
class Field:
    """One open field. `reason`: why text in it is set aside at this point, or None. `printed`: it has held text."""

    begin: etree._Element
    around: str | None
    reason: str | None
    instruction: list[str] = field(default_factory=list)
    in_result: bool = False
    printed: bool = False

    def name(self) -> str:
        words = "".join(self.instruction).split(None, 1)
        return words[0].upper() if words else ""


class Fields:
    """The fields open at one place of a story. Marks without their counterpart are ignored: no text may vanish in them."""

    def __init__(self, story: etree._Element) -> None:
        self._complete: set[etree._Element] = set()
        self._open: list[Field] = []
        marks: list[list[etree._Element]] = []
        for mark in story.iter(W + "fldChar"):
            kind = mark.get(W + "fldCharType")
            if kind == "begin":
                marks.append([mark])
            elif marks:
                marks[-1].append(mark)
                if kind == "end":
                    self._complete.update(marks.pop())

    def mark(self, element: etree._Element) -> tuple[str, str | None]:
        """Pass a w:fldChar. At a field's end: the text that it prints without having a result (mostly "") and why its
        kind of field is set aside, or None.
        """
        if element not in self._complete:
            return "", None
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            around = self._open[-1].reason if self._open else None
            self._open.append(Field(begin=element, around=around, reason=around or "markup"))
        elif not self._open:  # its beginning stands where no text can stand
            return "", None
        elif kind == "separate":
            opened = self._open[-1]
            opened.in_result = True
            opened.reason = opened.around or _ASIDE.get(opened.name())
        elif kind == "end":
            done = self._open.pop()
            if done.printed and self._open:
                self._open[-1].printed = True
            return "" if done.printed else _printed(done), _ASIDE.get(done.name())
        return "", None

    def instruct(self, text: str) -> None:
        """Pass a w:instrText."""
        if self._open and not self._open[-1].in_result:
            self._open[-1].instruction.append(text)

    def reason(self) -> str | None:
        """Why text at this place is set aside, or None. It is a result otherwise."""
        if not self._open:
            return None
        self._open[-1].printed = True
        return self._open[-1].reason


def simple_reason(instruction: str | None) -> str | None:
    """Why the result of a w:fldSimple with this instruction is set aside, or None."""
    words = (instruction or "").split(None, 1)
    return _ASIDE.get(words[0].upper()) if words else None


def _printed(done: Field) -> str:
    name, instruction = done.name(), "".join(done.instruction)
    if name == "EQ":
        return equation_text(instruction)
    if name == "SYMBOL":
        return _symbol_text(instruction)
    data = done.begin.find(W + "ffData")
    if data is None:
        return ""
    if name == "FORMCHECKBOX":
        box = data.find(W + "checkBox")
        ticked = switch(box, "checked")
        return "☑" if (switch(box, "default") if ticked is None else ticked) else "☐"
    if name == "FORMDROPDOWN":
        choices = data.find(W + "ddList")
        entries = choices.findall(W + "listEntry") if choices is not None else []
        chosen = number(choices, "result")
        chosen = number(choices, "default") or 0 if chosen is None else chosen
        return entries[chosen].get(W + "val", "") if 0 <= chosen < len(entries) else ""
    return ""


def equation_text(instruction: str) -> str:
    """What an EQ field prints: a circled figure, a fraction, the base of a phonetic guide, two lines in one."""
    if len(instruction) > _INSTRUCTION_LIMIT:
        return ""
    text = _FORMATTING.sub("", re.sub(r"^\s*EQ\b", "", instruction, flags=re.I))
    text = _CIRCLED.sub(lambda m: _circled(m[1]), text)
    text = _PHONETIC.sub(lambda m: m[1], text)
    text = _FRACTION.sub(lambda m: f"{m[1]}/{m[2]}", text)
    return _COMMAND.sub("", text).strip()


def _circled(inner: str) -> str:
    n = int(inner) if inner.isascii() and inner.isdigit() and len(inner) < 3 else 0
    if 21 <= n <= 35:
        return chr(0x3251 + n - 21)
    if 36 <= n <= 50:
        return chr(0x32B1 + n - 36)
    return format_number(n, "decimalEnclosedCircle") if n else inner


def _symbol_text(instruction: str) -> str:
    """`SYMBOL 61656 \\f "Wingdings"`: the code is decimal, or hexadecimal after 0x."""
    match = re.match(r"\s*SYMBOL\s+(?:0x([0-9a-f]{1,5})|(\d{1,6}))", instruction, re.I)
    font = re.search(r"\\f\s+\"?([^\"\\]+)", instruction)
    if not match:
        return UNKNOWN
    code = int(match[1], 16) if match[1] else int(match[2])
    return symbol(code, font[1].strip() if font else None)

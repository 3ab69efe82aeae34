"""What stands in one paragraph: runs of text with their format, what is set aside, and what hangs on it.

Inserted text is read, deleted text is not; of a field its result is read, of a phonetic guide the base text. Text
boxes, notes and comments are only named here: they are stories of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from policyparse.extractors.docx_fields import Fields, simple_reason
from policyparse.extractors.docx_math import math_text
from policyparse.extractors.docx_shapes import Attachment, read_shape
from policyparse.extractors.docx_styles import RunFormat, Styles
from policyparse.extractors.docx_symbols import UNKNOWN, read_symbols, symbol
from policyparse.extractors.docx_xml import M, W, switch, value
from policyparse.text import count, exponent

#: Stands in a piece of text for a page or column break.
PAGE_BREAK: Final = "\f"

_BLANKS: Final = {W + "tab": " ", W + "ptab": " ", W + "cr": "\n"}
_SHAPES: Final = frozenset({W + "drawing", W + "pict", W + "object"})
_SKIPPED: Final = frozenset({W + "pPr", W + "rPr", W + "sdtPr", W + "sdtEndPr", W + "rubyPr", W + "tcPr", W + "trPr"})
_DELETIONS: Final = frozenset({W + "del", W + "moveFrom"})
#: Galleries of building blocks that are tables of contents.
_CONTENTS: Final = "table of contents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Text of one format. `reason`: why it is set aside, or None."""

    text: str
    format: RunFormat
    reason: str | None


@dataclass(slots=True)
class Inline:
    """One paragraph's content in reading order. `generated`: non-blank characters that stand in no text element."""

    pieces: list[Piece] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    notes: list[tuple[str, str, str | None]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    unmapped: list[str] = field(default_factory=list)
    generated: int = 0


class InlineReader:
    """Reads the paragraphs of one story. `reason`: why the whole story is set aside, or None."""

    def __init__(self, styles: Styles, fields: Fields, reason: str | None = None) -> None:
        self._styles = styles
        self._fields = fields
        self._reason = reason
        self._base = RunFormat()
        self._out = Inline()

    def read(self, paragraph: etree._Element, base: RunFormat, reason: str | None) -> Inline:
        """The content of a w:p whose runs have the format `base`. `reason` holds for all of it."""
        self._base = base
        self._out = Inline()
        self._walk(paragraph, base, reason or self._reason)
        return self._out

    def _walk(self, parent: etree._Element, form: RunFormat, reason: str | None) -> None:
        for element in parent:
            tag = element.tag
            if tag == W + "r":
                own = self._styles.run(element.find(W + "rPr"), self._base)
                self._walk(element, own, reason or ("hidden-text" if own.hidden else None))
            elif tag in (W + "t", W + "delText"):
                raised = value(parent.find(W + "rPr"), "vertAlign") == "superscript"
                text, before = element.text or "", self._out.pieces[-1].text if self._out.pieces else ""
                self._text(exponent(before, text) if raised else text, form, reason)
            elif tag in _SKIPPED:
                continue
            elif tag in _BLANKS:
                self._text(_BLANKS[tag], form, reason)
            elif tag == W + "br":
                turns = element.get(W + "type") in {"page", "column"}
                self._text(PAGE_BREAK if turns else "\n", form, reason)
            elif tag in _DELETIONS:
                self._walk(element, form, "deleted-text")
            elif tag == W + "sdt":
                self._walk(element, form, reason or control_reason(element))
            elif tag == W + "fldSimple":
                kind = simple_reason(element.get(W + "instr"))
                self._mark(form, reason or kind)
                self._walk(element, form, reason or kind)
            elif tag == W + "rt":
                self._walk(element, form, reason or "markup")
            else:
                self._special(element, form, reason)

    def _special(self, element: etree._Element, form: RunFormat, reason: str | None) -> None:
        tag = element.tag
        if tag == W + "fldChar":
            text, kind = self._fields.mark(element)
            self._mark(form, reason or kind)
            self._emit(text, form, reason, generated=True)
        elif tag == W + "instrText":
            self._fields.instruct(element.text or "")
        elif tag == W + "noBreakHyphen":
            self._text("-", form, reason)
        elif tag == W + "sym":
            self._symbol(element, form, reason)
        elif tag == M + "oMath":
            text, signs = math_text(element)
            self._text(text, form, reason)
            self._out.generated += count(signs)
        elif tag in _SHAPES:
            self._out.attachments.extend(read_shape(element, reason))
        elif tag in (W + "footnoteReference", W + "endnoteReference"):
            kind = "footnotes" if tag == W + "footnoteReference" else "endnotes"
            self._out.notes.append((kind, element.get(W + "id", ""), reason))
        elif tag == W + "commentReference":
            self._out.comments.append(element.get(W + "id", ""))
        elif isinstance(tag, str):
            self._walk(element, form, reason)

    def _symbol(self, element: etree._Element, form: RunFormat, reason: str | None) -> None:
        font, code = element.get(W + "font"), element.get(W + "char", "")
        character = symbol_character(element)
        if character == UNKNOWN:
            self._out.unmapped.append(f"{font or 'a symbol font'} {code}")
        self._text(character, form, reason)

    def _text(self, text: str, form: RunFormat, reason: str | None) -> None:
        inside = self._fields.reason()
        self._emit(read_symbols(text, form.font), form, reason or inside)

    def _mark(self, form: RunFormat, reason: str | None) -> None:
        """Note that a field was here: programs leave the page number's result empty."""
        if reason == "page-number":
            self._out.pieces.append(Piece(text="", format=form, reason=reason))

    def _emit(self, text: str, form: RunFormat, reason: str | None, *, generated: bool = False) -> None:
        if not text:
            return
        if generated:
            self._out.generated += count(text)
            reason = reason or self._fields.reason()
        self._out.pieces.append(Piece(text=text, format=form, reason=reason))


def symbol_character(element: etree._Element) -> str:
    """The one character of a w:sym."""
    code = element.get(W + "char", "")
    try:
        return symbol(int(code, 16), element.get(W + "font"))
    except ValueError:
        return UNKNOWN


def control_reason(control: etree._Element) -> str | None:
    """Why the text of a content control (w:sdt) is set aside, or None: a prompt to type, a table of contents."""
    properties = control.find(W + "sdtPr")
    if switch(properties, "showingPlcHdr"):
        return "markup"
    gallery = properties.find(f"{W}docPartObj") if properties is not None else None
    return "contents" if (value(gallery, "docPartGallery") or "").strip().lower() == _CONTENTS else None

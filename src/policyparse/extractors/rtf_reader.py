"""RTF 1.9.1 to paragraphs: groups, control words, text in the font's encoding, tables by cell and row marks."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from policyparse.extractors.doc_marks import shown
from policyparse.extractors.doc_model import Box, Mark, Parts, Text
from policyparse.extractors.doc_text import whole
from policyparse.extractors.rtf_state import Destination, Group, Row, Story, format_word
from policyparse.extractors.rtf_tables import Font, Tables
from policyparse.extractors.rtf_words import (
    CHARACTERS,
    CHARSETS,
    HEADERS,
    KNOWN,
    SETTINGS,
    SIGNS,
    SKIPPED,
    STARRED,
    SYMBOL_CHARSET,
    Token,
    code_page,
    is_first_half,
    is_second_half,
    tokens,
)

MarkKind = Literal["field-begin", "field-separate", "field-end", "instruction", "object"]
_TABLES: dict[str, Destination] = {"fonttbl": "fonts", "colortbl": "colours", "stylesheet": "styles"}
_READ: frozenset[Destination] = frozenset(["text", "label", "instruction"])
_NO_RULES = frozenset(
    ["brdrnone", "brdrnil", "brdrw", "brdrcf", "brdrsp", "brdrframe", "brdrtbl", "brdrart", "brdrseq"]
)


_SIDES = frozenset(["brdrl", "brdrr", "brdrt", "brdrb", "box"])


class Reader:
    """Reads one file. `characters`: non-blank characters of text, counted as they are decoded."""

    def __init__(self) -> None:
        self.parts = Parts()
        self.characters = 0
        self._group = Group()
        self._groups: list[Group] = []
        self._stories = [Story()]
        self._ansi = "cp1252"
        self._tables = Tables(self.parts.styles)
        self._default_font: int | None = None
        self._rows = {False: Row(), True: Row()}
        self._border = ""
        self._sides: set[str] = set()
        self._raw = bytearray()
        self._skip = 0
        self._starred = False
        self._notes = 0

    def read(self, data: bytes) -> Parts:
        for token in tokens(data):
            if token.kind == "bytes":
                self._bytes(token.raw)
                continue
            if self._skip and token.kind in {"word", "sign"}:
                self._skip -= 1  # a control word counts as one character of the fallback
                continue
            self._flush()
            if token.kind == "open":
                self._skip = 0
                self._groups.append(self._group)
                self._group = replace(self._group, ends="")
            elif token.kind == "close":
                self._skip = 0
                self._close()
            elif token.kind == "sign":
                self._sign(token.name)
            else:
                starred, self._starred = self._starred, False
                self._word(token, starred)
        self._flush()
        while self._groups:
            self._close()
        self.parts.body = self._stories[0].finish(self._group)
        return self.parts

    # groups

    def _close(self) -> None:
        if not self._groups:
            return
        done, self._group = self._group, self._groups.pop()
        self._starred = False
        if done.ends == "field":
            self._mark("field-end")
        elif done.ends == "story" and len(self._stories) > 1:
            self._end_story(done)
        elif done.destination == "styles":
            self._tables.end_style()

    def _end_story(self, group: Group) -> None:
        story = self._stories.pop()
        flats = story.finish(group)
        if story.kind == "box":
            self._stories[-1].inlines.append(Box(content=flats))
        elif story.kind in {"footnote", "endnote", "comment"}:
            notes = {"footnote": self.parts.footnotes, "endnote": self.parts.endnotes, "comment": self.parts.comments}
            notes[story.kind][story.key] = flats
            kind: Literal["footnote", "endnote", "comment"] = "comment"
            if story.kind != "comment":
                kind = "endnote" if story.kind == "endnote" else "footnote"
            self._stories[-1].inlines.append(Mark(kind=kind, value=story.key, look=self._group.look))
        elif any(flat.inlines for flat in flats):
            (self.parts.headers if story.kind == "headers" else self.parts.footers).append((story.key, flats))

    def _begin_story(self, kind: str, key: str = "") -> None:
        self._stories.append(Story(kind=kind, key=key))
        self._group = Group(ends="story", font=self._group.font, fallback=self._group.fallback)

    def _destination(self, name: str, starred: bool) -> bool:
        """Does the word begin a group of its own kind; then that is entered."""
        group = self._group
        if group.destination == "skip":
            return True
        if name in _TABLES:
            self._group = replace(group, destination=_TABLES[name])
        elif name in SKIPPED or (starred and name not in STARRED):
            self._group = replace(group, destination="skip")
        elif name in HEADERS:
            self._begin_story(*HEADERS[name])
        elif name in {"footnote", "annotation"}:
            self._notes += 1
            self._begin_story("footnote" if name == "footnote" else "comment", str(self._notes))
        elif name in {"shptxt", "dptxbxtext"}:
            self._begin_story("box")
        elif name == "nesttableprops":
            self._group = replace(group, nested=True)
        elif name in {"listtext", "pntext"}:
            self._group = replace(group, destination="label")
        elif name in SETTINGS:
            self._group = replace(group, destination="settings")
        elif name in {"ud", "result"}:
            self._group = replace(group, destination="text")
        elif name == "object":
            self._mark("object", "in an RTF file")
            self._group = replace(group, destination="settings")
        elif name == "field":
            self._mark("field-begin")
            self._group = replace(group, ends="field")
        elif name == "fldinst":
            self._group = replace(group, destination="instruction")
        elif name == "fldrslt":
            self._mark("field-separate")
        else:
            return False
        return True

    # text

    def _bytes(self, raw: bytes) -> None:
        if self._skip:
            taken = min(self._skip, len(raw))
            self._skip -= taken
            raw = raw[taken:]
        if raw and self._group.destination != "skip":
            self._raw += raw

    def _flush(self) -> None:
        if self._raw:
            raw, self._raw = bytes(self._raw), bytearray()
            font = self._font()
            if font is not None and font.charset == SYMBOL_CHARSET and self._group.destination in _READ:
                self._text("".join(chr(0xF000 + byte) if byte > 0x20 else " " for byte in raw))
            else:
                codec = CHARSETS.get(font.charset, self._ansi) if font is not None else self._ansi
                self._text(raw.decode(codec, errors="replace"))

    def _font(self) -> Font | None:
        number = self._group.font if self._group.font is not None else self._default_font
        return self._tables.fonts.get(number) if number is not None else None

    def _text(self, text: str) -> None:
        group, story = self._group, self._stories[-1]
        if group.destination in {"text", "label"}:
            look = group.look
            font = self._font()
            if font is not None and font.charset == SYMBOL_CHARSET:
                look = replace(look, font=font.name)
            self.characters += shown(text) - is_second_half(text)  # counted with its first half
            into = story.label if group.destination == "label" else story.inlines
            last = into[-1] if into else None
            if isinstance(last, Text) and last.look == look:
                into[-1] = Text(
                    text=whole(last.text + text) if is_first_half(last.text) else last.text + text, look=look
                )
            else:
                into.append(Text(text=text, look=look))
        elif group.destination == "instruction":
            story.inlines.append(Mark(kind="instruction", value=text, look=group.look))
        else:
            self._tables.text(group, text)

    def _mark(self, kind: MarkKind, value: str = "") -> None:
        if self._group.destination in _READ:
            self._stories[-1].inlines.append(Mark(kind=kind, value=value, look=self._group.look))

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
        elif sign in SIGNS:
            self._text(SIGNS[sign])
        elif sign in "\r\n":
            self._end("paragraph")

    def _end(self, end: Literal["paragraph", "cell", "row"], depth: int | None = None) -> None:
        if self._group.destination in {"text", "settings"}:
            group = self._group if depth is None else replace(self._group, depth=depth)
            row = self._rows[self._group.nested].form() if end == "row" else None
            self._stories[-1].end(group, end, row)

    # control words

    def _word(self, token: Token, starred: bool) -> None:
        name, number = token.name, token.number
        if name == "u" and number is not None:
            self._text(chr(number & 0xFFFF))
            self._skip = self._group.fallback
        elif name in CHARACTERS:
            self._text(CHARACTERS[name])
        elif self._destination(name, starred):
            return
        elif self._group.destination in {"fonts", "colours", "styles"}:
            self._group = self._tables.word(self._group, name, number)
        elif name not in KNOWN and not name.startswith(("brdr", "clbrdr", "trbrdr")):
            return
        elif not self._ending(name) and not self._rules(name) and not self._row(name, number):
            self._group = format_word(self._group, name, number, self._tables.colours)
            self._file(name, number)

    def _file(self, name: str, number: int | None) -> None:
        if name == "ansicpg":
            self._ansi = code_page(number)
        elif name == "mac":
            self._ansi = "mac_roman"
        elif name == "deff":
            self._default_font = number
        elif name == "titlepg":
            self.parts.title_page = True
        elif name == "ftnalt" and self._stories[-1].kind == "footnote":
            self._stories[-1].kind = "endnote"
        elif name == "chpgn":
            self._mark("field-begin")
            self._mark("instruction", "PAGE")
            self._mark("field-end")

    def _ending(self, name: str) -> bool:
        if name in {"par", "sect"}:
            self._end("paragraph")
        elif name == "cell":
            self._end("cell", depth=1)
        elif name == "nestcell":
            self._end("cell", depth=max(2, self._group.depth))
        elif name == "row":
            self._end("row", depth=1)
        elif name == "nestrow":
            self._end("row", depth=max(2, self._group.depth))
        else:
            return False
        return True

    def _row(self, name: str, number: int | None) -> bool:
        if name == "trowd":
            story = self._stories[-1]
            self._rows[self._group.nested] = Row()
            story.cell_start = max(story.cell_start, len(story.flats))
            return True
        return self._rows[self._group.nested].word(name, number)

    def _rules(self, name: str) -> bool:
        """Rules: a word that names the side, then one that names the kind. Rules at both sides, or a box, are a frame."""
        if name == "pard":
            self._sides = set()
        elif name.startswith(("clbrdr", "trbrdr")):
            self._border = "row"
            return True
        elif name in _SIDES:
            self._border = name
            return True
        elif name.startswith("brdr"):
            if name in _NO_RULES:
                return True
            if self._border == "row":
                self._rows[self._group.nested].ruled = True
            else:
                self._sides.add(self._border)
                framed = "box" in self._sides or {"brdrl", "brdrr"} <= self._sides
                self._group = replace(self._group, form=replace(self._group.form, framed=framed))
            return True
        return False

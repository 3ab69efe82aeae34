"""The stories of a Word 97-2003 file (body, notes, headers, comments, text boxes) to paragraphs one after another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal

from policyparse.extractors import doc_ole as ole
from policyparse.extractors.doc_lists import read_lists
from policyparse.extractors.doc_marks import Stretch, instructions, shown, stretch
from policyparse.extractors.doc_model import Box, Flat, Inline, Look, Mark, Parts, Text
from policyparse.extractors.doc_ole import Word
from policyparse.extractors.doc_sprms import depth, form, is_title_page, look, row_form, symbol
from policyparse.extractors.doc_styles import read_fonts, read_styles
from policyparse.extractors.doc_text import Content, whole

_FIELD_KINDS: Final[dict[str, Literal["field-begin", "field-separate", "field-end"]]] = {
    "\x13": "field-begin",
    "\x14": "field-separate",
    "\x15": "field-end",
}
#: Ends of paragraphs; the form feed is one only at the end of a section.
_ENDS: Final = re.compile("[\r\x07\x0c]")
#: Characters that are no text: marks of notes, pictures, drawings, comments, optional hyphens.
_SILENT: Final = "\x00\x01\x02\x03\x04\x05\x06\x08\x1f"
_SHOWN: Final = str.maketrans({"\x0b": "\n", "\x0c": "\f", "\x0e": "\f", **dict.fromkeys(_SILENT)})
_CONTROLS: Final = str.maketrans({chr(code): None for code in range(0x20)})
#: Types of headers and footers in the order of the header story, after the six separators of notes.
_HEADER_KINDS: Final = (
    ("headers", "even"),
    ("headers", "default"),
    ("footers", "even"),
    ("footers", "default"),
    ("headers", "first"),
    ("footers", "first"),
)
_SEPARATORS: Final = 6
_BOX_ID_AT: Final = 14  # of the shape's id in FTXBXS


def read_parts(word: Word) -> tuple[Parts, int]:
    """All that the file holds, and its non-blank characters, counted on the raw text without field instructions.

    Raises FileBroken and LimitExceeded.
    """
    content = Content(word)
    reader = _Reader(word, content)
    return reader.parts(), reader.characters


class _Reader:
    def __init__(self, word: Word, content: Content) -> None:
        self._word = word
        self._content = content
        self._fonts = read_fonts(word)
        self._looks: dict[bytes, tuple[Look, str | None]] = {}
        self._sections = {cp - 1 for cp in word.positions(ole.SECTIONS, 12)[0][1:]}
        self._hung: dict[int, list[Inline]] = {}
        self.characters = 0

    def parts(self) -> Parts:
        parts = Parts(styles=read_styles(self._word, self._fonts))
        parts.definitions, parts.lists = read_lists(self._word, self._fonts)
        parts.footnotes = self._notes("footnotes", "footnote", ole.FOOTNOTE_REFS, 2, ole.FOOTNOTE_TEXTS)
        parts.endnotes = self._notes("endnotes", "endnote", ole.ENDNOTE_REFS, 2, ole.ENDNOTE_TEXTS)
        parts.comments = self._notes("comments", "comment", ole.COMMENT_REFS, 30, ole.COMMENT_TEXTS)
        self._boxes()
        self._headers(parts)
        parts.body = self._story(*self._bounds("body"))
        parts.title_page = self._title_page()
        return parts

    def _bounds(self, name: str) -> tuple[int, int]:
        start, end = self._word.stories[name]
        most = len(self._content.text)
        return min(start, most), min(end, most)

    def _within(self, name: str, positions: Sequence[int]) -> list[tuple[int, int]]:
        """Stretches of a story between positions counted from its beginning."""
        start, end = self._bounds(name)
        return [(min(start + a, end), min(start + b, end)) for a, b in pairwise(positions) if a <= b]

    def _notes(
        self, story: str, kind: Literal["footnote", "endnote", "comment"], refs: int, size: int, texts: int
    ) -> dict[str, list[Flat]]:
        places, _ = self._word.positions(refs, size)
        positions, _ = self._word.positions(texts, 0)
        found = {}
        for number, (start, end) in enumerate(self._within(story, positions[:-1])):
            if number < len(places) - 1:
                self._hung.setdefault(places[number], []).append(Mark(kind=kind, value=str(number)))
            flats = self._story(start, end)
            if flats:
                found[str(number)] = flats
        return found

    def _boxes(self) -> None:
        """Text boxes hang on the character that anchors their shape; those in a group on an anchor left over, else the last."""
        anchors, shapes = self._word.positions(ole.ANCHORS, 26)
        by_shape = {int.from_bytes(shape[:4], "little"): cp for cp, shape in zip(anchors, shapes, strict=False)}
        positions, pieces = self._word.positions(ole.BOX_TEXTS, 22)
        ids = [int.from_bytes(piece[_BOX_ID_AT : _BOX_ID_AT + 4], "little") for piece in pieces]
        left = sorted(cp for shape, cp in by_shape.items() if shape not in ids)
        for shape, (start, end) in zip(ids, self._within("boxes", positions), strict=False):
            flats = self._story(start, end)
            if any(flat.inlines for flat in flats):
                anchor = by_shape.get(shape, left[0] if left else max(0, self._bounds("body")[1] - 1))
                self._hung.setdefault(anchor, []).append(Box(content=flats))

    def _headers(self, parts: Parts) -> None:
        positions, _ = self._word.positions(ole.HEADERS, 0)
        for number, (start, end) in enumerate(self._within("headers", positions[:-1])):
            flats = self._story(start, end)
            if number >= _SEPARATORS and any(flat.inlines for flat in flats):
                name, kind = _HEADER_KINDS[(number - _SEPARATORS) % len(_HEADER_KINDS)]
                (parts.headers if name == "headers" else parts.footers).append((kind, flats))
        boxes, _ = self._word.positions(ole.HEADER_BOX_TEXTS, 22)
        for start, end in self._within("header boxes", boxes):
            flats = self._story(start, end)
            if any(flat.inlines for flat in flats):
                parts.headers.append(("default", flats))

    def _title_page(self) -> bool:
        _, sections = self._word.positions(ole.SECTIONS, 12)
        if not sections:
            return False
        at = int.from_bytes(sections[0][2:6], "little")
        size = int.from_bytes(self._word.word[at : at + 2], "little")
        return is_title_page(self._word.word[at + 2 : at + 2 + size])

    def _story(self, start: int, end: int) -> list[Flat]:
        text = self._content.text
        instructed = instructions(text, start, end)
        self._count(start, end, instructed)
        flats = []
        first = start
        for match in _ENDS.finditer(text, start, end):
            cp, mark = match.start(), match[0]
            if mark != "\x0c" or cp in self._sections:
                flats.append(self._paragraph(first, cp, mark, instructed))
                first = cp + 1
        if first < end:
            flats.append(self._paragraph(first, end, "", instructed))
        return flats

    def _count(self, start: int, end: int, instructed: Sequence[Stretch]) -> None:
        for begin, stop in [*instructed, (end, end)]:
            self.characters += shown(whole(self._content.text[start:begin]))
            start = stop

    def _paragraph(self, first: int, end: int, mark: str, instructed: Sequence[Stretch]) -> Flat:
        style, grpprl = self._content.paragraph(end if mark else end - 1)
        levels, ends = depth(grpprl)
        kind: Literal["paragraph", "cell", "row"] = "paragraph"
        if ends == "row":
            kind = "row"
        elif levels and (mark == "\x07" or ends == "cell"):
            kind = "cell"
        return Flat(
            inlines=list(self._inlines(first, end, instructed)),
            form=form(grpprl, str(style)),
            depth=levels,
            end=kind,
            row=row_form(grpprl) if kind == "row" else None,
        )

    def _inlines(self, first: int, end: int, instructed: Sequence[Stretch]) -> Iterator[Inline]:
        text = self._content.text
        for start, stop, grpprl in self._content.runs(first, end):
            own, sign = self._look(grpprl)
            at = start
            while at < stop:
                yield from self._hung.get(at, ())
                c = text[at]
                if c in _FIELD_KINDS:
                    yield Mark(kind=_FIELD_KINDS[c], look=own)
                    at += 1
                    continue
                if sign is not None and c == "(":
                    yield Mark(kind="symbol", value=sign, look=own)
                    at += 1
                    continue
                until, instructs = stretch(text, at, stop, instructed, self._hung)
                piece = whole(text[at:until])
                if instructs:
                    yield Mark(kind="instruction", value=piece.translate(_CONTROLS), look=own)
                elif printed := piece.translate(_SHOWN):
                    yield Text(text=printed, look=own)
                at = until
        yield from self._hung.get(end, ())

    def _look(self, grpprl: bytes) -> tuple[Look, str | None]:
        if grpprl not in self._looks:
            self._looks[grpprl] = (look(grpprl, self._fonts), symbol(grpprl, self._fonts))
        return self._looks[grpprl]

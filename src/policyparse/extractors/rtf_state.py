"""What an RTF reader keeps while it reads: the state of a group, tables of the header, stories, row definitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from policyparse.extractors.doc_model import CellForm, Flat, Form, Inline, Look, RowForm, Text
from policyparse.extractors.docx_numbering import attach
from policyparse.extractors.rtf_words import ALIGNS

_MOST_FALLBACK = 16
#: What \\plain sets: 12 points.
UNTOLD = Look(size=24)

Destination = Literal["text", "skip", "settings", "instruction", "label", "fonts", "colours", "styles"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """State that a group inherits and that ends with it.

    `depth`: in how many tables the paragraph stands. `fallback`: characters that follow each \\u for older readers.
    `script`: dbch after that word, whose associated size and weight are then those of Chinese text. `ends`: what the end of the group itself ends.
    """

    destination: Destination = "text"
    look: Look = UNTOLD
    form: Form = Form()
    font: int | None = None
    depth: int = 0
    fallback: int = 1
    nested: bool = False
    script: str = ""
    ends: Literal["", "field", "story"] = ""


@dataclass(slots=True)
class Row:
    """A row definition (\\trowd) as it grows."""

    edges: list[int] = field(default_factory=list)
    cells: list[CellForm] = field(default_factory=list)
    next: CellForm = CellForm()
    header: bool = False
    ruled: bool = False
    left: int = 0

    def cell(self, right: int) -> None:
        self.edges.append(right)
        self.cells.append(self.next)
        self.next = CellForm()

    def word(self, name: str, number: int | None) -> bool:
        """Take a word of a row's definition; is it one."""
        if name == "cellx":
            self.cell(number or 0)
        elif name == "trleft":
            self.left = number or 0
        elif name == "trhdr":
            self.header = True
        elif name in {"clvmgf", "clvmrg"}:
            self.next = replace(self.next, down="restart" if name == "clvmgf" else "continue")
        elif name in {"clmgf", "clmrg"}:
            self.next = replace(self.next, across="restart" if name == "clmgf" else "continue")
        else:
            return False
        return True

    def form(self) -> RowForm:
        edges = (min(self.left, *self.edges), *self.edges) if self.edges else ()
        return RowForm(edges=edges, cells=tuple(self.cells), header=self.header, ruled=self.ruled)


@dataclass(slots=True)
class Story:
    """The paragraphs of one story. `key` says where it goes; `cell_start`: the first paragraph of the open cell."""

    kind: str = "body"
    key: str = ""
    flats: list[Flat] = field(default_factory=list)
    inlines: list[Inline] = field(default_factory=list)
    label: list[Text] = field(default_factory=list)
    cell_start: int = 0

    def end(self, group: Group, end: Literal["paragraph", "cell", "row"], row: RowForm | None = None) -> None:
        """A paragraph, cell or row ends here."""
        depth = group.depth
        if end != "paragraph":
            depth = max(1, depth)
            if depth == 1:
                # programs that leave out \\intbl mean it all the same
                for at in range(self.cell_start, len(self.flats)):
                    if not self.flats[at].depth:
                        self.flats[at] = replace(self.flats[at], depth=1)
        self.flats.append(Flat(inlines=self._labelled(), form=group.form, depth=depth, end=end, row=row))
        self.inlines, self.label = [], []
        if end != "paragraph":
            self.cell_start = len(self.flats)

    def finish(self, group: Group) -> list[Flat]:
        if self.inlines or self.label:
            self.end(group, "paragraph")
        return self.flats

    def _labelled(self) -> list[Inline]:
        """The automatic number, as text before the paragraph's own, parted from it as `docx` does."""
        label = "".join(text.text for text in self.label)
        if not label.strip():
            return self.inlines
        first = next((at for at, inline in enumerate(self.inlines) if isinstance(inline, Text)), None)
        own = self.inlines[first] if first is not None else None
        text = own.text.strip() if isinstance(own, Text) else ""
        prefix = attach(label.strip() + (" " if label[-1].isspace() else ""), text)
        prefix = prefix[: len(prefix) - len(text)] if text else prefix
        inlines = list(self.inlines)
        if first is not None and isinstance(own, Text):
            inlines[first] = replace(own, text=own.text.lstrip(" \t\u3000\u00a0"))
        return [Text(text=prefix, look=self.label[0].look), *inlines]


def format_word(group: Group, name: str, number: int | None, colours: Sequence[str | None]) -> Group:
    """The state after a word of the format of runs or paragraphs; the same where it is none."""
    if name == "plain":
        return replace(group, look=UNTOLD, font=None, script="")
    if name == "f":
        return replace(group, font=number)
    if name in {"dbch", "loch", "hich", "ltrch", "rtlch"}:
        return group if group.script == name else replace(group, script=name)
    if name == "uc":
        return replace(group, fallback=max(0, min(number or 0, _MOST_FALLBACK)))
    if name == "pard":
        return replace(group, form=Form(), depth=0)
    if name == "intbl":
        return replace(group, depth=max(1, group.depth))
    if name == "itap":
        return replace(group, depth=max(0, number or 0))
    look = _look_word(
        group.look, name[1:] if name in {"ab", "afs"} and group.script == "dbch" else name, number, colours
    )
    if look is not group.look:
        return replace(group, look=look)
    form = _form_word(group.form, name, number, colours)
    return group if form is group.form else replace(group, form=form)


def _look_word(look: Look, name: str, number: int | None, colours: Sequence[str | None]) -> Look:
    on = number != 0
    if name == "b":
        return replace(look, bold=on)
    if name == "v":
        return replace(look, hidden=on)
    if name == "deleted":
        return replace(look, deleted=on)
    if name == "fs":
        return replace(look, size=number)
    if name == "cf":
        return replace(look, colour=_colour(number, colours, "auto"))
    return look


def _form_word(form: Form, name: str, number: int | None, colours: Sequence[str | None]) -> Form:
    if name in ALIGNS:
        return replace(form, align=ALIGNS[name])
    if name == "s":
        return replace(form, style=str(number or 0))
    if name == "outlinelevel":
        return replace(form, outline=number)
    if name == "cbpat":
        return replace(form, fill=_colour(number, colours, None))
    return form


def _colour(number: int | None, colours: Sequence[str | None], automatic: str | None) -> str | None:
    return (colours[number] or automatic) if number is not None and 0 <= number < len(colours) else None

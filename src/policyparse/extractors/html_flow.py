"""The page as a flat run of units: paragraphs and data tables in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field

from policyparse.document import Style
from policyparse.extractors.html_layout import is_data
from policyparse.extractors.html_lines import Ctx, Lines, Piece, paragraphs
from policyparse.extractors.html_tables import TableDraft, read_table
from policyparse.extractors.html_tree import Node
from policyparse.extractors.html_walk import walk


@dataclass(slots=True, eq=False)
class Unit:
    """A paragraph or a data table (`table`). `number` is its place in reading order (see `Node.start`).

    `chars` are its non-blank characters, `links` those inside links, `files` those in links to
    attachments; `unlinked` is the text outside links where there are links. `level` is that of the
    heading element around it, `box` the innermost framed or shaded element.
    """

    number: int
    text: str
    owner: Node
    line: int | None
    chars: int
    links: int = 0
    files: int = 0
    unlinked: str = ""
    style: Style = field(default_factory=Style)
    level: int | None = None
    box: Node | None = None
    table: TableDraft | None = None


@dataclass(slots=True)
class Flow:
    """`aside` is text that is not shown or was deleted, each piece with its reason; `generated` the list numbers."""

    units: list[Unit] = field(default_factory=list)
    aside: list[tuple[Piece, str]] = field(default_factory=list)
    generated: str = ""


class _FlowSink:
    def __init__(self, labels: frozenset[str]) -> None:
        self.flow = Flow()
        self.labels = labels
        self.pieces: list[Piece | None] = []
        self.blank = True
        self.generated: list[str] = []

    def text(self, piece: Piece) -> None:
        if piece.ctx.reason:
            if not piece.text.isspace():
                self.flow.aside.append((piece, piece.ctx.reason))
            return
        self.pieces.append(piece)
        self.blank = self.blank and piece.text.isspace()

    def line_end(self) -> None:
        self.pieces.append(None)

    def edge(self, node: Node) -> None:
        if not self.blank:
            self.flow.units.extend(_unit(lines) for lines in paragraphs(self.pieces))
        self.pieces.clear()
        self.blank = True

    def table(self, node: Node, ctx: Ctx) -> bool:
        if ctx.reason or not is_data(node, self.labels):
            return False
        self.edge(node)
        above = self.flow.units[-1].table if self.flow.units else None
        draft = read_table(node, ctx, above)
        self.flow.aside += draft.aside
        self.flow.units += (_unit(lines) for lines in paragraphs(draft.stray))
        self.generated.append(draft.generated)
        self.flow.units.append(
            Unit(
                number=node.start,
                text="",
                owner=node,
                line=node.line,
                chars=draft.chars,
                links=draft.links,
                table=draft,
            )
        )
        return True


def flow(root: Node, labels: frozenset[str]) -> Flow:
    """All paragraphs and data tables of the page. `labels` are the names of page metadata (索引号 …)."""
    sink = _FlowSink(labels)
    sink.generated.append(walk(root, Ctx(root), sink))
    sink.edge(root)
    sink.flow.generated = "".join(sink.generated)
    return sink.flow


def _unit(lines: Lines) -> Unit:
    first = next(piece for piece in lines.pieces if not piece.text.isspace())
    ctx = first.ctx
    return Unit(
        number=first.number,
        text=lines.text,
        owner=ctx.owner,
        line=first.line,
        chars=lines.chars,
        links=lines.links,
        files=lines.files,
        unlinked="".join(piece.text for piece in lines.pieces if not piece.ctx.link) if lines.links else "",
        style=lines.style,
        level=ctx.level,
        box=ctx.box,
    )

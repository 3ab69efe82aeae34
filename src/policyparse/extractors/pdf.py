"""PDF with a text layer to a Document.

Characters, rules and pictures come from PDFium (`pdf_source`), page by page; a page is taken apart
(`pdf_draft`) and put into blocks (`pdf_layout`) when the next few pages are known, because running
headers show only beside other pages. Memory holds those few pages and the Document.

Origins: `page` from 1, `bbox` in points from the page's top left as the reader sees it (after /Rotate), for
text drawn at an angle too. `column_edges` of a table drawn at an angle are in the direction in which it reads.

Problems: `page-unreadable`, `page-without-text`, `text-unmapped`, `text-layer-invisible`, `limit-reached`; with
`verify` also `cell-differs`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from policyparse.document import Block, Document, FileInfo, Page, Paragraph, SetAside, Table
from policyparse.errors import FileBroken, ScanWithoutOcr
from policyparse.extractors.options import ReadOptions
from policyparse.extractors.pdf_draft import Draft, prepare
from policyparse.extractors.pdf_furniture import REACH, is_header_over_rule, judge
from policyparse.extractors.pdf_layout import Laid, Limits, Numbers, lay_out
from policyparse.extractors.pdf_pdfium import opened
from policyparse.extractors.pdf_rows import Area
from policyparse.extractors.pdf_source import count_pages, read_page
from policyparse.extractors.pdf_structure import Columns
from policyparse.origin import Box, Origin
from policyparse.problems import Problem

#: A page is a picture when pictures cover this part of it and it has no more characters than a stamp or page number.
_PICTURE, _FEW = 0.3, 30
#: A file is a scan when no more than this part of its pages has text.
_SCAN = 0.1
#: More pages than this are no document; the longest yearbook has some 2,000.
MAX_PAGES = 20_000
#: Problems of one kind that are listed page by page; more are counted.
_LISTED = 20
#: The end of a page where nothing shows where text ends: GB/T 9704 has its type area end at 88 %.
_TEXT_TOP, _TEXT_BOTTOM = 0.25, 0.75
#: Tables with so many borders at the same places are one table.
_SURE_EDGES = 4
#: A box goes on over the page where its sides stand at the same places, in points.
_SAME_SIDE = 3.0


@dataclass(slots=True)
class _State:
    """The document as it grows."""

    blocks: list[Block] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    numbers: Numbers = field(default_factory=Numbers)
    areas: dict[tuple[int, int, int], Area] = field(default_factory=dict)
    limits: dict[tuple[int, int, int], tuple[float, float]] = field(default_factory=dict)
    before: deque[Draft] = field(default_factory=lambda: deque(maxlen=REACH))  #: the pages just before
    last_box: tuple[int, Box] | None = None
    columns: Columns | None = None
    kind: tuple[int, int, int] = (0, 0, 0)
    characters: int = 0
    text_pages: int = 0
    pictures: list[int] = field(default_factory=list)
    invisible: list[int] = field(default_factory=list)


def read(data: bytes, file: FileInfo, options: ReadOptions) -> Document:
    """Read a PDF. Raises FileBroken, PasswordNeeded, and ScanWithoutOcr where (nearly) all pages are pictures."""
    state = _State()
    with opened(data, options.password) as document:
        total = count_pages(document)
        if not total:
            raise FileBroken("the file has no pages; get a fresh copy")
        waiting: deque[Draft] = deque()
        for draft in _drafts(document, min(total, MAX_PAGES), state, options):
            waiting.append(draft)
            if len(waiting) > REACH:
                _take(waiting.popleft(), waiting, state)
        while waiting:
            _take(waiting.popleft(), waiting, state)
    if total > MAX_PAGES:
        state.problems.append(
            Problem(code="limit-reached", message=f"only the first {MAX_PAGES} of {total} pages were read")
        )
    _refuse_scan(state)
    _report(state)
    if options.verify:
        from policyparse.extractors.pdf_verify import differences  # noqa: PLC0415 (only when asked)

        state.problems.extend(differences(data, options.password, state.blocks))
    return Document(
        file=replace(file, format="pdf", pages=total),
        blocks=tuple(state.blocks),
        characters=state.characters,
        set_aside=tuple(state.aside),
        problems=tuple(state.problems),
        pages=tuple(state.pages),
    )


def _drafts(document: object, total: int, state: _State, options: ReadOptions) -> Iterator[Draft]:
    for index in range(total):
        content = read_page(document, index)
        if content is None:
            message = f"page {index + 1} is damaged and was left out; the other pages were read"
            state.problems.append(Problem(code="page-unreadable", message=message, source=(Origin(page=index + 1),)))
        else:
            yield prepare(content)
        if options.on_page:
            options.on_page(index + 1, total)


def _take(draft: Draft, after: deque[Draft], state: _State) -> None:
    """Turn a page into blocks; `after` are the pages that follow, as far as they are known."""
    kind = (round(draft.width), round(draft.height), draft.frame.turn)
    around = [*state.before, *after]
    reasons: dict[tuple[int, int], str] = {}
    for layer in draft.layers:
        turn = layer.frame.turn
        others = [(other.number, other.edges(turn)) for other in around]
        lines = [row.line for row in layer.rows]
        own = judge(layer.edges, lines, draft.number, others, draft.size)
        if layer is draft.layers[0] and is_header_over_rule(lines, draft.loose, layer.frame.size, draft.size):
            own.setdefault(0, "running-header")
        reasons.update({(turn, index): reason for index, reason in own.items()})
    limits = _limits(draft, reasons, kind, after, state)
    carried = state.columns if state.kind == kind else None
    laid = lay_out(draft, reasons, state.areas.get(kind), limits, state.numbers, carried)
    state.columns, state.kind = laid.columns, kind
    if laid.area is not None:
        state.areas[kind] = laid.area
    state.before.append(draft)
    blocks = _same_box(laid, draft, limits, state)
    if blocks and isinstance(blocks[0], Table) and state.blocks and isinstance(state.blocks[-1], Table):
        blocks[0] = _outer_edges(blocks[0], state.blocks[-1])
    state.blocks.extend(blocks)
    state.aside.extend(laid.aside)
    state.characters += draft.characters
    state.pages.append(
        Page(number=draft.number, width=round(draft.width, 2), height=round(draft.height, 2), rotation=draft.rotation)
    )
    _note_page(draft, state)


def _limits(
    draft: Draft,
    reasons: Mapping[tuple[int, int], str],
    kind: tuple[int, int, int],
    after: deque[Draft],
    state: _State,
) -> Limits:
    """Where text begins and ends on pages of this kind: this page, those before, and the next."""
    known = state.limits.get(kind)
    spans = [known] if known else []
    spans.extend(_span(draft, reasons))
    for other in after:
        if (round(other.width), round(other.height), other.frame.turn) == kind:
            spans.extend(_span(other, {(kind[2], edge.index): "" for edge in other.edges(kind[2])}))
            break
    height = draft.frame.size[1]
    top = min([_TEXT_TOP * height, *(s[0] for s in spans)])
    bottom = max([_TEXT_BOTTOM * height, *(s[1] for s in spans)])
    if spans:
        state.limits[kind] = (min(s[0] for s in spans), max(s[1] for s in spans))
    return Limits(top=top, bottom=bottom)


def _span(draft: Draft, reasons: Mapping[tuple[int, int], str]) -> list[tuple[float, float]]:
    turn = draft.frame.turn
    rows = [row for i, row in enumerate(draft.layers[0].rows) if (turn, i) not in reasons]
    tops = [ruled.box[1] for ruled in draft.ruled] + [row.top for row in rows]
    bottoms = [ruled.box[3] for ruled in draft.ruled] + [row.bottom for row in rows]
    return [(min(tops), max(bottoms))] if tops else []


def _same_box(laid: Laid, draft: Draft, limits: Limits, state: _State) -> list[Block]:
    """The page's blocks; a box at its top that goes on from the page before keeps that box's number."""
    blocks = list(laid.blocks)
    first = blocks[0] if blocks else None
    if state.last_box and isinstance(first, Paragraph) and first.boxed:
        number, before = state.last_box
        box = laid.boxes[0]
        sides = abs(box[0] - before[0]) < _SAME_SIDE and abs(box[2] - before[2]) < _SAME_SIDE
        if sides and box[1] - limits.top < 40:
            own = first.boxed
            blocks = [replace(b, boxed=number) if isinstance(b, Paragraph) and b.boxed == own else b for b in blocks]
    state.last_box = None
    last = blocks[-1] if blocks else None
    if isinstance(last, Paragraph) and last.boxed and limits.bottom - laid.boxes[-1][3] < 60:
        state.last_box = (last.boxed, laid.boxes[-1])
    return blocks


def _outer_edges(table: Table, before: Table) -> Table:
    """A table whose inner borders are those of the table before it has its outer ones too.

    Where a row is cut at both ends and has no outer rules, only its text shows how wide it is.
    """
    own, known = table.column_edges or (), before.column_edges or ()
    if len(own) != len(known) or len(own) < _SURE_EDGES:
        return table
    if any(abs(a - b) > _SAME_SIDE for a, b in zip(own[1:-1], known[1:-1], strict=True)):
        return table
    return replace(table, column_edges=known) if table.rows == 1 else table


def _note_page(draft: Draft, state: _State) -> None:
    origin = Origin(page=draft.number)
    if (draft.picture >= _PICTURE and draft.characters <= _FEW) or (draft.picture > 0 and not draft.characters):
        state.pictures.append(draft.number)
    elif draft.characters:
        state.text_pages += 1
    if draft.invisible and draft.picture >= _PICTURE:
        state.invisible.append(draft.number)
    if draft.unmapped:
        message = f"{draft.unmapped} characters of page {draft.number} have no Unicode mapping and stand as \ufffd"
        state.problems.append(Problem(code="text-unmapped", message=message, source=(origin,)))
    if draft.limited:
        message = (
            f"page {draft.number} is drawn with more lines or characters than a document has; the rest was left out"
        )
        state.problems.append(Problem(code="limit-reached", message=message, source=(origin,)))


def _refuse_scan(state: _State) -> None:
    """A file whose pages are pictures needs OCR; a file without anything holds no text at all."""
    if state.pictures and state.text_pages <= _SCAN * (state.text_pages + len(state.pictures)):
        raise ScanWithoutOcr(
            "the pages are pictures without a text layer (a scan); scans are for the extra policyparse[ocr], whose "
            "reader is not part of this version yet: give a version of the document with text"
        )
    if not state.characters:
        raise FileBroken("no page holds any text; if its letters are drawn as pictures, print it anew with text")


def _report(state: _State) -> None:
    for number in state.pictures[:_LISTED]:
        message = f"page {number} is a picture without text; it was not read (scans are for the extra policyparse[ocr], not in this version yet)"
        state.problems.append(Problem(code="page-without-text", message=message, source=(Origin(page=number),)))
    if len(state.pictures) > _LISTED:
        message = f"{len(state.pictures) - _LISTED} more pages are pictures without text"
        state.problems.append(Problem(code="page-without-text", message=message))
    if state.invisible:
        message = f"the text of {len(state.invisible)} pages is an invisible layer over a picture, made by OCR: it may hold misread characters"
        sources = tuple(Origin(page=number) for number in state.invisible[:_LISTED])
        state.problems.append(Problem(code="text-layer-invisible", message=message, source=sources))

"""Pages one after another to a Document: what the readers of PDF, OFD and pictures share.

A reader takes its pages apart (`pdf_draft.prepare`) and gives them to `take` when the next few are known, because
running headers show only beside other pages.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from policyparse.document import Block, Cell, Document, Doubt, FileInfo, Heading, Page, Paragraph, SetAside, Table
from policyparse.errors import FileBroken, ScanWithoutOcr
from policyparse.extractors.ocr_model import install_command, missing
from policyparse.extractors.options import ReadOptions
from policyparse.extractors.pdf_draft import Draft
from policyparse.extractors.pdf_flow import Numbers
from policyparse.extractors.pdf_furniture import REACH, is_header_over_rule, judge
from policyparse.extractors.pdf_layout import Laid, Limits, lay_out
from policyparse.extractors.pdf_page import round_box
from policyparse.extractors.pdf_pictures import report_pictures
from policyparse.extractors.pdf_rows import Area
from policyparse.extractors.pdf_structure import Columns
from policyparse.origin import Box, Origin
from policyparse.problems import Problem

#: A page is a picture when pictures cover this part of it and it has no more characters than a stamp or page number.
_PICTURE, _FEW = 0.3, 30
#: A file is a scan when no more than this part of its pages has text.
_SCAN = 0.1
#: Problems of one kind that are listed page by page; more are counted.
_LISTED = 20
#: The end of a page where nothing shows where text ends: GB/T 9704 has its type area end at 88 %.
_TEXT_TOP, _TEXT_BOTTOM = 0.25, 0.75
#: Tables with so many borders at the same places are one table.
_SURE_EDGES = 4
#: A box goes on over the page where its sides stand at the same places, in points.
_SAME_SIDE = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What is known of a page that was read by OCR. `why` is told to the user, "" where it needs no telling.

    `place` leads from a box of the page as read to that of the page as scanned. `stamps` are boxes of the latter.
    """

    why: str
    place: Callable[[Box], Box]
    stamps: tuple[Box, ...] = ()
    unread: int = 0
    doubts: tuple[Doubt, ...] = ()


@dataclass(slots=True)
class State:
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
    beside: dict[int, tuple[Box, ...]] = field(default_factory=dict)  #: pictures beside text, by page
    wordless: list[int] = field(default_factory=list)  #: pages in which OCR found nothing
    scans: dict[int, Scan] = field(default_factory=dict)  #: by page


def read_pages(drafts: Iterable[Draft], state: State) -> None:
    """Turn the pages into blocks, with the few that follow each in view."""
    waiting: deque[Draft] = deque()
    for draft in drafts:
        waiting.append(draft)
        if len(waiting) > REACH:
            _take(waiting.popleft(), waiting, state)
    while waiting:
        _take(waiting.popleft(), waiting, state)


def finish(state: State, file: FileInfo, form: str, total: int, options: ReadOptions) -> Document:
    """The document of all pages. Raises ScanWithoutOcr, and FileBroken where no page holds anything."""
    _refuse_scan(state, options)
    _report(state, options)
    if state.beside:
        always = "--ocr always reads them" if not missing() else f"the OCR extra reads them: {install_command()}"
        state.problems.extend(report_pictures(state.beside, always))
    if state.scans:
        _report_scans(state)
    blocks = [_placed(block, state.scans) for block in state.blocks] if state.scans else state.blocks
    aside = [replace(a, origin=_moved(a.origin, state.scans)) for a in state.aside] if state.scans else state.aside
    doubts = [
        replace(doubt, origin=_moved(doubt.origin, state.scans))
        for number in sorted(state.scans)
        for doubt in state.scans[number].doubts
    ]
    return Document(
        file=replace(file, format=form, pages=total, ocr=bool(state.scans)),
        blocks=tuple(blocks),
        characters=state.characters,
        set_aside=tuple(aside),
        problems=tuple(state.problems),
        pages=tuple(state.pages),
        doubts=tuple(doubts),
    )


def _moved(origin: Origin, scans: Mapping[int, Scan]) -> Origin:
    """The place on the page as scanned."""
    scan = scans.get(origin.page or 0)
    if scan is None or origin.bbox is None:
        return origin
    return replace(origin, bbox=round_box(scan.place(origin.bbox)))


def _placed(block: Block, scans: Mapping[int, Scan]) -> Block:
    if isinstance(block, Heading | Paragraph):
        return replace(block, origins=tuple(_moved(origin, scans) for origin in block.origins))
    if block.origin.page not in scans:
        return block
    cells: tuple[Cell, ...] = tuple(replace(cell, origin=_moved(cell.origin, scans)) for cell in block.cells)
    return replace(block, cells=cells, origin=_moved(block.origin, scans))


def _take(draft: Draft, after: deque[Draft], state: State) -> None:
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
        Page(
            number=draft.number,
            width=round(draft.width, 2),
            height=round(draft.height, 2),
            rotation=draft.rotation,
            ocr=draft.number in state.scans,
        )
    )
    _note_page(draft, state)


def _limits(
    draft: Draft,
    reasons: Mapping[tuple[int, int], str],
    kind: tuple[int, int, int],
    after: deque[Draft],
    state: State,
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


def _same_box(laid: Laid, draft: Draft, limits: Limits, state: State) -> list[Block]:
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


def _note_page(draft: Draft, state: State) -> None:
    origin = Origin(page=draft.number)
    if draft.number in state.scans:
        if draft.characters:
            state.text_pages += 1
        else:
            state.wordless.append(draft.number)
        return
    if is_picture(draft.picture, draft.characters):
        state.pictures.append(draft.number)
    elif draft.characters:
        state.text_pages += 1
        if draft.pictures:
            state.beside[draft.number] = draft.pictures
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


def is_picture(picture: float, characters: int) -> bool:
    """Is a page nothing but a picture: of the part `picture` of its area, with so many characters of text."""
    return (picture >= _PICTURE and characters <= _FEW) or (picture > 0 and not characters)


def _refuse_scan(state: State, options: ReadOptions) -> None:
    """A file whose pages are pictures needs OCR; a file without anything holds no text at all."""
    if state.pictures and state.text_pages <= _SCAN * (state.text_pages + len(state.pictures)):
        told = "the pages are pictures without a text layer (a scan)"
        if options.ocr == "never":
            raise ScanWithoutOcr(f"{told} and --ocr never forbids to read them; use --ocr auto")
        raise ScanWithoutOcr(f"{told}; reading them needs the OCR extra policyparse[ocr]: {install_command()}")
    if not state.characters and state.scans:
        raise FileBroken("no text was found, by OCR either; if there is some, scan it anew at 200 to 300 dpi")
    if not state.characters:
        raise FileBroken("no page holds any text; if its letters are drawn as pictures, print it anew with text")


def _report(state: State, options: ReadOptions) -> None:
    remedy = "--ocr never" if options.ocr == "never" else f"reading it needs the OCR extra: {install_command()}"
    for number in state.pictures[:_LISTED]:
        message = f"page {number} is a picture without text; it was not read ({remedy})"
        state.problems.append(Problem(code="page-without-text", message=message, source=(Origin(page=number),)))
    if len(state.pictures) > _LISTED:
        message = f"{len(state.pictures) - _LISTED} more pages are pictures without text"
        state.problems.append(Problem(code="page-without-text", message=message))
    if state.invisible:
        checked = "it agrees with the picture in the lines that were compared, elsewhere it"
        if options.ocr == "never" or missing():
            checked = "it was not checked and"
        message = f"the text of {spans(state.invisible)} is an invisible layer over a picture, made by OCR: {checked} may hold misread characters"
        sources = tuple(Origin(page=number) for number in state.invisible[:_LISTED])
        state.problems.append(Problem(code="text-layer-invisible", message=message, source=sources))


def _report_scans(state: State) -> None:
    """Which pages were read by OCR and why, where stamps were, where ink was left."""
    reasons: dict[str, list[int]] = {}
    for number, scan in sorted(state.scans.items()):
        if scan.why and number not in state.wordless:
            reasons.setdefault(scan.why, []).append(number)
    for why, numbers in reasons.items():
        message = f"read by OCR because {why}: {spans(numbers)}"
        sources = tuple(Origin(page=number) for number in numbers[:_LISTED])
        state.problems.append(Problem(code="page-read-by-ocr", message=message, source=sources))
    stamped = {n: scan.stamps for n, scan in sorted(state.scans.items()) if scan.stamps}
    if stamped:
        message = f"red stamps were taken out before reading; their words were not read: {spans(list(stamped))}"
        places = [Origin(page=n, bbox=round_box(box)) for n, boxes in stamped.items() for box in boxes]
        state.problems.append(Problem(code="stamp-removed", message=message, source=tuple(places[:_LISTED])))
    if state.wordless:
        message = f"OCR found no text in the picture: {spans(sorted(state.wordless))}"
        sources = tuple(Origin(page=number) for number in state.wordless[:_LISTED])
        state.problems.append(Problem(code="page-without-text", message=message, source=sources))
    for number, scan in sorted(state.scans.items()):
        if scan.unread:
            message = f"{scan.unread} places of page {number} hold ink that was not read as text"
            state.problems.append(Problem(code="limit-reached", message=message, source=(Origin(page=number),)))


def spans(numbers: Sequence[int]) -> str:
    """`page 3`, `pages 1 to 4, 7`. `numbers` in rising order, at least one."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    told = ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in runs)
    return f"page{'s' if len(numbers) > 1 else ''} {told}"

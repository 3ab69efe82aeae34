"""The outline of prose: numbered points under headings, boxes (专栏), tables, and what is only background.

The mark at a paragraph's start gives its level (`markers`). A point without points below it is a leaf;
leaves are what may become records. Everything else gets a role, so that no text is without an account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from policyparse.document import Heading, Paragraph
from policyparse.interpret.duties import unit_labels
from policyparse.interpret.markers import (
    ENUMERATION_RANK,
    Marker,
    enumerated_pieces,
    first_sentence,
    read_bullet,
    read_enumeration,
    read_marker,
    read_plain_number,
    strip_stop,
)
from policyparse.lexicon import Lexicon
from policyparse.normalise.model import LogicalTable, TidyBlock
from policyparse.text import count, fold, one_line

#: Headings without a number that the format marks (h2, Word styles) stand outside 一、 and inside 第一节.
_HEADING_RANK = 1.0
_BOLD_RANK = _HEADING_RANK + 0.9
_BULLET_RANK = 8.0
#: The thoughts on the work to come of a report on the year before are its plan (2023年工作思路).
_AHEAD = re.compile(
    r"(?:(?:19|20)\d\d年|下一?步|下一?阶段|下半年|来年|今年|明年)(?:全[省市县区]|的|重点|主要)*(?:工作)?(?:思路|目标任务)$"
)
#: A label of a box's item or a list: `健康妇幼：…`.
_LABEL = re.compile(r"^(?:[（(]?\d{1,2}[）)、．.]\s*)?(?P<label>[^：:。；，,]{2,30})[：:](?P<rest>.+)$", re.S)
#: A heading line of a point is at most so long (seed 004's longest title has 31 characters).
_HEADING_LENGTH = 45
#: A remark below a table is shorter than this.
_LIST_LENGTH = 40
#: A bare name in a list has at most so many characters.
_NAME_LENGTH = 16


@dataclass(slots=True, kw_only=True)
class Node:
    """A numbered point or heading with its paragraphs (block index, text) and what stands below it.

    `notes`: indexes of the captions above and the remarks below its tables (注：…). `captioned`: its tables that have a
    caption. `below`: indexes of its paragraphs below a table. `duties`: the unit whose name it is, over that unit's duties.
    """

    rank: float
    marker: Marker | None = None
    index: int = -1
    text: str = ""
    body: list[tuple[int, str]] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    tables: list[LogicalTable] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    captioned: list[LogicalTable] = field(default_factory=list)
    below: set[int] = field(default_factory=set)
    background: bool = False
    duties: str | None = None
    parent: Node | None = None

    @property
    def number(self) -> str | None:
        return (self.marker.number or None) if self.marker else None

    def path(self) -> list[str]:
        """The headings from the outermost to this one, as printed, each without the body after its title."""
        above = self.parent.path() if self.parent else []
        return [*above, self.heading()] if self.index >= 0 else above

    def heading(self) -> str:
        """This point's heading line or title sentence with its number, without the closing 。"""
        bullet = self.marker.end if self.marker and self.marker.kind == "bullet" else 0
        text = one_line(self.text[bullet:])
        return self.duties or strip_stop(text[: first_sentence(text)])

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True, kw_only=True)
class Box:
    """A 专栏: its title line and its items (block index, text). `numbered`: its items count from 1."""

    title: str
    index: int
    numbered: bool = False
    items: list[tuple[int, str]] = field(default_factory=list)


def read_outline(blocks: Sequence[tuple[int, TidyBlock]], lexicon: Lexicon) -> Node:
    """The outline of one part of the document. `blocks` are (block index, block) in reading order."""
    root = Node(rank=-1.0)
    current = root
    notes = tuple(lexicon["columns"]["shape"]["notes"])
    texts = [block.text.strip() for _, block in blocks if not isinstance(block, LogicalTable)]
    unnumbered = not any(read_marker(text, lexicon) for text in texts)
    pieces = [enumerated_pieces(text) if unnumbered else [text] for text in texts]
    enumerated = unnumbered and sum(bool(read_enumeration(piece)) for text in pieces for piece in text) > 1
    units = unit_labels(blocks, lexicon)
    bullets = _bullets(blocks) if unnumbered else {}
    decimal = any(re.match(r"\d{1,2}\.\d", text) and read_marker(text, lexicon) for text in texts)
    box: Box | None = None
    boxed: int | None = None
    for index, block in blocks:
        if isinstance(block, LogicalTable):
            if block.parts[0].caption:
                current = root  # a sheet with nothing above its table: what another sheet says does not head it
            elif current.index >= 0 and current.body and _is_caption(current.body[-1], index, lexicon):
                current.notes.append(current.body.pop()[0])
                current.captioned.append(block)
            current.tables.append(block)
            box = None
            continue
        text = block.text.strip()
        frame = block.boxed if isinstance(block, Paragraph) else None
        if _is_box_title(text, frame, boxed, lexicon):
            box, boxed = Box(title=one_line(text), index=index), frame
            current.boxes.append(box)
            continue
        if box is not None and _in_box(box, text, frame, boxed, lexicon):
            box.numbered = box.numbered or (not box.items and read_marker(text, lexicon) is not None)
            box.items.append((index, text))
            continue
        box = None
        marker = read_marker(text, lexicon) or (read_enumeration(text) if enumerated else None) or bullets.get(index)
        if marker is None and decimal:
            marker = read_plain_number(text)
        if (enumerated and marker is None) or (marker and marker.kind == "enumeration"):
            cut = enumerated_pieces(text)
            if len(cut) > 1:
                current = _add_enumerated(current, index, cut)
                continue
        rank = marker.rank if marker else None
        duties = None
        if isinstance(block, Heading) and marker is None:
            rank = _HEADING_RANK + block.level / 10
        elif marker is None and unnumbered and _is_bold_heading(block):
            rank = _bold_rank(current, text, lexicon)
        elif marker is None and index in units:
            rank, duties = _duties_rank(current), units[index]
        if rank is None:
            if current.tables and (text.startswith(notes) or _is_remark(text)):
                current.notes.append(index)
            else:
                current.below.update([index] if current.tables else ())
                current.body.append((index, text))
            continue
        while current.parent is not None and current.rank >= rank:
            current = current.parent
        node = Node(rank=rank, marker=marker, index=index, text=text, parent=current, duties=duties)
        node.background = current.background or is_background(node, lexicon)
        current.children.append(node)
        current = node
    _fold_lists(root, lexicon)
    return root


def _is_caption(paragraph: tuple[int, str], table: int, lexicon: Lexicon) -> bool:
    """Is this paragraph directly above the table at index `table` its caption: 表2　任务分工, 2026年主要目标任务分解表."""
    index, text = paragraph
    name = fold(text)
    if index != table - 1 or count(name) > _LIST_LENGTH or re.search("[。；;:，,]", name.removesuffix("。")):
        return False
    return bool(re.match(lexicon["outline"]["caption"], name)) or name.endswith(tuple(lexicon["outline"]["tables"]))


def _add_enumerated(current: Node, index: int, pieces: Sequence[str]) -> Node:
    """The points of one paragraph (一要…。二要…。): siblings, all with its index."""
    above = current
    while above.parent is not None and above.rank >= ENUMERATION_RANK:
        above = above.parent
    for piece in pieces:
        marker = read_enumeration(piece)
        if marker is None:
            current.body.append((index, piece))
            continue
        above.children.append(Node(rank=marker.rank, marker=marker, index=index, text=piece, parent=above))
    return above.children[-1]


def _is_bold_heading(block: Heading | Paragraph) -> bool:
    """A short bold line: the heading of a text without numbers."""
    return block.style.bold and count(block.text) <= _HEADING_LENGTH and not re.search(r"[。；：:]", block.text)


def _bullets(blocks: Sequence[tuple[int, TidyBlock]]) -> dict[int, Marker]:
    """The bullets of a text without numbers by block index. Each sign is a level; the first stands outermost."""
    signs: dict[str, float] = {}
    found: dict[int, Marker] = {}
    for index, block in blocks:
        text = "" if isinstance(block, LogicalTable) else block.text.strip()
        sign = read_bullet(text)
        if sign:
            rank = signs.setdefault(sign, _BULLET_RANK + 0.1 * len(signs))
            end = len(text) - len(text[len(sign) :].lstrip())
            found[index] = Marker(kind="bullet", rank=rank, number="", end=end)
    return found if len(found) > 1 else {}


def _bold_rank(current: Node, text: str, lexicon: Lexicon) -> float:
    """Bold lines are of one level, but one directly below another begins a level below it. What closes every plan
    (保障措施) stands on the outer level again."""
    if text in lexicon["outline"]["outer_headings"]:
        return _BOLD_RANK
    if current.marker is None and current.rank == _BOLD_RANK and not current.body:
        return _BOLD_RANK + 0.01
    return current.rank if current.marker is None and current.rank > _BOLD_RANK else _BOLD_RANK


def _duties_rank(current: Node) -> float:
    """A unit's name over its duties: beside the one before, or directly below the heading that is open."""
    node: Node | None = current
    while node is not None:
        if node.duties:
            return node.rank
        node = node.parent
    return current.rank + 0.05


def _is_bare_name(text: str, lexicon: Lexicon) -> bool:
    """A name in a list: short, no sentence, no figure, no owner in brackets, and nobody is told to do anything."""
    return count(text) <= _NAME_LENGTH and not re.search(r"[。，\d０-９（(]", text) and not instructs(text, lexicon)


def _is_remark(text: str) -> bool:
    """A short line without a sentence, below a table: a source, an office, a page's foot."""
    return count(text) <= _LIST_LENGTH and not re.search(r"[。；;！]", text)


def _is_box_title(text: str, frame: int | None, boxed: int | None, lexicon: Lexicon) -> bool:
    words = lexicon["outline"]
    if re.match(words["box_marks"], text) and count(text) <= _HEADING_LENGTH and not text.endswith("。"):
        return True
    return frame is not None and frame != boxed and count(text) <= _HEADING_LENGTH and not re.search(r"[。；：:]", text)


def _in_box(box: Box, text: str, frame: int | None, boxed: int | None, lexicon: Lexicon) -> bool:
    """Does this paragraph belong to the open box: by its frame, else (text formats) by its label.

    A frame without a title directly below another goes on from the page before.
    """
    if boxed is not None or frame is not None:
        return frame is not None
    marker = read_marker(text, lexicon)
    if marker is not None and marker.kind in {"arabic", "arabic-bracket"}:
        counts = marker.number == str(len(box.items) + 1)
        if counts and (box.numbered or not box.items):
            return True  # 1. 2. 3. directly below the box's title
    if marker is not None and marker.rank <= 4.0 and not _LABEL.match(text):
        return False
    if marker is not None and marker.rank < 4.0:
        return False
    return item_label(text, lexicon) is not None


def item_label(text: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """The label and the rest of a box's item (`健康妇幼：孕产妇…`), or None."""
    match = _LABEL.match(text)
    if not match or fold(match["label"]) in lexicon["outline"]["not_items"]:
        return None
    return match["label"].strip(), match["rest"].strip()


@lru_cache(maxsize=8)
def _background_words(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = sorted((re.escape(w) for w in lexicon["outline"]["background"]), key=len, reverse=True)
    verbs = "|".join(map(re.escape, lexicon["outline"]["heading_verbs"]))
    ends = re.compile(rf"(?:^|.*?)(?:{'|'.join(words)})(?:[、和与及]?(?:{'|'.join(words)}))*$")
    return ends, re.compile(rf"^(?:进一步|全面|切实|着力|不断)?(?:{verbs})")


def is_background(node: Node, lexicon: Lexicon) -> bool:
    """Is this heading one over no tasks (指导思想, 基本原则, 发展目标, 背景 …), also with its text behind a colon."""
    start = node.marker.end if node.marker else 0
    title = fold(strip_stop(one_line(node.text)[start:][: first_sentence(one_line(node.text)[start:])]))
    title = title.partition(":")[0]  # 整治时间：2023年4月至10月
    if len(title) > 4 * _HEADING_LENGTH:
        return False
    title = re.sub(r"[(\[].*?[)\]]", "", title)
    if not title or len(title) > _HEADING_LENGTH or _AHEAD.match(title):
        return False
    ends, verbs = _background_words(lexicon)
    return bool(ends.match(title)) and not verbs.match(title)


@lru_cache(maxsize=8)
def _instruct_words(lexicon: Lexicon) -> re.Pattern[str]:
    words = sorted((re.escape(w) for w in lexicon["outline"]["instruct"]), key=len, reverse=True)
    return re.compile(rf"(?:^|[，。；：、,;:\n])\s*(?:各[^，。；]{{0,20}})?(?:{'|'.join(words)})")


def instructs(text: str, lexicon: Lexicon) -> bool:
    """Does any clause of this text open with a word that tells somebody to do something."""
    return bool(_instruct_words(lexicon).search(text))


def _fold_lists(root: Node, lexicon: Lexicon) -> None:
    """Points whose numbered children are a mere list of names take them back as paragraphs of their body."""
    for node in list(root.walk()):
        if node.index < 0 or not node.children or any(c.children or c.boxes or c.tables for c in node.children):
            continue
        texts = [one_line(c.text)[c.marker.end if c.marker else 0 :] for c in node.children]
        if all(_is_bare_name(t, lexicon) for t in texts) and not any(c.body for c in node.children):
            node.body.extend((child.index, child.text) for child in node.children)
            node.children.clear()

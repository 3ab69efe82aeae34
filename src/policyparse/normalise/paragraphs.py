"""Paragraphs: page furniture set aside, texts cut by a page break rejoined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from policyparse.document import Block, Paragraph, SetAside, Table
from policyparse.normalise.model import Decision
from policyparse.origin import Origin
from policyparse.text import count, fold, join_lines

_PAGE_NUMBER = re.compile(
    r"^(?:[-—–－·•]{1,3}\s*\d{1,4}\s*[-—–－·•]{1,3}|第\s*\d{1,4}\s*页(?:[,，/\s]*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}|[Pp]age\s*\d{1,4}(?:\s*of\s*\d{1,4})?)$"
)
_BARE_NUMBER = re.compile(r"^\d{1,4}$")
_END = re.compile(r"[。！？!?；;：:…]$|[。！？；][”’）)】》]$|[)）】》]$|[\u4e00-\u9fff][.．]$")
_INSIDE = re.compile(r"[，。；、,]")
_MARKER = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十百]{1,4}[）)、．.]|[（(]?\d{1,3}[）)、．]|\d{1,3}\.(?!\d)|\d{1,3}\.(?=(?:19|20)\d\d年|\d{1,2}月)|第[一二三四五六七八九十百\d]{1,4}[章节条款部]|[①-⒛㈠-㈩]|专栏|附件|附表|附录|表\s*\d|图\s*\d|[★●■◆▲•*])"
)
#: Text that goes on over a page is printed in one size; they differ by less than this part.
_OTHER_SIZE = 0.25
#: A text without inner punctuation is cut prose, and no title, only when longer than this (GB/T 9704: 28 characters
#: a line).
_TITLE_LENGTH = 28
#: The shortest line with inner punctuation that is taken for the cut first line of a paragraph (28 less the indent of
#: two and what a wide margin takes).
_CUT_LINE = 22
#: A numbered heading of one line has at most so many characters (seed 001: 1. 科技创新能力不断提高，人才队伍建设进一步加强).
_POINT_TITLE = 45
#: Running headers and footers: among so many blocks at a page's end, not longer than this.
_FURNITURE, _FURNITURE_LENGTH = 2, 40
#: Labels that count annexes, tables and figures stand at the same place of several pages and are no furniture.
_COUNTED = re.compile(r"\s*(?:附[件表录图]|[表图]\s*\d|专栏)")
#: The longest paragraph that may still go on: joining costs as much as it has characters.
_LONGEST = 10_000
_LABEL = re.compile(r"^[\u4e00-\u9fff（）()、]{2,20}[:：]")
#: A signature's lines: an office or a day alone.
_SIGNED = re.compile(
    r"(?:[\u4e00-\u9fff（）()]{4,30}(?:人民政府|政府|办公室|委员会|指挥部|领导小组|局|厅|中心|管委会)|[12０-９\d〇○零一二三四五六七八九]{4}年.{1,3}月.{1,3}日)"
)
#: A document's name in full, of any length (GB/T 9704-2012, 7.3.1: 发文机关名称、事由和文种).
_TITLE_END = re.compile(r"关于.{4,}的(?:补充|紧急)?(?:通知|意见|函|公告|通告|决定|请示|报告|批复|通报|复函)$")
#: A line that ends so has more of its list on the next.
_OPEN_LIST = ("、", "，", ",", "和", "及", "与")


def is_page_number(text: str) -> bool:
    """第1页, 共3页; — 3 —; 2/5: a page's number and nothing else."""
    return bool(_PAGE_NUMBER.match(text.strip()))


def set_aside_furniture(blocks: Sequence[Block]) -> tuple[list[Block], list[SetAside], list[Decision]]:
    """Take out page numbers that stand as paragraphs of their own, and bare numbers that form a series."""
    series = _bare_series(blocks)
    running = _running(blocks)
    kept: list[Block] = []
    aside: list[SetAside] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph) and index in running:
            origin = block.origins[0] if block.origins else Origin()
            aside.append(SetAside(text=block.text, reason=running[index], origin=origin))
        elif isinstance(block, Paragraph) and (is_page_number(block.text) or index in series):
            origin = block.origins[0] if block.origins else Origin()
            aside.append(SetAside(text=block.text, reason="page-number", origin=origin))
        else:
            kept.append(block)
    decisions = []
    if aside:
        places = tuple(a.origin for a in aside)
        decisions.append(
            Decision(
                stage="paragraphs",
                rule="page-furniture",
                evidence=f"{len(aside)} page numbers, running headers and footers",
                origins=places,
            )
        )
    return kept, aside, decisions


def _running(blocks: Sequence[Block]) -> dict[int, str]:
    """Indexes of short texts that stand again at the same end of several pages, with the reason to set them aside.

    The readers find what stands at the same height; here the place in the page's order is enough.
    """
    pages: dict[int, list[int]] = {}
    for index, block in enumerate(blocks):
        origins = (block.origin,) if isinstance(block, Table) else block.origins
        if origins and origins[0].page is not None:
            pages.setdefault(origins[0].page, []).append(index)
    found: dict[int, str] = {}
    for reason, ends in (("running-header", slice(None, _FURNITURE)), ("running-footer", slice(-_FURNITURE, None))):
        seen: dict[str, list[int]] = {}
        for indexes in pages.values():
            for index in indexes[ends]:
                block = blocks[index]
                if (
                    isinstance(block, Paragraph)
                    and count(block.text) <= _FURNITURE_LENGTH
                    and not _COUNTED.match(block.text)
                ):
                    seen.setdefault(re.sub(r"\d+", "0", fold(block.text)), []).append(index)
        for indexes in seen.values():
            if len(indexes) >= max(3, (len(pages) + 1) // 2):
                found.update(dict.fromkeys(indexes, reason))
    return found


def _bare_series(blocks: Sequence[Block]) -> set[int]:
    """Indexes of paragraphs that are bare numbers and count pages: three or more, rising by one."""
    bare = [
        (i, int(b.text.strip()))
        for i, b in enumerate(blocks)
        if isinstance(b, Paragraph) and _BARE_NUMBER.match(b.text.strip())
    ]
    if len(bare) < 3:
        return set()
    steps = Counter(b[1] - a[1] for a, b in pairwise(bare))
    return {i for i, _ in bare} if steps.get(1, 0) >= 0.6 * (len(bare) - 1) else set()


def rejoin(blocks: Sequence[Block]) -> tuple[list[Block], list[Decision]]:
    """Join paragraphs that a page break cut.

    Where the format has pages, only the last text of one page and the first of the next are joined (tables
    and captions between them stay). In text formats the break shows only as a paragraph that ends in the
    middle of a sentence.
    """
    joined: list[Block] = []
    decisions: list[Decision] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if isinstance(block, Paragraph) and isinstance(last, Paragraph) and _continues(last, block):
            text = join_lines((last.text, block.text))
            joined[-1] = replace(last, text=text, origins=(*last.origins, *block.origins), cut=block.cut)
            evidence = f"“…{last.text[-8:]}” ends in the middle of a sentence, “{block.text[:8]}…” goes on"
            decisions.append(
                Decision(stage="paragraphs", rule="page-break-joined", evidence=evidence, origins=block.origins)
            )
        else:
            joined.append(block)
    return joined, decisions


def _continues(a: Paragraph, b: Paragraph) -> bool:
    pages = (a.origins[-1].page if a.origins else None, b.origins[0].page if b.origins else None)
    # a frame that a page end cuts is two frames
    same_frame = a.boxed == b.boxed or (None not in (a.boxed, b.boxed) and pages[0] != pages[1])
    if not same_frame or a.cut is False or len(a.text) > _LONGEST:
        return False
    if pages[0] is not None and pages[0] == pages[1] and not a.cut:
        return False  # on one page only a column's end cuts
    if a.style.size and b.style.size and abs(a.style.size - b.style.size) > _OTHER_SIZE * b.style.size:
        return False
    if a.style.align in {"center", "right"} or b.style.align in {"center", "right"}:
        return False
    first, second = a.text.rstrip(), b.text.lstrip()
    if not re.search(r"[\u4e00-\u9fff]", first) or first.startswith(("http://", "https://")):
        return False
    open_bracket = first.count("（") + first.count("(") > first.count("）") + first.count(")")
    if open_bracket and re.search(r"[。；：:;、，,]", first) and not _MARKER.match(second):
        return True  # cut inside a bracket: （责任处室：|老龄健康处）
    if (
        not first
        or not second
        or _END.search(first)
        or _TITLE_END.search(first)
        or _SIGNED.fullmatch(first)
        or _SIGNED.fullmatch(second)
        or _MARKER.match(second)
        or _LABEL.match(second)
    ):
        return False
    if a.cut and pages[0] is not None:
        return not (_MARKER.match(first) and count(first) <= _TITLE_LENGTH and not _INSIDE.search(first))
    if _LABEL.match(first) and "。" not in first and not first.endswith(_OPEN_LIST):
        return False  # 责任单位：市教育局、市财政局: a line of its own
    if re.search(r"[。；]", first):
        return True
    if _MARKER.match(first):
        return count(first) > _POINT_TITLE
    # prose has punctuation inside; a title or label of one line has none
    return count(first) >= (_CUT_LINE if _INSIDE.search(first) else 2 * _TITLE_LENGTH)

"""Which units of a page are the document: the article, its title and the page's metadata.

The article is where the mass of the text is: sentences, numbered lines and tables outside links. From
there it grows over what stands beside it until a part of the site's frame: navigation, a breadcrumb
trail, a list of links, the footer. Names of classes and ids only help (they say 页脚 or 分享); the
container of an article is not looked for by name.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from policyparse.extractors.html_flow import Unit
from policyparse.extractors.html_kinds import ASIDE, KEEP, META, Kind, kind_of
from policyparse.extractors.html_lines import DOC_NUMBER
from policyparse.extractors.html_titles import drop_copies, title_units
from policyparse.extractors.html_tree import Node, Tree
from policyparse.extractors.html_words import Words, name_tokens

#: An element that holds this share of the mass of its parent is gone into (the pages of the State Council hold 0.97
#: and more of it in one element, a page whose notice and annex stand side by side holds less).
_DOMINANT = 0.8
#: What is named like a frame and holds more of the page's mass than this is none (the longest footer seen, pingtan-*,
#: has a sentence of 60 characters).
_FRAME_SHARE = 0.15
#: So many lines of links in a row may stand in an article; lists of related pages are longer.
_LONE_LINKS = 2
#: A part of the core that the frame cuts off and that may be left out holds no more than this.
_LOOSE_SHARE = 0.3
#: A heading of these levels with more text than the name of a site (中华人民共和国中央人民政府 has 13 characters).
_TITLE_LEVEL = 2
_LOGO_CHARS = 14
_FRAME_TAGS = {"nav", "footer", "aside", "header"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A verdict for each unit: `KEEP`, `META`, or the reason for which it is set aside. `found`: there is text of
    a document and not only a frame. `core`: the characters of the article."""

    verdicts: tuple[str, ...]
    kinds: tuple[Kind, ...]
    found: bool
    core: int


def find_article(tree: Tree, units: Sequence[Unit], words: Words, title: str) -> Article:
    """Judge the units of a page. `title` is the title that the page declares, or empty."""
    kinds = [kind_of(unit, words) for unit in units]
    numbers = [unit.number for unit in units]
    _mark_frames(tree, numbers, units, kinds, words)
    core = _core(tree.root, numbers, kinds)
    seeds = _seeds(_inside(core, numbers), kinds)
    verdicts = [ASIDE] * len(units)
    if not seeds:
        kept = [i for i, kind in enumerate(kinds) if not (kind.stop or kind.soft or kind.meta)]
        for i in kept or range(0 if tree.scripts else len(units)):
            verdicts[i] = KEEP
        _keep_metadata(units, kinds, verdicts, range(0))
        return Article(verdicts=tuple(verdicts), kinds=tuple(kinds), found=False, core=0)
    plain = [i for i in seeds if kinds[i].plain]
    titles = title_units(units, kinds, title, plain[0] if plain else seeds[0])
    inside = _inside(core, numbers)
    _mark_footer(kinds, plain[-1] if plain else seeds[-1], words)
    first, last = _grow(kinds, seeds, inside, titles)
    plain = [i for i in range(first, last + 1) if kinds[i].plain and kinds[i].mass]
    for i in range(first, last + 1):
        drop = kinds[i].soft or kinds[i].stop
        between = bool(plain) and plain[0] < i < plain[-1]
        verdicts[i] = ASIDE if drop and not (between and _keeps_inside(units[i], kinds[i])) else KEEP
    for i in titles[-1:]:
        verdicts[i] = KEEP
    _keep_metadata(units, kinds, verdicts, range(seeds[0], seeds[-1] + 1))
    drop_copies(units, kinds, verdicts, titles)
    mass = sum(units[i].chars for i in range(first, last + 1))
    return Article(verdicts=tuple(verdicts), kinds=tuple(kinds), found=True, core=mass)


def _inside(node: Node, numbers: Sequence[int]) -> range:
    return range(bisect_left(numbers, node.start), bisect_left(numbers, node.end))


def _mark_frames(
    tree: Tree, numbers: Sequence[int], units: Sequence[Unit], kinds: Sequence[Kind], words: Words
) -> None:
    """Mark what stands in elements named like parts of a frame, where the text bears that out."""
    masses = [0, *accumulate(kind.mass for kind in kinds)]
    whole = masses[-1]
    for node in tree.nodes:
        if not _named_like_frame(node, words):
            continue
        span = _inside(node, numbers)
        if not span or masses[span.stop] - masses[span.start] > whole * _FRAME_SHARE:
            continue
        if any(_is_document(units[i], kinds[i]) for i in span):
            continue
        for i in span:
            if not kinds[i].soft and not units[i].files:
                kinds[i].stop = kinds[i].frame = True
                kinds[i].closing = kinds[i].cue = False
            kinds[i].mass = 0


def _is_document(unit: Unit, kind: Kind) -> bool:
    """Plainly text of a document or its metadata, whatever its element is called: an `article-header` may hold the
    title, the document's number and the recipients."""
    if kind.meta == 2 or (kind.mass and unit.table):
        return True
    heading = unit.level is not None and unit.level <= _TITLE_LEVEL and not unit.links and unit.chars > _LOGO_CHARS
    return heading or bool(DOC_NUMBER.match(kind.compact)) or (kind.compact.startswith("各") and kind.cue)


def _named_like_frame(node: Node, words: Words) -> bool:
    if node.tag in _FRAME_TAGS:
        return True
    names = f"{node.attrs.get('class', '')} {node.attrs.get('id', '')}"
    return (
        len(names) > 1 and node.tag not in {"body", "html", "p", "td", "tr"} and bool(name_tokens(names) & words.names)
    )


def _core(root: Node, numbers: Sequence[int], kinds: Sequence[Kind]) -> Node:
    """The lowest element that holds nearly all the mass and more than one unit."""
    masses = [0, *accumulate(kind.mass for kind in kinds)]

    def mass(node: Node) -> int:
        span = _inside(node, numbers)
        return masses[span.stop] - masses[span.start]

    node, total = root, mass(root)
    while True:
        best = max(node.nodes(), key=mass, default=None)
        if best is None or not total or mass(best) < total * _DOMINANT or len(_inside(best, numbers)) < 2:
            return node
        node, total = best, mass(best)


def _seeds(inside: range, kinds: Sequence[Kind]) -> list[int]:
    """The units of the core that speak for an article.

    Where the site's frame cuts off a small first or last part without any mark of a document, that part
    is left out: comments of readers, a site's notice of its rights.
    """
    parts: list[list[int]] = [[]]
    for i in inside:
        if kinds[i].stop and parts[-1]:
            parts.append([])
        if kinds[i].mass:
            parts[-1].append(i)
    whole = sum(kinds[i].mass for i in inside)
    for end in (0, -1):
        while len(parts) > 1 and not any(kinds[i].cue for i in parts[end]):
            if sum(kinds[i].mass for i in parts[end]) > whole * _LOOSE_SHARE:
                break
            parts.pop(end)
    return [i for part in parts for i in part]


def _mark_footer(kinds: Sequence[Kind], last: int, words: Words) -> None:
    """Lines between the article's last sentence and the certain part of a footer that begin like a footer's lines."""
    certain = next((i for i in range(last + 1, len(kinds)) if kinds[i].footer), last)
    for i in range(certain - 1, last, -1):
        if not kinds[i].compact.startswith(words.footer_begins):
            break
        kinds[i].stop, kinds[i].meta = True, 0


def _grow(kinds: Sequence[Kind], seeds: Sequence[int], inside: range, titles: Sequence[int]) -> tuple[int, int]:
    """The first and last unit of the article, from the first and last seed outwards to the site's frame."""
    first, last = seeds[0], seeds[-1]
    ahead = titles[0] if titles else -1
    i = first - 1
    while i >= 0 and (i >= ahead or i in inside):
        if kinds[i].stop:
            i -= _lone_links(kinds, i, -1)
            if kinds[i].stop:
                break
        if not (kinds[i].soft or kinds[i].meta):
            first = i
        i -= 1
    framed = False
    i = last + 1
    while i < len(kinds):
        framed = framed or kinds[i].stop or kinds[i].soft
        if kinds[i].stop:
            i += _lone_links(kinds, i, 1)
            if kinds[i].stop:
                break
        # outside its element the article only goes on to what a document has: a date, an office, a numbered line
        if not kinds[i].soft and (i in inside or kinds[i].closing or (kinds[i].mass and kinds[i].cue)):
            last = i
        i += 1
    # where the site has no frame below, all is the article's
    return first, last if framed else len(kinds) - 1


def _lone_links(kinds: Sequence[Kind], at: int, step: int) -> int:
    """The number of units to pass over where one or two lines of links stand in an article's text, else 0."""
    for n in range(1, _LONE_LINKS + 2):
        i = at + n * step
        if not 0 <= i < len(kinds) or not kinds[at + (n - 1) * step].link:
            return 0
        if not kinds[i].stop:
            return n if kinds[i].plain and kinds[i].mass else 0
    return 0


def _keeps_inside(unit: Unit, kind: Kind) -> bool:
    """In the midst of an article only what is plainly a button, a list of links or a footer is set aside."""
    if kind.footer:
        return False
    return unit.links * 2 <= unit.chars or (kind.link and not kind.soft and not kind.frame)


def _keep_metadata(units: Sequence[Unit], kinds: Sequence[Kind], verdicts: list[str], article: range) -> None:
    """Runs of catalogue fields outside the article that hold at least one field of the catalogue's own."""
    i = 0
    while i < len(units):
        run = _metadata_run(units, kinds, i, article)
        if run and any(kinds[j].meta == 2 for j in run):
            for j in run:
                verdicts[j] = META
        i = run.stop if run else i + 1


def _metadata_run(units: Sequence[Unit], kinds: Sequence[Kind], at: int, article: range) -> range:
    """Fields one after the other; a unit after a bare name is its value, and so are list items beside an index number."""
    end = at
    while end < len(units) and end not in article:
        kind = kinds[end]
        name_before = end > at and kinds[end - 1].meta and _is_bare_name(units[end - 1])
        beside = end > at and kinds[end - 1].meta == 2 and _is_item_beside(units[end - 1], units[end])
        if not (kind.meta or name_before or beside):
            break
        if beside:
            kind.meta = 2
        end += 1
    return range(at, end)


def _is_bare_name(unit: Unit) -> bool:
    return unit.table is None and 0 < unit.chars <= 10 and ("：" not in unit.text[:-1] and ":" not in unit.text[:-1])


def _is_item_beside(before: Unit, unit: Unit) -> bool:
    return (
        unit.table is None
        and before.owner.tag == unit.owner.tag in {"li", "dd"}
        and before.owner.parent is unit.owner.parent
    )

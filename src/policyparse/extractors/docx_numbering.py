"""Automatic numbers: what Word prints before the paragraphs of a list (ECMA-376 part 1, 17.9).

Counters belong to the abstract definition, so that two lists made from one definition count on, unless
a list overrides the start: then the level begins anew where that list is first used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from lxml import etree

from policyparse.extractors.docx_number_formats import format_number
from policyparse.extractors.docx_styles import ListItem, Styles, run_format
from policyparse.extractors.docx_symbols import bullet
from policyparse.extractors.docx_xml import W, integer, number, switch, value
from policyparse.text import is_cjk

_PLACE: Final = re.compile(r"%([1-9])")
_LEVELS: Final = 9
#: Figures that bring their own circle, brackets or point: ① ⑴ ⒈ ㈠ ㊀.
_ENCLOSED: Final = re.compile("[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229\u3280-\u3289]")
#: A mark for picture bullets and bullets without a text of their own.
_BULLET: Final = "•"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One w:lvl with the standard's defaults. `restart`: the level (from 1) whose use restarts this one, 0 never, None any above it."""

    start: int = 0
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    suffix: str = "tab"
    style: str | None = None
    font: str | None = None
    hidden: bool = False


class Numbering:
    """The numbering part and the counters of one reading. Paragraphs must be asked for in reading order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[int, dict[int, Level]] = {}
        self._links: dict[int, str] = {}
        self._lists: dict[int, int] = {}
        self._levels: dict[int, dict[int, Level]] = {}
        self._starts: dict[tuple[int, int], int] = {}
        self._story = ""
        self._counters: dict[tuple[str, int], dict[int, int]] = {}
        self._begun: set[tuple[str, int, int]] = set()
        if root is None:
            return
        for element in root.iter(W + "abstractNum"):
            key = integer(element.get(W + "abstractNumId"))
            if key is not None:
                self._abstract[key] = {n: _level(e) for n, e in _level_elements(element)}
                link = value(element, "numStyleLink")
                if link is not None:
                    self._links[key] = link
        for element in root.iter(W + "num"):
            self._read_list(element)

    def _read_list(self, element: etree._Element) -> None:
        num_id, abstract = integer(element.get(W + "numId")), number(element, "abstractNumId")
        if num_id is None or abstract is None:
            return
        self._lists[num_id] = abstract
        own: dict[int, Level] = {}
        for override in element.findall(W + "lvlOverride"):
            place = integer(override.get(W + "ilvl"))
            if place is None:
                continue
            start = number(override, "startOverride")
            if start is not None:
                self._starts[num_id, place] = start
            for _, level in _level_elements(override):
                own[place] = _level(level)
        self._levels[num_id] = own

    def level_of(self, item: ListItem, styles: tuple[str, ...]) -> int:
        """The level (from 0) of a paragraph; where its list comes from a style, the level that names the style."""
        if not item.direct:
            levels = self._all_levels(item.num_id)
            for style in styles:
                for place, level in levels.items():
                    if level.style == style:
                        return place
        return min(item.level, _LEVELS - 1)

    def label(self, item: ListItem, styles: tuple[str, ...]) -> str:
        """Count one paragraph of the list and return its number as printed, with a blank where a tab or blank follows.

        "" for a list or level that is not defined, and for a number without text.
        """
        place = self.level_of(item, styles)
        levels = self._all_levels(item.num_id)
        if place not in levels:
            return ""
        counters = self._counters.setdefault((self._story, self._definition(item.num_id)), {})
        self._count(item.num_id, place, levels, counters)
        level = levels[place]
        text = "" if level.hidden else _text(level, levels, counters, place)
        return text + " " if text and level.suffix != "nothing" else text

    @contextmanager
    def within(self, story: str) -> Iterator[None]:
        """Text boxes and notes have counters of their own."""
        outer, self._story = self._story, story
        yield
        self._story = outer

    def _count(self, num_id: int, place: int, levels: dict[int, Level], counters: dict[int, int]) -> None:
        for upper in range(place):  # a level that is left out counts as begun: 1.1 may stand first, then 2. follows
            if upper in levels and upper not in counters:
                counters[upper] = self._first(num_id, upper, levels)
        overridden = (num_id, place) in self._starts and (self._story, num_id, place) not in self._begun
        if overridden or place not in counters:
            counters[place] = self._first(num_id, place, levels)
        else:
            counters[place] += 1
        for lower in [n for n in counters if n > place]:
            restart = levels[lower].restart if lower in levels else None
            if restart is None or restart > lower or place < restart:
                del counters[lower]

    def _first(self, num_id: int, place: int, levels: dict[int, Level]) -> int:
        self._begun.add((self._story, num_id, place))
        return self._starts.get((num_id, place), levels[place].start)

    def _definition(self, num_id: int) -> int:
        """The abstract definition of a list; a link to a numbering style is followed."""
        key, seen = self._lists.get(num_id, -1), set()
        while key in self._links and key not in seen:
            seen.add(key)
            linked = self._styles.list_of(self._links[key])
            key = self._lists.get(linked, key) if linked is not None else key
        return key

    def _all_levels(self, num_id: int) -> dict[int, Level]:
        levels = self._abstract.get(self._definition(num_id), {})
        own = self._levels.get(num_id)
        return {**levels, **own} if own else levels


def _level_elements(parent: etree._Element) -> list[tuple[int, etree._Element]]:
    found = ((integer(element.get(W + "ilvl")), element) for element in parent.findall(W + "lvl"))
    return [(place, element) for place, element in found if place is not None and 0 <= place < _LEVELS]


def _level(element: etree._Element) -> Level:
    text = value(element, "lvlText")
    if text is None and element.find(W + "lvlPicBulletId") is not None:
        text = _BULLET
    told = run_format(element.find(W + "rPr"))
    return Level(
        start=number(element, "start") or 0,
        form=_form(element),
        text=text or "",
        restart=number(element, "lvlRestart"),
        legal=switch(element, "isLgl") or False,
        suffix=value(element, "suff") or "tab",
        style=value(element, "pStyle"),
        font=told.font,
        hidden=told.hidden or False,
    )


def _text(level: Level, levels: dict[int, Level], counters: dict[int, int], place: int) -> str:
    """lvlText with its places filled. A level not used so far counts as begun; one without figures prints nothing."""
    if level.form == "bullet":
        return bullet(level.text, level.font) or _BULLET

    def fill(match: re.Match[str]) -> str:
        wanted = int(match[1]) - 1
        other = levels.get(wanted)
        if other is None or wanted > place or other.form in {"bullet", "none"}:
            return ""
        return format_number(counters.get(wanted, other.start), "decimal" if level.legal else other.form)

    return _PLACE.sub(fill, level.text)


def _form(element: etree._Element) -> str:
    """The name of the number format; a custom one (001, 002, …) is named by its first figures."""
    form = element.find(W + "numFmt")
    if form is None:
        return "decimal"
    if form.get(W + "val") != "custom":
        return form.get(W + "val", "decimal")
    return form.get(W + "format", "").split(",")[0].strip()


def attach(label: str, text: str) -> str:
    """Number and text as they are read: no blank after Chinese punctuation (一、) or between punctuation and Chinese.

    After a bare figure (1, 第一条) the blank is what parts it from the text, so it stays.
    """
    number_only = label.rstrip()
    text = text.strip()
    if not text or not number_only or number_only == label:
        return number_only + text
    last = number_only[-1]
    if _ENCLOSED.match(last) or (not last.isalnum() and (is_cjk(last) or is_cjk(text[0]))):
        return number_only + text
    return f"{number_only} {text}"

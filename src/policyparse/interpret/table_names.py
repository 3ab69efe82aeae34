"""What a table is called: by its sheet, by a row over its header, or by the line above it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from policyparse.interpret.context import Draft
from policyparse.interpret.frame_lines import annex_mark
from policyparse.interpret.frame_words import words_of
from policyparse.interpret.markers import read_marker
from policyparse.lexicon import Lexicon
from policyparse.normalise.forms import label_line
from policyparse.normalise.model import LogicalTable, TidyBlock
from policyparse.text import count, fold, one_line

#: Between a table and its title at most so many short lines stand (the unit of its numbers, who filled it in).
_BETWEEN = 2
#: A title is shorter than this.
_LONGEST = 60
_NUMBERED = re.compile(r"(?:附?表|清单|台账)[一二三四五六七八九十\d]{1,3}(?:[-.—]\d{1,2})?(?![\d年月])")
_SENTENCE = re.compile(r"[。；;！!：:]")


def table_names(blocks: Sequence[TidyBlock], roles: Mapping[int, str], lexicon: Lexicon) -> dict[int, str]:
    """The names of the tables by block index."""
    names: dict[int, str] = {}
    for index, block in enumerate(blocks):
        if isinstance(block, LogicalTable):
            name = _titled(block) or _above(blocks, index, roles, lexicon)
            if name:
                names[index] = name
    return names


def _titled(table: LogicalTable) -> str | None:
    """The name of its sheet or the title over its header: without a label, and no line that was filled in (填报单位：…)."""
    mark = annex_mark(table.name) if table.name else None
    name = (mark.rest if mark is not None else table.name) or None
    return None if name is None or ":" in fold(name) else name


def _above(blocks: Sequence[TidyBlock], index: int, roles: Mapping[int, str], lexicon: Lexicon) -> str | None:
    units = _units(lexicon)
    for at in range(index - 1, max(index - 2 - _BETWEEN, -1), -1):
        block = blocks[at]
        if isinstance(block, LogicalTable):
            return None
        text = one_line(block.text)
        plain = fold(text)
        mark = annex_mark(text)
        if mark is not None:
            if mark.rest:
                return mark.rest
            continue
        if roles.get(at) in {"title", "annex-title"}:
            return text
        if plain.lstrip("([").startswith(units) or (plain[:1] in "([" and plain[-1:] in ")]"):
            continue
        if label_line(text, (), lexicon) or (":" in plain and count(text) < _LONGEST):
            continue
        if count(text) > _LONGEST or _SENTENCE.search(text) or read_marker(text, lexicon) is not None:
            return None
        return text if _NUMBERED.match(plain) or words_of(lexicon).title_end.search(plain) else None
    return None


@lru_cache(maxsize=4)
def _units(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(fold(word) for word in lexicon["columns"]["shape"]["unit_rows"])


def name_in_sections(found: Sequence[tuple[str | None, int, Sequence[Draft]]], titles: Sequence[str | None]) -> None:
    """Where several tables of one part give records, each table's name joins their sections, unless a heading above
    it or one of `titles` (of the document, of the annex) says the same.

    `found`: each table's name, how many headings stand above the table, its records.
    """
    if sum(bool(drafts) for _, _, drafts in found) < 2:
        return
    for name, depth, drafts in found:
        for draft in drafts if name else ():
            section = draft.record.section
            said = [fold(text) for text in (*section[:depth], *titles) if text]
            if not any(fold(name or "") in text or text in fold(name or "") for text in said):
                section.insert(min(depth, len(section)), name or "")

"""What stands beside a table and holds for all its rows: a form above it, a line of labels (责任单位：…) above or below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from policyparse.document import Heading, Paragraph
from policyparse.lexicon import Lexicon
from policyparse.normalise.column_names import match_name, plain_name
from policyparse.normalise.model import Decision, Field, FormField, LogicalTable, TidyBlock
from policyparse.origin import Origin
from policyparse.text import count, fold, one_line

#: A line of labels is short: two or three labels with their units.
_LINE_LENGTH = 80
#: Between a form and its table at most this many short lines may stand (a heading, a unit row).
_BETWEEN = 2
_HEADING_LENGTH = 40
#: A label that is none of ours ends a value too: 年度：2026年 填报单位：…
_NEXT_LABEL = re.compile(r"\s(?=\S{2,10}[：:])")
_HELD: set[Field] = {"lead", "support", "owner", "leader", "deadline"}


@lru_cache(maxsize=4)
def _labels(lexicon: Lexicon) -> re.Pattern[str]:
    names = [
        name
        for field in _HELD
        for name in lexicon["columns"][field].get("names", [])
        if len(name) > 2 and match_name(name, lexicon) is not None
    ]
    names += [
        name for table, key in (("contact", "people"), ("form", "years")) for name in lexicon["columns"][table][key]
    ]
    spaced = sorted((r"\s*".join(map(re.escape, name)) for name in names), key=len, reverse=True)
    return re.compile(rf"(?:^|(?<=[\s；;，,。（(]))(?P<label>{'|'.join(spaced)})\s*[：:]")


def label_line(text: str, origins: Sequence[Origin], lexicon: Lexicon) -> list[FormField]:
    """The labels for owners, times, years and contacts of a line that holds nothing else (责任单位：…  责任人：…), or []."""
    line = one_line(text)
    if count(line) > _LINE_LENGTH:
        return []
    found = list(_labels(lexicon).finditer(line))
    if not found or line[: found[0].start()].strip("（( "):
        return []
    fields = []
    for i, match in enumerate(found):
        end = found[i + 1].start() if i + 1 < len(found) else len(line)
        value = _NEXT_LABEL.split(line[match.end() : end])[0].strip(" 　；;，,。）)")
        fields.append(FormField(label=match["label"], value=value, line=True, origins=tuple(origins)))
    return [f for f in fields if f.value]


def attach_forms(blocks: Sequence[TidyBlock], lexicon: Lexicon) -> tuple[list[TidyBlock], list[Decision]]:
    """Give each table the form that stands above it as a table of its own, and the lines of labels beside it."""
    tidy = list(blocks)
    decisions: list[Decision] = []
    for index, block in enumerate(tidy):
        if not isinstance(block, LogicalTable) or not any(row.kind == "body" for row in block.rows):
            continue
        found = [*_form_above(tidy, index), *_lines(tidy, index, block, lexicon)]
        if not found:
            continue
        tidy[index] = replace(block, form=(*found, *block.form))
        names = "、".join(field.label for field in found)
        decisions.append(
            Decision(
                stage="rows",
                rule="form-for-all-rows",
                evidence=f"{names} beside the table hold for its rows",
                origins=(*(o for field in found for o in field.origins[:1]), block.origin),
            )
        )
    return tidy, decisions


def is_form(table: LogicalTable) -> bool:
    """A table that is nothing but labels and their values."""
    return bool(table.form) and not any(row.kind == "body" for row in table.rows)


def form_below(blocks: Sequence[TidyBlock], index: int) -> int | None:
    """The index of the table that the form at `index` heads: the next block but for short lines; None without one."""
    for at in range(index + 1, min(index + 2 + _BETWEEN, len(blocks))):
        block = blocks[at]
        if isinstance(block, LogicalTable):
            return at if any(row.kind == "body" for row in block.rows) else None
        if count(block.text) > _HEADING_LENGTH:
            return None
    return None


def _form_above(blocks: Sequence[TidyBlock], index: int) -> list[FormField]:
    for at in range(index - 1, max(index - 2 - _BETWEEN, -1), -1):
        block = blocks[at]
        if isinstance(block, LogicalTable):
            return list(block.form) if is_form(block) and form_below(blocks, at) == index else []
    return []


def _lines(blocks: Sequence[TidyBlock], index: int, table: LogicalTable, lexicon: Lexicon) -> list[FormField]:
    found: list[FormField] = []
    before = list(blocks[max(0, index - _BETWEEN) : index])
    after = blocks[index + 1 : index + 2] if not _is_table(blocks, index + 2) else []
    for block in (*before, *after):
        if isinstance(block, Paragraph | Heading):
            found.extend(label_line(block.text, block.origins[:1], lexicon))
    for row in table.rows:
        if row.kind == "note" and "form" not in row.flags:
            found.extend(label_line(row.text, row.origins[:1], lexicon))
    fields = {c.field for c in table.columns}
    return [
        f
        for f in found
        if names_year(f.label, lexicon)
        or not (names_contact(f.label, lexicon) or (match_name(f.label, lexicon) or (None,))[0] in fields)
    ]


def names_contact(label: str, lexicon: Lexicon) -> bool:
    """联系人, 填表人: whom to ask about the table, no one who does its work."""
    return plain_name(label) in {fold(name) for name in lexicon["columns"]["contact"]["people"]}


def names_year(label: str, lexicon: Lexicon) -> bool:
    """年度, 计划年度: the year that the rows are of."""
    return plain_name(label) in {fold(name) for name in lexicon["columns"]["form"]["years"]}


def _is_table(blocks: Sequence[TidyBlock], index: int) -> bool:
    return index < len(blocks) and isinstance(blocks[index], LogicalTable)

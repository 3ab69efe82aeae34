"""Rows of a form: label and value side by side (项目名称 | … | 实施单位 | …), alone or above a header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from policyparse.document import Cell
from policyparse.lexicon import Lexicon
from policyparse.normalise.column_names import is_header_text, is_whole_name, match_name
from policyparse.normalise.model import FormField
from policyparse.normalise.shapes import shape_of
from policyparse.text import count, fold, one_line

_UNIT = re.compile(r"[(\[][^()\[\]]{1,8}[)\]]$")
_LONGEST_LABEL = 16
#: 填表人：…, 单位负责人（签字）：, and a day beside them: what was filled in below a table.
_FILLED_IN = re.compile(r"[\u4e00-\u9fff()]{2,14}:[^,。;:]{0,30}")
_DAY = re.compile(r"(?:(?:19|20)\d{2}|\d{0,4})(?:年|[./-])\d{0,2}(?:月|[./-])\d{0,2}日?")
#: No form is longer.
_LOOKED_AT = 200
#: A form of labels that are not known has so many rows; longer tables are lists.
_FEWEST_ROWS, _MOST_ROWS = 3, 40
#: So many of its labels read like names.
_KNOWN = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A label's cell and its value's; `value` is None where no cell stands beside the label."""

    label: Cell
    value: Cell | None


def distinct(row: Sequence[Cell | None]) -> list[Cell]:
    """The cells of a grid row that hold text, each once, from left to right."""
    seen: list[Cell] = []
    for cell in row:
        if cell is not None and cell.text.strip() and (not seen or seen[-1] is not cell):
            seen.append(cell)
    return seen


def form_pairs(cells: Sequence[Cell], lexicon: Lexicon) -> list[Pair]:
    """Label and value pairs of a form row whose labels are known, or [] where it is none."""
    if len(cells) > 8:
        return []
    labels = _labels(lexicon)
    told = _alternate(cells, lexicon)
    pairs: list[Pair] = []
    known = named = values = 0
    for at in range(0, len(cells), 2):
        label = _label(cells[at].text)
        if label not in labels and match_name(label, lexicon) is None:
            return []
        value = cells[at + 1] if at + 1 < len(cells) else None
        if value is not None and fold(value.text).rstrip(":：") in labels:
            return []
        known += told or label in labels
        values += value is not None
        named += value is not None and match_name(value.text, lexicon) is not None
        pairs.append(Pair(label=cells[at], value=value))
    # label, value, label, value: a form, unless the values are names too
    return pairs if known * 2 >= len(pairs) and known and (not named or named * 2 < values) else []


def _alternate(cells: Sequence[Cell], lexicon: Lexicon) -> bool:
    """Does every second cell hold a day, a number, a unit or people, behind a name that is known as a whole."""
    values = [shape_of(cell.text, lexicon) for cell in cells[1::2]]
    names = [is_whole_name(one_line(cell.text), lexicon) for cell in cells[::2]]
    return len(values) == len(names) > 0 and all(names) and not {"text", "empty"} & set(values)


def inner_pairs(cells: Sequence[Cell], lexicon: Lexicon) -> list[Pair]:
    """The pairs of a row inside a form, whose place tells that it is of the form: labels may be unknown.

    A cell that stands before several rows (项目资金 over 资金总额 and 财政拨款) is no label of its own there.
    """
    known = form_pairs(cells, lexicon)
    if known:
        return known
    if len(cells) % 2 and len(cells) > 2 and cells[0].row_span > 1:
        cells = cells[1:]
    if len(cells) % 2 or any(count(cell.text) > _LONGEST_LABEL for cell in cells[::2]):
        return []
    return [Pair(label=a, value=b) for a, b in zip(cells[::2], cells[1::2], strict=True)]


def labels_over_values(first: Sequence[Cell], second: Sequence[Cell], lexicon: Lexicon) -> list[Pair]:
    """Labels beside one another over their texts, a name before both (绩效目标 | 中期目标 | 年度目标), or []."""
    if len(first) < 2 or len(first) != len(second) or first[0] is not second[0]:
        return []
    over, below = first[1:], second[1:]
    if [c.col for c in over] != [c.col for c in below] or not all(_label(c.text) in _labels(lexicon) for c in over):
        return []
    if any(_label(c.text) in _labels(lexicon) for c in below):
        return []
    return [Pair(label=a, value=b) for a, b in zip(over, below, strict=True)]


def begins_with_label(cell: Cell, lexicon: Lexicon) -> bool:
    """Is the cell a label and its value in one (年度总体目标：…)."""
    label, colon, value = fold(cell.text).partition(":")
    return bool(colon and value) and _label(label) in _labels(lexicon)


def form_fields(rows: Sequence[Sequence[Cell]], lexicon: Lexicon) -> list[FormField]:
    """The labels and values of a form's rows; a label beside several rows has all their texts, a line each."""
    fields: list[FormField] = []
    labels: list[Cell] = []
    done: Sequence[Cell] | None = None
    for n, cells in enumerate(rows):
        if cells is done:
            continue
        over = labels_over_values(cells, rows[n + 1], lexicon) if n + 1 < len(rows) else []
        done = rows[n + 1] if over else None
        for pair in over or inner_pairs(cells, lexicon) or [Pair(label=cell, value=None) for cell in cells]:
            label, value = one_line(pair.label.text), one_line(pair.value.text) if pair.value is not None else ""
            origin = (pair.value or pair.label).origin
            if pair.value is None and begins_with_label(pair.label, lexicon):
                label, _, value = re.sub("[:：]", "\x00", label, count=1).partition("\x00")
            if labels and labels[-1] is pair.label:
                old = fields[-1]
                text = "\n".join(filter(None, (old.value, value)))
                fields[-1] = replace(old, value=text, origins=(*old.origins, origin))
                continue
            labels.append(pair.label)
            fields.append(FormField(label=label, value=value.strip(), origins=(origin,)))
    return fields


def all_form(grid: Sequence[Sequence[Cell | None]], start: int, lexicon: Lexicon) -> bool:
    """Is most of the table from row `start` a form, titles over its width left out; its first rows tell."""
    rows = [row for row in map(distinct, grid[start : start + _LOOKED_AT]) if len(row) > 1]
    known = bool(rows) and sum(bool(form_pairs(row, lexicon)) for row in rows) * 2 > len(rows)
    return known or _names_beside_values(rows, lexicon)


def _names_beside_values(rows: Sequence[Sequence[Cell]], lexicon: Lexicon) -> bool:
    """Do names and texts that are none alternate in every row, and no name comes twice: labels, most of them known.

    Below a header the first column holds no names but values.
    """
    if not _FEWEST_ROWS <= len(rows) <= _MOST_ROWS:
        return False
    labels: list[str] = []
    known = 0
    for row in rows:
        read = [is_header_text(one_line(cell.text), lexicon) and shape_of(cell.text, lexicon) != "date" for cell in row]
        if len(row) % 2 or not any(read[::2]) or any(read[1::2]):
            return False
        known += sum(read[::2])
        labels.extend(fold(cell.text) for cell in row[::2])
    return len(set(labels)) == len(labels) and known >= _KNOWN * len(labels)


def _labels(lexicon: Lexicon) -> set[str]:
    return {fold(label) for label in lexicon["columns"]["form"]["labels"]}


def _label(text: str) -> str:
    """A label as the lexicon has it: without its colon and the unit behind it (项目资金（万元）)."""
    return _UNIT.sub("", fold(text).rstrip(":："))


def is_filled_in(cells: Sequence[Cell], r: int, lexicon: Lexicon) -> bool:
    """Does row `r` hold nothing but labels with what was filled in (填报单位：…, 审核人：…), none of them a task's, and days."""
    texts = [fold(cell.text) for cell in cells]
    labels = [text.partition(":")[0] for text in texts if _FILLED_IN.fullmatch(text)]
    if not labels or any(cell.row != r for cell in cells):
        return False
    if any((match_name(label, lexicon) or ("",))[0] in {"task", "content", "target", "steps"} for label in labels):
        return False
    return all(_FILLED_IN.fullmatch(text) or _DAY.fullmatch(text) for text in texts)

"""Rows that are no rows of their own kind: titles over the rows below, groups of numbers, sums."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from policyparse.lexicon import Lexicon
from policyparse.normalise.model import Column, Row
from policyparse.normalise.shapes import shape_of
from policyparse.text import fold, one_line

_CHINESE_NUMERAL = re.compile(r"^[(（]?[一二三四五六七八九十]{1,3}[)）、]?$")
_ARABIC = re.compile(r"^[(（]?\d{1,4}[)）.、]?$")
_WHOLE = re.compile(r"^全[省市州盟县区旗镇乡]$")
_NUMBER = re.compile(r"^[\d.,%-]+$")
#: Flag of a section row that is one number over others (1 over 1.1 and 1.2).
GROUP = "numbered-group"


def find_sections(rows: Sequence[Row], columns: Sequence[Column], lexicon: Lexicon) -> list[Row]:
    """Rows of a Chinese numeral and a title, the other cells empty, are sections where the title spans the row or the
    other rows are numbered in another way; so are a number and a title over rows with its numbers (1 over 1.1)."""
    number = next((c.index for c in columns if c.field == "number"), None)
    if number is None:
        return list(rows)
    styles = {_style(r.cells[number].text) for r in rows if r.kind == "body" and len(_own_texts(r)) > 2}
    found: list[Row] = []
    for n, row in enumerate(rows):
        texts = _own_texts(row)
        after = next((r for r in rows[n + 1 :] if r.kind == "body"), None)
        if len(texts) == 1 and texts[0][0] == number and row.kind == "body":
            words = one_line(texts[0][1])
            if shape_of(words, lexicon) == "text":  # words where the others have numbers
                found.append(replace(row, kind="section", text=words))
                continue
        if len(texts) == 2 and texts[1][0] == number:
            texts.reverse()  # the number stands right of the words
        style = _style(row.cells[number].text)
        others = [c for i, c in enumerate(row.cells) if i not in {t[0] for t in texts}]
        spans = any(c.filled == "left" for c in others) and all(c.filled == "left" or not c.text for c in others)
        if (
            row.kind == "body"
            and len(texts) == 2
            and texts[0][0] == number
            and (
                (style not in {"", "arabic"} and (spans or styles - {style, ""}))
                or (
                    after is not None
                    and fold(after.cells[number].text).startswith(fold(texts[0][1]).rstrip(".、") + ".")
                )
            )
        ):
            mark = texts[0][1].strip()
            text = (
                f"{mark}{'' if mark[-1] in '、)）.．' else ' ' if style == 'arabic' else '、'}{one_line(texts[1][1])}"
            )
            flags = (*row.flags, GROUP) if style == "arabic" else row.flags
            found.append(replace(row, kind="section", text=text, flags=flags))
        else:
            found.append(row)
    return found


def leaves_group(group: str, number: str) -> bool:
    """Does a row with this number end the group that a numbered section (`GROUP`) began: 3 after 2, not 2.1 or (1)."""
    own, inner = fold(group).strip(".、"), fold(number).strip(".、")
    return bool(own) and bool(re.match(r"\d", inner)) and not inner.startswith(own + ".")


def _own_texts(row: Row) -> list[tuple[int, str]]:
    return [(i, c.text) for i, c in enumerate(row.cells) if c.text and c.filled is None]


def _style(number: str) -> str:
    """How a row's number is written: arabic, chinese, bracketed, or "" where it is no number."""
    text = fold(number)
    if _ARABIC.match(text):
        return "arabic"
    return ("bracketed" if text[0] == "(" else "chinese") if _CHINESE_NUMERAL.match(text) else ""


@lru_cache(maxsize=8)
def _totals(lexicon: Lexicon) -> tuple[re.Pattern[str], frozenset[str]]:
    """合计, 全县小计, 总计（万元); and the characters that these begin with."""
    words = lexicon["columns"]["shape"]["totals"]
    named = "|".join(map(re.escape, words))
    pattern = rf"^(?:[全本][省市州盟县区旗镇乡局]|各[县区市]+)?(?:{named})(?:[(\[].*)?$"
    return re.compile(pattern), frozenset((*"全本各", *(word[:1] for word in words)))


def is_total(row: Row, lexicon: Lexicon) -> bool:
    """A row of sums, told by its word or by the whole (全县) before nothing but numbers."""
    texts = [fold(c.text) for c in row.cells if c.text and c.filled is None]
    if len(texts) > 2 and _WHOLE.match(texts[0]) and all(map(_NUMBER.match, texts[1:])):
        return True
    total, starts = _totals(lexicon)
    return any(total.match(fold(c.text)) for c in row.cells if c.text[:1] in starts)

"""Tables of two columns without any rules: told from labels, signatures and lists by a row of names over them."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from policyparse.extractors.pdf_lines import Line
from policyparse.extractors.pdf_rows import Row

#: So many rows hold two texts, the names among them.
_ROWS = 4
#: A name has so many characters at most, and none of these.
_NAME, _STOPS = 12, frozenset("，。；：:、！？")
#: Texts of a column begin at one place when this part of them does, within so many ems.
_MOST, _SAME = 0.75, 0.15
#: A name is set in the middle of its column when it begins so many ems behind the texts.
_CENTRED = 0.5
#: Labels end with a colon; of a table's texts no more than this part does.
_LABELS = 0.2


def has_names(rows: Sequence[Row]) -> bool:
    """Do these rows begin with two names: bold over texts that are not, or in the middle over texts set to the left."""
    pairs = [row.pieces for row in rows if len(row.pieces) == 2]
    if len(pairs) < _ROWS or any(len(row.pieces) > 2 for row in rows) or pairs[0] is not rows[0].pieces:
        return False
    names, body = pairs[0], pairs[1:]
    if not all(_is_name(name) for name in names):
        return False
    labels = sum(piece.text[-1] in "：:" for pair in body for piece in pair)
    if labels > 2 * _LABELS * len(body):
        return False
    bold = all(name.bold for name in names) and not any(piece.bold for pair in body for piece in pair)
    columns = list(zip(*body, strict=True))
    return bold or any(_is_over(name, own) for name, own in zip(names, columns, strict=True))


def _is_name(line: Line) -> bool:
    text = line.text
    return len(text) <= _NAME and not _STOPS & set(text) and not any(c.isdigit() for c in text)


def _is_over(name: Line, texts: Sequence[Line]) -> bool:
    """Stands the name in the middle over texts that begin at one place."""
    start = median(text.x0 for text in texts)
    same = sum(abs(text.x0 - start) < _SAME * text.size for text in texts)
    return same >= _MOST * len(texts) and name.x0 - start > _CENTRED * name.size

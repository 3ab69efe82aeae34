"""Content as delimited text, the way a spreadsheet program saves its sheet: a merged cell's text in its first place."""

from __future__ import annotations

import csv
import io

from rendering.content import Content
from rendering.xls import sheet_lines


def render_csv(content: Content, *, encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    """Lines of equally many fields, as Excel writes them; UTF-8 with a byte-order mark unless told otherwise."""
    lines = list(sheet_lines(content))
    width = max((len(line) for line in lines if not isinstance(line, str)), default=1)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for line in lines:
        texts = [line] if isinstance(line, str) else [cell.text if cell else "" for cell in line]
        writer.writerow([*texts, *[""] * (width - len(texts))])
    return out.getvalue().encode(encoding)


def render_tsv(content: Content) -> bytes:
    """Tab-separated, in UTF-16 with a byte-order mark: Excel's “Unicode text”."""
    return render_csv(content, encoding="utf-16", delimiter="\t")

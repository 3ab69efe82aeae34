"""The fonts of rendered PDFs: one that is embedded (see fonts/README.md) and one that is only named."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

FONT_FILE = Path(__file__).parent / "fonts" / "PolicySong-Regular.ttf"
EMBEDDED = "PolicySong"
#: Adobe's name for a Song face that PDF readers supply themselves; old office software names it without embedding.
NAMED = "STSong-Light"


@lru_cache(maxsize=2)
def face(kind: str) -> str:
    """The registered name of the `embedded` or the `named` font."""
    if kind == "named":
        pdfmetrics.registerFont(UnicodeCIDFont(NAMED))
        return NAMED
    pdfmetrics.registerFont(TTFont(EMBEDDED, str(FONT_FILE)))
    return EMBEDDED


@lru_cache(maxsize=65536)
def advance(name: str, char: str) -> float:
    """Width of one character at size 1."""
    return float(pdfmetrics.stringWidth(char, name, 1.0))

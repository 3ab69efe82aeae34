"""A font for the words on pictures: one with Chinese characters where the machine has one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont, ImageFont

#: File names of fonts with Chinese characters on Linux, Windows and macOS; Pillow looks in the system's folders.
_CHINESE = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.otf",
    "SourceHanSansSC-Regular.otf",
    "wqy-zenhei.ttc",
    "wqy-microhei.ttc",
    "DroidSansFallbackFull.ttf",
    "uming.ttc",
    "msyh.ttc",
    "simsun.ttc",
    "PingFang.ttc",
    "STHeiti Light.ttc",
    "Arial Unicode.ttf",
)


@lru_cache(maxsize=128)
def font(size: int) -> FreeTypeFont | ImageFont:
    """A font of this height in pixels. Without a Chinese one Chinese characters come out as boxes."""
    from PIL import ImageFont  # noqa: PLC0415 (heavy)

    name = _found()
    return ImageFont.truetype(name, size) if name else ImageFont.load_default(size)


@lru_cache(maxsize=1)
def _found() -> str | None:
    from PIL import ImageFont  # noqa: PLC0415 (heavy)

    for name in _CHINESE:
        try:
            ImageFont.truetype(name, 12)
        except OSError:
            continue
        return name
    return None


def wrap(words: str, width: float, size: int, most: int) -> list[str]:
    """The words in lines no wider than `width` pixels, `most` of them; the last ends in … where more would follow."""
    face = font(size)
    lines: list[str] = []
    for paragraph in words.split("\n"):
        line, wide = "", 0.0
        for char in paragraph:
            step = face.getlength(char)
            if line and wide + step > width:
                # a Latin word stays whole where it is not the whole line
                cut = line.rfind(" ") + 1 if char.isascii() and char != " " and line[-1].isascii() else 0
                lines.append(line[:cut].rstrip() if cut else line)
                line = line[cut:] if cut else ""
                wide = face.getlength(line)
            if line or char != " ":
                line, wide = line + char, wide + step
            if len(lines) > most:
                break
        lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][:-1] + "…"]
    return lines

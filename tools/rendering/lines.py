"""Line breaking as Chinese typesetting does it: anywhere, but not before closing marks or after opening ones."""

from __future__ import annotations

from collections.abc import Callable

#: 避头: these begin no line. 避尾: these end none.
NO_START = frozenset("，。、；：！？）》」』】〕”’…％%‰℃,.;:!?)]")
NO_END = frozenset("（《「『【〔“‘([")
#: Marks that may hang over the right margin.
HANGING = frozenset("，。、；")
#: A run of Latin letters or digits longer than this is broken like Chinese text.
LONGEST_WORD = 12
#: Characters that a line may give to the next for the sake of the rules above.
MOST_GIVEN = 7


def wrap(
    text: str, width: float, advance: Callable[[str], float], *, indent: float = 0.0, hang: bool = False
) -> list[str]:
    """`text` in lines no wider than `width`; the first is narrower by `indent`. Line ends in `text` stay.

    Blanks at a break are dropped, as word processors do. `hang`: one closing mark may stand beyond the width.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        room = width - indent
        start = 0
        while start < len(paragraph):
            end, used = start, 0.0
            while end < len(paragraph) and used + advance(paragraph[end]) <= room + 1e-6:
                used += advance(paragraph[end])
                end += 1
            if hang and start < end < len(paragraph) and paragraph[end] in HANGING:
                end += 1
            elif end < len(paragraph):
                end = _good_break(paragraph, start, max(end, start + 1))
            lines.append(paragraph[start:end].strip(" "))
            start = end
            while start < len(paragraph) and paragraph[start] == " ":
                start += 1
            room = width
        if not paragraph:
            lines.append("")
        indent = 0.0
    return lines


def _good_break(text: str, start: int, end: int) -> int:
    """The last place from `end` backwards where a line may end; `end` itself when none is near."""
    for place in range(end, max(start, end - LONGEST_WORD), -1):
        if end - place > MOST_GIVEN and not _in_word(text, end):
            break
        if place >= len(text):
            return place
        if text[place] in NO_START or text[place - 1] in NO_END or _in_word(text, place):
            continue
        return place
    return end


def _in_word(text: str, place: int) -> bool:
    if place >= len(text):
        return False
    before, after = text[place - 1], text[place]
    return before.isascii() and after.isascii() and (before.isalnum() or before == ".") and after.isalnum()

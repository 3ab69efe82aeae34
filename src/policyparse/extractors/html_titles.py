"""What a page prints twice: the article's title above the article, the article itself for telephones."""

from __future__ import annotations

from collections.abc import Sequence

from policyparse.extractors.html_flow import Unit
from policyparse.extractors.html_kinds import COPY, KEEP, Kind
from policyparse.text import fold

#: A title of the page that is compared with the article's own.
_TITLE_CHARS = range(6, 120)
_TITLE_SHARE = 0.8
_TITLE_LINES = 5
#: The article's own title may have the office's name before it.
_OFFICE_CHARS = 40
_TITLE_REACH = 15
#: A second copy of the article (for telephones) is told by a paragraph of this length and the run after it.
_COPY_CHARS = 40
_COPY_UNITS = 4


def title_units(units: Sequence[Unit], kinds: Sequence[Kind], title: str, before: int) -> list[int]:
    """The units ahead of the article's first sentence that print the declared title, whole or nearly so."""
    wanted = fold(title)
    if len(wanted) not in _TITLE_CHARS:
        return []
    found = []
    for i in range(before):
        text = "" if units[i].table else fold(units[i].text)
        whole = text == wanted or (text in wanted and len(text) >= len(wanted) * _TITLE_SHARE)
        # the title may also end a breadcrumb trail, as a link far above
        if whole and not (kinds[i].link and i + _TITLE_REACH < before):
            found.append(i)
    return found


def drop_copies(units: Sequence[Unit], kinds: Sequence[Kind], verdicts: list[str], titles: Sequence[int]) -> None:
    """Set aside a site's title where the article prints it itself, and a second copy of the article."""
    kept = [i for i, verdict in enumerate(verdicts) if verdict == KEEP]
    texts = {i: fold(units[i].text) for i in kept[: _TITLE_REACH + 1]}
    for i in titles:
        if verdicts[i] == KEEP and _printed_again(i, kept, texts):
            verdicts[i] = COPY
    places: dict[str, int] = {}
    for at, i in enumerate(kept):
        text = kinds[i].compact
        first = places.setdefault(text, at)
        if first < at and len(text) >= _COPY_CHARS and _repeats(kinds, kept, first, at):
            # the copy's title and head stand before its first long paragraph
            while first and at > first + 1 and kinds[kept[first - 1]].compact == kinds[kept[at - 1]].compact:
                first, at = first - 1, at - 1
            for j in kept[at:]:
                verdicts[j] = COPY
            return


def _repeats(kinds: Sequence[Kind], kept: Sequence[int], first: int, second: int) -> bool:
    """Is everything from `second` on what stood from `first` on."""
    length = len(kept) - second
    return (
        length >= _COPY_UNITS
        and first + length <= second
        and all(kinds[kept[first + n]].compact == kinds[kept[second + n]].compact for n in range(length))
    )


def _printed_again(title: int, kept: Sequence[int], texts: dict[int, str]) -> bool:
    """Do the lines after the title, one or several joined, print it once more."""
    wanted = texts.get(title) or ""
    after = [i for i in kept if i > title][:_TITLE_REACH]
    for at in range(len(after)):
        joined = ""
        for i in after[at : at + _TITLE_LINES]:
            joined += texts.get(i, "")
            if wanted and wanted in joined and len(joined) <= len(wanted) + _OFFICE_CHARS:
                return True
    return False

"""What a page prints twice: the article's title above the article, the article itself for telephones."""

from __future__ import annotations

from collections.abc import Sequence

from policyparse.extractors.html_flow import Unit
from policyparse.extractors.html_kinds import COPY, KEEP, Kind
from policyparse.text import fold

#: Lengths of titles; lines over which an article prints its own (3 in govcn-guobanfa2018-124), and how far above its
#: text it stands: number, 份号, 密级 and issuer may stand between.
_TITLE_CHARS = range(6, 120)
_TITLE_SHARE = 0.8
_TITLE_LINES = 5
#: The article's own title may have the office's name before it.
_OFFICE_CHARS = 40
_TITLE_REACH = 15
#: A second copy of the article (for telephones) is told by a paragraph of this length and the run after it.
_COPY_CHARS = 40
_COPY_UNITS = 4
_COPY_SHARE = 0.8


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
    for i in kept[_copy_begins([_key(units[i], kinds[i]) for i in kept]) :]:
        verdicts[i] = COPY


def _key(unit: Unit, kind: Kind) -> str:
    return kind.compact if unit.table is None else "".join(cell[4] for cell in unit.table.cells)


def _copy_begins(texts: Sequence[str]) -> int:
    """Where the texts begin anew and go on to the end as they stood from the beginning; their number where nowhere."""
    places: dict[str, int] = {}
    for at, text in enumerate(texts):
        first = places.setdefault(text, at)
        if first == at or len(text) < _COPY_CHARS or not _repeats(texts, first, at):
            continue
        # the copy's title and head stand before its first long paragraph
        while first and at > first + 1 and texts[first - 1] == texts[at - 1]:
            first, at = first - 1, at - 1
        # two equal forms at the end of a document are no copy of it
        if len(texts) - at >= at * _COPY_SHARE:
            return at
    return len(texts)


def _repeats(texts: Sequence[str], first: int, second: int) -> bool:
    """Is everything from `second` on what stood from `first` on."""
    length = len(texts) - second
    return (
        first + length <= second
        and all(texts[first + n] == texts[second + n] for n in range(length))
        and len(set(texts[second:])) >= _COPY_UNITS
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

"""Label and value pairs: the metadata table or line of a web page, and bullets whose labels were lost."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policyparse.document import Table
from policyparse.interpret.frame_draft import Draft
from policyparse.interpret.frame_lines import LONG, Line, is_org, make_line
from policyparse.interpret.frame_words import DATE, NUMBER, Words
from policyparse.text import fold, fold_width, one_line, tidy_blanks

#: A metadata table names at least so many known labels, each with a value beside it (the State Council's site
#: has eight, a county's catalogue four to six).
_FEWEST_PAIRS = 2
_BULLET = re.compile(r"^\s*[•·●○■◆▪◇□*]\s*")
_FONT_SIZES = re.compile(r"[\[(]?(?:特?大|默认|小)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """`name` is the field of the lexicon's [labels], `label` as printed."""

    name: str
    label: str
    value: str


def table_pairs(table: Table, words: Words) -> list[Pair]:
    """The pairs of a metadata table, or [] where it is none.

    Labels stand left of their values, or in the same cell before a colon.
    """
    pairs: list[Pair] = []
    labels = 0
    cells = sorted(table.cells, key=lambda cell: (cell.row, cell.col))
    for index, cell in enumerate(cells):
        text = one_line(cell.text[:LONG])
        inside = line_pairs(text, words)
        if inside and inside[0].value:
            pairs += inside
            labels += len(inside)
            continue
        name = words.labels.get(fold(text).rstrip(":"))
        if name is None:
            continue
        labels += 1
        after = cells[index + 1] if index + 1 < len(cells) and cells[index + 1].row == cell.row else None
        value = one_line(after.text) if after else ""
        if value and fold(value).rstrip(":") not in words.labels:
            pairs.append(Pair(name=name, label=text, value=value))
    filled = sum(1 for cell in cells if cell.text.strip())
    known = [pair for pair in pairs if pair.name != "press"]
    return pairs if len(known) >= _FEWEST_PAIRS and 3 * (labels + len(pairs)) >= filled else []


def is_metadata_table(table: Table, words: Words) -> bool:
    """A table of pairs, or the rest of one that a page cut off: nothing but labels without values (主 题 词：)."""
    texts = [fold(cell.text[:LONG]) for cell in table.cells if cell.text.strip()]
    only_labels = bool(texts) and all(text.endswith(":") and text.rstrip(":") in words.labels for text in texts)
    return only_labels or bool(table_pairs(table, words))


def line_pairs(text: str, words: Words) -> list[Pair]:
    """All `label：value` of one line; it must begin with a known label (after a bullet or bracket)."""
    wide = fold_width(text)
    # labels are printed with blanks inside (索 引 号：): match on the text without blanks, keep the way back
    places = [i for i, c in enumerate(wide) if not c.isspace()]
    c = "".join(wide[i] for i in places)
    hits = [m for m in words.label.finditer(c) if m.start() == 0 or _apart(c, m.start(), wide, places)]
    if not hits or re.sub(r"[·*\[(\-]", "", c[: hits[0].start()]):
        return []
    pairs = []
    for index, hit in enumerate(hits):
        end = hits[index + 1].start() if index + 1 < len(hits) else len(c)
        start = hit.end()
        value = text[places[start] : places[end - 1] + 1] if start < end else ""
        label = text[places[hit.start()] : places[hit.end() - 1] + 1]
        pairs.append(Pair(name=words.labels[hit["label"]], label=label, value=tidy_blanks(value).strip("|丨[]【】 ")))
    return pairs


def _apart(c: str, at: int, wide: str, places: list[int]) -> bool:
    """Does a new pair begin here: after a blank, a bar or a bracket."""
    return wide[places[at] - 1].isspace() or c[at - 1] in "|丨/;[(·]"


def add_pairs(draft: Draft, pairs: list[Pair], at: int) -> None:
    """Keep the pairs as candidates; the rule is `label` or, for what a page says of its own publishing, `press-line`."""
    for pair in pairs:
        if pair.name == "press" or (pair.name == "doc_number" and _FONT_SIZES.match(pair.value)):
            continue
        if pair.name == "doc_number" and not re.fullmatch(rf"{NUMBER}|.*\d.*号|.*〔.*", fold(pair.value)):
            continue
        name = "published_on" if pair.name == "published_maybe" else pair.name
        if name != "ignored":
            draft.add(name, pair.value, f"label {fold(pair.label).rstrip(':')}", at)


def read_bullets(draft: Draft, end: int, words: Words) -> None:
    """Bullets above the title whose labels were lost (• 005252274/2017-00028 • 某市卫健委 • 2017-06-22).

    Read by their form. Where there are two dates the last is that of publishing, as in every catalogue that
    prints both; the first is not taken for the date of issue, since nothing says so.
    """
    bullets = [line for line in draft.lines[:end] if draft.free(line.at) and _BULLET.match(line.text)]
    if len(bullets) < 2:
        return
    dates: list[Line] = []
    known = len(draft.found)
    for line in bullets:
        text = _BULLET.sub("", line.text)
        pairs = line_pairs(text, words)
        if pairs:
            add_pairs(draft, pairs, line.at)
            continue
        bare = make_line(line.block, text, words)
        if bare.form == "index":
            draft.add("index_number", text, "bullet-form", line.at)
        elif bare.form == "number":
            draft.add("doc_number", text, "bullet-form", line.at)
        elif bare.form == "date" or re.fullmatch(rf"(?:{DATE})(?:\d\d:\d\d(?::\d\d)?)?", bare.folded):
            dates.append(line)
        elif is_org(bare.folded, words):
            draft.add("publisher", text, "bullet-form", line.at)
    if not dates and len(draft.found) == known:
        return  # the points of a short text
    if dates:
        draft.add("published_on", _BULLET.sub("", dates[-1].text), "bullet-form", dates[-1].at)
    draft.mark("metadata", (line.at for line in bullets))

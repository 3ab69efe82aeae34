"""What a single unit of a page looks like: text of a document, site metadata, or a part of the site's frame."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policyparse.extractors.html_flow import Unit
from policyparse.extractors.html_lines import DATE, DOC_NUMBER, NUMBERED
from policyparse.extractors.html_words import Words
from policyparse.text import compact

_SENTENCE = re.compile("[。；！？]")
_ORIGINAL_CLOSE = re.compile(r"^[（(].{2,40}[）)]$")
_IMPRINT = re.compile(r"^(抄送|抄报|主送|分送|印发|附注)|印发$|^(附件|附表|附图|附[：:])")
_OFFICE_LINE = re.compile(r"^[\u4e00-\u9fff（）()、\s]{3,60}$")
_PUT_UP = re.compile(r"^[\[【(（]?\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?[\]】)）]?")
#: A unit with this share of its characters in links leads elsewhere; 下一篇： and the date of a list stand outside.
_LINK_SHARE = 0.6
#: Set by the pages of the State Council and of a county (govcn-*, pingtan-*): their title lines are shorter than this,
#: the lines of their frames too.
_PROSE_CHARS = 30
_SHORT = 60
#: What a line of a list of links does not hold outside its link: more than a date and signs.
_MORE_THAN_DATE = re.compile(r"[^\W\d_年月日]")
#: Bylines of eight fields have some 120 characters, their values are names and dates; footers run to some 400.
_BYLINE_CHARS = 200
_FOOTER_CHARS = 600
_VALUE_CHARS = 40
#: A table of metadata has its names among so many first cells.
_METADATA_CELLS = 80

#: Verdicts on a unit: text of the document, metadata of the page, or the reason for which it is set aside.
KEEP, META, ASIDE, COPY = "keep", "meta", "navigation", "duplicate-print"


@dataclass(slots=True, eq=False)
class Kind:
    """`mass` is the number of characters that speak for an article, `plain` says that they do so beyond doubt
    (a sentence, a numbered line, a table: no title is one); `soft` a byline or a toolbar, which an
    article may have in its midst; `stop` a part of the frame, which it has not (`footer`, `link`, and `frame` by its words or by the name of its
    element); `meta` a field of the
    information catalogue (2 by a name that stands nowhere else, 1 by a common one); `closing` what may end an
    article: a date, an office, an attachment; `cue` what only a document has: these, numbers, recipients, tables."""

    compact: str
    mass: int = 0
    plain: bool = False
    soft: bool = False
    stop: bool = False
    footer: bool = False
    frame: bool = False
    meta: int = 0
    closing: bool = False
    cue: bool = False
    link: bool = False
    byline: tuple[tuple[str, str], ...] = ()


def kind_of(unit: Unit, words: Words) -> Kind:
    """Judge a unit by itself."""
    if unit.table:
        return _table_kind(unit, words)
    kind = Kind(compact=compact(unit.text))
    text = kind.compact
    own = unit.chars - unit.links + unit.files
    kind.link = unit.links - unit.files > unit.chars * _LINK_SHARE or (
        unit.links > unit.files and not _MORE_THAN_DATE.search(unit.unlinked)
    )
    fields = fields_of(unit.text, words)
    if fields and all(name in words.labels for name, _ in fields):
        kind.meta = 2 if any(name in words.strong for name, _ in fields) else 1
    elif text.rstrip("：:") in words.labels:
        kind.meta = 2 if text.rstrip("：:") in words.strong else 1
    elif words.index_number.match(text):
        kind.meta = 2
    kind.byline = _byline(unit.text, words)
    kind.footer = _is_footer(text, words) and not NUMBERED.match(text)
    kind.soft = bool(kind.byline) or _is_tool(text, words)
    lowered = text.lower()
    leads = lowered.startswith(words.begins) and (unit.chars < _SHORT or unit.links * 3 > unit.chars)
    alone = lowered.rstrip("：:>»+.…") in words.lines
    kind.frame = leads or alone
    kind.stop = kind.footer or kind.frame or (kind.link and not kind.soft)
    if kind.soft and unit.chars < _BYLINE_CHARS and kind.meta != 2:
        kind.meta = 0
    if not (kind.stop or kind.soft or kind.meta) and own:
        kind.plain = bool(_SENTENCE.search(text) or NUMBERED.match(unit.text))
        kind.mass = own if kind.plain or unit.chars >= _PROSE_CHARS else 0
    kind.closing = not (kind.stop or kind.soft) and (
        bool(DATE.match(text) or _ORIGINAL_CLOSE.match(text) or _IMPRINT.search(text))
        or bool(_OFFICE_LINE.match(unit.text) and text.endswith(words.offices))
        or (unit.files > 0 and text.startswith(words.attachments))
    )
    kind.cue = not kind.stop and (
        kind.closing or bool(NUMBERED.match(unit.text) or DOC_NUMBER.match(text)) or text.endswith(("：", ":"))
    )
    return kind


def fields_of(text: str, words: Words) -> tuple[tuple[str, str], ...]:
    """`索 引 号：A 发布机构：B` as names (without blanks) and values; empty where the text does not begin with a name."""
    start = len(text) - len(text.lstrip(" [【(（·●•◆■"))
    if not words.label.match(text, start):
        return ()
    found = list(words.label.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    return tuple((compact(match[1]), text[match.end() : end].strip()) for match, end in zip(found, ends, strict=True))


def _table_kind(unit: Unit, words: Words) -> Kind:
    assert unit.table is not None
    texts = [cell[4] for cell in unit.table.cells[:_METADATA_CELLS] if cell[4]]
    names = [compact(text).rstrip("：:") for text in texts]
    known = sum(name in words.labels for name in names)
    starts = sum(bool(fields_of(text, words)) for text in texts)
    strong = any(name in words.strong for name in names) or any(
        field[0] in words.strong for text in texts for field in fields_of(text, words)[:1]
    )
    kind = Kind(compact="")
    if strong and (known * 3 >= len(texts) or starts * 2 >= len(texts)):
        kind.meta = 2
    else:
        kind.mass, kind.plain, kind.cue = unit.chars - unit.links, True, True
        kind.stop = kind.link = unit.links > unit.chars * _LINK_SHARE
    return kind


def _byline(text: str, words: Words) -> tuple[tuple[str, str], ...]:
    """The fields of a byline (时间：… 来源：…), or of a bare date as a site prints it."""
    text = text.strip()
    if len(text) > _BYLINE_CHARS or _SENTENCE.search(text):
        return ()
    put_up = _PUT_UP.match(text)
    rest = text[put_up.end() :] if put_up else text
    fields: list[tuple[str, str]] = [("发布时间", put_up[0])] if put_up else []
    found = list(words.byline.finditer(rest))
    if not found:
        return tuple(fields) if put_up and (not rest.strip() or _is_tool(compact(rest), words)) else ()
    head = compact(rest[: found[0].start()])
    if head and not _is_tool(head, words) and not (put_up and len(head) < _VALUE_CHARS):
        return ()
    ends = [match.start() for match in found[1:]] + [len(rest)]
    for match, end in zip(found, ends, strict=True):
        value = rest[match.end() : end].strip()
        if len(value) > _VALUE_CHARS:
            return ()
        fields.append((compact(match[1]), value))
    return tuple(fields)


def _is_tool(text: str, words: Words) -> bool:
    if not text:
        return False
    if len(text) < _SHORT and any(hint in text for hint in words.hints):
        return True
    return bool(words.tools.fullmatch(text)) and any(c.isalpha() for c in text)


def _is_footer(text: str, words: Words) -> bool:
    if len(text) > _FOOTER_CHARS:
        return False
    if words.certain.search(text):
        return True
    return text.startswith(words.footer_begins) and any(word in text[2:] for word in words.footer_holds)

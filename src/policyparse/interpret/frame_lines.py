"""Blocks to lines, each with the form that its words alone give it. What a form means depends on the place.

A block of several lines gives several lines; a small table that holds nothing but elements of the
frame (a ruled imprint, a ruled masthead) gives one line per row; any other table is one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from policyparse.document import Block, Heading, Style, Table
from policyparse.interpret.frame_words import DATE, NUMBERED, Words
from policyparse.text import fold, fold_width, one_line, tidy_blanks

Form = Literal[
    "copy-number", "classification", "urgency", "signer", "number", "issuer-head",  # eyebrow
    "label", "press", "index", "site",  # of the page, not of the document
    "contents-head", "annex-label", "annex-title", "addressees", "numbered", "bracket", "title", "org", "short",
    "date", "org-date", "printed", "copies", "imprint", "contact", "text", "table",
]  # fmt: skip

EYEBROW: frozenset[Form] = frozenset({"copy-number", "classification", "urgency", "signer", "number", "issuer-head"})
#: A line with more characters is running text. GB/T 9704 sets 28 characters a line; the longest element of a
#: frame, a list of addressees, takes up to a dozen lines.
LONG = 330
#: The longest title seen on the State Council's site has 78 characters.
LONGEST_TITLE = 120
LONGEST_ORG = 40
#: `LONG` with room for the blanks of an ordinary line.
_LONG_PRINTED = 400
#: The introduction that a text library puts above a document has two sentences.
_LONGEST_PAGE_LINE = 160
#: A ruled masthead or imprint has two to four rows.
_FRAME_TABLE_ROWS = 6
#: A shorter name before a number may be the number's own code, spaced out (国 防 部 发〔2012〕1号).
_LONG_NAME = 5
_PLAIN = Style()
_BULLET = re.compile(r"^[•·●○■◆▪◇□*\-—]\s*")
_ITEM = re.compile(r"\d{1,2}\s*[.、．:]")
_URL = re.compile(r"(?:https?://|www\.)[^\s\u4e00-\u9fff]+", re.I)
#: A line without any of these holds no two elements of an eyebrow.
_ELEMENT = re.compile(r"号|密|急|特\s*提|签\s*发|\d{6}")
_INDEX = re.compile(r"(?=(?:.*\d){6})[A-Za-z0-9]{4,24}(?:[/\-_][A-Za-z0-9]{1,14}){1,4}")
_DATE = re.compile(rf"(?:{DATE})(?:星期.)?(?:\d{{1,2}}:\d\d(?::\d\d)?)?")
_ORG_DATE = re.compile(rf"(?P<org>[^,，。;:]{{2,80}}?)(?P<date>{DATE})")
_PUBLISHED = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|(?:19|20)\d\d年\d{1,2}月\d{1,2}日\d{1,2}:")
#: 表1 …, 专栏一：…: the caption of something in the text.
_CAPTION = re.compile(r"(?:[表图]|专栏)\s?(?:\d{1,2}(?:[-—.]\d{1,2})?|[一二三四五六七八九十]{1,3})[\s：:.、]")
_ANNEX_NUMBER = (
    r"(?:\d{1,2}(?=(?:19|20)\d\d年)|\d{1,2}(?!\d)|[一二三四五六七八九十]{1,3}(?![\u4e00-\u9fff]{1,2}[、级类]))"
)
_ANNEX = re.compile(
    rf"[(\[]?附\s*(?P<word>件|表|录|图)?\s*(?P<number>{_ANNEX_NUMBER})?(?P<close>\s*[)\]])?(?P<mark>\s*[:.、])?(?P<gap>\s*)(?P<rest>.*)",
    re.S,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line. `at` is its index in the list of lines, `block` that of its block; `folded` is for matching."""

    at: int
    block: int
    text: str
    folded: str
    form: Form
    level: int | None = None
    style: Style = Style()
    table: Table | None = None

    @property
    def titular(self) -> bool:
        """Could be (part of) a title."""
        return self.form in ("title", "org", "short")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexMark:
    """`附件2：名单` read: label `附件2`, number `2` or None, rest `名单`."""

    label: str
    number: str | None
    rest: str


def lines_of(blocks: Sequence[Block], words: Words) -> tuple[Line, ...]:
    """All lines of the blocks, in order."""
    found: list[Line] = []
    for index, block in enumerate(blocks):
        for line in _lines(index, block, words):
            found.append(replace(line, at=len(found)))
    return _first_label(found, words)


def _first_label(lines: list[Line], words: Words) -> tuple[Line, ...]:
    """An attachment sent alone begins with its label and its title, often on one line: there these are two lines.
    Where a further label follows, both are entries of a list."""
    first = lines[0] if lines else None
    mark = annex_mark(first.text) if first is not None and first.form == "annex-title" else None
    if first is None or mark is None or _ITEM.match(mark.rest) or any(x.form == "annex-title" for x in lines[1:2]):
        return tuple(lines)
    label = first.text[: first.text.rfind(mark.rest)].rstrip("《 ")
    made = [make_line(first.block, text, words, first.level, first.style) for text in (label, mark.rest)]
    return tuple(replace(line, at=at) for at, line in enumerate([*made, *lines[1:]]))


def _lines(index: int, block: Block, words: Words) -> Iterator[Line]:
    if isinstance(block, Table):
        rows = _row_texts(block) if block.rows <= _FRAME_TABLE_ROWS else []
        made = [make_line(index, row, words) for row in rows]
        frame = [line for line in made if line.form in EYEBROW or line.form in ("copies", "printed", "imprint")]
        if frame and all(line in frame or line.form in ("org", "date", "org-date") for line in made):
            yield from made
        else:
            yield Line(at=0, block=index, text="", folded="", form="table", table=block)
        return
    level = block.level if isinstance(block, Heading) else None
    for raw in block.text.split("\n"):
        text = tidy_blanks(raw)
        for piece in _pieces(text, words) if text else ():
            yield make_line(index, piece, words, level, block.style)


def _row_texts(table: Table) -> list[str]:
    rows: dict[int, list[str]] = {}
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.col)):
        for text in cell.text.split("\n") if cell.col_span == table.cols else (one_line(cell.text),):
            if text.strip():
                rows.setdefault(cell.row, []).append(tidy_blanks(text))
    texts = []
    for row in sorted(rows):
        texts += rows[row] if len(rows[row]) == 1 or table.cols == 1 else [" ".join(rows[row])]
    return texts


def make_line(block: int, text: str, words: Words, level: int | None = None, style: Style = _PLAIN) -> Line:
    """A line of `text`; `at` is set by the caller."""
    folded = fold(text[:_LONG_PRINTED])
    return Line(
        at=0, block=block, text=text, folded=folded, form=form_of(text, folded, words), level=level, style=style
    )


def _pieces(text: str, words: Words) -> list[str]:
    """`机密★1年 特急`, `临政发〔2020〕1号 签发人：王五`, `…的通知 临政发〔2020〕1号`: elements printed side by side."""
    if len(text) > LONG or " " not in text or not _ELEMENT.search(text):
        return [text]
    blanks = [m.start() for m in re.finditer(" ", text)]
    whole = form_of(text, fold(text), words)
    for blank in (*blanks[:6], *blanks[-3:]):
        left, right = text[:blank].strip(), text[blank:].strip()
        forms = [form_of(side, fold(side), words) for side in (left, right)]
        named = forms[0] in ("title", "issuer-head") or (forms[0] == "org" and len(fold(left)) >= _LONG_NAME)
        if forms[1] == "number" and named:
            return [left, right]
        if forms[0] in ("urgency", "classification", "copy-number") and forms[1] == "number":
            return [left, right]
        if whole in EYEBROW:
            continue
        if forms[0] in EYEBROW and (forms[1] in EYEBROW or len(_pieces(right, words)) > 1):
            return [left, *_pieces(right, words)]
    return [text]


def form_of(text: str, c: str, words: Words) -> Form:
    """The form of a line; `c` is the text folded."""
    if len(c) > LONG or len(text) > _LONG_PRINTED:
        return "text"
    for pattern, form in (
        (words.copy_number, "copy-number"),
        (words.classification, "classification"),
        (words.urgency, "urgency"),
        (words.signer, "signer"),
        (words.number, "number"),
        (words.printed, "printed"),
    ):
        if pattern.fullmatch(c):
            return form  # type: ignore[return-value]
    if c in words.contents:
        return "contents-head"
    if _DATE.fullmatch(c):
        return "date"
    if words.issuer_head.fullmatch(c) and not words.crumb.search(c):
        return "issuer-head"
    if words.copies.match(c):
        return "copies"
    found = _page_form(text, c, words) or _annex_form(text, c, words)
    if found:
        return found
    if words.imprint.match(c):
        return "imprint"
    if words.contact.match(c):
        return "contact"
    if " " in text and all(is_org(fold(piece), words) for piece in text.split(" ")):
        return "org"  # joint issuers side by side
    if _CAPTION.match(text):
        return "numbered"
    return _plain_form(c, words)


def _page_form(text: str, c: str, words: Words) -> Form | None:
    bare = _BULLET.sub("", c)
    label = words.label.match(bare.lstrip("[("))
    if label:
        name = words.labels[label["label"]]
        value = bare.lstrip("[(")[label.end() :]
        if name == "published_maybe" and not (_PUBLISHED.match(value) or words.label.search(value)):
            return None  # 时间：5月4日上午 is a meeting's
        return "press" if name == "press" else "label"
    if _INDEX.fullmatch(bare):
        return "index"
    url = _URL.search(text)
    if c in words.site_whole or (url and 2 * len(url[0]) > len(text)) or (len(c) <= 4 and words.site_strong.search(c)):
        return "site"
    if words.linked.match(c):
        return "site"
    if len(c) > _LONGEST_PAGE_LINE:
        return None
    if words.crumb.search(c) and len(c) <= LONGEST_TITLE:
        return "site"
    strong = len(words.site_strong.findall(c))
    weak = len(set(words.site_weak.findall(c)))
    if strong and (weak + strong > 1 or (len(c) <= 24 and not words.title_end.search(c))):
        return "site"
    return None


def _annex_form(text: str, c: str, words: Words) -> Form | None:
    if not words.annex.match(c.lstrip("([")):
        return None
    mark = annex_mark(text)
    if mark is None:
        return None
    if not mark.rest:
        return "annex-label"
    rest = fold(mark.rest)
    if rest.isdigit() and len(rest) <= 2:  # 附件:0 is a page's count of files
        return "site"
    return "annex-title" if len(rest) <= LONGEST_TITLE and not re.search("[。；;]", rest.rstrip("。；;")) else None


def annex_mark(text: str) -> AnnexMark | None:
    """Read an annex label (附件, 附件1：…, 附表二). None where the words only begin like one (附件所列…)."""
    found = _ANNEX.fullmatch(fold_width(text[: 2 * LONG]))
    if not found or (not found["word"] and not found["mark"] and not found["number"] and found["rest"]):
        return None
    apart = found["mark"] or found["gap"] or found["close"]
    if found["rest"] and not apart and not (found["number"] and (found["word"] or found["number"].isdigit())):
        return None
    end = found.end("number") if found["number"] else found.end("word") if found["word"] else found.start() + 1
    start = text.find("附")
    rest = text[found.start("rest") :].strip().strip("《》") if found["rest"].strip() else ""
    return AnnexMark(label=fold(text[start:end]), number=found["number"], rest=rest)


def _plain_form(c: str, words: Words) -> Form:
    if NUMBERED.match(c):
        return "numbered"
    if len(c) > 2 and c[0] in "([" and c[-1] in ")]" and not re.search(r"[)\]].*[(\[]", c):
        return "bracket"
    if is_addressees(c, words):
        return "addressees"
    if not 2 <= len(c) <= LONGEST_TITLE or re.search("[。；;！!？?…]", c) or c[-1] in ",，、:":
        dated = _ORG_DATE.fullmatch(c)
        return "org-date" if dated and is_org(dated["org"], words) else "text"
    if words.title_end.search(c):
        return "title"
    dated = _ORG_DATE.fullmatch(c)
    if dated and is_org(dated["org"], words):
        return "org-date"
    if is_org(c, words):
        return "org"
    return "text" if ":" in c else "short"


def place_of(text: str, characters: int) -> int:
    """Index in `text` after its first `characters` non-blank characters."""
    for index, c in enumerate(text):
        if characters == 0:
            return index
        characters -= not c.isspace()
    return len(text)


def is_org(c: str, words: Words) -> bool:
    """Does folded text `c` read like the name of one organisation, or of several printed side by side."""
    c = re.sub(r"[(\[](?:盖章|公章|印章|章|印|代章)[)\]]$", "", c)
    if not 2 <= len(c) <= LONGEST_ORG or NUMBERED.match(c) or re.search(r"[,，。:;、《》\"?!]|关于|印发|\d{3}", c):
        return False
    return bool(words.org_end.search(c)) and not words.not_org.search(c) and c[0] not in "各请由对与和及在"


def is_addressees(c: str, words: Words) -> bool:
    """各县（市、区）卫生健康委，委直属单位：  (主送机关, GB/T 9704-2012, 7.3.2)"""
    if not c.endswith(":") or len(c) < 3 or re.search(r"[。;?!《]|如下|以下", c[:-1]):
        return False
    body = c[:-1]
    if NUMBERED.match(body) or words.not_addressee.search(body) or ":" in body or body == "单位":
        return False
    return bool(words.addressee_end.search(body))

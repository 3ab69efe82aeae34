"""Bytes to text for web pages and text files, whatever the page declares.

An encoding is chosen by how the text reads: the share of its characters that are common Chinese
characters (the first level of GB2312, of Big5 where Big5 is declared), Chinese punctuation or ASCII.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache

from policyparse.errors import FileBroken

_HEAD = 65536
_TAG = re.compile(
    r"<(!--|(?:!doctype html|html|head|body|table|div|p|meta|title|section|article|center|ul|ol|style)\b)", re.I
)
#: Markup that only a whole page has; `<b>` and `<p>` alone also stand in text files.
_PAGE = re.compile(r"<(!doctype html|html|head|body|title|meta)\b", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([a-zA-Z0-9_\-]+)""")
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]")
_PARTS = re.compile(rb"^content-type:\s*(?:multipart/(?:related|mixed|alternative)|text/html)", re.I | re.M)
_BIG5 = {"big5", "big5hkscs", "cp950"}
#: So many characters are looked at to judge an encoding.
_SAMPLE = 4000
#: Measured on Chinese office texts of 20 characters and more: read rightly 0.95 and better, wrongly 0.4 at most.
_READS_WELL = 0.8
_READS_BADLY = 0.5
#: More of the text than this may not be unreadable.
_REPLACED_SHARE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """`replaced` counts the characters that fit no encoding (U+FFFD in the text)."""

    text: str
    encoding: str
    replaced: int = 0


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of `data`: by its byte-order mark, else in the encoding in which it reads best.

    Tried are UTF-8, UTF-16 without a mark and GB18030 (the superset of GB2312 and GBK, so that a page
    that declares gb2312 but holds 镕 or 喆 is read), and Big5 only where it is declared, in the text
    itself or as `declared`. Any other declared encoding counts only where none of these reads well.
    Raises FileBroken when the bytes are no text.
    """
    marked = _by_mark(data)
    if marked:
        return marked
    wide = _utf16_without_mark(data)
    if wide:
        return _checked(_lenient(data, wide))
    name = _declared_name(data, declared)
    as_utf8, as_gb = _strict(data, "utf-8"), None
    if as_utf8 is None or _fitness(as_utf8.text) < _READS_BADLY:
        as_gb = _strict(data, "gb18030")
    if as_utf8 and not (as_gb and _only_by_chance(as_utf8.text, as_gb.text)):
        return _checked(as_utf8)
    if as_gb and name not in _BIG5 and _fitness(as_gb.text) >= _READS_WELL:
        return _checked(as_gb)
    names = ["utf-8", "gb18030"]
    if name in _BIG5:
        names.append("big5hkscs")
    candidates = [_lenient(data, each) for each in names]
    best = max(candidates, key=_score)  # the first of equals
    if name and name not in _BIG5 and _score(best) < _READS_BADLY:
        best = _as_declared(data, name) or best
    return _checked(best)


def looks_binary(data: bytes) -> bool:
    """True for bytes that are no text in any of the encodings we read (an empty file is text)."""
    head = data[:_HEAD]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8)) or _utf16_without_mark(data):
        return False
    if b"\x00" in head or sum(1 for b in head if b < 9 or 13 < b < 32) > len(head) // 100:
        return True
    if head.isascii():
        return False
    text = max((_lenient(head, name) for name in ("utf-8", "gb18030")), key=_score)
    # one character may be cut where the head ends
    return text.replaced > 1 + len(text.text) * _REPLACED_SHARE


def looks_like_html(data: bytes) -> bool:
    """True for a web page or a fragment of one."""
    head = data[:_HEAD].replace(b"\x00", b"").decode("latin-1")
    if _PAGE.search(head):
        return True
    start = head.lstrip("\ufeff\xef\xbb\xbf\xff\xfe \t\r\n")
    return start.startswith("<") and bool(_TAG.match(start))


def looks_like_mhtml(data: bytes) -> bool:
    """True for a page saved as MHTML: mail headers at the top that announce related parts or a page."""
    top = re.split(rb"\r?\n\r?\n", data.lstrip(b"\xef\xbb\xbf\r\n")[:_HEAD], maxsplit=1)[0]
    return bool(_HEADER.match(top)) and bool(_PARTS.search(top)) and b"mime-version:" in top.lower()


def _by_mark(data: bytes) -> Decoded | None:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _checked(_lenient(data, name))
    return None


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 without a mark, told by how it reads: a blank or a 一 has a zero byte on either side."""
    head = data[: min(len(data) // 2 * 2, 2 * _SAMPLE)]
    if len(head) < 4:
        return None
    # text in UTF-8 or GB18030 has no zero byte; UTF-16 without a zero byte holds neither ASCII nor 一
    zeros = b"\x00" in head
    if not zeros and (head.isascii() or _reads_as_bytes(head)):
        return None
    best = max(("utf-16-le", "utf-16-be"), key=lambda name: _share(head.decode(name, errors="replace")))
    text = head.decode(best, errors="replace")
    if _share(text) < _READS_WELL or len(_CONTROL.findall(text)) > len(text) // 100:
        return None
    return best


def _reads_as_bytes(head: bytes) -> bool:
    return any(_score(_lenient(head, name)) >= _READS_BADLY for name in ("utf-8", "gb18030"))


def _declared_name(data: bytes, declared: str | None) -> str | None:
    found = _DECLARED.search(data[:_HEAD])
    for name in (declared, found[1].decode("ascii") if found else None):
        if name:
            try:
                return codecs.lookup(name).name
            except LookupError:
                continue
    return None


def _as_declared(data: bytes, name: str) -> Decoded | None:
    try:
        text = data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None
    # a codec such as rot13 or hex is no encoding of text
    return Decoded(text=text, encoding=name) if isinstance(text, str) else None


def _strict(data: bytes, name: str) -> Decoded | None:
    try:
        return Decoded(text=data.decode(name), encoding=name)
    except UnicodeDecodeError:
        return None


def _only_by_chance(as_utf8: str, as_gb: str) -> bool:
    """Valid as UTF-8, and yet GB18030: the two bytes of 一 are a Cyrillic letter, those of é are 茅."""
    latin = any(c.isalpha() for c in as_utf8[:_HEAD] if c < "\x80")
    return not latin and _fitness(as_gb) >= _READS_WELL


def _lenient(data: bytes, name: str) -> Decoded:
    text = data.decode(name, errors="replace").removeprefix("\ufeff")
    return Decoded(text=text, encoding=name.removesuffix("-sig"), replaced=text.count("\ufffd"))


def _checked(decoded: Decoded) -> Decoded:
    """The same, or FileBroken where too much of it is unreadable."""
    head = decoded.text[:_HEAD]
    controls = len(_CONTROL.findall(head))
    if controls and (controls > len(head) // 100 + 1 or not _NOT_ASCII.search(head)):
        raise FileBroken("the bytes are no text; the file is damaged or not what its name says")
    if decoded.replaced > len(decoded.text) * _REPLACED_SHARE + 1:
        raise FileBroken("the bytes are no text in UTF-8, UTF-16 or GB18030; save the file again as UTF-8")
    return decoded


def _score(decoded: Decoded) -> float:
    return _fitness(decoded.text) - 2 * decoded.replaced / max(1, len(decoded.text))


def _fitness(text: str) -> float:
    """Share of the characters beyond ASCII that are common in Chinese office text; 1 where there are none."""
    sample = ""
    for match in _NOT_ASCII.finditer(text):
        sample += match[0]
        if len(sample) >= _SAMPLE:
            break
    common = _common()
    return sum(c in common for c in sample) / len(sample) if sample else 1.0


def _share(text: str) -> float:
    """The same over all characters: ASCII is common, control characters are not."""
    common = _common()
    good = sum(1 for c in text if c in common or " " <= c <= "~" or c in "\t\r\n")
    return good / len(text) if text else 0.0


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """The common characters: first levels of GB2312 (by sound) and Big5 (by strokes), punctuation, figures."""
    pairs = [bytes((lead, trail)) for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF)]
    level1 = b"".join(pairs).decode("gb2312", errors="ignore")
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    pairs = [bytes((lead, trail)) for lead in range(0xA4, 0xC7) for trail in trails]
    big5 = b"".join(pairs).decode("big5", errors="ignore")
    signs = "\xa0·×÷±°℃‰≤≥≠≈∶√→←↑↓■□▲△●○◎★☆※№§㎡㎥\u2002\u2003\u200b\ufeff"
    ranges = (
        (0x2010, 0x2027),
        (0x2160, 0x217C),
        (0x2460, 0x24A0),
        (0x3000, 0x3030),
        (0x3220, 0x322A),
        (0xFF01, 0xFF5F),
    )
    signs += "".join(chr(code) for first, last in ranges for code in range(first, last))
    return frozenset(level1 + big5 + signs)

"""Bytes to text for web pages and text files, whatever the page declares."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from policyparse.errors import FileBroken

_HEAD = 65536
_TAG = re.compile(r"<(!doctype html|html|head|body|table|div|p|meta|title)\b", re.I)
#: Markup that only a whole page has; `<b>` and `<p>` alone also stand in text files.
_PAGE = re.compile(r"<(!doctype html|html|head|body|title|meta)\b", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_CJK = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]")
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([a-zA-Z0-9_\-]+)""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """`replaced` counts the characters that fit no encoding (U+FFFD in the text)."""

    text: str
    encoding: str
    replaced: int = 0


def decode(data: bytes) -> Decoded:
    """Byte-order mark, then UTF-8, then UTF-16 by its zero bytes, then GB18030, then what is declared.

    GB18030 is the superset of GB2312 and GBK, so a page that declares gb2312 but holds 镕 or 喆 is read.
    Raises FileBroken when the bytes are no text.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _lenient(data, name)
    guess = _utf16_without_mark(data)
    if guess:
        return _lenient(data, guess)
    for name in ("utf-8", "gb18030"):
        try:
            return Decoded(text=data.decode(name), encoding=name)
        except UnicodeDecodeError:
            continue
    declared = _DECLARED.search(data[:_HEAD])
    if declared:
        name = declared[1].decode("ascii")
        try:
            if codecs.lookup(name).name not in {"utf-8", "gb2312", "gbk", "gb18030"}:
                return Decoded(text=data.decode(name), encoding=name)
        except (LookupError, UnicodeDecodeError):
            pass
    best = min((_lenient(data, name) for name in ("utf-8", "gb18030")), key=lambda d: d.replaced)
    if best.replaced > len(best.text) // 20 + 1:
        raise FileBroken("the bytes are no text in UTF-8, UTF-16 or GB18030; save the file again as UTF-8")
    return best


def looks_binary(data: bytes) -> bool:
    """True for bytes that are no text in any of the encodings we read (an empty file is text)."""
    head = data[:_HEAD]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8)) or _utf16_without_mark(data):
        return False
    if b"\x00" in head:
        return True
    controls = sum(1 for b in head if b < 9 or 13 < b < 32)
    return controls > len(head) // 100


def looks_like_html(data: bytes) -> bool:
    """True for a web page or a fragment of one."""
    head = data[:_HEAD].replace(b"\x00", b"").decode("latin-1")
    if _PAGE.search(head):
        return True
    start = head.lstrip("\ufeff\xef\xbb\xbf\xff\xfe \t\r\n")
    return start.startswith("<") and bool(_TAG.match(start))


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 without a mark: line ends and ASCII leave zero bytes on one side only."""
    head = data[:2048]
    if len(head) < 8 or len(data) % 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    for name, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros > max(2, half // 50) and others == 0:
            try:
                text = data.decode(name)
            except UnicodeDecodeError:
                continue
            if len(_CONTROL.findall(text)) == 0:
                return name
    return None


def _lenient(data: bytes, name: str) -> Decoded:
    text = data.decode(name, errors="replace").removeprefix("\ufeff")
    if _CONTROL.search(text[:_HEAD]) and not _CJK.search(text[:_HEAD]):
        raise FileBroken("the bytes are no text; the file is damaged or not what its name says")
    return Decoded(text=text, encoding=name.removesuffix("-sig"), replaced=text.count("\ufffd"))

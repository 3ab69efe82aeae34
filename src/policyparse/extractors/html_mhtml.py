"""Pages saved as MHTML (multipart/related, RFC 2557): the page with the frames it shows put into their places."""

from __future__ import annotations

import email.policy
from email.errors import CloseBoundaryNotFoundDefect
from email.message import Message
from email.parser import BytesParser
from typing import Any
from urllib.parse import urljoin

from policyparse.errors import FileBroken
from policyparse.extractors.decoding import Decoded, decode
from policyparse.extractors.html_parse import parse
from policyparse.extractors.html_whole import has_end

#: Frames inside frames are put in this deep.
_DEEPEST_FRAMES = 4


def load(data: bytes) -> tuple[Any, str, int, bool]:
    """The page's lxml tree (None where it is empty), its encoding, the replaced characters, and whether it was too deep.

    Raises FileBroken where the archive holds no page, or ends within it.
    """
    message = BytesParser(policy=email.policy.compat32).parsebytes(data.lstrip(b"\xef\xbb\xbf\r\n"))
    pages = [part for part in message.walk() if part.get_content_type() in {"text/html", "application/xhtml+xml"}]
    if not pages:
        raise FileBroken("the saved page (MHTML) holds no text/html part; save it again")
    start = message.get_param("start")
    first = next((part for part in pages if start and part.get("Content-ID") == start), pages[0])
    open_end = any(isinstance(defect, CloseBoundaryNotFoundDefect) for defect in message.defects)
    leaves = [part for part in message.walk() if not part.is_multipart()]
    if open_end and first is leaves[-1] and not has_end(_decoded(first).text):
        raise FileBroken("the saved page (MHTML) is truncated; save it again")
    frames: dict[str, Message] = {}
    for part in pages:
        if part is not first:
            frames.update(dict.fromkeys(_names(part), part))
    root, encoding, replaced, cut = _page(first)
    if root is not None:
        _fill(root, str(first.get("Content-Location") or ""), frames, {id(first)}, 1)
    return root, encoding, replaced, cut


def _names(part: Message) -> list[str]:
    identity = str(part.get("Content-ID") or "").strip().strip("<>")
    return [name for name in (f"cid:{identity}" if identity else "", str(part.get("Content-Location") or "")) if name]


def _decoded(part: Message) -> Decoded:
    payload = part.get_payload(decode=True)
    return decode(payload if isinstance(payload, bytes) else b"", part.get_content_charset())


def _page(part: Message) -> tuple[Any, str, int, bool]:
    decoded = _decoded(part)
    root, cut = parse(decoded.text)
    return root, decoded.encoding, decoded.replaced, cut


def _fill(root: Any, base: str, frames: dict[str, Message], used: set[int], depth: int) -> None:
    """Put each saved frame into the place of its element; a frame is put in once."""
    if depth > _DEEPEST_FRAMES:
        return
    for element in list(root.iter("iframe", "frame")):
        source = element.get("src") or ""
        part = frames.get(source) or frames.get(urljoin(base, source))
        parent = element.getparent()
        if part is None or parent is None or id(part) in used:
            continue
        used.add(id(part))
        inner = _page(part)[0]
        body = inner.find("body") if inner is not None else None
        if body is None:
            continue
        _fill(inner, str(part.get("Content-Location") or ""), frames, used, depth + 1)
        body.tag = "div"
        body.tail = element.tail
        parent.replace(element, body)

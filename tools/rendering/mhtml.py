"""Content as a saved web page (MHTML, RFC 2557), as browsers write it: the page, a style sheet, a picture."""

from __future__ import annotations

import base64
import quopri

from rendering.content import Content
from rendering.html import HtmlStyle, render_html

_BOUNDARY = "----MultipartBoundary--Fw7uRr0c4WnQkR0mJq1zP5sB2tH6yN8vXdLe3aGiKo"
_PLACE = "https://www.example.gov.cn/zwgk/"
#: One grey dot.
_GIF = base64.b64decode("R0lGODdhAQABAIAAAMzMzAAAACwAAAAAAQABAAACAkQBADs=")


def render_mhtml(content: Content) -> bytes:
    """The page of `render_html` with what belongs to it."""
    head = (
        "From: <Saved by Blink>\r\n"
        f"Snapshot-Content-Location: {_PLACE}index.html\r\n"
        "Subject: =?utf-8?Q?=E4=BF=9D=E5=AD=98=E7=9A=84=E7=BD=91=E9=A1=B5?=\r\n"
        "Date: Thu, 1 Jan 2026 00:00:00 -0000\r\n"
        "MIME-Version: 1.0\r\n"
        f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{_BOUNDARY}"\r\n\r\n\r\n'
    ).encode("ascii")
    parts = [
        _part("text/html", "quoted-printable", "index.html", quopri.encodestring(render_html(content, HtmlStyle()))),
        _part(
            "text/css", "quoted-printable", "site.css", quopri.encodestring(b"body { margin: 0; font-size: 16px }\r\n")
        ),
        _part("image/gif", "base64", "dot.gif", base64.encodebytes(_GIF)),
    ]
    return head + b"".join(parts) + f"--{_BOUNDARY}--\r\n".encode("ascii")


def _part(kind: str, encoding: str, name: str, body: bytes) -> bytes:
    head = (
        f"--{_BOUNDARY}\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n"
        f"Content-Location: {_PLACE}{name}\r\n\r\n"
    )
    return head.encode("ascii") + body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") + b"\r\n"

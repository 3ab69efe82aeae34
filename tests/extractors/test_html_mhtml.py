"""Pages saved as MHTML."""

import quopri
from base64 import b64encode

import pytest
from html_pages import BODY, FILE, TITLE, body, grid, read_bytes, tables, texts

from policyparse.errors import FileBroken
from policyparse.extractors.decoding import looks_like_mhtml
from policyparse.extractors.html import read
from policyparse.extractors.options import ReadOptions
from policyparse.extractors.registry import detect

HEAD = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://linjiang.example/1.html\r\nSubject: =?utf-8?Q?x?=\r\n"
    'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----B"\r\n\r\n\r\n'
)


def part(content: bytes, headers: str) -> bytes:
    return f"------B\r\n{headers}\r\n\r\n".encode() + content + b"\r\n"


def page(name: str, html: str, charset: str = "utf-8") -> bytes:
    headers = f'Content-Type: text/html; charset="{charset}"\r\nContent-ID: <{name}>\r\n'
    headers += f"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: http://linjiang.example/{name}"
    return part(quopri.encodestring(html.encode(charset)), headers)


def archive(*parts: bytes) -> bytes:
    picture = part(
        b64encode(b"GIF89a"), "Content-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\nContent-Location: x.gif"
    )
    return HEAD.encode() + b"".join(parts) + picture + b"------B--\r\n"


ARTICLE = f"<h1>{TITLE}</h1>" + "".join(f"<p>{text}</p>" for text in BODY)


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_saved_page(charset: str) -> None:
    data = archive(page("frame-1@mhtml.blink", body(ARTICLE), charset))
    assert looks_like_mhtml(data)
    assert detect(data).name == "html"
    document = read_bytes(data)
    assert texts(document) == [TITLE, *BODY]
    assert document.file.encoding == charset
    assert document.blocks[0].origins[0].line is None


def test_frames_are_put_into_their_places() -> None:
    outer = body(f'{ARTICLE}<iframe src="cid:frame-2@mhtml.blink"></iframe><p>请各单位抓好落实。</p>')
    inner = body("<table border=1><tr><td>任务</td><td>时限</td></tr><tr><td>修路</td><td>6月底</td></tr></table>")
    document = read_bytes(archive(page("frame-1@mhtml.blink", outer), page("frame-2@mhtml.blink", inner)))
    assert grid(tables(document)[0]) == [["任务", "时限"], ["修路", "6月底"]]
    assert texts(document)[-1] == "请各单位抓好落实。"


def test_a_frame_that_shows_itself_ends() -> None:
    data = archive(
        page("a", body(f'{ARTICLE}<iframe src="http://linjiang.example/b"></iframe>')),
        page("b", body('<p>附注：略。</p><iframe src="http://linjiang.example/b"></iframe><iframe src="a"></iframe>')),
    )
    assert texts(read_bytes(data))[-1] == "附注：略。"


def test_an_archive_without_a_page() -> None:
    with pytest.raises(FileBroken, match="text/html"):
        read(archive(), FILE, ReadOptions())


def test_mail_headers_in_a_text_are_no_archive() -> None:
    assert not looks_like_mhtml("标题: 工作要点\n\n正文。".encode())
    assert not looks_like_mhtml(b"From: a\r\nSubject: b\r\n\r\nContent-Type: text/html\r\nMIME-Version: 1.0\r\n")

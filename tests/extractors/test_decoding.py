"""Bytes to text: marks, encodings that are declared wrongly or not at all, short texts, binary data."""

import codecs
import random

import pytest

from policyparse.errors import FileBroken
from policyparse.extractors.decoding import decode, looks_binary, looks_like_html, looks_like_mhtml

TEXTS = [
    "一",
    "临江市",
    "责任单位",
    "关于印发工作要点的通知",
    "一、二、三",
    "各县（市、区）人民政府：\n　　为进一步加强工作，现通知如下。",
    "2031年，完成率≥95%，新增5000个。",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
def test_short_texts(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.replaced) == (text, 0)
    assert not looks_binary(text.encode(encoding)) or encoding == "utf-32"


@pytest.mark.parametrize("text", TEXTS[4:])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, encoding)
    assert not looks_binary(text.encode(encoding))


def test_utf16_without_a_mark_and_without_ascii() -> None:
    text = "加快推进城市更新，改造老旧小区，建设口袋公园。" * 3
    assert decode(text.encode("utf-16-le")).text == text


@pytest.mark.parametrize("declared", ["gb2312", "utf-8", "big5", "iso-8859-1", "no-such-charset"])
def test_gb18030_whatever_is_declared(declared: str) -> None:
    page = f'<html><meta charset="{declared}"><p>请朱镕、李喆、王堃负责落实。</p></html>'
    decoded = decode(page.encode("gb18030"))
    assert (decoded.text, decoded.encoding) == (page, "gb18030")


@pytest.mark.parametrize("declared", ["gb2312", "big5", "utf-16"])
def test_utf8_whatever_is_declared(declared: str) -> None:
    page = f'<html><meta charset="{declared}"><p>请抓好落实。</p></html>'
    assert decode(page.encode()).text == page


def test_big5_only_where_it_is_declared() -> None:
    page = "<html><meta charset=big5><p>請各機關確實執行，並於年底前提報成果。</p></html>"
    assert decode(page.encode("big5")).text == page
    text = "請各機關確實執行，並於年底前提報成果。"
    assert decode(text.encode("big5"), declared="big5").text == text
    assert decode(text.encode("big5")).text != text


def test_another_encoding_where_it_is_declared_and_nothing_else_fits() -> None:
    page = '<meta charset="windows-1251"><p>Городской совет утвердил план работы</p>'
    assert decode(page.encode("windows-1251")).text == page


@pytest.mark.parametrize("text", ["Привет", "café", "བོད་ཡིག", "日本語のテキスト", "ئۇيغۇرچە"])
def test_other_languages_in_utf8_stay_utf8(text: str) -> None:
    assert decode(text.encode()).text == text


def test_a_cut_and_a_broken_text() -> None:
    text = "关于印发临江市重点工作任务清单的通知。" * 10
    data = text.encode()
    cut = decode(data[:-2])
    assert (cut.encoding, cut.replaced, cut.text[:-2]) == ("utf-8", 1, text[:-2])
    assert decode(text.encode("gb18030")[:-1]).encoding == "gb18030"
    broken = decode(data[:30] + b"\xff" + data[30:])
    assert (broken.encoding, broken.replaced) == ("utf-8", 1)


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 40,
        random.Random(1).randbytes(5000),
        bytes(random.Random(2).choices(range(32, 256), k=5000)),
        b"\x89PNG\r\n\x1a\n" + bytes(500),
    ],
)
def test_binary_data(data: bytes) -> None:
    assert looks_binary(data)
    with pytest.raises(FileBroken):
        decode(data)


def test_an_empty_file_is_text() -> None:
    assert not looks_binary(b"")
    assert decode(b"").text == ""


@pytest.mark.parametrize(
    ("data", "page"),
    [
        (b"<!DOCTYPE html><p>x", True),
        (codecs.BOM_UTF16_LE + "<html><body>".encode("utf-16-le"), True),
        ("<html>".encode("utf-16-be"), True),
        (b"\r\n<div>x</div>", True),
        (b"<!-- saved --><div>x</div>", True),
        ("任务\t<b>修路</b><p>时限</p>".encode(), False),
        (b"", False),
        (b"1 < 2", False),
    ],
)
def test_pages_are_told_from_texts(data: bytes, page: bool) -> None:
    assert looks_like_html(data) is page


def test_saved_pages_are_told_by_their_headers() -> None:
    head = b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x"
    assert looks_like_mhtml(head)
    assert not looks_like_mhtml(b"\r\n\r\n" + "标题：工作要点".encode())

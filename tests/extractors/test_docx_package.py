"""Odd, damaged and hostile packages."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx_building import NAMESPACES, asides, item, level, numbering, package, par, read, read_bytes, texts

from policyparse.document import FileInfo
from policyparse.errors import FileBroken, InputError, LimitExceeded
from policyparse.extractors import docx_package
from policyparse.extractors.docx import read as read_docx
from policyparse.extractors.options import ReadOptions

FILE = FileInfo(path="a.docx", format="", sha256="", size_bytes=0)


def replaced(data: bytes, name: str, content: bytes | None) -> bytes:
    """The archive with one part changed, or left out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
        if content is not None:
            new.writestr(name, content)
    return buffer.getvalue()


def fails(data: bytes) -> str:
    with pytest.raises(InputError) as error:
        read_docx(data, FILE, ReadOptions())
    return str(error.value)


def test_format_is_named() -> None:
    assert read(par("正文")).file.format == "docx"


@pytest.mark.parametrize("data", [b"", b"no zip at all", b"PK\x03\x04", b"PK\x05\x06" + bytes(18)])
def test_no_archive(data: bytes) -> None:
    with pytest.raises(FileBroken):
        read_docx(data, FILE, ReadOptions())


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
def test_truncated(keep: float) -> None:
    data = package(par("正文" * 500))
    assert "truncated" in fails(data[: int(len(data) * keep)])


def test_damaged_inside() -> None:
    data = bytearray(package(par("正文" * 500)))
    at = data.find(b"word/document.xml") + 40
    data[at : at + 40] = bytes(40)
    with pytest.raises(FileBroken):
        read_docx(bytes(data), FILE, ReadOptions())


def test_without_a_main_part() -> None:
    assert "main document part" in fails(replaced(package(par("正文")), "word/document.xml", None))


def test_main_part_that_is_no_text_document() -> None:
    assert "no text document" in fails(replaced(package(par("正文")), "word/document.xml", b"<a/>"))


def test_damaged_xml_names_the_part() -> None:
    assert "word/document.xml" in fails(replaced(package(par("正文")), "word/document.xml", b"<w:document"))


def test_nothing_but_blanks() -> None:
    assert fails(package(par())) == "the file holds no text"
    picture = '<w:r><w:drawing><wp:inline><a:blip r:embed="x"/></wp:inline></w:drawing></w:r>'
    assert "pictures" in fails(package(par(picture)))


def test_main_part_of_another_name_and_parts_beside_it() -> None:
    data = package(item("甲"), main="word/document2.xml", numbering=numbering(level(0, "chineseCounting", "%1、")))
    assert texts(read_bytes(data)) == ["一、甲"]


def test_without_package_relationships() -> None:
    data = package(par("正文"))
    assert texts(read_bytes(replaced(data, "_rels/.rels", None))) == ["正文"]


def test_without_the_documents_relationships_the_usual_names_serve() -> None:
    data = package(item("甲"), numbering=numbering(level(0, "chineseCounting", "%1、")))
    assert texts(read_bytes(replaced(data, "word/_rels/document.xml.rels", None))) == ["一、甲"]


def test_names_with_backslashes_and_other_case() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("Word\\Document.xml", f"<w:document {NAMESPACES}><w:body>{par('正文')}</w:body></w:document>")
    assert texts(read_bytes(buffer.getvalue())) == ["正文"]


def test_strict_documents() -> None:
    inner = f"<w:document {NAMESPACES}><w:body>{par('正文')}</w:body></w:document>".replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert texts(read_bytes(replaced(package(par("x")), "word/document.xml", inner.encode()))) == ["正文"]


def test_utf16_part() -> None:
    inner = (
        f'<?xml version="1.0" encoding="UTF-16"?><w:document {NAMESPACES}><w:body>{par("正文")}</w:body></w:document>'
    )
    assert texts(read_bytes(replaced(package(par("x")), "word/document.xml", inner.encode("utf-16")))) == ["正文"]


def test_zip_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_package, "UNPACKED_LIMIT", 100_000)
    with pytest.raises(LimitExceeded):
        read_docx(package(par("正" * 100_000)), FILE, ReadOptions())


@pytest.mark.parametrize(
    "entity", ['<!ENTITY a "正文"><!ENTITY b "&a;&a;&a;">', '<!ENTITY b SYSTEM "file:///etc/hostname">']
)
def test_entities_are_refused(entity: str) -> None:
    inner = f"<!DOCTYPE x [{entity}]><w:document {NAMESPACES}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
    assert "document type" in fails(replaced(package(par("x")), "word/document.xml", inner.encode()))


@pytest.mark.parametrize("depth", [200, 5000, 100_000])
def test_absurd_depth(depth: int) -> None:
    body = "<w:smartTag>" * depth + par("正文") + "</w:smartTag>" * depth
    with pytest.raises(FileBroken):
        read_docx(package(body), FILE, ReadOptions())


def test_depth_that_occurs() -> None:
    body = par("正文")
    for _ in range(25):
        body = f"<w:sdt><w:sdtContent>{body}</w:sdtContent></w:sdt>"
    assert texts(read(body)) == ["正文"]


def test_unknown_elements_let_their_text_through() -> None:
    body = (
        f"<w:strange>{par('甲')}</w:strange><w:p><w:strange><w:r><w:odd><w:t>乙</w:t></w:odd></w:r></w:strange></w:p>"
    )
    document = read(body)
    assert (texts(document), asides(document)) == (["甲", "乙"], [])


def test_runs_outside_a_paragraph_are_read() -> None:
    assert texts(
        read("<w:r><w:t>甲</w:t></w:r><m:oMathPara><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></m:oMathPara>")
    ) == [
        "甲",
        "x",
    ]


def test_many_paragraphs_do_not_slow_down() -> None:
    body = "".join(par(f"第{n}段") for n in range(20_000))
    assert len(read(body).blocks) == 20_000

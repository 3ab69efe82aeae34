"""Zip packages: damage of every compression is told, and no more is unpacked than is allowed."""

import io
import zipfile

import pytest
from lxml import etree

from policyparse.errors import FileBroken, LimitExceeded
from policyparse.extractors.zip_parts import Unpacker, read_relations, relations_part

TEXT = "".join(f"第{number}条 各乡镇按月报送进度。" for number in range(400)).encode()


def package(method: int = zipfile.ZIP_DEFLATED, times: int = 1) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for number in range(times):
            archive.writestr(f"part{number}.xml", TEXT)
    return data.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damaged_parts_are_told(method: int) -> None:
    whole = package(method)
    assert [Unpacker(whole, "DOCX", 1 << 20).unpack(info) for info in Unpacker(whole, "DOCX", 1).parts] == [TEXT]
    broken = bytearray(whole)
    for at in range(60, 90):
        broken[at] ^= 0x55
    archive = Unpacker(bytes(broken), "DOCX", 1 << 20)
    with pytest.raises(FileBroken, match=r"part0\.xml"):
        archive.unpack(archive.parts[0])


def test_no_more_than_the_limit_is_unpacked() -> None:
    archive = Unpacker(package(times=3), "OFD", 2 * len(TEXT))
    for info in archive.parts[:2]:
        assert archive.unpack(info) == TEXT
    with pytest.raises(LimitExceeded):
        archive.unpack(archive.parts[2])
    with pytest.raises(LimitExceeded):
        Unpacker(package(), "OFD", 1 << 20).unpack(Unpacker(package(), "OFD", 1).parts[0], most=len(TEXT) - 1)


def test_a_size_that_the_directory_understates_is_no_way_around_the_limit() -> None:
    data = bytearray(package())
    size = len(TEXT).to_bytes(4, "little")
    at = data.rfind(size)  # the uncompressed size in the central directory
    data[at : at + 4] = (100).to_bytes(4, "little")
    archive = Unpacker(bytes(data), "OFD", 1000)
    with pytest.raises((FileBroken, LimitExceeded)):
        archive.unpack(archive.parts[0])


def test_no_archive_is_told_with_the_format() -> None:
    with pytest.raises(FileBroken, match="no workbook"):
        Unpacker(package()[:100], "workbook", 1 << 20)


def test_relations_are_read_from_the_folder_of_their_part() -> None:
    assert relations_part("word/document.xml") == "word/_rels/document.xml.rels"
    assert relations_part("") == "_rels/.rels"
    root = etree.fromstring(
        '<Relationships><Relationship Id="a" Type="http://x/styles" Target="styles.xml"/>'
        '<Relationship Id="b" Type="http://x/image" Target="/media/1.png"/>'
        '<Relationship Id="c" Type="http://x/link" Target="http://fictional.example" TargetMode="External"/>'
        "<!-- none --></Relationships>"
    )
    assert read_relations(root, "word/document.xml") == {
        "a": ("styles", "word/styles.xml"),
        "b": ("image", "media/1.png"),
    }

"""Which pages of a PDF are read by OCR, and that it is told."""

from __future__ import annotations

import io

import pytest
from pdf_building import Pages, read, texts
from PIL import Image
from reportlab.lib.utils import ImageReader
from scan_building import SONG, pictures

from policyparse.document import Document
from policyparse.errors import ExtraMissing, ScanWithoutOcr
from policyparse.extractors import ocr_model
from policyparse.text import fold

LINES = [
    "各级各部门要切实加强组织领导，完善工作机制",
    "市水务局要在12月底前完成供水管网改造任务",
    "市教育局要加快推进学校建设和课后服务工作",
]
OTHER = "临江市公共资源交易中心年度服务工作总结报告"


def _drawn(pages: Pages, lines: list[str], mode: int = 0) -> None:
    for row, line in enumerate(lines):
        pages.text(80, 140 + 40 * row, line, 16, font=SONG, mode=mode)


def _picture_of(lines: list[str]) -> Image.Image:
    pages = Pages()
    _drawn(pages, lines)
    return pictures(pages)[0]


def _scan_page(pages: Pages, lines: list[str]) -> None:
    jpeg = io.BytesIO()
    _picture_of(lines).save(jpeg, "JPEG", quality=80)
    jpeg.seek(0)
    pages.canvas.drawImage(ImageReader(jpeg), 0, 0, pages.width, pages.height)


def _told(document: Document) -> dict[str, str]:
    return {p.code: p.message for p in document.problems}


def test_a_scanned_page_among_others() -> None:
    pages = Pages()
    _drawn(pages, LINES)
    pages.next()
    _scan_page(pages, LINES)
    pages.next()
    _drawn(pages, LINES)
    document = read(pages.data())
    assert fold("".join(texts(document))) == fold("".join(LINES)) * 3
    assert [page.ocr for page in document.pages] == [False, True, False]
    assert document.file.ocr
    assert _told(document) == {"page-read-by-ocr": "read by OCR because they are pictures without text: page 2"}


def test_an_invisible_layer_that_is_right_is_taken() -> None:
    pages = Pages()
    _scan_page(pages, LINES)
    _drawn(pages, LINES, mode=3)
    document = read(pages.data())
    assert "".join(texts(document)) == "".join(LINES)
    assert not document.file.ocr
    assert "agrees with the picture" in _told(document)["text-layer-invisible"]


@pytest.mark.parametrize("layer", [[OTHER] * 3, ["ÎÒÃÇÒª¼ÓÇ¿×éÖ¯Áìµ¼ÍêÉÆ"] * 3, [LINES[0], LINES[1][:12]]])
def test_an_invisible_layer_that_is_wrong_is_read_anew(layer: list[str]) -> None:
    pages = Pages()
    _scan_page(pages, LINES)
    for row, line in enumerate(layer):
        pages.text(80, 140 + 40 * row, line, 16, font=SONG if line[0] in "临各市" else "Helvetica", mode=3)
    document = read(pages.data())
    assert fold("".join(texts(document))) == fold("".join(LINES))
    assert "disagrees with the picture" in _told(document)["page-read-by-ocr"]


def test_print_whose_text_is_other_than_what_is_seen() -> None:
    """Visible characters of a font with a wrong table: the text says Latin letters with marks over a picture of Chinese."""
    pages = Pages()
    _scan_page(pages, LINES)
    for row in range(3):
        pages.text(80, 700 + 20 * row, "ÎÒÃÇÒªÐÄÈÈµÄ", 10, font="Helvetica")
    document = read(pages.data())
    assert fold(LINES[0]) in fold("".join(texts(document)))


def test_always_and_never() -> None:
    pages = Pages()
    _drawn(pages, LINES)
    data = pages.data()
    always = read(data, ocr="always")
    assert fold("".join(texts(always))) == fold("".join(LINES))
    assert "--ocr always" in _told(always)["page-read-by-ocr"]
    scan = Pages()
    _scan_page(scan, LINES)
    with pytest.raises(ScanWithoutOcr, match="--ocr never"):
        read(scan.data(), ocr="never")


def test_always_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_model, "missing", lambda: ["onnxruntime"])
    pages = Pages()
    _drawn(pages, LINES)
    with pytest.raises(ExtraMissing, match=r"onnxruntime missing.*pip install \"policyparse\[ocr\]\""):
        read(pages.data(), ocr="always")


def test_a_picture_without_words_is_told() -> None:
    pages = Pages()
    _drawn(pages, LINES)
    pages.next()
    pages.picture(0, 0, pages.width, pages.height)
    document = read(pages.data())
    assert fold("".join(texts(document))) == fold("".join(LINES))
    assert _told(document) == {"page-without-text": "OCR found no text in the picture: page 2"}


def _table_picture(pages: Pages, top: float, high: float, wide: float = 300) -> None:
    picture = _picture_of(LINES).crop((200, 300, 1000, 900))
    jpeg = io.BytesIO()
    picture.save(jpeg, "JPEG", quality=80)
    jpeg.seek(0)
    pages.canvas.drawImage(ImageReader(jpeg), 80, pages.height - top - high, wide, high)


def test_a_picture_beside_text_is_told() -> None:
    pages = Pages()
    _drawn(pages, LINES)
    _table_picture(pages, 300, 225)
    data = pages.data()
    document = read(data)
    (problem,) = document.problems
    assert problem.code == "picture-not-read"
    assert "page 1 holds a picture beside its text" in problem.message
    assert "--ocr always" in problem.message
    assert [(o.page, o.bbox) for o in problem.source] == [(1, (80.0, 300.0, 380.0, 525.0))]
    always = read(data, ocr="always")
    assert "picture-not-read" not in _told(always)
    assert fold("".join(texts(always))).count(fold(LINES[1][:9])) == 2


def test_seals_codes_and_backgrounds_are_not_told() -> None:
    pages = Pages()
    _table_picture(pages, 0, pages.height, pages.width)  # the paper under the text
    _drawn(pages, LINES)
    _table_picture(pages, 600, 119, 119)  # as large as a seal
    _table_picture(pages, 760, 12, 400)  # a line
    document = read(pages.data())
    assert "".join(texts(document)) == "".join(LINES)
    assert document.problems == ()


def test_a_picture_at_one_place_of_many_pages_is_furniture() -> None:
    pages = Pages()
    for number in range(3):
        _drawn(pages, LINES)
        _table_picture(pages, 20, 60)
        if number < 2:
            pages.next()
    assert read(pages.data()).problems == ()

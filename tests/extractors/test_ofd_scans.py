"""Pages of OFD packages that are pictures: read by OCR, one by one, from the image objects at their places."""

from __future__ import annotations

import io

import pytest
from ofd_building import page, paragraphs, parts, read, text
from pdf_building import Pages
from PIL import Image
from scan_building import SONG, pictures

from policyparse.document import Document
from policyparse.errors import ScanWithoutOcr
from policyparse.extractors import ocr_model
from policyparse.text import fold

LINES = [
    "市农业农村局要在6月底前完成灌区修复任务",
    "市交通运输局要加快推进农村公路养护工作",
    "市民政局要健全困难群众救助帮扶工作机制",
]
WORDS = "各县区人民政府要按月报送工作进展情况"
MEDIA = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"


def _scan(lines: list[str]) -> Image.Image:
    pages = Pages()
    for row, line in enumerate(lines):
        pages.text(80, 140 + 40 * row, line, 16, font=SONG)
    return pictures(pages)[0]


def _image(key: int, left: float, top: float, wide: float, high: float, ctm: str | None = None) -> str:
    inner = f"{wide} 0 0 {high} 0 0" if ctm is None else ctm
    return f'<ofd:ImageObject ID="9" Boundary="{left} {top} {wide} {high}" CTM="{inner}" ResourceID="{key}"/>'


def _package(pages: list[str], images: list[Image.Image]) -> dict[str, str | bytes]:
    found: dict[str, str | bytes] = dict(parts(pages, common=MEDIA))
    listed = ""
    for index, picture in enumerate(images):
        room = io.BytesIO()
        picture.save(room, "JPEG", quality=85)
        found[f"Doc_0/Res/scan_{index}.jpg"] = room.getvalue()
        listed += f'<ofd:MultiMedia ID="{50 + index}" Type="Image"><ofd:MediaFile>scan_{index}.jpg</ofd:MediaFile></ofd:MultiMedia>'
    found["Doc_0/DocumentRes.xml"] = (
        '<?xml version="1.0" encoding="UTF-8"?><ofd:Res xmlns:ofd="http://www.ofdspec.org/2016" BaseLoc="Res">'
        f"<ofd:MultiMedias>{listed}</ofd:MultiMedias></ofd:Res>"
    )
    return found


def _told(document: Document) -> dict[str, str]:
    return {p.code: p.message for p in document.problems}


def test_a_picture_page_and_a_page_of_text() -> None:
    document = read(_package([page(_image(50, 0, 0, 210, 297)), page(text(WORDS, 30, 40))], [_scan(LINES)]))
    assert fold("".join(paragraphs(document))) == fold("".join(LINES) + WORDS)
    assert [p.ocr for p in document.pages] == [True, False]
    assert document.file.ocr
    assert _told(document) == {"page-read-by-ocr": "read by OCR because they are pictures without text: page 1"}


def test_a_page_cut_into_strips_with_its_number_as_text() -> None:
    """Scanners' programs cut pages into strips; the office's program prints the number over them."""
    whole = _scan(LINES)
    middle = whole.height // 2
    strips = [whole.crop((0, 0, whole.width, middle)), whole.crop((0, middle, whole.width, whole.height))]
    high = 297 * middle / whole.height
    objects = _image(50, 0, 0, 210, high), _image(51, 0, high, 210, 297 - high), text("此件公开", 30, 250)
    document = read(_package([page(*objects)], strips))
    assert fold("".join(paragraphs(document))) == fold("".join(LINES) + "此件公开")


def test_an_image_that_its_matrix_turns() -> None:
    """The image file lies on its side and the CTM stands it up; its place is told on the page as it is seen."""
    lying = _scan(LINES).transpose(Image.Transpose.ROTATE_90)
    document = read(_package([page(_image(50, 0, 0, 210, 297, "0 297 -210 0 210 0"))], [lying]))
    assert fold("".join(paragraphs(document))) == fold("".join(LINES))
    boxes = [o.bbox for block in document.blocks for o in getattr(block, "origins", ()) if o.bbox]
    assert min(box[0] for box in boxes) == pytest.approx(80, abs=4)
    assert min(box[1] for box in boxes) == pytest.approx(126, abs=8)


def test_never_and_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    package = _package([page(_image(50, 0, 0, 210, 297))], [_scan(LINES)])
    with pytest.raises(ScanWithoutOcr, match="--ocr never"):
        read(package, ocr="never")
    monkeypatch.setattr(ocr_model, "missing", lambda: ["onnxruntime"])
    with pytest.raises(ScanWithoutOcr, match=r"pip install \"policyparse\[ocr\]\""):
        read(package)


def test_an_image_that_cannot_be_decoded_is_told() -> None:
    package = _package(
        [page(_image(50, 0, 0, 210, 297)), page(text(WORDS, 30, 40)), page(text(WORDS, 30, 40))], [_scan(LINES)]
    )
    package["Doc_0/Res/scan_0.jpg"] = b"no picture"
    document = read(package)
    assert "page 1" in _told(document)["page-without-text"]
    assert not document.file.ocr


def test_always_keeps_the_text_of_the_page() -> None:
    objects = text(WORDS, 30, 30), _image(50, 0, 0, 210, 297)
    document = read(_package([page(*objects)], [_scan(LINES)]), ocr="always")
    assert fold("".join(paragraphs(document))) == fold(WORDS + "".join(LINES))

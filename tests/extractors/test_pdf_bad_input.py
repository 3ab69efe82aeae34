"""Files that are broken, locked, empty, pictures, or made to hurt."""

from __future__ import annotations

import pytest
from pdf_building import Pages, accounted, read, texts

from policyparse.errors import FileBroken, PasswordNeeded, ScanWithoutOcr
from policyparse.extractors import ocr_model

TEXT = "各级各部门要切实强化责任担当。"


def _text_pages(count: int) -> bytes:
    pages = Pages()
    for _ in range(count):
        pages.lines(80, 120, [TEXT] * 5, size=16, pitch=28)
        pages.next()
    return pages.data()


def _raw(content: bytes, *more: bytes, resources: bytes = b"", fonts: bytes = b"") -> bytes:
    """A file of one page with this content; `more` are objects from number 5."""
    font = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>" + fonts + b">>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<<" + font + resources + b">>>>"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[4 0 R]/Count 1>>", _stream(content), page, *more]
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def _stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), extra, content)


HELLO = b"BT /F 12 Tf 72 700 Td (Hello) Tj ET\n"


@pytest.mark.parametrize("part", [0.1, 0.4, 0.7, 0.95])
def test_cut_off_files_are_refused(part: float) -> None:
    data = _text_pages(8)
    with pytest.raises(FileBroken, match="cut off"):
        read(data[: int(len(data) * part)])


@pytest.mark.parametrize("data", [b"%PDF-1.4", b"%PDF-1.4\n" + b"\0" * 5000, b"%PDF-1.7\nno objects\n%%EOF"])
def test_garbage_is_refused(data: bytes) -> None:
    with pytest.raises(FileBroken):
        read(data)


def test_encrypted_files_ask_for_the_password() -> None:
    pages = Pages(encrypt="秘密".encode().hex())
    pages.text(80, 120, TEXT, 16)
    data = pages.data()
    with pytest.raises(PasswordNeeded, match="give its password with --password"):
        read(data)
    with pytest.raises(PasswordNeeded, match="does not open it"):
        read(data, password="wrong")
    assert texts(read(data, password="秘密".encode().hex())) == [TEXT]


@pytest.fixture
def no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without the OCR extra."""
    monkeypatch.setattr(ocr_model, "missing", lambda: ["rapidocr", "onnxruntime"])


@pytest.mark.usefixtures("no_ocr")
def test_scans_name_the_extra_that_reads_them() -> None:
    pages = Pages()
    for _ in range(3):
        pages.picture(0, 0, pages.width, pages.height)
        pages.next()
    with pytest.raises(ScanWithoutOcr, match=r"scan.* -m pip install \"policyparse\[ocr\]\""):
        read(pages.data())


@pytest.mark.usefixtures("no_ocr")
def test_page_numbers_on_pictures_make_no_text() -> None:
    pages = Pages()
    for number in range(1, 4):
        pages.picture(0, 0, pages.width, pages.height)
        pages.text(290, 800, f"— {number} —", 12)
        pages.next()
    with pytest.raises(ScanWithoutOcr):
        read(pages.data())


@pytest.mark.usefixtures("no_ocr")
def test_one_picture_page_in_a_text_is_a_problem() -> None:
    pages = Pages()
    for number in range(1, 4):
        if number == 2:
            pages.picture(40, 40, pages.width - 40, pages.height - 40)
        else:
            pages.lines(80, 120, [TEXT] * 5, size=16, pitch=28)
        pages.next()
    document = read(pages.data())
    assert [(p.code, p.source[0].page) for p in document.problems] == [("page-without-text", 2)]
    assert document.file.pages == 3


def test_pages_without_anything() -> None:
    pages = Pages()
    for _ in range(3):
        pages.next()
    with pytest.raises(FileBroken, match="no page holds any text"):
        read(pages.data())


def test_a_blank_page_between_is_nothing_to_report() -> None:
    pages = Pages()
    pages.text(80, 120, TEXT, 16)
    pages.next()
    pages.next()
    pages.text(80, 120, TEXT, 16)
    document = read(pages.data())
    assert document.problems == ()
    assert [page.number for page in document.pages] == [1, 2, 3]


def test_progress() -> None:
    seen: list[tuple[int, int]] = []
    read(_text_pages(3), on_page=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_five_thousand_blank_pages() -> None:
    kids = b" ".join(b"4 0 R" for _ in range(5000))
    data = _raw(HELLO).replace(b"/Kids[4 0 R]/Count 1", b"/Kids[" + kids + b"]/Count 5000")
    with pytest.raises(FileBroken):
        read(data.replace(b"(Hello)", b"(     )"))


def test_a_drawing_of_a_million_lines() -> None:
    path = b"0 0 m " + b"".join(b"%d %d l " % (i % 500, i * 7 % 800) for i in range(400_000)) + b"S"
    document = read(_raw(HELLO + path))
    assert texts(document) == ["Hello"]
    assert [p.code for p in document.problems] == ["limit-reached"]


def test_squared_paper_is_no_table() -> None:
    lines = b"".join(b"%d 0 m %d 800 l S 0 %d m 500 %d l S " % (i * 2, i * 2, i * 2, i * 2) for i in range(250))
    document = read(_raw(HELLO + lines))
    assert accounted(document) == document.characters == 5


def test_deeply_nested_forms() -> None:
    """Thirty forms within one another: what PDFium follows is read, and nothing overflows."""
    depth = 30
    forms = [
        _stream(
            b"/X Do" if n < depth - 1 else b"10 10 m 100 10 l S",
            b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X %d 0 R>>>>" % min(6 + n, 4 + depth),
        )
        for n in range(depth)
    ]
    document = read(_raw(HELLO + b"/X Do", *forms, resources=b"/XObject<</X 5 0 R>>"))
    assert texts(document) == ["Hello"]
    assert [p.code for p in document.problems] == ["limit-reached"]


def test_characters_without_a_mapping_are_reported() -> None:
    """A font whose codes have names that stand for no character."""
    names = b"/Encoding<</Type/Encoding/Differences[1/x1x/x2x/x3x]>>/FirstChar 1/LastChar 3/Widths[600 600 600]"
    fonts = b"/G<</Type/Font/Subtype/Type1/BaseFont/Unknown" + names + b">>"
    document = read(_raw(HELLO + b"BT /G 12 Tf 72 600 Td <010203> Tj ET", fonts=fonts), ocr="never")
    assert accounted(document) == document.characters == 8
    assert [p.code for p in document.problems] == ["text-unmapped"]
    assert "3 characters of page 1" in document.problems[0].message

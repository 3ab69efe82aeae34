"""Characters that a reader does not see or does not read: doubles, hidden text, watermarks, stamps."""

from __future__ import annotations

import math

from pdf_building import Pages, accounted, asides, paragraphs, read, texts

LINE = "各级各部门要切实强化责任担当。"


def test_fake_bold_is_printed_once() -> None:
    """Each character stands a second time a little to the right, drawn one by one as office programs do."""
    pages = Pages()
    for shift in (0, 0.4):
        for number, char in enumerate("重点任务"):
            pages.text(80 + 16 * number + shift, 120, char, 16)
    pages.text(80, 160, LINE, 16)
    document = read(pages.data())
    bold, plain = paragraphs(document)
    assert (bold.text, bold.style.bold) == ("重点任务", True)
    assert (plain.text, plain.style.bold) == (LINE, False)
    assert asides(document) == [("duplicate-print", "重点任务")]
    assert document.characters == 4 + 4 + len(LINE)


def test_doubled_letters_are_no_fake_bold() -> None:
    pages = Pages()
    pages.text(80, 120, "will 1100 all ——", 12)
    document = read(pages.data())
    assert texts(document) == ["will 1100 all ——"]
    assert asides(document) == []


def test_stroked_text_is_bold() -> None:
    pages = Pages()
    pages.text(80, 120, "重点任务", 16, mode=2)
    assert paragraphs(read(pages.data()))[0].style.bold


def test_invisible_text_under_visible_text_is_its_double() -> None:
    pages = Pages()
    pages.text(80, 120, LINE, 16)
    pages.text(80.5, 120.5, LINE, 16, mode=3)
    document = read(pages.data())
    assert texts(document) == [LINE]
    assert asides(document) == [("hidden-text", LINE)]
    assert accounted(document) == document.characters


def test_invisible_text_over_a_picture_is_kept_and_noted() -> None:
    pages = Pages()
    pages.picture(0, 0, pages.width, pages.height)
    pages.lines(80, 120, [LINE] * 3, size=16, pitch=28)
    pages.next()
    pages.picture(0, 0, pages.width, pages.height)
    for number in range(3):
        pages.text(80, 120 + 28 * number, LINE, 16, mode=3)
    document = read(pages.data())
    assert "".join(texts(document)) == LINE * 6
    assert [(p.code, [o.page for o in p.source]) for p in document.problems] == [("text-layer-invisible", [2])]


def test_text_outside_the_page_is_set_aside() -> None:
    pages = Pages()
    pages.text(80, 120, LINE, 16)
    pages.text(80, 900, "页面之外", 16)
    document = read(pages.data())
    assert texts(document) == [LINE]
    assert asides(document) == [("hidden-text", "页面之外")]


def test_clipped_text_is_set_aside() -> None:
    """Spreadsheets print a cell that a page break cuts on both pages, and clip what each page shows."""
    pages = Pages()
    pages.canvas.saveState()
    path = pages.canvas.beginPath()
    path.rect(60, pages.height - 150, 400, 60)  # from 90 to 150
    pages.canvas.clipPath(path, stroke=0, fill=0)
    pages.lines(80, 120, ["看得见的一行。", "看不见的一行。"], size=12, pitch=60)
    pages.canvas.restoreState()
    document = read(pages.data())
    assert texts(document) == ["看得见的一行。"]
    assert asides(document) == [("hidden-text", "看不见的一行。")]


def test_a_pale_slanted_watermark_may_outnumber_the_text() -> None:
    pages = Pages()
    pages.text(80, 120, LINE, 16)
    for number in range(8):
        pages.text(60 + 60 * (number % 4), 300 + 200 * (number // 4), "内部资料请勿外传", 20, turn=30, colour="#cccccc")
    document = read(pages.data())
    assert texts(document) == [LINE]
    assert asides(document) == [("watermark", "内部资料请勿外传" * 8)]


def test_slanted_watermark() -> None:
    pages = Pages()
    pages.text(150, 600, "内部资料请勿外传", 48, turn=40, colour="#d1d1d1")
    pages.lines(80, 120, [LINE] * 20, size=16, pitch=28)
    document = read(pages.data())
    assert "".join(texts(document)) == LINE * 20
    assert asides(document) == [("watermark", "内部资料请勿外传")]


def test_pale_text_of_its_own_is_text() -> None:
    """Grey notes stand over nothing."""
    pages = Pages()
    pages.text(80, 120, LINE, 16)
    pages.text(80, 160, "（此件公开发布）", 16, colour="#999999")
    document = read(pages.data())
    assert texts(document) == [LINE, "（此件公开发布）"]
    assert asides(document) == []


def test_stamp_over_a_signature() -> None:
    pages = Pages()
    pages.text(380, 500, "临江市人民政府", 16)
    pages.text(388, 528, "2026年3月1日", 16)
    words, radius, x, y = "临江市人民政府办公室专用章", 55, 430, 510
    for number, char in enumerate(words):
        angle = math.radians(210 - number * 20)
        pages.text(
            x + radius * math.cos(angle),
            y - radius * math.sin(angle),
            char,
            12,
            turn=math.degrees(angle) - 90,
            colour="#d40000",
        )
    document = read(pages.data())
    assert texts(document) == ["临江市人民政府", "2026年3月1日"]
    assert [reason for reason, _ in asides(document)] == ["stamp"]
    assert accounted(document) == document.characters

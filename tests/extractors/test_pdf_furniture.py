"""Page numbers, running headers and footers, and what must not be taken for them."""

from __future__ import annotations

import pytest
from pdf_building import Pages, asides, read, tables, texts

TEXT = "各级各部门要切实提高政治站位，强化责任担当，健全机制。"


def _pages(count: int, furniture: list[tuple[float, float, str]], *, size: float = 9) -> Pages:
    """Pages of text; `furniture` is (x, baseline, text), where # is the page's number."""
    pages = Pages()
    for number in range(1, count + 1):
        for x, base, text in furniture:
            pages.text(x, base, text.replace("#", str(number)), size)
        pages.lines(80, 140, [TEXT] * 20, size=14, pitch=26)
        if number < count:
            pages.next()
    return pages


@pytest.mark.parametrize(
    "form", ["— # —", "－#－", "- # -", "—#—", "第#页", "第 # 页 共 3 页", "#/3", "#", "Page # of 3", "·#·"]
)
def test_page_numbers(form: str) -> None:
    document = read(_pages(3, [(290, 800, form)], size=12).data())
    assert [reason for reason, _ in asides(document)] == ["page-number"] * 3
    assert all(TEXT in text for text in texts(document))


def test_a_page_number_on_a_single_page() -> None:
    assert asides(read(_pages(1, [(290, 800, "— 12 —")], size=12).data())) == [("page-number", "— 12 —")]


def test_running_header_and_footer() -> None:
    document = read(_pages(4, [(230, 50, "临江市人民政府公报"), (60, 810, "临江市人民政府办公室编")]).data())
    reasons = [reason for reason, _ in asides(document)]
    assert reasons == ["running-header", "running-footer"] * 4
    assert not any("公报" in text for text in texts(document))


def test_header_with_the_page_in_it() -> None:
    document = read(_pages(4, [(230, 50, "临江市人民政府公报 2026年第3期 · # ·")]).data())
    assert [reason for reason, _ in asides(document)] == ["running-header"] * 4


def test_header_of_a_single_page_is_told_by_its_rule() -> None:
    pages = _pages(1, [(230, 50, "临江市地方标准")])
    pages.line(80, 56, 515, 56)
    assert asides(read(pages.data())) == [("running-header", "临江市地方标准")]


def test_left_and_right_pages_differ() -> None:
    pages = Pages()
    for number in range(1, 7):
        header = "临江市人民政府公报" if number % 2 else "2026年第三期目录索引"
        pages.text(80 if number % 2 else 400, 50, header, 9)
        pages.lines(80, 140, [TEXT] * 20, size=14, pitch=26)
        if number < 6:
            pages.next()
    assert [reason for reason, _ in asides(read(pages.data()))] == ["running-header"] * 6


def test_left_and_right_pages_mirror_each_other() -> None:
    pages = Pages()
    for number in range(10, 14):
        pages.text(
            60 if number % 2 == 0 else 480, 810, f"{number} 2026·3" if number % 2 == 0 else f"3·2026 {number}", 9
        )
        pages.lines(80, 140, [TEXT] * 20, size=14, pitch=26)
        if number < 13:
            pages.next()
    assert [reason for reason, _ in asides(read(pages.data()))] == ["running-footer"] * 4


def test_annex_marks_are_text() -> None:
    """附件1, 附件2 stand at the same place on pages that follow one another."""
    document = read(_pages(3, [(80, 110, "附件#")], size=16).data())
    assert [text for text in texts(document) if text.startswith("附件")] == ["附件1", "附件2", "附件3"]


def test_a_repeated_title_stays_where_it_comes_first() -> None:
    document = read(_pages(3, [(190, 100, "重点任务清单")], size=22).data())
    assert [text for text in texts(document) if "清单" in text] == ["重点任务清单"]
    assert asides(document) == [("running-header", "重点任务清单")] * 2


def test_repeated_header_rows_of_a_table_are_text() -> None:
    pages = Pages()
    xs, ys = [60, 120, 300, 520], [70, 90, 110, 130]
    for number in (1, 2, 3):
        pages.grid(xs, ys)
        pages.rows(xs, ys, [["序号", "任务", "时限"], [str(number), "试点", "年内"], ["", "", ""]])
        pages.text(290, 800, f"— {number} —", 12)
        pages.next()
    document = read(pages.data())
    assert [table.cells[0].text for table in tables(document)] == ["序号"] * 3
    assert [reason for reason, _ in asides(document)] == ["page-number"] * 3


def test_names_of_open_tables_are_no_headers() -> None:
    pages = Pages()
    for number in (1, 2, 3):
        for row, base in enumerate((100, 124, 148, 172)):
            texts_of_row = (
                ("序号", "任务", "时限", "单位") if not row else (f"{number}{row}", "试点", "年内", "市教育局")
            )
            for x, text in zip((60, 140, 300, 420), texts_of_row, strict=True):
                pages.text(x, base, text)
        pages.next()
    document = read(pages.data())
    assert [table.rows for table in tables(document)] == [4, 4, 4]
    assert asides(document) == []


def test_upright_page_numbers_on_pages_with_turned_tables() -> None:
    pages = Pages(595, 842)
    xs, ys = [80, 140, 320, 700], [100, 120, 140, 160]
    for number in (1, 2):
        pages.canvas.saveState()
        pages.canvas.transform(0, 1, -1, 0, 595, 0)
        pages.height = 595
        pages.grid(xs, ys)
        pages.rows(xs, ys, [["序号", "工作任务", "完成时限"], ["1", "修订章程", "10月底前"], ["2", "开展试点", "年内"]])
        pages.canvas.restoreState()
        pages.height = 842
        pages.text(280, 800, f"— {number} —", 12)
        pages.next()
    document = read(pages.data())
    assert asides(document) == [("page-number", "— 1 —"), ("page-number", "— 2 —")]
    assert [table.rows for table in tables(document)] == [3, 3]

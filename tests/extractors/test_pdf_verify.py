"""The second reader: silent where it agrees, and naming both texts where it does not."""

from __future__ import annotations

from dataclasses import replace

from pdf_building import Pages, read, tables

from policyparse.extractors.pdf_verify import differences

XS, YS = [60, 120, 240, 400], [100, 120, 140, 160]
TEXTS = [["序号", "工作任务", "完成时限"], ["1", "修订章程", "10月底前"], ["2", "开展试点", "年内"]]


def _file() -> bytes:
    pages = Pages()
    pages.grid(XS, YS)
    pages.rows(XS, YS, TEXTS)
    return pages.data()


def test_both_readers_agree() -> None:
    document = read(_file(), verify=True)
    assert len(tables(document)[0].cells) == 9
    assert document.problems == ()


def test_a_cell_that_differs_is_reported_with_both_texts() -> None:
    data = _file()
    table = tables(read(data))[0]
    wrong = [replace(c, text="修改章程") if c.text == "修订章程" else c for c in table.cells]
    (problem,) = differences(data, None, [replace(table, cells=tuple(wrong))])
    assert problem.code == "cell-differs"
    assert problem.message == "row 2, column 2: read as “修改章程”, the second reader reads “修订章程”"
    assert problem.source == (next(c.origin for c in table.cells if c.text == "修订章程"),)


def test_a_row_that_the_second_reader_loses_is_reported() -> None:
    """pdfplumber drops a last row without closing rule."""
    pages = Pages()
    for y in YS[:-1]:
        pages.line(XS[0], y, XS[-1], y)
    for x in XS:
        pages.line(x, YS[0], x, YS[-1])
    pages.rows(XS, YS, TEXTS)
    document = read(pages.data(), verify=True)
    assert [p.code for p in document.problems] == ["cell-differs"] * 3
    assert all("finds no cell here" in p.message for p in document.problems)


def test_encrypted_files_are_verified_with_the_password() -> None:
    pages = Pages(encrypt="0000")
    pages.grid(XS, YS)
    for number, x in enumerate(XS[:-1], start=1):
        pages.text(x + 4, 114, str(number), font="Helvetica")
    document = read(pages.data(), password="0000", verify=True)
    assert [c.text for c in tables(document)[0].cells][:3] == ["1", "2", "3"]
    assert document.problems == ()

"""Every renderer prints all of the content, and the same bytes on every run."""

from __future__ import annotations

import csv
import email
import io
import re
import zipfile
from collections import Counter
from html import unescape

import docx
import openpyxl
import pdfplumber
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from strategies import Printed, printed

from rendering.content import Column, Content, Meta, Row, SideBySide, Table, Title
from rendering.docx import DocxStyle, render_docx
from rendering.html import HtmlStyle, render_html
from rendering.layouts import Layout
from rendering.load import load, names
from rendering.pdf import render_pdf
from rendering.render import MADE_BY_OFFICE, RENDERERS, render
from rendering.truth import all_text

#: Printed differently on purpose: characters that a line break or a renderer may drop or add.
BLANK = re.compile(r"\s")
#: LibreOffice makes the others of the DOCX file; test_same_records reads them.
FORMS = [form for form in RENDERERS if form not in MADE_BY_OFFICE]


def characters(text: str) -> Counter[str]:
    return Counter(BLANK.sub("", text))


def pdf_text(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def ofd_text(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        parts = [source.read(name).decode() for name in source.namelist() if "/Pages/" in name or "/Annots/" in name]
    return unescape("".join(re.findall(r"<ofd:TextCode[^>]*>([^<]*)<", "".join(parts))))


def docx_text(data: bytes) -> str:
    body = docx.Document(io.BytesIO(data)).element.body
    return "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


def html_text(data: bytes, encoding: str = "utf-8") -> str:
    return unescape(re.sub(r"<[^>]*>", "", data.decode(encoding)))


def xlsx_text(data: bytes) -> str:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return "".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def xls_text(data: bytes) -> str:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return "".join(str(value) for row in book.get_sheet_by_index(0).to_python() for value in row)


def csv_text(data: bytes, encoding: str = "utf-8-sig", delimiter: str = ",") -> str:
    return "".join(
        field for row in csv.reader(io.StringIO(data.decode(encoding)), delimiter=delimiter) for field in row
    )


def rtf_text(data: bytes) -> str:
    plain = re.sub(r"\\u(-?\d+)\?", lambda match: chr(int(match[1]) % 65536), data.decode("ascii"))
    return re.sub(r"\\[a-z]+-?\d* ?|[{}\r\n]", "", plain)


def mhtml_text(data: bytes) -> str:
    parts = [part for part in email.message_from_bytes(data).walk() if part.get_content_type() == "text/html"]
    payload = parts[0].get_payload(decode=True)
    assert isinstance(payload, bytes)
    return html_text(payload)


TEXT_OF = {
    "xls": xls_text,
    "et": xls_text,
    "csv": csv_text,
    "tsv": lambda data: csv_text(data, "utf-16", "\t"),
    "rtf": rtf_text,
    "mhtml": mhtml_text,
    "xlsx": xlsx_text,
    "pdf": pdf_text,
    "ofd": ofd_text,
    "docx": docx_text,
    "html": html_text,
    "txt": lambda data: data.decode("utf-8"),
    "md": lambda data: data.decode("utf-8"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", names())
def test_all_text_is_there_and_in_order(name: str, form: str) -> None:
    content, _ = load(name)
    text = BLANK.sub("", TEXT_OF[form](render(content, form)))
    text = text.replace("**", "")
    for piece in all_text(content):
        if form in ("pdf", "ofd") and len(piece) > 6:
            continue  # line and page breaks stand between; the next test counts its characters
        assert BLANK.sub("", piece) in text, piece


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("form", ["pdf", "ofd"])
def test_no_character_is_lost_on_pages(name: str, form: str) -> None:
    content, _ = load(name)
    missing = characters("".join(all_text(content))) - characters(TEXT_OF[form](render(content, form)))
    assert not missing


@pytest.mark.parametrize("form", FORMS)
def test_second_run_gives_the_same_bytes(form: str) -> None:
    content, _ = load("task-list")
    assert render(content, form) == render(content, form)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(one=st.booleans().flatmap(lambda ruled: printed(ruled=ruled)))
def test_every_layout_prints_every_character(one: Printed) -> None:
    assert not characters("".join(all_text(one.content))) - characters(pdf_text(render_pdf(one.content, one.layout)))


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(one=printed(max_rows=8), form=st.sampled_from(("docx", "html", "txt", "md")))
def test_every_dress_prints_every_character(one: Printed, form: str) -> None:
    assert not characters("".join(all_text(one.content))) - characters(TEXT_OF[form](render(one.content, form)))


def test_rotated_pages_are_upright_to_the_reader() -> None:
    content, _ = load("notice")
    upright = pdf_text(render_pdf(content, Layout(orientation="portrait")))
    for rotate in (90, 180, 270):
        data = render_pdf(content, Layout(orientation="portrait", rotate=rotate))
        with pypdfium2.PdfDocument(data) as document:
            page = document[0]
            assert page.get_rotation() == rotate
            assert page.get_width() < page.get_height()
        assert characters(pdf_text(data)) == characters(upright)


def test_fake_bold_prints_bold_text_twice() -> None:
    content, _ = load("notice")
    counts = {}
    for bold in ("stroke", "twice"):
        with pdfplumber.open(io.BytesIO(render_pdf(content, Layout(bold=bold)))) as document:
            counts[bold] = Counter(char["text"] for char in document.pages[0].chars)
    doubled = counts["twice"] - counts["stroke"]
    title = content.blocks[1]
    assert isinstance(title, Title)
    assert doubled == characters(content.blocks[0].issuer_line + "".join(title.lines))


def test_tables_beside_one_another() -> None:
    content, _ = load("plan")
    table = next(block for block in content.blocks if getattr(block, "caption", None))
    both = Content(name="beside", meta=Meta(title="并列", kind="other"), blocks=(SideBySide(left=table, right=table),))
    with pypdfium2.PdfDocument(render_pdf(both)) as document:
        text = document[0].get_textpage().get_text_range()
        width = document[0].get_width()
        assert text.count("社区日间照料") == 2
    assert width > 800


def test_a_row_goes_on_over_three_pages() -> None:
    long = "".join(f"第{number}项工作由责任单位按月推进，" for number in range(1, 40))
    columns = (Column(key="task", names=("工作任务",)), Column(key="target", names=("年度目标",)))
    table = Table(columns=columns, rows=(Row(values={"task": "建设口袋公园", "target": long}),))
    content = Content(name="long", meta=Meta(title="长行", kind="other"), blocks=(table,))
    layout = Layout(row_break="cut", row_limit=6, close_breaks=False, header="first", page_number="none")
    with pypdfium2.PdfDocument(render_pdf(content, layout)) as document:
        pages = [BLANK.sub("", page.get_textpage().get_text_range()) for page in document]
    assert len(pages) >= 3
    assert "".join(pages).replace("工作任务年度目标", "").replace("建设口袋公园", "") == long


def test_docx_header_rows_repeat_and_cells_merge() -> None:
    content, _ = load("task-list")
    body = docx.Document(io.BytesIO(render_docx(content))).element.body
    tags = Counter(node.tag.rsplit("}", 1)[1] for node in body.iter() if isinstance(node.tag, str))
    assert tags["tblHeader"] == 2
    assert tags["vMerge"] > 40
    assert tags["gridSpan"] >= 6  # five section rows and the group over two columns
    unmarked = render_docx(content, DocxStyle(header_marked=False))
    assert b"tblHeader" not in docx.Document(io.BytesIO(unmarked)).element.body.xml.encode()


def test_html_of_an_old_site_declares_another_encoding() -> None:
    content, _ = load("work-points")
    data = render_html(content, HtmlStyle(encoding="gb18030", declared="gb2312", layout_tables=True))
    assert b"charset=gb2312" in data
    assert characters("".join(all_text(content))) - characters(html_text(data, "gb18030")) == Counter()

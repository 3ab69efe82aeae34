"""Helpers and fictional pages for the tests of the HTML reader."""

from __future__ import annotations

from policyparse.document import Document, FileInfo, Table
from policyparse.extractors.html import read
from policyparse.extractors.options import ReadOptions
from policyparse.text import count

FILE = FileInfo(path="page.html", format="", sha256="", size_bytes=0)

TITLE = "临江市人民政府办公室关于印发临江市2031年重点工作任务清单的通知"
BODY = [
    "临政办〔2031〕7号",
    "各县（区）人民政府，市政府各部门：",
    "《临江市2031年重点工作任务清单》已经市政府同意，现印发给你们，请认真组织实施。",
    "一、加快城市更新",
    "（一）改造老旧小区。全年改造老旧小区40个，惠及居民1.2万户。（责任单位：市住建局、各县区政府）",
    "（二）建设口袋公园。6月底前开工12处，年底前全部建成开放。（责任单位：市城管局）",
    "二、提升公共服务",
    "（三）新建公办幼儿园5所，新增学位1800个。（责任单位：市教育局）",
    "临江市人民政府办公室",
    "2031年2月18日",
    "（此件公开发布）",
]


def read_bytes(data: bytes) -> Document:
    """Read a page and check the account: blocks and what is set aside are all characters, once each."""
    document = read(data, FILE, ReadOptions())
    kept = sum(
        sum(count(cell.text) for cell in block.cells) if isinstance(block, Table) else count(block.text)
        for block in document.blocks
    )
    aside = sum(count(piece.text) for piece in document.set_aside)
    assert kept + aside == document.characters
    return document


def read_page(page: str) -> Document:
    return read_bytes(page.encode())


def body(inner: str, head: str = "") -> str:
    return f"<html><head><meta charset=utf-8>{head}</head><body>{inner}</body></html>"


def texts(document: Document) -> list[str]:
    """The paragraphs and headings of a document."""
    return [block.text for block in document.blocks if not isinstance(block, Table)]


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def grid(table: Table) -> list[list[str | None]]:
    """The cells with their spans filled in, as text."""
    return [[cell.text if cell else None for cell in row] for row in table.grid()]


def aside(document: Document, reason: str) -> str:
    return "\n".join(piece.text for piece in document.set_aside if piece.reason == reason)


def only_table(inner: str) -> Table:
    """The one table of a page whose article is the given table and a sentence before it."""
    (table,) = tables(read_page(body(f"<p>现将任务分解如下，请各单位认真落实。</p>{inner}")))
    return table

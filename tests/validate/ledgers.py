"""A ledger without any fault, as people make one, and ways to plant faults in it."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable
from typing import Any

import openpyxl

from policyparse.checks import Finding, check_data
from policyparse.lexicon import default_lexicon
from policyparse.tables import TableFile, read_rows

TITLE = "临江市2026年重点任务清单"
HEAD = ["序号", "重点任务", "工作目标", "完成时限", "截止日期", "责任领导", "牵头单位", "配合单位"]
ROWS: list[list[Any]] = [
    [1, "修缮城区老旧桥梁", "完成3座桥梁修缮", "6月底前", datetime.date(2026, 6, 30), "王建国", "市城管局", "市财政局、市交通局"],
    [2, "疏浚城区河道", "完成2条河道疏浚", "9月底前", datetime.date(2026, 9, 30), "李志强", "市水务局", "市财政局"],
    [3, "新建社区食堂", "新建食堂3处", "10月底前", datetime.date(2026, 10, 31), "王建国", "市民政局", "市财政局、市卫健委"],
    [4, "整治农贸市场", "合格率达到95%", "年底前", datetime.date(2026, 12, 31), "张丽华", "市市场监管局", "市公安局"],
    [5, "开展技能培训", "培训500人次", "每季度末", None, "张丽华", "市人社局", "市教育局、市医政处"],
    [6, "建设城市绿道", "建成12公里绿道", "11月底前", datetime.date(2026, 11, 30), "李志强", "市园林局", "市财政局、市医政处"],
]  # fmt: skip
#: The first record's row: below the title and the header.
FIRST = 3


def workbook(
    change: Callable[[Any], None] | None = None,
    *,
    head: list[str] | None = None,
    rows: list[list[Any]] | None = None,
    title: str | None = TITLE,
) -> bytes:
    """The ledger as XLSX; `change` gets its sheet."""
    head, rows = HEAD if head is None else head, ROWS if rows is None else rows
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "清单"
    if title is not None:
        sheet.append([title])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(head))
    sheet.append(head)
    for row in rows:
        sheet.append(row)
    for line in sheet.iter_rows():
        for cell in line:
            if isinstance(cell.value, datetime.date):
                cell.number_format = "yyyy-mm-dd"
    if change is not None:
        change(sheet)
    return saved(book)


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def delimited(
    delimiter: str = ",", encoding: str = "utf-8-sig", changes: dict[tuple[int, int], str] | None = None
) -> bytes:
    """The ledger as delimited text; `changes` by (row of ROWS, column)."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(HEAD)
    for r, row in enumerate(ROWS):
        texts = ["" if v is None else str(v) for v in row]
        for (at, col), text in (changes or {}).items():
            if at == r:
                texts[col] = text
        writer.writerow(texts)
    return out.getvalue().encode(encoding)


def read(data: bytes, name: str = "清单.xlsx") -> TableFile:
    return read_rows(data, name, default_lexicon())


def findings(data: bytes, name: str = "清单.xlsx") -> list[Finding]:
    return check_data(data, read(data, name), default_lexicon())


def places(data: bytes, name: str = "清单.xlsx") -> list[tuple[str | None, str]]:
    return [(f.cell, f.code) for f in findings(data, name)]

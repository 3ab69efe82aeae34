"""A blank column in a sheet: part of one table, or the gap between two."""

import io
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Border, Side

from policyparse import extract
from policyparse.document import Document, FileInfo, Table
from policyparse.extractors import registry
from policyparse.extractors.options import ReadOptions

BOX = Border(*(Side(style="thin") for _ in range(4)))


def grid(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def workbook(text: str, *, rules: bool, title: str = "柳河县2026年重点任务清单") -> bytes:
    """Lines of cells parted by |, a `~` where rules and cells end: the gap between two tables drawn apart."""
    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet["A1"] = title
    for r, row in enumerate(grid(text), 2):
        for c, value in enumerate(row, 1):
            if value == "~":
                continue
            cell = sheet.cell(r, c, int(value) if value.isdigit() else value or None)
            if rules:
                cell.border = BOX
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def csv(text: str) -> bytes:
    rows = [[cell.replace("~", "") for cell in row] for row in grid(text)]
    return "\n".join(",".join(row) for row in rows).encode()


def read(data: bytes, name: str) -> Document:
    return registry.read(data, FileInfo(path=name, format="", sha256="", size_bytes=len(data)), ReadOptions())


def sizes(data: bytes, name: str = "清单.xlsx") -> list[tuple[int, int]]:
    return [(b.rows, b.cols) for b in read(data, name).blocks if isinstance(b, Table)]


ONE = {
    "no name": """
        序号|工作任务||完成时限|责任单位
        1|加固河堤||6月底前|县水务局
        2|绿化荒坡||9月底前|县林业局""",
    "several": """
        序号||工作任务|||完成时限||责任单位|备注
        1||加固河堤|||6月底前||县水务局|续建
        2||绿化荒坡|||9月底前||县林业局|""",
    "seldom filled": """
        序号|工作任务|责任单位||完成情况|备注
        1|加固河堤|县水务局|||
        2|绿化荒坡|县林业局||已完成|
        3|改建菜场|县商务局|||跨年""",
    "sections": """
        序号|工作任务|责任单位||完成时限|备注
        一、水利|||||
        1|加固河堤|县水务局||6月底前|
        二、民生|||||
        2|改建菜场|县商务局||8月底前|新建""",
    "unknown names": """
        行次|活儿||何时交卷|谁来干
        1|加固河堤||6月底前|县水务局
        2|绿化荒坡||9月底前|县林业局""",
    "two rows of names": """
        序号|工作任务|责任||分工|备注
        ||牵头单位||配合单位|
        1|加固河堤|县水务局||县财政局|
        2|绿化荒坡|县林业局||县财政局|""",
}
TWO = {
    "own numbers": (
        """
        序号|工作任务|责任单位|~|序号|实事项目|责任单位
        1|加固河堤|县水务局|~|1|新建食堂|县民政局
        2|绿化荒坡|县林业局|~|2|改建菜场|县商务局
        3|疏通暗渠|县水务局|~|~|~|~""",
        [(4, 3), (3, 3)],
    ),
    "a list that goes on": (
        """
        序号|工作任务|责任单位|~|序号|工作任务|责任单位
        1|加固河堤|县水务局|~|3|新建食堂|县民政局
        2|绿化荒坡|县林业局|~|4|改建菜场|县商务局""",
        [(3, 3), (3, 3)],
    ),
    "sums beside a list": (
        """
        序号|工作任务|责任单位|~|责任单位|件数
        1|加固河堤|县水务局|~|县水务局|2
        2|绿化荒坡|县林业局|~|县林业局|1
        3|疏通暗渠|县水务局|~|~|~""",
        [(4, 3), (3, 2)],
    ),
    "one that begins lower": (
        """
        序号|工作任务|责任单位|~|~|~
        1|加固河堤|县水务局|~|科室|件数
        2|绿化荒坡|县林业局|~|水利科|2
        3|疏通暗渠|县水务局|~|林业科|1""",
        [(4, 3), (3, 2)],
    ),
    "indicators beside tasks": (
        """
        序号|工作任务|责任单位|~|指标名称|计量单位|目标值
        1|加固河堤|县水务局|~|绿化率|%|42
        2|绿化荒坡|县林业局|~|污水处理率|%|97""",
        [(3, 3), (3, 3)],
    ),
}


@pytest.mark.parametrize("form", ["ruled", "bare", "csv"])
@pytest.mark.parametrize("name", ONE)
def test_an_unfilled_column_parts_no_table(name: str, form: str) -> None:
    rows = grid(ONE[name])
    data = csv(ONE[name]) if form == "csv" else workbook(ONE[name], rules=form == "ruled")
    assert sizes(data, "清单.csv" if form == "csv" else "清单.xlsx") == [(len(rows), len(rows[0]))]


@pytest.mark.parametrize("form", ["ruled", "bare", "csv"])
@pytest.mark.parametrize("name", TWO)
def test_tables_with_names_of_their_own_are_two(name: str, form: str) -> None:
    text, wanted = TWO[name]
    data = csv(text) if form == "csv" else workbook(text, rules=form == "ruled")
    assert sizes(data, "清单.csv" if form == "csv" else "清单.xlsx") == wanted


def test_rules_through_a_blank_column_hold_a_table_of_unknown_names_together() -> None:
    text = """
        活儿|干到啥样||谁来干|啥时候
        加固河堤|三公里||老陈|开春
        绿化荒坡|二十亩||老李|入冬"""
    assert sizes(workbook(text, rules=True)) == [(3, 5)]
    assert sizes(workbook(text.replace("||", "|~|"), rules=True)) == [(3, 2), (3, 2)]


def test_rules_through_a_blank_row_hold_a_table_together() -> None:
    text = """
        工作任务|完成时限|责任单位
        加固河堤|6月底前|县水务局
        ||
        绿化荒坡|9月底前|县林业局"""
    assert sizes(workbook(text, rules=True)) == [(3, 3)]


def test_the_records_of_a_table_with_an_unfilled_column() -> None:
    for rules in (True, False):
        document = extract(workbook(ONE["several"], rules=rules))
        assert [(r.number, r.task, r.deadline.text, r.owner.lead, r.attributes) for r in document.records] == [
            ("1", "加固河堤", "6月底前", ["县水务局"], {"备注": "续建"}),
            ("2", "绿化荒坡", "9月底前", ["县林业局"], {}),
        ]
        assert document.coverage.unaccounted == 0


def test_a_sheet_of_many_scattered_cells_is_read() -> None:
    row = "|".join("甲|" for _ in range(200))
    assert sizes(workbook(f"{row}\n{row}", rules=False)) == [(2, 399)]

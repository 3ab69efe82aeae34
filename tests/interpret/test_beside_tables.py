"""What stands beside the rows of a table: captions, contacts, years, names left blank, names in the first column."""

from typing import Any

import pytest
from table_cases import RENDER, view

from policyparse import extract
from policyparse.records import PolicyDocument

ROWS = """
序号|工作任务|完成时限|责任单位
1|新建第二水厂|9月底前|县水务局
2|改造老旧管网|11月底前|县住建局
"""


def read(table: str, *, form: str = "html", title: str = "重点任务清单", **lines: list[str]) -> PolicyDocument:
    case: dict[str, Any] = {"title": title, "table": table, **lines}
    document = extract(RENDER[form](case))
    assert document.coverage.unaccounted == 0
    return document


@pytest.mark.parametrize("line", ["联系人：张晓明    联系电话：6220133", "填表人：张晓明  审核人：李文海"])
@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("form", ["html", "docx", "xlsx"])
def test_a_contact_below_the_table_owns_nothing(line: str, inside: bool, form: str) -> None:
    below = {} if inside else {"below": [line]}
    document = read(f"{ROWS}{line}|<|<|<" if inside else ROWS, form=form, title="2026年重点任务清单", **below)
    assert [(r.task, r.owner.lead, r.owner.leaders) for r in document.records] == [
        ("新建第二水厂", ["县水务局"], []),
        ("改造老旧管网", ["县住建局"], []),
    ]


def test_a_contact_in_the_row_is_its_person() -> None:
    document = read(
        "工作任务|完成时限|责任单位|联系人\n新建水厂|9月底前|县水务局|张晓明\n改造管网|11月底|县住建局|李文海"
    )
    assert [r.owner.leaders for r in document.records] == [["张晓明"], ["李文海"]]


def test_a_contact_in_the_forms_head_is_an_attribute() -> None:
    document = read("填报单位|县发改局|联系人|张晓明\n" + ROWS.strip())
    assert [(r.owner.leaders, r.attributes) for r in document.records] == [
        ([], {"填报单位": "县发改局", "联系人": "张晓明"})
    ] * 2


@pytest.mark.parametrize("head", ["年度：|2026|填报单位：|县发改局", "计划年度|2026年|填报单位|县发改局"])
def test_the_year_of_the_forms_head_dates_the_rows(head: str) -> None:
    document = read(f"{head}\n{ROWS.strip()}")
    items = [item for r in document.records for item in r.deadline.items]
    assert [(str(i.due), i.year_from) for i in items] == [("2026-09-30", "period"), ("2026-11-30", "period")]


def test_the_year_of_a_line_above_dates_the_rows() -> None:
    document = read(ROWS, above=["年度：2026年    填报单位：县发改局"])
    assert [str(r.deadline.items[0].due) for r in document.records] == ["2026-09-30", "2026-11-30"]


@pytest.mark.parametrize(
    ("caption", "name"),
    [
        ("表7.5 规划主要指标", "表7.5 规划主要指标"),
        ("附表2：重点任务分解", "重点任务分解"),
        ("表一  任务安排", "表一 任务安排"),
    ],
)
@pytest.mark.parametrize("between", [[], ["单位：万亩"]])
def test_the_numbered_line_above_names_the_table(caption: str, name: str, between: list[str]) -> None:
    document = read(ROWS, above=[caption, *between])
    assert document.tables[0].name == name


@pytest.mark.parametrize("line", ["表1所示各项任务按时完成。", "表彰先进单位"])
def test_other_lines_above_name_no_table(line: str) -> None:
    assert read(ROWS, above=[line]).tables[0].name is None


@pytest.mark.parametrize(
    ("cells", "field", "value"),
    [
        (("县水务局", "县住建局"), "lead", [["县水务局"], ["县住建局"]]),
        (("9月底前", "11月底前"), "deadline", ["9月底前", "11月底前"]),
        (("张晓明", "李文海"), "leaders", [["张晓明"], ["李文海"]]),
        (("分两期建成", "同步改造表井"), "attributes", [{"列3": "分两期建成"}, {"列3": "同步改造表井"}]),
    ],
)
def test_a_column_without_a_name_is_judged_by_its_cells(cells: tuple[str, str], field: str, value: list[Any]) -> None:
    document = read(
        f"序号|工作任务||目标\n1|新建水厂|{cells[0]}|建成1座\n2|改造管网|{cells[1]}|改造60公里", title="2026年任务清单"
    )
    assert [record.task for record in document.records] == ["新建水厂", "改造管网"]
    assert [view(record)[field] for record in document.records] == value


def test_a_column_without_a_name_left_of_the_task_is_a_category() -> None:
    document = read(
        "序号||工作任务|责任单位\n1|民生|新建水厂|县水务局\n2|^|改造管网|县住建局\n3|产业|建设园区|县科工局"
    )
    assert [record.section for record in document.records] == [["民生"], ["民生"], ["产业"]]


@pytest.mark.parametrize("corner", ["序号", ""])
def test_names_in_the_first_column_below_a_row_that_counts(corner: str) -> None:
    document = read(
        f"{corner}|1|2|3\n任务名称|新建水厂|改造管网|建设平台\n目标|1座|60公里|接入200个点\n"
        "完成时限|9月底|11月底|12月底\n责任单位|县水务局|县住建局|县数据局"
    )
    assert [(r.number, r.task, r.target.text, r.deadline.text, r.owner.lead) for r in document.records] == [
        ("1", "新建水厂", "1座", "9月底", ["县水务局"]),
        ("2", "改造管网", "60公里", "11月底", ["县住建局"]),
        ("3", "建设平台", "接入200个点", "12月底", ["县数据局"]),
    ]


@pytest.mark.parametrize("cells", [("编两个组", "编三个组", "分四个队"), ("红队", "蓝队", "评委组")])
def test_groups_under_an_unknown_name_own_nothing(cells: tuple[str, str, str]) -> None:
    rows = zip(("分组准备", "现场展示", "总结评比"), cells, ("9月", "10月", "11月"), strict=True)
    document = read("工作任务|方案|时间\n" + "\n".join("|".join(row) for row in rows))
    assert [r.owner.lead for r in document.records] == [[], [], []]
    assert [r.attributes for r in document.records] == [{"方案": cell} for cell in cells]


@pytest.mark.parametrize("form", ["html", "docx", "xlsx"])
def test_the_units_below_the_names_are_those_of_the_numbers(form: str) -> None:
    document = read(
        "县区|人工造林|抚育|育苗\n^|万亩|亩|万株\n东川县|3.2|4000|120\n西岭县|2.8|3500|90",
        form=form,
        title="2026年造林任务分解表",
    )
    assert [[(m.value, m.unit) for m in r.target.measures] for r in document.records] == [
        [(3.2, "万亩"), (4000, "亩"), (120, "万株")],
        [(2.8, "万亩"), (3500, "亩"), (90, "万株")],
    ]
    assert all("县" in r.task for r in document.records)

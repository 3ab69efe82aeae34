"""Several sheets, and titles over tables: what is one table, what it is called, and what heads its records."""

import io
from typing import Any

import openpyxl

from policyparse import extract
from policyparse.records import PolicyDocument

HEAD = ["序号", "工作任务", "责任单位", "完成时限"]
FIRST = [HEAD, [1, "修建拦水坝", "县水务局", "6月底前"], [2, "清淤塘堰", "县水务局", "5月底前"]]
GOES_ON = [HEAD, [3, "改造电网", "县供电公司", "9月底前"]]
AGAIN = [HEAD, [1, "更换路灯", "县供电公司", "9月底前"]]
FOLLOWING = GOES_ON[1:]


def book(sheets: dict[str, list[list[Any]]], merges: dict[str, str] | None = None) -> PolicyDocument:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if merges and name in merges:
            sheet.merge_cells(merges[name])
    out = io.BytesIO()
    made.save(out)
    document = extract(out.getvalue())
    assert document.coverage.unaccounted == 0
    return document


def tables(document: PolicyDocument) -> list[tuple[str | None, int]]:
    return [(table.name, len(table.rows)) for table in document.tables]


def sections(document: PolicyDocument) -> list[tuple[str, list[str]]]:
    return [(record.task, record.section) for record in document.records]


def test_sheets_without_names_of_their_own_go_on() -> None:
    for second in (GOES_ON, FOLLOWING):
        document = book({"第1页": [["柳河县2026年水利任务表"], *FIRST], "第2页": second})
        assert tables(document) == [("柳河县2026年水利任务表", 3)]
        assert [record.number for record in document.records] == ["1", "2", "3"]


def test_the_names_of_sheets_head_their_records() -> None:
    document = book({"水利": FIRST, "能源": GOES_ON, "Sheet3": []})
    assert document.meta.title is None
    assert tables(document) == [("水利", 2), ("能源", 1)]
    assert sections(document) == [("修建拦水坝", ["水利"]), ("清淤塘堰", ["水利"]), ("改造电网", ["能源"])]


def test_a_sheet_alone_is_not_headed_by_its_name() -> None:
    document = book({"水利": FIRST, "Sheet2": []})
    assert sections(document) == [("修建拦水坝", []), ("清淤塘堰", [])]


def test_instructions_on_another_sheet_head_nothing() -> None:
    notes = [["填表说明"], ["1.本表于每月5日前报送。"], ["2.时限请填写到日。"]]
    document = book({"填表说明": notes, "任务": FIRST})
    assert sections(document) == [("修建拦水坝", []), ("清淤塘堰", [])]


def test_titles_name_the_tables_and_tell_the_second_from_the_first() -> None:
    title, second = "柳河县2026年水利任务清单", "柳河县2026年民生实事清单"
    below = book({"Sheet1": [[title], *FIRST, [], [second], *AGAIN]})
    direct = book({"Sheet1": [[title], *FIRST, [second], *AGAIN]})
    sheets = book({"甲": [[title], *FIRST], "乙": [[second], *AGAIN]})
    beside = book(
        {"Sheet1": [[title, *[None] * 4, second], *([*a, None, *b] for a, b in zip(FIRST, [*AGAIN, []], strict=True))]}
    )
    for document in (below, direct, sheets, beside):
        assert document.meta.title == title
        assert [name for name, _ in tables(document)] == [title, second]
        assert sections(document) == [("修建拦水坝", []), ("清淤塘堰", []), ("更换路灯", [second])]
        assert {record.deadline.items[0].year_from for record in document.records} == {"period"}


def test_a_label_and_the_title_on_one_line() -> None:
    document = book({"Sheet1": [["附件1　柳河县2026年水利任务清单"], *FIRST]})
    assert document.meta.title == "柳河县2026年水利任务清单"
    assert tables(document) == [("柳河县2026年水利任务清单", 2)]
    assert str(document.records[0].deadline.items[0].due) == "2026-06-30"


def test_a_title_that_begins_left_of_its_table_adds_no_column() -> None:
    rows: list[list[Any]] = [["柳河县2026年水利任务清单"], *([None, *row] for row in FIRST)]
    document = book({"Sheet1": rows}, {"Sheet1": "A1:F1"})
    assert [column.name for column in document.tables[0].columns] == ["number", "task", "owner", "deadline"]


def test_two_lists_beside_one_another_that_both_count_from_one_are_two() -> None:
    beside = [[*a, None, *b] for a, b in zip(FIRST, [*AGAIN, []], strict=True)]
    goes_on = [[*a, None, *b] for a, b in zip(FIRST, [*GOES_ON, []], strict=True)]
    assert [rows for _, rows in tables(book({"Sheet1": beside}))] == [2, 1]
    assert [rows for _, rows in tables(book({"Sheet1": goes_on}))] == [3]

"""No false alarm: clean tables, ours in every form, random ones never raise."""

import contextlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import HEAD, ROWS, delimited, findings, places, workbook

from policyparse import extract
from policyparse.checks import CHECKS, check_table
from policyparse.errors import InputError
from policyparse.exporters import render
from policyparse.lexicon import default_lexicon
from policyparse.tables import read_rows

ROOT = Path(__file__).resolve().parents[2]


def test_a_clean_table_has_no_finding() -> None:
    assert places(workbook()) == []
    assert places(delimited(), "清单.csv") == []


def test_other_names_and_another_order() -> None:
    order = [6, 1, 3, 0, 7, 2, 5]
    names = ["主责部门", "工作事项", "时间节点", "编号", "协办单位", "预期成效", "分管领导"]
    rows = [[row[i] for i in order] for row in ROWS]
    assert places(workbook(head=names, rows=rows)) == []


def test_headings_merged_cells_blank_rows_and_further_columns() -> None:
    def change(sheet: Any) -> None:
        sheet.insert_rows(3)
        sheet["A3"] = "一、城市建设"
        sheet.merge_cells("A3:H3")
        sheet.insert_rows(7)
        sheet["A8"].value = 4
        sheet["I2"] = "联系电话"
        sheet["I4"] = "12345678"
        sheet["A12"] = "注：本表由市政府办公室汇总。"

    assert places(workbook(change)) == []


def test_a_task_merged_over_rows_is_no_empty_task() -> None:
    rows = [*ROWS[:2], [None, None, "另完成4条支流疏浚", "10月底前", None, None, "市生态环境局", None], *ROWS[2:]]

    def change(sheet: Any) -> None:
        for column in "ABF":
            sheet.merge_cells(f"{column}4:{column}5")

    assert places(workbook(change, rows=rows)) == []


def test_units_that_are_alike_and_right() -> None:
    pairs = [
        "市水务局",
        "市税务局",
        "东湖区政府",
        "西湖区政府",
        "市农业农村局",
        "市林业局",
        "甲乡政府",
        "乙乡政府",
        "市司法局",
        "县司法局",
        "市人社局",
        "市人防局",
    ]
    rows: list[list[Any]] = [
        [n, f"开展第{n}项工作", f"完成{n}项", "年底前", None, "王建国", unit, "市财政局"]
        for n, unit in enumerate(pairs * 2, 1)
    ]
    assert places(workbook(rows=rows)) == []


def test_numbers_that_begin_again_under_each_heading() -> None:
    head = ["类别", *HEAD]
    rows = [["民生" if n < 3 else "城建", *row] for n, row in enumerate(ROWS)]
    for n, row in enumerate(rows):
        row[1] = n % 3 + 1
    assert places(workbook(head=head, rows=rows)) == []


@pytest.mark.parametrize("name", ["notice", "plan", "task-list", "work-points", "work-points-owners"])
def test_what_we_write_is_clean(name: str) -> None:
    document = extract(ROOT / "samples" / name / "source.txt")
    for form in ("csv", "json", "jsonl"):
        data = render([document], form, "zh")
        assert not data.strip() or places(data, f"a.{form}") == []
    outside = {"deadline-outside-period"}  # a task of the list runs into the year after
    assert {code for _, code in places(render([document], "xlsx", "zh"))} <= outside


cells = st.one_of(
    st.none(),
    st.integers(-5, 50_000),
    st.floats(-1e3, 1e6),
    st.booleans(),
    st.dates(),
    st.text(alphabet="市教育局医政处科、，（）2月30日底前%１２\n\u200b-=王建国", max_size=14),
    st.sampled_from(["市教育局", "6月底前", "2026-02-30", "合格率120%", "一、", "合计", "1"]),
)
names = st.sampled_from([*HEAD, "", "指标值", "开始时间", "编号", "类型", "备注", "单位"])


@given(st.lists(names, min_size=1, max_size=8), st.lists(st.lists(cells, max_size=8), max_size=6))
@settings(max_examples=60, deadline=None)
def test_random_tables_never_raise(head: list[str], rows: list[list[Any]]) -> None:
    rows = [["x" if isinstance(c, str) and c.startswith("=") else c for c in row] for row in rows]
    data = workbook(lambda sheet: None, head=head, rows=rows, title=None)
    try:
        table = read_rows(data, "a.xlsx", default_lexicon())
    except InputError:
        return
    for finding in check_table(table, default_lexicon()):
        assert finding.code in CHECKS
        assert finding.message("zh")
        assert finding.message("en")
        assert "{" not in finding.message("en")


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.json", "a.xlsx"]))
@settings(max_examples=100, deadline=None)
def test_random_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    with contextlib.suppress(InputError):
        findings(data, name)


def test_a_clean_table_with_a_plain_row_of_totals() -> None:
    rows = [*ROWS, ["合计", None, "6项", None, None, None, None, None]]
    assert places(workbook(rows=rows)) == []

"""Tables: merged cells, ragged rows, columns, boxes, tables inside tables."""

from __future__ import annotations

import pytest
from docx_building import cell, only_table, par, read, row, shape, table, texts

from policyparse.document import Heading, Paragraph, Table
from policyparse.origin import Origin

DOWN = '<w:vMerge w:val="restart"/>'
GO_ON = "<w:vMerge/>"


def wide(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def test_a_table_with_merged_cells() -> None:
    body = (
        par("附件")
        + table(
            row(cell("重点工作", wide(2)), "时限", properties="<w:tblHeader/>"),
            row(cell("一、基础设施", wide(3))),
            row(cell("水利", DOWN), "1. 修渠", "6月底"),
            row(cell("", GO_ON), "2. 清淤", "9月底"),
            row(cell("交通", '<w:vMerge w:val="restart"/>'), "3. 架桥", "年底"),
            widths=(1000, 4000, 2000),
        )
        + par("备注")
    )
    document = read(body)
    assert [type(b) for b in document.blocks] == [Paragraph, Table, Paragraph]
    found = only_table(document)
    assert shape(found) == [
        (0, 0, 1, 2, "重点工作"),
        (0, 2, 1, 1, "时限"),
        (1, 0, 1, 3, "一、基础设施"),
        (2, 0, 2, 1, "水利"),
        (2, 1, 1, 1, "1. 修渠"),
        (2, 2, 1, 1, "6月底"),
        (3, 1, 1, 1, "2. 清淤"),
        (3, 2, 1, 1, "9月底"),
        (4, 0, 1, 1, "交通"),
        (4, 1, 1, 1, "3. 架桥"),
        (4, 2, 1, 1, "年底"),
    ]
    assert (found.rows, found.cols, found.header_rows) == (5, 3, 1)
    assert found.column_edges == (0.0, 50.0, 250.0, 350.0)
    assert found.origin == Origin(table=0)
    assert [c.origin for c in found.cells if c.row == 3] == [Origin(table=0, row=3)] * 2


def test_header_rows_are_the_marked_ones_at_the_top() -> None:
    repeated = "<w:tblHeader/>"
    body = table(
        row("责任分工", "时限", properties=repeated), row("牵头", "起止", properties=repeated), row("水务局", "年内")
    )
    assert only_table(read(body)).header_rows == 2
    off = table(row("牵头", "时限", properties='<w:tblHeader w:val="0"/>'), row("甲", "乙", properties=repeated))
    assert only_table(read(off)).header_rows is None


def test_ragged_rows_leave_empty_paper() -> None:
    body = table(
        row("甲", "乙", "丙"),
        row("丁", properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
        row("戊"),
    )
    found = only_table(read(body))
    assert [(c.row, c.col, c.text) for c in found.cells if c.row] == [(1, 1, "丁"), (2, 0, "戊")]
    assert [[c.text if c else None for c in line] for line in found.grid()][1] == [None, "丁", None]


def test_merge_to_the_right_of_the_older_kind_together_with_one_downwards() -> None:
    right = '<w:hMerge w:val="restart"/>'
    on = "<w:hMerge/>"
    body = table(
        row(cell("并", right + DOWN), cell("", on + DOWN), "甲"),
        row(cell("", right + GO_ON), cell("", on + GO_ON), "乙"),
        row("丙", "丁", "戊"),
    )
    assert shape(only_table(read(body))) == [
        (0, 0, 2, 2, "并"),
        (0, 2, 1, 1, "甲"),
        (1, 2, 1, 1, "乙"),
        (2, 0, 1, 1, "丙"),
        (2, 1, 1, 1, "丁"),
        (2, 2, 1, 1, "戊"),
    ]


def test_a_continuation_without_a_beginning_is_a_cell() -> None:
    body = table(row("甲", "乙"), row(cell("丙", GO_ON), "丁"), row(cell("戊", GO_ON), "己"))
    found = shape(only_table(read(body)))
    # the first has nothing above to go on from, so it begins; the second goes on from it and its text is not shown
    assert (1, 0, 2, 1, "丙") in found
    assert [a.text for a in read(body).set_aside] == ["戊"]


def test_a_continuation_of_another_width_is_a_cell() -> None:
    body = table(row(cell("甲", DOWN + wide(2)), "乙"), row(cell("", GO_ON), "丙", "丁"))
    assert shape(only_table(read(body))) == [
        (0, 0, 1, 2, "甲"),
        (0, 2, 1, 1, "乙"),
        (1, 0, 1, 1, ""),
        (1, 1, 1, 1, "丙"),
        (1, 2, 1, 1, "丁"),
    ]


def test_boundaries_dragged_by_hand_are_one() -> None:
    # the head row's rule stands 3 points to the right of the rows' rule below it
    body = table(
        row(cell("任务", wide(2)), cell("时限")),
        row(cell("修渠"), cell("年底", wide(2))),
        row(cell("清淤"), cell("6月", wide(2))),
        widths=(4000, 60, 2000),
    )
    found = only_table(read(body))
    assert (found.cols, found.column_edges) == (2, (0.0, 200.0, 303.0))
    assert shape(found)[:4] == [(0, 0, 1, 1, "任务"), (0, 1, 1, 1, "时限"), (1, 0, 1, 1, "修渠"), (1, 1, 1, 1, "年底")]


def test_a_narrow_column_with_cells_of_its_own_stays() -> None:
    body = table(row("任", "务", "限"), row("修", "渠", "年"), widths=(4000, 60, 2000))
    assert only_table(read(body)).cols == 3


def test_grid_columns_that_no_cell_uses_go() -> None:
    body = table(
        row(cell("甲", wide(2)), cell("乙", wide(3))), row(cell("丙", wide(2)), cell("丁", wide(3))), widths=(500,) * 5
    )
    found = only_table(read(body))
    assert (found.cols, found.column_edges) == (2, (0.0, 50.0, 125.0))


def test_lines_in_a_cell() -> None:
    inner = par("牵头：水务局") + par() + par("<w:r><w:t>配合：</w:t><w:br/><w:t>住建局</w:t></w:r>")
    assert (
        shape(only_table(read(table(row("甲", cell(inner)), row("乙", "丙")))))[1][4] == "牵头：水务局\n配合：\n住建局"
    )


def test_tables_in_a_row_stay_apart() -> None:
    body = table(row("甲", "乙")) + par() + table(row("丙", "丁"))
    tables = [b for b in read(body).blocks if isinstance(b, Table)]
    assert [(t.origin, t.cells[0].origin, t.cells[0].text) for t in tables] == [
        (Origin(table=0), Origin(table=0, row=0), "甲"),
        (Origin(table=1), Origin(table=1, row=0), "丙"),
    ]


def test_a_table_of_one_cell_is_a_box_in_its_place() -> None:
    inner = par("专栏1 水网工程") + par("1. 建泵站三座。") + par("2. 清淤十条河。")
    document = read(par("正文说明若干事项，并由各镇组织实施。") + table(row(cell(inner))) + par("下文另有安排。" * 4))
    assert [(b.text, b.boxed) for b in document.blocks if isinstance(b, Paragraph)] == [
        ("正文说明若干事项，并由各镇组织实施。", None),
        ("专栏1 水网工程", 1),
        ("1. 建泵站三座。", 1),
        ("2. 清淤十条河。", 1),
        ("下文另有安排。" * 4, None),
    ]


def test_boxes_of_two_rows_and_next_to_each_other() -> None:
    body = par("正文。" * 20) + table(row("专栏1"), row("建泵站")) + table(row("专栏2"), row("建电站")) + par("末")
    assert [b.boxed for b in read(body).blocks if isinstance(b, Paragraph)] == [None, 1, 1, 2, 2, None]


def test_a_table_inside_a_box_stands_in_it() -> None:
    inner = par("专栏1 主要指标") + table(row("指标", "值"), row("覆盖率", "90%")) + par("注：年末数。")
    document = read(par("各镇组织实施。" * 20) + table(row(cell(inner))))
    assert [b.boxed if isinstance(b, Paragraph) else "table" for b in document.blocks] == [None, 1, "table", 1]


def test_a_cell_round_most_of_the_text_is_mere_layout() -> None:
    inner = (
        par("一、总体要求", '<w:outlineLvl w:val="0"/>') + par("全文都在一个单元格里。" * 5) + table(row("甲", "乙"))
    )
    document = read(table(row(cell(inner + par()))) + par("末"))
    assert [type(b) for b in document.blocks] == [Heading, Paragraph, Table, Paragraph]
    assert [b.boxed for b in document.blocks if isinstance(b, Paragraph)] == [None, None]


@pytest.mark.parametrize(("ruled", "outside", "boxed"), [(True, 1, 1), (False, 1, None), (False, 40, 1)])
def test_a_column_without_rules_is_a_box_only_beside_more_text(ruled: bool, outside: int, boxed: int | None) -> None:
    inner = par("专栏1 水网工程") + par("1. 建泵站三座。")
    document = read(par("各镇组织实施。" * outside) + table(row(cell(inner)), ruled=ruled))
    assert [b.boxed for b in document.blocks if isinstance(b, Paragraph)] == [None, boxed, boxed]


def test_a_page_laid_out_with_a_table_is_no_table() -> None:
    article = par("临江市工作清单") + table(row("任务", "时限"), row("修渠", "年底")) + par()
    side = "".join(par(f"各镇落实第{n}项任务，并每月上报。") for n in range(12))
    assert texts(read(table(row("导航", cell(article)), ruled=False))) == [
        "导航",
        "临江市工作清单",
        "任务",
        "时限",
        "修渠",
        "年底",
    ]
    assert [type(b) for b in read(table(row("导航", cell(side)), ruled=False)).blocks] == [Paragraph] * 13
    assert [type(b) for b in read(table(row("导航", cell(side)))).blocks] == [Table]


def test_a_table_inside_a_cell_is_text() -> None:
    nested = table(row("市级", "水务局"), row("县级", "各县"))
    inner = par("责任：") + nested + par()
    assert (
        shape(only_table(read(table(row("修渠", cell(inner)), row("架桥", "交通局")))))[1][4]
        == "责任：\n市级 水务局\n县级 各县"
    )


def test_a_table_that_fills_a_row_of_a_form_is_a_table_of_its_own() -> None:
    nested = table(row("任务", "时限"), row("修渠", "年底"))
    form = table(
        row("项目名称", "水网"),
        row(cell(par("任务清单") + nested + par(), wide(2))),
        row("填表人", "李明"),
    )
    document = read(form)
    assert [
        b.text if isinstance(b, Paragraph) else [c.text for c in b.cells]
        for b in document.blocks
        if not isinstance(b, Heading)
    ] == [
        ["项目名称", "水网"],
        "任务清单",
        ["任务", "时限", "修渠", "年底"],
        ["填表人", "李明"],
    ]
    assert [b.origin.table for b in document.blocks if isinstance(b, Table)] == [0, 1, 2]


def test_an_empty_table_gives_nothing() -> None:
    assert texts(read(par("正文") + table(row("", ""), row("", "")))) == ["正文"]


@pytest.mark.parametrize("span", ["0", "-3", "x", "999999999", "99999999999999999999"])
def test_absurd_spans_do_no_harm(span: str) -> None:
    body = table(row(cell("甲", f'<w:gridSpan w:val="{span}"/>'), "乙"), row("丙", "丁", "戊"))
    assert sorted(texts(read(body))) == sorted("甲乙丙丁戊")


def test_tables_beside_one_another_in_a_row_that_only_places_them() -> None:
    def inner(*names: str) -> str:
        return table(row("序号", "任务"), *(row(str(n), name) for n, name in enumerate(names, 1)), widths=(500, 2000))

    left, right = inner("修渠", "架桥"), inner("办学", "建院")
    body = par("任务表") + table(
        row(f"<w:tc>{par('表一')}{left}{par('')}</w:tc>", f"<w:tc>{right}{par('')}</w:tc>"), widths=(3000, 3000)
    )
    found = read(body).blocks
    assert [b.text if isinstance(b, Paragraph) else len(b.cells) for b in found if not isinstance(b, Heading)] == [
        "任务表",
        "表一",
        6,
        6,
    ]

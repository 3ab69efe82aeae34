"""Random tables without a mistake have no finding, whatever their names, order, length and layout."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import HEAD, ROWS, places, workbook

#: Other names of the columns of `ledgers.HEAD`, in its order.
NAMES = [
    ["序号", "编号", "No.", "项次"],
    ["重点任务", "工作任务", "任务名称", "工作事项"],
    ["工作目标", "目标要求", "年度目标", "预期成效"],
    ["完成时限", "完成时间", "时间节点", "办结时限"],
    ["截止日期", "到期日", "截止时间"],
    ["责任领导", "分管领导", "包抓领导"],
    ["牵头单位", "主责部门", "主办单位", "牵头部门"],
    ["配合单位", "协办单位", "参与单位", "协同单位"],
]
#: Columns that a table may do without.
OPTIONAL = [0, 2, 4, 5, 7]


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[Any]], str | None]:
    kept = [c for c in range(len(HEAD)) if c not in OPTIONAL or draw(st.booleans())]
    order = draw(st.permutations(kept))
    chosen = draw(st.permutations(range(len(ROWS))))[: draw(st.integers(3, len(ROWS)))]
    rows: list[list[Any]] = []
    for number, at in enumerate(chosen, 1):
        row = [number, *ROWS[at][1:]]
        rows.append([row[c] for c in order])
        if draw(st.integers(0, 9)) == 0:
            rows.append([])
    title = draw(st.sampled_from([None, "临江市2026年重点任务清单", "2026年任务分解表"]))
    return [draw(st.sampled_from(NAMES[c])) for c in order], rows, title


@given(tables())
@settings(max_examples=60, deadline=None)
def test_no_false_alarm(table: tuple[list[str], list[list[Any]], str | None]) -> None:
    head, rows, title = table
    assert places(workbook(head=head, rows=rows, title=title)) == []

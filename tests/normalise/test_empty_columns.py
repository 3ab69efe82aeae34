"""A column that is empty on a page is not seen there without rules; the pages are one table all the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from policyparse.document import Cell, Document, FileInfo, Table
from policyparse.lexicon import default_lexicon
from policyparse.normalise import normalise
from policyparse.normalise.model import LogicalTable
from policyparse.origin import Origin
from policyparse.text import count

NAMES = ["重点任务", "责任单位", "备注", "完成时限"]
#: Left end of each column, in points; texts are 10 points high.
LEFT = [50.0, 220.0, 330.0, 420.0]


def page(number: int, rows: Sequence[Sequence[str]]) -> Table:
    """A page as the reader of pages gives it: only the columns that hold text, bounded in the middle between texts."""
    used = [c for c in range(len(LEFT)) if any(row[c] for row in rows)]
    ends = [(LEFT[c], LEFT[c] + 10.0 * max(len(row[c]) for row in rows)) for c in used]
    edges = (ends[0][0] - 3, *((a[1] + b[0]) / 2 for a, b in pairwise(ends)), ends[-1][1] + 3)
    cells = tuple(
        Cell(row=r, col=c, text=row[k], origin=Origin(page=number, table=number, row=r), room=0.0)
        for r, row in enumerate(rows)
        for c, k in enumerate(used)
        if row[k]
    )
    return Table(
        cells=cells,
        rows=len(rows),
        cols=len(used),
        origin=Origin(page=number, table=number),
        column_edges=edges,
        column_texts=tuple(ends),
        text_size=10.0,
        evidence="aligned text",
    )


def joined(*pages: Table) -> list[list[list[str]]]:
    """The body rows of each table that the pages make."""
    file = FileInfo(path="x.pdf", format="pdf", sha256="0", size_bytes=1)
    characters = sum(count(cell.text) for table in pages for cell in table.cells)
    tidy = normalise(Document(file=file, blocks=pages, characters=characters), default_lexicon())
    tables = [block for block in tidy.blocks if isinstance(block, LogicalTable)]
    return [[[cell.text for cell in row.cells] for row in table.rows if row.kind == "body"] for table in tables]


FIRST = [["改造供水管网", "市水务局", "", "2026年10月底前"], ["建设社区食堂", "市民政局", "", "年内"]]
SECOND = [["培训技能人才", "市卫生健康委员会", "", "6月底前"], ["修缮危旧校舍", "市教育局", "", "9月底前"]]
THIRD = [["推广电子证照", "市数据局", "续建", "8月底前"], ["整治河道", "市水务局", "", "7月底前"]]


def test_a_column_with_nothing_but_its_name() -> None:
    assert joined(page(1, [NAMES, *FIRST]), page(2, SECOND)) == [[*FIRST, *SECOND]]


def test_a_column_that_is_filled_on_the_third_page_only() -> None:
    assert joined(page(1, [NAMES, *FIRST]), page(2, SECOND), page(3, THIRD)) == [[*FIRST, *SECOND, *THIRD]]


def test_full_rows_of_one_line_are_not_one_row() -> None:
    """The widest texts of a page leave no room behind them, but the columns are as wide as on any page."""
    first = [["完善停车设施", "市城市管理局", "", "6月底前"], ["改造老旧管网", "市生态环境局", "", "长期坚持"]]
    second = [["整治黑臭水体并长效管护", "市生态环境保护委员会", "", "2026年12月底前"], *SECOND]
    assert joined(page(1, [NAMES, *first]), page(2, second)) == [[*first, *second]]


def test_texts_that_stand_across_two_columns_make_another_table() -> None:
    other = [["市水务局负责统筹全市供水工作并按月通报", "", "", "8月底前"], ["市民政局负责养老服务", "", "", "年内"]]
    wide = page(2, [[row[0] * 2, "", "", row[3]] for row in other])
    assert len(joined(page(1, [NAMES, *FIRST]), wide)) == 2

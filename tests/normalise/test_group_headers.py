"""Tables of figures with group headers: which name stands over a column, lists side by side, rows merged over columns."""

from policyparse.document import Cell, Document, FileInfo, Table
from policyparse.lexicon import default_lexicon
from policyparse.normalise import normalise
from policyparse.normalise.model import LogicalTable
from policyparse.origin import Origin
from policyparse.text import count

#: text, columns it spans, rows it spans
Given = list[list[tuple[str, int, int] | str]]


def table(rows: Given, page: int = 1, edges: tuple[float, ...] | None = None) -> Table:
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        c = 0
        for given in row:
            text, wide, high = (given, 1, 1) if isinstance(given, str) else given
            while (r, c) in taken:
                c += 1
            room = 5.0 if edges else None
            origin = Origin(page=page, row=r)
            cell = Cell(row=r, col=c, text=text, col_span=wide, row_span=high, origin=origin, room=room)
            cells.append(cell)
            taken.update(cell.places())
    cols = 1 + max(c for _, c in taken)
    evidence = "ruled" if edges else ""
    return Table(
        cells=tuple(cells),
        rows=len(rows),
        cols=cols,
        origin=Origin(page=page),
        column_edges=edges,
        evidence=evidence,
    )


def tidied(*given: Table) -> list[LogicalTable]:
    file = FileInfo(path="x", format="pdf", sha256="", size_bytes=0)
    characters = sum(count(c.text) for t in given for c in t.cells)
    tidy = normalise(Document(file=file, blocks=given, characters=characters), default_lexicon())
    return [block for block in tidy.blocks if isinstance(block, LogicalTable)]


def body(logical: LogicalTable) -> list[list[str]]:
    return [[c.text for c in row.cells] for row in logical.rows if row.kind == "body"]


def test_an_empty_header_cell_has_the_name_that_the_level_below_reaches() -> None:
    """首次申请 stands half below the empty cell and half below 申请受理: both are 申请受理."""
    (found,) = tidied(
        table(
            [
                [("上年结转", 2, 1), ("", 1, 1), ("申请受理", 3, 1)],
                [("办结", 1, 2), ("未办结", 1, 2), ("首次申请", 2, 1), ("再次申请", 2, 1)],
                ["同意", "退回", "同意", "退回"],
                ["3", "1", "12", "2", "5", "0"],
            ]
        )
    )
    assert [column.path for column in found.columns] == [
        ("上年结转", "办结"),
        ("上年结转", "未办结"),
        ("申请受理", "首次申请", "同意"),
        ("申请受理", "首次申请", "退回"),
        ("申请受理", "再次申请", "同意"),
        ("申请受理", "再次申请", "退回"),
    ]


def test_names_over_one_row_of_numbers_are_a_header() -> None:
    (found,) = tidied(table([["水文监测站", "雨量观测点", "防汛物资库"], ["12", "38.5", "4"]]))
    assert [column.name for column in found.columns] == ["水文监测站", "雨量观测点", "防汛物资库"]
    assert body(found) == [["12", "38.5", "4"]]
    (card,) = tidied(table([["联系人", "秦海", "值班员"], ["12", "38.5", "见附表"]]))
    assert len(card.rows) == 2  # not all of the second row are numbers


def test_two_lists_side_by_side_are_no_category_of_one_another() -> None:
    """收入 ends before 支出 does: its empty cells are empty."""
    (found,) = tidied(
        table(
            [
                [("本年收入", 2, 1), ("本年支出", 2, 1)],
                ["项目", "预算数", "项目", "预算数"],
                ["一、财政补助", "900", "一、河道养护", "500"],
                ["二、经营收入", "100", "二、水库加固", "300"],
                ["", "", "三、设备购置", "200"],
                ["收入总计", "1000", "支出总计", "1000"],
            ]
        )
    )
    assert body(found)[2] == ["", "", "三、设备购置", "200"]
    (other,) = tidied(
        table(
            [
                [("本年收入", 2, 1), ("本年支出", 2, 1)],
                ["项目", "预算数", "项目", "预算数"],
                ["一、财政补助", "900", "一、河道养护", "1000"],
                ["二、经营收入", "100", "", ""],
                ["三、其他收入", "0", "", ""],
                ["收入总计", "1000", "支出总计", "1000"],
            ]
        )
    )
    assert [row[2:] for row in body(other)] == [["一、河道养护", "1000"], ["", ""], ["", ""], ["支出总计", "1000"]]


def test_a_piece_whose_rows_are_all_merged_over_columns_spans_them() -> None:
    first = table(
        [["项目", "制发", "废止", "有效"], ["规章", "0", "0", "3"], ["文件", "4", "1", "8"], ["许可", ("52", 3, 1)]],
        edges=(70.0, 200.0, 300.0, 400.0, 500.0),
    )
    second = table([["处罚", "17"], ["强制", "9"]], page=2, edges=(70.5, 200.0, 500.0))
    (found,) = tidied(first, second)
    assert body(found)[2:] == [["许可", "52", "52", "52"], ["处罚", "17", "17", "17"], ["强制", "9", "9", "9"]]
    assert [[c.filled for c in row.cells] for row in found.rows[2:]] == [[None, None, "left", "left"]] * 3

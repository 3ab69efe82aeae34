"""CSV and TSV: encoding and delimiter by content, quotes, what is no table."""

import pytest
from test_spreadsheet import accounted, read, tables, texts

from policyparse.document import Paragraph
from policyparse.extractors import registry

ROWS = [
    ["序号", "工作任务", "工作目标", "牵头单位"],
    ["1", "修缮城区老旧桥梁", "完成3座桥梁", "市城管局"],
    ["2", "疏浚河道", "疏浚2条", "市水务局"],
]


def joined(delimiter: str, end: str = "\r\n") -> str:
    return "".join(delimiter.join(row) + end for row in ROWS)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encoding_and_delimiter_by_content(delimiter: str, encoding: str) -> None:
    data = joined(delimiter).encode(encoding)
    assert registry.detect(data, "没有后缀").name == "csv"
    document = read(data, "没有后缀")
    assert document.file.format == "csv"
    assert texts(tables(document)[0]) == ROWS
    assert [c.origin.line for c in tables(document)[0].cells if c.col == 0] == [1, 2, 3]
    assert accounted(document)


def test_quotes_line_ends_and_the_line_of_each_row() -> None:
    data = '甲,乙,丙\n"一,二","说""好""",x\n"上\n下",y,z\n末,u,v\n'.encode()
    document = read(data, "a.csv")
    (table,) = tables(document)
    assert texts(table) == [["甲", "乙", "丙"], ["一,二", '说"好"', "x"], ["上\n下", "y", "z"], ["末", "u", "v"]]
    assert [c.origin.line for c in table.cells if c.col == 0] == [1, 2, 3, 5]
    assert accounted(document)


def test_a_title_above_the_rows_needs_the_suffix() -> None:
    data = ("2026年任务清单\n" + joined(",", "\n")).encode()
    assert registry.detect(data, "a.csv").name == "csv"
    assert registry.detect(data, "a.txt").name == "txt"
    document = read(data, "a.csv")
    assert [getattr(b, "text", None) for b in document.blocks] == ["2026年任务清单", None]


def test_a_line_that_names_the_delimiter() -> None:
    document = read(("sep=;\r\n" + joined(";")).encode("gb18030"), "a.csv")
    assert texts(tables(document)[0]) == ROWS
    assert tables(document)[0].cells[0].origin.line == 2


@pytest.mark.parametrize(
    "text",
    [
        "各区县人民政府，市政府各部门，各单位：\n现将清单，印发给你们，请落实。\n附件，一份，略。\n",
        "Hello, world.\nGood, night.\n",
        '{"a": 1,\n"b": 2,\n"c": 3,\n"d": 4}\n',
        "一段话。\n另一段话。\n",
    ],
)
def test_prose_is_no_table(text: str) -> None:
    assert registry.detect(text.encode(), "a").name == "txt"


def test_an_unclosed_quote_swallows_no_rows() -> None:
    rows = "".join(f'{n},"任务{n},市局\n' if n == 3 else f"{n},任务{n},市局\n" for n in range(1200))
    document = read(("序号,任务,单位\n" + rows).encode(), "a.csv")
    assert tables(document)[0].rows == 1201


def test_one_column_of_prose_is_no_table() -> None:
    lines = [
        "2026年工作要点",
        "一、总体思路，突出重点，强化落实",
        "（一）新建泵站，6月底前完成，市水务局负责",
        "二、抓好保障",
    ]
    document = read("\r\n".join(lines).encode(), "a.csv")
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == lines


@pytest.mark.parametrize("name", ["清单.xls", "清单.xlsx"])
def test_delimited_text_under_the_name_of_a_workbook(name: str) -> None:
    """Information systems export text so; office programs open it."""
    document = read(joined("\t").encode("gb18030"), name)
    assert document.file.format == "csv"
    assert texts(tables(document)[0]) == ROWS

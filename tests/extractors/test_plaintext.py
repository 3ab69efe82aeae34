"""Plain text and Markdown."""

import pytest

from policyparse.document import FileInfo, Heading, Paragraph, Table
from policyparse.errors import FileBroken
from policyparse.extractors.options import ReadOptions
from policyparse.extractors.plaintext import read
from policyparse.extractors.plaintext_markup import clean
from policyparse.text import count

FILE = FileInfo(path="x.txt", format="", sha256="", size_bytes=0)


def blocks(text: str):
    document = read(text.encode(), FILE, ReadOptions())
    kept = sum(
        count(b.text) if not isinstance(b, Table) else sum(count(c.text) for c in b.cells) for b in document.blocks
    )
    assert kept + sum(count(s.text) for s in document.set_aside) == document.characters == count(text)
    return document.blocks


def test_a_line_is_a_paragraph_with_its_line_number() -> None:
    found = blocks("第一行\n\n第二行\n")
    assert [(b.text, b.origins[0].line) for b in found] == [("第一行", 1), ("第二行", 3)]


def test_markdown_headings_and_rules() -> None:
    found = blocks("# 标题\n\n---\n\n正文**加粗**文字\n")
    assert isinstance(found[0], Heading)
    assert (found[0].text, found[0].level) == ("标题", 1)
    assert found[1].text == "正文加粗文字"
    assert len(found) == 2


def test_tab_separated_rows_are_a_table() -> None:
    (table,) = blocks("任务\t时限\n修桥\t6月底前\n")
    assert isinstance(table, Table)
    assert [[c.text for c in row if c] for row in table.grid()] == [["任务", "时限"], ["修桥", "6月底前"]]
    assert table.cells[2].origin.line == 2
    assert table.cells[2].origin.row == 1


def test_an_empty_first_cell_stays_a_column() -> None:
    (table,) = blocks("类别\t任务\t时限\n\t修桥\t6月\n")
    assert [c.text for c in table.grid()[1] if c] == ["", "修桥", "6月"]


def test_a_lone_tab_is_no_table() -> None:
    assert all(isinstance(b, Paragraph) for b in blocks("甲\t乙\n\n丙\n"))


def test_pipe_table_with_escaped_pipe() -> None:
    (table,) = blocks("| 任务 | 时限 |\n| --- | :-: |\n| 修桥\\|修路 | 6月 |\n")
    assert isinstance(table, Table)
    assert [[c.text for c in row if c] for row in table.grid()] == [["任务", "时限"], ["修桥|修路", "6月"]]
    assert table.header_rows == 1


def test_a_block_quote_is_a_frame() -> None:
    found = blocks("> 专栏1 食堂建设\n>\n> 社区食堂：新建十处。\n\n正文\n\n> 专栏2\n")
    assert [(b.text, b.boxed) for b in found] == [
        ("专栏1 食堂建设", 1),
        ("社区食堂：新建十处。", 1),
        ("正文", None),
        ("专栏2", 2),
    ]


@pytest.mark.parametrize(
    ("raw", "text", "removed"),
    [
        (r"$\geq 95\%$", "≥95%", "$$geq\\"),
        (r"$\leq$ 8", "≤ 8", "$$leq"),
        (r"$95$人", "95人", "$$"),
        (r"10 $m^{2}$", "10 $m^{2}$", ""),
        ("<b>一、总则</b>", "一、总则", "<b></b>"),
        ("<p>第一季度：甲。</p> <p>第二季度：乙。</p>", "第一季度：甲。\n第二季度：乙。", "<p></p><p></p>"),
        ("费用$5与$6元", "费用$5与$6元", ""),
        ("甲&nbsp;乙", "甲 乙", "&nbsp;"),
        ("小于<5且>3", "小于<5且>3", ""),
    ],
)
def test_markup_remnants(raw: str, text: str, removed: str) -> None:
    found, gone = clean(raw)
    assert (found, sorted(gone)) == (text, sorted(removed))
    assert count(found) + count(gone) >= count(raw) - 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(encoding: str) -> None:
    document = read("关于镕喆堃的通知\n各区：\n".encode(encoding), FILE, ReadOptions())
    assert document.blocks[0].text == "关于镕喆堃的通知"


def test_no_text_is_an_error() -> None:
    with pytest.raises(FileBroken):
        read(b" \n\n", FILE, ReadOptions())

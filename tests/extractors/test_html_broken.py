"""Pages that cannot be read say so; hostile ones neither crash nor hang."""

from contextlib import suppress

import pytest
from html_pages import BODY, FILE, aside, body, read_bytes, read_page, tables, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from policyparse.errors import FileBroken
from policyparse.extractors.html import read
from policyparse.extractors.options import ReadOptions

ARTICLE = "".join(f"<p>{text}</p>" for text in BODY)
#: Generous against the 0.8 s measured, for a busy machine.


def broken(data: bytes) -> str:
    with pytest.raises(FileBroken) as caught:
        read(data, FILE, ReadOptions())
    return str(caught.value)


@pytest.mark.parametrize(
    "page", ["", "  \n", "<html></html>", "<html><body><p>&nbsp;</p></body></html>", "<!-- 空 -->"]
)
def test_a_page_without_text(page: str) -> None:
    assert broken(page.encode()) == "the file holds no text"


@pytest.mark.parametrize(
    "inner",
    [
        '<div id="app"></div><script>load()</script>',
        '<div id="app">加载中...</div><script>load()</script>',
        "<script>load()</script><noscript>请启用JavaScript后继续。</noscript>",
        '<ul><li><a href="/">首页</a></li><li><a href="/a">政务公开</a></li></ul><div id="art"></div><script>load()</script>',
    ],
)
def test_a_page_whose_text_a_script_loads(inner: str) -> None:
    assert "loaded by a script" in broken(body(inner).encode())


def test_a_set_of_frames_without_their_pages() -> None:
    assert "frame" in broken(b"<html><frameset cols=2><frame src=a.htm><frame src=b.htm></frameset></html>")


def test_binary_data() -> None:
    assert "no text" in broken(b"<html>" + bytes(range(256)) * 40)


def test_a_page_of_short_lines_is_kept_whole() -> None:
    assert texts(read_page(body("<p>临江市</p><p>教育局</p>"))) == ["临江市", "教育局"]


def test_an_index_of_links_is_not_lost() -> None:
    page = read_page(body('<ul><li><a href="1">关于修路的通知</a></li><li><a href="2">关于修桥的通知</a></li></ul>'))
    assert texts(page) == ["关于修路的通知", "关于修桥的通知"]


def test_elements_nested_very_deep() -> None:
    document = read_page("<div>" * 100_000 + ARTICLE + "</div>" * 100_000)
    assert texts(document) == BODY
    assert [problem.code for problem in document.problems] == ["limit-reached"]


def test_tables_nested_very_deep() -> None:
    document = read_page("<table><tr><td>" * 5000 + ARTICLE)
    assert texts(document)[-1] == BODY[-1]


def test_spans_without_bounds() -> None:
    row = "<tr>" + "<td rowspan=65534 colspan=1000>格</td>" * 50 + "</tr>"
    (table,) = tables(read_page(body(f"<p>现将任务分解如下。</p><table border=1>{row * 50}</table>")))
    assert len(table.cells) == 2500


@pytest.mark.parametrize(
    "page",
    ["<p>" + "一" * 500_000, "<p>" + "<br>" * 100_000 + "完。", "&nbsp;" * 200_000 + "完。", "<" * 300_000 + "完。"],
)
def test_pages_of_one_thing_repeated(page: str) -> None:
    read_page(page)


def test_a_large_table_is_read() -> None:
    rows = "".join("<tr>" + "".join(f"<td>任务{r}格{c}市教育局</td>" for c in range(8)) + "</tr>" for r in range(5000))
    data = body(f"<h1>临江市清单</h1><table border=1>{rows}</table>").encode()
    (table,) = tables(read_bytes(data))
    assert (table.rows, table.cols) == (5000, 8)


def test_bytes_that_fit_no_encoding_are_reported() -> None:
    data = body(ARTICLE).encode()
    at = data.index("各县".encode())
    document = read_bytes(data[:at] + b"\xff\xfe\xff" + data[at:])
    assert [problem.code for problem in document.problems] == ["encoding-replaced"]
    assert aside(document, "navigation") == ""


def test_an_article_of_pictures_is_reported() -> None:
    document = read_page(body('<h1>临江市重点任务清单</h1><p>见下图。</p><img src="1.jpg"><img src="2.jpg">'))
    assert [problem.code for problem in document.problems] == ["page-without-text"]


TAGS = st.sampled_from(
    [
        *[
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<table>",
            "<tr>",
            "<td>",
            "</td>",
            "</table>",
            "<br>",
            "<ol>",
            "<li>",
            "</ol>",
            "</a>",
            "<b>",
            "</b>",
            "<h1>",
            "</h1>",
        ],
        *[
            "</span>",
            "<script>",
            "</script>",
            "</select>",
            "&nbsp;",
            "<!--",
            "-->",
            "一、修路。",
            "2031年3月1日",
            "首页",
            "责任单位：市教育局；",
            "<",
            "&",
        ],
        *("<td rowspan=3>", "<td colspan=0>", "<a href=x>", "<span style='display:none'>", "<input value=甲>", " "),
        "<select><option>乙",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(TAGS, max_size=40))
def test_any_markup_is_read_or_refused_and_adds_up(pieces: list[str]) -> None:
    with suppress(FileBroken):
        read_page(body("".join(pieces)))

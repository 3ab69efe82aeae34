"""Revisions, fields, notes, controls, hidden text, headers and footers: what is read and what is set aside."""

from __future__ import annotations

import pytest
from docx_building import (
    asides,
    cell,
    item,
    level,
    numbering,
    only_table,
    package,
    par,
    read,
    row,
    run,
    shape,
    table,
    texts,
)

from policyparse.document import Table
from policyparse.origin import Origin

AUTHOR = 'w:id="1" w:author="a" w:date="2031-01-01T00:00:00Z"'


def deleted(text: str) -> str:
    return f"<w:del {AUTHOR}><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def inserted(text: str) -> str:
    return f"<w:ins {AUTHOR}>{run(text)}</w:ins>"


def field(instruction: str, result: str | None = None) -> str:
    shown = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
        f'{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_insertions_are_read_and_deletions_set_aside() -> None:
    body = par(run("完成率达到") + deleted("80%") + inserted("90%") + run("。"))
    document = read(body)
    assert texts(document) == ["完成率达到90%。"]
    assert asides(document) == [("deleted-text", "80%")]
    assert document.set_aside[0].origin == Origin(line=1)


def test_moved_text_is_read_where_it_went() -> None:
    body = par(f"<w:moveFrom {AUTHOR}>{run('乙。')}</w:moveFrom>" + run("甲。")) + par(
        f"<w:moveTo {AUTHOR}>{run('乙。')}</w:moveTo>"
    )
    document = read(body)
    assert texts(document) == ["甲。", "乙。"]
    assert asides(document) == [("deleted-text", "乙。")]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    body = par("各镇", f"<w:rPr><w:del {AUTHOR}/></w:rPr>") + par("每月上报。")
    assert texts(read(body)) == ["各镇每月上报。"]
    assert texts(read(par("末段", f"<w:rPr><w:del {AUTHOR}/></w:rPr>"))) == ["末段"]


def test_a_deleted_item_takes_no_number() -> None:
    gone = par(
        deleted("乙"), f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del {AUTHOR}/></w:rPr>'
    )
    document = read(item("甲") + gone + item("丙"), numbering=numbering(level(0, "decimal", "%1、")))
    assert texts(document) == ["1、甲", "2、丙"]


def test_hidden_text_and_hidden_item() -> None:
    hidden = par(
        run("草稿", "<w:vanish/>"),
        '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:vanish/></w:rPr>',
    )
    body = (
        item("甲")
        + hidden
        + par(run("可见") + run("批注", "<w:vanish/>") + run("不藏", '<w:vanish w:val="0"/>'))
        + item("乙")
    )
    document = read(body, numbering=numbering(level(0, "decimal", "%1、")))
    assert texts(document) == ["1、甲", "可见不藏", "2、乙"]
    assert asides(document) == [("hidden-text", "草稿"), ("hidden-text", "批注")]


def test_hidden_by_style() -> None:
    styles = '<w:style w:type="character" w:styleId="h"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style>'
    document = read(par(run("正文") + run("藏", '<w:rStyle w:val="h"/>')), styles=styles)
    assert (texts(document), asides(document)) == (["正文"], [("hidden-text", "藏")])


def test_field_results_are_text_and_instructions_are_not() -> None:
    body = par(
        run("见")
        + field(" REF _Ref1 \\h ", run("附件2"))
        + f'<w:fldSimple w:instr=" DATE ">{run("2031年5月")}</w:fldSimple>'
    )
    assert texts(read(body)) == ["见附件22031年5月"]


def test_nested_fields() -> None:
    inner = field(" PAGEREF a ", run("7"))
    document = read(par(run("第") + field(f" IF {''} ", inner + run("页")) + run("止")))
    assert texts(document) == ["第7页止"]


@pytest.mark.parametrize(
    "marks", ['<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>']
)
def test_a_field_mark_without_its_counterpart_swallows_nothing(marks: str) -> None:
    broken = par(marks + "<w:r><w:instrText> TOC </w:instrText></w:r>" + run("甲"))
    assert texts(read(broken + par("乙"))) == ["甲", "乙"]


@pytest.mark.parametrize(
    ("instruction", "expected"),
    [
        (r"eq \o\ac(○,1)", "①"),
        (r" EQ \o\ac(○,21) ", "㉑"),
        (r"eq \o\ac(□,检)", "检"),
        (r"EQ \f(1,3)", "1/3"),
        (r'EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(zhèn),镇)', "镇"),
        (r"eq \o(\s\up 5(市教育),\s\do 5(市财政))", "市教育市财政"),
        (r'SYMBOL 179 \f "Symbol" \s 12', "≥"),
        ("DATE", ""),
    ],
)
def test_fields_that_print_without_a_result(instruction: str, expected: str) -> None:
    assert texts(read(par(run("甲") + field(instruction) + run("乙")))) == [f"甲{expected}乙"]


def test_form_fields_print_their_choice() -> None:
    choice = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="甲类"/>'
        '<w:listEntry w:val="乙类"/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    tick = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData>'
        '</w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert texts(read(par(run("类别") + choice + tick))) == ["类别乙类☑"]


def test_table_of_contents_is_set_aside_by_field_control_and_style() -> None:
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    entry = par(begin + run("一、总体要求") + "<w:r><w:tab/></w:r>" + field(" PAGEREF a ", run("1")))
    second = par(run("二、任务") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{par('目录')}</w:sdtContent></w:sdt>"
    )
    styles = '<w:style w:type="paragraph" w:styleId="10"><w:name w:val="toc 1"/></w:style>'
    body = control + entry + second + par("附件 3", '<w:pStyle w:val="10"/>') + par("一、总体要求")
    document = read(body, styles=styles)
    assert texts(document) == ["一、总体要求"]
    assert asides(document) == [
        ("contents", "目录"),
        ("contents", "一、总体要求 1"),
        ("contents", "二、任务"),
        ("contents", "附件 3"),
    ]


def test_content_controls_at_every_level_and_prompts() -> None:
    def control(content: str, properties: str = "") -> str:
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    body = control(par("块级")) + par(control(run("行内")) + control(run("单击输入"), "<w:showingPlcHdr/>"))
    body += table(control(row("甲", control(cell("乙")))), row("丙", "丁"))
    document = read(body)
    assert texts(document) == ["块级", "行内", "甲", "乙", "丙", "丁"]
    assert asides(document) == [("markup", "单击输入")]


def test_notes_stand_after_the_block_that_refers_to_them() -> None:
    notes = (
        '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{par("<w:r><w:footnoteRef/></w:r>" + run("指常住人口。"))}</w:footnote>'
        f'<w:footnote w:id="3">{par("无人引用。")}</w:footnote>'
    )
    ends = f'<w:endnote w:id="2">{par("见附件。")}</w:endnote>'
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = (
        par(run("覆盖率") + reference + run("达到90%。"))
        + table(
            row("指标", "值"),
            row(par(run("人口") + '<w:r><w:endnoteReference w:id="2"/></w:r>').join(["<w:tc>", "</w:tc>"]), "5"),
        )
        + par("下文。")
    )
    document = read(body, footnotes=notes, endnotes=ends)
    assert texts(document) == ["覆盖率达到90%。", "指常住人口。", "指标", "值", "人口", "5", "见附件。", "下文。"]
    assert asides(document) == [("hidden-text", "无人引用。")]
    assert [type(b) for b in document.blocks].index(Table) == 2


def test_a_note_of_deleted_text_goes_with_it() -> None:
    notes = f'<w:footnote w:id="2">{par("旧注")}</w:footnote>'
    gone = f'<w:del {AUTHOR}><w:r><w:delText>旧</w:delText><w:footnoteReference w:id="2"/></w:r></w:del>'
    document = read(par(run("新") + gone), footnotes=notes)
    assert (texts(document), asides(document)) == (["新"], [("deleted-text", "旧"), ("deleted-text", "旧注")])


def test_comments_are_set_aside_at_their_place() -> None:
    comments = f'<w:comment w:id="4">{par("请核实。")}</w:comment>'
    document = read(par("甲") + par(run("乙") + '<w:r><w:commentReference w:id="4"/></w:r>'), comments=comments)
    assert texts(document) == ["甲", "乙"]
    assert [(a.reason, a.text, a.origin.line) for a in document.set_aside] == [("comment", "请核实。", 2)]


def test_headers_and_footers_each_text_once() -> None:
    page = par(run("— ") + field(" PAGE ", run("3")) + run(" —"))
    document = read(
        par("正文。"),
        header1=par("临江市工作要点"),
        header2=par("临江市工作要点"),
        header3=par(),
        footer1=page,
        footer2=par('第<w:fldSimple w:instr="PAGE"/>页'.replace("第", run("第")).replace("页", run("页"))),
        footer3=par(run("内部资料 ") + f'<w:fldSimple w:instr=" PAGE ">{run("3")}</w:fldSimple>'),
    )
    assert texts(document) == ["正文。"]
    assert asides(document) == [
        ("running-header", "临江市工作要点"),
        ("page-number", "— 3 —"),
        ("page-number", "第页"),
        ("running-footer", "内部资料"),
        ("page-number", "3"),
    ]
    assert all(aside.origin == Origin() for aside in document.set_aside)


def test_page_number_in_a_text_box_of_the_footer() -> None:
    inner = par(run("- ") + field("PAGE", run("1")) + run(" -"))
    box = (
        f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    document = read(par("正文。"), footer=par(box))
    assert (texts(document), asides(document)) == (["正文。"], [("page-number", "- 1 -")])


def test_watermark_in_the_header() -> None:
    mark = '<w:r><w:pict><v:shape type="#_x0000_t136"><v:textpath string="征求意见稿"/></v:shape></w:pict></w:r>'
    document = read(par("正文。"), header=par(mark))
    assert (texts(document), asides(document)) == (["正文。"], [("watermark", "征求意见稿")])


def test_a_header_of_the_first_page_only_is_the_letterhead() -> None:
    section = '<w:sectPr><w:headerReference w:type="first" r:id="header1"/>{}</w:sectPr>'
    document = read(par("正文。") + section.format("<w:titlePg/>"), header1=par("临江市水务局"), header2=par("要点"))
    assert (texts(document), asides(document)) == (["临江市水务局", "正文。"], [("running-header", "要点")])
    document = read(par("正文。") + section.format(""), header1=par("临江市水务局"))
    assert (texts(document), asides(document)) == (["正文。"], [("running-header", "临江市水务局")])


def test_deleted_and_hidden_rows_and_deleted_cells() -> None:
    body = table(
        row("任务", "时限"),
        row("旧任务", "旧时限", properties=f"<w:del {AUTHOR}/>"),
        row("备用", "藏", properties="<w:hidden/>"),
        row(cell("修渠"), cell("删去", f"<w:cellDel {AUTHOR}/>")),
        row("架桥", "年底", properties=f"<w:ins {AUTHOR}/>"),
    )
    document = read(body)
    assert shape(only_table(document)) == [
        (0, 0, 1, 1, "任务"),
        (0, 1, 1, 1, "时限"),
        (1, 0, 1, 1, "修渠"),
        (1, 1, 1, 1, ""),
        (2, 0, 1, 1, "架桥"),
        (2, 1, 1, 1, "年底"),
    ]
    assert asides(document) == [
        ("deleted-text", "旧任务"),
        ("deleted-text", "旧时限"),
        ("hidden-text", "备用"),
        ("hidden-text", "藏"),
        ("deleted-text", "删去"),
    ]


def test_an_inserted_file_is_read_in_its_place() -> None:
    page = (
        "<html><body><p>修建泵站3座。</p><table border=1><tr><th>序号</th><th>任务</th><th>时限</th></tr>"
        "<tr><td>1</td><td>架桥</td><td>6月底</td></tr></table></body></html>"
    )
    inner = package(
        par("加固堤防。") + '<w:altChunk r:id="x"/>',
        links={"x": ("aFChunk", "a.html")},
        extra={"word/a.html": page.encode()},
    )
    document = read(
        par("正文。") + '<w:altChunk r:id="x"/>' + par("中间。") + '<w:altChunk r:id="y"/>' + par("末尾。"),
        links={"x": ("aFChunk", "a.html"), "y": ("aFChunk", "/word/b.docx")},
        extra={"word/a.html": page.encode(), "word/b.docx": inner},
    )
    cells = ["序号", "任务", "时限", "1", "架桥", "6月底"]
    assert texts(document) == ["正文。", "修建泵站3座。", *cells, "中间。", "加固堤防。", "末尾。"]
    assert shape(only_table(document))[3:] == [(1, 0, 1, 1, "1"), (1, 1, 1, 1, "架桥"), (1, 2, 1, 1, "6月底")]
    assert [p.code for p in document.problems] == ["object-unread"]  # a file inside the inserted one


@pytest.mark.parametrize("data", [None, b"", b"\x89PNG\r\n\x1a\n", b"\x00\x01\x02"])
def test_an_inserted_file_that_cannot_be_read_is_a_problem(data: bytes | None) -> None:
    extra = {} if data is None else {"word/a.bin": data}
    document = read(par("正文。") + '<w:altChunk r:id="x"/>', links={"x": ("aFChunk", "a.bin")}, extra=extra)
    assert texts(document) == ["正文。"]
    assert [p.code for p in document.problems] == ["object-unread"]


@pytest.mark.parametrize("kind", ["default", "first"])
def test_elements_of_the_masthead_in_a_header_are_text(kind: str) -> None:
    title = "<w:titlePg/>" if kind == "first" else ""
    section = f'<w:sectPr><w:headerReference w:type="{kind}" r:id="header1"/>{title}</w:sectPr>'
    head = par("000012") + par("秘密★3年") + par("") + par("特急")
    assert texts(read(par("正文。") + section, header1=head))[:4] == ["000012", "秘密★3年", "特急", "正文。"]


@pytest.mark.parametrize("words", ["内部资料", "秘密会议纪要", "2026年第3期"])
def test_other_words_in_a_header_are_none(words: str) -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    document = read(par("正文。") + section, header1=par("特急") + par(words))
    assert texts(document) == ["正文。"]
    assert {item.reason for item in document.set_aside} == {"running-header"}

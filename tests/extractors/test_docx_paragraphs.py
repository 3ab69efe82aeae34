"""Paragraphs, headings, style and what stands inside a line."""

from __future__ import annotations

import pytest
from docx_building import asides, item, level, numbering, par, read, run, texts

from policyparse.document import Heading, Paragraph, Style
from policyparse.origin import Origin

STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:rPr><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="x"><w:name w:val="条目"/><w:basedOn w:val="a"/>
  <w:pPr><w:jc w:val="center"/><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="loop"/><w:basedOn w:val="loop"/></w:style>
<w:style w:type="character" w:styleId="strong"><w:name w:val="Strong"/><w:rPr><w:b/><w:color w:val="FF0000"/></w:rPr></w:style>
"""


def test_paragraphs_in_order_with_running_numbers() -> None:
    document = read(par("第一段。") + par() + par("第三段。"))
    assert [(b.text, b.origins) for b in document.blocks if isinstance(b, Paragraph)] == [
        ("第一段。", (Origin(line=1),)),
        ("第三段。", (Origin(line=3),)),
    ]


@pytest.mark.parametrize(
    ("properties", "text", "expected"),
    [
        ('<w:pStyle w:val="2"/>', "重点任务", 2),
        ('<w:pStyle w:val="x"/>', "重点任务", 1),
        ('<w:pStyle w:val="t"/>', "工作要点", 1),
        ('<w:outlineLvl w:val="2"/>', "重点任务", 3),
        ('<w:outlineLvl w:val="9"/>', "正文", None),
        ('<w:pStyle w:val="x"/><w:outlineLvl w:val="9"/>', "正文", None),
        ('<w:pStyle w:val="loop"/>', "正文", None),
        ("", "一、没有样式", None),
        ('<w:pStyle w:val="2"/>', "加强巡查。各镇每月巡查一次", None),  # body text runs on in the heading's paragraph
        ('<w:pStyle w:val="2"/>', "加强巡查。", 2),
    ],
)
def test_headings_are_what_the_format_marks(properties: str, text: str, expected: int | None) -> None:
    (block,) = read(par(text, properties), styles=STYLES).blocks
    assert block.text == text  # type: ignore[union-attr]
    assert (block.level if isinstance(block, Heading) else None) == expected


def test_style_from_run_paragraph_style_and_defaults() -> None:
    body = (
        par(run("临江市人民政府", '<w:b/><w:color w:val="FF0000"/><w:sz w:val="72"/>'), '<w:jc w:val="center"/>')
        + par(run("红", '<w:rStyle w:val="strong"/>') + run("多数字是平常的"), '<w:jc w:val="both"/>')
        + par(run("落款", '<w:b w:val="0"/><w:color w:val="auto"/>'), '<w:pStyle w:val="2"/><w:jc w:val="end"/>')
        + par(run("重点", '<w:rStyle w:val="strong"/>'))
    )
    assert [b.style for b in read(body, styles=STYLES).blocks if not hasattr(b, "cells")] == [
        Style(size=36.0, bold=True, align="center", colour="#ff0000"),
        Style(size=16.0),
        Style(size=16.0, align="right"),
        Style(size=16.0, bold=True, colour="#ff0000"),
    ]
    (bare,) = read(par("无样式")).blocks
    assert bare.style == Style()  # type: ignore[union-attr]


def test_runs_links_and_wrappers_make_one_line() -> None:
    body = par(
        run("关于")
        + f'<w:hyperlink r:id="rId9">{run("印发")}</w:hyperlink>'
        + f"<w:smartTag>{run('方案')}</w:smartTag><w:customXml>{run('的')}</w:customXml>"
        + "<w:proofErr w:type='spellStart'/><w:bookmarkStart w:id='0' w:name='b'/>"
        + f"<w:sdt><w:sdtPr/><w:sdtContent>{run('通知')}</w:sdtContent></w:sdt>"
    )
    assert texts(read(body)) == ["关于印发方案的通知"]


def test_blanks_breaks_and_hyphens() -> None:
    body = par(
        "<w:r><w:t xml:space='preserve'>电    话</w:t><w:tab/><w:t>0571</w:t><w:noBreakHyphen/><w:t>88</w:t><w:softHyphen/>"
        "<w:t>1234</w:t><w:br/><w:t>联系人</w:t><w:cr/><w:br/><w:t>李明</w:t></w:r>"
    )
    assert texts(read(body)) == ["电 话 0571-881234\n联系人\n李明"]


def test_a_page_break_ends_a_paragraph_and_a_rendered_one_does_not() -> None:
    body = par("<w:r><w:t>前页</w:t><w:br w:type='page'/><w:t>后</w:t><w:lastRenderedPageBreak/><w:t>页</w:t></w:r>")
    assert texts(read(body)) == ["前页", "后页"]
    assert texts(read(par("<w:r><w:br w:type='page'/></w:r>") + par("新页"))) == ["新页"]


@pytest.mark.parametrize(
    ("font", "code", "expected"),
    [
        ("Symbol", "F0B3", "≥"),
        ("Symbol", "F0A3", "≤"),
        ("Symbol", "00B0", "°"),
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings", "F0A8", "◻"),
        ("Wingdings 2", "F052", "☑"),
        ("宋体", "2022", "•"),
    ],
)
def test_symbols(font: str, code: str, expected: str) -> None:
    body = par(f'<w:r><w:sym w:font="{font}" w:char="{code}"/><w:t>90%</w:t></w:r>')
    assert texts(read(body)) == [f"{expected}90%"]


def test_unknown_symbol_is_a_problem() -> None:
    document = read(par('<w:r><w:sym w:font="Wingdings" w:char="F04C"/><w:t>类</w:t></w:r>'))
    assert texts(document) == ["\ufffd类"]
    assert [(p.code, p.source) for p in document.problems] == [("text-unmapped", (Origin(line=1),))]


def test_private_characters_are_read_by_the_font_of_the_run() -> None:
    assert texts(read(par(run("\uf0b3", '<w:rFonts w:hAnsi="Symbol"/>') + run("95%")))) == ["≥95%"]


def test_phonetic_guide_keeps_the_base_text() -> None:
    ruby = f"<w:ruby><w:rubyPr/><w:rt>{run('zhèn')}</w:rt><w:rubyBase>{run('镇')}</w:rubyBase></w:ruby>"
    document = read(par(f"<w:r>{ruby}</w:r>" + run("政府")))
    assert texts(document) == ["镇政府"]
    assert asides(document) == [("markup", "zhèn")]


def test_raised_figures_are_exponents() -> None:
    raised, lowered = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
    line = run("面积500m") + run("2", raised) + run("，CO") + run("2", lowered) + run("下降") + run("1", raised)
    assert texts(read(par(line))) == ["面积500m²，CO2下降1"]


@pytest.mark.parametrize(
    ("math", "expected"),
    [
        ("<m:r><m:t>x≥5</m:t></m:r>", "x≥5"),
        ("<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>10</m:t></m:r></m:den></m:f>", "1/10"),
        ("<m:sSup><m:e><m:r><m:t>m</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>", "m²"),
        ("<m:d><m:e><m:r><m:t>a</m:t></m:r></m:e></m:d>", "(a)"),
        ("<m:rad><m:deg/><m:e><m:r><m:t>2</m:t></m:r></m:e></m:rad>", "√2"),
    ],
)
def test_equations(math: str, expected: str) -> None:
    body = par(run("取") + f"<m:oMath>{math}</m:oMath>" + run("为限"))
    assert texts(read(body)) == [f"取{expected}为限"]


def test_dropped_initial_joins_its_paragraph() -> None:
    body = par("为", '<w:framePr w:dropCap="drop"/>') + par("做好工作，制定本方案。")
    assert texts(read(body)) == ["为做好工作，制定本方案。"]


def test_style_separator_joins_heading_and_text() -> None:
    body = par("（一）抓巡查。", "<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + par("每月一次。")
    assert texts(read(body)) == ["（一）抓巡查。每月一次。"]


def test_boxes_by_border_and_fill() -> None:
    border = '<w:pBdr><w:top w:val="single"/><w:left w:val="single"/><w:bottom w:val="single"/><w:right w:val="single"/></w:pBdr>'
    red_line = '<w:pBdr><w:bottom w:val="single" w:color="FF0000"/></w:pBdr>'
    shaded = '<w:shd w:val="clear" w:color="auto" w:fill="DDDDDD"/>'
    white = '<w:shd w:val="clear" w:color="auto" w:fill="FFFFFF"/>'
    body = (
        par("临政发〔2031〕7号", red_line)
        + par("专栏1 水网工程", border)
        + par("1. 建泵站。", border)
        + par("正文。", white)
        + par("专栏2 电网工程", border)
        + par("专栏3 路网工程", shaded)
    )
    assert [b.boxed for b in read(body).blocks if isinstance(b, Paragraph)] == [None, 1, 1, None, 2, 3]


def test_text_box_once_in_its_place_and_framed_or_not() -> None:
    def box(content: str, line: str, offset: int) -> str:
        drawing = (
            '<w:drawing><wp:anchor><wp:positionV relativeFrom="paragraph">'
            f"<wp:posOffset>{offset}</wp:posOffset></wp:positionV><a:graphic><a:graphicData><wps:wsp><wps:spPr>{line}</wps:spPr>"
            f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
            "</w:drawing>"
        )
        fallback = (
            f"<w:pict><v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict>"
        )
        return (
            f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
            f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>"
        )

    ruled = '<a:ln w="9525"><a:solidFill/></a:ln>'
    body = par(
        box(par("临江市人民政府文件"), "<a:ln><a:noFill/></a:ln>", -9000)
        + run("临政发〔2031〕7号")
        + box(par("专栏1") + par("建泵站"), ruled, 9000)
    )
    document = read(body)
    assert [(b.text, b.boxed) for b in document.blocks if isinstance(b, Paragraph)] == [
        ("临江市人民政府文件", None),
        ("临政发〔2031〕7号", None),
        ("专栏1", 1),
        ("建泵站", 1),
    ]


def test_text_box_of_the_older_kind() -> None:
    shape = '<v:shape stroked="f"><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape>'
    body = par(run("前文") + f"<w:r><w:pict>{shape.format(par('框内'))}</w:pict></w:r>") + par("后文")
    assert [(b.text, b.boxed) for b in read(body).blocks if isinstance(b, Paragraph)] == [
        ("前文", None),
        ("框内", None),
        ("后文", None),
    ]


def test_numbers_in_text_boxes_do_not_count_in_the_body() -> None:
    shape = f"<v:shape><v:textbox><w:txbxContent>{item('框内')}</w:txbxContent></v:textbox></v:shape>"
    body = item("甲") + par(f"<w:r><w:pict>{shape}</w:pict></w:r>") + item("乙")
    assert texts(read(body, numbering=numbering(level(0, "decimal", "%1、")))) == ["1、甲", "1、框内", "2、乙"]


def test_drawn_letters_are_text_and_a_drawn_seal_is_not() -> None:
    def letters(kind: int, text: str) -> str:
        return f'<w:r><w:pict><v:shape type="#_x0000_t{kind}"><v:textpath string="{text}"/></v:shape></w:pict></w:r>'

    document = read(par(letters(136, "临江市教育局文件")) + par(letters(144, "临江市教育局")) + par("正文。"))
    assert texts(document) == ["临江市教育局文件", "正文。"]
    assert asides(document) == [("stamp", "临江市教育局")]


def test_diagram_text_is_read_from_its_part() -> None:
    data = (
        '<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><dgm:pt><dgm:t><a:p><a:r><a:t>组长：王强</a:t></a:r></a:p>'
        "</dgm:t></dgm:pt></dgm:dataModel>"
    )
    drawing = '<w:r><w:drawing><a:graphic><a:graphicData><dgm:relIds r:dm="d1"/></a:graphicData></a:graphic></w:drawing></w:r>'
    from docx_building import package, read_bytes  # noqa: PLC0415

    document = read_bytes(
        package(
            par("领导小组") + par(drawing),
            links={"d1": ("diagramData", "diagrams/data1.xml")},
            extra={"word/diagrams/data1.xml": data.encode()},
        )
    )
    assert texts(document) == ["领导小组", "组长：王强"]


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        ('<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>', "object-unread"),
        (
            "<w:r><w:drawing><wp:inline><a:graphic><c:chart r:id='r'/></a:graphic></wp:inline></w:drawing></w:r>",
            "object-unread",
        ),
        (
            "<w:r><w:drawing><wp:inline><wp:extent cx='7560000' cy='10692000'/><a:blip r:embed='r'/></wp:inline></w:drawing></w:r>",
            "page-without-text",
        ),
    ],
)
def test_what_cannot_be_read_is_a_problem(inner: str, code: str) -> None:
    document = read(par("附件：") + par(inner))
    assert [(p.code, p.source) for p in document.problems] == [(code, (Origin(line=2),))]


def test_a_small_picture_is_none() -> None:
    inner = "<w:r><w:drawing><wp:inline><wp:extent cx='900000' cy='900000'/><a:blip r:embed='r'/></wp:inline></w:drawing></w:r>"
    assert read(par("标志") + par(inner)).problems == ()

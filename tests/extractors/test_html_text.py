"""Blocks, line ends, blanks, lists and styles of a page's text."""

import pytest
from html_pages import aside, body, read_bytes, read_page, texts

from policyparse.document import Heading, Paragraph
from policyparse.extractors.html_lists import chinese

SENTENCE = "<p>现将有关事项通知如下，请认真贯彻落实。</p>"


def paragraphs(inner: str) -> list[str]:
    """The paragraphs of an article that ends with the given markup."""
    first, *rest = texts(read_page(body(SENTENCE + inner)))
    assert first == "现将有关事项通知如下，请认真贯彻落实。"
    return rest


def test_headings_have_levels() -> None:
    blocks = read_page(body(f"<h1>临江市工作要点</h1>{SENTENCE}<h3>一、总体要求</h3><p>坚持稳中求进。</p>")).blocks
    assert [(b.text, b.level) for b in blocks if isinstance(b, Heading)] == [("临江市工作要点", 1), ("一、总体要求", 3)]


def test_a_heading_element_with_a_sentence_is_a_paragraph() -> None:
    blocks = read_page(body(f"{SENTENCE}<h4>各单位要在6月底前完成整改，并报市政府办公室。</h4>")).blocks
    assert isinstance(blocks[-1], Paragraph)


def test_line_ends_after_sentences_end_paragraphs() -> None:
    assert paragraphs(
        "<div>各县区政府：<br>　　为做好工作，现通知如下。<br>　　一、提高认识<br>　　各单位要高度重视。</div>"
    ) == [
        "各县区政府：",
        "为做好工作，现通知如下。",
        "一、提高认识",
        "各单位要高度重视。",
    ]


def test_a_title_over_several_lines_is_one_paragraph() -> None:
    assert paragraphs('<p align="center">临江市人民政府办公室<br>关于印发2031年工作要点的通知</p><p>请执行。</p>') == [
        "临江市人民政府办公室关于印发2031年工作要点的通知",
        "请执行。",
    ]


def test_a_document_number_under_a_title_is_a_paragraph_of_its_own() -> None:
    inner = '<div align="center">临江市人民政府<br>关于加强水利建设的意见<br>临政发〔2031〕3号</div><p>请执行。</p>'
    assert paragraphs(inner)[:2] == ["临江市人民政府关于加强水利建设的意见", "临政发〔2031〕3号"]


def test_a_date_under_a_signature_is_a_paragraph_of_its_own() -> None:
    assert paragraphs('<p style="text-align:right">临江市人民政府<br>2031年3月1日</p>') == [
        "临江市人民政府",
        "2031年3月1日",
    ]


def test_lines_wrapped_by_br_are_joined() -> None:
    wrapped = "坚持以人民为中心的发展思想，加快推进城市更新，补齐公共服务短板，<br>不断提升人民群众的获得感和幸福感，推动各项工作再上新台阶。"
    assert paragraphs(f"<p>{wrapped}</p>") == [wrapped.replace("<br>", "")]


def test_a_doubled_line_end_ends_a_paragraph() -> None:
    assert paragraphs("<div>第一段的内容没有标点<br><br>第二段的内容也没有标点</div>") == [
        "第一段的内容没有标点",
        "第二段的内容也没有标点",
    ]


def test_source_line_ends_inside_chinese_text_are_no_blanks() -> None:
    assert paragraphs("<p>加快推进\n      城市更新。</p>") == ["加快推进城市更新。"]


def test_blanks_are_kept_as_one() -> None:
    assert paragraphs("<p>责任人：陈<span> </span>勇　　石书\u200b莹&nbsp;&nbsp;王\xad力。</p>") == [
        "责任人：陈 勇 石书莹 王力。"
    ]


def test_raised_figures_are_exponents() -> None:
    assert paragraphs("<p>面积3×10<sup>4</sup>m<sup>2</sup>，CO<sub>2</sub>下降<sup>1</sup>。</p>") == [
        "面积3×10⁴m²，CO2下降1。"
    ]


def test_names_on_lines_of_their_own_stay_apart() -> None:
    assert paragraphs("<p>责任人：<span>张三</span>\n<span>李四</span>。</p>") == ["责任人：张三 李四。"]


def test_entities_and_signs_are_as_printed() -> None:
    assert paragraphs("<p>增长&ge;8&#37;，“十五五”〔2031〕&#12288;&lt;附件&gt; a &amp; b PM2.5<35。</p>") == [
        "增长≥8%，“十五五”〔2031〕 <附件> a & b PM2.5<35。"
    ]


def test_comments_and_conditional_markup() -> None:
    assert paragraphs(
        "<p><![if !supportLists]>1.<![endif]>修路。<!-- 旧稿 --><o:p></o:p></p><?xml:namespace prefix=o /><p>修桥。</p>"
    ) == [
        "1.修路。",
        "修桥。",
    ]


def test_br_written_as_an_end_tag() -> None:
    assert paragraphs("<div>第一项工作已完成。</br>第二项工作已启动。</div>") == [
        "第一项工作已完成。",
        "第二项工作已启动。",
    ]


def test_preformatted_text_keeps_its_lines() -> None:
    assert paragraphs("<pre>一、修路\n二、修桥\n</pre>") == ["一、修路", "二、修桥"]
    assert paragraphs('<div style="white-space:pre-wrap">一、修路\n二、修桥</div>') == ["一、修路", "二、修桥"]


@pytest.mark.parametrize(
    ("attributes", "numbers"),
    [
        ("", ["1.", "2.", "3."]),
        ("start=4", ["4.", "5.", "6."]),
        ("type=a", ["a.", "b.", "c."]),
        ("type=I", ["I.", "II.", "III."]),
        ("reversed", ["3.", "2.", "1."]),
        ('style="list-style-type:cjk-ideographic"', ["一、", "二、", "三、"]),
        ('style="list-style:none"', ["", "", ""]),
    ],
)
def test_numbers_of_ordered_lists_are_text(attributes: str, numbers: list[str]) -> None:
    items = ["修建道路", "改造管网", "建设公园"]
    inner = f"<ol {attributes}>{''.join(f'<li><p>{item}</p></li>' for item in items)}</ol><p>请抓好落实。</p>"
    assert paragraphs(inner)[:3] == [number + item for number, item in zip(numbers, items, strict=True)]


def test_items_with_printed_numbers_get_no_second_ones() -> None:
    assert paragraphs("<ol><li>一、修路</li><li>二、修桥</li></ol>") == ["一、修路", "二、修桥"]


def test_an_item_with_a_value_counts_on_from_it() -> None:
    assert paragraphs("<ol><li value=7>修路。</li><li>修桥。</li></ol>") == ["7.修路。", "8.修桥。"]


def test_chinese_list_numbers() -> None:
    assert [chinese(n) for n in (1, 10, 11, 20, 35)] == ["一", "十", "十一", "二十", "三十五"]


def test_hidden_and_deleted_text_is_set_aside() -> None:
    document = read_page(
        body(
            f'{SENTENCE}<p>推进<span style="display:none">内部</span>改造<del>拆除</del>。</p><p hidden>旧的一段。</p>'
        )
    )
    assert texts(document)[-1] == "推进改造。"
    assert aside(document, "hidden-text") == "内部\n旧的一段。" or set(aside(document, "hidden-text").split("\n")) == {
        "内部",
        "旧的一段。",
    }
    assert aside(document, "deleted-text") == "拆除"


def test_text_hidden_by_the_page_s_own_sheet() -> None:
    head = "<style>@media print {.n{display:block}} .n, #x {display:none}</style>"
    document = read_page(body(f'{SENTENCE}<p class="n">只供打印</p><p id=x>只供内部</p>', head))
    assert texts(document) == ["现将有关事项通知如下，请认真贯彻落实。"]
    assert aside(document, "hidden-text") == "只供打印\n只供内部"


def test_styles() -> None:
    page = body(
        SENTENCE
        + "<div align=center><p><font size=5><b>一、总体要求</b></font></p></div>"
        + '<p style="font-size:20px;font-weight:bold;text-align:right">二、重点任务</p>'
        + "<p><b>（一）加快</b>城市更新。</p>"
    )
    _, first, second, third = read_page(page).blocks
    assert (first.style.align, first.style.bold, first.style.size) == ("center", True, 18)
    assert (second.style.align, second.style.bold, second.style.size) == ("right", True, 15.0)
    assert (third.style.align, third.style.bold, third.style.size) == (None, False, None)


def test_boxes() -> None:
    inner = (
        f"{SENTENCE * 6}<table border=1><tr><td><p>专栏1　城市更新工程</p><p>1.改造老旧小区40个，惠及居民1.2万户。</p></td></tr></table>"
        "<p>二、提升公共服务，办好民生实事。</p>"
        '<div style="border:1px solid #999"><p>专栏2　学位扩容工程</p><p>新建公办幼儿园5所，新增学位1800个。</p></div>'
        "<p>三、加强组织领导，落实工作责任。</p>"
    )
    boxed = [(b.text[:3], b.boxed) for b in read_page(body(inner)).blocks[6:]]
    assert boxed == [("专栏1", 1), ("1.改", 1), ("二、提", None), ("专栏2", 2), ("新建公", 2), ("三、加", None)]


def test_a_frame_around_the_whole_article_is_no_box() -> None:
    blocks = read_page(body(f'<div style="border:1px solid red">{SENTENCE}<p>一、修路。</p></div>')).blocks
    assert [b.boxed for b in blocks] == [None, None]


def test_origins_are_the_lines_of_the_source() -> None:
    document = read_bytes(
        "<html>\n<body>\n<p>第一段，请贯彻落实。</p>\n\n<p>第二段，请贯彻落实。</p></body></html>".encode()
    )
    assert [b.origins[0].line for b in document.blocks] == [3, 5]


def test_a_line_end_inside_a_sentence_of_indented_paragraphs_wraps() -> None:
    page = (
        "<p>　　一、排查隐患。4月底前完成水库排查。<br>　　二、补充物资。增加冲锋舟10艘。（市应急局、市消防<br>支队负责）<br>"
        "　　三、每季度组织一次全市范围的综合演练，检验各类应急预案<br>和队伍。<br>　　四、按月通报。</p>"
    )
    assert paragraphs(page) == [
        "一、排查隐患。4月底前完成水库排查。",
        "二、补充物资。增加冲锋舟10艘。（市应急局、市消防支队负责）",
        "三、每季度组织一次全市范围的综合演练，检验各类应急预案和队伍。",
        "四、按月通报。",
    ]


def test_list_numbers_of_a_word_processor_stand_at_their_text() -> None:
    number = '<span style="mso-list:Ignore">{}<span style="font:7.0pt">&nbsp;&nbsp; </span></span>'
    page = "".join(f"<p>{number.format(label)}河道清淤</p>" for label in ("一、", "1.", "（1）", "第一条"))
    assert paragraphs(page) == ["一、河道清淤", "1.河道清淤", "（1）河道清淤", "第一条 河道清淤"]


def test_a_numbered_line_that_goes_on_is_no_heading() -> None:
    page = "<pre>\n一、提升效能。6月底前完成窗口改造，\n由综合科负责。\n二、加强作风建设\n每季度督查一次。\n</pre>"
    assert paragraphs(page) == [
        "一、提升效能。6月底前完成窗口改造，由综合科负责。",
        "二、加强作风建设",
        "每季度督查一次。",
    ]


def test_elements_of_the_eyebrow_are_lines_of_their_own() -> None:
    assert paragraphs("<p>000017<br>机密★1年<br>特急</p>") == ["000017", "机密★1年", "特急"]

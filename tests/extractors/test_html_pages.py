"""The article on pages of many builds: nothing of it is lost, nothing of the site's frame is in it."""

import pytest
from html_pages import BODY, TITLE, aside, body, grid, read_bytes, read_page, tables, texts

from policyparse.document import Heading

NAV = "".join(f'<li><a href="/{n}/">{n}</a></li>' for n in ("首页", "市情", "新闻", "政务公开", "办事服务", "互动交流"))
LINKS = "".join(
    f'<a href="http://{i}.example/">{n}</a> ' for i, n in enumerate(("省政府", "市人大", "市政协", "青石县"))
)
FOOT = "<p>主办单位：临江市人民政府办公室　承办单位：市大数据中心</p><p>临ICP备20310001号 网站标识码：9900000001</p>"
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in BODY)


def page_of_layout_tables() -> str:
    fields = (
        ("索 引 号：", "990000001/2031-00007"),
        ("发文机关：", "临江市人民政府办公室"),
        ("成文日期：", "2031年2月18日"),
    )
    rows = "".join(f"<tr><td><b>{name}</b></td><td>{value}</td></tr>" for name, value in fields)
    article = f"<p align=center><span style='font-size:18pt'><b>{TITLE}</b></span></p>{PARAGRAPHS}"
    for _ in range(6):
        article = f"<table width=930 border=0><tbody><tr><td>{article}</td></tr></tbody></table>"
    menu = f"<td width=150><table><tr><td><ul>{NAV}</ul></td></tr></table></td>"
    return body(
        f"<table><tr><td><table border=0>{rows}</table></td></tr></table>"
        f"<table><tr>{menu}<td>{article}<div>扫一扫在手机打开当前页</div></td></tr></table>"
        f'<table width="100%"><tr><td align=center>版权所有：临江市人民政府<br>临公网安备99000002000001号</td></tr></table>'
    )


def page_of_a_content_system() -> str:
    return body(
        f"""<div class="header"><div class="logo"><a href="/"><img></a></div><span>本网站支持IPv6</span>
        <ul class="nav">{NAV}</ul><form><input name=q><input type=submit value="搜索"></form></div>
        <div class="mainbox"><div class="crumbs">当前位置：<a href="/">首页</a>&gt;<a href="/zw/">政务公开</a></div>
        <div class="xl-head"><ul><li><b>索 引 号：</b>990000001/2031-00007</li><li><b>发布机构：</b>临江市人民政府办公室</li>
        <li><b>主题分类：</b>综合政务</li></ul></div>
        <div class="article"><h1>{TITLE}</h1>
        <div class="bar"><span>发布时间：2031-02-20 09:30</span><span>来源：临江日报</span><span>浏览次数：<i id=n>12</i></span>
        <span>字体：[ <a href="javascript:f(18)">大</a> <a href="javascript:f(16)">中</a> <a href="javascript:f(14)">小</a> ]</span></div>
        <div class="TRS_Editor"><div class="Custom_UnionStyle">{PARAGRAPHS}</div></div>
        <p class="fj">附件：<a href="./P020310220.doc">临江市2031年重点工作任务清单.doc</a></p>
        <div class="tools"><a href="javascript:window.print()">【打印本页】</a><a href="javascript:close()">【关闭窗口】</a></div>
        <div class="share">分享到：<a href="#s">微信</a><a href="#s">微博</a></div>
        <p>上一篇：<a href="a.html">临江市召开春季防汛会议</a></p><p>下一篇：没有了</p>
        <div class="xgjd"><h3>相关解读</h3><ul><li><a href="b.html">一图读懂重点工作任务清单</a><span>2031-02-21</span></li></ul></div>
        </div></div><div class="foot">{LINKS}{FOOT}<p>为确保最佳浏览效果，建议您使用以下浏览器版本：谷歌浏览器63版本及以上；360浏览器9.1版本及以上。</p></div>"""
    )


def page_without_names() -> str:
    """No class or id says what is what."""
    return body(
        f"""<div><div><a href="/">临江市人民政府</a></div><div>{LINKS}</div><div><ul>{NAV}</ul></div></div>
        <div><div>您现在的位置：<a href="/">首页</a> &gt; <a href="/a/">文件</a> &gt; 正文</div>
        <div><div>{TITLE}</div><div>2031-02-20 10:11</div><div>{PARAGRAPHS}</div></div>
        <div><div>热点推荐</div><ul><li><a href="1">临江市获评卫生城市</a></li><li><a href="2">春季招聘会周六举行</a></li></ul></div></div>
        <div><div>{LINKS}</div><div>地址：临江市滨江路1号　邮编：990000</div><div>版权所有 不得转载</div></div>"""
    )


def page_whose_names_lie() -> str:
    """The known container is empty, and the article stands in elements named like a frame."""
    return body(
        f"""<div id="UCAP-CONTENT"></div><div class="TRS_Editor"><a href="x">网站地图</a></div>
        <div class="menu-wrap footer"><div class="search sidebar"><h2>{TITLE}</h2>{PARAGRAPHS}</div></div>
        <div class="article-content">{LINKS}</div><div class="content">{FOOT}</div>"""
    )


def page_of_line_ends() -> str:
    """An old page: one cell, lines ended by br, indented by full-width blanks, tables around."""
    lines = "<BR>\r\n".join("　　" + text if i > 1 else text for i, text in enumerate(BODY))
    left = "".join(
        f"<TR><TD><A href='{i}'>{n}</A></TD></TR>" for i, n in enumerate(("文件", "公告", "人事", "规划", "统计"))
    )
    return (
        f"<HTML><HEAD><META content='text/html; charset=gb2312' http-equiv=Content-Type><TITLE>{TITLE}_临江市政府网</TITLE></HEAD>"
        f"<BODY bgColor=#ffffff><TABLE width=780 align=center><TR><TD width=160><TABLE>{left}</TABLE></TD>"
        f"<TD><TABLE width='100%'><TR><TD align=middle><FONT size=5><B>{TITLE}</B></FONT></TD></TR>"
        f"<TR><TD align=middle>[2031-02-20] 来源：市政府办公室 阅读次数：15</TD></TR>"
        f"<TR><TD><FONT size=3>{lines}</FONT></TD></TR></TABLE></TD></TR></TABLE>"
        f"<CENTER>临江市人民政府办公室主办　技术支持：市信息中心<BR>临ICP备05000001号</CENTER></BODY></HTML>"
    )


def page_of_a_messenger() -> str:
    """WeChat: the article is hidden until a script shows it, paragraphs are sections and spans."""
    inner = "".join(
        f'<section style="margin:8px"><span style="font-size:15px">{text}</span></section>' for text in BODY
    )
    return body(
        f"""<div id="js_article" class="rich_media"><div id="img-content">
        <h1 class="rich_media_title" id="activity-name">{TITLE}</h1>
        <div id="meta_content" class="rich_media_meta_list"><span class="rich_media_meta">原创</span>
        <a href="javascript:void(0);" id="js_name">临江发布</a><em id="publish_time"></em></div>
        <div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0; ">{inner}
        <p style="display:none"><mp-style-type data-value="3">隐</mp-style-type></p></div></div></div>
        <div class="rich_media_tool"><a href="javascript:;">阅读原文</a><span>微信扫一扫<br>关注该公众号</span></div>
        <div id="js_pc_qr_code" style="display:none">微信扫一扫可打开此内容</div>""",
        f'<meta property="og:title" content="{TITLE}">',
    )


def page_from_a_word_processor() -> str:
    paragraphs = "".join(
        f"<p class=MsoNormal style='text-indent:32.0pt'><span style='font-size:16.0pt;font-family:仿宋_GB2312'>{text}"
        f"<span lang=EN-US><o:p></o:p></span></span></p>\n"
        for text in BODY
    )
    return (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><meta name=Generator content='Microsoft Word 15'>"
        "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->"
        "<style><!-- p.MsoTitle {text-align:center; font-size:22.0pt; font-weight:bold} --></style></head>"
        f"<body lang=ZH-CN><div class=WordSection1><p class=MsoTitle>{TITLE}<o:p></o:p></p>{paragraphs}</div></body></html>"
    )


def page_of_the_article_alone() -> str:
    return body(f"<h2>{TITLE}</h2>{PARAGRAPHS}")


@pytest.mark.parametrize(
    "page",
    [
        page_of_layout_tables,
        page_of_a_content_system,
        page_without_names,
        page_whose_names_lie,
        page_of_line_ends,
        page_of_a_messenger,
        page_from_a_word_processor,
        page_of_the_article_alone,
    ],
)
def test_the_article_is_found_whole_and_alone(page) -> None:
    document = read_bytes(page().encode("gb18030" if page is page_of_line_ends else "utf-8"))
    found = [text for text in texts(document) if not text.startswith(("索", "发布机构", "主题分类", "附件"))]
    assert found == [TITLE, *BODY]


def test_metadata_tables_stand_before_the_article() -> None:
    document = read_page(page_of_layout_tables())
    (table,) = tables(document)
    assert document.blocks[0] is table
    assert grid(table)[0] == ["索 引 号：", "990000001/2031-00007"]


def test_metadata_lists_stand_before_the_article_one_field_a_paragraph() -> None:
    document = read_page(page_of_a_content_system())
    assert texts(document)[:3] == [
        "索 引 号：990000001/2031-00007",
        "发布机构：临江市人民政府办公室",
        "主题分类：综合政务",
    ]
    assert "附件：临江市2031年重点工作任务清单.doc" in texts(document)
    assert document.hints["published_on"] == "2031-02-20"
    assert isinstance(document.blocks[3], Heading)


def test_the_frame_is_set_aside_as_navigation() -> None:
    document = read_page(page_of_a_content_system())
    frame = aside(document, "navigation")
    for words in ("办事服务", "浏览次数", "打印本页", "下一篇", "一图读懂", "网站标识码", "浏览器版本", "搜索"):
        assert words in frame


def test_the_hidden_article_of_a_messenger_is_shown_and_its_hidden_parts_are_not() -> None:
    document = read_page(page_of_a_messenger())
    assert "隐" in aside(document, "hidden-text")
    assert "微信扫一扫可打开此内容" in aside(document, "hidden-text")
    assert document.hints == {"title": TITLE}


def test_styles_of_a_word_processor_come_from_its_sheet() -> None:
    title = read_page(page_from_a_word_processor()).blocks[0]
    assert (title.style.align, title.style.bold, title.style.size) == ("center", True, 22.0)


def test_a_gb18030_page_that_declares_gb2312() -> None:
    page = page_of_line_ends().replace("市教育局", "市教育局朱喆、堃")
    document = read_bytes(page.encode("gb18030"))
    assert document.file.encoding == "gb18030"
    assert any("朱喆、堃" in text for text in texts(document))
    assert document.hints["title"] == TITLE


def test_the_head_of_an_article_in_an_element_named_header() -> None:
    head = "".join(f"<p>{text}</p>" for text in BODY[:2])
    rest = "".join(f"<p>{text}</p>" for text in BODY[2:])
    page = body(
        f'<header><a href="/">临江市人民政府</a><ul>{NAV}</ul></header><article><header class="article-header">'
        f"<h1>{TITLE}</h1>{head}</header><div>{rest}</div><footer>来源：临江日报</footer></article><footer>{FOOT}</footer>"
    )
    assert texts(read_page(page)) == [TITLE, *BODY]


def test_lines_of_links_in_the_midst_of_an_article_stay() -> None:
    laws = '<p><a href="1.htm">《临江市城市管理条例》</a></p><p><a href="2.htm">《临江市绿化条例》</a></p>'
    page = body(f"<ul>{NAV}</ul><div><h1>{TITLE}</h1>{PARAGRAPHS[:300]}</p>{laws}{PARAGRAPHS}</div>{FOOT}")
    assert "《临江市绿化条例》" in texts(read_page(page))


def test_attachments_stay_and_the_site_s_own_list_of_files_does_not() -> None:
    page = body(
        f'<ul>{NAV}</ul><div class="c">{PARAGRAPHS}<p>附件：<a href="/u/1.xlsx">1.任务清单</a></p>'
        f'<p><a href="/u/2.docx">2.联系表</a></p></div><div>附件下载<ul><li><a href="/u/1.xlsx">任务清单.xlsx</a></li></ul></div>{FOOT}'
    )
    assert texts(read_page(page))[-2:] == ["附件：1.任务清单", "2.联系表"]


def test_an_annex_in_an_element_of_its_own() -> None:
    annex = "<div><p>附件</p><p>临江市任务清单</p><table border=1><tr><td>任务</td><td>时限</td></tr><tr><td>修路</td><td>6月底</td></tr></table></div>"
    page = read_page(body(f"<ul>{NAV}</ul><div><h1>{TITLE}</h1><div>{PARAGRAPHS}</div>{annex}</div>{FOOT}"))
    assert texts(page)[-2:] == ["附件", "临江市任务清单"]
    assert grid(tables(page)[0])[1] == ["修路", "6月底"]


def test_a_column_of_news_beside_the_article() -> None:
    news = "".join(f"<li><a href={i}>关于第{i}批项目的公示</a><span>2031-01-0{i}</span></li>" for i in range(1, 7))
    facts = f"<div><h3>办事指南</h3><p>办公时间：周一至周五9:00至17:00。</p><h3>公告</h3><ul>{news}</ul></div>"
    article = f"<div><h1>{TITLE}</h1>{PARAGRAPHS}</div>"
    for columns in (article + facts, facts + article):
        assert texts(read_page(body(f"<ul>{NAV}</ul><div>{columns}</div>{FOOT}"))) == [TITLE, *BODY]


def test_a_second_copy_for_telephones() -> None:
    article = f"<h1>{TITLE}</h1>{PARAGRAPHS}"
    document = read_page(body(f"<ul>{NAV}</ul><div>{article}</div><div>{article}</div>{FOOT}"))
    assert texts(document) == [TITLE, *BODY]
    assert aside(document, "duplicate-print").startswith(TITLE)


def test_a_short_notice_above_the_rights_of_a_site() -> None:
    page = body(
        f"<div>{LINKS}</div><div><h3>关于清明节放假的通知</h3><p>时间：2031-03-28 来源：市政府网</p><p>各部门：</p><p>清明节4月4日至6日放假，共3天。</p>"
        f"<p>临江市人民政府办公室</p><p>2031年3月28日</p></div><div>{LINKS}<p>本网站由临江市人民政府办公室主办，任何单位和个人未经许可不得转载本网站的内容，违者将依法追究责任。</p></div>"
    )
    assert texts(read_page(page)) == [
        "关于清明节放假的通知",
        "各部门：",
        "清明节4月4日至6日放假，共3天。",
        "临江市人民政府办公室",
        "2031年3月28日",
    ]


@pytest.mark.parametrize(
    "fields",
    [
        "<dl><dt>索引号</dt><dd>990/2031-00007</dd><dt>有效性</dt><dd>有效</dd></dl>",
        "<div><div>索引号</div><div>990/2031-00007</div></div><div><div>有效性</div><div>有效</div></div>",
    ],
)
def test_names_and_values_without_colons_are_a_table(fields: str) -> None:
    document = read_page(body(f"<ul>{NAV}</ul>{fields}<h1>{TITLE}</h1>{PARAGRAPHS}{FOOT}"))
    assert grid(tables(document)[0]) == [["索引号", "990/2031-00007"], ["有效性", "有效"]]
    assert texts(document) == [TITLE, *BODY]


def test_fields_in_one_line_are_one_paragraph_each() -> None:
    line = "<div><span>索 引 号：990/2031-00007</span> <span>发文机关：临江市人民政府</span><span>浏览次数：33</span></div>"
    document = read_page(body(f"<ul>{NAV}</ul>{line}<h1>{TITLE}</h1>{PARAGRAPHS}{FOOT}"))
    assert texts(document)[:3] == ["索 引 号：990/2031-00007", "发文机关：临江市人民政府", TITLE]
    assert "浏览次数：33" in aside(document, "navigation")


def test_metadata_below_the_article_comes_first() -> None:
    fields = (
        "<table><tr><td>索引号</td><td>990/2031-1</td></tr><tr><td>发文机关</td><td>临江市人民政府</td></tr></table>"
    )
    document = read_page(body(f"<ul>{NAV}</ul><div><h1>{TITLE}</h1>{PARAGRAPHS}</div>{fields}{FOOT}"))
    assert document.blocks[0] is tables(document)[0]


def test_unnamed_fields_beside_an_index_number() -> None:
    fields = "<ul><li>990001234/2031-00028</li><li>临江市卫健委</li><li>工作要点</li><li>2031-06-22</li></ul>"
    document = read_page(body(f"<ul>{NAV}</ul>{fields}<h1>{TITLE}</h1>{PARAGRAPHS}{FOOT}"))
    assert texts(document)[:4] == ["990001234/2031-00028", "临江市卫健委", "工作要点", "2031-06-22"]


def test_the_source_is_the_issuer_only_where_it_is_an_office() -> None:
    for source, issuer in (("临江市教育局", "临江市教育局"), ("中国临江网", None), ("本站", None)):
        head = f'<meta name="ContentSource" content="{source}"><meta name="PubDate" content="2031-02-20 09:00">'
        hints = read_page(body(PARAGRAPHS, head)).hints
        assert hints.get("issuer") == issuer
        assert hints["published_on"] == "2031-02-20"


def test_what_a_document_repeats_is_no_copy() -> None:
    form = "".join(
        f"<p>{text}</p>"
        for text in (
            "申报表",
            "申报单位（盖章）：　　　填报日期：　　年　　月　　日　　　　　联系人及电话：　　　　　　单位地址：",
            "项目名称：",
            "申报理由：",
            "主管部门意见：",
        )
    )
    page = read_page(body(f"<h1>{TITLE}</h1>{PARAGRAPHS}<p>附件1</p>{form}<p>附件1</p>{form}"))
    assert texts(page).count("申报表") == 2
    page = read_page(
        body(
            "<p>（一）推进城市更新，改造老旧小区，建设口袋公园，补齐公共服务短板，办好民生实事，落实工作责任。</p>" * 8
        )
    )
    assert len(texts(page)) == 8

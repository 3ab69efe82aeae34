"""Data tables and layout tables. The grids were compared with what Chromium lays out."""

from html_pages import aside, body, grid, only_table, read_page, tables, texts

LEAD = "<p>现将任务分解如下，请各单位认真落实。</p>"


def test_spans() -> None:
    table = only_table(
        "<table border=1><tr><th rowspan=2>任务<th colspan=2>责任分工</tr><tr><th>牵头单位<th>配合单位</tr>"
        "<tr><td>修路<td>市交通局<td>市财政局</tr></table>"
    )
    assert grid(table) == [
        ["任务", "责任分工", "责任分工"],
        ["任务", "牵头单位", "配合单位"],
        ["修路", "市交通局", "市财政局"],
    ]
    assert table.header_rows == 2


def test_a_thead_is_the_header() -> None:
    table = only_table(
        "<table><thead><tr><td>任务</td><td>时限</td></tr></thead><tfoot><tr><td>合计</td><td>1</td></tr></tfoot>"
        "<tbody><tr><td>修路</td><td>6月底</td></tr></tbody></table>"
    )
    assert grid(table) == [["任务", "时限"], ["修路", "6月底"], ["合计", "1"]]
    assert table.header_rows == 1


def test_no_marked_header() -> None:
    assert (
        only_table(
            "<table border=1><tr><td>任务</td><td>时限</td></tr><tr><th>一</th><td>二</td></tr></table>"
        ).header_rows
        is None
    )


def test_rowspan_zero_reaches_to_the_end_of_its_group() -> None:
    table = only_table(
        "<table border=1><tbody><tr><td rowspan=0>城建</td><td>修路</td></tr><tr><td>修桥</td></tr></tbody>"
        "<tbody><tr><td>民生</td><td>办学</td></tr></tbody></table>"
    )
    assert grid(table) == [["城建", "修路"], ["城建", "修桥"], ["民生", "办学"]]


def test_spans_end_with_the_table() -> None:
    table = only_table("<table border=1><tr><td rowspan=9>城建</td><td>修路</td></tr><tr><td>修桥</td></tr></table>")
    assert grid(table) == [["城建", "修路"], ["城建", "修桥"]]


def test_columns_and_rows_without_cells_of_their_own_are_dropped() -> None:
    table = only_table(
        "<table border=1><tr><td>序号</td><td>任务</td></tr><tr><td colspan=9>一、城建</td></tr>"
        "<tr></tr><tr><td>1</td><td>修路</td></tr></table>"
    )
    assert (table.rows, table.cols) == (3, 2)
    assert grid(table)[1] == ["一、城建", "一、城建"]


def test_overlapping_spans_are_narrowed_and_reported() -> None:
    page = read_page(
        body(
            "<p>现将任务分解如下。</p><table border=1><tr><td>甲</td><td rowspan=2>乙</td><td>丙</td></tr>"
            "<tr><td colspan=2>丁</td><td>戊</td></tr></table>"
        )
    )
    assert grid(tables(page)[0]) == [["甲", "乙", "丙"], ["丁", "乙", "戊"]]
    assert [problem.code for problem in page.problems] == ["table-unread"]


def test_rows_and_cells_that_are_not_displayed() -> None:
    page = read_page(
        body(
            "<p>现将任务分解如下。</p><table border=1><tr><td rowspan=2>城建</td><td>修路</td></tr>"
            '<tr style="display:none"><td>暂缓</td></tr><tr><td style="display:none">城建</td><td>修桥</td></tr></table>'
        )
    )
    assert grid(tables(page)[0]) == [["城建", "修路"], ["城建", "修桥"]]
    assert "暂缓" in aside(page, "hidden-text")


def test_cell_text_keeps_line_ends_and_names() -> None:
    table = only_table(
        "<table border=1><tr><td>陈<span> </span>勇</td><td>第一步<br>第二步</td><td><p>市教育局</p><p>市财政局</p></td></tr>"
        "<tr><td>市<b>教</b>育\n     局</td><td><div>甲</div>乙</td><td><ol><li>修路</li><li>修桥</li></ol></td></tr></table>"
    )
    assert grid(table) == [
        ["陈 勇", "第一步\n第二步", "市教育局\n市财政局"],
        ["市教育局", "甲\n乙", "1.修路\n2.修桥"],
    ]


def test_form_controls_stand_as_what_they_show() -> None:
    table = only_table(
        "<table border=1><tr><td>任务</td><td>完成</td><td>单位</td><td>选</td></tr>"
        '<tr><td><input value="修路"><input type=hidden value=77></td><td><select><option>否<option selected>是</select>'
        "<input type=checkbox checked>按期</td><td><textarea>市教育局\n市财政局</textarea></td><td><input type=checkbox></td></tr>"
        "</table>"
    )
    assert grid(table)[1] == ["修路", "是☑按期", "市教育局\n市财政局", ""]


def test_a_table_in_a_cell_becomes_its_lines() -> None:
    table = only_table(
        "<table border=1><tr><td>任务</td><td>单位</td></tr><tr><td>修路</td><td><table><tr><td>市交通局</td><td>牵头</td></tr>"
        "<tr><td>市财政局</td><td>配合</td></tr></table></td></tr><tr><td>办学</td><td>市教育局</td></tr>"
        "<tr><td>绿化</td><td>市林业局、市城管局、各县区政府</td></tr></table>"
    )
    assert grid(table)[1] == ["修路", "市交通局 牵头\n市财政局 配合"]


def test_tables_in_a_row_stay_tables_of_their_own() -> None:
    rows = "".join(f"<table border=1><tr><td>{n}</td><td>第{n}项任务</td></tr></table>" for n in (1, 2, 3))
    page = read_page(body(f"<p>现将任务分解如下。</p>{rows}"))
    assert [grid(table) for table in tables(page)] == [[[str(n), f"第{n}项任务"]] for n in (1, 2, 3)]
    assert [(t.origin.table, t.cells[0].origin.table) for t in tables(page)] == [(0, 0), (1, 1), (2, 2)]


def test_captions_and_stray_text_stand_before_the_table() -> None:
    page = read_page(
        body(
            "<p>现将任务分解如下。</p><table border=1><caption>任务表</caption><tr><td>任务</td><td>时限</td></tr></table>"
        )
    )
    assert texts(page) == ["现将任务分解如下。", "任务表"]
    assert grid(tables(page)[0]) == [["任务", "时限"]]


def test_a_form_between_table_and_rows() -> None:
    table = only_table(
        "<table border=1><form><tr><td>任务</td><td>时限</td></tr><tr><td>修路</td><td>6月</td></tr></form></table>"
    )
    assert grid(table) == [["任务", "时限"], ["修路", "6月"]]


def test_a_table_without_rules_that_lays_out_the_article() -> None:
    article = "".join(
        f"<p>（{n}）推进重点工程建设，落实各项保障措施，确保按期完成年度目标任务。</p>" for n in "一二三四五六七八九十"
    )
    page = read_page(
        body(
            f"<table><tr><td width=20>&nbsp;</td><td>{article}</td></tr><tr><td></td><td>2031年1月5日</td></tr></table>"
        )
    )
    assert not tables(page)
    assert texts(page)[-1] == "2031年1月5日"


def test_a_table_without_rules_that_holds_data() -> None:
    table = only_table("<table><tr><td>修路</td><td>6月底</td></tr><tr><td>修桥</td><td>9月底</td></tr></table>")
    assert grid(table) == [["修路", "6月底"], ["修桥", "9月底"]]


def test_origins() -> None:
    table = only_table(
        "<table border=1>\n<tr><td>任务</td><td>时限</td></tr>\n<tr><td>修路</td><td>6月底</td></tr></table>"
    )
    assert table.origin.table == 0
    assert [(c.origin.table, c.origin.row, c.origin.line) for c in table.cells] == [
        (0, 0, 2),
        (0, 0, 2),
        (0, 1, 3),
        (0, 1, 3),
    ]


def test_a_row_picked_by_boxes_on_a_screen() -> None:
    table = only_table(
        "<table border=1><tr><td>☐</td><td>修路</td></tr><tr><td><input type=checkbox></td><td>修桥</td></tr></table>"
    )
    assert grid(table)[1] == ["", "修桥"]


ARTICLE = "".join(f"<p>（{n}）推进重点工程建设，落实各项保障措施，确保按期完成。</p>" for n in "一二三四五六七八")


def test_metadata_and_article_in_one_ruled_table() -> None:
    page = read_page(
        body(
            "<table border=1><tr><td>索引号</td><td>990/2031-00012</td><td>发文机关</td><td>临江市人民政府</td></tr>"
            "<tr><td>成文日期</td><td>2031年1月5日</td><td>有效性</td><td>有效</td></tr>"
            f"<tr><td colspan=4><p>临江市重点工程建设方案</p>{ARTICLE}</td></tr></table>"
        )
    )
    (table,) = tables(page)
    assert grid(table) == [
        ["索引号", "990/2031-00012"],
        ["发文机关", "临江市人民政府"],
        ["成文日期", "2031年1月5日"],
        ["有效性", "有效"],
    ]
    assert texts(page)[0] == "临江市重点工程建设方案"
    assert len(texts(page)) == 9


def test_a_form_with_one_long_cell_is_data() -> None:
    table = only_table(
        f"<table border=1><tr><td>项目名称</td><td>滨江路改造</td></tr><tr><td>建设内容</td><td>{ARTICLE}</td></tr>"
        "<tr><td>责任单位</td><td>市住建局</td></tr></table>"
    )
    assert [row[0] for row in grid(table)] == ["项目名称", "建设内容", "责任单位"]


def test_lists_in_cells_are_data() -> None:
    items = "<ul><li>修建道路</li><li>改造管网</li></ul>"
    table = only_table(
        f"<table border=1><tr><td>任务</td><td>单位</td></tr><tr><td>{items}{items}</td><td>{items}</td></tr></table>"
    )
    assert grid(table)[1][0] == "修建道路\n改造管网\n修建道路\n改造管网"


def test_an_old_page_with_a_short_article_is_no_data() -> None:
    page = read_page(
        body(
            "<table width=760><tr><td>临江市政务网</td><td>2031年1月5日 星期日</td></tr><tr><td width=100>栏目导航<br>"
            "<a href=1>文件</a><br><a href=2>公告</a></td><td>关于清明节放假的通知<br><br>各部门：<br>　　清明节4月4日至6日放假，共3天。请各部门妥善安排值班和安全保卫等工作，遇有重大突发事件，要按规定及时报告并妥善处置。<br>"
            "　　各单位于4月2日前将值班表报市政府办公室（电话：0799-000000）。请各部门加强督促检查，确保节日期间各项工作平稳有序。<br>　　特此通知。<br>临江市人民政府办公室<br>2031年3月28日</td></tr>"
            "<tr><td colspan=2>版权所有：临江市人民政府</td></tr></table>"
        )
    )
    assert not tables(page)
    assert texts(page)[0] == "关于清明节放假的通知"
    assert texts(page)[-2:] == ["临江市人民政府办公室", "2031年3月28日"]
    assert "版权所有" in aside(page, "navigation")
    assert "文件" in aside(page, "navigation")


def test_a_page_exported_from_a_spreadsheet() -> None:
    sheet = "<style><!-- td {border:none} .xl65 {border:.5pt solid windowtext; text-align:center} --></style>"
    rows = "<tr height=20><td class=xl65 x:num>1</td><td class=xl65>修路<br>\n  修桥</td><td class=xl65 rowspan=2>市住建局</td></tr>"
    page = read_page(
        body(
            "<table border=0 cellpadding=0><col width=72><tr><td colspan=3 class=xl66>临江市2031年任务分解表</td></tr>"
            "<tr><td class=xl65>序号</td><td class=xl65>任务</td><td class=xl65>责任单位</td></tr>"
            f"{rows}<tr><td class=xl65 x:num>2</td><td class=xl65>办学</td></tr>"
            "<![if supportMisalignedColumns]><tr height=0 style='display:none'><td width=72></td><td></td></tr><![endif]></table>",
            sheet,
        )
    )
    (table,) = tables(page)
    assert grid(table)[2:] == [["1", "修路\n修桥", "市住建局"], ["2", "办学", "市住建局"]]


def test_a_span_that_a_page_script_cut_reaches_into_the_next_table() -> None:
    head = "<tr><th>序号</th><th>任务</th><th>目标</th></tr>"
    first = f'<table border=1>{head}<tr><td>1</td><td rowspan="3">修渠</td><td>3公里</td></tr></table>'
    rest = (
        "<tr><td>2</td><td>5公里</td></tr><tr><td>3</td><td>8公里</td></tr><tr><td>4</td><td>架桥</td><td>2座</td></tr>"
    )
    found = tables(read_page(body(f"{LEAD}{first}<table border=1>{rest}</table>")))
    assert [(c.row, c.col, c.row_span, c.text) for c in found[1].cells if c.col == 1] == [
        (0, 1, 2, ""),
        (2, 1, 1, "架桥"),
    ]
    whole = "<tr><td>2</td><td>修塘</td><td>5口</td></tr>"
    found = tables(read_page(body(f"{LEAD}{first}<table border=1>{whole}</table>")))
    assert [c.text for c in found[1].cells] == ["2", "修塘", "5口"]


def test_a_rowspan_that_is_too_long_ends_where_a_row_has_all_its_cells() -> None:
    table = only_table(
        "<table border=1><tr><td>领域</td><td>任务</td><td>时限</td></tr>"
        "<tr><td rowspan=4>城建</td><td>修路</td><td>6月</td></tr><tr><td>修桥</td><td>7月</td></tr>"
        "<tr><td>民生</td><td>办学</td><td>8月</td></tr><tr><td>养老</td><td>建院</td><td>9月</td></tr></table>"
    )
    assert grid(table) == [
        ["领域", "任务", "时限"],
        ["城建", "修路", "6月"],
        ["城建", "修桥", "7月"],
        ["民生", "办学", "8月"],
        ["养老", "建院", "9月"],
    ]


def test_other_elements_shown_as_a_table() -> None:
    rows = [["任务", "时限"], ["修路", "6月底"], ["办学", "8月底"]]
    styles = "<style>.t{display:table}.r{display:table-row}.c{display:table-cell}</style>"
    by_style = "".join(
        "<div class=r>" + "".join(f"<span class=c>{text}</span>" for text in row) + "</div>" for row in rows
    )
    by_role = "".join("<li role=row>" + "".join(f"<b role=cell>{text}</b>" for text in row) + "</li>" for row in rows)
    for markup in (f"{styles}<div class=t>{by_style}</div>", f"<ul role=table><li role=rowgroup>{by_role}</li></ul>"):
        assert grid(only_table(LEAD + markup)) == rows


def test_words_placed_beside_one_another_by_style_are_no_table() -> None:
    row = "<div style='display:table-row'><p style='display:table-cell'>{}</p></div>"
    page = read_page(body(f"{LEAD}<div style='display:table'>{row.format('联系人：甲')}{row.format('电话：乙')}</div>"))
    assert tables(page) == []

"""Shapes that offices give their documents, each as a small document of our own, read from file to records."""

from __future__ import annotations

from pathlib import Path

import pytest

from policyparse import extract
from policyparse.records import PolicyDocument


@pytest.fixture
def read(tmp_path: Path):  # type: ignore[no-untyped-def]
    def reader(text: str, suffix: str = "txt") -> PolicyDocument:
        file = tmp_path / f"source.{suffix}"
        file.write_text(text, encoding="utf-8")
        document = extract(file)
        assert document.coverage.unaccounted == 0
        return document

    return reader


def test_a_heading_that_begins_with_a_year_is_a_heading(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """临江省人民政府关于落实《政府工作报告》重点工作分工的意见

一、2022年经济社会发展总体要求和政策取向
（一）宏观政策。
1.完善稳岗政策。（省人力资源社会保障厅牵头）
二、3个重点领域改革
（二）国企改革。
2.完成企业改制。（省国资委牵头）
"""
    )
    assert [r.section for r in document.records] == [
        ["一、2022年经济社会发展总体要求和政策取向", "（一）宏观政策"],
        ["二、3个重点领域改革", "（二）国企改革"],
    ]


def test_numbers_that_begin_again_under_another_heading_are_no_repetition(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """云泽市秸秆禁烧工作方案

一、工作目标
（一）总体目标。不发生露天焚烧。
二、重点任务
（一）加强巡查。每日巡查。
（二）推进离田。建设收储点。
（三）推广利用。推广还田机具。
三、工作要求
（三）严格考核。纳入年度考核。
（四）强化宣传。开展宣传活动。
"""
    )
    assert not [p for p in document.problems if p.code.startswith("number-")]


def test_a_number_that_comes_again_in_numbers_that_run_on_is_a_repetition(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """云泽市2024年水利工作要点

一、防汛抗旱
1.开展汛前检查。
2.修订防洪预案。
二、工程建设
3.推进堤防加固。
4.建设灌区泵站。
三、行业监管
4.加强取水管理。
5.推进河湖清障。
"""
    )
    assert [p.code for p in document.problems] == ["number-repeated"]


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("青河市居家养老服务提升行动计划\n（2023—2025年）", "青河市居家养老服务提升行动计划（2023—2025年）"),
        ("青河市城市更新项目管理办法\n（试行）", "青河市城市更新项目管理办法（试行）"),
        ("青河市“十四五”供水规划\n（2021—2025年）", "青河市“十四五”供水规划"),
        ("青河市供水保障方案\n（2023年3月6日印发）", "青河市供水保障方案"),
    ],
)
def test_a_bracket_below_the_title(read, lines: str, title: str) -> None:  # type: ignore[no-untyped-def]
    document = read(f"{lines}\n\n为提升服务水平，制定本文件。\n\n一、重点任务\n（一）建设网络。（市民政局负责）\n")
    assert document.meta.title == title


def test_labelled_times_beside_the_owners(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """临河市应急管理局关于报送重点工作安排的函

市安委办：
现将我局重点工作安排函报如下：
1.开展企业检查。对56家企业开展检查。牵头处室：危化处，完成时限：2025年11月30日前。
2.建设应急广播。6月底前完成招标，9月底前完成安装。牵头处室：科信处；配合处室：救灾处、办公室，完成时限：2025年12月。
3.完善预案。
完成时限：2025年10月底
责任单位：应急指挥中心
4.开展演练。5月底前制定脚本。责任单位：救灾处；时限：2025年8月底前。
特此函报。

临河市应急管理局
2025年5月12日
"""
    )
    assert [(r.content, r.owner.lead, r.owner.support) for r in document.records] == [
        ("对56家企业开展检查。", ["危化处"], []),
        ("6月底前完成招标，9月底前完成安装。", ["科信处"], ["救灾处", "办公室"]),
        (None, ["应急指挥中心"], []),
        ("5月底前制定脚本。", ["救灾处"], []),
    ]
    assert [[str(i.due) for i in r.deadline.items] for r in document.records] == [
        ["2025-11-30"],
        ["2025-12-31"],
        ["2025-10-31"],
        ["2025-08-31"],
    ]
    assert [[str(s.due) for s in r.steps] for r in document.records] == [
        [],
        ["2025-06-30", "2025-09-30"],
        [],
        ["2025-05-31"],
    ]


def test_a_bracket_of_owners_before_the_stop_is_taken_out(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """临河市2025年水务工作要点

一、重点任务
1.完成老旧管网改造120公里（市水务局负责）。
2.防范风险。严控增量，稳妥处置存量（市财政局牵头，市发展改革委配合）。
3.建立台账（市水务局负责）；定期通报（市政府督查室负责）。
"""
    )
    assert [(r.task, r.content, r.owner.lead) for r in document.records] == [
        ("完成老旧管网改造120公里", None, ["市水务局"]),
        ("防范风险", "严控增量，稳妥处置存量。", ["市财政局"]),
        ("建立台账", None, ["市水务局"]),
        ("定期通报", None, ["市政府督查室"]),
    ]
    assert document.records[0].target.text == "完成老旧管网改造120公里"


def test_the_number_of_the_document_tells_the_year_of_issue(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """临江省人民政府关于加强水库管理的意见
临政发〔2022〕16号

各市人民政府：
现提出如下意见：
一、加强巡查
1.完善制度。6月底前出台巡查制度。（省水利厅负责）
"""
    )
    [item] = document.records[0].deadline.items
    assert (str(item.due), item.year_from) == ("2022-06-30", "issued")
    assert "year-inferred" in document.records[0].flags


def test_offices_that_stand_for_their_holders_are_leaders(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """临江省2023年水利工作要点

一、重点任务
1.完善制度。（分管副省长、协管副秘书长负责，省水利厅牵头，省财政厅等按职责分工负责）
"""
    )
    owner = document.records[0].owner
    assert (owner.leaders, owner.lead, owner.support) == (["分管副省长", "协管副秘书长"], ["省水利厅"], ["省财政厅"])


def test_a_standing_owner_ends_at_its_verb(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """临江市纾困若干措施

一、财税政策
1.设立专项资金。（责任单位：市财政局，各县区人民政府。以下政策措施均需各县区人民政府、园区管委会落实，不再单独列出）
2.培育企业。（责任单位：市工信局）
"""
    )
    assert [r.owner.lead for r in document.records] == [
        ["市财政局", "各县区人民政府", "园区管委会"],
        ["市工信局", "各县区人民政府", "园区管委会"],
    ]


def test_tasks_without_numbers_with_lines_of_labels_below_them(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """青河市2023年十件实事任务分解表

新增优质学位1.2万个。
主管领导：赵刚
责任单位：市教育局
进度安排：6月底前完成主体；12月底前全部投用。

新建社区食堂30家。
主管领导：王芳
责任单位：市民政局，各县（市、区）政府
完成时限：10月底
"""
    )
    first, second = document.records
    assert (first.task, first.owner.leaders, first.owner.lead) == ("新增优质学位1.2万个", ["赵刚"], ["市教育局"])
    assert [str(step.due) for step in first.steps] == ["2023-06-30", "2023-12-31"]
    assert (second.task, second.content, second.owner.lead) == (
        "新建社区食堂30家",
        None,
        ["市民政局", "各县（市、区）政府"],
    )
    assert [str(item.due) for item in second.deadline.items] == ["2023-10-31"]


def test_a_report_of_progress_hands_out_no_work(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """青河市2023年民生实事上半年进展情况公示

1.轨道交通一期工程投入试运营。
牵头领导：赵刚
责任单位：市交通局
完成情况：已于5月30日通车。
"""
    )
    assert document.records == []


def test_a_long_title_on_one_line_is_not_joined_with_the_addressees(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """青河市发展和改革委员会 青河市民政局 青河市自然资源和规划局 青河市住房和城乡建设局 关于印发青河市城市社区嵌入式服务设施建设工程实施方案的通知

各区（市）县政府，市级有关部门：

现将《青河市城市社区嵌入式服务设施建设工程实施方案》印发给你们，请认真贯彻落实.

青河市城市社区嵌入式服务设施建设工程实施方案

一、重点任务

（一）科学布局。编制建设规划。（责任单位：市自然资源和规划局）
"""
    )
    assert document.meta.title == "青河市城市社区嵌入式服务设施建设工程实施方案"
    assert document.meta.recipients == ["各区（市）县政府", "市级有关部门"]
    assert document.meta.issuers == [
        "青河市发展和改革委员会",
        "青河市民政局",
        "青河市自然资源和规划局",
        "青河市住房和城乡建设局",
    ]


def test_units_before_the_comma_lead_from_there_on(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """临江省2023年营商环境工作要点

一、市场主体
（一）激发活力。推广信用贷款。〔责任单位：省经济和信息化厅、省财政厅等部门（单位），各市（州）人民政府。逗号前为牵头单位，下同〕
（二）便利开办。推行住所登记。〔责任单位：省市场监管局，省公安厅、省税务局〕
（三）规范检查。制定检查清单。〔责任单位：省司法厅〕
"""
    )
    assert [(r.owner.lead, r.owner.support) for r in document.records] == [
        (["省经济和信息化厅", "省财政厅等部门（单位）"], ["各市（州）人民政府"]),
        (["省市场监管局"], ["省公安厅", "省税务局"]),
        (["省司法厅"], []),
    ]


def test_a_bracket_that_speaks_of_roles_names_no_owner(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """临江市2023年目标任务责任分解方案

一、工作要求
（一）制定办理方案。牵头单位（无牵头单位的，责任单位即为牵头单位，下同）要细化措施，各牵头单位于2月10日前报送方案。
"""
    )
    assert (document.records[0].owner.lead, document.records[0].owner.text) == ([], None)


def test_stages_are_points(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """临江市2023年环境整治实施方案

一、实施步骤
第一阶段：动员部署（3月1日—3月31日）。各镇制定方案。
第二阶段 集中整治（4月1日—10月31日）。各镇清理积存垃圾。
第三步，总结验收（11月）。市整治办组织验收。
"""
    )
    assert [(r.number, r.task) for r in document.records] == [
        ("一", "动员部署（3月1日—3月31日）"),
        ("二", "集中整治（4月1日—10月31日）"),
        ("三", "总结验收（11月）"),
    ]
    assert [str(r.deadline.items[0].due) for r in document.records] == ["2023-03-31", "2023-10-31", "2023-11-30"]


def test_the_time_beside_the_owners_of_a_group_holds_for_its_points(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """临江市优化审批工作方案

（一）推进进驻
1.梳理审批事项，做到应进必进。
2.授予窗口审批权限。
（责任单位：市审批局、市编办；完成时限：2016年12月底）
（二）推进网办（责任单位：市数据局；完成时限：2017年3月底）
3.开发网上系统。
"""
    )
    assert [(r.owner.lead, [str(i.due) for i in r.deadline.items]) for r in document.records] == [
        (["市审批局", "市编办"], ["2016-12-31"]),
        (["市审批局", "市编办"], ["2016-12-31"]),
        (["市数据局"], ["2017-03-31"]),
    ]


def test_metadata_of_a_catalogue_and_links_above_the_title(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """• 索引号：67355/2021-180
• 发布机构：县人民政府办公室
• 生成日期：2021-03-22
• 公开日期：2021-03-23
图解 | 2021年县政府重点工作任务

2021年县政府重点工作任务（林政发〔2021〕2号）

各乡镇人民政府、县直各单位：

一、强化责任落实。各单位要建立协作机制。
"""
    )
    meta = document.meta
    assert (meta.title, meta.doc_number, meta.kind) == ("2021年县政府重点工作任务", "林政发〔2021〕2号", "work_points")
    assert (meta.index_number, str(meta.issued_on), str(meta.published_on)) == (
        "67355/2021-180",
        "2021-03-22",
        "2021-03-23",
    )


def test_requirements_of_a_covering_notice_counted_in_its_sentences(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """云山区人民政府办公室关于转发秋冬季大气污染防治方案的通知

各镇人民政府、各街道办事处：
现将《云山区秋冬季大气污染防治方案》转发给你们，并提出以下要求：
一要加强组织领导。各镇要成立专班，10月20日前将名单报区大气办。二要压实工作责任。区生态环境局要开展联合检查。三要强化督导考核。区政府督查室要每月通报，12月底前完成年度考核。

云山区人民政府办公室
2024年10月8日
"""
    )
    assert [(r.number, r.task, r.content) for r in document.records] == [
        ("一", "加强组织领导", "各镇要成立专班，10月20日前将名单报区大气办。"),
        ("二", "压实工作责任", "区生态环境局要开展联合检查。"),
        ("三", "强化督导考核", "区政府督查室要每月通报，12月底前完成年度考核。"),
    ]
    assert str(document.records[0].deadline.items[0].due) == "2024-10-20"


def test_sentences_counted_inside_a_numbered_point_stay_in_it(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """云山区大气污染防治工作方案

一、工作要求
（一）加强领导。一是成立专班。二是建立台账。
（二）强化督导。一要定期检查。二要及时通报。
"""
    )
    assert [r.content for r in document.records] == ["一是成立专班。二是建立台账。", "一要定期检查。二要及时通报。"]


def test_a_notice_that_allots_the_table_it_lists(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """<html><body><h1>云山县人民政府关于分解落实目标任务的通知</h1>
<p>各乡镇人民政府：</p>
<p>经研究，现将2023年两项工作任务予以分解印发。</p>
<p>一、压实责任。各单位要加强领导。</p>
<p>二、强化督查。各牵头单位于每季度末月25日前将进展情况报县政府督查室。</p>
<p>附件：2023年目标任务分解表</p>
<p>云山县人民政府</p><p>2023年1月28日</p>
<p>附件</p><p>2023年目标任务分解表</p>
<table><tr><td>序号</td><td>目标任务</td><td>责任单位</td></tr>
<tr><td>1</td><td>新增规上企业20户</td><td>县经信局</td></tr>
<tr><td>2</td><td>改造管网30公里</td><td>县住建局</td></tr></table></body></html>
""",
        "html",
    )
    assert (document.meta.title, document.meta.kind) == ("2023年目标任务分解表", "task_list")
    assert [(r.number, r.task, r.section) for r in document.records] == [
        ("二", "强化督查", []),
        ("1", "新增规上企业20户", []),
        ("2", "改造管网30公里", []),
    ]


def test_a_header_over_categories_and_numbers(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """<html><body><h1>青河市2023年政务公开任务清单</h1><table>
<tr><td colspan=2>工作任务</td><td>具体要求</td><td>责任科室</td><td>时限要求</td></tr>
<tr><td rowspan=2>规范主动公开</td><td>1</td><td>及时发布法定公开内容，健全审查制度。</td><td>各科室</td><td>持续推进</td></tr>
<tr><td>2</td><td>编制发布工作年度报告，确保数据准确。</td><td>办公室</td><td>3月底前</td></tr>
<tr><td>加强指导监督</td><td>3</td><td>组织开展业务培训，交流工作经验。</td><td>办公室</td><td>年底前</td></tr>
</table></body></html>""",
        "html",
    )
    assert [(r.number, r.section, r.task) for r in document.records] == [
        ("1", ["规范主动公开"], "及时发布法定公开内容，健全审查制度。"),
        ("2", ["规范主动公开"], "编制发布工作年度报告，确保数据准确。"),
        ("3", ["加强指导监督"], "组织开展业务培训，交流工作经验。"),
    ]
    assert all(not r.target.measures for r in document.records)


def test_places_that_begin_like_a_title_and_sums_of_the_county(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """<html><body><h1>云山县2023年茶园建设任务分解表</h1><table>
<tr><td>乡镇</td><td>新建任务（亩）</td><td>备注</td></tr>
<tr><td>全县合计</td><td>2750</td><td></td></tr>
<tr><td>长安镇</td><td>2150</td><td></td></tr>
<tr><td>白云乡</td><td>600</td><td></td></tr></table></body></html>""",
        "html",
    )
    assert [(r.owner.lead, r.owner.leaders, r.target.measures[0].value) for r in document.records] == [
        (["长安镇"], [], 2150),
        (["白云乡"], [], 600),
    ]


def test_offices_that_accept_the_work_are_no_owners_and_starts_of_years(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """<html><body><h1>云山县2024年项目整改推进表</h1><table>
<tr><td>序号</td><td>项目名称</td><td>开工时间</td><td>竣工时间</td><td>责任单位</td><td>验收销号单位</td></tr>
<tr><td>1</td><td>河道改线工程</td><td>2022年</td><td>2024年底</td><td>县水利局</td><td>市水利局</td></tr>
<tr><td>2</td><td>污水管网工程</td><td>2024.3</td><td>2024.11</td><td>县住建局</td><td>市住建局</td></tr>
</table></body></html>""",
        "html",
    )
    first = document.records[0]
    assert (first.owner.lead, first.owner.support, first.attributes) == (
        ["县水利局"],
        [],
        {"验收销号单位": "市水利局"},
    )
    assert str(first.deadline.items[0].start) == "2022-01-01"


def test_last_years_work_is_told_and_next_years_thoughts_are_tasks(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """县水利局2022年工作总结和2023年工作思路
一、2022年工作完成情况
（一）水利工程建设。治理河道45公里。
二、2023年工作思路
（一）加快工程建设。完成水库除险加固6座。
"""
    )
    assert [r.task for r in document.records] == ["加快工程建设"]


def test_papers_for_people_outside_hand_out_no_work(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """云山县2024年公开招聘教师公告
一、报名
（一）网上报名：3月11日至3月15日。
（二）资格审查由县教育局负责，各学校于3月16日前完成。
"""
    )
    assert document.records == []


def test_kinds_of_offices_are_one_addressee(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """云山市2024年水利工作要点
各县区人民政府，市政府各委、办、局，各辖市、区政府：
一、重点工作
（一）开展汛前检查。
"""
    )
    assert document.meta.recipients == ["各县区人民政府", "市政府各委、办、局", "各辖市、区政府"]


def test_points_that_begin_with_a_time_and_points_over_others_that_are_tasks(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """临江省深化改革重点任务分工方案

一、稳住市场主体

（一）落实减税政策。（省财政厅牵头，省税务局等按职责分工负责）

具体举措：

1.查处骗税行为。（省税务局负责）

2.2022年底前完善直达机制。（省财政厅负责）

（二）规范涉企收费。2022年10月底前，各市要完成自查自纠。（省发展改革委牵头，省市场监管局配合）

具体举措：

1.10月底前开展专项整治。（省市场监管局负责）
"""
    )
    assert [(r.number, r.section[-1], r.task, r.owner.lead) for r in document.records] == [
        ("1", "（一）落实减税政策", "查处骗税行为", ["省税务局"]),
        ("2", "（一）落实减税政策", "2022年底前完善直达机制", ["省财政厅"]),
        ("二", "一、稳住市场主体", "规范涉企收费", ["省发展改革委"]),
        ("1", "（二）规范涉企收费", "10月底前开展专项整治", ["省市场监管局"]),
    ]
    assert [str(i.due) for i in document.records[2].deadline.items] == ["2022-10-31"]


def test_owners_that_a_word_opens_in_the_middle_of_a_sentence(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """云山县防汛工作方案

一、主要任务
（一）同意改造方案，由县住建局牵头，县财政局配合，5月底前完成招标。
（二）由县水利局会同县财政局制定奖补办法，明确标准。
"""
    )
    first, second = document.records
    assert (first.owner.lead, first.owner.support, first.content) == (["县住建局"], ["县财政局"], None)
    assert first.task == "同意改造方案，由县住建局牵头，县财政局配合，5月底前完成招标"
    assert (second.owner.lead, second.owner.support) == ([], [])


def test_owners_on_the_last_line_are_not_joined_with_the_signature(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """云山县关于分解主要指标任务的通知
各镇街：
现将主要指标任务分解如下，请认真组织实施。
一、生产总值增长6%。责任单位：县发改局
二、能耗下降3%。责任单位：县发改局、县工信局
云山县人民政府办公室
2024年2月20日
"""
    )
    assert document.records[1].owner.lead == ["县发改局", "县工信局"]
    assert (document.meta.issuer, str(document.meta.issued_on)) == ("云山县人民政府办公室", "2024-02-20")


def test_a_letter_without_points_that_asks_for_a_report_by_a_day(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """关于做好2023年差评整改工作的函

区直各有关单位：

根据通报，我区有12件差评未整改。请相关单位逐项整改，并于8月18日前将整改报告报区营商办。

区优化营商环境办公室
2023年8月1日
"""
    )
    assert [str(i.due) for r in document.records for i in r.deadline.items] == ["2023-08-18"]


def test_a_title_whose_first_line_ends_in_the_name_of_a_list(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """关于印发2022年《政府工作报告》主要任务

上半年落实情况的通报

各乡镇人民政府，县政府各部门：

县政府督查室进行了专项督查。
"""
    )
    assert document.meta.title == "关于印发2022年《政府工作报告》主要任务上半年落实情况的通报"


def test_the_end_of_a_benefit_is_no_deadline(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """关于促进消费的若干措施

1.扩大消费。2023年12月31日前，对购置新能源汽车给予每辆5000元补贴。（省商务厅负责）
2.兑现补贴。2023年12月31日前完成补贴兑现。（省财政厅负责）
"""
    )
    assert [[str(i.due) for i in r.deadline.items] for r in document.records] == [[], ["2023-12-31"]]


def test_a_list_in_a_cell_keeps_its_first_number_and_the_day_of_assignment_is_no_deadline(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """<html><body><h1>云山县交办事项整改交办单</h1><table>
<tr><td>序号</td><td>存在问题</td><td>整改措施</td><td>交办时间</td><td>责任科室</td><td>整改期限</td></tr>
<tr><td>1</td><td>学习不深入</td><td>1.每月组织学习；2.每年上党课。</td><td>2024年3月1日</td><td>机关党委</td><td>2024年6月底前</td></tr>
<tr><td>2</td><td>制度不健全</td><td>2.修订管理办法。</td><td>2024年3月1日</td><td>财务科</td><td>2024年5月底前</td></tr>
</table></body></html>""",
        "html",
    )
    assert [(r.number, r.task) for r in document.records] == [
        ("1", "1.每月组织学习；2.每年上党课。"),
        ("2", "修订管理办法。"),
    ]
    assert [[str(i.due) for i in r.deadline.items] for r in document.records] == [["2024-06-30"], ["2024-05-31"]]
    assert document.records[0].attributes["交办时间"] == "2024年3月1日"


def test_who_comes_to_a_meeting_is_no_work_handed_out(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """关于召开全区安全生产工作会议的通知
各镇街，区直各部门：
现将有关事项通知如下：
一、时间：2024年3月5日上午9:00
二、请各单位于3月4日前将参会人员名单报区安委办。
云山区人民政府办公室
2024年3月1日
"""
    )
    assert document.records == []


def test_the_time_of_a_campaign_is_no_task(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """云山市燃气安全整治方案

一、整治时间
2023年9月至2024年6月
二、整治内容
（一）排查气源。（市市场监管局负责）
"""
    )
    assert [r.task for r in document.records] == ["排查气源"]


def test_a_time_label_on_a_line_of_its_own_is_read_as_a_cell(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """云泽市2024年“无废城市”建设任务清单

1. 加强建筑垃圾治理。3月底前完成选址，日处理能力达到800吨。
牵头单位：市城管局
配合单位：市住建局、各镇街
完成时限：6月底前建成；年底前达标
2. 推广绿色包装。
牵头单位：市邮政管理局
完成时限：按季度推进
"""
    )
    first, second = document.records
    assert first.owner.lead == ["市城管局"]
    assert first.owner.support == ["市住建局", "各镇街"]
    assert first.deadline.text == "6月底前建成；年底前达标"
    assert [(i.label, str(i.due)) for i in first.deadline.items] == [("建成", "2024-06-30"), ("达标", "2024-12-31")]
    assert [str(step.due) for step in first.steps] == ["2024-03-31"]
    assert first.content == "3月底前完成选址，日处理能力达到800吨。"
    assert second.deadline.text == "按季度推进"
    assert [i.rrule for i in second.deadline.items] == ["FREQ=MONTHLY;INTERVAL=3"]
    assert not first.attributes
    assert not second.attributes


def test_a_sentence_that_closes_with_its_owner_and_counts_that_name_nobody(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """云山区民生保障工作要点

一、重点任务
（一）抓好就业。新增就业8000人，区人社局负责。
（二）抓好养老。区民政局要加强指导，各镇街推进实施。
"""
    )
    assert [(r.content, r.owner.lead) for r in document.records] == [
        ("新增就业8000人。", ["区人社局"]),
        ("区民政局要加强指导，各镇街推进实施。", []),
    ]


def test_times_in_a_bracket_behind_the_title_and_short_labels(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """桃源镇2024年环境整治任务清单
1.清理陈年垃圾（3月10日—3月31日）。各村日产日清。包村领导：黄勇；责任人：李芳
2.拆除残垣断壁（4月）。拆除32处。牵头：镇农业办，配合：镇林业站
3.第二批任务（试行）。栽植苗木5000株。牵头：镇林业站
"""
    )
    assert [[(str(i.start), str(i.due)) for i in r.deadline.items if i.text] for r in document.records] == [
        [("2024-03-10", "2024-03-31")],
        [("2024-04-01", "2024-04-30")],
        [],
    ]
    assert [(r.owner.leaders, r.owner.lead, r.owner.support) for r in document.records] == [
        (["黄勇", "李芳"], [], []),
        ([], ["镇农业办"], ["镇林业站"]),
        ([], ["镇林业站"], []),
    ]


def test_things_counted_as_the_first_the_second(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """白塔县2024年民生实事责任分解
第一件：扩充学位。新增学位2400个。
责任单位：县教育局
第二件：改善医疗。新院区投入使用。
责任单位：县卫健局
"""
    )
    assert [(r.number, r.task, r.owner.lead) for r in document.records] == [
        ("一", "扩充学位", ["县教育局"]),
        ("二", "改善医疗", ["县卫健局"]),
    ]


def test_a_column_of_stages_holds_categories(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """<html><body><h1>2024年普查工作推进时间表</h1><table>
<tr><td>阶段</td><td>时间</td><td>主要工作</td><td>责任单位</td></tr>
<tr><td rowspan=2>准备阶段</td><td>3月15日前</td><td>制定普查方案</td><td>局办公室</td></tr>
<tr><td>3月31日前</td><td>开展业务培训</td><td>人事科</td></tr>
<tr><td>实施阶段</td><td>4月—9月</td><td>开展入户调查</td><td>调查科</td></tr></table></body></html>""",
        "html",
    )
    assert [(r.section, r.task, r.steps) for r in document.records] == [
        (["准备阶段"], "制定普查方案", []),
        (["准备阶段"], "开展业务培训", []),
        (["实施阶段"], "开展入户调查", []),
    ]


def test_a_day_in_a_quarters_cell_is_the_steps_day(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """<html><body><h1>云山县2023年重点工程推进计划表</h1><table>
<tr><td>序号</td><td>工程名称</td><td>责任单位</td><td>第二季度</td><td>第三季度</td></tr>
<tr><td>1</td><td>青湖学校建设</td><td>县教育局</td><td>主体封顶</td><td>完成装修，9月1日前投用</td></tr>
<tr><td>2</td><td>白云水厂改造</td><td>县水利局</td><td>5月底前开工</td><td>完成管网铺设</td></tr></table></body></html>""",
        "html",
    )
    assert [[(s.text, str(s.start), str(s.due)) for s in r.steps] for r in document.records] == [
        [("主体封顶", "2023-04-01", "2023-06-30"), ("完成装修，9月1日前投用", "2023-07-01", "2023-09-01")],
        [("5月底前开工", "2023-04-01", "2023-05-31"), ("完成管网铺设", "2023-07-01", "2023-09-30")],
    ]


def test_the_term_of_a_policy_is_no_part_of_its_last_point(read) -> None:  # type: ignore[no-untyped-def]
    document = read(
        """望川区推进养老服务若干措施

1．加强人才培养。三年培训养老护理员1500人次。（责任单位：区民政局）
2．完善价格机制。每年公布一次收费标准。
本措施自2023年8月1日起施行，有效期三年。
"""
    )
    assert document.records[-1].content == "每年公布一次收费标准。"
    assert not document.records[-1].deadline.text

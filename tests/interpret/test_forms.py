"""Forms: a head of labels and values that holds for the rows below, and forms that are one task each."""

from collections.abc import Callable
from pathlib import Path

import pytest

from policyparse import extract
from policyparse.records import PolicyDocument

Read = Callable[[str], PolicyDocument]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_html(body: str) -> PolicyDocument:
        path = tmp_path / "form.html"
        path.write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
        document = extract(path)
        assert document.coverage.unaccounted == 0
        parts = document.coverage
        assert parts.in_records + parts.in_structure + parts.set_aside == parts.characters
        return document

    return read_html


HEAD = """
<tr><td colspan=2>项目名称</td><td colspan=4>中小河流治理工程</td></tr>
<tr><td colspan=2>项目类型</td><td colspan=2>新增项目</td><td>实施单位</td><td>云溪县河道管理所</td></tr>
<tr><td rowspan=2>项目资金（万元）</td><td>年度资金总额</td><td colspan=4>1200.00</td></tr>
<tr><td>其中：财政拨款</td><td colspan=4>1000.00</td></tr>
<tr><td rowspan=2>总体目标</td><td colspan=5>目标1：治理河道12公里。</td></tr>
<tr><td colspan=5>目标2：提升沿河乡镇的防洪能力。</td></tr>
"""
ROWS = """
<tr>{side}<td>一级指标</td><td>二级指标</td><td colspan={span}>三级指标</td><td>指标值</td></tr>
<tr><td rowspan=2>产出指标</td><td>数量指标</td><td colspan={span}>治理河道长度</td><td>12公里</td></tr>
<tr><td>成本指标</td><td colspan={span}>单位造价</td><td>≤100万元/公里</td></tr>
<tr><td>满意度指标</td><td>服务对象满意度</td><td colspan={span}>沿河居民满意度</td><td>≥92%</td></tr>
"""


@pytest.mark.parametrize("apart", [False, True], ids=["one table", "two tables"])
@pytest.mark.parametrize("side", ["<td rowspan=4>绩效指标</td>", ""], ids=["named at the side", "plain"])
def test_a_form_of_performance_targets_holds_for_its_indicators(read: Read, side: str, apart: bool) -> None:
    rows = ROWS.format(side=side, span=2 if side else 3)
    between = "</table><table>" if apart else ""
    document = read(f"<h1>云溪县2025年项目绩效目标表</h1><table>{HEAD}{between}{rows}</table>")
    assert [(r.kind, r.section, r.task, r.target.text) for r in document.records] == [
        ("indicator", ["中小河流治理工程", "产出指标", "数量指标"], "治理河道长度", "12公里"),
        ("indicator", ["中小河流治理工程", "产出指标", "成本指标"], "单位造价", "≤100万元/公里"),
        ("indicator", ["中小河流治理工程", "满意度指标", "服务对象满意度"], "沿河居民满意度", "≥92%"),
    ]
    for record in document.records:
        assert record.owner.lead == ["云溪县河道管理所"]
        assert "from-form-head" in record.flags
        assert record.attributes == {
            "项目类型": "新增项目",
            "年度资金总额": "1200.00",
            "其中：财政拨款": "1000.00",
            "总体目标": "目标1：治理河道12公里。\n目标2：提升沿河乡镇的防洪能力。",
        }


def test_the_overall_target_in_one_cell_with_its_label_is_kept(read: Read) -> None:
    document = read(
        """<h1>2025年度项目绩效目标申报表</h1><table>
<tr><td>项目名称</td><td>社区食堂补助</td><td>实施单位</td><td>区养老服务中心</td></tr>
<tr><td colspan=4>年度总体目标：新建社区食堂，方便老年人用餐。</td></tr>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>
<tr><td>产出指标</td><td>数量指标</td><td>新建社区食堂</td><td>8个</td></tr>
<tr><td>效益指标</td><td>社会效益指标</td><td>助餐覆盖率</td><td>不低于85%</td></tr></table>"""
    )
    assert [(r.task, r.section, r.attributes) for r in document.records] == [
        (
            "新建社区食堂",
            ["社区食堂补助", "产出指标", "数量指标"],
            {"年度总体目标": "新建社区食堂，方便老年人用餐。"},
        ),
        (
            "助餐覆盖率",
            ["社区食堂补助", "效益指标", "社会效益指标"],
            {"年度总体目标": "新建社区食堂，方便老年人用餐。"},
        ),
    ]


def test_rows_with_numbers_of_their_own_under_a_merged_task_are_records(read: Read) -> None:
    document = read(
        """<h1>云溪市2025年重点工作任务分解表</h1><table>
<tr><td>序号</td><td>工作任务</td><td>责任单位</td><td>完成时限</td></tr>
<tr><td>1</td><td rowspan=2>整治老旧小区隐患</td><td>市住建局</td><td>6月底前</td></tr>
<tr><td>2</td><td>市市场监管局</td><td>9月底前</td></tr>
<tr><td>3</td><td>开展应急演练</td><td>市应急局</td><td>10月底前</td></tr></table>"""
    )
    assert [(r.number, r.task, r.owner.lead, r.deadline.text) for r in document.records] == [
        ("1", "整治老旧小区隐患", ["市住建局"], "6月底前"),
        ("2", "整治老旧小区隐患", ["市市场监管局"], "9月底前"),
        ("3", "开展应急演练", ["市应急局"], "10月底前"),
    ]
    assert "cell-filled-from-above" in document.records[1].flags


def test_measures_numbered_beside_a_merged_task_are_the_tasks(read: Read) -> None:
    document = read(
        """<h1>云溪市2025年重点工作任务分解表</h1><table>
<tr><td>重点任务</td><td>序号</td><td>具体措施</td><td>责任单位</td></tr>
<tr><td rowspan=2>整治老旧小区隐患</td><td>1</td><td>排查电气线路</td><td>市住建局</td></tr>
<tr><td>2</td><td>更换老旧电梯</td><td>市市场监管局</td></tr>
<tr><td>提升应急能力</td><td>3</td><td>开展全市演练</td><td>市应急局</td></tr></table>"""
    )
    assert [(r.number, r.section, r.task) for r in document.records] == [
        ("1", ["整治老旧小区隐患"], "排查电气线路"),
        ("2", ["整治老旧小区隐患"], "更换老旧电梯"),
        ("3", ["提升应急能力"], "开展全市演练"),
    ]


CARD = """
<tr><td colspan=4>任务卡（{number}）</td></tr>
<tr><td>任务名称</td><td>{task}</td><td>责任单位</td><td>{lead}</td></tr>
<tr><td>配合单位</td><td>{support}</td><td>完成时限</td><td>{due}</td></tr>
<tr><td>工作内容</td><td colspan=3>{content}</td></tr>
"""


@pytest.mark.parametrize("apart", [False, True], ids=["one grid", "a table each"])
def test_cards_below_one_another_are_a_task_each(read: Read, apart: bool) -> None:
    cards = [
        CARD.format(number="一", task="建设城东水厂", lead="县水利局", support="县发改局、城关镇", due="2025年9月底前", content="完成主体施工，铺设管网20公里。"),
        CARD.format(number="二", task="改造南关市场", lead="县商务局", support="县市场监管局", due="2025年11月底前", content="分期改造摊位。"),
    ]  # fmt: skip
    document = read(f"<h1>云溪县2025年重点任务卡</h1><table>{('</table><table>' if apart else '').join(cards)}</table>")
    assert [
        (r.task, r.content, r.owner.lead, r.owner.support, r.deadline.text, r.attributes) for r in document.records
    ] == [
        ("建设城东水厂", "完成主体施工，铺设管网20公里。", ["县水利局"], ["县发改局", "城关镇"], "2025年9月底前", {}),
        ("改造南关市场", "分期改造摊位。", ["县商务局"], ["县市场监管局"], "2025年11月底前", {}),
    ]


@pytest.mark.parametrize("title", ["", "<tr><td colspan=4>2025年重点任务表</td></tr>"], ids=["bare", "titled"])
def test_a_table_with_its_names_in_the_first_column_is_turned(read: Read, title: str) -> None:
    document = read(
        f"""<h1>云溪县2025年重点工作任务清单</h1><table>{title}
<tr><td>任务</td><td>修缮县道</td><td>新建公厕</td><td>清理河道</td></tr>
<tr><td>目标</td><td>修缮30公里</td><td>新建12座</td><td>清理8公里</td></tr>
<tr><td>时限</td><td>6月底前</td><td colspan=2>8月底前</td></tr>
<tr><td>责任单位</td><td>县交通局</td><td>县城管局</td><td>县水利局</td></tr></table>"""
    )
    assert [(r.task, r.target.text, r.deadline.text, r.owner.lead) for r in document.records] == [
        ("修缮县道", "修缮30公里", "6月底前", ["县交通局"]),
        ("新建公厕", "新建12座", "8月底前", ["县城管局"]),
        ("清理河道", "清理8公里", "8月底前", ["县水利局"]),
    ]


LINES = ["序号", "工作任务", "牵头单位", "完成时限", "1", "修缮城区老旧桥梁", "市城管局", "6月底前", "2", "新建社区食堂十处",
         "市民政局", "9月底前", "3", "整治河道垃圾", "市水利局", "10月底前"]  # fmt: skip


def _text(tmp_path: Path, lines: list[str]) -> PolicyDocument:
    path = tmp_path / "copied.txt"
    path.write_text("\n".join(["云溪市2025年重点工作任务分解表", "", *lines]), encoding="utf-8")
    return extract(path)


def test_a_table_copied_as_one_cell_a_line_is_a_table(tmp_path: Path) -> None:
    document = _text(tmp_path, LINES)
    assert [(r.number, r.task, r.owner.lead, r.deadline.text) for r in document.records] == [
        ("1", "修缮城区老旧桥梁", ["市城管局"], "6月底前"),
        ("2", "新建社区食堂十处", ["市民政局"], "9月底前"),
        ("3", "整治河道垃圾", ["市水利局"], "10月底前"),
    ]
    assert document.coverage.unaccounted == 0
    assert document.coverage.set_aside == 0


@pytest.mark.parametrize("lost", [6, 11], ids=["a line short", "the time of the second"])
def test_lines_that_do_not_count_up_are_no_table(tmp_path: Path, lost: int) -> None:
    document = _text(tmp_path, [line for n, line in enumerate(LINES) if n != lost])
    assert document.tables == []
    assert document.coverage.unaccounted == 0


def test_goals_that_stand_below_their_labels_are_kept(read: Read) -> None:
    document = read(
        """<h1>云溪县2025年项目绩效目标表</h1><table>
<tr><td>项目名称</td><td colspan=5>村庄清洁行动</td></tr>
<tr><td>实施单位</td><td colspan=2>县农业农村局</td><td>实施期限</td><td colspan=2>2025年12月底前</td></tr>
<tr><td rowspan=2>绩效目标</td><td colspan=3>中期目标</td><td colspan=2>年度目标</td></tr>
<tr><td colspan=3>三年内全部村庄整洁。</td><td colspan=2>今年完成60个村清洁。</td></tr>
<tr><td rowspan=3>绩效指标</td><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>计量单位</td><td>年度指标值</td></tr>
<tr><td rowspan=2>产出指标</td><td>数量指标</td><td>清洁村庄数</td><td>个</td><td>60</td></tr>
<tr><td>质量指标</td><td>验收合格率</td><td>%</td><td>≥98</td></tr></table>"""
    )
    assert [(r.section, r.task, r.target.measures[0].value, r.target.measures[0].unit) for r in document.records] == [
        (["村庄清洁行动", "产出指标", "数量指标"], "清洁村庄数", 60, "个"),
        (["村庄清洁行动", "产出指标", "质量指标"], "验收合格率", 98, "%"),
    ]
    for record in document.records:
        assert record.attributes == {"中期目标": "三年内全部村庄整洁。", "年度目标": "今年完成60个村清洁。"}
        assert [str(item.due) for item in record.deadline.items] == ["2025-12-31"]
        assert record.owner.lead == ["县农业农村局"]


def test_a_form_of_one_task_with_number_and_steps(read: Read) -> None:
    (record,) = read(
        """<h1>云溪县2025年重点任务登记表</h1><table>
<tr><td>任务编号</td><td>03</td><td>所属领域</td><td>民生保障</td></tr>
<tr><td>任务名称</td><td colspan=3>提升托育服务</td></tr>
<tr><td>牵头单位</td><td>县卫健局</td><td>配合单位</td><td>县教育局、县民政局</td></tr>
<tr><td>完成时限</td><td>2025年12月底前</td><td>责任人</td><td>林舟</td></tr>
<tr><td>年度目标</td><td colspan=3>新增托位300个</td></tr>
<tr><td>推进步骤</td><td colspan=3>3月底前制定方案；6月底前开工建设；12月底前投入使用</td></tr></table>"""
    ).records
    assert (record.number, record.task, record.target.text) == ("03", "提升托育服务", "新增托位300个")
    assert (record.owner.lead, record.owner.support, record.owner.leaders) == (
        ["县卫健局"],
        ["县教育局", "县民政局"],
        ["林舟"],
    )
    assert [str(step.due) for step in record.steps] == ["2025-03-31", "2025-06-30", "2025-12-31"]
    assert record.deadline.text == "2025年12月底前"
    assert record.attributes == {"所属领域": "民生保障"}

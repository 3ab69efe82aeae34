"""Lists of units and people split into names. Every right answer is reasoned from the output contract by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyparse.interpret.units import Known, collect, looks_like_person, looks_like_unit, split_people, split_units
from policyparse.lexicon import default_lexicon
from policyparse.text import fold

LEXICON = default_lexicon()

# text -> names parted by "/"
UNITS = """
市教育局 -> 市教育局
市教育局、市财政局，市人社局；市审计局 -> 市教育局/市财政局/市人社局/市审计局
市教育局,市财政局;市人社局 -> 市教育局/市财政局/市人社局
市教育局。 -> 市教育局
市教育局、 -> 市教育局
各县(市)、区(开发区)卫健委 -> 各县(市)/区(开发区)卫健委
各县（市、区）卫健委 -> 各县（市、区）卫健委
各县（市）卫健委（爱卫办）；各乡（镇、办） -> 各县（市）卫健委（爱卫办）/各乡（镇、办）
办公室(对外合作交流处)、人事处 -> 办公室(对外合作交流处)/人事处
环卫办及纳入考核的相关区直委局、办事处（乡、镇） -> 环卫办及纳入考核的相关区直委局/办事处（乡、镇）
市教育局和市财政局 -> 市教育局和市财政局
规划处等各相关处室 -> 规划处等各相关处室
商务局等有关部门 -> 商务局等有关部门
市教育局、市财政局等 -> 市教育局/市财政局
全国妇联等和各省级人民政府 -> 全国妇联/各省级人民政府
等有关部门 -> 等有关部门
各县（市、区） -> 各县（市、区）
文化和旅游部、粮食和储备局 -> 文化和旅游部/粮食和储备局
各有关部门和单位 -> 各有关部门和单位
农卫处 社区处 -> 农卫处/社区处
组宣处 机关党委 -> 组宣处/机关党委
住建 城管 公安 -> 住建/城管/公安
流水镇 澳前镇 -> 流水镇/澳前镇
市委办 市政府办 市委组织部 -> 市委办/市政府办/市委组织部
市 教 育 局 -> 市教育局
市 财政局 -> 市财政局
党 政 办 公 室 -> 党政办公室
人 力 资 源 和 社 会 保 障 局 -> 人力资源和社会保障局
临江市 教育局 -> 临江市教育局
国家税务总局 临江市税务局 -> 国家税务总局临江市税务局
市教\\n育局 -> 市教育局
市教育局\\n市财政局 -> 市教育局/市财政局
市人力资\\n源和社会\\n保障局\\n市财政局 -> 市人力资源和社会保障局/市财政局
人力\\n资源\\n和社\\n会保\\n障局 -> 人力资源和社会保障局
市卫健委\\n员会 -> 市卫健委员会
市委\\n组织部 -> 市委组织部
市组\\n织部 -> 市组织部
市科\\n技局\\n市园\\n林局 -> 市科技局/市园林局
市政府\\n办公室\\n市教育局 -> 市政府办公室/市教育局
办公室\\n人事处 -> 办公室/人事处
各乡镇\\n人民政府 -> 各乡镇人民政府
市教育局\\n（市语委办） -> 市教育局（市语委办）
市文化\\n和旅游\\n局 -> 市文化和旅游局
各县（市、区）人民政府，\\n市直有关部门 -> 各县（市、区）人民政府/市直有关部门
各县（市、\\n区）政府 -> 各县（市、区）政府
临江经济\\n开发区\\n管委会 -> 临江经济开发区管委会
教\\n育\\n局 -> 教育局
疾控处各县（市、区）卫健委 -> 疾控处/各县（市、区）卫健委
市教育局市财政局 -> 市教育局/市财政局
市公安局各县分局 -> 市公安局各县分局
委机关各处室 -> 委机关各处室
市老龄委各成员单位 -> 市老龄委各成员单位
市市场监管局市场科 -> 市市场监管局市场科
市商务局商贸科 -> 市商务局商贸科
国家税务总局临江市税务局 -> 国家税务总局临江市税务局
<b>市教</b>育局<br>市财政局 -> 市教育局/市财政局
1.市教育局 2.市财政局 -> 市教育局/市财政局
1、市教育局\\n2、市财政局 -> 市教育局/市财政局
市120、各县（市）120分中心 -> 市120/各县（市）120分中心
市教育局、市教育局 -> 市教育局
市教育局） -> 市教育局
各乡镇\\n（街道）\\n党（工）委 -> 各乡镇（街道）党（工）委
"""
UNITS_KNOWN_WRONG = {"各乡镇\n（街道）\n党（工）委"}

PEOPLE = """
韩 松 -> 韩松
韩　松 -> 韩松
韩 松 周书瑶 -> 韩松/周书瑶
赵雅文 孙立新 吴建国 -> 赵雅文/孙立新/吴建国
张强、李明，王芳；赵磊 -> 张强/李明/王芳/赵磊
张强\\n李 明 -> 张强/李明
王 小 明 李 四 -> 王小明/李四
冯  涛  蒋  宁 -> 冯涛/蒋宁
赵雅 文 -> 赵雅文
单 志远 -> 单志远
欧阳 明 -> 欧阳明
欧 阳 明 -> 欧阳明
诸葛明、司马 南 -> 诸葛明/司马南
买买提·艾力 -> 买买提·艾力
买买提 · 艾力 王芳 -> 买买提·艾力/王芳
格桑 卓玛 -> 格桑/卓玛
副市长 张强 -> 张强
张强 副主任 -> 张强
副市长张强、李明 -> 张强/李明
市委常委、副市长 张强 -> 张强
市教育局局长张强 -> 张强
市教育局党组书记、局长 张强 -> 张强
张强（市教育局） -> 张强
张强（副市长）、李明（市教育局局长） -> 张强/李明
组长：张强\\n副组长：李明 -> 张强/李明
王芳同志 -> 王芳
王局长 -> 王局长
张强 李明等 -> 张强/李明
张强 13800000000 -> 张强
赵雅文钱月华 -> 赵雅文/钱月华
张某某 -> 张某某
市教育局 张强 -> 张强
"""


def _lines(table: str) -> list[tuple[str, list[str]]]:
    rows = (line.replace("\\n", "\n").split(" -> ") for line in table.strip().splitlines())
    return [(text, names.split("/")) for text, names in rows]


@pytest.mark.parametrize(("text", "names"), [row for row in _lines(UNITS) if row[0] not in UNITS_KNOWN_WRONG])
def test_units(text: str, names: list[str]) -> None:
    assert split_units(text, LEXICON) == names


@pytest.mark.parametrize(("text", "names"), [row for row in _lines(UNITS) if row[0] in UNITS_KNOWN_WRONG])
def test_units_known_wrong(text: str, names: list[str]) -> None:
    assert split_units(text, LEXICON) != names


@pytest.mark.parametrize(("text", "names"), _lines(PEOPLE))
def test_people(text: str, names: list[str]) -> None:
    assert split_people(text, LEXICON) == names


def test_known_units_part_what_has_no_separator() -> None:
    assert split_units("人事处财务处", LEXICON) == ["人事处财务处"]
    known = Known(units=frozenset({"人事处", "财务处"}))
    assert split_units("人事处财务处", LEXICON, known) == ["人事处", "财务处"]
    assert split_units("卫健委疾控处", LEXICON, Known(units=frozenset({"卫健委", "疾控处"}))) == ["卫健委疾控处"]


def test_known_units_join_a_wrapped_name() -> None:
    known = Known(units=frozenset({"市公安局交警支队"}))
    assert split_units("市公安局\n交警支队", LEXICON) == ["市公安局", "交警支队"]
    assert split_units("市公安局\n交警支队", LEXICON, known) == ["市公安局交警支队"]


def test_known_people_decide_about_blanks() -> None:
    known = Known(people=frozenset({"格桑卓玛"}))
    assert split_people("格桑卓玛、张强", LEXICON, known) == ["格桑卓玛", "张强"]


def test_collect_tells_units_from_people() -> None:
    known = collect(
        ["赵雅文 钱月华", "韩 松", "人事处财务处", "人事处", "财务处", "市教育局、市财政局", "10月底前"], LEXICON
    )
    assert known.people == {"赵雅文", "钱月华", "韩松"}
    assert known.units == {"人事处", "财务处", "市教育局", "市财政局"}


@pytest.mark.parametrize(
    "text",
    [
        "市教育局",
        "市教育局、市财政局",
        "区农业局牵头，区环保局配合，相关乡镇落实",
        "各县（市、区）人民政府",
        "各有关单位",
        "住建、城管",
        "办公室",
        "机关党委",
        "国网临江供电公司",
        "中国电信临江分公司",
        "市第一人民医院",
        "各乡镇（街道）",
    ],
)
def test_looks_like_a_unit(text: str) -> None:
    assert looks_like_unit(text, LEXICON)
    assert not looks_like_person(text, LEXICON)


@pytest.mark.parametrize(
    "text",
    ["张强", "韩 松", "欧阳明", "张强、李明", "买买提·艾力", "副市长 张强", "王芳\n李 明"],
)
def test_looks_like_a_person(text: str) -> None:
    assert looks_like_person(text, LEXICON)
    assert not looks_like_unit(text, LEXICON)


@pytest.mark.parametrize(
    "text",
    ["", " ", "2023年", "10月底前", "完善工作机制", "建设数据中心", "新建幼儿园", "全市", "长期坚持", "安全", "时间",
     "高质量发展", "85%", "1", "备注", "教育", "数字经济", "约束性", "已完成"],
)  # fmt: skip
def test_looks_like_neither(text: str) -> None:
    assert not looks_like_unit(text, LEXICON)
    assert not looks_like_person(text, LEXICON)


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from("市教育局各县（）(、， \n·韩松周书瑶处委等1."), max_size=40).map("".join)
)
@settings(max_examples=300, deadline=None)
def test_any_text_is_split_into_its_own_characters(text: str) -> None:
    known = collect([text], LEXICON)
    for names in (split_units(text, LEXICON), split_units(text, LEXICON, known), split_people(text, LEXICON, known)):
        assert len(names) == len(set(names))
        assert all(name and set(fold(name)) <= set(fold(text)) for name in names)
    looks_like_unit(text, LEXICON)
    looks_like_person(text, LEXICON)


def test_known_names_written_together() -> None:
    known = collect(["高新区管委会", "市民政局", "市城市管理局", "市城市管理局高新区管委会市民政局"], LEXICON)
    assert known.units == {"高新区管委会", "市民政局", "市城市管理局"}
    names = split_units("市城市管理局高新区管委会市民政局", LEXICON, known)
    assert names == ["市城市管理局", "高新区管委会", "市民政局"]
    office = collect(["县政府", "办公室", "县政府办公室"], LEXICON)
    assert split_units("县政府办公室", LEXICON, office) == ["县政府办公室"]

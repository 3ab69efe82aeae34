"""The frame: roles of blocks, parts of the document. All names and texts are fictional; the seeds are read where they are."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyparse.document import Block, Cell, FileInfo, Heading, Paragraph, Style, Table
from policyparse.extractors import plaintext
from policyparse.extractors.options import ReadOptions
from policyparse.interpret.frame import Frame, read_frame
from policyparse.lexicon import default_lexicon
from policyparse.normalise import normalise
from policyparse.normalise.model import LogicalTable
from policyparse.text import fold

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
ROLES = {
    "masthead", "title", "subtitle", "recipients", "letter", "signature", "attachment-list", "annex-title",
    "contents", "imprint", "site", "metadata", "contact", "body",
}  # fmt: skip


def table(*rows: tuple[str, ...]) -> Table:
    """A table of plain cells; a row of one cell spans all columns."""
    cols = max(len(row) for row in rows)
    cells = tuple(
        Cell(row=r, col=c, text=text, col_span=cols if len(row) == 1 else 1)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    return Table(cells=cells, rows=len(rows), cols=cols)


WORK = table(
    ("序号", "重点任务", "工作目标", "完成时限", "牵头单位"),
    ("1", "推进社区食堂建设", "新建12家", "10月底前", "市民政局"),
    ("2", "开展河道清淤", "清淤30公里", "年底前", "市水利局"),
)


def blocks(*parts: str | Block) -> list[Block]:
    """Every line of a text is a paragraph."""
    made: list[Block] = []
    for part in parts:
        if isinstance(part, str):
            made += [Paragraph(text=line.strip()) for line in part.splitlines() if line.strip()]
        else:
            made.append(part)
    return made


def read(*parts: str | Block, **hints: str) -> Frame:
    return read_frame(blocks(*parts), hints, default_lexicon())


def expect(source: str, **hints: str) -> Frame:
    """Read a text whose lines are written `role | text`, and compare the roles. `=` is a table of tasks."""
    made: list[Block] = []
    roles: list[str] = []
    for line in source.splitlines():
        role, bar, text = line.strip().partition(" | ")
        if bar:
            roles.append(role)
            made.append(WORK if text == "=" else Paragraph(text=text))
    frame = read_frame(made, hints, default_lexicon())
    assert list(frame.roles) == roles
    return frame


def parts_of(frame: Frame) -> list[tuple[str, str | None, str | None, int, int]]:
    return [(part.kind, part.label, part.title, part.start, part.end) for part in frame.parts]


def test_red_head_notice_with_plan_and_two_annexes() -> None:
    frame = expect(
        """
        masthead | 000012
        masthead | 机密★1年
        masthead | 特急
        masthead | 临江市人民政府办公室文件
        masthead | 临政办发〔2023〕 17 号 签发人：王 五
        title | 临江市人民政府办公室关于印发
        title | 临江市城市更新三年行动方案（2023—2025年）的通知
        recipients | 各县（市、区）人民政府，市政府各部门、各直属机构：
        letter | 《临江市城市更新三年行动方案（2023—2025年）》已经市政府同意，现印发给你们，请认真组织实施。
        signature | 临江市人民政府办公室
        signature | 2023年4月6日
        signature | （此件公开发布）
        title | 临江市城市更新三年行动方案
        subtitle | （2023—2025年）
        body | 为提升城市品质，制定本方案。
        body | 一、总体要求
        body | 坚持统筹推进。
        body | （一）改造老旧小区。改造50个小区。（市住建局牵头，市财政局配合）
        attachment-list | 附件：1.任务分解表
        attachment-list | 2.项目清单
        annex-title | 附件1
        annex-title | 任务分解表
        body | =
        annex-title | 附件2
        annex-title | 项目清单
        body | =
        imprint | 抄送：市委各部门，市人大常委会办公室，
        imprint | 市政协办公室，市法院、市检察院。
        imprint | 临江市人民政府办公室 2023年4月7日印发
        """
    )
    assert parts_of(frame) == [
        ("letter", None, "临江市人民政府办公室关于印发临江市城市更新三年行动方案（2023—2025年）的通知", 0, 12),
        ("main", None, "临江市城市更新三年行动方案", 12, 20),
        ("annex", "附件1", "任务分解表", 20, 23),
        ("annex", "附件2", "项目清单", 23, 29),
    ]


def test_notice_with_points_of_its_own_keeps_its_annexes() -> None:
    frame = expect(
        """
        masthead | 临江市教育局
        masthead | 临江市财政局 文件
        masthead | 临江市人力资源和社会保障局
        masthead | 临教发〔2022〕5号
        title | 临江市教育局 临江市财政局 临江市人力资源和社会保障局
        title | 关于做好2022年乡村教师补充工作的通知
        recipients | 各县（市、区）教育局、财政局、人力资源社会保障局：
        letter | 为加强乡村教师队伍建设，现就有关事项通知如下：
        body | 一、扩大补充规模。全市补充教师300名。
        body | 二、严格招聘程序。各县要公开招聘。
        letter | 特此通知。
        attachment-list | 附件：2022年乡村教师补充计划表
        signature | 临江市教育局
        signature | 临江市财政局
        signature | 临江市人力资源和社会保障局
        signature | 2022年3月1日
        signature | （联系人：李四，电话：0000-1234567）
        annex-title | 附件
        annex-title | 2022年乡村教师补充计划表
        body | =
        """
    )
    title = "临江市教育局 临江市财政局 临江市人力资源和社会保障局关于做好2022年乡村教师补充工作的通知"
    assert parts_of(frame) == [
        ("main", None, title, 0, 17),
        ("annex", "附件", "2022年乡村教师补充计划表", 17, 20),
    ]


def test_letter_with_requirements_still_covers_the_plan_that_it_prints() -> None:
    frame = expect(
        """
        title | 临江市卫生健康委员会关于印发临江市基层卫生能力提升行动方案的通知
        masthead | 临卫〔2023〕8号
        recipients | 各区卫生健康局：
        letter | 现将《临江市基层卫生能力提升行动方案》印发给你们，并提出以下要求，请一并贯彻执行。
        letter | 一、提高认识。各区要高度重视。
        letter | 二、加强督导。每月5日前报送进展情况。
        contact | 联系人：赵六，联系电话：0000-7654321
        signature | 临江市卫生健康委员会
        signature | 二〇二三年五月八日
        title | 临江市基层卫生能力提升行动方案
        body | 为提升能力，制定本方案。
        body | 一、工作目标
        """
    )
    assert [part.kind for part in frame.parts] == ["letter", "main"]


def test_single_labelled_attachment_is_the_main_document() -> None:
    frame = expect(
        """
        title | 临江市人民政府办公室关于分解落实2024年政府工作报告重点任务的通知
        recipients | 各区人民政府，市政府各部门：
        letter | 为确保完成全年目标任务，现将2024年政府工作报告重点任务分解下发给你们，请抓好落实。
        attachment-list | 附件：2024年政府工作报告重点任务分解表
        signature | 临江市人民政府办公室
        signature | 2024年2月18日
        annex-title | 附件
        title | 2024年政府工作报告重点任务分解表
        body | =
        imprint | 主办：市政府督查室
        imprint | 临江市人民政府办公室 2024年2月18日印发
        """
    )
    assert parts_of(frame)[1] == ("main", "附件", "2024年政府工作报告重点任务分解表", 6, 11)


def test_first_of_two_labelled_attachments_is_main_when_the_letter_hands_it_over() -> None:
    frame = read(
        """
        临江县人民政府办公室
        关于印发2022年乡村振兴工作要点及任务分工的通知
        各乡镇人民政府，县直各单位：
        现将《2022年乡村振兴工作要点》《2022年乡村振兴重点任务分工表》印发给你们，请认真抓好落实。
        附件：1. 2022年乡村振兴工作要点
              2. 2022年乡村振兴重点任务分工表
        临江县人民政府办公室
        2022年3月3日
        附件1
        2022年乡村振兴工作要点
        一、防返贫。
        附件2
        2022年乡村振兴重点任务分工表
        """,
        WORK,
    )
    assert parts_of(frame)[1:] == [
        ("main", "附件1", "2022年乡村振兴工作要点", 8, 11),
        ("annex", "附件2", "2022年乡村振兴重点任务分工表", 11, 14),
    ]


def test_table_right_below_the_letter_takes_its_title_from_the_list() -> None:
    frame = read(
        """
        关于下达2023年植树任务的通知
        各乡镇人民政府：
        现将2023年植树任务分解下达给你们，请抓好落实。
        附件：2023年植树任务分解表
        临江县林业局
        2023年2月1日
        """,
        WORK,
    )
    assert parts_of(frame)[1] == ("main", None, "2023年植树任务分解表", 6, 7)
    assert frame.meta.kind == "task_list"


def test_two_documents_handed_over_together() -> None:
    frame = read(
        """
        临江市财政局关于印发补助资金管理和绩效评价两个办法的通知
        市直各部门：
        现将《临江市补助资金管理办法》和《临江市绩效评价办法》印发给你们，请遵照执行。
        临江市财政局
        2020年1月6日
        临江市补助资金管理办法
        第一条 为规范管理，制定本办法。
        临江市绩效评价办法
        第一条 为加强评价，制定本办法。
        """
    )
    assert [(part.kind, part.title) for part in frame.parts][1:] == [
        ("main", "临江市补助资金管理办法"),
        ("annex", "临江市绩效评价办法"),
    ]
    # the notice's title names neither of them: it stands for both
    assert frame.meta.title == "临江市财政局关于印发补助资金管理和绩效评价两个办法的通知"


def test_forwarded_notice_has_a_frame_of_its_own() -> None:
    frame = expect(
        """
        title | 临江市民政局转发省民政厅关于开展养老机构排查的通知
        masthead | 临民〔2023〕2号
        recipients | 各区民政局：
        letter | 现将《省民政厅关于开展养老机构排查的通知》转发给你们，请认真贯彻。
        signature | 临江市民政局
        signature | 2023年2月3日
        title | 省民政厅关于开展养老机构排查的通知
        masthead | 民函〔2023〕1号
        recipients | 各市民政局：
        letter | 为保障安全，现将有关事项通知如下：
        body | 一、排查范围。全省养老机构。
        signature | 省民政厅
        signature | 2023年1月15日
        """
    )
    assert (frame.meta.doc_number, frame.meta.issuer) == ("临民〔2023〕2号", "临江市民政局")
    assert (frame.meta.issued_on, frame.meta.recipients) == (date(2023, 2, 3), ["各区民政局"])


def test_cover_page_and_contents_with_pages() -> None:
    frame = expect(
        """
        masthead | 临江市人民政府文件
        masthead | 临政发〔2021〕30号
        title | 临江市“十四五”水安全保障规划
        signature | 临江市水利局
        signature | 2021年12月
        contents | 目 录
        contents | 前 言..............1
        contents | 一、发展基础............3
        contents | （一）主要成效	3
        contents | 二、总体要求……………8
        contents | 附表 重点项目表............20
        title | 临江市“十四五”水安全保障规划
        body | 前 言
        body | 水是生命之源。根据临政发〔2020〕11号文件，编制本规划。
        body | 一、发展基础
        body | （一）主要成效
        """
    )
    assert frame.meta.doc_number == "临政发〔2021〕30号"


def test_contents_without_pages_end_where_the_headings_begin() -> None:
    expect(
        """
        title | 临江市养老服务发展规划（2021—2025年）
        contents | 目录
        contents | 一、规划背景
        contents | 二、主要任务
        contents | （一）建设社区养老设施
        body | 一、规划背景
        body | 人口老龄化加快。
        body | 二、主要任务
        body | （一）建设社区养老设施
        body | 每个街道建成1处综合养老服务中心。
        """
    )


def test_page_with_links_around_the_document() -> None:
    frame = expect(
        """
        site | 登录
        site | 你好，
        site | 政务公开
        site | 政策文件
        site | 规划计划
        site | 通知公告
        site | 当前位置：
        site | 首页>政策文件
        site | 临江市教育局关于印发2023年工作要点的通知
        metadata | 时间：2023-02-03 10:00
        site | 微信
        masthead | 临教〔2023〕3号
        title | 临江市教育局关于印发
        title | 2023年工作要点的通知
        recipients | 各学校：
        letter | 现将《临江市教育局2023年工作要点》印发给你们。
        signature | 临江市教育局
        signature | 2023年2月1日
        title | 临江市教育局2023年工作要点
        body | 一、加强德育
        body | 1.开展活动。全年开展4次主题活动。
        site | 来源：临江市教育局
        site | 附件下载
        site | 关闭
        site | 临江市人民政府
        site | 临江日报
        site | 版权所有：临江市教育局
        """,
        title="政策文件_临江市教育局",
    )
    assert frame.meta.title == "临江市教育局2023年工作要点"
    assert frame.meta.published_on == date(2023, 2, 3)


def test_introduction_of_a_text_library_is_no_part_of_the_document() -> None:
    frame = expect(
        """
        site | 学文网 资料文库 体育局2020年体育工作要点范文
        site | 体育局2020年体育工作要点范文
        site | 小编精心为您整理了这篇体育局2020年体育工作要点，希望对大家有参考价值，欢迎阅读收藏。
        title | 体育局2020年体育工作要点
        body | 2020年全市体育工作的总体要求是：坚持以人民为中心。
        body | 一、建设场地
        """
    )
    assert frame.meta.title == "体育局2020年体育工作要点"


def test_title_only_in_the_page_itself() -> None:
    frame = expect(
        """
        recipients | 各相关单位：
        letter | 《临江市湿地保护工作方案》已经市政府同意，现印发给你们，请认真组织实施。
        signature | 临江市林业局
        signature | 2023年3月30日
        title | 临江市湿地保护工作方案
        body | 湿地是重要资源。
        body | （一）普查。2023年底前完成普查。（市林业局牵头负责）
        site | 来源：临江市自然资源局
        site | 扫一扫在手机上查看当前页面
        """,
        title="临江市林业局关于印发临江市湿地保护工作方案的通知_临江市人民政府",
    )
    assert frame.meta.notice_title == "临江市林业局关于印发临江市湿地保护工作方案的通知"
    assert frame.meta.issuer == "临江市林业局"


def test_metadata_table_first() -> None:
    page = table(
        ("索 引 号：", "LJ01-2023-0012", "主题分类：", "农业\\种植业"),
        ("发文机关：", "临江市农业农村局", "成文日期：", "2023年02月02日"),
        ("标　　题：", "2023年全市农业农村工作要点", "发文字号：", "临农〔2023〕1号"),
    )
    rest = table(("主 题 词：", "", "", ""))
    frame = read(page, rest, "2023年全市农业农村工作要点\n一、抓好粮食生产\n（一）落实面积。粮食面积稳定在30万亩。")
    assert frame.roles == ("metadata", "metadata", "title", "body", "body")
    assert frame.meta.index_number == "LJ01-2023-0012"
    assert frame.meta.subject == "农业\\种植业"


def test_list_of_documents_is_no_metadata_table() -> None:
    listing = table(
        ("序号", "文件名称", "发文字号", "发文机关"), ("1", "临江市节水办法", "临水〔2020〕1号", "临江市水利局")
    )
    frame = read("继续有效的规范性文件目录", listing)
    assert frame.roles == ("title", "body")
    assert frame.meta.doc_number is None


def test_imprint_in_a_ruled_table() -> None:
    imprint = Table(
        cells=(
            Cell(row=0, col=0, text="抄送：市政府办公室，省体育局。", col_span=2),
            Cell(row=1, col=0, text="临江市体育局办公室"),
            Cell(row=1, col=1, text="2023年1月10日印发"),
        ),
        rows=2,
        cols=2,
    )
    frame = read("2023年临江市体育工作要点\n一、建设场地。新建健身点20个。", imprint)
    assert frame.roles == ("title", "body", "imprint")
    assert frame.meta.copied_to == ["市政府办公室", "省体育局"]
    assert (frame.meta.printed_by, frame.meta.printed_on) == ("临江市体育局办公室", date(2023, 1, 10))


def test_file_that_is_an_attachment() -> None:
    frame = expect(
        """
        annex-title | 附件2
        title | 2023年临江市
        title | 防汛抗旱工作要点
        body | 2023年防汛抗旱工作总体思路是：坚持预防为主。
        body | 一、压实责任
        """
    )
    assert parts_of(frame) == [("main", "附件2", "2023年临江市防汛抗旱工作要点", 0, 5)]


def test_spreadsheet_takes_its_title_row() -> None:
    sheet = table(
        ("附件1",), ("临江市2023年重点工作任务分解表",), ("序号", "重点任务", "牵头单位"), ("1", "建设公园", "市园林局")
    )
    frame = read(sheet)
    assert frame.meta.title == "临江市2023年重点工作任务分解表"
    assert (frame.meta.kind, frame.roles) == ("task_list", ("body",))


def test_parts_of_a_pdf_in_odd_order() -> None:
    frame = expect(
        """
        masthead | 临政发〔2021〕8号
        masthead | 签发人：钱七
        masthead | 临江市人民政府文件
        title | 关于加快工业转型升级的实施意见
        recipients | 各区人民政府，市政府各部门：
        body | 为加快转型，提出以下意见：
        body | 一、总体要求
        signature | 2021年6月1日
        signature | 临江市人民政府
        signature | （此件公开发布）
        """
    )
    assert (frame.meta.signer, frame.meta.issued_on) == ("钱七", date(2021, 6, 1))


def test_block_of_several_lines() -> None:
    frame = read(
        Paragraph(text="临江市商务局\n关于印发《临江市促消费若干措施》的通知\n临商〔2022〕6号\n各区商务局："),
        Paragraph(text="现将《临江市促消费若干措施》印发给你们，请认真贯彻落实。\n临江市商务局\n2022年6月7日"),
        "临江市促消费若干措施\n一、发放消费券。发放5000万元。（责任单位：市商务局）",
    )
    assert frame.roles == ("title", "letter", "title", "body")
    assert frame.meta.doc_number == "临商〔2022〕6号"
    assert frame.meta.recipients == ["各区商务局"]
    assert frame.meta.issued_on == date(2022, 6, 7)


def test_red_letterhead_is_not_read_into_the_title() -> None:
    red = Style(size=40, colour="#ff0000", align="center")
    large = Style(size=22, align="center")
    frame = read(
        Paragraph(text="临江市水利局", style=red),
        Paragraph(text="临江市水利局关于做好2023年", style=large),
        Paragraph(text="水旱灾害防御工作的通知", style=large),
        "各区水利局：\n现通知如下：\n一、压实责任。4月底前公布责任人名单。",
    )
    assert frame.meta.title == "临江市水利局关于做好2023年水旱灾害防御工作的通知"
    assert frame.roles[:3] == ("masthead", "title", "title")


def test_markdown_heading_is_the_title() -> None:
    frame = read(
        Heading(text="临江市水务局2024年工作要点", level=1), Heading(text="一、总体要求", level=2), "坚持节水优先。"
    )
    assert frame.roles == ("title", "body", "body")


def test_dates_and_organisations_inside_the_text_are_no_signature() -> None:
    frame = expect(
        """
        title | 临江市2023年普法工作要点
        body | 一、组织活动
        body | 2023年12月4日
        body | 开展宪法宣传周活动，各区司法局参加。
        body | 市司法局
        body | 负责统筹协调，制定方案。
        """
    )
    assert frame.meta.issued_on is None


def test_closing_formulas_and_a_page_without_text() -> None:
    expect(
        """
        title | 关于调整公交线路的通知
        recipients | 各有关单位：
        letter | 现就有关事项通知如下：
        body | 一、自5月1日起调整3条线路。
        letter | 特此通知。
        letter | （此页无正文）
        signature | 临江市交通运输局
        signature | 2023年4月20日
        """
    )


def test_announcement_and_minutes() -> None:
    frame = expect(
        """
        masthead | 临江市市场监督管理局公告
        masthead | 2023年第5号
        title | 关于食品抽检情况的公告
        body | 近期，我局组织抽检。现将情况公告如下：
        body | 一、抽检情况。合格率98%。
        letter | 特此公告。
        signature | 临江市市场监督管理局
        signature | 2023年8月1日
        """
    )
    assert frame.meta.kind == "other"
    frame = expect(
        """
        masthead | 临江市人民政府专题会议纪要
        masthead | 〔2023〕12号
        signature | 临江市人民政府办公室 2023年5月6日
        title | 关于研究老旧小区改造工作的会议纪要
        body | 5月4日，市长主持召开会议。现纪要如下：
        """
    )
    assert (frame.meta.doc_number, frame.meta.issued_on) == ("〔2023〕12号", date(2023, 5, 6))


def test_covering_letter_alone_hands_out_nothing() -> None:
    frame = expect(
        """
        title | 临江市科技局关于印发临江市科普行动计划的通知
        recipients | 各区科技局：
        letter | 现将《临江市科普行动计划》印发给你们，请于6月底前组织落实。
        attachment-list | 附件：临江市科普行动计划.docx
        signature | 临江市科技局
        signature | 2023年2月1日
        """
    )
    assert [part.kind for part in frame.parts] == ["main"]


def test_empty_document() -> None:
    frame = read_frame((), {}, default_lexicon())
    assert (frame.roles, frame.parts, frame.meta.title) == ((), (), None)


SEEDS = ["000", "001", "002", "003", "004"]


def seed_blocks(name: str, *, tidy: bool) -> tuple[list[Block], dict[str, object]]:
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.skip("the seeds (../shared/seeds) are not here")
    path = next(folder.glob(f"{name}_*.txt"))
    data = path.read_bytes()
    info = FileInfo(path=path.name, format="txt", sha256="", size_bytes=len(data))
    document = plaintext.read(data, info, ReadOptions())
    gold = json.loads((SHARED / "seeds-gold" / f"seed{int(name)}.json").read_text(encoding="utf-8"))
    if not tidy:
        return list(document.blocks), gold
    made = normalise(document, default_lexicon()).blocks
    return [block.parts[0] if isinstance(block, LogicalTable) else block for block in made], gold


@pytest.mark.parametrize("tidy", [False, True])
@pytest.mark.parametrize("name", SEEDS)
def test_seed_metadata(name: str, tidy: bool) -> None:
    made, gold = seed_blocks(name, tidy=tidy)
    meta = read_frame(made, {}, default_lexicon()).meta
    got = meta.model_dump(mode="json")
    for field in ("title", "kind", "doc_number", "issuer", "issued_on", "published_on", "index_number"):
        if field in gold:
            assert fold(str(got[field])) == fold(str(gold[field])), field
    if "period" in gold:
        assert meta.period is not None
        assert [str(meta.period.start.year), str(meta.period.end.year)] == gold["period"]


@pytest.mark.parametrize(
    ("name", "first_body"), [("000", "重点工作任务内容"), ("001", "“十三五”时期"), ("003", "2021")]
)
def test_seed_main_part_begins_at_its_title(name: str, first_body: str) -> None:
    made, _ = seed_blocks(name, tidy=True)
    frame = read_frame(made, {}, default_lexicon())
    assert [part.kind for part in frame.parts] == ["letter", "main"]
    index = frame.roles.index("body")
    assert index > frame.parts[1].start
    block = made[index]
    text = block.cells[0].text if isinstance(block, Table) else block.text
    assert text.startswith(first_body)


def test_seed_site_lines_are_set_apart() -> None:
    made, _ = seed_blocks("004", tidy=True)
    roles = read_frame(made, {}, default_lexicon()).roles
    assert roles[:4] == ("site", "site", "site", "title")
    made, _ = seed_blocks("002", tidy=True)
    roles = read_frame(made, {}, default_lexicon()).roles
    assert roles[:5] == ("metadata",) * 5
    assert roles[-1] == "site"


PIECES = st.sampled_from(
    [
        "附件", "附件1", "附件：1.名单", "2.清单", "目录", "一、总体要求", "（一）目标", "1.任务。内容。", "关于印发《", "》的通知",
        "2023年工作要点", "各区人民政府：", "临江市水利局", "2023年4月6日", "二〇二三年一月一日", "2023年2月30日", "（此件公开发布）",
        "抄送：市委，市政府。", "临江市水利局 2023年4月7日印发", "共印20份", "临水〔2023〕4号", "签发人：王五", "机密★1年", "000001",
        "临江市水利局文件", "文件", "索引号：A-1 发布日期：2023-01-01", "来源：某网", "现将《工作要点》印发给你们。", "联系人：李四", "http://a.b/c", "· 2023-01-01",
    ]
)  # fmt: skip
LINE = st.one_of(
    PIECES,
    st.text(max_size=30),
    st.lists(PIECES, max_size=4).map(" ".join),
    st.lists(PIECES, max_size=4).map("\n".join),
)


@st.composite
def any_block(draw: st.DrawFn) -> Block:
    match draw(st.integers(0, 5)):
        case 0:
            rows, cols = draw(st.integers(1, 3)), draw(st.integers(1, 4))
            cells = tuple(Cell(row=r, col=c, text=draw(LINE)) for r in range(rows) for c in range(cols))
            return Table(cells=cells, rows=rows, cols=cols, caption=draw(st.none() | LINE))
        case 1:
            return Heading(text=draw(LINE), level=draw(st.integers(1, 6)))
        case _:
            style = Style(size=draw(st.none() | st.just(22.0)), align=draw(st.sampled_from([None, "center", "right"])))
            return Paragraph(text=draw(LINE), style=style)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(any_block(), max_size=25),
    st.dictionaries(st.sampled_from(["title", "issuer", "published_on", "index_number"]), LINE, max_size=4),
)
def test_any_blocks_are_read_without_an_exception(made: list[Block], hints: dict[str, str]) -> None:
    frame = read_frame(made, hints, default_lexicon())
    assert len(frame.roles) == len(made)
    assert set(frame.roles) <= ROLES
    assert sum(part.kind == "main" for part in frame.parts) == (1 if made else 0)
    ends = [0, *(part.end for part in frame.parts)]
    assert [part.start for part in frame.parts] == ends[:-1]
    assert ends[-1] == len(made)
    assert read_frame(made, hints, default_lexicon()) == frame


@pytest.mark.parametrize("char", ["一", "附", "（", "1", "《", " ", "〔", "："])
def test_hostile_lines_are_read_quickly(char: str) -> None:
    long = char * 200_000
    many = [Paragraph(text=char * 40 + str(i % 7)) for i in range(1500)]
    read(Paragraph(text=long), table((long, long)), *many)

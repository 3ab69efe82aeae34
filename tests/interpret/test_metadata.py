"""Metadata: every element of GB/T 9704-2012, the labels of a page, the kind. All names are fictional."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policyparse.document import Cell, Paragraph, Table
from policyparse.interpret.frame import Frame, read_frame
from policyparse.interpret.frame_words import words_of
from policyparse.interpret.metadata import day_in
from policyparse.interpret.metadata_kind import Content, kind_of
from policyparse.interpret.metadata_names import issuers_in_title, split_issuers, split_names
from policyparse.lexicon import default_lexicon, load_lexicon
from policyparse.records import Meta

WORDS = words_of(default_lexicon())
BODY = "一、加强管理。\n建立台账。"


def frame(text: str, **hints: str) -> Frame:
    made = [Paragraph(text=line.strip()) for line in text.splitlines() if line.strip()]
    return read_frame(made, hints, default_lexicon())


def meta(text: str, **hints: str) -> Meta:
    return frame(text, **hints).meta


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("临卫〔2019〕1号", "临卫〔2019〕1号"),
        ("临卫［2019］12号", "临卫［2019］12号"),
        ("临卫[2019]12号", "临卫[2019]12号"),
        ("临卫（2019）12号", "临卫（2019）12号"),
        ("临卫(2019)12号", "临卫(2019)12号"),
        ("临卫【2019】12号", "临卫【2019】12号"),
        ("临卫﹝2019﹞12号", "临卫﹝2019﹞12号"),
        ("临 卫 〔 2019 〕 1 号", "临卫〔2019〕1号"),
        ("临卫〔2019〕第3号", "临卫〔2019〕第3号"),
        ("临政办发明电〔2018〕15号", "临政办发明电〔2018〕15号"),
        ("临办字〔２０２０〕５号", "临办字〔２０２０〕５号"),
        ("XXX〔2023〕X号", "XXX〔2023〕X号"),
        ("文号：临卫〔2019〕1号", "临卫〔2019〕1号"),
        ("发文字号 ： 临卫〔2019〕1号", "临卫〔2019〕1号"),
        ("（临卫〔2019〕1号）", "临卫〔2019〕1号"),
        ("临卫〔2019〕1号 签发人：王五", "临卫〔2019〕1号"),
        ("签发人：王五 临卫〔2019〕1号", "临卫〔2019〕1号"),
        ("临江市卫生健康委员会文件 临卫〔2019〕1号", "临卫〔2019〕1号"),
        ("2023年第5号", "2023年第5号"),
        ("第12号", "第12号"),
        ("〔2023〕7号", "〔2023〕7号"),
    ],
)
@pytest.mark.parametrize("below", [False, True])
def test_number_of_the_document(line: str, number: str, below: bool) -> None:
    title = "临江市2019年健康工作要点"
    text = f"{title}\n{line}\n{BODY}" if below else f"{line}\n{title}\n{BODY}"
    found = meta(text)
    assert (found.doc_number, found.title) == (number, title)


def test_number_beside_the_title() -> None:
    found = meta(f"临江市卫健委关于加强控烟工作的通知 临卫〔2019〕1号\n各区卫健委：\n{BODY}")
    assert (found.doc_number, found.title) == ("临卫〔2019〕1号", "临江市卫健委关于加强控烟工作的通知")


def test_cited_numbers_are_not_the_documents() -> None:
    found = meta(
        "临江市节水工作方案\n根据《省节水办法》（省水〔2018〕9号）和国节〔2019〕3号文件，制定本方案。\n省水〔2018〕9号"
    )
    assert found.doc_number is None


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("临江市水利局文件\n临水〔2020〕1号\n关于清淤的通知", ["临江市水利局"]),
        ("临 江 市 水 利 局 文 件\n临水〔2020〕1号\n关于清淤的通知", ["临江市水利局"]),
        ("中共临江市委办公室\n临江市人民政府办公室\n关于清淤的通知", ["中共临江市委办公室", "临江市人民政府办公室"]),
        ("临江市水利局 临江市财政局关于清淤的通知", ["临江市水利局", "临江市财政局"]),
        ("临江市水利局临江市财政局关于清淤的通知", ["临江市水利局", "临江市财政局"]),
        ("临江市水利局\n临江市财政局 文件\n临水〔2020〕1号\n关于清淤的通知", ["临江市水利局", "临江市财政局"]),
        ("临江市水利局关于清淤的通知", ["临江市水利局"]),
        ("临江市政府办公室印发《关于清淤的工作方案》的通知", ["临江市政府办公室"]),
        ("发布机构：临江市水利局 发布日期：2020-03-01\n2020年水利工作要点", ["临江市水利局"]),
        ("某份样式文件\n关于清淤的通知", []),
    ],
)
def test_issuers(text: str, issuers: list[str]) -> None:
    found = meta(f"{text}\n各区水利局：\n{BODY}")
    assert found.issuers == issuers
    assert found.issuer == ("、".join(issuers) or None)


def test_signature_names_the_joint_issuers_that_the_issuer_line_leaves_out() -> None:
    found = meta(f"临江市水利局文件\n关于清淤的通知\n各区水利局：\n{BODY}\n临江市水利局 临江市财政局\n2020年3月1日")
    assert found.issuers == ["临江市水利局", "临江市财政局"]


def test_issuer_on_the_page_stands_behind_the_signature() -> None:
    read = frame(f"关于清淤的通知\n各区水利局：\n{BODY}\n临江市水利局\n2020年3月1日", issuer="临江市大数据局")
    assert read.meta.issuer == "临江市水利局"
    trace = next(trace for trace in read.traces if trace.field == "meta.issuer")
    assert (trace.rule, trace.rejected) == ("signature", (("临江市大数据局", "page-hint stands behind signature"),))


@pytest.mark.parametrize(
    ("signature", "day"),
    [
        ("临江市水利局\n2019年3月22日", date(2019, 3, 22)),
        ("临江市水利局\n二〇二三年一月一日", date(2023, 1, 1)),
        ("临江市水利局\n二○二一年十一月三十日", date(2021, 11, 30)),
        ("临江市水利局\n2012 年 12 月 12 日", date(2012, 12, 12)),
        ("临江市水利局 2019年3月22日", date(2019, 3, 22)),
        ("2019年3月22日\n临江市水利局", date(2019, 3, 22)),
        ("临江市水利局\n（盖章）\n2019年3月22日", date(2019, 3, 22)),
        ("2019年3月22日", date(2019, 3, 22)),
        ("临江市水利局办公室 2019年3月25日印发", date(2019, 3, 25)),
        ("临江市水利局\n2019年3月22日\n临江市水利局办公室 2019年3月25日印发", date(2019, 3, 22)),
        ("临江市水利局\n2019年2月30日", None),
        ("临江市水利局\n2019年3月", None),
        ("", None),
    ],
)
def test_date_of_issue(signature: str, day: date | None) -> None:
    assert meta(f"关于清淤的通知\n各区水利局：\n{BODY}\n{signature}").issued_on == day


def test_date_of_issue_below_the_title() -> None:
    found = meta(f"临江市夜间经济发展若干措施\n（2023年4月6日印发）\n{BODY}")
    assert (found.issued_on, found.period) == (date(2023, 4, 6), None)


def test_date_of_the_label_gives_way_to_the_signature_and_stays_in_the_trace() -> None:
    read = frame(f"成文日期：2018年12月4日\n关于清淤的通知\n各区水利局：\n{BODY}\n临江市水利局\n2018年12月3日")
    assert read.meta.issued_on == date(2018, 12, 3)
    trace = next(trace for trace in read.traces if trace.field == "meta.issued_on")
    assert trace.rejected[0][0] == "2018-12-04"


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("发布时间：2025-02-24 17:43:37", "published_on", date(2025, 2, 24)),
        ("来源：临江日报 时间：2024-03-15 09:30 浏览次数：120 字号：[大 中 小]", "published_on", date(2024, 3, 15)),
        ("时间：2024-03-15", "published_on", date(2024, 3, 15)),
        ("索 引 号：LJ001-0201-2024-00003 主题分类：水利\\防汛", "subject", "水利\\防汛"),
        ("索引号：005252000/2017-00028", "index_number", "005252000/2017-00028"),
        ("LJ001-0201-2024-00003", "index_number", "LJ001-0201-2024-00003"),
        ("000012", "copy_number", "000012"),
        ("份号：12", "copy_number", "12"),
        ("机密★1年", "classification", "机密★1年"),
        ("绝密★启用前", "classification", "绝密★启用前"),
        ("密级：秘密", "classification", "秘密"),
        ("机密★5年 特急", "urgency", "特急"),
        ("紧急程度：加急", "urgency", "加急"),
        ("签发人：陈 勇", "signer", "陈勇"),
        ("签发人： 欧阳一 王五", "signer", "欧阳一 王五"),
    ],
)
def test_elements_above_the_title(line: str, field: str, value: object) -> None:
    found = meta(f"{line}\n2024年临江市水利工作要点\n{BODY}")
    assert getattr(found, field) == value
    assert found.title == "2024年临江市水利工作要点"


def test_time_of_a_meeting_is_no_date_of_publishing() -> None:
    found = meta("关于召开水利工作会议的通知\n时间：2024年5月4日上午\n地点：市政府会议室")
    assert (found.published_on, found.issued_on) == (None, None)


def test_bullets_that_lost_their_labels() -> None:
    found = meta(
        f"• 005252000/2017-00028\n• 临江市水利局\n• 工作要点\n• 2017-06-20\n• 2017-06-22\n2017年水利工作要点\n{BODY}"
    )
    assert (found.index_number, found.issuer) == ("005252000/2017-00028", "临江市水利局")
    # two dates without labels: the last is that of publishing, nothing says that the first is that of issue
    assert (found.published_on, found.issued_on) == (date(2017, 6, 22), None)


def test_page_hints_fill_what_the_document_does_not_say() -> None:
    found = meta(BODY, title="2024年水利工作要点_临江市水利局", published_on="2024-01-02 10:00", index_number="A-12")
    assert (found.title, found.kind) == ("2024年水利工作要点", "work_points")
    assert (found.published_on, found.index_number) == (date(2024, 1, 2), "A-12")


@pytest.mark.parametrize("hint", ["新建 Microsoft Word 文档", "Microsoft Word - 1.doc", "文档1", "1"])
def test_names_that_programs_give_are_no_titles(hint: str) -> None:
    assert meta(BODY, title=hint).title is None


def test_note_below_the_date() -> None:
    found = meta(f"关于清淤的通知\n各区水利局：\n{BODY}\n临江市水利局\n2019年3月22日\n（此件公开发布）")
    assert found.note == "此件公开发布"


def test_imprint_over_several_lines() -> None:
    found = meta(
        f"关于清淤的通知\n{BODY}\n主办：市水利局 \n督办：市政府办公室二科\n抄送：市委各部门，临江军分区。\n"
        "市人大常委会办公室，市政协办公室，市法院、市检察院。\n临江市人民政府办公室\n2017年7月4日印发"
    )
    assert found.copied_to == ["市委各部门", "临江军分区", "市人大常委会办公室", "市政协办公室", "市法院", "市检察院"]
    assert (found.printed_by, found.printed_on) == ("临江市人民政府办公室", date(2017, 7, 4))
    assert found.issued_on == date(2017, 7, 4)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "各县（市、区）卫生健康委，委直属单位，委机关各处室：",
            ["各县（市、区）卫生健康委", "委直属单位", "委机关各处室"],
        ),
        ("各乡（镇、办）、各社区：", ["各乡（镇、办）", "各社区"]),
        ("各县(市)、区(开发区)卫健委:", ["各县(市)", "区(开发区)卫健委"]),
        ("市委各部门，\n临江军分区。", ["市委各部门", "临江军分区"]),
        ("各 区 人 民 政 府", ["各区人民政府"]),
        ("各县（市、区，各部门", ["各县（市", "区", "各部门"]),
        ("", []),
    ],
)
def test_lists_of_names(text: str, names: list[str]) -> None:
    assert split_names(text) == names


def test_addressees_over_two_lines_and_inside_the_first_paragraph() -> None:
    found = meta("关于清淤的通知\n各县人民政府，各区管委会，\n各直属机构：\n现通知如下：\n" + BODY)
    assert found.recipients == ["各县人民政府", "各区管委会", "各直属机构"]
    found = meta("关于清淤的通知\n各县人民政府、各直属机构：根据汛情，现通知如下：\n" + BODY)
    assert found.recipients == ["各县人民政府", "各直属机构"]


@pytest.mark.parametrize("line", ["责任单位：", "工作目标：", "各单位要做到以下几点：", "（一）牵头部门："])
def test_labels_are_no_addressees(line: str) -> None:
    assert meta(f"临江市清淤方案\n{line}\n{BODY}").recipients == []


@pytest.mark.parametrize(
    ("title", "issuers"),
    [
        ("临江市水利局关于清淤的通知", ["临江市水利局"]),
        ("中共临江市委 临江市人民政府关于清淤的意见", ["中共临江市委", "临江市人民政府"]),
        ("关于清淤的通知", []),
        ("2023年关于清淤的方案", []),
        ("2023年水利工作要点", []),
    ],
)
def test_issuers_in_the_title(title: str, issuers: list[str]) -> None:
    assert issuers_in_title(title, WORDS) == issuers


def test_joint_issuers_printed_without_a_blank() -> None:
    assert split_issuers("临江市教育局临江市财政局（盖章）", WORDS) == ["临江市教育局", "临江市财政局"]
    assert split_issuers("临江市教育局", WORDS) == ["临江市教育局"]


PROSE = Content(in_tables=0.1, work_table=False, points=20, brackets=0)
OWNED = Content(in_tables=0.1, work_table=False, points=20, brackets=8)
LISTED = Content(in_tables=0.9, work_table=True, points=0, brackets=0)


@pytest.mark.parametrize(
    ("title", "content", "kind"),
    [
        ("2019年临江市卫生健康重点工作任务责任清单", LISTED, "task_list"),
        ("临江市2023年政府工作报告任务分解表", LISTED, "task_list"),
        ("2023年重点工作台账（第一批）", LISTED, "task_list"),
        ("2023年度重点工作计划", LISTED, "task_list"),
        ("2023年度重点工作计划", PROSE, "plan"),
        ("2023年全市教育工作要点", PROSE, "work_points"),
        ("2023年全市教育工作要点", LISTED, "work_points"),
        ("2021年全区卫生健康重点工作安排", PROSE, "work_points"),
        ("临江市“十四五”养老服务规划", PROSE, "plan"),
        ("临江市国土绿化三年行动方案（2021—2023年）", PROSE, "plan"),
        ("关于促进就业的若干意见", OWNED, "plan"),
        ("临江市优化营商环境若干措施（试行）", OWNED, "plan"),
        ("2023年重点工作任务分工方案", OWNED, "plan"),
        ("临江市人民政府关于支持民营经济若干措施的通知", PROSE, "plan"),
        ("临江市人民政府关于加强古树保护的通知", PROSE, "notice"),
        ("临江市生活垃圾管理办法", OWNED, "plan"),
        ("临江市生活垃圾管理办法", PROSE, "other"),
        ("2023年政府工作报告", PROSE, "other"),
        ("关于同意调整机构的批复", PROSE, "other"),
        ("临江市市场监督管理局公告", PROSE, "other"),
        ("临江市2026年区级部门预算", PROSE, "other"),
        ("临江市建设用地使用标准（2020年版）", PROSE, "other"),
        (None, LISTED, "task_list"),
        (None, OWNED, "plan"),
        (None, PROSE, "other"),
    ],
)
def test_kind(title: str | None, content: Content, kind: str) -> None:
    assert kind_of(title, content, WORDS)[0] == kind


def test_kind_words_come_from_the_lexicon(tmp_path: Path) -> None:
    extra = tmp_path / "own.toml"
    extra.write_text('[frame.kind]\nwork_points = ["攻坚任务书"]\n', encoding="utf-8")
    words = words_of(load_lexicon([extra]))
    assert kind_of("2023年水利攻坚任务书", PROSE, words)[0] == "work_points"
    assert kind_of("2023年水利攻坚任务书", PROSE, WORDS)[0] == "task_list"


@pytest.mark.parametrize(
    ("title", "below", "years"),
    [
        ("2023年水利工作要点", "", (2023, 2023)),
        ("临江市水安全规划（2021—2025年）", "", (2021, 2025)),
        ("临江市水安全规划", "（2021—2025年）", (2021, 2025)),
        ("临江市“十三五”水利规划", "", (2016, 2020)),
        ("临江市清淤方案", "", None),
    ],
)
def test_period(title: str, below: str, years: tuple[int, int] | None) -> None:
    found = meta(f"{title}\n{below}\n{BODY}").period
    assert (found and (found.start, found.end)) == (years and (date(years[0], 1, 1), date(years[1], 12, 31)))


def test_period_of_the_covering_notice() -> None:
    found = meta(
        "关于印发2024年防汛工作方案的通知\n各区水利局：\n现将《防汛工作方案》印发给你们。\n临江市水利局\n2024年3月1日\n"
        f"防汛工作方案\n{BODY}"
    )
    assert (found.title, found.period and found.period.end) == ("防汛工作方案", date(2024, 12, 31))


def test_every_value_has_a_trace() -> None:
    read = frame(
        "000012\n机密★1年\n特急\n临江市水利局文件\n临水〔2024〕1号 签发人：王五\n关于印发2024年水利工作要点的通知\n各区水利局：\n"
        f"现将《2024年水利工作要点》印发给你们。\n临江市水利局\n2024年3月1日\n（此件公开发布）\n2024年水利工作要点\n{BODY}\n"
        "抄送：市政府办公室。\n临江市水利局办公室 2024年3月2日印发"
    )
    values = {name for name, value in read.meta if value not in (None, [])}
    traced = {trace.field.removeprefix("meta.") for trace in read.traces}
    assert values - {"issuers"} == traced
    assert all(trace.words and trace.rule and trace.value for trace in read.traces)


def test_metadata_table_with_labels_and_values_in_one_cell() -> None:
    page = Table(
        cells=(
            Cell(row=0, col=0, text="索引号：LJ-2023-00012"),
            Cell(row=0, col=1, text="发布日期：2023年2月5日"),
            Cell(row=1, col=0, text="文 号：临农〔2023〕1号"),
            Cell(row=1, col=1, text="有效性：有效"),
        ),
        rows=2,
        cols=2,
    )
    found = read_frame([page, Paragraph(text="2023年农业工作要点"), Paragraph(text=BODY)], {}, default_lexicon()).meta
    assert (found.index_number, found.doc_number, found.published_on) == (
        "LJ-2023-00012",
        "临农〔2023〕1号",
        date(2023, 2, 5),
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2016-03-04 13:12", date(2016, 3, 4)),
        ("于二〇二三年一月一日", date(2023, 1, 1)),
        ("2023年2月30日", None),
        ("", None),
    ],
)
def test_day_inside_a_text(text: str, day: date | None) -> None:
    assert day_in(text) == day

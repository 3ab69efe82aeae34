"""Automatic numbers become part of the text, as Word prints them."""

from __future__ import annotations

import pytest
from docx_building import item, level, numbering, par, read, row, table, texts

CHAPTERS = numbering(
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCountingThousand", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimalEnclosedCircleChinese", "%4"),
)


def test_levels_of_an_official_document() -> None:
    body = (
        item("加强统筹")
        + item("健全机制", level=1)
        + item("定期会商", level=2)
        + item("每月通报", level=3)
        + item("建立台账", level=2)
        + item("落实经费", level=1)
        + item("专账管理", level=2)
        + item("强化督查")
        + item("开展抽查", level=1)
    )
    assert texts(read(body, numbering=CHAPTERS)) == [
        "一、加强统筹",
        "（一）健全机制",
        "1.定期会商",
        "①每月通报",
        "2.建立台账",
        "（二）落实经费",
        "1.专账管理",
        "二、强化督查",
        "（一）开展抽查",
    ]


def test_text_between_the_items_does_not_restart_the_list() -> None:
    body = item("甲项") + par("正文。") + item("乙项")
    assert texts(read(body, numbering=CHAPTERS)) == ["一、甲项", "正文。", "二、乙项"]


def test_a_deeper_level_without_its_parent_counts_from_its_start() -> None:
    levels = numbering(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"))
    body = item("水网", level=1) + item("电网", level=1)
    assert texts(read(body, numbering=levels)) == ["1.1 水网", "1.2 电网"]


def test_upper_numbers_in_their_own_format_and_legal_ones_in_figures() -> None:
    levels = numbering(
        level(0, "chineseCounting", "第%1章"),
        level(1, "decimal", "%1.%2"),
        level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
    )
    body = item("总则") + item("范围", level=1) + item("对象", level=2) + item("分工") + item("牵头", level=1)
    assert texts(read(body, numbering=levels)) == ["第一章 总则", "一.1 范围", "1.1.1 对象", "第二章 分工", "二.1 牵头"]


def test_level_that_never_restarts_and_one_that_restarts_after_the_first_level_only() -> None:
    levels = numbering(
        level(0, "chineseCounting", "%1、"),
        level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>'),
        level(2, "decimal", "(%3)", '<w:lvlRestart w:val="1"/>'),
    )
    body = (
        item("章")
        + item("条", level=1)
        + item("款", level=2)
        + item("条", level=1)
        + item("款", level=2)
        + item("章")
        + item("条", level=1)
        + item("款", level=2)
    )
    assert texts(read(body, numbering=levels)) == [
        "一、章",
        "1.条",
        "(1)款",
        "2.条",
        "(2)款",
        "二、章",
        "3.条",
        "(1)款",
    ]


def test_two_lists_of_one_definition_count_on_unless_the_start_is_overridden() -> None:
    lists = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = item("甲", 1) + item("乙", 2) + item("丙", 3) + item("丁", 3) + item("戊", 1)
    parts = numbering(level(0, "decimal", "%1、"), lists=lists)
    # 1、2 count on; list 3 begins at 5 once; list 1 goes on from the common counter
    assert texts(read(body, numbering=parts)) == ["1、甲", "2、乙", "5、丙", "6、丁", "7、戊"]


def test_a_list_may_override_a_whole_level() -> None:
    lists = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/>'
        f'<w:lvlOverride w:ilvl="0">{level(0, "ideographTraditional", "%1．")}</w:lvlOverride></w:num>'
    )
    assert texts(read(item("子项") + item("丑项"), numbering=numbering(level(0, "decimal", "%1."), lists=lists))) == [
        "甲．子项",
        "乙．丑项",
    ]


def test_start_other_than_one() -> None:
    assert texts(read(item("收尾"), numbering=numbering(level(0, "decimal", "%1、", start=12)))) == ["12、收尾"]


def test_numbers_by_style_also_through_a_style_it_is_based_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/><w:basedOn w:val="h1"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    )
    levels = numbering(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="h1"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="h2"/>'),
    )
    body = (
        par("总体要求", '<w:pStyle w:val="h1"/>')
        + par("目标", '<w:pStyle w:val="h2"/>')
        + par("说明", '<w:pStyle w:val="h1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + par("重点任务", '<w:pStyle w:val="h1"/>')
    )
    document = read(body, styles=styles, numbering=levels)
    # numId 0 takes the third paragraph out of the list
    assert texts(document) == ["一、总体要求", "（一）目标", "说明", "二、重点任务"]


def test_link_to_a_numbering_style() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="list"><w:name w:val="tasks"/>'
        '<w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    )
    parts = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, "chineseCounting", "%1是")}<w:styleLink w:val="list"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="list"/></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    assert texts(read(item("摸清底数"), styles=styles, numbering=parts)) == ["一是 摸清底数"]


@pytest.mark.parametrize(
    ("form", "pattern", "suffix", "text", "expected"),
    [
        ("decimal", "%1.", "tab", "推进改革", "1.推进改革"),
        ("decimal", "%1.", "tab", "5G基站", "1. 5G基站"),  # without the blank it would read 1.5
        ("decimal", "%1", "tab", "个县", "1 个县"),
        ("decimal", "%1", "nothing", "推进", "1推进"),
        ("chineseCounting", "第%1条", "space", "为规范", "第一条 为规范"),
        ("chineseCounting", "（%1）", "space", "5G基站", "（一）5G基站"),
        ("decimalEnclosedCircle", "%1", "space", "抓好落实", "①抓好落实"),
        ("none", "附件", "nothing", "：清单", "附件：清单"),
        ("none", "", "tab", "无号", "无号"),
    ],
)
def test_distance_between_number_and_text(form: str, pattern: str, suffix: str, text: str, expected: str) -> None:
    levels = numbering(level(0, form, pattern, f'<w:suff w:val="{suffix}"/>'))
    assert texts(read(item(text), numbering=levels)) == [expected]


@pytest.mark.parametrize(
    ("font", "sign", "expected"),
    [
        ("Wingdings", "\uf0d8", "➢ 巡查"),
        ("Wingdings", "\uf06c", "● 巡查"),
        ("Symbol", "\uf0b7", "• 巡查"),
        ("宋体", "■", "■ 巡查"),
    ],
)
def test_bullets(font: str, sign: str, expected: str) -> None:
    levels = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
        f'<w:lvlText w:val="{sign}"/><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    (text,) = texts(read(item("巡查"), numbering=levels))
    assert text.replace(" ", "") == expected.replace(" ", "")


def test_a_place_of_a_bullet_level_prints_nothing() -> None:
    levels = numbering(level(0, "bullet", "●"), level(1, "decimal", "%1%2、"))
    assert texts(read(item("复核", level=1), numbering=levels)) == ["1、复核"]


def test_empty_items_are_counted_and_cells_too() -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    cells = [f"<w:tc>{par('', numbered)}</w:tc>" for _ in range(2)]
    body = table(row("序号", "任务"), row(cells[0], "修路"), row(cells[1], "架桥")) + par("", numbered) + item("验收")
    found = texts(read(body, numbering=numbering(level(0, "decimal", "%1"))))
    assert found == ["序号", "任务", "1", "修路", "2", "架桥", "3", "4 验收"]


def test_unknown_list_or_level_gives_no_number() -> None:
    assert texts(read(item("甲", 9) + item("乙", 1, 5), numbering=CHAPTERS)) == ["甲", "乙"]
    assert texts(read(item("甲"))) == ["甲"]

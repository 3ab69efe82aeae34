"""Steps of cells and paragraphs."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyparse.interpret.steps import read_steps_cell, read_steps_prose
from policyparse.interpret.years import Years
from policyparse.lexicon import default_lexicon
from policyparse.records import Step
from policyparse.text import compact

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
LEXICON = default_lexicon()
YEARS = Years(period_start=date(2019, 1, 1), period_end=date(2019, 12, 31), issued_on=date(2019, 3, 22))


def noted(steps: list[Step]) -> list[tuple[str, str]]:
    return [(s.text, f"{s.start or ''}/{s.due or ''}") for s in steps]


def cell(text: str) -> list[tuple[str, str]]:
    return noted(read_steps_cell(text, YEARS, LEXICON).value)


def prose(text: str) -> list[tuple[str, str]]:
    return noted(read_steps_prose(text, YEARS, LEXICON).value)


def test_quarters_after_full_stops_and_commas() -> None:
    assert cell("第一季度，制定方案；第二季度动员部署，第三季度组织实施，第四季度验收。") == [
        ("第一季度，制定方案；", "2019-01-01/2019-03-31"),
        ("第二季度动员部署，", "2019-04-01/2019-06-30"),
        ("第三季度组织实施，", "2019-07-01/2019-09-30"),
        ("第四季度验收。", "2019-10-01/2019-12-31"),
    ]


def test_months_ends_and_spans() -> None:
    assert cell("第一季度…；7月底前下发通知；4—12月开展检查。") == [
        ("第一季度…；", "2019-01-01/2019-03-31"),
        ("7月底前下发通知；", "/2019-07-31"),
        ("4—12月开展检查。", "2019-04-01/2019-12-31"),
    ]


def test_undated_text_stays_with_the_step_before_it() -> None:
    assert cell("3月份召开推进会；定期开展督导；12月总结评估。") == [
        ("3月份召开推进会；定期开展督导；", "2019-03-01/2019-03-31"),
        ("12月总结评估。", "2019-12-01/2019-12-31"),
    ]


def test_undated_text_before_the_first_date_is_a_step() -> None:
    assert cell("收集各方意见；6月中旬，形成初稿。") == [
        ("收集各方意见；", "/"),
        ("6月中旬，形成初稿。", "2019-06-11/2019-06-20"),
    ]


def test_a_cell_without_a_date_is_one_step() -> None:
    text = "一是加强宣传；二是加强检查；三是畅通渠道。"
    assert cell(text) == [(text, "/")]


def test_dates_inside_a_clause_begin_no_step() -> None:
    text = "结合1-3月份全市检查成绩，评出第一季度先进单位；结合4-6月份检查成绩，评出第二季度先进单位。"
    assert cell(text) == [(text, "/")]


def test_a_lead_in_goes_with_its_date() -> None:
    assert cell("根据省里发布的2019年计划，6月左右组织申报。9月，公示名单。") == [
        ("根据省里发布的2019年计划，6月左右组织申报。", "2019-06-01/2019-06-30"),
        ("9月，公示名单。", "2019-09-01/2019-09-30"),
    ]


def test_a_date_that_goes_on_after_a_comma_begins_no_step() -> None:
    assert cell("4-10月，分批施工，其中7-8月，开展中期抽查；11月，组织验收。") == [
        ("4-10月，分批施工，其中7-8月，开展中期抽查；", "2019-04-01/2019-10-31"),
        ("11月，组织验收。", "2019-11-01/2019-11-30"),
    ]


def test_item_numbers() -> None:
    assert cell("一是3月份成立专班。二是加强日常巡查。") == [
        ("一是3月份成立专班。", "2019-03-01/2019-03-31"),
        ("二是加强日常巡查。", "/"),
    ]
    assert cell("1.3月底前完成招标；2.6月底前开工；3.加强监管；4.12月完工") == [
        ("1.3月底前完成招标；", "/2019-03-31"),
        ("2.6月底前开工；", "/2019-06-30"),
        ("3.加强监管；", "/"),
        ("4.12月完工", "2019-12-01/2019-12-31"),
    ]
    assert cell("①3月底前完成方案②6月底前实施") == [
        ("①3月底前完成方案", "/2019-03-31"),
        ("②6月底前实施", "/2019-06-30"),
    ]


def test_decimals_are_no_item_numbers() -> None:
    assert cell("6月底前完成投资617.21万元；9月底前完成3.6公里。") == [
        ("6月底前完成投资617.21万元；", "/2019-06-30"),
        ("9月底前完成3.6公里。", "/2019-09-30"),
    ]


def test_lines() -> None:
    assert cell("第一季度：完成设计。\n第二季度：开工建设。\n计划投资20万元。") == [
        ("第一季度：完成设计。", "2019-01-01/2019-03-31"),
        ("第二季度：开工建设。计划投资20万元。", "2019-04-01/2019-06-30"),
    ]


def test_stages_with_their_dates_in_brackets() -> None:
    assert cell("第一阶段（3月—4月）：宣传发动；第二阶段（5月-10月）：组织实施") == [
        ("第一阶段（3月—4月）：宣传发动；", "2019-03-01/2019-04-30"),
        ("第二阶段（5月-10月）：组织实施", "2019-05-01/2019-10-31"),
    ]


def test_a_short_subject_before_its_limit() -> None:
    assert cell("县级6月底前完成初审；市级9月底前完成复核") == [
        ("县级6月底前完成初审；", "/2019-06-30"),
        ("市级9月底前完成复核", "/2019-09-30"),
    ]


def test_several_months_of_one_step() -> None:
    assert cell("第三、四季度开展培训；3月、9月各检查一次。") == [
        ("第三、四季度开展培训；", "2019-07-01/2019-12-31"),
        ("3月、9月各检查一次。", "2019-03-01/2019-09-30"),
    ]


def test_years() -> None:
    """A printed year wins; a month after it keeps the document's year."""
    assert cell("2018年11月底前立项；3月底前开工；2020年完工。") == [
        ("2018年11月底前立项；", "/2018-11-30"),
        ("3月底前开工；", "/2019-03-31"),
        ("2020年完工。", "/2020-12-31"),
    ]


def test_open_ends() -> None:
    assert cell("3月起，组建专家组；全年推进实施；年底前总结。") == [
        ("3月起，组建专家组；", "2019-03-01/"),
        ("全年推进实施；", "/2019-12-31"),
        ("年底前总结。", "/2019-12-31"),
    ]


def test_cycles_are_undated() -> None:
    assert cell("每季度统计进展；7月份开展督导；每月通报。") == [
        ("每季度统计进展；", "/"),
        ("7月份开展督导；每月通报。", "2019-07-01/2019-07-31"),
    ]


def test_flags_and_problems() -> None:
    reading = read_steps_cell("2月30日前立项；6月底前完工。", YEARS, LEXICON)
    assert [s.due for s in reading.value] == [None, date(2019, 6, 30)]
    assert reading.flags == ("year-inferred",)
    assert [code for code, _ in reading.problems] == ["date-impossible"]
    unknown = read_steps_cell("6月底前完工。", Years(), LEXICON)
    assert unknown.flags == ("year-unknown",)
    assert [code for code, _ in unknown.problems] == ["year-unknown"]


def test_traces() -> None:
    reading = read_steps_cell("准备；6月底前完工。", YEARS, LEXICON)
    assert [(t.field, t.words, t.rule, t.value) for t in reading.traces] == [
        ("steps", "准备；", "undated", ""),
        ("steps", "6月底前", "month-by", "2019-06-30"),
    ]


def test_an_empty_cell_has_no_steps() -> None:
    assert read_steps_cell(" \n", YEARS, LEXICON).value == []


def test_a_paragraph_with_steps_in_sequence() -> None:
    assert prose("推进管网改造。3月底前完成摸底；6月底前完成设计；年底前全面完工。（责任单位：市住建局）") == [
        ("3月底前完成摸底；", "/2019-03-31"),
        ("6月底前完成设计；", "/2019-06-30"),
        ("年底前全面完工。", "/2019-12-31"),
    ]
    assert prose("加强监管，4月份开展自查，5—9月集中整治，确保取得实效。") == [
        ("4月份开展自查，", "2019-04-01/2019-04-30"),
        ("5—9月集中整治，确保取得实效。", "2019-05-01/2019-09-30"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "12月底前完成改造。",
        "到2020年，覆盖率达到60%；到2025年，覆盖率达到90%。",
        "2020年底前建成3个，2021年底前建成5个。",
        "分别于6月底和12月底前报送进展。",
        "持续推进公立医院改革。",
        "",
    ],
)
def test_paragraphs_without_a_sequence(text: str) -> None:
    assert prose(text) == []


def test_step_cells_of_the_seed_join_to_the_cell() -> None:
    gold = SHARED / "seeds-gold" / "seed0.json"
    if not gold.exists():
        pytest.skip("the shared seeds are not there")
    records = json.loads(gold.read_text(encoding="utf-8"))["records"]
    assert len(records) == 120
    for record in records:
        steps = read_steps_cell(record["steps"], YEARS, LEXICON).value
        assert compact("".join(s.text for s in steps)) == compact(record["steps"])


PIECES = st.lists(
    st.sampled_from(
        [
            "3月底前",
            "第一季度",
            "4—12月",
            "2019年",
            "一是",
            "1.",
            "①",
            "完成",
            "，",
            "；",
            "。",
            "\n",
            "（",
            "）",
            "：",
            " ",
        ]
    ),
    max_size=20,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=80), PIECES))
def test_no_text_raises_and_none_is_lost(text: str) -> None:
    steps = read_steps_cell(text, YEARS, LEXICON).value
    assert compact("".join(s.text for s in steps)) == compact(text)
    for step in read_steps_prose(text, YEARS, LEXICON).value:
        assert compact(step.text) in compact(text)


@pytest.mark.parametrize("text", ["1", "月", "一是", "；", "3月底前；", "第一季度"])
def test_long_runs_finish(text: str) -> None:
    long = (text * 40_000)[:40_000]
    read_steps_cell(long, YEARS, LEXICON)
    read_steps_prose(long, YEARS, LEXICON)

"""Deadlines: the table of expressions, what the reading says of itself, and hostile input."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from deadline_expressions import CELLS, KNOWN_WRONG_CELLS, KNOWN_WRONG_PROSE, PROSE, Case
from deadline_expressions_2 import CELLS as CELLS_2
from deadline_expressions_2 import KNOWN_WRONG as KNOWN_WRONG_2
from deadline_expressions_2 import PROSE as PROSE_2
from hypothesis import given, settings
from hypothesis import strategies as st

from policyparse.interpret.deadlines import read_deadline_cell, read_deadline_prose
from policyparse.interpret.years import Years
from policyparse.lexicon import default_lexicon
from policyparse.records import DeadlineItem
from policyparse.text import compact

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
LEXICON = default_lexicon()
YEARS = {
    "one-year": Years(period_start=date(2019, 1, 1), period_end=date(2019, 12, 31), issued_on=date(2019, 3, 22)),
    "plan": Years(period_start=date(2016, 1, 1), period_end=date(2020, 12, 31), issued_on=date(2017, 7, 4)),
    "issued": Years(issued_on=date(2018, 11, 16)),
    "none": Years(),
    "2023": Years(period_start=date(2023, 1, 1), period_end=date(2023, 12, 31), issued_on=date(2023, 3, 10)),
    "2021-2025": Years(period_start=date(2021, 1, 1), period_end=date(2025, 12, 31), issued_on=date(2021, 11, 20)),
    "2022": Years(issued_on=date(2022, 5, 18)),
}
ONE = YEARS["one-year"]


def noted(item: DeadlineItem) -> str:
    """An item in the notation of the table."""
    parts = [f"[{item.label}]"] if item.label else []
    if item.rrule:
        parts.append(item.rrule)
    elif item.start or item.due or not item.label:
        parts.append(f"{item.start or ''}/{item.due or ''}")
    if item.year_from and item.year_from != "period":
        parts.append(f"!{item.year_from}")
    return " ".join(parts)


def cell(text: str, years: str = "one-year") -> str:
    return " | ".join(noted(i) for i in read_deadline_cell(text, YEARS[years], LEXICON).value.items)


def prose(text: str, years: str = "one-year") -> str:
    return " | ".join(noted(i) for i in read_deadline_prose(text, YEARS[years], LEXICON).value.items)


SECOND = [("cell", c) for c in CELLS_2] + [("prose", c) for c in PROSE_2]


@pytest.mark.parametrize(
    ("mode", "case"), SECOND, ids=lambda c: c if isinstance(c, str) else f"{c.text[:24]}-{c.years}"
)
def test_expressions_of_the_second_table(mode: str, case: Case) -> None:
    found = (cell if mode == "cell" else prose)(case.text, case.years)
    if case.text in KNOWN_WRONG_2:
        assert found != case.answer, "it is right now: take it off the list of known and wrong ones"
        pytest.skip("known and wrong")
    assert found == case.answer


@pytest.mark.parametrize("case", CELLS, ids=lambda c: f"{c.text[:24]}-{c.years}")
def test_cell_expressions(case: Case) -> None:
    assert cell(case.text, case.years) == case.answer


@pytest.mark.parametrize("case", PROSE, ids=lambda c: f"{c.text[:24]}-{c.years}")
def test_prose_expressions(case: Case) -> None:
    assert prose(case.text, case.years) == case.answer


def test_the_table_is_large_and_what_is_wrong_is_known() -> None:
    wrong = len(KNOWN_WRONG_CELLS) + len(KNOWN_WRONG_PROSE)
    assert len(CELLS) + len(PROSE) >= 250
    assert wrong / (len(CELLS) + len(PROSE) + wrong) < 0.01


def test_known_wrong_ones_are_still_wrong() -> None:
    """One that is read rightly now belongs into the table."""
    assert [c.text for c in KNOWN_WRONG_CELLS if cell(c.text, c.years) == c.answer] == []
    assert [c.text for c in KNOWN_WRONG_PROSE if prose(c.text, c.years) == c.answer] == []


def test_text_is_as_printed() -> None:
    reading = read_deadline_cell("3 月底、6 月底、\n11 月底前完成。", ONE, LEXICON)
    assert reading.value.text == "3 月底、6 月底、11 月底前完成。"
    assert [i.text for i in reading.value.items] == ["3 月底", "6 月底", "11 月底前"]


def test_text_of_prose_is_the_expressions_joined() -> None:
    reading = read_deadline_prose("各区于 6 月底前完成初稿，１２月底前印发；到2020年，全面建成。", ONE, LEXICON)
    assert reading.value.text == "6 月底前；１２月底前；到2020年"
    assert read_deadline_prose("持续推进改革。", ONE, LEXICON).value.text is None


def test_positions_hold_with_zero_width_and_full_width_characters() -> None:
    reading = read_deadline_cell("\ufeff　２０２０\u200b年　１２月底前", ONE, LEXICON)
    assert reading.value.items[0].due == date(2020, 12, 31)
    assert compact(reading.value.items[0].text or "") == "２０２０年１２月底前"


def test_an_empty_cell_says_nothing() -> None:
    reading = read_deadline_cell("  \n ", ONE, LEXICON)
    assert (reading.value.text, reading.value.items, reading.flags, reading.problems) == (None, [], (), ())


def test_a_dash_is_no_deadline_and_no_problem() -> None:
    reading = read_deadline_cell("——", ONE, LEXICON)
    assert (reading.value.text, reading.value.items, reading.flags) == ("——", [], ())


def test_unreadable_cells_are_flagged() -> None:
    reading = read_deadline_cell("见附件", ONE, LEXICON)
    assert reading.value.text == "见附件"
    assert reading.flags == ("deadline-unparsed",)
    assert [code for code, _ in reading.problems] == ["deadline-unparsed"]


def test_a_part_that_looks_like_a_time_is_flagged() -> None:
    reading = read_deadline_cell("6月底前；第8888年第99天", ONE, LEXICON)
    assert [i.due for i in reading.value.items] == [date(2019, 6, 30)]
    assert "deadline-unparsed" in reading.flags


def test_an_inferred_year_is_flagged() -> None:
    assert read_deadline_cell("6月底前", ONE, LEXICON).flags == ("year-inferred",)
    assert read_deadline_cell("2020年6月底前", ONE, LEXICON).flags == ()
    assert read_deadline_prose("6月底前完成。", YEARS["issued"], LEXICON).flags == ("year-inferred",)


def test_without_a_year_there_is_no_date() -> None:
    reading = read_deadline_cell("6月底前", YEARS["none"], LEXICON)
    item = reading.value.items[0]
    assert (item.start, item.due, item.year_from) == (None, None, None)
    assert reading.flags == ("year-unknown",)
    assert [code for code, _ in reading.problems] == ["year-unknown"]


def test_a_day_that_does_not_exist_is_a_problem() -> None:
    reading = read_deadline_cell("2月30日前", ONE, LEXICON)
    assert reading.value.items[0].due is None
    assert [code for code, _ in reading.problems] == ["date-impossible"]


def test_a_day_before_the_first_year_of_the_calendar_raises_nothing() -> None:
    assert read_deadline_cell("1900年2月29日", YEARS["none"], LEXICON).problems[0][0] == "date-impossible"


def test_traces_name_words_rule_and_what_was_turned_down() -> None:
    reading = read_deadline_prose("占比较2018年提高，6月底前完成。", ONE, LEXICON)
    trace = reading.traces[-1]
    assert (trace.field, trace.words, trace.rule, trace.value) == ("deadline", "6月底前", "month-by", "2019-06-30")
    assert trace.rejected == (("2018年", "base of a comparison"),)


def test_traces_are_there_where_nothing_was_accepted() -> None:
    reading = read_deadline_prose("本办法有效期至2025年12月31日。", ONE, LEXICON)
    assert [t.rule for t in reading.traces] == ["none-accepted"]
    assert reading.traces[0].rejected[0][1] == "term of validity"


def test_every_cycle_is_a_rule_of_rfc_5545() -> None:
    known = {"FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS"}
    for case in [*CELLS, *PROSE]:
        for item in read_deadline_cell(case.text, ONE, LEXICON).value.items:
            for part in (item.rrule or "FREQ=DAILY").split(";"):
                name, _, value = part.partition("=")
                assert name in known
                assert value


def test_deadline_cells_of_the_seed() -> None:
    gold = SHARED / "seeds-gold" / "seed0.json"
    if not gold.exists():
        pytest.skip("the shared seeds are not there")
    records = json.loads(gold.read_text(encoding="utf-8"))["records"]
    assert len(records) == 120
    for record in records:
        reading = read_deadline_cell(record["deadline"], ONE, LEXICON)
        assert compact(reading.value.text or "") == compact(record["deadline"])
        items = [
            {
                "label": i.label,
                "start": i.start.isoformat() if i.start else None,
                "due": i.due.isoformat() if i.due else None,
                "rrule": i.rrule,
            }
            for i in reading.value.items
        ]
        assert items == record["deadline_items"]
        assert not reading.problems


TIMES = st.lists(
    st.sampled_from(
        [
            *list(
                "年月日号底末前后起止内初中0123456789一二三四五六七八九十〇每季度旬周半上下至到-、，；。（）《》“”：\n \u3000自从第"
            ),
            "工作日",
            "印发之日起",
            "十三五",
            "期间",
            "长期",
            "完成",
            "2019",
            "完成时限：",
            "以内",
            "之前",
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=80), TIMES), st.sampled_from(sorted(YEARS)))
def test_no_text_raises(text: str, years: str) -> None:
    read = read_deadline_cell(text, YEARS[years], LEXICON).value
    assert read.text is None or compact(read.text) == compact(text)
    for item in [*read.items, *read_deadline_prose(text, YEARS[years], LEXICON).value.items]:
        assert item.text is None or compact(item.text) in compact(text)
        assert not (item.start and item.due) or item.start <= item.due


@pytest.mark.parametrize("text", ["1", "月", "年", "每", "一", "(", "《", " ", "\n", "后", "1月", "完成时限："])
def test_long_runs_finish(text: str) -> None:
    long = (text * 40_000)[:40_000]
    read_deadline_cell(long, ONE, LEXICON)
    read_deadline_prose(long, ONE, LEXICON)

"""Numerals: what is a number, what is none, and what its value is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyparse.interpret.numerals import chinese_value, find_numerals
from policyparse.text import fold_width


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", 0),
        ("〇", 0),
        ("一", 1),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("九十五", 95),
        ("一百", 100),
        ("一百零五", 105),
        ("一百二十", 120),
        ("两千三百", 2300),
        ("三百六十五", 365),
        ("一万二千", 12000),
        ("一亿三千万", 130_000_000),
        ("二〇二三", 2023),
        ("二〇三〇", 2030),
        ("百", None),  # 百元医疗收入: per hundred
        ("千", None),
        ("万", None),
        ("二三", None),  # 二三级医院: second and third grade
        ("二三百", None),
        ("", None),
        ("甲", None),
        ("十甲", None),
        ("一" * 40, None),
    ],
)
def test_chinese_value(text: str, value: int | None) -> None:
    assert chinese_value(text) == value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("95.5%", [95.5]),
        ("1,200张", [1200]),
        ("1 200张", [1200]),
        ("12,345,678元", [12_345_678]),
        ("１，２００张", [1200]),
        ("新增10，200个", [10, 200]),  # a full-width comma parts two numbers
        ("1,20", [1, 20]),
        ("3、5和7", [3, 5, 7]),
        ("三家、十个、两次", [3, 10, 2]),
        ("三万元", [3]),  # 万 stays with the unit
        ("1.2亿元", [1.2]),
        ("一万二千户", [12000]),
        ("10—15家", [10, 15]),
        ("千人口床位", []),
        ("二三级医院", []),
        ("12345678901234567890", []),
        ("没有数字", []),
    ],
)
def test_find_numerals(text: str, values: list[float]) -> None:
    folded = fold_width(text)
    found = find_numerals(folded, text)
    assert [numeral.value for numeral in found] == values
    assert all(0 <= numeral.start < numeral.end <= len(text) for numeral in found)


@given(st.text(alphabet="0123456789,. 一二三十百千万亿零〇两%", max_size=60))
def test_any_run_of_figures_is_read(text: str) -> None:
    ends = [0]
    for numeral in find_numerals(text, text):
        assert numeral.start >= ends[-1]
        ends.append(numeral.end)


@pytest.mark.parametrize("piece", ["1", "1,", "111,", "111 ", "1.", "一", "十", "万", "一1"])
def test_long_runs_are_read_fast(piece: str) -> None:
    find_numerals(piece * (300_000 // len(piece)))

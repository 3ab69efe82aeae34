"""Expectations from ECMA-376 part 1, 17.18.59, and from what Word prints where it differs."""

from __future__ import annotations

import pytest

from policyparse.extractors.docx_number_formats import format_number


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("decimal", {1: "1", 12: "12"}),
        ("decimalZero", {1: "01", 10: "10"}),
        ("decimalFullWidth", {1: "１", 20: "２０"}),
        ("upperRoman", {4: "IV", 9: "IX", 14: "XIV", 40: "XL"}),
        ("lowerRoman", {3: "iii"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 28: "BB", 53: "AAA"}),
        ("lowerLetter", {2: "b"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一○○", 105: "一○五"}),
        (
            "chineseCountingThousand",
            {10: "十", 12: "十二", 30: "三十", 100: "一百", 101: "一百〇一", 110: "一百一十", 1001: "一千〇一"},
        ),
        ("taiwaneseCountingThousand", {12: "十二", 101: "一百零一"}),
        ("taiwaneseCounting", {21: "二十一"}),
        ("japaneseCounting", {2: "二", 10: "十", 12: "十二", 100: "百", 110: "百十", 1000: "千"}),
        ("ideographDigital", {10: "一〇", 21: "二一"}),
        ("taiwaneseDigital", {10: "一○"}),
        ("chineseLegalSimplified", {1: "壹", 3: "叁", 10: "壹拾", 12: "壹拾贰"}),
        ("ideographLegalTraditional", {2: "貳", 6: "陸"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥", 13: "13"}),
        ("ideographZodiacTraditional", {1: "甲子", 12: "乙亥", 13: "丙子", 60: "癸亥"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedCircleChinese", {1: "①", 10: "⑩"}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇"}),
        ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛"}),
        ("ideographEnclosedCircle", {1: "㈠", 10: "㈩"}),
        ("numberInDash", {3: "- 3 -"}),
        ("001", {7: "007", 1000: "1000"}),
        ("none", {5: ""}),
        ("hebrew1", {5: "5"}),
    ],
)
def test_formats(name: str, expected: dict[int, str]) -> None:
    assert {n: format_number(n, name) for n in expected} == expected


@pytest.mark.parametrize("name", ["chineseCounting", "upperRoman", "lowerLetter", "ideographTraditional", "chicago"])
@pytest.mark.parametrize("n", [-5, 0, 10**9])
def test_numbers_out_of_reach_are_short(name: str, n: int) -> None:
    assert len(format_number(n, name)) <= 10


@pytest.mark.parametrize("name", ["chineseCountingThousand", "taiwaneseCountingThousand", "chineseLegalSimplified"])
def test_counting_words_are_distinct(name: str) -> None:
    words = [format_number(n, name) for n in range(1, 12000)]
    assert len(set(words)) == len(words)

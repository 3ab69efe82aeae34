"""Lines joined and raised figures, as every reader of a format does it."""

from __future__ import annotations

import pytest

from policyparse.text import exponent, join_lines


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["完成投资2", "亿元"], "完成投资2亿元"),
        (["HEARTS", "plan"], "HEARTS plan"),
        (["合格率达到95", "%以上"], "合格率达到95%以上"),
        (["水温不高于20", "℃"], "水温不高于20℃"),
        (["(see A", ")"], "(see A)"),
        (["不超过14/", "10万"], "不超过14/10万"),
    ],
)
def test_joined_lines(lines: list[str], joined: str) -> None:
    assert join_lines(lines) == joined


@pytest.mark.parametrize(
    ("host", "raised", "text"),
    [
        ("500m", "2", "²"),
        ("3×10", "4", "⁴"),
        ("10⁻", "3", "³"),
        ("责任单位", "1", "1"),
        ("4", "th", "th"),
        ("", "2", "2"),
        ("m", "", ""),
    ],
)
def test_an_exponent_is_raised_after_a_letter_or_figure(host: str, raised: str, text: str) -> None:
    assert exponent(host, raised) == text

"""Line breaking."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rendering.lines import NO_START, wrap


def wide(char: str) -> float:
    """Half a square for ASCII, a square for all else."""
    return 0.5 if char.isascii() else 1.0


def test_breaks_anywhere_between_chinese_characters() -> None:
    assert wrap("推进老旧小区改造", 3.0, wide) == ["推进老", "旧小区", "改造"]


def test_no_closing_mark_begins_a_line() -> None:
    assert wrap("完成改造，验收", 4.0, wide) == ["完成改", "造，验收"]


def test_no_opening_mark_ends_a_line() -> None:
    assert wrap("印发《要点》", 3.0, wide) == ["印发", "《要", "点》"]


def test_numbers_are_not_cut() -> None:
    assert wrap("覆盖率达到95.5%以上", 6.0, wide) == ["覆盖率达到", "95.5%以上"]


def test_first_line_is_indented() -> None:
    assert wrap("各县要抓好落实", 4.0, wide, indent=2.0) == ["各县", "要抓好落", "实"]


def test_line_ends_of_the_author_stay() -> None:
    assert wrap("一期\n二期", 9.0, wide) == ["一期", "二期"]


@given(st.text("一二三，。（）ab1 .%", max_size=60), st.integers(2, 9))
def test_nothing_is_lost_but_blanks(text: str, width: int) -> None:
    lines = wrap(text, float(width), wide)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(sum(map(wide, line)) <= width or line[-1:] in NO_START or len(line) == 1 for line in lines)

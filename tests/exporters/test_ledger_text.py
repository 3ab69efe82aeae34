"""What a cell joins can be split again."""

from datetime import date

import pytest

from policyparse.exporters.ledger_text import (
    due_text,
    join_attributes,
    join_list,
    join_section,
    read_due,
    read_flags,
    show_flags,
    split_attributes,
    split_list,
    split_section,
)
from policyparse.records import Deadline, DeadlineItem


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ([], ""),
        (["市教育局"], "市教育局"),
        (["各县（市、区）政府", "市财政局"], "各县（市、区）政府、市财政局"),
        (["甲、乙联合体", "市财政局"], "甲、乙联合体\n市财政局\n"),
        (["甲、乙联合体"], "甲、乙联合体\n"),
    ],
)
def test_lists(parts: list[str], text: str) -> None:
    assert (join_list(parts), split_list(text)) == (text, parts)


def test_people_separate_units_in_their_own_ways() -> None:
    assert split_list("市教育局，市财政局; 市民政局") == ["市教育局", "市财政局", "市民政局"]


@pytest.mark.parametrize("parts", [[], ["一、城建"], ["一、城建", "（二）桥梁"], ["甲 / 乙", "丙"]])
def test_sections(parts: list[str]) -> None:
    assert split_section(join_section(parts)) == parts


@pytest.mark.parametrize(
    "attributes",
    [
        {},
        {"属性": "约束性"},
        {"资金": "一；二", "属性": "预期性"},
        {"比例：甲": "1：2"},
        {"说明": "一\n二"},
        {"空": ""},
    ],
)
def test_attributes(attributes: dict[str, str]) -> None:
    assert split_attributes(join_attributes(attributes)) == attributes


@pytest.mark.parametrize(
    ("items", "inferred", "text"),
    [
        ([DeadlineItem(text=None, due=date(2024, 6, 30))], False, "2024-06-30"),
        ([DeadlineItem(text=None, due=date(2024, 12, 31))], True, "（2024-12-31）"),
        ([DeadlineItem(text=None, start=date(2024, 3, 1), due=date(2024, 10, 31))], False, "2024-03-01/2024-10-31"),
        ([DeadlineItem(text=None, start=date(2024, 7, 1))], False, "2024-07-01/"),
        (
            [
                DeadlineItem(text=None, label="月检查", rrule="FREQ=MONTHLY;BYMONTHDAY=-1"),
                DeadlineItem(text=None, label="长期坚持"),
            ],
            False,
            "月检查：FREQ=MONTHLY;BYMONTHDAY=-1；长期坚持",
        ),
    ],
)
def test_due_dates(items: list[DeadlineItem], inferred: bool, text: str) -> None:
    deadline = Deadline(inferred=inferred, items=items)
    assert due_text(deadline) == text
    found = read_due(text)
    assert found is not None
    assert due_text(found) == text


@pytest.mark.parametrize("text", ["2024.6.30", "6月30日", "2024-02-30", "30"])
def test_dates_in_another_manner_are_not_taken_for_labels(text: str) -> None:
    assert read_due(text) is None


def test_flags_in_both_languages() -> None:
    flags = ["year-inferred", "edited", "edited:deadline", "some-new-flag"]
    assert read_flags(show_flags(flags, "zh")) == flags
    assert read_flags(show_flags(flags, "en")) == flags

"""Running text: where paragraphs begin and end, titles, columns, and text that a page break cuts."""

from __future__ import annotations

import pytest
from pdf_building import Pages, paragraphs, read, texts

LEFT, SIZE, PITCH = 80, 16, 28
#: Twenty-seven characters of 16 points: the type area of GB/T 9704 holds 28.
FULL = "各级各部门要切实提高政治站位，强化责任担当，健全机制推动"
INDENT = 2 * SIZE


def prose(pages: Pages, base: float, lines: list[str], *, indent: bool = True) -> float:
    """Lines of one paragraph; the next baseline is returned."""
    for number, line in enumerate(lines):
        pages.text(LEFT + (INDENT if indent and not number else 0), base, line, SIZE)
        base += PITCH
    return base


def body(pages: Pages) -> float:
    """Three full lines and a short one, so that the page shows its type area."""
    return prose(pages, 120, [FULL[:-2], FULL, FULL, "落到实处。"])


def test_lines_of_a_paragraph_join_and_indents_begin_one() -> None:
    pages = Pages()
    base = body(pages)
    prose(pages, base, [FULL[:-2], "工作落实。"])
    assert texts(read(pages.data())) == [FULL[:-2] + FULL + FULL + "落到实处。", FULL[:-2] + "工作落实。"]


def test_a_short_line_ends_a_paragraph_without_indents() -> None:
    pages = Pages()
    base = prose(pages, 120, [FULL, FULL, "落到实处。"], indent=False)
    prose(pages, base, [FULL, "工作落实。"], indent=False)
    assert texts(read(pages.data())) == [FULL + FULL + "落到实处。", FULL + "工作落实。"]


def test_numbered_lines_begin_paragraphs() -> None:
    pages = Pages()
    base = body(pages)
    for line in ("一、总体要求", "（一）基本原则", "1. 坚持统筹推进", "第一条 适用范围", "附件：任务清单"):
        pages.text(LEFT, base, line, SIZE)
        base += PITCH
    assert texts(read(pages.data()))[1:] == [
        "一、总体要求",
        "（一）基本原则",
        "1. 坚持统筹推进",
        "第一条 适用范围",
        "附件：任务清单",
    ]


def test_a_number_at_a_line_begin_inside_a_sentence_begins_none() -> None:
    pages = Pages()
    base = body(pages)
    prose(pages, base, [FULL[:-2], "2026年底前完成。"])
    assert texts(read(pages.data()))[1] == FULL[:-2] + "2026年底前完成。"


def test_title_of_several_lines_is_one_paragraph() -> None:
    pages = Pages()
    title = ["临江市人民政府办公室关于印发", "2026年重点工作任务分解", "方案的通知"]
    for number, line in enumerate(title):
        pages.text((595 - 22 * sum(0.5 if c.isascii() else 1 for c in line)) / 2, 120 + 34 * number, line, 22)
    prose(pages, 260, [FULL[:-2], FULL, FULL, FULL])
    first = paragraphs(read(pages.data()))[0]
    assert first.text == "".join(title)
    assert (first.style.size, first.style.align) == (22, "center")


def test_centred_lines_of_other_sizes_are_apart() -> None:
    pages = Pages()
    for base, size, line in ((120, 22, "2026年工作要点"), (154, 16, "（征求意见稿）")):
        pages.text((595 - size * sum(0.5 if c.isascii() else 1 for c in line)) / 2, base, line, size)
    prose(pages, 220, [FULL[:-2], FULL, FULL])
    assert texts(read(pages.data()))[:2] == ["2026年工作要点", "（征求意见稿）"]


def test_signature_and_date_are_apart() -> None:
    pages = Pages()
    base = body(pages) + 40
    pages.text(372, base, "临江市人民政府", SIZE)
    pages.text(380, base + PITCH, "2026年3月1日", SIZE)
    document = read(pages.data())
    assert texts(document)[1:] == ["临江市人民政府", "2026年3月1日"]
    assert [p.style.align for p in paragraphs(document)[1:]] == ["right", "right"]


def test_cut_tells_whether_the_last_line_was_full() -> None:
    pages = Pages()
    prose(pages, 700, [FULL[:-2], FULL, FULL])
    pages.next()
    base = prose(pages, 120, [FULL, FULL, "落到实处。"], indent=False)
    prose(pages, base, [FULL[:-2], "工作落实。"])
    found = paragraphs(read(pages.data()))
    assert [(p.origins[0].page, p.cut) for p in found] == [(1, True), (2, False), (2, False)]


def test_text_in_two_columns() -> None:
    pages = Pages()
    left = [
        "开展水源保护，改造供水管网并完善",
        "监测体系，确保群众饮水安全。各地",
        "要把这项工作摆上重要位置，明确责",
        "任分工，按季度调度，按年度考核，",
    ]
    right = [
        "对进展缓慢的予以通报。要加强宣传",
        "引导，及时总结推广好的经验做法，",
        "营造全社会共同参与的浓厚氛围，把",
        "各项任务落实到具体单位和人员。",
    ]
    for x, lines in ((60, left * 2), (320, right * 2)):
        pages.lines(x, 120, lines, size=12, pitch=20)
    found = texts(read(pages.data()))
    assert found == ["".join(left * 2), "".join(right * 2)] or found[0].startswith("".join(left))
    assert "".join(found) == "".join(left * 2) + "".join(right * 2)


def test_wide_gaps_of_justified_lines_are_no_blanks() -> None:
    pages = Pages()
    pages.text(LEFT, 120, "强化责任担当，健全工作机制", SIZE, space=6)
    assert texts(read(pages.data())) == ["强化责任担当，健全工作机制"]


def test_colour_and_bold() -> None:
    pages = Pages()
    pages.text(150, 120, "临江市人民政府文件", 32, colour="#ff0000")
    pages.text(80, 200, "正文内容。", SIZE)
    red, black = paragraphs(read(pages.data()))
    assert (red.style.colour, black.style.colour) == ("#ff0000", None)


def test_hyphen_at_a_line_end_is_kept() -> None:
    pages = Pages()
    pages.lines(80, 120, ["The well-", "known plan"], size=12, pitch=16)
    joined = " ".join(texts(read(pages.data())))
    assert "well-" in joined
    assert "\x02" not in joined


@pytest.mark.parametrize("number", ["一、", "（一）", "1.", "（1）", "①"])
def test_hanging_text_stays_with_its_number(number: str) -> None:
    pages = Pages()
    base = body(pages)
    pages.text(LEFT, base, number + FULL[: 28 - len(number)], SIZE)
    pages.text(LEFT, base + PITCH, "各项工作落实到位。", SIZE)
    assert texts(read(pages.data()))[1] == number + FULL[: 28 - len(number)] + "各项工作落实到位。"


def test_the_mark_of_an_annex_and_the_last_line_of_the_imprint_stand_alone() -> None:
    pages = Pages()
    base = body(pages)
    middle = LEFT + 28 * SIZE / 2
    for line in ("附件", "重点任务分工表"):
        pages.text(middle - len(line) * SIZE / 2, base, line, SIZE)
        base += PITCH
    copied = "抄送：省卫生健康委，市委办公室，市人大常委会办公室有关处。"
    for line in (copied, "海陵市卫生健康委员会办公室   2024年5月10日印发"):
        pages.text(LEFT, base, line, SIZE)
        base += PITCH
    assert [text.replace(" ", "") for text in texts(read(pages.data()))[1:]] == [
        "附件",
        "重点任务分工表",
        copied,
        "海陵市卫生健康委员会办公室2024年5月10日印发",
    ]


@pytest.mark.parametrize(("gap", "after", "wanted"), [(9, "，逐项", "通报机制，逐项"), (9, "逐项", "通报机制 逐项")])
def test_no_blank_stands_before_a_stop(gap: float, after: str, wanted: str) -> None:
    """A gap alone is a blank between two characters, and none before a stop."""
    pages = Pages()
    pages.text(80, 140, "通报机制", 16)
    pages.text(80 + 64 + gap, 140, after, 16)
    assert texts(read(pages.data())) == [wanted]


def test_short_headings_of_one_length_show_no_right_end() -> None:
    """Four headings end together, but the lines below them reach further: each is a paragraph of its own."""
    pages = Pages()
    base, wanted = 120, []
    for heading, line in (
        ("一、项目概述", "支撑全县水利设施巡查所需的设计、测量和养护工作"),
        ("二、立项依据", "全县水利设施养护三年规划"),
        ("三、实施主体", "云溪县水务局负责组织各乡镇水利站定期开展巡查"),
        ("四、实施周期", "全年度"),
    ):
        pages.text(LEFT + 6, base, heading, SIZE)
        pages.text(LEFT, base + PITCH, line, SIZE)
        wanted += [heading, line]
        base += 2 * PITCH
    assert texts(read(pages.data())) == wanted


def test_headings_of_one_length_show_no_right_margin() -> None:
    """A page of first lines only: the three short headings end together, the text goes on past them."""
    pages = Pages()
    lines = ["一、创建目标", FULL[:21] + "。", "二、任务分工", FULL[:10] + "。", "三、工作要求", FULL[:24] + "。"]
    for number, line in enumerate(lines):
        pages.text(LEFT + INDENT, 120 + number * PITCH, line, SIZE)
    assert texts(read(pages.data())) == lines


def test_a_first_line_after_a_full_line_begins_a_paragraph_without_a_stop() -> None:
    pages = Pages()
    base = prose(pages, 120, [FULL[:-2], FULL, FULL[:-10] + "（责任科室：安全科各学校）"])
    prose(pages, base, ["附：重要工作时间安排表"])
    assert texts(read(pages.data()))[1] == "附：重要工作时间安排表"


def test_indents_of_another_size_begin_paragraphs() -> None:
    """Browsers indent by two ems of the paragraph's size, which may be smaller than that of its words."""
    pages = Pages()
    base = 120.0
    for _ in range(3):
        pages.text(LEFT + 24, base, FULL[:-3], SIZE)
        pages.text(LEFT, base + PITCH, FULL[:-9] + "。", SIZE)
        base += 2 * PITCH
    assert texts(read(pages.data())) == [FULL[:-3] + FULL[:-9] + "。"] * 3


def test_a_title_as_wide_as_the_text_goes_on_in_the_middle() -> None:
    pages = Pages()
    pages.text(LEFT, 120, FULL, SIZE)
    pages.text(LEFT + (len(FULL) / 2 - 1.5) * SIZE, 120 + PITCH, "分工表", SIZE)
    assert texts(read(pages.data())) == [FULL + "分工表"]


@pytest.mark.parametrize(
    "lines",
    [["柳政发〔2025〕18号", "柳泉县人民政府关于印发方案的通知"], ["柳泉县旅游发展方案", "（2026年3月）"], ["柳泉县旅游发展方案", "表1　任务分工表"]],
    ids=["document number", "note", "caption"],
)  # fmt: skip
def test_centred_lines_that_stand_alone(lines: list[str]) -> None:
    pages = Pages()
    for number, line in enumerate(lines):
        pages.text(595.28 / 2 - len(line) * SIZE / 2, 120 + number * PITCH, line, SIZE)
    found = texts(read(pages.data()))
    assert len(found) == len(lines)
    assert found[1] == lines[1].replace("\u3000", " ")

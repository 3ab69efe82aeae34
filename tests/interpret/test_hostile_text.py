"""Texts that no office writes: nothing raises, and every character is accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policyparse import extract

HEAD = "临江市2022年工作要点\n\n"
HOSTILE = {
    "labels that introduce nothing": HEAD + "一、" + "（责任单位：" * 3000,
    "labels on lines of their own": HEAD + "\n".join("（责任单位：" for _ in range(2000)),
    "nested brackets": HEAD + "1." + "（" * 20000 + "市教育局牵头" + "）" * 20000,
    "brackets never closed": HEAD + "1." + "（" * 40000,
    "one long line": HEAD + "1." + "推进教育发展，市教育局牵头负责，" * 6000,
    "units without separators": HEAD + "1.推进（责任单位：" + "市教育局" * 10000 + "）",
    "many points": HEAD + "\n".join(f"{i}.推进第{i}项工作。（市教育局牵头）" for i in range(1500)),
    "many levels": HEAD + "一、推进\n（一）做好\n1.抓好\n（1）完成\n①落实\n责任单位：市教育局\n" * 200,
    "many titles": "关于印发某某方案的通知\n" * 2000,
    "many annexes": HEAD + "\n".join(f"附件{i}：某表" for i in range(2000)),
    "quotes never closed": HEAD + "1." + "“《" * 20000,
}
PIECES = st.sampled_from(
    ["一、", "（一）", "1.", "● ", "责任单位：", "牵头单位：市教育局", "（市财政局配合）", "市教育局：", "负责", "附件1", "第一条 ",
     "关于印发", "通知", "方案", "。", "，", "\n", "\n\n", "2022年3月底前", "各单位要", "目 录", "……1", "会议纪要", "第12号", "令"]
)  # fmt: skip


def _read(text: str, folder: Path) -> None:
    file = folder / "text.txt"
    file.write_text(text, encoding="utf-8")
    coverage = extract(file).coverage
    parts = coverage.in_records + coverage.in_structure + coverage.set_aside + coverage.unaccounted
    assert parts == coverage.characters


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(name: str, tmp_path: Path) -> None:
    _read(HOSTILE[name], tmp_path)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=60))
def test_any_order_of_the_pieces_of_a_document(tmp_path_factory: pytest.TempPathFactory, pieces: list[str]) -> None:
    text = "".join(pieces)
    if text.strip():
        _read(text, tmp_path_factory.mktemp("pieces"))

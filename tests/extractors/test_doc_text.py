"""The binary format piece by piece, on files made by hand."""

from __future__ import annotations

import struct
from dataclasses import replace

import pytest
from word_building import word

from policyparse.errors import FileBroken, LimitExceeded
from policyparse.extractors import doc_text
from policyparse.extractors.doc_marks import instructions
from policyparse.extractors.doc_model import CellForm, Mark, RowForm, Text
from policyparse.extractors.doc_sprms import depth, form, look, read_sprms, row_form, with_huge
from policyparse.extractors.doc_stories import read_parts
from policyparse.extractors.doc_tables import PlacedTable, nest
from policyparse.extractors.doc_text import Content

IN_TABLE = struct.pack("<HB", 0x2416, 1)
ROW_END = IN_TABLE + struct.pack("<HB", 0x2417, 1)


def definition(edges: list[int], flags: list[int]) -> bytes:
    """sprmTDefTable."""
    body = struct.pack(f"<B{len(edges)}h", len(flags), *edges)
    body += b"".join(struct.pack("<H18x", flag) for flag in flags)
    return struct.pack("<HH", 0xD608, len(body) + 1) + body


def test_pieces_in_both_encodings() -> None:
    made = word("任务\r")
    raw = "naïve—".encode("cp1252")
    at = len(made.word)
    both = word("任务\r", pieces=[(6, at, True), (3, 1536, False)], body=9)
    assert Content(replace(both, word=both.word + raw)).text == "naïve—任务\r"


def test_a_character_of_two_halves_is_one() -> None:
    parts, characters = read_parts(word("\ud842\udfb7田\r"))
    (inline,) = parts.body[0].inlines
    assert isinstance(inline, Text)
    assert (inline.text, characters) == ("\U00020bb7田", 2)


@pytest.mark.parametrize(
    "pieces", [[(3, 10_000, False)], [(2, 1536, False)]], ids=["outside the file", "shorter than the body"]
)
def test_a_piece_table_that_lies(pieces: list[tuple[int, int, bool]]) -> None:
    with pytest.raises(FileBroken, match="truncated"):
        Content(word("任务\r", pieces=pieces, body=3))


def test_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc_text, "TEXT_LIMIT", 5)
    with pytest.raises(LimitExceeded):
        Content(word("任务\r", pieces=[(3, 1536, False)] * 2, body=6))


def test_a_table_by_its_marks() -> None:
    row = ROW_END + definition([0, 1000, 3000], [0, 0])
    parts, _ = read_parts(word("任务\x07时限\x07\x07后\r", paragraphs=[IN_TABLE, IN_TABLE, row, b""]))
    assert [(flat.depth, flat.end) for flat in parts.body] == [(1, "cell"), (1, "cell"), (1, "row"), (0, "paragraph")]
    grid, _ = nest(parts.body)
    assert isinstance(grid, PlacedTable)
    assert grid.edges == (0, 1000, 3000)
    assert len(grid.rows[0].cells) == 2


def test_runs_split_the_text() -> None:
    hidden = struct.pack("<HB", 0x083C, 1)
    deleted = struct.pack("<HB", 0x0800, 1)
    parts, _ = read_parts(word("甲乙丙丁\r", runs=[(1, 2, hidden), (3, 4, deleted)]))
    told = [(t.text, t.look.hidden, t.look.deleted) for t in parts.body[0].inlines if isinstance(t, Text)]
    assert told == [("甲", None, False), ("乙", True, False), ("丙", None, False), ("丁", None, True)]


def test_fields() -> None:
    parts, characters = read_parts(word("第\x13 PAGE \x142\x15页\r"))
    marks = [(m.kind, m.value) for m in parts.body[0].inlines if isinstance(m, Mark)]
    assert marks == [("field-begin", ""), ("instruction", " PAGE "), ("field-separate", ""), ("field-end", "")]
    assert characters == 3


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("\x13a\x14b\x15", ["a"]),
        ("\x13a\x15b", ["a"]),
        ("\x13a\x13b\x14c\x15d\x14e\x15", ["a", "b", "d"]),
        ("a\x13b", []),  # never ends: its text may not vanish
        ("a\x15b\x14c", []),
    ],
)
def test_what_instructs_a_field(text: str, found: list[str]) -> None:
    assert [text[a:b] for a, b in instructions(text, 0, len(text))] == found


@pytest.mark.parametrize("flags", [[1, 2, 2, 0], [2, 1, 1, 0]], ids=["Word's documentation of old", "[MS-DOC]"])
def test_cells_merged_across(flags: list[int]) -> None:
    told = row_form(definition([0, 1, 2, 3, 4], flags))
    assert [c.across for c in told.cells] == ["restart", "continue", "continue", None]


def test_cells_merged_down() -> None:
    told = row_form(definition([0, 1000, 2000, 3000], [3 << 5, 1 << 5, 0]) + struct.pack("<HB", 0x3404, 1))
    assert [c.down for c in told.cells] == ["restart", "continue", None]
    assert (told.edges, told.header, told.ruled) == ((0, 1000, 2000, 3000), True, False)


def test_a_long_list_stands_in_the_data_stream() -> None:
    huge = definition([0, 500], [0])
    data = b"\0" * 6 + struct.pack("<H", len(huge)) + huge
    assert row_form(with_huge(struct.pack("<HI", 0x6646, 6), data)) == RowForm(edges=(0, 500), cells=(CellForm(),))


def test_formats() -> None:
    told = form(struct.pack("<HBHBHHHB", 0x2403, 1, 0x2640, 2, 0x460B, 7, 0x260A, 1), "3")
    assert (told.style, told.align, told.outline, told.list_id, told.level) == ("3", "center", 2, 7, 1)
    own = look(struct.pack("<HBHHHI", 0x0835, 1, 0x4A43, 32, 0x6870, 0x000000FF), [])
    assert (own.bold, own.size, own.colour) == (True, 32, "ff0000")
    assert depth(struct.pack("<HIHB", 0x6649, 2, 0x244B, 1)) == (2, "cell")


def test_a_cut_list_ends_quietly() -> None:
    whole = definition([0, 1000], [0])
    for size in range(len(whole)):
        list(read_sprms(whole[:size]))
        row_form(whole[:size])

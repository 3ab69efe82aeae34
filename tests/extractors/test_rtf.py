"""RTF: encodings, tables, notes, fields, what is no text; broken and hostile files."""

from __future__ import annotations

import time

import pytest
from word_building import FILE, content, kept

from policyparse.document import Document, Heading
from policyparse.errors import FileBroken
from policyparse.extractors import rtf
from policyparse.extractors.options import ReadOptions

FONTS = (
    r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset134 {\*\falt SimSun}\'cb\'ce\'cc\'e5;}"
    r"{\f2\fcharset2 Wingdings;}{\f3\fcharset136 MingLiU;}}"
)


def read(body: str | bytes, head: str = r"\ansi\ansicpg936\deff1" + FONTS) -> Document:
    raw = body if isinstance(body, bytes) else body.encode("gb18030")
    document = rtf.read(b"{\\rtf1" + head.encode("gb18030") + raw + b"}", FILE, ReadOptions())
    assert kept(document) == document.characters
    assert document.file.format == "rtf"
    return document


def escaped(text: str) -> str:
    r"""As Word writes it: \uN and a substitute of one character."""
    units = text.encode("utf-16-le")
    codes = (int.from_bytes(units[i : i + 2], "little", signed=True) for i in range(0, len(units), 2))
    return "".join(f"\\u{code}?" for code in codes)


def gbk(text: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gb18030"))


@pytest.mark.parametrize("write", [escaped, gbk, str], ids=["unicode", "escaped bytes", "bytes"])
def test_encodings(write: object) -> None:
    assert callable(write)
    assert content(read(rf"\pard\f1 {write('市水务局负责')}\par")) == ["市水务局负责"]


def test_the_font_gives_the_encoding() -> None:
    big5 = "".join(f"\\'{byte:02x}" for byte in "臺北".encode("big5"))
    assert content(read(rf"\pard\f3 {big5}\f1 {gbk('镕')}\par")) == ["臺北镕"]


def test_a_second_byte_that_is_a_sign() -> None:
    # 乗 is 81 5C in GBK: the second byte is a backslash, which writers put as \\ or \'5c
    assert content(read(r"\pard\f1 \'81\\\'81\'5c\par")) == ["乗乗"]


def test_substitutes_are_skipped() -> None:
    assert content(read(r"\pard\uc2\u27700\'cb\'ae\uc0\u21153\uc1\u23616\'3f.\par")) == ["水务局."]
    assert content(read(r"\pard\u-10187?\u-8265?x\par")) == ["\U0001d7b7x"]  # D835 DFB7: two halves of one character


def test_signs_and_breaks() -> None:
    assert content(read(r"\pard a\tab b\line c\~d\emdash\ldblquote x\rdblquote\_y\par")) == ["a b\nc d—“x”-y"]


def test_a_symbol_font() -> None:
    assert content(read(r"\pard{\f2 \'fe}done\par")) == ["☑done"]


def test_a_table_with_merged_cells() -> None:
    first = r"\trowd\trhdr\clvmgf\cellx1000\clmgf\cellx2000\clmrg\cellx3000"
    second = r"\trowd\clvmrg\cellx1000\cellx2000\cellx3000"
    body = (
        rf"\pard 前\par {first}\pard\intbl 序号\cell 分工\cell\cell\row"
        rf"{second}\pard\intbl\cell 牵头\par 单位\cell 配合\cell\row\pard 后\par"
    )
    document = read(body)
    assert content(document) == [
        "前",
        [(0, 0, 2, 1, "序号"), (0, 1, 1, 2, "分工"), (1, 1, 1, 1, "牵头\n单位"), (1, 2, 1, 1, "配合")],
        "后",
    ]


def test_a_table_whose_paragraphs_do_not_say_so() -> None:
    body = (
        r"前\par\trowd\cellx1000\cellx2000\pard 甲\cell 乙\cell\row\trowd\cellx1000\cellx2000\pard 丙\cell 丁\cell\row"
    )
    assert content(read(body)) == [
        "前",
        [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, "丙"), (1, 1, 1, 1, "丁")],
    ]


def test_a_table_in_a_cell() -> None:
    inner = r"\pard\intbl\itap2 甲\nestcell 乙\nestcell{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par}"
    body = (
        rf"\trowd\cellx1000\cellx2000\pard\intbl 上\par{inner}\pard\intbl 下\cell 右\cell\trowd\cellx1000\cellx2000\row"
    )
    assert content(read(body)) == [[(0, 0, 1, 1, "上\n甲 乙\n下"), (0, 1, 1, 1, "右")]]


def test_headings_and_looks() -> None:
    styles = r"{\colortbl;\red255\green0\blue0;}{\stylesheet{\s0 Normal;}{\s1\sbasedon0 heading 1;}{\*\cs10 Strong;}}"
    document = read(rf"{styles}\pard\plain\s1\qc\b\fs44\cf1 总则\par\pard\plain 正文\par")
    heading, text = document.blocks
    assert isinstance(heading, Heading)
    assert (heading.level, heading.style.size, heading.style.bold) == (1, 22.0, True)
    assert (heading.style.align, heading.style.colour) == ("center", "#ff0000")
    assert content(document)[1] == "正文"
    assert not isinstance(text, Heading)


@pytest.mark.parametrize(
    ("label", "found"),
    [(r"一、\tab ", "一、修路"), (r"1\tab ", "1 修路"), (r"（一）", "（一）修路"), (r"{\f2\'6c}\tab ", "●修路")],
)
def test_automatic_numbers(label: str, found: str) -> None:
    assert content(read(rf"\pard{{\listtext\pard\plain {label}}}修路\par")) == [found]


def test_what_is_no_text() -> None:
    body = (
        r"{\info{\title 题名}}{\header\pard 页眉\par}{\footer\pard — {\field{\*\fldinst PAGE}{\fldrslt 1}} —\par}"
        r"{\pict\pngblip 89504e47}{\*\unknown 不读}\pard 正文{\deleted 删去}{\v 隐藏}"
        r"{\footnote\pard\chftn 脚注}{\field{\*\fldinst HYPERLINK x}{\fldrslt 链接}}完\par"
    )
    document = read(body)
    assert content(document) == ["正文链接完", "脚注"]
    assert sorted((a.reason, a.text) for a in document.set_aside) == [
        ("deleted-text", "删去"),
        ("hidden-text", "隐藏"),
        ("page-number", "— 1 —"),
        ("running-header", "页眉"),
    ]


def test_a_text_box() -> None:
    shape = r"{\shp{\*\shpinst\shpleft0{\sp{\sn shapeType}{\sv 202}}{\shptxt\pard 框内\par}}{\shprslt 旧}}"
    assert content(read(rf"\pard 段{shape}落\par")) == ["段落", "框内"]


def test_binary_data_is_passed_over() -> None:
    assert content(read(b"{\\pict\\bin4 }}{{}\\pard done\\par")) == ["done"]


@pytest.mark.parametrize(
    "data",
    [b"{\\rtf1\\ansi text\\par", b"{\\rtf1\\ansi }", b"plain text", b"{\\rtf1{\\pict 00}}"],
    ids=["cut", "empty", "no rtf", "only a picture"],
)
def test_broken(data: bytes) -> None:
    with pytest.raises(FileBroken):
        rtf.read(data, FILE, ReadOptions())


@pytest.mark.parametrize(
    "body",
    [
        b"{" * 200_000,
        b"}" * 200_000,
        b"\\cellx1" * 100_000 + b"a\\cell\\row",
        b"\\itap9999 a\\nestcell" * 2000,
        b"a" * 10**6,
    ],
    ids=["open", "close", "boundaries", "deep", "one word"],
)
def test_hostile(body: bytes) -> None:
    begun = time.process_time()
    document = rtf.read(b"{\\rtf1\\ansi text\\par\\trowd " + body + b"}", FILE, ReadOptions())
    assert time.process_time() - begun < 60
    assert kept(document) == document.characters

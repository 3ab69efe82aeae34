"""Characters, places and directions of OFD text objects."""

from __future__ import annotations

import pytest
from ofd_building import page, paragraphs, parts, read, read_pages, text

from policyparse.document import Paragraph

_LINE = "临江市推进便民服务工作方案"


def _first(*objects: str) -> Paragraph:
    block = read_pages(page(*objects)).blocks[0]
    assert isinstance(block, Paragraph)
    return block


def test_the_place_is_in_points_from_the_top_left() -> None:
    found = _first(text(_LINE, 25.4, 50.8, size=5.0))
    assert found.text == _LINE
    assert found.style.size == pytest.approx(5 * 72 / 25.4, abs=0.06)
    assert found.origins[0].page == 1
    assert found.origins[0].bbox is not None
    x0, top, x1, bottom = found.origins[0].bbox
    # 13 characters of 5 mm from x = 1 inch; the baseline 2 inches down stands within the em box
    assert x0 == pytest.approx(72, abs=0.1)
    assert x1 == pytest.approx(72 + 13 * 5 * 72 / 25.4, abs=0.1)
    assert top < 144 < bottom


@pytest.mark.parametrize(
    "steps",
    ["4 4 4 4", "g 4 4", "4 g 2 4 4", "g 2 4 g 2 4", "4,4,4,4", "g 400000000 4"],
)
def test_offsets_in_every_notation(steps: str) -> None:
    code = f'<ofd:TextCode X="2" Y="4" DeltaX="{steps}">便民服务站</ofd:TextCode>'
    found = _first(f'<ofd:TextObject ID="9" Boundary="30 40 30 5" Font="1" Size="4">{code}</ofd:TextObject>')
    assert found.text == "便民服务站"
    assert found.origins[0].bbox == pytest.approx((32 * 72 / 25.4, 114.7, 52 * 72 / 25.4, 126.0), abs=0.2)


def test_text_without_offsets_takes_its_usual_room() -> None:
    code = '<ofd:TextCode X="0" Y="4">共100项</ofd:TextCode>'
    found = _first(f'<ofd:TextObject ID="9" Boundary="30 40 30 5" Font="1" Size="4">{code}</ofd:TextObject>')
    assert found.text == "共100项"
    assert found.origins[0].bbox is not None
    assert found.origins[0].bbox[2] == pytest.approx((30 + 4 + 3 * 2 + 4) * 72 / 25.4, abs=0.2)


def test_several_text_codes_and_line_ends_of_the_xml() -> None:
    codes = (
        '<ofd:TextCode X="0" Y="4" DeltaX="4">\n      便民\n    </ofd:TextCode>'
        '<ofd:TextCode X="8" DeltaX="4">服务</ofd:TextCode>'
    )
    found = _first(f'<ofd:TextObject ID="9" Boundary="30 40 30 5" Font="1" Size="4">{codes}</ofd:TextObject>')
    assert found.text == "便民服务"


def test_justified_chinese_has_no_blanks_and_a_gap_between_words_is_one() -> None:
    wide = '<ofd:TextCode X="0" Y="4" DeltaX="g 5 4.7">推进便民服务</ofd:TextCode>'
    found = _first(f'<ofd:TextObject ID="9" Boundary="30 40 30 5" Font="1" Size="4">{wide}</ofd:TextObject>')
    assert found.text == "推进便民服务"
    # "one two" in Times: o 0.5, n 0.5, e 0.44 and a blank of 0.25 em that is not printed
    words = '<ofd:TextCode X="0" Y="10" DeltaX="5 5 6.9 2.8 7.2">onetwo</ofd:TextCode>'
    found = _first(f'<ofd:TextObject ID="9" Boundary="30 40 90 12" Font="2" Size="10">{words}</ofd:TextObject>')
    assert found.text == "one two"


def test_ctm_scales_and_moves_within_the_boundary() -> None:
    words = text("便民服务", 0, 0, size=1.0, attributes="").replace(
        'Boundary="0 -1.0 4.0 1.2"', 'Boundary="30 40 40 12" CTM="4 0 0 4 10 0"'
    )
    found = _first(words)
    assert found.style.size == pytest.approx(4 * 72 / 25.4, abs=0.06)
    assert found.origins[0].bbox is not None
    assert found.origins[0].bbox[0] == pytest.approx(40 * 72 / 25.4, abs=0.1)


def test_hscale_narrows_the_characters_only() -> None:
    words = '<ofd:TextCode X="0" Y="4" DeltaX="g 3 2.4">便民服务</ofd:TextCode>'
    found = _first(
        f'<ofd:TextObject ID="9" Boundary="30 40 30 5" Font="1" Size="4" HScale="0.6">{words}</ofd:TextObject>'
    )
    assert found.text == "便民服务"
    assert found.origins[0].bbox is not None
    assert found.origins[0].bbox[2] == pytest.approx((30 + 4 * 2.4) * 72 / 25.4, abs=0.1)


@pytest.mark.parametrize(
    ("attributes", "steps"),
    [
        ('CTM="0 1 -1 0 4 0"', 'DeltaX="g 3 4"'),  # turned clockwise, reads downwards
        ('CTM="0 -1 1 0 0 16"', 'DeltaX="g 3 4"'),  # turned the other way, reads upwards
        ('CTM="-1 0 0 -1 16 4"', 'DeltaX="g 3 4"'),  # upside down
        ('CharDirection="90" ReadDirection="90"', 'DeltaY="g 3 4"'),
        ('CharDirection="270" ReadDirection="270"', 'DeltaY="g 3 -4"'),
        ('CharDirection="90" ReadDirection="90"', ""),
    ],
)
def test_text_at_right_angles_reads_as_it_stands(attributes: str, steps: str) -> None:
    code = f'<ofd:TextCode X="0" Y="4" {steps}>便民服务</ofd:TextCode>'
    words = f'<ofd:TextObject ID="9" Boundary="90 90 16 16" Font="1" Size="4" {attributes}>{code}</ofd:TextObject>'
    assert _first(words).text == "便民服务"


def test_ligatures_count_their_glyphs() -> None:
    """Offsets are between glyphs: with one glyph for "fi" five characters have three offsets."""
    inner = (
        '<ofd:CGTransform CodePosition="0" CodeCount="2" GlyphCount="1"><ofd:Glyphs>191</ofd:Glyphs></ofd:CGTransform>'
    )
    words = '<ofd:TextCode X="0" Y="10" DeltaX="5.5 5 4.4">final</ofd:TextCode>'
    found = _first(f'<ofd:TextObject ID="9" Boundary="30 40 90 12" Font="2" Size="10">{inner}{words}</ofd:TextObject>')
    assert found.text == "final"


def test_a_glyph_without_unicode_is_told() -> None:
    inner = (
        '<ofd:CGTransform CodePosition="0" CodeCount="2" GlyphCount="2"><ofd:Glyphs>5 6</ofd:Glyphs></ofd:CGTransform>'
    )
    document = read_pages(page(text("¤务", 30, 50, inner=inner), text(_LINE, 30, 60)))
    assert paragraphs(document)[0].startswith("\ufffd务")
    assert [problem.code for problem in document.problems] == ["text-unmapped"]


def test_colour_weight_and_drawing_parameters() -> None:
    params = (
        '<ofd:ColorSpaces><ofd:ColorSpace ID="20" Type="CMYK"/></ofd:ColorSpaces><ofd:DrawParams>'
        '<ofd:DrawParam ID="30"><ofd:FillColor Value="#ff #0 #10"/></ofd:DrawParam>'
        '<ofd:DrawParam ID="31" Relative="30"/></ofd:DrawParams>'
    )
    contents = parts(
        [
            page(
                text("临江市人民政府文件", 40, 40, attributes='DrawParam="31" Weight="700"'),
                text("各有关单位", 40, 60, inner='<ofd:FillColor Value="0 255 255 0" ColorSpace="20"/>'),
                text("特此通知", 40, 80, attributes='Font="3"').replace('Font="1" ', ""),
            )
        ]
    )
    contents["Doc_0/PublicRes.xml"] = contents["Doc_0/PublicRes.xml"].replace("<ofd:Fonts>", params + "<ofd:Fonts>")
    head, line, end = (block for block in read(contents).blocks if isinstance(block, Paragraph))
    assert (head.style.colour, head.style.bold) == ("#ff0010", True)
    assert (line.style.colour, line.style.bold) == ("#ff0000", False)
    assert (end.style.colour, end.style.bold) == (None, True)


def test_what_is_not_shown_is_set_aside() -> None:
    clip = (
        '<ofd:Clips TransFlag="false"><ofd:Clip><ofd:Area><ofd:Path Boundary="0 0 10 10">'
        "<ofd:AbbreviatedData>M 0 0 L 2 0 L 2 2 L 0 2 C</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>"
    )
    document = read_pages(
        page(
            text(_LINE, 30, 50),
            text("旧稿", 30, 70, attributes='Visible="false"'),
            text("裁去", 30, 90, inner=clip),
            text("页外", 300, 90),
        )
    )
    assert paragraphs(document) == [_LINE]
    assert {(item.reason, item.text) for item in document.set_aside} == {("hidden-text", "旧稿裁去页外")}


def test_an_invisible_layer_over_a_picture_is_the_text_of_the_page() -> None:
    picture = '<ofd:ImageObject ID="9" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="5"/>'
    body = [text(_LINE, 30, 50 + 10 * n, attributes='Visible="false"') for n in range(4)]
    document = read_pages(page(picture, *body))
    assert "".join(paragraphs(document)).count(_LINE) == 4
    assert [problem.code for problem in document.problems] == ["text-layer-invisible"]


def test_one_offset_for_all_characters_makes_no_blanks() -> None:
    """`g 20 4` over a line of Chinese and figures: each figure has the room of a Chinese character."""
    words = "现将2026年要点印发，12月底前完成。"
    code = f'<ofd:TextCode X="0" Y="4" DeltaX="g {len(words) - 1} 4">{words}</ofd:TextCode>'
    line = f'<ofd:TextObject ID="9" Boundary="20 40 150 6" Font="1" Size="4">{code}</ofd:TextObject>'
    assert paragraphs(read_pages(page(line))) == [words]

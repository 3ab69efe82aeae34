"""Tables, composite objects, templates, annotations and pictures of OFD pages."""

from __future__ import annotations

import pytest
from ofd_building import bar, line, page, paragraphs, part, parts, read, read_pages, text

from policyparse.document import Document, Table
from policyparse.errors import ScanWithoutOcr

_LINE = "临江市推进便民服务工作方案"
_CELLS = (("任务", "时限"), ("河道清淤", "6月底"), ("泵站改造", "9月底"))
_PICTURE = '<ofd:ImageObject ID="9" Boundary="10 10 190 270" CTM="190 0 0 270 0 0" ResourceID="5"/>'


def _grid() -> tuple[list[str], list[str]]:
    """Cells of 40 by 10 mm from 30, 50: horizontal and vertical sides."""
    across = [(30, 50 + 10 * n, 110, 50 + 10 * n) for n in range(4)]
    down = [(30 + 40 * n, 50, 30 + 40 * n, 80) for n in range(3)]
    return [line(*a) for a in across + down], [
        bar(x, y, max(x1, x + 0.3), max(y1, y + 0.3)) for x, y, x1, y1 in across + down
    ]


def _words() -> list[str]:
    return [text(words, 32 + 40 * c, 57 + 10 * r) for r, row in enumerate(_CELLS) for c, words in enumerate(row)]


def _only_table(document: Document) -> Table:
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    return table


def _rows(table: Table) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell.text if cell else "" for cell in row) for row in table.grid())


@pytest.mark.parametrize("kind", [0, 1], ids=["stroked lines", "filled bars"])
def test_rules_make_a_table(kind: int) -> None:
    table = _only_table(read_pages(page(text(_LINE, 40, 40), *_grid()[kind], *_words())))
    assert _rows(table) == _CELLS
    assert table.evidence == "ruled"
    assert table.origin.bbox == pytest.approx((85.0, 141.7, 311.8, 226.8), abs=1)


def test_a_grid_in_one_path() -> None:
    data = "".join(f"M 0 {10 * n} L 80 {10 * n} " for n in range(4)) + "".join(
        f"S {40 * n} 0 L {40 * n} 30 " for n in range(3)
    )
    path = f'<ofd:PathObject ID="9" Boundary="30 50 80 30"><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'
    assert _rows(_only_table(read_pages(page(path, *_words())))) == _CELLS


def test_a_table_whose_page_is_drawn_at_a_right_angle() -> None:
    """All of the page in a composite object that is turned: the cells read as in the upright one."""
    unit = f'<ofd:CompositeGraphicUnit ID="50" Width="210" Height="297"><ofd:Content>{"".join(_grid()[0] + _words())}</ofd:Content></ofd:CompositeGraphicUnit>'
    turned = '<ofd:CompositeObject ID="9" Boundary="0 0 210 297" CTM="0 -1 1 0 0 250" ResourceID="50"/>'
    contents = parts([page(turned)])
    contents["Doc_0/PublicRes.xml"] = part("Res", f"<ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits>")
    assert _rows(_only_table(read(contents))) == _CELLS


def test_the_outline_of_a_seal_is_no_table() -> None:
    """A star and drawn letters between the lines of a signature."""
    star = "M 10 0 L 12 7 L 20 7 L 14 12 L 16 20 L 10 15 L 4 20 L 6 12 L 0 7 L 8 7 C "
    letter = "M 3 3 B 4 1 5 5 6 3 B 9 9 4 4 3 8 L 2 5 C "
    path = (
        '<ofd:PathObject ID="9" Boundary="120 180 20 20" Stroke="false" Fill="true"><ofd:FillColor Value="255 0 0"/>'
        f"<ofd:AbbreviatedData>{star + letter}</ofd:AbbreviatedData></ofd:PathObject>"
    )
    document = read_pages(page(text(_LINE, 40, 40), path, path, text("临江市水务局", 118, 190)))
    assert paragraphs(document) == [_LINE, "临江市水务局"]
    assert len(document.blocks) == 2


def _composite(inner: str, attributes: str) -> dict[str, str]:
    unit = f'<ofd:CompositeGraphicUnit ID="50" Width="500" Height="500"><ofd:Content>{inner}</ofd:Content></ofd:CompositeGraphicUnit>'
    contents = parts(
        [page(text(_LINE, 30, 40), f'<ofd:CompositeObject ID="9" {attributes} ResourceID="50"/>')],
        common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
    )
    contents["Doc_0/DocumentRes.xml"] = part("Res", f"<ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits>")
    return contents


def test_text_in_a_composite_object() -> None:
    """The unit is drawn in points (0.3528 mm) and moved by the object's Boundary."""
    inner = text("便民服务", 100, 200, size=12.0)
    document = read(_composite(inner, 'Boundary="10 20 200 200" CTM="0.3528 0 0 0.3528 0 0"'))
    found = document.blocks[1]
    assert not isinstance(found, Table)
    assert found.text == "便民服务"
    assert found.style.size == pytest.approx(12, abs=0.06)
    assert found.origins[0].bbox is not None
    assert found.origins[0].bbox[0] == pytest.approx((10 + 100 * 0.3528) * 72 / 25.4, abs=0.1)


def test_a_composite_object_that_holds_itself_ends() -> None:
    inner = text("便民服务", 100, 200) + '<ofd:CompositeObject ID="8" Boundary="1 1 9 9" ResourceID="50"/>'
    document = read(_composite(inner, 'Boundary="0 0 200 200"'))
    assert "limit-reached" in {problem.code for problem in document.problems}


def test_a_composite_object_without_its_unit_is_told() -> None:
    contents = _composite("", 'Boundary="0 0 200 200"')
    contents["Doc_0/DocumentRes.xml"] = part("Res", "")
    assert [problem.code for problem in read(contents).problems] == ["object-unread"]


def test_templates_and_the_resources_of_a_page() -> None:
    """The template is behind the text, in whatever order the page names it; PageRes has its composite unit."""
    before = '<ofd:Template TemplateID="70" ZOrder="Foreground"/><ofd:PageRes>PageRes.xml</ofd:PageRes>'
    contents = parts(
        [
            page(
                text(_LINE, 30, 60),
                '<ofd:CompositeObject ID="9" Boundary="0 0 210 297" ResourceID="50"/>',
                before=before,
            )
        ],
        common='<ofd:TemplatePage ID="70" BaseLoc="Tpls/Tpl_0/Content.xml"/>',
    )
    contents["Doc_0/Tpls/Tpl_0/Content.xml"] = page(text("临江市人民政府文件", 50, 40, size=8.0))
    unit = f'<ofd:CompositeGraphicUnit ID="50"><ofd:Content>{text("特此通知", 30, 80)}</ofd:Content></ofd:CompositeGraphicUnit>'
    contents["Doc_0/Pages/Page_0/PageRes.xml"] = part("Res", unit)
    assert paragraphs(read(contents)) == ["临江市人民政府文件", _LINE, "特此通知"]


def test_layers_and_blocks() -> None:
    blocks = (
        f"<ofd:PageBlock>{text(_LINE, 30, 60)}<ofd:PageBlock>{text('特此通知', 30, 80)}</ofd:PageBlock></ofd:PageBlock>"
    )
    document = read_pages(page(blocks, layer='Type="Foreground"'))
    assert paragraphs(document) == [_LINE, "特此通知"]


def test_the_size_and_origin_of_a_page() -> None:
    area = "<ofd:Area><ofd:PhysicalBox>10 20 100 200</ofd:PhysicalBox></ofd:Area>"
    document = read_pages(page(text(_LINE, 30, 60), before=area), page(text("特此通知", 30, 60)))
    assert [(p.number, p.width, p.height) for p in document.pages] == [(1, 283.46, 566.93), (2, 595.28, 841.89)]
    first, second = document.blocks
    assert not isinstance(first, Table)
    assert not isinstance(second, Table)
    assert first.origins[0].bbox is not None
    assert first.origins[0].bbox[0] == pytest.approx(20 * 72 / 25.4, abs=0.1)
    assert second.origins[0].page == 2


def _annotated(*annotations: str) -> dict[str, str]:
    contents = parts([page(text(_LINE, 30, 60))], document="<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>")
    contents["Doc_0/Annots/Annotations.xml"] = part(
        "Annotations", '<ofd:Page PageID="100"><ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page>'
    )
    contents["Doc_0/Annots/Page_0/Annotation.xml"] = part("PageAnnot", "".join(annotations))
    return contents


def _annotation(kind: str, words: str, attributes: str = "") -> str:
    return (
        f'<ofd:Annot ID="1" Type="{kind}" {attributes}><ofd:Appearance Boundary="100 100 40 40">'
        f"{text(words, 5, 20)}{_PICTURE}</ofd:Appearance></ofd:Annot>"
    )


def test_annotations_are_set_aside_with_their_reason() -> None:
    contents = _annotated(
        _annotation("Stamp", "临江市水务局"),
        _annotation("Watermark", "内部资料"),
        _annotation("Path", "请核对"),
        _annotation("Highlight", "旧批注", 'Visible="false"'),
    )
    document = read(contents)
    assert paragraphs(document) == [_LINE]
    assert {item.reason: item.text for item in document.set_aside} == {
        "stamp": "临江市水务局",
        "watermark": "内部资料",
        "comment": "请核对",
        "hidden-text": "旧批注",
    }
    (stamp,) = (item for item in document.set_aside if item.reason == "stamp")
    assert stamp.origin.bbox is not None
    assert stamp.origin.bbox[0] == pytest.approx(105 * 72 / 25.4, abs=0.1)


def test_a_pale_word_over_the_text_is_a_watermark() -> None:
    inner = '<ofd:FillColor Value="0 0 0" Alpha="60"/>'
    lines = [text(_LINE, 30, 100 + 8 * n) for n in range(8)]
    mark = text("内部资料", 40, 140, size=20.0, inner=inner, attributes='CTM="0.9 -0.5 0.5 0.9 0 30"')
    document = read_pages(page(*lines, mark))
    assert [(item.reason, item.text) for item in document.set_aside] == [("watermark", "内部资料")]


def test_the_place_of_a_seal() -> None:
    contents = parts([page(text(_LINE, 30, 60))])
    contents["OFD.xml"] = contents["OFD.xml"].replace(
        "</ofd:DocBody>", "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures></ofd:DocBody>"
    )
    contents["Doc_0/Signs/Signatures.xml"] = part(
        "Signatures", '<ofd:Signature ID="1" BaseLoc="/Doc_0/Signs/Sign_0/Signature.xml"/>'
    )
    contents["Doc_0/Signs/Sign_0/Signature.xml"] = part(
        "Signature",
        '<ofd:SignedInfo><ofd:StampAnnot ID="1" PageRef="100" Boundary="25.4 50.8 25.4 25.4"/></ofd:SignedInfo>',
    )
    (seal,) = read(contents).set_aside
    assert (seal.reason, seal.text, seal.origin.page, seal.origin.bbox) == ("stamp", "", 1, (72, 144, 144, 216))


def test_pages_that_are_pictures() -> None:
    with pytest.raises(ScanWithoutOcr, match=r"policyparse\[ocr\]"):
        read_pages(page(_PICTURE), page(_PICTURE))
    document = read_pages(page(text(_LINE, 30, 60)), page(_PICTURE))
    assert [(problem.code, problem.source[0].page) for problem in document.problems] == [("page-without-text", 2)]


def test_attached_files_are_named() -> None:
    contents = parts([page(text(_LINE, 30, 60))], document="<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>")
    contents["Doc_0/Attachs/Attachments.xml"] = part("Attachments", '<ofd:Attachment ID="1" Name="任务清单.xlsx"/>')
    (problem,) = read(contents).problems
    assert problem.code == "object-unread"
    assert "任务清单.xlsx" in problem.message

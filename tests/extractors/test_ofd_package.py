"""OFD packages: names of parts, several documents, damage, protection, limits; and the real files beside the repository."""

from __future__ import annotations

from pathlib import Path

import pytest
from ofd_building import SPACE, packed, page, paragraphs, part, parts, read, text

from policyparse.document import FileInfo, Table
from policyparse.errors import FileBroken, LimitExceeded, PasswordNeeded
from policyparse.extractors import ofd, ofd_package, registry
from policyparse.extractors.options import ReadOptions
from policyparse.text import compact, count

REAL = Path(__file__).resolve().parents[2] / ".." / "shared" / "real"
_LINE = "临江市推进便民服务工作方案"
_FILE = FileInfo(path="x.ofd", format="", sha256="", size_bytes=1)


def _simple() -> dict[str, str]:
    return parts([page(text(_LINE, 30, 60))])


def _renamed(old: str, new: str) -> dict[str, str]:
    return {name.replace(old, new): content for name, content in _simple().items()}


@pytest.mark.parametrize(
    "root", ["Doc_0/Document.xml", "/Doc_0/Document.xml", "doc_0\\document.xml", "./Doc_0/Document.xml"]
)
@pytest.mark.parametrize("folder", ["Doc_0", "DOC_0", "doc_0"])
def test_names_of_parts_in_every_spelling(root: str, folder: str) -> None:
    contents = _renamed("Doc_0", folder)
    contents["OFD.xml"] = part("OFD", f"<ofd:DocBody><ofd:DocRoot>{root}</ofd:DocRoot></ofd:DocBody>")
    assert paragraphs(read(contents)) == [_LINE]


@pytest.mark.parametrize("place", ["/Doc_0/Pages/Page_0/Content.xml", "Doc_0/Pages/Page_0/Content.xml"])
def test_pages_named_from_the_root(place: str) -> None:
    contents = _simple()
    contents["Doc_0/Document.xml"] = contents["Doc_0/Document.xml"].replace("Pages/Page_0/Content.xml", place)
    assert paragraphs(read(contents)) == [_LINE]


@pytest.mark.parametrize("space", ["http://www.ofdspec.org", "urn:other"])
def test_other_name_spaces(space: str) -> None:
    assert paragraphs(read({name: content.replace(SPACE, space) for name, content in _simple().items()})) == [_LINE]


def test_several_documents_follow_one_another() -> None:
    contents = _simple() | parts([page(text("附件清单", 30, 60)), page(text("清单续页", 30, 60))], folder="Doc_1")
    bodies = "".join(f"<ofd:DocBody><ofd:DocRoot>Doc_{n}/Document.xml</ofd:DocRoot></ofd:DocBody>" for n in (0, 1))
    contents["OFD.xml"] = part("OFD", bodies)
    document = read(contents)
    assert paragraphs(document) == [_LINE, "附件清单", "清单续页"]
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert document.file.pages == 3
    assert document.file.format == "ofd"


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    data = packed(parts([page(text(_LINE, 30, 60))] * 3))
    ofd.read(data, _FILE, ReadOptions(on_page=lambda done, total: told.append((done, total))))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_damaged_page_is_told_and_the_others_are_read() -> None:
    contents = parts([page(text(_LINE, 30, 60)), "<broken", page(text("特此通知", 30, 60))])
    document = read(contents)
    assert paragraphs(document) == [_LINE, "特此通知"]
    assert [(problem.code, problem.source[0].page) for problem in document.problems] == [("page-unreadable", 2)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("OFD.xml", "<ofd"),
        ("OFD.xml", part("OFD", "")),
        ("Doc_0/Document.xml", ""),
        ("Doc_0/Document.xml", part("Document", "<ofd:Pages/>")),
        ("Doc_0/Pages/Page_0/Content.xml", "no XML"),
        ("Doc_0/Pages/Page_0/Content.xml", part("Page", "")),
        ("OFD.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        ("OFD.xml", "<a>" * 200 + "</a>" * 200),
    ],
)
def test_damage_ends_the_work(name: str, content: str) -> None:
    with pytest.raises(FileBroken):
        read(_simple() | {name: content})


def test_a_truncated_file_and_a_missing_part() -> None:
    data = packed(_simple())
    for broken in (data[: len(data) // 2], b"", b"PK\x03\x04"):
        with pytest.raises(FileBroken):
            ofd.read(broken, _FILE, ReadOptions())
        with pytest.raises(FileBroken):
            registry.detect(broken or b"\0", "x.ofd")
    with pytest.raises(FileBroken, match=r"OFD\.xml"):
        read({"Doc_0/Document.xml": ""})


def test_an_encrypted_package_says_what_to_do() -> None:
    encrypted: dict[str, str | bytes] = {
        "OFD.xml": _simple()["OFD.xml"],
        "Encryptions.xml": part("Encryptions", ""),
        "decryptseed.dat": b"\x01\x02",
    }
    with pytest.raises(PasswordNeeded, match="save it without protection"):
        read(encrypted)
    with pytest.raises(PasswordNeeded):
        read(encrypted | {"Doc_0/Document.xml": b"\x8f\x01\x02"})


def test_parts_behind_a_password_of_the_archive() -> None:
    data = bytearray(packed(_simple()))
    at = data.find(b"PK\x01\x02")
    while at >= 0:  # bit 0 of the flags in each entry of the directory says that the part is encrypted
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    with pytest.raises(PasswordNeeded):
        ofd.read(bytes(data), _FILE, ReadOptions())


@pytest.mark.parametrize(
    ("common", "document", "before"),
    [
        ("", "<ofd:Annotations>Annots/None.xml</ofd:Annotations>", ""),
        ("", "<ofd:Attachments>Attachs/None.xml</ofd:Attachments>", ""),
        ("<ofd:DocumentRes>None.xml</ofd:DocumentRes>", "", ""),
        ("", "", "<ofd:PageRes>None.xml</ofd:PageRes>"),
        ("", "", '<ofd:Template TemplateID="70"/>'),
        ('<ofd:TemplatePage ID="70" BaseLoc="None.xml"/>', "", '<ofd:Template TemplateID="70"/>'),
    ],
    ids=["annotations", "attachments", "document resources", "page resources", "template", "template's part"],
)
def test_what_is_missing_beside_the_text_is_told(common: str, document: str, before: str) -> None:
    found = read(parts([page(text(_LINE, 30, 60), before=before)], common=common, document=document))
    assert paragraphs(found) == [_LINE]
    assert [problem.code for problem in found.problems] == ["object-unread"]


def test_limits_of_unpacking(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PART_LIMIT", "UNPACKED_LIMIT"):
        with monkeypatch.context() as patch:
            patch.setattr(ofd_package, name, 100)
            with pytest.raises(LimitExceeded):
                read(_simple())


@pytest.mark.parametrize("value", ["", "x", "nan nan nan nan", "1e999 0 0 0", "- - - -", "1 2"])
def test_bad_values_raise_nothing(value: str) -> None:
    odd = text("便民服务", 30, 90).replace('"30 86.0 16.0 4.8"', f'"{value}"').replace('"4.0 4.0 4.0"', f'"g {value}"')
    odd = odd.replace('Size="4.0"', f'Size="{value}" CTM="{value}" HScale="{value}" CharDirection="{value}"')
    path = f'<ofd:PathObject Boundary="{value}" LineWidth="{value}"><ofd:AbbreviatedData>M {value} L 1 C</ofd:AbbreviatedData></ofd:PathObject>'
    contents = parts([page(text(_LINE, 30, 60), odd, path, f'<ofd:ImageObject Boundary="{value}" CTM="{value}"/>')])
    contents["Doc_0/Document.xml"] = contents["Doc_0/Document.xml"].replace("0 0 210 297", value)
    assert _LINE in paragraphs(read(contents))


def _real(name: str) -> tuple[str, list[Table]]:
    path = REAL / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the repository")
    document = registry.read(path.read_bytes(), _FILE, ReadOptions())
    tables = [block for block in document.blocks if isinstance(block, Table)]
    words = [cell.text for table in tables for cell in table.cells]
    words += [block.text for block in document.blocks if not isinstance(block, Table)]
    aside = sum(count(item.text) for item in document.set_aside)
    assert sum(map(count, words)) + aside == document.characters
    return "\n".join(block.text for block in document.blocks if not isinstance(block, Table)), tables


def test_the_signed_reply() -> None:
    words, tables = _real("luqiao-weishengju-pifu.ofd")
    assert not tables
    assert words.index("关于同意") < words.index("区中医院：") < words.index("收悉。")
    assert "（路中医发〔2011〕10号）收悉。" in words


def test_the_table_of_the_standard() -> None:
    """Five rows of four columns, read from the page by eye."""
    _, (table,) = _real("ofd-biaozhun-table.ofd")
    grid = [[cell.text if cell else "" for cell in row] for row in table.grid()]
    assert grid[0] == ["名称", "类型", "说明", "可选/必选"]
    assert [row[0] for row in grid[1:]] == ["CodePosition", "CodeCount", "GlyphCount", "Glyphs"]
    assert [row[3] for row in grid[1:]] == ["必选", "可选", "可选", "可选"]
    assert grid[4] == ["Glyphs", "ST_Array", "变换关系中字型索引列表", "可选"]


def test_text_in_composite_objects() -> None:
    words, _ = _real("composite-object-ofd.ofd")
    assert "勇立潮头 真抓实干\n建设新时代海关数字档案室" in words


def test_the_notice_reads_like_its_pdf() -> None:
    words, _ = _real("govcheck-test.ofd")
    other, _ = _real("govcheck-test.pdf")
    assert compact(words) == compact(other)


def test_the_notice_with_a_drawn_seal_has_no_table() -> None:
    words, tables = _real("govcheck-master_template.ofd")
    assert not tables
    assert "BJTU单位" in words


def test_a_magazine_page_is_read_column_by_column() -> None:
    path = REAL / "composite-object-ofd.ofd"
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the repository")
    document = registry.read(path.read_bytes(), _FILE, ReadOptions())
    assert not any(isinstance(block, Table) for block in document.blocks)
    for number in (1, 2, 3):
        boxes = [
            o.bbox for block in document.blocks for o in getattr(block, "origins", ()) if o.page == number and o.bbox
        ]
        columns = [sum(box[0] > edge for edge in (200, 380)) for box in boxes if box[1] > 395 or number == 2]
        assert columns == sorted(columns), number
        assert set(columns) == {0, 1, 2}

"""Pictures of pages: cells, headers and joins stand where the document has them, say what they are, and cover no print."""

import io
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from fictional import task_table
from PIL import Image, ImageChops, ImageColor
from typer.testing import CliRunner

from policyparse.api import Stages, extract_stages
from policyparse.cli import app
from policyparse.extractors.options import ReadOptions
from policyparse.normalise.model import LogicalTable
from policyparse.pictures import COLOURS, Seen, draw_pages
from policyparse.pictures.marks import Mark, TableMarks
from policyparse.pictures.paper import SCALE, pages
from rendering.content import Content, Meta, Title
from rendering.docx import render_docx
from rendering.layouts import Layout
from rendering.ofd import render_ofd
from rendering.pdf import render_pdf
from rendering.scan import Scanner, scanned_tiff

RGB = {kind: ImageColor.getrgb(colour) for kind, colour in COLOURS.items()}
CUT = Layout(orientation="landscape", row_break="cut", merged_break="empty", close_breaks=False)
TURNED = replace(CUT, orientation="portrait", turned=90)


def content(rows: int = 14) -> Content:
    table = task_table(Random(3), rows=rows, sections=2, group=3, size=2)
    title = Title(lines=("2026年云溪市重点任务清单",), attached=True)
    return Content(name="list", blocks=(title, table), meta=Meta(title=title.lines[0], kind="task_list"))


def drawn(data: bytes, folder: Path) -> tuple[Stages, list[Image.Image]]:
    seen = Seen()
    stages = extract_stages(data, options=ReadOptions(on_content=seen.see))
    return stages, [Image.open(path) for path in draw_pages(stages, data, folder / "pages", seen=seen).paths]


def tables(stages: Stages) -> list[LogicalTable]:
    return [b for b in stages.tidy.blocks if isinstance(b, LogicalTable)]


def colours(picture: Image.Image, box: tuple[float, float, float, float]) -> set[tuple[int, int, int]]:
    return {p for _, p in picture.crop(tuple(round(v) for v in box)).getcolors(1 << 22)}


@pytest.mark.parametrize("kind", ["pdf", "ofd"])
def test_header_cells_rows_and_joins_are_drawn(kind: str, tmp_path: Path) -> None:
    data = (render_pdf if kind == "pdf" else render_ofd)(content(), CUT)
    stages, pictures = drawn(data, tmp_path)
    (found,) = tables(stages)
    assert len(found.parts) == len(pictures) > 1
    for number, (part, page, picture) in enumerate(zip(found.parts, stages.document.pages, pictures, strict=True)):
        # what the colours mean stands below the page
        assert set(RGB.values()) <= colours(picture, (0, page.height * SCALE + 2, picture.width, picture.height))
        x0, top, _, bottom = (v * SCALE for v in part.origin.bbox)
        frame = picture.getpixel((round(x0), round((top + bottom) / 2)))
        assert frame == RGB["goes on, row joined" if number else "cell"]
        head = next(c for c in part.cells if c.row == 0 and c.col == 2)
        hx0, htop, hx1, hbottom = (v * SCALE for v in head.origin.bbox)
        assert picture.getpixel((round(hx0), round((htop + hbottom) / 2))) == RGB["header"]
        # its tag, with the field's name, stands in it
        assert picture.crop((round(hx0) + 4, round(htop) + 4, round(hx1) - 4, round(hbottom) - 4)).getcolors(1 << 20)
        inner = (hx0 + 4, htop + 4, hx1 - 4, hbottom - 4)
        assert RGB["header"] in colours(picture, inner)
        # rules show beside the cells' borders
        assert RGB["rule"] in colours(picture, (x0, top, x0 + 300, bottom))


@pytest.mark.parametrize("layout", [CUT, TURNED, replace(CUT, rotate=90)], ids=["upright", "turned", "rotate"])
@pytest.mark.parametrize("kind", ["pdf", "ofd"])
def test_no_tag_or_tint_hides_the_print(kind: str, layout: Layout, tmp_path: Path) -> None:
    data = (render_pdf if kind == "pdf" else render_ofd)(content(), layout)
    stages, pictures = drawn(data, tmp_path)
    lost = print_ = 0
    for (number, before), after in zip(pages(stages.document, data, None), pictures, strict=True):
        for table in tables(stages):
            for cell in (c for part in table.parts if part.origin.page == number for c in part.cells):
                x0, y0, x1, y1 = (round(v * SCALE) for v in cell.origin.bbox)
                box = (x0 + 4, y0 + 4, x1 - 4, y1 - 4)  # without the borders
                if box[2] <= box[0] or box[3] <= box[1]:
                    continue
                was, now = (p.crop(box).convert("L").point(lambda v: 255 * (v < 110)) for p in (before, after))
                print_ += was.histogram()[255]
                lost += ImageChops.subtract(was, now).histogram()[255]
    assert print_ > 10_000
    assert lost < 0.003 * print_


def test_ofd_pages_show_the_print_at_its_place() -> None:
    """Where the PDF of the same content has ink, the OFD page has too, in every cell."""
    pdf, ofd = render_pdf(content(), TURNED), render_ofd(content(), TURNED)
    one, other = extract_stages(pdf), extract_stages(ofd)
    sheets = dict(pages(one.document, pdf, None)), dict(pages(other.document, ofd, None))
    seen = 0
    for a, b in zip(tables(one)[0].parts, tables(other)[0].parts, strict=True):
        for first, second in zip(a.cells, b.cells, strict=True):
            boxes = [tuple(round(v * SCALE) for v in c.origin.bbox) for c in (first, second)]
            dark = [
                sheet[c.origin.page].crop((x0 + 3, y0 + 3, x1 - 3, y1 - 3)).convert("L").getextrema()[0] < 110
                for sheet, c, (x0, y0, x1, y1) in zip(sheets, (first, second), boxes, strict=True)
            ]
            assert dark == [bool(first.text)] * 2, first.text
            seen += 1
    assert seen > 100


def test_cells_are_drawn_on_the_pictures_of_a_scan(tmp_path: Path) -> None:
    """Each picture of a TIFF is drawn at its page's size, the table's frame where its rule is printed."""
    table = task_table(Random(3), rows=8, sections=2, group=3, size=2)
    listed = Content(name="list", blocks=(table,), meta=Meta(title="清单", kind="task_list"))
    data = scanned_tiff(render_pdf(listed, Layout(orientation="landscape")), Scanner())
    seen = Seen()
    stages = extract_stages(data, options=ReadOptions(on_content=seen.see))
    paths = draw_pages(stages, data, tmp_path / "pages", seen=seen).paths
    assert [path.name for path in paths] == [f"page-{page.number:03}.png" for page in stages.document.pages]
    page, picture = stages.document.pages[0], Image.open(paths[0])
    assert picture.width == round(page.width * SCALE)
    assert picture.height > round(page.height * SCALE)
    (found,) = tables(stages)
    x0, top, _, bottom = (v * SCALE for v in found.parts[0].origin.bbox)
    middle = round((top + bottom) / 2)
    assert picture.getpixel((round(x0), middle)) == RGB["cell"]
    scan = Image.open(io.BytesIO(data)).convert("L")
    factor = scan.width / picture.width
    near = scan.crop(
        (round((x0 - 3) * factor), round(middle * factor), round((x0 + 4) * factor), round(middle * factor) + 1)
    )
    assert near.getextrema()[0] < 128  # the printed rule
    # a rule that was read lies on the printed one
    assert any(abs(line[0] * SCALE - x0) < 4 and line[0] == pytest.approx(line[2], abs=2) for line in seen.rules[1])


def kinds(marks: list[Mark]) -> dict[tuple[float, float, float, float], str]:
    return {mark.box: mark.kind for mark in marks if not mark.frame}


def test_a_total_under_a_header_of_its_name_is_a_cell() -> None:
    page = """<table><tr><th>任务名称</th><th>合计</th></tr><tr><td>修建河堤</td><td>3公里</td></tr>
    <tr><td>疏浚水渠</td><td>4公里</td></tr><tr><td>合计</td><td>7公里</td></tr></table>"""
    (found,) = tables(extract_stages(page.encode(), name="x.html"))
    places = {(0, c.row, c.col): (c.col, c.row, c.col + 1, c.row + 1) for c in found.parts[0].cells}
    marks = list(TableMarks(found).on(places))
    assert kinds(marks) == {box: "header" if key[1] == 0 else "cell" for key, box in places.items()}
    assert next(mark.tag for mark in marks if mark.kind == "header") == "task"


def test_tables_without_pages_are_drawn_as_grids(tmp_path: Path) -> None:
    """One picture a table, with its header, its section rows and its filled cells; a long one in several."""
    data = render_docx(content(rows=60))
    _, pictures = drawn(data, tmp_path)
    assert len(pictures) == 2
    for picture in pictures:
        found = colours(picture, (0, 0, picture.width, picture.height))
        assert {RGB["cell"], RGB["section or note"]} <= found
    page = """<table><tr><td>类别</td><td>工作任务</td><td>责任单位</td></tr>
    <tr><td>水利</td><td>修建河堤</td><td>县水务局</td></tr><tr><td></td><td>疏浚水渠</td><td>县农业局</td></tr></table>"""
    (found,) = tables(extract_stages(page.encode(), name="x.html"))
    places = {(0, c.row, c.col): (c.col, c.row, c.col + 1, c.row + 1) for c in found.parts[0].cells}
    filled = [mark for mark in TableMarks(found).on(places) if mark.kind == "filled"]
    assert [(mark.box, mark.tag) for mark in filled] == [((0, 2, 1, 3), "↑水利")]


def test_a_file_without_pages_and_tables_has_no_picture(tmp_path: Path) -> None:
    source = tmp_path / "notice.txt"
    source.write_text("云溪市人民政府\n关于修建河堤的通知\n请各县抓紧修建。\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["inspect", str(source), "--image", str(tmp_path / "pages")])
    assert done.exit_code == 2
    assert "no pages and no tables" in done.output
    assert not (tmp_path / "pages").exists()

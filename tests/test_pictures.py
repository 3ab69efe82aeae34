"""Pictures of pages: cells, headers and joins stand where the document has them, and say what they are."""

import io
from pathlib import Path
from random import Random

from fictional import task_table
from PIL import Image, ImageColor

from policyparse.api import extract_stages
from policyparse.normalise.model import LogicalTable
from policyparse.pictures import LEGEND, draw_pages
from rendering.content import Content, Meta, Title
from rendering.layouts import Layout
from rendering.pdf import render_pdf
from rendering.scan import Scanner, scanned_tiff

SCALE = 110 / 72
COLOURS = {word: ImageColor.getrgb(colour) for word, colour in LEGEND}


def test_header_cells_rows_and_joins_are_drawn(tmp_path: Path) -> None:
    table = task_table(Random(3), rows=14, sections=2, group=3, size=2)
    title = Title(lines=("2026年云溪市重点任务清单",), attached=True)
    content = Content(name="list", blocks=(title, table), meta=Meta(title=title.lines[0], kind="task_list"))
    data = render_pdf(content, Layout(orientation="landscape", row_break="cut"))
    stages = extract_stages(data)
    pictures = [Image.open(path) for path in draw_pages(stages, data, tmp_path / "pages")]
    (found,) = [b for b in stages.tidy.blocks if isinstance(b, LogicalTable)]
    assert len(found.parts) == len(pictures) > 1
    for number, (part, picture) in enumerate(zip(found.parts, pictures, strict=True)):
        # the legend, the table's frame and the header's cells
        assert set(COLOURS.values()) <= {p for _, p in picture.crop((0, 0, 400, 22)).getcolors(1 << 20)}
        x0, top, _, bottom = (v * SCALE for v in part.origin.bbox)
        frame = picture.getpixel((round(x0), round((top + bottom) / 2)))
        assert frame == COLOURS["goes on, row joined" if number else "cell"]
        head = next(c for c in part.cells if c.row == 0 and c.col == 2)
        hx0, htop, _, hbottom = (v * SCALE for v in head.origin.bbox)
        assert picture.getpixel((round(hx0), round((htop + hbottom) / 2))) == COLOURS["header"]
        # its tag, with the field's name, stands over it
        above = picture.crop((round(hx0), round(htop) - 14, round(hx0) + 30, round(htop) - 2))
        assert COLOURS["header"] in {p for _, p in above.getcolors(1 << 20)}


def test_cells_are_drawn_on_the_pictures_of_a_scan(tmp_path: Path) -> None:
    """Each picture of a TIFF is drawn at its page's size, the table's frame where its rule is printed."""
    table = task_table(Random(3), rows=8, sections=2, group=3, size=2)
    content = Content(name="list", blocks=(table,), meta=Meta(title="清单", kind="task_list"))
    data = scanned_tiff(render_pdf(content, Layout(orientation="landscape")), Scanner())
    stages = extract_stages(data)
    paths = draw_pages(stages, data, tmp_path / "pages")
    assert [path.name for path in paths] == [f"page-{page.number:03}.png" for page in stages.document.pages]
    page, drawn = stages.document.pages[0], Image.open(paths[0])
    assert drawn.size == (round(page.width * SCALE), round(page.height * SCALE))
    (found,) = [b for b in stages.tidy.blocks if isinstance(b, LogicalTable)]
    x0, top, _, bottom = (v * SCALE for v in found.parts[0].origin.bbox)
    middle = round((top + bottom) / 2)
    assert drawn.getpixel((round(x0), middle)) == COLOURS["cell"]
    scan = Image.open(io.BytesIO(data)).convert("L")
    factor = scan.width / drawn.width
    near = scan.crop(
        (round((x0 - 3) * factor), round(middle * factor), round((x0 + 4) * factor), round(middle * factor) + 1)
    )
    assert near.getextrema()[0] < 128  # the printed rule

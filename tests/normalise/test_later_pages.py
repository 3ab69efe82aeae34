"""A merged cell over pages whose text is printed on a later page than the one it begins on."""

from __future__ import annotations

from policyparse.document import Cell, Document, FileInfo, Table
from policyparse.lexicon import default_lexicon
from policyparse.normalise import normalise
from policyparse.normalise.model import LogicalTable
from policyparse.origin import Origin
from policyparse.text import count

NAMES = ("序号", "类别", "重点任务", "完成时限")


def page(number: int, first: int, groups: list[tuple[int, str]], *, top: bool = True, bottom: bool = True) -> Table:
    """A page of a table whose header comes again; `groups` are the merged cells of its second column: rows and text."""
    texts = [(0, 1, col, name) for col, name in enumerate(NAMES)]
    row = 1
    for height, text in groups:
        texts.append((row, height, 1, text))
        for at in range(row, row + height):
            place = first + at - 1
            texts += [(at, 1, 0, str(place)), (at, 1, 2, f"开展第{place}批试点工作"), (at, 1, 3, "2026年6月底前")]
        row += height
    cells = tuple(
        Cell(row=at, col=col, row_span=height, text=text, origin=Origin(page=number, table=number - 1, row=at))
        for at, height, col, text in sorted(texts, key=lambda t: (t[0], t[2]))
    )
    origin = Origin(page=number, table=number - 1)
    edges = (50.0, 80.0, 140.0, 400.0, 500.0)
    return Table(
        cells=cells,
        rows=row,
        cols=4,
        origin=origin,
        evidence="ruled",
        column_edges=edges,
        open_top=top,
        open_bottom=bottom,
    )


def categories(*pages: Table) -> list[tuple[str, str | None, int | None]]:
    """Text, how it was filled, and the page of the origin, by row of the one table that the pages make."""
    info = FileInfo(path="x.pdf", format="pdf", sha256="0", size_bytes=1)
    characters = sum(count(cell.text) for table in pages for cell in table.cells)
    tidy = normalise(Document(file=info, blocks=pages, characters=characters), default_lexicon())
    (table,) = [block for block in tidy.blocks if isinstance(block, LogicalTable)]
    found = [row.cells[1] for row in table.rows if row.kind == "body"]
    return [(cell.text, cell.filled, cell.origins[0].page if cell.origins else None) for cell in found]


def test_text_on_the_third_page_fills_the_cell_from_its_beginning() -> None:
    rows = categories(
        page(1, 1, [(2, "安全生产"), (2, "")], top=False),
        page(2, 5, [(3, "")]),
        page(3, 8, [(2, "数字服务"), (1, "绿色出行")], bottom=False),
    )
    assert [text for text, _, _ in rows] == ["安全生产"] * 2 + ["数字服务"] * 7 + ["绿色出行"]
    assert all(place == 3 for text, _, place in rows if text == "数字服务")
    assert [filled for _, filled, _ in rows[2:7]] == ["above"] * 5


def test_a_text_on_the_first_page_goes_on() -> None:
    rows = categories(page(1, 1, [(3, "安全生产")], top=False), page(2, 4, [(2, ""), (2, "数字服务")], bottom=False))
    assert [text for text, _, _ in rows] == ["安全生产"] * 5 + ["数字服务"] * 2


def test_a_text_goes_on_over_a_whole_page_though_the_next_one_begins_with_another() -> None:
    rows = categories(
        page(1, 1, [(3, "安全生产")], top=False),
        page(2, 4, [(3, "")]),
        page(3, 7, [(2, "数字服务")], bottom=False),
    )
    assert [text for text, _, _ in rows] == ["安全生产"] * 6 + ["数字服务"] * 2


def test_one_empty_row_at_the_end_of_a_page_belongs_to_the_next_pages_text() -> None:
    rows = categories(
        page(1, 1, [(3, "安全生产"), (2, "数字服务"), (1, "")], top=False), page(2, 7, [(3, "绿色出行")], bottom=False)
    )
    assert [text for text, _, _ in rows] == ["安全生产"] * 3 + ["数字服务"] * 2 + ["绿色出行"] * 4
    assert rows[5] == ("绿色出行", "above", 2)


def test_empty_cells_that_stand_for_the_one_above_do_so_at_the_end_of_a_page_too() -> None:
    rows = categories(
        page(1, 1, [(3, "安全生产"), (1, "数字服务"), (1, ""), (1, "")], top=False),
        page(2, 7, [(3, "绿色出行")], bottom=False),
    )
    assert [text for text, _, _ in rows] == ["安全生产"] * 3 + ["数字服务"] * 3 + ["绿色出行"] * 3

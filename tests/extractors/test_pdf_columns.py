"""Running text in columns: their order, pictures and tables among them, and what is no column."""

from __future__ import annotations

from dataclasses import dataclass, field

from pdf_building import Pages, cells, read, tables, texts

SIZE, PITCH, LAST = 10, 16, 780
PLACES = ("东湖", "西岭", "南塘", "北桥", "清溪", "云台", "白石", "青林", "金沙", "银川", "长堤", "临江")


def sentence(number: int, length: int) -> str:
    """A paragraph of `length` characters that no other number gives."""
    place = PLACES[number % len(PLACES)] + PLACES[(number // len(PLACES)) % len(PLACES)]
    text = f"{place}片区要把管网改造同道路养护统筹安排，明确阶段要求，按月调度，对进展缓慢的予以通报，及时总结推广好的经验做法，"
    return (text * (length // len(text) + 1))[: length - 1] + "。"


@dataclass
class Typesetter:
    """Sets paragraphs into columns, each (x, first base, last base, characters a line); lines of a paragraph are indented by two."""

    pages: Pages
    columns: list[tuple[float, float, float, int]]
    at: int = 0
    base: float = 0.0
    set: list[str] = field(default_factory=list)
    gap: float = 0.0  #: between paragraphs

    def place(self) -> tuple[float, float, int]:
        x, first, last, room = self.columns[self.at]
        self.base = self.base or first
        if self.base > last:
            self.at, self.base = self.at + 1, 0.0
            return self.place()
        return x, self.base, room

    def paragraph(self, text: str) -> None:
        rest, indent = text, 2
        while rest:
            x, base, room = self.place()
            line, rest = rest[: room - indent], rest[room - indent :]
            self.pages.text(x + indent * SIZE, base, line, SIZE)
            self.base += PITCH
            indent = 0
        self.base += self.gap
        self.set.append(text)

    def fill(self, first: int = 0) -> None:
        """Paragraphs of several lengths until the columns are full; a heading before every third."""
        number = first
        while self.at < len(self.columns) - 1 or self.columns[-1][2] - self.base > 9 * PITCH:
            if number % 3 == 2:
                self.paragraph(f"{number}.{PLACES[number % len(PLACES)]}工程")
            self.paragraph(sentence(number, 61 + 17 * (number % 5)))
            number += 1


def joined(found: list[str]) -> str:
    return "".join(found)


def test_three_columns_are_read_one_after_the_other() -> None:
    pages = Pages()
    pages.text(220, 90, "临江市市政简报", 22)
    columns = Typesetter(pages, [(50 + n * 175, 150, LAST, 15) for n in range(3)])
    columns.fill()
    document = read(pages.data())
    found = texts(document)
    assert not tables(document)
    assert found[0] == "临江市市政简报"
    assert joined(found[1:]) == joined(columns.set)
    whole = [text for text in columns.set if text in found]
    assert len(whole) >= len(columns.set) - 2  # a column's end cuts a paragraph


def test_columns_that_a_picture_shortens_and_narrows() -> None:
    pages = Pages()
    pages.picture(190, 140, 400, 400)
    pages.text(190, 412, "东湖泵站扩建外景", 7)
    columns = Typesetter(
        pages,
        [
            (50, 150, 410, 13),
            (50, 422, LAST, 15),
            (225, 438, LAST, 15),
            (410, 150, 390, 14),
            (400, 406, LAST, 15),
        ],
    )
    columns.fill()
    found = texts(read(pages.data()))
    assert found[0] == "东湖泵站扩建外景"
    assert joined(found[1:]) == joined(columns.set)


def test_a_column_that_begins_higher_than_the_others() -> None:
    pages = Pages()
    pages.picture(50, 120, 390, 400)
    columns = Typesetter(pages, [(50, 424, LAST, 15), (225, 424, LAST, 15), (400, 120, LAST, 15)])
    columns.fill()
    assert joined(texts(read(pages.data()))) == joined(columns.set)


def test_a_ruled_table_stands_in_its_column() -> None:
    pages = Pages()
    xs, ys = [50, 110, 200, 275], [300, 325, 350, 375, 400]
    rows = [["序号", "片区", "里程"], ["1", "东湖", "3公里"], ["2", "西岭", "5公里"], ["3", "南塘", "8公里"]]
    pages.grid(xs, ys)
    pages.rows(xs, ys, rows)
    columns = Typesetter(pages, [(50, 100, 284, 23), (50, 424, LAST, 23), (310, 100, LAST, 23)])
    columns.fill()
    document = read(pages.data())
    assert [cells(table) for table in tables(document)] == [rows]
    assert joined(texts(document)) == joined(columns.set)
    before = document.blocks[: document.blocks.index(tables(document)[0])]
    assert joined([block.text for block in before]) in joined(columns.set)
    assert len(joined([block.text for block in before])) > 100


def test_text_over_the_full_width_stands_before_and_after_its_columns() -> None:
    pages = Pages()
    lead = sentence(140, 95)
    for number, start in enumerate(range(0, len(lead), 47)):
        pages.text(60, 100 + number * PITCH, lead[start : start + 47], SIZE)
    columns = Typesetter(pages, [(60, 180, 500, 22), (310, 180, 500, 22)])
    columns.fill()
    tail = sentence(141, 140)
    for number, start in enumerate(range(0, len(tail), 47)):
        pages.text(60, 560 + number * PITCH, tail[start : start + 47], SIZE)
    assert joined(texts(read(pages.data()))) == joined([lead, *columns.set, tail])


def test_wide_cells_without_rules_are_a_table() -> None:
    """Three equal columns: the cells of a row begin together, and their ends leave room."""
    pages = Pages()
    rows = [["存在问题", "整改措施", "整改目标"]]
    rows += [[sentence(n * 3 + k, 40 + 13 * ((n + k) % 4)) for k in range(3)] for n in range(6)]
    base = 120.0
    for row in rows:
        height = 0
        for k, text in enumerate(row):
            lines = [text[i : i + 15] for i in range(0, len(text), 15)]
            pages.lines(50 + 175 * k, base, lines, SIZE, PITCH)
            height = max(height, len(lines))
        base += height * PITCH + 8
    (table,) = tables(read(pages.data()))
    assert cells(table) == rows


def test_columns_whose_lines_do_not_stand_on_the_same_baselines() -> None:
    """Spaces between paragraphs move the lines of each column."""
    pages = Pages()
    columns = Typesetter(pages, [(60, 100, 560, 22), (310, 104.5, 400, 22)], gap=7.0)
    columns.fill()
    assert joined(texts(read(pages.data()))) == joined(columns.set)


def test_a_last_column_that_ends_at_its_top() -> None:
    pages = Pages()
    columns = Typesetter(pages, [(60, 100, 420, 22), (310, 100, 420, 22)])
    for number in range(20):
        if columns.at:
            break
        columns.paragraph(sentence(number, 90))
    assert columns.at == 1
    assert joined(texts(read(pages.data()))) == joined(columns.set)

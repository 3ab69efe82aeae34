"""Running text on pages: margins, page breaks, justified lines. `pdf` sets the blocks with it."""

from __future__ import annotations

from rendering.lines import wrap
from rendering.paper import Paper
from rendering.pdf_paint import set_line

#: Margins of GB/T 9704-2012, 5.2.2 (top 37 mm, binding side 28 mm, type area 156 by 225 mm), in points.
TOP, SIDE, BOTTOM = 104.9, 79.4, 99.2
#: Margins of wide tables, which offices set themselves.
TABLE_TOP, TABLE_SIDE, TABLE_BOTTOM = 62.0, 56.7, 70.0
#: Line height of running text in parts of its size (28 points at 三号, 16 points).
LEADING = 1.75


class Flow:
    """Sets text line by line. `y` is the top of the free space on the current page."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.layout = paper.layout
        self.wide_page = False
        self.turned_page = False
        self.y = 0.0
        self.pending = False  #: a page break that the next block makes

    @property
    def size(self) -> float:
        """Size of running text."""
        return self.layout.body_size

    @property
    def leading(self) -> float:
        """Height of a line of running text."""
        return self.size * LEADING

    @property
    def bounds(self) -> tuple[float, float, float]:
        """Left, width and bottom of the type area of the current page."""
        if self.wide_page:
            return TABLE_SIDE, self.paper.width - 2 * TABLE_SIDE, self.paper.height - TABLE_BOTTOM
        return SIDE, self.paper.width - 2 * SIDE, self.paper.height - BOTTOM

    def page(self) -> None:
        """A page for running text."""
        self.paper.begin(landscape=self.layout.orientation == "landscape")
        self.wide_page = self.turned_page = self.pending = False
        self.y = TOP

    def table_page(self) -> None:
        """A page for tables, in the orientation they need."""
        self.turned_page = bool(self.layout.turned)
        if self.layout.orientation == "portrait" and not self.turned_page:
            self.page()
            return
        self.pending = False
        self.paper.begin(landscape=not self.turned_page)
        self.wide_page = True
        self.y = TABLE_TOP

    def ready(self) -> None:
        """A page for running text: never one that is made for tables."""
        if not self.paper.number or self.wide_page or self.pending:
            self.page()

    @property
    def full_room(self) -> float:
        """Height free for a table on a page of its own."""
        if self.wide_page:
            return self.paper.height - TABLE_TOP - TABLE_BOTTOM
        return self.paper.height - TOP - BOTTOM

    def need(self, height: float) -> None:
        """A new page of the same kind unless `height` points are free."""
        if self.y + height > self.bounds[2]:
            if self.wide_page:
                self.table_page()
            else:
                self.page()

    def line(
        self,
        text: str,
        size: float,
        *,
        align: str = "left",
        bold: bool = False,
        fill: bool = False,
        indent: float = 0.0,
        leading: float,
    ) -> None:
        """One line, on the next page where this one is full."""
        self.need(leading)
        left, width, _ = self.bounds
        top = self.y + (leading - size) / 2
        set_line(self.paper, text, left + indent, top, width - indent, size, align=align, fill=fill, bold=bold)
        self.y += leading

    def prose(
        self, text: str, *, lead: str = "", indent: int = 2, bold: bool = False, size: float | None = None
    ) -> None:
        """A paragraph; `lead` is its bold beginning, `indent` that of its first line in characters."""
        size = size or self.size
        width = self.bounds[1]
        spare = 1.2 * size if self.layout.justify == "wide" else 0.0
        lines = wrap(lead + text, (width - spare) / size, self.paper.wide, indent=float(indent))
        left_of_lead = len(lead)
        for number, line in enumerate(lines):
            shift = indent * size if number == 0 else 0.0
            last = number == len(lines) - 1
            fill = self.layout.justify != "no" and not last
            cut = min(left_of_lead, len(line))
            if 0 < cut < len(line):
                self.mixed(line, cut, size, shift, fill=fill)
            else:
                self.line(line, size, bold=bold or cut > 0, fill=fill, indent=shift, leading=size * LEADING)
            left_of_lead = max(0, left_of_lead - len(line))

    def mixed(self, line: str, cut: int, size: float, shift: float, *, fill: bool) -> None:
        """A line whose first `cut` characters are bold."""
        self.need(size * LEADING)
        left, width, _ = self.bounds
        top = self.y + (size * LEADING - size) / 2
        full = self.paper.measure(line, size)
        space = (width - shift - full) / (len(line) - 1) if fill else 0.0
        self.paper.text(left + shift, top, line[:cut], size, bold=True, space=space)
        x = left + shift + self.paper.measure(line[:cut], size) + space * cut
        self.paper.text(x, top, line[cut:], size, space=space)
        self.y += size * LEADING

    def small(self, text: str, align: str) -> None:
        """A note in the size of the tables."""
        size = self.layout.table_size
        width = self.bounds[1]
        for line in wrap(text, width / size, self.paper.wide):
            self.line(line, size, align=align, leading=size * 1.6)

    def fits_table(self) -> bool:
        """A table can begin on the current page. Turned tables have pages of their own."""
        if self.layout.turned or self.pending or not self.paper.number:
            return False
        return self.wide_page or self.layout.orientation != "mixed"

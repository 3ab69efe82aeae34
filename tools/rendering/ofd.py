"""Content as OFD (GB/T 33190-2016): the pages of the PDF renderer, written as objects in millimetres."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, black

from rendering.content import Content
from rendering.layouts import Layout
from rendering.paper import A4, ASCENT, PALE, RED, TWICE, Paper
from rendering.pdf import PLAIN, set_on

#: Millimetres to a point.
MM = 25.4 / 72
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
#: The time that every part bears, so that two runs give the same bytes.
_TIME = (1980, 1, 1, 0, 0, 0)

#: a, b, c, d, e, f: x' = a·x + c·y + e, y' = b·x + d·y + f, in points with y downwards.
Matrix = tuple[float, float, float, float, float, float]


def render_ofd(content: Content, layout: Layout = PLAIN) -> bytes:
    """The document as an OFD package. OFD knows no /Rotate: such pages are written as the reader sees them."""
    paper = OfdPaper(layout, content.meta.title)
    return set_on(paper, content)


class OfdPaper(Paper):
    """Collects the objects of each page instead of drawing them."""

    def __init__(self, layout: Layout, title: str) -> None:
        super().__init__(layout, title)
        self.title = title
        self._pages: list[tuple[float, float, list[str], list[str]]] = []
        self._objects: list[str] = []
        self._marks: list[str] = []
        self._turn: Matrix | None = None
        self._last_id = 10

    def begin(self, *, landscape: bool) -> None:
        if self.number:
            self._finish()
        self.number += 1
        self.width, self.height = (A4[1], A4[0]) if landscape else A4
        self._watermark()

    def save(self) -> bytes:
        if not self.number:
            self.begin(landscape=False)
        self._finish()
        room = io.BytesIO()
        with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, body in self._parts().items():
                archive.writestr(zipfile.ZipInfo(name, _TIME), _HEAD + body, zipfile.ZIP_DEFLATED)
        return room.getvalue()

    @contextmanager
    def turned(self, angle: int) -> Iterator[None]:
        width, height = self.width, self.height
        self.width, self.height = height, width
        self._turn = (0, -1, 1, 0, 0, height) if angle == 90 else (0, 1, -1, 0, width, 0)
        yield
        self._turn = None
        self.width, self.height = width, height

    def text(
        self,
        x: float,
        top: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        colour: Color = black,
        space: float = 0.0,
        raw_angle: int = 0,
    ) -> None:
        if not text.strip():
            return
        own: Matrix = (1, 0, 0, 1, x, top + ASCENT * size)
        if raw_angle:
            own = (0, -1, 1, 0, x, top) if raw_angle == 90 else (0, 1, -1, 0, x, top)
        for again in range(2 if bold and self.layout.bold == "twice" else 1):
            self._text(text, size, _shifted(own, again * TWICE), colour, space, bold and self.layout.bold == "stroke")

    def _text(
        self, text: str, size: float, own: Matrix, colour: Color, space: float, thick: bool, marks: bool = False
    ) -> None:
        """One line that begins at the origin of `own`."""
        a, b, c, d, e, f = _both(own, self._turn) if self._turn else own
        upright = (a, b, c, d) == (1, 0, 0, 1)
        steps = _steps([round((self.wide(char) * size + space) * MM, 4) for char in text[:-1]])
        width = self.measure(text, size) + space * len(text)
        # an upright line has its Boundary around it; a turned one is placed by its CTM on a Boundary at its origin
        place = f"{_mm(e)} {_mm(f - ASCENT * size)} {_mm(width)} {_mm(size * 1.2)}"
        turned = f' CTM="{a:g} {b:g} {c:g} {d:g} 0 0"'
        if not upright:
            place = f"{_mm(e)} {_mm(f)} {_mm(width)} {_mm(width)}"
        self._put(
            f'TextObject ID="{{}}" Boundary="{place}"{"" if upright else turned} Font="1" Size="{_mm(size)}"'
            f"{' Weight=' + chr(34) + '700' + chr(34) if thick else ''}",
            f'{_fill(colour)}<ofd:TextCode X="0" Y="{_mm(ASCENT * size) if upright else 0}"'
            f"{steps}>{escape(text)}</ofd:TextCode>",
            marks,
        )

    def line(self, x0: float, top: float, x1: float, bottom: float, weight: float, colour: Color = black) -> None:
        self._path([(x0, top), (x1, bottom)], f'LineWidth="{_mm(weight)}"', _fill(colour, "StrokeColor"))

    def bar(self, x0: float, top: float, x1: float, bottom: float) -> None:
        self._path(_corners(x0, top, x1, bottom), 'Stroke="false" Fill="true"', _fill(black))

    def frame(self, x0: float, top: float, x1: float, bottom: float, *, shade: bool) -> None:
        inside = _fill(Color(0.95, 0.95, 0.95)) if shade else ""
        self._path(_corners(x0, top, x1, bottom), f'LineWidth="{_mm(0.75)}" Fill="{str(shade).lower()}"', inside)

    def stamp(self, x: float, y: float, text: str) -> None:
        """The seal as an annotation of type Stamp: its words stand around in a ring."""
        radius = 58.0
        size = min(13.0, 260.0 / max(len(text), 1))
        step = math.radians(240.0 / max(len(text) - 1, 1))
        first = len(self._marks)
        for place, char in enumerate(text):
            angle = math.radians(210.0) - place * step
            cos, sin = math.sin(angle), math.cos(angle)
            where = x + (radius - 18) * math.cos(angle), y - (radius - 18) * math.sin(angle)
            self._text(char, size, (cos, sin, -sin, cos, *where), RED, 0.0, False, marks=True)
        self._annotate("Stamp", first)

    def _watermark(self) -> None:
        words = self.layout.watermark
        if not words:
            return
        cos, sin = math.cos(math.radians(40)), math.sin(math.radians(40))
        first = len(self._marks)
        whole = self.layout.watermark_hand == "words"
        for place, part in enumerate([words] if whole else words):
            away = -self.measure(words, 48) / 2 if whole else (place - len(words) / 2) * 62.0
            own = (cos, -sin, sin, cos, self.width / 2 + away * cos, self.height / 2 - away * sin)
            self._text(part, 48, own, PALE, 0.0, False, marks=whole)
        if whole:
            self._annotate("Watermark", first)

    def _annotate(self, kind: str, first: int) -> None:
        """Make one annotation of the marks from `first` on."""
        shown = "".join(self._marks[first:])
        place = f"0 0 {_mm(self.width)} {_mm(self.height)}"
        self._marks[first:] = [
            f'<ofd:Annot ID="{self._next()}" Type="{kind}"><ofd:Appearance Boundary="{place}">'
            f"{shown}</ofd:Appearance></ofd:Annot>"
        ]

    def _finish(self) -> None:
        self._furniture()
        self._pages.append((self.width, self.height, self._objects, self._marks))
        self._objects, self._marks = [], []

    def _path(self, points: list[tuple[float, float]], attributes: str, colour: str) -> None:
        """A path through these points; more than two are closed."""
        if self._turn:
            a, b, c, d, e, f = self._turn
            points = [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
        left, top = min(p[0] for p in points), min(p[1] for p in points)
        width, height = max(p[0] for p in points) - left, max(p[1] for p in points) - top
        data = " ".join(f"{'L' if n else 'M'} {_mm(x - left)} {_mm(y - top)}" for n, (x, y) in enumerate(points))
        self._put(
            f'PathObject ID="{{}}" Boundary="{_mm(left)} {_mm(top)} {_mm(width)} {_mm(height)}" {attributes}',
            f"{colour}<ofd:AbbreviatedData>{data}{' C' if len(points) > 2 else ''}</ofd:AbbreviatedData>",
            False,
        )

    def _put(self, head: str, body: str, marks: bool) -> None:
        name = head.split(" ", 1)[0]
        written = f"<ofd:{head.format(self._next())}>{body}</ofd:{name}>"
        (self._marks if marks else self._objects).append(written)

    def _next(self) -> int:
        self._last_id += 1
        return self._last_id

    def _parts(self) -> dict[str, str]:
        """The parts of the package by name."""
        numbers = range(len(self._pages))
        info = f"<ofd:DocID>{0:032x}</ofd:DocID><ofd:Title>{escape(self.title)}</ofd:Title>"
        found = {
            "OFD.xml": f'<ofd:OFD {_SPACE} DocType="OFD" Version="1.0"><ofd:DocBody><ofd:DocInfo>{info}</ofd:DocInfo>'
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        }
        area = f"<ofd:PageArea><ofd:PhysicalBox>0 0 {_mm(A4[0])} {_mm(A4[1])}</ofd:PhysicalBox></ofd:PageArea>"
        listed = "".join(f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in numbers)
        notes = [n for n in numbers if self._pages[n][3]]
        found["Doc_0/Document.xml"] = (
            f"<ofd:Document {_SPACE}><ofd:CommonData><ofd:MaxUnitID>{self._last_id}</ofd:MaxUnitID>{area}"
            f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>"
            f"{'<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>' if notes else ''}</ofd:Document>"
        )
        found["Doc_0/PublicRes.xml"] = (
            f'<ofd:Res {_SPACE} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="1" FontName="宋体"/></ofd:Fonts></ofd:Res>'
        )
        for n, (width, height, objects, marks) in enumerate(self._pages):
            box = f"<ofd:Area><ofd:PhysicalBox>0 0 {_mm(width)} {_mm(height)}</ofd:PhysicalBox></ofd:Area>"
            found[f"Doc_0/Pages/Page_{n}/Content.xml"] = (
                f'<ofd:Page {_SPACE}>{box}<ofd:Content><ofd:Layer ID="{self._next()}">'
                f"{''.join(objects)}</ofd:Layer></ofd:Content></ofd:Page>"
            )
            if marks:
                found[f"Doc_0/Annots/Page_{n}.xml"] = f"<ofd:PageAnnot {_SPACE}>{''.join(marks)}</ofd:PageAnnot>"
        if notes:
            pages = "".join(
                f'<ofd:Page PageID="{n + 1}"><ofd:FileLoc>Page_{n}.xml</ofd:FileLoc></ofd:Page>' for n in notes
            )
            found["Doc_0/Annots/Annotations.xml"] = f"<ofd:Annotations {_SPACE}>{pages}</ofd:Annotations>"
        return found


def _mm(points: float) -> str:
    return f"{points * MM:.4f}".rstrip("0").rstrip(".")


def _steps(widths: list[float]) -> str:
    """DeltaX with runs of one width in g-notation."""
    if not widths:
        return ""
    runs: list[tuple[int, float]] = []
    for width in widths:
        if runs and runs[-1][1] == width:
            runs[-1] = (runs[-1][0] + 1, width)
        else:
            runs.append((1, width))
    return f' DeltaX="{" ".join(f"g {n} {width:g}" if n > 2 else " ".join([f"{width:g}"] * n) for n, width in runs)}"'


def _fill(colour: Color, kind: str = "FillColor") -> str:
    channels = (round(255 * part) for part in (colour.red, colour.green, colour.blue))
    return f'<ofd:{kind} Value="{" ".join(map(str, channels))}"/>'


def _corners(x0: float, top: float, x1: float, bottom: float) -> list[tuple[float, float]]:
    return [(x0, top), (x1, top), (x1, bottom), (x0, bottom)]


def _shifted(own: Matrix, by: float) -> Matrix:
    return (*own[:4], own[4] + by, own[5])


def _both(m: Matrix, n: Matrix) -> Matrix:
    """First `m`, then `n`."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )

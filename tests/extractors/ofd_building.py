"""Small OFD packages for tests: objects as XML, all measures in mm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from policyparse.document import Document, FileInfo, Table
from policyparse.extractors import ofd
from policyparse.extractors.options import ReadOptions
from policyparse.text import count

SPACE = "http://www.ofdspec.org/2016"
OFD = '<ofd:OFD xmlns:ofd="{space}" DocType="OFD" Version="1.0">{bodies}</ofd:OFD>'
FONTS = (
    '<ofd:Fonts><ofd:Font ID="1" FontName="宋体"/><ofd:Font ID="2" FontName="Times New Roman"/>'
    '<ofd:Font ID="3" FontName="黑体" Bold="true"/></ofd:Fonts>'
)


def part(name: str, content: str) -> str:
    """An XML part with the root `name`."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<ofd:{name} xmlns:ofd="{SPACE}">{content}</ofd:{name}>'


def text(words: str, x: float, y: float, *, size: float = 4.0, attributes: str = "", inner: str = "") -> str:
    """A TextObject whose first baseline is at `x`, `y`; a Chinese character takes `size`, a Latin one half of it."""
    widths = [size / 2 if char.isascii() else size for char in words]
    steps = f'DeltaX="{" ".join(str(width) for width in widths[:-1])}"' if len(words) > 1 else ""
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y - size} {sum(widths)} {size * 1.2}" Font="1" Size="{size}" '
        f'{attributes}>{inner}<ofd:TextCode X="0" Y="{size}" {steps}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    """A stroked line, drawn in its own Boundary."""
    return (
        f'<ofd:PathObject ID="9" Boundary="{x0} {y0} {x1 - x0} {y1 - y0}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def bar(x0: float, y0: float, x1: float, y1: float) -> str:
    """A filled rectangle in black."""
    across, down = x1 - x0, y1 - y0
    return (
        f'<ofd:PathObject ID="9" Boundary="{x0} {y0} {across} {down}" Stroke="false" Fill="true">'
        '<ofd:FillColor Value="0 0 0"/>'
        f"<ofd:AbbreviatedData>M 0 0 L {across} 0 L {across} {down} L 0 {down} C</ofd:AbbreviatedData></ofd:PathObject>"
    )


def page(*objects: str, before: str = "", layer: str = "") -> str:
    """A page part. `before`: what stands before its content (Area, Template, PageRes)."""
    return part("Page", f'{before}<ofd:Content><ofd:Layer ID="2" {layer}>{"".join(objects)}</ofd:Layer></ofd:Content>')


def parts(pages: Sequence[str], *, folder: str = "Doc_0", common: str = "", document: str = "") -> dict[str, str]:
    """The parts of a package with one document. `common` goes into CommonData, `document` after the pages."""
    listed = "".join(
        f'<ofd:Page ID="{100 + index}" BaseLoc="Pages/Page_{index}/Content.xml"/>' for index in range(len(pages))
    )
    body = (
        "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{common}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages>{document}"
    )
    found = {
        "OFD.xml": part("OFD", f"<ofd:DocBody><ofd:DocRoot>{folder}/Document.xml</ofd:DocRoot></ofd:DocBody>"),
        f"{folder}/Document.xml": part("Document", body),
        f"{folder}/PublicRes.xml": part("Res", FONTS),
    }
    for index, content in enumerate(pages):
        found[f"{folder}/Pages/Page_{index}/Content.xml"] = content
    return found


def packed(contents: Mapping[str, str | bytes]) -> bytes:
    """The parts as a zip file."""
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return room.getvalue()


def read(contents: Mapping[str, str | bytes], **options: Any) -> Document:
    """The document of these parts; every character of it is in a block or set aside."""
    data = packed(contents)
    file = FileInfo(path="x.ofd", format="", sha256="", size_bytes=len(data))
    document = ofd.read(data, file, ReadOptions(**options))
    words = [cell.text for block in document.blocks if isinstance(block, Table) for cell in block.cells]
    words += [block.text for block in document.blocks if not isinstance(block, Table)]
    words += [item.text for item in document.set_aside]
    assert sum(map(count, words)) == document.characters
    return document


def read_pages(*pages: str) -> Document:
    return read(parts(pages))


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if not isinstance(block, Table)]

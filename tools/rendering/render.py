"""One door to all renderers. A further format is one more row in `RENDERERS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rendering.content import Content
from rendering.docx import render_docx
from rendering.html import render_html
from rendering.layouts import Layout
from rendering.ofd import render_ofd
from rendering.pdf import PLAIN, render_pdf
from rendering.text import render_md, render_txt
from rendering.xlsx import render_xlsx

#: Renderers by format (the file's suffix). Only pages have a layout; the others leave it aside.
RENDERERS: Mapping[str, Callable[[Content, Layout], bytes]] = {
    "pdf": render_pdf,
    "ofd": render_ofd,
    "docx": lambda content, _: render_docx(content),
    "html": lambda content, _: render_html(content),
    "xlsx": lambda content, _: render_xlsx(content),
    "txt": lambda content, _: render_txt(content),
    "md": lambda content, _: render_md(content),
}


def render(content: Content, form: str, layout: Layout = PLAIN) -> bytes:
    """`content` in the format `form`. Raises KeyError for a format that has no renderer."""
    return RENDERERS[form](content, layout)

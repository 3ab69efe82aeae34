"""One door to all renderers. A further format is one more row in `RENDERERS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rendering.content import Content
from rendering.delimited import render_csv, render_tsv
from rendering.docx import render_docx
from rendering.html import render_html
from rendering.layouts import Layout
from rendering.mhtml import render_mhtml
from rendering.ofd import render_ofd
from rendering.pdf import PLAIN, render_pdf
from rendering.rtf import render_rtf
from rendering.text import render_md, render_txt
from rendering.word97 import render_doc
from rendering.xls import render_xls
from rendering.xlsx import render_xlsx

#: Renderers by format (the file's suffix). Only pages have a layout; the others leave it aside.
RENDERERS: Mapping[str, Callable[[Content, Layout], bytes]] = {
    "pdf": render_pdf,
    "ofd": render_ofd,
    "docx": lambda content, _: render_docx(content),
    "doc": lambda content, _: render_doc(content),
    "wps": lambda content, _: render_doc(content),
    "rtf": lambda content, _: render_rtf(content),
    "html": lambda content, _: render_html(content),
    "mhtml": lambda content, _: render_mhtml(content),
    "xlsx": lambda content, _: render_xlsx(content),
    "xls": lambda content, _: render_xls(content),
    "et": lambda content, _: render_xls(content),
    "csv": lambda content, _: render_csv(content),
    "tsv": lambda content, _: render_tsv(content),
    "txt": lambda content, _: render_txt(content),
    "md": lambda content, _: render_md(content),
}
#: Those that LibreOffice makes.
MADE_BY_OFFICE = frozenset({"doc", "wps"})
#: Other names of files with the same content. A template is what a document is.
SAME_AS: Mapping[str, str] = {
    "htm": "html",
    "mht": "mhtml",
    "docm": "docx",
    "dotx": "docx",
    "dotm": "docx",
    "dot": "doc",
    "wpt": "wps",
    "xlsm": "xlsx",
    "xltx": "xlsx",
    "xltm": "xlsx",
    "xlt": "xls",
    "ett": "et",
}


def render(content: Content, form: str, layout: Layout = PLAIN) -> bytes:
    """`content` in the format `form`. Raises KeyError for a format that has no renderer."""
    return RENDERERS[form](content, layout)

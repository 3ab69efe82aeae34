"""Makes samples/ from the fictional documents: `python tools/make_samples.py [FOLDER]`.

Each sample is one document in every format, its expected records, and a note. The records come from the
document's own description (rendering/documents), never from the program's output. A second run changes nothing.
LibreOffice makes source.doc and source.wps of source.docx; the other formats need nothing but this repository.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from rendering.content import Content
from rendering.docx import render_docx
from rendering.facts import as_record
from rendering.html import HtmlStyle, render_html
from rendering.layouts import Layout
from rendering.load import load, names
from rendering.render import MADE_BY_OFFICE, RENDERERS, render
from rendering.scan import Scanner, scanned_pdf, scanned_tiff
from rendering.truth import facts, meta_json
from rendering.word97 import convert

SAMPLES = Path(__file__).resolve().parents[1] / "samples"

#: How the PDF of each sample is printed. Documents that are not named here are plain portrait pages.
LAYOUTS: Mapping[str, Layout] = {
    "task-list": Layout(orientation="mixed", row_break="cut", merged_break="empty", stamp="临江市人民政府办公室"),
    "notice": Layout(orientation="portrait", stamp="云溪市人民政府办公室"),
}
#: Old sites still serve GB 18030 and declare gb2312.
STYLES: Mapping[str, HtmlStyle] = {"work-points": HtmlStyle(encoding="gb18030", declared="gb2312")}
FORMATS = tuple(RENDERERS)
#: The samples that are there as scans too, of their PDF.
SCANS: Mapping[str, Mapping[str, Callable[[bytes], bytes]]] = {
    "notice": {
        "scan.tiff": partial(scanned_tiff, how=Scanner(dpi=110, skew=0.5, quality=30)),
        "scan.pdf": partial(scanned_pdf, how=Scanner(dpi=150, skew=0.5, quality=30, stamps=(2,))),
    },
}


def sources(content: Content) -> dict[str, bytes]:
    """The document in every format that has a renderer of our own, by file name."""
    layout = LAYOUTS.get(content.name, Layout(orientation="portrait"))
    found = {form: render(content, form, layout) for form in FORMATS if form not in MADE_BY_OFFICE}
    found["html"] = render_html(content, STYLES.get(content.name, HtmlStyle()))
    return {f"source.{form}": data for form, data in found.items()}


def by_office(content: Content) -> dict[str, bytes]:
    """The formats that LibreOffice makes, by file name. Its bytes differ from run to run."""
    made = convert({"source": render_docx(content)}, "doc")["source"]
    return {f"source.{form}": made for form in sorted(MADE_BY_OFFICE)}


def scans(name: str, pdf: bytes) -> dict[str, bytes]:
    """The document as a scan, by file name. The bytes differ between builds of the libraries that draw and compress."""
    return {file: scan(pdf) for file, scan in SCANS.get(name, {}).items()}


def expected(content: Content) -> dict[str, Any]:
    """The judged metadata and records; `meta_by_format` is what one format states beyond the others."""
    plain = meta_json(content, form="pdf")
    web = meta_json(content, form="html")
    return {
        "meta": plain,
        "meta_by_format": {"html": {name: value for name, value in web.items() if name not in plain}},
        "records": [as_record(fact) for fact in facts(content)],
    }


def sample(name: str) -> dict[str, bytes]:
    """Every file of one sample, by file name."""
    content, shows = load(name)
    records = facts(content)
    about = (
        f'title = "{content.meta.title}"\n'
        f'shows = "{shows}"\n'
        'origin = "fictional; made by tools/make_samples.py from tools/rendering/documents"\n'
        'licence = "Apache-2.0; the font embedded in source.pdf: SIL Open Font License 1.1"\n'
        f"records = {len(records)}\n"
        f"formats = {json.dumps(FORMATS)}\n"
    )
    return {
        **sources(content),
        "expected.json": (json.dumps(expected(content), ensure_ascii=False, indent=1) + "\n").encode(),
        "about.toml": about.encode(),
    }


def main(folder: Path) -> None:
    """Write all samples below `folder`.

    LibreOffice is asked where one of its files is missing or the DOCX has changed, scans are made likewise of the PDF.
    """
    for name in names():
        target = folder / name
        target.mkdir(parents=True, exist_ok=True)
        made = sample(name)
        there = target / "source.docx"
        same = there.exists() and there.read_bytes() == made[there.name]
        if not same or not all((target / f"source.{form}").exists() for form in MADE_BY_OFFICE):
            made |= by_office(load(name)[0])
        printed = target / "source.pdf"
        drawn = printed.exists() and printed.read_bytes() == made[printed.name]
        if not drawn or not all((target / file).exists() for file in SCANS.get(name, ())):
            made |= scans(name, made[printed.name])
        for file, data in made.items():
            (target / file).write_bytes(data)
        print(f"{target.name}: {', '.join(sorted(path.name for path in target.iterdir()))}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)

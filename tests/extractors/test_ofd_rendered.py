"""Rendered OFD files: the same records as the PDF of the same pages, in every layout."""

from __future__ import annotations

import pytest

from policyparse import extract
from rendering.layouts import Layout
from rendering.load import load, names
from rendering.render import render
from test_same_records import comparable, differences

LAYOUTS = {
    "filled bars, bold printed twice": Layout(rule_hand="bars", bold="twice"),
    "cell by cell, wide gaps": Layout(rule_hand="cells", justify="wide"),
    "reads upwards": Layout(orientation="portrait", turned=90),
    "reads downwards": Layout(orientation="portrait", turned=270),
    "three lines": Layout(rules="three-line"),
    "watermark, header, footer": Layout(watermark="内部资料", running_header="临江市文件", running_footer="办公室印"),
    "watermark by letters": Layout(watermark="内部资料", watermark_hand="letters"),
    "names of columns downwards": Layout(vertical_names="stacked"),
    "names of columns turned": Layout(vertical_names="turned"),
    "rows cut by page ends": Layout(row_break="cut", header="first", close_breaks=False),
    "seal": Layout(stamp="临江市人民政府办公室"),
}


@pytest.mark.parametrize("name", names())
def test_samples_give_the_records_of_their_pdf(name: str) -> None:
    content, _ = load(name)
    pdf, ofd = extract(render(content, "pdf")), extract(render(content, "ofd"))
    assert differences(comparable(pdf), comparable(ofd)) == []
    assert ofd.meta == pdf.meta
    assert ofd.coverage.unaccounted == 0
    assert ofd.source.format == "ofd"
    assert ofd.source.pages == pdf.source.pages


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_layouts_give_the_records_of_their_pdf(layout: Layout) -> None:
    content, _ = load("task-list")
    pdf, ofd = extract(render(content, "pdf", layout)), extract(render(content, "ofd", layout))
    assert differences(comparable(pdf), comparable(ofd)) == []
    assert ofd.coverage.unaccounted == 0
    # PDFium leaves out some characters that are printed twice
    assert ofd.coverage.characters >= pdf.coverage.characters


def test_places_are_those_of_the_pdf() -> None:
    content, _ = load("task-list")
    pdf, ofd = extract(render(content, "pdf")), extract(render(content, "ofd"))
    for one, other in zip(pdf.records, ofd.records, strict=True):
        assert [place.page for place in one.source] == [place.page for place in other.source]
        for here, there in zip(one.source, other.source, strict=True):
            assert there.bbox == pytest.approx(here.bbox, abs=0.5)

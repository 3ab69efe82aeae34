"""Files made to hurt: each is read or refused with one line, in little memory and without end."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Mapping
from contextlib import suppress

import pytest
import xlsxwriter
from ofd_building import FONTS, packed, page, part, parts, text

from policyparse import extract
from policyparse.errors import InputError

#: Bytes of Python objects that none of these may need.
MOST_MEMORY = 150 * 1024 * 1024
UNIT = (
    '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="50" Width="10" Height="10"><ofd:Content>'
    + '<ofd:CompositeObject ID="51" ResourceID="50" Boundary="0 0 10 10"/>' * 3
    + text("复合", 5, 5)
    + "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
)


def sheet(rows: str = "", merges: str = "") -> bytes:
    """A workbook whose one sheet holds 甲 in A1, then these rows and merges."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet().write_string(0, 0, "甲")
    book.close()
    again = io.BytesIO()
    with zipfile.ZipFile(out) as source, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b"</sheetData>", f"{rows}</sheetData>{merges}".encode())
            target.writestr(name, data)
    return again.getvalue()


def ofd(change: Mapping[str, str], *objects: str, **more: str) -> bytes:
    return packed(
        {
            **parts(
                [page(text("正文", 20, 60), *objects, before=more.get("before", ""))], common=more.get("common", "")
            ),
            **change,
        }
    )


def cell(name: str) -> str:
    return f'<c r="{name}" t="inlineStr"><is><t>乙</t></is></c>'


HOSTILE = {
    "a million columns and rows": (
        "a.html",
        "<table border=1>" + "<tr><td colspan=1000000 rowspan=1000000>任务</td><td>甲</td></tr>" * 30 + "</table>",
    ),
    "spans over one another": (
        "a.html",
        "<table border=1>"
        + "".join(f"<tr><td rowspan=65534 colspan=1000>任务{n}</td></tr>" for n in range(500))
        + "</table>",
    ),
    "attributes without end": ("a.html", "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">文</p>"),
    "elements without end": ("a.html", "<div>" * 10_000 + "文" + "</div>" * 10_000),
    "entities of entities": (
        "a.html",
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><p>&c;文</p>',
    ),
    "groups without end": ("a.rtf", "{\\rtf1 " + "{" * 20_000 + "x" + "}" * 20_000 + "}"),
    "a row of twenty thousand cells": (
        "a.rtf",
        "{\\rtf1\\trowd" + "\\cellx1" * 20_000 + "\\intbl x\\cell\\row}",
    ),
    "a binary part longer than the file": ("a.rtf", "{\\rtf1 text\\bin9999999999 x}"),
    "quotes without end": ("a.csv", '"' * 100_001),
    "the last cell of a sheet": ("a.xlsx", sheet(f'<row r="1048576">{cell("XFD1048576")}</row>')),
    "cells far apart": (
        "a.xlsx",
        sheet("".join(f'<row r="{r}">{cell(f"A{r}")}{cell(f"XFD{r}")}</row>' for r in range(2, 1_000_000, 2000))),
    ),
    "a merged cell over the whole sheet": (
        "a.xlsx",
        sheet(merges='<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="B2:XFD1048576"/></mergeCells>'),
    ),
    "merged cells over one another": (
        "a.xlsx",
        sheet(
            merges="<mergeCells>"
            + "".join(f'<mergeCell ref="A{n}:XFD{n + 1000}"/>' for n in range(1, 5000))
            + "</mergeCells>"
        ),
    ),
    "an object that holds itself": (
        "a.ofd",
        ofd(
            {"Doc_0/PublicRes.xml": part("Res", FONTS + UNIT)},
            '<ofd:CompositeObject ID="52" ResourceID="50" Boundary="10 10 50 50"/>',
        ),
    ),
    "a page that is its own template": (
        "a.ofd",
        ofd(
            {},
            before='<ofd:Template TemplateID="7"/>',
            common='<ofd:TemplatePage ID="7" BaseLoc="Pages/Page_0/Content.xml"/>',
        ),
    ),
    "offsets without end": (
        "a.ofd",
        ofd(
            {},
            '<ofd:TextObject ID="1" Boundary="0 0 100 100" Font="1" Size="4">'
            '<ofd:TextCode X="0" Y="10" DeltaX="g 999999999 4">字字</ofd:TextCode></ofd:TextObject>',
        ),
    ),
    "a document that is its own list": (
        "a.ofd",
        ofd({"OFD.xml": part("OFD", "<ofd:DocBody><ofd:DocRoot>OFD.xml</ofd:DocRoot></ofd:DocBody>")}),
    ),
    "blocks in blocks": ("a.ofd", ofd({}, "<ofd:PageBlock>" * 140 + text("深", 20, 80) + "</ofd:PageBlock>" * 140)),
    "colours that refer to one another": (
        "a.ofd",
        ofd(
            {
                "Doc_0/PublicRes.xml": part(
                    "Res",
                    FONTS
                    + '<ofd:DrawParams><ofd:DrawParam ID="1" Relative="2"/><ofd:DrawParam ID="2" Relative="1"/></ofd:DrawParams>',
                )
            },
            '<ofd:PathObject ID="9" Boundary="0 0 50 50" DrawParam="1"><ofd:AbbreviatedData>M 0 0 L 50 50</ofd:AbbreviatedData></ofd:PathObject>',
        ),
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_files_are_read_or_refused(what: str) -> None:
    name, content = HOSTILE[what]
    data = content if isinstance(content, bytes) else content.encode()
    tracemalloc.start()
    with suppress(InputError):
        assert extract(data, name=name).coverage.characters > 0
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MOST_MEMORY

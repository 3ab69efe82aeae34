"""Declarations and style sheets."""

import pytest

from policyparse.extractors.html_style import parse_css, parse_sheet, sheet_declarations


@pytest.mark.parametrize(
    ("declarations", "field", "value"),
    [
        ("display : none", "hidden", True),
        ("DISPLAY:NONE !important", "hidden", True),
        ("visibility:hidden", "hidden", True),
        ("mso-hide:all", "hidden", True),
        ("display:block", "block", True),
        ("display:inline-block", "block", False),
        ("text-align:justify", "align", "left"),
        ("text-align:right", "align", "right"),
        ("font-weight:700", "bold", True),
        ("font-weight:400", "bold", False),
        ("font-size:16.0pt", "size", 16.0),
        ("font-size:20px", "size", 15.0),
        ("font-size:1.2em", "size", None),
        ("font-size:...pt", "size", None),
        ("border:1px solid #ccc", "boxed", True),
        ("border-bottom:1px solid #ccc", "boxed", False),
        ("border-bottom:1px solid #ccc", "ruled", True),
        ("border-width:medium 1pt 1pt medium;border-style:none solid solid none", "boxed", False),
        ("border-style:none solid solid none", "ruled", True),
        ("border:none", "ruled", False),
        ("background:#f5f5f5", "shaded", True),
        ("background-color:white", "shaded", False),
        ("background:url(x.png)", "shaded", False),
        ("background:rgb(255, 255, 255)", "shaded", False),
        ("white-space:pre-wrap", "pre", True),
        ("list-style-type:none", "list_style", "none"),
        ("nonsense", "hidden", False),
    ],
)
def test_declarations(declarations: str, field: str, value: object) -> None:
    assert getattr(parse_css(declarations), field) == value


def test_a_sheet_gives_rules_by_tag_class_and_id() -> None:
    sheet = parse_sheet(
        "<!-- @import url(x.css); p.Title, .b {font-weight:bold} @media print {.b {display:none}} #x {display:none} "
        "div > p {color:red} .b::after {display:none} --> .c {text-align:center}"
    )
    assert set(sheet) == {"p.title", ".b", "#x", ".c"}
    assert parse_css(sheet_declarations(sheet, "p", {"class": "Title c"})).bold is True
    assert parse_css(sheet_declarations(sheet, "p", {"class": "Title c"})).align == "center"
    assert parse_css(sheet_declarations(sheet, "h1", {"class": "b"})).hidden is False
    assert parse_css(sheet_declarations(sheet, "div", {"id": "x"})).hidden is True
    assert sheet_declarations(sheet, "div", {}) == ""


def test_a_broken_sheet_ends() -> None:
    assert parse_sheet("{" * 50_000) == {}
    assert parse_sheet("@media " * 20_000) == {}
    assert parse_sheet("a{" + "}" * 50_000) == {"a": ";"}

"""What the cell styles of an XLSX say (ECMA-376 part 1, 18.8): number formats and rules."""

from __future__ import annotations

from policyparse.extractors.spreadsheet_numbers import BUILT_IN
from policyparse.extractors.spreadsheet_package import Package, local, named
from policyparse.extractors.spreadsheet_references import as_int


def cell_styles(package: Package, part: str) -> tuple[list[str], list[bool]]:
    """Of each cell style its number format, and whether it draws a rule above or below."""
    if not package.holds(part):
        return [], []
    root = package.xml(part)
    own = {as_int(f.get("numFmtId")): f.get("formatCode", "General") for f in named(root, "numFmt")}
    borders = [
        any(local(side) in {"top", "bottom"} and side.get("style", "none") != "none" for side in border)
        for group in named(root, "borders")
        for border in group
    ]
    codes: list[str] = []
    rules: list[bool] = []
    for group in named(root, "cellXfs"):
        for style in group:
            number, border = as_int(style.get("numFmtId")), as_int(style.get("borderId"))
            codes.append(own.get(number) or BUILT_IN.get(number, "General"))
            rules.append(0 <= border < len(borders) and borders[border])
    return codes, rules

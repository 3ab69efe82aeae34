"""A fictional task list, printed in many layouts: every cell of every page is read as it was set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pdf_building import accounted, asides, paragraphs, read, tables

from policyparse.document import Cell, Document
from policyparse.extractors.pdf_page import Frame
from policyparse.text import compact

rendering_pdf = pytest.importorskip("rendering.pdf")
load = pytest.importorskip("rendering.load").load
Layout = pytest.importorskip("rendering.layouts").Layout

LAYOUTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "rotate-90": {"rotate": 90},
    "rotate-180": {"rotate": 180},
    "rotate-270": {"rotate": 270},
    "turned-90": {"turned": 90},
    "turned-270": {"turned": 270},
    "no-outer": {"rules": "no-outer"},
    "cell-frames": {"rule_hand": "cells"},
    "bars": {"rule_hand": "bars"},
    "cut-rows-open": {"row_break": "cut", "close_breaks": False, "row_limit": 9},
    "cut-rows-open-no-outer": {"row_break": "cut", "close_breaks": False, "row_limit": 9, "rules": "no-outer"},
    "header-first": {"header": "first", "row_limit": 12},
    "stacked-names": {"vertical_names": "stacked"},
    "turned-names": {"vertical_names": "turned"},
    "narrow": {"narrow": ("deadline", "leaders")},
    "top": {"middle": False},
    "justified-wide": {"justify": "wide"},
    "watermark": {"watermark": "内部资料", "watermark_hand": "letters"},
    "twice": {"bold": "twice"},
    "named-font": {"font": "named"},
    "furniture": {"running_header": "云溪市人民政府公报", "running_footer": "云溪市人民政府办公室编"},
    "three-line": {"rules": "three-line", "row_limit": 14},
    "three-line-cut": {"rules": "three-line", "row_limit": 9, "row_break": "cut", "header": "first"},
    "horizontal": {"rules": "horizontal"},
    "bare": {"rules": "none"},
    "bare-cut": {"rules": "none", "row_limit": 9, "row_break": "cut"},
    "bare-turned": {"rules": "none", "turned": 90},
}


@pytest.fixture
def placed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[Any, Any, float, float]]]:
    """What the renderer draws: paper state, sheet, left and top."""
    drawn: list[tuple[Any, Any, float, float]] = []
    paint = rendering_pdf.paint

    def record(paper: Any, sheet: Any, left: float, top: float) -> None:
        drawn.append(((paper.number, paper.width, paper.height, paper.layout.turned), sheet, left, top))
        paint(paper, sheet, left, top)

    monkeypatch.setattr(rendering_pdf, "paint", record)
    return drawn


def _missing(document: Document, drawn: list[tuple[Any, Any, float, float]]) -> list[tuple[int, str]]:
    """Page and text of the drawn cells at whose place no cell with just this text was read.

    Where a row over all columns begins or ends a page of a table without outer rules, no rule bounds it: it
    is a paragraph there.
    """
    alone = {(p.origins[0].page, compact(p.text)) for p in paragraphs(document)}
    by_page: dict[int | None, list[Cell]] = {}
    for table in tables(document):
        for cell in table.cells:
            by_page.setdefault(cell.origin.page, []).append(cell)
    missing = []
    for (page, width, height, turned), sheet, left, top in drawn:
        frame = Frame(width=height if turned else width, height=width if turned else height, turn=turned)
        for cell in sheet.cells:
            text = compact("".join(cell.lines))
            if not text:
                continue
            x = left + (cell.x0 + 9 if cell.align == "left" and not cell.raw_angle else (cell.x0 + cell.x1) / 2)
            y = top + ((cell.top + cell.bottom) / 2 if cell.middle else cell.top + 8)
            x, y, _, _ = frame.to_page((x, y, x, y))
            found = [c for c in by_page.get(page, ()) if _holds(c, x, y) and compact(c.text) == text]
            bounded = cell.x1 - cell.x0 < sheet.width - 1 or (page, text) not in alone
            if not found and bounded:
                missing.append((page, text))
    return missing


def _holds(cell: Cell, x: float, y: float) -> bool:
    box = cell.origin.bbox
    return box is not None and box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_cell_is_read_in_its_place(name: str, placed: list[tuple[Any, Any, float, float]]) -> None:
    content, _ = load("task-list")
    document = read(rendering_pdf.render_pdf(content, replace(Layout(), **LAYOUTS[name])))
    assert placed
    assert _missing(document, placed) == []
    assert accounted(document) == document.characters
    reasons = {reason for reason, _ in asides(document)}
    assert "page-number" in reasons
    if name == "watermark":
        assert "watermark" in reasons
    if name == "furniture":
        assert {"running-header", "running-footer"} <= reasons
    if name == "twice":
        assert "duplicate-print" in reasons

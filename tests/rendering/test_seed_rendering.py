"""The real documents beside the repository, rendered anew at test time."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from seed_content import SEEDS, seed_content

from rendering.content import SectionRow, Table
from rendering.grid import header_lines
from rendering.layouts import Layout
from rendering.pdf import render_pdf
from rendering.render import render
from rendering.truth import all_text, tables


def _pages(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in document]


def test_the_task_list_becomes_a_long_landscape_table(seeds: Path) -> None:
    content = seed_content(seeds, 0)
    table = next(block for block in content.blocks if isinstance(block, Table))
    assert sum(not isinstance(row, SectionRow) for row in table.rows) == 120
    assert sum(isinstance(row, SectionRow) for row in table.rows) == 10
    names = table.columns[-1].names
    assert len(set(names)) == 3
    pages = _pages(render_pdf(content))
    assert len(pages) >= 30
    for number, page in enumerate(pages[1:], start=2):
        assert f"—{number}—" in page
        assert table.columns[0].groups[0] in page  # the header stands on every page
    for one in set(names):
        assert any(one in page for page in pages)


@pytest.mark.parametrize("number", SEEDS)
@pytest.mark.parametrize("form", ["pdf", "docx", "html"])
def test_all_characters_of_a_seed_are_rendered(seeds: Path, number: int, form: str) -> None:
    content = seed_content(seeds, number)
    source = Counter(re.sub(r"\s", "", "".join(all_text(content))))
    if form == "pdf":
        layout = Layout() if number == 0 else Layout(orientation="portrait")
        assert not source - Counter("".join(_pages(render_pdf(content, layout))))
    else:
        assert len(render(content, form)) > 10_000


@pytest.mark.parametrize("number", SEEDS)
def test_nothing_of_a_seed_is_left_out(seeds: Path, number: int) -> None:
    """The content model holds the characters of the seed, apart from marks, repeated cells and headers."""
    text = (seeds / SEEDS[number]).read_text(encoding="utf-8")
    text = re.sub(r"\$\\geq\s*(\d+)\\%\$", r"≥\1%", re.sub(r"</?[bp]>|^[#-]+", "", text, flags=re.MULTILINE))
    source = Counter(re.sub(r"\s", "", text))
    content = seed_content(seeds, number)
    heads = [cell for table in tables(content) for line in header_lines(table) for cell in line if cell is not None]
    kept = Counter(re.sub(r"\s", "", "".join((*all_text(content), *(cell.text for cell in heads)))))
    missing = source - kept
    if number == 0:
        assert not set(missing) - set(kept)  # headers and categories that each page prints again
    else:
        assert not missing

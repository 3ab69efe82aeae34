"""Files that other programs write: python-docx, and the real ones beside the repository."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx_building import only_table, read_bytes, shape, texts

from policyparse.document import Heading, Paragraph, Table
from policyparse.text import compact

REAL = Path(__file__).resolve().parents[2] / ".." / "shared" / "real"
REAL_FILES = sorted(REAL.glob("*.docx"))


def test_a_file_of_python_docx() -> None:
    source = docx.Document()
    source.add_heading("临江市2031年重点工作清单", 0)
    source.add_heading("一、水利", 1)
    source.add_paragraph("清淤十条河道。", style="List Number")
    source.add_paragraph("新建泵站三座。", style="List Number")
    source.add_paragraph("2031年3月1日").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    grid = source.add_table(3, 3, style="Table Grid")
    for c, text in enumerate(("任务", "时限", "责任单位")):
        grid.cell(0, c).text = text
    grid.cell(1, 0).merge(grid.cell(2, 0)).text = "河道清淤"
    grid.cell(1, 1).text, grid.cell(2, 1).text = "6月底", "9月底"
    grid.cell(1, 2).merge(grid.cell(2, 2)).text = "市水务局\n各镇"
    source.add_table(1, 1, style="Table Grid").cell(0, 0).text = "专栏1 水网工程"
    buffer = io.BytesIO()
    source.save(buffer)

    document = read_bytes(buffer.getvalue())

    assert [
        (b.level if isinstance(b, Heading) else 0, b.text) for b in document.blocks if not isinstance(b, Table)
    ] == [
        (1, "临江市2031年重点工作清单"),
        (1, "一、水利"),
        (0, "1.清淤十条河道。"),
        (0, "2.新建泵站三座。"),
        (0, "2031年3月1日"),
        (0, "专栏1 水网工程"),
    ]
    last = document.blocks[-1]
    assert isinstance(last, Paragraph)
    assert last.boxed == 1
    assert shape(only_table(document)) == [
        (0, 0, 1, 1, "任务"),
        (0, 1, 1, 1, "时限"),
        (0, 2, 1, 1, "责任单位"),
        (1, 0, 2, 1, "河道清淤"),
        (1, 1, 1, 1, "6月底"),
        (1, 2, 2, 1, "市水务局\n各镇"),
        (2, 1, 1, 1, "9月底"),
    ]


@pytest.mark.skipif(not REAL_FILES, reason="the real documents (../shared/real) are not here")
@pytest.mark.parametrize("path", REAL_FILES, ids=lambda path: path.name)
def test_real_files_lose_nothing(path: Path) -> None:
    document = read_bytes(path.read_bytes())
    found = compact("\n".join(texts(document)))
    peer = docx.Document(str(path))
    expected = [compact(paragraph.text) for paragraph in peer.paragraphs]
    assert [text for text in expected if text not in found] == []
    above = found[: found.index(expected[0] or found[:1])]  # elements of the 版头 may stand in the header
    assert above in "".join(compact(paragraph.text) for paragraph in peer.sections[0].header.paragraphs)

"""A scanned list beside its digital twin: the same cells, the same records, places on the scan."""

from __future__ import annotations

import io
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pypdfium2
import pytest

from policyparse.api import Stages, extract_stages
from policyparse.document import Cell, Table
from policyparse.extractors.options import ReadOptions
from policyparse.text import fold
from rendering.scan import Scanner, scanned_pdf
from test_same_records import comparable

#: The first pages of the sample's list: its covering notice, and the list on its side.
PAGES = [0, 1, 2, 3]
HOW = Scanner(skew=1.5, noise=12, quality=60, turns={3: 90}, stamps=(1, 2))


@pytest.fixture(scope="module")
def twins(root: Path) -> tuple[Stages, Stages]:
    """The pages with their text, and scanned."""
    out = io.BytesIO()
    with pypdfium2.PdfDocument((root / "samples/task-list/source.pdf").read_bytes()) as whole:
        part = pypdfium2.PdfDocument.new()
        part.import_pages(whole, PAGES)
        part.save(out)
    digital = out.getvalue()
    pages: list[tuple[int, int]] = []
    options = ReadOptions(ocr_threads=2, on_page=lambda done, total: pages.append((done, total)))
    scan = extract_stages(scanned_pdf(digital, HOW), name="scan.pdf", options=options)
    assert pages == [(n, len(PAGES)) for n in range(1, len(PAGES) + 1)]
    return extract_stages(digital, name="digital.pdf"), scan


def _cells(stages: Stages) -> Iterator[tuple[tuple[int | None, int, int, int, int], Cell]]:
    for block in stages.document.blocks:
        if isinstance(block, Table):
            for cell in block.cells:
                yield (block.origin.page, cell.row, cell.col, cell.row_span, cell.col_span), cell


def test_every_row_and_column_is_found(twins: tuple[Stages, Stages]) -> None:
    digital, scan = (dict(_cells(stages)) for stages in twins)
    assert len(digital) > 150
    assert set(digital) == set(scan)


def test_characters_of_cells(twins: tuple[Stages, Stages]) -> None:
    digital, scan = (dict(_cells(stages)) for stages in twins)
    right = total = 0
    for place, cell in digital.items():
        wanted, given = fold(cell.text), fold(scan[place].text)
        matcher = SequenceMatcher(None, wanted, given, autojunk=False)
        right += sum(block.size for block in matcher.get_matching_blocks())
        total += max(len(wanted), len(given))
    assert right >= 0.98 * total


def test_fields_of_records(twins: tuple[Stages, Stages]) -> None:
    digital, scan = (comparable(stages.result) for stages in twins)
    assert len(digital) == len(scan) > 15
    names = [name for name in digital[0] if name != "flags"]
    right = sum(a[name] == b[name] for a, b in zip(digital, scan, strict=True) for name in names)
    assert right >= 0.93 * len(digital) * len(names)


def test_frame_and_account(twins: tuple[Stages, Stages]) -> None:
    digital, scan = (stages.result for stages in twins)
    for name in ("title", "doc_number", "issuer", "recipients", "issued_on", "period"):
        assert fold(str(getattr(scan.meta, name))) == fold(str(getattr(digital.meta, name))), name
    assert (digital.source.ocr, scan.source.ocr, scan.source.format, scan.source.pages) == (False, True, "pdf", 4)
    assert scan.coverage.unaccounted == 0
    assert [item.reason for item in scan.coverage.set_aside_items] == ["page-number"] * 4
    told = {p.code: p.message for p in scan.problems}
    assert "pages 1 to 4" in told["page-read-by-ocr"]
    assert "pages 1 to 2" in told["stamp-removed"]


def test_places_are_on_the_scan(twins: tuple[Stages, Stages]) -> None:
    """A cell's place on the skewed scan is that of its twin, rotated by the skew; on the turned page the other way round."""
    digital, scan = (dict(_cells(stages)) for stages in twins)
    place = next(key for key in digital if key[0] == 2 and key[1] > 2 and key[2] == 2)
    one, two = digital[place].origin.bbox, scan[place].origin.bbox
    assert one is not None
    assert two is not None
    assert (two[0] + two[2]) / 2 == pytest.approx((one[0] + one[2]) / 2, abs=12)
    assert two[2] - two[0] > one[2] - one[0]  # the upright box around a tilted one
    turned = next(cell for key, cell in scan.items() if key[0] == 3).origin.bbox
    page = next(p for p in twins[1].document.pages if p.number == 3)
    assert (round(page.width), round(page.height)) == (595, 842)
    assert turned is not None
    first = next(cell for key, cell in digital.items() if key[0] == 3).origin.bbox
    assert first is not None
    assert turned[2] == pytest.approx(595.3 - first[1], abs=15)  # the top of the page is to the right


def test_doubtful_characters_flag_their_field(twins: tuple[Stages, Stages]) -> None:
    document = twins[1].result
    doubts = [p for p in document.problems if p.code == "low-ocr-confidence"]
    flagged = {record.id for record in document.records if "low-ocr-confidence" in record.flags}
    assert flagged == {p.record for p in doubts if p.record}
    for problem in doubts:
        assert problem.source
        assert problem.source[0].page in {1, 2, 3, 4}

"""The samples as scans give the records of their other formats, widths of punctuation folded."""

from __future__ import annotations

from pathlib import Path

import pytest

from policyparse import extract
from policyparse.extractors.options import ReadOptions
from policyparse.text import fold
from rendering.scan import Scanner, scanned_pdf, scanned_tiff
from test_same_records import comparable, differences

HOW = Scanner(skew=0.7, noise=8, quality=75)
META = ("title", "kind", "doc_number", "issuer", "issued_on", "recipients", "period")


@pytest.mark.parametrize(
    ("name", "form"), [("notice", "image"), ("plan", "pdf"), ("work-points", "pdf"), ("work-points-owners", "pdf")]
)
def test_a_scanned_sample_gives_the_same_records(root: Path, name: str, form: str) -> None:
    pdf = (root / "samples" / name / "source.pdf").read_bytes()
    scan = scanned_tiff(pdf, HOW) if form == "image" else scanned_pdf(pdf, HOW)
    wanted = extract(pdf)
    given = extract(scan, options=ReadOptions(ocr_threads=2))
    assert (given.source.format, given.source.ocr) == (form, True)
    records = [comparable(document) for document in (wanted, given)]
    for record in (record for document in records for record in document):
        record["flags"] = sorted(set(record["flags"]) - {"low-ocr-confidence"})
    assert differences(*records) == []
    for field in META:
        assert fold(str(getattr(given.meta, field))) == fold(str(getattr(wanted.meta, field))), field
    assert given.coverage.unaccounted == 0


@pytest.mark.parametrize("file", ["notice/scan.tiff", "notice/scan.pdf"])
def test_a_checked_in_scan_gives_the_records_of_its_document(root: Path, file: str) -> None:
    path = root / "samples" / file
    wanted, given = extract(path.with_name("source.pdf")), extract(path, options=ReadOptions(ocr_threads=2))
    assert given.source.ocr
    records = [comparable(document) for document in (wanted, given)]
    for record in (record for document in records for record in document):
        record["flags"] = sorted(set(record["flags"]) - {"low-ocr-confidence"})
    assert differences(*records) == []
    for field in META:
        assert fold(str(getattr(given.meta, field))) == fold(str(getattr(wanted.meta, field))), field

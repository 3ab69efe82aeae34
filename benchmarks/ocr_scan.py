# ruff: noqa: PLC0415 (each process imports only the reader that it measures)
"""A long scanned list: characters, rows, fields, time and memory a page, beside tesseract's chi_sim on the same pages.

    python benchmarks/ocr_scan.py [--seeds ../shared/seeds] [--pages N] [--without-tesseract]

The list of the first seed (or, where the seeds are not at hand, the sample's) is rendered as a PDF and scanned at
200 dpi with a skew of 1.5 degrees, noise, JPEG quality 60, red stamps and one page turned by 90 degrees. The scan
is read in a process of its own and compared with its digital twin: characters of cells (by the longest common
runs, widths folded), cells in their place, fields of records. Tesseract knows no cells; it is judged by the
characters of the pages in any order. It gets the pages as they are, with its own page segmentation and orientation.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools"), str(ROOT / "tests"), str(ROOT / "tests" / "rendering")]

#: What the reading of the scan must reach.
CHARACTERS, FIELDS = 0.98, 0.93


def make(seeds: Path, pages: int | None) -> tuple[bytes, bytes]:
    """The digital list and its scan."""
    import io

    import pypdfium2
    from seed_content import seed_content

    from rendering.load import load
    from rendering.pdf import render_pdf
    from rendering.scan import Scanner, scanned_pdf

    content = seed_content(seeds, 0) if seeds.is_dir() else load("task-list")[0]
    digital = render_pdf(content)
    if pages is not None:
        with pypdfium2.PdfDocument(digital) as whole:
            part = pypdfium2.PdfDocument.new()
            part.import_pages(whole, list(range(min(pages, len(whole)))))
            out = io.BytesIO()
            part.save(out)
            digital = out.getvalue()
    how = Scanner(skew=1.5, noise=12, quality=60, turns={5: 90}, stamps=(1, 4, 9))
    return digital, scanned_pdf(digital, how)


def read(path: Path, threads: int) -> dict[str, Any]:
    """Read the scan in this process: seconds, memory, and the result."""
    from policyparse.api import extract_stages
    from policyparse.extractors import ocr_model
    from policyparse.extractors.options import ReadOptions

    begun = time.perf_counter()
    ocr_model.load()
    ready = time.perf_counter()
    stages = extract_stages(path, options=ReadOptions(ocr_threads=threads))
    seconds = time.perf_counter() - ready
    return {
        "start_up": ready - begun,
        "seconds": seconds,
        "processor": time.process_time(),
        "peak_mib": _peak(),
        "cells": _cells(stages),
        "records": _records(stages),
        "text": _text(stages),
    }


def _cells(stages: Any) -> dict[str, str]:
    from policyparse.document import Table
    from policyparse.text import fold

    found = {}
    for block in stages.document.blocks:
        if isinstance(block, Table):
            for c in block.cells:
                found[f"{block.origin.page}/{c.row}/{c.col}/{c.row_span}/{c.col_span}"] = fold(c.text)
    return found


def _records(stages: Any) -> list[dict[str, Any]]:
    from test_same_records import comparable

    return comparable(stages.result)


def _text(stages: Any) -> str:
    """All characters, widths folded, in any order."""
    from policyparse.document import Table
    from policyparse.text import fold

    parts = [item.text for item in stages.document.set_aside]
    for block in stages.document.blocks:
        parts.extend([c.text for c in block.cells] if isinstance(block, Table) else [block.text])
    return fold("".join(parts))


def _peak() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def tesseract(scan: bytes, folder: Path) -> tuple[str, float, float]:
    """The text of all pages, seconds, and MiB at the most."""
    import os

    import pypdfium2

    texts = []
    seconds = peak = 0.0
    with pypdfium2.PdfDocument(scan) as document:
        for number, page in enumerate(document):
            path = folder / f"{number}.png"
            page.render(scale=200 / 72).to_pil().save(path)
            begun = time.perf_counter()
            command = ["tesseract", str(path), "-", "-l", "chi_sim", "--psm", "1", "--dpi", "200"]
            out = folder / "out.txt"
            with out.open("w") as stream, subprocess.Popen(command, stdout=stream, stderr=subprocess.DEVNULL) as work:
                _, status, usage = os.wait4(work.pid, 0)
                work.returncode = os.waitstatus_to_exitcode(status)
            seconds += time.perf_counter() - begun
            peak = max(peak, usage.ru_maxrss / 1024)
            texts.append(out.read_text(encoding="utf-8"))
            path.unlink()
    return "".join(texts), seconds, peak


def common(wanted: str, given: str) -> float:
    """The part of the characters that both have, in any order, of the larger of the two."""
    both = Counter(wanted) & Counter(given)
    return sum(both.values()) / max(len(wanted), len(given), 1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seeds", type=Path, default=ROOT.parent / "shared" / "seeds")
    parser.add_argument("--pages", type=int)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--without-tesseract", action="store_true")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        print(json.dumps(read(options.read, options.threads), default=str))
        return 0
    digital, scan = make(options.seeds, options.pages)
    from policyparse.api import extract_stages
    from policyparse.text import fold

    twin = extract_stages(digital, name="digital.pdf")
    wanted, records = _cells(twin), json.loads(json.dumps(_records(twin), default=str))
    pages = twin.document.file.pages or 1
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "scan.pdf"
        path.write_bytes(scan)
        command = [sys.executable, __file__, "--read", str(path), "--threads", str(options.threads)]
        found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        right = total = whole = 0
        for place, text in wanted.items():
            given = found["cells"].get(place, "")
            matcher = SequenceMatcher(None, text, given, autojunk=False)
            right += sum(block.size for block in matcher.get_matching_blocks())
            total += max(len(text), len(given))
            whole += text == given
        names = [name for name in records[0] if name != "flags"] if records else []
        same = sum(a[name] == b[name] for a, b in zip(records, found["records"], strict=False) for name in names)
        characters = right / max(1, total)
        fields = same / max(1, len(records) * len(names))
        missed = len(set(wanted) - set(found["cells"]))
        print(f"{pages} pages, {len(wanted)} cells, {len(records)} records, {options.threads} threads")
        print(
            f"policyparse  characters of cells {characters:.4f}, whole cells {whole / max(1, len(wanted)):.4f}, "
            f"cells not in their place {missed}, fields {fields:.4f}, records {len(found['records'])}"
        )
        print(
            f"             {found['seconds'] / pages:.2f} s a page ({found['processor'] / pages:.2f} s of processor), "
            f"peak {found['peak_mib']:.0f} MiB, start-up {found['start_up']:.2f} s, "
            f"characters of pages in any order {common(_text(twin), found['text']):.4f}"
        )
        if not options.without_tesseract and shutil.which("tesseract"):
            text, seconds, peak = tesseract(scan, Path(name))
            print(
                f"tesseract    {seconds / pages:.2f} s a page, peak {peak:.0f} MiB, characters of pages in any order "
                f"{common(_text(twin), fold(text)):.4f} (no cells)"
            )
    good = characters >= CHARACTERS and fields >= FIELDS and not missed and len(found["records"]) == len(records)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

# ruff: noqa: PLC0415 (each process imports only the reader that it measures)
"""Time and memory of the PDF reader on a ruled list, beside pdfplumber's `extract_tables` on the same file.

    python benchmarks/pdf_speed.py [--pages 34] [--long 340]

Makes a fictional task list of so many landscape pages (eight ruled columns, wrapped cells, a merged category,
page numbers), reads it with both, each in a process of its own, and prints milliseconds a page, cells and peak
memory; then the longer list with the reader alone, to show that memory does not grow with pages. Start-up
(interpreter, imports, the first page) is measured by itself and not counted.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools")]

#: What the reader must stay under, in milliseconds a page beyond start-up.
TARGET = 25.0
WIDTHS = (30, 80, 120, 130, 60, 190, 50, 80)
NAMES = ("序号", "类别", "重点工作任务", "年度工作目标", "完成时限", "具体推进步骤", "责任领导", "责任单位")
PHRASES = (
    "开展城东片区供水管网改造",
    "健全口袋公园建设和管护机制",
    "组织社区食堂布点并完善补贴办法",
    "推进山区乡镇卫生院标准化建设",
    "完成年度任务量的百分之九十以上",
    "群众满意率不低于95%",
    "第一季度制定工作方案",
    "第二季度开展实地督导并通报进展",
    "第三季度组织中期评估",
    "12月底前总结验收",
    "统筹用好各类资金，引导社会力量参与",
)
LEADERS = ("周明远", "何静", "杜文斌", "宋雅琴")
UNITS = ("市教育局", "市财政局、市民政局", "市住房城乡建设局、各县（市、区）人民政府", "市卫生健康委")


def make(pages: int) -> bytes:
    """The list as a PDF file; the same on every run."""
    from reportlab.pdfgen import canvas

    from rendering.fonts import face

    chance = random.Random(pages)
    font, size, leading, left, top = face("embedded"), 10.5, 13.5, 50.0, 60.0
    edges = [left]
    for width in WIDTHS:
        edges.append(edges[-1] + width)
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(842, 595), invariant=1)
    number = 0
    for index in range(pages):
        page.setFont(font, size)
        page.setLineWidth(0.5)
        y, rows = top, 0
        ys = [y]
        while rows < 6:
            number += bool(rows)
            texts = list(NAMES) if not rows else _row(chance, number)
            lines = [_wrap(text, width - 8, size) for text, width in zip(texts, WIDTHS, strict=True)]
            height = max(map(len, lines)) * leading + 6
            if y + height > 530:
                break
            for x, cell, place in zip(edges, lines, range(8), strict=False):
                if place == 1 and rows > 1:  # the category is merged over the rows of a page
                    continue
                for step, line in enumerate(cell):
                    page.drawString(x + 4, 595 - (y + 3 + 0.86 * size + step * leading), line)
            y += height
            ys.append(y)
            rows += 1
        for place, at in enumerate(ys):
            inner = 1 < place < len(ys) - 1
            for x0, x1 in ((edges[0], edges[1]), (edges[2], edges[-1])) if inner else ((edges[0], edges[-1]),):
                page.line(x0, 595 - at, x1, 595 - at)
        for x in edges:
            page.line(x, 595 - ys[0], x, 595 - ys[-1])
        page.drawCentredString(421, 36, f"— {index + 1} —")
        page.showPage()
    page.save()
    return out.getvalue()


def _row(chance: random.Random, number: int) -> list[str]:
    def some(least: int, most: int) -> str:
        return "；".join(chance.choices(PHRASES, k=chance.randint(least, most))) + "。"

    deadline = f"{chance.randint(3, 12)}月底前"
    return [
        str(number),
        "城乡建设",
        some(1, 2),
        some(1, 3),
        deadline,
        some(3, 6),
        chance.choice(LEADERS),
        chance.choice(UNITS),
    ]


def _wrap(text: str, width: float, size: float) -> list[str]:
    lines, used = [""], 0.0
    for char in text:
        advance = size * (0.55 if char.isascii() else 1.0)
        if used + advance > width:
            lines.append("")
            used = 0.0
        lines[-1] += char
        used += advance
    return lines


def read_ours(data: bytes) -> int:
    """Number of cells."""
    from policyparse.document import FileInfo, Table
    from policyparse.extractors import pdf
    from policyparse.extractors.options import ReadOptions

    file = FileInfo(path="list.pdf", format="pdf", sha256="", size_bytes=len(data))
    return sum(len(b.cells) for b in pdf.read(data, file, ReadOptions()).blocks if isinstance(b, Table))


def read_pdfplumber(data: bytes) -> int:
    """Number of cells; each page's cache is dropped, as its manual advises for long files."""
    import pdfplumber

    cells = 0
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            cells += sum(cell is not None for table in page.extract_tables() for row in table for cell in row)
            page.close()
    return cells


READERS: dict[str, Callable[[bytes], int]] = {"policyparse": read_ours, "pdfplumber": read_pdfplumber}


def measure(reader: str, path: Path, pages: int) -> dict[str, Any]:
    """Run in a process of its own: start-up is the time for a file of one page."""
    read, data, first = READERS[reader], path.read_bytes(), make(1)
    begin = time.perf_counter()
    read(first)
    start_up = time.perf_counter() - begin
    begin = time.perf_counter()
    cells = read(data)
    seconds = time.perf_counter() - begin
    return {"start_up": start_up, "ms_a_page": 1000 * seconds / pages, "cells": cells, "peak_mib": _peak()}


def _peak() -> float | None:
    try:
        import resource
    except ImportError:  # not on Windows
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pages", type=int, default=34)
    parser.add_argument("--long", type=int, default=340)
    parser.add_argument("--measure", nargs=3, metavar=("READER", "FILE", "PAGES"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        reader, path, pages = options.measure
        print(json.dumps(measure(reader, Path(path), int(pages))))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        runs = [("policyparse", options.pages), ("pdfplumber", options.pages), ("policyparse", options.long)]
        print(f"{'reader':12} {'pages':>6} {'ms a page':>10} {'cells':>7} {'peak MiB':>9} {'start-up s':>11}")
        results = []
        for reader, pages in runs:
            path = Path(folder) / f"{pages}.pdf"
            if not path.exists():
                path.write_bytes(make(pages))
            command = [sys.executable, __file__, "--measure", reader, str(path), str(pages)]
            found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
            results.append(found)
            peak = f"{found['peak_mib']:.0f}" if found["peak_mib"] else "-"
            print(
                f"{reader:12} {pages:6} {found['ms_a_page']:10.1f} {found['cells']:7} {peak:>9} {found['start_up']:11.2f}"
            )
    return 0 if results[0]["ms_a_page"] < TARGET else 1


if __name__ == "__main__":
    sys.exit(main())

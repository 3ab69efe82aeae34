"""Processor seconds and memory of writing a ledger of many records as a workbook.

Run: python benchmarks/export_xlsx.py [RECORDS]
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from policyparse import extract

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "task-list" / "source.txt"


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    document = extract(SAMPLE)
    several = [
        record.model_copy(update={"id": f"{n:012x}", "number": str(n + 1)})
        for n, record in zip(range(count), document.records * (count // len(document.records) + 1), strict=False)
    ]
    with tempfile.TemporaryDirectory() as folder:
        stored, made = Path(folder) / "a.json", Path(folder) / "a.xlsx"
        stored.write_text(document.model_copy(update={"records": several}).model_dump_json(), encoding="utf-8")
        command = [sys.executable, "-m", "policyparse", "convert", str(stored), "--to", "xlsx", "-o", str(made)]
        subprocess.run(command, check=True)
        size = made.stat().st_size / 1e6
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"{count} records: {used.ru_utime:.1f} s of processor time, {used.ru_maxrss / 1024:.0f} MB, {size:.1f} MB written"
    )


if __name__ == "__main__":
    main()

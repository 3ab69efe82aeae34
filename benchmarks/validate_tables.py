"""Seconds and memory of `policyparse validate` on a clean ledger of 20,000 rows and 11 columns.

Run: python benchmarks/validate_tables.py [ROWS]
"""

from __future__ import annotations

import datetime
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from xlsxwriter import Workbook

HEAD = ["序号", "类别", "任务", "工作内容", "目标", "完成时限", "截止日期", "责任领导", "牵头单位", "配合单位", "备注"]
PLACES = ["市", "临江县", "东湖区", "西湖区", "高新区"]
OFFICES = ["教育局", "财政局", "民政局", "水务局", "农业农村局", "卫健局", "城管局", "交通运输局"]


def write(path: Path, rows: int) -> None:
    """A ledger without any fault."""
    chosen = random.Random(1)
    units = [place + office for place in PLACES for office in OFFICES]
    book = Workbook(path)
    sheet = book.add_worksheet("台账")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEAD)
    for row in range(1, rows + 1):
        month, date = chosen.randint(1, 12), chosen.randint(1, 28)
        lead, *support = chosen.sample(units, 4)
        texts = [
            "城建",
            f"修缮城区桥梁第{row}座",
            f"完成桥梁{row}的检查、加固和验收。",
            f"完成{row % 50 + 1}座，合格率达到{row % 20 + 80}%",
            f"2026年{month}月{date}日前",
        ]
        sheet.write_number(row, 0, row)
        sheet.write_row(row, 1, texts)
        sheet.write_datetime(row, 6, datetime.datetime(2026, month, date), day)
        sheet.write_row(row, 7, ["王建国", lead, "、".join(support)])
    book.close()


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "ledger.xlsx"
        write(table, rows)
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "policyparse", "validate", str(table), "--format", "json"],
            capture_output=True,
            check=False,
        )
        seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{rows} rows: {seconds:.1f} s, {memory:.0f} MB, exit code {done.returncode}")


if __name__ == "__main__":
    main()

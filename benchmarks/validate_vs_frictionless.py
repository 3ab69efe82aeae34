"""Planted mistakes in one ledger: what `policyparse validate` and frictionless find, and where they point.

frictionless runs in an environment of its own (`python -m venv`, `pip install "frictionless[excel]"`) and gets what its
user would give: the header's row, and a Table Schema with types, required and unique fields and patterns.

Run: python benchmarks/validate_vs_frictionless.py --python ENV/bin/python [--markdown]
"""

from __future__ import annotations

import argparse
import datetime
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

HEAD = ["序号", "重点任务", "工作目标", "完成时限", "截止日期", "责任领导", "牵头单位", "配合单位"]
_D = datetime.date
ROWS: list[list[Any]] = [
    [1, "修缮城区老旧桥梁", "完成3座桥梁修缮", "6月底前", _D(2026, 6, 30), "王建国", "市城管局", "市财政局、市交通局"],
    [2, "疏浚城区河道", "完成2条河道疏浚", "9月底前", _D(2026, 9, 30), "李志强", "市水务局", "市财政局"],
    [3, "新建社区食堂", "新建食堂3处", "10月底前", _D(2026, 10, 31), "王建国", "市民政局", "市财政局、市卫健委"],
    [4, "整治农贸市场", "合格率达到95%", "年底前", _D(2026, 12, 31), "张丽华", "市市场监管局", "市公安局"],
    [5, "开展技能培训", "培训500人次", "每季度末", None, "张丽华", "市人社局", "市教育局、市医政处"],
    [6, "建设城市绿道", "建成12公里绿道", "11月底前", _D(2026, 11, 30), "李志强", "市园林局", "市财政局、市医政处"],
]
#: What a user of frictionless would write down about this table.
SCHEMA = {
    "fields": [
        {"name": "序号", "type": "integer", "constraints": {"required": True, "unique": True}},
        {"name": "重点任务", "type": "string", "constraints": {"required": True}},
        {"name": "工作目标", "type": "string"},
        {"name": "完成时限", "type": "string", "constraints": {"required": True}},
        {"name": "截止日期", "type": "date"},
        {"name": "责任领导", "type": "string", "constraints": {"pattern": "[\\u4e00-\\u9fff·]{2,6}"}},
        {"name": "牵头单位", "type": "string", "constraints": {"required": True}},
        {"name": "配合单位", "type": "string"},
    ],
    "missingValues": [""],
}
Change = Callable[[Any], None]


def put(cell: str, value: Any) -> Change:
    def change(sheet: Any) -> None:
        sheet[cell] = value
        if isinstance(value, str):
            sheet[cell].data_type = "s"

    return change


def serial(sheet: Any) -> None:
    sheet["E4"] = 46295
    sheet["E4"].number_format = "General"


def hide_row(sheet: Any) -> None:
    sheet.row_dimensions[6].hidden = True


def hide_column(sheet: Any) -> None:
    sheet.column_dimensions["G"].hidden = True


def double_column(sheet: Any) -> None:
    sheet["I2"] = "牵头单位"
    for row in range(3, 9):
        sheet.cell(row, 9, sheet.cell(row, 7).value)


def no_column(sheet: Any) -> None:
    sheet.delete_cols(2)


def error(sheet: Any) -> None:
    sheet["C4"] = "#REF!"
    sheet["C4"].data_type = "e"


def copy_hidden(sheet: Any) -> None:
    other = sheet.parent.create_sheet("备用")
    for row in (HEAD, *ROWS):
        other.append(row)
    other.sheet_state = "hidden"


def start(sheet: Any) -> None:
    sheet["I2"] = "开始时间"
    sheet["I4"] = "2026年10月"


def values(sheet: Any) -> None:
    sheet["I2"] = "目标值"
    for row, value in zip(range(3, 9), (3, 2, 5, 95, 500, 12), strict=True):
        sheet.cell(row, 9, value)


def kinds(sheet: Any) -> None:
    sheet["I2"] = "类型"
    for row in range(3, 9):
        sheet.cell(row, 9, "任物" if row == 5 else "任务")


#: What is planted, the cell (None: the table), the code, and how.
PLANTED: list[tuple[str, str | None, str, Change]] = [
    ("column missing", None, "column-missing", no_column),
    ("column doubled", "I2", "column-doubled", double_column),
    ("column without a name", "J2", "column-unnamed", put("J5", "另有说明")),
    ("task empty", "B4", "task-empty", put("B4", None)),
    ("number doubled", "A5", "number-doubled", put("A5", 2)),
    ("number missing in the series", "A8", "number-gap", put("A8", 9)),
    ("number empty", "A4", "number-empty", put("A4", None)),
    ("number stored as text", "A4", "number-as-text", put("A4", "2")),
    ("deadline that says nothing", "D3", "deadline-unreadable", put("D3", "尽力而为")),
    ("2月30日 in words", "D3", "date-impossible", put("D3", "2月30日前")),
    ("2026-02-30 in the date column", "E4", "date-impossible", put("E4", "2026-02-30")),
    ("words against the date column", "D3", "deadline-contradicts", put("D3", "5月底前")),
    ("deadline after the period", "D7", "deadline-outside-period", put("D7", "2027年3月底前")),
    ("deadline before the period", "D7", "deadline-before-start", put("D7", "2025年3月底前")),
    ("start after the due date", "I4", "dates-reversed", start),
    ("date stored as text", "E4", "date-as-text", put("E4", "2026-09-30")),
    ("date stored as a serial number", "E4", "date-serial", serial),
    ("words in the date column", "E4", "date-not-iso", put("E4", "9月底")),
    ("target value against its text", "I5", "target-contradicts", values),
    ("share over 100 %", "C6", "percent-over-100", put("C6", "合格率达到120%")),
    ("owner missing", "G4", "owner-missing", put("G4", None)),
    ("unit in lead and support", "H4", "owner-in-both", put("H4", "市水务局")),
    ("unit twice in a cell", "H4", "unit-doubled", put("H4", "市财政局、市财政局")),
    ("other kind of office (处, 科)", "H8", "unit-near-miss", put("H8", "市财政局、市医政科")),
    ("slip of one character", "H8", "unit-near-miss", put("H8", "市财证局、市医政处")),
    ("unbalanced bracket", "H8", "unit-brackets", put("H8", "市财政局（牵头")),
    ("units without separator", "H8", "units-unseparated", put("H8", "市财政局市公安局")),
    ("person among units", "G8", "person-in-unit-column", put("G8", "李志强")),
    ("unit among people", "F8", "unit-in-person-column", put("F8", "市园林绿化局")),
    ("zero-width blank", "B4", "text-invisible", put("B4", "疏浚\u200b城区河道")),
    ("no-break blank", "B4", "text-invisible", put("B4", "疏浚\u00a0城区河道")),
    ("full-width digits", "C4", "digits-full-width", put("C4", "完成２条河道疏浚")),
    ("line break in the task", "B4", "line-break", put("B4", "疏浚城区\n河道")),
    ("line break in a unit's name", "G8", "line-break", put("G8", "市园\n林局")),
    ("text cut at 255", "B4", "text-cut", put("B4", "务" * 255)),
    ("text cut at 32,767", "C4", "text-cut", put("C4", "务" * 32767)),
    ("merged cells hide a value", "G6", "merged-hides-value", lambda sheet: None),
    ("hidden row", "A6", "row-hidden", hide_row),
    ("hidden column", "G2", "column-hidden", hide_column),
    ("hidden sheet with the old table", None, "sheet-hidden", copy_hidden),
    ("formula never computed", "C4", "formula-uncomputed", put("C4", None)),
    ("formula that failed", "C4", "cell-error", error),
    ("value outside a closed list", "I5", "kind-unknown", kinds),
]  # fmt: skip


def workbook(what: str, change: Change) -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "清单"
    sheet.append(["临江市2026年重点任务清单"])
    sheet.merge_cells("A1:H1")
    sheet.append(HEAD)
    for row in ROWS:
        sheet.append(row)
    for row in range(3, 9):
        sheet.cell(row, 5).number_format = "yyyy-mm-dd"
    change(sheet)
    if what == "formula never computed":
        sheet["C4"] = "=1+1"
    out = io.BytesIO()
    book.save(out)
    if what != "merged cells hide a value":
        return out.getvalue()
    with zipfile.ZipFile(out) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b'<mergeCell ref="A1:H1"', b'<mergeCell ref="G5:G6" /><mergeCell ref="A1:H1"')
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as new:
        for part, content in parts.items():
            new.writestr(part, content)
    return made.getvalue()


#: Runs in the other environment: paths on standard input, one JSON line a file.
PEER = """
import json, sys
import frictionless
from frictionless import Dialect, Resource, Schema, formats
schema = json.loads(sys.argv[1])
print(json.dumps(frictionless.__version__))
for path in sys.stdin.read().split():
    control = formats.ExcelControl(sheet=1)
    found = []
    try:
        dialect = Dialect(header_rows=[2], controls=[control])
        resource = Resource(path=path, dialect=dialect, schema=Schema.from_descriptor(schema))
        for task in resource.validate().tasks:
            for e in task.errors:
                found.append([e.type, getattr(e, "row_number", None), getattr(e, "field_number", None)])
    except Exception as error:
        found.append(["raised " + type(error).__name__, None, None])
    print(json.dumps(found))
"""


def peer(python: str, paths: list[Path]) -> tuple[str, list[list[list[Any]]]]:
    command = [python, "-c", PEER, json.dumps(SCHEMA)]
    folder = paths[0].parent
    done = subprocess.run(
        command, input="\n".join(p.name for p in paths), cwd=folder, capture_output=True, text=True, check=True
    )
    first, *rest = [json.loads(line) for line in done.stdout.splitlines()]
    return first, rest


def ours(path: Path) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "policyparse", "validate", str(path), "--format", "json"],
        capture_output=True,
        check=False,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return found


def place(row: int | None, field: int | None) -> str:
    if row is None and field is None:
        return "-"
    if row is None:
        return f"field {field}"
    return f"row {row}" + (f", field {field}" if field is not None else "")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--python", required=True, help="the Python of an environment with frictionless[excel]")
    options.add_argument("--markdown", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        clean = Path(folder) / "clean.xlsx"
        clean.write_bytes(workbook("", lambda sheet: None))
        paths = [clean]
        for at, (what, _, _, change) in enumerate(PLANTED):
            paths.append(Path(folder) / f"{at:02}.xlsx")
            paths[-1].write_bytes(workbook(what, change))
        version, others = peer(chosen.python, paths)
        base = {tuple(e) for e in others[0]}
        rows = []
        exact = told = right = 0
        print(f"clean table: policyparse {len(ours(clean))} findings, frictionless {version} {len(others[0])}")
        for (what, cell, code, _), path, theirs in zip(PLANTED, paths[1:], others[1:], strict=True):
            found = ours(path)
            hit = [f for f in found if f["code"] == code and f["cell"] == cell]
            exact += len(hit) == 1 and len(found) == 1
            new = [e for e in theirs if tuple(e) not in base]
            told += bool(new)
            letter = None if cell is None else (int(cell[1:]), ord(cell[0]) - 64)
            right += any((row, field) == letter for _, row, field in new)
            mine = "; ".join(f"`{f['code']}` {f['cell'] or 'table'}" for f in found) or "nothing"
            other = "; ".join(f"`{e}` {place(r, f)}" for e, r, f in new[:2]) or "nothing"
            rows.append((what, cell or "table", mine, other + (f" and {len(new) - 2} more" if len(new) > 2 else "")))
    for row in rows:
        print("| " + " | ".join(row) + " |" if chosen.markdown else "{:34} {:6} {:44} {}".format(*row))
    print(f"{len(PLANTED)} mistakes: policyparse {exact} with exactly one finding at the cell; "
          f"frictionless {told} told, {right} at that row and field")  # fmt: skip


if __name__ == "__main__":
    main()

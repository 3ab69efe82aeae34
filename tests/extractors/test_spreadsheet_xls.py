"""XLS and ET: the binary workbook, written by xlwt."""

import contextlib
import datetime
import io
import random
from typing import Any

import pytest

xlwt = pytest.importorskip("xlwt")

from test_spreadsheet import accounted, read, tables, texts  # noqa: E402

from policyparse.errors import FileBroken, FormatUnknown, PasswordNeeded  # noqa: E402
from policyparse.extractors import registry  # noqa: E402
from policyparse.extractors.spreadsheet import open_workbook  # noqa: E402

HEAD = ["序号", "工作任务", "工作目标", "完成时限", "牵头单位"]


def saved(made: Any) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def ledger() -> bytes:
    made = xlwt.Workbook(encoding="utf-8")
    ws = made.add_sheet("清单")
    ws.write_merge(0, 0, 0, 4, "2026年重点任务清单")
    for col, name in enumerate(HEAD):
        ws.write(1, col, name)
    percent, day = xlwt.easyxf(num_format_str="0%"), xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"')
    ws.write(2, 0, 1)
    ws.write_merge(2, 3, 1, 1, "修缮桥梁")
    ws.write(2, 2, 0.95, percent)
    ws.write(2, 3, datetime.date(2026, 6, 30), day)
    ws.write(2, 4, "市城管局")
    ws.write(3, 0, 2)
    ws.write(3, 2, 1200)
    ws.write(3, 3, xlwt.Formula("1+1"))
    ws.row(3).hidden = True
    other = made.add_sheet("备用")
    other.visibility = 1
    other.write(0, 0, "甲")
    other.write(0, 1, "乙")
    other.write(1, 0, "丙")
    return saved(made)


@pytest.mark.parametrize("name", ["清单.xls", "清单.et", "无后缀"])
def test_values_formats_merges_and_hidden(name: str) -> None:
    data = ledger()
    assert registry.detect(data, name).name == "xls"
    document = read(data, name)
    first, second = tables(document)
    assert texts(first)[:2] == [HEAD, ["1", "修缮桥梁", "95%", "2026年6月30日", "市城管局"]]
    assert texts(first)[2][:3] == ["2", "修缮桥梁", "1200"]
    assert {c.flags for c in first.cells if c.row == 2} == {("hidden-row",)}
    assert second.flags == ("hidden-sheet",)
    assert document.file.format == "xls"
    assert accounted(document)


def test_rules_through_a_blank_column_hold_a_table_together() -> None:
    rows = [
        ["活儿", "干到啥样", "", "谁来干", "啥时候"],
        ["固堤", "三公里", "", "老陈", "开春"],
        ["植树", "二十亩", "", "老李", "入冬"],
    ]
    for rule, wanted in (("borders: top thin, bottom thin", [(3, 5)]), ("borders: left thin", [(3, 2), (3, 2)])):
        made = xlwt.Workbook(encoding="utf-8")
        ws = made.add_sheet("清单")
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                ws.write(r, c, text or None, xlwt.easyxf(rule))
        assert [(t.rows, t.cols) for t in tables(read(saved(made), "清单.xls"))] == wanted


def test_a_truncated_file_is_broken() -> None:
    data = ledger()
    for part in (data[:700], data[: len(data) // 2]):
        with pytest.raises(FileBroken):
            read(part, "a.xls")


def test_values_are_those_that_another_reader_finds() -> None:
    """Many long strings, so that the table of strings goes on over records in the middle of a character run."""
    calamine = pytest.importorskip("python_calamine")
    made = xlwt.Workbook(encoding="utf-8")
    ws = made.add_sheet("长表")
    for row in range(400):
        ws.write(row, 0, f"第{row}项" + "推进城区桥梁修缮" * (row % 60))
        ws.write(row, 1, "ascii only " * (row % 40) + str(row))
        ws.write(row, 2, row * 1.25 - 100)
        ws.write(row, 3, -row)
        ws.write(row, 4, row % 2 == 0)
        ws.write(row, 5, 1234567.891 + row)
    data = saved(made)
    given = open_workbook(data).sheets[0]
    wanted = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert [[cell.value for cell in given.cells[row]] for row in range(400)] == wanted


def test_damaged_bytes_are_read_or_refused() -> None:
    chosen = random.Random(7)
    data = ledger()
    for _ in range(200):
        changed = bytearray(data)
        for _ in range(chosen.randint(1, 30)):
            changed[chosen.randrange(len(data))] = chosen.randrange(256)
        with contextlib.suppress(FileBroken, FormatUnknown, PasswordNeeded):
            read(bytes(changed), "a.xls")

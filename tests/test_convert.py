"""Stored records and back: without an edit the same bytes, with edits marked records, and nothing gone in silence."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from typer.testing import CliRunner, Result

from ledger_documents import DOCUMENTS, bridges, document
from policyparse.cli import app
from policyparse.convert import Converted, load, load_any
from policyparse.errors import FileBroken, FormatUnknown
from policyparse.exporters import render
from policyparse.records import PolicyDocument, Record

Edit = Callable[[Any, dict[str, int]], None]


def edited(change: Edit, documents: list[PolicyDocument] | None = None, **options: Any) -> Converted:
    """The ledger of `bridges`, changed in its cells by `change(sheet, columns)`, read back."""
    book = openpyxl.load_workbook(io.BytesIO(render(documents or [bridges()], "xlsx", **options)))
    sheet = book.worksheets[0]
    change(sheet, {cell.value: cell.column for cell in sheet[3]})
    out = io.BytesIO()
    book.save(out)
    return load(out.getvalue(), "台账.xlsx")


def by_id(found: Converted) -> dict[str, Record]:
    return {r.id: r for d in found.documents for r in d.records}


@pytest.mark.parametrize("headers", ["zh", "en"])
@pytest.mark.parametrize("merge", [False, True])
def test_a_workbook_without_an_edit_gives_the_same_json(headers: Any, merge: bool) -> None:
    documents = [bridges(), document([], path="空.docx"), bridges()]
    found = load(render(documents, "xlsx", headers, merge_categories=merge), "台账.xlsx")
    assert render(found.documents, "json") == render(documents, "json")
    assert (found.messages, found.edited, found.added, found.removed) == ([], 0, 0, 0)


def test_another_program_that_saves_the_workbook_changes_nothing() -> None:
    assert render(edited(lambda sheet, at: None).documents, "json") == render([bridges()], "json")


@settings(max_examples=25, deadline=None)
@given(DOCUMENTS)
def test_any_documents_come_back_from_a_workbook(documents: list[PolicyDocument]) -> None:
    found = load(render(documents, "xlsx"), "a.xlsx")
    assert render(found.documents, "json") == render(documents, "json")
    assert (found.edited, found.added, found.removed) == (0, 0, 0)


@settings(max_examples=25, deadline=None)
@given(DOCUMENTS)
def test_reading_any_csv_ledger_never_raises(documents: list[PolicyDocument]) -> None:
    with suppress(FileBroken):  # a file of control characters is no text
        load_any(render(documents, "csv"), "a.csv")


@pytest.mark.parametrize("headers", ["zh", "en"])
def test_csv_holds_all_that_its_cells_show(headers: Any) -> None:
    before = bridges().records
    (found,) = load(render([bridges()], "csv", headers), "a.csv").documents
    assert found.source.path == "清单.pdf"
    for old, new in zip(before, found.records, strict=True):
        for name in ("id", "kind", "number", "section", "task", "content", "attributes", "flags", "deadline"):
            assert getattr(new, name) == getattr(old, name), name
        assert (new.owner.leaders, new.owner.lead, new.owner.support) == (
            old.owner.leaders,
            old.owner.lead,
            old.owner.support,
        )
        assert new.target.text == old.target.text
        assert [s.text for s in new.steps] == [s.text for s in old.steps]
        assert [o.page for o in new.source] == [o.page for o in old.source]


def test_csv_beside_its_json_is_whole_again() -> None:
    content = render([bridges()], "csv")
    found = load(content, "a.csv", against=[bridges()])
    assert render(found.documents, "json") == render([bridges()], "json")
    changed = load(
        content.decode("utf-8-sig").replace("市财政局", "市审计局").encode("gb18030"), "a.csv", against=[bridges()]
    )
    assert by_id(changed)["a1"].owner.support == ["市审计局", "各县（市、区）政府"]
    assert by_id(changed)["a1"].flags == ["year-inferred", "edited", "edited:owner"]


def test_formula_like_text_comes_back_as_it_was() -> None:
    for form in ("xlsx", "csv"):
        record = load(render([bridges()], form), f"a.{form}").documents[0].records[1]
        assert (record.task, record.content, record.target.text, record.owner.lead) == (
            "=新建社区食堂",
            "-先行试点",
            "+10处",
            ["@市民政局"],
        )


def test_a_new_deadline_is_read_with_the_year_of_the_document() -> None:
    def change(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(6, at["完成时限"]).value = "9月底前"

    found = edited(change)
    record = by_id(found)["c3"]
    assert (record.deadline.text, record.deadline.inferred) == ("9月底前", False)
    assert [(str(i.due), i.year_from) for i in record.deadline.items] == [("2024-09-30", "period")]
    assert record.flags == ["year-inferred", "edited", "edited:deadline"]
    # the doubt about the old words is settled
    assert [p.code for p in found.documents[0].problems] == ["number-missing"]
    assert found.edited == 1


def test_an_unreadable_deadline_is_a_problem_of_the_record() -> None:
    def change(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(4, at["完成时限"]).value = "2月30日前"

    found = edited(change)
    assert [(p.code, p.record) for p in found.documents[0].problems][-1] == ("date-impossible", "a1")


def test_a_new_date_takes_the_place_of_the_due_date() -> None:
    def change(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(4, at["截止日期"]).value = datetime(2024, 7, 15)
        sheet.cell(5, at["截止日期"]).value = "下半年"

    found = edited(change)
    records = by_id(found)
    assert [(i.text, str(i.due)) for i in records["a1"].deadline.items] == [("6月底前", "2024-07-15")]
    assert [(str(i.start), str(i.due)) for i in records["b2"].deadline.items] == [("2024-07-01", "2024-12-31")]


def test_owners_targets_steps_and_remarks() -> None:
    def change(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(4, at["牵头单位"]).value = "市住建局，各县（市、区）政府"
        sheet.cell(4, at["目标"]).value = "完成15座以上"
        sheet.cell(4, at["进展步骤"]).value = "3月底前完成检测\n10月底前完工"
        sheet.cell(4, at["备注"]).value = "市长督办"
        sheet.cell(3, 19).value = "进度"
        sheet.cell(4, 19).value = "50%"
        sheet.cell(7, at["类型"]).value = "任务"
        sheet.cell(7, at["类别"]).value = "三、生态 / 绿化"

    found = edited(change)
    record = by_id(found)["a1"]
    assert record.owner.lead == ["市住建局", "各县（市、区）政府"]
    assert [(m.comparator, m.value, m.unit) for m in record.target.measures] == [(">=", 15.0, "座")]
    assert [(s.text, str(s.due)) for s in record.steps] == [
        ("3月底前完成检测", "2024-03-31"),
        ("10月底前完工", "2024-10-31"),
    ]
    assert record.attributes == {"备注": "市长督办", "进度": "50%"}
    assert {f for f in record.flags if f.startswith("edited:")} == {
        "edited:owner", "edited:target", "edited:steps", "edited:attributes",
    }  # fmt: skip
    assert record.source == bridges().records[0].source
    other = by_id(found)["d4"]
    assert (other.kind, other.section) == ("task", ["三、生态", "绿化"])


def test_rows_that_are_new_or_gone() -> None:
    def change(sheet: Any, at: dict[str, int]) -> None:
        sheet.delete_rows(5)
        sheet.cell(7, at["任务"]).value = "清理河道"
        sheet.cell(7, at["完成时限"]).value = "10月底前"
        sheet.cell(7, at["牵头单位"]).value = "市水利局"

    found = edited(change)
    assert [r.id for r in found.documents[0].records][:3] == ["a1", "c3", "d4"]
    new = found.documents[0].records[3]
    assert (new.task, new.owner.lead, str(new.deadline.items[0].due), new.source) == (
        "清理河道",
        ["市水利局"],
        "2024-10-31",
        [],
    )
    assert "added" in new.flags
    assert re.fullmatch(r"[0-9a-f]{12}", new.id)
    assert (found.edited, found.added, found.removed) == (0, 1, 1)
    assert found.messages == ["removed: b2 2 =新建社区食堂"]


def test_a_row_copied_with_its_id_is_new() -> None:
    def change(sheet: Any, at: dict[str, int]) -> None:
        for name, col in at.items():
            sheet.cell(8, col).value = sheet.cell(4, col).value if name != "任务" else "修缮乡村桥梁"

    found = edited(change)
    assert [r.task for r in found.documents[0].records] == [*(r.task for r in bridges().records), "修缮乡村桥梁"]
    assert len({r.id for r in found.documents[0].records}) == 5
    assert "stands twice" in found.messages[0]


def test_rows_may_be_sorted() -> None:
    def change(sheet: Any, at: dict[str, int]) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=7)]
        for row, values in zip(range(4, 8), reversed(rows), strict=True):
            for col, value in enumerate(values, start=1):
                sheet.cell(row, col).value = value
                if isinstance(value, str):
                    sheet.cell(row, col).data_type = "s"  # openpyxl takes a leading = for a formula

    found = edited(change)
    assert found.edited == 0
    assert [r.id for r in found.documents[0].records] == ["d4", "c3", "b2", "a1"]


def test_columns_that_were_renamed_are_still_the_ledgers() -> None:
    def change(sheet: Any, at: dict[str, int]) -> None:
        for name, other in (("任务", "重点任务"), ("牵头单位", "主责单位"), ("完成时限", "完成时间")):
            sheet.cell(3, at[name]).value = other
        sheet.cell(4, at["牵头单位"]).value = "市住建局"
        sheet.title = "分解表"

    found = edited(change)
    assert (found.edited, found.added, found.removed) == (1, 0, 0)
    first, old = found.documents[0].records[0], bridges().records[0]
    assert first.owner.lead == ["市住建局"]
    assert first.attributes == old.attributes


def test_what_is_not_taken_is_told() -> None:
    def change(sheet: Any, at: dict[str, int]) -> None:
        sheet.cell(4, at["类型"]).value = "专项"
        sheet.cell(5, at["来源页"]).value = "9"
        sheet.cell(6, at["截止日期"]).value = "2024-02-30"
        sheet.cell(6, at["目标"]).value = "=A1+1"
        sheet.parent.worksheets[1].cell(4, 5).value = 13

    messages = "\n".join(edited(change).messages)
    for words in ("row 4: kind", "row 5: source", "row 6: due", "cell E6: a formula", "sheet 指标: rows at A4"):
        assert words in messages


def test_a_damaged_hidden_sheet_is_told() -> None:
    def change(sheet: Any, at: dict[str, int]) -> None:
        sheet.parent["_policyparse"].delete_rows(8)

    found = edited(change)
    assert "is damaged" in found.messages[0]
    assert [r.id for r in found.documents[0].records] == ["a1", "b2", "c3", "d4"]


def test_json_lines_come_back_with_their_documents() -> None:
    documents = [bridges(), document([Record(id="z", kind="task", task="甲")], path="乙.docx")]
    found = load(render(documents, "jsonl"), "a.jsonl").documents
    assert [(d.source.path, d.source.format, d.source.sha256, d.meta.title) for d in found] == [
        (d.source.path, f, d.source.sha256, d.meta.title) for d, f in zip(documents, ("pdf", "docx"), strict=True)
    ]
    assert [d.records for d in found] == [d.records for d in documents]


def test_a_list_of_documents() -> None:
    content = render([bridges(), bridges()], "json")
    assert render(load(content, "a.json").documents, "json") == content


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"schema_version": "1",\n "source": }', "line 2"),
        (b'{"schema_version": "1"}', "/source"),
        (b"[1]", "at /0"),
        (b'{"document": {"path": "a"}, "id": "x", "kind": "task"}\n', "/task"),
        (b"\xff{", "holds no stored records"),
    ],
)
def test_broken_json_is_told_with_its_place(content: bytes, said: str) -> None:
    with pytest.raises((FileBroken, FormatUnknown), match=re.escape(said)):
        load(content, "a.json" if content[:1] in b"{[" else "a.txt")


def test_a_table_that_somebody_made() -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["责任单位", "工作任务", "完成时间"], ["市水利局", "清理河道", "2024年10月底前"]])
    found = load_any(out.getvalue().encode("gb18030"), "a.csv").documents[0].records
    assert [(r.task, r.owner.lead, str(r.deadline.items[0].due)) for r in found] == [
        ("清理河道", ["市水利局"], "2024-10-31")
    ]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


def test_command(tmp_path: Path) -> None:
    stored = tmp_path / "a.json"
    stored.write_bytes(render([bridges()], "json"))
    ledger = tmp_path / "a.xlsx"
    assert run("convert", stored, "-o", ledger, "--merge-categories").exit_code == 0
    done = run("convert", ledger, "--to", "json")
    assert (done.exit_code, done.stdout_bytes, done.stderr) == (0, stored.read_bytes(), "")
    table = tmp_path / "a.csv"
    assert run("convert", ledger, "-o", table).exit_code == 0
    assert run("convert", table, "--against", stored).stdout_bytes == stored.read_bytes()
    assert json.loads(run("convert", table).stdout)["records"][0]["id"] == "a1"
    assert run("convert", stored, "--to", "docx").exit_code == 2
    assert run("convert", tmp_path / "none.json").exit_code == 3

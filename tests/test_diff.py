"""What changed between two sets of records."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from ledger_documents import bridges, document
from policyparse.cli import app
from policyparse.convert import load
from policyparse.diff import Difference, compare
from policyparse.diff.report import as_json, as_xlsx, lines
from policyparse.exporters import render
from policyparse.records import Owner, Record

#: Twelve tasks without a word in common.
TASKS = (
    "修缮城区老旧桥梁并更换护栏", "开展农村饮水安全普查工作", "推进社区食堂建设和运营", "完善急救站点布局和设备",
    "实施湖滨湿地生态修复", "组织中小学近视防控筛查", "升级政务服务网上大厅", "扩大职业技能培训规模",
    "整治背街小巷环境卫生", "培育特色农产品品牌", "建设公共体育健身场地", "规范物业收费公示行为",
)  # fmt: skip


def record(task: str, number: str | None = None, *, id: str = "", **fields: object) -> Record:
    return Record.model_validate(
        {"id": id or f"id-{task}-{number}", "kind": "task", "task": task, "number": number, **fields}
    )


def difference(old: list[Record], new: list[Record]) -> Difference:
    return compare([document(old)], [document(new)])


def kinds(found: Difference) -> list[tuple[str, list[str], list[str]]]:
    return [(c.kind, [r.task for r in c.old], [r.task for r in c.new]) for c in found.changes]


def test_the_same_is_no_difference() -> None:
    found = compare([bridges()], [bridges()])
    assert (found.same, found.changes) == (4, ())


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx"])
def test_a_document_and_its_table_are_the_same(form: str) -> None:
    assert compare([bridges()], load(render([bridges()], form), f"a.{form}").documents).changes == ()


def test_added_and_removed_stand_where_they_are() -> None:
    old = [record(task) for task in TASKS[:4]]
    new = [old[0], record(TASKS[6]), old[2], old[3]]
    assert kinds(difference(old, new)) == [("removed", [TASKS[1]], []), ("added", [], [TASKS[6]])]


def test_field_by_field() -> None:
    old = record("清理河道", "1", id="x", owner=Owner(lead=["市水利局"]))
    new = record("清理河道淤泥", "1", id="x", owner=Owner(lead=["市水利局", "市城管局"]))
    (change,) = difference([old], [new]).changes
    assert change.kind == "changed"
    assert [(f.field, f.old, f.new) for f in change.fields] == [
        ("task", "清理河道", "清理河道淤泥"), ("lead", "市水利局", "市水利局、市城管局"),
    ]  # fmt: skip


def test_blanks_make_no_difference() -> None:
    assert difference([record("到 2024 年完成", id="x")], [record("到2024年完成", id="x")]).changes == ()


def test_without_ids_number_and_task_then_text() -> None:
    old = [record(task, str(i), id=f"o{i}") for i, task in enumerate(TASKS)]
    new = [record(task, str(i), id=f"n{i}") for i, task in enumerate(TASKS)]
    new[3] = record("完善急救站点布局和车辆设备", "3", id="n3")
    found = difference(old, new)
    assert (found.same, kinds(found)) == (11, [("changed", [TASKS[3]], ["完善急救站点布局和车辆设备"])])


def test_moved_to_another_heading_and_to_another_place() -> None:
    old = [record(task, section=["一"]) for task in TASKS[:5]]
    new = [old[0].model_copy(update={"section": ["二"]}), old[2], old[3], old[4], old[1]]
    found = difference(old, new)
    assert [(c.kind, c.moved, c.new[0].task) for c in found.changes] == [
        ("moved", True, TASKS[0]),
        ("moved", True, TASKS[1]),
    ]


def test_split_and_joined() -> None:
    whole = record("修缮城区老旧桥梁并更换护栏；升级政务服务网上大厅系统；培育特色农产品品牌", id="w")
    parts = [
        record("修缮城区老旧桥梁并更换护栏", id="p1"), record("升级政务服务网上大厅系统", id="p2"), record("培育特色农产品品牌", id="p3"),
    ]  # fmt: skip
    rest = record(TASKS[5])
    tasks = [p.task for p in parts]
    assert kinds(difference([whole, rest], [*parts, rest])) == [("split", [whole.task], tasks)]
    assert kinds(difference([*parts, rest], [whole, rest])) == [("joined", tasks, [whole.task])]


def test_a_part_split_off_a_task_that_keeps_its_id() -> None:
    old = record("修缮城区老旧桥梁", id="w", content="更换护栏和路灯。组织中小学近视防控筛查。")
    kept = record("修缮城区老旧桥梁", id="w", content="更换护栏和路灯。")
    off = record("组织中小学近视防控筛查", id="q")
    assert kinds(difference([old], [kept, off])) == [("split", [old.task], [kept.task, off.task])]


def test_a_reworded_part_is_what_its_neighbour_lost() -> None:
    old = [
        record("农村公路提档升级", "1", id="a", content="推进农村公路改造和危桥整治", target={"text": "改造120公里"}),
        record(TASKS[2], "2", id="b"),
    ]
    kept = old[0].model_copy(update={"content": "推进农村公路改造"})
    off = record("农村公路危桥整治", "2", id="c", target={"text": "整治危桥6座"})
    found = difference(old, [kept, off, old[1].model_copy(update={"number": "3"})])
    assert kinds(found) == [("split", [old[0].task], [kept.task, off.task])]
    # what was put beside it and says something else is new
    other = record(TASKS[6], "2", id="d")
    assert ("added", [], [TASKS[6]]) in kinds(difference(old, [kept, other, old[1]]))


def test_numbers_that_only_count_on_are_no_change() -> None:
    old = [record(task, str(n), id=task) for n, task in enumerate(TASKS, 1)]

    def counted(records: list[Record]) -> list[Record]:
        return [r.model_copy(update={"number": str(n)}) for n, r in enumerate(records, 1)]

    found = difference(old, counted(old[:4] + old[5:]))
    assert kinds(found) == [("removed", [TASKS[4]], [])]
    assert (found.same, found.renumbered) == (11, 7)
    found = difference(old, counted([old[0], *old[2:], old[1]]))
    assert [(c.kind, c.places, [f.field for f in c.fields]) for c in found.changes] == [("moved", (2, 12), ["number"])]
    # a number that does not follow from the place is a change
    wrong = [*old[:3], old[3].model_copy(update={"number": "40"}), *old[4:]]
    assert [(c.kind, c.fields[0].new) for c in difference(old, wrong).changes] == [("changed", "40")]


def test_many_rewritten_records_in_seconds() -> None:
    chance = random.Random(1)
    letters = "".join(TASKS)
    old = [record("".join(chance.choices(letters, k=40)), str(i), id=f"o{i}") for i in range(1500)]
    new = [record(r.task[:30] + "".join(chance.choices(letters, k=6)), None, id=f"n{i}") for i, r in enumerate(old)]
    found = difference(old, new)
    assert found.summary["changed"] == 1500


def test_text_json_and_workbook() -> None:
    changed = bridges()
    changed.records[0].owner.lead = ["市住建局"]
    changed.records[1].task = "=新建社区食堂十处"
    del changed.records[3]
    found = compare([bridges()], [changed])
    assert [line for _, line in lines(found, "zh")] == [
        "~ 修改 1 修缮城区老旧桥梁",
        "    牵头单位: 市城管局 → 市住建局",
        "~ 修改 2 =新建社区食堂十处",
        "    任务: =新建社区食堂 → =新建社区食堂十处",
        "- 删除 3 绿化覆盖率",
        "未变 1  新增 0  删除 1  修改 2  移动 0  拆分 0  合并 0",
    ]
    value = json.loads(as_json(found, "a", "b"))
    assert value["summary"] == {
        "same": 1,
        "renumbered": 0,
        "added": 0,
        "removed": 1,
        "changed": 2,
        "moved": 0,
        "split": 0,
        "joined": 0,
    }
    assert value["changes"][0]["fields"] == [{"field": "lead", "old": "市城管局", "new": "市住建局"}]
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(found, "a", "b", "zh"))).active
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert rows[1] == ("修改", "2", "=新建社区食堂十处", "任务", "=新建社区食堂", "=新建社区食堂十处")
    assert len({sheet.cell(row, 1).fill.fgColor.rgb for row in (4, 6)}) == 2


def test_exit_codes(tmp_path: Path) -> None:
    old, new = tmp_path / "a.json", tmp_path / "b.csv"
    old.write_bytes(render([bridges()], "json"))
    new.write_bytes(render([bridges()], "csv").decode().replace("市财政局", "市审计局").encode())

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(app, ["diff", *map(str, arguments)])

    assert run(old, old).exit_code == 0
    done = run(old, new, "--format", "json")
    assert (done.exit_code, json.loads(done.stdout)["summary"]["changed"]) == (1, 1)
    out = tmp_path / "d.xlsx"
    assert run(old, new, "-o", out).exit_code == 1
    assert out.read_bytes().startswith(b"PK")
    missing = run(old, tmp_path / "none.json")
    assert (missing.exit_code, "none.json" in missing.stderr) == (3, True)

"""Labelled documents: no score is under its floor; the scorer itself finds what is planted."""

import json
from pathlib import Path

import pytest

from evaluate import FLOORS, SHARED, Labelled, _toml, flatten_label, labelled, lifted, match, score, under

DOCUMENTS = list(labelled())


@pytest.mark.parametrize("item", DOCUMENTS, ids=[d.name for d in DOCUMENTS])
def test_no_score_is_under_its_floor(item: Labelled) -> None:
    import tomllib  # noqa: PLC0415

    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    result = score(item)
    assert under(item.name, result.flat(), result.unaccounted, floors.get(item.name, {})) == [], "\n".join(
        result.wrong[:20]
    )


@pytest.mark.skipif(not SHARED.is_dir(), reason="the seeds are not here (../shared)")
def test_the_seeds_are_exact() -> None:
    for item in DOCUMENTS:
        if item.name.startswith("seed"):
            result = score(item)
            assert (result.found, result.invented, result.unaccounted, result.wrong) == (result.wanted, 0, 0, [])


def test_the_scorer_sees_missing_invented_and_wrong(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "序号\t工作任务\t完成时限\t牵头单位\n1\t修桥\t2024年6月底前\t市城管局\n2\t铺路\t2024年7月\t市交通局\n",
        encoding="utf-8",
    )
    labels = [
        {"kind": "task", "number": "1", "task": "修桥", "owner": {"lead": ["市财政局"]}},
        {"kind": "task", "number": "3", "task": "挖井"},
    ]
    result = score(Labelled(name="a", path=path, labels=tuple(map(flatten_label, labels)), meta={}))
    assert (result.wanted, result.found, result.invented) == (2, 1, 1)
    assert result.f1("lead") == 0.0
    assert result.f1("task") == 1.0


def test_a_record_is_matched_once() -> None:
    label = {"kind": "task", "number": "1", "task": "修桥"}
    assert [j for _, j in match([label, label], [label])] == [0, None]


def test_floors_are_never_lowered() -> None:
    assert lifted({"found": 0.5, "invented": 3.0}, {"found": 0.9, "invented": 1.0}) == {"found": 0.9, "invented": 1.0}
    assert under("x", {"found": 0.5, "invented": 0.0}, 0, {"found": 0.9}) == ["x: found 0.5000 < 0.9"]
    assert under("x", {"found": 1.0, "invented": 0.0}, 0, {}) != []
    assert json.dumps(_toml({"a": {"found": 1.0}})).count("found") == 1

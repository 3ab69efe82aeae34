"""Score documents with labelled records, and hold floors that the test run checks.

    python tools/evaluate.py                 # samples, and the seeds where ../shared is present
    python tools/evaluate.py --check         # exit code 1 when a score is under its floor
    python tools/evaluate.py --raise         # write higher floors; a floor is never lowered by this program

A labelled document is a folder with `expected.json` beside `source.*` (samples), or a text with a gold
file (seeds). Only the fields that a label has are judged. For the comparison white space is taken out
and full- and half-width forms, dashes, quotes and brackets are folded. Scores: how many labelled records
were found, how many were invented, and precision, recall and F1 of each field over the found records.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from policyparse import extract
from policyparse.records import PolicyDocument, Record
from policyparse.text import fold

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
FLOORS = ROOT / "tools" / "floors.toml"
_LISTS = ("leaders", "lead", "support", "section")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One document to score: a name, its file, the labels (flat, see `flatten_label`) and the meta data to check."""

    name: str
    path: Path
    labels: tuple[Mapping[str, Any], ...]
    meta: Mapping[str, Any]


@dataclass(slots=True, kw_only=True)
class Score:
    """Counts of one document. `fields`: name to [right, given by us, wanted]."""

    name: str
    wanted: int = 0
    found: int = 0
    invented: int = 0
    unaccounted: int = 0
    fields: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    wrong: list[str] = field(default_factory=list)

    def f1(self, name: str) -> float:
        right, given, wanted = self.fields[name]
        return 2 * right / (given + wanted) if given + wanted else 1.0

    def flat(self) -> dict[str, float]:
        """The scores that floors are held for."""
        scores = {"found": self.found / self.wanted if self.wanted else 1.0, "invented": float(self.invented)}
        return scores | {name: round(self.f1(name), 4) for name in sorted(self.fields)}


def labelled(samples: Path = ROOT / "samples", shared: Path = SHARED) -> Iterator[Labelled]:
    """Every labelled document at hand."""
    for expected in sorted(samples.glob("*/expected.json")):
        data = json.loads(expected.read_text(encoding="utf-8"))
        for source in sorted(expected.parent.glob("source.*")):
            labels = tuple(flatten_label(r) for r in data["records"])
            name = f"{expected.parent.name}{source.suffix}"
            meta = data.get("meta", {}) | data.get("meta_by_format", {}).get(source.suffix.lstrip("."), {})
            yield Labelled(name=name, path=source, labels=labels, meta=meta)
    for gold in sorted((shared / "seeds-gold").glob("seed*.json")):
        data = json.loads(gold.read_text(encoding="utf-8"))
        text = next((shared / "seeds").glob(f"{data['seed']}_*.txt"))
        meta = {
            k: data[k]
            for k in ("title", "doc_number", "issuer", "issued_on", "kind", "index_number", "published_on")
            if k in data
        }
        yield Labelled(name=gold.stem, path=text, labels=tuple(flatten_label(r) for r in data["records"]), meta=meta)


def flatten_label(label: Mapping[str, Any]) -> dict[str, Any]:
    """A label in the output contract's shape, or in that of the seeds, as flat fields."""
    flat: dict[str, Any] = {"kind": label.get("kind", "task")}
    for name in ("number", "task", "content", "section"):
        if name in label:
            flat[name] = label[name]
    target = label.get("target")
    if isinstance(target, Mapping):
        if "text" in target:
            flat["target"] = target["text"]
        if "measures" in target:
            flat["measures"] = [_measure(m) for m in target["measures"]]
    elif "target" in label:
        flat["target"] = target
    deadline = label.get("deadline")
    if isinstance(deadline, Mapping):
        if "text" in deadline:
            flat["deadline"] = deadline["text"]
        if "items" in deadline:
            flat["deadline_items"] = [_item(i) for i in deadline["items"]]
    elif "deadline" in label:
        flat["deadline"] = deadline
    if "deadline_items" in label:
        flat["deadline_items"] = [_item(i) for i in label["deadline_items"]]
    owner = label.get("owner")
    if isinstance(owner, Mapping):
        flat |= {name: list(owner[name]) for name in ("leaders", "lead", "support") if name in owner}
    flat |= {name: list(label[name]) for name in ("leaders", "lead", "support") if name in label}
    steps = label.get("steps")
    if isinstance(steps, str):
        flat["steps"] = steps
    elif steps is not None:
        flat["steps"] = "".join(s if isinstance(s, str) else s["text"] for s in steps)
    for name in ("comparator", "value", "unit", "due"):
        if name in label:
            flat[name] = label[name]
    if "attribute" in label:
        flat["attribute"] = label["attribute"]
    if "attributes" in label:
        flat["attributes"] = dict(label["attributes"])
    return flat


def flatten_record(record: Record) -> dict[str, Any]:
    """A record as the same flat fields, all of them."""
    data = record.model_dump(mode="json")
    flat = flatten_label(data)
    measure = data["target"]["measures"][0] if data["target"]["measures"] else {}
    items = data["deadline"]["items"]
    flat |= {name: measure.get(name) for name in ("comparator", "value", "unit")}
    flat["due"] = items[0]["due"] if items else None
    flat["attribute"] = next((v for k, v in data["attributes"].items() if "属性" in k), None)
    return flat


def _item(item: Mapping[str, Any]) -> tuple[str | None, ...]:
    return tuple(fold(item[k]) if item.get(k) else None for k in ("label", "start", "due", "rrule"))


def _measure(measure: Mapping[str, Any]) -> tuple[Any, ...]:
    unit = measure.get("unit")
    return measure.get("comparator"), measure.get("value"), measure.get("upper"), fold(unit) if unit else None


def same(name: str, wanted: Any, given: Any) -> bool:
    """Is a field exactly right. `section` is the end of the record's list; lists of owners keep their order."""
    if name == "section":
        return not wanted or [fold(s) for s in given][-len(wanted) :] == [fold(s) for s in wanted]
    if isinstance(wanted, list) and wanted and all(isinstance(x, str) for x in wanted):
        return [fold(x) for x in wanted] == [fold(x) for x in given or []]
    if isinstance(wanted, list):
        if given and isinstance(given[0], str):
            return [fold(x) for x in wanted] == [fold(x) for x in given]
        return sorted(map(repr, wanted)) == sorted(map(repr, given or []))
    if isinstance(wanted, dict):
        return all(fold(str(v)) == fold(str((given or {}).get(k, ""))) for k, v in wanted.items())
    if isinstance(wanted, str) or isinstance(given, str):
        return fold(wanted or "") == fold(given or "")
    return bool(wanted == given)


def match(labels: Sequence[Mapping[str, Any]], records: Sequence[Mapping[str, Any]]) -> list[tuple[int, int | None]]:
    """Pair each label with a record: by number, task and target, then by number and task, then by task alone."""
    free = set(range(len(records)))
    pairs: dict[int, int] = {}
    for keys in (
        ("kind", "number", "task", "target"),
        ("kind", "number", "task"),
        ("kind", "task"),
        ("number", "section"),
    ):
        for i, label in enumerate(labels):
            if i in pairs or any(k not in label for k in keys if k != "target"):
                continue
            for j in sorted(free):
                if all(same(k, label[k], records[j].get(k)) for k in keys if k in label):
                    pairs[i] = j
                    free.discard(j)
                    break
    return [(i, pairs.get(i)) for i in range(len(labels))]


def score(item: Labelled) -> Score:
    """Read one document and compare. Only records of the kinds that the labels have are judged."""
    document = extract(item.path)
    result = Score(name=item.name, wanted=len(item.labels), unaccounted=document.coverage.unaccounted)
    kinds = {label["kind"] for label in item.labels}
    records = [flatten_record(r) for r in document.records if not kinds or r.kind in kinds]
    pairs = match(item.labels, records)
    result.found = sum(j is not None for _, j in pairs)
    result.invented = len(records) - result.found
    taken = {j for _, j in pairs if j is not None}
    result.wrong.extend(f"invented: {r['number']} {r['task'][:50]}" for k, r in enumerate(records) if k not in taken)
    for i, j in pairs:
        label = item.labels[i]
        if j is None:
            result.wrong.append(f"missing: {label.get('number')} {str(label.get('task'))[:50]}")
            continue
        for name, wanted in label.items():
            given = records[j].get(name)
            counts = result.fields[name]
            right = same(name, wanted, given)
            counts[0] += right
            counts[1] += 1
            counts[2] += 1
            if not right:
                result.wrong.append(
                    f"{label.get('number')} {name}: wanted {str(wanted)[:160]} | got {str(given)[:160]}"
                )
    _score_meta(item, document, result)
    return result


def _score_meta(item: Labelled, document: PolicyDocument, result: Score) -> None:
    meta = document.meta.model_dump(mode="json")
    for name, wanted in item.meta.items():
        if name == "period" and isinstance(wanted, list):
            continue
        given = meta.get(name)
        counts = result.fields[f"meta.{name}"]
        right = same(name, wanted, given)
        counts[0] += right
        counts[1] += 1
        counts[2] += 1
        if not right:
            result.wrong.append(f"meta.{name}: wanted {wanted} | got {given}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores; check or raise the floors. Gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="fail when a score is under its floor")
    parser.add_argument("--raise", dest="lift", action="store_true", help="write higher floors where we are better")
    parser.add_argument("--wrong", action="store_true", help="list every wrong field")
    parser.add_argument("only", nargs="*", help="names of documents (default: all)")
    options = parser.parse_args(arguments)
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    failures: list[str] = []
    for item in labelled():
        if options.only and item.name not in options.only:
            continue
        result = score(item)
        scores = result.flat()
        poor = ", ".join(f"{k} {v:.3f}" for k, v in scores.items() if k not in {"found", "invented"} and v < 1)
        print(
            f"{item.name:<32} found {result.found}/{result.wanted} invented {result.invented} unaccounted {result.unaccounted} {poor}"
        )
        if options.wrong:
            print("".join(f"    {line}\n" for line in result.wrong), end="")
        failures.extend(under(item.name, scores, result.unaccounted, floors.get(item.name, {})))
        floors[item.name] = lifted(scores, floors.get(item.name, {})) if options.lift else floors.get(item.name, {})
    if options.lift:
        FLOORS.write_text(_toml(floors), encoding="utf-8")
    print("".join(f"UNDER THE FLOOR {line}\n" for line in failures), end="")
    return 1 if options.check and failures else 0


def under(name: str, scores: Mapping[str, float], unaccounted: int, floors: Mapping[str, float]) -> list[str]:
    """What is under its floor; `invented` and `unaccounted` have ceilings instead. A document without floors fails."""
    if not floors:
        return [f"{name}: no floors; run tools/evaluate.py --raise and check what it writes"]
    failures = [
        f"{name}: {k} {scores.get(k, 0.0):.4f} < {v}"
        for k, v in floors.items()
        if k != "invented" and scores.get(k, 0.0) < v
    ]
    if scores["invented"] > floors.get("invented", 0.0):
        failures.append(f"{name}: {scores['invented']:.0f} invented records")
    if unaccounted:
        failures.append(f"{name}: {unaccounted} characters unaccounted for")
    return failures


def lifted(scores: Mapping[str, float], floors: Mapping[str, float]) -> dict[str, float]:
    """The floors, each raised to the score where that is better; never lowered."""
    new = {k: max(v, floors.get(k, 0.0)) for k, v in scores.items() if k != "invented"}
    new["invented"] = min(scores["invented"], floors.get("invented", scores["invented"]))
    return new


def _toml(floors: Mapping[str, Mapping[str, float]]) -> str:
    head = "# Floors of tools/evaluate.py: a score under its floor fails the tests. Lower one only with a reason in the commit.\n"
    parts = [head]
    for name in sorted(floors):
        parts.append(f'\n["{name}"]\n' + "".join(f'"{k}" = {v}\n' for k, v in sorted(floors[name].items())))
    return "".join(parts)


if __name__ == "__main__":
    sys.exit(main())

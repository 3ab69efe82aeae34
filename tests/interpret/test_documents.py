"""Whole fictional documents of many offices, each with its right records and metadata reasoned from the contract.

A file holds the document, a line `@@ gold`, and below it what is right:
`key = value` for metadata (a key that is not there must be null or empty; `?` at the end: not judged),
`R| number | section > section | task | beginning of the content | lead | support | leaders` for a record, in order,
`-` where there is none, lists parted by `;`. `* ` before the section: it ends so. `R?`: may or may not be a record.
`N`: no records; `N? max 3`: arguable, but no more than so many.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from policyparse import extract
from policyparse.records import Meta, Record

DOCUMENTS = sorted((Path(__file__).parent / "documents").iterdir())
KEYS = (
    "title",
    "kind",
    "doc_number",
    "issuer",
    "issued_on",
    "published_on",
    "index_number",
    "recipients",
    "copied_to",
    "period",
)  # fmt: skip
LISTS = ("recipients", "copied_to")


@dataclass
class Wanted:
    optional: bool
    number: str | None
    loose: bool
    section: list[str]
    task: str
    content: str | None
    lead: list[str]
    support: list[str]
    leaders: list[str]


@dataclass
class Gold:
    meta: dict[str, str] = field(default_factory=dict)
    records: list[Wanted] = field(default_factory=list)
    most: int | None = None


def _bare(text: str | None) -> str:
    return re.sub(r"\s+", "", text or "")


def _names(text: str) -> list[str]:
    return [_bare(name) for name in text.split(";") if name.strip()]


def read_gold(text: str) -> Gold:
    gold = Gold()
    for line in text.splitlines():
        if line.startswith("R"):
            cells = [cell.strip() for cell in line[2:].split("|")]
            number, section, task, content, lead, support, leaders = [*cells, *[""] * 7][:7]
            gold.records.append(
                Wanted(
                    optional=line[1] == "?",
                    number=None if number == "-" else number,
                    loose=section.startswith("*"),
                    section=[_bare(part) for part in section.lstrip("* ").split(" > ") if part.strip()],
                    task=_bare(task),
                    content=None if content == "-" else _bare(content),
                    lead=_names(lead),
                    support=_names(support),
                    leaders=_names(leaders),
                )
            )
        elif line.startswith("N"):
            most = re.search(r"max (\d+)", line)
            gold.most = int(most[1]) if most else 0
        elif "=" in line:
            key, value = line.split("=", 1)
            gold.meta[key.strip()] = value.strip()
    return gold


def _meta(meta: Meta, key: str) -> object:
    value = getattr(meta, key)
    if key == "period":
        return f"{value.start}..{value.end}" if value else None
    if key in LISTS:
        return [_bare(name) for name in value]
    return _bare(str(value)) if value is not None else None


def _differences(wanted: Wanted, record: Record) -> list[str]:
    said = [_bare(part) for part in record.section]
    end = "".join(wanted.section)[-6:]
    same_section = (end in "".join(said)) if wanted.loose else said == wanted.section
    content = _bare(record.content) if record.content else None
    same_content = (content is None) == (wanted.content is None) and (content or "").startswith(wanted.content or "")
    owner = [[_bare(n) for n in names] for names in (record.owner.lead, record.owner.support, record.owner.leaders)]
    checks = {
        f"number {record.number}": record.number == wanted.number,
        f"section {said}": same_section,
        f"content {content}": same_content,
        f"owner {owner}": owner == [wanted.lead, wanted.support, wanted.leaders],
    }
    return [f"{wanted.task}: {what}" for what, right in checks.items() if not right]


@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.stem for path in DOCUMENTS])
def test_document(path: Path, tmp_path: Path) -> None:
    text, _, below = path.read_text(encoding="utf-8").partition("@@ gold\n")
    gold = read_gold(below)
    file = tmp_path / path.name
    file.write_text(text, encoding="utf-8")
    document = extract(file)
    wrong: list[str] = []
    for key in KEYS:
        value = gold.meta.get(key, "")
        if value.endswith("?"):
            continue
        right: object = _names(value) if key in LISTS else _bare(value) or None
        if _meta(document.meta, key) != right:
            wrong.append(f"meta.{key}: {_meta(document.meta, key)!r}, not {right!r}")
    records = list(document.records)
    if gold.most is not None:
        assert len(records) <= gold.most, [record.task for record in records]
        records = []
    at = 0
    for wanted in gold.records:
        if at < len(records) and _bare(records[at].task).rstrip("；") == wanted.task:
            wrong += _differences(wanted, records[at])
            at += 1
        elif not wanted.optional:
            wrong.append(f"missing: {wanted.task}, there is {records[at].task if at < len(records) else None}")
    wrong += [f"too many: {record.number} {record.task}" for record in records[at:]]
    assert not wrong, "\n".join(wrong)
    coverage = document.coverage
    parts = coverage.in_records + coverage.in_structure + coverage.set_aside + coverage.unaccounted
    assert parts == coverage.characters
    assert coverage.unaccounted == 0

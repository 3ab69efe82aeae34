"""The rows of a ledger to documents: known records with their edits, new records, and what is gone."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date

from policyparse.convert.edits import Edited, apply, years_of
from policyparse.convert.lines import Line, Lines
from policyparse.convert.stored import bare_document
from policyparse.exporters.ledger import NOTES, due_dates
from policyparse.exporters.ledger_text import (
    read_due,
    read_flags,
    read_kind,
    split_attributes,
    split_list,
    split_section,
)
from policyparse.exporters.xlsx_store import Store, StoredRecord, clean
from policyparse.interpret.deadlines import read_deadline_cell
from policyparse.interpret.targets import read_target_cell
from policyparse.interpret.years import Years
from policyparse.lexicon import Lexicon
from policyparse.origin import Origin
from policyparse.problems import CODES, Problem
from policyparse.records import Deadline, Meta, Owner, PolicyDocument, Record, Step, Target, digest

_ISO_YEAR = re.compile(r"(\d{4})-\d{2}-\d{2}")
_TABLE_ROW = re.compile(r"表(\d+)行(\d+)")


@dataclass(slots=True, kw_only=True)
class Converted:
    """Documents, and what a person should be told: messages, and how many records were edited, added or are gone."""

    documents: list[PolicyDocument]
    messages: list[str] = field(default_factory=list)
    edited: int = 0
    added: int = 0
    removed: int = 0


def from_table(lines: Lines, store: Store | None, name: str, lexicon: Lexicon) -> Converted:
    """The documents of a ledger. Without a store the cells are all there is."""
    if store is None:
        return _bare(lines, name, lexicon)
    return _Merge(lines, store, lexicon).run()


class _Merge:
    """Finds each row's record in the store and applies what differs from the row as it was written."""

    def __init__(self, lines: Lines, store: Store, lexicon: Lexicon) -> None:
        self.lines = lines
        self.store = store
        self.lexicon = lexicon
        self.paths = [d.source.path for d in store.documents]
        self.found = Converted(documents=[d.model_copy(update={"records": []}) for d in store.documents])
        self.waiting: dict[str, list[StoredRecord]] = defaultdict(list)
        for stored in store.records:
            self.waiting[clean(stored.record.id).strip()].append(stored)
        self.problems: dict[int, list[Problem]] = defaultdict(list)
        self.renewed: set[tuple[int, str, str]] = set()

    def run(self) -> Converted:
        found = self.found
        known = {clean(s.record.id).strip() for s in self.store.records}
        found.messages.extend(self.lines.told())
        document = 0
        for line in self.lines.lines:
            stored = None if line.blank else self._stored(line)
            if stored is None:
                if line.blank:
                    continue
                document = self._document(line, document)
                self._add(line, document, known)
            else:
                document = stored.document
                self._edit(line, stored)
        for rest in self.waiting.values():
            for stored in rest:
                found.removed += 1
                record = stored.record
                found.messages.append(
                    f"removed: {record.id} {record.number or ''} {record.task[:40]}".replace("  ", " ")
                )
                self.renewed.update((stored.document, record.id, name) for name in ("*",))
        for index, doc in enumerate(found.documents):
            kept = [p for p in doc.problems if not self._settled(index, p)]
            doc.problems = [*kept, *self.problems[index]]
        return found

    def _settled(self, document: int, problem: Problem) -> bool:
        """Its record is gone, or a person wrote its field anew."""
        if problem.record is None:
            return False
        return any((document, problem.record, name) in self.renewed for name in ("*", problem.field or ""))

    def _stored(self, line: Line) -> StoredRecord | None:
        """The record of this row's id, of its own document first."""
        waiting = self.waiting.get(line.texts.get("id", "").strip())
        if not waiting:
            return None
        path = line.texts.get("document", "").strip()
        at = next((i for i, s in enumerate(waiting) if clean(self.paths[s.document]).strip() == path), 0)
        return waiting.pop(at)

    def _document(self, line: Line, before: int) -> int:
        path = line.texts.get("document", "").strip()
        return next((i for i, p in enumerate(self.paths) if clean(p).strip() == path and path), before)

    def _edit(self, line: Line, stored: StoredRecord) -> None:
        changes = {
            key: text
            for key, text in line.texts.items()
            if key not in {"id", "document"} and _normal(text) != _normal(stored.visible.get(key, ""))
        }
        years = years_of(self.store.documents[stored.document].meta)
        edited = apply(stored.record, changes, stored.visible, line.extra, years, self.lexicon)
        self._keep(line, stored.document, edited)
        if edited.fields:
            self.found.edited += 1
            marks = ["edited", *(f"edited:{name}" for name in edited.fields)]
            edited.record.flags += [mark for mark in marks if mark not in edited.record.flags]
            self.renewed.update((stored.document, stored.record.id, name) for name in edited.fields)

    def _add(self, line: Line, document: int, known: set[str]) -> None:
        given = line.texts.get("id", "").strip()
        years = years_of(self.store.documents[document].meta)
        changes = {k: t for k, t in line.texts.items() if t.strip() and k not in {"id", "document", "source", "flags"}}
        edited = apply(Record(id="", kind="task", task=""), changes, {}, line.extra, years, self.lexicon)
        record = edited.record
        record.flags = [*record.flags, "added"]
        record.id = given if given and given not in known else _new_id(record, known)
        known.add(record.id)
        if given and given != record.id:
            self.found.messages.append(
                f"row {line.number}: the id {given} stands twice; this row was added as {record.id}"
            )
        elif given:
            self.found.messages.append(f"row {line.number}: no record has the id {given}; it was added")
        self.found.added += 1
        self._keep(line, document, edited)

    def _keep(self, line: Line, document: int, edited: Edited) -> None:
        record = edited.record
        self.found.documents[document].records.append(record)
        self.found.messages.extend(f"row {line.number}: {text}" for text in edited.refused)
        for code, message, name in edited.problems:
            if code in CODES:
                problem = Problem(code=code, message=message, record=record.id, field=name, source=tuple(record.source))
                self.problems[document].append(problem)


def _normal(text: str) -> str:
    """Line ends of one kind, and none at the end, as spreadsheets differ in them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _new_id(record: Record, known: set[str]) -> str:
    """An id by what the record says, as records of documents have theirs."""
    stem = digest(record)
    name, times = stem, 1
    while name in known:
        times += 1
        name = f"{stem}-{times}"
    return name


def _bare(lines: Lines, name: str, lexicon: Lexicon) -> Converted:
    """The records of a table that is all there is: what no cell holds is null or empty."""
    documents: dict[str, PolicyDocument] = {}
    known: dict[str, set[str]] = defaultdict(set)
    found = Converted(documents=[], messages=lines.told())
    path = name
    for line in lines.lines:
        if line.blank:
            continue
        path = line.texts.get("document", "").strip() or path
        document = documents.setdefault(path, bare_document(path, "", Meta()))
        record = _record(line, lines, lexicon, found)
        if not record.id or record.id in known[path]:
            if lines.own:
                found.added += 1
                record.flags.append("added")
            record.id = _new_id(record, known[path])
        known[path].add(record.id)
        document.records.append(record)
    found.documents = list(documents.values()) or [bare_document(name, "", Meta())]
    return found


def _record(line: Line, lines: Lines, lexicon: Lexicon, found: Converted) -> Record:
    texts = defaultdict(str, {key: text.strip("\n ") for key, text in line.texts.items()})
    kind = read_kind(texts["kind"]) if texts["kind"] else "task"
    if kind is None:
        found.messages.append(
            f"row {line.number}: kind: {texts['kind']!r} is none of 任务, 指标, 项目; it was read as task"
        )
    attributes = split_attributes(texts["attributes"])
    if texts["notes"]:
        attributes[NOTES] = texts["notes"]
    attributes.update(line.extra)
    indicator = texts["task"] if kind == "indicator" else None
    target = read_target_cell(texts["target"], lexicon, indicator=indicator).value if texts["target"] else Target()
    record = Record(
        id=texts["id"] if lines.own else "",
        kind=kind or "task",
        number=texts["number"] or None,
        section=split_section(line.texts.get("section", "")),
        task=texts["task"],
        content=texts["content"] or None,
        target=Target(text=texts["target"] or None, measures=target.measures),
        owner=Owner(
            leaders=split_list(line.texts.get("leaders", "")),
            lead=split_list(line.texts.get("lead", "")),
            support=split_list(line.texts.get("support", "")),
        ),
        steps=[Step(text=text) for text in texts["steps"].split("\n") if text.strip()],
        attributes=attributes,
        source=_places(texts["source"]) if lines.own else [Origin(table=0, row=line.number - 1)],
        flags=read_flags(texts["flags"]),
    )
    record.deadline = _deadline(texts["deadline"], texts["due"], lexicon)
    shown = due_dates(record)
    if texts["due"] and lines.own and _normal(shown) != texts["due"] and not _is_first(record, texts["due"]):
        found.messages.append(f"row {line.number}: due: {texts['due']!r} is no date; it was not taken")
    return record


def _is_first(record: Record, text: str) -> bool:
    first = next((item.due for item in record.deadline.items if item.due), None)
    return first is not None and first.isoformat() == text


def _deadline(words: str, due: str, lexicon: Lexicon) -> Deadline:
    """The items by the words, where they give the dates beside them; else the dates."""
    said = read_due(due)
    year = next(iter(_ISO_YEAR.findall(due)), None)
    years = Years()
    if year is not None and int(year) > 0:
        years = Years(period_start=date(int(year), 1, 1), period_end=date(int(year), 12, 31))
    read = read_deadline_cell(words, years, lexicon).value if words else Deadline()
    if not due or said is None:
        return read
    same = Record(id="", kind="task", task="", deadline=read.model_copy(update={"inferred": said.inferred}))
    if _normal(due_dates(same)) == due:
        return same.deadline
    if words and len(said.items) == 1 and not said.inferred:
        said.items[0].text = words
    return Deadline(text=words or None, inferred=said.inferred, items=said.items)


def _places(text: str) -> list[Origin]:
    """Pages, lines (`行3、5`) or table rows (`表1行2`), counted from 1 in the text."""
    rows = _TABLE_ROW.findall(text)
    if rows:
        return [Origin(table=int(t) - 1, row=int(r) - 1) for t, r in rows]
    numbers = [int(n) for n in text.removeprefix("行").split("、") if n.isascii() and n.isdecimal()]
    return [replace(Origin(), line=n) if text.startswith("行") else Origin(page=n) for n in numbers]

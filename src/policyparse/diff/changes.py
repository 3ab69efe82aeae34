"""The changes between two sets of documents, in the order of the new one."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from policyparse.diff.match import match
from policyparse.exporters.ledger import COLUMNS
from policyparse.interpret.numerals import chinese_value
from policyparse.records import Measure, PolicyDocument, Record
from policyparse.text import compact, fold

ChangeKind = Literal["added", "removed", "changed", "moved", "split", "joined"]
KINDS: tuple[ChangeKind, ...] = ("added", "removed", "changed", "moved", "split", "joined")
#: The ledger's columns that are compared; the others tell where a record stands or what was doubted.
COMPARED = tuple(c for c in COLUMNS if c.field not in {None, "flags"})

#: A longer number counts nothing.
_LONGEST = 7

Entry = tuple[PolicyDocument, Record]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field, by the key of its column in the ledger (`measures` for the values of a target), old and new as text."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One task that is not as it was. `old` and `new` are the records on either side; `split` has several new ones and
    `joined` several old. A `moved` record stands under another heading or at another place, `fields` says the rest;
    `places` are its places among the records of either side, from 1."""

    kind: ChangeKind
    old: tuple[Record, ...] = ()
    new: tuple[Record, ...] = ()
    moved: bool = False
    places: tuple[int, int] | None = None
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Numbers of records on both sides, how many are the same, and the changes.

    `renumbered` of those that are the same have another number because of what was put in, taken out or moved.
    """

    old_records: int
    new_records: int
    same: int
    renumbered: int
    changes: tuple[Change, ...]

    @property
    def summary(self) -> dict[str, int]:
        counts = Counter(change.kind for change in self.changes)
        return {"same": self.same, "renumbered": self.renumbered, **{kind: counts[kind] for kind in KINDS}}


def compare(old: Sequence[PolicyDocument], new: Sequence[PolicyDocument]) -> Difference:
    """Compare the records. Blanks and line ends make no difference."""
    a: list[Entry] = [(d, r) for d in old for r in d.records]
    b: list[Entry] = [(d, r) for d in new for r in d.records]
    found = match([r for _, r in a], [r for _, r in b])
    stay = _in_order([o for o, _ in found.pairs])
    changes: list[tuple[float, int, Change]] = []
    old_ranks, new_ranks = _ranks([r for _, r in a]), _ranks([r for _, r in b])
    same = renumbered = 0
    for at, (o, n) in enumerate(found.pairs):
        fields = _fields(a[o], b[n])
        moved = at not in stay or any(f.field == "section" for f in fields)
        follows = _follows(a[o][1], b[n][1], new_ranks[n] - old_ranks[o])
        others = [f for f in fields if f.field != "section" and not (f.field == "number" and follows)]
        if not others and not moved:
            same += 1
            renumbered += bool(fields)
            continue
        kind: ChangeKind = "changed" if others else "moved"
        change = Change(
            kind=kind, old=(a[o][1],), new=(b[n][1],), moved=moved, places=(o + 1, n + 1), fields=tuple(fields)
        )
        changes.append((n, 0, change))
    for o, parts in found.splits:
        changes.append((parts[0], 1, Change(kind="split", old=(a[o][1],), new=tuple(b[n][1] for n in parts))))
    for wholes, n in found.joins:
        changes.append((n, 1, Change(kind="joined", old=tuple(a[o][1] for o in wholes), new=(b[n][1],))))
    changes.extend((n, 2, Change(kind="added", new=(b[n][1],))) for n in found.added)
    after = dict(found.pairs)
    for o in found.removed:
        # a removed record is told behind the one that stood before it
        before = next((after[p] for p in range(o - 1, -1, -1) if p in after), -1)
        changes.append((before + 0.5, o, Change(kind="removed", old=(a[o][1],))))
    changes.sort(key=lambda c: c[:2])
    return Difference(
        old_records=len(a),
        new_records=len(b),
        same=same,
        renumbered=renumbered,
        changes=tuple(change for _, _, change in changes),
    )


def _ranks(records: Sequence[Record]) -> list[int]:
    """The place of each record in the count of numbers: one that repeats the number above does not count."""
    ranks: list[int] = []
    for at, record in enumerate(records):
        again = at > 0 and record.number is not None and record.number == records[at - 1].number
        ranks.append((ranks[-1] if ranks else 0) + (not again))
    return ranks


def _follows(old: Record, new: Record, shift: int) -> bool:
    """Is the new number only the old one counted on: the record stands so many places further."""
    before, after = _count(old.number), _count(new.number)
    return before is not None and after is not None and after - before == shift


def _count(number: str | None) -> int | None:
    text = fold(number or "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < _LONGEST else chinese_value(text)


def _in_order(places: Sequence[int]) -> set[int]:
    """The indexes of a longest run of places that only grow: what stands outside it was moved."""
    tails: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for index, place in enumerate(places):
        at = bisect_left(tails, place)
        back.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(place)
            ends.append(index)
        else:
            tails[at], ends[at] = place, index
    kept: set[int] = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        kept.add(index)
        index = back[index]
    return kept


def _fields(old: Entry, new: Entry) -> list[FieldChange]:
    found = []
    for column in COMPARED:
        before, after = column.text(*old), column.text(*new)
        if compact(before) != compact(after):
            found.append(FieldChange(field=column.key, old=before, new=after))
    # a table alone (no fingerprint of a source) holds the words of a target and not what was read from them
    if old[0].source.sha256 and new[0].source.sha256:
        before, after = _measures(old[1]), _measures(new[1])
        if before != after:
            found.append(FieldChange(field="measures", old=before, new=after))
    return found


def _measures(record: Record) -> str:
    return "；".join(_measure(m) for m in record.target.measures)


def _measure(measure: Measure) -> str:
    value = "" if measure.value is None else f"{measure.value:g}"
    upper = "" if measure.upper is None else f"—{measure.upper:g}"
    due = f" {measure.due.isoformat()}" if measure.due else ""
    name = f"{measure.indicator} " if measure.indicator else ""
    return (compact(name) + f" {measure.comparator or ''}{value}{upper}{measure.unit or ''}{due}").strip()

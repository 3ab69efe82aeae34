"""The grammar of one owner statement: labels, role verbs, 会同, brackets behind a name. No rules of the document yet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from policyparse.interpret.owner_events import Event, events
from policyparse.interpret.owner_labels import find_labels
from policyparse.interpret.owner_people import is_name, is_person, people_in, people_in_bracket
from policyparse.interpret.owner_rules import Found, OwnerRules, find_rules
from policyparse.interpret.owner_split import unit_ranges
from policyparse.interpret.owner_view import SEPARATORS, View, view
from policyparse.interpret.owner_words import NAME_LIMIT, NO, STRONG, Role, Words
from policyparse.interpret.owner_wraps import resolve_lines
from policyparse.interpret.units import Known

#: A statement names some dozen units; the longest in the samples has 260 characters.
STATEMENT_LIMIT = 3000
#: 新增就业8000人: what is counted names nobody.
_COUNTED = re.compile(r"[0-9][万亿千百]?(?:人|户|家|个|项|元|亩|%|公里|件|次|处|所|座|条|辆|套|台|名)$")
_TIME = re.compile(r"[0-9]{1,4}年|[0-9]{1,2}月|[0-9]{1,2}日|年底|月底|季度|年内|^全年$|^长期$|“?十[一二三四五]五")
_FLUSH = ";。\n"


@dataclass(slots=True, kw_only=True)
class Named:
    """One name of a statement. `role` is what its own words give it; `sure` as `Words.strength`."""

    printed: str
    plain: str
    group: int
    role: Role | None = None
    sure: int = NO
    person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a statement says. `labelled`, `verbs`: by which of its words. `rest`: pieces that are no owners."""

    names: tuple[Named, ...]
    labelled: bool
    verbs: bool
    rest: tuple[str, ...]
    own: OwnerRules
    later: OwnerRules

    @property
    def clean(self) -> bool:
        """Is every name a unit or a person by its form."""
        return all(name.sure or name.person for name in self.names)


@dataclass(slots=True, kw_only=True)
class _Clause:
    """Names that still wait for their verb."""

    names: list[Named] = field(default_factory=list)
    supporting: bool = False
    offices: list[str] = field(default_factory=list)


def nothing_named(text: str) -> Statement:
    """A statement whose words name nobody: all of them are its rest, in one piece."""
    return Statement(names=(), labelled=False, verbs=False, rest=(text,), own=OwnerRules(), later=OwnerRules())


def parse(text: str, words: Words, known: Known, default: Role = "owner") -> Statement:
    """Read a statement without its outer brackets. `default` is the role of names without a word of their own."""
    if len(text) > STATEMENT_LIMIT:
        return nothing_named(text)
    seen = view(resolve_lines(text, words, known.units))
    found = find_rules(seen, words, known.units)
    reader = _Reader(seen=seen, words=words, known=known, found=found)
    for start, end, role in _regions(seen, words, reader, default):
        reader.region(start, end, role)
    return Statement(
        names=tuple(reader.names),
        labelled=reader.labelled,
        verbs=reader.verbs,
        rest=tuple(reader.rest),
        own=found.own,
        later=found.later,
    )


def _regions(seen: View, words: Words, reader: _Reader, default: Role) -> list[tuple[int, int, Role]]:
    labels = find_labels(seen, 0, len(seen.plain), words)
    marks: list[tuple[int, int, Role | None]] = [(start, end, found) for start, end, found, _ in labels]
    for other in words.time_label.finditer(seen.plain):
        at = other.start()
        if at and seen.at[at] > seen.at[at - 1] + 1 and not any(a <= at < b for a, b, _ in marks):
            marks.append((at, other.end(), None))  # 责任领导：A　完成时限：B
    regions: list[tuple[int, int, Role]] = []
    begin, role = 0, default
    last: Role | None = default
    for start, end, found in [*sorted(marks, key=lambda mark: mark[0]), (len(seen.plain), len(seen.plain), None)]:
        if last is None:
            reader.rest.append(seen.raw(begin, start).strip())
        else:
            regions.append((begin, start, role))
        last = found
        begin, role = (end, found) if found is not None else (start, role)
    reader.labelled = bool(labels)
    return regions


@dataclass(slots=True, kw_only=True)
class _Reader:
    seen: View
    words: Words
    known: Known
    found: Found
    names: list[Named] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    labelled: bool = False
    verbs: bool = False
    group: int = 0

    def region(self, start: int, end: int, role: Role) -> None:
        """Read `plain[start:end]`, all under one label."""
        clause = _Clause()
        other = False
        before = len(self.names)
        for a, b, separator in self.seen.pieces(start, end, SEPARATORS):
            a, b, role, other = self._piece_label(a, b, role, other, clause)
            if a < b and not any(p <= a < q for p, q in self.found.spans):
                if other or self._no_owner(a, b):
                    self.rest.append(self.seen.raw(a, b))
                else:
                    for event in events(self.seen, a, b, self.words, self.known):
                        self._take(event, clause, role)
            if separator in _FLUSH:
                self._flush(clause, role)
            if separator != "、":
                self.group += 1
        self._flush(clause, role)
        if clause.offices and len(self.names) == before:
            # 各乡镇主要负责人: where no name is printed, the office stands for its holder
            self._leaders(clause.offices)

    def _piece_label(self, a: int, b: int, role: Role, other: bool, clause: _Clause) -> tuple[int, int, Role, bool]:
        """A label at the start of a piece: one of another field, or one of ours without its colon."""
        piece = self.seen.plain[a:b]
        named = piece.find(":")
        if named > 0 and self.words.title.fullmatch(piece[:named]):
            return a + named + 1, b, "leader", False
        if named > 0 and (
            self.words.other_label.match(piece)
            or (self.words.any_label.match(piece) and not self.words.strength(piece[:named], self.known.units))
        ):
            return a, b, role, True
        match = self.words.bare_label.match(piece)
        if match and match.end() < len(piece):
            ranges = unit_ranges(self.seen, a + match.end(), b, self.words, self.known.units)
            if all(self._is_owner(self.seen.plain[p:q]) for p, q in ranges):
                self._flush(clause, role)
                self.labelled = True
                return a + match.end(), b, self.words.stems[match["leader"] or match["stem"]], False
        return a, b, role, other

    def _is_owner(self, plain: str) -> bool:
        tail = self.words.role_tail(plain, self.known.units)
        plain = plain[: tail[0]] if tail else plain
        return self.words.strength(plain, self.known.units) == STRONG or is_person(plain, self.words, self.known.people)

    def _no_owner(self, a: int, b: int) -> bool:
        """A time, 不再列出, a piece too long for a name: no owner."""
        piece = self.seen.plain[a:b]
        if _COUNTED.search(piece):
            return True
        if self._is_owner(piece):
            return False
        return piece.startswith(self.words.not_owner) or bool(_TIME.search(piece)) or piece in self.words.empty

    def _take(self, event: Event, clause: _Clause, role: Role) -> None:
        if event.kind == "names":
            self._add(event.start, event.end, clause, role)
        elif event.kind == "mark" and clause.names:
            clause.names[-1].role = event.role
            self.verbs = True
        elif event.kind == "joint":
            self._give(clause, "lead")
            clause.supporting = self.verbs = True
        elif event.kind == "object":
            self.rest.append(self.seen.raw(event.start, event.end))
        elif event.kind == "verb":
            self.verbs = True
            self._give(clause, self._verb_role(event.role, clause, role))

    def _verb_role(self, verb: Role | None, clause: _Clause, label: Role) -> Role | None:
        if clause.supporting:
            return "support"
        if verb == "owner" and label in ("lead", "support"):
            return label
        if verb == "support" and not any(name.role in ("lead", "owner") for name in self.names):
            # 区农发局，区规划局配合: who stands before the first comma does the work
            first = clause.names[0].group if clause.names else 0
            if any(name.group != first for name in clause.names):
                for name in clause.names:
                    if name.group == first and name.role is None:
                        name.role = "owner"
        return verb

    def _give(self, clause: _Clause, role: Role | None) -> None:
        for name in clause.names:
            name.role = name.role or role
        clause.names = []

    def _flush(self, clause: _Clause, role: Role) -> None:
        self._give(clause, "support" if clause.supporting else role)
        clause.supporting = False

    def _add(self, start: int, end: int, clause: _Clause, role: Role) -> None:
        """The names of `plain[start:end]`: people go to the leaders at once, units wait for their verb."""
        piece = self.seen.plain[start:end]
        colon = piece.find(":")
        inside = colon > 0 and self.seen.depth[start + colon] > min(self.seen.depth[start:end])
        if colon > 0 and not inside and self.words.strength(piece[:colon], self.known.units):
            self._add(start, start + colon, clause, role)
            self._people(start + colon + 1, end)
            return
        if role == "leader" and self._is_office(piece):
            clause.offices.append(self.seen.printed(start, end))
            return
        if role == "leader":
            people, units = people_in(self.seen.raw(start, end), self.words, self.known.people)
            self._leaders(people)
            if not people and not units and end - start <= NAME_LIMIT:
                clause.offices.append(self.seen.printed(start, end))
            for unit in units:
                self._unit(unit, view(unit).plain, clause, "owner")
            return
        for a, b in unit_ranges(self.seen, start, end, self.words, self.known.units):
            plain, printed = self.seen.plain[a:b], self.seen.printed(a, b)
            if not printed or plain in self.words.empty:
                continue
            if self._people_only(a, b):
                continue
            if self.words.title.fullmatch(plain):
                self._leaders([printed])  # 分管副省长负责: the office stands for its holder
                continue
            both = people_in_bracket(plain, self.words, self.known.people)
            if both:
                self._leaders(both[1])
                plain, printed = both[0], self.seen.printed(a, a + len(both[0]))
            if len(plain) > NAME_LIMIT and not self.words.rank(plain):
                self.rest.append(self.seen.raw(a, b))
                continue
            self._unit(printed, plain, clause, None)

    def _is_office(self, piece: str) -> bool:
        """各乡镇（街道）主要负责人: units, a bracket, and the office that somebody holds in each of them."""
        close = piece.rfind(")")
        if close < 0 or not piece.startswith("各"):
            return False
        return bool(self.words.title.fullmatch(piece, close + 1))

    def _people_only(self, a: int, b: int) -> bool:
        plain = self.seen.plain[a:b]
        if self.words.strength(plain, self.known.units) == STRONG:
            return False
        titled = any(True for _ in self.words.title.finditer(plain))
        blank = " " in self.seen.raw(a, b).strip()
        if not (titled or blank or is_person(plain, self.words, self.known.people)):
            return False
        people, units = people_in(self.seen.raw(a, b), self.words, self.known.people)
        fit = people and not units and all(is_name(p, self.words) or p in self.known.people for p in people)
        if fit:
            self._leaders(people)
        return bool(fit)

    def _people(self, start: int, end: int) -> None:
        people, _ = people_in(self.seen.raw(start, end), self.words, self.known.people)
        self._leaders(people)

    def _leaders(self, people: list[str]) -> None:
        for person in people:
            self.names.append(Named(printed=person, plain=person, group=self.group, role="leader", person=True))

    def _unit(self, printed: str, plain: str, clause: _Clause, role: Role | None) -> None:
        sure = self.words.strength(plain, self.known.units)
        name = Named(printed=printed, plain=plain, group=self.group, role=role, sure=sure)
        self.names.append(name)
        clause.names.append(name)

"""Which old record is which new one: by id, by number and task, by task, then by how much text they share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

from policyparse.records import Record
from policyparse.text import fold

#: Two records are the same one, changed, when so much of their pairs of characters is shared (Dice coefficient).
SAME = 0.55
#: A record is part of another when so much of it is found there, and so little in that one's other part.
PART, ELSEWHERE = 0.75, 0.5
#: A neighbour is a part of a task that lost text when it has so much of that (of no fewer pairs), and so much of it
#: is the task's.
WENT, LOST, KIN = 0.5, 3, 0.25
#: Shorter texts say too little to be found inside another.
SHORTEST_PART = 6
#: A pair of characters that stands in more records than this tells nothing; nor do more candidates than that.
COMMON, CANDIDATES = 120, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Indexes (from 0) of old and new records. `pairs` in order of the new; `splits` are an old with its several new
    ones, `joins` several old with their new one; what is left was removed or added."""

    pairs: tuple[tuple[int, int], ...]
    splits: tuple[tuple[int, tuple[int, ...]], ...] = ()
    joins: tuple[tuple[tuple[int, ...], int], ...] = ()
    removed: tuple[int, ...] = ()
    added: tuple[int, ...] = ()


@dataclass(slots=True)
class _State:
    pairs: dict[int, int] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def pair(self, old: int, new: int) -> None:
        self.pairs[old] = new
        self.taken.add(new)


def match(old: Sequence[Record], new: Sequence[Record]) -> Matched:
    """Find the pairs. Time grows with the number of records, not with its square."""
    state = _State()
    keys: tuple[Callable[[Record], Hashable], ...] = (
        lambda r: r.id,
        lambda r: (fold(r.number or ""), fold(r.task), tuple(map(fold, r.section))),
        lambda r: (fold(r.number or ""), fold(r.task)),
        lambda r: fold(r.task),
    )
    for key in keys:
        _by_key(old, new, key, state)
    a, b = [_pairs(_text(r)) for r in old], [_pairs(_text(r)) for r in new]
    _by_text(a, b, state)
    splits = _parts(b, a, {n: o for o, n in state.pairs.items()}, set(state.taken))
    joins = _parts(a, b, dict(state.pairs), set(state.pairs))
    in_split = {n for _, parts in splits for n in parts}
    in_join = {o for _, parts in joins for o in parts}
    pairs = [
        (o, n) for o, n in state.pairs.items() if o not in {w for w, _ in splits} and n not in {w for w, _ in joins}
    ]
    whole_old, whole_new = {w for w, _ in splits}, {w for w, _ in joins}
    return Matched(
        pairs=tuple(sorted(pairs, key=lambda p: p[1])),
        splits=tuple(splits),
        joins=tuple((parts, whole) for whole, parts in joins),
        removed=tuple(o for o in range(len(old)) if o not in state.pairs and o not in in_join and o not in whole_old),
        added=tuple(n for n in range(len(new)) if n not in state.taken and n not in in_split and n not in whole_new),
    )


def _by_key(old: Sequence[Record], new: Sequence[Record], key: Callable[[Record], Hashable], state: _State) -> None:
    """Pair what has the same key on both sides, in order where it stands more than once."""
    places: dict[Hashable, list[int]] = defaultdict(list)
    for n, record in enumerate(new):
        if n not in state.taken:
            places[key(record)].append(n)
    for o, record in enumerate(old):
        if o not in state.pairs and places.get(key(record)):
            state.pair(o, places[key(record)].pop(0))


def _text(record: Record) -> str:
    return fold("".join((record.task, record.content or "", record.target.text or "")))


def _pairs(text: str) -> Counter[str]:
    """Pairs of neighbouring characters with their counts."""
    return Counter(text[i : i + 2] for i in range(len(text) - 1)) or Counter([text])


def _shared(a: Counter[str], b: Counter[str]) -> int:
    if len(a) > len(b):
        a, b = b, a
    return sum(min(times, b[pair]) for pair, times in a.items() if pair in b)


def _held(part: Counter[str], whole: Counter[str]) -> float:
    """The share of a text's different pairs that the other has, however often."""
    return len(part.keys() & whole.keys()) / len(part)


def _went(whole: Counter[str], rest: Counter[str], part: Counter[str]) -> bool:
    """Did what `rest` no longer has of `whole` go to `part`."""
    lost = whole.keys() - rest.keys()
    return len(lost) >= LOST and len(lost & part.keys()) >= WENT * len(lost) and _held(part, whole) >= KIN


def _index(items: Sequence[Counter[str]], among: Sequence[int]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = defaultdict(list)
    for i in among:
        for pair in items[i]:
            index[pair].append(i)
    return {pair: places for pair, places in index.items() if len(places) <= COMMON}


def _candidates(item: Counter[str], index: dict[str, list[int]]) -> list[int]:
    votes: Counter[int] = Counter()
    for pair in item:
        votes.update(index.get(pair, ()))
    return [i for i, _ in sorted(votes.items(), key=lambda v: (-v[1], v[0]))[:CANDIDATES]]


def _by_text(old: Sequence[Counter[str]], new: Sequence[Counter[str]], state: _State) -> None:
    """The most alike first."""
    index = _index(new, [n for n in range(len(new)) if n not in state.taken])
    scored = []
    for o in range(len(old)):
        if o in state.pairs:
            continue
        for n in _candidates(old[o], index):
            score = 2 * _shared(old[o], new[n]) / (old[o].total() + new[n].total())
            if score >= SAME:
                scored.append((-score, o, n))
    for _, o, n in sorted(scored):
        if o not in state.pairs and n not in state.taken:
            state.pair(o, n)


def _parts(
    parts: Sequence[Counter[str]], wholes: Sequence[Counter[str]], partner: dict[int, int], matched: set[int]
) -> list[tuple[int, tuple[int, ...]]]:
    """Wholes of which several parts are found on the other side: (whole, parts in order).

    `partner` leads from a matched part to its whole. A part without a partner belongs to a whole that holds most of
    it, unless the whole's own partner holds it too (then the text is only repeated).
    """
    loose = [p for p in range(len(parts)) if p not in matched and parts[p].total() >= SHORTEST_PART]
    if not loose:
        return []
    own: dict[int, int] = {whole: part for part, whole in partner.items()}
    index = _index(wholes, range(len(wholes)))
    groups: dict[int, list[int]] = defaultdict(list)
    for p in loose:
        held = [(w, _held(parts[p], wholes[w])) for w in _candidates(parts[p], index)]
        held = [(w, share) for w, share in held if share >= PART]
        held = [(w, s) for w, s in held if w not in own or _held(parts[p], parts[own[w]]) < ELSEWHERE]
        if held:
            groups[max(held, key=lambda h: h[1])[0]].append(p)
            continue
        # reworded: what the task beside it no longer says is said here
        for q in (p - 1, p + 1, p - 2, p + 2):
            w = partner.get(q)
            if w is not None and _went(wholes[w], parts[q], parts[p]):
                groups[w].append(p)
                break
    found = []
    for whole, members in sorted(groups.items()):
        every = sorted({*members, *([own[whole]] if whole in own else [])})
        if len(every) > 1:
            found.append((whole, tuple(every)))
    return found

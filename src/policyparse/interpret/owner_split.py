"""One piece of a list (no separators left in it) into units: at blanks, and where a separator is missing."""

from __future__ import annotations

import re

from policyparse.interpret.owner_view import View, without_brackets
from policyparse.interpret.owner_words import NAME_LIMIT, STRONG, Words
from policyparse.interpret.owner_wraps import LONGEST_LIST, MOST_FRAGMENTS, is_break

_COUNTED = re.compile(r"(?:\(?[0-9]{1,2}[.)]|[①-⑳]|\([一二三四五六七八九十]{1,3}\))(?=[^0-9])")
#: Between whole names: 市财政局/市教育局, ①市教育局②市财政局.
#: Names of places with other endings side by side (李庄镇王楼乡) are at most so long.
_SHORT_PLACE = 4
_PARTING = re.compile(r"/|[①-⑳]")
_ONLY_COUNT = re.compile(r"[0-9]{1,2}\Z")
#: 全国妇联等和各省级人民政府: the list closes with 等 and one more name follows.
_AND_MORE = re.compile(
    r"(?P<list>等)(?:以及|和|及|与)(?=.)|(?P<noun>等(?:有关|相关)?(?:部门|单位|机构|处室|科室|委办局))(?:以及|和|及|与)(?=各)"
)


def unit_ranges(seen: View, start: int, end: int, words: Words, known: frozenset[str]) -> list[tuple[int, int]]:
    """The places in `seen.plain` of the units of one piece."""
    ranges: list[tuple[int, int]] = []
    for a, b in _blank_separated(seen, start, end, words, known):
        ranges.extend(_names(seen, a, b, words, known))
    return [(a, b) for a, b in ranges if a < b]


def _blank_separated(seen: View, start: int, end: int, words: Words, known: frozenset[str]) -> list[tuple[int, int]]:
    """Pieces of `plain[start:end]` at blanks that stand between whole units."""
    if start >= end:
        return []
    if end - start > LONGEST_LIST:
        return [(start, end)]
    base = min(seen.depth[start:end])
    gaps = [
        i
        for i in range(start + 1, end)
        if seen.at[i] > seen.at[i - 1] + 1
        and seen.depth[i] <= base
        and any(c.isspace() for c in seen.text[seen.at[i - 1] + 1 : seen.at[i]])
    ]
    if len(gaps) == end - start - 1:
        return [(start, end)]  # 市 教 育 局: every character stands apart, so no blank says anything
    pieces: list[tuple[int, int]] = []
    begin = start
    for number, gap in enumerate(gaps):
        following = [*gaps[number + 1 : number + 1 + MOST_FRAGMENTS], end]
        rights = [seen.plain[gap:stop] for stop in following if stop - gap <= NAME_LIMIT]
        if is_break(seen.plain[begin:gap], rights, words, known, default=False):
            pieces.append((begin, gap))
            begin = gap
    pieces.append((begin, end))
    return pieces


def _names(seen: View, start: int, end: int, words: Words, known: frozenset[str]) -> list[tuple[int, int]]:
    """The names of one piece: its count (1.) taken off, cut where a separator is missing."""
    plain = seen.plain
    counted = _COUNTED.match(plain, start, end)
    if counted:
        start = counted.end()
    while start < end and plain[start] in ".*:-★☆▲△●":
        start += 1
    while start < end and plain[end - 1] in ".*:-":
        end -= 1
    if start < end and plain[start] in "([" and seen.partner[start] < 0:
        start += 1  # a bracket without a partner
    if start < end and plain[end - 1] in ")]" and not start <= seen.partner[end - 1] < end:
        end -= 1
    if end - start <= 2 and _ONLY_COUNT.match(plain[start:end]):
        return []
    names: list[tuple[int, int]] = []
    for a, b in cuts(plain[start:end], words, known):
        stop = b - 1 if plain[start + b - 1] == "等" and b - a > 1 else b
        names.append((start + a, start + stop))
    return names


def cuts(piece: str, words: Words, known: frozenset[str]) -> list[tuple[int, int]]:
    """Where the folded `piece` falls into several units although no separator stands between them."""
    if not piece:
        return []
    if len(piece) > 2 * NAME_LIMIT or piece in known:
        return [(0, len(piece))]
    parting = _PARTING.search(piece, 2)
    if parting and words.strength(piece[: parting.start()], known) == STRONG:
        at = parting.end()
        rest = cuts(piece[at:], words, known)
        if parting[0] != "/" or all(words.strength(piece[at + a : at + b], known) == STRONG for a, b in rest):
            return [(0, parting.start()), *((a + at, b + at) for a, b in rest)]
    more = _AND_MORE.search(piece)
    if more:
        rest = cuts(piece[more.end() :], words, known)
        end = more.end("noun") if more["noun"] else more.start()  # a bare 等 is no part of the name
        return [(0, end), *((a + more.end(), b + more.end()) for a, b in rest)]
    if all_known := _known_names(piece, words, known):
        return all_known
    if alike := _alike(piece, words):
        return alike
    for i in range(2, len(piece) - 1):
        left, right = piece[:i], piece[i:]
        if piece.count("(", 0, i) != piece.count(")", 0, i) or words.strength(left, known) != STRONG:
            continue
        if _touches(left, right, words, known):
            rest = cuts(right, words, known)
            return [(0, i), *((a + i, b + i) for a, b in rest)]
    return [(0, len(piece))]


def _alike(piece: str, words: Words) -> list[tuple[int, int]]:
    """五星街道南桥街道, 各县区各部门: places that end alike, wholes that each begin with 各; empty where it is neither."""
    ranges: list[tuple[int, int]] = []
    ends: set[str] = set()
    while found := words.alike.match(piece, ranges[-1][1] if ranges else 0):
        ranges.append(found.span())
        ends.add(found["end"])
    sure = len(ends) == 1 or all(b - a <= _SHORT_PLACE for a, b in ranges)  # 城乡 in 住房城乡建设局 is no 乡
    if len(ranges) > 1 and sure and ranges[-1][1] == len(piece) and not piece.startswith("各"):
        return ranges
    again = piece.find("各", 2)
    if piece.startswith("各") and again > 0 and not piece.startswith(("各级", "各地", "各类")):
        return [(0, again), *((a + again, b + again) for a, b in cuts(piece[again:], words, frozenset()))]
    return []


def _known_names(piece: str, words: Words, known: frozenset[str]) -> list[tuple[int, int]]:
    """The names of a piece that is nothing but names known from elsewhere; empty where it is not, or is one name."""
    ways: dict[int, list[tuple[int, int]]] = {0: []}
    for end in range(2, len(piece) + 1):
        for start, way in list(ways.items()):
            name = piece[start:end]
            if name in known and (not way or _side_by_side(piece[way[-1][0] : start], name, words)):
                ways[end] = [*way, (start, end)]
                break
    way = ways.get(len(piece), [])
    return way if len(way) > 1 else []


def _side_by_side(left: str, right: str, words: Words) -> bool:
    """Of two known names: is the right one no office of the left one. 高新区管委会市民政局: a level of its own."""
    core = without_brackets(left)
    if right in words.bare or (words.is_government(core) and not core.startswith("各")):
        return False
    return words.rank(core) <= words.rank(without_brackets(right)) or words.level_of(right) not in {None, "各"}


def _touches(left: str, right: str, words: Words, known: frozenset[str]) -> bool:
    """Does a new unit begin where `right` begins, right after `left`."""
    core = without_brackets(left)
    if core.startswith("各") and words.is_government(core) and words.level_of(right) not in {None, "各"}:
        # 各县(市、区)人民政府市教育局: no office of all these governments has a level of its own
        return words.rank(right) > 1 and words.strength(right, known) == STRONG
    if (
        words.is_government(core)
        or core in words.parents
        or core[-1] + right[0] in words.spanning
        or right[0] in "(和与及、"
    ):
        return False
    if left in known and right in known and core.endswith(words.inner_offices):
        return True
    if core.startswith("各") and core.endswith(words.lowest) and (words.level_of(right) or "各") in words.upper:
        # 各街道市国有公司: what belongs to the whole city is none of a street's
        return words.rank(right) > 1 and words.strength(right, known) == STRONG
    if words.rank(core) == 0 or right in words.bare:
        return False
    if right.startswith("各") and right[1:].startswith(words.territories):
        # 疾控处各县(市、区)卫健委; but 市公安局各县分局 is one
        return not without_brackets(right).endswith(words.dependants)
    end = words.strength(right, known) == STRONG
    if left in known and right in known:
        return _side_by_side(left, right, words)
    if not end or without_brackets(right).endswith(words.dependants):
        return False
    # 市教育局市财政局: both begin with the same level; a unit known from elsewhere counts for one of them
    mine, own = words.level_of(right), words.level_of(left)
    return mine is not None and mine == own and mine != "各" and words.rank(core) <= max(2, words.rank(right))

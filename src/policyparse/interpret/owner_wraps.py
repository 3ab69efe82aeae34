"""Is a line end or a blank inside a list of units a break between two names, or does one name go on after it."""

from __future__ import annotations

from collections.abc import Sequence

from policyparse.interpret.owner_people import is_person
from policyparse.interpret.owner_view import SEPARATORS, view, without_brackets
from policyparse.interpret.owner_words import NAME_LIMIT, NO, STRONG, WEAK, Words

#: A name is wrapped over at most this many further lines, or printed with this many gaps (市 教 育 局 has 3).
MOST_FRAGMENTS = 8
#: A longer text is no list of names; its line ends are all taken for breaks.
LONGEST_LIST = 10_000


def resolve_lines(text: str, words: Words, known: frozenset[str]) -> str:
    """`text` without the line ends that only wrap a name; those between names stay (市教\\n育局 is one line)."""
    if len(text) > LONGEST_LIST or not any(c in text for c in "\n\r<"):
        return text
    seen = view(text)
    plain = seen.plain
    lines = [line for line in plain.split("\n") if line]
    if len(lines) > 1 and all(len(line) == 1 for line in lines):
        return "".join(lines)  # a column so narrow that every character has a line
    ends = [i for i, c in enumerate(plain) if c in SEPARATORS and not seen.depth[i]]
    drop = {i for i, c in enumerate(plain) if c == "\n" and seen.depth[i]}
    begin = 0
    for number, end in enumerate(ends):
        if plain[end] != "\n":
            begin = end + 1
            continue
        left = "".join(plain[i] for i in range(begin, end) if plain[i] != "\n") if end - begin <= 3 * NAME_LIMIT else ""
        rights: list[str] = []
        for stop in [*ends[number + 1 : number + 1 + MOST_FRAGMENTS], len(plain)]:
            rights.append(plain[end + 1 : min(stop, end + 1 + 3 * NAME_LIMIT)].replace("\n", ""))
            if stop == len(plain) or plain[stop] != "\n" or stop - end > 2 * NAME_LIMIT:
                break
        if left and any(rights) and not is_break(left, rights, words, known, default=True):
            drop.add(end)
        else:
            begin = end + 1
    return _rebuilt(seen.text, seen.at, plain, drop)


def _rebuilt(text: str, at: Sequence[int], plain: str, drop: set[int]) -> str:
    """The text with the dropped line ends and all markup taken out, `<br>` being a line end."""
    kept: list[str] = []
    last = -1
    for i, c in enumerate(plain):
        place = at[i]
        if place > last + 1 and any(gap.isspace() for gap in text[last + 1 : place]):
            kept.append(" ")
        if i not in drop:
            kept.append("\n" if c == "\n" else text[place])
        last = place
    return "".join(kept)


def is_break(left: str, rights: Sequence[str], words: Words, known: frozenset[str], *, default: bool) -> bool:
    """Does a new name begin after `left`.

    `rights` is the folded text after the gap, growing from the next fragment to the whole rest, shortest
    first. `default` is the answer for a gap between two texts that are both no unit's name: a line end
    parts them, a blank does not.
    """
    rights = [right for right in rights if right]
    if not rights:
        return default
    first = rights[0]
    if any(left + right in known for right in rights):
        return False
    if (
        left.endswith(":")
        or first.startswith((":", "(", ")", "和", "与", "及"))
        or left[-1] + first[0] in words.spanning
    ):
        return False
    if first in words.all_suffixes and first not in words.bare:
        return False
    if words.label.match(first):
        return True
    tail = words.role_tail(left, known)
    if tail and tail[0] and words.strength(left[: tail[0]], known):
        return True
    certain = words.strength(left, known)
    ahead = max(words.strength(_named(right, words, known), known) for right in rights)
    if certain == STRONG:
        return _after_whole(left, rights, words, known, ahead, default)
    if certain == WEAK:
        # 流水镇 / 澳前镇, 高新区 / 市教育局, 住建 / 城管 are two; 临江市 / 教育局 is one
        if left in words.abbreviations and (first in words.abbreviations or first in words.bare):
            return True
        named = next((r for r in rights if words.strength(_named(r, words, known), known) == ahead), first)
        return bool(ahead) and (ahead == WEAK or words.level_of(named) is not None or named in known)
    return _after_piece(left, rights, words, known, default)


def _named(text: str, words: Words, known: frozenset[str]) -> str:
    """`text` without the role verbs at its end."""
    tail = words.role_tail(text, known)
    return text[: tail[0]] if tail else text


def _after_whole(
    left: str, rights: Sequence[str], words: Words, known: frozenset[str], ahead: int, default: bool
) -> bool:
    core, first = without_brackets(left), rights[0]
    if any(_suffix_goes_on(core, right, words) for right in rights):
        return False
    if first in known or is_person(first, words):
        return True
    if words.is_government(core) and words.level_of(first) is None and ahead == STRONG and first[-1] != "局":
        return False  # 市委 / 组织部
    if core in words.parents and any(right.endswith(words.branches) for right in rights):
        return False
    if first in words.bare and words.rank(core) >= 2 and words.rank(first) == 1:
        return False  # 市教育局 / 办公室 is one office's part, 人事处 / 办公室 are two
    return ahead != NO or default


def _suffix_goes_on(left: str, right: str, words: Words) -> bool:
    """市卫生健康委 / 员会: a suffix of the whole reaches over the gap."""
    joined = left + right
    return any(len(suffix) > len(right) and joined.endswith(suffix) for suffix in words.all_suffixes if len(suffix) > 1)


def _after_piece(left: str, rights: Sequence[str], words: Words, known: frozenset[str], default: bool) -> bool:
    """`left` is no whole name: it goes on if it makes one with what follows."""
    if not default:
        return False
    if is_person(left, words):
        return True
    for number, right in enumerate(rights):
        if number and is_person(rights[number - 1], words):
            break
        if words.level_of(right) and words.level_of(left) and len(left) > 2 and words.strength(right, known) == STRONG:
            return True
        tail = words.role_tail(left + right, known)
        whole = (left + right)[: tail[0]] if tail and tail[0] else left + right
        if words.strength(whole, known):
            return False
    return default

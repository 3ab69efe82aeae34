"""People in owner cells: names with blanks inside, titles, and several names without a separator."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyparse.interpret.owner_view import bracketed, tidy_name, view, without_brackets
from policyparse.interpret.owner_words import NO, STRONG, Words
from policyparse.text import fold

#: Han names have two to four characters, four mostly with a compound surname.
_SHORTEST, _LONGEST = 2, 4
#: Names of other peoples, written out with · between the parts (买买提·艾力).
_LONGEST_DOTTED = 16
#: Names without a break between them: three of four characters are as many as are tried.
_LONGEST_RUN = 12
_DOTTED = re.compile(r"[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,8}){1,3}\Z")
_HAN = re.compile(r"[\u4e00-\u9fff]+\Z")
#: A telephone number beside a name.
_NUMBER = re.compile(r"[0-9()+\-]{5,}")
_BETWEEN = "、,;\n。/|"
#: More blank-separated parts or characters than any cell of names has; longer texts are not names.
_MOST_PARTS = 60
_LONGEST_LIST = 10_000


def is_name(name: str, words: Words) -> bool:
    """Has the folded `name` the form of a person's name."""
    if "·" in name:
        return len(name) <= _LONGEST_DOTTED and bool(_DOTTED.match(name))
    if not _SHORTEST <= len(name) <= _LONGEST or not _HAN.match(name):
        return False
    if name.startswith(words.not_people) or name in words.abbreviations or words.title.fullmatch(name):
        return False
    if name.startswith(words.compound):
        return len(name) >= 3
    return len(name) < _LONGEST and name[0] in words.surnames


def is_person(text: str, words: Words, known: frozenset[str] = frozenset()) -> bool:
    """Is `text` one person and nothing else: a known one, or a name by its form that is no unit's."""
    name = fold(text)
    if name in known:
        return True
    return is_name(name, words) and words.strength(name) == NO


def people_in(text: str, words: Words, known: frozenset[str] = frozenset()) -> tuple[list[str], list[str]]:
    """The people of a cell, and the pieces beside them that are units. Titles and numbers are in neither.

    A text of more than 10,000 characters is no list of people and gives none.

    A piece that is neither a name by its form nor a unit nor a title is taken for a name as printed: the
    cell was said to hold people, and many names have no common surname.
    """
    if len(text) > _LONGEST_LIST:
        return [], []
    seen = view(text)
    people: list[str] = []
    units: list[str] = []
    for start, end, _ in seen.pieces(0, len(seen.plain), _BETWEEN):
        parts = _parts(seen.raw(_after_label(seen.plain, start, end, words), end))
        if len(parts) > _MOST_PARTS:
            units.append(tidy_name(seen.raw(start, end)))
            continue
        rest: list[str] = []
        for part in parts:
            name, unit = _untitled(part, words, known)
            if unit:
                units.append(unit)
            if name:
                rest.append(name)
        people.extend(_joined(rest, words, known))
    return list(dict.fromkeys(people)), list(dict.fromkeys(units))


def _after_label(plain: str, start: int, end: int, words: Words) -> int:
    """The place behind 组长: or 责任人: at the head of a piece."""
    colon = plain.find(":", start, end)
    if colon < 0:
        return start
    label = words.label.match(plain, start)
    titled = words.title.fullmatch(plain, start, colon)
    return colon + 1 if titled or (label and label["leader"] and label.end() == colon + 1) else start


def _parts(piece: str) -> list[str]:
    """The blank-separated parts of a piece without brackets, numbers and ornaments; Latin letters are one part."""
    if piece.isascii() and any(c.isalpha() for c in piece):
        return [" ".join(piece.split())] if piece.strip() else []
    flat = piece
    for opened, closed in reversed(bracketed(_same_length(piece))):
        flat = flat[:opened] + " " + flat[closed + 1 :]
    flat = re.sub(r"\s*[·•・]\s*", "·", flat)
    parts = [_NUMBER.sub("", part).strip(".:：-—") for part in flat.split()]
    return [part for part in parts if part]


def _same_length(piece: str) -> str:
    return piece.translate(
        {ord("（"): "(", ord("）"): ")", ord("〔"): "[", ord("〕"): "]", ord("【"): "[", ord("】"): "]"}
    )


def _untitled(part: str, words: Words, known: frozenset[str]) -> tuple[str | None, str | None]:
    """What a part says without its title: a name or a piece of one, and a unit. Both may be missing."""
    folded = fold(part)
    if folded.endswith("等") and len(folded) > _SHORTEST and _is_any_name(folded[:-1], words, known):
        part, folded = part[:-1], folded[:-1]
    if folded in known or len(folded) == 1 or is_person(folded, words, known):
        return part, None
    if words.title.fullmatch(folded) or (folded.startswith(words.not_people) and words.title.search(folded)):
        return None, None
    for match in words.title.finditer(folded):
        # 张强副主任, 王芳市长: a name in front of a title; 副市长王芳, 市教育局局长张强: behind it
        before, after = folded[: match.start()], folded[match.end() :]
        if not after and _is_any_name(before, words, known):
            return part[: match.start()], None
        if _is_any_name(after, words, known) and not is_name(before, words):
            return part[match.end() :], None
        if not after:
            # 市教育局局长: an office held, no unit and no name; 王局长: all that is printed of a name
            return (part, None) if before and before in words.surnames else (None, None)
    if words.strength(folded) == STRONG or _ends_like_place(folded, words):
        return None, tidy_name(part)
    for size in (3, 2):  # 环保站尹航: the blank between unit and name is lost
        whole = len(folded) == len(part) >= size + 3 and words.strength(folded[:-size]) == STRONG
        if whole and is_name(folded[-size:], words):
            return part[-size:], tidy_name(part[:-size])
    return part, None


def _is_any_name(text: str, words: Words, known: frozenset[str]) -> bool:
    return text in known or is_name(text, words)


def _ends_like_place(folded: str, words: Words) -> bool:
    return len(folded) > 2 and words.strength(folded) != NO and not is_name(folded, words)


def _joined(parts: Sequence[str], words: Words, known: frozenset[str]) -> list[str]:
    """Names out of blank-separated parts: single characters join (陈 勇), whole names stand alone."""
    names: list[str] = []
    i = 0
    while i < len(parts):
        if len(parts[i]) == 1:
            end = i
            while end < len(parts) and len(parts[end]) == 1:
                end += 1
            following = parts[end] if end < len(parts) else ""
            lonely = end - i == 1 or not _is_any_name(fold(following), words, known)
            if following and lonely and is_name(fold(parts[end - 1] + following), words):
                # 单 志远: the surname alone, then the rest of the name
                names.extend(_parted("".join(parts[i : end - 1]), words, known))
                names.append(parts[end - 1] + following)
                i = end + 1
            else:
                names.extend(_parted("".join(parts[i:end]), words, known))
                i = end
            continue
        follower = parts[i + 1] if i + 1 < len(parts) else ""
        both = fold(parts[i] + follower)
        alone = i + 2 >= len(parts) or len(parts[i + 2]) > 1
        rest = fold(parts[i]) in words.compound and not _is_any_name(fold(follower), words, known)
        if follower and ((len(follower) == 1 and alone) or rest) and _is_any_name(both, words, known):
            # 赵雅 文, 诸葛 亮
            names.append(parts[i] + follower)
            i += 2
            continue
        folded = fold(parts[i])
        stuck = 4 <= len(folded) == len(parts[i]) and not _is_any_name(folded, words, known)
        names.extend(_parted(parts[i], words, known) if stuck else [parts[i]])
        i += 1
    return names


def _parted(run: str, words: Words, known: frozenset[str]) -> list[str]:
    """Names printed without a break between them, cut so that the surnames are the most common ones; else as it is."""
    folded = fold(run)
    if not run:
        return []
    if len(folded) > _LONGEST_RUN or len(folded) != len(run):
        return [run]
    best = min(_ways(folded, 0, words, known), default=None)
    return [run[a:b] for a, b in best[1]] if best else [run]


def _ways(folded: str, start: int, words: Words, known: frozenset[str]) -> list[tuple[int, list[tuple[int, int]]]]:
    """Every way to cut `folded[start:]` into names, each with its cost: the sum of the surnames' ranks."""
    if start == len(folded):
        return [(0, [])]
    ways: list[tuple[int, list[tuple[int, int]]]] = []
    for end in range(start + _SHORTEST, min(start + _LONGEST, len(folded)) + 1):
        name = folded[start:end]
        if name in known or is_name(name, words):
            cost = 0 if name in known else 1 + words.surnames.get(name[0], 0)
            ways.extend((cost + more, [(start, end), *rest]) for more, rest in _ways(folded, end, words, known))
    return ways


def people_in_bracket(name: str, words: Words, known: frozenset[str]) -> tuple[str, list[str]] | None:
    """市教育局(张强), 市教育局(责任人:张强): the folded unit and the people, where the bracket holds nothing else."""
    pairs = bracketed(name)
    if len(pairs) != 1 or pairs[0][1] != len(name) - 1 or not pairs[0][0]:
        return None
    inside = name[pairs[0][0] + 1 : -1]
    label = words.label.match(inside)
    if label and label["leader"]:
        inside = inside[label.end() :]
    people, units = people_in(inside, words, known)
    if not people or units or not all(is_person(person, words, known) for person in people):
        return None
    return without_brackets(name), people

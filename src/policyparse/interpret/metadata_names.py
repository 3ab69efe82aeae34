"""Lists of organisations as a frame prints them: addressees, copies, joint issuers."""

from __future__ import annotations

import re

from policyparse.interpret.frame_lines import is_org
from policyparse.interpret.frame_words import Words
from policyparse.text import compact, fold, is_cjk, tidy_blanks

_OPEN = "（([〔【［"
_CLOSE = "）)]〕】］"
_SEPARATORS = "、，,；;。\n"
#: 各省, 自治区, 县: a kind of place without the office in it.
#: 各委, 办, 局: kinds of offices without a name.
_BARE_OFFICE = re.compile(r"^(?:委|办|局|部|厅|处|室|科|院|行|社)(?:[（(][^（）()]{1,6}[)）])?、?$")
_OFFICES = re.compile(r"(?:各|^)(?:直属)?(?:(?:委|办|局|部|厅|处|室|科|院|行|社)、)+$")
_BARE_PLACE = re.compile(r"^各?(?:辖市|行署|省|市|地|县|区|州|盟|旗|乡|镇|自治区|自治州|自治县|直辖市)$")
#: 临江市水利局2022年工作要点: whose year's work it is. Without a place (卫生健康委员会2020年…) it names no office.
_YEARLY = re.compile(r"(?P<org>[\u4e00-\u9fff]{4,30}?)\s*(?=(?:19|20)\d\d\s*年)")
_PLACED = re.compile(r"(?:中共)?.{2,12}?[省市县区州盟旗乡镇]")
#: 临江市教育局临江市财政局: the same place name of two to six characters begins the next issuer.
_PLACE = re.compile(r"(.{2,6}?[省市县区州盟旗])")


def split_names(text: str) -> list[str]:
    """The names of a list, split at 、 ， ； 。 and line ends outside brackets. A colon at the end is dropped.

    An unclosed bracket does not swallow what follows: then the list is split at every separator.
    """
    text = tidy_blanks(text).rstrip(":： ")
    pieces: list[str] = [""]
    depth = 0
    for c in text:
        if c in _OPEN:
            depth += 1
        elif c in _CLOSE:
            depth = max(0, depth - 1)
        if c in _SEPARATORS and depth == 0:
            pieces[-1] += "、" if c == "、" else ""  # which of them parts, for 各省、自治区人民政府
            pieces.append("")
        else:
            pieces[-1] += c
    if depth:
        return [name for piece in re.split(f"[{_SEPARATORS}]", text) if (name := unspaced(piece.strip()))]
    return _whole_names([name for piece in pieces if (name := unspaced(piece.strip())) not in ("", "、")])


def _whole_names(pieces: list[str]) -> list[str]:
    """各省、自治区、直辖市人民政府 is one addressee: a bare kind of place is no office and goes with what follows.

    A piece keeps the 、 that parts it from the next; ， parts more than kinds of places.
    """
    pieces = _offices_together(pieces)
    names: list[str] = []
    pending = ""
    for piece in pieces:
        if piece.endswith("、") and _BARE_PLACE.match(fold(piece[:-1])):
            pending += piece
            continue
        names.append(pending + piece.rstrip("、").rstrip())
        pending = ""
    return [*names, *(name for name in pending.split("、") if name)]


def _offices_together(pieces: list[str]) -> list[str]:
    """市政府各委、办、局 is one addressee."""
    together: list[str] = []
    for piece in pieces:
        if together and together[-1].endswith("、") and _BARE_OFFICE.match(piece) and _OFFICES.search(together[-1]):
            together[-1] += piece
        else:
            together.append(piece)
    return together


def unspaced(name: str) -> str:
    """A name without the blanks that only space out its characters (临 江 市 教 育 局)."""
    parts = name.split(" ")
    if len(parts) > 1 and all(is_cjk(part[-1]) and is_cjk(part[0]) for part in parts if part):
        single = sum(1 for part in parts if len(part) == 1)
        if 2 * single >= len(parts):
            return compact(name)
    return name


def split_issuers(text: str, words: Words) -> list[str]:
    """Issuers printed side by side, parted by blanks, 、 or nothing but the next place name."""
    names: list[str] = []
    for piece in split_names(text):
        parts = piece.split(" ")
        if len(parts) > 1 and not all(is_org(fold(part), words) for part in parts):
            parts = [compact(piece)]
        for part in parts:
            names += _split_run(part, words)
    return [re.sub(r"[（(](?:盖章|公章|印章|章|印|代章)[)）]$", "", name) for name in names]


def _split_run(name: str, words: Words) -> list[str]:
    place = _PLACE.match(name.removeprefix("中共"))
    if not place:
        return [name]
    cuts = [m.start() for m in re.finditer(re.escape(place[1]), name) if m.start() and name[: m.start()] != "中共"]
    parts = [name[a:b] for a, b in zip([0, *cuts], [*cuts, len(name)], strict=True)]
    return parts if len(parts) > 1 and all(is_org(fold(part), words) for part in parts) else [name]


def issuers_in_title(title: str, words: Words) -> list[str]:
    """Who issues by the title: what stands before 关于 or 印发 (临江市教育局关于…), where it is organisations."""
    found = re.search(r"关于|印发|转发|批转|(?<=[府厅局委办部室会])公布", title) or _YEARLY.match(title)
    if found and found.re is _YEARLY:
        return [found["org"]] if _PLACED.match(found["org"]) and is_org(fold(found["org"]), words) else []
    before = title[: found.start()].strip() if found else ""
    if not before:
        return []
    names = split_issuers(before, words)
    if all(is_org(fold(name), words) for name in names):
        return names
    whole = compact(before)
    return [whole] if is_org(fold(whole), words) else []

"""Titles over several lines: where one begins and ends, and whether two are the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from policyparse.document import Table
from policyparse.interpret.frame_lines import LONGEST_TITLE, Line, annex_mark
from policyparse.interpret.frame_words import Words
from policyparse.text import fold, join_lines, one_line

#: A title spans at most so many lines. GB/T 9704 asks for a trapezium or diamond of a few lines; joint notices
#: of a dozen ministries on the State Council's site have up to nine.
MOST_LINES = 10
#: Two titles are the same where the shorter holds this share of the longer, in order. Set by covering notices
#: that leave out quotes, the place's name or a bracket of the attached title.
_SAME = 0.72
#: A label (附件1) and the title: rows above a spreadsheet's header.
_TITLE_ROWS = 2
#: The shortest title that a file's own name may give.
_SHORTEST = 6
#: A site's name behind a title: 关于…的通知_临江市人民政府.
_SITE_TAIL = re.compile(r"\s*[_|｜]\s*|\s+[-–—]+\s+|--+")
_STARTS = re.compile(r"关于|印发|(?:19|20)\d\d年|中共|\"?十[一二三四五六七八九]五")
_GOES_ON = re.compile(r"[的和及与》、)\]]")
_KIND_END = re.compile(r"的[^的]{1,10}$|(?:方案|要点|意见|计划|规划|办法|清单|措施)(?:[(\[][^()\[\]]{1,30}[)\]])?$")
_ENDS_OPEN = re.compile(r"(?:[的和及与《、(\[\"]|关于|印发)$")
#: Shorter titles are the same only when they are equal.
_LEAST = 6
#: （2021—2025年）, （试行）: printed below a title, and inside 《》 in the letter.
_BRACKETED = re.compile(r"[(\[][^()\[\]]{1,30}[)\]]")
_MARKS = re.compile(r"[\"'《》()\[\],，、:\-·.]")


def joined(lines: Sequence[Line]) -> str:
    """The lines as one title: no blank is put between Chinese characters, printed ones stay."""
    return join_lines(line.text for line in lines)


def folded(lines: Sequence[Line]) -> str:
    """The lines as one title, folded (what `fold` makes of `joined`, without folding again)."""
    return "".join(line.folded for line in lines)


@lru_cache(maxsize=4096)
def key(title: str) -> str:
    """A title for comparison: folded, without quotes, brackets and dashes."""
    return _MARKS.sub("", fold(title[: 2 * LONGEST_TITLE]))


def same_title(one: str, other: str) -> bool:
    """Do both name the same document: equal, or the shorter's characters stand in the longer in the same order."""
    return same_folded(fold(one[: 2 * LONGEST_TITLE]), fold(other[: 2 * LONGEST_TITLE]))


def same_folded(one: str, other: str) -> bool:
    """`same_title` of two folded titles."""
    short, long = sorted((_MARKS.sub("", one), _MARKS.sub("", other)), key=len)
    if not short:
        return False
    if short == long:
        return True
    if ("(" in one or "(" in other) and _unbracketed(one) == _unbracketed(other) != "":
        return True
    if len(short) < _LEAST or len(short) < _SAME * len(long):
        return False
    if _years(short) and _years(long) and _years(short) != _years(long):
        return False
    rest = iter(long)
    return all(c in rest for c in short)


def _unbracketed(title: str) -> str:
    return _MARKS.sub("", _BRACKETED.sub("", title))


def _years(title: str) -> set[str]:
    return set(re.findall(r"(?:19|20)\d\d", title))


def contains_title(whole: str, part: str) -> bool:
    """Does `whole` hold all of `part` and more."""
    return len(key(part)) >= 4 and key(part) in key(whole)


def balanced(c: str) -> bool:
    """Are 《 and （ of this folded text closed."""
    return c.count("《") <= c.count("》") and c.count("(") + c.count("[") <= c.count(")") + c.count("]")


def goes_on(lines: Sequence[Line], after: Line | None) -> bool:
    """A title that is not yet at its end: an open bracket, an open word, or a next line that cannot begin one."""
    if not balanced(folded(lines)) or _ENDS_OPEN.search(lines[-1].folded):
        return True
    if after is None or not after.titular:
        return False
    return (after.form == "title" and _opened(folded(lines))) or bool(_GOES_ON.match(after.folded))


def _opened(c: str) -> bool:
    """关于印发…主要任务 | 上半年落实情况的通报: what 关于 opens ends in 的 or the kind of document."""
    return "关于" in c and not _KIND_END.search(c)


def title_runs(lines: Sequence[Line], usable: Callable[[Line], bool]) -> list[list[Line]]:
    """All runs of lines that may be a title, each cut where a title ends. A run whose last line is of form
    `title` ends in a word for a kind of document; the others do not."""
    runs: list[list[Line]] = []
    current: list[Line] = []
    for index, line in enumerate(lines):
        if not (line.titular and usable(line)):
            if current:
                runs.append(current)
            current = []
            continue
        current.append(line)
        after = lines[index + 1] if index + 1 < len(lines) and usable(lines[index + 1]) else None
        if (line.form == "title" and not goes_on(current, after)) or len(current) >= MOST_LINES:
            runs.append(current)
            current = []
    if current:
        runs.append(current)
    return runs


def trim_front(run: Sequence[Line], words: Words) -> list[Line]:
    """Drop the lines above a title that are none of it: the name of a site or column, a letterhead.

    The last line belongs to it; a line above belongs to it while what follows cannot stand alone, or while it
    is the issuer before 关于, or while it is printed in the same way.
    """
    kept = [run[-1]]
    for line in reversed(run[:-1]):
        first = kept[0]
        if not _same_print(line, first):
            break
        starts = bool(_STARTS.match(first.folded)) or _begins_with_issuer(first, words)
        org = line.form == "org"
        if not balanced(folded(kept)) or _closes(folded(kept)) or _ENDS_OPEN.search(line.folded):
            kept.insert(0, line)
        elif (line.form == "title" and not _opened(line.folded)) or (len(line.folded) <= 4 and not org):
            break
        elif org or _printed_alike(line, first):
            kept.insert(0, line)
        elif starts and not re.search(r"关于|印发|《", line.folded):
            break
        else:
            kept.insert(0, line)
    return kept


def table_title(table: Table) -> str | None:
    """What a table calls itself: its caption, else its first row where that is one cell (a spreadsheet's title row)."""
    if table.caption and table.caption.strip():
        return one_line(table.caption)
    for row in range(min(table.rows - 1, _TITLE_ROWS)):
        texts = {one_line(cell.text) for cell in table.cells if cell.row == row and cell.text.strip()}
        if len(texts) != 1:
            return None
        text = texts.pop()
        mark = annex_mark(text)
        if mark is None or mark.rest:
            return (mark.rest if mark else text) if len(text) <= LONGEST_TITLE else None
    return None


def file_title(hint: str, words: Words) -> str:
    """What the file calls itself (a page's title, a file's property), without the name of its site; "" where it is
    no title (新建文档, Microsoft Word - 1.doc)."""
    parts = [part for part in _SITE_TAIL.split(one_line(hint[: 4 * LONGEST_TITLE])) if part]
    best = max(parts, key=len, default="")
    return "" if len(key(best)) < _SHORTEST or words.no_title.search(fold(best)) else best


def without_site(title: str, words: Words) -> str:
    """A printed title without the site's name behind it: …工作要点 - 临江市水利局, …的通知_临江市人民政府门户网站."""
    tail = max(_SITE_TAIL.finditer(title), key=lambda found: found.start(), default=None)
    if tail is None or not words.title_end.search(fold(title[: tail.start()])):
        return title
    return title[: tail.start()] if words.site_name.search(fold(title[tail.end() :])) else title


def _begins_with_issuer(line: Line, words: Words) -> bool:
    before, found, _ = line.folded.partition("关于")
    return bool(found) and bool(words.org_end.search(before))


def _closes(c: str) -> bool:
    return c.count("》") > c.count("《") or c.count(")") > c.count("(") or bool(_GOES_ON.match(c))


def _same_print(one: Line, other: Line) -> bool:
    """False where size or colour are known and differ: a red letterhead above a black title."""
    a, b = one.style, other.style
    if (a.colour or None) != (b.colour or None) and (a.size or b.size):
        return False
    return a.size is None or b.size is None or abs(a.size - b.size) <= 0.15 * max(a.size, b.size)


def _printed_alike(one: Line, other: Line) -> bool:
    """Known to be printed the same way: both centred, or both of one heading level."""
    centred = one.style.align == other.style.align == "center"
    return centred or (one.level is not None and one.level == other.level)

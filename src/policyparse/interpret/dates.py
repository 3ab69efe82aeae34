"""Whole dates, the years a title governs, and the year of a target column."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from policyparse.interpret.deadline_points import LAW_PLAN_7_START, plan_start
from policyparse.interpret.deadline_resolve import resolve
from policyparse.interpret.deadline_spans import Dated, spans
from policyparse.interpret.deadline_text import N2, Y4, folded, number
from policyparse.interpret.years import Years
from policyparse.lexicon import Lexicon, default_lexicon
from policyparse.records import Period

_DATE = re.compile(
    rf"(?P<y>{Y4})(?:年(?P<m>{N2})月(?P<d>{N2}|[廿卅][一二三四五六七八九]?)[日号]|(?P<s>[./-])(?P<m2>\d{{1,2}})(?P=s)(?P<d2>\d{{1,2}})日?)"
    r"(?:\((?:星期|周)[一二三四五六日天]\)|星期[一二三四五六日天])?(?:印发|发布|印|公布|签发|成文|\d{1,2}:\d\d(?::\d\d)?)?"
)
#: Longest text that is still one date; a longer one is a sentence that holds a date.
DATE_LIMIT = 40

_RANGE = re.compile(
    r"(?<![\d.])(?P<a>(?:19|20)\d\d)年?度?(?:-{1,3}|~|至|到|—)(?P<b>(?:19|20)?\d\d)(?![\d%])(?:年|学年|年度|\)|$)?"
)
_ZH_RANGE = re.compile(rf"(?P<a>{Y4})年?(?:-{{1,3}}|~|至|到)(?P<b>{Y4})年")
_YEAR = re.compile(rf"(?P<y>{Y4})年度?(?P<after>[^,;。]{{0,4}})")
_BARE_YEAR = re.compile(r"(?<![\d.])(?P<y>(?:19|20)\d\d)(?![\d.%])(?=目标|规划值|计划|指标|预期|年|$|\))")
_PLAN = re.compile(r'"?(?P<p>十[一二三四五六七八九]?)五"?')
_LAW_PLAN = re.compile(r'"?(?P<p>[六七八九])五"?(?=[^,;。]{0,4}(?:普法|法治宣传|法制宣传))')
_NO_PERIOD = re.compile(r"年?(?:前|底前|以前|之前|修订|修正|版|本|远景|愿景|以来|颁布|印发|发布|制定|公布)")
#: A year that a title looks back on: 2018年度考核和2019年工作安排.
_LOOKS_BACK = re.compile(r"(?:工作)?(?:总结|考核|检查|评估|完成情况|执行情况|通报|述职|决算|结果)")
_TITLE = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_HANDS_OUT = re.compile(r"(?:印发|下达|发布|公布|转发|批转|批准|通过|编制|送审|呈报|报送|审议)[^《》]{0,6}$")


def read_date(text: str) -> date | None:
    """The one whole date that `text` prints, or None if it prints none, more than that, or a day that does not exist.

    `2019年3月22日`, `2019-03-22`, `2022.6.30`, `二〇二三年一月一日`, with blanks inside; brackets around it and
    印发, a weekday or the time of day behind it may stand.
    """
    if len(text) > DATE_LIMIT:
        return None
    flat = folded(text.strip()).text.strip("\n").replace(" ", "")
    m = _DATE.fullmatch(flat[1:-1] if flat[:1] == "(" and flat[-1:] == ")" else flat)
    if not m:
        return None
    month, day = m["m"] or m["m2"], m["d"] or m["d2"]
    try:
        return date(number(m["y"]), number(month), _day_number(day))
    except ValueError:
        return None


def _day_number(text: str) -> int:
    """廿 and 卅 are twenty and thirty."""
    if text[0] in "廿卅":
        return (20 if text[0] == "廿" else 30) + (number(text[1:]) if text[1:] else 0)
    return number(text)


def read_period(text: str, lexicon: Lexicon) -> Period | None:
    """The year or years that a document with this title governs, or None where the title names none.

    Printed years win over the name of a five-year plan (“十三五”: 2016 to 2020; 七五普法: 2016 to 2020). Years
    inside 《》 count where the title hands that document out (关于印发《…》的通知), not where it carries
    another one out (落实《…》). Of two single years the later one counts where the first is looked back on.
    `lexicon` is not used today but part of the signature of every reader.
    """
    flat = folded(text).text.replace("\n", "").replace(" ", "")
    handed = "".join(
        m[0] if _HANDS_OUT.search(flat[max(0, m.start() - 12) : m.start()]) or m[0] == flat else ""
        for m in _TITLE.finditer(flat)
    )
    return _period(_TITLE.sub("", flat)) or _period(handed.replace("《", "").replace("》", ""))


def _period(text: str) -> Period | None:
    found = _RANGE.search(text) or _ZH_RANGE.search(text)
    if found:
        first = number(found["a"])
        last = number(found["b"]) if len(found["b"]) == 4 else first // 100 * 100 + int(found["b"])
        if first <= last <= first + 50:
            return _years(first, last)
    years = []
    for m in _YEAR.finditer(text):
        if not _NO_PERIOD.match(text, m.end("y")) and text[m.start() - 1 : m.start()] not in ("到", "至"):
            years.append((number(m["y"]), bool(_LOOKS_BACK.match(m["after"]))))
    ahead = [y for y, back in years if not back] or [y for y, _ in years]
    if ahead:
        return _years(min(ahead), max(ahead))
    if law := _LAW_PLAN.search(text):
        first = LAW_PLAN_7_START + 5 * (number(law["p"]) - 7)
        return _years(first, first + 4)
    for plan in _PLAN.finditer(text):
        quoted = plan[0].startswith('"') and plan[0].endswith('"')
        if plan["p"] != "十" or quoted:
            first = plan_start(number(plan["p"]))
            return _years(first, first + 4)
    return None


def _years(first: int, last: int) -> Period:
    return Period(start=date(first, 1, 1), end=date(last, 12, 31))


@lru_cache(maxsize=4)
def _column_words(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    columns = lexicon["deadlines"]["columns"]
    base = re.compile("|".join(map(re.escape, columns["base"])))
    target = re.compile("|".join(map(re.escape, columns["target"])))
    return base, target


def column_due(header: str, lexicon: Lexicon | None = None) -> date | None:
    """The day by which the values of a target column are to be reached: the end of the year its header names.

    None where it names none, or where it is a column of base values (基期值, 现状值, 完成值); a word for a target
    (目标, 规划) wins over one for a base. Without `lexicon` the built-in words are used.
    """
    words = lexicon or default_lexicon()
    base, target = _column_words(words)
    flat = folded(header).text.replace("\n", "").replace(" ", "")
    if base.search(flat) and not target.search(flat):
        return None
    flat = re.sub(rf"(?:比|较|与|相比){Y4}年?", "", flat)
    terms: list[Dated] = spans(words).find(flat, numeric=False)
    for term in reversed(terms):
        days = list(resolve(term, Years()))
        if days and days[-1].due:
            return days[-1].due
    bare = _BARE_YEAR.findall(flat)
    return date(int(bare[-1]), 12, 31) if bare else None

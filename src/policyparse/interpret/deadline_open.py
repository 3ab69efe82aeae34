"""Terms without a date: relative to an event (印发之日起30日内), before an event (汛期前), open (长期坚持)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from policyparse.interpret.deadline_point import CONNECT, guard
from policyparse.interpret.deadline_text import N2, Y4, ZH
from policyparse.lexicon import Lexicon

#: Words before the anchor of a relative term that are no part of it.
_ANCHOR_CUT = re.compile(r"[,;。:!?\n()、]|[在于应须]|需要|务必|必须|要(?!求)")
_EACH_TERM = "每学期"
_ANCHOR_END = re.compile(
    r"(?:之日起|当日起|次日起|日起|时起|之日|当日|(?<!最)(?:之后|以后|后)|之前|以前|前|起|内起)的?,?$"
)
#: Longest anchor that is read as one, in characters; longer ones are cut at their last word of time.
_ANCHOR_LIMIT = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A term without a date, `text[start:end]` of the folded text; its label begins at `label_start`.

    `anchored`: the event it counts from is named. `strong`: it stands as an item beside dates.
    `attributive` text behind it (内的) is left to the reader of prose.
    """

    start: int
    end: int
    label_start: int
    kind: Literal["relative", "event", "open"]
    rule: str
    anchored: bool = False
    strong: bool = True


class OpenTerms:
    """Finds terms without a date in folded text for one lexicon."""

    __slots__ = ("_duration", "_event", "_events", "_named", "_next", "_part", "_pattern", "_span", "_whole", "_words")

    def __init__(self, words: dict[str, Any]) -> None:
        c = words["compounds"]
        many = rf"(?:\d{{1,3}}|{N2}|[半两几数])"
        unit = r"(?:个(?:半?月|季度|星期|小时)|个?(?:工作日|自然日|日历日|日历天)|(?<=[两几数])月|半月|星期|小时|季度(?=内|以内|之内)|周|天|日|年)"
        inside = f"(?:以内|之内|内{guard(c, '内')})"
        self._duration = re.compile(
            rf"(?<![\d.{ZH}十第近每满过去初])(?P<n>{many}(?:{CONNECT}{many})?){unit}(?P<in>左右)?(?:的?时间)?(?P<inside>{inside})?"
        )
        part = rf"(?:首月|末月|第?[一1]个?月|底|末|初|上旬|中旬|下旬|(?:周|星期)?[{ZH}日](?![个月年次])|内)"
        self._next = re.compile(
            rf"(?:(?P<next>次|下|翌|当|上)个?(?:月|季度?|周|旬)|本(?:月|周|季度)|次日|翌日|次学期|当学期)(?P<part>{part})?(?P<day>的?{N2}[日号])?"
            rf"(?:\d{{1,2}}(?:时|点|:\d\d))?(?P<by>以前|之前|前{guard(c, '前')})?"
        )
        self._part = re.compile(
            rf"(?:(?:{Y4}年|{_any(words['relative_years'])})年?[初中]|(?<![\d{ZH}每])年[初中])"
            rf"{guard(c, '初')}(?:以前|之前|前{guard(c, '前')})?"
        )
        self._span = re.compile(rf"(?:用|经过|通过|利用|再用|花){many}(?:(?:{CONNECT}){many})?年(?:左右)?的?时间")
        before = rf"(?:来临)?(?:之前|以前|前夕|前{guard(c, '前')})"
        event = f"(?:{_any(words['events']['before'])})"
        self._events = re.compile(
            f'(?:{Y4}年|{_any(words["relative_years"])})?的?"?(?:{event}"?[、和])*"?{event}(?:"节?)?{before}'
        )
        self._event = re.compile(
            r"^(?P<e>[^,;。:\n]{1,18}?(?:之前|以前|前|前夕|后|以后|之后|期间|期|时|之日起?|当天|当日))(?:完成|到位|执行|实施|组织实施)?$"
        )
        self._named = re.compile(
            r"^[^,;。:\n]{0,6}(?:[春夏秋冬]{1,2}季?|寒假|暑假|汛期|雨季|农闲|学期|假期|三夏|三秋)[^,;。:\n]{0,4}$"
        )
        self._whole = re.compile(rf"^(?:为期|约|工期)?{many}{unit}(?:左右|\(.{{1,8}}\))?$")
        o = words["open"]
        extra = f"(?:{_any(o['extension'])})?"
        self._words = re.compile(
            f"(?P<strong>(?:{_any(o['words'])})(?!至|到|以来|性){extra})|(?P<weak>(?:{_any(o['weak'])})(?!至|到){extra})"
        )
        self._pattern = re.compile(
            f"(?:{_any(o['lead'])})[^,;。:\\n]{{0,24}}?(?:{_any(o['tail'])})(?:的?(?:时间|时限|进度|节点|要求)){{0,2}}(?:{_any(o['after'])})?"
        )

    def relative(self, text: str) -> list[Open]:
        """Terms counted from an event, or from now where no event is named. From left to right, not overlapping."""
        found: list[Open] = []
        for m in self._duration.finditer(text):
            floor = found[-1].end if found else 0
            anchor = _anchor(text, m.start(), floor)
            if anchor is None:
                if m["inside"]:
                    found.append(
                        Open(
                            start=m.start(), end=m.end(), label_start=m.start(), kind="relative", rule="within-duration"
                        )
                    )
                continue
            if m[0].endswith("年") and not m["inside"]:
                continue  # 今后三年, 验收后2年: a stretch of years, no limit
            start, label = anchor
            found.append(
                Open(
                    start=start,
                    end=m.end(),
                    label_start=label,
                    kind="relative",
                    rule="duration-from-event",
                    anchored=True,
                )
            )
        for m in self._next.finditer(text):
            if m["part"] or m["day"] or m["by"] or m[0] in ("次日", "翌日", "次月", "次季度", "下月", "下季度"):
                by = bool(m["by"] or m["day"])
                found.append(
                    Open(
                        start=m.start(),
                        end=m.end(),
                        label_start=m.start(),
                        kind="relative",
                        rule="next-period",
                        anchored=by,
                    )
                )
        for m in self._span.finditer(text):
            found.append(
                Open(start=m.start(), end=m.end(), label_start=m.start(), kind="relative", rule="in-so-many-years")
            )
        return found

    def events(self, text: str) -> list[Open]:
        """Terms before an event that the lexicon names."""
        return [
            Open(start=m.start(), end=m.end(), label_start=m.start(), kind="event", rule="before-event")
            for m in self._events.finditer(text)
            if not text.startswith(_EACH_TERM, max(0, m.start() - len(_EACH_TERM)))
        ]

    def parts(self, text: str) -> list[Open]:
        """年初 and 年中, with their year: a part of the year without a day."""
        return [
            Open(start=m.start(), end=m.end(), label_start=m.start(), kind="open", rule="part-of-year")
            for m in self._part.finditer(text)
        ]

    def open(self, text: str) -> list[Open]:
        """Open terms of the lexicon and those of the form 按照…安排; `strong` ones stand beside dates."""
        found = [
            Open(
                start=m.start(),
                end=m.end(),
                label_start=m.start(),
                kind="open",
                rule="open-word",
                strong=m["strong"] is not None,
            )
            for m in self._words.finditer(text)
        ]
        found += [
            Open(start=m.start(), end=m.end(), label_start=m.start(), kind="open", rule="as-arranged", strong=False)
            for m in self._pattern.finditer(text)
        ]
        return found

    def whole(self, text: str) -> Open | None:
        """A piece of a cell that is as a whole an event (验收前), a season, or a duration (3个月)."""
        for pattern, rule in ((self._whole, "duration"), (self._event, "event"), (self._named, "season")):
            if m := pattern.match(text):
                end = m.end("e") if "e" in pattern.groupindex else m.end()
                return Open(start=0, end=end, label_start=0, kind="event", rule=rule)
        return None


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"


def _anchor(text: str, place: int, floor: int) -> tuple[int, int] | None:
    """Where the anchor that ends at `place` begins, and where its label begins; None where there is none."""
    low = max(floor, place - _ANCHOR_LIMIT - 4)
    ending = _ANCHOR_END.search(text[low:place])
    if not ending:
        return None
    body = text[low : place - 1]  # the , between anchor and duration is no cut
    cuts = list(_ANCHOR_CUT.finditer(body))
    start = low + cuts[-1].end() if cuts else low
    opening = body.rfind("自", start - low) if "起" in ending[0] or "之日" in ending[0] else -1
    if opening >= 0:
        return low + opening, low + opening + 1
    if text.startswith(("自", "从"), start) and "起" in ending[0]:
        return start, start + 1
    if text.startswith("待", start):
        return start, start + 1
    return (start, start) if start < low + ending.start() else None


@lru_cache(maxsize=4)
def open_terms(lexicon: Lexicon) -> OpenTerms:
    """The finder of terms without a date for `lexicon`, compiled once."""
    return OpenTerms(dict(lexicon["deadlines"]))

"""The lexicon's words for times in prose, compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from policyparse.interpret.deadline_text import ZH
from policyparse.lexicon import Lexicon


class ProseWords:
    """The lexicon's words for prose, compiled once. All patterns are bounded."""

    __slots__ = (
        "action",
        "action_before",
        "action_next",
        "applicant",
        "appraisal",
        "benefit",
        "compare_after",
        "compare_before",
        "eligible",
        "eligible_before",
        "event",
        "failing",
        "forfeits",
        "goal",
        "governs",
        "heading",
        "history_after",
        "history_before",
        "lead",
        "measured",
        "modal",
        "moved",
        "nature_after",
        "nature_before",
        "noun_next",
        "own_label",
        "own_time",
        "past",
        "permission",
        "plain_goal",
        "preamble",
        "qualifies",
        "season",
        "slogan",
        "stage",
        "stage_of_work",
        "validity_after",
        "validity_before",
        "value_of_year",
        "whoever",
    )

    def __init__(self, prose: dict[str, Any]) -> None:
        self.action = _any(prose["actions"])
        self.action_before = _ending(prose["actions"])
        self.action_next = re.compile(f"(?:{_words(prose['adverbs'])}){{0,2}}(?:{_words(prose['actions'])})")
        self.goal = _any(prose["goals"])
        self.applicant = re.compile(
            f"^[^,;。]{{0,10}}(?:{_words(prose['applicants'])})(?:须|应|应当|要|必须|需|于|在)*$"
        )
        self.qualifies = _starting(prose["eligibility"])
        self.benefit = _any(prose["benefit"])
        self.permission = _any(prose["permission"])
        self.compare_before = re.compile(f"(?<!占)(?:{_words(prose['compare_before'])})$")
        self.compare_after = _starting(prose["compare_after"])
        self.eligible = re.compile(
            rf"(?:已|新|未|尚未|仍未|依法|正式)?(?:{_words(prose['eligibility'])})?(?:了|并[^,;。]{{1,6}})?的|(?:已(?!有)|尚未|仍未)"
        )
        self.whoever = re.compile(f"(?:{_words(prose['eligibility'])})[^,;。]{{0,24}}的$")
        self.eligible_before = _ending([*prose["eligibility"], "退休年龄", "年龄"])
        self.failing = re.compile("(?:仍|尚|均|又)?(?:未|没有|不能|无法|拒不|不)")
        self.forfeits = _any(prose["forfeits"])
        self.governs = _ending(prose["governs"])
        self.history_before = _ending(prose["history_before"])
        self.heading = re.compile(rf"^[^,;。:\d]*(?:{_words(prose['heading_ends'])})$")
        self.plain_goal = re.compile(r"(?:要|须|应)?(?:完成|实现|达到|力争|确保|争取)")
        self.history_after = _any(prose["history_after"])
        self.event = re.compile(rf"^(?:{_words(prose['issued'])})(?:[,;。)\n]|$)|会议?[上后]|大会|讲话|了(?![解如结])")
        self.own_label = re.compile(f"(?:{_words(prose['own_times'])}):")
        self.own_time = re.compile(f"(?:{_words(prose['own_times'])})(?:安排)?(?:为|是|在|于|自|从|定于)*$")
        self.past = re.compile(r"^[^,;。]{0,14}(?:已(?!有)|曾)|了[,;。]?$|^[^,;。]{0,30}(?:共有|累计实现|达到了|同比)")
        lead = _words(prose["lead"])
        number = r"(?:[一二三四五六七八九十]{1,3}是|\(?[一二三四五六七八九十\d]{1,3}[)、.]|[①-⑳●■◆·*-])"
        self.lead = re.compile(rf"^[\"(]?(?:{number})?(?:{lead}){{0,4}}$")
        self.nature_before = re.compile(f"(?<![{ZH}十\\d])(?:{_words(prose['nature_before'])})$")
        self.measured = re.compile(f"[^,;。:\\d]{{0,10}}(?:{_words(prose['measured'])})")
        self.modal = re.compile("力争|确保|争取|努力|保证|要|须|不低于|不少于|不超过|以上|以内|目标")
        self.moved = re.compile(f"(?:{_words(prose['moves'])})[^,;。:]{{0,10}}$")
        self.nature_after = _starting(prose["nature_after"])
        appraisal = f"(?:{_words(prose['appraisals'])}){{1,2}}(?:{_words(prose['appraisal_nouns'])})"
        self.appraisal = re.compile(appraisal)
        self.noun_next = _starting(prose["nouns_after"])
        self.preamble = _any(prose["preamble"])
        self.season = _starting(prose["seasons"])
        self.slogan = re.compile(f'"?(?:{_words(prose["slogans"])})')
        self.stage = re.compile(f"(?:{_words(prose['stages'])})[^,;。]{{0,8}}\\($")
        self.stage_of_work = re.compile(f"[为是][^,;。]{{0,16}}(?:{_words(prose['stages_of_work'])})")
        self.validity_before = re.compile(
            f"(?:{_words(prose['validity_before'])})(?:为|是|自|从|至|到|限|:|\\(|暂定|一般)*$"
        )
        self.validity_after = re.compile(f"^(?:起|止)?[^,;。]{{0,6}}(?:{_words(prose['validity_after'])})")
        self.value_of_year = _ending(prose["value_of_year"])


def _words(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"


def _any(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(_words(words))


def _ending(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(f"(?:{_words(words)})$")


def _starting(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(f"^(?:{_words(words)})")


@lru_cache(maxsize=4)
def prose_words(lexicon: Lexicon) -> ProseWords:
    return ProseWords(dict(lexicon["deadlines"]["prose"]))

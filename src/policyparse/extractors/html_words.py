"""The lexicon's words about websites, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from policyparse.lexicon import Lexicon

_SPLIT = re.compile(r"[^a-z]+")
_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: What stands between the words of a toolbar or the fields of a byline.
_BETWEEN = r"[\s\[\]【】〔〕()（）|｜丨/·,，、:：;；>+\-—_☐☑0-9]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """See lexicon/webpage.toml for what each list means. Patterns match text without blanks."""

    labels: frozenset[str]
    strong: frozenset[str]
    index_number: re.Pattern[str]
    label: re.Pattern[str]
    byline: re.Pattern[str]
    published: frozenset[str]
    sources: frozenset[str]
    offices: tuple[str, ...]
    tools: re.Pattern[str]
    hints: tuple[str, ...]
    begins: tuple[str, ...]
    lines: frozenset[str]
    certain: re.Pattern[str]
    footer_begins: tuple[str, ...]
    footer_holds: tuple[str, ...]
    names: frozenset[str]
    attachments: tuple[str, ...]


@lru_cache(maxsize=8)
def words(lexicon: Lexicon) -> Words:
    """The words of `lexicon["webpage"]`."""
    table = lexicon["webpage"]
    strong = frozenset(table["metadata"]["names"])
    labels = strong | frozenset(table["metadata"]["weak"])
    return Words(
        labels=labels,
        strong=strong,
        index_number=re.compile(table["metadata"]["index_number"]),
        label=re.compile(rf"({_spaced(labels)})\s*[:：]"),
        byline=re.compile(rf"({_spaced(table['byline']['names'])})\s*[:：]"),
        published=frozenset(table["byline"]["published"]),
        sources=frozenset(table["byline"]["sources"]),
        offices=tuple(table["byline"]["offices"]),
        tools=re.compile(rf"(?:{_BETWEEN}|{_any(table['tools']['words'])})*+", re.I),
        hints=tuple(table["tools"]["hints"]),
        begins=tuple(word.lower() for word in table["navigation"]["begins"]),
        lines=frozenset(word.lower() for word in table["navigation"]["lines"]),
        certain=re.compile("|".join(table["navigation"]["certain"]), re.I),
        footer_begins=tuple(table["navigation"]["footer_begins"]),
        footer_holds=tuple(table["navigation"]["footer_holds"]),
        names=frozenset(table["navigation"]["names"]),
        attachments=tuple(table["attachments"]["begins"]),
    )


def name_tokens(value: str) -> set[str]:
    """The words of a class or id attribute: `articleShare_box` is article, share, box."""
    return set(_SPLIT.split(_CASE.sub(" ", value).lower())) - {""}


def _any(words_: list[str]) -> str:
    """Longest first, so that 打印本页 is not read as 打印 and a rest."""
    return "|".join(re.escape(word) for word in sorted(words_, key=len, reverse=True))


def _spaced(words_: frozenset[str] | list[str]) -> str:
    """The same with blanks allowed inside the words."""
    return "|".join(r"[\s\u3000]*".join(map(re.escape, word)) for word in sorted(words_, key=len, reverse=True))

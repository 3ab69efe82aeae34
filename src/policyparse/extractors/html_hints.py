"""What a page says of itself: `title`, `published_on`, `issuer`, `index_number`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from policyparse.extractors.html_article import Article
from policyparse.extractors.html_flow import Unit
from policyparse.extractors.html_kinds import KEEP
from policyparse.extractors.html_words import Words
from policyparse.text import fold, one_line

_TITLES = ("articletitle", "og:title", "dc.title", "title")
_DATES = ("pubdate", "publishdate", "article:published_time", "og:release_date", "datepublished", "createdate")
_SOURCES = ("contentsource", "source", "publisher", "og:article:author")
_INDEX_NUMBERS = ("indexnumber", "index_number", "索引号", "syh")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_STAMP = re.compile(r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?\s+\d{1,2}[:：]\d{2}(?!\d)")
#: `标题_栏目_网站`: the parts of a page's title element.
_PARTS = re.compile(r"\s*[_|｜]\s*|\s+[-–—]+\s+|-{2,}")
_SHORTEST_TITLE = 6


def declared_title(meta: Mapping[str, str], units: Sequence[Unit]) -> str:
    """The title that the page declares; of the title element only a part that the page also prints."""
    for name in _TITLES[:-1]:
        if meta.get(name):
            return one_line(meta[name])
    whole = one_line(meta.get("title", ""))
    printed = {fold(unit.text) for unit in units if not unit.table}
    for part in (whole, *_PARTS.split(whole)):
        if len(part) >= _SHORTEST_TITLE and fold(part) in printed:
            return part
    parts = _PARTS.split(whole)
    longest = max(parts, key=len, default="")
    text = "".join(fold(unit.text) for unit in units if not unit.table)
    return longest if len(longest) > _SHORTEST_TITLE and fold(longest) in text else ""


def page_hints(
    meta: Mapping[str, str], title: str, units: Sequence[Unit], article: Article, words: Words
) -> dict[str, str]:
    """The hints of `Document.hints`. A source is the issuer only where it is an office and not a website.

    A day with the time of day that stands above the text without a name is that of publication.
    """
    kinds = article.kinds
    bylines = [field for kind in kinds for field in kind.byline]
    published = [meta.get(name, "") for name in _DATES]
    published += [value for name, value in bylines if name in words.published]
    published += [match[0] for match in _stamps(units, article)]
    sources = [meta.get(name, "") for name in _SOURCES]
    sources += [value for name, value in bylines if name in words.sources]
    hints = {
        "title": title,
        "published_on": next(filter(None, map(_iso, published)), ""),
        "issuer": next((one_line(text) for text in sources if _is_office(text, words)), ""),
        "index_number": next((meta[name] for name in _INDEX_NUMBERS if meta.get(name)), ""),
    }
    return {name: value for name, value in hints.items() if value}


def _stamps(units: Sequence[Unit], article: Article) -> Iterator[re.Match[str]]:
    """Days with a time of day in what is set aside above the last of the text."""
    last = max((i for i, verdict in enumerate(article.verdicts) if verdict == KEEP), default=-1)
    for unit, verdict in zip(units[:last], article.verdicts, strict=False):
        if verdict != KEEP and not unit.table:
            yield from _STAMP.finditer(unit.text)


def _iso(text: str) -> str:
    match = _DATE.search(text)
    if not match:
        return ""
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return ""


def _is_office(text: str, words: Words) -> bool:
    text = "".join(text.split())
    return 2 < len(text) < 40 and text.endswith(words.offices)

"""Web pages to a Document: government sites, WeChat articles, pages saved from Word, MHTML.

The article is found by the weight of its text (see `html_article`); the page's metadata (索引号 …) comes
first as a table or as paragraphs `索引号：…`. Everything else that the page shows is set aside:
`navigation`, `hidden-text`, `deleted-text`, `comment`, `markup`, `duplicate-print`.
Origins have `line` (from 1, of the element's start tag; None beyond line 65534 and in MHTML) and for
tables `table` and `row` (from 0). `characters` counts the text nodes of the body outside scripts and
the like, the values of form controls and the numbers of ordered lists.
Problems: `encoding-replaced`, `table-unread` (spans that overlap), `page-without-text` (an article of
pictures), `limit-reached` (elements nested too deep were taken apart).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from policyparse.document import Document, FileInfo
from policyparse.errors import FileBroken
from policyparse.extractors.decoding import decode, looks_binary, looks_like_mhtml
from policyparse.extractors.html_article import Article, find_article
from policyparse.extractors.html_blocks import blocks_of, set_aside
from policyparse.extractors.html_flow import Flow, flow
from policyparse.extractors.html_hints import declared_title, page_hints
from policyparse.extractors.html_mhtml import load
from policyparse.extractors.html_parse import parse
from policyparse.extractors.html_tree import Tree, build
from policyparse.extractors.html_whole import is_cut_off
from policyparse.extractors.html_words import words
from policyparse.extractors.options import ReadOptions
from policyparse.lexicon import default_lexicon
from policyparse.origin import Origin
from policyparse.problems import Problem
from policyparse.text import count

_EMPTY = "the file holds no text"
_CUT_OFF = "the page is truncated: it ends inside an element; get a fresh copy"
_SHELL = (
    "the page holds no document: its text is loaded by a script, stands in a frame or in pictures; open it in a"
    " browser, wait until it has loaded and save it again (as a complete page, MHTML or PDF)"
)
#: A page with less text than this beside pictures is a scan put on a page.
_PICTURE_PAGE_CHARS = 150


def read(data: bytes, file: FileInfo, options: ReadOptions) -> Document:
    """Read a web page. Raises FileBroken for bytes that are no text, a page that is cut off, without text, or still to be loaded."""
    root, encoding, replaced, cut, lines = _parsed(data)
    if root is None:
        raise FileBroken(_EMPTY)
    tree = build(root, lines=lines, cut=cut)
    characters = tree.visible_characters()
    if not characters:
        raise FileBroken(_SHELL if tree.scripts else _EMPTY)
    known = words(default_lexicon())
    page = flow(tree.root, known.labels)
    title = declared_title(tree.meta, page.units)
    article = find_article(tree, page.units, known, title)
    blocks, bylines = blocks_of(page.units, article, known)
    if not blocks or (not article.found and tree.scripts):
        raise FileBroken(_SHELL if tree.scripts else _EMPTY)
    return Document(
        file=replace(file, format="html", encoding=encoding),
        blocks=tuple(blocks),
        characters=characters + count(page.generated),
        set_aside=(*set_aside(page, article), *bylines),
        problems=_problems(tree, page, article, replaced),
        hints=page_hints(tree.meta, title, page.units, article, known),
    )


def _parsed(data: bytes) -> tuple[Any, str, int, bool, bool]:
    """The lxml tree, the encoding, the number of replaced characters, too deep, and whether lines are the file's."""
    if looks_like_mhtml(data):
        root, encoding, replaced, cut = load(data)
        return root, encoding, replaced, cut, False
    if looks_binary(data):
        raise FileBroken("the bytes are no text; the file is damaged or no web page")
    decoded = decode(data)
    if is_cut_off(decoded.text):
        raise FileBroken(_CUT_OFF)
    root, cut = parse(decoded.text)
    return root, decoded.encoding, decoded.replaced, cut, True


def _problems(tree: Tree, page: Flow, article: Article, replaced: int) -> tuple[Problem, ...]:
    problems = []
    if replaced:
        message = f"{replaced} characters fit no encoding and read as �"
        problems.append(Problem(code="encoding-replaced", message=message))
    if tree.cut:
        message = "elements nested too deep were taken apart; tables among them may be read as paragraphs"
        problems.append(Problem(code="limit-reached", message=message))
    for unit, verdict in zip(page.units, article.verdicts, strict=True):
        if unit.table and unit.table.broken and verdict == "keep":
            message = "cells of a table overlap by their spans; the later ones were narrowed"
            problems.append(Problem(code="table-unread", message=message, source=(Origin(line=unit.line),)))
    kept_table = any(u.table and v == "keep" for u, v in zip(page.units, article.verdicts, strict=True))
    if tree.pictures and article.core < _PICTURE_PAGE_CHARS and not kept_table:
        message = "the page holds hardly any text beside pictures; text in pictures is not read"
        problems.append(Problem(code="page-without-text", message=message))
    return tuple(problems)

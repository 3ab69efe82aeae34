"""PDF to a Document.

Characters, rules and pictures come from PDFium (`pdf_source`), page by page; pages without text of use are rendered
and read by OCR (`pdf_scan` decides, `ocr_page` reads). A page is taken apart (`pdf_draft`) and put into blocks
(`pdf_layout`) when the next few pages are known (`paged`). Memory holds those few pages and the Document.

Origins: `page` from 1, `bbox` in points from the page's top left as the reader sees it (after /Rotate), for
text drawn at an angle and for skewed or turned scans too (the smallest upright box around the text).
`column_edges` of a table drawn at an angle are in the direction in which it reads.

Problems: `page-unreadable`, `page-without-text`, `page-read-by-ocr`, `stamp-removed`, `picture-not-read`, `text-unmapped`,
`text-layer-invisible`, `limit-reached`; with `verify` also `cell-differs`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from policyparse.document import Document, FileInfo
from policyparse.errors import FileBroken
from policyparse.extractors.options import ReadOptions
from policyparse.extractors.paged import State, finish, read_pages
from policyparse.extractors.pdf_draft import prepare_all
from policyparse.extractors.pdf_page import PageContent
from policyparse.extractors.pdf_pdfium import opened
from policyparse.extractors.pdf_scan import Scanner, render
from policyparse.extractors.pdf_source import count_pages, read_page
from policyparse.origin import Origin
from policyparse.problems import Problem

#: More pages than this are no document; the longest yearbook has some 2,000.
MAX_PAGES = 20_000


def read(data: bytes, file: FileInfo, options: ReadOptions) -> Document:
    """Read a PDF. Raises FileBroken, PasswordNeeded, and ScanWithoutOcr where (nearly) all pages are pictures."""
    state = State()
    with opened(data, options.password) as document:
        total = count_pages(document)
        if not total:
            raise FileBroken("the file has no pages; get a fresh copy")
        read_pages(prepare_all(_pages(document, min(total, MAX_PAGES), state, options)), state)
    if total > MAX_PAGES:
        state.problems.append(
            Problem(code="limit-reached", message=f"only the first {MAX_PAGES} of {total} pages were read")
        )
    if options.verify:
        from policyparse.extractors.pdf_verify import differences  # noqa: PLC0415 (only when asked)

        state.problems.extend(differences(data, options.password, state.blocks))
    return finish(state, file, "pdf", total, options)


def _pages(document: object, total: int, state: State, options: ReadOptions) -> Iterator[PageContent]:
    with Scanner(options, state) as scanner:
        for index in range(total):
            content = read_page(document, index)
            if content is None:
                message = f"page {index + 1} is damaged and was left out; the other pages were read"
                origin = Origin(page=index + 1)
                state.problems.append(Problem(code="page-unreadable", message=message, source=(origin,)))
                scanner.skip()
            else:
                scanner.put(content, partial(render, document, content))
            yield from scanner.ready(total)
        yield from scanner.rest(total)

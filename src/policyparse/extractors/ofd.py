"""OFD (GB/T 33190-2016) to a Document.

The package's XML gives each page's characters, rules and pictures with their places (`ofd_page`); from
there on a page is taken apart and laid out like a PDF page. The documents of a package follow one
another, and their pages are numbered through.

`hints` stay empty: the title in DocInfo is often that of the template which the office program opened.
Origins: `page` from 1 over all documents, `bbox` in points from the page's top left.

Problems: `page-unreadable`, `page-without-text`, `page-read-by-ocr`, `picture-not-read`, `stamp-removed`, `text-unmapped`,
`text-layer-invisible`, `limit-reached`, `object-unread` (attached files, composite objects without their unit).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from lxml import etree

from policyparse.document import Document, FileInfo
from policyparse.errors import FileBroken
from policyparse.extractors.ocr_model import missing
from policyparse.extractors.ofd_annotations import appearances, attachments, seals
from policyparse.extractors.ofd_package import Package, child, children, text_of
from policyparse.extractors.ofd_page import Appearance, Found, page_box, read_page
from policyparse.extractors.ofd_pictures import paint
from policyparse.extractors.ofd_resources import Resources
from policyparse.extractors.options import ReadOptions
from policyparse.extractors.paged import State, finish, read_pages
from policyparse.extractors.pdf import MAX_PAGES
from policyparse.extractors.pdf_draft import Draft, prepare
from policyparse.extractors.pdf_page import PageContent
from policyparse.extractors.pdf_scan import Scanner
from policyparse.origin import Origin
from policyparse.problems import Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """One document of the package. `name` is its part, `first` the number of its first page."""

    root: etree._Element
    name: str
    resources: Resources
    templates: dict[str, etree._Element]
    notes: dict[str, list[Appearance]]
    first: int

    @property
    def pages(self) -> list[etree._Element]:
        return list(children(child(self.root, "Pages"), "Page"))


def read(data: bytes, file: FileInfo, options: ReadOptions) -> Document:
    """Read an OFD file. Raises FileBroken, LimitExceeded, PasswordNeeded, and ScanWithoutOcr where (nearly) all pages are pictures."""
    package = Package(data)
    state = State()
    bodies = _bodies(package, state)
    total = sum(len(body.pages) for body in bodies)
    if not total:
        raise FileBroken("the file has no pages; get a fresh copy")
    read_pages(_drafts(package, bodies, min(total, MAX_PAGES), state, options), state)
    if total > MAX_PAGES:
        message = f"only the first {MAX_PAGES} of {total} pages were read"
        state.problems.append(Problem(code="limit-reached", message=message))
    return finish(state, file, "ofd", total, options)


def page_contents(data: bytes) -> Iterator[tuple[PageContent, NDArray[np.uint8] | None]]:
    """The pages once more, for drawing them: what is on each, and its images as an RGB picture (`ofd_pictures.paint`).

    None where a page has no images, or the OCR extra that paints them is not installed. Raises FileBroken.
    """
    package, state = Package(data), State()
    bodies = _bodies(package, state)
    pages = [(body, body.first + index, page) for body in bodies for index, page in enumerate(body.pages)]
    for body, number, page in pages[:MAX_PAGES]:
        try:
            found = _page(package, body, page, number, state)
        except FileBroken:
            continue  # told when the file was read
        size = (found.content.width, found.content.height)
        yield found.content, None if missing() else paint(package, found.images, *size)


def _bodies(package: Package, state: State) -> list[_Body]:
    """The documents that OFD.xml lists."""
    root, main = package.xml("OFD.xml")
    bodies: list[_Body] = []
    first = 1
    for entry in children(root, "DocBody"):
        document, name = package.xml(text_of(entry, "DocRoot"), main)
        common = child(document, "CommonData")
        resources = Resources()
        for element in children(common, "PublicRes", "DocumentRes"):
            _add_resources(package, resources, (element.text or "").strip(), name, state)
        notes: dict[str, list[Appearance]] = {}
        try:
            notes = appearances(package, document, name)
            state.problems.extend(attachments(package, document, name))
        except FileBroken as error:
            state.problems.append(_unread(f"annotations or attached files could not be read: {error}"))
        body = _Body(
            root=document,
            name=name,
            resources=resources,
            templates={page.get("ID", ""): page for page in children(common, "TemplatePage")},
            notes=notes,
            first=first,
        )
        numbers = {page.get("ID", ""): first + index for index, page in enumerate(body.pages)}
        state.aside.extend(seals(package, text_of(entry, "Signatures"), main, numbers))
        bodies.append(body)
        first += len(body.pages)
    return bodies


def _add_resources(package: Package, resources: Resources, listed: str, name: str, state: State) -> None:
    """Take a resource part. A damaged one leaves gaps that are told, the text of the pages stands without it."""
    if not listed:
        return
    try:
        root, part = package.shared(listed, name)
    except FileBroken as error:
        state.problems.append(_unread(f"resources could not be read: {error}"))
        return
    resources.add(root, part)


def _unread(message: str, page: int | None = None) -> Problem:
    return Problem(code="object-unread", message=message, source=(Origin(page=page),) if page else ())


def _drafts(package: Package, bodies: list[_Body], total: int, state: State, options: ReadOptions) -> Iterator[Draft]:
    """Each page taken apart. Raises FileBroken where not one can be read."""
    readable = 0
    pages = [(body, body.first + index, page) for body in bodies for index, page in enumerate(body.pages)]
    with Scanner(options, state, prints_text=False) as scanner:
        for body, number, page in pages[:total]:
            try:
                found = _page(package, body, page, number, state)
            except FileBroken as error:
                message = f"page {number} was left out, the other pages were read: {error}"
                origin = Origin(page=number)
                state.problems.append(Problem(code="page-unreadable", message=message, source=(origin,)))
                scanner.skip()
            else:
                readable += 1
                if found.missing:
                    message = f"{found.missing} composite objects of page {number} are not in the package"
                    state.problems.append(_unread(message, number))
                state.aside.extend(found.aside)
                size = (found.content.width, found.content.height)
                scanner.put(found.content, partial(paint, package, found.images, *size))
            yield from map(prepare, scanner.ready(total))
        yield from map(prepare, scanner.rest(total))
    if not readable:
        raise FileBroken("no page of the file can be read, it is damaged; get a fresh copy")


def _page(package: Package, body: _Body, page: etree._Element, number: int, state: State) -> Found:
    """The content of one page with its templates. Raises FileBroken where the page's own part is damaged."""
    root, part = package.xml(page.get("BaseLoc", ""), body.name)
    resources = _own_resources(package, body, root, part, state)
    behind: list[tuple[etree._Element, Resources]] = []
    before: list[tuple[etree._Element, Resources]] = []
    area: etree._Element | None = None
    for use in children(root, "Template"):
        listed = body.templates.get(use.get("TemplateID", ""))
        try:
            template, where = package.shared(listed.get("BaseLoc", "") if listed is not None else "", body.name)
        except FileBroken as error:
            state.problems.append(_unread(f"a template of page {number} could not be read: {error}", number))
            continue
        own = _own_resources(package, body, template, where, state)
        order = use.get("ZOrder") or (listed.get("ZOrder") if listed is not None else None)
        (before if order == "Foreground" else behind).append((template, own))
        area = area if area is not None else child(template, "Area")
    box = page_box(child(root, "Area"), area, child(body.root, "CommonData", "PageArea"))
    notes = [(note, body.resources) for note in body.notes.get(page.get("ID", ""), [])]
    return read_page(number, box, [*behind, (root, resources), *before], notes)


def _own_resources(package: Package, body: _Body, root: etree._Element, part: str, state: State) -> Resources:
    """The document's resources with those of the page laid over them."""
    listed = [(element.text or "").strip() for element in children(root, "PageRes")]
    if not any(listed):
        return body.resources
    own = Resources()
    for name in listed:
        _add_resources(package, own, name, part, state)
    return own.over(body.resources)

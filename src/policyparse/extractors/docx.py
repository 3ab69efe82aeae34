"""DOCX (Office Open XML, ECMA-376; transitional and strict) to a Document.

What Word would print is read: automatic numbers are part of the text, insertions are read, the text of notes stands
after the block that refers to them, text boxes stand at the paragraph that they hang on. Deletions, hidden text, comments,
headers, footers, page numbers, tables of contents and prompts of content controls are set aside with their reasons.

A DOCX file has no pages and no lines: `Origin.line` is the running number of the paragraph, from 1, counting
every paragraph in reading order (empty ones, those in cells, text boxes and notes too); `Origin.table` and
`Origin.row` count from 0. `Table.column_edges` are measured from the table's left edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree

from policyparse.document import Document, FileInfo
from policyparse.errors import FileBroken
from policyparse.extractors.docx_flow import Node
from policyparse.extractors.docx_inline import symbol_character
from policyparse.extractors.docx_layout import lay_out
from policyparse.extractors.docx_numbering import Numbering
from policyparse.extractors.docx_package import Package
from policyparse.extractors.docx_reading import Reading
from policyparse.extractors.docx_story import Story
from policyparse.extractors.docx_styles import Styles
from policyparse.extractors.docx_xml import TEXT_TAGS, A, R, V, W, switch
from policyparse.extractors.masthead import is_masthead
from policyparse.extractors.options import ReadOptions
from policyparse.origin import Origin
from policyparse.text import compact, count

_NOTE_TAGS = {"footnotes": W + "footnote", "endnotes": W + "endnote"}


def read(data: bytes, file: FileInfo, options: ReadOptions) -> Document:
    """Read a DOCX file.

    Raises FileBroken for a truncated or damaged file, one without a main part and one without text, LimitExceeded
    for one that unpacks to too much, PasswordNeeded for an encrypted archive. Problems: `object-unread` (embedded
    objects, charts, inserted files), `page-without-text` (a picture as large as a page), `text-unmapped` (a symbol
    whose meaning is not known).
    """
    package = Package(data)
    main = package.main()
    root = package.xml(main)
    body = root.find(W + "body")
    if body is None:
        raise FileBroken(f"the part {main} is no text document; get a fresh copy of the file")
    reading = _prepare(package, main)
    stories = [root]
    stories += _read_notes_parts(reading, main)
    letterhead, head_nodes = _letterhead(reading, body, main)
    stories += letterhead
    blocks = lay_out([*head_nodes, *Story(reading, root, main).read(body)])
    stories += _set_aside_rest(reading, main, letterhead)
    parts = [*stories, *reading.diagrams]
    characters = sum(count(text) for part in parts for text in _raw_texts(part)) + reading.generated
    if not characters:
        raise FileBroken(_without_text(root))
    return Document(
        file=replace(file, format="docx"),
        blocks=blocks,
        characters=characters,
        set_aside=tuple(reading.set_aside),
        problems=tuple(reading.problems),
    )


def _prepare(package: Package, main: str) -> Reading:
    def part(kind: str) -> etree._Element | None:
        names = package.related(main, kind)
        return package.xml(names[0]) if names else None

    styles = Styles(part("styles"))
    return Reading(package=package, styles=styles, numbering=Numbering(part("numbering"), styles))


def _read_notes_parts(reading: Reading, main: str) -> Iterator[etree._Element]:
    """Make the notes known by their ids; the text is read where the body refers to them."""
    for kind, tag in _NOTE_TAGS.items():
        for name in reading.package.related(main, kind):
            root = reading.package.xml(name)
            yield root
            for note in root.iter(tag):
                reading.notes[kind, note.get(W + "id", "")] = (note, name)


def _letterhead(reading: Reading, body: etree._Element, main: str) -> tuple[list[etree._Element], list[Node]]:
    """What the header of the first page prints of the document itself (GB/T 9704 clauses 7.2 and 10.1): it is text.

    That is a header which only the first page has, and one that holds nothing but elements of the 版头.
    """
    section = next(body.iter(W + "sectPr"), None)
    if section is None:
        return [], []
    kind = "first" if switch(section, "titlePg") else "default"
    for reference in section.findall(W + "headerReference"):
        name = reading.package.target(main, reference.get(R + "id"))
        if reference.get(W + "type", "default") == kind and name is not None:
            root = reading.package.xml(name)
            text = _fingerprint(root)
            others = (other for other in reading.package.related(main, "header") if other != name)
            once = kind == "first" and all(_fingerprint(reading.package.xml(other)) != text for other in others)
            if text and (once or is_masthead(_paragraph_texts(root))):
                return [root], Story(reading, root, name).read(root)
    return [], []


def _paragraph_texts(root: etree._Element) -> list[str]:
    return ["".join(_raw_texts(paragraph)) for paragraph in root.iter(W + "p")]


def _set_aside_rest(reading: Reading, main: str, read: Sequence[etree._Element]) -> Iterator[etree._Element]:
    """Headers and footers (each distinct text once), comments, and notes that nothing refers to."""
    reading.place = Origin()
    for note, part in list(reading.notes.values()):
        Story(reading, note, part, "hidden-text").read(note)
    for kind in ("header", "footer"):
        seen = {"", *(_fingerprint(root) for root in read)}
        for name in reading.package.related(main, kind):
            root = reading.package.xml(name)
            text = _fingerprint(root)
            if text not in seen:
                seen.add(text)
                yield root
                Story(reading, root, name, f"running-{kind}").read(root)
    for name in reading.package.related(main, "comments"):
        root = reading.package.xml(name)
        yield root
        for comment in root.iter(W + "comment"):
            reading.place = Origin(line=reading.comment_lines.get(comment.get(W + "id", "")))
            Story(reading, comment, name, "comment").read(comment)
    reading.place = None


def _raw_texts(root: etree._Element) -> Iterator[str]:
    """Every text of a part, element by element, whatever becomes of it."""
    for element in root.iter(*TEXT_TAGS, W + "noBreakHyphen", W + "sym", V + "textpath"):
        if element.tag == W + "noBreakHyphen":
            yield "-"
        elif element.tag == W + "sym":
            yield symbol_character(element)
        elif element.tag == V + "textpath":
            yield element.get("string", "")
        else:
            yield element.text or ""


def _fingerprint(root: etree._Element) -> str:
    return compact("".join(_raw_texts(root)))


def _without_text(root: etree._Element) -> str:
    if next(root.iter(A + "blip", V + "imagedata"), None) is not None:
        return "the file holds pictures and no text; give a version of the document with text"
    return "the file holds no text"

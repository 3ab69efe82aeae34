"""Annotations, seals and attachments of an OFD document (GB/T 33190-2016, clauses 15, 18 and 20)."""

from __future__ import annotations

from collections import defaultdict

from lxml import etree

from policyparse.document import SetAside
from policyparse.errors import FileBroken
from policyparse.extractors.ofd_package import Package, child, children, tag, text_of
from policyparse.extractors.ofd_page import Appearance
from policyparse.extractors.ofd_values import POINTS, flag, place
from policyparse.extractors.pdf_page import round_box
from policyparse.origin import Origin
from policyparse.problems import Problem


def appearances(package: Package, document: etree._Element, name: str) -> dict[str, list[Appearance]]:
    """What the annotations of a document show, by the ID of their page. `name` is the document's part.

    Raises FileBroken where a part of them is damaged or missing.
    """
    found: dict[str, list[Appearance]] = defaultdict(list)
    listed = text_of(document, "Annotations")
    if not listed:
        return found
    root, part = package.xml(listed, name)
    for page in children(root, "Page"):
        annotations, _ = package.xml(text_of(page, "FileLoc"), part)
        for annotation in annotations.iter():
            shown = child(annotation, "Appearance") if tag(annotation) == "Annot" else None
            if shown is not None:
                kind = annotation.get("Type", "").lower()
                visible = flag(annotation.get("Visible"), True)
                found[page.get("PageID", "")].append(Appearance(element=shown, kind=kind, visible=visible))
    return found


def seals(package: Package, listed: str, name: str, pages: dict[str, int]) -> list[SetAside]:
    """One entry without text for each place of an electronic seal. `pages`: page numbers by page ID."""
    if not listed or package.locate(listed, name) is None:
        return []
    found: list[SetAside] = []
    try:
        root, part = package.xml(listed, name)
        for signature in children(root, "Signature"):
            signed, _ = package.xml(signature.get("BaseLoc", ""), part)
            for stamp in signed.iter():
                box = place(stamp.get("Boundary")) if tag(stamp) == "StampAnnot" else None
                page = pages.get(stamp.get("PageRef", ""))
                if box is not None and page is not None:
                    x, y, across, down = (value * POINTS for value in box)
                    origin = Origin(page=page, bbox=round_box((x, y, x + across, y + down)))
                    found.append(SetAside(text="", reason="stamp", origin=origin))
    except FileBroken:
        return found  # a damaged signature takes nothing from the text
    return found


def attachments(package: Package, document: etree._Element, name: str) -> list[Problem]:
    """A problem that names the files within the document, which are not read. Raises FileBroken."""
    listed = text_of(document, "Attachments")
    if not listed:
        return []
    root, _ = package.xml(listed, name)
    names = [entry.get("Name") or entry.get("ID") or "" for entry in children(root, "Attachment")]
    if not names:
        return []
    message = f"{len(names)} attached files are not read: {'、'.join(names[:20])}; save them from an OFD reader"
    return [Problem(code="object-unread", message=message)]

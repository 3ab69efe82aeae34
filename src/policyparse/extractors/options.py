"""What a caller may ask of a reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from policyparse.extractors.pdf_page import PageContent
    from policyparse.origin import Box

Ocr = Literal["auto", "always", "never"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """`verify` asks for the second, independent reader where a format has one. `on_page(done, total)` reports progress.

    `ocr`: `auto` reads by OCR the pages that have no text of use, `always` every page, `never` none. `ocr_threads`:
    so many pages are read at once (None: one a processor core). `on_content(content, place)` is given every page of a
    PDF, an OFD or a picture before it is laid out; `place` leads from a box of it to the page as scanned (None: the same).
    """

    password: str | None = None
    verify: bool = False
    ocr: Ocr = "auto"
    ocr_threads: int | None = None
    on_page: Callable[[int, int], None] | None = None
    on_content: Callable[[PageContent, Callable[[Box], Box] | None], None] | None = None

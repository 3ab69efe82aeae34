"""What a caller may ask of a reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Ocr = Literal["auto", "always", "never"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """`verify` asks for the second, independent reader where a format has one. `on_page(done, total)` reports progress.

    `ocr`: `auto` reads by OCR the pages that have no text of use, `always` every page, `never` none. `ocr_threads`:
    so many pages are read at once (None: one a processor core).
    """

    password: str | None = None
    verify: bool = False
    ocr: Ocr = "auto"
    ocr_threads: int | None = None
    on_page: Callable[[int, int], None] | None = None

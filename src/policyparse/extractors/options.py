"""What a caller may ask of a reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """`verify` asks for the second, independent reader where a format has one. `on_page(done, total)` reports progress."""

    password: str | None = None
    verify: bool = False
    ocr: Literal["auto", "always", "never"] = "auto"
    on_page: Callable[[int, int], None] | None = None

"""Names of outputs: the whole name of the input and the format's suffix, so that a.pdf and a.docx do not collide."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from policyparse.exporters import EXPORTERS

#: Most file systems allow 255 bytes; the temporary name beside it needs 16 more.
_LONGEST = 235
#: Characters of the digest that stands for the part of a name that was cut off.
_DIGEST = 8


def output_names(relative: str, formats: Sequence[str]) -> tuple[str, ...]:
    """The outputs of the input at `relative`, one a format, relative to the output folder."""
    folder, _, name = relative.rpartition("/")
    prefix = f"{folder}/" if folder else ""
    return tuple(prefix + _fit(name, EXPORTERS[form].suffix) for form in formats)


def _fit(name: str, suffix: str) -> str:
    """The name with the suffix; a name too long for the file system is cut and marked by a digest of the whole."""
    raw = name.encode("utf-8", "surrogateescape")
    if len(raw) + len(suffix) <= _LONGEST:
        return name + suffix
    mark = "~" + hashlib.sha256(raw).hexdigest()[:_DIGEST]
    kept = raw[: _LONGEST - len(suffix) - len(mark)].decode("utf-8", "ignore")
    return kept + mark + suffix


def shown(path: str) -> str:
    """A path as text for people and for JSON: bytes of a name that are no UTF-8 become U+FFFD."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

"""JSON Lines: one record a line, each with what names its document."""

from __future__ import annotations

import json
from collections.abc import Sequence

from policyparse.records import PolicyDocument


def render(documents: Sequence[PolicyDocument], headers: str) -> bytes:
    """`document` holds path, sha256, title and doc_number; the record's own fields follow."""
    del headers  # names in JSON are fixed
    lines = []
    for document in documents:
        name = {
            "path": document.source.path,
            "sha256": document.source.sha256,
            "title": document.meta.title,
            "doc_number": document.meta.doc_number,
        }
        for record in document.records:
            lines.append(json.dumps({"document": name, **record.model_dump(mode="json")}, ensure_ascii=False))
    return "".join(line + "\n" for line in lines).encode()

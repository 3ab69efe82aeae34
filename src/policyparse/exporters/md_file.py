"""Markdown: the document's title and the ledger as a pipe table."""

from __future__ import annotations

from collections.abc import Sequence

from policyparse.exporters.ledger import COLUMNS
from policyparse.records import PolicyDocument

_SHOWN = ("number", "section", "task", "content", "target", "deadline", "due", "leaders", "lead", "support", "source")


def render(documents: Sequence[PolicyDocument], headers: str) -> bytes:
    """A heading and a table a document."""
    columns = [c for c in COLUMNS if c.key in _SHOWN]
    lines: list[str] = []
    for document in documents:
        meta = document.meta
        lines.append(f"# {meta.title or document.source.path}\n")
        facts = [meta.doc_number, meta.issuer, meta.issued_on.isoformat() if meta.issued_on else None]
        lines.append("，".join(_cell(f) for f in facts if f) + "\n")
        lines.append("| " + " | ".join(c.name(headers) for c in columns) + " |")
        lines.append("| " + " | ".join("---" for _ in columns) + " |")
        lines.extend("| " + " | ".join(_cell(c.text(document, r)) for c in columns) + " |" for r in document.records)
        lines.append("")
    return "\n".join(lines).encode()


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>")

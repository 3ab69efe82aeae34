"""JSON: the document as the contract has it, UTF-8, two blanks of indent."""

from __future__ import annotations

from collections.abc import Sequence

from policyparse.records import PolicyDocument


def render(documents: Sequence[PolicyDocument], headers: str) -> bytes:
    """One object, or a list for several documents. Ends with a line end."""
    del headers  # names in JSON are fixed
    texts = [document.model_dump_json(indent=2) for document in documents]
    if len(texts) == 1:
        return (texts[0] + "\n").encode()
    return ("[\n" + ",\n".join(texts) + "\n]\n").encode()

"""Heads of documents of many offices: every field of the metadata that GB/T 9704-2012, clause 7, names.

`metadata_heads.txt` holds each head below a line `### n`, and in its last line, behind `==`, the fields that are right.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policyparse import extract

HEADS = (Path(__file__).parent / "metadata_heads.txt").read_text(encoding="utf-8").split("### ")[1:]


@pytest.mark.parametrize("head", HEADS, ids=[head.split("\n", 1)[0] for head in HEADS])
def test_head(head: str, tmp_path: Path) -> None:
    body, _, right = head.split("\n", 1)[1].partition("\n== ")
    file = tmp_path / "head.txt"
    file.write_text(f"{body}\n", encoding="utf-8")
    meta = extract(file).meta
    for pair in right.split():
        name, wanted = pair.split("=", 1)
        value = getattr(meta, name)
        if name == "period":
            value = f"{value.start}..{value.end}" if value else None
        elif isinstance(value, list):
            value = ";".join(value)
        assert re.sub(r"\s", "", str(value)) == wanted, name

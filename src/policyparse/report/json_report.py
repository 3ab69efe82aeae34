"""Findings as one JSON object."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from policyparse.checks import Finding, Language
from policyparse.tables import TableFile


def summary(findings: Sequence[Finding], table: TableFile) -> dict[str, Any]:
    """Counts: `file`, `format`, `records`, `findings`, `error`, `warning`, `info`, and `codes` by code."""
    severities = Counter(f.severity for f in findings)
    return {
        "file": table.name,
        "format": table.format,
        "records": sum(row.section is None for sheet in table.sheets for row in sheet.rows),
        "findings": len(findings),
        "error": severities["error"],
        "warning": severities["warning"],
        "info": severities["info"],
        "codes": dict(sorted(Counter(f.code for f in findings).items())),
    }


def as_dict(finding: Finding, lang: Language) -> dict[str, Any]:
    """One finding under the fixed keys; null where it has none."""
    return {
        "file": finding.file,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "row": finding.row,
        "column": finding.column,
        "record": finding.record,
        "field": finding.field,
        "code": finding.code,
        "severity": finding.severity,
        "value": finding.value,
        "expected": finding.wanted(lang),
        "suggestion": finding.suggestion,
        "message": finding.message(lang),
    }


def as_json(findings: Sequence[Finding], table: TableFile, lang: Language) -> bytes:
    """`{"findings": […], "summary": {…}}`, UTF-8."""
    whole = {"findings": [as_dict(f, lang) for f in findings], "summary": summary(findings, table)}
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()

"""Findings as people and programs read them: text, JSON, a marked copy of the user's own file; safe fixes."""

from __future__ import annotations

from policyparse.report.fixing import Fix, apply_fixes, safe_fixes
from policyparse.report.json_report import as_json, summary
from policyparse.report.text import show_findings, show_fixes
from policyparse.report.workbook import marked_copy

__all__ = ["Fix", "apply_fixes", "as_json", "marked_copy", "safe_fixes", "show_findings", "show_fixes", "summary"]

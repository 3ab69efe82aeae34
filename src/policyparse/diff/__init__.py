"""What changed between two sets of records: added, removed, moved, split, joined, and field by field."""

from __future__ import annotations

from policyparse.diff.changes import Change, Difference, FieldChange, compare

__all__ = ["Change", "Difference", "FieldChange", "compare"]

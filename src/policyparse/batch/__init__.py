"""Many files: each in a process of its own, none lost, none half-written, and an end that another run can go on from.

inputs ──walk──▶ Found ──run──▶ Job ──pool / executors──▶ cell: worker.convert ──▶ FileResult ──▶ manifest, progress
                          └── done by an earlier run ─────────────────────────────────┘
"""

from __future__ import annotations

from policyparse.batch.model import BatchOptions, BatchStopped, Failure, FileResult, Limits
from policyparse.batch.run import extract_folder

__all__ = ["BatchOptions", "BatchStopped", "Failure", "FileResult", "Limits", "extract_folder"]

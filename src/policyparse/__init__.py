"""Chinese government policy documents to records: task, target, deadline, owner, each traceable to its place.

>>> from policyparse import extract
>>> document = extract("notice.pdf")
>>> document.records[0].deadline.items[0].due

The names are loaded when they are first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from policyparse.api import extract
    from policyparse.batch import BatchOptions, FileResult, extract_folder
    from policyparse.errors import ExitCode, PolicyParseError
    from policyparse.records import PolicyDocument, Record

__version__ = "0.1.0"

__all__ = [
    "BatchOptions",
    "ExitCode",
    "FileResult",
    "PolicyDocument",
    "PolicyParseError",
    "Record",
    "__version__",
    "extract",
    "extract_folder",
]

_HOME = {
    "extract": "policyparse.api",
    "extract_folder": "policyparse.batch",
    "BatchOptions": "policyparse.batch",
    "FileResult": "policyparse.batch",
    "ExitCode": "policyparse.errors",
    "PolicyParseError": "policyparse.errors",
    "PolicyDocument": "policyparse.records",
    "Record": "policyparse.records",
}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

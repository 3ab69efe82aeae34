"""Exceptions that end the work on a file, and the exit codes they lead to.

    PolicyParseError
    ├── UsageError                  2   the call itself is wrong
    ├── InputError                  3   this file cannot be read
    │   ├── FileNotReadable         3   missing, a folder, no permission, empty
    │   ├── FormatUnknown           3   no reader knows this content
    │   ├── FileBroken              3   truncated, damaged, not what it claims to be
    │   ├── PasswordNeeded          3   encrypted, no password or a wrong one
    │   └── LimitExceeded           3   larger than the limits allow (a zip bomb, for instance)
    └── ExtraMissing                5   an optional part of the installation is needed
        └── ScanWithoutOcr          5   the pages are pictures and the OCR extra is not installed

Every message says what is wrong and what to do next; the file's name is put before it by the caller.
A thing that a person should look at while the work goes on is a `Problem`, not an exception.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the command. They never change meaning."""

    DONE = 0
    FINDINGS = 1
    USAGE = 2
    INPUT = 3
    SOME_FAILED = 4
    EXTRA_MISSING = 5
    BUG = 70
    INTERRUPTED = 130


class PolicyParseError(Exception):
    """Root of all errors raised on purpose. `code` is a stable kebab-case name for manifests and logs."""

    exit_code: ExitCode = ExitCode.BUG
    code: str = "error"


class UsageError(PolicyParseError):
    exit_code = ExitCode.USAGE
    code = "usage"


class InputError(PolicyParseError):
    exit_code = ExitCode.INPUT
    code = "input-unreadable"


class FileNotReadable(InputError):
    code = "file-not-readable"


class FormatUnknown(InputError):
    code = "format-unknown"


class FileBroken(InputError):
    code = "file-broken"


class PasswordNeeded(InputError):
    code = "password-needed"


class LimitExceeded(InputError):
    code = "limit-exceeded"


class ExtraMissing(PolicyParseError):
    exit_code = ExitCode.EXTRA_MISSING
    code = "extra-missing"


class ScanWithoutOcr(ExtraMissing):
    code = "scan-without-ocr"

"""One ledger over all files of a batch: the records of every JSON output that the manifest names, in its order.

It is made anew at the end of each run from what stands in the output folder, one document at a time, so that a
run that was killed and taken up again gives the same ledger as one that was not, and memory stays flat.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, Protocol

from policyparse.batch.manifest import MANIFEST, from_line
from policyparse.batch.model import BatchOptions
from policyparse.batch.remote import fetch, is_remote
from policyparse.errors import ExtraMissing, FileNotReadable, UsageError
from policyparse.records import PolicyDocument, Record

Headers = Literal["zh", "en"]


class LedgerWriter(Protocol):
    """Writes one form of ledger."""

    def add(self, document: PolicyDocument) -> None:
        """Append the records of one document."""

    def close(self) -> None:
        """Finish the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerForm:
    """A row of the registry: the module has `open_ledger(path, headers) -> LedgerWriter`."""

    module: str
    needs: str | None = None
    extra: str | None = None


FORMS: dict[str, LedgerForm] = {
    ".csv": LedgerForm(module="ledger_text"),
    ".jsonl": LedgerForm(module="ledger_text"),
    ".xlsx": LedgerForm(module="ledger_xlsx"),
    ".parquet": LedgerForm(module="ledger_parquet", needs="pyarrow", extra="parquet"),
    ".sqlite": LedgerForm(module="ledger_sqlite"),
}


def check_ledger(path: Path, options: BatchOptions, output: str = "") -> BatchOptions:
    """The options with the JSON outputs that a ledger is made of. Raises before any work is done.

    UsageError for a form not known or a folder that is not there, ExtraMissing for a package not installed.
    """
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise UsageError(f"no ledger is written as {path.suffix or path.name}; there are {', '.join(FORMS)}")
    if form.needs is not None and find_spec(form.needs) is None:
        raise ExtraMissing(f"a {path.suffix} ledger needs {form.needs}; pip install 'policyparse[{form.extra}]'")
    # a ledger in the output folder itself: the batch makes that folder
    if not path.absolute().parent.is_dir() and path.absolute().parent != Path(output).absolute():
        raise UsageError(f"the folder of the ledger {path} is not there; make it first")
    return options if "json" in options.formats else replace(options, formats=("json", *options.formats))


def write_ledger(path: Path, output: str, headers: Headers) -> None:
    """Write the ledger beside and rename it. Raises UsageError where it cannot be written."""
    form = FORMS[path.suffix.lower()]
    beside = path.with_name(f".{path.name}.part{path.suffix}")
    module = import_module(f"policyparse.batch.{form.module}")
    try:
        beside.unlink(missing_ok=True)
        writer: LedgerWriter = module.open_ledger(beside, headers)
        with closing(writer):
            for document in documents(output):
                writer.add(document)
        os.replace(beside, path)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}; the outputs are whole") from error
    finally:
        beside.unlink(missing_ok=True)


def documents(output: str) -> Iterator[PolicyDocument]:
    """The documents of a finished batch, in the order of the manifest, read from their JSON outputs."""
    for line in _lines(output):
        row = from_line(line)
        names = [name for name in row.outputs if name.endswith(".json")] if row is not None else []
        if names:
            yield PolicyDocument.model_validate_json(_read(output, names[0]))


def _lines(output: str) -> Iterator[bytes]:
    if is_remote(output):
        yield from _read(output, MANIFEST).splitlines()
        return
    try:
        with (Path(output) / MANIFEST).open("rb") as file:
            yield from file
    except OSError as error:
        raise UsageError(f"cannot read {output}/{MANIFEST} ({error.strerror or error})") from error


def _read(folder: str, name: str) -> bytes:
    try:
        return fetch(f"{folder.rstrip('/')}/{name}") if is_remote(folder) else (Path(folder) / name).read_bytes()
    except (OSError, FileNotReadable) as error:
        raise UsageError(f"cannot read {folder}/{name} for the ledger ({error}); run the same command again") from error


def due_on(record: Record) -> date | None:
    """The day by which all of a record is due: the last of its dates."""
    return max((item.due for item in record.deadline.items if item.due is not None), default=None)

"""Where the commands put what they read: a terminal, a pipe, a file, a folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

from policyparse.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from policyparse.records import PolicyDocument


def output_format(name: str | None, output: Path | None) -> str:
    """The exporter's name: as asked, by the ending of `output`, else json. Raises UsageError."""
    from policyparse.exporters import EXPORTERS  # noqa: PLC0415

    if name is not None:
        if name not in EXPORTERS:
            raise UsageError(f"no format {name}; there are {', '.join(EXPORTERS)}")
        return name
    if output is not None:
        for row in EXPORTERS.values():
            if output.suffix.lower() == row.suffix:
                return row.name
        if output.suffix and not output.is_dir():
            raise UsageError(f"no format is written as {output.suffix}; give one with --format")
    return "json"


def deliver(
    documents: list[PolicyDocument],
    output: Path | None,
    form: str,
    headers: str,
    *,
    asked: bool,
    several: bool,
    merge: bool,
) -> None:
    """To a terminal as a table, to a pipe as data, to files as whole files."""
    from policyparse.exporters import EXPORTERS, render  # noqa: PLC0415
    from policyparse.files import write_whole  # noqa: PLC0415

    language: Literal["zh", "en"] = "en" if headers == "en" else "zh"
    if output is None:
        if sys.stdout.isatty() and not asked:
            from policyparse.display import show_document  # noqa: PLC0415

            shown = console()
            for document in documents:
                show_document(shown, document)
            return
        sys.stdout.buffer.write(render(documents, form, language, merge_categories=merge))
        return
    row = EXPORTERS[form]
    if not output.is_dir() and (not several or row.joins) and not str(output).endswith(("/", os.sep)):
        write_whole(output, render(documents, form, language, merge_categories=merge))
        typer.echo(f"{output}: {sum(len(d.records) for d in documents)} records", err=True)
        return
    if output.exists() and not output.is_dir():
        raise UsageError(f"{output} is a file; several documents as {form} need a folder")
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {output}: {error.strerror or error}") from error
    for target, document in zip(_names(documents, row.suffix), documents, strict=True):
        write_whole(output / target, render([document], form, language, merge_categories=merge))
        typer.echo(f"{output / target}: {len(document.records)} records", err=True)


def _names(documents: list[PolicyDocument], suffix: str) -> list[str]:
    """One file name a document: the source's whole name, so that a.pdf and a.docx do not collide."""
    names: list[str] = []
    for document in documents:
        base = Path(document.source.path).name if document.source.path != "-" else "stdin"
        name, count = f"{base}{suffix}", 1
        while name in names:
            count += 1
            name = f"{base}-{count}{suffix}"
        names.append(name)
    return names


def console() -> Console:
    """A console that prints words as they are."""
    from rich.console import Console  # noqa: PLC0415

    return Console(highlight=False)

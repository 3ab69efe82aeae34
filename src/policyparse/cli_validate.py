"""The command `validate`: options, printing, exit codes."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn, cast

import typer

from policyparse.errors import ExitCode, FileNotReadable, UsageError

if TYPE_CHECKING:
    from policyparse.checks import Finding, Language
    from policyparse.lexicon import Lexicon
    from policyparse.records import PolicyDocument
    from policyparse.tables import TableFile

Guard = Callable[[Callable[[], ExitCode], bool, str | None], NoReturn]
Words = Callable[[list[Path] | None], "Lexicon"]
_FORMATS = ("text", "json", "xlsx")


def register(app: typer.Typer, guard: Guard, words: Words) -> None:
    """Add the command to `app`; `guard` turns exceptions into one line and an exit code, `words` loads lexicons."""

    @app.command()
    def validate(
        table: Annotated[
            str, typer.Argument(metavar="TABLE", help="xlsx, xls, et, csv, tsv, json or jsonl; - reads standard input.")
        ],
        against: Annotated[
            Path | None,
            typer.Option("--against", metavar="SOURCE", help="The document, or its JSON: tells what was edited."),
        ] = None,
        form: Annotated[str, typer.Option("--format", "-f", help="text, json or xlsx (a marked copy).")] = "text",
        output: Annotated[
            Path | None, typer.Option("--output", "-o", metavar="OUT", help="Where the report or the copy goes.")
        ] = None,
        lang: Annotated[str, typer.Option("--lang", help="Messages in zh or en.")] = "zh",
        fix: Annotated[
            bool, typer.Option("--fix", help="Apply the safe suggestions to a copy (-o COPY) and list them.")
        ] = False,
        lexicon: Annotated[
            list[Path] | None, typer.Option("--lexicon", metavar="FILE", help="Words of your own (TOML).")
        ] = None,
        verbose: Annotated[
            bool, typer.Option("--verbose", "-v", help="Show a traceback where something fails.")
        ] = False,
    ) -> None:
        """Check a table or JSON that people edited. 校验人工修改过的台账。"""

        def run() -> ExitCode:
            _options(form, lang, output, fix)
            return _validate(table, against, form, output, cast("Literal['zh', 'en']", lang), fix, words(lexicon))

        guard(run, verbose, table)


def _options(form: str, lang: str, output: Path | None, fix: bool) -> None:
    if form not in _FORMATS:
        raise UsageError(f"no format {form}; there are {', '.join(_FORMATS)}")
    if lang not in {"zh", "en"}:
        raise UsageError(f"--lang takes zh or en, not {lang}")
    if fix and output is None:
        raise UsageError("--fix writes a copy; name it with -o COPY")
    if fix and form == "xlsx":
        raise UsageError("--fix and --format xlsx both write a copy; take one at a time")


def _validate(
    table: str, against: Path | None, form: str, output: Path | None, lang: Language, fix: bool, lexicon: Lexicon
) -> ExitCode:
    from policyparse.api import read_bytes  # noqa: PLC0415
    from policyparse.checks import check_data  # noqa: PLC0415
    from policyparse.tables import read_rows  # noqa: PLC0415

    gc.disable()  # a large table is a million objects and no cycles: the collector would only walk over them
    data = read_bytes(Path(table)) if table != "-" else sys.stdin.buffer.read()
    if not data:
        raise FileNotReadable("the file is empty; get a fresh copy")
    if output is not None and table != "-" and output.resolve() == Path(table).resolve():
        raise UsageError("the copy would overwrite the table; name another file with -o")
    source = _source(against, lexicon) if against is not None else None
    read = read_rows(data, table, lexicon)
    findings = check_data(data, read, lexicon, source)
    if fix:
        _fix(data, read, findings, output, form, lang)
    else:
        _report(data, read, findings, output, form, lang)
    return ExitCode.FINDINGS if findings else ExitCode.DONE


def _source(path: Path, lexicon: Lexicon) -> PolicyDocument:
    """The source's records: from JSON of ours, else read from the document."""
    from pydantic import ValidationError  # noqa: PLC0415

    from policyparse.api import extract, read_bytes  # noqa: PLC0415
    from policyparse.errors import FileBroken  # noqa: PLC0415
    from policyparse.records import PolicyDocument  # noqa: PLC0415
    from policyparse.tables.json_rows import looks_like_json  # noqa: PLC0415

    try:
        data = read_bytes(path)
    except FileNotReadable as error:
        raise FileNotReadable(f"--against {path}: {error}") from error
    if not looks_like_json(data):
        return extract(data, name=str(path), lexicon=lexicon)
    try:
        return PolicyDocument.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = "/".join(str(part) for part in first["loc"])
        raise FileBroken(
            f"--against {path}: no document of ours ({where}: {first['msg']}); give the JSON of extract"
        ) from error


def _report(
    data: bytes, table: TableFile, findings: list[Finding], output: Path | None, form: str, lang: Language
) -> None:
    from policyparse.report import as_json, marked_copy  # noqa: PLC0415

    if form == "text":
        _print(table, findings, output, lang)
        return
    content = as_json(findings, table, lang) if form == "json" else marked_copy(data, table.format, findings, lang)
    if output is None:
        if form == "xlsx" and sys.stdout.isatty():
            raise UsageError("a workbook is no text for a terminal; name a file with -o OUT.xlsx")
        sys.stdout.buffer.write(content)
        return
    _write(output, content, f"{len(findings)} findings")


def _print(table: TableFile, findings: list[Finding], output: Path | None, lang: Language) -> None:
    import io  # noqa: PLC0415

    from rich.console import Console  # noqa: PLC0415

    from policyparse.report import show_findings  # noqa: PLC0415

    if output is None:
        show_findings(Console(highlight=False, soft_wrap=True), findings, table, lang)
        return
    text = io.StringIO()
    show_findings(Console(file=text, highlight=False, soft_wrap=True, width=10_000), findings, table, lang)
    _write(output, text.getvalue().encode(), f"{len(findings)} findings")


def _fix(
    data: bytes, table: TableFile, findings: list[Finding], output: Path | None, form: str, lang: Language
) -> None:
    """Write the corrected copy and list the changes; with --format json the report goes to standard output."""
    from rich.console import Console  # noqa: PLC0415

    from policyparse.report import apply_fixes, as_json, safe_fixes, show_fixes  # noqa: PLC0415

    fixes = safe_fixes(findings)
    content = apply_fixes(data, table, fixes)
    if output is not None:
        _write(output, content, f"{len(fixes)} cells changed")
    if form == "json":
        sys.stdout.buffer.write(as_json(findings, table, lang))
    show_fixes(Console(highlight=False, soft_wrap=True, stderr=form == "json"), fixes, lang)


def _write(path: Path, content: bytes, told: str) -> None:
    from policyparse.files import write_whole  # noqa: PLC0415

    write_whole(path, content)
    typer.echo(f"{path}: {told}", err=True)

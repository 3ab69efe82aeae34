"""The command: options, printing, exit codes, nothing else. Heavy modules are imported when a command needs them."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from policyparse import __version__
from policyparse.cli_batch import register
from policyparse.cli_convert import Tools
from policyparse.cli_convert import register as register_convert
from policyparse.cli_formats import register as register_formats
from policyparse.cli_output import console, deliver, output_format
from policyparse.cli_reading import OcrOption, page_bar, read_options
from policyparse.cli_validate import register as register_validate
from policyparse.errors import ExitCode, FileNotReadable, PolicyParseError, UsageError

if TYPE_CHECKING:
    from policyparse.api import Stages
    from policyparse.extractors.options import ReadOptions
    from policyparse.lexicon import Lexicon
    from policyparse.records import PolicyDocument

app = typer.Typer(
    name="policyparse",
    help="Chinese government policy documents to records: task, target, deadline, owner. 政策文件转任务台账。",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)

Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show a traceback where something fails.")]
Lexicons = Annotated[
    list[Path] | None,
    typer.Option("--lexicon", metavar="FILE", help="Words of your own (TOML): column names, units, deadline words."),
]
Password = Annotated[str | None, typer.Option("--password", help="The password of an encrypted file.")]
OneFile = Annotated[str, typer.Argument(metavar="FILE", help="The document; - reads standard input.")]


def main() -> None:
    """Entry point of the `policyparse` command."""
    for stream in (sys.stdout, sys.stderr):
        # Chinese text under an ASCII locale would crash; replaced characters on a file are worse than UTF-8
        if stream is not None and "utf" not in (getattr(stream, "encoding", "") or "").lower():
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    app()


def _version(value: bool) -> None:
    if value:
        typer.echo(f"policyparse {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options of the command itself."""


@app.command()
def extract(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Documents; - reads standard input.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help="A file, or a folder (for several files of a format that does not join).",
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--format", "-f", help="json, jsonl, csv, xlsx or md (default: by OUT, else json).")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 where a problem of severity error was found.")
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read PDF tables a second time with pdfplumber and report what differs.")
    ] = False,
    headers: Annotated[str, typer.Option("--headers", help="Column names of tables: zh or en.")] = "zh",
    merge_categories: Annotated[
        bool, typer.Option("--merge-categories", help="In xlsx: equal neighbours in 类别 become one cell.")
    ] = False,
    ocr: OcrOption = "auto",
    password: Password = None,
    lexicon: Lexicons = None,
    verbose: Verbose = False,
) -> None:
    """Read documents and print their records. 读取文件，输出任务台账。"""

    def run() -> ExitCode:
        form = output_format(name, output)
        if headers not in {"zh", "en"}:
            raise UsageError(f"--headers takes zh or en, not {headers}")
        words, options = _lexicon(lexicon), read_options(password, verify, ocr)
        documents: list[PolicyDocument] = []
        failed: list[ExitCode] = []
        for file in files:
            stages = _attempt(file, options, words, failed, verbose)
            if stages is not None:
                documents.append(stages.result)
        if documents:
            asked, several = name is not None, len(files) > 1
            deliver(documents, output, form, headers, asked=asked, several=several, merge=merge_categories)
        if failed:
            return failed[0] if not documents else ExitCode.SOME_FAILED
        errors = any(p.severity == "error" for d in documents for p in d.problems)
        return ExitCode.FINDINGS if strict and errors else ExitCode.DONE

    _guard(run, verbose)


@app.command()
def inspect(
    file: OneFile,
    image: Annotated[
        Path | None,
        typer.Option(
            "--image",
            metavar="DIR",
            help="Write each page (or table) as a picture with rules, cells, header rows and joins.",
        ),
    ] = None,
    ocr: OcrOption = "auto",
    password: Password = None,
    lexicon: Lexicons = None,
    verbose: Verbose = False,
) -> None:
    """Show every stage: blocks, tables before and after joining, which header became which column and why."""

    def run() -> ExitCode:
        from policyparse.display import show_stages  # noqa: PLC0415

        data, options = _bytes(file), read_options(password, ocr=ocr)
        if image is None:
            show_stages(console(), _stages(data, file, options, _lexicon(lexicon)))
            return ExitCode.DONE
        from policyparse.pictures import Seen, draw_pages  # noqa: PLC0415

        seen = Seen()
        stages = _stages(data, file, replace(options, on_content=seen.see), _lexicon(lexicon))
        show_stages(console(), stages)
        drawn = draw_pages(stages, data, image, password, seen)
        count = len(drawn.paths)
        left = f", {drawn.left_out} more of long tables left out" if drawn.left_out else ""
        typer.echo(f"{image}: {count} picture{'s' if count != 1 else ''} drawn{left}", err=True)
        return ExitCode.DONE

    _guard(run, verbose, file)


@app.command()
def explain(
    file: OneFile,
    record: Annotated[str, typer.Argument(metavar="ID", help="A record's id, or its number as printed.")],
    ocr: OcrOption = "auto",
    password: Password = None,
    lexicon: Lexicons = None,
    verbose: Verbose = False,
) -> None:
    """Show one record with the words, the rule and the rejected alternatives behind each field."""

    def run() -> ExitCode:
        from policyparse.display import show_record  # noqa: PLC0415

        stages = _read_one(file, read_options(password, ocr=ocr), _lexicon(lexicon))
        if not show_record(console(), stages, record):
            raise UsageError(f"no record has the id or number {record}; policyparse extract lists them")
        return ExitCode.DONE

    _guard(run, verbose, file)


@app.command()
def schema(
    which: Annotated[
        str, typer.Argument(metavar="[document|record|ledger]", help="Which schema to print.")
    ] = "document",
) -> None:
    """Print the JSON Schema of the output, or the Table Schema of the ledger."""

    def run() -> ExitCode:
        from policyparse.schema import SCHEMAS, json_schema, table_schema  # noqa: PLC0415

        if which not in {*SCHEMAS, "ledger"}:
            raise UsageError(f"no schema {which}; there are {', '.join(SCHEMAS)} and ledger")
        shown = table_schema() if which == "ledger" else json_schema(which)
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return ExitCode.DONE

    _guard(run, False)


def _guard(run: Callable[[], ExitCode], verbose: bool, file: str | None = None) -> NoReturn:
    """Turn exceptions into one line and an exit code; the only place that does."""
    try:
        code = run()
        sys.stdout.flush()
    except PolicyParseError as error:
        _complain(error, file, verbose)
        code = error.exit_code
    except KeyboardInterrupt:
        typer.echo("interrupted; nothing half-written is left", err=True)
        code = ExitCode.INTERRUPTED
    except BrokenPipeError:
        # the reader of our output went away (`| head`): no fault of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = ExitCode.DONE
    except Exception as error:
        _complain(error, file, verbose)
        code = ExitCode.BUG
    raise typer.Exit(int(code))


def _complain(error: Exception, file: str | None, verbose: bool) -> None:
    where = f"{file}: " if file else ""
    if isinstance(error, PolicyParseError):
        typer.echo(f"policyparse: {where}{error}", err=True)
    else:
        typer.echo(
            f"policyparse: {where}this is a fault of policyparse ({type(error).__name__}: {error}); "
            "please report it with the file, -v shows the traceback",
            err=True,
        )
    if verbose:
        traceback.print_exception(error, file=sys.stderr)


def _attempt(file: str, options: ReadOptions, words: Lexicon, failed: list[ExitCode], verbose: bool) -> Stages | None:
    """Read one of several files; a failure is told and kept, and the others go on."""
    try:
        return _read_one(file, options, words)
    except PolicyParseError as error:
        _complain(error, file, verbose)
        failed.append(error.exit_code)
    except Exception as error:
        _complain(error, file, verbose)
        failed.append(ExitCode.BUG)
    return None


def _read_one(file: str, options: ReadOptions, words: Lexicon) -> Stages:
    return _stages(_bytes(file), file, options, words)


def _bytes(file: str) -> bytes:
    from policyparse.api import read_bytes  # noqa: PLC0415

    if file != "-":
        return read_bytes(Path(file))
    data = sys.stdin.buffer.read()
    if not data:
        raise FileNotReadable("standard input is empty; pipe a document into it")
    return data


def _stages(data: bytes, file: str, options: ReadOptions, words: Lexicon) -> Stages:
    from policyparse.api import extract_stages  # noqa: PLC0415

    with page_bar(options, file) as shown:
        return extract_stages(data, name=file, options=shown, lexicon=words)


def _lexicon(paths: list[Path] | None) -> Lexicon:
    from policyparse.lexicon import load_lexicon, user_lexicon  # noqa: PLC0415

    own = user_lexicon()
    return load_lexicon([*([own] if own else []), *(paths or [])])


register(app, _guard)
register_formats(app, _guard)
register_convert(app, Tools(guard=_guard, read=_bytes, lexicon=_lexicon, console=console))
register_validate(app, _guard, _lexicon)

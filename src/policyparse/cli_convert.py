"""The commands `convert` and `diff`: options, printing, exit codes."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from policyparse.cli_reading import OcrOption, read_options
from policyparse.errors import ExitCode, PolicyParseError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from policyparse.diff import Difference
    from policyparse.lexicon import Lexicon

#: Colours of a terminal by kind of change.
_STYLES = {
    "added": "green", "removed": "red", "changed": "yellow", "moved": "blue", "split": "magenta", "joined": "magenta",
    "summary": "bold",
}  # fmt: skip

Lexicons = Annotated[
    list[Path] | None,
    typer.Option("--lexicon", metavar="FILE", help="Words of your own (TOML): column names, units, deadline words."),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show a traceback where something fails.")]
HeaderNames = Annotated[str, typer.Option("--headers", help="Column names of tables: zh or en.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What the commands share: exceptions to exit codes, reading a file, loading words, the terminal."""

    guard: Callable[[Callable[[], ExitCode], bool, str | None], NoReturn]
    read: Callable[[str], bytes]
    lexicon: Callable[[list[Path] | None], Lexicon]
    console: Callable[[], Console]


def register(app: typer.Typer, tools: Tools) -> None:
    """Add the commands to `app`."""

    @app.command()
    def convert(
        source: Annotated[
            str,
            typer.Argument(
                metavar="IN", help="Stored JSON or JSON Lines, or a ledger (xlsx, csv); - reads standard input."
            ),
        ],
        to: Annotated[
            str | None,
            typer.Option("--to", metavar="FORMAT", help="json, jsonl, csv, xlsx or md (default: by OUT, else json)."),
        ] = None,
        output: Annotated[
            Path | None,
            typer.Option("--output", "-o", metavar="OUT", help="The file to write (default: standard output)."),
        ] = None,
        against: Annotated[
            str | None,
            typer.Option(
                "--against",
                metavar="JSON",
                help="The stored JSON that a CSV ledger was made from: its rows get back what CSV cannot hold.",
            ),
        ] = None,
        merge_categories: Annotated[
            bool, typer.Option("--merge-categories", help="In xlsx: equal neighbours in 类别 become one cell.")
        ] = False,
        headers: HeaderNames = "zh",
        lexicon: Lexicons = None,
        verbose: Verbose = False,
    ) -> None:
        """Stored records from one format to another, with what people changed in a ledger. 台账与JSON互转。"""

        def run() -> ExitCode:
            from policyparse.convert import load  # noqa: PLC0415
            from policyparse.exporters import EXPORTERS, render  # noqa: PLC0415

            gc.disable()  # a large ledger is millions of objects without cycles: the collector would only walk over them
            form = _form(to, output, list(EXPORTERS))
            language = _language(headers)
            words = tools.lexicon(lexicon)
            base = load(tools.read(against), against, lexicon=words).documents if against is not None else []
            found = load(tools.read(source), source, lexicon=words, against=base)
            for message in found.messages:
                typer.echo(f"policyparse: {source}: {message}", err=True)
            if found.edited or found.added or found.removed:
                counts = f"{found.edited} records edited, {found.added} added, {found.removed} removed"
                typer.echo(f"policyparse: {source}: {counts}", err=True)
            _put(render(found.documents, form, language, merge_categories=merge_categories), output)
            return ExitCode.DONE

        tools.guard(run, verbose, source)

    @app.command()
    def diff(
        old: Annotated[str, typer.Argument(metavar="OLD", help="A document, stored JSON, or a table.")],
        new: Annotated[str, typer.Argument(metavar="NEW", help="The same, as it is now.")],
        form: Annotated[
            str | None, typer.Option("--format", "-f", help="text, json or xlsx (default: by OUT, else text).")
        ] = None,
        output: Annotated[
            Path | None,
            typer.Option("--output", "-o", metavar="OUT", help="The file to write (default: standard output)."),
        ] = None,
        headers: HeaderNames = "zh",
        ocr: OcrOption = "auto",
        password: Annotated[str | None, typer.Option("--password", help="The password of encrypted files.")] = None,
        lexicon: Lexicons = None,
        verbose: Verbose = False,
    ) -> None:
        """What changed: tasks added, removed, moved, split, joined, and field by field. 两份文件或台账的变更对照。"""

        def run() -> ExitCode:
            from policyparse.convert import load_any  # noqa: PLC0415
            from policyparse.diff import compare  # noqa: PLC0415
            from policyparse.diff.report import as_json, as_xlsx  # noqa: PLC0415

            gc.disable()
            shape = _form(form, output, ["text", "json", "xlsx"])
            language = _language(headers)
            words, options = tools.lexicon(lexicon), read_options(password, ocr=ocr)
            sides = []
            for file in (old, new):
                try:
                    found = load_any(tools.read(file), file, lexicon=words, options=options)
                except PolicyParseError as error:
                    raise type(error)(f"{file}: {error}") from error
                for message in found.messages:
                    typer.echo(f"policyparse: {file}: {message}", err=True)
                sides.append(found.documents)
            difference = compare(sides[0], sides[1])
            if shape == "json":
                _put(as_json(difference, old, new), output)
            elif shape == "xlsx":
                _put(as_xlsx(difference, old, new, language), output)
            else:
                _text(difference, output, language, tools.console)
            return ExitCode.FINDINGS if difference.changes else ExitCode.DONE

        tools.guard(run, verbose, None)


def _text(difference: Difference, output: Path | None, headers: str, console: Callable[[], Console]) -> None:
    from policyparse.diff.report import lines  # noqa: PLC0415

    if output is not None or not sys.stdout.isatty():
        _put("".join(line + "\n" for _, line in lines(difference, headers)).encode(errors="replace"), output)
        return
    terminal = console()
    for kind, line in lines(difference, headers):
        terminal.print(line, style=_STYLES[kind], markup=False, soft_wrap=True)


def _put(content: bytes, output: Path | None) -> None:
    from policyparse.files import write_whole  # noqa: PLC0415

    if output is not None:
        write_whole(output, content)
    else:
        sys.stdout.buffer.write(content)


def _form(asked: str | None, output: Path | None, forms: list[str]) -> str:
    """The format asked for, else that of OUT's suffix, else the first."""
    if asked is None and output is not None and output.suffix:
        asked = "text" if output.suffix == ".txt" else output.suffix.lower().removeprefix(".")
    if asked is None:
        return forms[0]
    if asked not in forms:
        raise UsageError(f"no format {asked}; there are {', '.join(forms)}")
    return asked


def _language(headers: str) -> Literal["zh", "en"]:
    if headers == "zh":
        return "zh"
    if headers == "en":
        return "en"
    raise UsageError(f"--headers takes zh or en, not {headers}")

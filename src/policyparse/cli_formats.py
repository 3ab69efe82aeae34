"""The commands `formats` and `doctor`: what is read and by what, what is missing here and what installs it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from policyparse.errors import ExitCode

if TYPE_CHECKING:
    from policyparse.installation import Check, Support

Guard = Callable[[Callable[[], ExitCode], bool], NoReturn]
Json = Annotated[bool, typer.Option("--json", help="Print data instead of a table.")]


def register(app: typer.Typer, guard: Guard) -> None:
    """Add the commands to `app`; `guard` turns exceptions into one line and an exit code."""

    @app.command()
    def formats(as_json: Json = False) -> None:
        """List the formats: what reads each of them, and what is missing on this machine. 支持的文件格式。"""

        def run() -> ExitCode:
            from policyparse.installation import supported  # noqa: PLC0415

            rows = supported()
            if as_json:
                _print_json(rows)
            else:
                _table(
                    ("format", "what", "names", "read by", "here"),
                    [(r.name, r.title, " ".join(r.suffixes), r.reader, _here(r)) for r in rows],
                )
            return ExitCode.DONE

        guard(run, False)

    @app.command()
    def doctor(as_json: Json = False) -> None:
        """Check the installation and print the command that installs each missing piece. 检查安装。"""

        def run() -> ExitCode:
            from policyparse.installation import examine  # noqa: PLC0415

            checks = examine()
            if as_json:
                _print_json(checks)
            else:
                _table(
                    ("part", "kind", "state", "version", "needed for"),
                    [(c.name, c.kind, c.state, c.version or "", c.purpose) for c in checks],
                )
                _remedies(checks)
            whole = all(check.state == "ok" for check in checks if check.kind == "core")
            return ExitCode.DONE if whole else ExitCode.EXTRA_MISSING

        guard(run, False)


def _print_json(rows: Sequence[Check] | Sequence[Support]) -> None:
    typer.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2))


def _here(row: Support) -> str:
    return row.state if row.remedy is None else f"{row.state}: {row.remedy}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False)
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    Console(highlight=False).print(table)


def _remedies(checks: Sequence[Check]) -> None:
    """Each command once and whole on its line, so that it can be copied."""
    lacking = [check for check in checks if check.remedy is not None]
    if not lacking:
        typer.echo("\nnothing is missing")
        return
    typer.echo("\nto install what is missing:")
    for remedy in dict.fromkeys(check.remedy for check in lacking):
        names = ", ".join(check.name for check in lacking if check.remedy == remedy)
        typer.echo(f"  {remedy}    # {names}")

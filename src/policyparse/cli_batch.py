"""The command `batch`: options, progress, the closing summary, the exit code."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from policyparse.cli_reading import OcrOption, ocr_choice
from policyparse.errors import ExitCode, FileNotReadable, UsageError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from rich.console import Console

    from policyparse.batch.model import BatchOptions
    from policyparse.batch.progress import Style
    from policyparse.batch.summary import Summary

Guard = Callable[[Callable[[], ExitCode], bool], NoReturn]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """How the run is told."""

    style: Style
    quiet: bool
    summary_json: bool
    strict: bool


def register(app: typer.Typer, guard: Guard) -> None:
    """Add the command to `app`; `guard` turns exceptions into one line and an exit code."""

    @app.command()
    def batch(
        inputs: Annotated[
            list[str],
            typer.Argument(metavar="IN...", help="Folders and files; - reads a list of them from standard input."),
        ],
        output: Annotated[
            str, typer.Option("--output", "-o", metavar="OUT", help="The folder for the outputs and manifest.jsonl.")
        ],
        formats: Annotated[str, typer.Option("--format", "-f", help="Formats, separated by commas.")] = "json",
        jobs: Annotated[
            int | None, typer.Option("--jobs", "-j", help="Worker processes (default: one a processor core).")
        ] = None,
        timeout: Annotated[
            float, typer.Option("--timeout", metavar="S", help="Seconds that one file may take.")
        ] = 300.0,
        max_memory: Annotated[
            int, typer.Option("--max-memory", metavar="MB", help="Memory that one file may take.")
        ] = 2048,
        include: Annotated[
            list[str] | None, typer.Option("--include", metavar="GLOB", help="Take only files that match.")
        ] = None,
        exclude: Annotated[
            list[str] | None, typer.Option("--exclude", metavar="GLOB", help="Leave out what matches.")
        ] = None,
        force: Annotated[bool, typer.Option("--force", help="Convert again what an earlier run finished.")] = False,
        strict: Annotated[
            bool, typer.Option("--strict", help="Exit with 1 where a problem of severity error was found.")
        ] = False,
        ledger: Annotated[
            str | None,
            typer.Option(
                "--ledger", metavar="FILE", help="All records in one .xlsx, .csv, .jsonl, .sqlite or .parquet."
            ),
        ] = None,
        headers: Annotated[str, typer.Option("--headers", help="Column names of tables: zh or en.")] = "zh",
        verify: Annotated[
            bool, typer.Option("--verify", help="Read PDF tables a second time and report what differs.")
        ] = False,
        ocr: OcrOption = "auto",
        password: Annotated[str | None, typer.Option("--password", help="The password of encrypted files.")] = None,
        lexicon: Annotated[
            list[Path] | None, typer.Option("--lexicon", metavar="FILE", help="Words of your own (TOML).")
        ] = None,
        dask: Annotated[
            str | None, typer.Option("--dask", metavar="ADDRESS", help="Work on a dask.distributed cluster.")
        ] = None,
        progress: Annotated[str, typer.Option("--progress", help="auto, rich, plain or none.")] = "auto",
        quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Tell nothing but what ends the run.")] = False,
        summary_json: Annotated[
            bool, typer.Option("--json", help="Print one summary object to standard output.")
        ] = False,
        verbose: Annotated[
            bool, typer.Option("--verbose", "-v", help="Show a traceback where something fails.")
        ] = False,
    ) -> None:
        """Convert folders of documents, each file in a process of its own. 批量转换。"""

        def run() -> ExitCode:
            from policyparse.batch.model import BatchOptions, Limits  # noqa: PLC0415

            options = BatchOptions(
                formats=tuple(name.strip() for name in formats.split(",") if name.strip()),
                headers=_headers(headers),
                jobs=jobs,
                limits=Limits(timeout=timeout, memory=max_memory),
                include=tuple(include or ()),
                exclude=tuple(exclude or ()),
                force=force,
                ocr=ocr_choice(ocr),
                password=password,
                verify=verify,
                lexicon=tuple(lexicon or ()),
                loud=verbose,
            )
            told = _Shown(style=_style(progress, quiet), quiet=quiet, summary_json=summary_json, strict=strict)
            with _executor(dask) as executor:
                return _run(_inputs(inputs), output, options, ledger, executor, told)

        guard(run, verbose)


def _run(
    inputs: list[str], output: str, options: BatchOptions, ledger: str | None, executor: Executor | None, told: _Shown
) -> ExitCode:
    from policyparse.batch.executors import workers_of  # noqa: PLC0415
    from policyparse.batch.ledger import check_ledger, write_ledger  # noqa: PLC0415
    from policyparse.batch.progress import show  # noqa: PLC0415
    from policyparse.batch.run import extract_folder  # noqa: PLC0415
    from policyparse.batch.summary import Summary  # noqa: PLC0415

    own: list[Path] = []
    if executor is not None and options.jobs is None:
        options = replace(options, jobs=workers_of(executor))
    if ledger is not None:
        options = check_ledger(Path(ledger), options, str(output))
        own.append(Path(ledger))
    summary = Summary()
    watcher, display = show(told.style, _console, _say, summary)
    interrupted = False
    results = extract_folder(inputs, output, options=options, executor=executor, watcher=watcher, own=own)
    try:
        with display:
            for _ in results:
                pass
    except KeyboardInterrupt:
        interrupted = True
    finally:
        results.close()
    if ledger is not None and not interrupted:
        write_ledger(Path(ledger), output, options.headers)
    if not told.quiet:
        _close(told, summary, interrupted)
    if told.summary_json:
        typer.echo(json.dumps({**summary.as_json(), "interrupted": interrupted, "output": output}, ensure_ascii=False))
    if not summary.inputs and not interrupted:
        raise FileNotReadable(f"no file found in {', '.join(inputs) or 'the list'}; name a folder that holds documents")
    return ExitCode.INTERRUPTED if interrupted else summary.exit_code(told.strict)


def _close(told: _Shown, summary: Summary, interrupted: bool) -> None:
    from policyparse.batch.progress import closing_table  # noqa: PLC0415

    if told.style == "rich":
        closing_table(_console(), summary)
    else:
        for line in summary.lines():
            _say(line)
    if interrupted:
        _say("interrupted; nothing half-written is left, the same command goes on from here")


def _inputs(named: list[str]) -> list[str]:
    """The inputs, with `-` replaced by the list on standard input: a path a line, or separated by NUL."""
    inputs: list[str] = []
    for one in named:
        if one != "-":
            inputs.append(one)
            continue
        data = sys.stdin.buffer.read()
        parts = data.split(b"\0") if b"\0" in data else data.splitlines()
        inputs.extend(os.fsdecode(part) for part in parts if part)
    return inputs


def _headers(name: str) -> Literal["zh", "en"]:
    if name == "zh":
        return "zh"
    if name == "en":
        return "en"
    raise UsageError(f"--headers takes zh or en, not {name}")


def _style(name: str, quiet: bool) -> Style:
    """How progress is shown: as asked, else by where standard error goes."""
    if name not in {"auto", "rich", "plain", "none"}:
        raise UsageError(f"--progress takes auto, rich, plain or none, not {name}")
    if quiet or name == "none":
        return "none"
    if name == "plain":
        return "plain"
    return "rich" if name == "rich" or sys.stderr.isatty() else "plain"


@contextmanager
def _executor(address: str | None) -> Iterator[Executor | None]:
    if address is None:
        yield None
        return
    from policyparse.batch.cluster import dask_executor  # noqa: PLC0415

    with dask_executor(address) as executor:
        yield executor


def _say(text: str) -> None:
    typer.echo(text, err=True)


def _console() -> Console:
    from rich.console import Console  # noqa: PLC0415

    return Console(stderr=True, highlight=False)

"""Findings on a terminal: grouped by sheet and record, coloured by severity."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from policyparse.checks import Finding, Language
from policyparse.report.json_report import summary
from policyparse.tables import TableFile

if TYPE_CHECKING:
    from rich.console import Console

    from policyparse.report.fixing import Fix

_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
_NAMES = {
    "zh": {"error": "错误", "warning": "提醒", "info": "说明"},
    "en": {"error": "error", "warning": "warning", "info": "info"},
}
_WORDS = {
    "zh": {
        "clean": "{file}：{records} 条任务，没有发现问题",
        "sum": "{file}：{records} 条任务，{error} 个错误，{warning} 个提醒，{info} 个说明",
        "expected": "应为",
        "suggestion": "建议",
        "record": "第 {record} 项",
        "table": "整表",
        "fixed": "已改 {count} 处",
        "none": "没有可自动修改之处",
        "line": "第 {row} 行",
    },
    "en": {
        "clean": "{file}: {records} records, nothing found",
        "sum": "{file}: {records} records, {error} errors, {warning} warnings, {info} notes",
        "expected": "expected",
        "suggestion": "suggested",
        "record": "record {record}",
        "table": "the table",
        "fixed": "{count} cells changed",
        "none": "nothing that can be changed safely",
        "line": "line {row}",
    },
}


def show_findings(console: Console, findings: Sequence[Finding], table: TableFile, lang: Language) -> None:
    """Print every finding and the counts."""
    words = _WORDS[lang]
    for sheet, group in groupby(findings, key=lambda f: f.sheet):
        console.print(Text(f"{table.name}" + (f"  [{sheet}]" if sheet else ""), style="bold"))
        for record, inside in groupby(group, key=lambda f: (f.row, f.record)):
            head = words["record"].format(record=record[1]) if record[1] else words["table"]
            console.print(Text(f"  {head}", style="dim"))
            for finding in inside:
                console.print(_line(finding, lang))
    counts = summary(findings, table)
    flat = {key: str(counts[key]) for key in ("file", "records", "error", "warning", "info")}
    text = words["sum" if findings else "clean"].format(**flat)
    console.print(Text(text, style="bold" if findings else "bold green"))


def _line(finding: Finding, lang: Language) -> Text:
    words = _WORDS[lang]
    line = Text("    ")
    line.append(f"{finding.cell or '-':<7}", style="bold")
    if finding.cell and finding.cell.startswith("/") and finding.row is not None:
        line.append(f" {words['line'].format(row=finding.row)}", style="dim")
    line.append(f" {_NAMES[lang][finding.severity]} ", style=_STYLES[finding.severity])
    if finding.column:
        line.append(f"{finding.column} ", style="magenta")
    line.append(finding.message(lang))
    extra = []
    wanted = finding.wanted(lang)
    if wanted and wanted not in finding.message(lang):
        extra.append(f"{words['expected']} {_short(wanted)}")
    if (
        finding.suggestion is not None
        and finding.suggestion != wanted
        and f"“{finding.suggestion}”" not in finding.message(lang)
    ):
        extra.append(f"{words['suggestion']} {_short(finding.suggestion)}")
    if extra:
        line.append("  → " + "；".join(extra) if lang == "zh" else "  → " + "; ".join(extra), style="green")
    line.append(f"  {finding.code}", style="dim")
    return line


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:57] + "…"


def show_fixes(console: Console, fixes: Sequence[Fix], lang: Language) -> None:
    """Print what was changed, cell by cell."""
    words = _WORDS[lang]
    for fix in fixes:
        line = Text("  ")
        line.append(f"{fix.sheet + '!' if fix.sheet else ''}{fix.cell}", style="bold")
        line.append(f"  {_short(fix.before)!r} → {_short(str(fix.after))!r}")
        line.append(f"  {'、'.join(fix.codes)}", style="dim")
        console.print(line)
    console.print(words["fixed"].format(count=len(fixes)) if fixes else words["none"])

"""The second and third sheet: indicators with their measures, and problems. Both are made from the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from policyparse.exporters.ledger import places
from policyparse.exporters.ledger_text import FIELDS_ZH, join_attributes, join_list
from policyparse.exporters.xlsx_ledger import AS_NUMBER, CELL_LIMIT, Entry, first_due, is_count
from policyparse.exporters.xlsx_store import clean
from policyparse.exporters.xlsx_style import FIRST, Look, dress
from policyparse.exporters.xlsx_widths import height, widths
from policyparse.exporters.xlsx_words import (
    COMPARATORS_ZH,
    INDICATORS,
    PROBLEMS,
    SEVERITIES_ZH,
    STRENGTHS_ZH,
    WORDS,
    meaning,
)
from policyparse.problems import Problem
from policyparse.records import PolicyDocument

if TYPE_CHECKING:
    from xlsxwriter.format import Format

    from policyparse.exporters.xlsx_rows import RowSheet, Value

_CENTRED = {"number", "comparator", "unit", "strength", "source", "field"}


def indicator_rows(rows: Sequence[Entry], headers: str) -> list[dict[str, Value]]:
    """One row a measure, in reading order."""
    zh = headers == "zh"
    found: list[dict[str, Value]] = []
    for entry in rows:
        record = entry.record
        for measure in record.target.measures:
            comparator, strength = measure.comparator or "", measure.strength or ""
            found.append(
                {
                    "number": record.number,
                    "task": record.task,
                    "indicator": measure.indicator,
                    "comparator": COMPARATORS_ZH.get(comparator, comparator) if zh else comparator,
                    "value": measure.value,
                    "upper": measure.upper,
                    "unit": measure.unit,
                    "strength": STRENGTHS_ZH.get(strength, strength) if zh else strength,
                    "due": measure.due or first_due(record),
                    "text": measure.text,
                    "base": join_attributes(record.attributes)
                    if record.kind == "indicator" and record.attributes
                    else None,
                    "lead": join_list(record.owner.lead) if record.owner.lead else None,
                    "source": places(record),
                    "document": entry.document.source.path,
                    "id": record.id,
                }
            )
    return found


def problem_rows(documents: Sequence[PolicyDocument], rows: Sequence[Entry], headers: str) -> list[dict[str, Value]]:
    """One row a problem: those of the documents, then those of their records in reading order."""
    found: list[dict[str, Value]] = []
    for document in documents:
        ids = {record.id for record in document.records}
        found.extend(_problem(p, document, None, headers) for p in document.problems if p.record not in ids)
        found.extend(_problem(p, document, e, headers) for e in rows if e.document is document for p in e.problems)
    return found


def _problem(problem: Problem, document: PolicyDocument, entry: Entry | None, headers: str) -> dict[str, Value]:
    pages = sorted({o.page for o in problem.source if o.page is not None})
    lines = sorted({o.line for o in problem.source if o.line is not None})
    severity, name = problem.severity or "info", problem.field or ""
    return {
        "severity": SEVERITIES_ZH[severity] if headers == "zh" else severity,
        "number": entry.record.number if entry else None,
        "task": entry.record.task if entry else None,
        "field": FIELDS_ZH.get(name, name) if headers == "zh" else name,
        "meaning": meaning(problem, headers),
        "message": problem.message,
        "code": problem.code,
        "source": "、".join(map(str, pages)) or ("行" + "、".join(map(str, lines)) if lines else None),
        "document": document.source.path,
        "id": problem.record,
    }


def write_indicators(
    sheet: RowSheet, rows: Sequence[dict[str, Value]], formats: Look, title: str, headers: str, several: bool
) -> None:
    """The sheet 指标."""
    _write(sheet, rows, INDICATORS, formats, f"{title} {WORDS[headers]['indicators']}", headers, several)


def write_problems(
    sheet: RowSheet, rows: Sequence[dict[str, Value]], formats: Look, title: str, headers: str, several: bool
) -> None:
    """The sheet 问题."""
    _write(sheet, rows, PROBLEMS, formats, f"{title} {WORDS[headers]['problems']}", headers, several)


def _write(
    sheet: RowSheet,
    rows: Sequence[dict[str, Value]],
    columns: Sequence[tuple[str, str, str]],
    formats: Look,
    title: str,
    headers: str,
    several: bool,
) -> None:
    names = {key: zh if headers == "zh" else en for key, zh, en in columns}
    texts = {key: ["" if row[key] is None else str(row[key]) for row in rows] for key in names}
    hidden = (
        {"id"}
        | (set() if several else {"document"})
        | {k for k in ("base", "strength", "upper", "due", "lead") if k in names and not any(texts[k])}
    )
    shown = [i for i, key in enumerate(names) if key not in hidden]
    dress(
        sheet, formats, title=title, facts=WORDS[headers]["derived"].format(count=len(rows)),
        last=FIRST + len(rows) - 1, columns=list(names.values()), shown=shown, headers=headers,
    )  # fmt: skip
    sized = widths(
        {k: n for k, n in names.items() if k not in hidden}, {k: v for k, v in texts.items() if k not in hidden}
    )
    severities = {**{zh: key for key, zh in SEVERITIES_ZH.items()}, **{key: key for key in SEVERITIES_ZH}}
    for index, key in enumerate(names):
        sheet.set_column(index, index, sized.get(key, 12.0), None, {"hidden": key in hidden})
    for at, row in enumerate(rows):
        cells: list[tuple[int, Value, Format | None]] = []
        for index, (key, value) in enumerate(row.items()):
            form = formats.centred if key in _CENTRED else formats.text
            if key == "severity":
                form = formats.severity[severities[str(value)]]
            elif isinstance(value, date):
                form = formats.date
            elif isinstance(value, float):
                form = formats.number
            elif isinstance(value, str):
                value = int(value) if key in AS_NUMBER and is_count(value) else clean(value)[: CELL_LIMIT // 2]
            if value or value == 0 or key not in hidden:
                cells.append((index, value, form))
        sheet.put(FIRST + at, cells, height({key: texts[key][at] for key in sized}, sized))

"""The measures of hand-edited JSON against the target's words."""

from __future__ import annotations

from collections.abc import Iterator

from policyparse.checks.model import Finding
from policyparse.checks.targets import agrees, numbers_in
from policyparse.tables.json_rows import Json, Lines, records


def check_measures(source: Json, file: str) -> Iterator[Finding]:
    """Values of measures that the target's text does not have. A text without any number says nothing against them."""
    lines = Lines(source)
    for line, pointer, record in records(source):
        target = record.get("target")
        if not isinstance(target, dict) or not isinstance(target.get("text"), str):
            continue
        measures = target.get("measures")
        said = numbers_in(target["text"])
        if not said or not isinstance(measures, list):
            continue
        for at, measure in enumerate(measures):
            value = measure.get("value") if isinstance(measure, dict) else None
            if isinstance(value, bool) or not isinstance(value, (int, float)) or agrees(float(value), said):
                continue
            where = f"{pointer}/target/measures/{at}/value"
            number = record.get("number")
            yield Finding(
                file=file,
                code="target-contradicts",
                cell=where,
                row=lines.line(line, where),
                column="value",
                record=number if isinstance(number, str) else None,
                field="target",
                value=f"{value:g}",
                expected=target["text"],
                words={"other": target["text"], "other_cell": f"{pointer}/target/text"},
            )

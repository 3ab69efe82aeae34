"""JSON that somebody made from nothing: a list, or lines, of flat objects under column names of their own."""

from __future__ import annotations

from typing import Any

from policyparse.lexicon import Lexicon
from policyparse.normalise.column_names import match_name
from policyparse.records import Record
from policyparse.tables.columns import keys
from policyparse.tables.json_rows import Json, Lines
from policyparse.tables.model import CellValue, Column, Row, Sheet, TableFile

#: Rows by which the columns are judged.
_SAMPLE = 200
#: So many of the names must be known, else it is some other JSON.
_KNOWN = 2


def flat_rows(source: Json, lexicon: Lexicon) -> list[tuple[int, str, dict[str, Any]]] | None:
    """Line, pointer and value of each row; None where the JSON is no list of flat rows, or records of ours."""
    if source.lines:
        rows = [(line, "", value) for line, value in source.roots]
    else:
        root = source.roots[0][1]
        if not isinstance(root, list):
            return None
        rows = [(1, f"/{at}", value) for at, value in enumerate(root)]
    values = [value for _, _, value in rows]
    if not values or not all(isinstance(v, dict) and v and _flat(v) for v in values):
        return None
    names = {str(name) for value in values[:_SAMPLE] for name in value}
    ours = names & Record.model_fields.keys()
    if len(ours) * 2 > len(names) or sum(match_name(name, lexicon) is not None for name in names) < _KNOWN:
        return None
    return rows


def _flat(value: dict[str, Any]) -> bool:
    return all(v is None or isinstance(v, (str, int, float, bool)) for v in value.values())


def read_flat(source: Json, name: str, rows: list[tuple[int, str, dict[str, Any]]], lexicon: Lexicon) -> TableFile:
    """The rows as one sheet, their names as its columns in order of appearance."""
    names = list(dict.fromkeys(str(key) for _, _, value in rows for key in value))
    texts = [[_text(value.get(n)) for _, _, value in rows[:_SAMPLE]] for n in names]
    columns = tuple(
        Column(index=i, letter="", name=n, key=key, address="", exact=exact)
        for i, (n, (key, exact)) in enumerate(zip(names, keys([(n,) for n in names], texts, lexicon), strict=True))
    )
    lines = Lines(source)
    made = tuple(
        Row(
            number=lines.line(line, pointer),
            cells=tuple(_cell(value, pointer, n) for n in names),
        )
        for line, pointer, value in rows
    )
    sheet = Sheet(name=None, hidden=False, columns=columns, rows=made)
    return TableFile(name=name, format="jsonl" if source.lines else "json", sheets=(sheet,), flat=True)


def _cell(value: dict[str, Any], pointer: str, name: str) -> CellValue:
    at = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
    text = _text(value.get(name))
    return CellValue(address=at, value=text, text=text, kind="text" if text else "empty")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else str(value)

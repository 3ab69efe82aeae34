"""The Table Schema says what the CSV ledger has."""

import csv
import io

from ledger_documents import bridges
from policyparse.exporters import render
from policyparse.schema import table_schema


def test_fields_are_the_columns_and_rows_keep_the_constraints() -> None:
    schema = table_schema()
    rows = list(csv.reader(io.StringIO(render([bridges()], "csv").decode("utf-8-sig"))))
    assert [f["name"] for f in schema["fields"]] == rows[0]
    for row in rows[1:]:
        for field, cell in zip(schema["fields"], row, strict=True):
            rules = field.get("constraints", {})
            assert cell or not rules.get("required")
            assert cell in rules.get("enum", [cell])
    assert set(schema["primaryKey"]) <= set(rows[0])

"""Write schemas/ from the models and the ledger's columns. A test compares them with what the models say."""

from __future__ import annotations

import json
from pathlib import Path

from policyparse.schema import SCHEMAS, json_schema, table_schema

FOLDER = Path(__file__).resolve().parents[1] / "schemas"


def contents() -> dict[str, str]:
    """File name to text, for every schema."""
    found = {f"{name}.schema.json": json_schema(name) for name in SCHEMAS}
    found["ledger.tableschema.json"] = table_schema()
    return {name: json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in found.items()}


def main() -> None:
    """Write the files."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in contents().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

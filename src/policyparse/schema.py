"""Schemas of the output: JSON Schema (draft 2020-12) of the models, Frictionless Table Schema of the ledger."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from policyparse.exporters.ledger import COLUMNS
from policyparse.exporters.ledger_text import KINDS
from policyparse.records import PolicyDocument, Record

SCHEMAS: dict[str, type[BaseModel]] = {"document": PolicyDocument, "record": Record}


def json_schema(which: str) -> dict[str, Any]:
    """The schema named `document` or `record`. Raises KeyError for another name."""
    schema = SCHEMAS[which].model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def table_schema() -> dict[str, Any]:
    """The Frictionless Table Schema (specification v1) of the CSV ledger with Chinese column names.

    `title` is the column's English name and `key` the name that the program uses for it.
    """
    fields: list[dict[str, Any]] = []
    for column in COLUMNS:
        field: dict[str, Any] = {
            "name": column.zh,
            "title": column.en,
            "key": column.key,
            "type": "string",
            "description": column.about,
        }
        if column.key in {"task", "id", "document"}:
            field["constraints"] = {"required": True}
        elif column.key == "kind":
            field["constraints"] = {"required": True, "enum": list(KINDS["zh"].values())}
        fields.append(field)
    by_key = {column.key: column.zh for column in COLUMNS}
    return {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "fields": fields,
        "primaryKey": [by_key["document"], by_key["id"]],
        "missingValues": [""],
    }

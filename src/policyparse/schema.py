"""JSON Schema (draft 2020-12) of the output, generated from the models."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from policyparse.records import PolicyDocument, Record

SCHEMAS: dict[str, type[BaseModel]] = {"document": PolicyDocument, "record": Record}


def json_schema(which: str) -> dict[str, Any]:
    """The schema named `document` or `record`. Raises KeyError for another name."""
    schema = SCHEMAS[which].model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
